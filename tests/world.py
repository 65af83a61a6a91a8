"""The world of the tests, built through actions: a standard, a draft of it, a consultation."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from importlib import resources

from forum.access.policy import OPERATOR, Actor
from forum.catalogue.actions import add_service
from forum.catalogue.models import Agency, Service
from forum.consultations.actions import advance_due, announce, plan
from forum.consultations.models import Consultation
from forum.consultations.plans import Plan
from forum.consultations.queries import find_consultation
from forum.core import clock
from forum.drafts.actions import adopt_existing, edit_note, import_standard
from forum.drafts.actions.editing import seal
from forum.drafts.models import Version
from forum.drafts.queries import find_draft
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


async def standard_in_force(official: Actor, agency: Agency) -> Version:
    """The same, in force for a year: it was promised before there was a forum."""
    draft = await draft_version(official, agency)
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
