"""Finding: one index over what everybody may read, and the pages it leads to."""
