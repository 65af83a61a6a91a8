"""Drafts at the desk: bringing one in, editing it clause by clause, without a script."""

import pytest

from forum.access.policy import Role
from forum.drafts.actions import edit_clause
from forum.drafts.fields import Money
from forum.drafts.models import Version
from forum.drafts.queries import clauses_of, find_clause, find_version
from tests.databases import both_databases
from tests.pages import Seen, form_in, words_of
from tests.people import person
from tests.world import KTP, KTP_JSON, draft_version, identity_card, standard_in_force

IMPORT = f"/desk/standards/{KTP}/import"
SHORT = "# Persyaratan\n\n- Fotokopi KK. Pas foto\n- Surat pengantar\n\n# Biaya\n\n- Gratis\n"


@pytest.fixture
async def draft(omar, agency):
    return await draft_version(omar, agency, SHORT)


def file(data, name="standar.json", kind="application/json"):
    return {"file": (name, data, kind)}


async def clause_at(draft, label):
    clause = await find_clause(draft, label)
    return clause, f"/desk/drafts/{draft.ref}/clauses/{clause.lineage}"


@both_databases
async def test_omar_looks_at_what_was_read_and_makes_a_draft_of_it(signed_in, omar, agency):
    await identity_card(agency)
    async with signed_in(omar) as his:
        listed = words_of((await his.get("/desk/drafts")).text)
        looked = await his.post(IMPORT, files=file(KTP_JSON), data={"preview": "yes"})
        assert not await Version.exists()
        made = await his.post(IMPORT, data=form_in(looked.text, IMPORT))
        page = words_of((await his.get(made.headers["location"])).text)

    assert "No version yet" in listed
    assert "3.1 1 day; at most 14 working days" in words_of(looked.text)
    assert made.status_code == 303
    assert "Being edited" in page
    assert "1 hari; paling lama 14 hari kerja" in page
    assert "1 day; at most 14 working days" in page
    assert "At most: 14 working days" in page


async def test_a_file_is_imported_at_once(signed_in, omar, agency):
    await identity_card(agency)
    async with signed_in(omar) as his:
        made = await his.post(IMPORT, files=file(KTP_JSON))

    assert made.status_code == 303
    assert (await find_clause(await find_version(KTP, 1), "4.1")).text["id"].startswith("Tidak")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.7 \x00\xff", "This is a PDF. Copy its text and paste it below."),
        (b"PK\x03\x04" + b"\x00" * 50, "This Word document is broken and cannot be read."),
        (b"GIF89a", "This is neither Word nor JSON. Paste any other text below."),
        (b"{" + b" " * 1024 * 1024, "This file is larger than one megabyte."),
        (b'{"title": "\xff"}', "This file is not text in UTF-8."),
        (b'{"a":' * 10_000, "This is not a JSON document that can be read."),
        (b'{"components": "none"}', "A standard in JSON is an object with a list of components."),
        (b"{}", "A standard in JSON is an object with a list of components."),
    ],
)
async def test_a_file_that_is_no_standard_gets_a_sentence(signed_in, omar, agency, data, sentence):
    await identity_card(agency)
    async with signed_in(omar) as his:
        answer = await his.post(IMPORT, files=file(data))

    assert answer.status_code == 422
    assert sentence in words_of(answer.text)
    assert not await Version.exists()


async def test_what_was_pasted_is_not_lost_when_it_cannot_be_read(signed_in, omar, agency):
    await identity_card(agency)
    pasted = "Ini bukan standar. " * 20_000
    async with signed_in(omar) as his:
        answer = await his.post(IMPORT, files={"x": b""}, data={"document": pasted})

    assert answer.status_code == 422
    assert form_in(answer.text, IMPORT)["document"].strip() == pasted.strip()
    assert "No component of a standard was found." in words_of(answer.text)


async def test_a_second_draft_is_refused_and_the_text_comes_back(signed_in, omar, draft):
    async with signed_in(omar) as his:
        answer = await his.post(IMPORT, data={"document": SHORT})

    assert answer.status_code == 409
    assert "is being edited already" in words_of(answer.text)
    assert form_in(answer.text, IMPORT)["document"].strip() == SHORT.strip()


