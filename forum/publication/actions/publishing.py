"""Writing the summary, and making the result the standard in force."""

from __future__ import annotations

import hashlib

from forum.access.policy import Actor, Permission, require
from forum.audit.actions import record
from forum.audit.rules import identity
from forum.consultations.actions import mark_published
from forum.consultations.queries import find_consultation
from forum.core import clock
from forum.core.db import announce, transaction
from forum.core.errors import Stale
from forum.core.i18n import _
from forum.core.text import clean
from forum.drafts.actions import freeze, put_in_force
from forum.drafts.models import Version
from forum.drafts.queries import find_draft
from forum.profiles.load import profile
from forum.publication.events import StandardPublished
from forum.publication.models import Summary
from forum.publication.queries import frozen_bytes, numbers_of, readiness_of, summary_of
from forum.publication.rules import check_ready, check_words


async def write_summary(
    official: Actor, slug: str, words: dict[str, str], *, revision: int
) -> Summary:
    """Save the words of a summary; a save that started from an older text is refused with both."""
    async with transaction():
        consultation = await find_consultation(slug, lock=True)
        require(official, Permission.SUMMARY_WRITE, on=consultation)
        country = profile(consultation.agency.profile)
        told = {language: clean(words.get(language, "")) for language in country.languages}
        cleaned = {language: text for language, text in told.items() if text}
        check_words(cleaned, country.default_language)
        summary = await summary_of(consultation) or Summary(consultation=consultation, revision=0)
        if summary.revision != revision:
            raise Stale(
                "summary.stale",
                _("Somebody changed the summary while you were writing. Both texts are below."),
                summary,
            )
        summary.words, summary.revision = cleaned, revision + 1
        summary.written_by_id, summary.written_at = official.person_id or 0, clock.now()
        await summary.save()
        await record(
            "summary.written",
            by="agency",
            ctx=consultation.record_id,
            subject=summary.record_id,
            c={"actor": identity(official.record_id)},
        )
    return summary


async def publish(official: Actor, slug: str) -> Summary:
    """Put the next version in force and freeze the summary, or refuse with all that is missing."""
    async with transaction():
        consultation = await find_consultation(slug, lock=True)
        require(official, Permission.SUMMARY_PUBLISH, on=consultation)
        if consultation.next_version is not None:
            # From here on nobody changes a word that the check has looked at.
            await find_draft(consultation.next_version.ref, lock=True)
        state, _trace = await readiness_of(consultation)
        check_ready(state)
        version = await Version.get(id=consultation.next_version_id).select_related(
            "standard__service"
        )
        await freeze(official, version)
        await put_in_force(official, version)
        summary = await summary_of(consultation)
        assert summary is not None  # noqa: S101 - `check_ready` saw its words
        numbers = await numbers_of(consultation)
        summary.numbers, summary.published_at = numbers, clock.now()
        summary.document = frozen_bytes(consultation, summary.words, numbers)
        summary.sha256 = hashlib.sha256(summary.document.encode()).hexdigest()
        await summary.save()
        await mark_published(official, consultation)
        await record(
            "version.published",
            by="agency",
            ctx=consultation.record_id,
            subject=version.record_id,
            d={
                "version": str(version.number),
                "sha256": version.sha256,
                "summary_sha256": summary.sha256,
                "dispositions": numbers["dispositions"],
            },
            c={"actor": identity(official.record_id)},
        )
        announce(StandardPublished(consultation.id))
    return summary
