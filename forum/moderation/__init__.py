"""Keeping a forum fair: flags, decisions with a rule and a reason."""
