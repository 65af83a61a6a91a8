"""The pages of agency staff."""
