"""Who appeals in the story, what comes of it, and what waits for a second moderator on day zero."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from forum.access.policy import Actor
from forum.core.text import clean
from forum.demo.script import script
from forum.moderation.actions import Hearing, Judgement, decide, decide_appeal, file_appeal
from forum.moderation.models import Appeal, Decision
from forum.moderation.rules import Measure
from forum.moderation.rules.appealing import Outcome
from forum.participation.models import Contribution

CueAt = Callable[[str, Callable[[], Awaitable[object]]], None]

KTP, NIB = "ktp-el-2026", "nib-2026"
RUDE, JOKE, ACCUSATION = "kt-54", "kt-51", "nb-07"


def cue_appealing(cast: Mapping[str, Actor], cue: CueAt) -> None:
    """Plan an appeal that is lost, one that is won, and a decision that takes two people."""
    maya, kadek = cast["maya"], cast["kadek"]
    hide = partial(Judgement, Measure.HIDE)
    mistaken = partial(hide, rule="spam", reason="Lelucon ini tidak memuat masukan.")
    cue("D-1 06:40", partial(_decide, maya, KTP, JOKE, mistaken))
    cue("D-1 07:10", partial(_appeal, cast["bayu"], KTP, JOKE, "Saya menulis keadaan loketnya."))
    won = Hearing(Outcome.OVERTURNED, "Ini pengalaman di ruang tunggu, bukan iklan.")
    cue("D-1 11:20", partial(_hear, kadek, KTP, JOKE, won))
    cue("D-1 12:05", partial(_appeal, cast["hadi"], KTP, RUDE, "Saya hanya mengatakan yang benar."))
    lost = Hearing(Outcome.UPHELD, "Keluhan tentang loket boleh ditulis, hinaan tidak.")
    cue("D+0 08:20", partial(_hear, kadek, KTP, RUDE, lost))
    accused = partial(
        hide,
        rule="accusation",
        reason="Tuduhan ini belum diperiksa. Sampaikan lewat saluran pengaduan.",
        criticises=True,
    )
    cue("D-1 16:10", partial(_decide, maya, NIB, ACCUSATION, accused))


async def _decide(moderator: Actor, slug: str, id_: str, wish: Callable[..., Judgement]) -> None:
    said = await _said(slug, id_)
    await decide(moderator, said.ref, wish(showing=said.showing))


async def _appeal(author: Actor, slug: str, id_: str, words: str) -> None:
    said = await _said(slug, id_)
    decision = await Decision.filter(contribution_id=said.id).order_by("-id").first()
    assert decision is not None  # noqa: S101 - it was cued after the decision
    await file_appeal(author, decision.ref, words)


async def _hear(hearer: Actor, slug: str, id_: str, hearing: Hearing) -> None:
    said = await _said(slug, id_)
    appeal = await Appeal.get(decision__contribution_id=said.id)
    await decide_appeal(hearer, appeal.ref, hearing)


async def _said(slug: str, id_: str) -> Contribution:
    plot = next(one for one in script().consultations if one.slug == slug)
    text = next(one.text for one in plot.comments if one.id == id_)
    return await Contribution.get(consultation__slug=slug, text=clean(text))
