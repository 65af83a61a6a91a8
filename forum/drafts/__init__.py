"""Standards in the making: versions, clauses, and the lineage that survives renumbering."""
