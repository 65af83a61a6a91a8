"""Polls: rules, ballots, counting, certificates."""
