"""A session made of values alone: its scene, and logs of it that are legal by construction."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from forum.drafts.diff import redline
from forum.drafts.lineage import Fate
from forum.drafts.wording import FieldRow
from forum.sessions.floor import Event, Floor, Happening, apply
from forum.sessions.queries import Item, Name, Scene
from forum.sessions.rules import Ask, Standing, State, Step
from forum.voting.plans import PollPlan, as_data, consent_options, stance_options
from forum.voting.rules import Kind, Majority

K = Happening
BEGINS = datetime(2026, 11, 20, 11, tzinfo=UTC)
OLD = {
    "id": "Paling lama 14 hari kerja sejak berkas dinyatakan lengkap.",
    "en": "At most 14 working days after the papers are complete.",
}
NEW = {
    "id": "Paling lama 5 hari kerja sejak berkas dinyatakan lengkap.",
    "en": "At most 5 working days after the papers are complete.",
}
QUESTION = {
    "id": "Apakah batas 5 hari kerja dapat diterima?",
    "en": "Is a limit of 5 working days acceptable?",
}
COUNTERS = {"id": "Loket mana yang dibuka lebih dulu?", "en": "Which counter opens first?"}
WORDS = (
    {"words": {"id": "Pagi", "en": "Mornings"}, "stance": ""},
    {"words": {"id": "Petang", "en": "Evenings"}, "stance": ""},
    {"words": {"id": "Sabtu", "en": "Saturdays"}, "stance": ""},
)
STRAW = PollPlan(question=QUESTION, options=stance_options())
VOTE = PollPlan(
    kind=Kind.FORMAL,
    question=QUESTION,
    options=stance_options(),
    majority=Majority.SIMPLE,
    quorum=3,
)
PEOPLE = {
    "ratna2345x": Name("Ibu Ratna", "Desa Contoh Hulu"),
    "radio2345x": Name("Radio Contoh"),
    "sari23456x": Name("Sari Wulandari"),
    "maya23456x": Name("Maya Lestari"),
}
MAYA = "maya23456x"


UNITS = {"id": "hari kerja", "en": "working days"}
NAMES = {"id": "Jangka waktu", "en": "Time"}


def shift(language: str) -> FieldRow:
    """The value that shifts with the words: 14 becomes 5."""
    return FieldRow(
        code="days",
        name=NAMES[language],
        before=["14"],
        after=["5"],
        unit=UNITS[language],
        same=False,
    )


def item(ref: str, position: int, **changes: Any) -> Item:
    """One point of the agenda, about a clause unless it is told otherwise."""
    usual: dict[str, Any] = {
        "title": {"id": "Jangka waktu pelayanan", "en": "Time of service"},
        "label": "3.1",
        "lineage": "k7m2q9x4ab",
        "minutes": 20,
        "steps": tuple(Step),
        "straw": as_data(STRAW),
        "vote": as_data(VOTE),
        "fate": Fate.REWORDED,
        "segments": {lang: tuple(redline(OLD[lang], NEW[lang])) for lang in NEW},
        "shifts": {lang: (shift(lang),) for lang in NEW},
    }
    return Item(ref=ref, position=position, **{**usual, **changes})


AGENDA = (
    item(
        "opening23x",
        1,
        title={"id": "Pembukaan", "en": "Opening"},
        label="",
        lineage="",
        segments={},
        shifts={},
        straw={},
        vote={},
        steps=(Step.READ, Step.OUTCOME),
    ),
    item("time23456x", 2),
    item("letters23x", 3, title={"id": "Pemberitahuan", "en": "Notices"}, label="3.2"),
)


def scene(**changes: Any) -> Scene:
    """The session on the identity card."""
    usual: dict[str, Any] = {
        "session_id": 1,
        "ref": "session23x",
        "code": "KTP482",
        "epoch": "epoch2345x",
        "title": {
            "id": "Sesi pembahasan standar KTP elektronik",
            "en": "A session on the standard of the identity card",
        },
        "starts_at": BEGINS,
        "ends_at": BEGINS + timedelta(hours=2),
        "time_zone": "Asia/Makassar",
        "place": "Aula Kantor Bupati",
        "link": "https://meet.example.id/ktp",
        "access": {"id": "Ada juru bahasa isyarat.", "en": "There is a sign interpreter."},
        "speaking_seconds": 120,
        "rehearsal": False,
        "profile": "id",
        "agency": {"id": "Dinas Kependudukan", "en": "Civil Registration Office"},
        "slug": "ktp-el-2026",
        "consultation_title": {"id": "KTP elektronik", "en": "Identity card"},
        "respond_by": BEGINS + timedelta(days=24),
        "agenda": AGENDA,
        "names": PEOPLE,
    }
    return Scene(**{**usual, **changes})


def poll(ref: str = "poll23456x", **changes: Any) -> dict[str, Any]:
    """What the event of an opening carries: a straw poll on the limit."""
    usual: dict[str, Any] = {
        "poll": ref,
        "item": "time23456x",
        "kind": "straw",
        "method": "single",
        "question": QUESTION,
        "options": [dict(one) for one in stance_options()],
        "secrecy": "pseudonymous",
        "electorate": "present",
        "majority": "plurality",
        "quorum": 0,
        "results": "live",
        "entitled": 212,
        "seconds": 120,
    }
    return {**usual, **changes}


CONSENT = {"method": "consent", "options": [dict(one) for one in consent_options()]}
CHOICES = {"question": COUNTERS, "options": [dict(one) for one in WORDS]}


class Evening:
    """A log that grows; every event happens ten seconds after the one before."""

    def __init__(self) -> None:
        self.floor = Floor()
        self.events: list[Event] = []

    def happens(self, kind: Happening, /, by: str = MAYA, **data: Any) -> Evening:
        """Add one event and return the evening, to go on."""
        s = self.floor.s + 1
        event = Event(s, kind, BEGINS + timedelta(seconds=10 * s), by, data)
        self.floor = apply(self.floor, event)
        self.events.append(event)
        return self


def begun(item: str = "time23456x", step: Step = Step.READ) -> Evening:
    """An evening that has come to one item."""
    evening = Evening()
    for kind in (K.ANNOUNCED, K.DOORS, K.BEGAN):
        evening.happens(kind)
    return evening.happens(K.CHAIR, who=MAYA).happens(K.ITEM, item=item, step=step.value)


COURSE = {
    State.PLANNED: [K.ANNOUNCED, K.DOORS],
    State.ANNOUNCED: [K.DOORS],
    State.CHECK_IN: [K.BEGAN],
    State.LIVE: [K.BREAK, K.ENDED],
    State.BREAK: [K.RESUMED, K.ENDED],
}
KINDS: list[dict[str, Any]] = [
    {},
    CHOICES,
    CONSENT,
    {"results": "at_close"},
    {"kind": "formal", "majority": "simple", "quorum": 3},
    {"secrecy": "secret", "results": "at_close", "seconds": None, "entitled": None},
    {**CHOICES, "method": "approval"},
    {**CHOICES, "method": "score"},
    {**CHOICES, "method": "ranked", "electorate": "everyone"},
]


@st.composite
def evenings(draw: st.DrawFn, longest: int = 30) -> list[Event]:
    """Any legal log, begun or not."""
    evening = Evening()
    if draw(st.booleans()):
        evening = begun(draw(st.sampled_from([one.ref for one in AGENDA])))
    for _ in range(draw(st.integers(0, longest))):
        _one_more(draw, evening)
    return evening.events


def _one_more(draw: st.DrawFn, evening: Evening) -> None:
    floor = evening.floor
    kind = draw(st.sampled_from(sorted(_possible(floor))))
    entries = list(floor.entries.values())
    match kind:
        case K.MINUTES:
            evening.happens(kind, state=State.MINUTES_DRAFT.value)
        case K.CHAIR | K.MUTED | K.UNMUTED:
            who = draw(st.sampled_from(sorted(PEOPLE)))
            evening.happens(kind, who=who, because="Menyerang orang.")
        case K.ITEM | K.STEP:
            ref = draw(st.sampled_from([one.ref for one in AGENDA]))
            place = ref if kind is K.ITEM else floor.item or ref
            evening.happens(kind, item=place, step=draw(st.sampled_from(list(Step))).value)
        case K.UNDONE:
            evening.happens(kind, of=draw(st.sampled_from(floor.trail)).s, reason="Keliru.")
        case K.TIMER:
            evening.happens(kind, seconds=draw(st.sampled_from([0, 60])))
        case K.BALANCE:
            evening.happens(kind, on=draw(st.booleans()))
        case K.POLL_OPENED:
            changes = draw(st.sampled_from(KINDS))
            ref = f"poll{len(floor.results):06}"
            evening.happens(kind, **poll(ref, item=floor.item or AGENDA[0].ref, **changes))
        case K.HANDS if floor.poll:
            hands = [draw(st.integers(0, 40)) for _ in floor.poll.options]
            evening.happens(kind, poll=floor.poll.ref, hands=hands)
        case K.POLL_CLOSED if floor.poll:
            totals = [draw(st.integers(0, 9)) for _ in floor.poll.options]
            carried = draw(st.sampled_from([None, 0]))
            evening.happens(
                kind,
                poll=floor.poll.ref,
                totals=totals,
                cast=sum(totals),
                present=30,
                carried=carried,
                reason="carried" if carried is not None else "no_majority",
            )
        case K.POLL_ANNULLED:
            refs = [one.poll.ref for one in floor.results]
            refs += [floor.poll.ref] if floor.poll else []
            evening.happens(kind, poll=draw(st.sampled_from(refs)), reason="Salah pertanyaan.")
        case K.OUTCOME:
            ref = draw(st.sampled_from([one.ref for one in AGENDA]))
            evening.happens(kind, item=ref, sentence="Lima hari kerja diterima.")
        case K.ASKED:
            ask = draw(st.sampled_from(list(Ask)))
            evening.happens(
                kind,
                by=draw(st.sampled_from(sorted(PEOPLE))),
                entry=f"entry{len(floor.entries):05}",
                ask=ask.value,
                item=floor.item,
                stance=draw(st.sampled_from(["", "for", "against"])),
                html="" if ask is Ask.HAND else f"<p>rahasia{len(floor.entries):05}</p>",
                language="id",
                held=ask is not Ask.HAND and draw(st.booleans()),
            )
        case K.SHOWN | K.HIDDEN | K.WITHDRAWN | K.ANSWERED | K.FLOOR | K.FLOOR_OVER:
            entry = draw(st.sampled_from([one for one in entries if _fits(kind, one.standing)]))
            evening.happens(kind, entry=entry.ref, because="Aturan 3", seconds=120)
        case K.NOTE:
            evening.happens(kind, item=floor.item, text="Dibacakan.")
        case _:
            evening.happens(kind)


FITTING = {
    K.SHOWN: {Standing.HELD, Standing.HIDDEN},
    K.HIDDEN: {Standing.HELD, Standing.WAITING, Standing.SPEAKING, Standing.DONE},
    K.WITHDRAWN: {Standing.HELD, Standing.WAITING},
    K.ANSWERED: {Standing.WAITING, Standing.SPEAKING, Standing.DONE},
    K.FLOOR: {Standing.WAITING},
    K.FLOOR_OVER: {Standing.SPEAKING},
}


def _fits(kind: Happening, standing: Standing) -> bool:
    return standing in FITTING[kind]


def _possible(floor: Floor) -> set[Happening]:
    found: set[Happening] = set(COURSE.get(floor.state, [K.MINUTES]))
    standings = {one.standing for one in floor.entries.values()}
    queue = {kind for kind, fitting in FITTING.items() if fitting & standings}
    if floor.speaking is None:
        queue.discard(K.FLOOR_OVER)
    if floor.state in (State.CHECK_IN, State.LIVE, State.BREAK):
        found |= {K.CHAIR, K.TIMER, K.BALANCE, K.ASKED, K.NOTE, K.MUTED, K.UNMUTED}
        found |= queue - {K.FLOOR}
    if floor.state is State.LIVE:
        found |= {K.OUTCOME} | (queue & {K.FLOOR})
        found |= {K.UNDONE} if floor.trail else set()
        found |= {K.HANDS, K.POLL_CLOSED} if floor.poll else {K.ITEM, K.STEP, K.POLL_OPENED}
    if floor.poll or any(not one.annulled for one in floor.results):
        found.add(K.POLL_ANNULLED)
    return found
