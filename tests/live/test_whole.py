"""Messages that come whole are read without the library's parser, and just as it reads them."""

from __future__ import annotations

import asyncio
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from uvicorn.config import Config
from uvicorn.server import ServerState
from websockets.client import ClientProtocol
from websockets.protocol import State
from websockets.uri import parse_uri

from forum.live.frames import LARGEST_MESSAGE, FramesProtocol
from forum.live.whole import whole_text

KEY = "dGhlIHNhbXBsZSBub25jZQ=="

texts = st.text(max_size=300) | st.integers(100, 8_000).map(lambda size: "é" * size)
kinds = st.one_of(
    st.tuples(st.just("text"), texts),
    st.tuples(st.just("in pieces"), texts),
    st.tuples(st.just("bytes"), st.binary(max_size=200).map(bytes.hex)),
    st.tuples(st.just("ping"), st.just("")),
)


class Wire(asyncio.Transport):
    """Takes what is written, and has no end."""

    def write(self, data): ...

    def set_write_buffer_limits(self, high=None, low=None): ...

    def pause_reading(self): ...

    def resume_reading(self): ...

    def is_closing(self):
        return False

    def close(self): ...


def frames_of(kind: str, said: str) -> bytes:
    """Return what a client sends, as the library writes it."""
    client = ClientProtocol(parse_uri("ws://localhost/"))
    client.state = State.OPEN
    match kind:
        case "text":
            client.send_text(said.encode())
        case "in pieces":
            half = len(said) // 2
            client.send_text(said[:half].encode(), fin=False)
            client.send_continuation(said[half:].encode(), fin=True)
        case "bytes":
            client.send_binary(bytes.fromhex(said))
        case "ping":
            client.send_ping(b"here")
    return b"".join(client.data_to_send())


async def heard(pieces: list[bytes]) -> list[str | bytes]:
    """Return the messages that a connection makes of these pieces."""
    config = Config(app=None, ws=FramesProtocol, interface="asgi3", lifespan="off", log_config=None)
    config.loaded, config.loaded_app = True, _nobody
    connection = FramesProtocol(config, ServerState(), {})
    connection.connection_made(Wire())
    connection.take_over({"extensions": {}}, KEY)
    connection.conn.state = State.OPEN
    connection.queue.get_nowait()
    for piece in pieces:
        connection.data_received(piece)
    found = []
    while not connection.queue.empty():
        message = connection.queue.get_nowait()
        found.append(message.get("text", message.get("bytes")))
    return found


@given(st.lists(kinds, max_size=10), st.lists(st.integers(0, 4_000), max_size=12))
def test_however_a_line_cuts_them_the_same_messages_arrive(sent, cuts):
    stream = [frames_of(kind, said) for kind, said in sent]
    whole = b"".join(stream)
    places = sorted({0, len(whole), *[cut for cut in cuts if cut < len(whole)]})
    cut = [whole[start:end] for start, end in pairwise(places)]
    meant = [
        bytes.fromhex(said) if kind == "bytes" else said for kind, said in sent if kind != "ping"
    ]

    assert asyncio.run(heard(stream)) == meant
    assert asyncio.run(heard(cut)) == meant
    assert asyncio.run(heard([*cut, *stream])) == meant + meant


@given(texts)
def test_a_text_that_comes_alone_is_read_at_once(said):
    assert whole_text(frames_of("text", said), LARGEST_MESSAGE) == said.encode()


@given(kinds, texts)
def test_anything_else_is_left_to_the_library(other, said):
    text = frames_of("text", said)
    for data in [text[:-1], text + b"\x81", text + text, b"", text[:1]]:
        assert whole_text(data, LARGEST_MESSAGE) is None
    if other[0] != "text":
        assert whole_text(frames_of(*other), LARGEST_MESSAGE) is None


def test_a_message_that_is_too_long_is_left_to_the_library():
    fits, too_long = "x" * LARGEST_MESSAGE, "x" * (LARGEST_MESSAGE + 1)

    assert whole_text(frames_of("text", fits), LARGEST_MESSAGE) == fits.encode()
    assert whole_text(frames_of("text", too_long), LARGEST_MESSAGE) is None


async def _nobody(_scope, _receive, _send):
    await asyncio.Event().wait()
