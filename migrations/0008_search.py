"""What everybody may read can be found: an index that triggers keep true.

A row of the index is made, replaced and removed in the transaction that changes what it is made of,
whoever changes it: what a moderator hides, an author withdraws or somebody erases by hand is not
found from that moment on.
"""

# ruff: noqa: S608 - every word of the statements is written here

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from forum.database.ddl import Ddl
from forum.search.rules import Kind

LITE, PG = "sqlite", "postgres"
COLUMNS = "kind, source_id, consultation_id, version_id, lineage, title, body, facets"


def words(column, dialect):
    """Return all languages of a text, one under another."""
    if dialect == LITE:
        return f"COALESCE((SELECT group_concat(value, char(10)) FROM json_each({column})), '')"
    return f"COALESCE((SELECT string_agg(value, chr(10)) FROM jsonb_each_text({column})), '')"


def listed(column, dialect):
    """Return the words of a list."""
    if dialect == LITE:
        return words(column, dialect)
    return f"COALESCE((SELECT string_agg(value, ' ') FROM jsonb_array_elements_text({column})), '')"


def announced(row):
    """Say that the public has heard of the consultation of this row."""
    told = (
        "EXISTS (SELECT 1 FROM phase_move told WHERE told.phase = 'announced' "
        f"AND told.consultation_id = {row}.id)"
    )
    return f"{row}.phase <> 'drafting' AND ({row}.phase <> 'withdrawn' OR {told})"


def number(column):
    return f"' xn' || replace({column}, '.', 'z')"


SOURCES = {
    "service": lambda d: (
        f"SELECT 'service', s.id, NULL, NULL, '', {words('s.name', d)}, "
        f"{words('s.summary', d)} || ' ' || {listed('s.keywords', d)}, "
        "'xkservice xa' || s.agency_id FROM service s WHERE true"
    ),
    "standard": lambda d: (
        f"SELECT 'standard', s.id, NULL, NULL, '', {words('s.title', d)}, {words('e.name', d)}, "
        "'xkstandard xa' || e.agency_id FROM standard s JOIN service e ON e.id = s.service_id "
        "WHERE s.in_force > 0"
    ),
    "consultation": lambda d: (
        f"SELECT 'consultation', s.id, s.id, NULL, '', {words('s.title', d)}, "
        f"{words('s.lead', d)}, 'xkconsultation xa' || s.agency_id FROM consultation s "
        f"WHERE {announced('s')}"
    ),
    "contribution": lambda _d: (
        "SELECT 'contribution', s.id, s.consultation_id, NULL, s.lineage, '', s.shown_text, "
        f"'xkcontribution xa' || c.agency_id || {number('s.label')} FROM contribution s "
        "JOIN consultation c ON c.id = s.consultation_id "
        "WHERE s.showing IN ('shown', 'redacted')"
    ),
    "response": lambda _d: (
        "SELECT 'answer', s.id, s.consultation_id, NULL, '', '', s.reason, "
        "'xkanswer xa' || c.agency_id FROM response s "
        "JOIN consultation c ON c.id = s.consultation_id WHERE s.state = 'approved'"
    ),
    "version": lambda d: (
        f"SELECT 'clause', k.id, NULL, s.id, k.lineage, {words('s.title', d)}, "
        f"{words('k.text', d)}, 'xkclause xa' || e.agency_id || {number('k.label')} "
        "|| ' xp' || replace(replace(k.component, '_', 'z'), '-', 'z') "
        "FROM version s JOIN clause k ON k.version_id = s.id "
        "JOIN standard t ON t.id = s.standard_id JOIN service e ON e.id = t.service_id "
        "WHERE s.state = 'frozen' AND (t.in_force = s.number OR NOT EXISTS (SELECT 1 FROM "
        "consultation w WHERE w.version_id = s.id AND w.phase = 'withdrawn'))"
    ),
}

WATCHED = {
    "service": ("name", "summary", "keywords", "agency_id"),
    "standard": ("title", "in_force"),
    "consultation": ("phase", "title", "lead"),
    "contribution": ("showing", "shown_text", "lineage", "label"),
    "response": ("state", "reason"),
    "version": ("state",),
}
"""Only a change of these columns makes a row of the index anew."""


def kind_of(table):
    return {"response": "answer", "version": "clause"}.get(table, table)


def forget(table, row):
    """Return the statement that takes what was made of this row out of the index."""
    by = "version_id" if table == "version" else "source_id"
    return f"DELETE FROM search_document WHERE kind = '{kind_of(table)}' AND {by} = {row}.id"


def keep(table, dialect, only=""):
    """Return the statement that puts what everybody may read into the index."""
    return f"INSERT INTO search_document ({COLUMNS}) {SOURCES[table](dialect)}{only}"


WITHDRAWN = (
    "DELETE FROM search_document WHERE kind = 'clause' AND NEW.phase = 'withdrawn' "
    "AND version_id = NEW.version_id AND NOT EXISTS (SELECT 1 FROM version v "
    "JOIN standard t ON t.id = v.standard_id AND t.in_force = v.number WHERE v.id = NEW.version_id)"
)
"""The wording that a withdrawn consultation proposed is not looked for any more."""


