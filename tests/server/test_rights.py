"""Every route, asked by everybody: each role, the API token, displays and strangers; from here and from other sites.

What is expected is written out once more, as sets of who may. A route that the table of `test_app` lacks fails here.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from control_server.app import ROUTES
from control_server.routes.route import Route
from control_server.storage import people
from control_server.storage.audit import Act
from control_server.storage.ground import Ground
from control_server.storage.people import Person, Role, Session
from control_server.storage.tokens import SCOPES
from tests.server.http.requests import basic
from tests.server.simulator import Simulated
from tests.server.test_app import RIGHTS, example, named

Client = TestClient[web.Request, web.Application]
Headers = Mapping[str, str]

PEOPLE = frozenset(people.ROLES)
PROGRAMS = frozenset(f"program of {role}" for role in people.ROLES)
"""Programs with a token for everything of somebody with that role."""
EVERYBODY = frozenset({"nobody", "token", "own display", "other display", "reader of publisher"}) | PEOPLE | PROGRAMS


def with_programs(*roles: str) -> frozenset[str]:
    """These, and programs with a token for everything of theirs."""
    return frozenset({*roles, *(f"program of {role}" for role in roles)})


MAY: dict[str, frozenset[str]] = {
    "LOAD": EVERYBODY,
    "SEE": EVERYBODY,
    "WATCH": PEOPLE | PROGRAMS | {"token", "reader of publisher"},
    "ENTER": EVERYBODY,
    "TELL": EVERYBODY,
    "READ": PEOPLE | PROGRAMS | {"token", "reader of publisher"},
    "CHANGE": frozenset({"token", "program of publisher"}),
    "ENROL": frozenset({"token", "technician", "program of technician"}),
    "REPORT": frozenset({"own display"}),
    "STUDIO": PEOPLE,
    "COMMAND": with_programs("technician", "publisher"),
    "EDIT": with_programs("author", "publisher"),
    "APPROVE": with_programs("approver"),
    "PUBLISH": with_programs("publisher"),
    "CONFIRM": with_programs("approver", "publisher"),
    "UNDO": with_programs("approver", "author", "publisher"),
    "COMMENT": PEOPLE | PROGRAMS,
    "AUDIT": with_programs("auditor", "administrator"),
    "PEOPLE": with_programs("administrator"),
    "OWN": PEOPLE | PROGRAMS | {"reader of publisher"},
}
"""Who may what; pages only people."""
STEPS = {
    "submit": "EDIT",
    "discard": "EDIT",
    "approve": "APPROVE",
    "return": "APPROVE",
    "publish": "PUBLISH",
    "look": "APPROVE",
    "undo": "UNDO",
    "comment": "COMMENT",
    "merge": "EDIT",
    "restore": "EDIT",
    "revert": "EDIT",
    "burn": "nobody's",
}
"""The steps of a change have rights of their own, and one that is none is nobody's."""
HERE: Headers = {"Sec-Fetch-Site": "same-origin"}
ELSEWHERE: tuple[Headers, ...] = (
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "null"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://127.0.0.1:1", "Referer": "http://127.0.0.1/studio"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1"},
)
"""What a browser says of a form that another site's page sends, or what is no browser."""


class Case(NamedTuple):
    """One address of a route and the right that was decided for it."""

    route: Route
    address: str
    right: str


def cases() -> Iterator[Case]:
    for route in ROUTES:
        address, right = example(route), RIGHTS[named(route)]
        if not route.path.endswith("{step:[a-z]+}"):
            yield Case(route, address, right)
            continue
        for step, own in STEPS.items():
            yield Case(route, address.replace("/submit", f"/{step}"), own)


class Callers:
    """Gives everybody what they prove themselves with, anew for each request: a route may end it."""

    def __init__(self, city: Simulated) -> None:
        self._city, self._count = city, 0
        self.tokens: dict[str, str] = {}

    async def headers(self, who: str) -> dict[str, str]:
        if who == "nobody":
            return {}
        if who == "token":
            return {"Authorization": f"Bearer {self._city.server.token}"}
        if who.endswith("display"):
            display = "gara" if who == "own display" else "piata"
            return dict(basic(await self._city.server.enrolments.enrol(display)))
        if " of " in who:
            return {"Authorization": f"Bearer {self.tokens[who]}"}
        return {"Cookie": f"afisier={await self._session(self._city.server.ground, who)}"}

    async def _session(self, ground: Ground, who: str) -> str:
        now, self._count = ground.clock(), self._count + 1
        secret = f"{self._count:043}"
        session = Session(
            digest=people.digest(secret), person=who, began=now, seen=now, proved=now, address="", browser=""
        )
        await people.begin(ground.database, session, Act(who=f"person:{who}", verb="signed in", object=who))
        return secret


async def joined(city: Simulated, role: Role, now: datetime) -> None:
    """Somebody of that role, who has its name as their id."""
    database = city.server.ground.database
    invitation = people.Invitation(digest=role, roles=(role,), by="console", until=now.replace(year=2099))
    await people.invite(database, invitation, Act(who="console", verb="invited", object=role), now)
    person = Person(id=role, email=f"{role}@oras.ro", name=role, roles=(role,), password="of nobody", added=now)
    await people.add(database, person, role, now)


async def status(client: Client, case: Case, headers: Headers) -> str:
    """`reached`, or how it was refused."""
    request = client.request(case.route.method, case.address, headers=headers, allow_redirects=False)
    async with request as answer:
        if answer.status == 303 and answer.headers["Location"].startswith("/studio/sign-in?"):
            return "door"
        assert answer.status != 500, case
        return {401: "unknown", 403: "forbidden"}.get(answer.status, "reached")


def allowed(case: Case) -> frozenset[str]:
    """Programs have no pages but the door."""
    may = MAY.get(case.right, frozenset())
    return may & PEOPLE if case.route.page and case.right not in ("LOAD", "ENTER", "TELL") else may


def expected(case: Case, who: str) -> str:
    if who in allowed(case):
        return "reached"
    if who in PEOPLE or " of " in who:
        return "forbidden"
    return "door" if case.route.path.startswith("/studio") and case.route.method == "GET" else "unknown"


@pytest.fixture
async def callers(city: Simulated) -> Callers:
    for role in people.ROLES:
        await joined(city, role, city.clock.now)
    callers = Callers(city)
    for person in await people.everybody(city.server.ground.database):
        callers.tokens[f"program of {person.id}"] = await city.server.tokens.make(person, "Program", SCOPES, 30)
        callers.tokens[f"reader of {person.id}"] = await city.server.tokens.make(person, "Reader", ["read"], 30)
    return callers


async def test_everybody_reaches_what_they_may_and_nothing_else(client: Client, callers: Callers) -> None:
    wrong = []
    for case in cases():
        for who in sorted(EVERYBODY):
            seen = await status(client, case, {**await callers.headers(who), **HERE})
            if seen != expected(case, who):
                wrong.append(f"{case.route.method} {case.address} by {who}: {seen}, expected {expected(case, who)}")
    assert wrong == []


async def test_what_changes_something_is_taken_from_pages_of_this_server_only(client: Client, callers: Callers) -> None:
    wrong = []
    for case in cases():
        who = next(iter(sorted(PEOPLE & MAY.get(case.right, frozenset()))), None)
        if case.route.method in ("GET", "HEAD") or who is None:
            continue
        for site in ELSEWHERE:
            if (seen := await status(client, case, {**await callers.headers(who), **site})) != "forbidden":
                wrong.append(f"{case.route.method} {case.address} by {who} from {site}: {seen}")
    assert wrong == []
