"""What is typed or brought in at the desks and cannot be meant."""

from __future__ import annotations

import json

from tests.architecture.town import FREE
from tests.site.bad_input.case import OMAR, Case, nested

EXTENSION = "/desk/consultations/open/extension"
PLAN = "/desk/consultations/drafting/plan"
IMPORT = f"/desk/standards/{FREE}/import"
FUTURE = {"opens": "2031-01-01T08:00", "closes": "2031-02-01T16:00", "answers": "2031-03-01T16:00"}
PLANNED = {"title_id": "KTP elektronik", "zone": "Asia/Makassar", **FUTURE}

CASES: dict[str, Case] = {
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
        says="This is neither Word nor JSON.",
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
        says="A standard has no such component",
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
