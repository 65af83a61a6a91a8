"""The story of the demo hangs together: nothing is said about a clause that does not exist."""

import re
from collections import Counter
from datetime import datetime, timedelta

import pytest

from forum.access.policy import Role
from forum.consultations.rules import Phase
from forum.core.text import clean
from forum.demo import script as demo
from forum.demo.script import Edit, moment, script, standard
from forum.profiles.load import Measure, profile
from forum.responses.rules import CHANGES_TEXT, Disposition, Ground

PROFILE = profile("id")
PEOPLE = {person.id: person for person in script().people}
CITIZENS = {person.id for person in script().people if not person.roles}
DAY_ZERO = datetime.combine(demo.DAY_ZERO, demo.START, demo.ZONE)
OFFICE_NUMBER = "(021) 555-0100"

each = pytest.mark.parametrize(
    "consultation", script().consultations, ids=[c.slug for c in script().consultations]
)
Clauses = dict[str, tuple[str, dict[str, str]]]
"""Label to component and words."""


def test_the_cast_is_there_and_knows_its_work():
    agencies = {agency.slug for agency in script().agencies}

    roles = {grant.role for person in PEOPLE.values() for grant in person.roles}
    assert roles == {role.value for role in Role}
    assert {grant.agency for person in PEOPLE.values() for grant in person.roles} == agencies
    assert {"sari", "budi"} <= CITIZENS
    assert {grant.role for grant in PEOPLE["maya"].roles} == {"moderator"}
    assert {grant.role for grant in PEOPLE["rina"].roles} == {"reviewer"}
    assert {"drafter", "responder", "owner", "publisher"} == {
        grant.role for grant in PEOPLE["omar"].roles
    }
    assert len(CITIZENS) >= 40


def test_nobody_and_nothing_is_there_twice():
    everything = [
        *PEOPLE,
        *(thing.id for c in script().consultations for thing in (*c.comments, *c.responses)),
    ]
    for names in (
        everything,
        [person.email for person in PEOPLE.values()],
        [person.name for person in PEOPLE.values()],
        [comment.text for c in script().consultations for comment in c.comments],
        [consultation.slug for consultation in script().consultations],
    ):
        assert [name for name, times in Counter(names).items() if times > 1] == []


def test_every_service_has_an_agency_a_unit_a_standard_and_a_consultation():
    units = {(agency.slug, unit.code) for agency in script().agencies for unit in agency.units}
    consulted = {consultation.standard for consultation in script().consultations}

    for service in script().services:
        assert (service.agency, service.unit) in units
        assert standard(service.slug)["slug"] == service.slug
        assert service.slug in consulted


def test_there_is_a_consultation_in_each_phase_that_a_newcomer_should_see():
    phases = {consultation.phase for consultation in script().consultations}

    assert phases == {"drafting", "announced", "open", "paused", "answering", "published"}
    assert phases <= {phase.value for phase in Phase}


def test_more_than_a_hundred_comments_were_written():
    assert sum(len(consultation.comments) for consultation in script().consultations) > 100


def test_telephone_numbers_belong_to_nobody():
    telephone = next(trigger for trigger in PROFILE.flag_triggers if trigger.code == "telephone")
    numbers = [
        comment.text[start:end]
        for consultation in script().consultations
        for comment in consultation.comments
        for start, end in telephone.spans(comment.text)
    ]

    assert len(numbers) >= 4
    assert all(n == OFFICE_NUMBER or re.fullmatch(r"08\d\d-0000-\d{4}", n) for n in numbers)


@each
def test_everything_official_is_in_both_languages(consultation):
    edits = (*consultation.draft, *consultation.next)
    texts = [
        consultation.title,
        consultation.lead,
        consultation.note,
        *(edit.text for edit in edits if edit.text),
        *(piece.text for edit in edits for piece in edit.into),
    ]

    assert all(set(words) == {"id", "en"} and all(words.values()) for words in texts)
    assert len(consultation.contact) <= 300


@each
def test_people_speak_about_clauses_that_exist(consultation):
    clauses = apply(consultation.draft, first_version(consultation.standard))

    for comment in consultation.comments:
        assert comment.clause is None or comment.clause in clauses, comment.id
        assert comment.author in CITIZENS, comment.id
        assert 0 <= comment.supports < len(CITIZENS), comment.id
        assert 0 < len(comment.text) <= 10_000
        assert clean(comment.text) == comment.text, comment.id


@each
def test_changes_change_something_that_exists_once_and_say_why(consultation):
    before = first_version(consultation.standard)
    for edits in (consultation.draft, consultation.next):
        touched = [edit.label for edit in edits if edit.label]
        assert len(set(touched)) == len(touched)
        for edit in edits:
            assert bool(edit.because) != bool(edit.own_reason), edit.id
            assert edit.op != "reword" or edit.text != before[edit.label][1], edit.id
            fits_the_profile(edit, before)
        before = apply(edits, before)
    assert not any(edit.because for edit in consultation.draft)


@each
def test_every_acceptance_names_its_change_and_every_change_its_causes(consultation):
    causes: dict[str, list[str]] = {
        edit.id: [] for edit in consultation.next if not edit.own_reason
    }
    for response in consultation.responses:
        assert bool(response.changes) == (
            Disposition(response.disposition) in CHANGES_TEXT and response.state != "draft"
        ), response.id
        for change in response.changes:
            causes[change] += response.comments

    assert {edit.id: sorted(edit.because) for edit in consultation.next if edit.because} == {
        change: sorted(comments) for change, comments in causes.items()
    }


