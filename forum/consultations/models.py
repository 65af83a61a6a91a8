"""Consultations and the moves of their life cycle."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from forum.access.policy import Permission
from forum.accounts.models import Person
from forum.catalogue.models import Agency, Standard, Words
from forum.consultations.rules import PHASE_WORDS, Change, Phase, permits
from forum.consultations.sentences import what_changed, what_happened, why_not
from forum.consultations.timetable import Timetable, phase_by_clock
from forum.core import clock
from forum.core.db.fields import JsonField, UtcDatetimeField
from forum.core.errors import ForumError
from forum.core.i18n import _
from forum.core.ids import new_record_id, new_ref
from forum.drafts.models import Version


class Consultation(Model):
    """A draft open to the public."""

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    record_id = fields.CharField(max_length=32, unique=True, default=new_record_id)
    slug = fields.CharField(max_length=80, unique=True)
    agency: fields.ForeignKeyRelation[Agency] = fields.ForeignKeyField(
        "forum.Agency", related_name="consultations", on_delete=fields.RESTRICT, db_index=True
    )
    standard: fields.ForeignKeyRelation[Standard] = fields.ForeignKeyField(
        "forum.Standard", related_name="consultations", on_delete=fields.RESTRICT, db_index=True
    )
    version: fields.ForeignKeyRelation[Version] = fields.ForeignKeyField(
        "forum.Version",
        related_name="consultations",
        on_delete=fields.RESTRICT,
        db_index=True,
        description="the version the public discusses",
    )
    next_version: fields.ForeignKeyNullableRelation[Version] = fields.ForeignKeyField(
        "forum.Version",
        related_name="made_by",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
        description="the version made from what was said",
    )
    title: fields.Field[Words] = JsonField()
    lead: fields.Field[Words] = JsonField(default=dict)
    phase = fields.CharEnumField(Phase, max_length=12, default=Phase.DRAFTING, db_index=True)
    time_zone = fields.CharField(max_length=40)
    opens_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)
    closes_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)
    respond_by: fields.Field[datetime | None] = UtcDatetimeField(null=True)
    contact = fields.CharField(max_length=300, default="")
    privacy_notice: fields.Field[Words] = JsonField(default=dict)
    overridden: fields.Field[list[str]] = JsonField(
        default=list, description="warnings of the check that a named official set aside"
    )
    overridden_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "forum.Person",
        related_name="overrides",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
    )
    first_respond_by: fields.Field[datetime | None] = UtcDatetimeField(
        null=True, description="when the answers were promised first, once that was put off"
    )
    second_look_until: fields.Field[datetime | None] = UtcDatetimeField(
        null=True, description="until when authors may object to their answers"
    )
    round = fields.IntField(default=1, db_default=1, description="grows when people are asked anew")
    takes_late = fields.BooleanField(
        default=False, db_default=False, description="what comes after closing is still taken"
    )
    paused_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)
    reason = fields.TextField(default="", description="why it is paused or was withdrawn")
    made_at: fields.Field[datetime] = UtcDatetimeField()

    agency_id: int
    standard_id: int
    version_id: int
    next_version_id: int | None
    overridden_by_id: int | None

    class Meta:
        table = "consultation"

    @property
    def consultation_ref(self) -> str:
        """Itself: roles may be given for this consultation alone."""
        return self.ref

    @property
    def phase_word(self) -> str:
        """What its phase is called."""
        return _(PHASE_WORDS[self.phase])

    @property
    def timetable(self) -> Timetable | None:
        """Its three times, once they are all planned."""
        if self.opens_at is None or self.closes_at is None or self.respond_by is None:
            return None
        return Timetable(self.opens_at, self.closes_at, self.respond_by)

    @property
    def promised(self) -> datetime | None:
        """Until when the answers of this round were promised, the first time."""
        return self.first_respond_by or self.respond_by

    @property
    def phase_by_clock(self) -> Phase:
        """Where it stands by the clock, even if nobody has written it down yet."""
        planned = self.timetable
        return phase_by_clock(self.phase, planned, clock.now()) if planned else self.phase

    @property
    def second_look_runs(self) -> bool:
        """Whether authors may still object to their answers."""
        until = self.second_look_until
        return self.phase is Phase.SECOND_LOOK and until is not None and clock.now() < until

    @property
    def takes_late_now(self) -> bool:
        """Whether something that comes after closing, and after the half hour, is still taken."""
        return self.takes_late and self.phase in (Phase.CLOSED, Phase.ANSWERING)

    @property
    def overdue(self) -> bool:
        """Whether the answers were promised for a time that has passed, and are not all there."""
        waits = self.phase in (Phase.CLOSED, Phase.ANSWERING)
        return waits and self.respond_by is not None and self.respond_by < clock.now()

    def permits(self, permission: Permission) -> bool:
        """Tell whether its phase allows this.

        If the clock's moves are written late, no door stays open longer than the half hour in
        which a page opened before closing may still be sent.
        """
        by_clock = self.phase_by_clock
        in_time = by_clock is Phase.CLOSED or permits(by_clock, permission)
        if permission is Permission.OBJECTION_RAISE and not self.second_look_runs:
            return False
        return in_time and permits(self.phase, permission)

    def why_not(self, permission: Permission) -> ForumError:
        """Return the sentence for somebody who came too early or too late."""
        return why_not(self, permission)


class PastRound(Model):
    """A round that is over, and until when its answers had been promised."""

    id = fields.BigIntField(primary_key=True)
    consultation: fields.ForeignKeyRelation[Consultation] = fields.ForeignKeyField(
        "forum.Consultation", related_name="past_rounds", on_delete=fields.RESTRICT
    )
    round = fields.IntField()
    promised: fields.Field[datetime] = UtcDatetimeField(
        description="the first promise, if it was put off"
    )

    consultation_id: int

    class Meta:
        table = "past_round"
        unique_together = (("consultation", "round"),)


class OfConsultation(Model):
    """Whatever belongs to a consultation, which must have been fetched to answer these."""

    consultation: fields.ForeignKeyRelation[Consultation]

    class Meta:
        abstract = True

    @property
    def agency_id(self) -> int:
        """The agency that asks and answers."""
        return self.consultation.agency_id

    @property
    def consultation_ref(self) -> str:
        """The consultation it belongs to."""
        return self.consultation.ref

    def permits(self, permission: Permission) -> bool:
        """Tell whether the consultation's phase allows this."""
        return self.consultation.permits(permission)

    def why_not(self, permission: Permission) -> ForumError:
        """Return the consultation's sentence."""
        return self.consultation.why_not(permission)


