"""People, their sign-ins, the links mailed to them, and the roles agencies gave them."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from forum.access.policy import Role
from forum.accounts.rules.people import called
from forum.catalogue.models import Agency
from forum.core.db.fields import UtcDatetimeField
from forum.core.ids import new_record_id, new_ref


class Person(Model):
    """Someone with an account, or someone for whom staff entered a letter: then without address."""

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    record_id = fields.CharField(max_length=32, unique=True, default=new_record_id)
    name = fields.CharField(max_length=120)
    email: fields.Field[str | None] = fields.CharField(
        max_length=254, null=True, unique=True, description="always lower case; empty = no account"
    )
    language = fields.CharField(max_length=5, default="id")
    about = fields.CharField(max_length=120, default="", description="shown beside the name")
    password_hash = fields.CharField(max_length=200, default="")
    totp_secret = fields.CharField(max_length=64, default="")
    totp_confirmed_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)
    totp_last_step = fields.BigIntField(default=0, description="so that no code works twice")
    joined_at: fields.Field[datetime] = UtcDatetimeField()
    left_at: fields.Field[datetime | None] = UtcDatetimeField(
        null=True, description="name, address and all that opens the account were erased"
    )

    class Meta:
        table = "person"

    @property
    def person_id(self) -> int:
        """Itself: whose account this is."""
        own: int = self.id
        return own

    @property
    def called(self) -> str:
        """The name, or what stands in its place."""
        return called(self.name, left=self.left_at is not None)


class SignIn(Model):
    """One device on which a person is signed in, until it ends."""

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="sign_ins", on_delete=fields.RESTRICT, db_index=True
    )
    token_digest = fields.CharField(max_length=64, unique=True)
    device = fields.CharField(max_length=200, default="")
    started_at: fields.Field[datetime] = UtcDatetimeField()
    seen_at: fields.Field[datetime] = UtcDatetimeField()
    ended_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)
    second_factor_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)

    person_id: int

    class Meta:
        table = "sign_in"


class SignInLink(Model):
    """A mailed link that signs one address in, once."""

    id = fields.BigIntField(primary_key=True)
    email = fields.CharField(max_length=254, db_index=True)
    token_digest = fields.CharField(max_length=64, unique=True)
    onward = fields.CharField(max_length=300, default="", description="our own path to go on to")
    made_at: fields.Field[datetime] = UtcDatetimeField()
    used_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)

    class Meta:
        table = "sign_in_link"


class Attempt(Model):
    """One attempt to sign in, kept for a day, so that guessing becomes slow."""

    id = fields.BigIntField(primary_key=True)
    key = fields.CharField(max_length=80, db_index=True, description="account or network, digested")
    at: fields.Field[datetime] = UtcDatetimeField(db_index=True)

    class Meta:
        table = "sign_in_attempt"


class RoleGrant(Model):
    """One role that an agency gave a person, everywhere or in one consultation."""

    id = fields.BigIntField(primary_key=True)
    ref = fields.CharField(max_length=10, unique=True, default=new_ref)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="role_grants", on_delete=fields.RESTRICT, db_index=True
    )
    agency: fields.ForeignKeyRelation[Agency] = fields.ForeignKeyField(
        "forum.Agency", related_name="role_grants", on_delete=fields.RESTRICT, db_index=True
    )
    consultation_ref = fields.CharField(max_length=10, default="")
    role = fields.CharEnumField(Role, max_length=20)
    given_at: fields.Field[datetime] = UtcDatetimeField()

    person_id: int
    agency_id: int

    class Meta:
        table = "role_grant"
        unique_together = (("person", "agency", "consultation_ref", "role"),)


class Suspension(Model):
    """For so long a person hands nothing in where one agency asks. Reading and voting stay.

    It ends by itself, or when the decision behind it is undone.
    """

    id = fields.BigIntField(primary_key=True)
    record_id = fields.CharField(max_length=32, unique=True, default=new_record_id)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "forum.Person", related_name="suspensions", on_delete=fields.RESTRICT
    )
    agency: fields.ForeignKeyRelation[Agency] = fields.ForeignKeyField(
        "forum.Agency", related_name="suspensions", on_delete=fields.RESTRICT, db_index=True
    )
    decision_ref = fields.CharField(max_length=10, unique=True)
    rule = fields.CharField(max_length=40, description="code in the profile of the agency")
    since: fields.Field[datetime] = UtcDatetimeField()
    until: fields.Field[datetime] = UtcDatetimeField()
    ended_at: fields.Field[datetime | None] = UtcDatetimeField(null=True)

    person_id: int
    agency_id: int

    class Meta:
        table = "suspension"
        indexes = (("person", "agency"),)
