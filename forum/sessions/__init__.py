"""Live sessions: agenda, floor, attendance, minutes."""
