"""Omar brings in a Word document, corrects what was read, and works on the draft made of it."""

from forum.access.policy import Role
from forum.drafts.models import DraftLink, DraftUpload, Version
from forum.drafts.queries import clauses_of, find_clause, find_version
from tests.databases import both_databases
from tests.pages import form_in, words_of
from tests.people import person
from tests.word.share import document
from tests.world import KTP, draft_version, identity_card

IMPORT = f"/desk/standards/{KTP}/import"
SHORT = "# Persyaratan\n\n- Fotokopi KK. Pas foto\n- Surat pengantar\n\n# Biaya\n\n- Gratis\n"


def word(name="10-a-hurried-draft"):
    return {"file": ("standar.docx", document(name), "application/octet-stream")}


@both_databases
async def test_omar_sees_what_became_of_each_part_corrects_it_and_makes_a_draft(
    signed_in, omar, agency
):
    await identity_card(agency)
    async with signed_in(omar) as his:
        sent = await his.post(IMPORT, files=word())
        there = sent.headers["location"]
        looked = await his.get(there)
        assert not await Version.exists()
        form = form_in(looked.text, there)
        [lost] = [name for name in form if "F-1.01" in looked.text and form[name] == "left"][-1:]
        kept = await his.post(there, data={**form, lost: "clause:sarana"})
        again = await his.get(kept.headers["location"])
        made = await his.post(there, data={**form_in(again.text, there), "make": "yes"})
        twice = await his.post(there, data={"make": "yes"})

    assert sent.status_code == 303
    assert "10 parts to look at" in words_of(looked.text) or "parts to look at" in words_of(
        looked.text
    )
    assert "Lampiran" in words_of(looked.text)
    assert made.headers["location"] == twice.headers["location"]
    version = await find_version(KTP, 1)
    assert "Formulir F-1.01 tersedia di loket." in [
        one.text["id"] for one in await clauses_of(version) if one.component == "sarana"
    ]
    assert [one["text"] for one in version.unplaced] == ["Lampiran"]


async def test_what_has_no_place_waits_beside_the_draft_for_a_person(signed_in, omar, agency):
    await identity_card(agency)
    async with signed_in(omar) as his:
        there = (await his.post(IMPORT, files=word())).headers["location"]
        draft = (await his.post(there, data={"make": "yes"})).headers["location"]
        page = words_of((await his.get(draft)).text)
        placed = await his.post(
            f"{draft}/places", data={"words": "Lampiran", "component": "sarana"}
        )
        aside = await his.post(
            f"{draft}/places", data={"words": "Formulir F-1.01 tersedia di loket."}
        )
        gone = await his.post(f"{draft}/places", data={"words": "Lampiran"})

    assert "Words without a place yet" in page
    assert (placed.status_code, aside.status_code, gone.status_code) == (303, 303, 404)
    assert (await find_version(KTP, 1)).unplaced == []


async def test_a_foreign_choice_is_refused_and_nothing_is_lost(signed_in, omar, agency):
    await identity_card(agency)
    async with signed_in(omar) as his:
        there = (await his.post(IMPORT, files=word("01-headings"))).headers["location"]
        answers = [
            await his.post(there, data={"b.3": choice, "make": "yes"})
            for choice in ("heading", "clause:rubbish", "rubbish", "note:waktu")
        ]

    assert {one.status_code for one in answers} == {422}
    assert "Choose one of the values offered." in words_of(answers[0].text)
    assert not await Version.exists()
    assert await DraftUpload.all().count() == 1


async def test_a_pdf_named_docx_and_a_broken_one_get_a_sentence(signed_in, omar, agency):
    await identity_card(agency)
    async with signed_in(omar) as his:
        for data in (
            b"%PDF-1.7",
            b"PK\x03\x04" + b"\x00" * 90,
            b"hello",
            document("01-headings")[:900],
        ):
            answer = await his.post(IMPORT, files={"file": ("a.docx", data, "application/zip")})
            assert answer.status_code == 422
            assert "There is a problem" in words_of(answer.text) or "Word" in words_of(answer.text)


