"""How parts of an address look. Anything that looks otherwise is simply not found."""

from __future__ import annotations

from starlette.convertors import Convertor, register_url_convertor

from forum.core.ids import LABEL, REF, SLUG


class Shape(Convertor[str]):
    """A piece of text of one shape, kept as it is."""

    def convert(self, value: str) -> str:
        """Keep it."""
        return value

    def to_string(self, value: str) -> str:
        """Keep it."""
        return value


class Ref(Shape):
    """A public reference such as `k7m2q9x4ab`."""

    regex = REF


class Slug(Shape):
    """A name in an address such as `ktp-el-baru`, at most 80 characters."""

    regex = SLUG


class Label(Shape):
    """The number of a clause such as `3.1`."""

    regex = LABEL


class Code(Shape):
    """The short code of a receipt, such as `A1ZC6-BRV8R-XP6GK-QRHW0`."""

    regex = "[0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{5}){3}"


class Code6(Shape):
    """The code by which people join a session, such as `KTP482`, however it was typed."""

    regex = "[0-9A-Za-z]{6}"


class Edition(Shape):
    """What a version of a standard is called: `2`, or `2.1` for its first correction."""

    regex = r"[1-9][0-9]{0,5}(?:\.[1-9][0-9]?)?"

    def to_string(self, value: str) -> str:
        """Write it; a version that was never corrected may be given by its number."""
        return str(value)


class Number(Convertor[int]):
    """A whole number of at most six digits, not starting with zero."""

    regex = "[1-9][0-9]{0,5}"

    def convert(self, value: str) -> int:
        """Read it."""
        return int(value)

    def to_string(self, value: int) -> str:
        """Write it."""
        return str(value)


register_url_convertor("ref", Ref())
register_url_convertor("slug", Slug())
register_url_convertor("label", Label())
register_url_convertor("code", Code())
register_url_convertor("code6", Code6())
register_url_convertor("number", Number())
register_url_convertor("edition", Edition())
