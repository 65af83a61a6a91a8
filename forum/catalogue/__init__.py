"""Agencies, the services they offer, and the standards that say what they promise."""
