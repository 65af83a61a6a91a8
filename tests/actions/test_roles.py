"""Roles are given by whoever answers for an agency, and the record counts who has which."""

import asyncio
import json

import pytest

from forum.access.policy import OPERATOR, Actor, Role
from forum.accounts.actions import find_or_make_person, give_role, take_role
from forum.accounts.events import RoleChanged
from forum.accounts.models import Person, RoleGrant
from forum.accounts.queries import actor_for, people_of
from forum.audit.models import LogEntry
from forum.catalogue.models import Agency
from forum.core.errors import Invalid, NotAllowed, NotFound, Refused
from forum.core.events import announcer
from tests.databases import both_databases
from tests.people import person
from tests.signing_in import VISITOR, arrive, refused

told: list[RoleChanged] = []


async def _note(fact: RoleChanged) -> None:
    told.append(fact)


@pytest.fixture(autouse=True)
def _announced() -> None:
    announcer.join(RoleChanged, _note)
    told.clear()


async def grant_of(actor: Actor, role: Role) -> RoleGrant:
    return await RoleGrant.get(person_id=actor.person_id, role=role)


@both_databases
async def test_an_owner_gives_a_role_and_the_record_counts_it_without_a_name(omar, sari):
    await give_role(omar, "disdukcapil", "Sari@example.id", Role.MODERATOR)

    person_now = await Person.get(id=sari.person_id)
    assert (await actor_for(person_now)).works_as(
        frozenset({Role.MODERATOR}), next(iter(omar.grants)).agency_id
    )
    entry = json.loads((await LogEntry.get()).entry)
    assert (entry["type"], entry["by"]) == ("staff.changed", "agency")
    assert entry["d"]["agency"] == "disdukcapil"
    assert entry["d"]["roles"] == {
        "drafter": 1,
        "moderator": 1,
        "owner": 1,
        "publisher": 1,
        "responder": 1,
        "reviewer": 0,
        "chair": 0,
        "note_taker": 0,
    }
    assert "Sari" not in str(entry)
    assert "sari" not in str(entry)
    assert "c" not in entry
    assert told == [RoleChanged(sari.person_id, Role.MODERATOR, given=True)]


async def test_the_operator_appoints_the_first_owner_before_that_person_ever_came(agency):
    await give_role(OPERATOR, "disdukcapil", "dewi@example.id", Role.OWNER)

    assert json.loads((await LogEntry.get()).entry)["by"] == "operator"
    opened = await arrive("dewi@example.id", name="Dewi Anggraini")
    [row] = await people_of(agency.id)
    assert (row.person.id, row.person.name, row.role) == (
        opened.person.id,
        "Dewi Anggraini",
        Role.OWNER,
    )


async def test_only_owners_give_and_take_roles(sari, maya, rina, omar):
    grant = await grant_of(maya, Role.MODERATOR)
    for actor in (VISITOR, sari, maya, rina):
        with pytest.raises(NotAllowed):
            await give_role(actor, "disdukcapil", "budi@example.id", Role.DRAFTER)
        with pytest.raises(NotAllowed):
            await take_role(actor, grant.ref)
    assert not await LogEntry.exists()
    assert not await Person.exists(email="budi@example.id")


async def test_an_owner_of_another_agency_has_no_say(omar, agency):
    other = await Agency.create(
        slug="dinkes", name={}, government={}, profile="id", time_zone="Asia/Makassar"
    )
    stranger = await person("Tono Wibowo", other, Role.OWNER)
    with pytest.raises(NotAllowed):
        await give_role(stranger, "disdukcapil", "sari@example.id", Role.DRAFTER)
    with pytest.raises(NotAllowed):
        await take_role(stranger, (await grant_of(omar, Role.OWNER)).ref)


async def test_an_owner_of_one_consultation_gives_roles_there_only(agency, sari):
    owner = await person("Dewi Anggraini", agency, Role.OWNER)
    await RoleGrant.filter(person_id=owner.person_id).update(consultation_ref="k7m2q9x4ab")
    dewi = await actor_for(await Person.get(id=owner.person_id))

    await give_role(
        dewi, "disdukcapil", "sari@example.id", Role.MODERATOR, consultation_ref="k7m2q9x4ab"
    )

    for elsewhere in ("", "zzzzzzzzzz"):
        with pytest.raises(NotAllowed):
            await give_role(
                dewi, "disdukcapil", "sari@example.id", Role.DRAFTER, consultation_ref=elsewhere
            )


