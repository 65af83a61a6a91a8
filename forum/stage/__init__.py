"""What the citizen, the hall and the chair see of a session: named regions, for page and socket."""
