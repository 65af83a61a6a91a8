"""Agencies and their units, the services they offer, and the standards they promise."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from forum.core.db.fields import JsonField, UtcDatetimeField
from forum.profiles.load import profile

Words = dict[str, str]
"""The same words in several languages: `{"id": …, "en": …}`."""


class Agency(Model):
    """A public body that offers services."""

    id = fields.BigIntField(primary_key=True)
    slug = fields.CharField(max_length=80, unique=True)
    name: fields.Field[Words] = JsonField()
    government: fields.Field[Words] = JsonField()
    profile = fields.CharField(max_length=20)
    time_zone = fields.CharField(max_length=40)
    contact = fields.CharField(max_length=300, default="")

    units: fields.ReverseRelation[Unit]
    services: fields.ReverseRelation[Service]

    class Meta:
        table = "agency"

    @property
    def language(self) -> str:
        """The language that binds it, and in which it answers."""
        return profile(self.profile).default_language

    @property
    def agency_id(self) -> int:
        """Itself: the agency that permissions are about."""
        return int(self.id)

    @property
    def consultation_ref(self) -> str:
        """No consultation in particular."""
        return ""


class Unit(Model):
    """A part of an agency that delivers some of its services."""

    id = fields.BigIntField(primary_key=True)
    agency: fields.ForeignKeyRelation[Agency] = fields.ForeignKeyField(
        "forum.Agency", related_name="units", on_delete=fields.RESTRICT, db_index=True
    )
    name: fields.Field[Words] = JsonField()

    class Meta:
        table = "agency_unit"


class Service(Model):
    """Something an agency does for people who ask."""

    id = fields.BigIntField(primary_key=True)
    slug = fields.CharField(max_length=80, unique=True)
    agency: fields.ForeignKeyRelation[Agency] = fields.ForeignKeyField(
        "forum.Agency", related_name="services", on_delete=fields.RESTRICT, db_index=True
    )
    unit: fields.ForeignKeyNullableRelation[Unit] = fields.ForeignKeyField(
        "forum.Unit", related_name="services", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    name: fields.Field[Words] = JsonField()
    summary: fields.Field[Words] = JsonField()
    sector = fields.CharField(max_length=60, default="")
    keywords: fields.Field[list[str]] = JsonField(default=list)

    agency_id: int
    unit_id: int | None
    standard: fields.BackwardOneToOneRelation[Standard]

    class Meta:
        table = "service"


class Standard(Model):
    """What an agency promises about one service. Its words are in the versions of `drafts`."""

    id = fields.BigIntField(primary_key=True)
    slug = fields.CharField(max_length=80, unique=True)
    service: fields.OneToOneRelation[Service] = fields.OneToOneField(
        "forum.Service", related_name="standard", on_delete=fields.RESTRICT
    )
    title: fields.Field[Words] = JsonField()
    profile = fields.CharField(max_length=20)
    in_force = fields.IntField(default=0, description="number of the version in force, 0 = none")
    in_force_since: fields.Field[datetime | None] = UtcDatetimeField(null=True)

    service_id: int

    class Meta:
        table = "standard"

    @property
    def agency_id(self) -> int:
        """The agency that makes the promise; the service must have been fetched."""
        return self.service.agency_id

    @property
    def consultation_ref(self) -> str:
        """No consultation in particular."""
        return ""
