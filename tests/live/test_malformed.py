"""Whatever comes in over a socket: an answer or a closed connection, never an exception, and the
others notice nothing.
"""

from __future__ import annotations

import asyncio
import json
import logging
import struct

import pytest

from forum.core.ids import new_ref
from forum.live.doors import PATIENCE
from forum.live.protocol import Close
from tests.live.raw import BINARY, CLOSE, CONTINUED, PING, PONG, frame, raw, status_of
from tests.live.reader import Reader

RID = "rid-0123456789"


@pytest.fixture(autouse=True)
def _nothing_in_the_log(caplog, capfd):
    """No line of any logger, and nothing on the streams, tells of an exception."""
    caplog.set_level(logging.WARNING)
    yield
    out, err = capfd.readouterr()
    assert "Traceback" not in caplog.text + out + err
    assert "[error" not in out + err
    assert [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR] == []


def text(**message: object) -> bytes:
    return frame(json.dumps(message).encode())


CLOSED_FOR: dict[str, tuple[bytes, int]] = {
    "a binary message": (frame(b'{"do":"vote"}', BINARY), Close.BINARY),
    "not JSON": (frame(b"hello"), Close.NOT_JSON),
    "half a JSON": (frame(b'{"do":"vote"'), Close.NOT_JSON),
    "an empty message": (frame(b""), Close.NOT_JSON),
    "a list": (frame(b"[1,2,3]"), Close.NOT_JSON),
    "a number": (frame(b"17"), Close.NOT_JSON),
    "NaN": (frame(b'{"do":"vote","rid":NaN}'), Close.NOT_JSON),
    "a hundred fields": (text(**{f"f{n}": n for n in range(100)}), Close.NOT_JSON),
    "10,000 lists in each other": (frame(b"[" * 5_000 + b"]" * 5_000), Close.NOT_JSON),
    "objects without end": (frame(b'{"a":' * 3_000), Close.NOT_JSON),
    "half a character": (frame(b'{"do":"say","rid":"\\ud800"}'), Close.NOT_JSON),
    "bytes that are not UTF-8": (frame(b'{"do":"\xff\xfe"}'), Close.NOT_JSON),
    "a number of 5,000 digits": (frame(b'{"n":' + b"1" * 5_000 + b"}"), Close.NOT_JSON),
    "1 MB": (frame(b"x" * 1_000_000), Close.TOO_BIG),
    "a megabyte that is only announced": (
        bytes([0x81, 0xFF]) + struct.pack("!Q", 1 << 62) + b"1234",
        Close.TOO_BIG,
    ),
    "a thousand pieces": (
        frame(b"", whole=False) + frame(b"", CONTINUED, whole=False) * 1_000,
        Close.TOO_BIG,
    ),
    "a frame without a mask": (frame(b"{}", masked=False), 1002),
    "reserved bits": (frame(b"{}", bits=0x40), 1002),
    "an unknown opcode": (frame(b"{}", 5), 1002),
    "a control frame that is too long": (frame(b"x" * 200, PING), 1002),
    "a control frame in pieces": (frame(b"x", PING, whole=False), 1002),
    "a continuation of nothing": (frame(b"x", CONTINUED), 1002),
    "a new message inside another": (frame(b"{", whole=False) + frame(b"{}"), 1002),
    "a close with half a code": (frame(b"\x03", CLOSE), 1002),
    "a close with a code nobody may send": (frame(struct.pack("!H", 1005), CLOSE), 1002),
    "a thousand pings": (frame(b"x", PING) * 1_000, Close.MISUSE),
    "a thousand pongs": (frame(b"x", PONG) * 1_000, Close.MISUSE),
    "a thousand unknown verbs": (text(do="dance", rid=RID) * 1_000, Close.MISUSE),
    "a thousand votes at once": (text(do="vote", rid=RID, poll="x") * 1_000, Close.MISUSE),
}


async def test_what_no_page_of_ours_sends_is_closed_with_its_code(evening, house, cookie_of):
    token, closed_for = await cookie_of(evening.sari), {}
    for kind, (sent, _code) in CLOSED_FOR.items():
        async with raw(house.port, evening.session.code, token=token) as wire:
            await wire.send(sent)
            closed_for[kind] = await wire.close_code()

    assert closed_for == {kind: code for kind, (_sent, code) in CLOSED_FOR.items()}


REFUSED: dict[str, tuple[dict[str, object], str]] = {
    "an unknown verb": ({"do": "dance", "rid": RID}, "live.unknown"),
    "no verb": ({"rid": RID}, "live.unknown"),
    "a verb that is a list": ({"do": ["vote"], "rid": RID}, "live.unknown"),
    "no rid": ({"do": "say", "text": "Halo"}, "live.no-key"),
    "a rid that is a number": ({"do": "say", "rid": 7, "text": "Halo"}, "live.no-key"),
    "a huge rid": ({"do": "say", "rid": "r" * 10_000, "text": "Halo"}, "live.no-key"),
    "a rid with a line in it": ({"do": "say", "rid": RID + "\n", "text": "Halo"}, "live.no-key"),
    "a text that is an object": ({"do": "say", "rid": RID, "text": {"a": 1}}, "form.invalid"),
    "a text that is nothing": ({"do": "say", "rid": RID, "text": None}, "form.invalid"),
    "a text that is a fraction": ({"do": "say", "rid": RID, "text": 1.5}, "form.invalid"),
    "lists in lists": ({"do": "vote", "rid": RID, "choice": [[["0"]]]}, "form.invalid"),
    "a text that is only NUL": ({"do": "say", "rid": RID, "text": "\0\0"}, "form.invalid"),
    "a kind that there is not": (
        {"do": "ask", "rid": RID, "ask": "x", "text": "a"},
        "form.invalid",
    ),
    "a side that there is not": (
        {"do": "ask", "rid": RID, "ask": "hand", "stance": "left"},
        "form.invalid",
    ),
    "a poll that there is not": ({"do": "vote", "rid": RID, "poll": "x"}, "poll.not-found"),
    "a poll that is a number": ({"do": "vote", "rid": RID, "poll": 7}, "poll.not-found"),
    "an entry that there is not": (
        {"do": "support", "rid": RID, "entry": "k7m2q9x4ab"},
        "queue.not-found",
    ),
    "an entry of 10,000 letters": (
        {"do": "withdraw", "rid": RID, "entry": "e" * 10_000},
        "queue.not-found",
    ),
    "a move of somebody who does not chair": (
        {"do": "next", "rid": RID, "seen": 0},
        "access.session:run",
    ),
    "a move that there is not": ({"do": "move", "rid": RID, "kind": "fly"}, "form.invalid"),
    "a seen of many digits": (
        {"do": "next", "rid": RID, "seen": "9" * 100},
        "form.invalid",
    ),
}


