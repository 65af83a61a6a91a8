"""A reader who falls behind gets the newest in the end, or is closed; nobody waits for it."""

from __future__ import annotations

import asyncio
import json

import pytest
from starlette.types import Message

from forum.live.frames import fits, payload_of, text_frame
from forum.live.outlets import AsgiOutlet
from forum.live.protocol import Close
from forum.live.rounds import SLOW, Rounds
from forum.live.ticker import pace
from tests.live.listening import Listener
from tests.meeting import press_on, someone_asks


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536])
def test_a_frame_holds_its_message(size):
    assert payload_of(text_frame(b"x" * size)) == b"x" * size


def test_uvicorn_still_has_what_the_frames_lean_on():
    assert fits()


@pytest.mark.parametrize(
    ("listeners", "hertz"), [(0, 10), (2_000, 10), (5_000, 4), (10_000, 2), (100_000, 1)]
)
def test_numbers_are_sent_less_often_the_more_people_listen(listeners, hertz):
    assert round(pace(listeners, 25)) == hertz


def test_whoever_runs_a_large_forum_can_let_the_numbers_move_oftener():
    assert round(pace(10_000, 60)) == 5


async def test_a_reader_who_pauses_is_told_the_rest_and_only_the_newest_numbers(evening, house):
    room = await house.live.room(evening.session.code)
    her, him = Listener().join(room), Listener().join(room)
    her.stall()
    await press_on(evening.wati, evening.session)
    for _time in range(3):
        await someone_asks(evening.sari, evening.session)
        await room.settled()
        for group in room.groups.values():
            await group.send_states(room.numbers.take(room.floor))
    assert her.basket.messages == []
    his = him.hear()
    before = len(her.messages)
    her.go_on()

    assert her.picture == his.picture
    assert her.states["queue"]["d"] == his.states["queue"]["d"]
    queues = [one for one in her.messages[before:] if one.get("k") == "queue"]
    assert len(queues) == 1


async def test_whoever_pauses_for_too_long_is_closed_and_comes_back(evening, house):
    room = await house.live.room(evening.session.code)
    her = Listener().join(room)
    her.stall()
    rounds = Rounds(house.live)
    await rounds.round(1)
    assert her.basket.closed_for is None
    her.member.paused_since -= SLOW + 1  # as if it had been so long ago
    await rounds.round(1)

    assert her.basket.closed_for is Close.TOO_SLOW
    assert her.join(room).s == room.s


async def test_a_socket_that_never_reads_is_cut_and_the_others_hear_everything(
    evening, house, connect
):
    """Real buffers fill up: the reader's own, the kernel's, and at last the server's 64 KiB."""
    async with connect(evening.session, evening.sari) as her:
        await her.hear()
        reader, writer = await stalled(house.port, evening.session.code)
        room = await house.live.room(evening.session.code)
        await until_somebody_pauses(room)
        [slow] = [one for one in room.members if one.outlet.paused]
        await Rounds(house.live).round(1)
        slow.paused_since -= SLOW + 1
        await Rounds(house.live).round(1)
        await asyncio.wait_for(gone(slow), 10)
        assert (await her.ask("say", text="Saya mendengar semuanya."))["t"] == "ack"
        writer.close()
        del reader


async def stalled(port: int, code: str):
    """Connect, and read nothing."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1)
    writer.write(
        f"GET /sessions/{code}/live HTTP/1.1\r\nHost: forum.test\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    await reader.read(1)
    writer.transport.pause_reading()
    return reader, writer


async def until_somebody_pauses(room) -> None:
    padding = text_frame(json.dumps({"t": "st", "k": "padding", "d": "x" * 60_000}).encode())
    async with asyncio.timeout(10):
        while not any(one.outlet.paused for one in room.members):
            for one in list(room.members):
                if not one.person_id:
                    one.outlet.write(padding)
            await asyncio.sleep(0)


async def gone(member) -> None:
    while member in member.group.members:  # noqa: ASYNC110 - it leaves by itself
        await asyncio.sleep(0.01)


async def test_another_server_sends_the_same_messages_in_order():
    sent: list[Message] = []
    slow = asyncio.Event()

    async def send(message: Message) -> None:
        await slow.wait()
        sent.append(message)

    outlet = AsgiOutlet(send)
    outlet.write(text_frame(b"one"))
    outlet.write(text_frame(b"two"))
    assert outlet.paused
    drained = asyncio.Event()
    outlet.on_drain = drained.set
    slow.set()
    await drained.wait()
    outlet.end(4408)
    async with asyncio.timeout(5):
        while len(sent) < 3:  # noqa: ASYNC110
            await asyncio.sleep(0)

    assert [one.get("text") for one in sent] == ["one", "two", None]
    assert sent[-1]["code"] == Close.TOO_SLOW
