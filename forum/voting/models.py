"""Polls, who may vote in them, the ballots, and the running count."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from forum.accounts.models import Person
from forum.catalogue.models import Words
from forum.consultations.models import Consultation, OfConsultation
from forum.core.db.fields import JsonField, UtcDatetimeField
from forum.core.ids import new_record_id, new_ref
from forum.voting.plans import Option
from forum.voting.rules import (
    LONGEST_MARKS,
    Electorate,
    Kind,
    Majority,
    Method,
    PollState,
    Ranking,
    Results,
    Secrecy,
)


class Poll(OfConsultation):
    """A question with its options. Everything but its state is fixed when it opens."""

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    record_id = fields.CharField(max_length=32, unique=True, default=new_record_id)
    consultation: fields.ForeignKeyRelation[Consultation] = fields.ForeignKeyField(
        "forum.Consultation", related_name="polls", on_delete=fields.RESTRICT, db_index=True
    )
    session_ref = fields.CharField(
        max_length=10, default="", db_index=True, description="empty outside sessions"
    )
    item_ref = fields.CharField(max_length=10, default="", description="of the agenda")
    lineage = fields.CharField(max_length=10, default="", db_index=True)
    label = fields.CharField(max_length=12, default="", description="of the clause when made")
    kind = fields.CharEnumField(Kind, max_length=8)
    method = fields.CharEnumField(Method, max_length=10)
    ranking = fields.CharEnumField(Ranking, max_length=8, default=Ranking.SCHULZE)
    question: fields.Field[Words] = JsonField()
    options: fields.Field[list[Option]] = JsonField()
    secrecy = fields.CharEnumField(Secrecy, max_length=14, default=Secrecy.PSEUDONYMOUS)
    electorate = fields.CharEnumField(Electorate, max_length=10, default=Electorate.EVERYONE)
    majority = fields.CharEnumField(Majority, max_length=12, default=Majority.PLURALITY)
    quorum = fields.IntField(default=0, description="ballots needed, 0 = any number")
    results = fields.CharEnumField(Results, max_length=10, default=Results.LIVE)
    state = fields.CharEnumField(PollState, max_length=10, default=PollState.DRAFT, db_index=True)
    rehearsal = fields.BooleanField(default=False, description="leaves nothing in the record")
    barred: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "forum.Person",
        related_name="barred_from",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
        description="who chairs does not vote",
    )
    secret: fields.Field[bytes | None] = fields.BinaryField(
        null=True, description="key of the pseudonyms"
    )
    entitled = fields.IntField(null=True, description="how many may vote, null = anybody")
    present = fields.IntField(default=0, description="checked in when it closed")
    hands: fields.Field[list[int]] = JsonField(
        default=list, description="show of hands per option, counted in the hall"
    )
    certificate: fields.Field[dict[str, Any]] = JsonField(default=dict)
    ballots_csv = fields.TextField(default="", description="the counted ballots, fixed at closing")
    made_at: fields.Field[datetime] = UtcDatetimeField()
    opened_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)
    closes_at: fields.Field[datetime | None] = UtcDatetimeField(
        null=True, db_index=True, description="closed by the clock then"
    )
    closed_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)
    certified_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)
    annul_reason = fields.TextField(default="")
    annul_asked_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "forum.Person",
        related_name="annulments_asked",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
        description="the first of the two people it takes",
    )

    consultation_id: int
    barred_id: int | None
    annul_asked_by_id: int | None

    class Meta:
        table = "poll"


class Entitlement(Model):
    """One person who may vote in one poll, fixed when it opened."""

    id = fields.BigIntField(primary_key=True)
    poll: fields.ForeignKeyRelation[Poll] = fields.ForeignKeyField(
        "forum.Poll", related_name="entitlements", on_delete=fields.RESTRICT, db_index=True
    )
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="entitlements", on_delete=fields.RESTRICT, db_index=True
    )

    class Meta:
        table = "entitlement"
        unique_together = (("poll", "person"),)


class Ballot(Model):
    """What one person marked. Casting again before the poll closes replaces it."""

    id = fields.BigIntField(primary_key=True)
    poll: fields.ForeignKeyRelation[Poll] = fields.ForeignKeyField(
        "forum.Poll", related_name="ballots", on_delete=fields.RESTRICT
    )  # found by the unique index
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="ballots", on_delete=fields.RESTRICT, db_index=True
    )
    marks = fields.CharField(
        max_length=LONGEST_MARKS, description="canonical, see docs/counting.md"
    )
    reason = fields.TextField(default="", description="of concerns and objections")
    once = fields.CharField(max_length=40, description="of the last cast, makes a retry harmless")
    earlier = fields.TextField(
        default="", db_default="", description="keys of the casts that this one replaced"
    )
    receipt = fields.CharField(max_length=24, default="", db_index=True)
    cast_at: fields.Field[datetime] = UtcDatetimeField()

    poll_id: int
    person_id: int

    class Meta:
        table = "ballot"
        unique_together = (("poll", "person"),)


class SecretRoll(Model):
    """That a person voted in a secret poll. Nothing leads from here to a ballot."""

    id = fields.BigIntField(primary_key=True)
    poll: fields.ForeignKeyRelation[Poll] = fields.ForeignKeyField(
        "forum.Poll", related_name="roll", on_delete=fields.RESTRICT, db_index=True
    )
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="secret_votes", on_delete=fields.RESTRICT, db_index=True
    )

    class Meta:
        table = "secret_roll"
        unique_together = (("poll", "person"),)


class SecretBallot(Model):
    """What somebody marked in a secret poll: no person, no time, no order."""

    key = fields.CharField(max_length=32, primary_key=True, description="random")
    poll: fields.ForeignKeyRelation[Poll] = fields.ForeignKeyField(
        "forum.Poll", related_name="secret_ballots", on_delete=fields.RESTRICT, db_index=True
    )
    marks = fields.CharField(max_length=LONGEST_MARKS)

    class Meta:
        table = "secret_ballot"


class Tally(Model):
    """How many ballots of a poll bear the same marks; always equal to the ballots."""

    id = fields.BigIntField(primary_key=True)
    poll: fields.ForeignKeyRelation[Poll] = fields.ForeignKeyField(
        "forum.Poll", related_name="tally", on_delete=fields.RESTRICT, db_index=True
    )
    marks = fields.CharField(max_length=LONGEST_MARKS)
    votes = fields.IntField(default=0)
    changes = fields.BigIntField(default=0, description="grows with each change: newest wins")

    poll_id: int

    class Meta:
        table = "tally"
        unique_together = (("poll", "marks"),)
