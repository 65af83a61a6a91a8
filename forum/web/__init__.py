"""Plumbing that any site could use. It knows no concept of the forum."""

from forum.web import convertors as convertors  # the shapes of addresses register themselves
