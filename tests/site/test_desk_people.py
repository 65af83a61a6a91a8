"""Who does what for an agency, at the desk of its owner."""

import re

import pytest

from forum.access.policy import Role
from forum.accounts.actions import give_role
from forum.accounts.models import RoleGrant
from forum.catalogue.models import Agency
from tests.people import person

GIVE = {"email": "sari@example.id", "role": "moderator", "where": "disdukcapil"}


async def test_omar_gives_sari_a_role_and_takes_it_away(signed_in, omar, sari):
    async with signed_in(omar) as his:
        assert (await his.post("/desk/people/roles", data=GIVE)).status_code == 303
        page = (await his.get("/desk/people")).text
        assert "Sari Wulandari" in page
        assert "sari@example.id" in page
        assert 'Take away<span class="vh">: moderator, Sari Wulandari' in page

        ref = (await RoleGrant.get(person_id=sari.person_id)).ref
        assert (await his.post(f"/desk/people/roles/{ref}/end")).status_code == 303
        assert "Sari Wulandari" not in (await his.get("/desk/people")).text
        again = await his.post(f"/desk/people/roles/{ref}/end")
        assert again.status_code == 404
        assert "This role has been taken away already." in again.text


async def test_whoever_never_came_is_listed_by_address(signed_in, omar):
    async with signed_in(omar) as his:
        await his.post("/desk/people/roles", data={**GIVE, "email": "dewi@example.id"})
        page = (await his.get("/desk/people")).text
        assert "Has not signed in yet" in page
        assert "dewi@example.id" in page


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"email": "sari"}, 422, "Write an address such as sari@example.id."),
        ({"email": ""}, 422, "Write an address such as sari@example.id."),
        ({"role": "king"}, 422, "Choose one of the options offered."),
        ({"where": ""}, 422, "Please fill this in."),
        ({"where": "nowhere"}, 404, "There is no agency of that name."),
        ({"where": "disdukcapil/" + "z" * 500}, 409, "There is no such consultation."),
        ({"where": "disdukcapil/zzzzzzzzzz"}, 409, "There is no such consultation."),
        ({"email": "omar@example.id"}, 403, "You cannot give a role to yourself."),
    ],
)
async def test_what_cannot_be_given_gets_a_sentence_and_keeps_what_was_typed(
    signed_in, omar, sari, changed, status, sentence
):
    async with signed_in(omar) as his:
        answer = await his.post("/desk/people/roles", data={**GIVE, **changed})
    assert answer.status_code == status
    assert sentence in answer.text
    assert f'value="{ {**GIVE, **changed}["email"] }"' in answer.text
    assert not await RoleGrant.exists(person_id=sari.person_id)


async def test_the_last_owner_stays(signed_in, omar):
    ref = (await RoleGrant.get(person_id=omar.person_id, role=Role.OWNER)).ref
    async with signed_in(omar) as his:
        answer = await his.post(f"/desk/people/roles/{ref}/end")
    assert answer.status_code == 409
    assert "This is the last owner of the agency." in answer.text


async def test_other_staff_read_but_do_not_change(signed_in, maya, omar):
    async with signed_in(maya) as hers:
        page = (await hers.get("/desk/people")).text
        assert "Omar Siregar" in page
        assert "Take away" not in page
        assert "Give the role" not in page
        answer = await hers.post("/desk/people/roles", data=GIVE)
        assert answer.status_code == 403


async def test_citizens_and_visitors_do_not_see_who_works_there(visit, signed_in, sari, omar):
    assert (await visit.get("/desk/people")).status_code == 403
    async with signed_in(sari) as her:
        assert (await her.get("/desk/people")).status_code == 403
        assert (await her.post("/desk/people/roles", data=GIVE)).status_code == 403


async def test_an_owner_of_two_agencies_chooses_for_which(signed_in, omar, sari):
    second = await Agency.create(
        slug="dinkes",
        name={"id": "Dinas Kesehatan", "en": "Health Office"},
        government={},
        profile="id",
        time_zone="Asia/Makassar",
    )
    tono = await person("Tono Wibowo", second, Role.OWNER)
    await give_role(tono, "dinkes", "omar@example.id", Role.OWNER)
    async with signed_in(omar) as his:
        page = (await his.get("/desk/people")).text
        places = re.search(r'name="where".*?</select>', page, re.DOTALL)[0]
        assert "Civil Registration Office" in places
        assert "Health Office" in places
        await his.post("/desk/people/roles", data={**GIVE, "where": "dinkes"})
    given = await RoleGrant.get(person_id=sari.person_id).select_related("agency")
    assert given.agency.slug == "dinkes"


async def test_addresses_are_for_whoever_answers_for_the_agency(signed_in, omar, maya):
    async with signed_in(maya) as hers:
        page = (await hers.get("/desk/people")).text
    assert "Omar Siregar" in page
    assert "@example.id" not in page
