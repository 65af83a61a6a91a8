"""How to knock at every address: what stands in its path, and a form that could be meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from starlette.routing import Route

from forum.core import clock
from tests.architecture.town import ANOTHER, CLAUSE, FREE, OFFICE, UNPLACED, Town

PARAM = re.compile(r"{(\w+)(?::\w+)?}")


@dataclass(frozen=True)
class Door:
    """A path, and the form that is sent to it.

    `stands_at` is the consultation it is about, `session` the session, by the names of the town.
    """

    stands_at: str = "open"
    answer: str = "proposed"
    comment: str = "sari"
    session: str = "live"
    poll: str = "open"
    form: Mapping[str, str] | None = None
    query: str = ""


REASON = {"reason": "Banyak warga meminta waktu lebih.", "closes": "2030-01-31T16:00"}
TALK = {"text": "Antreannya terlalu panjang.", "once": "kunci-sekali-pakai"}
PLAN = {"title_id": "KTP", "zone": "Asia/Makassar"}
SESSION = {"title_id": "Sidang", "starts_at": "2030-01-31T19:00", "ends_at": "2030-01-31T21:00"}
QUESTION = {"kind": "straw", "straw.question_id": "Cukup?", "straw.electorate": "everyone"}
POINT = {"title_id": "Lain-lain", "minutes": "10", "steps": "read"}

DOORS: dict[str, Door] = {
    "compare": Door(stands_at="answering"),
    "clause-comments": Door(form=TALK),
    "consultation-comments": Door(form=TALK),
    "clause-proposals": Door(
        form={**TALK, "words": "Paling lama lima hari kerja.", "version": "1", "language": "id"}
    ),
    "desk-words-taken": Door(comment="proposed"),
    "comment-words": Door(form={"text": "Empat hari kerja sudah cukup.", "seen": "{mark}"}),
    "comment-replies": Door(form=TALK),
    "comment-support": Door(form={"support": "yes"}),
    "sign-in-letter": Door(form={"email": "baru@example.id"}),
    "sign-in-link-use": Door(form={"name": "Baru"}),
    "sign-in-password": Door(form={"username": "sari@example.id", "password": "salah sekali ya"}),
    "sign-in-code-use": Door(form={"code": "000000"}),
    "language": Door(form={"language": "en"}),
    "me-name": Door(form={"name": "Nama Baru"}),
    "me-language": Door(form={"language": "en"}),
    "me-password": Door(form={"password": "ikan merah terbang"}),
    "me-erasure-act": Door(form={"what": "name", "sure": "yes"}),
    "comment-erasure-act": Door(form={"sure": "yes"}),
    "me-second-factor-confirmation": Door(form={"code": "000000"}),
    "me-second-factor-removal": Door(form={"code": "000000"}),
    "desk-consultation-new": Door(query=f"standard={FREE}"),
    "desk-consultation-create": Door(form={**PLAN, "standard": FREE}),
    "desk-consultation-plan": Door(stands_at="drafting", form=PLAN),
    "desk-consultation-announcement": Door(stands_at="drafting"),
    "desk-consultation-extension-act": Door(form=REASON),
    "desk-consultation-pause-act": Door(form=REASON),
    "desk-consultation-resumption": Door(stands_at="paused"),
    "desk-consultation-resumption-act": Door(stands_at="paused", form=REASON),
    "desk-consultation-withdrawal-act": Door(form=REASON),
    "desk-consultation-promise": Door(stands_at="answering"),
    "desk-consultation-promise-act": Door(
        stands_at="answering", form={**REASON, "respond_by": "2099-01-31T16:00"}
    ),
    "desk-consultation-late": Door(stands_at="closed"),
    "desk-consultation-late-act": Door(stands_at="closed", form=REASON),
    "desk-reconsultation": Door(stands_at="looking"),
    "desk-reconsultation-act": Door(stands_at="looking", form=REASON),
    "second-look": Door(stands_at="answering"),
    "late-admission": Door(comment="late", form=REASON),
    "comment-objection": Door(comment="looked_at", form={"kind": "misread"}),
    "desk-objections": Door(stands_at="looking"),
    "objection-keeping": Door(answer="raised", form=REASON),
    "objection-agreement": Door(answer="kept"),
    "objection-return": Door(answer="kept_too", form={"why": "Jelaskan lagi."}),
    "comment-reports": Door(form={"rule": "insult", "once": "kunci-sekali-pakai"}),
    "desk-comment-claim": Door(form={"seen": "0"}),
    "decision-appeal": Door(form={"words": "Itu kritik, bukan penghinaan."}),
    "desk-decision-return": Door(form=REASON),
    "desk-appeal-outcome": Door(form={"outcome": "overturned", "reason": "Kritik boleh tajam."}),
    "desk-review-judgement": Door(form={"measure": "keep"}),
    "desk-comment-decision": Door(form={"measure": "keep", "showing": "shown"}),
    "desk-answer": Door(
        stands_at="answering", form={"disposition": "answered", "contributions": "{unanswered}"}
    ),
    "response-return": Door(form={"why": "Pasalnya belum disebut."}),
    "response-reopening": Door(answer="approved", form={"why": "Pasalnya keliru."}),
    "desk-next": Door(stands_at="answering"),
    "desk-next-start": Door(stands_at="answering"),
    "desk-reason": Door(form={"lineage": "{clause}", "reason": "Hemat."}),
    "desk-summary": Door(stands_at="answering"),
    "desk-summary-words": Door(stands_at="answering", form={"words_id": "Ya.", "revision": "0"}),
    "publication": Door(stands_at="answering"),
    "desk-versions": Door(form={"based_on": "1"}),
    "desk-import-sent": Door(form={"document": "# Waktu\n\n1. Tiga hari kerja."}),
    "desk-adoption": Door(form={"since": "2025-01-31"}),
    "desk-note": Door(form={"title.id": "Akta", "note.id": "Baru.", "seen": "{seal}"}),
    "desk-undoing": Door(form={"step": "{step}"}),
    "desk-links": Door(form={"readers": "Dewan", "days": "7"}),
    "desk-link-end": Door(form={"link": "{link}"}),
    "desk-places": Door(form={"words": UNPLACED}),
    "desk-clause-new": Door(query="after={clause}"),
    "desk-clauses": Door(form={"component": "{component}", "text.id": "Pasal baru."}),
    "desk-clause-edit": Door(form={"revision": "1", "text.id": "Kata yang lain."}),
    "desk-clause-move": Door(form={"place": "{another}"}),
    "desk-clause-split": Door(form={"revision": "1", "at.id": "{at_id}", "at.en": "{at_en}"}),
    "desk-clause-joining": Door(query="other={another}"),
    "desk-clause-merger": Door(form={"revision": "1", "other": "{another}"}),
    "desk-clause-removal": Door(form={"revision": "1"}),
    "desk-session-create": Door(form=SESSION),
    "desk-session-plan": Door(session="planned"),
    "desk-session-save": Door(session="planned", form={**SESSION, "seen": "{plan}"}),
    "desk-session-announcement": Door(session="planned"),
    "desk-session-rehearsal": Door(session="announced"),
    "desk-session-clearing": Door(session="rehearsal"),
    "desk-session-agenda": Door(session="planned", form={"clauses": "{open_clause}"}),
    "desk-session-item-new": Door(session="planned"),
    "desk-session-item-add": Door(session="planned", form=POINT),
    "desk-session-item": Door(session="planned"),
    "desk-session-item-save": Door(session="planned", form={**POINT, "seen": "{plan}"}),
    "desk-session-item-move": Door(session="planned", form={"to": "up"}),
    "desk-session-item-removal": Door(session="planned"),
    "desk-session-next": Door(form={"seen": "{moved}"}),
    "desk-session-moves": Door(form={"kind": "timer", "seconds": "60"}),
    "desk-session-notes": Door(form={"text": "Kepala dinas menjawab."}),
    "desk-session-mutes": Door(form={"person": "{sari}", "muted": "yes", "why": "Menyela."}),
    "session-queue": Door(form={**TALK, "ask": "question"}),
    "desk-queue-decision": Door(form={"decision": "hide", "rule": "insult", "reason": "Kasar."}),
    "session-minutes": Door(session="correcting"),
    "session-minutes-document": Door(session="adopted"),
    "session-official-record": Door(session="adopted"),
    "session-corrections": Door(session="correcting", form={**TALK, "paragraph": "closing"}),
    "desk-minutes": Door(session="correcting"),
    "desk-minutes-words": Door(
        session="ended", form={"paragraph": "closing", "seen": "1", "text": "Salam."}
    ),
    "desk-minutes-correction": Door(session="ended", form={"until": "2030-01-31T16:00"}),
    "desk-minutes-adoption": Door(session="correcting"),
    "desk-correction-decision": Door(form={"verdict": "declined", "reason": "Tidak benar."}),
    "desk-outcome": Door(form={"lineage": "{clause}", "outcome": "tanpa.sesi"}),
    "poll-ballot": Door(form={"choice": "0", "once": "kunci-sekali-pakai"}),
    "poll-ballots": Door(poll="counted"),
    "poll-rules": Door(poll="counted"),
    "poll-certificate": Door(poll="counted"),
    "desk-poll-create": Door(form=QUESTION),
    "desk-poll-opening": Door(poll="draft"),
    "desk-poll-annulment": Door(form={"reason": "Salah tanya."}),
    "desk-role-giving": Door(
        form={"email": "baru@example.id", "role": "responder", "where": OFFICE}
    ),
    "organisation-create": Door(form={"name": "Forum Warga", "interests": "Warga pesisir."}),
    "organisation-interests": Door(form={"interests": "Warga seluruh kota."}),
    "organisation-invitations": Door(form={"email": "baru@example.id"}),
    "organisation-lead": Door(form={"member": "{member}"}),
    "desk-organisation-confirmation": Door(form={"agency": OFFICE}),
    "desk-entry": Door(form={**TALK, "received": "{today}"}),
    "follows": Door(form={"thing": "agency", "name": OFFICE}),
    "demo-sign-in": Door(form={"email": "siapa@example.id"}),
}
"""What differs from the usual: an open consultation, a comment of Sari's, an empty form."""


