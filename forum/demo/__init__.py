"""A regency with its consultations, built through the same actions people use."""
