"""WebSocket frames written without ceremony: an ASGI extension over uvicorn's own protocol.

A message for ten thousand readers is built once and written to each transport as it is. TLS, order
and buffers stay those of the transport. Whoever is served by another server has no such extension,
and gets the same messages by ASGI (`forum.live.outlets`).
"""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from uvicorn._types import ASGISendEvent
from uvicorn.config import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.frames import Frame
from websockets.http11 import Request
from websockets.protocol import Protocol, State
from websockets.utils import accept_key

from forum.live.line import Line
from forum.live.whole import ends_between_messages, whole_text

EXTENSION = "forum.frames"
HIGH_WATER = 64 * 1024
LARGEST_MESSAGE = 16 * 1024
MOST_PIECES = 64
MOST_WAITING = 16
MOST_CONTROLS = 60  # pings and pongs within ten seconds
PATIENCE = 2.0  # seconds until a connection that does not take its closing is cut

TEXT = 0x81
ACCEPTED = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: %s\r\n%s\r\n"
)


def text_frame(payload: bytes) -> bytes:
    """Return the frame of one text message, as a server sends it: whole, unmasked, plain."""
    size = len(payload)
    if size < 126:
        return bytes((TEXT, size)) + payload
    if size < 1 << 16:
        return bytes((TEXT, 126)) + size.to_bytes(2, "big") + payload
    return bytes((TEXT, 127)) + size.to_bytes(8, "big") + payload


def payload_of(frame: bytes) -> bytes:
    """Return the message inside a frame of ours."""
    return frame[{126: 4, 127: 10}.get(frame[1], 2) :]


def fits() -> bool:
    """Tell whether uvicorn still has what this module leans on."""
    config = Config(
        app=_nobody, ws=FramesProtocol, interface="asgi3", lifespan="off", log_config=None
    )
    config.load()
    loop: Any = object()
    made = FramesProtocol(config, ServerState(), {}, _loop=loop)
    known = [*((made, name) for name in FramesProtocol.LEANS_ON), (made.conn, "parser")]
    return all(hasattr(one, name) for one, name in known)


