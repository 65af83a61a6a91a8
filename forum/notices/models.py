"""What people were told, and the mail on its way to them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from forum.accounts.models import Person
from forum.core.db.fields import UtcDatetimeField
from forum.core.ids import new_ref, new_secret


class Thing(StrEnum):
    """What somebody can follow."""

    CLAUSE = "clause"
    CONSULTATION = "consultation"
    SERVICE = "service"
    AGENCY = "agency"


def new_key() -> str:
    """Return the secret of a link that ends one following, and can do nothing else."""
    return new_secret()[:32]


class Follow(Model):
    """One person who wants to hear what happens with one thing."""

    id = fields.BigIntField(primary_key=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="follows", on_delete=fields.RESTRICT, db_index=True
    )
    thing = fields.CharEnumField(Thing, max_length=12)
    name = fields.CharField(
        max_length=100, description="its slug; of a clause, that of its standard, and its lineage"
    )
    key = fields.CharField(max_length=32, unique=True, default=new_key)
    since: fields.Field[datetime] = UtcDatetimeField()
    told_until: fields.Field[datetime] = UtcDatetimeField(
        description="what is newer goes into the next daily letter"
    )

    person_id: int

    class Meta:
        table = "follow"
        unique_together = (("person", "thing", "name"),)
        indexes = (("thing", "name"),)


class Notice(Model):
    """One thing a person was told, in that person's language, kept on `/me`."""

    id = fields.BigIntField(primary_key=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="notices", on_delete=fields.RESTRICT, db_index=True
    )
    subject = fields.CharField(max_length=200)
    body = fields.TextField()
    address = fields.CharField(max_length=300, description="our own path it leads to")
    language = fields.CharField(max_length=5)
    at: fields.Field[datetime] = UtcDatetimeField()
    dedupe = fields.CharField(max_length=120, unique=True)

    person_id: int

    class Meta:
        table = "notice"


class Mail(Model):
    """One letter in the outbox. Its body is cleared once sent if it held a secret."""

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    address = fields.CharField(max_length=254)
    subject = fields.CharField(max_length=200)
    body = fields.TextField()
    language = fields.CharField(max_length=5)
    unsubscribe = fields.CharField(
        max_length=32, default="", db_default="", description="key of the following it is about"
    )
    secret = fields.BooleanField(default=False)
    made_at: fields.Field[datetime] = UtcDatetimeField()
    sent_at: fields.Field[datetime | None] = UtcDatetimeField(null=True, db_index=True)

    class Meta:
        table = "mail"
