"""A person's data: to take along, and to have erased on pages that say what goes and stays."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from urllib.parse import urlencode

import pytest

from forum.audit.actions import open_log, sequence
from forum.audit.keys import make_keys
from forum.audit.rules import commit
from forum.moderation.actions import decide, file_appeal, report
from forum.moderation.actions.reporting import Reporting
from forum.participation.actions import post_reply, support_comment
from forum.participation.actions.keeping import Handed
from forum.participation.queries import find_contribution
from forum.privacy.actions import erase_contribution
from forum.voting.actions import close_poll
from tests.clocks import later
from tests.databases import both_databases
from tests.erasing import just_signed_in
from tests.judging import hiding, suspending
from tests.pages import words_of
from tests.voting import SECRET, cast, opened
from tests.world import comment, open_consultation

WORDS = "Tetangga saya Kartono menunggu empat belas hari."


@pytest.fixture
async def ktp(app, omar, agency):
    return await open_consultation(omar, agency)


def unpacked(body: bytes) -> tuple[dict[str, list[dict[str, object]]], str]:
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return json.loads(packed.read("data.json")), packed.read("data.html").decode()


async def test_sari_takes_along_all_that_is_kept_about_her_and_nothing_of_others(
    signed_in, ktp, sari, budi, omar
):
    said = await comment(sari, ktp, WORDS)
    theirs = await comment(budi, ktp, "Tujuh hari kerja, bukan lima.")
    await post_reply(budi, said.ref, Handed(text="Saya tidak setuju.", once="balasan-budi-1"))
    await support_comment(sari, theirs.ref)
    poll = await opened(omar, ktp)
    await cast(sari, poll, "0")

    async with signed_in(sari) as her:
        page = await her.get("/me/data")
        file = await her.get("/me/data.zip")

    assert "Everything we keep about you" in page.text
    assert file.headers["content-type"] == "application/zip"
    assert file.headers["cache-control"] == "private, no-store"
    data, readable = unpacked(file.content)
    [account] = data["account"]
    assert (account["name"], account["email"]) == ("Sari Wulandari", "sari@example.id")
    [one] = data["contributions"]
    assert (one["text"], one["receipt"], one["kind"]) == (WORDS, said.receipt, "comment")
    received = one["record"][0]
    body = next(opened for opened in received["openings"] if opened["opens"] == "body")
    salt = base64.b64decode(body["salt"])
    assert json.loads(received["entry"])["c"]["body"] == commit("body", salt, WORDS)
    assert [row["number"] for row in data["supports"]] == [theirs.ref]
    assert [row["marks"] for row in data["votes"]] == ["0"]
    for words in ("Tujuh hari kerja", "tidak setuju", "Budi Hartono", "budi@example.id"):
        assert words not in json.dumps(data)
        assert words not in readable
    assert WORDS in readable
    assert "Your votes" in readable
    assert "contributions" not in readable


async def test_of_a_secret_vote_only_that_it_was_cast_is_known(signed_in, ktp, sari, omar):
    poll = await opened(omar, ktp, SECRET)
    await cast(sari, poll, "0")
    await close_poll(omar, poll.ref)

    async with signed_in(sari) as her:
        data, readable = unpacked((await her.get("/me/data.zip")).content)

    assert [row.get("marks") for row in data["votes"]] == [None]
    assert "You voted in secret; how is not known" in readable


async def test_the_file_comes_in_the_language_of_its_owner(signed_in, ktp, sari):
    await comment(sari, ktp, WORDS)
    async with signed_in(sari) as her:
        her.headers["accept-language"] = "id"
        _data, readable = unpacked((await her.get("/me/data.zip")).content)

    assert '<html lang="id">' in readable
    assert "Everything we keep" not in readable


@pytest.mark.parametrize("address", ["/me/data", "/me/data.zip", "/me/erasure"])
async def test_nobody_else_gets_it(visit, address):
    assert (await visit.get(address)).status_code == 403


async def test_sari_reads_what_goes_and_erases_one_comment(signed_in, visit, ktp, sari):
    said = await comment(sari, ktp, WORDS)
    async with signed_in(sari) as her:
        page = words_of((await her.get(f"/comments/{said.ref}")).text)
        assert "Its words can be erased for good" in page
        asked = words_of((await her.get(f"/comments/{said.ref}/erasure")).text)
        assert WORDS in asked
        assert "Nobody will answer it any more." in asked

        unsure = await her.post(f"/comments/{said.ref}/erasure", data={})
        assert unsure.status_code == 422
        assert "Tick this to confirm. It cannot be undone." in words_of(unsure.text)
        assert WORDS in words_of(unsure.text)

        done = await her.post(f"/comments/{said.ref}/erasure", data={"sure": "yes"})
        assert (done.status_code, done.headers["location"]) == (303, f"/comments/{said.ref}")
        again = await her.post(f"/comments/{said.ref}/erasure", data={"sure": "yes"})
        assert again.status_code == 303
        own = words_of((await her.get("/me")).text)
        after = words_of((await her.get(f"/comments/{said.ref}")).text)

    assert "Erased" in own
    assert WORDS not in own + after
    assert "These words were erased on" in after
    assert "That they came in, and what was decided about them" in after
    seen = words_of((await visit.get(f"/comments/{said.ref}")).text)
    assert "These words were erased on" in seen
    clause = words_of((await visit.get(f"/consultations/{ktp.slug}/clauses/3.1")).text)
    assert "as their author wished" in clause
    found = words_of((await visit.get("/search?q=Kartono")).text)
    assert "menunggu" not in found
    receipt = words_of((await visit.get(f"/r/{said.receipt}")).text)
    assert "A comment was received" in receipt
    assert "Its words were erased, as its author wished" in receipt


async def test_others_find_no_way_to_erase_it(signed_in, ktp, sari, budi):
    said = await comment(sari, ktp, WORDS)
    async with signed_in(budi) as his:
        assert "Its words can be erased" not in (await his.get(f"/comments/{said.ref}")).text
        assert (await his.get(f"/comments/{said.ref}/erasure")).status_code == 403
        refused = await his.post(f"/comments/{said.ref}/erasure", data={"sure": "yes"})

    assert refused.status_code == 403
    assert (await find_contribution(said.ref)).text == WORDS


async def test_a_device_left_open_erases_nothing(signed_in, ktp, sari):
    said = await comment(sari, ktp, WORDS)
    async with signed_in(sari) as her:
        with later(minutes=16):
            for address in (f"/comments/{said.ref}/erasure", "/me/erasure"):
                page = words_of((await her.get(address)).text)
                assert "Sign in again first" in page
                assert "Yes, erase it for good" not in page
                form = {"sure": "yes", "what": "everything"}
                refused = await her.post(address, data=form)
                assert refused.status_code == 409
                assert "within 15 minutes after signing in" in words_of(refused.text)

    assert (await find_contribution(said.ref)).text == WORDS


async def test_sari_leaves_and_her_words_stay_as_those_of_somebody_who_left(
    signed_in, visit, ktp, sari
):
    said = await comment(sari, ktp, WORDS)
    async with signed_in(sari) as her:
        page = words_of((await her.get("/me/erasure")).text)
        assert "before that the words of 1 contribution" in page
        assert "The public record. It says that something came in" in page
        wrong = await her.post("/me/erasure", data={"sure": "yes"})
        assert wrong.status_code == 422

        done = await her.post("/me/erasure", data={"what": "name", "sure": "yes"})
        assert (done.status_code, done.headers["location"]) == (303, "/me/erased")
        assert "you are signed out everywhere" in words_of((await her.get("/me/erased")).text)
        assert (await her.get("/me")).status_code == 403
        assert (
            await her.post("/me/erasure", data={"what": "name", "sure": "yes"})
        ).status_code == 403

    shown = words_of((await visit.get(f"/comments/{said.ref}")).text)
    assert WORDS in shown
    assert "A person who left" in shown
    assert "Sari" not in shown
    clause = words_of((await visit.get(f"/consultations/{ktp.slug}/clauses/3.1")).text)
    assert "A person who left" in clause
    draft = words_of((await visit.get(f"/consultations/{ktp.slug}")).text)
    assert "Sari" not in draft


async def test_what_stands_in_the_way_is_said_before_anything_is_asked(signed_in, ktp, sari, omar):
    poll = await opened(omar, ktp)
    await cast(sari, poll, "0")
    async with signed_in(sari) as her:
        page = words_of((await her.get("/me/erasure")).text)
        refused = await her.post("/me/erasure", data={"what": "everything", "sure": "yes"})

    assert "You voted in “Are 5 working days enough?”, which is still open." in page
    assert "Yes, erase it for good" not in page
    assert refused.status_code == 409
    assert "Your name cannot be erased yet." in words_of(refused.text)


async def test_a_bundle_made_before_is_not_handed_out_after(
    signed_in, visit, ktp, sari, settings, tmp_path
):
    keys = make_keys(tmp_path / "keys", "forum.test/log/1")
    await open_log(keys)
    said = await comment(sari, ktp, WORDS)
    await sequence(keys)
    address = f"/consultations/{ktp.slug}/bundle.zip"
    with zipfile.ZipFile(io.BytesIO((await visit.get(address)).content)) as before:
        assert WORDS in before.read("openings.jsonl").decode()

    await erase_contribution(await just_signed_in(sari), said.ref)
    await sequence(keys)

    with zipfile.ZipFile(io.BytesIO((await visit.get(address)).content)) as after:
        assert WORDS not in after.read("openings.jsonl").decode()


async def test_nor_one_that_still_has_words_that_were_hidden(visit, ktp, sari, maya, tmp_path):
    keys = make_keys(tmp_path / "keys", "forum.test/log/1")
    await open_log(keys)
    said = await comment(sari, ktp, WORDS)
    await sequence(keys)
    address = f"/consultations/{ktp.slug}/bundle.zip"
    with zipfile.ZipFile(io.BytesIO((await visit.get(address)).content)) as before:
        assert WORDS in before.read("openings.jsonl").decode()

    await decide(maya, said.ref, hiding())
    await sequence(keys)

    with zipfile.ZipFile(io.BytesIO((await visit.get(address)).content)) as after:
        assert WORDS not in after.read("openings.jsonl").decode()


async def test_what_the_record_has_of_her_suspension_and_her_report_can_be_opened(
    signed_in, ktp, sari, budi, maya
):
    said = await comment(sari, ktp, WORDS)
    theirs = await comment(budi, ktp, "Tujuh hari.")
    decision = await decide(maya, said.ref, suspending(3))
    await file_appeal(sari, decision.ref, "Saya tidak menghina.")
    await report(sari, theirs.ref, Reporting("insult", "Kasar.", once="laporan-sari-000001"))

    async with signed_in(sari) as her:
        data, _ = unpacked((await her.get("/me/data.zip")).content)

    [suspended], [reported] = data["suspensions"], data["reports"]
    opened_ = {
        one["type"]: {opening["value"] for opening in one["openings"]}
        for one in [*suspended["record"], *reported["record"]]
    }
    assert "Berulang kali." in opened_["moderation.decided"]
    assert "Saya tidak menghina." in opened_["appeal.filed"]
    assert "Kasar." in opened_["report.received"]
    assert not any(maya.record_id in value for values in opened_.values() for value in values)


BAD = {
    "nothing": {},
    "another choice": {"what": "somebody else", "sure": "yes"},
    "half a character": {"what": "\ud800", "sure": "yes"},
    "zero bytes": {"what": "\x00", "sure": "\x00"},
    "a novel": {"what": "name" * 20_000, "sure": "yes" * 20_000},
    "twice": [("what", "name"), ("what", "everything"), ("sure", "no"), ("sure", "yes")],
}


@both_databases
@pytest.mark.parametrize("typed", BAD.values(), ids=list(BAD))
async def test_whatever_else_is_sent_erases_nothing_and_gets_a_sentence(
    signed_in, ktp, sari, typed
):
    said = await comment(sari, ktp, WORDS)
    form = typed.items() if isinstance(typed, dict) else typed
    body = urlencode(list(form), errors="surrogatepass")
    headers = {"content-type": "application/x-www-form-urlencoded"}
    async with signed_in(sari) as her:
        for address in ("/me/erasure", f"/comments/{said.ref}/erasure"):
            if address != "/me/erasure" and "sure=yes&" in f"{body}&":
                continue  # for one comment that is all that is asked
            answer = await her.post(address, content=body, headers=headers)
            assert answer.status_code == 422
            assert "<h1>" in answer.text

    assert (await find_contribution(said.ref)).text == WORDS
