"""Every form by which people take part, and what is typed into each of them all the same.

`FORMS` says what each form sends when it is meant well, and which of its fields is typed by hand;
each of `TEXTS` is put into each of these. `CASES` are what only one of them can get wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.architecture.town import OFFICE
from tests.site.bad_input.case import CLAUSE_PAGE, COMMENT, TEXT, Case, said

PROPOSALS = f"{CLAUSE_PAGE}/proposals"
NEW_WORDS = "Paling lama tiga hari kerja sejak berkas lengkap."
REPLIES = "/comments/{sari}/replies"
REPORTS = "/comments/{sari}/reports"
OBJECTION = "/comments/{looked_at}/objection"
ENTRIES = "/desk/consultations/open/entries"
DECIDING = "/desk/comments/{sari}/decision"
HIDDEN = {"measure": "hide", "showing": "shown"}
GROUP = "/organisations/kelompok-pesisir"
LETTER = {"channel": "letter", "received": "{today}", "language": "id"}


@dataclass(frozen=True)
class Typing:
    """One field of one form. `comes_back`: whether what was typed stands in a form again."""

    path: str
    field: str
    form: dict[str, str]
    who: str = "budi"
    comes_back: bool = True


def proposed(words: str = NEW_WORDS, text: str = TEXT, **more: str) -> dict[str, str]:
    """A proposal as its form sends it."""
    form = {"what": "words", "version": "1", "language": "id", "then": "send", "once": ""}
    return {**form, "words": words, "text": text, **more}


FORMS: dict[str, Typing] = {
    "the words of a proposal": Typing(PROPOSALS, "words", proposed()),
    "the words of a proposal, only read": Typing(PROPOSALS, "words", proposed(then="read")),
    "the reason of a proposal": Typing(PROPOSALS, "text", proposed()),
    "why a clause should go": Typing(PROPOSALS, "text", proposed(what="none")),
    "a reply": Typing(REPLIES, "text", said(TEXT)),
    "a comment on one field": Typing(COMMENT, "text", said(TEXT, field="maximum", mine="yes")),
    "a comment on words that are marked": Typing(
        COMMENT,
        "text",
        said(TEXT, about="0-6", quote="1 hari", version="1", language="id", mine="yes"),
    ),
    "the marked words": Typing(
        COMMENT,
        "quote",
        said(TEXT, about="0-6", version="1", language="id", mine="yes"),
        comes_back=False,
    ),
    "the place of the marked words": Typing(
        COMMENT, "about", said(TEXT, version="1", language="id", mine="yes"), comes_back=False
    ),
    "the name of an organisation": Typing(
        "/organisations", "name", {"kind": "", "interests": "Warga pesisir."}
    ),
    "the interests of an organisation": Typing(
        "/organisations", "interests", {"name": "Forum Nelayan", "kind": ""}
    ),
    "interests declared anew": Typing(f"{GROUP}/interests", "interests", {}, who="sari"),
    "whom an organisation invites": Typing(f"{GROUP}/invitations", "email", {}, who="sari"),
    "the text of a letter": Typing(ENTRIES, "text", {**said(TEXT), **LETTER}, who="omar"),
    "who signed a letter": Typing(ENTRIES, "signed", {**said(TEXT), **LETTER}, who="omar"),
    "where its answer goes": Typing(ENTRIES, "contact", {**said(TEXT), **LETTER}, who="omar"),
    "what somebody follows": Typing("/follows", "name", {"thing": "agency"}, comes_back=False),
    "the words of a report": Typing(REPORTS, "words", {"rule": "", "once": ""}),
    "the rule of a report": Typing(REPORTS, "rule", {"words": TEXT, "once": ""}, comes_back=False),
    "why somebody judges otherwise": Typing(
        "/desk/reviews/{review}/judgement", "reason", {"measure": "hide"}, who="moderator"
    ),
    "why somebody appeals": Typing("/decisions/{decision}/appeal", "words", {}, who="sari"),
    "why a decision is sent back": Typing(
        "/desk/decisions/{decided}/return", "reason", {}, who="moderator"
    ),
    "why an appeal is decided so": Typing(
        "/desk/appeals/{appeal}/outcome", "reason", {"outcome": "upheld"}, who="moderator"
    ),
    "the words that an appeal leaves covered": Typing(
        "/desk/appeals/{appeal}/outcome", "words", {"outcome": "changed"}, who="moderator"
    ),
    "what a decision relies on": Typing(DECIDING, "facts", HIDDEN, who="moderator"),
    "how long somebody is suspended": Typing(
        DECIDING, "days", {**HIDDEN, "measure": "suspend"}, who="moderator"
    ),
    "what else is so": Typing(DECIDING, "more", HIDDEN, who="moderator", comes_back=False),
    "what somebody objects": Typing(OBJECTION, "sentence", {"kind": "wrong_fact"}, who="sari"),
}

TEXTS: dict[str, str] = {
    "nothing": "",
    "only spaces": " \t\n \u3000\u00a0 ",
    "only what cannot be seen": "\u200b\u200d\ufeff\u00ad",
    "too long": "Antrean panjang. " * 700,
    "NUL inside": "Antre\x00an",
    "half a character": "Antre\ud800an",
    "an override of the direction": "\u202eAntrean\u2066",
    "ten thousand marks on one letter": "a" + "\u0301" * 10_000,
    "a script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "a formula for a spreadsheet": "=HYPERLINK(1)",
    "lines without end": "baris\n" * 500,
    "a question of the database": "'; DROP TABLE contribution; --",
}

OPTION = "Choose one of the options offered."
CASES: dict[str, Case] = {
    # --- Proposals ---
    "a proposal that changes nothing but spaces": Case(
        PROPOSALS,
        proposed("1  hari;\npaling lama 14 hari kerja"),
        says="These are the words as they stand.",
        kept=TEXT,
    ),
    "a proposal for a clause that moved": Case(
        "/consultations/open/clauses/99.9/proposals",
        proposed(),
        status=404,
        says=NEW_WORDS,
    ),
    "a proposal for a consultation that is none": Case(
        "/consultations/tidak-ada/clauses/3.1/proposals", proposed(), status=404, says=NEW_WORDS
    ),
    "a proposal against words of another version": Case(
        PROPOSALS, proposed(version="2"), says="The draft was corrected meanwhile.", kept=NEW_WORDS
    ),
    "a proposal against a version without end": Case(
        PROPOSALS, proposed(version="9" * 5000), says="corrected meanwhile", kept=NEW_WORDS
    ),
    "a proposal in a language the clause does not have": Case(
        PROPOSALS, proposed(language="xx"), says="has no words in this language", kept=NEW_WORDS
    ),
    "a proposal of something else": Case(
        PROPOSALS, proposed(what="everything"), says=OPTION, kept=NEW_WORDS
    ),
    "a proposal for an organisation that is none": Case(
        PROPOSALS,
        proposed(organisation="tidak-ada"),
        status=404,
        says=NEW_WORDS,
    ),
    "a proposal for an organisation that another leads": Case(
        PROPOSALS,
        proposed(organisation="kelompok-pesisir"),
        who="budi",
        status=403,
        says="Only the lead",
        kept=NEW_WORDS,
    ),
    "support for a proposal that is none": Case(
        PROPOSALS, proposed(instead="k7m2q9x4ab"), status=404, says=NEW_WORDS
    ),
    "support for a proposal without end": Case(
        PROPOSALS, proposed(instead="x" * 3000), status=404, says=NEW_WORDS
    ),
    "support for a comment without end": Case(
        form=said(TEXT, instead="x" * 3000), status=404, says="There is no such comment", kept=TEXT
    ),
    "a proposal without its key": Case(
        PROPOSALS, {**proposed(), "once": "x"}, status=409, says="send it again", kept=NEW_WORDS
    ),
    "a proposal while it is paused": Case(
        "/consultations/paused/clauses/3.1/proposals",
        proposed(),
        status=409,
        says=NEW_WORDS,
    ),
    "a proposal from a page opened after closing": Case(
        "/consultations/closed/clauses/3.1/proposals",
        proposed(opened="2099-01-01T00:00:00+00:00"),
        status=409,
        says=NEW_WORDS,
    ),
    "a proposal in the form of a comment": Case(
        form=said(TEXT, kind="proposal"), says=OPTION, kept=TEXT
    ),
    "the form of a proposal for a clause that is none": Case(
        "/consultations/open/clauses/99.9/proposal", status=404, says="There is no clause"
    ),
    "the form of a proposal in a language that is none": Case(
        f"{CLAUSE_PAGE}/proposal?language=%00", status=200, says="Propose other words"
    ),
    "words taken over from a comment": Case(
        "/desk/comments/{sari}/taking-over",
        {},
        who="omar",
        status=409,
        says="no public words here",
    ),
    "words taken over from nothing": Case(
        "/desk/comments/k7m2q9x4ab/taking-over", {}, who="omar", status=404, says="There is no"
    ),
    # --- Replies, fields, marked words ---
    "a reply to nothing": Case(
        "/comments/k7m2q9x4ab/replies", said(TEXT), status=404, says="There is no such comment"
    ),
    "a reply in the form of a comment": Case(form=said(TEXT, kind="reply"), says=OPTION, kept=TEXT),
    "a comment on a field of another clause": Case(
        form=said(TEXT, field="price"), says=OPTION, kept=TEXT
    ),
    "a comment on a field without end": Case(
        form=said(TEXT, field="x" * 3000), says="at most 40 characters", kept=TEXT
    ),
    "marked words behind the end": Case(
        form=said(TEXT, about="900-999999", version="1", language="id"),
        says="Mark the words again",
        kept=TEXT,
    ),
    "marked words from behind to front": Case(
        form=said(TEXT, about="9-2", version="1", language="id"),
        says="Mark the words again",
        kept=TEXT,
    ),
    "words marked in another version": Case(
        form=said(TEXT, about="0-6", version="7", language="id"),
        says="The draft was corrected meanwhile.",
        kept=TEXT,
    ),
    "a comment for an organisation that another leads": Case(
        form=said(TEXT, organisation="kelompok-pesisir"),
        who="budi",
        status=403,
        says="Only the lead",
        kept=TEXT,
    ),
    # --- Letters ---
    "a letter for a clause that moved": Case(
        ENTRIES,
        {**said(TEXT), **LETTER, "clause": "99.9"},
        who="omar",
        says="There is no such clause in this draft.",
        kept=TEXT,
    ),
    "a letter received tomorrow": Case(
        ENTRIES,
        {**said(TEXT), **LETTER, "received": "2099-01-01"},
        who="omar",
        says="still to come",
        kept=TEXT,
    ),
    "a letter received on a day that is none": Case(
        ENTRIES,
        {**said(TEXT), **LETTER, "received": "31-31-2026"},
        who="omar",
        says="Write a date",
        kept=TEXT,
    ),
    "a letter that came through the site": Case(
        ENTRIES, {**said(TEXT), **LETTER, "channel": "site"}, who="omar", says=OPTION, kept=TEXT
    ),
    "a letter that is a proposal": Case(
        ENTRIES, {**said(TEXT), **LETTER, "kind": "proposal"}, who="omar", says=OPTION, kept=TEXT
    ),
    "a letter in a language nobody reads here": Case(
        ENTRIES, {**said(TEXT), **LETTER, "language": "xx"}, who="omar", says=OPTION, kept=TEXT
    ),
    "a letter entered by somebody who may not": Case(
        ENTRIES, {**said(TEXT), **LETTER}, status=403, says=TEXT
    ),
    # --- Organisations, following, objections ---
    "an organisation of a kind that is none": Case(
        "/organisations",
        {"name": "Forum Sawah", "kind": "evil", "interests": "Petani."},
        says=OPTION,
        kept="Petani.",
    ),
    "an organisation handed over to nobody": Case(
        f"{GROUP}/lead", {"member": "x" * 3000}, status=404, says="There is no"
    ),
    "interests declared for the organisation of others": Case(
        f"{GROUP}/interests", {"interests": "Warga kota."}, who="budi", status=403, says="lead"
    ),
    "a thing that cannot be followed": Case(
        "/follows", {"thing": "person", "name": "sari"}, says=OPTION
    ),
    "an agency that is none, followed": Case(
        "/follows",
        {"thing": "agency", "name": "tidak-ada"},
        status=404,
        says="nothing of that name",
    ),
    "a following that leads to another site": Case(
        "/follows",
        {"thing": "agency", "name": OFFICE, "follow": "no", "next": "//evil.example"},
        status=303,
        says="/me/following",
    ),
    "an objection to the answer of another": Case(
        OBJECTION,
        {"kind": "misread", "sentence": "Bukan itu."},
        who="budi",
        status=403,
        says="Bukan itu.",
    ),
    "an objection of a kind that is none": Case(
        OBJECTION,
        {"kind": "evil", "sentence": "Bukan itu."},
        says=OPTION,
        kept="Bukan itu.",
    ),
    "an objection where nothing was answered": Case(
        "/comments/{sari}/objection",
        {"kind": "misread", "sentence": "Bukan itu."},
        status=409,
        says="Bukan itu.",
    ),
}
