"""What the forum keeps about a person: handing it out, and erasing it for good."""
