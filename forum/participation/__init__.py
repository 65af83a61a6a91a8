"""What people hand in: comments and questions on a clause or on the whole draft."""
