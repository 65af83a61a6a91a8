"""What bad input gets: a sentence that says what to do, and nothing lost or doubled.

`CASES` and `STORIES` are the kinds, by name. Each is tried on both databases.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import httpx2
import pytest
from tortoise import Tortoise

from forum.accounts.models import Person
from forum.app import create_app
from forum.core.settings import Settings
from forum.database.config import open_database
from forum.participation.models import Contribution
from forum.participation.rules import mark_of
from tests.architecture.knocking import Copy
from tests.architecture.town import CLAUSE, FREE, TIME, Town, build
from tests.clocks import later
from tests.pages import Seen, form_in, words_of
from tests.signing_in import asked, with_password

CLAUSE_PAGE = "/consultations/open/clauses/3.1"
COMMENT = f"{CLAUSE_PAGE}/comments"
WHOLE = "/consultations/{slug}/comments"
TEXT = "Antreannya panjang sekali."
KEY = "kunci-dari-formulir"
WORD = "Write at least one word."
NOT_FOUND = "There is no page at this address."
UNREADABLE = "This form could not be read."
TOO_LARGE = "This is too large to send."
LINK = "Ask for a new one."

PASSING = {"SignIn", "Attempt", "Job", "SignInLink", "Mail", "Support"}
"""What may come and go beside what people wrote and what is on record."""


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


LATE = {"status": 409, "kept": TEXT}
OMAR = {"who": "publisher"}
EXTENSION = "/desk/consultations/open/extension"
PLAN = "/desk/consultations/drafting/plan"
IMPORT = f"/desk/standards/{FREE}/import"
FUTURE = {"opens": "2031-01-01T08:00", "closes": "2031-02-01T16:00", "answers": "2031-03-01T16:00"}
PLANNED = {"title_id": "KTP elektronik", "zone": "Asia/Makassar", **FUTURE}

CASES: dict[str, Case] = {
    # --- What is no text ---
    "nothing": Case(form=said(""), says=WORD),
    "only spaces": Case(form=said(" \t\n  "), says=WORD),
    "only spaces of other scripts": Case(form=said("\u3000\u2003\u00a0"), says=WORD),
    "only what cannot be seen": Case(form=said("\u200b\u200d\ufeff\u00ad"), says=WORD),
    "only emoji": Case(form=said("🎉🎉"), says=WORD, kept="🎉🎉"),
    "only marks": Case(form=said("?!…"), says=WORD, kept="?!…"),
    "only NUL": Case(form=said("\x00\x00"), says=WORD),
    "one letter too many": Case(
        form=said("a" * 10_001), says="This is 1 character too long.", kept="a" * 10_001
    ),
    "a hundred thousand letters too many": Case(
        form=said("a" * 110_000), says="characters too long.", kept="a" * 110_000
    ),
    # --- What is text all the same ---
    "NUL inside": Case(form=said("Antre\x00an"), adds=1, status=303),
    "half a character": Case(form=b"text=Antre%ED%A0%80an&once={key}", adds=1, status=303),
    "bytes that are not UTF-8": Case(form=b"text=Antre%FF%FEan&once={key}", adds=1, status=303),
    "overrides of the direction": Case(form=said("\u202eAntrean\u2066"), adds=1, status=303),
    "ten thousand marks on one letter": Case(form=said("a" + "\u0301" * 9_999), adds=1, status=303),
    "HTML": Case(form=said("<b>Antrean</b><img src=x onerror=alert(1)>"), adds=1, status=303),
    "a script": Case(form=said("<script>alert(1)</script> Antrean"), adds=1, status=303),
    "SVG with a script": Case(form=said("<svg/onload=alert(1)> Antrean"), adds=1, status=303),
    "five thousand quotes in one another": Case(form=said(">" * 5000 + "a"), adds=1, status=303),
    "lists in lists": Case(
        form=said("\n".join(" " * n + "- a" for n in range(100))), adds=1, status=303
    ),
    "brackets that open links and never close": Case(
        form=said("[a](" * 2000 + nested(800)), adds=1, status=303
    ),
    "stars without end": Case(form=said("*a_" * 3000), adds=1, status=303),
    "a formula for a spreadsheet": Case(form=said("=HYPERLINK(1)"), adds=1, status=303),
    # --- The key of a form ---
    "no key": Case(form={"text": TEXT}, status=409, says="send it again", kept=TEXT),
    "a key too short": Case(form=said(TEXT, once="a"), status=409, says="send it again", kept=TEXT),
    "a key too long": Case(
        form=said(TEXT, once="a" * 41), status=409, says="send it again", kept=TEXT
    ),
    "a key that is none": Case(
        form=said(TEXT, once="' OR 1=1 --"), status=409, says="send it again", kept=TEXT
    ),
    # --- Too early, too late ---
    "before it is announced": Case(
        WHOLE.format(slug="drafting"), said(TEXT), status=404, says="There is no"
    ),
    "before it opens": Case(
        WHOLE.format(slug="announced"), said(TEXT), says="Comments open", **LATE
    ),
    "while it is paused": Case(WHOLE.format(slug="paused"), said(TEXT), says="paused", **LATE),
    "after it was withdrawn": Case(
        WHOLE.format(slug="withdrawn"), said(TEXT), says="withdrawn", **LATE
    ),
    "while it is answered": Case(
        WHOLE.format(slug="answering"), said(TEXT), says="Comments closed", **LATE
    ),
    "from a page opened after closing": Case(
        WHOLE.format(slug="closed"),
        said(TEXT, opened="2099-01-01T00:00:00+00:00"),
        says="Comments closed",
        **LATE,
    ),
    "from a page opened at no time at all": Case(
        WHOLE.format(slug="closed"), said(TEXT, opened="soon"), says="Comments closed", **LATE
    ),
    # --- What is not there ---
    "a clause that is not in the draft": Case(
        "/consultations/open/clauses/99.9/comments",
        said(TEXT),
        status=404,
        says="There is no clause of this number",
        kept=TEXT,
    ),
    "a clause that is not in the draft, read": Case(
        "/consultations/open/clauses/99.9", status=404, says="There is no clause of this number"
    ),
    "a number that no clause can have": Case(
        "/consultations/open/clauses/3.1.7", status=404, says=NOT_FOUND
    ),
    "digits of another script": Case(
        "/consultations/open/clauses/\u0663.\u0661", status=404, says=NOT_FOUND
    ),
    "a consultation that does not exist": Case(
        WHOLE.format(slug="tidak-ada"), said(TEXT), status=404, says="There is no"
    ),
    "an agency that does not exist": Case("/agencies/tidak-ada", status=404, says="There is no"),
    "a service that does not exist": Case("/services/tidak-ada", status=404, says="There is no"),
    "a standard that does not exist": Case(
        "/standards/tidak-ada/v1", status=404, says="There is no"
    ),
    "a version that does not exist": Case("/standards/open/v99", status=404, says="There is no"),
    "a version number without end": Case(
        f"/standards/open/v{'9' * 30}", status=404, says=NOT_FOUND
    ),
    "versions compared backwards": Case(
        "/standards/open/compare/2..1", status=404, says="There is no"
    ),
    "a version compared with itself": Case(
        "/standards/open/compare/1..1", status=200, says="Nothing differs"
    ),
    "a comment that does not exist": Case("/comments/k7m2q9x4ab", status=404, says="There is no"),
    "a number that no comment can have": Case("/comments/K7M2Q9X4AB", status=404, says=NOT_FOUND),
    "a receipt that does not exist": Case(
        "/r/A1ZC6-BRV8R-XP6GK-QRHW0", status=404, says="There is no"
    ),
    "a receipt that is none": Case("/r/AAAA", status=404, says=NOT_FOUND),
    "a name in capitals": Case("/consultations/OPEN", status=404, says=NOT_FOUND),
    "a name of eighty-one letters": Case(f"/agencies/{'a' * 81}", status=404, says=NOT_FOUND),
    "a path without end": Case("/" + "a" * 5_000, status=404, says=NOT_FOUND),
    "NUL in a path": Case("/consultations/open%00", status=404, says=NOT_FOUND),
    "bytes that are not UTF-8 in a path": Case("/consultations/%ff", status=404, says=NOT_FOUND),
    "a path out of the house": Case("/static/../../etc/passwd", status=404, says=NOT_FOUND),
    # --- Queries nobody meant ---
    "a page before the first": Case(f"{CLAUSE_PAGE}?page=-1", status=200, says="3.1"),
    "a page after the last": Case(f"{CLAUSE_PAGE}?page=99999999999", status=200, says="3.1"),
    "a page in words": Case("/record?page=%F0%9F%8E%89&before=x", status=200, says="ecord"),
    "a record before an entry without end": Case(
        f"/record?before={'9' * 30}&page={'9' * 30}&type=evil", status=200, says="ecord"
    ),
    "a desk narrowed to nothing there is": Case(
        "/desk/moderation?part=evil&page=-1", who="moderator", status=200, says="Moderation"
    ),
    "an order that is none": Case(f"{CLAUSE_PAGE}?order=evil", status=200, says="3.1"),
    "a view that is none": Case("/consultations/open?view=evil", status=200, says="Draft"),
    "filters that are none": Case(
        "/consultations/open/contributions?label=%00&kind=evil&showing=x&words=" + "a" * 3000,
        status=200,
        says="ontribution",
    ),
    "an agency that is none, to narrow a list": Case(
        f"/consultations?agency={'a' * 150}&phase=evil&q=%00", status=200, says="Consultations"
    ),
    "a search without end": Case(f"/services?q={'a' * 5000}%00", status=200, says="ervice"),
    "an answer that is none": Case(
        f"/desk/consultations/open/responses?answer={'a' * 3000}", who="responder", status=404
    ),
    "contributions that are none": Case(
        f"/desk/consultations/open/responses?pick={'a' * 3000}&pick=%00",
        who="responder",
        status=200,
        says="esponse",
    ),
    "a standard that is none": Case(
        f"/desk/consultations/new?standard={'a' * 3000}", **OMAR, status=404, says="There is no"
    ),
    # --- Getting in ---
    "a link that is garbled": Case("/sign-in/link/%00abc", status=409, who="visitor", says=LINK),
    "a link without end": Case(
        "/sign-in/link/" + "a" * 3000, {"name": "Sari"}, status=409, who="visitor", says=LINK
    ),
    "an empty address": Case(
        "/sign-in/link", {"email": ""}, who="visitor", says="Write an address such as"
    ),
    "an address that is none": Case(
        "/sign-in/link",
        {"email": "sari di rumah"},
        who="visitor",
        says="Write an address such as",
        kept="sari di rumah",
    ),
    "an address with a second line": Case(
        "/sign-in/link",
        {"email": "sari@example.id\r\nBcc: semua@example.id"},
        who="visitor",
        says="Write an address such as",
    ),
    "a wrong password": Case(
        "/sign-in/password",
        {"username": "sari@example.id", "password": "salah"},
        who="visitor",
        status=409,
        says="do not belong together",
        kept="sari@example.id",
    ),
    "a password of a megabyte": Case(
        "/sign-in/password",
        {"username": "budi@example.id", "password": "a" * 200_000},
        who="visitor",
        status=409,
        says="do not belong together",
    ),
    "a code of letters": Case(
        "/me/second-factor/confirmation", {"code": "abcdef"}, status=409, says="first"
    ),
    "an empty name": Case("/me/name", {"name": " "}, says="name"),
    "a language we do not speak": Case(
        "/language", {"language": "klingon"}, says="Choose one of the options offered."
    ),
    # --- Times ---
    "a zone that is none": Case(
        PLAN,
        {**PLANNED, "zone": "Mars/Olympus"},
        **OMAR,
        says="Choose one of the time zones offered.",
        kept="KTP elektronik",
    ),
    "a day that is none": Case(
        PLAN,
        {**PLANNED, "opens": "2031-02-31T08:00"},
        **OMAR,
        says="Write a date and a time",
        kept="2031-02-31T08:00",
    ),
    "a time with a zone of its own": Case(
        PLAN,
        {**PLANNED, "opens": "2031-01-01T08:00+02:00"},
        **OMAR,
        says="without a zone of its own",
        kept="2031-01-01T08:00+02:00",
    ),
    "a year without end": Case(
        PLAN, {**PLANNED, "closes": "99999-01-01T08:00"}, **OMAR, says="Write a date and a time"
    ),
    "an extension that is shorter": Case(
        EXTENSION,
        {"reason": "Cukup.", "closes": "2020-01-01T08:00"},
        **OMAR,
        says="later",
        kept="Cukup.",
    ),
    "an extension without a reason": Case(
        EXTENSION,
        {"reason": " ", "closes": "2035-01-01T08:00"},
        **OMAR,
        says="why",
        kept="2035-01-01T08:00",
    ),
    "a deed in the wrong phase": Case(
        "/desk/consultations/open/resumption",
        {"reason": "Lanjut."},
        **OMAR,
        status=409,
        says="This consultation is “Open”",
        kept="Lanjut.",
    ),
    # --- Documents ---
    "a spreadsheet that is a PDF": Case(
        IMPORT,
        {"file": ("standar.json", b"%PDF-1.7\n%\xe2\xe3", "application/json")},
        who="drafter",
        says="This is a PDF.",
    ),
    "a file that is not text": Case(
        IMPORT,
        {"file": ("standar.json", b"\xff\xfe{\x00}\x00", "application/json")},
        who="drafter",
        says="This is not",
    ),
    "a file over the limit": Case(
        IMPORT,
        {"file": ("standar.json", b"{" + b" " * 1_100_000, "application/json")},
        who="drafter",
        says="This file is larger than one megabyte.",
    ),
    "JSON ten thousand levels deep": Case(
        IMPORT,
        {"document": '{"components":' + nested(10_000) + "}"},
        who="drafter",
        says="This is not a JSON document that can be read.",
    ),
    "JSON that breaks off": Case(
        IMPORT,
        {"document": '{"components": [{"code":'},
        who="drafter",
        says="This is not a JSON document that can be read.",
        kept='{"components": [{"code":',
    ),
    "JSON of the wrong types": Case(
        IMPORT,
        {"document": json.dumps({"components": [{"code": 7, "items": {"a": None}}]})},
        who="drafter",
        says="holds something that is not a text",
    ),
    "JSON that is a number without end": Case(
        IMPORT,
        {"document": '{"components": ' + "9" * 5000 + "}"},
        who="drafter",
        says="JSON",
    ),
    # --- Forms that nobody's browser sends ---
    "one field twice": Case(
        form=[("text", "Antrean"), ("text", "panjang"), ("once", KEY)],
        says="check it",
    ),
    "fields that are not asked for": Case(
        form=said("Antrean biasa.", showing="hidden", author_id="1", supports="99"),
        adds=1,
        status=303,
    ),
    "a thousand fields": Case(
        form=[(f"text{number}", "a") for number in range(1000)], status=413, says=TOO_LARGE
    ),
    "one field of half a megabyte": Case(form=said("a" * 500_000), status=413, says=TOO_LARGE),
    "a form in parts without a boundary": Case(
        form=b"--b--", headers={"content-type": "multipart/form-data"}, status=400, says=UNREADABLE
    ),
    "a form that says it is plain text": Case(
        form=b"text=Antrean", headers={"content-type": "text/plain"}, status=409
    ),
    "a form in JSON": Case(
        form=b'{"text": "Antrean"}', headers={"content-type": "application/json"}, status=409
    ),
    "a form of no type": Case(form=b"text=Antrean", headers={"content-type": ""}, status=409),
    "a compressed form": Case(
        form=gzip.compress(b"a" * 1_000_000),
        headers={"content-encoding": "gzip", "content-type": "application/x-www-form-urlencoded"},
        status=409,
    ),
    "a kind that is none": Case(
        form=said(TEXT, kind="evil"), says="Choose one of the options offered.", kept=TEXT
    ),
    "another verb": Case(CLAUSE_PAGE, method="PATCH", status=405, says="cannot be used"),
    "no referrer": Case(form=said("Tanpa perujuk."), adds=1, status=303, headers={"referer": ""}),
    # --- Leading elsewhere ---
    "a way on to another site": Case(
        "/language", {"language": "en", "next": "//evil.example"}, status=303, says="/"
    ),
    "a way on with a scheme": Case(
        "/language", {"language": "en", "next": "https://evil.example"}, status=303, says="/"
    ),
    "a way on with a backslash": Case(
        "/language", {"language": "en", "next": "/\\evil.example"}, status=303, says="/"
    ),
    "a way on with a second line": Case(
        "/language", {"language": "en", "next": "/\r\nSet-Cookie: evil=1"}, status=303, says="/"
    ),
    "a second line in a name": Case(
        "/consultations/open%0d%0aSet-Cookie:%20evil=1", status=404, says=NOT_FOUND
    ),
    # --- Cookies ---
    "a cookie of rubbish": Case(
        "/me",
        who="visitor",
        status=403,
        says="Sign in first",
        headers={"cookie": 'sign-in="\x01; language=\xff; =; ;;'},
    ),
    "a cookie without end": Case(
        "/me",
        who="visitor",
        status=403,
        says="Sign in",
        headers={"cookie": "sign-in=" + "a" * 9000},
    ),
    # --- At the desks ---
    "an answer without a verdict": Case(
        "/desk/consultations/answering/responses",
        {"contributions": "{unanswered}", "disposition": "maybe", "reason": "Karena begitu."},
        who="responder",
        says="Choose one of the options offered.",
        kept="Karena begitu.",
    ),
    "an answer to a comment that is elsewhere": Case(
        "/desk/consultations/answering/responses",
        {"contributions": "k7m2q9x4ab", "disposition": "answered", "reason": "Sudah diatur."},
        who="responder",
        says="Choose contributions of this consultation.",
        kept="Sudah diatur.",
    ),
    "an answer to nothing that could be a comment": Case(
        "/desk/consultations/answering/responses",
        {"contributions": "x" * 3000, "disposition": "answered", "reason": "Sudah diatur."},
        who="responder",
        says="Choose contributions of this consultation.",
    ),
    "an answer that changes no clause there is": Case(
        "/desk/consultations/answering/responses",
        {"contributions": "{unanswered}", "disposition": "accepted", "changes": "x" * 3000},
        who="responder",
        says="Choose clauses of this standard.",
    ),
    "a promise for a day that is none": Case(
        "/desk/consultations/answering/responses",
        {"contributions": "{unanswered}", "disposition": "deferred", "promised_for": "31-31-2026"},
        who="responder",
        says="Write a date",
        kept="31-31-2026",
    ),
    "an answer of a number without end": Case(
        "/desk/consultations/answering/responses",
        {
            "contributions": "{unanswered}",
            "disposition": "answered",
            "ref": "x" * 3000,
            "revision": "9" * 30,
        },
        who="responder",
        status=404,
        says="There is no",
    ),
    "an answer sent back without a reason": Case(
        "/desk/responses/{proposed}/return",
        {"why": ""},
        who="reviewer",
        says="Say what is missing",
    ),
    "a hiding without a rule": Case(
        "/desk/comments/{sari}/decision",
        {"measure": "hide", "showing": "shown", "reason": "Kasar."},
        who="moderator",
        says="rule",
        kept="Kasar.",
    ),
    "a measure that is none": Case(
        "/desk/comments/{sari}/decision",
        {"measure": "burn", "showing": "shown", "reason": "Kasar."},
        who="moderator",
        says="Choose one of the options offered.",
        kept="Kasar.",
    ),
    "words to cover that are not there": Case(
        "/desk/comments/{sari}/decision",
        {
            "measure": "redact",
            "showing": "shown",
            "rule": "personal_data",
            "reason": "Nomor telepon.",
            "words": "0812-0000-0000",
        },
        who="moderator",
        kept="Nomor telepon.",
    ),
    "a summary of a state without end": Case(
        "/desk/consultations/answering/summary",
        {"words_id": "Ringkasan kami.", "revision": "9" * 5000},
        **OMAR,
        status=409,
        says="Both texts are below.",
        kept="Ringkasan kami.",
    ),
    "a summary of a language that is none": Case(
        "/desk/consultations/answering/summary",
        {"words_" + "x" * 3000: "Halo", "words_id": "", "revision": "0"},
        **OMAR,
        says="summary",
    ),
    "a clause moved behind one that is none": Case(
        f"/desk/drafts/{{{FREE}}}/clauses/{{clause}}/move",
        {"place": "x" * 3000},
        who="drafter",
        status=404,
        says="clause",
    ),
    "a clause joined to one that is none": Case(
        f"/desk/drafts/{{{FREE}}}/clauses/{{clause}}/merger",
        {"revision": "1", "other": "x" * 3000},
        who="drafter",
        status=404,
        says="clause",
    ),
    "a clause behind one that is none": Case(
        f"/desk/drafts/{{{FREE}}}/clauses",
        {"component": "{component}", "after": "x" * 3000, "text.id": "Pasal baru."},
        who="drafter",
        status=404,
        says="clause",
        kept="Pasal baru.",
    ),
    "a clause in a component that is none": Case(
        f"/desk/drafts/{{{FREE}}}/clauses",
        {"component": "x" * 3000, "text.id": "Pasal baru."},
        who="drafter",
        status=404,
        says="A standard has no such component.",
    ),
    "a time that is no number": Case(
        f"/desk/drafts/{{{FREE}}}/clauses/{{time}}",
        {"revision": "1", "text.id": "Lima.", "maximum.value": "lima", "maximum.unit": "eon"},
        who="drafter",
        says="whole number",
        kept="lima",
    ),
    "a time without end": Case(
        f"/desk/drafts/{{{FREE}}}/clauses/{{time}}",
        {"revision": "1", "text.id": "Lima.", "maximum.value": "9" * 5000, "maximum.unit": "day"},
        who="drafter",
        says="number",
        kept="9" * 5000,
    ),
    "a state of a clause without end": Case(
        f"/desk/drafts/{{{FREE}}}/clauses/{{time}}",
        {"revision": "9" * 5000, "text.id": "Lima."},
        who="drafter",
        kept="Lima.",
    ),
    "a date of adoption that is none": Case(
        f"/desk/drafts/{{{FREE}}}/adoption", {"since": "31-31-2026"}, **OMAR, says="Write a date"
    ),
    "a date of adoption at the end of time": Case(
        f"/desk/drafts/{{{FREE}}}/adoption", {"since": "9999-12-31"}, **OMAR, says="Choose a day"
    ),
    "a date of adoption at the beginning of time": Case(
        f"/desk/drafts/{{{FREE}}}/adoption", {"since": "0001-01-01"}, **OMAR, says="Write a year"
    ),
    "a publication of what is not finished": Case(
        "/desk/consultations/answering/publication", {}, **OMAR, status=409, says="answer"
    ),
    "a reason for a clause that is none": Case(
        f"/desk/drafts/{{{FREE}}}/reasons",
        {"lineage": "x" * 3000, "reason": "Hemat."},
        who="drafter",
        says="Choose clauses of this standard.",
    ),
    "a version to begin from that is none": Case(
        "/desk/standards/open/versions", {"based_on": "999999"}, who="drafter", status=404
    ),
    "a version to begin from without end": Case(
        "/desk/standards/open/versions",
        {"based_on": "9" * 12},
        who="drafter",
        says="Write a number of at most 999999.",
    ),
    "a version to begin from in words": Case(
        f"/desk/standards/{FREE}/versions",
        {"based_on": "dua"},
        who="drafter",
        says="Write a whole number.",
    ),
    "a role that is none": Case(
        "/desk/people/roles",
        {"email": "sari@example.id", "role": "king", "where": "disdukcapil"},
        who="owner",
        says="Choose one of the options offered.",
        kept="sari@example.id",
    ),
    "a role in an office that is none": Case(
        "/desk/people/roles",
        {"email": "sari@example.id", "role": "owner", "where": "tidak-ada/" + "x" * 3000},
        who="owner",
        status=404,
        says="There is no such agency here.",
        kept="sari@example.id",
    ),
    "a role in an office without end": Case(
        "/desk/people/roles",
        {"email": "sari@example.id", "role": "owner", "where": "x" * 3000},
        who="owner",
        status=404,
        says="There is no agency of that name.",
        kept="sari@example.id",
    ),
}

Story = Callable[[Copy], Awaitable[None]]
STORIES: dict[str, Story] = {}


def story(name: str) -> Callable[[Story], Story]:
    """Name a kind of bad input that takes more than one request."""

    def add(told: Story) -> Story:
        STORIES[name] = told
        return told

    return add


@story("a form sent twice, one after the other")
async def twice(town: Copy) -> None:
    async with town.browser("sari") as her:
        form = said("Dua kali.", once="dua-kali-kunci")
        first, second = [await her.post(COMMENT, data=form) for _ in range(2)]

    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert await Contribution.filter(text="Dua kali.").count() == 1


@story("a form sent five times in the same moment")
async def at_once(town: Copy) -> None:
    async with town.browser("sari") as her:
        form = said("Serentak.", once="serentak-kunci")
        sent = await asyncio.gather(*(her.post(COMMENT, data=form) for _ in range(5)))

    assert {one.status_code for one in sent} == {303}
    assert len({one.headers["location"] for one in sent}) == 1
    assert await Contribution.filter(text="Serentak.").count() == 1


@story("the key of a form used for something else")
async def key_used(town: Copy) -> None:
    async with town.browser("sari") as her:
        await her.post(COMMENT, data=said("Yang pertama.", once="kunci-bekas-pakai"))
        again = await her.post(COMMENT, data=said("Yang kedua.", once="kunci-bekas-pakai"))

    assert again.status_code == 409
    form = form_in(again.text, COMMENT)
    assert form["text"] == "Yang kedua."
    assert form["once"] not in ("", "kunci-bekas-pakai")


@story("the key of a form that somebody else used")
async def key_of_another(town: Copy) -> None:
    async with town.browser("sari") as her, town.browser("budi") as him:
        await her.post(COMMENT, data=said("Milik Sari.", once="kunci-milik-sari"))
        his = await him.post(COMMENT, data=said("Milik Sari.", once="kunci-milik-sari"))

    assert his.status_code == 409
    assert form_in(his.text, COMMENT)["text"] == "Milik Sari."
    assert await Contribution.filter(text="Milik Sari.").count() == 1


@story("a form from a page opened before closing")
async def in_grace(town: Copy) -> None:
    opened = (datetime.now(UTC) - timedelta(minutes=20)).isoformat()
    form = said("Masih sempat.", opened=opened, once="kunci-masih-sempat")
    async with town.browser("budi") as him:
        sent = await him.post(WHOLE.format(slug="closed"), data=form)

    assert sent.status_code == 303
    assert await Contribution.filter(text="Masih sempat.").count() == 1


@story("a comment sent after signing out in another tab")
async def two_tabs(town: Copy) -> None:
    async with town.browser("visitor") as her:
        sent = await her.post(COMMENT, data=said(TEXT, once="kunci-dua-tab"))

    assert sent.status_code == 403
    assert "Sign in" in words_of(sent.text)
    assert form_in(sent.text, COMMENT)["text"] == TEXT


@story("a comment changed in two tabs")
async def stale_comment(town: Copy) -> None:
    async with town.browser("budi") as him:
        sent = await him.post(COMMENT, data=said("Awal.", once="kunci-tab-basi"))
        path = sent.headers["location"].partition("#")[0]
        seen = mark_of("Awal.")
        await him.post(f"{path}/words", data={"text": "Tab satu.", "seen": seen})
        second = await him.post(f"{path}/words", data={"text": "Tab dua.", "seen": seen})

    assert second.status_code == 409
    assert "Tab satu." in words_of(second.text)
    assert form_in(second.text, f"{path}/words")["text"] == "Tab dua."
    assert (await Contribution.get(ref=path.rpartition("/")[2])).text == "Tab satu."


@story("a clause edited by two people")
async def stale_clause(town: Copy) -> None:
    path = f"/desk/drafts/{town.town.drafts['drafting']}/clauses/"
    path += town.town.lineages["drafting"][CLAUSE]
    async with town.browser("drafter") as him:
        form = form_in((await him.get(path)).text, path)
        first = await him.post(path, data={**form, "text.id": "Kata orang pertama."})
        second = await him.post(path, data={**form, "text.id": "Kata orang kedua."})

    assert first.status_code == 303
    assert second.status_code == 409
    assert "orang pertama" in words_of(second.text)
    assert form_in(second.text, path)["text.id"] == "Kata orang kedua."


@story("an answer edited by two people")
async def stale_answer(town: Copy) -> None:
    path = "/desk/consultations/answering/responses"
    async with town.browser("responder") as him:
        shown = await him.get(f"{path}?answer={town.town.answers['draft']}")
        form = form_in(shown.text, path)
        form = {**form, "disposition": "answered", "changes": ""}
        first = await him.post(path, data={**form, "reason": "Alasan pertama."})
        second = await him.post(path, data={**form, "reason": "Alasan kedua."})

    assert first.status_code == 303
    assert second.status_code == 409
    assert "Alasan pertama." in words_of(second.text)
    assert form_in(second.text, path)["reason"] == "Alasan kedua."


@story("a summary edited by two people")
async def stale_summary(town: Copy) -> None:
    path = "/desk/consultations/answering/summary"
    async with town.browser("publisher") as her:
        form = form_in((await her.get(path)).text, path)
        first = await her.post(path, data={**form, "words_id": "Ringkasan pertama."})
        second = await her.post(path, data={**form, "words_id": "Ringkasan kedua."})

    assert first.status_code == 303
    assert second.status_code == 409
    assert "Ringkasan pertama." in words_of(second.text)
    assert form_in(second.text, path)["words_id"] == "Ringkasan kedua."


@story("a decision on words that are no longer shown")
async def stale_decision(town: Copy) -> None:
    path = f"/desk/comments/{town.town.comments['sari']}/decision"
    form = {"measure": "keep", "showing": "held", "reason": "Sudah dibaca."}
    async with town.browser("moderator") as maya:
        answer = await maya.post(path, data=form)

    assert answer.status_code == 409
    assert "This changed while you were deciding." in words_of(answer.text)
    assert form_in(answer.text, path)["reason"] == "Sudah dibaca."


@story("a plan that closes before it opens")
async def closes_first(town: Copy) -> None:
    upside_down = {**PLANNED, "closes": "2030-01-01T08:00"}
    async with town.browser("publisher") as her:
        await her.post(PLAN, data=upside_down)
        shown = await her.get("/desk/consultations/drafting")
        announced = await her.post("/desk/consultations/drafting/announcement")

    assert form_in(shown.text, PLAN)["closes"] == "2030-01-01T08:00"
    assert announced.status_code == 409
    for page in (shown, announced):
        assert "The consultation closes before it opens." in words_of(page.text)


@story("support for one's own comment, and for one that is gone")
async def wrong_support(town: Copy) -> None:
    async with town.browser("sari") as her, town.browser("budi") as him:
        own = await her.post(f"/comments/{town.town.comments['sari']}/support", data={})
        sent = await her.post(COMMENT, data=said("Saya tarik.", once="kunci-yang-ditarik"))
        path = sent.headers["location"].partition("#")[0]
        await her.post(f"{path}/withdrawal")
        gone = await him.post(f"{path}/support", data={"support": "yes"})

    assert (own.status_code, gone.status_code) == (409, 409)
    assert "This is your own comment." in words_of(own.text)
    assert "This comment is not public just now." in words_of(gone.text)


@story("a link used twice")
async def used_link(town: Copy) -> None:
    token = await mailed(town, "bekas@example.id")
    async with town.browser("visitor") as her:
        first = await her.post(f"/sign-in/link/{token}", data={"name": "Bekas"})
    async with town.browser("visitor") as other:
        second = await other.post(f"/sign-in/link/{token}", data={"name": "Bekas"})

    assert (first.status_code, second.status_code) == (303, 409)
    assert "This sign-in link has been used." in words_of(second.text)
    assert await Person.filter(email="bekas@example.id").count() == 1


@story("a link that has expired")
async def expired_link(town: Copy) -> None:
    token = await mailed(town, "lambat@example.id")
    async with town.browser("visitor") as her:
        with later(minutes=16):
            answer = await her.post(f"/sign-in/link/{token}", data={"name": "Lambat"})

    assert answer.status_code == 409
    assert "This sign-in link has expired." in words_of(answer.text)
    assert not await Person.exists(email="lambat@example.id")


@story("a new person without a name")
async def no_name(town: Copy) -> None:
    token = await mailed(town, "anonim@example.id")
    async with town.browser("visitor") as her:
        empty = await her.post(f"/sign-in/link/{token}", data={"name": "\u200b"})
        right = await her.post(f"/sign-in/link/{token}", data={"name": "Anonim"})

    assert (empty.status_code, right.status_code) == (422, 303)


@story("passwords guessed again and again")
async def guessing(town: Copy) -> None:
    rina = await Person.get(email="rina@example.id")
    await with_password(rina)  # type: ignore[arg-type]
    async with town.browser("visitor") as other:
        guesses = [
            await other.post(
                "/sign-in/password", data={"username": rina.email, "password": f"tebakan {n}"}
            )
            for n in range(12)
        ]

    assert {guess.status_code for guess in guesses} == {409, 429}
    assert "ait" in words_of(guesses[-1].text)


def test_there_are_sixty_kinds_at_least():
    assert len(CASES) + len(STORIES) >= 60
    assert not CASES.keys() & STORIES.keys()


@pytest.mark.parametrize("name", CASES)
async def test_bad_input_gets_a_sentence_and_loses_nothing(town, name):
    case = CASES[name]
    before = await counted()

    async with town.browser(case.who) as browser:
        answer = await send(browser, case, town.town, name)

    assert answer.status_code == case.status
    if answer.status_code == 303:
        assert "evil" not in answer.headers["location"]
        assert "evil" not in answer.headers.get("set-cookie", "")
        assert case.says in ("", answer.headers["location"])
    else:
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "<h1" in answer.text
        assert case.says in words_of(answer.text)
    if case.kept:
        assert case.kept in typed_in(answer.text)
    after = await counted()
    assert after.pop("Contribution") - before.pop("Contribution") == case.adds
    assert after.pop("LogEntry") - before.pop("LogEntry") == 2 * case.adds
    if not case.adds:
        assert after == before


@pytest.mark.parametrize("name", STORIES)
async def test_bad_input_in_several_steps_gets_a_sentence_and_loses_nothing(town, name):
    await STORIES[name](town)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated database, empty, that all these tests share."""
    if request.param == "postgres":
        server = request.getfixturevalue("postgres")
        name = request.getfixturevalue("migrated_postgres")
        server.empty(name)
        return str(server.url(name))
    template: Path = request.getfixturevalue("sqlite_template")
    file = shutil.copy(template, tmp_path_factory.mktemp("bad-input") / "forum.sqlite3")
    return f"sqlite://{file}?synchronous=OFF"


