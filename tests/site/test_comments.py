"""Writing a comment from the page, and finding what became of it."""

import asyncio
import re

import pytest

from forum.access.policy import Actor
from forum.accounts.models import Person, SignIn
from forum.consultations.actions import advance_due, pause
from forum.core import clock
from forum.moderation.actions import Judgement, decide
from forum.moderation.models import Flag
from forum.moderation.rules import Measure
from forum.notices.models import Notice
from forum.participation.actions import (
    edit_comment,
    support_comment,
    withdraw_comment,
)
from forum.participation.models import Contribution
from forum.participation.rules import Showing, mark_of
from forum.privacy.actions import erase_contribution
from tests.clocks import later
from tests.databases import both_databases
from tests.erasing import just_signed_in
from tests.pages import Seen, form_in, words_of
from tests.world import KTP, comment, open_consultation

pytestmark = both_databases

NIK = "NIK saya 3201234567890123, mohon dibantu."


@pytest.fixture
async def ktp(omar, agency):
    return await open_consultation(omar, agency)


@pytest.fixture
def clause(ktp):
    return f"/consultations/{ktp.slug}/clauses/3.1"


async def write(browser, clause, text, **more):
    """Open the page of a clause, write, and send."""
    form = form_in((await browser.get(clause)).text, f"{clause}/comments")
    return await browser.post(f"{clause}/comments", data={**form, "text": text, **more})


async def test_sari_comments_and_is_told_when_the_office_answers(signed_in, sari, ktp, clause):
    async with signed_in(sari) as her:
        sent = await write(her, clause, "Lima hari **cukup**.")
        page = await her.get(sent.headers["location"])
    made = await Contribution.get()

    assert sent.status_code == 303
    assert sent.headers["location"] == f"/comments/{made.ref}"
    assert page.status_code == 200
    words = words_of(page.text)
    assert "Your comment is public." in words
    assert "The agency answers by" in words
    assert made.receipt in words
    assert "<strong>cukup</strong>" in page.text


async def test_everybody_reads_it_on_the_clause(signed_in, visit, sari, clause):
    async with signed_in(sari) as her:
        await write(her, clause, "Mengapa lima hari?", kind="question")

    words = words_of((await visit.get(clause)).text)
    assert "Sari Wulandari" in words
    assert "Mengapa lima hari?" in words
    assert "Question" in words


async def test_budi_comments_on_the_draft_as_a_whole(signed_in, budi, ktp):
    address = f"/consultations/{ktp.slug}"
    async with signed_in(budi) as his:
        form = form_in((await his.get(address)).text, f"{address}/comments")
        sent = await his.post(f"{address}/comments", data={**form, "text": "Rancangan yang baik."})
        words = words_of((await his.get(address)).text)

    assert sent.status_code == 303
    assert "Rancangan yang baik." in words


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write at least one word."),
        ("   \n ", "Write at least one word."),
        ("…?!", "Write at least one word."),
        ("\x00\x00", "Write at least one word."),
        ("\u202e\u2066", "Write at least one word."),
        ("\u0301" * 10_000, "Write at least one word."),
        ("a" * 10_312, "This is 312 characters too long. Split it into two comments."),
    ],
)
async def test_what_cannot_be_taken_comes_back_with_a_sentence(
    signed_in, sari, clause, text, sentence
):
    async with signed_in(sari) as her:
        sent = await write(her, clause, text)

    assert sent.status_code == 422
    assert sentence in words_of(sent.text)
    assert not await Contribution.exists()


async def test_what_was_typed_is_never_lost(signed_in, sari, clause):
    long = "Panjang sekali. " * 700
    async with signed_in(sari) as her:
        sent = await write(her, clause, long, kind="question")

    form = form_in(sent.text, f"{clause}/comments")
    assert sent.status_code == 422
    assert form["text"].strip() == long.strip()
    assert form["kind"] == "question"


