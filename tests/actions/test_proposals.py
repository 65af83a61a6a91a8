"""Other words for a clause: handed in, held, met by others, taken over, true to their version."""

from __future__ import annotations

import asyncio

import pytest

from forum.audit.models import LogEntry
from forum.consultations.queries import find_consultation
from forum.core.errors import Invalid, NotAllowed, NotFound, Refused, TooMany
from forum.core.i18n import speaking
from forum.core.ids import new_ref
from forum.drafts.actions import edit_clause
from forum.drafts.models import Clause
from forum.drafts.queries import find_clause, find_draft
from forum.moderation.actions import Judgement, decide
from forum.moderation.models import Flag
from forum.moderation.queries import queue
from forum.moderation.rules import COVER, Measure
from forum.participation.actions import Handed, post_reply, withdraw_comment
from forum.participation.models import Contribution
from forum.participation.queries import find_contribution, touching_each
from forum.participation.rules import Kind, Showing
from forum.profiles.load import profile
from forum.responses.actions import take_over
from forum.responses.queries import answer_in, trace_of
from forum.responses.rules import Disposition
from tests.clocks import later
from tests.databases import both_databases
from tests.people import OFFICIAL, person
from tests.world import comment, open_consultation, proposal

pytestmark = [pytest.mark.anyio, both_databases]

OLD = "1 hari; paling lama 14 hari kerja"
FIVE = "1 hari; paling lama 5 hari kerja"
SEVEN = "1 hari; paling lama 7 hari kerja"
CALENDAR = "1 hari; paling lama 14 hari kalender"
NIK = "3201234567890123"


@pytest.fixture(autouse=True)
def _in_english():
    with speaking("en"):
        yield


@pytest.fixture
async def ktp(app, omar, agency):
    return await open_consultation(omar, agency)


async def test_sari_proposes_words_and_must_be_answered(sari, ktp):
    made = await proposal(sari, ktp, FIVE)

    kept = await find_contribution(made.ref)
    assert (kept.kind, kept.label, kept.showing) == (Kind.PROPOSAL, "3.1", Showing.SHOWN)
    assert kept.proposal.segments == [
        ("keep", "1 hari; paling lama "),
        ("drop", "14"),
        ("add", "5"),
        ("keep", " hari kerja"),
    ]
    assert [one.ref for one in (await trace_of(ktp)).unanswered] == [made.ref]
    entries = await LogEntry.filter(type="comment.received")
    assert len(entries) == 1
    assert all(FIVE not in entry.entry for entry in entries)


async def test_the_whole_clause_may_be_proposed_to_go(sari, ktp):
    made = await find_contribution((await proposal(sari, ktp, None)).ref)

    assert made.proposal.removes
    assert made.proposal.segments == [("drop", OLD)]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (OLD, "as they stand"),
        (f"  {OLD.replace(' ', '  ')} ", "as they stand"),
        ("", "at least one word"),
        ("  \u200b ", "at least one word"),
        ("a" * 4_001, "1 character too long"),
    ],
)
async def test_what_proposes_nothing_is_refused_with_a_sentence(sari, ktp, words, says):
    with pytest.raises(Invalid) as wrong:
        await proposal(sari, ktp, words)

    assert says in wrong.value.fields["words"]
    assert not await Contribution.exists()


async def test_a_reason_is_asked_for(sari, ktp):
    with pytest.raises(Invalid) as wrong:
        await proposal(sari, ktp, FIVE, " ")

    assert set(wrong.value.fields) == {"text"}


async def test_words_of_a_version_that_was_corrected_are_looked_at_again(sari, ktp):
    with pytest.raises(Invalid) as wrong:
        await proposal(sari, ktp, FIVE, version=7)
    with pytest.raises(Invalid):
        await proposal(sari, ktp, FIVE, language="fr")
    with pytest.raises(NotFound):
        await proposal(sari, ktp, FIVE, label="99.9")

    assert "corrected meanwhile" in wrong.value.fields["words"]
    assert not await Contribution.exists()


async def test_the_same_form_sent_five_times_at_once_makes_one_proposal(sari, ktp):
    once = new_ref()
    made = await asyncio.gather(*(proposal(sari, ktp, FIVE, once=once) for _ in range(5)))

    assert len({one.ref for one in made}) == 1
    with pytest.raises(Refused):
        await proposal(sari, ktp, SEVEN, once=once)
    assert await Contribution.all().count() == 1