class PhaseMove(Model):
    """One step of the life cycle or one change of the timetable, as it happened."""

    id = fields.BigIntField(primary_key=True)
    consultation: fields.ForeignKeyRelation[Consultation] = fields.ForeignKeyField(
        "forum.Consultation", related_name="moves", on_delete=fields.RESTRICT, db_index=True
    )
    phase = fields.CharEnumField(Phase, max_length=12)
    at: fields.Field[datetime] = UtcDatetimeField()
    by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "forum.Person",
        related_name="phase_moves",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
        description="nobody when the clock did it",
    )
    reason = fields.TextField(default="")
    closed_before: fields.Field[datetime | None] = UtcDatetimeField(
        null=True, description="closing time before an extension"
    )
    closes_after: fields.Field[datetime | None] = UtcDatetimeField(
        null=True, description="closing time after an extension"
    )
    what = fields.CharEnumField(
        Change, max_length=12, default=Change.PHASE, db_default="", description="empty for a step"
    )
    due_before: fields.Field[datetime | None] = UtcDatetimeField(
        null=True, description="of a promise put off, or a second look that takes longer"
    )
    due_after: fields.Field[datetime | None] = UtcDatetimeField(null=True)

    consultation_id: int
    by_id: int | None

    class Meta:
        table = "phase_move"

    @property
    def word(self) -> str:
        """What happened, in a word."""
        if self.what is not Change.PHASE:
            return what_changed(self.what)
        extended = self.closed_before is not None
        gone_on = not extended and self.closes_after is not None
        return what_happened(self.phase, extended=extended, gone_on=gone_on)