async def test_odd_signs_are_tidied_and_shown(signed_in, sari, clause):
    async with signed_in(sari) as her:
        await write(her, clause, "Ti\x00ga \u202ehari\u202c e" + "\u0301" * 500)

    made = await Contribution.get()
    assert made.text.startswith("Tiga hari")
    assert len(made.text) < 30


async def test_a_kind_that_is_not_offered_is_a_sentence(signed_in, sari, clause):
    async with signed_in(sari) as her:
        sent = await write(her, clause, "Halo.", kind="proposal")

    assert sent.status_code == 422
    assert "Choose one of the options offered." in words_of(sent.text)
    assert form_in(sent.text, f"{clause}/comments")["text"] == "Halo."


async def test_a_form_with_names_sent_twice_or_with_strange_times_is_no_fault(
    signed_in, sari, clause
):
    async with signed_in(sari) as her:
        twice = await her.post(f"{clause}/comments", data={"text": ["satu", "dua"], "once": "x"})
        strange = await write(her, clause, "Halo.", opened="kemarin sore")

    assert twice.status_code == 422
    assert strange.status_code == 303


async def test_a_form_without_its_key_comes_back_with_a_new_one(signed_in, sari, clause):
    async with signed_in(sari) as her:
        sent = await write(her, clause, "Halo semua.", once="")
        form = form_in(sent.text, f"{clause}/comments")
        again = await her.post(f"{clause}/comments", data=form)

    assert sent.status_code == 409
    assert form["text"] == "Halo semua."
    assert again.status_code == 303


async def test_sending_twice_makes_one_comment(signed_in, sari, clause):
    async with signed_in(sari) as her:
        form = form_in((await her.get(clause)).text, f"{clause}/comments") | {"text": "Setuju."}
        first, *others = await asyncio.gather(
            *(her.post(f"{clause}/comments", data=form) for _ in range(5))
        )

    assert {one.headers["location"] for one in others} == {first.headers["location"]}
    assert await Contribution.all().count() == 1


async def test_going_back_and_writing_something_else_loses_nothing(signed_in, sari, clause):
    async with signed_in(sari) as her:
        form = form_in((await her.get(clause)).text, f"{clause}/comments")
        await her.post(f"{clause}/comments", data={**form, "text": "Pertama."})
        other = await her.post(f"{clause}/comments", data={**form, "text": "Kedua."})
        kept = form_in(other.text, f"{clause}/comments")
        sent = await her.post(f"{clause}/comments", data=kept)

    assert other.status_code == 409
    assert kept["text"] == "Kedua."
    assert sent.status_code == 303
    assert await Contribution.all().count() == 2


async def test_signed_out_the_text_stays_and_the_way_in_leads_back(visit, clause):
    sent = await write(visit, clause, "Lima hari cukup.")

    links = [has.get("href", "") for tag, has in Seen(sent.text).tags if tag == "a"]
    [way_in] = [one for one in links if one.startswith("/sign-in?") and one.endswith("write")]
    forms = Seen((await visit.get(way_in)).text).forms.values()
    assert sent.status_code == 403
    assert form_in(sent.text, f"{clause}/comments")["text"] == "Lima hari cukup."
    assert f"{clause}#write" in [form.get("onward") for form in forms]


async def test_an_ended_sign_in_keeps_the_text_and_the_same_form_can_be_sent_later(
    signed_in, sari, clause
):
    async with signed_in(sari) as her:
        form = form_in((await her.get(clause)).text, f"{clause}/comments") | {"text": "Halo."}
        await SignIn.all().update(ended_at=clock.now())
        sent = await her.post(f"{clause}/comments", data=form)
        kept = form_in(sent.text, f"{clause}/comments")
    async with signed_in(sari) as her:
        again = await her.post(f"{clause}/comments", data=kept)

    assert sent.status_code == 403
    assert kept["text"] == "Halo."
    assert again.status_code == 303


