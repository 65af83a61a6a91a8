"""A Word document on its way to becoming a draft: read, corrected by a person, made a version."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from forum.access.policy import Actor, Permission, require
from forum.catalogue.queries import find_standard
from forum.core import clock
from forum.core.db import transaction
from forum.core.errors import Invalid, Refused
from forum.core.i18n import _
from forum.core.threads import Threads
from forum.drafts.actions.versions import make_version
from forum.drafts.fields import one_line
from forum.drafts.importing.word import Block, Role, assemble, block_from, read_word
from forum.drafts.models import DraftUpload, Version
from forum.drafts.queries.uploads import find_upload
from forum.profiles.load import Profile, profile

KEPT_FOR = timedelta(days=30)
"""A document that nobody made a draft of is forgotten after this."""

_threads = Threads("forum.drafts.word", most=1)


async def keep_upload(drafter: Actor, standard_slug: str, name: str, data: bytes) -> DraftUpload:
    """Read a Word document and keep what was read, for a person to look at."""
    standard = await find_standard(standard_slug)
    require(drafter, Permission.DRAFT_IMPORT, on=standard)
    blocks = await _threads.run(read_word, data, profile(standard.profile))
    if not blocks:
        raise Invalid({"file": _("There are no words in this document.")})
    async with transaction():
        await DraftUpload.filter(made_at__lt=clock.now() - KEPT_FOR, version_id=None).delete()
        return await DraftUpload.create(
            standard=standard,
            person_id=drafter.person_id,
            name=one_line(name)[:120],
            sha256=hashlib.sha256(data).hexdigest(),
            blocks=[block.to_json() for block in blocks],
            made_at=clock.now(),
        )


async def assign_upload(drafter: Actor, ref: str, choices: Mapping[int, str]) -> None:
    """Keep what a person says the parts of a document are, by their place in it."""
    async with transaction():
        upload = await find_upload(ref, lock=True)
        require(drafter, Permission.DRAFT_IMPORT, on=upload.standard)
        if upload.version_id is not None:
            raise Refused(
                "upload.used", _("A draft has been made of this document already. Edit that.")
            )
        country = profile(upload.standard.profile)
        blocks = _chosen(upload, choices, country)
        upload.blocks = [block.to_json() for block in blocks]
        await upload.save(update_fields=["blocks"])


async def import_upload(drafter: Actor, ref: str, choices: Mapping[int, str]) -> Version:
    """Make the next version of a document; sent twice, it finds the version it made."""
    async with transaction():
        upload = await find_upload(ref, lock=True)
        require(drafter, Permission.DRAFT_IMPORT, on=upload.standard)
        if upload.version_id is not None:
            return await Version.get(id=upload.version_id)
        country = profile(upload.standard.profile)
        blocks = _chosen(upload, choices, country)
        made = assemble(blocks, country).standard
        if not made.clauses:
            raise Refused(
                "upload.no-clause",
                _("Nothing in this document is a clause yet. Choose what its parts become."),
            )
        version = await make_version(drafter, upload.standard.slug, made)
        upload.blocks = [block.to_json() for block in blocks]
        upload.version_id = version.id
        await upload.save(update_fields=["blocks", "version_id"])
    return version


def _chosen(upload: DraftUpload, choices: Mapping[int, str], country: Profile) -> list[Block]:
    """Return the blocks with what a person chose; what a person chose needs no flag any more."""
    blocks = [block_from(row) for row in upload.blocks]
    wrong: dict[str, str] = {}
    for place, choice in choices.items():
        if not 0 <= place < len(blocks) or choice == blocks[place].choice:
            continue
        role, _colon, component = choice.partition(":")
        known = role in set(Role) and (component == "" or country.component(component) is not None)
        fits = bool(component) if role == Role.HEADING else not component or role == Role.CLAUSE
        if known and fits:
            blocks[place] = replace(blocks[place], role=Role(role), component=component, flag="")
        else:
            wrong[f"b.{place}"] = _("Choose one of the values offered.")
    if wrong:
        raise Invalid(wrong)
    return blocks
