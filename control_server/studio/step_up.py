"""The question of who is there, asked again before a step that matters: approving, publishing, roles, keys.

Decides that what was sent is asked for once more together with the password, and nothing of it is lost; a script that
uses a session for the API is refused. Leaves out which requests ask (`routes`) and how long a proof holds
(`people.sign_in`).
"""

from collections.abc import Callable
from typing import Any

import msgspec
from aiohttp import web

from content.findings import RefusedError, answer
from control_server.http.auth import PRINCIPAL
from control_server.http.errors import Handler, again_after
from control_server.people.office import PeopleOffice
from control_server.people.sign_in import PROVED_LASTS
from control_server.studio import page
from control_server.studio.account import person_of
from control_server.studio.oidc_page import again

_FIELD = "prove-password"
_BY_A_PROGRAM = "needs the password again, expected it on a page of the studio that asks, or a token made for this step"


class StepUp(msgspec.Struct, frozen=True, kw_only=True):
    """Stands before a handler."""

    office: PeopleOffice

    def before(self, handler: Handler, asks: Callable[[web.Request], bool]) -> Handler:
        """The handler, for requests that `asks` is true of, once the person of a session has proved who they are."""

        async def proved(request: web.Request) -> web.StreamResponse:
            signed_in = request[PRINCIPAL].signed_in
            if signed_in is None or not asks(request) or self.office.sign_in.proved(signed_in):
                return await handler(request)
            if request.path.startswith("/api/"):
                raise web.HTTPForbidden(text=_BY_A_PROGRAM)
            password, error = (await request.post()).get(_FIELD), None
            if isinstance(password, str):
                try:
                    await self.office.sign_in.prove(signed_in, password)
                    return await handler(request)
                except RefusedError as refusal:
                    if refusal.findings[0].code not in ("password", "often"):
                        raise
                    error = refusal
            return await self._asked(request, error)

        return proved

    async def _asked(self, request: web.Request, error: RefusedError | None) -> web.Response:
        """The page that asks for the password, with what was sent in fields that nobody sees."""
        form = (await request.post()).items()
        values: dict[str, Any] = {
            "fields": [(name, value) for name, value in form if isinstance(value, str) and name != _FIELD],
            "action": str(request.rel_url),
            "code": error.findings[0].code if error else "",
            "passkeys": await self.office.passkeys.of(person_of(request).person),
            "again": again(),
            "minutes": PROVED_LASTS.seconds // 60,
        }
        response = page.answer(request, "step_up.html", answer(error).status if error else 403, **values)
        response.headers.update((again_after(error) if error else None) or {})
        return response
