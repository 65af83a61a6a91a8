from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from forum.core.db.fields import UtcDatetimeField
from forum.core.ids import new_record_id, new_ref
from forum.notices.models import Thing, new_key
from forum.participation.rules import Channel


class Migration(migrations.Migration):
    dependencies = [("forum", "0009_taking_part_in_full")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Entered",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "contribution",
                    fields.OneToOneField(
                        "forum.Contribution",
                        source_field="contribution_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="entered",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("received_on", fields.DateField()),
                (
                    "entered_by",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="entered_by_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="entered",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "contact",
                    fields.CharField(
                        default="",
                        description="never public, erased once the answer was passed on",
                        max_length=300,
                    ),
                ),
                ("passed_on_at", UtcDatetimeField(null=True)),
            ],
            options={
                "table": "contribution_entered",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "How staff came to enter a contribution for somebody, and where its answer is to be sent.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Follow",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="person_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="follows",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "thing",
                    fields.CharEnumField(
                        description="CLAUSE: clause\nCONSULTATION: consultation\nSERVICE: service\nAGENCY: agency",
                        enum_type=Thing,
                        max_length=12,
                    ),
                ),
                (
                    "name",
                    fields.CharField(
                        description="its slug; of a clause, that of its standard, and its lineage",
                        max_length=100,
                    ),
                ),
                ("key", fields.CharField(default=new_key, unique=True, max_length=32)),
                ("since", UtcDatetimeField()),
                (
                    "told_until",
                    UtcDatetimeField(description="what is newer goes into the next daily letter"),
                ),
            ],
            options={
                "table": "follow",
                "app": "forum",
                "unique_together": (("person", "thing", "name"),),
                "indexes": [Index(fields=["thing", "name"])],
                "pk_attr": "id",
                "table_description": "One person who wants to hear what happens with one thing.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("slug", fields.CharField(unique=True, max_length=80)),
                ("record_id", fields.CharField(default=new_record_id, unique=True, max_length=32)),
                ("name", fields.CharField(max_length=120)),
                (
                    "profile",
                    fields.CharField(
                        description="whose elements of the public it is of", max_length=20
                    ),
                ),
                (
                    "kind",
                    fields.CharField(
                        default="", description="an element of the public", max_length=40
                    ),
                ),
                (
                    "interests",
                    fields.TextField(
                        description="what it says it stands for and who pays for it", unique=False
                    ),
                ),
                ("registered_at", UtcDatetimeField()),
                (
                    "registered_by",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="registered_by_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="organisations_registered",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("confirmed_at", UtcDatetimeField(null=True)),
                (
                    "confirmed_for",
                    fields.ForeignKeyField(
                        "forum.Agency",
                        source_field="confirmed_for_id",
                        null=True,
                        db_index=True,
                        description="the office that looked; nobody where the operator did",
                        db_constraint=True,
                        to_field="id",
                        related_name="organisations_confirmed",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "organisation",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "A group that speaks with one voice: whoever leads it hands in for it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("ref", fields.CharField(default=new_ref, unique=True, max_length=10)),
                (
                    "organisation",
                    fields.ForeignKeyField(
                        "forum.Organisation",
                        source_field="organisation_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="invitations",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("email", fields.CharField(max_length=254)),
                ("token_digest", fields.CharField(unique=True, max_length=64)),
                ("made_at", UtcDatetimeField()),
            ],
            options={
                "table": "organisation_invitation",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "A mailed link that lets one more person join. It is gone once it was used or taken back.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("ref", fields.CharField(default=new_ref, unique=True, max_length=10)),
                (
                    "organisation",
                    fields.ForeignKeyField(
                        "forum.Organisation",
                        source_field="organisation_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="memberships",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="person_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="memberships",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("lead", fields.BooleanField(default=False)),
                ("since", UtcDatetimeField()),
            ],
            options={
                "table": "organisation_member",
                "app": "forum",
                "unique_together": (("organisation", "person"),),
                "pk_attr": "id",
                "table_description": "One person who belongs to an organisation.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Contribution",
            name="channel",
            field=fields.CharEnumField(
                default=Channel.SITE,
                description="SITE: site\nLETTER: letter\nCOUNTER: counter\nTELEPHONE: telephone",
                db_default="site",
                enum_type=Channel,
                max_length=10,
            ),
        ),
        ops.AddField(
            model_name="Contribution",
            name="interests",
            field=fields.TextField(
                default="",
                description="what the organisation declared when it handed in",
                db_default="",
                unique=False,
            ),
        ),
        ops.AddField(
            model_name="Contribution",
            name="organisation",
            field=fields.ForeignKeyField(
                "forum.Organisation",
                source_field="organisation_id",
                null=True,
                db_index=True,
                description="for which the author handed in; its slug, so that a page needs no join",
                db_constraint=True,
                to_field="slug",
                related_name="contributions",
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name="Contribution",
            name="signed",
            field=fields.CharField(
                default="",
                description="the name it is read under where that is not its author's",
                db_default="",
                max_length=120,
            ),
        ),
        ops.AddField(
            model_name="Mail",
            name="unsubscribe",
            field=fields.CharField(
                default="",
                description="key of the following it is about",
                db_default="",
                max_length=32,
            ),
        ),
        ops.AlterModelOptions(
            name="Person",
            options={
                "table": "person",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "Someone with an account, or someone for whom staff entered a letter: then without address.",
            },
        ),
        ops.AlterField(
            model_name="Person",
            name="email",
            field=fields.CharField(
                null=True,
                unique=True,
                description="always lower case; empty = no account",
                max_length=254,
            ),
        ),
    ]
