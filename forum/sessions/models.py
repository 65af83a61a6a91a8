"""Sessions, their agenda, their numbered log, who was there and what they asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from forum.accounts.models import Person
from forum.catalogue.models import Words
from forum.consultations.models import Consultation, OfConsultation
from forum.consultations.rules import Phase
from forum.core.db.fields import JsonField, UtcDatetimeField
from forum.core.ids import new_record_id, new_ref
from forum.sessions.rules import Ask, Standing, State


class Session(OfConsultation):
    """A live meeting on the clauses of one draft, run by a chair."""

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    record_id = fields.CharField(max_length=32, unique=True, default=new_record_id)
    code = fields.CharField(max_length=6, unique=True, description="to join by")
    consultation: fields.ForeignKeyRelation[Consultation] = fields.ForeignKeyField(
        "forum.Consultation", related_name="sessions", on_delete=fields.RESTRICT, db_index=True
    )
    title: fields.Field[Words] = JsonField()
    starts_at: fields.Field[datetime] = UtcDatetimeField(db_index=True)
    ends_at: fields.Field[datetime] = UtcDatetimeField()
    place = fields.CharField(max_length=300, default="")
    link = fields.CharField(max_length=300, default="", description="to hear it from elsewhere")
    access: fields.Field[Words] = JsonField(
        default=dict, description="steps, interpreters, seats, in words"
    )
    speaking_seconds = fields.IntField(default=120)
    state = fields.CharEnumField(State, max_length=14, default=State.PLANNED, db_index=True)
    rehearsal_of: fields.ForeignKeyNullableRelation[Session] = fields.ForeignKeyField(
        "forum.Session",
        related_name="rehearsals",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
        description="a rehearsal leaves nothing in the record",
    )
    chair: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "forum.Person",
        related_name="sessions_chaired",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
        description="who holds the chair just now",
    )
    seq = fields.BigIntField(default=0, description="number of the last event")
    epoch = fields.CharField(max_length=10, default=new_ref, description="of the numbering")
    planned_by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="sessions_planned", on_delete=fields.RESTRICT, db_index=True
    )
    made_at: fields.Field[datetime] = UtcDatetimeField()

    consultation_id: int
    rehearsal_of_id: int | None
    chair_id: int | None
    planned_by_id: int

    class Meta:
        table = "session"

    @property
    def rehearsal(self) -> bool:
        """Whether it only looks like one."""
        return self.rehearsal_of_id is not None

    @property
    def withdrawn(self) -> bool:
        """Whether its consultation, which must have been fetched, ended without a result."""
        return self.consultation.phase is Phase.WITHDRAWN


class AgendaItem(Model):
    """One point of the agenda, bound to a clause or a question, with its steps."""

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    session: fields.ForeignKeyRelation[Session] = fields.ForeignKeyField(
        "forum.Session", related_name="agenda", on_delete=fields.RESTRICT, db_index=True
    )
    position = fields.IntField()
    lineage = fields.CharField(max_length=10, default="", description="empty = not about a clause")
    label = fields.CharField(max_length=12, default="")
    title: fields.Field[Words] = JsonField()
    minutes = fields.IntField(default=10)
    steps: fields.Field[list[str]] = JsonField(default=list, description="of `Step`, in order")
    straw: fields.Field[dict[str, Any]] = JsonField(
        default=dict, description="plan of the straw poll, as voting.plans reads it"
    )
    vote: fields.Field[dict[str, Any]] = JsonField(default=dict, description="of the formal vote")

    session_id: int

    class Meta:
        table = "agenda_item"


class SessionEvent(Model):
    """One thing that happened. `s` counts from 1 without a gap; rows are only added."""

    id = fields.BigIntField(primary_key=True)
    session: fields.ForeignKeyRelation[Session] = fields.ForeignKeyField(
        "forum.Session", related_name="events", on_delete=fields.RESTRICT, db_index=True
    )
    s = fields.BigIntField()
    k = fields.CharField(max_length=16)
    at: fields.Field[datetime] = UtcDatetimeField()
    by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "forum.Person",
        related_name="session_events",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
    )
    data: fields.Field[dict[str, Any]] = JsonField(default=dict)

    session_id: int
    by_id: int | None

    class Meta:
        table = "session_event"
        unique_together = (("session", "s"),)


class Attendance(Model):
    """Somebody who checked in; the name is public only if they agreed."""

    id = fields.BigIntField(primary_key=True)
    session: fields.ForeignKeyRelation[Session] = fields.ForeignKeyField(
        "forum.Session", related_name="attendance", on_delete=fields.RESTRICT, db_index=True
    )
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="attended", on_delete=fields.RESTRICT, db_index=True
    )
    element = fields.CharField(max_length=40, default="", description="of the public, by profile")
    organisation = fields.CharField(max_length=120, default="")
    name_public = fields.BooleanField(default=False)
    in_hall = fields.BooleanField(default=False)
    muted_because = fields.TextField(default="", description="empty = may speak")
    at: fields.Field[datetime] = UtcDatetimeField()

    session_id: int
    person_id: int

    @property
    def agency_id(self) -> int:
        """The agency that holds the session, which must have been fetched."""
        return self.session.consultation.agency_id

    @property
    def consultation_ref(self) -> str:
        """The consultation it belongs to."""
        return self.session.consultation.ref

    class Meta:
        table = "attendance"
        unique_together = (("session", "person"),)


class QueueEntry(Model):
    """A question, a raised hand or a remark in the one queue of a session."""

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    session: fields.ForeignKeyRelation[Session] = fields.ForeignKeyField(
        "forum.Session", related_name="queue", on_delete=fields.RESTRICT, db_index=True
    )
    item_ref = fields.CharField(max_length=10, default="")
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="asked", on_delete=fields.RESTRICT, db_index=True
    )
    ask = fields.CharEnumField(Ask, max_length=10)
    standing = fields.CharEnumField(Standing, max_length=10, default=Standing.WAITING)
    stance = fields.CharField(max_length=10, default="", description="for, against, or neither")
    text = fields.TextField(default="")
    html = fields.TextField(default="")
    language = fields.CharField(max_length=5, default="id")
    supports = fields.IntField(default=0)
    changes = fields.BigIntField(default=0, description="grows with each support: newest wins")
    answered = fields.BooleanField(default=False, description="in the room")
    once = fields.CharField(max_length=40, unique=True, description="makes a retry harmless")
    contribution_ref = fields.CharField(
        max_length=10, default="", description="what it became when the session ended"
    )
    hidden_because = fields.TextField(default="")
    asked_at: fields.Field[datetime] = UtcDatetimeField()
    spoke_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)

    session_id: int
    person_id: int

    @property
    def agency_id(self) -> int:
        """The agency that holds the session, which must have been fetched."""
        return self.session.consultation.agency_id

    @property
    def consultation_ref(self) -> str:
        """The consultation it belongs to."""
        return self.session.consultation.ref

    class Meta:
        table = "queue_entry"
        indexes = (("session", "person"),)


class QueueSupport(Model):
    """One person who wants the same answer."""

    id = fields.BigIntField(primary_key=True)
    entry: fields.ForeignKeyRelation[QueueEntry] = fields.ForeignKeyField(
        "forum.QueueEntry", related_name="supporters", on_delete=fields.RESTRICT, db_index=True
    )
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="queue_supports", on_delete=fields.RESTRICT, db_index=True
    )

    class Meta:
        table = "queue_support"
        unique_together = (("entry", "person"),)


class Minutes(Model):
    """What was compiled from the log, paragraph by paragraph; frozen when adopted."""

    id = fields.BigIntField(primary_key=True)
    session: fields.OneToOneRelation[Session] = fields.OneToOneField(
        "forum.Session", related_name="minutes", on_delete=fields.RESTRICT
    )
    paragraphs: fields.Field[list[dict[str, Any]]] = JsonField(default=list)
    revision = fields.IntField(default=1)
    correct_until: fields.Field[datetime | None] = UtcDatetimeField(null=True)
    adopted_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)
    adopted_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "forum.Person",
        related_name="minutes_adopted",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
    )
    document = fields.TextField(default="", description="exact bytes once adopted")
    sha256 = fields.CharField(max_length=64, default="")

    session_id: int

    class Meta:
        table = "minutes"


class Correction(Model):
    """What somebody who was there says about one paragraph of the minutes."""

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    minutes: fields.ForeignKeyRelation[Minutes] = fields.ForeignKeyField(
        "forum.Minutes", related_name="corrections", on_delete=fields.RESTRICT, db_index=True
    )
    paragraph = fields.CharField(max_length=20, description="its key")
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="corrections", on_delete=fields.RESTRICT, db_index=True
    )
    text = fields.TextField()
    decision = fields.CharField(max_length=10, default="", description="taken or declined")
    reason = fields.TextField(default="")
    once = fields.CharField(max_length=40, unique=True)
    at: fields.Field[datetime] = UtcDatetimeField()

    minutes_id: int
    person_id: int

    class Meta:
        table = "correction"
