"""The desk where offices confirm organisations: offered to those who can, and to nobody else."""

from forum.access.policy import Role
from forum.accounts.models import RoleGrant
from forum.core import clock
from forum.organisations.actions import register
from tests.people import person
from tests.world import open_consultation

DESK = "/desk/organisations"


async def test_an_owner_of_the_agency_finds_it_and_confirms(signed_in, sari, omar, agency):
    made = await register(sari, name="Kelompok Pedagang", kind="", interests="Pedagang kecil.")
    async with signed_in(omar) as his:
        assert DESK in (await his.get("/desk")).text
        assert f"{DESK}/{made.slug}/confirmation" in (await his.get(DESK)).text
        done = await his.post(f"{DESK}/{made.slug}/confirmation", data={"agency": agency.slug})
    assert done.status_code == 303


async def test_an_owner_of_one_consultation_is_not_sent_there(signed_in, sari, omar, agency):
    made = await register(sari, name="Kelompok Pedagang", kind="", interests="Pedagang kecil.")
    consultation = await open_consultation(omar, agency)
    ratna = await person("Ratna Dewi")
    await RoleGrant.create(
        person_id=ratna.person_id,
        agency=agency,
        role=Role.OWNER,
        consultation_ref=consultation.ref,
        given_at=clock.now(),
    )
    async with signed_in(ratna) as hers:
        desk = await hers.get("/desk")
        there = await hers.get(DESK)
    assert desk.status_code == 200
    assert DESK not in desk.text
    assert f"{DESK}/{made.slug}/confirmation" not in there.text
