"""Marks on the words of a clause, for everybody who reads what was said about them."""

from forum.drafts.anchoring import Fit
from forum.drafts.models import Version
from forum.moderation.actions import Judgement, decide
from forum.moderation.rules import Measure
from forum.participation.actions import Pointed, withdraw_comment
from forum.participation.models import Marked, MarkedLater
from forum.participation.rules import Showing
from tests.databases import both_databases
from tests.pages import Seen, form_in, words_of
from tests.world import comment, open_revision

pytestmark = both_databases
TEXT = "1 day; at most 5 working days"


def words(quote):
    start = TEXT.index(quote)
    return Pointed(version="2", language="en", start=start, end=start + len(quote), quote=quote)


async def test_overlapping_marks_are_numbered_and_lead_to_who_speaks_of_them(
    visit, sari, budi, omar, agency
):
    ktp = await open_revision(omar, agency)
    first = await comment(sari, ktp, "Terlalu lama.", words=words("at most 5 working days"))
    await comment(budi, ktp, "Sabtu?", words=words("working days"))
    page = (await visit.get(f"/consultations/{ktp.slug}/clauses/3.1")).text

    told = words_of(page)
    assert "at most 5 working days 1 comment: Sari Wulandari" in told
    marked = [has for tag, has in Seen(page).tags if tag == "mark"]
    assert {"0", "0 1"} == {has["data-spots"] for has in marked}
    assert "About the words: at most 5 working days" in told
    assert "at most 5 working days" in words_of((await visit.get(f"/comments/{first.ref}")).text)


async def test_what_is_hidden_or_withdrawn_leaves_no_mark(visit, sari, maya, omar, agency):
    ktp = await open_revision(omar, agency)
    hidden = await comment(sari, ktp, "Kasar.", words=words("1 day"))
    gone = await comment(sari, ktp, "Salah.", words=words("working days"))
    judgement = Judgement(Measure.HIDE, Showing.SHOWN, "insult", "Ini menghina orang.")
    await decide(maya, hidden.ref, judgement)
    await withdraw_comment(sari, gone.ref)

    page = (await visit.get(f"/consultations/{ktp.slug}/clauses/3.1")).text
    assert [tag for tag, _has in Seen(page).tags if tag == "mark"] == []


async def test_a_sentence_is_chosen_without_a_script_and_a_foreign_one_comes_back(
    signed_in, sari, omar, agency
):
    ktp = await open_revision(omar, agency)
    clause = f"/consultations/{ktp.slug}/clauses/3.1"
    async with signed_in(sari) as her:
        form = form_in((await her.get(clause)).text, f"{clause}/comments")
        told = {"text": "Kata saya.", "about": "7-29"}
        wrong = {**form, **told, "quote": "two weeks"}
        again = await her.post(f"{clause}/comments", data=wrong)
        endless = await her.post(f"{clause}/comments", data={**form, "version": "9" * 5000, **told})
        sent = await her.post(f"{clause}/comments", data={**form, **told})
        page = (await her.get(sent.headers["location"])).text

    assert (again.status_code, endless.status_code) == (422, 422)
    assert "The draft was corrected meanwhile." in words_of(endless.text)
    assert "The clause does not read so." in words_of(again.text)
    assert form_in(again.text, f"{clause}/comments")["text"] == "Kata saya."
    assert "About the words: at most 5 working days" in words_of(page)


async def test_the_desk_tells_where_words_moved_and_omar_says_where_they_are(
    signed_in, sari, omar, agency
):
    ktp = await open_revision(omar, agency)
    made = await comment(sari, ktp, "Terlalu lama.", words=words("1 day"))
    later = await MarkedLater.create(
        marked=await Marked.get(contribution_id=made.id),
        version_id=ktp.version_id,
        fit=Fit.CHECK,
        score=0.7,
        lineage=made.lineage,
        label="3.1",
        begins=0,
        ends=5,
        words="1 day",
        was=TEXT,
    )
    ref, address = later.ref, f"/desk/marks/{later.ref}"
    async with signed_in(omar) as his:
        desk = words_of((await his.get("/desk")).text)
        wrong = {f"place-{ref}": "there", f"label-{ref}": "3.1", f"words-{ref}": "two weeks"}
        again = await his.post(address, data=wrong)
        sent = await his.post(address, data={**wrong, f"words-{ref}": "5 working days"})
        page = words_of((await his.get(sent.headers["location"])).text)
        twice = await his.post(address, data={f"place-{ref}": "here"})

    assert "1 comment on words that moved: say where they are" in desk
    assert again.status_code == 422
    assert form_in(again.text, address)[f"words-{ref}"] == "two weeks"
    assert "Kept Comment by Sari Wulandari" in page
    assert "5 working days" in page
    assert "Looked at by an official." in page
    assert twice.status_code == 409


async def test_who_reads_english_is_told_of_marks_on_the_indonesian_words(
    visit, sari, omar, agency
):
    ktp = await open_revision(omar, agency)
    own = Pointed(version="2", language="id", start=0, end=6, quote="1 hari")
    await comment(sari, ktp, "Terlalu lama.", words=own)
    address = f"/consultations/{ktp.slug}/clauses/3.1"
    page = (await visit.get(address)).text
    await visit.post("/language", data=form_in(page, "/language") | {"language": "id"})
    indonesian = (await visit.get(address)).text

    assert "1 comment is about words of the Indonesian text." in words_of(page)
    assert "Read the Indonesian text" in words_of(page)
    assert [tag for tag, _has in Seen(page).tags if tag == "mark"] == []
    assert [tag for tag, _has in Seen(indonesian).tags if tag == "mark"] == ["mark"]
    assert "tentang kata-kata dalam naskah" not in words_of(indonesian)


async def test_a_clause_of_the_standard_shows_the_old_sentence_that_a_comment_is_about(
    visit, sari, budi, maya, omar, agency
):
    ktp = await open_revision(omar, agency)
    version = await Version.get(id=ktp.version_id)
    for who, text in ((sari, "Terlalu lama."), (budi, "Kasar.")):
        made = await comment(who, ktp, text, words=words("at most 5 working days"))
        await MarkedLater.create(
            marked=await Marked.get(contribution_id=made.id),
            version_id=version.id,
            fit=Fit.FORMER,
            score=0.2,
            was="at most 5 working days",
        )
    await decide(maya, made.ref, Judgement(Measure.HIDE, Showing.SHOWN, "insult", "Menghina."))
    page = words_of((await visit.get("/standards/ktp-el-baru/v2/clauses/3.1")).text)
    earlier = words_of((await visit.get("/standards/ktp-el-baru/v1/clauses/3.1")).text)

    assert "Comments on the former wording 1 at most 5 working days" in page
    assert "Comment by Sari Wulandari · These words are gone since version 2." in page
    assert "Comments on the former wording" not in earlier
