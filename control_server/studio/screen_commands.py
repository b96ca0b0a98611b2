"""What a display can be told from its page: a picture, its plan again, a new start, another identity, none.

Decides where a person is led afterwards. Leaves out who reaches which display (`http.display_commands`).
"""

import msgspec
from aiohttp import web

from content.findings import RefusedError, answer
from content.pack.model import Display
from control_server.devices.enrolments import Enrolments
from control_server.http.auth import PRINCIPAL
from control_server.http.display_api import enrolment_text
from control_server.http.display_commands import DisplayCommands
from control_server.studio import page
from control_server.studio.screen_page import ScreenPage


class ScreenCommands(msgspec.Struct, frozen=True, kw_only=True):
    """Answers what the page of one display sends."""

    page: ScreenPage
    commands: DisplayCommands
    enrolments: Enrolments

    async def picture(self, request: web.Request) -> web.StreamResponse:
        """The display is asked for what is on its glass."""
        return _back(await self.commands.picture(request), "picture")

    async def plan(self, request: web.Request) -> web.StreamResponse:
        """It is sent its plan again."""
        return _back(await self.commands.plan(request), "plan")

    async def restart(self, request: web.Request) -> web.StreamResponse:
        """What draws on its glass starts anew."""
        return _back(await self.commands.restart(request), "restart")

    async def enrol(self, request: web.Request) -> web.Response:
        """A new identity, as the file that the player is given: it is shown this once."""
        display = self.commands.reached(request)
        enrolment = await self.enrolments.enrol(display.id, request[PRINCIPAL].name)
        headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="{display.id}.yaml"'}
        return web.Response(text=enrolment_text(enrolment), content_type="application/yaml", headers=headers)

    async def end(self, request: web.Request) -> web.StreamResponse:
        """Its identity ends."""
        display = self.commands.reached(request)
        try:
            await self.enrolments.revoke(display.id, request[PRINCIPAL].name)
        except RefusedError as error:
            return await self.page.answer(request, "; ".join(page.problems(request, error)), answer(error).status)
        return _back(display, "end")


def _back(display: Display, done: str) -> web.Response:
    return web.Response(status=303, headers={"Location": f"/studio/screens/{display.id}?done={done}"})