def path_of(route: Route, town: Town, who: str) -> str:
    """Return the address as this person would knock at it."""
    door = DOORS.get(route.name, Door())
    there = route.path
    slug = OFFICE if there.startswith("/agencies") else door.stands_at
    if "/organisations" in there:
        slug = town.organisation
    refs = {
        "/comments": town.comments[door.comment],
        "/desk/comments": town.comments[door.comment],
        "/desk/responses": town.answers[door.answer],
        "/desk/reviews": town.review,
        "/decisions": town.decision,
        "/desk/decisions": town.proposed,
        "/desk/appeals": town.appeal,
        "/desk/objections": town.answers[door.answer],
        "/desk/marks": town.later,
        "/desk/drafts": town.drafts[FREE],
        "/desk/uploads": town.upload,
        "/desk/people": town.grant,
        "/desk/sessions": town.halls.items["planned"],
        "/desk/corrections": town.halls.correction,
        "/desk/queue": town.halls.entries["sari"],
        "/queue": town.halls.entries["sari"],
        "/polls": town.halls.polls[door.poll],
        "/desk/polls": town.halls.polls[door.poll],
        "/organisations/{slug:slug}/members": town.member,
        "/organisations/{slug:slug}/invitations": town.invitation,
        "/desk/entries": town.entered,
        "/me/sign-ins": town.sign_ins.get(who, town.sign_ins["sari"]),
    }
    values = {
        "slug": FREE if there.startswith("/desk/standards") else slug,
        "ref": next((ref for place, ref in refs.items() if there.startswith(place)), ""),
        "label": "3.1",
        "lineage": town.lineages[FREE][CLAUSE],
        "number": "1",
        "a": "1",
        "b": "1",
        "code": town.receipt if there.startswith("/r/") else town.halls.sessions[door.session],
        "token": "not-a-token",
        "key": "not-a-key",
        "path": "favicon.svg",
    }
    path = PARAM.sub(lambda found: values[found[1]], there)
    return f"{path}?{door.query.format(**_known(town))}" if door.query else path


def form_of(route: Route, town: Town) -> dict[str, str]:
    """Return what is sent to an act."""
    form = DOORS.get(route.name, Door()).form or {}
    return {name: value.format(**_known(town)) for name, value in form.items()}


def _known(town: Town) -> dict[str, str]:
    """What a form may name in braces."""
    cuts = {f"at_{name}": str(words.index(" ")) for name, words in town.words.items()}
    return {
        "unanswered": town.comments["unanswered"],
        "clause": town.lineages[FREE][CLAUSE],
        "open_clause": town.lineages["open"][CLAUSE],
        "plan": town.halls.plan,
        "another": town.lineages[FREE][ANOTHER],
        "component": town.component,
        "step": town.step,
        "link": town.link,
        "mark": town.marks["comment"],
        "moved": str(town.halls.moved),
        "sari": town.halls.people["sari"],
        "member": town.member,
        "today": clock.now().astimezone(ZoneInfo("Asia/Makassar")).date().isoformat(),
        "seal": town.marks[FREE],
        **cuts,
    }
