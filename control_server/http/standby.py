"""What a server that does not lead answers to a write: 503, and when to ask again.

The leader answers under the same address when a proxy stands before both servers and asks the other one after a 503.
"""

from collections.abc import Callable

from aiohttp import web

from content.findings import refused
from control_server.http.errors import Handler

READS = frozenset({"GET", "HEAD"})


def by_the_leader(method: str, handler: Handler, leads: Callable[[], bool]) -> Handler:
    """The handler; unless the method only reads, for a server that leads."""
    if method in READS:
        return handler

    async def led(request: web.Request) -> web.StreamResponse:
        if not leads():
            message = "this server stands by, expected the change to be sent to the one that leads"
            raise refused("standby", "the server", message)
        return await handler(request)

    return led
