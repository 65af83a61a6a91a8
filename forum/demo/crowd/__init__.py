"""Simulated citizens in the session in progress: `forum demo --crowd 200`.

`room` and `papers` are what they see, `temper` and `mind` what they do about it, drawn by chance
and told in seconds: these know no clock, no socket and no database. `gathering` makes the accounts,
and `seats` puts each citizen on a real socket, as docs/live-protocol.md says.
"""
