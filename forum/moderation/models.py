"""What puts a contribution before a moderator, who is at it, and the decisions taken."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from tortoise import fields
from tortoise.models import Model

from forum.accounts.models import Person
from forum.core.db.fields import JsonField, UtcDatetimeField
from forum.core.ids import new_record_id, new_ref
from forum.moderation.rules import Measure, Source, State
from forum.moderation.rules.appealing import Outcome
from forum.participation.models import Contribution
from forum.participation.rules import Showing


class Flag(Model):
    """A listed trigger that a contribution set off; `held` says that it waits unseen."""

    id = fields.BigIntField(primary_key=True)
    contribution: fields.ForeignKeyRelation[Contribution] = fields.ForeignKeyField(
        "forum.Contribution", related_name="flags", on_delete=fields.RESTRICT, db_index=True
    )
    trigger = fields.CharField(max_length=40)
    held = fields.BooleanField(default=False)
    at: fields.Field[datetime] = UtcDatetimeField()

    contribution_id: int

    class Meta:
        table = "moderation_flag"


class Report(Model):
    """One person who says that words break a rule. It calls a moderator and hides nothing.

    `decision` is what was decided after it, `counted` whether it moves the case up in the queue.
    """

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    record_id = fields.CharField(max_length=32, unique=True, default=new_record_id)
    receipt = fields.CharField(max_length=24, unique=True, description="short code of its entry")
    contribution: fields.ForeignKeyRelation[Contribution] = fields.ForeignKeyField(
        "forum.Contribution", related_name="reports", on_delete=fields.RESTRICT
    )
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="reports", on_delete=fields.RESTRICT, db_index=True
    )
    rule = fields.CharField(max_length=40)
    words = fields.TextField(default="", description="read by moderators alone")
    counted = fields.BooleanField(default=True)
    once = fields.CharField(max_length=40, unique=True, description="makes a retry harmless")
    at: fields.Field[datetime] = UtcDatetimeField()
    decision: fields.ForeignKeyNullableRelation[Decision] = fields.ForeignKeyField(
        "forum.Decision",
        related_name="reports",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
    )

    contribution_id: int
    person_id: int
    decision_id: int | None

    class Meta:
        table = "moderation_report"
        unique_together = (("contribution", "person"),)


class Claim(Model):
    """Who is looking at a case just now, so that two moderators do not read the same one.

    It is a courtesy and no lock: others see it and can take over. `number` grows with each claim.
    """

    id = fields.BigIntField(primary_key=True)
    contribution: fields.OneToOneRelation[Contribution] = fields.OneToOneField(
        "forum.Contribution", related_name="claim", on_delete=fields.RESTRICT
    )
    moderator: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="claims", on_delete=fields.RESTRICT, db_index=True
    )
    number = fields.IntField(default=1)
    until: fields.Field[datetime] = UtcDatetimeField()

    contribution_id: int
    moderator_id: int

    class Meta:
        table = "moderation_claim"


class Review(Model):
    """A decision drawn by lot, judged again by somebody who does not see it. Changes nothing."""

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    decision: fields.OneToOneRelation[Decision] = fields.OneToOneField(
        "forum.Decision", related_name="review", on_delete=fields.RESTRICT
    )
    leaf = fields.CharField(max_length=64, unique=True, description="of the decision's entry")
    week = fields.CharField(max_length=8, description="of the decision: 2026-W48")
    drawn_at: fields.Field[datetime] = UtcDatetimeField()
    moderator: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="reviews", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    measure: fields.Field[Measure | None] = cast(
        "fields.Field[Measure | None]", fields.CharEnumField(Measure, max_length=10, null=True)
    )
    rule = fields.CharField(max_length=40, default="")
    reason = fields.TextField(default="", description="read by the agency's moderators alone")
    agrees: fields.Field[bool | None] = cast(
        "fields.Field[bool | None]", fields.BooleanField(null=True)
    )
    judged_at: fields.Field[datetime | None] = UtcDatetimeField(null=True, db_index=True)

    decision_id: int
    moderator_id: int | None

    class Meta:
        table = "moderation_review"


class Decision(Model):
    """One decision by a person, with the rule and a reason for the author.

    Proposed, it has changed nothing yet. `confirm_by` is set where one person acted at once and a
    second has to agree, `because` says why two are needed.
    """

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    record_id = fields.CharField(max_length=32, unique=True, default=new_record_id)
    contribution: fields.ForeignKeyRelation[Contribution] = fields.ForeignKeyField(
        "forum.Contribution", related_name="decisions", on_delete=fields.RESTRICT, db_index=True
    )
    state = fields.CharEnumField(
        State, max_length=10, default=State.STANDS, db_default=State.STANDS.value, db_index=True
    )
    measure = fields.CharEnumField(Measure, max_length=10)
    days = fields.IntField(default=0, db_default=0, description="of a suspension")
    rule = fields.CharField(
        max_length=40, default="", description="code of the rule; keep has none"
    )
    reason = fields.TextField(default="", description="statement to the author")
    facts = fields.TextField(default="", db_default="", description="what it relies on")
    source = fields.CharEnumField(
        Source, max_length=10, default=Source.OWN, db_default=Source.OWN.value
    )
    by_pattern = fields.BooleanField(
        default=False, db_default=False, description="a listed pattern called the moderator"
    )
    criticises = fields.BooleanField(
        default=False, db_default=False, description="the agency or its staff, says the moderator"
    )
    urgent = fields.BooleanField(default=False, db_default=False)
    because = fields.CharField(
        max_length=60, default="", db_default="", description="codes of why two people are needed"
    )
    spans: fields.Field[list[list[int]]] = JsonField(
        default=list, description="covered parts of the text, [start, end) in characters"
    )
    words_spans: fields.Field[list[list[int]] | None] = cast(
        "fields.Field[list[list[int]] | None]",
        JsonField(null=True, description="the same of the words it proposes"),
    )
    before = fields.CharEnumField(
        Showing, max_length=10, default=Showing.SHOWN, db_default=Showing.SHOWN.value
    )
    seen = fields.CharField(
        max_length=64, default="", db_default="", description="mark of the words decided about"
    )
    moderator: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="decisions", on_delete=fields.RESTRICT, db_index=True
    )
    at: fields.Field[datetime] = UtcDatetimeField(db_index=True)
    proposed_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)
    confirm_by: fields.Field[datetime | None] = UtcDatetimeField(null=True)
    second: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="seconded", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    second_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)
    second_said = fields.TextField(default="", db_default="", description="why it was sent back")
    appeal_until: fields.Field[datetime | None] = UtcDatetimeField(
        null=True, description="none where nothing was taken, or an appeal has been heard"
    )
    on_appeal = fields.BooleanField(
        default=False, db_default=False, description="the milder one that an appeal brought"
    )
    leaf = fields.CharField(
        max_length=64, default="", db_default="", description="of its newest entry in the record"
    )

    contribution_id: int
    moderator_id: int
    second_id: int | None

    class Meta:
        table = "moderation_decision"

    @property
    def stands(self) -> bool:
        """Whether it is in force."""
        return self.state is State.STANDS

    @property
    def unconfirmed(self) -> bool:
        """Whether one person acted at once, and a second has yet to agree."""
        return self.stands and self.confirm_by is not None and self.second_at is None

    @property
    def statement(self) -> str:
        """What the record commits to: the reason, and what it relies on."""
        return "\n\n".join(part for part in (self.reason, self.facts) if part)


class Appeal(Model):
    """What an author says against a decision, and what somebody else made of it. One each."""

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    decision: fields.OneToOneRelation[Decision] = fields.OneToOneField(
        "forum.Decision", related_name="appeal", on_delete=fields.RESTRICT
    )
    words = fields.TextField(description="of the author, read by those who hear it")
    filed_at: fields.Field[datetime] = UtcDatetimeField(db_index=True)
    due_at: fields.Field[datetime] = UtcDatetimeField()
    outcome: fields.Field[Outcome | None] = cast(
        "fields.Field[Outcome | None]", fields.CharEnumField(Outcome, max_length=10, null=True)
    )
    reason = fields.TextField(default="", description="to the author")
    decided_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="heard", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    decided_at: fields.Field[datetime | None] = UtcDatetimeField(null=True, db_index=True)

    decision_id: int
    decided_by_id: int | None

    class Meta:
        table = "moderation_appeal"

    @property
    def state(self) -> str:
        """What everybody may know of it: filed, or its outcome."""
        return self.outcome.value if self.outcome else "filed"