async def test_a_page_opened_before_closing_may_be_sent_for_half_an_hour(signed_in, sari, clause):
    with later(days=11, hours=23):
        async with signed_in(sari) as her:
            form = form_in((await her.get(clause)).text, f"{clause}/comments")
    with later(days=12, minutes=10):
        await advance_due()
        async with signed_in(sari) as her:
            sent = await her.post(f"{clause}/comments", data={**form, "text": "Tepat waktu."})
    with later(days=12, minutes=50):
        await advance_due()
        async with signed_in(sari) as her:
            late = await her.post(
                f"{clause}/comments", data={**form, "once": "another-key", "text": "Terlambat."}
            )

    assert sent.status_code == 303
    assert late.status_code == 409
    words = words_of(late.text)
    assert "Comments closed" in words
    assert "The agency answers by" in words
    assert "Terlambat." in late.text


async def test_while_it_is_paused_the_text_is_kept(signed_in, sari, omar, ktp, clause):
    async with signed_in(sari) as her:
        form = form_in((await her.get(clause)).text, f"{clause}/comments")
        await pause(omar, ktp.slug, "Listrik padam di kantor.")
        sent = await her.post(f"{clause}/comments", data={**form, "text": "Teks saya."})

    assert sent.status_code == 409
    assert "This consultation is paused." in words_of(sent.text)
    assert "Listrik padam di kantor." in words_of(sent.text)
    assert "Teks saya." in sent.text


async def test_a_clause_that_is_not_there_keeps_the_text_too(signed_in, sari, ktp, clause):
    address = f"/consultations/{ktp.slug}"
    async with signed_in(sari) as her:
        form = form_in((await her.get(clause)).text, f"{clause}/comments")
        sent = await her.post(
            f"{address}/clauses/99.9/comments", data={**form, "text": "Teks saya."}
        )

    assert sent.status_code == 404
    assert form_in(sent.text, f"{address}/comments")["text"] == "Teks saya."


async def test_a_person_without_a_name_is_asked_for_it_beside_the_text(signed_in, clause):
    nameless = await Person.create(name="", email="baru@example.id", joined_at=clock.now())
    actor = Actor(person_id=nameless.id, record_id=nameless.record_id)
    async with signed_in(actor) as browser:
        sent = await write(browser, clause, "Halo.")
        form = form_in(sent.text, f"{clause}/comments")
        named = await browser.post(f"{clause}/comments", data={**form, "name": "Wayan Sudarma"})
        page = words_of((await browser.get(named.headers["location"])).text)

    assert sent.status_code == 422
    assert "Write your name" in words_of(sent.text)
    assert form["text"] == "Halo."
    assert "Wayan Sudarma" in page


async def test_a_held_comment_is_read_by_its_author_and_by_nobody_else(
    signed_in, visit, sari, budi, clause
):
    async with signed_in(sari) as her:
        sent = await write(her, clause, NIK)
        address = sent.headers["location"]
        hers = words_of((await her.get(address)).text)
    async with signed_in(budi) as his:
        theirs = (await his.get(address)).text
    made = await Contribution.get()

    assert "3201234567890123" in hers
    assert "It contains 16 digits in a row" in hers
    for page in (
        theirs,
        (await visit.get(address)).text,
        (await visit.get(clause)).text,
        (await visit.get(f"/consultations/{KTP}-2026/contributions")).text,
        (await visit.get(f"/r/{made.receipt}")).text,
    ):
        assert "3201234567890123" not in page
    assert "A comment waits here for a moderator." in words_of(theirs)


async def test_whoever_repeats_herself_is_told_why_it_waits(signed_in, sari, clause):
    async with signed_in(sari) as her:
        for _time in range(3):
            sent = await write(her, clause, "Tolong dipercepat.")
        page = words_of((await her.get(sent.headers["location"])).text)

    assert "Not public yet" in page
    assert "You have sent the same text several times within the last day." in page


