"""Answers, the contributions they serve, and the changes they account for."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from tortoise import fields
from tortoise.models import Model

from forum.accounts.models import Person
from forum.consultations.models import Consultation, OfConsultation
from forum.core.db.fields import UtcDatetimeField
from forum.core.ids import new_record_id, new_ref
from forum.drafts.models import Version
from forum.participation.models import Contribution
from forum.responses.objecting import ObjectionKind, ObjectionState
from forum.responses.rules import Disposition, Ground, ResponseState
from forum.sessions.models import Session


class Response(OfConsultation):
    """One answer; it may serve many contributions. Public once approved by a second person."""

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    record_id = fields.CharField(max_length=32, unique=True, default=new_record_id)
    consultation: fields.ForeignKeyRelation[Consultation] = fields.ForeignKeyField(
        "forum.Consultation", related_name="responses", on_delete=fields.RESTRICT, db_index=True
    )
    disposition = fields.CharEnumField(Disposition, max_length=20)
    reason = fields.TextField(default="", description="in plain words, for the authors")
    html = fields.TextField(default="")
    ground = cast(
        "fields.Field[Ground | None]", fields.CharEnumField(Ground, max_length=20, null=True)
    )
    promised_by = fields.CharField(max_length=200, default="", description="deferred: who does it")
    promised_for: fields.Field[date | None] = fields.DateField(null=True)
    referred_to = fields.CharField(max_length=200, default="")
    merged_into: fields.ForeignKeyNullableRelation[Contribution] = fields.ForeignKeyField(
        "forum.Contribution",
        related_name="merged_here",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
    )
    made_version: fields.ForeignKeyNullableRelation[Version] = fields.ForeignKeyField(
        "forum.Version",
        related_name="answers_behind",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
        description="of a round that is over: the version made from its answers",
    )
    state = fields.CharEnumField(ResponseState, max_length=10, default=ResponseState.DRAFT)
    returned_because = fields.TextField(default="")
    written_by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="responses_written", on_delete=fields.RESTRICT, db_index=True
    )
    approved_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "forum.Person",
        related_name="responses_approved",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
    )
    written_at: fields.Field[datetime] = UtcDatetimeField()
    approved_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)
    revision = fields.IntField(default=1, description="grows with each save, against stale edits")

    consultation_id: int
    merged_into_id: int | None
    made_version_id: int | None
    written_by_id: int
    approved_by_id: int | None

    class Meta:
        table = "response"


class Answered(Model):
    """One contribution served by a response. Each contribution has at most one."""

    id = fields.BigIntField(primary_key=True)
    response: fields.ForeignKeyRelation[Response] = fields.ForeignKeyField(
        "forum.Response", related_name="answered", on_delete=fields.RESTRICT, db_index=True
    )
    contribution: fields.OneToOneRelation[Contribution] = fields.OneToOneField(
        "forum.Contribution", related_name="answered", on_delete=fields.RESTRICT
    )

    response_id: int
    contribution_id: int

    class Meta:
        table = "response_contribution"


class Objection(OfConsultation):
    """What an author says against the answer to one contribution, and how it was settled."""

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    record_id = fields.CharField(max_length=32, unique=True, default=new_record_id)
    consultation: fields.ForeignKeyRelation[Consultation] = fields.ForeignKeyField(
        "forum.Consultation", related_name="objections", on_delete=fields.RESTRICT, db_index=True
    )
    contribution: fields.OneToOneRelation[Contribution] = fields.OneToOneField(
        "forum.Contribution", related_name="objection", on_delete=fields.RESTRICT
    )
    response: fields.ForeignKeyRelation[Response] = fields.ForeignKeyField(
        "forum.Response", related_name="objections", on_delete=fields.RESTRICT, db_index=True
    )
    kind = fields.CharEnumField(ObjectionKind, max_length=12)
    sentence = fields.TextField(default="", description="read by the author and the desk")
    state = fields.CharEnumField(ObjectionState, max_length=10, default=ObjectionState.RAISED)
    raised_at: fields.Field[datetime] = UtcDatetimeField()
    reason = fields.TextField(default="", description="why the answer stays as it is")
    settled_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "forum.Person",
        related_name="objections_settled",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
        description="who wrote that reason",
    )
    returned_because = fields.TextField(default="", description="why the reviewer did not agree")
    settled_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)

    consultation_id: int
    contribution_id: int
    response_id: int
    settled_by_id: int | None

    class Meta:
        table = "objection"


class ResponseChange(Model):
    """A clause of the next version that changed because of a response."""

    id = fields.BigIntField(primary_key=True)
    response: fields.ForeignKeyRelation[Response] = fields.ForeignKeyField(
        "forum.Response", related_name="changes", on_delete=fields.RESTRICT, db_index=True
    )
    lineage = fields.CharField(max_length=10, db_index=True)

    response_id: int

    class Meta:
        table = "response_change"
        unique_together = (("response", "lineage"),)


class OwnReason(Model):
    """A change the agency makes of its own accord, and why."""

    id = fields.BigIntField(primary_key=True)
    version: fields.ForeignKeyRelation[Version] = fields.ForeignKeyField(
        "forum.Version", related_name="own_reasons", on_delete=fields.RESTRICT, db_index=True
    )
    lineage = fields.CharField(max_length=10)
    reason = fields.TextField()
    given_by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="own_reasons", on_delete=fields.RESTRICT, db_index=True
    )
    at: fields.Field[datetime] = UtcDatetimeField()

    version_id: int
    given_by_id: int

    class Meta:
        table = "own_reason"
        unique_together = (("version", "lineage"),)


class SessionCause(Model):
    """A change that a session asked for, by the outcome of one item of its agenda."""

    id = fields.BigIntField(primary_key=True)
    version: fields.ForeignKeyRelation[Version] = fields.ForeignKeyField(
        "forum.Version", related_name="session_causes", on_delete=fields.RESTRICT, db_index=True
    )
    lineage = fields.CharField(max_length=10)
    session: fields.ForeignKeyRelation[Session] = fields.ForeignKeyField(
        "forum.Session", related_name="changes", on_delete=fields.RESTRICT, db_index=True
    )
    item_ref = fields.CharField(max_length=10, description="of the agenda")
    given_by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="session_causes", on_delete=fields.RESTRICT, db_index=True
    )
    at: fields.Field[datetime] = UtcDatetimeField()

    version_id: int
    session_id: int
    given_by_id: int

    class Meta:
        table = "session_cause"
        unique_together = (("version", "lineage"),)
