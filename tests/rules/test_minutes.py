"""What the minutes say of an evening: compiled from its log, in which Sari and Budi spoke."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from forum.sessions.floor import Event, Happening
from forum.sessions.minutes import (
    Attendee,
    Meeting,
    Paragraph,
    ParagraphKind,
    Point,
    as_data,
    compile_minutes,
    from_data,
    outcomes_in,
    rewritten,
)

K = Happening
EVENING = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
TIME, FEE = "itemtime22", "itemfee222"
POLL = {
    "item": TIME,
    "kind": "formal",
    "method": "single",
    "question": {"id": "Setuju lima hari?", "en": "Agree to five days?"},
    "options": [{"words": {"id": "Setuju", "en": "Agree"}, "stance": "agree"}],
    "secrecy": "open",
    "electorate": "present",
    "majority": "simple",
    "quorum": 2,
    "results": "live",
    "entitled": 3,
}
MEETING = Meeting(
    starts_at=EVENING,
    place="Aula Kantor Dinas",
    agenda=(
        Point(TIME, {"id": "Jangka waktu"}, "3.1", "lineage311", {"id": "14 hari kerja"}),
        Point(FEE, {"id": "Biaya"}, "4.1", "lineage411", {"id": "Gratis"}),
    ),
    attendance={
        "sari": Attendee("Sari Wulandari", "users", "", agreed=True, in_hall=True),
        "budi": Attendee("Budi Hartono", "media", "Radio Contoh"),
        "dewi": Attendee("Dewi Anggraini", "users", "Warga", agreed=True),
    },
    officials={"maya": "Maya Lestari", "nina": "Nina Putri"},
    supports={"why": 4, "when": 9},
    written={"when": "contribref"},
)


class Log:
    """A log written down minute by minute."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def add(self, k: Happening, by: str = "maya", **data: Any) -> Log:
        s = len(self.events) + 1
        self.events.append(Event(s, k, EVENING + timedelta(minutes=s), by, data))
        return self

    def asks(self, who: str, entry: str, ask: str = "question", **more: Any) -> Log:
        told = {"entry": entry, "ask": ask, "item": TIME, "html": f"<p>{entry}</p>"}
        return self.add(K.ASKED, who, **{**told, **more})

    def paragraphs(self, meeting: Meeting = MEETING) -> dict[str, Paragraph]:
        return {one.key: one for one in compile_minutes(meeting, self.events)}


def begun() -> Log:
    log = Log().add(K.ANNOUNCED).add(K.DOORS).add(K.CHAIR, who="maya").add(K.BEGAN)
    return log.add(K.ITEM, item=TIME, step="read")


def evening() -> Log:
    log = begun().asks("budi", "why").asks("sari", "when").asks("budi", "hand", ask="hand")
    log.add(K.NOTE, "nina", item=TIME, text="Kepala dinas menjelaskan antrean cetak.")
    log.add(K.FLOOR, entry="hand", seconds=120).add(K.FLOOR_OVER, entry="hand")
    log.add(K.ANSWERED, entry="why")
    log.add(K.POLL_OPENED, poll="pollref222", **POLL)
    log.add(K.HANDS, poll="pollref222", hands=[2])
    log.add(K.POLL_CLOSED, poll="pollref222", totals=[3], cast=3, present=3, carried=0, reason="")
    log.add(K.OUTCOME, item=TIME, sentence="Lima hari kerja.", problem="Lama.", term="2 hari")
    log.add(K.BREAK).add(K.RESUMED)
    return log.add(K.ITEM, item=FEE, step="read").add(K.ENDED)


def test_the_paragraphs_follow_the_evening():
    kinds = [(one.kind.value, one.item) for one in compile_minutes(MEETING, evening().events)]

    assert kinds == [
        ("opening", ""),
        ("attendance", ""),
        ("item", TIME),
        ("notes", TIME),
        ("speakers", TIME),
        ("questions", TIME),
        ("poll", TIME),
        ("outcome", TIME),
        ("break", TIME),
        ("item", FEE),
        ("closing", ""),
    ]


