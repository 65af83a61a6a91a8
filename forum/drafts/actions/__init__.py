"""What officials do with drafts: bring them in, edit them clause by clause, freeze them."""

from forum.drafts.actions.correcting import Words as Words
from forum.drafts.actions.correcting import correct_version as correct_version
from forum.drafts.actions.editing import add_clause as add_clause
from forum.drafts.actions.editing import edit_clause as edit_clause
from forum.drafts.actions.editing import edit_note as edit_note
from forum.drafts.actions.editing import merge_clauses as merge_clauses
from forum.drafts.actions.editing import move_clause as move_clause
from forum.drafts.actions.editing import remove_clause as remove_clause
from forum.drafts.actions.editing import split_clause as split_clause
from forum.drafts.actions.hands import note_hands as note_hands
from forum.drafts.actions.placing import place_words as place_words
from forum.drafts.actions.placing import set_words_aside as set_words_aside
from forum.drafts.actions.sharing import end_link as end_link
from forum.drafts.actions.sharing import share_draft as share_draft
from forum.drafts.actions.undoing import undo as undo
from forum.drafts.actions.uploads import assign_upload as assign_upload
from forum.drafts.actions.uploads import import_upload as import_upload
from forum.drafts.actions.uploads import keep_upload as keep_upload
from forum.drafts.actions.versions import adopt_existing as adopt_existing
from forum.drafts.actions.versions import freeze as freeze
from forum.drafts.actions.versions import import_standard as import_standard
from forum.drafts.actions.versions import put_in_force as put_in_force
from forum.drafts.actions.versions import start_version as start_version
from forum.drafts.actions.visiting import leave as leave
from forum.drafts.actions.visiting import visit as visit