@pytest.mark.parametrize("showing", list(Showing))
async def test_what_the_author_sees_as_published_everyone_sees(
    signed_in, visit, sari, maya, ktp, showing
):
    made = await comment(sari, ktp, NIK if showing is Showing.HELD else "Telepon saya 08123.")
    if showing is Showing.REDACTED:
        await decide(
            maya,
            made.ref,
            Judgement(Measure.REDACT, Showing.SHOWN, "personal_data", "Nomor telepon.", ("08123",)),
        )
    if showing is Showing.HIDDEN:
        await decide(
            maya, made.ref, Judgement(Measure.HIDE, Showing.SHOWN, "insult", "Menghina orang.")
        )
    if showing is Showing.WITHDRAWN:
        await withdraw_comment(sari, made.ref)
    if showing is Showing.ERASED:
        await erase_contribution(await just_signed_in(sari), made.ref)
    async with signed_in(sari) as her:
        hers = (await her.get(f"/comments/{made.ref}")).text
    theirs = (await visit.get(f"/comments/{made.ref}")).text

    assert (await Contribution.get()).showing is showing
    assert _published(hers) == _published(theirs)
    assert ("What you wrote" in words_of(hers)) == (showing not in (Showing.SHOWN, Showing.ERASED))
    assert "What you wrote" not in words_of(theirs)
    assert ("08123" in theirs) == (showing is Showing.SHOWN)


async def test_a_hidden_comment_tells_the_rule_and_to_its_author_the_reason(
    signed_in, visit, sari, maya, ktp
):
    made = await comment(sari, ktp, "Petugasnya bodoh.")
    await decide(
        maya, made.ref, Judgement(Measure.HIDE, Showing.SHOWN, "insult", "Ini menghina petugas.")
    )
    async with signed_in(sari) as her:
        hers = words_of((await her.get(f"/comments/{made.ref}")).text)
    theirs = words_of((await visit.get(f"/comments/{made.ref}")).text)

    assert "Rule 2" in theirs
    assert "bodoh" not in theirs
    assert "Ini menghina petugas." not in theirs
    assert "Ini menghina petugas." in hers
    assert "bodoh" in hers


async def test_sari_changes_her_words_from_the_page(signed_in, visit, sari, ktp):
    made = await comment(sari, ktp, "Lima hari cukup.")
    words = f"/comments/{made.ref}/words"
    async with signed_in(sari) as her:
        form = form_in((await her.get(f"/comments/{made.ref}")).text, words)
        saved = await her.post(words, data={**form, "text": "Tiga hari lebih baik."})
        empty = await her.post(words, data={**form, "text": " "})
    page = words_of((await visit.get(f"/comments/{made.ref}")).text)

    assert form["text"] == "Lima hari cukup."
    assert saved.status_code == 303
    assert empty.status_code == 422
    assert "Tiga hari lebih baik." in page
    assert "Lima hari" not in page
    assert "Changed by its author" in page


async def test_an_identity_number_put_in_later_comes_before_a_moderator(
    signed_in, visit, sari, ktp, app
):
    made = await comment(sari, ktp, "Lima hari cukup.")
    words = f"/comments/{made.ref}/words"
    async with signed_in(sari) as her:
        form = form_in((await her.get(f"/comments/{made.ref}")).text, words)
        await her.post(words, data={**form, "text": NIK})
    [flag] = await Flag.filter(contribution_id=made.id)

    assert (flag.trigger, flag.held) == ("national_id", True)
    assert await Notice.filter(person_id=sari.person_id).count() == 1
    assert "3201234567890123" not in (await visit.get(f"/comments/{made.ref}")).text


async def test_two_windows_show_both_texts(signed_in, sari, ktp):
    made = await comment(sari, ktp, "Lima hari cukup.")
    words = f"/comments/{made.ref}/words"
    async with signed_in(sari) as her:
        form = form_in((await her.get(f"/comments/{made.ref}")).text, words)
        await her.post(words, data={**form, "text": "Tiga hari."})
        stale = await her.post(words, data={**form, "text": "Dua hari."})
        kept = form_in(stale.text, words)
        saved = await her.post(words, data=kept)

    assert stale.status_code == 409
    assert "Tiga hari." in words_of(stale.text)
    assert kept["text"] == "Dua hari."
    assert saved.status_code == 303


