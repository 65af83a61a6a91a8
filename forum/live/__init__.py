"""The live layer: who is connected, what they hear, what they may say.

`docs/live-protocol.md` is what a client has to know. `sockets` lets one in; a `Room` knows one
session; its groups see the same and share each frame; the `Ticker` sends numbers; the `Broker`
brings news from other processes. Events are kept and numbered. States are not: the newest counts.
"""

from forum.live.hub import Live
from forum.live.routes import routes
from forum.live.sockets import Socket, SocketsFirst

__all__ = ["Live", "Socket", "SocketsFirst", "routes"]
