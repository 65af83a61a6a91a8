from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from forum.access.policy import Role
from forum.core.db.fields import JsonField, UtcDatetimeField
from forum.core.ids import new_record_id, new_ref
from forum.sessions.rules import Ask, Standing, State
from forum.voting.rules import (
    Electorate,
    Kind,
    Majority,
    Method,
    PollState,
    Ranking,
    Results,
    Secrecy,
)


class Migration(migrations.Migration):
    dependencies = [("forum", "0003_frozen_versions_are_final")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Poll",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("ref", fields.CharField(default=new_ref, unique=True, max_length=10)),
                ("record_id", fields.CharField(default=new_record_id, unique=True, max_length=32)),
                (
                    "consultation",
                    fields.ForeignKeyField(
                        "forum.Consultation",
                        source_field="consultation_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="polls",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "session_ref",
                    fields.CharField(
                        default="",
                        db_index=True,
                        description="empty outside sessions",
                        max_length=10,
                    ),
                ),
                (
                    "item_ref",
                    fields.CharField(default="", description="of the agenda", max_length=10),
                ),
                ("lineage", fields.CharField(default="", db_index=True, max_length=10)),
                (
                    "label",
                    fields.CharField(
                        default="", description="of the clause when made", max_length=12
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="STRAW: straw\nFORMAL: formal", enum_type=Kind, max_length=8
                    ),
                ),
                (
                    "method",
                    fields.CharEnumField(
                        description="SINGLE: single\nAPPROVAL: approval\nSCORE: score\nRANKED: ranked\nCONSENT: consent",
                        enum_type=Method,
                        max_length=10,
                    ),
                ),
                (
                    "ranking",
                    fields.CharEnumField(
                        default=Ranking.SCHULZE,
                        description="SCHULZE: schulze\nIRV: irv",
                        enum_type=Ranking,
                        max_length=8,
                    ),
                ),
                ("question", JsonField()),
                ("options", JsonField()),
                (
                    "secrecy",
                    fields.CharEnumField(
                        default=Secrecy.PSEUDONYMOUS,
                        description="OPEN: open\nPSEUDONYMOUS: pseudonymous\nSECRET: secret",
                        enum_type=Secrecy,
                        max_length=14,
                    ),
                ),
                (
                    "electorate",
                    fields.CharEnumField(
                        default=Electorate.EVERYONE,
                        description="PRESENT: present\nEVERYONE: everyone",
                        enum_type=Electorate,
                        max_length=10,
                    ),
                ),
                (
                    "majority",
                    fields.CharEnumField(
                        default=Majority.PLURALITY,
                        description="PLURALITY: plurality\nSIMPLE: simple\nABSOLUTE: absolute\nTWO_THIRDS: two_thirds\nCONSENSUS: consensus",
                        enum_type=Majority,
                        max_length=12,
                    ),
                ),
                (
                    "quorum",
                    fields.IntField(default=0, description="ballots needed, 0 = any number"),
                ),
                (
                    "results",
                    fields.CharEnumField(
                        default=Results.LIVE,
                        description="LIVE: live\nAT_CLOSE: at_close",
                        enum_type=Results,
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    fields.CharEnumField(
                        default=PollState.DRAFT,
                        db_index=True,
                        description="DRAFT: draft\nOPEN: open\nCLOSED: closed\nCERTIFIED: certified\nANNULLED: annulled",
                        enum_type=PollState,
                        max_length=10,
                    ),
                ),
                (
                    "rehearsal",
                    fields.BooleanField(default=False, description="leaves nothing in the record"),
                ),
                (
                    "barred",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="barred_id",
                        null=True,
                        db_index=True,
                        description="who chairs does not vote",
                        db_constraint=True,
                        to_field="id",
                        related_name="barred_from",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "secret",
                    fields.BinaryField(null=True, description="key of the pseudonyms"),
                ),
                (
                    "entitled",
                    fields.IntField(null=True, description="how many may vote, null = anybody"),
                ),
                ("present", fields.IntField(default=0, description="checked in when it closed")),
                (
                    "hands",
                    JsonField(
                        default=list, description="show of hands per option, counted in the hall"
                    ),
                ),
                ("certificate", JsonField(default=dict)),
                (
                    "ballots_csv",
                    fields.TextField(
                        default="",
                        description="the counted ballots, fixed at closing",
                        unique=False,
                    ),
                ),
                ("made_at", UtcDatetimeField()),
                ("opened_at", UtcDatetimeField(null=True)),
                (
                    "closes_at",
                    UtcDatetimeField(
                        null=True, db_index=True, description="closed by the clock then"
                    ),
                ),
                ("closed_at", UtcDatetimeField(null=True)),
                ("certified_at", UtcDatetimeField(null=True)),
                ("annul_reason", fields.TextField(default="", unique=False)),
                (
                    "annul_asked_by",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="annul_asked_by_id",
                        null=True,
                        db_index=True,
                        description="the first of the two people it takes",
                        db_constraint=True,
                        to_field="id",
                        related_name="annulments_asked",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "poll",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "A question with its options. Everything but its state is fixed when it opens.",
            },
            bases=["OfConsultation"],
        ),
        ops.CreateModel(
            name="Ballot",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "poll",
                    fields.ForeignKeyField(
                        "forum.Poll",
                        source_field="poll_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="ballots",
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
                        related_name="ballots",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "marks",
                    fields.CharField(description="canonical, see docs/counting.md", max_length=200),
                ),
                (
                    "reason",
                    fields.TextField(
                        default="", description="of concerns and objections", unique=False
                    ),
                ),
                (
                    "once",
                    fields.CharField(
                        description="of the last cast, makes a retry harmless", max_length=40
                    ),
                ),
                ("receipt", fields.CharField(default="", db_index=True, max_length=24)),
                ("cast_at", UtcDatetimeField()),
            ],
            options={
                "table": "ballot",
                "app": "forum",
                "unique_together": (("poll", "person"),),
                "pk_attr": "id",
                "table_description": "What one person marked. Casting again before the poll closes replaces it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Entitlement",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "poll",
                    fields.ForeignKeyField(
                        "forum.Poll",
                        source_field="poll_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="entitlements",
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
                        related_name="entitlements",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "entitlement",
                "app": "forum",
                "unique_together": (("poll", "person"),),
                "pk_attr": "id",
                "table_description": "One person who may vote in one poll, fixed when it opened.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SecretBallot",
            fields=[
                (
                    "key",
                    fields.CharField(
                        primary_key=True,
                        unique=True,
                        db_index=True,
                        description="random",
                        max_length=32,
                    ),
                ),
                (
                    "poll",
                    fields.ForeignKeyField(
                        "forum.Poll",
                        source_field="poll_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="secret_ballots",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("marks", fields.CharField(max_length=200)),
            ],
            options={
                "table": "secret_ballot",
                "app": "forum",
                "pk_attr": "key",
                "table_description": "What somebody marked in a secret poll: no person, no time, no order.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SecretRoll",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "poll",
                    fields.ForeignKeyField(
                        "forum.Poll",
                        source_field="poll_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="roll",
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
                        related_name="secret_votes",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "secret_roll",
                "app": "forum",
                "unique_together": (("poll", "person"),),
                "pk_attr": "id",
                "table_description": "That a person voted in a secret poll. Nothing leads from here to a ballot.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("ref", fields.CharField(default=new_ref, unique=True, max_length=10)),
                ("record_id", fields.CharField(default=new_record_id, unique=True, max_length=32)),
                ("code", fields.CharField(unique=True, description="to join by", max_length=6)),
                (
                    "consultation",
                    fields.ForeignKeyField(
                        "forum.Consultation",
                        source_field="consultation_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="sessions",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("title", JsonField()),
                ("starts_at", UtcDatetimeField(db_index=True)),
                ("ends_at", UtcDatetimeField()),
                ("place", fields.CharField(default="", max_length=300)),
                (
                    "link",
                    fields.CharField(
                        default="", description="to hear it from elsewhere", max_length=300
                    ),
                ),
                (
                    "access",
                    JsonField(default=dict, description="steps, interpreters, seats, in words"),
                ),
                ("speaking_seconds", fields.IntField(default=120)),
                (
                    "state",
                    fields.CharEnumField(
                        default=State.PLANNED,
                        db_index=True,
                        description="PLANNED: planned\nANNOUNCED: announced\nCHECK_IN: check_in\nLIVE: live\nBREAK: break\nENDED: ended\nMINUTES_DRAFT: minutes_draft\nCORRECTION: correction\nADOPTED: adopted",
                        enum_type=State,
                        max_length=14,
                    ),
                ),
                (
                    "rehearsal_of",
                    fields.ForeignKeyField(
                        "forum.Session",
                        source_field="rehearsal_of_id",
                        null=True,
                        db_index=True,
                        description="a rehearsal leaves nothing in the record",
                        db_constraint=True,
                        to_field="id",
                        related_name="rehearsals",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "chair",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="chair_id",
                        null=True,
                        db_index=True,
                        description="who holds the chair just now",
                        db_constraint=True,
                        to_field="id",
                        related_name="sessions_chaired",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("seq", fields.BigIntField(default=0, description="number of the last event")),
                (
                    "epoch",
                    fields.CharField(
                        default=new_ref, description="of the numbering", max_length=10
                    ),
                ),
                (
                    "planned_by",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="planned_by_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="sessions_planned",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("made_at", UtcDatetimeField()),
            ],
            options={
                "table": "session",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "A live meeting on the clauses of one draft, run by a chair.",
            },
            bases=["OfConsultation"],
        ),
        ops.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("ref", fields.CharField(default=new_ref, unique=True, max_length=10)),
                (
                    "session",
                    fields.ForeignKeyField(
                        "forum.Session",
                        source_field="session_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="agenda",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("position", fields.IntField()),
                (
                    "lineage",
                    fields.CharField(
                        default="", description="empty = not about a clause", max_length=10
                    ),
                ),
                ("label", fields.CharField(default="", max_length=12)),
                ("title", JsonField()),
                ("minutes", fields.IntField(default=10)),
                ("steps", JsonField(default=list, description="of `Step`, in order")),
                (
                    "straw",
                    JsonField(
                        default=dict, description="plan of the straw poll, as voting.plans reads it"
                    ),
                ),
                ("vote", JsonField(default=dict, description="of the formal vote")),
            ],
            options={
                "table": "agenda_item",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "One point of the agenda, bound to a clause or a question, with its steps.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "session",
                    fields.ForeignKeyField(
                        "forum.Session",
                        source_field="session_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="attendance",
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
                        related_name="attended",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "element",
                    fields.CharField(
                        default="", description="of the public, by profile", max_length=40
                    ),
                ),
                ("organisation", fields.CharField(default="", max_length=120)),
                ("name_public", fields.BooleanField(default=False)),
                ("in_hall", fields.BooleanField(default=False)),
                (
                    "muted_because",
                    fields.TextField(default="", description="empty = may speak", unique=False),
                ),
                ("at", UtcDatetimeField()),
            ],
            options={
                "table": "attendance",
                "app": "forum",
                "unique_together": (("session", "person"),),
                "pk_attr": "id",
                "table_description": "Somebody who checked in; the name is public only if they agreed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Minutes",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "session",
                    fields.OneToOneField(
                        "forum.Session",
                        source_field="session_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="minutes",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("paragraphs", JsonField(default=list)),
                ("revision", fields.IntField(default=1)),
                ("correct_until", UtcDatetimeField(null=True)),
                ("adopted_at", UtcDatetimeField(null=True)),
                (
                    "adopted_by",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="adopted_by_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="minutes_adopted",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "document",
                    fields.TextField(
                        default="", description="exact bytes once adopted", unique=False
                    ),
                ),
                ("sha256", fields.CharField(default="", max_length=64)),
            ],
            options={
                "table": "minutes",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "What was compiled from the log, paragraph by paragraph; frozen when adopted.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("ref", fields.CharField(default=new_ref, unique=True, max_length=10)),
                (
                    "minutes",
                    fields.ForeignKeyField(
                        "forum.Minutes",
                        source_field="minutes_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="corrections",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("paragraph", fields.CharField(description="its key", max_length=20)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="person_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="corrections",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("text", fields.TextField(unique=False)),
                (
                    "decision",
                    fields.CharField(default="", description="taken or declined", max_length=10),
                ),
                ("reason", fields.TextField(default="", unique=False)),
                ("once", fields.CharField(unique=True, max_length=40)),
                ("at", UtcDatetimeField()),
            ],
            options={
                "table": "correction",
                "app": "forum",
                "pk_attr": "id",
                "table_description": "What somebody who was there says about one paragraph of the minutes.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="QueueEntry",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("ref", fields.CharField(default=new_ref, unique=True, max_length=10)),
                (
                    "session",
                    fields.ForeignKeyField(
                        "forum.Session",
                        source_field="session_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="queue",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("item_ref", fields.CharField(default="", max_length=10)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="person_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="asked",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "ask",
                    fields.CharEnumField(
                        description="QUESTION: question\nHAND: hand\nREMARK: remark",
                        enum_type=Ask,
                        max_length=10,
                    ),
                ),
                (
                    "standing",
                    fields.CharEnumField(
                        default=Standing.WAITING,
                        description="HELD: held\nWAITING: waiting\nSPEAKING: speaking\nDONE: done\nWITHDRAWN: withdrawn\nHIDDEN: hidden",
                        enum_type=Standing,
                        max_length=10,
                    ),
                ),
                (
                    "stance",
                    fields.CharField(
                        default="", description="for, against, or neither", max_length=10
                    ),
                ),
                ("text", fields.TextField(default="", unique=False)),
                ("html", fields.TextField(default="", unique=False)),
                ("language", fields.CharField(default="id", max_length=5)),
                ("supports", fields.IntField(default=0)),
                (
                    "changes",
                    fields.BigIntField(
                        default=0, description="grows with each support: newest wins"
                    ),
                ),
                ("answered", fields.BooleanField(default=False, description="in the room")),
                (
                    "once",
                    fields.CharField(
                        unique=True, description="makes a retry harmless", max_length=40
                    ),
                ),
                (
                    "contribution_ref",
                    fields.CharField(
                        default="",
                        description="what it became when the session ended",
                        max_length=10,
                    ),
                ),
                ("hidden_because", fields.TextField(default="", unique=False)),
                ("asked_at", UtcDatetimeField()),
                ("spoke_at", UtcDatetimeField(null=True)),
            ],
            options={
                "table": "queue_entry",
                "app": "forum",
                "indexes": [Index(fields=["session", "person"])],
                "pk_attr": "id",
                "table_description": "A question, a raised hand or a remark in the one queue of a session.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="QueueSupport",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "entry",
                    fields.ForeignKeyField(
                        "forum.QueueEntry",
                        source_field="entry_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="supporters",
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
                        related_name="queue_supports",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "queue_support",
                "app": "forum",
                "unique_together": (("entry", "person"),),
                "pk_attr": "id",
                "table_description": "One person who wants the same answer.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SessionEvent",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "session",
                    fields.ForeignKeyField(
                        "forum.Session",
                        source_field="session_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="events",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("s", fields.BigIntField()),
                ("k", fields.CharField(max_length=16)),
                ("at", UtcDatetimeField()),
                (
                    "by",
                    fields.ForeignKeyField(
                        "forum.Person",
                        source_field="by_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="session_events",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("data", JsonField(default=dict)),
            ],
            options={
                "table": "session_event",
                "app": "forum",
                "unique_together": (("session", "s"),),
                "pk_attr": "id",
                "table_description": "One thing that happened. `s` counts from 1 without a gap; rows are only added.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "poll",
                    fields.ForeignKeyField(
                        "forum.Poll",
                        source_field="poll_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="tally",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("marks", fields.CharField(max_length=200)),
                ("votes", fields.IntField(default=0)),
                (
                    "changes",
                    fields.BigIntField(
                        default=0, description="grows with each change: newest wins"
                    ),
                ),
            ],
            options={
                "table": "tally",
                "app": "forum",
                "unique_together": (("poll", "marks"),),
                "pk_attr": "id",
                "table_description": "How many ballots of a poll bear the same marks; always equal to the ballots.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Contribution",
            name="session_ref",
            field=fields.CharField(
                default="",
                description="said in a session, empty otherwise",
                db_default="",
                max_length=10,
            ),
        ),
        ops.AlterField(
            model_name="RoleGrant",
            name="role",
            field=fields.CharEnumField(
                description="DRAFTER: drafter\nRESPONDER: responder\nMODERATOR: moderator\nOWNER: owner\nPUBLISHER: publisher\nREVIEWER: reviewer\nCHAIR: chair\nNOTE_TAKER: note_taker",
                enum_type=Role,
                max_length=20,
            ),
        ),
    ]
