"""What a display can be told beside its plan: to send a picture, to take its plan again, to start anew.

Decides that each of these but a picture is in the audit, and that who is bounded by tags reaches only displays that
have one of them. Leaves out what becomes of a command on the display.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime

import msgspec
from aiohttp import web

from content.pack.model import Display
from control_server.devices.reception import Reception
from control_server.http import bodies
from control_server.http.auth import PRINCIPAL, within_bounds
from control_server.http.bodies import Bodies
from control_server.publishing.publisher import Publisher
from control_server.storage import audit
from control_server.storage.audit import Act
from control_server.storage.database import Database


class DisplayCommands(msgspec.Struct, frozen=True, kw_only=True):
    """Tells displays, for pages and programs; and the handlers of programs, which answer 204."""

    publisher: Publisher
    reception: Reception
    database: Database
    clock: Callable[[], datetime]
    bodies: Bodies = msgspec.field(default_factory=lambda: Bodies(bodies.MAX_STEP))

    async def ask_for_picture(self, request: web.Request) -> web.Response:
        """The display is asked for what is on its glass; it sends it when it is connected."""
        return await self._done(request, self.picture)

    async def send_plan(self, request: web.Request) -> web.Response:
        """The display is sent its plan again."""
        return await self._done(request, self.plan)

    async def restart_screen(self, request: web.Request) -> web.Response:
        """What draws on its glass starts anew."""
        return await self._done(request, self.restart)

    # --- for both ----------------------------------------------------------------------------------------------------

    async def picture(self, request: web.Request) -> Display:
        """Raises RefusedError (`unknown`), as the others."""
        display = self.publisher.published.display(request.match_info["display"])
        self.reception.command(display.id, "screenshot", self.clock())
        return display

    async def plan(self, request: web.Request) -> Display:
        display = self.reached(request)
        await self._recorded(request, "sent the plan to", display)
        self.reception.tell_again(display.id)
        return display

    async def restart(self, request: web.Request) -> Display:
        display = self.reached(request)
        await self._recorded(request, "restarted", display)
        self.reception.command(display.id, "restart", self.clock())
        return display

    def reached(self, request: web.Request) -> Display:
        """Raises RefusedError (`unknown`; `rights` when the person is bounded to other displays)."""
        display = self.publisher.published.display(request.match_info["display"])
        within_bounds(request, display.id, display.tags)
        return display

    async def _done(self, request: web.Request, told: Callable[[web.Request], Awaitable[Display]]) -> web.Response:
        async with self.bodies.read(request, 0):
            await told(request)
        return web.Response(status=204)

    async def _recorded(self, request: web.Request, verb: str, display: Display) -> None:
        act = Act(who=request[PRINCIPAL].name, verb=verb, object=f"display:{display.id}")
        await audit.add(self.database, act, self.clock())
