"""The page of one's own account: where one is signed in, and the password."""

from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from aiohttp import web

from content.findings import RefusedError, answer
from control_server.http.auth import PRINCIPAL
from control_server.http.errors import again_after
from control_server.people.sign_in import SignedIn, SignIn
from control_server.people.staff import Staff
from control_server.publishing.publisher import Publisher
from control_server.studio import page

_HERE = "/studio/account"


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests of a person about themselves."""

    sign_in: SignIn
    staff: Staff
    publisher: Publisher

    async def show(self, request: web.Request) -> web.Response:
        """What there is of the person: rights, sessions, the form of another password."""
        return await self._page(request, done=request.query.get("done", "")[:20])

    async def change_password(self, request: web.Request) -> web.StreamResponse:
        """Takes another password, for who knows the present one; every other session ends."""
        form = await request.post()
        signed_in = person_of(request)
        try:
            await self.sign_in.prove(signed_in, str(form.get("password", "")))
            await self.staff.change_password(signed_in, str(form.get("new-password", "")))
        except RefusedError as error:
            return await self._page(request, error)
        return web.Response(status=303, headers={"Location": f"{_HERE}?done=password"})

    async def end_session(self, request: web.Request) -> web.StreamResponse:
        """Ends one of one's own sessions, perhaps this one."""
        person = person_of(request).person
        try:
            await self.staff.end_session(person.id, request.match_info["session"], person)
        except RefusedError as error:
            return await self._page(request, error)
        return web.Response(status=303, headers={"Location": _HERE})

    async def _page(self, request: web.Request, error: RefusedError | None = None, done: str = "") -> web.Response:
        signed_in = person_of(request)
        values: dict[str, Any] = {
            "sessions": await self.staff.sessions(signed_in.person.id),
            "own": signed_in.session.id,
            "error": error.findings[0] if error else None,
            "done": done,
        }
        status, zone = answer(error).status if error else 200, zone_of(self.publisher)
        response = page.answer(request, "account.html", status, zone=zone, **values)
        response.headers.update((again_after(error) if error else None) or {})
        return response


def zone_of(publisher: Publisher) -> ZoneInfo:
    """The city's; UTC before there is one."""
    pack = publisher.published.pack
    return pack.city.zone if pack else ZoneInfo("UTC")


def person_of(request: web.Request) -> SignedIn:
    """Whose session it is: the rights to pages are people's alone."""
    signed_in = request[PRINCIPAL].signed_in
    assert signed_in is not None
    return signed_in
