"""Witnesses over HTTP sign what grew and refuse what forked; the forum shows who has seen it."""

from __future__ import annotations

import asyncio
import socket
from datetime import timedelta

import httpx2
import pytest

from forum.audit.actions import gather_cosignatures, record, sequence
from forum.audit.models import LogCosignature, LogEntry
from forum.audit.queries.log import newest_log
from forum.audit.queries.witnessed import enough_for, seen_proof_of, watch_of
from forum.audit.rules.checkpoints import Checkpoint, policy
from forum.audit.rules.notes import note, read_note
from forum.audit.rules.witnessing import Witness
from forum.audit.witnesses import quorum, set_witnesses, witness_lines
from forum.cli.witness import Watching
from forum.core import clock
from forum.core.db import transaction
from forum.publication.verify import check
from forum.web.outbound import post_text
from tests.clocks import later
from tests.databases import both_databases
from tests.pages import words_of
from tests.watching import answering, two_watch

ORIGIN = "forum.test/log/1"


async def act(number: int = 3) -> None:
    for _one in range(number):
        async with transaction():
            await record("agency.added", by="operator", d={"agency": "disdukcapil"})


@both_databases
async def test_two_witnesses_sign_what_grew_and_stand_under_the_checkpoint(
    app, visit, keys, tmp_path
):
    await act()
    await sequence(keys)
    async with two_watch(tmp_path, keys) as both:
        assert await gather_cosignatures(post_text) == 2
        assert await gather_cosignatures(post_text) == 0
        await act(300)
        await sequence(keys)
        assert await gather_cosignatures(post_text) == 2

    shown = (await visit.get("/log/1/checkpoint")).text
    signed = read_note(shown, [keys.log.verifier, *(one.signer.verifier for one in both)])
    assert len(signed.by) == 3
    assert (await visit.get("/log/1/policy")).text == policy(
        str(keys.log.verifier), "http://forum.test/log/1", str(keys.promise.verifier),
        witness_lines(), 2,
    )  # fmt: skip
    page = words_of((await visit.get("/record")).text)
    assert "2 of 2 witnesses have signed what was signed last" in page
    entry = await LogEntry.get(idx=1)
    proof = await seen_proof_of(entry)
    assert len(read_note(proof.checkpoint, [one.signer.verifier for one in both]).by) == 2


async def test_a_forked_log_is_refused_in_a_plain_sentence_and_the_proof_is_kept(keys, tmp_path):
    await act()
    await sequence(keys)
    async with two_watch(tmp_path, keys) as both:
        await gather_cosignatures(post_text)
        text = str(Checkpoint(ORIGIN, 4, b"x" * 32))
        forked = note(text, keys.log.sign(text))
        status, answer = await post_text(
            f"{witness_lines()[0][1]}/add-checkpoint", f"old 4\n\n{forked}"
        )

    assert status == 409
    assert answer == (
        "forum.test/log/1 was forked: it signed other 4 entries before, and this witness has kept "
        "them.\n"
    )
    assert forked in (both[0].folder / "refused").read_text()
    assert not (both[1].folder / "refused").exists()


async def test_a_database_that_was_put_back_gets_no_signature(keys, tmp_path):
    """The witnesses have seen more: the forum says so in its journal and keeps what it has."""
    await act()
    await sequence(keys)
    async with two_watch(tmp_path, keys) as both:
        await gather_cosignatures(post_text)
        for one in both:
            one._keep(ORIGIN, str(Checkpoint(ORIGIN, 9, b"y" * 32)))
        await act()
        await sequence(keys)

        assert await gather_cosignatures(post_text) == 0

    assert await LogCosignature.all().count() == 2


async def test_a_witness_that_forgot_nothing_goes_on_after_a_restart(keys, tmp_path):
    await act()
    await sequence(keys)
    folder = tmp_path / "newsroom"
    first = Watching(folder, "newsroom.example/w", [keys.log.verifier])
    async with answering(first) as address:
        set_witnesses([Witness(first.signer.verifier, address)], 1)
        await gather_cosignatures(post_text)
        with pytest.raises(OSError, match="Another witness watches from"):
            Watching(folder, "newsroom.example/w", [keys.log.verifier])
    with Watching(folder, "newsroom.example/w", [keys.log.verifier]) as again:
        assert again.signer == first.signer
        assert again.last(ORIGIN) == first.last(ORIGIN)
        assert again.last(ORIGIN).size == 4


@pytest.mark.parametrize(
    ("sent", "status"),
    [(b"\xff", 400), (b"hello", 400), (b"x" * 70_000, 413), (b"old 0\n\n" + b"a\n0\n\n", 400)],
)
async def test_a_witness_answers_anything_at_all_with_a_sentence(keys, tmp_path, sent, status):
    watching = Watching(tmp_path / "w", "newsroom.example/w", [keys.log.verifier])
    client = httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=watching.app()), base_url="http://w"
    )
    async with client:
        with watching:
            answer = await client.post("/add-checkpoint", content=sent)
        about = await client.get("/")

    assert answer.status_code == status
    assert answer.text.strip().endswith(".") or " " in answer.text
    assert "forum.test/log/1" in about.text


