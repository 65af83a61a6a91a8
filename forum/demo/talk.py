"""What is said, decided and answered in one consultation of the script."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from forum.access.policy import Actor
from forum.consultations.actions import begin_next_version
from forum.consultations.queries import find_consultation
from forum.core.ids import new_ref
from forum.demo.edits import play_edits
from forum.demo.script import Comment, Edit, Objection, Response, date_of
from forum.demo.script import Consultation as Plot
from forum.drafts.models import Version
from forum.drafts.queries import find_clause, find_draft
from forum.moderation.actions import Judgement, decide
from forum.moderation.rules import Measure
from forum.participation.actions import Handed, Pointed, post_comment, support_comment
from forum.participation.models import Contribution
from forum.participation.queries import find_contribution
from forum.participation.rules import PUBLIC, Kind
from forum.publication.actions import begin_second_look, publish, write_summary
from forum.responses import actions as responses
from forum.responses.objecting import ObjectionKind
from forum.responses.rules import Answer, Disposition, Ground


class Talk:
    """Plays the comments and answers of one consultation; keeps what got which reference."""

    def __init__(self, plot: Plot, cast: Mapping[str, Actor], chance: random.Random) -> None:
        self.plot = plot
        self.cast = cast
        self.chance = chance
        self.said: dict[str, str] = {}
        self.answers: dict[str, str] = {}
        self.objected: dict[str, str] = {}
        self.touched: dict[str, list[str]] = {}

    async def say(self, comment: Comment) -> None:
        """Hand in one comment."""
        handed = Handed(
            text=comment.text,
            once=new_ref(),
            kind=Kind(comment.kind),
            words=await self._pointed(comment),
        )
        author = self.cast[comment.author]
        made = await post_comment(author, self.plot.slug, comment.clause, handed)
        self.said[comment.id] = made.ref

    async def _pointed(self, comment: Comment) -> Pointed | None:
        """Find the words that the script says it is about."""
        if not comment.about or comment.clause is None:
            return None
        consultation = await find_consultation(self.plot.slug)
        clause = await find_clause(consultation.version, comment.clause)
        start = clause.text[comment.language].index(comment.about)
        return Pointed(
            version=consultation.version.name,
            language=comment.language,
            start=start,
            end=start + len(comment.about),
            quote=comment.about,
        )

    async def support(self, comment: Comment, supporter: str) -> None:
        """Support a comment that can be read."""
        ref = self.said[comment.id]
        if await Contribution.exists(ref=ref, showing__in=PUBLIC):
            await support_comment(self.cast[supporter], ref)

    async def decide(self, comment: Comment) -> None:
        """Take the moderator's decision."""
        decision = comment.decision
        assert decision is not None  # noqa: S101 - it was cued because there is one
        made = await find_contribution(self.said[comment.id])
        await decide(
            self.cast[decision.by],
            made.ref,
            Judgement(
                measure=Measure(decision.measure),
                showing=made.showing,
                rule=decision.rule,
                reason=decision.reason,
                words=decision.covers,
            ),
        )

    async def answer(self, response: Response) -> None:
        """Write an answer and, unless it stays a draft, hand it to the approver."""
        official = self.cast[response.written_by]
        if response.changes:
            await self._edit_next(official)
        answer = Answer(
            disposition=Disposition(response.disposition),
            reason=response.reason,
            contributions=tuple(self.said[id_] for id_ in response.comments),
            changes=tuple(
                dict.fromkeys(line for edit in response.changes for line in self.touched[edit])
            ),
            ground=Ground(response.ground) if response.ground else None,
            promised_by=response.promised_by,
            promised_for=date_of(response.promised_for) if response.promised_for else None,
            referred_to=response.referred_to,
            merged_into=self.said[response.merged_into] if response.merged_into else "",
        )
        made = await responses.write_response(official, self.plot.slug, answer)
        self.answers[response.id] = made.ref
        if response.state != "draft":
            await responses.propose(official, made.ref)

    async def approve(self, response: Response) -> None:
        """Have a second person make it public."""
        assert response.approved_by is not None  # noqa: S101 - the script says by whom
        await responses.approve(self.cast[response.approved_by], self.answers[response.id])

    async def let_look(self, publisher: Actor) -> None:
        """Give authors their second look at the answers."""
        await self._edit_next(publisher)
        await begin_second_look(publisher, self.plot.slug)

    async def object_to(self, objection: Objection) -> None:
        """Let an author say what is wrong with the answer."""
        made = self.said[objection.comment]
        author = next(one.author for one in self.plot.comments if one.id == objection.comment)
        kind = ObjectionKind(objection.kind)
        raised = await responses.object_to_answer(self.cast[author], made, kind, objection.sentence)
        self.objected[objection.comment] = raised.ref

    async def propose_to_keep(self, objection: Objection) -> None:
        """Say why the answer stays; somebody else has yet to agree."""
        await responses.propose_to_keep(
            self.cast[self.plot.owner], self.objected[objection.comment], objection.kept_because
        )

    async def publish(self, publisher: Actor) -> None:
        """Write the summary and publish."""
        await write_summary(publisher, self.plot.slug, self.plot.summary or {}, revision=0)
        await publish(publisher, self.plot.slug)

    async def _edit_next(self, drafter: Actor) -> None:
        if self.touched or not self.plot.next:
            return
        begun: Version = await begin_next_version(drafter, self.plot.slug)
        self.touched = await play_edits(drafter, await find_draft(begun.ref), self.plot.next)
        await explain(drafter, begun, self.plot.next, self.touched)


async def explain(
    drafter: Actor, version: Version, edits: Sequence[Edit], touched: Mapping[str, list[str]]
) -> None:
    """Give the agency's own reasons for those edits that have one."""
    for edit in edits:
        for lineage in touched[edit.id] if edit.own_reason else ():
            await responses.explain_change(drafter, version.ref, lineage, edit.own_reason)
