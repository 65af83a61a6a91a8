"""One request that is not as it should be, and the words that many of them share."""

from __future__ import annotations

from dataclasses import dataclass, field

CLAUSE_PAGE = "/consultations/open/clauses/3.1"
COMMENT = f"{CLAUSE_PAGE}/comments"
WHOLE = "/consultations/{slug}/comments"
TEXT = "Antreannya panjang sekali."
OMAR = {"who": "publisher"}


@dataclass(frozen=True)
class Case:
    """One request that is not as it should be, and what must come of it.

    `kept` is what must stand in the form again; `adds` is how many contributions it makes.
    """

    path: str = COMMENT
    form: object = None
    who: str = "sari"
    status: int = 422
    says: str = ""
    kept: str = ""
    adds: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    method: str = ""


def said(text: str, **more: str) -> dict[str, str]:
    """A comment as its form sends it."""
    return {"text": text, "once": "", **more}


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth
