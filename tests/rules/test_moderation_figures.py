"""The figures of moderation come from entries alone."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from forum.moderation.rules.figures import Line, cases_of, figures_of

NINE = datetime(2026, 11, 24, 1, tzinfo=UTC)


class Log:
    """Entries as they would stand in the record; each act returns what others refer to."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def write(self, type_: str, subject: str, minutes: float = 0, **more: Any) -> str:
        at = (NINE + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")
        leaf = hashlib.sha256(f"{len(self.lines)}".encode()).digest()
        self.lines.append((leaf, {"type": type_, "id": subject, "ctx": "c1", "at": at, **more}))
        return base64.b64encode(leaf).decode()

    def report(self, comment: str, minutes: float = 0) -> str:
        return self.write(
            "report.received",
            f"r{len(self.lines)}",
            minutes,
            d={"comment": comment, "rule": "spam"},
        )

    def decide(self, subject: str, minutes: float, action: str = "hide", **more: Any) -> str:
        d = {
            "action": action,
            "rule": "" if action == "keep" else "insult",
            "ground": "law",
            "source": "own",
            "auto_detect": False,
            "auto_decide": False,
            "urgent": False,
            "second": False,
            "duration_days": 0,
            "appeal_until": "2027-05-26T01:00:00Z",
            **more,
        }
        c = {} if action == "keep" else {"statement": "…"}
        ref = self.write("moderation.decided", subject, minutes, d=d, c=c)
        if action in ("hide", "redact"):
            type_ = "comment.hidden" if action == "hide" else "comment.redacted"
            self.write(type_, subject, minutes, ref=ref)
        return ref


def test_waiting_is_counted_from_the_first_report_or_from_being_held():
    log = Log()
    log.report("m1", 0)
    log.report("m1", 50)
    log.write("comment.held", "m2", 10)
    log.decide("m1", 60)
    log.decide("m2", 40, "keep")
    log.decide("m3", 45, "keep")

    waited = [case.waited for case in cases_of(log.lines)]
    assert waited == [timedelta(minutes=60), timedelta(minutes=30), None]
    assert figures_of(log.lines).first_decision.of == 2


def test_a_report_after_a_decision_waits_anew():
    log = Log()
    log.report("m1", 0)
    log.decide("m1", 10, "keep")
    assert figures_of(log.lines).waiting == 0
    log.report("m1", 100)
    assert figures_of(log.lines).waiting == 1
    log.decide("m1", 130)

    assert [case.waited for case in cases_of(log.lines)] == [
        timedelta(minutes=10),
        timedelta(minutes=30),
    ]


def test_what_its_author_withdraws_waits_no_longer():
    log = Log()
    log.write("comment.held", "m1")
    log.write("comment.withdrawn", "m1", 5)

    assert figures_of(log.lines).waiting == 0


def test_halves_and_ninety_five_are_taken_by_rank():
    log = Log()
    for number in range(1, 21):
        log.report(f"m{number}")
        log.decide(f"m{number}", number, "keep")
    took = figures_of(log.lines).first_decision

    assert (took.median, took.p95) == (timedelta(minutes=10), timedelta(minutes=19))


def test_an_appeal_is_counted_with_what_came_of_it():
    log = Log()
    first, second, third = log.decide("m1", 1), log.decide("m2", 2), log.decide("m3", 3)
    for ref in (first, second, third):
        log.write("appeal.filed", "m1", 10, ref=ref)
    log.write("appeal.decided", "m1", 70, ref=first, d={"outcome": "overturned"})
    log.write("appeal.decided", "m1", 130, ref=second, d={"outcome": "upheld"})
    figures = figures_of(log.lines)

    assert [case.appeal for case in cases_of(log.lines)] == ["overturned", "upheld", "filed"]
    assert (figures.appeals, figures.appeals_decided, figures.overturned) == (3, 2, 1)
    assert figures.appeal_decision.median == timedelta(hours=1)
    assert figures.appeal_decision.in_time == 2


def test_what_was_hidden_without_a_decision_shows():
    log = Log()
    log.decide("m1", 1)
    assert figures_of(log.lines).hidden_without_decision == 0
    log.write("comment.hidden", "m2", 2, ref="bm90aGluZw==")

    assert figures_of(log.lines).hidden_without_decision == 1


def test_agreement_and_statements_say_of_how_many():
    log = Log()
    log.write("moderation.reviewed", "m1", 1, d={"agrees": True, "action": "hide"})
    log.write("moderation.reviewed", "m1", 1, d={"agrees": False, "action": "keep"})
    log.decide("m1", 1)
    log.decide("m2", 1, "keep")
    figures = figures_of(log.lines)

    assert (figures.agreed, figures.reviewed) == (1, 2)
    assert (figures.with_statement, figures.limiting) == (1, 1)


def test_nothing_decided_is_no_error():
    figures = figures_of([])

    assert figures.decisions == 0
    assert figures.first_decision.median is None


def test_what_is_undone_waits_again():
    log = Log()
    log.report("m1")
    ref = log.decide("m1", 5, urgent=True)
    log.write("moderation.lapsed", "m1", 1445, ref=ref)
    figures = figures_of(log.lines)

    assert (figures.lapsed, figures.waiting) == (1, 1)
    log.decide("m1", 1500)
    assert figures_of(log.lines).waiting == 0