@each
def test_answers_say_all_that_their_verdict_asks_for(consultation):
    comments = {comment.id for comment in consultation.comments}
    answered = [comment for response in consultation.responses for comment in response.comments]

    assert set(answered) <= comments
    assert len(set(answered)) == len(answered)
    for response in consultation.responses:
        verdict = Disposition(response.disposition)
        assert (verdict is Disposition.NOT_ACCEPTED) == (response.ground is not None)
        assert response.ground is None or Ground(response.ground)
        assert (verdict is Disposition.DEFERRED) == bool(response.promised_by)
        assert (verdict is Disposition.DEFERRED) == bool(response.promised_for)
        assert (verdict is Disposition.REFERRED) == bool(response.referred_to)
        assert (verdict is Disposition.MERGED) == (response.merged_into in comments)
        assert response.merged_into not in response.comments
        assert response.written_by in consultation.responders
        assert response.state != "approved" or response.approved_by == "rina"


@each
def test_moderation_names_a_rule_that_allows_it_and_words_that_are_there(consultation):
    for comment in consultation.comments:
        decision = comment.decision
        if decision is None:
            continue
        assert decision.by in consultation.moderators
        assert decision.reason
        assert all(comment.text.count(words) == 1 for words in decision.covers), comment.id
        assert bool(decision.covers) == (decision.measure == "redact")
        if decision.measure != "keep":
            assert Measure(decision.measure) in PROFILE.rule(decision.rule).measures


@each
def test_everything_happens_in_order_and_before_day_zero(consultation):
    times = consultation.times
    plan = [times.drafted, times.announced, times.opens, times.closes, times.respond_by]
    planned = [moment(when) for when in plan if when]
    assert planned == sorted(planned)
    assert moment(times.drafted) < DAY_ZERO
    last = min(moment(when) for when in ("D+0 08:59", times.paused, times.closes) if when)
    for comment in consultation.comments:
        written = moment(comment.at)
        assert moment(times.opens) <= written <= last, comment.id
        assert comment.decision is None or written < moment(comment.decision.at) < DAY_ZERO
    at = {comment.id: moment(comment.at) for comment in consultation.comments}
    for response in consultation.responses:
        assert max(at[comment] for comment in response.comments) < moment(response.written_at)
        if response.approved_at:
            assert moment(response.written_at) < moment(response.approved_at) < DAY_ZERO


@each
def test_people_get_the_time_the_profile_asks_for(consultation):
    times, periods = consultation.times, PROFILE.periods
    if not times.announced:
        assert consultation.phase == "drafting"
        return

    assert days(times.announced, times.opens) >= timedelta(periods.announce_days.days)
    assert days(times.opens, times.closes) >= timedelta(periods.recommended_open_days.days)
    assert days(times.closes, times.respond_by) <= timedelta(periods.answer_days.days)


def test_the_finished_round_answered_everyone_and_used_every_verdict():
    [finished] = [c for c in script().consultations if c.phase == "published"]
    verdicts = {response.disposition for response in finished.responses}

    assert verdicts == {verdict.value for verdict in Disposition}
    assert {comment for r in finished.responses for comment in r.comments} == {
        comment.id for comment in finished.comments
    }
    assert {edit.op for edit in finished.next} == {"reword", "add", "remove", "split"}
    assert len([edit for edit in finished.next if edit.own_reason]) == 1
    assert all(str(len(finished.comments)) in words for words in finished.summary.values())
    assert {"sari", "budi"} <= {comment.author for comment in finished.comments}
    assert finished.standard not in {s.slug for s in script().services if s.in_force_since}


def test_the_moderator_still_has_something_to_do():
    undecided = [
        comment
        for consultation in script().consultations
        for comment in consultation.comments
        if comment.decision is None
    ]

    assert [c.id for c in undecided if PROFILE.holds(c.text)] == ["kt-65"]
    assert [c.id for c in undecided if PROFILE.flags(c.text)] == ["kt-63"]


def first_version(slug: str) -> Clauses:
    """Label the clauses of a standard as the importer does: items, then items of variants."""
    return {
        f"{component['order']}.{number}": (component["code"], item)
        for component in standard(slug)["components"]
        for number, item in enumerate(
            [
                *component["items"],
                *(
                    item
                    for variant in component.get("structured", {}).get("variants", [])
                    for item in variant["items"]
                ),
            ],
            start=1,
        )
    }


def apply(edits: tuple[Edit, ...], before: Clauses) -> Clauses:
    """Return the clauses after the edits, under their new labels."""
    pieces = {label: [clause] for label, clause in before.items()}
    for edit in edits:
        if edit.op == "add":
            assert edit.after in before, edit.id
            assert before[edit.after][0] == edit.component
            pieces[edit.after].append((edit.component, edit.text))
            continue
        component, words = before[edit.label]
        match edit.op:
            case "reword":
                pieces[edit.label][0] = (component, edit.text or words)
            case "remove":
                pieces[edit.label].pop(0)
            case "split":
                pieces[edit.label][:1] = [(component, piece.text) for piece in edit.into]
    numbers: Counter[str] = Counter()
    after: Clauses = {}
    for label, clauses in pieces.items():
        order = label.split(".")[0]
        for clause in clauses:
            numbers[order] += 1
            after[f"{order}.{numbers[order]}"] = clause
    return after


def fits_the_profile(edit: Edit, before: Clauses) -> None:
    component = PROFILE.component(edit.component or before[edit.label][0])
    for code, value in edit.fields.items():
        field = component.field(code)
        assert field is not None
        assert value is None or value["kind"] == field.kind


def days(start: str, end: str) -> timedelta:
    return moment(end) - moment(start)
