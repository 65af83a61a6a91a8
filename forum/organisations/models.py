"""Organisations, who belongs to them, and the invitations that are on their way."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from forum.accounts.models import Person
from forum.catalogue.models import Agency
from forum.core.db.fields import UtcDatetimeField
from forum.core.ids import new_record_id, new_ref


class Organisation(Model):
    """A group that speaks with one voice: whoever leads it hands in for it."""

    id = fields.BigIntField(primary_key=True)
    slug = fields.CharField(max_length=80, unique=True)
    record_id = fields.CharField(max_length=32, unique=True, default=new_record_id)
    name = fields.CharField(max_length=120)
    profile = fields.CharField(max_length=20, description="whose elements of the public it is of")
    kind = fields.CharField(max_length=40, default="", description="an element of the public")
    interests = fields.TextField(description="what it says it stands for and who pays for it")
    registered_at: fields.Field[datetime] = UtcDatetimeField()
    registered_by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person",
        related_name="organisations_registered",
        on_delete=fields.RESTRICT,
        db_index=True,
    )
    confirmed_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)
    confirmed_for: fields.ForeignKeyNullableRelation[Agency] = fields.ForeignKeyField(
        "forum.Agency",
        related_name="organisations_confirmed",
        null=True,
        on_delete=fields.RESTRICT,
        db_index=True,
        description="the office that looked; nobody where the operator did",
    )

    registered_by_id: int
    confirmed_for_id: int | None
    memberships: fields.ReverseRelation[Membership]

    class Meta:
        table = "organisation"

    @property
    def lead_id(self) -> int | None:
        """Who leads it; its memberships must have been fetched."""
        return next((one.person_id for one in self.memberships if one.lead), None)

    @property
    def member_ids(self) -> frozenset[int]:
        """Everybody who belongs to it, the lead among them."""
        return frozenset(one.person_id for one in self.memberships)


class Membership(Model):
    """One person who belongs to an organisation."""

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "forum.Organisation",
        related_name="memberships",
        on_delete=fields.RESTRICT,
        db_index=True,
    )
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="memberships", on_delete=fields.RESTRICT, db_index=True
    )
    lead = fields.BooleanField(default=False)
    since: fields.Field[datetime] = UtcDatetimeField()

    organisation_id: int
    person_id: int

    class Meta:
        table = "organisation_member"
        unique_together = (("organisation", "person"),)


class Invitation(Model):
    """A mailed link that lets one more person join. It is gone once it was used or taken back."""

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "forum.Organisation",
        related_name="invitations",
        on_delete=fields.RESTRICT,
        db_index=True,
    )
    email = fields.CharField(max_length=254)
    token_digest = fields.CharField(max_length=64, unique=True)
    made_at: fields.Field[datetime] = UtcDatetimeField()

    organisation_id: int

    class Meta:
        table = "organisation_invitation"
