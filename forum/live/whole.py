"""Messages that come whole, as nearly all do: read at once, without the library's parser.

The parser is a pile of generators that is woken for each piece of a frame; for a vote of eighty
bytes that takes longer than to count it. Everything but a plain text frame that arrives by itself
goes the library's way, and so does everything after bytes that end within a frame.
"""

from __future__ import annotations

from websockets.frames import Opcode
from websockets.utils import apply_mask

FINAL, MASKED = 0x80, 0x80
PLAIN_TEXT = FINAL | Opcode.TEXT
SHORT = 126


def whole_text(data: bytes, most: int) -> bytes | None:
    """Return the message if these bytes are one text frame and nothing else, of `most` at most."""
    size = len(data)
    if size < 6 or data[0] != PLAIN_TEXT or data[1] < MASKED:
        return None
    length, start = data[1] - MASKED, 2
    if length == SHORT and size > 4:
        length, start = int.from_bytes(data[2:4]), 4
    elif length > SHORT:
        return None
    if length > most or size != start + 4 + length:
        return None
    return apply_mask(data[start + 4 :], data[start : start + 4])


def ends_between_messages(data: bytes) -> bool:
    """Tell whether these bytes are whole messages of one frame each, pings and the like too."""
    place, size = 0, len(data)
    while place + 2 <= size:
        if not data[place] & FINAL or not data[place] & 0x0F or data[place + 1] < MASKED:
            return False
        length, place = data[place + 1] - MASKED, place + 2
        if length >= SHORT:
            digits = 2 if length == SHORT else 8
            length, place = int.from_bytes(data[place : place + digits]), place + digits
        place += 4 + length
    return place == size
