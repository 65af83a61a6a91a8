"""A town in which every door can be tried: one office, its consultations, and one person a role.

It is built once, through actions, and kept as plain values, so that each test can have a fresh copy
of the database and knock again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from pyotp import random_base32

from forum.access.policy import OPERATOR, Actor, Role
from forum.accounts.models import Person, RoleGrant, SignIn
from forum.catalogue.actions import add_agency, add_service
from forum.catalogue.models import Agency
from forum.consultations.actions import (
    advance_due,
    announce,
    begin_next_version,
    pause,
    plan,
    take_late,
    withdraw,
)
from forum.consultations.models import Consultation
from forum.consultations.queries import find_consultation
from forum.core import clock
from forum.core.ids import digest, new_secret
from forum.drafts.actions import edit_clause, edit_note, import_standard, keep_upload, share_draft
from forum.drafts.actions.editing import seal
from forum.drafts.anchoring import Fit
from forum.drafts.models import Version
from forum.drafts.queries import clauses_of, find_draft, last_step
from forum.moderation.actions import Judgement, decide, draw_reviews, file_appeal
from forum.moderation.models import Review
from forum.moderation.rules import Measure
from forum.moderation.rules.drawing import week_of
from forum.organisations.actions import invite, register
from forum.organisations.models import Invitation, Membership
from forum.participation.models import Contribution, Marked, MarkedLater
from forum.participation.rules import Showing, mark_of
from forum.publication.actions import begin_second_look
from forum.responses.actions import (
    approve,
    object_to_answer,
    propose,
    propose_to_keep,
    write_response,
)
from forum.responses.models import Response
from forum.responses.objecting import ObjectionKind
from forum.responses.rules import Answer, Disposition
from tests.architecture.halls import Halls, hold_sessions
from tests.architecture.places import ROOT
from tests.clocks import later
from tests.judging import hiding
from tests.people import person
from tests.world import KTP_JSON, NOTE, comment, letter, plan_from, proposal

OFFICE, OTHER_OFFICE = "disdukcapil", "dpmptsp"
FREE = "akta-kelahiran"
"""A service about whose draft no consultation is planned yet."""
UNPLACED = "Formulir tersedia di loket."
WORD = (ROOT / "tests" / "word" / "16-line-by-line.docx").read_bytes()
TEN_MINUTES = 10 / (24 * 60)
CLAUSE, ANOTHER, TIME = 3, 4, 15
"""Three clauses of every draft, by their place; the last says how long it takes."""


@dataclass
class Town:
    """What stands where, by plain names; `keys` are the secrets of everybody's cookie."""

    keys: dict[str, str] = field(default_factory=dict)
    sign_ins: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    lineages: dict[str, list[str]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    component: str = ""
    step: str = ""
    upload: str = ""
    link: str = ""
    receipt: str = ""
    grant: str = ""
    organisation: str = ""
    member: str = ""
    invitation: str = ""
    entered: str = ""
    later: str = ""
    review: str = ""
    decision: str = ""
    proposed: str = ""
    appeal: str = ""
    halls: Halls = field(default_factory=Halls)


async def build() -> Town:
    """Fill an empty database; the consultations are named after the phase they are in."""
    town = Town()
    office, other = await _office(OFFICE), await _office(OTHER_OFFICE)
    omar = await person("Omar Siregar", office, *Role)
    sari, budi = await person("Sari Wulandari"), await person("Budi Hartono")
    await _drafted(town, omar, FREE)
    await _planned(town, omar, "drafting", opens=8, announced=False)
    announced = await _planned(town, omar, "announced", opens=2)
    paused = await _planned(town, omar, "paused", opens=-2)
    await pause(omar, paused.slug, "Layanan sedang pindah gedung.")
    gone = await _planned(town, omar, "withdrawn", opens=-2)
    await withdraw(omar, gone.slug, "Layanan ini dihapus.")
    await _planned(town, omar, "closed", opens=-14 - TEN_MINUTES)
    with later(days=-10):
        answering = await _planned(town, omar, "answering", opens=-5)
        said = [await comment(sari, answering, f"Ini saran nomor {n}.") for n in range(4)]
    open_ = await _planned(town, omar, "open", opens=-2)
    told = await comment(sari, open_, "Lima hari kerja sudah cukup bagi kami.")
    town.comments, town.receipt = {"sari": told.ref}, told.receipt
    town.marks["comment"] = mark_of(told.text)
    await _judged(town, office, sari, open_)
    await _group(town, sari, budi)
    town.entered = (await letter(omar, open_)).ref
    proposed = await proposal(sari, open_, "Paling lama lima hari kerja.", "Supaya pasti.")
    town.comments["proposed"] = proposed.ref
    mark = await Marked.create(
        contribution=told,
        version_id=open_.version_id,
        lineage=told.lineage,
        language="id",
        begins=0,
        ends=4,
        quote="hari",
        before="",
        after="",
    )
    town.later = (
        await MarkedLater.create(
            marked=mark,
            version_id=open_.version_id,
            fit=Fit.CHECK,
            score=0.7,
            lineage=told.lineage,
            label="3.1",
            words="hari",
            was="hari",
        )
    ).ref
    await _answered(town, office, omar, answering, said)
    await _looked_at(town, office, omar, sari)
    for name, actor in (("sari", sari), ("budi", budi), ("omar", omar)):
        await _sign_in(town, name, actor)
    staff = await _staff(town, office, other, beside=announced)
    town.halls = await hold_sessions(omar, staff[Role.CHAIR], sari, budi, open_)
    return town


async def _office(slug: str) -> Agency:
    return await add_agency(
        OPERATOR,
        slug,
        name={"id": f"Dinas {slug}", "en": f"Office {slug}"},
        government={"id": "Kabupaten Contoh", "en": "Regency of Contoh"},
        profile="id",
        time_zone="Asia/Makassar",
    )


async def _drafted(town: Town, official: Actor, slug: str) -> None:
    await add_service(
        OPERATOR,
        OFFICE,
        slug,
        name={"id": f"Layanan {slug}", "en": f"Service {slug}"},
        summary={"id": "Sebuah layanan.", "en": "A service."},
    )
    version = await import_standard(official, slug, KTP_JSON)
    await edit_note(official, version.ref, seal(version), version.title, NOTE)
    if slug == FREE:
        await _worked_on(town, official, version)
    town.drafts[slug] = version.ref
    town.marks[slug] = seal(await find_draft(version.ref))
    clauses = await clauses_of(version)
    town.lineages[slug] = [clause.lineage for clause in clauses]
    if slug == FREE:
        town.words, town.component = clauses[CLAUSE].text, clauses[CLAUSE].component


async def _worked_on(town: Town, official: Actor, version: Version) -> None:
    """Leave a last act, words without a place, and a document that is no draft yet."""
    first = (await clauses_of(version))[0]
    await edit_clause(official, version.ref, first.lineage, 1, {"id": "KTP lama saja."}, {})
    step = await last_step(version)
    town.step = step.ref if step else ""
    await Version.filter(id=version.id).update(unplaced=[{"heading": "", "text": UNPLACED}])
    upload = await keep_upload(official, FREE, "standar.docx", WORD)
    town.upload = upload.ref
    link, _secret = await share_draft(official, version.ref, "Dewan", 7)
    town.link = link.ref


async def _planned(
    town: Town, official: Actor, slug: str, *, opens: float, announced: bool = True
) -> Consultation:
    """Plan a consultation that opens in so many days (or did); announce it and let it open."""
    opens_at = clock.now() + timedelta(days=opens)
    with later(days=opens - 8):
        await _drafted(town, official, slug)
        await plan(official, slug, plan_from(opens_at), slug=slug)
        if announced:
            await announce(official, slug)
    await advance_due()
    return await find_consultation(slug)


async def _judged(town: Town, office: Agency, sari: Actor, consultation: Consultation) -> None:
    """Decisions: one to be judged again, one in force, one proposed, one appealed against."""
    wati = await person("Wati Anggraini", office, Role.MODERATOR)
    said = await comment(sari, consultation, "Loketnya terlalu sedikit.")
    await decide(wati, said.ref, Judgement(Measure.KEEP, Showing.SHOWN))
    await draw_reviews({"week": week_of(clock.now())})
    town.review = (await Review.get()).ref
    made = []
    for number in range(3):
        rude = await comment(sari, consultation, f"Petugas nomor {number} bodoh.")
        wish = hiding(criticises=number == 1)
        made.append(await decide(wati, rude.ref, wish))
    town.decision, town.proposed = made[0].ref, made[1].ref
    town.appeal = (await file_appeal(sari, made[2].ref, "Itu kritik.")).ref


async def _group(town: Town, lead: Actor, member: Actor) -> None:
    """An organisation that Sari leads and Budi belongs to; somebody else is invited."""
    made = await register(lead, name="Kelompok Pesisir", kind="", interests="Warga pesisir.")
    await Membership.create(organisation=made, person_id=member.person_id, since=clock.now())
    await invite(lead, made.slug, "tamu@example.id")
    town.organisation = made.slug
    town.member = (await Membership.get(person_id=member.person_id)).ref
    town.invitation = (await Invitation.get()).ref


async def _answered(
    town: Town,
    office: Agency,
    official: Actor,
    answering: Consultation,
    said: list[Contribution],
) -> None:
    rina = await person("Rina Kusuma", office, Role.REVIEWER)
    await begin_next_version(official, answering.slug)
    made: dict[str, Response] = {}
    for state, one in zip(("draft", "proposed", "approved"), said, strict=False):
        answer = Answer(Disposition.ANSWERED, "Sudah diatur.", contributions=(one.ref,))
        made[state] = await write_response(official, answering.slug, answer)
    for state in ("proposed", "approved"):
        await propose(official, made[state].ref)
    await approve(rina, made["approved"].ref)
    town.answers = {state: response.ref for state, response in made.items()}
    town.comments["unanswered"] = said[3].ref


async def _looked_at(town: Town, office: Agency, official: Actor, sari: Actor) -> None:
    """Sari objects three times in a second look, and wrote once too late to be answered."""
    rina = await person("Ratna Lestari", office, Role.REVIEWER)
    with later(days=-10):
        looking = await _planned(town, official, "looking", opens=-5)
        said = [await comment(sari, looking, f"Ini usul nomor {n}.") for n in range(4)]
    await advance_due()
    await begin_next_version(official, looking.slug)
    refs = tuple(one.ref for one in said)
    answer = Answer(Disposition.ANSWERED, "Sudah diatur.", contributions=refs)
    response = await write_response(official, looking.slug, answer)
    await propose(official, response.ref)
    await approve(rina, response.ref)
    await begin_second_look(official, looking.slug)
    for name, one in zip(("raised", "kept", "kept_too"), said, strict=False):
        raised = await object_to_answer(sari, one.ref, ObjectionKind.MISREAD, "")
        town.answers[name] = raised.ref
        if name != "raised":
            await propose_to_keep(official, raised.ref, "Sudah dijawab.")
    town.comments["looked_at"] = said[3].ref
    late = await _planned(town, official, "late", opens=-14 - TEN_MINUTES)
    await take_late(official, late.slug, "Jaringan sempat putus.")
    town.comments["late"] = (await comment(sari, late, "Maaf terlambat.")).ref


async def _staff(
    town: Town, office: Agency, other: Agency, *, beside: Consultation
) -> dict[Role, Actor]:
    """One person for each role, and people with every role in the wrong place or fast asleep."""
    staff = {role: await person(f"{role.value.title()} Setia", office, role) for role in Role}
    for role, actor in staff.items():
        await _sign_in(town, role.value, actor)
    await _sign_in(town, "elsewhere", await person("Elsewhere Setia", other, *Role))
    await _sign_in(town, "asleep", await person("Asleep Setia", office, *Role), code_given=False)
    half_in = await person("Halfin Setia", office, *Role)
    await Person.filter(id=half_in.person_id).update(
        totp_confirmed_at=clock.now(), totp_secret=random_base32()
    )
    await _sign_in(town, "half in", half_in, code_given=False)
    spare = await person("Spare Setia", office, Role.RESPONDER)
    town.grant = (await RoleGrant.get(person_id=spare.person_id)).ref
    limited = await person("Beside Setia")
    for role in Role:
        await RoleGrant.create(
            person_id=limited.person_id,
            agency=office,
            role=role,
            consultation_ref=beside.ref,
            given_at=clock.now(),
        )
    await _sign_in(town, "beside", limited)
    return staff


async def _sign_in(town: Town, name: str, actor: Actor, *, code_given: bool = True) -> None:
    now, key = clock.now(), new_secret()
    row = await SignIn.create(
        person_id=actor.person_id,
        token_digest=digest(key),
        started_at=now,
        seen_at=now,
        second_factor_at=now if code_given else None,
    )
    town.keys[name], town.sign_ins[name] = key, row.ref
