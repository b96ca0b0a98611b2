"""The API of people: everybody and their rights, for who may invite; one's own account; who did what.

Decides requests and answers only. Leaves out what may be given to whom (`people`).
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import msgspec
from aiohttp import web

from content.findings import refused
from control_server.http import answers, bodies
from control_server.http.auth import PRINCIPAL
from control_server.http.bodies import Bodies
from control_server.people.office import PeopleOffice
from control_server.people.sign_in import LINK_LASTS
from control_server.storage import audit, people
from control_server.storage.audit import AuditRow
from control_server.storage.database import Database
from control_server.storage.people import Person, Role, Session
from control_server.storage.tokens import PersonalToken, Scope


class GrantedRights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Roles, for the displays with one of these tags; without tags for all displays."""

    roles: list[Role]
    tags: list[str] = []


class ListedPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may sign in, unless `disabled`. Who was `erased` has no name and no address any more."""

    id: str
    who: str
    email: str
    name: str
    roles: tuple[Role, ...]
    tags: tuple[str, ...]
    added: datetime
    disabled: datetime | None
    erased: datetime | None


class OpenSession(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody is signed in."""

    id: str
    began: datetime
    seen: datetime
    address: str
    browser: str


class PersonAnswer(ListedPerson, frozen=True, kw_only=True):
    """A person, and where they are signed in."""

    sessions: tuple[OpenSession, ...]


class OpenToken(msgspec.Struct, frozen=True, kw_only=True):
    """A token of one's own, by its name; `used` is when it was used last."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    made: datetime
    until: datetime
    used: datetime | None


class AccountAnswer(PersonAnswer, frozen=True, kw_only=True):
    """Who asks: what they may do (`rights`, of the token that asks, too), sessions, and tokens."""

    rights: tuple[str, ...]
    tokens: tuple[OpenToken, ...]


class InvitationAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A link by which one person joins, once, within `days`. It is told this once."""

    link: str
    days: int


class PeopleApi(msgspec.Struct, frozen=True, kw_only=True):
    """The handlers of `/api/people`, `/api/account` and `/api/audit`. `url` is where the server is reached."""

    office: PeopleOffice
    database: Database
    url: str
    bodies: Bodies = msgspec.field(default_factory=lambda: Bodies(bodies.MAX_FORM))

    # --- people ------------------------------------------------------------------------------------------------------

    async def list_people(self, _: web.Request) -> web.Response:
        """Everybody, in the order they were added; those too who have left."""
        return answers.json([ListedPerson(**_head(each)) for each in await people.everybody(self.database)])

    async def invite(self, request: web.Request) -> web.Response:
        """Makes a one-time link for these rights. Its answer is a secret: it takes no `Idempotency-Key`."""
        granted = await self._granted(request)
        secret = await self.office.sign_in.invite(granted.roles, request[PRINCIPAL].name, granted.tags)
        return answers.json(InvitationAnswer(link=f"{self.url}/studio/join/{secret}", days=LINK_LASTS.days), 201)

    async def get_person(self, request: web.Request) -> web.Response:
        """One person: rights, and where they are signed in."""
        return await self._told(request)

    async def put_rights(self, request: web.Request) -> web.Response:
        """Other roles, for other displays; they count from the next request on."""
        granted = await self._granted(request)
        person = request.match_info["person"]
        await self.office.staff.change_rights(person, granted.roles, granted.tags, _by(request))
        return await self._told(request)

    async def disable_person(self, request: web.Request) -> web.Response:
        """Ends what a person can do, their programs too; what they did stays theirs."""
        return await self._done(request, self.office.staff.disable)

    async def erase_person(self, request: web.Request) -> web.Response:
        """Forgets the name and the e-mail address of who has left."""
        return await self._done(request, self.office.staff.erase)

    async def end_session(self, request: web.Request) -> web.Response:
        """Ends a session of somebody."""
        async with self.bodies.read(request, 0):
            person, session = request.match_info["person"], request.match_info["session"]
            await self.office.staff.end_session(person, session, _by(request))
        return web.Response(status=204)

    # --- oneself -----------------------------------------------------------------------------------------------------

    async def get_account(self, request: web.Request) -> web.Response:
        """Who asks: a person, what the session or token may do, where they are signed in, their tokens."""
        person, principal = _by(request), request[PRINCIPAL]
        told = AccountAnswer(
            **_head(person),
            sessions=await self._sessions(person.id),
            rights=tuple(sorted(each.name.lower() for each in principal.permissions)),
            tokens=tuple(map(_token, await self.office.tokens.of(person))),
        )
        return answers.json(told)

    async def end_token(self, request: web.Request) -> web.Response:
        """Ends a token of one's own. A program may end its own only."""
        principal, token = request[PRINCIPAL], request.match_info["token"]
        async with self.bodies.read(request, 0):
            if principal.holder and principal.holder.token.id != token:
                message = "is not the one that was shown, expected that one, or somebody who has signed in"
                raise refused("unknown", f"token {token!r}", message)
            await self.office.tokens.end(_by(request), token)
        return web.Response(status=204)

    # --- who did what ------------------------------------------------------------------------------------------------

    async def export_audit(self, request: web.Request) -> web.Response:
        """The whole chain, which `afisier audit verify` proves without the server; `after` a row's number, the rest."""
        after = request.query.get("after", "0")
        if not (after.isascii() and after.isdigit() and len(after) < 16):
            raise refused("option", "after", f"found {after[:20]!r}, expected the number of a row")
        chain: list[AuditRow] = []
        while part := await audit.rows(self.database, after=chain[-1].number if chain else int(after)):
            chain += part
        headers = {"Content-Disposition": "attachment; filename=audit.json", "Cache-Control": "no-store"}
        return web.Response(body=msgspec.json.encode(chain), content_type="application/json", headers=headers)

    # --- how ---------------------------------------------------------------------------------------------------------

    async def _granted(self, request: web.Request) -> GrantedRights:
        async with self.bodies.read(request, bodies.MAX_STEP) as body:
            return await bodies.decoded(body, GrantedRights, "is no right", "{roles, tags}")

    async def _done(self, request: web.Request, step: Callable[[str, Person], Awaitable[None]]) -> web.Response:
        async with self.bodies.read(request, 0):
            await step(request.match_info["person"], _by(request))
        return await self._told(request)

    async def _told(self, request: web.Request) -> web.Response:
        person = await self.office.staff.one(request.match_info["person"])
        return answers.json(PersonAnswer(**_head(person), sessions=await self._sessions(person.id)))

    async def _sessions(self, person: str) -> tuple[OpenSession, ...]:
        return tuple(map(_session, await self.office.staff.sessions(person)))


def _by(request: web.Request) -> Person:
    """Who asks: the rights to these are people's alone."""
    person = request[PRINCIPAL].person
    assert person is not None
    return person


def _head(person: Person) -> dict[str, Any]:
    names = ("id", "who", "email", "name", "roles", "tags", "added", "disabled", "erased")
    return {name: getattr(person, name) for name in names}


def _session(session: Session) -> OpenSession:
    return OpenSession(
        id=session.id, began=session.began, seen=session.seen, address=session.address, browser=session.browser
    )


def _token(token: PersonalToken) -> OpenToken:
    return OpenToken(
        id=token.id, name=token.name, scopes=token.scopes, made=token.made, until=token.until, used=token.used
    )