async def test_what_makes_no_sense_is_answered_with_a_sentence(evening, house, cookie_of):
    token, answers = await cookie_of(evening.sari), {}
    for kind, (sent, _code) in REFUSED.items():
        reader = Reader(house.port, evening.session.code, token)
        async with reader.connected() as her:
            await her.socket.send(json.dumps(sent))
            answer = await her.until(lambda one: one["t"] in ("ack", "nack"))
            assert answer["sentence"].endswith("."), kind
            answers[kind] = answer["code"]

    assert answers == {kind: code for kind, (_sent, code) in REFUSED.items()}


async def test_a_frame_that_never_ends_is_waited_for_and_harms_nobody(evening, house, connect):
    async with (
        raw(house.port, evening.session.code) as wire,
        connect(evening.session, evening.sari) as her,
    ):
        await wire.send(bytes([0x81, 0xFE, 0x0F, 0xFF]) + b"mask" + b"only the beginning")
        assert (await her.ask("say", text="Saya tetap terdengar."))["t"] == "ack"


async def test_whoever_sends_a_thousand_a_second_is_closed_and_others_are_answered(
    evening, house, connect, cookie_of
):
    async with connect(evening.session, evening.sari) as her:

        async def flood() -> int:
            async with raw(
                house.port, evening.session.code, token=await cookie_of(evening.budi)
            ) as wire:
                for number in range(1_000):
                    await wire.send(text(do="say", rid=f"rid-{new_ref()}", text=f"{number}"))
                return await wire.close_code()

        flooding = asyncio.create_task(flood())
        for number in range(5):
            answer = await her.ask("ask", ask="question", text=f"Pertanyaan {number}?")
            assert answer["t"] == "ack", answer
        assert await flooding in (Close.MISUSE, 0)


async def test_whoever_is_thrown_out_again_and_again_has_to_wait_and_others_come_in(
    evening, house, cookie_of
):
    path = f"/sessions/{evening.session.code}/live"
    headers = {"Host": "forum.test", "Origin": "http://forum.test"}
    sari = {**headers, "Cookie": f"sign-in={await cookie_of(evening.sari)}"}
    token = await cookie_of(evening.budi)
    for _time in range(round(PATIENCE)):
        async with raw(house.port, evening.session.code, token=token) as wire:
            await wire.send(frame(b"nonsense"))
            assert await wire.close_code() == Close.NOT_JSON

    budi = {**headers, "Cookie": f"sign-in={token}"}
    assert await status_of(house.port, path, budi) == 429
    assert await status_of(house.port, path, sari) == 101


ORIGINS = {
    "another site": "http://elsewhere.example",
    "null": "null",
    "a look-alike before it": "http://forum.test.elsewhere.example",
    "a look-alike behind it": "http://notforum.test",
    "another port": "http://forum.test:8080",
    "another scheme": "https://forum.test",
    "our name as a user": "http://forum.test@elsewhere.example",
    "our name as a path": "http://elsewhere.example/forum.test",
    "a path behind it": "http://forum.test/sessions",
    "what is no address": "http://[forum.test",
    "nothing": "",
}


async def test_a_page_of_another_site_does_not_get_in(evening, house, cookie_of):
    headers = {"Host": "forum.test", "Cookie": f"sign-in={await cookie_of(evening.sari)}"}
    path = f"/sessions/{evening.session.code}/live"
    for kind, origin in ORIGINS.items():
        status = await status_of(house.port, path, {**headers, "Origin": origin})
        assert (kind, status) == (kind, 403)


async def test_without_an_origin_nobody_comes_in_on_a_cookie(evening, house, cookie_of):
    path = f"/sessions/{evening.session.code}/live"
    cookie = {"Cookie": f"sign-in={await cookie_of(evening.sari)}"}
    assert await status_of(house.port, path, {"Host": "forum.test", **cookie}) == 403
    assert await status_of(house.port, path, {"Host": "forum.test"}) == 101


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sessions/QQQQQQ/live", 404),
        ("/sessions/../live", 404),
        ("/live", 404),
        ("/sessions/\xe9\xe9\xe9\xe9\xe9\xe9/live", 400),
    ],
)
async def test_an_address_without_a_session_is_answered(house, path, status):
    headers = {"Host": "forum.test", "Origin": "http://forum.test"}
    assert await status_of(house.port, path, headers) == status


async def test_a_name_that_is_not_ours_is_refused(evening, house):
    headers = {"Host": "elsewhere.example", "Origin": "http://elsewhere.example"}
    path = f"/sessions/{evening.session.code}/live"
    assert await status_of(house.port, path, headers) == 400
