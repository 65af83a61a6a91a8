"""A handshake that is read once.

uvicorn's HTTP protocol has read the request when it hands a connection on, as bytes that the
WebSocket library would read again. What is in order is taken over as it was read; everything else
goes the library's way, which knows what to answer.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from forum.live import frames
from forum.live.frames import FramesProtocol

MOST_BYTES, MOST_HEADERS = 8 * 1024, 64
KEY = re.compile(rb"[A-Za-z0-9+/]{22}==")
PROTOCOLS = re.compile(rb"[\w.-]+(?:, ?[\w.-]+)*")
BODY = frozenset({b"content-length", b"transfer-encoding"})
ONCE = frozenset({b"host", b"origin", b"connection", b"upgrade"})

Headers = list[tuple[bytes, bytes]]


def fits() -> bool:
    """Tell whether uvicorn still has what this module and that of the frames lean on."""
    return hasattr(HttpToolsProtocol, "handle_websocket_upgrade") and frames.fits()


class HttpProtocol(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, with a shorter way to a socket."""

    def handle_websocket_upgrade(self) -> None:
        key = key_in(self.scope["method"], self.scope["http_version"], self.url, self.headers)
        if key is None or not issubclass(self.ws_protocol_class or object, FramesProtocol):
            super().handle_websocket_upgrade()
            return
        self.connections.discard(self)
        protocol = FramesProtocol(self.config, self.server_state, self.app_state)
        protocol.connection_made(self.transport)
        protocol.take_over(self._as_of_a_socket(), key)
        self.transport.set_protocol(protocol)

    def _as_of_a_socket(self) -> dict[str, Any]:
        """Return the scope that uvicorn would make of the same request."""
        path, _, query = self.url.partition(b"?")
        offered = dict(self.headers).get(b"sec-websocket-protocol", b"").decode("latin-1")
        return {
            "type": "websocket",
            "asgi": {"version": self.asgi_version, "spec_version": "2.4"},
            "http_version": "1.1",
            "scheme": "wss" if self.scheme == "https" else "ws",
            "server": self.server,
            "client": self.client,
            "root_path": self.root_path,
            "path": self.root_path + unquote(path.decode("ascii")),
            "raw_path": self.root_path.encode("ascii") + path,
            "query_string": query,
            "headers": self.headers,
            "subprotocols": [name.strip() for name in offered.split(",") if name],
            "state": self.app_state.copy(),
            "extensions": {"websocket.http.response": {}},
        }


def key_in(method: str, version: str, url: bytes, headers: Headers) -> str | None:
    """Return the key of a handshake in order (RFC 6455, 4.2.1); None if anything about it is odd.

    That it asks for an upgrade to a WebSocket has been seen before.
    """
    if (method, version) != ("GET", "1.1") or not url.startswith(b"/") or not url.isascii():
        return None
    found, size = dict[bytes, bytes](), len(url)
    for name, value in headers:
        twice = name in found and (name in ONCE or name.startswith(b"sec-websocket-"))
        if twice or name in BODY:
            return None
        found[name] = value
        size += len(name) + len(value)
    key, offered = found.get(b"sec-websocket-key", b""), found.get(b"sec-websocket-protocol", b"-")
    in_order = (
        (size <= MOST_BYTES and len(headers) <= MOST_HEADERS)
        and found.get(b"upgrade", b"").lower() == b"websocket"
        and found.get(b"sec-websocket-version") == b"13"
        and PROTOCOLS.fullmatch(offered)
        and KEY.fullmatch(key)
    )
    return key.decode() if in_order else None
