"""Officials plan and announce a consultation, and change what was announced."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from forum.audit.models import LogEntry, Opening
from forum.audit.rules import identity
from forum.consultations.actions import (
    announce,
    begin_next_version,
    change_plan,
    extend,
    pause,
    plan,
    resume,
    withdraw,
)
from forum.consultations.events import Extended, PhaseChanged
from forum.consultations.models import Consultation, PhaseMove
from forum.consultations.queries import find_consultation, find_public, set_aside
from forum.consultations.rules import Phase
from forum.core import clock
from forum.core.errors import Invalid, NotAllowed, NotFound, Refused
from forum.core.events import announcer
from forum.core.i18n import speaking
from forum.core.jobs.models import Job
from forum.drafts.models import Version
from forum.drafts.queries import clauses_of
from forum.drafts.rules import VersionState
from tests.clocks import later
from tests.databases import both_databases
from tests.world import (
    KTP,
    announced_consultation,
    draft_version,
    open_consultation,
    plan_from,
    planned_consultation,
    standard_in_force,
)


@pytest.fixture(autouse=True)
def english():
    with speaking("en"):
        yield


@pytest.fixture
def told():
    """The facts about consultations that were told while the test ran."""
    facts = []

    async def hear(fact: object) -> None:
        facts.append(fact)

    for type_ in (Extended, PhaseChanged):
        announcer.listen(type_, hear)
    yield facts
    for type_ in (Extended, PhaseChanged):
        announcer._listeners[type_].remove(hear)


async def entry(type_: str) -> dict:
    return json.loads((await LogEntry.filter(type=type_).order_by("-seq").first()).entry)


@both_databases
async def test_omar_plans_a_consultation_that_nobody_else_sees_yet(omar, agency):
    made = await planned_consultation(omar, agency)

    assert made.slug == f"{KTP}-{made.opens_at.year}"
    assert made.phase is Phase.DRAFTING
    assert (await find_consultation(made.slug)).version.number == 1
    with pytest.raises(NotFound):
        await find_public(made.slug)
    planned = await entry("consultation.planned")
    assert planned["d"] == {"standard": KTP, "version": "1"}


@both_databases
async def test_the_address_has_the_year_in_which_it_opens_there(omar, agency):
    await draft_version(omar, agency)
    new_year = datetime(2027, 1, 1, 7, tzinfo=ZoneInfo("Asia/Makassar"))  # still 2026 in London

    assert (await plan(omar, KTP, plan_from(new_year))).slug == f"{KTP}-2027"


async def test_announcing_freezes_the_version_and_sets_the_alarms(omar, agency):
    planned = await planned_consultation(omar, agency)

    announced = await announce(omar, planned.slug)

    assert announced.phase is Phase.ANNOUNCED
    version = await Version.get(id=announced.version_id)
    assert version.state is VersionState.FROZEN
    assert version.sha256
    assert (await find_public(planned.slug)).slug == planned.slug
    alarms = await Job.filter(kind="consultations.advance").order_by("due_at")
    assert [job.due_at for job in alarms] == [
        announced.opens_at,
        announced.closes_at,
        announced.closes_at + timedelta(minutes=30),
    ]
    types = await LogEntry.all().order_by("seq").values_list("type", flat=True)
    assert list(types)[-2:] == ["document.published", "consultation.announced"]


async def test_the_entry_says_when_and_keeps_who_to_itself(omar, agency):
    announced = await announced_consultation(omar, agency)

    written = await entry("consultation.announced")

    assert written["d"]["closes"] == announced.closes_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert written["d"]["set_aside"] == []
    assert omar.record_id not in json.dumps(written)
    assert omar.name not in json.dumps(written)
    assert await Opening.exists(kind="actor", value=identity(omar.record_id))


async def test_what_stands_in_the_way_is_listed_and_nothing_is_frozen(omar, agency):
    version = await draft_version(omar, agency)
    planned = await plan(omar, KTP, plan_from(clock.now() + timedelta(days=8), contact=""))

    with pytest.raises(Refused, match="cannot be announced yet") as refused:
        await announce(omar, planned.slug)

    assert set(refused.value.missing) == {
        "The explanatory note is missing in the language that binds.",
        "Name somebody whom people can ask.",
    }
    assert (await Version.get(id=version.id)).state is VersionState.EDITING
    assert (await find_consultation(planned.slug)).phase is Phase.DRAFTING


async def test_a_warning_stops_omar_until_he_sets_it_aside_in_his_name(omar, agency):
    soon = clock.now() + timedelta(days=2)
    planned = await planned_consultation(omar, agency, opens_at=soon)

    with pytest.raises(Refused, match="set them aside in your name") as refused:
        await announce(omar, planned.slug)
    assert refused.value.missing == ("It should be announced at least 7 days before it opens.",)

    await announce(omar, planned.slug, ["notice.brief"])

    announced = await find_public(planned.slug)
    assert set_aside(announced) == [
        "It was announced fewer days before its opening than recommended."
    ]
    assert announced.overridden_by.name == omar.name
    assert (await entry("consultation.announced"))["d"]["set_aside"] == ["notice.brief"]


async def test_an_error_cannot_be_set_aside(omar, agency):
    planned = await planned_consultation(omar, agency)
    too_short = plan_from(planned.opens_at, closes_at=planned.opens_at + timedelta(days=3))
    await change_plan(omar, planned.slug, too_short)

    with pytest.raises(Refused) as refused:
        await announce(omar, planned.slug, ["period.short"])

    assert refused.value.missing == ("A consultation must be open for at least 7 days.",)


async def test_a_plan_may_be_changed_until_it_is_announced(omar, agency):
    planned = await planned_consultation(omar, agency)
    later_ = plan_from(planned.opens_at + timedelta(days=1), title={"id": "Judul lain"})

    await change_plan(omar, planned.slug, later_)
    await change_plan(omar, planned.slug, later_)  # nothing else than before
    assert await LogEntry.filter(type="consultation.replanned").count() == 1
    assert (await find_consultation(planned.slug)).title == {"id": "Judul lain"}

    await announce(omar, planned.slug)
    with pytest.raises(Refused, match="not possible while the consultation is “Announced”"):
        await change_plan(omar, planned.slug, later_)


async def test_a_plan_without_a_title_or_with_a_zone_of_no_place_is_not_kept(omar, agency):
    await draft_version(omar, agency)

    with pytest.raises(Invalid) as wrong:
        await plan(
            omar, KTP, plan_from(clock.now(), title={"id": " \u200b "}, time_zone="Asia/Atlantis")
        )

    assert set(wrong.value.fields) == {"title_id", "zone"}
    assert not await Consultation.exists()


async def test_only_one_consultation_is_planned_about_a_version(omar, agency):
    await planned_consultation(omar, agency)

    with pytest.raises(Refused, match="planned already"):
        await plan(omar, KTP, plan_from(clock.now()))


async def test_without_a_draft_there_is_nothing_to_consult_about(omar, agency):
    await standard_in_force(omar, agency)

    with pytest.raises(Refused, match="Begin a new version first"):
        await plan(omar, KTP, plan_from(clock.now()))


async def test_the_second_consultation_of_a_year_has_a_name_of_its_own(omar, agency):
    first = await planned_consultation(omar, agency)
    await withdraw(omar, first.slug, "Kami menunggu peraturan baru.")

    second = await plan(omar, KTP, plan_from(first.opens_at))

    assert second.slug == f"{first.slug}-2"


@both_databases
async def test_an_extension_shifts_closing_and_answers_and_is_on_record(omar, agency, told):
    was = await open_consultation(omar, agency)

    await extend(omar, was.slug, was.closes_at + timedelta(days=3), "Hari libur nasional.")

    now = await find_consultation(was.slug)
    assert now.closes_at - was.closes_at == timedelta(days=3)
    assert now.respond_by - was.respond_by == timedelta(days=3)
    assert told[-1] == Extended(was.id)
    move = await PhaseMove.filter(consultation_id=was.id).order_by("-id").first()
    assert (move.word, move.reason) == ("Extended", "Hari libur nasional.")
    assert (move.closed_before, move.closes_after) == (was.closes_at, now.closes_at)
    assert await Job.exists(kind="consultations.advance", due_at=now.closes_at)
    assert (await entry("consultation.extended"))["d"]["closes"].startswith(
        now.closes_at.strftime("%Y-%m-%d")
    )


async def test_nobody_extends_without_a_reason_or_backwards(omar, agency):
    was = await open_consultation(omar, agency)

    with pytest.raises(Invalid) as wrong:
        await extend(omar, was.slug, was.closes_at + timedelta(days=1), " … ")
    assert "Say why" in wrong.value.fields["reason"]
    with pytest.raises(Invalid) as wrong:
        await extend(omar, was.slug, was.closes_at - timedelta(days=1), "Cukup sudah.")
    assert "closes" in wrong.value.fields

    assert (await find_consultation(was.slug)).closes_at == was.closes_at


@both_databases
async def test_a_pause_gives_back_exactly_the_time_it_took(maya, omar, agency):
    was = await open_consultation(omar, agency)

    await pause(maya, was.slug, "Gangguan listrik di kabupaten.")
    with later(days=20):
        await resume(omar, was.slug, "Listrik sudah menyala.")

    now = await find_consultation(was.slug)
    resumed, paused = await PhaseMove.filter(consultation_id=was.id).order_by("-id").limit(2)
    assert now.phase is Phase.OPEN
    assert now.closes_at - was.closes_at == resumed.at - paused.at
    assert now.respond_by - was.respond_by == resumed.at - paused.at
    assert (paused.word, resumed.word) == ("Paused", "Gone on with")
    assert await Job.exists(kind="consultations.advance", due_at=now.closes_at)


async def test_a_withdrawn_consultation_stays_readable_and_says_why(omar, agency):
    was = await open_consultation(omar, agency)

    await withdraw(omar, was.slug, "Diganti peraturan pusat.")

    now = await find_public(was.slug)
    assert (now.phase, now.reason) == (Phase.WITHDRAWN, "Diganti peraturan pusat.")
    with pytest.raises(Refused):
        await pause(omar, was.slug, "Terlambat.")


async def test_a_plan_that_is_withdrawn_was_never_public(omar, agency):
    planned = await planned_consultation(omar, agency)

    await withdraw(omar, planned.slug, "Tidak jadi.")

    with pytest.raises(NotFound):
        await find_public(planned.slug)


async def test_each_move_is_told_to_whoever_follows(omar, agency, told):
    made = await open_consultation(omar, agency)
    await withdraw(omar, made.slug, "Diganti peraturan pusat.")

    phases = (Phase.ANNOUNCED, Phase.OPEN, Phase.WITHDRAWN)
    assert told == [PhaseChanged(made.id, phase) for phase in phases]


@both_databases
async def test_the_next_version_is_begun_once_from_the_one_discussed(omar, agency):
    made = await open_consultation(omar, agency)

    version = await begin_next_version(omar, made.slug)
    again = await begin_next_version(omar, made.slug)

    assert again.id == version.id
    assert version.number == 2
    assert (await find_consultation(made.slug)).next_version.id == version.id
    discussed = (await find_consultation(made.slug)).version
    assert [clause.lineage for clause in await clauses_of(version)] == [
        clause.lineage for clause in await clauses_of(discussed)
    ]


async def test_the_next_version_is_not_begun_before_anybody_could_speak(omar, agency):
    announced = await announced_consultation(omar, agency)

    with pytest.raises(Refused, match="once the consultation is open"):
        await begin_next_version(omar, announced.slug)


async def test_a_version_that_answers_a_consultation_is_not_consulted_about_meanwhile(omar, agency):
    made = await open_consultation(omar, agency)
    await begin_next_version(omar, made.slug)

    with pytest.raises(Refused, match="answers a consultation that is not finished"):
        await plan(omar, KTP, plan_from(clock.now()))


DEEDS = {
    "plan": lambda who, _made: plan(who, KTP, plan_from(clock.now())),
    "change": lambda who, made: change_plan(who, made.slug, plan_from(clock.now())),
    "announce": lambda who, made: announce(who, made.slug),
    "extend": lambda who, made: extend(who, made.slug, clock.now(), "Sebab."),
    "pause": lambda who, made: pause(who, made.slug, "Sebab."),
    "resume": lambda who, made: resume(who, made.slug, "Sebab."),
    "withdraw": lambda who, made: withdraw(who, made.slug, "Sebab."),
    "next": lambda who, made: begin_next_version(who, made.slug),
}


@pytest.mark.parametrize("deed", DEEDS)
async def test_neither_a_citizen_nor_a_reviewer_may(deed, sari, rina, omar, agency):
    made = await planned_consultation(omar, agency)
    before = await LogEntry.all().count()

    for person in (sari, rina):
        with pytest.raises(NotAllowed):
            await DEEDS[deed](person, made)

    assert await LogEntry.all().count() == before


async def test_maya_may_pause_but_not_extend_or_withdraw(maya, omar, agency):
    made = await open_consultation(omar, agency)

    with pytest.raises(NotAllowed):
        await extend(maya, made.slug, made.closes_at + timedelta(days=1), "Sebab.")
    with pytest.raises(NotAllowed):
        await withdraw(maya, made.slug, "Sebab.")
    await pause(maya, made.slug, "Sebab.")
