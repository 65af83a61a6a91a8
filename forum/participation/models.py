"""Contributions, the words they are about, and the support they get."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import Any, cast

from tortoise import fields
from tortoise.models import Model

from forum.accounts.models import Person
from forum.consultations.models import Consultation, OfConsultation
from forum.core.db.fields import JsonField, UtcDatetimeField
from forum.core.ids import new_record_id, new_ref
from forum.drafts.anchoring import Fit
from forum.drafts.models import Version
from forum.organisations.models import Organisation
from forum.participation.proposals import Proposed, read_proposed
from forum.participation.rules import PUBLIC, Channel, Kind, Showing


class Contribution(OfConsultation):
    """Whatever a person hands in that must be answered."""

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    record_id = fields.CharField(max_length=32, unique=True, default=new_record_id)
    receipt = fields.CharField(max_length=24, unique=True, description="short code of its entry")
    consultation: fields.ForeignKeyRelation[Consultation] = fields.ForeignKeyField(
        "forum.Consultation",
        related_name="contributions",
        on_delete=fields.RESTRICT,
        db_index=True,
    )
    lineage = fields.CharField(
        max_length=10, default="", db_index=True, description="the clause, empty = whole draft"
    )
    label = fields.CharField(max_length=12, default="", description="of the clause when written")
    kind = fields.CharEnumField(Kind, max_length=10)
    parent: fields.ForeignKeyNullableRelation[Contribution] = fields.ForeignKeyField(
        "forum.Contribution",
        related_name="thread",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
        description="what a reply is about",
    )
    thread_place = fields.IntField(
        default=0, db_default=0, description="of a reply in its thread, from 1"
    )
    replies = fields.IntField(default=0, db_default=0, description="ever made to it")
    field_code = fields.CharField(
        max_length=40, default="", db_default="", description="the typed field it is about"
    )
    field_then: fields.Field[dict[str, Any] | None] = cast(
        "fields.Field[dict[str, Any] | None]",
        JsonField(null=True, description="its name and value when this was written"),
    )
    proposed: fields.Field[dict[str, Any] | None] = cast(
        "fields.Field[dict[str, Any] | None]",
        JsonField(null=True, description="of a proposal: the words, and those they would replace"),
    )
    touches: fields.Field[list[Any] | None] = cast(
        "fields.Field[list[Any] | None]",
        JsonField(null=True, description="of a proposal: the places of the clause it changes"),
    )
    showing = fields.CharEnumField(Showing, max_length=10, db_index=True)
    author: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="contributions", on_delete=fields.RESTRICT, db_index=True
    )
    organisation: fields.ForeignKeyNullableRelation[Organisation] = fields.ForeignKeyField(
        "forum.Organisation",
        related_name="contributions",
        to_field="slug",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
        description="for which the author handed in; its slug, so that a page needs no join",
    )
    signed = fields.CharField(
        max_length=120,
        default="",
        db_default="",
        description="the name it is read under where that is not its author's",
    )
    interests = fields.TextField(
        default="", db_default="", description="what the organisation declared when it handed in"
    )
    channel = fields.CharEnumField(
        Channel, max_length=10, default=Channel.SITE, db_default=Channel.SITE.value
    )
    text = fields.TextField(description="as handed in, cleaned")
    shown_text = fields.TextField(description="what the public reads, parts covered if need be")
    html = fields.TextField(description="the shown text, rendered once")
    language = fields.CharField(max_length=5)
    once = fields.CharField(max_length=40, unique=True, description="makes a retry harmless")
    session_ref = fields.CharField(
        max_length=10, default="", db_default="", description="said in a session, empty otherwise"
    )
    round = fields.IntField(default=1, db_default=1, description="of the consultation")
    late = fields.BooleanField(default=False, db_default=False, description="came after closing")
    admitted_at: fields.Field[datetime | None] = UtcDatetimeField(
        null=True, description="late, and must be answered all the same"
    )
    admitted_because = fields.TextField(default="", db_default="")
    supports = fields.IntField(default=0)
    handed_in_at: fields.Field[datetime] = UtcDatetimeField(db_index=True)
    edited_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)
    reacted_at: fields.Field[datetime | None] = UtcDatetimeField(
        null=True, description="first support, decision or answer: no editing afterwards"
    )
    withdrawn_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)
    erased_at: fields.Field[datetime | None] = UtcDatetimeField(
        null=True, description="its words were erased for good, as its author wished"
    )

    consultation_id: int
    author_id: int
    parent_id: int | None
    organisation_id: str | None

    class Meta:
        table = "contribution"
        # The first counts without reading a row; the second finds the most supported at once.
        indexes = (
            ("consultation", "lineage", "kind", "showing", "field_code"),
            ("consultation", "lineage", "supports"),
        )

    @property
    def person_id(self) -> int | None:
        """Whose it is."""
        return self.author_id

    @property
    def by(self) -> str:
        """The name it is read under; the author must have been fetched."""
        return self.signed or self.author.called

    @property
    def about(self) -> str:
        """Who the author is, in a few words; an organisation declares interests instead."""
        return "" if self.signed else self.author.about

    @property
    def by_hand(self) -> bool:
        """Whether staff entered it for somebody."""
        return self.channel is not Channel.SITE

    @property
    def must_be_answered(self) -> bool:
        """Whether nothing is published before it has an answer."""
        return not self.late or self.admitted_at is not None

    @cached_property
    def proposal(self) -> Proposed | None:
        """The wording that it proposes, if it proposes any. Words are shown only while public."""
        return read_proposed(self.proposed)

    @property
    def public(self) -> bool:
        """Whether its words can be read by everyone."""
        return self.showing in PUBLIC


class Entered(Model):
    """How staff came to enter a contribution for somebody, and where its answer is to be sent."""

    id = fields.BigIntField(primary_key=True)
    contribution: fields.OneToOneRelation[Contribution] = fields.OneToOneField(
        "forum.Contribution", related_name="entered", on_delete=fields.RESTRICT
    )
    received_on: fields.Field[date] = fields.DateField()
    entered_by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="entered", on_delete=fields.RESTRICT, db_index=True
    )
    contact = fields.CharField(
        max_length=300, default="", description="never public, erased once the answer was passed on"
    )
    passed_on_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)

    contribution_id: int
    entered_by_id: int

    class Meta:
        table = "contribution_entered"


class Support(Model):
    """One person who says: this matters to me too."""

    id = fields.BigIntField(primary_key=True)
    contribution: fields.ForeignKeyRelation[Contribution] = fields.ForeignKeyField(
        "forum.Contribution", related_name="supporters", on_delete=fields.RESTRICT, db_index=True
    )
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="supports", on_delete=fields.RESTRICT, db_index=True
    )
    at: fields.Field[datetime] = UtcDatetimeField()

    contribution_id: int
    person_id: int

    class Meta:
        table = "support"
        unique_together = (("contribution", "person"),)


class Likeness(Model):
    """One mark of a contribution that everyone may read, by which similar ones are found.

    A mark is a hash of a word and of the clause, so the words can be guessed from it. It goes with
    the words whenever they are hidden, withdrawn or erased.
    """

    id = fields.BigIntField(primary_key=True)
    mark = fields.BigIntField()
    contribution: fields.ForeignKeyRelation[Contribution] = fields.ForeignKeyField(
        "forum.Contribution", related_name="marks", on_delete=fields.CASCADE, db_index=True
    )

    contribution_id: int

    class Meta:
        table = "likeness"
        indexes = (("mark", "contribution"),)


class Marked(Model):
    """The words of a clause that a contribution is about, in the version where they were marked."""

    id = fields.BigIntField(primary_key=True)
    contribution: fields.OneToOneRelation[Contribution] = fields.OneToOneField(
        "forum.Contribution", related_name="marked", on_delete=fields.RESTRICT
    )
    version: fields.ForeignKeyRelation[Version] = fields.ForeignKeyField(
        "forum.Version", related_name="marked", on_delete=fields.RESTRICT
    )
    lineage = fields.CharField(max_length=10)
    language = fields.CharField(max_length=5)
    begins = fields.IntField(description="the first character of the words in the clause")
    ends = fields.IntField(description="the one behind the last")
    quote = fields.TextField()
    before = fields.TextField(description="32 characters, to tell the place from others")
    after = fields.TextField()

    contribution_id: int
    version_id: int

    class Meta:
        table = "marked"
        indexes = (("version", "lineage"),)


class MarkedLater(Model):
    """Where marked words are in a later version, and how sure that is."""

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    marked: fields.ForeignKeyRelation[Marked] = fields.ForeignKeyField(
        "forum.Marked", related_name="later", on_delete=fields.RESTRICT
    )
    version: fields.ForeignKeyRelation[Version] = fields.ForeignKeyField(
        "forum.Version", related_name="marked_later", on_delete=fields.RESTRICT
    )
    fit = fields.CharEnumField(Fit, max_length=8)
    score = fields.FloatField()
    lineage = fields.CharField(max_length=10, default="", description="empty if they are gone")
    label = fields.CharField(max_length=12, default="", description="of the clause in this version")
    begins = fields.IntField(default=0)
    ends = fields.IntField(default=0)
    words = fields.TextField(default="", description="as they read in this version")
    was = fields.TextField(description="the sentence around them in the version before")
    settled_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="marks_settled", null=True, on_delete=fields.RESTRICT
    )
    settled_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)

    marked_id: int
    version_id: int
    settled_by_id: int | None

    class Meta:
        table = "marked_later"
        unique_together = (("marked", "version"),)
        indexes = (("version", "lineage"), ("version", "fit"))