def test_the_opening_names_who_chaired_and_who_took_notes():
    log = evening()
    opening = log.paragraphs()["opening"].values

    assert opening["chairs"] == ["Maya Lestari"]
    assert opening["noted_by"] == ["Nina Putri"]
    assert opening["began"] == log.events[3].at.isoformat()
    assert opening["place"] == "Aula Kantor Dinas"


def test_two_chairs_who_took_turns_are_both_named_once():
    log = begun().add(K.CHAIR, who="nina").add(K.CHAIR, who="maya").add(K.ENDED)

    assert log.paragraphs()["opening"].values["chairs"] == ["Maya Lestari", "Nina Putri"]


def test_everybody_is_counted_and_only_those_who_agreed_are_named():
    attendance = evening().paragraphs()["attendance"].values

    assert (attendance["present"], attendance["in_hall"], attendance["online"]) == (3, 1, 2)
    assert attendance["elements"] == {"users": 2, "media": 1}
    assert [one["name"] for one in attendance["names"]] == ["Dewi Anggraini", "Sari Wulandari"]


def test_whoever_did_not_agree_is_named_nowhere_in_the_minutes():
    stored = json.dumps([as_data(one) for one in compile_minutes(MEETING, evening().events)])

    assert "Budi" not in stored
    assert "Radio Contoh" not in stored
    assert "Sari Wulandari" in stored


def test_a_speaker_without_a_name_still_counts_for_the_element():
    [turn] = evening().paragraphs()[f"speakers:{TIME}"].values["turns"]

    assert (turn["name"], turn["element"]) == ("", "media")


def test_what_was_answered_in_the_room_stands_before_what_most_people_wanted():
    asked = evening().paragraphs()[f"questions:{TIME}"].values

    assert [(one["entry"], one["answered"]) for one in asked["listed"]] == [
        ("why", True),
        ("when", False),
    ]
    assert [one["contribution"] for one in asked["listed"]] == ["", "contribref"]
    assert [one["supports"] for one in asked["listed"]] == [4, 9]
    assert (asked["number"], asked["answered"]) == (2, 1)


def test_a_question_that_a_moderator_hid_is_counted_without_its_words():
    log = begun().asks("budi", "rude").add(K.HIDDEN, entry="rude", because="insult").add(K.ENDED)
    paragraphs = log.paragraphs()

    assert paragraphs[f"questions:{TIME}"].values["listed"] == []
    assert paragraphs[f"questions:{TIME}"].values["not_shown"] == 1
    assert paragraphs["closing"].values["hidden"] == 1


def test_a_question_taken_back_leaves_no_trace():
    log = begun().asks("budi", "oops").add(K.WITHDRAWN, "budi", entry="oops").add(K.ENDED)

    assert f"questions:{TIME}" not in log.paragraphs()


def test_of_a_thousand_questions_the_most_wanted_are_written_out_and_all_are_counted():
    log = begun()
    for number in range(1_000):
        log.asks("sari", f"q{number:04}")
    supports = {f"q{number:04}": number for number in range(1_000)}
    written = {ref: f"masukan{ref}" for ref in supports}
    meeting = Meeting(EVENING, agenda=MEETING.agenda, supports=supports, written=written)
    asked = log.add(K.ENDED).paragraphs(meeting)[f"questions:{TIME}"].values

    assert asked["number"] == 1_000
    assert [one["supports"] for one in asked["listed"]] == list(range(999, 959, -1))


def test_questions_that_stand_nowhere_else_are_all_written_out():
    log = begun()
    for number in range(100):
        log.asks("sari", f"q{number:04}")
    written = {"q0099": "masukan"}
    asked = log.add(K.ENDED).paragraphs(Meeting(EVENING, agenda=MEETING.agenda, written=written))

    listed = [one["entry"] for one in asked[f"questions:{TIME}"].values["listed"]]
    assert listed == [f"q{number:04}" for number in range(99)]


def test_a_vote_keeps_its_rule_its_count_and_the_hands_apart():
    values = evening().paragraphs()["poll:pollref222"].values

    assert (values["totals"], values["hands"], values["cast"]) == ([3], [2], 3)
    assert (values["entitled"], values["quorum"], values["majority"]) == (3, 2, "simple")
    assert (values["carried"], values["annulled"]) == (0, "")


