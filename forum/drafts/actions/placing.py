"""What an imported document left over: made a clause after all, or set aside by a person."""

from __future__ import annotations

from forum.access.policy import Actor
from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.core.ids import new_ref
from forum.drafts.actions.workspace import Workspace, opened
from forum.drafts.pieces import Piece
from forum.drafts.rules import check_texts


async def place_words(drafter: Actor, ref: str, text: str, component: str) -> str:
    """Make the last clause of a component of words that had no place; return its lineage."""
    async with opened(drafter, ref) as work:
        rest = _without(work, text)
        part = work.component(component)
        language = work.country.default_language
        new = Piece(
            lineage=new_ref(),
            component=part.code,
            texts=check_texts({language: text}, language),
        )
        await work.keep([*work.pieces, new], "placed", [new.lineage], unplaced=rest)
    return new.lineage


async def set_words_aside(drafter: Actor, ref: str, text: str) -> None:
    """Take words off the list of what had no place: they do not belong into the draft."""
    async with opened(drafter, ref) as work:
        await work.keep(work.pieces, "set_aside", [], unplaced=_without(work, text))


def _without(work: Workspace, text: str) -> list[dict[str, str]]:
    rest = list(work.version.unplaced)
    for one in rest:
        if one["text"] == text:
            rest.remove(one)
            return rest
    raise NotFound("words.placed", _("Somebody has placed these words already."))
