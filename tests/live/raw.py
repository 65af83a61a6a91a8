"""Bytes on a connection as no library would send them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import struct
from collections.abc import AsyncIterator

TEXT, BINARY, CLOSE, PING, PONG, CONTINUED = 1, 2, 8, 9, 10, 0
PATIENCE = 10.0


def frame(
    payload: bytes, opcode: int = TEXT, *, whole: bool = True, masked: bool = True, bits: int = 0
) -> bytes:
    """Return one frame as a client sends it, or ought not to."""
    first = bytes([(0x80 if whole else 0) | bits | opcode])
    mark = 0x80 if masked else 0
    size = len(payload)
    if size < 126:
        head = first + bytes([mark | size])
    elif size < 1 << 16:
        head = first + bytes([mark | 126]) + struct.pack("!H", size)
    else:
        head = first + bytes([mark | 127]) + struct.pack("!Q", size)
    if not masked:
        return head + payload
    key = os.urandom(4)
    return head + key + bytes(byte ^ key[at % 4] for at, byte in enumerate(payload))


class Raw:
    """A connection of which we write and read the bytes ourselves."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        with contextlib.suppress(ConnectionError):
            await self.writer.drain()

    async def close_code(self) -> int:
        """Read up to the closing of the server and return its code; 0 without one."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            async with asyncio.timeout(PATIENCE):
                while True:
                    opcode, payload = await self._frame()
                    if opcode == CLOSE:
                        return int.from_bytes(payload[:2], "big") or 1005
        return 0

    async def _frame(self) -> tuple[int, bytes]:
        first, size = await self.reader.readexactly(2)
        if size == 126:
            size = int.from_bytes(await self.reader.readexactly(2), "big")
        elif size == 127:
            size = int.from_bytes(await self.reader.readexactly(8), "big")
        return first & 0x0F, await self.reader.readexactly(size)


@contextlib.asynccontextmanager
async def raw(port: int, code: str, *, token: str = "", more: str = "") -> AsyncIterator[Raw]:
    """Shake hands as a browser does, then leave the rest to the test."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    cookie = f"Cookie: sign-in={token}\r\n" if token else ""
    writer.write(
        f"GET /sessions/{code}/live?lang=en HTTP/1.1\r\nHost: forum.test\r\n"
        "Origin: http://forum.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        f"{cookie}{more}\r\n".encode("latin-1")
    )
    head = await reader.readuntil(b"\r\n\r\n")
    assert b" 101 " in head, head
    try:
        yield Raw(reader, writer)
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def status_of(port: int, path: str, headers: dict[str, str]) -> int:
    """Return the status with which a handshake is answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(
        f"GET {path} HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        f"{lines}\r\n".encode("latin-1")
    )
    async with asyncio.timeout(PATIENCE):
        head = await reader.readuntil(b"\r\n")
    writer.close()
    return int(head.split()[1])
