"""Programs of people: the API as somebody's token uses it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from aiohttp import web
from aiohttp.test_utils import TestClient

from control_server.storage import people
from control_server.storage.audit import Act
from control_server.storage.people import Person, Role
from control_server.storage.tokens import SCOPES
from tests.server.simulator import Simulated

Client = TestClient[web.Request, web.Application]


class Told(NamedTuple):
    """An answer: its status, its JSON (None where it has none), its headers, its bytes."""

    status: int
    json: Any
    headers: Mapping[str, str]
    body: bytes

    @property
    def error(self) -> str:
        """What was refused, as one sentence with its code."""
        findings = self.json["findings"]
        return f"{findings[0]['code'] if findings else ''} {self.json['error']}".strip()


class Program:
    """Asks with a token."""

    def __init__(self, client: Client, token: str, person: Person) -> None:
        self._client, self._token, self.person = client, token, person

    async def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Told:
        """`body` is JSON, or bytes as they are; `If_Match` is a header."""
        said = {"Authorization": f"Bearer {self._token}"} | {k.replace("_", "-"): v for k, v in headers.items()}
        sent = {"data": body} if isinstance(body, bytes) else {} if body is None else {"json": body}
        async with self._client.request(method, path, headers=said, **sent) as answer:  # type: ignore[arg-type]
            data = await answer.read()
            is_json = answer.content_type == "application/json" and data
            return Told(answer.status, await answer.json() if is_json else None, answer.headers, data)

    async def get(self, path: str) -> Told:
        return await self.ask("GET", path)

    async def post(self, path: str, body: Any = None, **headers: str) -> Told:
        return await self.ask("POST", path, body, **headers)


async def program(
    city: Simulated, client: Client, name: str, *roles: Role, scopes: Sequence[str] = SCOPES, tags: Sequence[str] = ()
) -> Program:
    """A program of a new person with these roles, whose token is for these scopes."""
    database, now = city.server.ground.database, city.clock.now
    key = people.digest(f"the link of {name}")
    invitation = people.Invitation(digest=key, roles=roles, by="console", until=now.replace(year=2099))
    await people.invite(database, invitation, Act(who="console", verb="invited", object=name), now)
    person = Person(
        id=f"{len(await people.everybody(database)):010x}",
        email=f"{name.lower()}@oras.ro",
        name=name,
        roles=roles,
        tags=tuple(tags),
        password="of nobody",
        added=now,
    )
    await people.add(database, person, key, now)
    return Program(client, await city.server.tokens.make(person, f"Program of {name}", scopes, 30), person)