def lite_triggers(table):
    differs = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in WATCHED[table])
    more = f" {WITHDRAWN};" if table == "consultation" else ""
    new = keep(table, LITE, " AND s.id = NEW.id")
    yield (f"CREATE TRIGGER search_{table}_insert AFTER INSERT ON {table} BEGIN {new}; END")
    yield (
        f"CREATE TRIGGER search_{table}_update AFTER UPDATE ON {table} WHEN {differs} "
        f"BEGIN {forget(table, 'OLD')}; {new};{more} END"
    )
    yield (
        f"CREATE TRIGGER search_{table}_delete AFTER DELETE ON {table} "
        f"BEGIN {forget(table, 'OLD')}; END"
    )


def pg_triggers(table):
    differs = " OR ".join(
        f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in WATCHED[table]
    )
    more = f" IF TG_OP = 'UPDATE' THEN {WITHDRAWN}; END IF;" if table == "consultation" else ""
    yield (
        f"CREATE FUNCTION search_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP <> 'INSERT' THEN {forget(table, 'OLD')}; END IF; "
        f"IF TG_OP <> 'DELETE' THEN {keep(table, PG, ' AND s.id = NEW.id')}; END IF;{more} "
        "RETURN NULL; END $$"
    )
    yield (
        f"CREATE TRIGGER search_{table}_changed AFTER UPDATE ON {table} FOR EACH ROW "
        f"WHEN ({differs}) EXECUTE FUNCTION search_{table}()"
    )
    yield (
        f"CREATE TRIGGER search_{table} AFTER INSERT OR DELETE ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION search_{table}()"
    )


TEXTS = "title, body, facets"
FTS = [
    f"CREATE VIRTUAL TABLE search_words USING fts5({TEXTS}, content='search_document', "
    "content_rowid='id', tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER search_document_insert AFTER INSERT ON search_document BEGIN "
    f"INSERT INTO search_words (rowid, {TEXTS}) VALUES (NEW.id, NEW.title, NEW.body, NEW.facets); "
    "END",
    "CREATE TRIGGER search_document_delete AFTER DELETE ON search_document BEGIN "
    f"INSERT INTO search_words (search_words, rowid, {TEXTS}) "
    "VALUES ('delete', OLD.id, OLD.title, OLD.body, OLD.facets); END",
    "CREATE TRIGGER search_document_update AFTER UPDATE ON search_document BEGIN "
    f"INSERT INTO search_words (search_words, rowid, {TEXTS}) "
    "VALUES ('delete', OLD.id, OLD.title, OLD.body, OLD.facets); "
    f"INSERT INTO search_words (rowid, {TEXTS}) VALUES (NEW.id, NEW.title, NEW.body, NEW.facets); "
    "END",
]

# Marks on letters and signs between words are gone before PostgreSQL looks: it would take
# "KTP/KK" for the path of a file. Both languages are stemmed, because a text may hold both.
VECTOR = [
    "CREATE FUNCTION search_vector(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$ "
    "SELECT to_tsvector('indonesian', plain) || to_tsvector('english', plain) FROM (SELECT "
    "regexp_replace(regexp_replace(normalize(words, NFKD), '[\u0300-\u036f]+', '', 'g'), "
    "'[!-/:-@\\[-`{-~]+', ' ', 'g') AS plain) AS told $$",
    "ALTER TABLE search_document ADD COLUMN vector tsvector GENERATED ALWAYS AS ("
    "setweight(search_vector(title), 'A') || setweight(search_vector(body), 'B') "
    "|| array_to_tsvector(string_to_array(facets, ' '))) STORED",
    "CREATE INDEX idx_search_document_vector ON search_document USING gin (vector)",
]


class Migration(migrations.Migration):
    dependencies = [("forum", "0007_adopted_minutes_are_final")]

    initial = False

    operations = [
        ops.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="SERVICE: service\nSTANDARD: standard\nCONSULTATION: consultation\nCLAUSE: clause\nCONTRIBUTION: contribution\nANSWER: answer",
                        enum_type=Kind,
                        max_length=12,
                    ),
                ),
                ("source_id", fields.BigIntField(description="of the row it is made of")),
                ("consultation_id", fields.BigIntField(null=True)),
                ("version_id", fields.BigIntField(null=True, db_index=True)),
                ("lineage", fields.CharField(default="", db_index=True, max_length=10)),
                ("title", fields.TextField(default="", unique=False)),
                ("body", fields.TextField(default="", unique=False)),
                (
                    "facets",
                    fields.TextField(
                        description="words of its own by which a search is narrowed", unique=False
                    ),
                ),
            ],
            options={
                "table": "search_document",
                "app": "forum",
                "unique_together": (("kind", "source_id"),),
                "pk_attr": "id",
                "table_description": "What everybody may find, in words. Triggers write it in the transaction of the change.",
            },
            bases=["Model"],
        ),
        Ddl(
            sqlite=[
                *FTS,
                *(trigger for table in SOURCES for trigger in lite_triggers(table)),
                *(keep(table, LITE) for table in SOURCES),
            ],
            postgres=[
                *VECTOR,
                *(trigger for table in SOURCES for trigger in pg_triggers(table)),
                *(keep(table, PG) for table in SOURCES),
            ],
        ),
    ]
