"""The page of one's own account: where one is signed in, the password, and the tokens of one's programs."""

from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from aiohttp import web

from content.findings import RefusedError, answer
from control_server.http.auth import PRINCIPAL, scopes_for
from control_server.http.errors import again_after
from control_server.people.office import PeopleOffice
from control_server.people.sign_in import SignedIn
from control_server.people.tokens import DAYS
from control_server.publishing.publisher import Publisher
from control_server.studio import page
from control_server.studio.entrance import Entrance

_HERE = "/studio/account"


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests of a person about themselves."""

    office: PeopleOffice
    entrance: Entrance
    publisher: Publisher

    async def show(self, request: web.Request) -> web.Response:
        """What there is of the person: rights, sessions, the form of another password, tokens."""
        return await self._page(request, done=request.query.get("done", "")[:20])

    async def change_password(self, request: web.Request) -> web.StreamResponse:
        """Takes another password, for who knows the present one; every other session ends."""
        form = await page.form(request)
        signed_in = person_of(request)
        try:
            await self.office.sign_in.prove(signed_in, form.get("password", ""))
            await self.office.staff.change_password(signed_in, form.get("new-password", ""))
        except RefusedError as error:
            return await self._page(request, error)
        changed = await self.office.staff.one(signed_in.person.id)
        response = web.Response(status=303, headers={"Location": f"{_HERE}?done=password"})
        return self.entrance.known(response, self.office.sign_in.mark_of(changed))

    async def end_session(self, request: web.Request) -> web.StreamResponse:
        """Ends one of one's own sessions, perhaps this one."""
        person = person_of(request).person
        try:
            await self.office.staff.end_session(person.id, request.match_info["session"], person)
        except RefusedError as error:
            return await self._page(request, error)
        return web.Response(status=303, headers={"Location": _HERE})

    async def make_token(self, request: web.Request) -> web.StreamResponse:
        """Makes a token, and shows it this once."""
        form = await page.form(request)
        days, scopes = form.get("days", ""), form.getall("scope", [])
        try:
            secret = await self.office.tokens.make(
                person_of(request).person, form.get("name", ""), scopes, int(days) if days in _DAYS else 0
            )
        except RefusedError as error:
            return await self._page(request, error)
        return await self._page(request, token=secret)

    async def end_token(self, request: web.Request) -> web.StreamResponse:
        """Ends one of one's own tokens."""
        try:
            await self.office.tokens.end(person_of(request).person, request.match_info["token"])
        except RefusedError as error:
            return await self._page(request, error)
        return web.Response(status=303, headers={"Location": _HERE})

    async def _page(
        self, request: web.Request, error: RefusedError | None = None, *, done: str = "", token: str = ""
    ) -> web.Response:
        signed_in = person_of(request)
        values: dict[str, Any] = {
            "sessions": await self.office.staff.sessions(signed_in.person.id),
            "own": signed_in.session.id,
            "passkeys": await self.office.passkeys.of(signed_in.person),
            "tokens": await self.office.tokens.of(signed_in.person),
            "scopes": scopes_for(signed_in.person),
            "all_days": DAYS,
            "token": token,
            "error": error.findings[0] if error else None,
            "done": done,
        }
        status, zone = answer(error).status if error else 200, zone_of(self.publisher)
        response = page.answer(request, "account.html", status, zone=zone, **values)
        response.headers.update((again_after(error) if error else None) or {})
        return response


_DAYS = {str(days) for days in DAYS}


def zone_of(publisher: Publisher) -> ZoneInfo:
    """The city's; UTC before there is one."""
    pack = publisher.published.pack
    return pack.city.zone if pack else ZoneInfo("UTC")


def person_of(request: web.Request) -> SignedIn:
    """Whose session it is: the rights to pages are people's alone."""
    signed_in = request[PRINCIPAL].signed_in
    assert signed_in is not None
    return signed_in
