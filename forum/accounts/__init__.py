"""People, how they sign in, and what agencies have asked them to do."""
