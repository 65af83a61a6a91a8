"""Simulated citizens in the session in progress: `forum demo --crowd 200`.

`temper` and `mind` are what people do, drawn by chance and told in seconds; they know no clock, no
socket and no database. `seats` puts each of them on a real socket, as docs/live-protocol.md says.
"""
