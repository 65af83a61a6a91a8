"""Versions and clauses as pages show them: found, compared, and followed through time."""

from forum.drafts.queries.changes import ChangedClause as ChangedClause
from forum.drafts.queries.changes import Shelf as Shelf
from forum.drafts.queries.changes import Step as Step
from forum.drafts.queries.changes import all_steps as all_steps
from forum.drafts.queries.changes import compare as compare
from forum.drafts.queries.changes import compared as compared
from forum.drafts.queries.changes import held_against as held_against
from forum.drafts.queries.changes import history as history
from forum.drafts.queries.changes import redlines as redlines
from forum.drafts.queries.changes import shelf_of as shelf_of
from forum.drafts.queries.drafting import last_step as last_step
from forum.drafts.queries.drafting import links_of as links_of
from forum.drafts.queries.drafting import shared_by as shared_by
from forum.drafts.queries.find import clauses_of as clauses_of
from forum.drafts.queries.find import drafts_in_editing as drafts_in_editing
from forum.drafts.queries.find import find_by_lineage as find_by_lineage
from forum.drafts.queries.find import find_clause as find_clause
from forum.drafts.queries.find import find_draft as find_draft
from forum.drafts.queries.find import find_version as find_version
from forum.drafts.queries.find import hands_on as hands_on
from forum.drafts.queries.find import piece_of as piece_of
from forum.drafts.queries.find import pieces_of as pieces_of
from forum.drafts.queries.find import versions_by_standard as versions_by_standard
from forum.drafts.queries.find import versions_of as versions_of
from forum.drafts.queries.find import where_it_went as where_it_went
from forum.drafts.queries.uploads import find_upload as find_upload
