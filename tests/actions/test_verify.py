"""Anybody can check a record with one file, and every way to tamper with it is named."""

from __future__ import annotations

import asyncio
import base64
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from forum.audit.actions import sequence
from forum.audit.models import LogEntry
from forum.audit.queries.log import promised, proof_of
from forum.audit.rules import commit, leaf_hash, new_nonce
from forum.audit.rules.notes import Signer, note
from forum.consultations.actions import advance_due
from forum.core import clock
from forum.privacy.actions import erase_contribution
from forum.publication.bundle import bundle_of
from forum.publication.verify import check
from tests.clocks import later
from tests.erasing import just_signed_in
from tests.forging import Forged
from tests.packing import ORIGIN
from tests.world import another_consultation, comment

pytestmark = pytest.mark.anyio


def run(folder: Path, *bundle: str) -> subprocess.CompletedProcess[str]:
    """Run the verifier as somebody does who has unpacked it."""
    return subprocess.run(
        [sys.executable, "verify.py", *bundle, "../mine.tlog-proof", "../promise"],
        cwd=folder,
        env={"PYTHONPATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


async def test_whoever_has_the_bundle_checks_it_with_nothing_but_python(
    packed, told, keys, tmp_path
):
    entry = await LogEntry.get(type="comment.received", subject=told.sari.record_id)
    receipt = str(await proof_of(entry, opened=True))
    kept = {"mine.tlog-proof": receipt, "promise": promised(entry, keys)}
    (tmp_path / "record.zip").write_bytes(packed)
    with zipfile.ZipFile(tmp_path / "record.zip") as opened_:
        opened_.extractall(tmp_path / "record")
    for name, text in kept.items():
        (tmp_path / name).write_text(text)
    for where in (["../record.zip"], []):
        done = await asyncio.to_thread(run, tmp_path / "record", *where)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "This record is in order." in done.stdout
        assert "The checkpoint of forum.test/log/1 over" in done.stdout
        assert "mine.tlog-proof: stands in the log as entry" in done.stdout
        assert "the promise was kept" in done.stdout
        assert "All 1 tallies are those of the ballots in the log." in done.stdout
        assert "All 3 contributions were decided on" in done.stdout


async def test_a_bundle_says_nothing_of_what_others_were_told_in_another_consultation(
    told, keys, omar, agency, sari
):
    other = await another_consultation(omar, agency, clock.now() + timedelta(days=9))
    with later(days=10):
        await advance_due()
        await comment(sari, other, "Kantor itu terlalu jauh.")
        await sequence(keys)
    packed = (await bundle_of(told.consultation, "http://forum.test"))[1]

    assert Forged(packed, keys).found() == []
    assert "terlalu jauh" not in Forged(packed, keys).files["openings.jsonl"].decode()


async def test_what_was_covered_is_not_handed_out(packed, forged):
    assert b"0812" not in packed
    assert "0812" not in forged.files["openings.jsonl"].decode()
    assert "Tiga hari kerja sudah cukup." in forged.files["openings.jsonl"].decode()


def leave_out(kind: str, type_: str):
    def tamper(forged: Forged) -> None:
        raw = forged.raw[forged.place(type_)]
        leaf = leaf_hash(raw).hex()
        forged.change_openings(
            lambda lines: [one for one in lines if (one["leaf"], one["kind"]) != (leaf, kind)]
        )

    return tamper


def edit_without_signing(forged: Forged) -> None:
    forged.change(forged.place("comment.received"), lambda e: e["d"].update(clause="9"))


def drop_a_comment(forged: Forged) -> None:
    del forged.raw[forged.place("comment.received")]


def swap_two(forged: Forged) -> None:
    forged.raw[3], forged.raw[4] = forged.raw[4], forged.raw[3]


def forge_the_signature(forged: Forged) -> None:
    whole = forged.files["checkpoint"].decode()
    head, _, signature = whole.rstrip("\n").rpartition(" ")
    raw = bytearray(base64.b64decode(signature))
    raw[40] ^= 1
    forged.files["checkpoint"] = f"{head} {base64.b64encode(raw).decode()}\n".encode()


def sign_with_another_key(forged: Forged) -> None:
    text = forged.files["checkpoint"].decode().partition("\n\n")[0] + "\n"
    other = Signer(ORIGIN, bytes(32))
    forged.files["checkpoint"] = note(text, other.sign(text)).encode()


def write_it_another_way(forged: Forged) -> None:
    place = forged.place("comment.received")
    forged.raw[place] = forged.raw[place].replace(b'":', b'": ', 1)
    forged.sign()


def enter_it_twice(forged: Forged) -> None:
    forged.raw.append(forged.raw[forged.place("comment.received")])
    forged.sign()


def refer_to_nothing(forged: Forged) -> None:
    place = forged.place("poll.result")
    forged.change(place, lambda e: e.update(ref=base64.b64encode(bytes(32)).decode()))
    forged.sign()


def backdate(forged: Forged) -> None:
    place = forged.place("disposition.published")
    forged.change(place, lambda e: e.update(at="2020-01-01T00:00:00Z"))
    forged.sign()


def put_words_in_her_mouth(forged: Forged) -> None:
    def other_words(lines):
        for one in lines:
            one["value"] = one["value"].replace("Tiga hari", "Tiga puluh hari")
        return lines

    forged.change_openings(other_words)


def leave_one_unanswered(forged: Forged) -> None:
    del forged.raw[forged.place("disposition.published")]
    forged.sign()


def never_show_one(forged: Forged) -> None:
    del forged.raw[forged.place("comment.published", 1)]
    forged.sign()


def hide_without_a_decision(forged: Forged) -> None:
    place = forged.place("moderation.decided")
    forged.change(place, lambda e: e["c"].pop("statement"))
    redacted = forged.place("comment.redacted")
    leaf = base64.b64encode(leaf_hash(forged.raw[place]))
    forged.change(redacted, lambda e: e.update(ref=leaf.decode()))
    forged.sign()


def leave_hidden_what_won_its_appeal(forged: Forged) -> None:
    del forged.raw[forged.place("comment.restored")]
    forged.sign()


def let_one_suspend_for_long(forged: Forged) -> None:
    place = forged.place("moderation.decided")
    forged.change(place, lambda e: e["d"].update(duration_days=30))
    repoint(forged, place)


def say_that_two_agreed(forged: Forged) -> None:
    place = forged.place("moderation.decided")
    forged.change(place, lambda e: e["d"].update(second=True))
    repoint(forged, place)


def never_confirm_what_was_urgent(forged: Forged) -> None:
    place = forged.place("moderation.decided")
    forged.change(place, lambda e: e["d"].update(urgent=True))
    repoint(forged, place)


def repoint(forged: Forged, place: int) -> None:
    """Let what followed the first decision follow it as it reads now."""
    leaf = base64.b64encode(leaf_hash(forged.raw[place])).decode()
    forged.change(forged.place("comment.redacted"), lambda e: e.update(ref=leaf))
    forged.sign()


def change_the_rules_of_the_poll(forged: Forged) -> None:
    forged.change_file(
        forged.name_of("poll.json"), lambda poll: poll["rule"].update(majority="two_thirds")
    )


def open_the_poll_twice(forged: Forged) -> None:
    forged.raw.append(forged.raw[forged.place("poll.opened")])
    forged.change(len(forged.raw) - 1, lambda e: e.update(at="2099-01-01T00:00:00Z"))
    forged.sign()


def stuff_the_box(forged: Forged) -> None:
    salt = bytes(range(32))

    def another(entry):
        entry["d"]["nonce"] = new_nonce()
        entry["c"]["choice"] = commit("choice", salt, "0")
        entry["c"]["voter"] = commit("voter", salt, "somebody")

    forged.raw.insert(forged.place("poll.closed"), forged.raw[forged.place("ballot.cast")])
    forged.change(forged.place("poll.closed") - 1, another)
    forged.sign()


def vote_after_closing(forged: Forged) -> None:
    forged.raw.append(forged.raw.pop(forged.place("ballot.cast")))
    forged.sign()


def claim_another_tally(forged: Forged) -> None:
    def swapped(entry):
        entry["d"]["totals"] = [9, *entry["d"]["totals"][1:]]

    forged.change(forged.place("poll.result"), swapped)
    forged.sign()


def count_other_ballots(forged: Forged) -> None:
    name = forged.name_of("ballots.csv")
    forged.files[name] = forged.files[name].replace(b",0\n", b",1\n", 1)


def shrink_the_roll(forged: Forged) -> None:
    forged.change(forged.place("poll.opened"), lambda e: e["d"].update(roll={"email": 2}))
    forged.sign()


def change_the_document(forged: Forged) -> None:
    place = forged.place("document.published")
    name = f"documents/{json.loads(forged.raw[place])['d']['sha256']}.json"
    forged.files[name] = forged.files[name].replace(b"hari", b"bulan", 1)


def embellish_the_result(forged: Forged) -> None:
    place = forged.place("version.published", -1)
    forged.change(place, lambda e: e["d"].update(dispositions={"accepted": 3}))
    forged.sign()


def call_it_another_log(forged: Forged) -> None:
    forged.change(0, lambda e: e["d"].update(origin="elsewhere.test/log/1"))
    forged.sign()


def leave_out_the_ballots(forged: Forged) -> None:
    del forged.files[forged.name_of("ballots.csv")]


TAMPERED = [
    (leave_out_the_ballots, "The ballots of poll"),
    (edit_without_signing, "edited, left out or moved"),
    (drop_a_comment, "The checkpoint counts"),
    (swap_two, "edited, left out or moved"),
    (forge_the_signature, "forged signature"),
    (sign_with_another_key, "is not signed by the key"),
    (write_it_another_way, "not written in the one way"),
    (enter_it_twice, "stands in the log twice"),
    (refer_to_nothing, "follows one that does not stand before it"),
    (backdate, "was backdated"),
    (put_words_in_her_mouth, "is not what was committed to"),
    (leave_out("body", "comment.received"), "were left out here"),
    (leave_one_unanswered, "was never answered"),
    (never_show_one, "never shown or held"),
    (hide_without_a_decision, "without a decision that says why"),
    (leave_hidden_what_won_its_appeal, "though the decision was undone"),
    (let_one_suspend_for_long, "suspends somebody for long by one person alone"),
    (say_that_two_agreed, "says that two people agreed, and commits to one"),
    (never_confirm_what_was_urgent, "was urgent, and not confirmed"),
    (change_the_rules_of_the_poll, "were changed after entry"),
    (open_the_poll_twice, "was opened twice"),
    (stuff_the_box, "was not counted from the ballots in the log"),
    (vote_after_closing, "a poll that was not open"),
    (claim_another_tally, "The tally of poll"),
    (count_other_ballots, "are not those that were counted"),
    (shrink_the_roll, "only 2 were entitled"),
    (change_the_document, "were changed later"),
    (embellish_the_result, "The numbers of answers"),
    (call_it_another_log, "does not begin by saying"),
]


async def test_every_way_to_tamper_with_the_record_is_named_in_a_sentence(packed, keys):
    assert Forged(packed, keys).found() == []
    missed = []
    for tamper, sentence in TAMPERED:
        forged = Forged(packed, keys)
        tamper(forged)
        found = forged.found()
        if not any(sentence in one for one in found):
            missed.append((tamper.__name__, sentence, found))
    assert missed == []


async def test_a_log_that_was_rewritten_and_signed_again_is_caught_by_what_sari_kept(
    forged, told, keys
):
    entry = await LogEntry.get(type="comment.received", subject=told.sari.record_id)
    receipt, older = str(await proof_of(entry)), forged.sign(5)
    promise = promised(entry, keys)
    place = forged.place("comment.received")
    forged.change(2, lambda e: e.update(by="operator"))
    forged.change(place, lambda e: e["d"].update(clause="9"))
    forged.sign()

    found = forged.found(older=older, receipt=receipt, promise=promise)
    assert any("older: forum.test/log/1 was rewritten" in one for one in found)
    assert any("receipt" in one and "rewritten" in one for one in found)
    assert any("promise: what was promised a place in the log is not there" in one for one in found)


async def test_a_receipt_of_another_text_is_caught(forged, told):
    entry = await LogEntry.get(type="comment.received", subject=told.sari.record_id)
    proof = await proof_of(entry, opened=True)
    lie = replace(proof.openings["body"], value="Tiga puluh hari.")
    other = str(replace(proof, openings={**proof.openings, "body": lie}))

    assert any("its body is not what was committed to" in one for one in forged.found(mine=other))


@pytest.mark.parametrize("name", ["bundle.json", "checkpoint", "policy", "openings.jsonl"])
async def test_a_damaged_bundle_is_told_in_a_sentence(forged, name):
    forged.files[name] = b"\xff\x00"
    assert forged.found() != []
    del forged.files[name]
    assert any(f"The file {name} is missing" in one for one in forged.found())


async def test_a_record_from_which_words_were_erased_is_in_order_and_so_is_the_receipt(
    told, keys, sari, packed
):
    entry = await LogEntry.get(type="comment.received", subject=told.sari.record_id)
    receipts = {
        "before.tlog-proof": str(await proof_of(entry, opened=True)),
        "before": Forged(packed, keys).files["checkpoint"].decode(),
    }
    await erase_contribution(await just_signed_in(sari), told.sari.ref)
    await sequence(keys)
    packed = (await bundle_of(told.consultation, "http://forum.test"))[1]
    after = Forged(packed, keys)
    receipts["after.tlog-proof"] = str(await proof_of(entry))

    good, bad = check(after.bundle(), receipts)

    assert bad == []
    assert (
        "The words of everything public are here, or were erased by an entry that says so." in good
    )
    for name in ("before.tlog-proof", "after.tlog-proof"):
        assert any(one.startswith(f"{name}: stands in the log as entry") for one in good)
    assert "Tiga hari kerja sudah cukup" not in after.files["openings.jsonl"].decode()


async def test_words_that_are_left_out_as_if_they_were_erased_are_missed(forged):
    """Without an entry that says so nobody can say that an author wished it."""
    said = "Tiga hari kerja sudah cukup."
    forged.change_openings(lambda lines: [one for one in lines if one["value"] != said])

    assert "are public, but were left out here" in forged.found()[0]
