"""What is kept about a person, and what erasing would take."""