class FramesProtocol(WebSocketsSansIOProtocol):
    """One connection. In `scope["extensions"]` it offers its line."""

    LEANS_ON: ClassVar[tuple[str, ...]] = (
        *("transport", "conn", "queue", "loop", "scheme", "frames", "curr_msg_data_type"),
        *("close_sent", "disconnected", "close_timer", "read_paused", "handshake_complete"),
        *("handle_connect", "handle_ping", "handle_pong", "handle_cont", "keepalive_timeout"),
        *("send_receive_event_to_app", "handle_parser_exception", "shutdown", "start_keepalive"),
        *("handshake_initiated", "run_asgi", "on_task_complete", "tasks"),
    )

    line: Line
    _closed: bool
    _between = False  # messages: what comes next is the beginning of one
    _proof = ""
    _controls = 0
    _controls_until = 0.0

    @property
    def close_sent(self) -> bool:
        """Whether our closing has gone out; uvicorn sets it in many places."""
        return self._closed

    @close_sent.setter
    def close_sent(self, sent: bool) -> None:
        self._closed = sent
        if sent:
            self.line.stop()

    def take_over(self, scope: Any, key: str) -> None:
        """Serve somebody whose handshake was read before; `key` is what they want to see proven."""
        self.scope = scope
        scope["extensions"][EXTENSION] = self.line
        self._proof = accept_key(key)
        self._between = self.handshake_initiated = True
        self.conn.parser = Protocol.parse(self.conn)  # of frames alone, with no request before them
        next(self.conn.parser)
        self.transport.pause_reading()  # until it is answered
        self.queue.put_nowait({"type": "websocket.connect"})
        task = self.loop.create_task(self.run_asgi())
        task.add_done_callback(self.on_task_complete)
        self.tasks.add(task)

    def _accept(self, message: Any) -> None:
        """Answer a handshake that was taken over, without the objects the library makes for it."""
        if self.transport.is_closing():
            return
        headers = list(message.get("headers", ()))
        if subprotocol := message.get("subprotocol"):
            headers.append((b"Sec-WebSocket-Protocol", subprotocol.encode()))
        more = b"".join([b"%s: %s\r\n" % header for header in headers])
        self.transport.write(ACCEPTED % (self._proof.encode(), more))
        self.conn.state = State.OPEN
        self.handshake_complete = True
        self.scope["headers"] = []
        self.start_keepalive()

    def end(self, code: int, reason: str = "") -> None:
        """Close for this reason, also if the other side has stopped reading."""
        if self.close_sent or self.disconnected or self.transport.is_closing():
            return
        if self.conn.state is State.CONNECTING:
            self._refuse()
            return
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self.conn.send_close(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(PATIENCE, self.transport.abort)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.transport.set_write_buffer_limits(high=HIGH_WATER)
        self.line = Line(self, self.transport)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.line.forget()
        self.conn.parser.close()
        scope: Any = getattr(self, "scope", None)
        if scope is not None:
            scope["extensions"].pop(EXTENSION, None)  # no circle for the collector to find

    def pause_writing(self) -> None:
        super().pause_writing()
        self.line.paused = True

    def resume_writing(self) -> None:
        super().resume_writing()
        self.line.paused = False
        if self.line.on_drain is not None:
            self.line.on_drain()

    def shutdown(self) -> None:
        super().shutdown()
        self.loop.call_later(PATIENCE, self.transport.abort)

    def handle_events(self) -> None:
        super().handle_events()
        if self.conn.handshake_exc is not None and not self.handshake_initiated:
            self._refuse()  # uvicorn would wait for the rest of a request that is refused already

    def handle_connect(self, event: Request) -> None:
        if not event.path.isascii():  # uvicorn would fail on it, and the log with it
            self._refuse()
            return
        super().handle_connect(event)
        scope: Any = getattr(self, "scope", None)
        if scope is not None:
            scope["extensions"][EXTENSION] = self.line
            self.transport.pause_reading()

    async def send(self, message: ASGISendEvent) -> None:
        if not self.handshake_complete and not self.transport.is_closing():
            self.transport.resume_reading()
        if message["type"] == "websocket.accept" and self._proof and not self.disconnected:
            self._accept(message)
            return
        await super().send(message)
        if message["type"] == "websocket.accept":
            # Of ten thousand connections, what is left of it is a third of what each takes.
            del self.request, self.response
            self.scope["headers"] = []
        if message["type"] == "websocket.http.response.body" and self.close_sent:
            self.handshake_complete = True  # a refusal is an answer; uvicorn complains of none

    def data_received(self, data: bytes) -> None:
        if self._between and self.conn.state is State.OPEN:
            text = whole_text(data, LARGEST_MESSAGE)
            if text is not None:
                self.curr_msg_data_type, self.frames = "text", [text]
                self.send_receive_event_to_app()
                return
            self._between = ends_between_messages(data)
        super().data_received(data)

    def send_receive_event_to_app(self) -> None:
        """Pass a message on. To stop reading after each, as uvicorn does, takes two calls."""
        message, self.frames = b"".join(self.frames), []
        if self.close_sent:
            return
        if self.curr_msg_data_type == "text":
            try:
                text = message.decode()
            except UnicodeDecodeError:
                self.end(1007)
                return
            if self.line.hear is not None and self.queue.empty() and self.line.hear(text):
                return
            self.queue.put_nowait({"type": "websocket.receive", "text": text})
        else:
            self.queue.put_nowait({"type": "websocket.receive", "bytes": message})
        if not self.read_paused and self.queue.qsize() >= MOST_WAITING:
            self.read_paused = True
            self.transport.pause_reading()

    def handle_cont(self, event: Frame) -> None:
        if len(self.frames) >= MOST_PIECES:
            self.frames = []
            self.end(1009)
            return
        super().handle_cont(event)

    def handle_ping(self) -> None:
        if self._may_control():
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        if self._may_control():
            super().handle_pong(event)

    def handle_parser_exception(self) -> None:
        if self.conn.close_sent is None:
            self._refuse()
            return
        super().handle_parser_exception()
        self.loop.call_later(PATIENCE, self.transport.abort)

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self.loop.call_later(PATIENCE, self.transport.abort)

    def _may_control(self) -> bool:
        now = self.loop.time()
        if now > self._controls_until:
            self._controls, self._controls_until = 0, now + 10
        self._controls += 1
        if self._controls > MOST_CONTROLS:
            self.end(1008)
        return self._controls <= MOST_CONTROLS

    def _refuse(self) -> None:
        """Answer what is not even a handshake."""
        self.handshake_complete = self.close_sent = True
        self.transport.write(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")
        self.transport.close()


async def _nobody(_scope: Any, _receive: Any, _send: Any) -> None: ...