def test_an_annulled_vote_stays_in_the_minutes_with_its_reason():
    log = evening()
    log.events.pop()
    log.add(K.POLL_ANNULLED, poll="pollref222", reason="Salah baca.").add(K.ENDED)

    assert log.paragraphs()["poll:pollref222"].values["annulled"] == "Salah baca."


def test_the_last_outcome_counts_and_what_the_chair_said_stays_beside_it():
    log = evening()
    log.events.pop()
    log.add(K.OUTCOME, item=TIME, sentence="Tujuh hari kerja.").add(K.ENDED)
    paragraph = outcomes_in(compile_minutes(MEETING, log.events))[TIME]
    mended = rewritten(paragraph, {"sentence": "Tujuh hari kerja sejak berkas lengkap."})

    assert mended.words["sentence"] == "Tujuh hari kerja sejak berkas lengkap."
    assert mended.values["said"]["sentence"] == "Tujuh hari kerja."


def test_an_item_that_was_opened_by_mistake_and_undone_was_not_taken_up():
    log = begun().add(K.ITEM, item=FEE, step="read")
    log.add(K.UNDONE, of=len(log.events), reason="Terlalu cepat.").add(K.ENDED)
    paragraphs = log.paragraphs()

    assert paragraphs[f"item:{TIME}"].values["taken_up"]
    assert paragraphs[f"item:{FEE}"].values["taken_up"] == ""


def test_a_break_in_which_the_evening_ended_lasts_until_then():
    log = begun().add(K.BREAK).add(K.ENDED)

    assert log.paragraphs()["break:6"].values["until"] == log.events[-1].at.isoformat()


def test_remarks_before_the_first_item_come_first():
    log = Log().add(K.DOORS).add(K.NOTE, "nina", text="Doa bersama.").add(K.BEGAN).add(K.ENDED)
    keys = list(log.paragraphs())

    assert keys == ["opening", "attendance", "notes:", f"item:{TIME}", f"item:{FEE}", "closing"]


def test_rewriting_touches_the_words_of_the_paragraph_and_nothing_else():
    paragraph = evening().paragraphs()[f"notes:{TIME}"]
    mended = rewritten(paragraph, {"text": "Lebih singkat.", "present": "9"})

    assert mended.words == {"text": "Lebih singkat."}
    assert (mended.values, mended.key) == (paragraph.values, paragraph.key)
    assert mended.revision == paragraph.revision + 1


def test_what_is_stored_is_read_back_the_same():
    paragraphs = compile_minutes(MEETING, evening().events)
    stored = json.loads(json.dumps([as_data(one) for one in paragraphs]))

    assert from_data(stored) == paragraphs


STEPS = st.lists(
    st.sampled_from(["ask", "hide", "answer", "note", "break", "poll", "outcome", "item"]),
    max_size=30,
)


@given(STEPS)
def test_whatever_the_evening_brings_every_paragraph_has_one_short_key(steps):
    log = begun()
    for number, step in enumerate(steps):
        ref = f"ref{number:07}"
        match step:
            case "ask":
                log.asks("sari", ref)
            case "hide":
                log.asks("budi", ref).add(K.HIDDEN, entry=ref, because="insult")
            case "answer":
                log.asks("budi", ref).add(K.ANSWERED, entry=ref)
            case "note":
                log.add(K.NOTE, "nina", item=TIME, text="…")
            case "break":
                log.add(K.BREAK).add(K.RESUMED)
            case "poll":
                log.add(K.POLL_OPENED, poll=ref, **POLL)
                log.add(K.POLL_CLOSED, poll=ref, totals=[1], cast=1, present=1)
            case "outcome":
                log.add(K.OUTCOME, item=FEE, sentence="Ya.")
            case "item":
                log.add(K.ITEM, item=FEE, step="read")
    paragraphs = compile_minutes(MEETING, log.add(K.ENDED).events)
    keys = [one.key for one in paragraphs]
    asked = [one.values for one in paragraphs if one.kind is ParagraphKind.QUESTIONS]

    assert len(set(keys)) == len(keys)
    assert max(map(len, keys)) <= 20
    assert sum(values["number"] for values in asked) == steps.count("ask") + steps.count("answer")
