"""The check before a consultation is announced."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from forum.consultations.linter import WARNINGS, Draft, check, errors, warnings
from forum.consultations.plans import Plan, tidied
from forum.core.errors import Invalid
from forum.core.i18n import speaking
from forum.profiles.load import profile

INDONESIA = profile("id")
NOW = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
OPENS = NOW + timedelta(days=8)
CLOSES = OPENS + timedelta(days=14)


@dataclass(frozen=True)
class Clause:
    label: str
    position: int
    component: str
    text: dict[str, str]
    typed: dict[str, Any] = field(default_factory=dict)


VALUES: dict[str, dict[str, Any]] = {
    "waktu": {"maximum": {"kind": "duration", "value": 14, "unit": "working_day"}},
    "biaya": {"fee": {"kind": "money", "currency": "IDR", "free": True}},
}
CLAUSES = [
    Clause(
        f"{part.order}.1",
        part.order,
        part.code,
        {"id": f"Isi {part.name['id']}", "en": f"Words on {part.name['en']}"},
        VALUES.get(part.code, {}),
    )
    for part in INDONESIA.components
]
DRAFT = Draft({"id": "Standar ini perlu dibahas.", "en": "This needs discussion."}, CLAUSES)
PLAN = Plan(
    title={"id": "KTP elektronik baru"},
    time_zone="Asia/Makassar",
    opens_at=OPENS,
    closes_at=CLOSES,
    respond_by=CLOSES + timedelta(days=14),
    contact="disdukcapil@contoh.go.id",
    privacy_notice=INDONESIA.privacy_notice,
)


@pytest.fixture(autouse=True)
def english():
    with speaking("en"):
        yield


def codes(plan=PLAN, draft=DRAFT, country=INDONESIA):
    return [finding.code for finding in check(plan, draft, country, NOW)]


def with_clause(place, **changes):
    changed = [replace(c, **changes) if c.position == place else c for c in CLAUSES]
    return replace(DRAFT, clauses=changed)


def test_a_complete_plan_for_a_complete_draft_has_no_findings():
    assert codes() == []


def test_a_gap_in_the_numbers_is_found_and_named():
    [finding] = check(PLAN, with_clause(3, label="3.2"), INDONESIA, NOW)

    assert finding.sentence == "Clause 3.2 stands where clause 3.1 should be."
    assert finding.clause == "3.2"


def test_a_gap_is_told_once_though_all_that_follows_is_off_too():
    more = [replace(CLAUSES[0], label=f"1.{n}", position=100 + n) for n in (3, 4, 5)]

    assert codes(draft=replace(DRAFT, clauses=[*CLAUSES, *more])) == ["clause.number"]


def test_a_draft_without_clauses_cannot_be_announced():
    assert "clauses.none" in codes(draft=replace(DRAFT, clauses=[]))


def test_a_clause_of_no_component_is_found():
    found = codes(draft=with_clause(9, component="sihir"))

    assert found == ["clause.component", "components.missing"]


def test_a_clause_without_words_in_the_binding_language_is_found():
    assert codes(draft=with_clause(5, text={"en": "Words"})) == ["clause.empty"]


def test_a_clause_without_a_translation_is_a_warning():
    findings = check(PLAN, with_clause(5, text={"id": "Kata"}), INDONESIA, NOW)

    assert [finding.sentence for finding in findings] == ["1 clause is not translated."]
    assert errors(findings) == []
    assert len(warnings(findings)) == 1


@pytest.mark.parametrize(
    "typed",
    [
        {"maximum": {"kind": "duration", "value": -1, "unit": "working_day"}},
        {"maximum": {"kind": "money", "currency": "IDR", "free": True}},
        {"maximum": VALUES["waktu"]["maximum"], "colour": {"kind": "choice", "value": "red"}},
        {
            "maximum": VALUES["waktu"]["maximum"],
            "clock_starts": {"kind": "choice", "value": "when_we_feel_like_it"},
        },
    ],
    ids=["out of range", "another kind", "unknown to the profile", "not among the choices"],
)
def test_a_value_that_cannot_be_used_is_found(typed):
    findings = check(PLAN, with_clause(3, typed=typed), INDONESIA, NOW)

    assert findings[0].code == "field.invalid"
    assert findings[0].sentence.startswith("A value in clause 3.1 cannot be used: ")


def test_a_time_limit_without_a_number_of_days_is_found():
    [finding] = check(PLAN, with_clause(3, typed={}), INDONESIA, NOW)

    assert finding.code == "field.missing"
    assert finding.sentence == "The component “Time limit” needs this value: At most."


def test_a_component_about_which_nothing_is_said_is_a_warning_that_names_it():
    silent = replace(DRAFT, clauses=[c for c in CLAUSES if c.component != "produk"])

    [finding] = check(PLAN, silent, INDONESIA, NOW)

    assert finding.sentence == "The draft says nothing about: Service product."
    assert warnings([finding])


def test_the_explanatory_note_stands_in_the_binding_language():
    assert codes(draft=replace(DRAFT, note={"en": "Only in English"})) == ["note.missing"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"opens_at": None}, "opens.missing"),
        ({"opens_at": NOW}, "opens.past"),
        ({"closes_at": None}, "closes.missing"),
        ({"closes_at": OPENS}, "closes.early"),
        ({"respond_by": None}, "answers.missing"),
        ({"respond_by": CLOSES}, "answers.early"),
        ({"closes_at": OPENS + timedelta(days=7, seconds=-1)}, "period.short"),
        ({"contact": ""}, "contact.missing"),
        ({"privacy_notice": {"en": "Only in English"}}, "privacy.missing"),
    ],
)
def test_what_blocks(changes, code):
    found = errors(check(replace(PLAN, **changes), DRAFT, INDONESIA, NOW))

    assert [finding.code for finding in found] == [code]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"closes_at": OPENS + timedelta(days=7)}, "period.brief"),
        ({"closes_at": OPENS + timedelta(days=14, seconds=-1)}, "period.brief"),
        ({"opens_at": NOW + timedelta(days=6)}, "notice.brief"),
        ({"respond_by": CLOSES + timedelta(days=31)}, "answers.late"),
    ],
)
def test_what_warns(changes, code):
    found = check(replace(PLAN, **changes), DRAFT, INDONESIA, NOW)

    assert [finding.code for finding in found] == [code]
    assert warnings(found) == found
    assert code in WARNINGS


def test_without_rules_of_moderation_nothing_is_announced():
    lawless = INDONESIA.model_copy(update={"moderation_rules": ()})

    assert codes(country=lawless) == ["rules.missing"]


def test_a_plan_without_a_title_or_in_a_zone_of_no_place_is_not_kept():
    with pytest.raises(Invalid) as wrong:
        tidied(replace(PLAN, title={"en": "Card"}, time_zone="Mars/Olympus"), INDONESIA)

    assert wrong.value.fields == {
        "title_id": "Give the consultation a title.",
        "zone": "Choose one of the time zones offered.",
    }
