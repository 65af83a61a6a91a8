"""Addresses, queries, sign-ins, forms and cookies that no page of ours leads to."""

from __future__ import annotations

import gzip

from tests.site.bad_input.case import CLAUSE_PAGE, OMAR, TEXT, WHOLE, Case, said

NOT_FOUND = "There is no page at this address"
UNREADABLE = "This form could not be read"
TOO_LARGE = "This is too large to send"
LINK = "Ask for a new one."
KEY = "kunci-dari-formulir"

CASES: dict[str, Case] = {
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
    "a letter's link with a NUL in it": Case(
        "/unsubscribe/%00", status=200, says="You do not follow it any more"
    ),
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
}
