"""Versions of a standard, their clauses, and who has had a hand in which clause."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.models import Model

from forum.accounts.models import Person
from forum.catalogue.models import Standard, Words
from forum.core.db.fields import JsonField, UtcDatetimeField
from forum.core.ids import new_record_id, new_ref
from forum.drafts.rules import VersionState, edition_name


class Version(Model):
    """One numbered state of a standard."""

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    record_id = fields.CharField(max_length=32, unique=True, default=new_record_id)
    standard: fields.ForeignKeyRelation[Standard] = fields.ForeignKeyField(
        "forum.Standard", related_name="versions", on_delete=fields.RESTRICT, db_index=True
    )
    number = fields.IntField()
    correction = fields.IntField(
        default=0, db_default=0, description="of slips in a version under discussion, 0 = as made"
    )
    corrected_because = fields.TextField(default="", db_default="")
    state = fields.CharEnumField(VersionState, max_length=12, default=VersionState.EDITING)
    title: fields.Field[Words] = JsonField()
    note: fields.Field[Words] = JsonField(default=dict, description="explanatory note")
    easy: fields.Field[Words] = JsonField(
        default=dict, db_default="{}", description="summary in easy words"
    )
    unplaced: fields.Field[list[dict[str, str]]] = JsonField(
        default=list, db_default="[]", description="imported words that are no clause yet"
    )
    based_on: fields.ForeignKeyNullableRelation[Version] = fields.ForeignKeyField(
        "forum.Version",
        related_name="successors",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
    )
    made_at: fields.Field[datetime] = UtcDatetimeField()
    frozen_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)
    document = fields.TextField(default="", description="exact bytes of the frozen version")
    sha256 = fields.CharField(max_length=64, default="")

    standard_id: int
    based_on_id: int | None

    class Meta:
        table = "version"
        unique_together = (("standard", "number", "correction"),)

    @property
    def edition(self) -> tuple[int, int]:
        """Its number and that of its correction, by which versions of one standard are ordered."""
        return self.number, self.correction

    @property
    def name(self) -> str:
        """What it is called and where it stands: "2", or "2.1" once slips were corrected."""
        return edition_name(self.number, self.correction)

    @property
    def agency_id(self) -> int:
        """The agency that makes the promise; standard and service must have been fetched."""
        return self.standard.agency_id

    @property
    def consultation_ref(self) -> str:
        """No consultation in particular."""
        return ""


class Clause(Model):
    """One part of a version. Its lineage is the same in every version."""

    id = fields.BigIntField(primary_key=True)
    version: fields.ForeignKeyRelation[Version] = fields.ForeignKeyField(
        "forum.Version", related_name="clauses", on_delete=fields.RESTRICT, db_index=True
    )
    lineage = fields.CharField(max_length=10, default=new_ref, db_index=True)
    label = fields.CharField(max_length=12)
    position = fields.IntField()
    component = fields.CharField(max_length=40)
    text: fields.Field[Words] = JsonField()
    typed: fields.Field[dict[str, Any]] = JsonField(
        default=dict, description="typed fields by code"
    )
    parents: fields.Field[list[str]] = JsonField(default=list, description="split or merged from")
    note: fields.Field[Words] = JsonField(
        default=dict, db_default="{}", description="why this clause"
    )
    stale: fields.Field[list[str]] = JsonField(
        default=list, db_default="[]", description="languages older than the words that bind"
    )
    easy: fields.Field[Words] = JsonField(
        default=dict, db_default="{}", description="what it means in easy words"
    )
    easy_stale: fields.Field[list[str]] = JsonField(
        default=list, db_default="[]", description="languages whose easy words are older"
    )
    revision = fields.IntField(default=1, description="grows with each edit, against stale edits")

    version_id: int

    class Meta:
        table = "clause"
        unique_together = (("version", "lineage"),)


class HandPart(StrEnum):
    """What somebody has to do with a clause."""

    DRAFTED = "drafted"
    ANSWERS = "answers"


class ClauseHand(Model):
    """Who drafted a clause or answers for it, and so may not moderate what is said about it."""

    id = fields.BigIntField(primary_key=True)
    standard: fields.ForeignKeyRelation[Standard] = fields.ForeignKeyField(
        "forum.Standard", related_name="hands", on_delete=fields.RESTRICT, db_index=True
    )
    lineage = fields.CharField(max_length=10, description="empty for the whole draft")
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="hands", on_delete=fields.RESTRICT, db_index=True
    )
    part = fields.CharEnumField(HandPart, max_length=10)

    standard_id: int
    person_id: int

    class Meta:
        table = "clause_hand"
        unique_together = (("standard", "lineage", "person", "part"),)


class DraftStep(Model):
    """One act of editing that can be undone: the clauses it touched, as they stood before it."""

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    version: fields.ForeignKeyRelation[Version] = fields.ForeignKeyField(
        "forum.Version", related_name="steps", on_delete=fields.RESTRICT, db_index=True
    )
    person: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="draft_steps", null=True, on_delete=fields.RESTRICT
    )
    change = fields.CharField(max_length=12)
    label = fields.CharField(max_length=12, description="of the clause, as it was then")
    before: fields.Field[dict[str, dict[str, Any] | None]] = JsonField(
        description="rows by lineage, nothing where there was none"
    )
    unplaced: fields.Field[list[dict[str, str]] | None] = JsonField(
        null=True, description="of the version before, where the act changed it"
    )
    at: fields.Field[datetime] = UtcDatetimeField()

    version_id: int
    person_id: int | None

    class Meta:
        table = "draft_step"


class DraftVisit(Model):
    """Somebody has the form of a clause open; it is told to whoever opens the same clause."""

    id = fields.BigIntField(primary_key=True)
    version: fields.ForeignKeyRelation[Version] = fields.ForeignKeyField(
        "forum.Version", related_name="visits", on_delete=fields.RESTRICT, db_index=True
    )
    lineage = fields.CharField(max_length=10)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="draft_visits", on_delete=fields.RESTRICT, db_index=True
    )
    since: fields.Field[datetime] = UtcDatetimeField()
    seen_at: fields.Field[datetime] = UtcDatetimeField()

    version_id: int
    person_id: int

    class Meta:
        table = "draft_visit"
        unique_together = (("version", "lineage", "person"),)


class DraftLink(Model):
    """A secret link by which named readers see a draft before it is announced."""

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    version: fields.ForeignKeyRelation[Version] = fields.ForeignKeyField(
        "forum.Version", related_name="links", on_delete=fields.RESTRICT, db_index=True
    )
    token_digest = fields.CharField(max_length=64, unique=True)
    readers = fields.CharField(max_length=200, description="for whom it was made")
    made_by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="draft_links", on_delete=fields.RESTRICT
    )
    made_at: fields.Field[datetime] = UtcDatetimeField()
    expires_at: fields.Field[datetime] = UtcDatetimeField()
    revoked_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)

    version_id: int
    made_by_id: int

    class Meta:
        table = "draft_link"


class DraftUpload(Model):
    """A document that was read, and waits for somebody to say what became of each part of it."""

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    standard: fields.ForeignKeyRelation[Standard] = fields.ForeignKeyField(
        "forum.Standard", related_name="uploads", on_delete=fields.RESTRICT, db_index=True
    )
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="draft_uploads", on_delete=fields.RESTRICT
    )
    name = fields.CharField(max_length=120, description="of the file")
    sha256 = fields.CharField(max_length=64, description="of the file, which is not kept")
    blocks: fields.Field[list[dict[str, Any]]] = JsonField(
        description="every paragraph and row, and what it is taken for"
    )
    made_at: fields.Field[datetime] = UtcDatetimeField(db_index=True)
    version: fields.ForeignKeyNullableRelation[Version] = fields.ForeignKeyField(
        "forum.Version",
        related_name="uploads",
        null=True,
        on_delete=fields.RESTRICT,
        description="the draft made of it",
    )

    standard_id: int
    person_id: int
    version_id: int | None

    class Meta:
        table = "draft_upload"
