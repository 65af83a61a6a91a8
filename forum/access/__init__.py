"""Who may do what: one table, and the two questions asked of it."""
