"""The answers of the agency: what became of each contribution, and why."""
