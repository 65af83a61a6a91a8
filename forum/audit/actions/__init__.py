"""Writing to the record, and giving its entries their places in the log."""

from forum.audit.actions.erasing import erase_beside, erase_openings
from forum.audit.actions.recording import By, leaf_in_base64, record
from forum.audit.actions.sequencing import open_log, sequence

__all__ = [
    "By",
    "erase_beside",
    "erase_openings",
    "leaf_in_base64",
    "open_log",
    "record",
    "sequence",
]