async def test_a_number_of_an_identity_card_holds_it_only_where_its_author_wrote_it(
    sari, omar, maya, ktp
):
    held = await proposal(sari, ktp, f"{FIVE}, hubungi {NIK}")

    assert held.showing is Showing.HELD
    [row] = (await queue(maya)).rows
    assert row.in_proposal == (NIK,)


async def test_maya_covers_a_part_of_the_words(sari, maya, omar, ktp):
    made = await proposal(sari, ktp, f"{FIVE}, tanya Joko")
    with pytest.raises(Invalid):
        await decide(maya, made.ref, covering("Susilo"))
    await decide(maya, made.ref, covering("tanya Joko"))

    kept = await find_contribution(made.ref)
    assert kept.showing is Showing.REDACTED
    assert kept.proposal.shown == f"{FIVE}, {COVER}"
    assert kept.proposal.as_written.shown == f"{FIVE}, tanya Joko"
    assert kept.text == kept.shown_text
    with pytest.raises(Refused) as refused:
        await take_over(omar, made.ref)
    assert refused.value.code == "proposal.covered"


def covering(words):
    return Judgement(Measure.REDACT, Showing.SHOWN, "personal_data", "Nama orang.", (words,))


async def test_who_touches_the_same_words_is_known_and_the_hidden_count_no_more(
    sari, budi, maya, ktp
):
    five, seven = await proposal(sari, ktp, FIVE), await proposal(budi, ktp, SEVEN)
    alone = await proposal(budi, ktp, CALENDAR)
    english = await proposal(sari, ktp, "1 day; at most 5 working days", language="en", label="3.1")
    rows = await Contribution.all()

    met = await touching_each(ktp.id, rows)
    assert met == {five.id: [seven.id], seven.id: [five.id], alone.id: [], english.id: []}

    gone = await proposal(budi, ktp, None)
    met = await touching_each(ktp.id, await Contribution.all())
    assert met[gone.id] == [five.id, seven.id, alone.id]

    await decide(maya, seven.ref, Judgement(Measure.HIDE, Showing.SHOWN, "insult", "Kasar."))
    await withdraw_comment(budi, gone.ref)
    assert (await touching_each(ktp.id, [five]))[five.id] == []


async def test_omar_takes_the_words_over_and_the_proposal_is_the_cause(sari, omar, ktp):
    made = await proposal(sari, ktp, FIVE)

    response = await take_over(omar, made.ref)

    answer = await answer_in(response)
    assert answer.disposition is Disposition.ACCEPTED
    assert (answer.contributions, answer.changes) == ((made.ref,), (made.lineage,))
    assert await next_words(ktp) == FIVE
    assert await take_over(omar, made.ref) is None
    assert await next_words(ktp) == FIVE


async def test_two_that_do_not_meet_are_both_taken_and_a_third_is_not(sari, budi, omar, ktp):
    five, calendar = await proposal(sari, ktp, FIVE), await proposal(budi, ktp, CALENDAR)
    seven, gone = await proposal(budi, ktp, SEVEN), await proposal(sari, ktp, None)
    for one in (five, calendar):
        await take_over(omar, one.ref)

    for late in (seven, gone):
        with pytest.raises(Refused) as refused:
            await take_over(omar, late.ref)
        assert refused.value.code == "proposal.moved-on"
    assert await next_words(ktp) == "1 hari; paling lama 5 hari kalender"


async def test_a_clause_that_should_go_goes(sari, omar, ktp):
    made = await proposal(sari, ktp, None)
    await take_over(omar, made.ref)
    await take_over(omar, made.ref)

    version = (await find_consultation(ktp.slug)).next_version
    assert not await Clause.exists(version_id=version.id, lineage=made.lineage)


async def test_nobody_else_takes_words_over(sari, budi, maya, ktp):
    made = await proposal(sari, ktp, FIVE)
    for other in (sari, budi, maya):
        with pytest.raises(NotAllowed):
            await take_over(other, made.ref)

    assert (await find_consultation(ktp.slug)).next_version is None


async def test_a_drafter_who_answers_nothing_leaves_the_answer_to_others(sari, ktp, agency):
    dewi = await person("Dewi Anggraini", agency, OFFICIAL[0])
    made = await proposal(sari, ktp, FIVE)

    assert await take_over(dewi, made.ref) is None
    assert await next_words(ktp) == FIVE


async def test_a_comment_has_no_words_to_take(sari, omar, ktp):
    said = await comment(sari, ktp)
    with pytest.raises(Refused):
        await take_over(omar, said.ref)