@both_databases
async def test_omar_changes_14_to_5_working_days_in_the_form(signed_in, omar, agency):
    await standard_in_force(omar, agency)
    async with signed_in(omar) as his:
        begun = await his.post(f"/desk/standards/{KTP}/versions", data={"based_on": "1"})
        draft = await find_version(KTP, 2)
        _clause, address = await clause_at(draft, "3.1")
        form = form_in((await his.get(address)).text, address)
        form |= {
            "text.id": "1 hari; paling lama 5 hari kerja",
            "text.en": "1 day; at most 5 working days",
            "maximum.value": "5",
        }
        saved = await his.post(address, data=form)
        page = words_of((await his.get(f"/standards/{KTP}/compare/1..2")).text)

    assert begun.headers["location"] == f"/desk/drafts/{draft.ref}"
    assert saved.status_code == 303
    assert "At most: 14 becomes 5 working days" in page
    assert (await find_clause(draft, "3.1")).typed["target"]["value"] == 1


@both_databases
async def test_of_two_drafters_the_slower_one_sees_both_texts_and_chooses(
    signed_in, omar, agency, draft
):
    dewi = await person("Dewi Anggraini", agency, Role.DRAFTER)
    clause, address = await clause_at(draft, "4.1")
    async with signed_in(omar) as his:
        form = form_in((await his.get(address)).text, address) | {"text.id": "Gratis bagi warga"}
        await edit_clause(dewi, draft.ref, clause.lineage, 1, {"id": "Rp10.000"}, {})
        stale = await his.post(address, data=form)
        again = await his.post(address, data=form_in(stale.text, address))

    page = words_of(stale.text)
    assert stale.status_code == 409
    assert "Somebody changed this clause while you were writing. Both texts are below." in page
    assert "What stands there now Rp10.000" in page
    assert "What you wrote Gratis bagi warga" in page
    assert "<del>Rp10.000</del><ins>Gratis bagi warga</ins>" in stale.text
    assert form_in(stale.text, address)["text.id"].strip() == "Gratis bagi warga"
    assert again.status_code == 303
    assert (await find_clause(draft, "4.1")).text == {"id": "Gratis bagi warga"}


async def test_a_clause_that_somebody_removed_keeps_the_words_of_whoever_was_writing(
    signed_in, omar, draft
):
    _clause, address = await clause_at(draft, "4.1")
    async with signed_in(omar) as his:
        form = form_in((await his.get(address)).text, address) | {"text.id": "Gratis bagi warga"}
        await his.post(f"{address}/removal", data={"revision": "1"})
        answer = await his.post(address, data=form)
        adding = f"/desk/drafts/{draft.ref}/clauses"
        added = await his.post(adding, data=form_in(answer.text, adding))

    assert answer.status_code == 404
    assert "This clause is not in this version any more" in words_of(answer.text)
    assert added.status_code == 303
    assert (await find_clause(draft, "4.1")).text == {"id": "Gratis bagi warga"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text.id": " "}, "Write at least one word."),
        ({"text.id": "x" * 4_312}, "This is 312 characters too long. Split the clause in two."),
        ({"fee.amount": "banyak"}, "Write the amount in whole numbers"),
        ({"fee.amount": "5000", "fee.free": "yes"}, "It cannot be free and cost something."),
        ({"revision": "x"}, "Write a whole number."),
        ({"revision": ""}, "Write a whole number."),
    ],
)
async def test_what_cannot_be_kept_comes_back_with_a_sentence(
    signed_in, omar, draft, typed, sentence
):
    _clause, address = await clause_at(draft, "4.1")
    async with signed_in(omar) as his:
        form = form_in((await his.get(address)).text, address) | {"text.en": "Free"} | typed
        answer = await his.post(address, data=form)

    assert answer.status_code == 422
    assert sentence in words_of(answer.text)
    assert form_in(answer.text, address)["text.en"].strip() == "Free"
    assert (await find_clause(draft, "4.1")).text == {"id": "Gratis"}


