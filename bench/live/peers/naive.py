"""What everybody writes first on Starlette: a loop that awaits each socket. uvicorn naive:app"""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

members: dict[WebSocket, None] = {}


async def talk(socket: WebSocket) -> None:
    """Send on to all what one client says."""
    await socket.accept()
    members[socket] = None
    try:
        while True:
            message = await socket.receive_text()
            for member in list(members):
                await member.send_text(message)
    except WebSocketDisconnect:
        pass
    finally:
        members.pop(socket, None)


app = Starlette(routes=[WebSocketRoute("/ws", talk)])
