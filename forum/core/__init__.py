"""Tools without opinions: settings, clock, ids, errors, facts, transactions, jobs, text, templates.

Nothing here knows what a consultation is.
"""
