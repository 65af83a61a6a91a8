"""Organisations: who they are, what interests they declare, who belongs to them and who leads."""