@both_databases
async def test_a_clause_is_added_cut_moved_joined_and_removed_by_plain_forms(
    signed_in, omar, draft
):
    adding = f"/desk/drafts/{draft.ref}/clauses"
    first, at_first = await clause_at(draft, "1.1")
    async with signed_in(omar) as his:
        page = await his.get(f"{adding}/new?component=waktu")
        form = form_in(page.text, adding) | {
            "text.id": "Paling lama 5 hari",
            "maximum.value": "5",
            "maximum.unit": "day",
        }
        await his.post(adding, data=form)
        chosen = await his.get(f"{at_first}/split?at.id=13")
        assert len(await clauses_of(draft)) == 4
        await his.post(f"{at_first}/split", data=form_in(chosen.text, f"{at_first}/split"))
        halves = [(one.label, one.text["id"]) for one in await clauses_of(draft)]
        third, _address = await clause_at(draft, "1.3")
        await his.post(f"{at_first}/move", data={"place": third.lineage})
        moved = [one.label for one in await clauses_of(draft) if one.lineage == first.lineage]
        looked = await his.get(f"{at_first}/merger?other={third.lineage}")
        await his.post(f"{at_first}/merger", data=form_in(looked.text, f"{at_first}/merger"))
        joined = await find_clause(draft, "1.2")
        removal = form_in((await his.get(at_first)).text, f"{at_first}/removal")
        await his.post(f"{at_first}/removal", data=removal)

    assert halves == [
        ("1.1", "Fotokopi KK."),
        ("1.2", "Pas foto"),
        ("1.3", "Surat pengantar"),
        ("3.1", "Paling lama 5 hari"),
        ("4.1", "Gratis"),
    ]
    assert moved == ["1.3"]
    assert joined.text == {"id": "Fotokopi KK. Surat pengantar"}
    assert [one.text["id"] for one in await clauses_of(draft)] == [
        "Pas foto",
        "Paling lama 5 hari",
        "Gratis",
    ]


@pytest.mark.parametrize(
    ("act", "data", "status", "sentence"),
    [
        ("split", {"cut.id": "Fotokopi KK. Pas foto"}, 422, "Put || where the second clause"),
        ("split", {"cut.id": "Fotokopi KTP. || Pas foto"}, 422, "Change no words here."),
        ("split", {"cut.id": "|| Fotokopi KK. Pas foto"}, 422, "with words before and after"),
        ("split", {"at.id": "0"}, 422, "Choose where the second clause begins."),
        ("split", {"at.id": "x"}, 422, "Choose where the second clause begins."),
        ("split", {"at.id": "99"}, 422, "Choose a place with words before and after it."),
        ("split", {"revision": "7", "at.id": "13"}, 409, "Read it again before you go on"),
        ("removal", {"revision": "7"}, 409, "Read it again before you go on"),
        ("move", {"place": "2222222222"}, 404, "This clause is not in this version any more"),
        ("move", {"place": "first:nothing"}, 422, "Choose one of the components offered."),
        ("merger", {"other": "2222222222"}, 404, "This clause is not in this version any more"),
    ],
)
async def test_what_cannot_be_done_to_a_clause_gets_a_sentence(
    signed_in, omar, draft, act, data, status, sentence
):
    _clause, address = await clause_at(draft, "1.1")
    async with signed_in(omar) as his:
        answer = await his.post(f"{address}/{act}", data={"revision": "1", **data})

    assert answer.status_code == status
    assert sentence in words_of(answer.text)
    assert len(await clauses_of(draft)) == 3


TWO = "Bawa fotokopi kartu. Bawa pas foto."


async def test_omar_chooses_a_sentence_and_sees_both_clauses_before_he_cuts(signed_in, omar, draft):
    clause, address = await clause_at(draft, "1.1")
    await edit_clause(omar, draft.ref, clause.lineage, 1, {"id": TWO, "en": "Bring a copy."}, {})
    async with signed_in(omar) as his:
        page = words_of((await his.get(address)).text)
        asked = words_of((await his.get(f"{address}/split")).text)
        seen = words_of((await his.get(f"{address}/split?at.id=21")).text)
        marked = await his.post(f"{address}/split", data={"cut.id": TWO.replace(" pas", " || pas")})
        left = await clauses_of(draft)

    assert "Choose the sentence with which the second clause begins." in page
    assert "In Indonesian, the second clause begins with" in asked
    assert "The first clause begins: “Bawa fotokopi kartu.” Bawa pas foto." in asked
    assert "In English, the second clause begins with" not in asked
    assert "Clause 1.1 Bawa fotokopi kartu. Bring a copy. Clause 1.2, new Bawa pas foto." in seen
    assert "The English translation is not cut and falls behind." in seen
    assert "Clause 1.2 remembers that it comes from clause 1.1." in seen
    assert "Clause 1.2, new pas foto." in words_of(marked.text)
    assert [one.label for one in left] == ["1.1", "1.2", "4.1"]