async def test_nothing_waits_for_a_witness_that_is_away(keys):
    await act()
    await sequence(keys)
    gone = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{gone.getsockname()[1]}"
    gone.close()
    watching_key = keys.promise.verifier
    set_witnesses([Witness(watching_key, address)], 1)

    assert await gather_cosignatures(post_text) == 0
    assert await sequence(keys) == 0
    watch = await watch_of(await newest_log())
    assert (watch.by, watch.of, watch.size) == (0, 1, 0)
    with later(minutes=16):
        assert (await watch_of(await newest_log())).late


@pytest.mark.parametrize("answer", ["9" * 5_000, "٣"])
async def test_what_one_witness_answers_silences_no_other(keys, tmp_path, answer):
    await act()
    await sequence(keys)

    async def post(address, text):
        return (
            (409, answer) if address.startswith("http://first") else await post_text(address, text)
        )

    watching = Watching(tmp_path / "w", "newsroom.example/w", [keys.log.verifier])
    async with answering(watching) as address:
        first = Witness(keys.promise.verifier, "http://first")
        set_witnesses([first, Witness(watching.signer.verifier, address)], 1)
        assert await gather_cosignatures(post) == 1


async def test_an_answer_that_leads_elsewhere_is_not_followed():
    async def lead(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(
            b"HTTP/1.1 307 Temporary Redirect\r\nlocation: http://127.0.0.1:1/\r\n"
            b"content-length: 0\r\nconnection: close\r\n\r\n"
        )
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(lead, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        status, _answer = await post_text(f"http://127.0.0.1:{port}/add-checkpoint", "old 0\n")

    assert status == 307
    with pytest.raises(OSError, match="not an address of the web"):
        await post_text("file:///etc/passwd", "")


async def test_a_signature_of_somebody_else_is_not_kept(keys, tmp_path):
    await act()
    await sequence(keys)
    async with two_watch(tmp_path, keys) as both:
        other = Watching(tmp_path / "other", "newsroom.example/w", [keys.log.verifier])
        async with answering(other) as address:
            set_witnesses([Witness(both[0].signer.verifier, address)], 1)
            assert await gather_cosignatures(post_text) == 0

    assert not await LogCosignature.exists()


# --- What the verifier says ---


async def test_the_verifier_says_how_many_witnesses_saw_it(watched):
    forged, _both = watched
    good, bad = check(forged.bundle(), {})

    assert bad == []
    assert "of them were seen by 2 witnesses." in good[0]


async def test_fewer_witnesses_than_the_policy_asks_for_are_not_enough(watched):
    forged, both = watched
    lines = forged.files["witnessed"].decode().splitlines(keepends=True)
    name = both[0].signer.name
    forged.files["witnessed"] = "".join(one for one in lines if f"— {name} " not in one).encode()

    assert forged.found() == ["Fewer witnesses have signed this log than its policy asks for."]
    del forged.files["witnessed"]
    assert forged.found() == ["Fewer witnesses have signed this log than its policy asks for."]


async def test_a_forged_signature_of_a_witness_is_named(watched):
    forged, both = watched
    name = both[0].signer.name
    text, _gap, _lines = forged.files["witnessed"].decode().rpartition("\n\n")
    impostor = both[0].signer.sign(f"{text}\nx", seen_at=int(clock.now().timestamp()))
    lines = [
        impostor if f"— {name} " in one else one
        for one in forged.files["witnessed"].decode().splitlines(keepends=True)
    ]
    forged.files["witnessed"] = "".join(lines).encode()

    assert (
        f"What the witnesses signed has a forged signature: it is not what {name} signed."
        in forged.found()
    )


async def test_a_log_rewritten_after_its_witnesses_saw_it_is_named(watched):
    forged, _both = watched
    place = forged.place("comment.received")
    forged.change(place, lambda entry: entry["d"].update(clause="9.9"))
    forged.sign()

    assert f"{ORIGIN} was rewritten: its witnesses signed another log." in forged.found()


async def test_an_entry_that_says_it_came_after_witnesses_saw_it_is_named(watched, keys):
    forged, both = watched
    text = forged.files["witnessed"].decode().rpartition("\n\n")[0] + "\n"
    early = int((clock.now() - timedelta(days=30)).timestamp())
    lines = [one.signer.sign(text, seen_at=early) for one in both]
    forged.files["witnessed"] = note(text, keys.log.sign(text), *lines).encode()

    assert any("but witnesses saw it before" in one for one in forged.found())


async def test_quorum_is_never_more_than_there_are_witnesses(keys):
    set_witnesses([Witness(keys.promise.verifier, "https://w.example")], 5)

    assert quorum() == 1
    assert await enough_for(1) is None
