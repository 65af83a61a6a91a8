"""The script of the demo, typed: who is who in Kabupaten Contoh, and what they do when.

Times are written from day zero, `D+6 16:00`, on the clock of the regency, so that the whole story
can be moved. `content/README.md` describes the files.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib import resources
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, model_validator

DAY_ZERO = date(2026, 11, 24)
START = time(9, 0)
ZONE = ZoneInfo("Asia/Makassar")

Words = dict[str, str]
When = Annotated[str, StringConstraints(pattern=r"^D[+-]\d{1,3} [0-2]\d:[0-5]\d$")]
Day = Annotated[str, StringConstraints(pattern=r"^D[+-]\d{1,3}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Unit(_Part):
    """A part of an agency that delivers services."""

    code: str
    name: Words


class Agency(_Part):
    """A public body of the regency."""

    slug: str
    name: Words
    short: str
    government: Words
    contact: str
    units: tuple[Unit, ...]


class Service(_Part):
    """What an agency offers; its standard is the file of the same slug."""

    slug: str
    agency: str
    unit: str
    name: Words
    summary: Words
    sector: str
    keywords: tuple[str, ...]
    in_force_since: date | None = None


class Grant(_Part):
    """One role in one agency."""

    role: str
    agency: str


class Person(_Part):
    """One of the cast."""

    id: str
    name: str
    email: str
    about: str
    language: str = "id"
    roles: tuple[Grant, ...] = ()


class Piece(_Part):
    """One of the clauses that a clause is split into."""

    text: Words


class Edit(_Part):
    """One change of a clause. Labels are always those of the version before all edits."""

    id: str
    op: Literal["reword", "add", "remove", "split"]
    label: str = ""
    after: str = ""
    component: str = ""
    text: Words | None = None
    fields: dict[str, dict[str, Any]] = {}
    into: tuple[Piece, ...] = ()
    because: tuple[str, ...] = ()
    own_reason: str = ""


class Decision(_Part):
    """What the moderator decided about a comment."""

    measure: Literal["keep", "redact", "hide"]
    rule: str = ""
    reason: str
    covers: tuple[str, ...] = ()
    by: str = "maya"
    at: When


class Comment(_Part):
    """What somebody says about one clause, or about the whole draft (`clause` is null).

    `about` are words of the clause, in the language of the comment, if it is not about all of it.
    """

    id: str
    clause: str | None
    author: str
    kind: Literal["comment", "question"] = "comment"
    at: When
    text: str
    language: str = "id"
    about: str = ""
    supports: int = 0
    decision: Decision | None = None


class Response(_Part):
    """One answer of the agency to one or more comments."""

    id: str
    comments: tuple[str, ...]
    disposition: str
    reason: str
    ground: str | None = None
    promised_by: str = ""
    promised_for: Day | None = None
    referred_to: str = ""
    merged_into: str | None = None
    changes: tuple[str, ...] = ()
    written_by: str
    written_at: When
    state: Literal["draft", "proposed", "approved"] = "approved"
    approved_by: str | None = None
    approved_at: When | None = None

    @model_validator(mode="after")
    def _approved_by_somebody_else(self) -> Self:
        approved = self.state == "approved"
        if approved != (self.approved_by is not None) or approved != (self.approved_at is not None):
            raise ValueError(f"{self.id}: an approved answer says by whom and when")
        if approved and self.approved_by == self.written_by:
            raise ValueError(f"{self.id}: nobody approves their own answer")
        return self


class Objection(_Part):
    """What the author of one comment says against its answer, and why the answer may stay."""

    comment: str
    kind: Literal["misread", "not_answered", "wrong_fact"]
    sentence: str
    at: When
    kept_because: str = ""
    kept_at: When | None = None


class Times(_Part):
    """When a consultation moves on; absent where it has not been planned yet."""

    drafted: When
    announced: When | None = None
    opens: When | None = None
    closes: When | None = None
    respond_by: When | None = None
    paused: When | None = None
    looked: When | None = None
    published: When | None = None


class Consultation(_Part):
    """A draft before the public, and all that is said, answered and changed."""

    slug: str
    standard: str
    phase: str
    title: Words
    lead: Words
    note: Words
    contact: str
    owner: str
    moderators: tuple[str, ...]
    responders: tuple[str, ...]
    times: Times
    pause_reason: str = ""
    draft: tuple[Edit, ...] = ()
    comments: tuple[Comment, ...] = ()
    responses: tuple[Response, ...] = ()
    objections: tuple[Objection, ...] = ()
    next: tuple[Edit, ...] = ()
    summary: Words | None = None


class Script(_Part):
    """The whole demo."""

    agencies: tuple[Agency, ...]
    services: tuple[Service, ...]
    people: tuple[Person, ...]
    consultations: tuple[Consultation, ...]


ORDER = (
    "kartu-keluarga-2026",
    "nib-2026",
    "puskesmas-2026",
    "paspor-2026",
    "ktp-el-2026",
    "akta-kelahiran-2026",
    "pelatihan-2026",
    "kartu-keluarga-digital-2026",
)


@cache
def script() -> Script:
    """Return the demo's script, checked."""
    return Script(
        agencies=TypeAdapter(tuple[Agency, ...]).validate_json(_read("agencies.json")),
        services=TypeAdapter(tuple[Service, ...]).validate_json(_read("services.json")),
        people=TypeAdapter(tuple[Person, ...]).validate_json(_read("people.json")),
        consultations=tuple(
            Consultation.model_validate_json(_read("consultations", f"{slug}.json"))
            for slug in ORDER
        ),
    )


def standard(slug: str) -> dict[str, Any]:
    """Return the standard of a service as it would be imported."""
    document: dict[str, Any] = json.loads(_read("standards", f"{slug}.json"))
    return document


def moment(when: str) -> datetime:
    """Return the time that `D+6 16:00` means."""
    day, hour = when.split(" ")
    return datetime.combine(date_of(day), time.fromisoformat(hour), ZONE)


def date_of(day: str) -> date:
    """Return the day that `D+6` means."""
    return DAY_ZERO + timedelta(days=int(day.removeprefix("D")))


def _read(*path: str) -> str:
    content = resources.files(__package__).joinpath("content", *path)
    return content.read_text(encoding="utf-8")
