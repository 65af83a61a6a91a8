"""Where the tables live, and how they change."""
