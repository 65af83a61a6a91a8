"""The index: one row for each thing that everybody may find."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model

from forum.search.rules import Kind


class SearchDocument(Model):
    """What everybody may find, in words. Triggers write it in the transaction of the change."""

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharEnumField(Kind, max_length=12)
    source_id = fields.BigIntField(description="of the row it is made of")
    consultation_id: fields.Field[int | None] = fields.BigIntField(null=True)
    version_id: fields.Field[int | None] = fields.BigIntField(null=True, db_index=True)
    lineage = fields.CharField(max_length=10, default="", db_index=True)
    title = fields.TextField(default="")
    body = fields.TextField(default="")
    facets = fields.TextField(description="words of its own by which a search is narrowed")

    class Meta:
        table = "search_document"
        unique_together = (("kind", "source_id"),)
