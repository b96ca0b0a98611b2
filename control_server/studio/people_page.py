"""The pages of people: who may sign in, as what and for which displays; inviting somebody, and what becomes of them."""

from collections.abc import Awaitable
from typing import Any

import msgspec
from aiohttp import web

from content.findings import Finding, RefusedError, answer
from control_server.http.auth import PRINCIPAL
from control_server.people.sign_in import LINK_LASTS, SignIn
from control_server.people.staff import Staff
from control_server.publishing.publisher import Publisher
from control_server.storage import people
from control_server.storage.database import Database
from control_server.storage.people import ROLES, Role
from control_server.studio import page
from control_server.studio.account import person_of, zone_of

_PEOPLE = "/studio/people"


class GivenRights(msgspec.Struct, frozen=True):
    """What the form of rights says."""

    roles: list[Role]
    tags: list[str]


class PeoplePage(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests of administrators. `url` is where the server is reached."""

    sign_in: SignIn
    staff: Staff
    publisher: Publisher
    database: Database
    url: str

    async def show(self, request: web.Request) -> web.Response:
        """Everybody, and the form of an invitation."""
        return await self._everybody(request)

    async def invite(self, request: web.Request) -> web.Response:
        """Makes a one-time link, and shows it this once."""
        given = await _given(request)
        try:
            secret = await self.sign_in.invite(given.roles, request[PRINCIPAL].name, given.tags)
        except RefusedError as error:
            return await self._everybody(request, error=error)
        return await self._everybody(request, link=f"{self.url}/studio/join/{secret}")

    async def one(self, request: web.Request) -> web.Response:
        """One person: rights, where they are signed in, leaving."""
        return await self._person(request)

    async def change_rights(self, request: web.Request) -> web.StreamResponse:
        """Other roles, for other displays."""
        given, by = await _given(request), person_of(request).person
        person = request.match_info["person"]
        return await self._done(request, self.staff.change_rights(person, given.roles, given.tags, by))

    async def disable(self, request: web.Request) -> web.StreamResponse:
        """Ends what a person can do."""
        return await self._done(request, self.staff.disable(request.match_info["person"], person_of(request).person))

    async def erase(self, request: web.Request) -> web.StreamResponse:
        """Forgets name and e-mail address of who has left."""
        return await self._done(request, self.staff.erase(request.match_info["person"], person_of(request).person))

    async def end_session(self, request: web.Request) -> web.StreamResponse:
        """Ends a session of somebody."""
        person, session = request.match_info["person"], request.match_info["session"]
        return await self._done(request, self.staff.end_session(person, session, person_of(request).person))

    # --- how ---------------------------------------------------------------------------------------------------------

    async def _done(self, request: web.Request, step: Awaitable[None]) -> web.StreamResponse:
        """Takes the step, and leads back to the person; what is refused is said there."""
        try:
            await step
        except RefusedError as error:
            return await self._person(request, error)
        return web.Response(status=303, headers={"Location": f"{_PEOPLE}/{request.match_info['person']}"})

    async def _person(self, request: web.Request, error: RefusedError | None = None) -> web.Response:
        person = await self.staff.one(request.match_info["person"])
        values: dict[str, Any] = {
            "someone": person,
            "sessions": await self.staff.sessions(person.id),
            "own": person_of(request).session.id,
            "all_roles": ROLES,
            "tags": sorted({*self._tags(), *person.tags}),
            "error": _finding(error),
        }
        status, zone = answer(error).status if error else 200, zone_of(self.publisher)
        return page.answer(request, "person.html", status, zone=zone, **values)

    async def _everybody(
        self, request: web.Request, *, link: str = "", error: RefusedError | None = None
    ) -> web.Response:
        everybody = await people.everybody(self.database)
        values: dict[str, Any] = {
            "everybody": sorted(everybody, key=lambda each: each.disabled is not None),
            "all_roles": ROLES,
            "tags": self._tags(),
            "link": link,
            "error": _finding(error),
            "days": LINK_LASTS.days,
        }
        return page.answer(request, "people.html", answer(error).status if error else 200, **values)

    def _tags(self) -> list[str]:
        """The tags that displays of the city have."""
        pack = self.publisher.published.pack
        return sorted({tag for display in pack.displays.values() for tag in display.tags}) if pack else []


async def _given(request: web.Request) -> GivenRights:
    form = await page.form(request)
    roles = [role for role in ROLES if role in form.getall("role", [])]
    return GivenRights(roles, form.getall("tag", []))


def _finding(error: RefusedError | None) -> Finding | None:
    return error.findings[0] if error else None