async def test_the_translation_is_cut_before_the_same_sentence(signed_in, omar, draft):
    clause, address = await clause_at(draft, "1.1")
    texts = {"id": TWO, "en": "Bring a copy. Bring a photograph."}
    await edit_clause(omar, draft.ref, clause.lineage, 1, texts, {})
    async with signed_in(omar) as his:
        seen = await his.get(f"{address}/split?at.id=21")
        whole = await his.get(f"{address}/split?at.id=21&at.en=0")
        await his.post(f"{address}/split", data=form_in(seen.text, f"{address}/split"))

    assert "The English translation is not cut and falls behind." in words_of(whole.text)
    assert [one.text for one in (await clauses_of(draft))[:2]] == [
        {"id": "Bawa fotokopi kartu.", "en": "Bring a copy."},
        {"id": "Bawa pas foto.", "en": "Bring a photograph."},
    ]


@both_databases
async def test_omar_sees_what_two_clauses_become_and_takes_it_back(signed_in, omar, draft):
    first, address = await clause_at(draft, "1.1")
    second, _at_second = await clause_at(draft, "1.2")
    looking = f"{address}/merger?other={second.lineage}"
    async with signed_in(omar) as his:
        page = Seen((await his.get(address)).text)
        assert looking in [has.get("href") for tag, has in page.tags if tag == "a"]
        seen = await his.get(looking)
        await his.post(f"{address}/merger", data=form_in(seen.text, f"{address}/merger"))
        joined = [one.text["id"] for one in await clauses_of(draft)]
        undoing = f"/desk/drafts/{draft.ref}/undoing"
        at_draft = await his.get(f"/desk/drafts/{draft.ref}")
        await his.post(undoing, data=form_in(at_draft.text, undoing))

    assert "Clause 1.1 Fotokopi KK. Pas foto; Surat pengantar" in words_of(seen.text)
    assert "Clause 1.2 is gone." in words_of(seen.text)
    assert joined == ["Fotokopi KK. Pas foto; Surat pengantar", "Gratis"]
    assert [one.lineage for one in (await clauses_of(draft))[:2]] == [first.lineage, second.lineage]


async def test_whoever_looked_at_two_clauses_joins_no_others(signed_in, omar, draft):
    _first, address = await clause_at(draft, "1.1")
    second, _at_second = await clause_at(draft, "1.2")
    async with signed_in(omar) as his:
        seen = await his.get(f"{address}/merger?other={second.lineage}")
        form = form_in(seen.text, f"{address}/merger")
        await edit_clause(omar, draft.ref, second.lineage, 1, {"id": "Surat RT"}, {})
        answer = await his.post(f"{address}/merger", data=form)

    assert answer.status_code == 409
    assert "Read it again before you go on" in words_of(answer.text)
    assert "Fotokopi KK. Pas foto; Surat RT" in words_of(answer.text)
    assert len(await clauses_of(draft)) == 3


async def test_two_clauses_with_different_values_say_so_before_anything_is_done(
    signed_in, omar, agency
):
    draft = await draft_version(
        omar, agency, "# Biaya\n\n- Rp5.000\n- Rp6.000\n\n# Persyaratan\n\n- KK\n"
    )
    one, address = await clause_at(draft, "4.1")
    two, _at = await clause_at(draft, "4.2")
    for clause, amount in ((one, 5000), (two, 6000)):
        fee = {"fee": Money(amount=amount, currency="IDR")}
        await edit_clause(omar, draft.ref, clause.lineage, 1, clause.text, fee)
    async with signed_in(omar) as his:
        answer = await his.get(f"{address}/merger?other={two.lineage}")

    assert answer.status_code == 409
    assert "Make them equal first" in words_of(answer.text)
    assert f"{address}/merger" not in Seen(answer.text).forms


