"""The story of the demo hangs together: nothing is said about a clause that does not exist."""

import re
from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import pytest

from forum.access.policy import Role
from forum.consultations.linter import Draft, check
from forum.consultations.plans import Plan, tidied
from forum.consultations.rules import Phase
from forum.core.text import clean
from forum.demo import script as demo
from forum.demo.script import Edit, moment, script, standard
from forum.drafts import pieces
from forum.drafts.fields import read_fields
from forum.drafts.importing import from_json
from forum.drafts.pieces import Piece
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
Clauses = dict[str, Piece]
Words = dict[str, str]


def test_the_cast_is_there_and_knows_its_work():
    agencies = {agency.slug for agency in script().agencies}

    roles = {grant.role for person in PEOPLE.values() for grant in person.roles}
    assert roles == {role.value for role in Role}
    assert {grant.agency for person in PEOPLE.values() for grant in person.roles} == agencies
    assert {"sari", "budi"} <= CITIZENS
    assert {grant.role for grant in PEOPLE["maya"].roles} == {"chair", "moderator"}
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

    assert phases == {
        "drafting",
        "announced",
        "open",
        "paused",
        "answering",
        "second_look",
        "published",
    }
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
        after = apply(edits, before)
        for edit in edits:
            assert bool(edit.because) != bool(edit.own_reason), edit.id
            if edit.op == "reword":
                old, new = before[edit.label], apply((edit,), before)[edit.label]
                assert (old.texts, old.fields) != (new.texts, new.fields), edit.id
        before = after
    assert not any(edit.because for edit in consultation.draft)


@each
def test_lists_of_papers_and_laws_follow_the_clauses(consultation):
    clauses = first_version(consultation.standard)
    for edits in (consultation.draft, consultation.next):
        clauses = apply(edits, clauses)
        for clause in clauses.values():
            told = [
                piece.texts for piece in clauses.values() if piece.component == clause.component
            ]
            for code in ("documents", "legal_basis"):
                if code in clause.fields:
                    assert all(item in told for item in clause.fields[code].items)


@each
def test_what_is_announced_passes_the_check_without_a_warning(consultation):
    times = consultation.times
    if not times.announced:
        return
    plan = Plan(
        title=consultation.title,
        time_zone=demo.ZONE.key,
        opens_at=moment(times.opens),
        closes_at=moment(times.closes),
        respond_by=moment(times.respond_by),
        contact=consultation.contact,
        privacy_notice=PROFILE.privacy_notice,
    )
    clauses = apply(consultation.draft, first_version(consultation.standard))
    parts = [
        Part(
            piece.label,
            piece.position,
            piece.component,
            dict(piece.texts),
            {code: value.model_dump(mode="json") for code, value in piece.fields.items()},
        )
        for piece in clauses.values()
    ]

    draft = Draft(consultation.note, parts)
    assert check(tidied(plan, PROFILE), draft, PROFILE, moment(times.announced)) == []


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
def test_only_authors_of_approved_answers_object_and_in_the_second_look(consultation):
    answered = {
        one: answer
        for answer in consultation.responses
        if answer.state == "approved"
        for one in answer.comments
    }
    for objection in consultation.objections:
        assert objection.comment in answered, objection.comment
        assert moment(consultation.times.looked) < moment(objection.at) < DAY_ZERO
        assert bool(objection.kept_because) == bool(objection.kept_at)
        if objection.kept_at:
            assert moment(objection.at) < moment(objection.kept_at) < DAY_ZERO
    assert (consultation.phase == "second_look") == bool(consultation.times.looked)


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
    """Return the clauses of a standard as it is imported; their lineage is their label."""
    imported = from_json(standard(slug), PROFILE)
    return {piece.label: replace(piece, lineage=piece.label) for piece in imported.clauses}


def apply(edits: tuple[Edit, ...], before: Clauses) -> Clauses:
    """Return the clauses after the edits, under their new labels."""
    now = list(before.values())
    for edit in edits:
        match edit.op:
            case "reword":
                old = before[edit.label]
                texts = edit.text or old.texts
                now = pieces.reword(now, edit.label, texts, old.fields | read_fields(edit.fields))
            case "add":
                new = Piece(lineage=edit.id, component=edit.component, texts=edit.text)
                now = pieces.add(now, new, after=edit.after)
            case "remove":
                now = pieces.remove(now, edit.label)
            case "split":
                texts = before[edit.label].texts
                cut = {language: text.index(";") + 1 for language, text in texts.items()}
                now = pieces.split(now, edit.label, cut, edit.id)
                for lineage, piece in zip((edit.label, edit.id), edit.into, strict=True):
                    fields = pieces.find(now, lineage).fields
                    now = pieces.reword(now, lineage, piece.text, fields)
    numbered = pieces.renumber(now, {part.code: part.order for part in PROFILE.components})
    return {piece.label: replace(piece, lineage=piece.label) for piece in numbered}


class Part(NamedTuple):
    """A clause as the check before announcing looks at it."""

    label: str
    position: int
    component: str
    text: Words
    typed: dict[str, object]
