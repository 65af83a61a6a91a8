"""What is handed in as a comment and is none, or comes too early or too late."""

from __future__ import annotations

from tests.site.bad_input.case import TEXT, WHOLE, Case, nested, said

WORD = "Write at least one word."
LATE = {"status": 409, "kept": TEXT}

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
}
