"""What a display can be told from its page: a picture, its plan again, a new start, another identity, none.

Decides that each of these but a picture is in the audit, and that who is bounded by tags reaches only displays that
have one of them. Leaves out what becomes of a command on the display.
"""

from collections.abc import Callable
from datetime import datetime

import msgspec
from aiohttp import web

from content.findings import RefusedError, answer
from content.pack.model import Display
from control_server.devices.enrolments import Enrolments
from control_server.devices.reception import Reception
from control_server.http.auth import PRINCIPAL, within_bounds
from control_server.http.display_api import enrolment_text
from control_server.publishing.publisher import Publisher
from control_server.storage import audit
from control_server.storage.audit import Act
from control_server.storage.database import Database
from control_server.studio.screen_page import ScreenPage


class ScreenCommands(msgspec.Struct, frozen=True, kw_only=True):
    """Answers what the page of one display sends."""

    page: ScreenPage
    publisher: Publisher
    reception: Reception
    enrolments: Enrolments
    database: Database
    clock: Callable[[], datetime]

    async def picture(self, request: web.Request) -> web.StreamResponse:
        """The display is asked for what is on its glass."""
        display = self.publisher.published.display(request.match_info["display"])
        self.reception.command(display.id, "screenshot", self.clock())
        return _back(display, "picture")

    async def plan(self, request: web.Request) -> web.StreamResponse:
        """It is sent its plan again."""
        display = self._reached(request)
        await self._recorded(request, "sent the plan to", display)
        self.reception.tell_again(display.id)
        return _back(display, "plan")

    async def restart(self, request: web.Request) -> web.StreamResponse:
        """What draws on its glass starts anew."""
        display = self._reached(request)
        await self._recorded(request, "restarted", display)
        self.reception.command(display.id, "restart", self.clock())
        return _back(display, "restart")

    async def enrol(self, request: web.Request) -> web.Response:
        """A new identity, as the file that the player is given: it is shown this once."""
        display = self._reached(request)
        enrolment = await self.enrolments.enrol(display.id, request[PRINCIPAL].name)
        headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="{display.id}.yaml"'}
        return web.Response(text=enrolment_text(enrolment), content_type="application/yaml", headers=headers)

    async def end(self, request: web.Request) -> web.StreamResponse:
        """Its identity ends."""
        display = self._reached(request)
        try:
            await self.enrolments.revoke(display.id, request[PRINCIPAL].name)
        except RefusedError as error:
            return await self.page.answer(request, str(error), answer(error).status)
        return _back(display, "end")

    def _reached(self, request: web.Request) -> Display:
        """Raises RefusedError (`unknown`; `rights` when the person is bounded to other displays)."""
        display = self.publisher.published.display(request.match_info["display"])
        within_bounds(request, display.id, display.tags)
        return display

    async def _recorded(self, request: web.Request, verb: str, display: Display) -> None:
        act = Act(who=request[PRINCIPAL].name, verb=verb, object=f"display:{display.id}")
        await audit.add(self.database, act, self.clock())


def _back(display: Display, done: str) -> web.Response:
    return web.Response(status=303, headers={"Location": f"/studio/screens/{display.id}?done={done}"})
