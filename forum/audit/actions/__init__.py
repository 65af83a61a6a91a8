"""Writing to the record, and giving its entries their places in the log."""

from forum.audit.actions.erasing import erase_author, erase_beside, erase_openings, erase_said
from forum.audit.actions.recording import By, leaf_in_base64, record
from forum.audit.actions.recovering import begin_next_log, next_number
from forum.audit.actions.sequencing import open_log, sequence
from forum.audit.actions.witnessing import gather_cosignatures

__all__ = [
    "By",
    "begin_next_log",
    "erase_author",
    "erase_beside",
    "erase_openings",
    "erase_said",
    "gather_cosignatures",
    "leaf_in_base64",
    "next_number",
    "open_log",
    "record",
    "sequence",
]
