"""What a country asks of its standards and consultations, as data."""