@pytest.fixture(scope="module")
async def town(address: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Copy]:
    """One town for all: bad input changes nothing in it."""
    settings = Settings(
        base_url="http://forum.test",
        run_jobs=False,
        mail_folder=str(tmp_path_factory.mktemp("mail")),
        password_memory=8,
        password_passes=1,
    )
    async with open_database(address):
        yield Copy(await build(), create_app(settings, database_is_open=True), Path())


def at(path: str, town: Town) -> str:
    lineages = town.lineages[FREE]
    known = {**town.comments, **town.answers, **town.drafts, "component": town.component}
    known |= {"clause": lineages[CLAUSE], "time": lineages[TIME]}
    for name, ref in known.items():
        path = path.replace(f"{{{name}}}", ref)
    return path


async def send(browser: httpx2.AsyncClient, case: Case, town: Town, name: str) -> httpx2.Response:
    """Send it as it is; a comment gets a key of its own where it has an empty one."""
    path, key = at(case.path, town), f"kunci-{abs(hash(name))}"[:40]
    headers = {name: value.encode("latin-1") for name, value in case.headers.items()}
    match case.form:
        case None:
            return await browser.request(case.method or "GET", path, headers=headers)
        case bytes() as body:
            headers = {"content-type": b"application/x-www-form-urlencoded", **headers}
            body = body.replace(b"{key}", key.encode())
            return await browser.post(path, content=body, headers=headers)
        case list() as pairs:
            headers = {"content-type": b"application/x-www-form-urlencoded", **headers}
            return await browser.post(path, content=urlencode(pairs).encode(), headers=headers)
        case dict() as form if "file" in form:
            return await browser.post(path, files=form, headers=headers)
        case dict() as form:
            filled = {one: at(value, town) for one, value in form.items()}
            if filled.get("once") == "":
                filled["once"] = key
            return await browser.post(path, data=filled, headers=headers)
    raise TypeError(case.form)


def typed_in(html: str) -> list[str]:
    """What stands in the fields of a page, in a form or, where nothing can be sent, to copy."""
    seen = Seen(html)
    fields = [value for form in seen.forms.values() for value in form.values()]
    to_copy = seen.words.partition("Here it is, to copy.")[2]
    return [*fields, *(text for text in [TEXT] if text in to_copy)]


async def counted() -> dict[str, int]:
    """How many rows of each kind there are."""
    assert Tortoise.apps
    return {
        name: await model.all().count()
        for name, model in Tortoise.apps["forum"].items()
        if name not in PASSING
    }


async def mailed(town: Copy, email: str) -> str:
    """Ask for a link and return what stands in the letter."""
    async with town.browser("visitor") as her:
        await her.post("/sign-in/link", data={"email": email})
    return asked[-1].token
