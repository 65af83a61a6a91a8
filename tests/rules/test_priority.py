"""Reports say what a moderator reads next, and nothing more."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from forum.moderation.rules.priority import Told, concern
from forum.profiles.load import CODES, profile

NINE = datetime(2026, 11, 24, 1, tzinfo=UTC)
URGENT = {"threat", "personal_data"}

told = st.builds(
    Told,
    rule=st.sampled_from(["threat", "insult", "spam", "personal_data"]),
    at=st.integers(0, 5_000).map(lambda minutes: NINE + timedelta(minutes=minutes)),
    counted=st.booleans(),
)
some = st.lists(told, min_size=1, max_size=30)


def one(rule: str = "insult", minutes: int = 0, *, counted: bool = True) -> Told:
    return Told(rule, NINE + timedelta(minutes=minutes), counted)


def test_one_threat_comes_before_a_hundred_insults():
    threat = concern([one("threat", 600)], URGENT)
    insults = concern([one() for _ in range(100)], URGENT)

    assert sorted([insults, threat], key=lambda found: found.place) == [threat, insults]


def test_more_people_come_first_and_of_as_many_the_older():
    three = concern([one(minutes=50)] * 3, URGENT)
    two, older = concern([one(minutes=20)] * 2, URGENT), concern([one(minutes=10)] * 2, URGENT)

    assert sorted([two, older, three], key=lambda found: found.place) == [three, older, two]


def test_somebody_who_reports_very_much_moves_nothing_up():
    quiet = concern([one(minutes=10)], URGENT)
    pushed = concern([one("threat", 5, counted=False)] * 9, URGENT)

    assert pushed.people == 0
    assert pushed.urgent == ()
    assert pushed.uncounted == 9
    assert sorted([pushed, quiet], key=lambda found: found.place) == [quiet, pushed]


def test_a_person_looks_within_a_day_of_the_first_report():
    assert concern([one(minutes=90), one(minutes=30)], URGENT).decide_by == NINE + timedelta(
        hours=24, minutes=30
    )


@given(some, st.randoms())
def test_the_order_of_reports_changes_nothing(reports, random):
    assert concern(reports, URGENT) == concern(random.sample(reports, len(reports)), URGENT)


@given(some, told)
def test_one_more_report_never_moves_a_case_down(reports, more):
    before, after = concern(reports, URGENT), concern([*reports, more], URGENT)

    assert after.place <= before.place
    assert after.decide_by <= before.decide_by


def test_every_profile_says_which_reports_are_urgent():
    for code in CODES:
        assert profile(code).urgent_rules == URGENT
