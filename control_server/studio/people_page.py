"""The page of people: who may sign in, as what; inviting somebody, and ending what somebody can do."""

from typing import Any

import msgspec
from aiohttp import web

from content.findings import RefusedError, answer
from control_server.http.auth import PRINCIPAL
from control_server.people.sign_in import LINK_LASTS, SignIn
from control_server.storage import people
from control_server.storage.database import Database
from control_server.storage.people import ROLES
from control_server.studio import page


class PeoplePage(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests of administrators. `url` is where the server is reached."""

    sign_in: SignIn
    database: Database
    url: str

    async def show(self, request: web.Request) -> web.Response:
        """Everybody, and the form of an invitation."""
        return await self._page(request)

    async def invite(self, request: web.Request) -> web.Response:
        """Makes a one-time link, and shows it this once."""
        form = await request.post()
        roles = [role for role in ROLES if role in form.getall("role", [])]
        try:
            secret = await self.sign_in.invite(roles, request[PRINCIPAL].name)
        except RefusedError as error:
            return await self._page(request, problem=str(error), status=answer(error).status)
        return await self._page(request, link=f"{self.url}/studio/join/{secret}")

    async def disable(self, request: web.Request) -> web.StreamResponse:
        """Ends what a person can do."""
        signed_in = request[PRINCIPAL].signed_in
        assert signed_in is not None  # the right to this is a person's
        try:
            await self.sign_in.disable(request.match_info["person"], signed_in.person)
        except RefusedError as error:
            return await self._page(request, problem=str(error), status=answer(error).status)
        return web.Response(status=303, headers={"Location": "/studio/people"})

    async def _page(
        self, request: web.Request, *, link: str = "", problem: str = "", status: int = 200
    ) -> web.Response:
        everybody = await people.everybody(self.database)
        values: dict[str, Any] = {
            "everybody": everybody,
            "all_roles": ROLES,
            "link": link,
            "problem": problem,
            "days": LINK_LASTS.days,
        }
        return page.answer(request, "people.html", status, **values)