async def test_too_late_to_change_keeps_what_was_typed(signed_in, sari, ktp):
    made = await comment(sari, ktp, "Lima hari cukup.")
    with later(minutes=20):
        async with signed_in(sari) as her:
            page = (await her.get(f"/comments/{made.ref}")).text
            late = await her.post(
                f"/comments/{made.ref}/words",
                data={"text": "Tiga hari.", "seen": mark_of(made.text)},
            )

    assert f"/comments/{made.ref}/words" not in Seen(page).forms
    assert late.status_code == 409
    assert "15 minutes" in words_of(late.text)
    assert "Tiga hari." in late.text


async def test_sari_withdraws_and_a_note_stays(signed_in, visit, sari, ktp, clause):
    made = await comment(sari, ktp, "Lima hari cukup.")
    async with signed_in(sari) as her:
        assert f"/comments/{made.ref}/withdrawal" in (await her.get(f"/comments/{made.ref}")).text
        await her.post(f"/comments/{made.ref}/withdrawal")
    for address in (f"/comments/{made.ref}", clause):
        page = words_of((await visit.get(address)).text)
        assert "Its author withdrew a comment here" in page
        assert "Lima hari cukup." not in page


async def test_budi_supports_and_comes_back_to_where_he_was(signed_in, sari, budi, ktp, clause):
    made = await comment(sari, ktp)
    support = f"/comments/{made.ref}/support"
    async with signed_in(budi) as his:
        form = form_in((await his.get(clause)).text, support)
        sent = await his.post(support, data=form)
        page = (await his.get(clause)).text
        taken_back = await his.post(support, data=form_in(page, support))
        after = words_of((await his.get(clause)).text)

    assert sent.status_code == 303
    assert sent.headers["location"].startswith(clause)
    assert sent.headers["location"].endswith(f"#c-{made.ref}")
    assert "1 person supports this" in words_of(page)
    assert "Take back support" in words_of(page)
    assert taken_back.status_code == 303
    assert "supports this" not in after


async def test_supporting_leads_to_no_other_site(signed_in, sari, budi, ktp):
    made = await comment(sari, ktp)
    async with signed_in(budi) as his:
        for target in ("https://evil.example/", "//evil.example", "/\\evil.example", "x\r\ny: z"):
            sent = await his.post(
                f"/comments/{made.ref}/support", data={"support": "yes", "next": target}
            )
            assert sent.headers["location"] == f"/comments/{made.ref}#c-{made.ref}"


async def test_nobody_is_offered_support_for_their_own_words(signed_in, sari, ktp, clause):
    made = await comment(sari, ktp)
    async with signed_in(sari) as her:
        page = (await her.get(clause)).text
        sent = await her.post(f"/comments/{made.ref}/support", data={"support": "yes"})

    assert f"/comments/{made.ref}/support" not in Seen(page).forms
    assert sent.status_code == 409
    assert "This is your own comment." in words_of(sent.text)


async def test_words_with_support_are_no_longer_offered_for_change(signed_in, sari, budi, ktp):
    made = await comment(sari, ktp)
    await support_comment(budi, made.ref)
    async with signed_in(sari) as her:
        page = (await her.get(f"/comments/{made.ref}")).text

    assert f"/comments/{made.ref}/words" not in Seen(page).forms


async def test_an_edited_comment_says_so(visit, sari, ktp, clause):
    made = await comment(sari, ktp)
    await edit_comment(sari, made.ref, "Tiga hari.", mark_of(made.text))

    assert "Changed by its author" in words_of((await visit.get(clause)).text)


@pytest.mark.parametrize("address", ["/comments/22222aaaaa", "/comments/zz", "/comments/%00"])
async def test_a_comment_that_is_not_there_is_a_page_with_a_sentence(visit, address):
    page = await visit.get(address)

    assert page.status_code == 404


def _published(page: str) -> str:
    """Return the piece of a page that says what is public; nobody reports their own words."""
    start = page.index('id="c-')
    piece = page[start : page.index('<section class="section"', start)]
    return words_of(re.sub(r'<a [^>]*/report"[^>]*>.*?</a>', "", piece))