async def test_a_proposal_stays_drawn_against_the_version_it_was_made_for(sari, omar, ktp):
    made = await proposal(sari, ktp, FIVE)
    other = await proposal(sari, ktp, SEVEN)
    await take_over(omar, made.ref)
    version = await find_draft((await find_consultation(ktp.slug)).next_version.ref)
    clause = await find_clause(version, "3.1")
    texts = {**clause.text, "id": "Selesai hari itu juga."}
    await edit_clause(omar, version.ref, clause.lineage, clause.revision, texts, {})

    again = await find_contribution(other.ref)
    assert (again.proposal.version, again.proposal.was) == ("1", OLD)


async def next_words(ktp):
    version = (await find_consultation(ktp.slug)).next_version
    return (await find_clause(version, "3.1")).text["id"]


# --- How much one person may send ---

MANY = profile("id").hold_triggers.many


async def already_sent(author, ktp, number):
    first = await comment(author, ktp, "Yang pertama.")
    rows = [
        Contribution(
            consultation_id=ktp.id,
            lineage=first.lineage,
            label=first.label,
            kind=first.kind,
            showing=first.showing,
            author_id=first.author_id,
            text=f"Masukan {n}.",
            shown_text=f"Masukan {n}.",
            html="",
            language="id",
            receipt=f"receipt-{n}",
            once=f"once-{n:06}",
            handed_in_at=first.handed_in_at,
        )
        for n in range(number - 1)
    ]
    await Contribution.bulk_create(rows)


async def test_what_goes_beyond_the_number_waits_for_maya_and_is_kept(sari, budi, ktp):
    await already_sent(sari, ktp, MANY.times - 1)
    last, beyond = [await comment(sari, ktp, f"Satu lagi, {n}.") for n in range(2)]
    his = await comment(budi, ktp, "Saya baru mulai.")

    assert [last.showing, beyond.showing] == [Showing.SHOWN, Showing.HELD]
    assert his.showing is Showing.SHOWN
    assert await Flag.filter(contribution_id=beyond.id, trigger="many", held=True).exists()


async def test_two_sent_in_the_same_moment_are_counted_one_after_the_other(sari, ktp):
    await already_sent(sari, ktp, MANY.times - 1)
    made = await asyncio.gather(*(comment(sari, ktp, f"Serentak {n}.") for n in range(4)))

    assert sorted(one.showing for one in made) == [*[Showing.HELD] * 3, Showing.SHOWN]


async def test_an_hour_later_she_goes_on(sari, ktp):
    await already_sent(sari, ktp, MANY.times)
    with later(hours=MANY.within_hours, minutes=1):
        assert (await comment(sari, ktp, "Esoknya.")).showing is Showing.SHOWN


async def test_what_no_person_writes_is_refused_until_later(sari, ktp):
    await already_sent(sari, ktp, 10 * MANY.times)
    with pytest.raises(TooMany) as refused:
        await comment(sari, ktp, "Satu lagi.")
    assert refused.value.code == "comment.too-many"
    with pytest.raises(TooMany):
        await proposal(sari, ktp, FIVE)


# --- Replies ---


async def test_a_reply_sent_again_after_its_words_were_hidden_brings_the_first(
    sari, budi, maya, ktp
):
    said = await comment(budi, ktp)
    handed = Handed(text="Di pulau tidak ada.", once=new_ref())
    first = await post_reply(sari, said.ref, handed)
    await decide(maya, said.ref, Judgement(Measure.HIDE, Showing.SHOWN, "insult", "Kasar."))

    assert (await post_reply(sari, said.ref, handed)).ref == first.ref
    with pytest.raises(Refused) as refused:
        await post_reply(sari, said.ref, Handed(text="Lagi.", once=new_ref()))
    assert refused.value.code == "reply.not-public"


async def test_a_reply_to_a_reply_stands_in_the_same_thread(sari, budi, maya, ktp):
    said = await comment(budi, ktp)
    first = await post_reply(sari, said.ref, Handed(text="Benar.", once=new_ref()))
    second = await post_reply(budi, first.ref, Handed(text="Terima kasih.", once=new_ref()))
    assert (second.parent_id, second.thread_place) == (said.id, 2)

    await withdraw_comment(sari, first.ref)
    with pytest.raises(Refused) as refused:
        await post_reply(budi, first.ref, Handed(text="Mengapa?", once=new_ref()))
    assert refused.value.code == "reply.not-public"
