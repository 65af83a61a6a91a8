"""The world of the tests, built through actions: a standard, a draft of it, a consultation."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from forum.access.policy import OPERATOR, Actor
from forum.catalogue.actions import add_service
from forum.catalogue.models import Agency, Service
from forum.consultations.actions import advance_due, announce, plan
from forum.consultations.models import Consultation
from forum.consultations.plans import Plan
from forum.consultations.queries import find_consultation
from forum.core import clock
from forum.core.ids import new_ref
from forum.drafts.actions import (
    adopt_existing,
    edit_clause,
    edit_note,
    import_standard,
    start_version,
)
from forum.drafts.actions.editing import seal
from forum.drafts.fields import Duration, Unit, read_fields
from forum.drafts.models import Version
from forum.drafts.queries import find_clause, find_draft
from forum.participation.actions import (
    Handed,
    Received,
    Rewording,
    enter_received,
    post_comment,
    post_proposal,
)
from forum.participation.models import Contribution
from forum.participation.rules import Channel
from forum.profiles.load import profile
from tests.clocks import later

KTP = "ktp-el-baru"
KTP_JSON = resources.files("forum.demo").joinpath(f"content/standards/{KTP}.json").read_bytes()


async def identity_card(agency: Agency) -> Service:
    """The service everybody knows; its standard promises nothing yet."""
    return await add_service(
        OPERATOR,
        agency.slug,
        KTP,
        name={"id": "KTP elektronik", "en": "Electronic identity card"},
        summary={"id": "Kartu tanda penduduk baru.", "en": "A new identity card."},
        keywords=["identitas"],
    )


async def draft_version(drafter: Actor, agency: Agency, source: bytes | str = KTP_JSON) -> Version:
    """Version 1 of the standard of the identity card, being edited: 14 working days."""
    await identity_card(agency)
    return await import_standard(drafter, KTP, source)


async def standard_in_force(
    official: Actor, agency: Agency, source: bytes | str = KTP_JSON
) -> Version:
    """The same, in force for a year: it was promised before there was a forum."""
    draft = await draft_version(official, agency, source)
    await adopt_existing(official, draft.ref, clock.now() - timedelta(days=365))
    return await find_draft(draft.ref)


NOTE = {
    "id": "Batas waktu 14 hari kerja terlalu lama bagi banyak warga. Apa yang masuk akal?",
    "en": "Fourteen working days are too long for many. What would be reasonable?",
}


def plan_from(opens_at: datetime, **changes: object) -> Plan:
    """A plan that breaks no rule: open for two weeks, answered two weeks later."""
    closes_at = opens_at + timedelta(days=14)
    plan = Plan(
        title={"id": "KTP elektronik baru", "en": "A new identity card"},
        lead={"id": "Waktu tunggu dan kepastian tanggal", "en": "Waiting time and a certain date"},
        time_zone="Asia/Makassar",
        opens_at=opens_at,
        closes_at=closes_at,
        respond_by=closes_at + timedelta(days=14),
        contact="disdukcapil@contoh.go.id",
        privacy_notice=profile("id").privacy_notice,
    )
    return replace(plan, **changes)


async def planned_consultation(
    official: Actor, agency: Agency, opens_at: datetime | None = None
) -> Consultation:
    """A consultation about version 1 of the identity card, ready to be announced."""
    version = await draft_version(official, agency)
    await edit_note(official, version.ref, seal(version), version.title, NOTE)
    return await plan(official, KTP, plan_from(opens_at or clock.now() + timedelta(days=8)))


async def announced_consultation(
    official: Actor, agency: Agency, opens_at: datetime | None = None
) -> Consultation:
    """The same, announced: it opens in eight days unless another time is given."""
    planned = await planned_consultation(official, agency, opens_at)
    return await announce(official, planned.slug)


async def open_consultation(official: Actor, agency: Agency, *, days: float = 2) -> Consultation:
    """The same, announced in time and opened so many days ago by the clock.

    It is open for 14 days: `days=15` has it closed, and the answering begun.
    """
    opened_at = clock.now() - timedelta(days=days)
    with later(days=-days - 8):
        announced = await announced_consultation(official, agency, opened_at)
    await advance_due()
    return await find_consultation(announced.slug)


async def open_revision(official: Actor, agency: Agency, *, days: float = 2) -> Consultation:
    """A consultation about version 2: five working days instead of the fourteen in force."""
    opened_at = clock.now() - timedelta(days=days)
    with later(days=-days - 8):
        former = await standard_in_force(official, agency)
        version = await start_version(official, KTP, former.number)
        clause = await find_clause(version, "3.1")
        await edit_clause(
            official,
            version.ref,
            clause.lineage,
            clause.revision,
            {"id": "1 hari; paling lama 5 hari kerja", "en": "1 day; at most 5 working days"},
            {**read_fields(clause.typed), "maximum": Duration(value=5, unit=Unit.WORKING_DAY)},
        )
        draft = await find_draft(version.ref)
        await edit_note(official, draft.ref, seal(draft), draft.title, NOTE)
        planned = await plan(official, KTP, plan_from(opened_at))
        await announce(official, planned.slug)
    await advance_due()
    return await find_consultation(planned.slug)


async def comment(
    author: Actor, consultation: Consultation, text: str = "Lima hari cukup.", **more: Any
) -> Contribution:
    """Something handed in; `label=None` is about the whole draft, `kind` may be a question."""
    label = more.pop("label", "3.1")
    handed = Handed(text=text, once=more.pop("once", "") or new_ref(), **more)
    return await post_comment(author, consultation.slug, label, handed)


async def proposal(
    author: Actor,
    consultation: Consultation,
    words: str | None,
    text: str = "Supaya lebih jelas.",
    **more: Any,
) -> Contribution:
    """Other Indonesian words for a clause; without words it should go."""
    rewording = Rewording(
        version=more.pop("version", consultation.version.name),
        language=more.pop("language", "id"),
        words=words,
    )
    label = more.pop("label", "3.1")
    handed = Handed(text=text, once=more.pop("once", "") or new_ref(), **more)
    return await post_proposal(author, consultation.slug, label, handed, rewording)


async def letter(
    official: Actor, consultation: Consultation, text: str = "Loketnya terlalu jauh.", **more: Any
) -> Contribution:
    """A letter that came today, entered by staff; `label=None` is about the whole draft."""
    label = more.pop("label", "3.1")
    zone = ZoneInfo(consultation.time_zone)
    received = Received(
        text=text,
        once=more.pop("once", "") or new_ref(),
        channel=more.pop("channel", Channel.LETTER),
        received_on=more.pop("received_on", clock.now().astimezone(zone).date()),
        language="id",
        **more,
    )
    return await enter_received(official, consultation.slug, label, received)


async def another_consultation(official: Actor, agency: Agency, opens_at: datetime) -> Consultation:
    """A consultation about the family card, announced beside the first."""
    card = await add_service(
        OPERATOR,
        agency.slug,
        "kartu-keluarga-baru",
        name={"id": "Kartu keluarga", "en": "Family card"},
        summary={"id": "Kartu keluarga baru.", "en": "A new family card."},
    )
    version = await import_standard(official, card.slug, KTP_JSON)
    await edit_note(official, version.ref, seal(version), version.title, NOTE)
    titled = plan_from(opens_at, title={"id": "Kartu keluarga baru", "en": "A new family card"})
    planned = await plan(official, card.slug, titled)
    return await announce(official, planned.slug)


async def crowd(like: Contribution, number: int) -> list[Contribution]:
    """So many more about the same clause, each supported by one more person than the last."""
    return [
        await Contribution.create(
            consultation_id=like.consultation_id,
            lineage=like.lineage,
            label=like.label,
            kind=like.kind,
            showing=like.showing,
            author_id=like.author_id,
            text=f"Masukan {one}.",
            shown_text=f"Masukan {one}.",
            html=f"<p>Masukan {one}.</p>",
            language="id",
            receipt=f"receipt-{one}",
            once=f"once-{one:06}",
            supports=one,
            handed_in_at=like.handed_in_at,
        )
        for one in range(number)
    ]