@both_databases
async def test_the_last_act_can_be_undone_and_then_the_one_before(signed_in, omar, agency):
    draft = await draft_version(omar, agency, SHORT)
    before = [(one.label, one.lineage, one.text) for one in await clauses_of(draft)]
    clause = await find_clause(draft, "1.1")
    at = f"/desk/drafts/{draft.ref}"
    async with signed_in(omar) as his:
        one = f"{at}/clauses/{clause.lineage}"
        await his.post(f"{one}/split", data={"revision": "1", "at.id": "13"})
        await his.post(f"{one}/move", data={"place": before[1][1]})
        page = await his.get(at)
        assert "was moved." in words_of(page.text)
        form = form_in(page.text, f"{at}/undoing")
        undone = await his.post(f"{at}/undoing", data=form)
        stale = await his.post(f"{at}/undoing", data=form)
        form = form_in((await his.get(at)).text, f"{at}/undoing")
        await his.post(f"{at}/undoing", data=form)
        page = words_of((await his.get(at)).text)

    assert (undone.status_code, stale.status_code) == (303, 409)
    assert [(one.label, one.lineage, one.text) for one in await clauses_of(draft)] == before
    assert "Undo this" not in page


async def test_a_translation_falls_behind_until_somebody_says_that_it_holds(
    signed_in, omar, agency
):
    draft = await draft_version(omar, agency)
    clause = await find_clause(draft, "3.1")
    one = f"/desk/drafts/{draft.ref}/clauses/{clause.lineage}"
    async with signed_in(omar) as his:
        form = form_in((await his.get(one)).text, one)
        form.pop("holds.en", None)
        await his.post(one, data={**form, "text.id": "Paling lama 2 hari", "note.id": "Diminta."})
        behind = await his.get(one)
        stale = (await find_clause(draft, "3.1")).stale
        form = form_in(behind.text, one)
        await his.post(one, data={**form, "holds.en": "yes"})

    assert "The English translation is behind" in words_of(behind.text)
    assert stale == ["en"]
    kept = await find_clause(draft, "3.1")
    assert (kept.stale, kept.note) == ([], {"id": "Diminta."})


async def test_two_drafters_at_one_clause_are_told_of_each_other(signed_in, omar, agency):
    draft = await draft_version(omar, agency, SHORT)
    ratna = await person("Ratna Dewi", agency, Role.DRAFTER)
    clause = await find_clause(draft, "1.1")
    one = f"/desk/drafts/{draft.ref}/clauses/{clause.lineage}"
    async with signed_in(omar) as his, signed_in(ratna) as hers:
        first = await his.get(one)
        fetched = await hers.get(one)
        assert f'<tell-open to="{one}/visit">' in first.text
        assert (await his.post(f"{one}/visit")).status_code == 204
        second = await hers.get(one)
        await his.post(one, data={**form_in(first.text, one), "text.id": "Kartu keluarga"})
        third = await hers.get(one)

    assert "has had this clause open" not in first.text
    assert "has had this clause open" not in fetched.text
    assert f"{omar.name} has had this clause open since" in words_of(second.text)
    assert "has had this clause open" not in third.text


async def test_named_readers_see_a_draft_by_its_secret_link_until_it_is_ended(
    signed_in, visit, omar, agency
):
    draft = await draft_version(omar, agency, SHORT)
    at = f"/desk/drafts/{draft.ref}"
    async with signed_in(omar) as his:
        wrong = await his.post(f"{at}/links", data={"readers": "", "days": "7"})
        made = await his.post(f"{at}/links", data={"readers": "Dewan", "days": "7"})
        shown = await his.get(made.headers["location"])
        secret = shown.text.partition("/previews/")[2].partition('"')[0]
        page = await his.get(at)
        his.cookies.set("carried", "a-secret-of-somebody-else")
        foreign = await his.get(at)
        seen = await visit.get(f"/previews/{secret}")
        await his.post(f"{at}/links/end", data=form_in(page.text, f"{at}/links/end"))
    ended = await visit.get(f"/previews/{secret}")

    assert wrong.status_code == 422
    assert made.status_code == 303
    assert made.headers["location"] == f"{at}#h-share"
    assert "HttpOnly" in made.headers["set-cookie"]
    assert "SameSite=strict" in made.headers["set-cookie"]
    assert shown.headers["cache-control"] == "private, no-store"
    assert len(secret) > 20
    assert secret not in page.text
    assert "somebody-else" not in foreign.text
    assert await DraftLink.all().count() == 1
    assert "Preview, not open yet." in words_of(seen.text)
    assert "noindex" in seen.headers["x-robots-tag"]
    assert seen.headers["referrer-policy"] == "no-referrer"
    assert "no-store" in seen.headers["cache-control"]
    assert "Surat pengantar" in words_of(seen.text)
    assert ended.status_code == 404
    assert "This link opens nothing any more" in words_of(ended.text)
    assert secret not in str(await DraftLink.all().values())
