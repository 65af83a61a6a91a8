"""What people were told, and the mail on its way to them."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from forum.accounts.models import Person
from forum.core.db.fields import UtcDatetimeField
from forum.core.ids import new_ref


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
    secret = fields.BooleanField(default=False)
    made_at: fields.Field[datetime] = UtcDatetimeField()
    sent_at: fields.Field[datetime | None] = UtcDatetimeField(null=True, db_index=True)

    class Meta:
        table = "mail"
