"""Plumbing that any site could use. It knows no concept of the forum."""
