"""Real clauses, edits that know what they did, and what became of anchors on their words."""
