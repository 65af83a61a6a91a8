"""Migrations of a small library: what our runner and editors must be able to do."""