@both_databases
async def test_easy_words_fall_behind_when_the_clause_changes(signed_in, omar, draft):
    _clause, address = await clause_at(draft, "4.1")
    async with signed_in(omar) as his:
        form = form_in((await his.get(address)).text, address)
        await his.post(address, data=form | {"easy.id": "Artinya, Anda tidak membayar."})
        form = form_in((await his.get(address)).text, address)
        assert form["easy.id"].strip() == "Artinya, Anda tidak membayar."
        await his.post(address, data=form | {"text.id": "Gratis bagi warga"})
        behind = words_of((await his.get(address)).text)
        listed = words_of((await his.get(f"/desk/drafts/{draft.ref}")).text)
        form = form_in((await his.get(address)).text, address)
        await his.post(address, data=form | {"easy_holds.id": "yes"})
        holds = words_of((await his.get(address)).text)

    assert "The easy words in Indonesian are behind" in behind
    assert "The easy words in Indonesian are behind" in listed
    assert "The easy words in Indonesian are behind" not in holds


@both_databases
async def test_the_note_is_kept_and_a_stale_one_shows_what_somebody_else_wrote(
    signed_in, omar, draft
):
    note = f"/desk/drafts/{draft.ref}/note"
    async with signed_in(omar) as his:
        first = form_in((await his.get(f"/desk/drafts/{draft.ref}")).text, note)
        await his.post(note, data=first | {"note.id": "Supaya lebih cepat."})
        stale = await his.post(note, data=first | {"note.id": "Supaya lebih murah."})
        again = await his.post(note, data=form_in(stale.text, note))

    assert stale.status_code == 409
    assert "Supaya lebih cepat." in words_of(stale.text)
    assert form_in(stale.text, note)["note.id"].strip() == "Supaya lebih murah."
    assert again.status_code == 303
    assert (await find_version(KTP, 1)).note == {"id": "Supaya lebih murah."}


@both_databases
async def test_a_standard_of_before_the_forum_is_put_in_force_with_its_date(signed_in, omar, draft):
    address = f"/desk/drafts/{draft.ref}/adoption"
    async with signed_in(omar) as his:
        future = await his.post(address, data={"since": "2999-01-01"})
        odd = await his.post(address, data={"since": "kemarin"})
        done = await his.post(address, data={"since": "2023-02-06"})
        page = (await his.get(f"/desk/drafts/{draft.ref}")).text
        service = words_of((await his.get(f"/services/{KTP}")).text)

    assert (future.status_code, odd.status_code, done.status_code) == (422, 422, 303)
    assert "Choose a day that has passed." in words_of(future.text)
    assert "since 6 February 2023" in service
    assert (await find_version(KTP, 1)).sha256 in page
    assert Seen(page).forms.keys().isdisjoint({address, f"/desk/drafts/{draft.ref}/note"})


async def test_a_frozen_version_is_not_edited_and_what_was_typed_comes_back(
    signed_in, omar, agency
):
    version = await standard_in_force(omar, agency)
    _clause, address = await clause_at(version, "3.1")
    async with signed_in(omar) as his:
        read_only = await his.get(address)
        answer = await his.post(address, data={"revision": "1", "text.id": "Selamanya"})

    assert read_only.status_code == 303
    assert answer.status_code == 409
    assert "This version is frozen and never changes." in words_of(answer.text)
    assert form_in(answer.text, address)["text.id"].strip() == "Selamanya"


async def test_the_desk_is_closed_to_citizens_and_to_other_agencies(
    visit, signed_in, sari, omar, draft
):
    _clause, address = await clause_at(draft, "1.1")
    async with signed_in(sari) as her:
        for browser in (visit, her):
            for page in ("/desk", "/desk/drafts", f"/desk/drafts/{draft.ref}", address, IMPORT):
                assert (await browser.get(page)).status_code == 403
            for act in (address, f"{address}/removal", IMPORT, f"/desk/drafts/{draft.ref}/note"):
                assert (await browser.post(act, data={"revision": "1"})).status_code == 403
    assert len(await clauses_of(draft)) == 3


async def test_maya_reads_a_draft_but_is_offered_nothing_to_change(signed_in, maya, draft):
    async with signed_in(maya) as her:
        page = (await her.get(f"/desk/drafts/{draft.ref}")).text
        listed = (await her.get("/desk/drafts")).text

    assert "Fotokopi KK." in words_of(page)
    for html in (page, listed):
        assert all("/desk/" not in action for action in Seen(html).forms)


async def test_the_first_page_of_the_desk_says_what_is_being_written(signed_in, omar, draft):
    async with signed_in(omar) as his:
        page = words_of((await his.get("/desk")).text)

    assert "is being edited." in page
    assert "You work for" in page
    assert "drafter" in page