async def test_an_owner_cannot_add_to_his_own_roles(omar):
    with refused(NotAllowed, "You cannot give a role to yourself. Ask another owner"):
        await give_role(omar, "disdukcapil", "omar@example.id", Role.REVIEWER)
    assert not await LogEntry.exists()


async def test_a_role_is_given_once(omar, maya):
    with refused(Refused, "This person has that role already."):
        await give_role(omar, "disdukcapil", "maya@example.id", Role.MODERATOR)


@both_databases
async def test_the_same_role_given_by_two_at_once_is_there_once(omar, sari):
    results = await asyncio.gather(
        *(give_role(omar, "disdukcapil", "sari@example.id", Role.DRAFTER) for _ in range(4)),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == [
        "Refused",
        "Refused",
        "Refused",
        "RoleGrant",
    ]
    assert await LogEntry.all().count() == 1


async def test_an_agency_that_does_not_exist_and_a_word_that_is_no_address(omar):
    with refused(NotFound, "There is no agency of that name."):
        await give_role(omar, "nowhere", "sari@example.id", Role.DRAFTER)
    with pytest.raises(Invalid):
        await give_role(omar, "disdukcapil", "sari", Role.DRAFTER)


async def test_taking_a_role_ends_it(omar, maya):
    await take_role(omar, (await grant_of(maya, Role.MODERATOR)).ref)

    assert not (await actor_for(await Person.get(id=maya.person_id))).is_staff
    entry = json.loads((await LogEntry.get()).entry)
    assert entry["d"]["roles"]["moderator"] == 0
    assert told == [RoleChanged(maya.person_id, Role.MODERATOR, given=False)]
    with refused(NotFound, "This role has been taken away already."):
        await take_role(omar, "zzzzzzzzzz")


async def test_the_last_owner_cannot_be_taken_away_not_even_by_the_operator(omar):
    last = (await grant_of(omar, Role.OWNER)).ref
    for actor in (omar, OPERATOR):
        with refused(Refused, "This is the last owner of the agency."):
            await take_role(actor, last)


async def test_drafts_are_for_the_whole_agency(omar, sari):
    with refused(Refused, "Drafts belong to the whole agency."):
        await give_role(
            omar, "disdukcapil", "sari@example.id", Role.DRAFTER, consultation_ref="k7q291xm3t"
        )
    assert not await RoleGrant.exists(person_id=sari.person_id)


@both_databases
async def test_two_owners_who_take_each_others_role_at_once_do_not_leave_the_agency_alone(
    omar, agency
):
    tono = await person("Tono Wibowo", agency, Role.OWNER)
    results = await asyncio.gather(
        take_role(tono, (await grant_of(omar, Role.OWNER)).ref),
        take_role(omar, (await grant_of(tono, Role.OWNER)).ref),
        return_exceptions=True,
    )
    assert [type(result).__name__ for result in results].count("Refused") == 1
    assert await RoleGrant.filter(role=Role.OWNER).count() == 1


@both_databases
async def test_a_role_taken_away_twice_at_once_is_told_and_recorded_once(omar, agency):
    await person("Tono Wibowo", agency, Role.OWNER)
    ref = (await grant_of(omar, Role.DRAFTER)).ref
    results = await asyncio.gather(
        take_role(OPERATOR, ref), take_role(OPERATOR, ref), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "NotFound"]
    assert len(told) == await LogEntry.filter(type="staff.changed").count() == 1


@both_databases
async def test_an_account_is_made_once_for_each_address(db):
    made = await asyncio.gather(
        *(find_or_make_person(email) for email in ("dewi@example.id", "Dewi@Example.id") * 3)
    )
    assert len({one.id for one in made}) == 1
    named = await find_or_make_person("dewi@example.id", "Dewi Anggraini", language="en")
    assert (named.id, named.name, named.language) == (made[0].id, "Dewi Anggraini", "en")
    assert (await find_or_make_person("dewi@example.id", "Other")).name == "Dewi Anggraini"
