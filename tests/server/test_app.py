"""The table of routes: who may what, and that it is the router."""

import re
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from control_server import app
from control_server.app import ROUTES
from control_server.http.auth import Permission
from control_server.routes.route import Route
from tests.server.http.requests import basic
from tests.server.simulator import Simulated

Client = TestClient[web.Request, web.Application]
MakeClient = Callable[[web.Application], Awaitable[Client]]


def example(route: Route) -> str:
    """An address this route answers."""
    values = {"display": "gara", "slide": "anunt", "digest": "0" * 64, "file": "wall.css", "reader": "dataset"}
    values |= {
        "change": "0" * 10,
        "person": "0" * 10,
        "secret": "s" * 43,
        "step": "submit",
        "playlist": "toate",
        "campaign": "mereu",
    }
    values |= {"errand": "0" * 10, "deed": "answer"}
    values |= {"session": "0" * 10, "token": "0" * 10, "before": "0" * 64, "revision": "1"}
    values |= {"kind": "notice", "path": "slides/anunt.yaml", "part": "city"}
    if route.path.startswith("/studio"):
        values["file"] = "studio.css"
    return re.sub(r"\{(\w+):(?:[^{}]|\{[^{}]*\})*\}", lambda found: values[found[1]], route.path)


OPEN = (Permission.SEE, Permission.LOAD)
OF_PEOPLE = {
    Permission.EDIT,
    Permission.APPROVE,
    Permission.PUBLISH,
    Permission.UNDO,
    Permission.COMMENT,
    Permission.OWN,
    Permission.CONFIRM,
}
OF_PEOPLE |= {Permission.COMMAND, Permission.PEOPLE, Permission.AUDIT}
OF_API = [route for route in ROUTES if route.needs not in (*OPEN, *OF_PEOPLE) and not route.page]


@pytest.mark.parametrize("route", OF_API, ids=lambda r: f"{r.method} {r.path[:40]}")
async def test_only_who_may(city: Simulated, client: Client, token: dict[str, str], route: Route) -> None:
    own, other = basic(await city.server.enrolments.enrol("gara")), basic(await city.server.enrolments.enrol("piata"))
    wrong = {"Authorization": "Bearer " + "x" * 43}
    mine = {"Authorization": own["Authorization"][:-4] + "AAA="}
    allowed = own if route.needs is Permission.REPORT else token
    for headers in ({}, wrong, mine, other, token, own, {"Authorization": "Basic é"}, {"Authorization": "Basic !!"}):
        answer = await client.request(route.method, example(route), headers=headers)
        assert (answer.status == 401) == (headers != allowed), headers
        if answer.status == 401 and route.method != "HEAD":
            assert "expected" in (await answer.json())["error"]


@pytest.mark.parametrize("route", [r for r in ROUTES if r.needs in OPEN], ids=lambda r: f"{r.method} {r.path[:40]}")
async def test_who_needs_no_rights_gets_an_answer(client: Client, route: Route) -> None:
    async with client.request(route.method, example(route)) as answer:
        assert answer.status in (200, 404)
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("route", [r for r in ROUTES if r.method == "GET"], ids=lambda r: r.path[:40])
async def test_head_is_answered_as_get_is_without_the_body(
    city: Simulated, client: Client, token: dict[str, str], route: Route
) -> None:
    own = basic(await city.server.enrolments.enrol("gara")) if route.needs is Permission.REPORT else token
    async with client.get(example(route), headers=own) as got, client.head(example(route), headers=own) as head:
        assert head.status == got.status
        assert await head.read() == b""
        varying = {"Date", "Transfer-Encoding", *(["Content-Length"] if route.path == "/metrics" else [])}
        differing = {
            name for name in {*got.headers, *head.headers} - varying if got.headers.get(name) != head.headers.get(name)
        }
        assert differing <= {"Content-Length", "Content-Type"} if route.path == "/api/pack" else not differing


async def test_head_needs_the_permission_of_get(client: Client) -> None:
    assert (await client.head("/api/slides/anunt")).status == 401


def test_the_table_is_the_router(city: Simulated) -> None:
    router = app.application(city.server).router
    table = {(r.method, re.sub(r":(?:[^{}]|\{[^{}]*\})*\}", "}", r.path)) for r in ROUTES}
    routes = [(r.method, r.resource.canonical) for r in router.routes() if r.resource]
    assert sorted(routes) == sorted(table | {("HEAD", path) for method, path in table if method == "GET"})


@pytest.mark.parametrize("method", ["POST", "DELETE", "PATCH"])
async def test_another_method_is_refused(client: Client, token: dict[str, str], method: str) -> None:
    answer = await client.request(method, "/api/pack", headers=token)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET,HEAD,PUT")


SEEN = (
    "GET /|GET /displays/{display}|GET /displays/{display}/live|GET /displays/{display}/card|"
    "GET /displays/{display}/picture.png|GET /api/displays|GET /api/events|GET /api/displays/{display}/timeline|"
    "GET /api/displays/{display}/explanation|GET /api/displays/{display}/glass.png"
)
LOADED = "GET /static/{file}|GET /studio/static/{file}|GET /assets/{digest}|GET /programmes/{digest}|GET /healthz"
WATCHED = "GET /displays/{display}/calendar.ics|GET /api/checks|GET /metrics"
RIGHTS = {
    route: right
    for routes, right in ((SEEN, "SEE"), (LOADED, "LOAD"), (WATCHED, "WATCH"))
    for route in routes.split("|")
} | {
    "PUT /api/displays/{display}/glass": "REPORT",
    "GET /api/displays/{display}/manifest": "REPORT",
    "GET /api/displays/{display}/time": "REPORT",
    "PUT /api/displays/{display}/manifest": "REPORT",
    "POST /api/displays/{display}/enrolment": "ENROL",
    "DELETE /api/displays/{display}/enrolment": "ENROL",
    "GET /api/alerts": "WATCH",
    "POST /api/alerts": "EDIT",
    "POST /api/alerts/{change}/confirm": "CONFIRM",
    "POST /api/alerts/on/{slide}/end": "CONFIRM",
    "GET /api/slides/{slide}": "READ",
    "PUT /api/slides/{slide}": "CHANGE",
    "GET /api/pack": "READ",
    "HEAD /api/pack": "READ",
    "PUT /api/pack": "CHANGE",
    "POST /api/imports/{reader}": "CHANGE",
    "GET /api/alarms": "WATCH",
    "GET /api/progress": "READ",
    "GET /api/sources": "READ",
    "GET /api/openapi.json": "LOAD",
    "POST /api/displays/{display}/picture": "WATCH",
    "POST /api/displays/{display}/plan": "COMMAND",
    "POST /api/displays/{display}/restart": "COMMAND",
    "GET /api/slides": "READ",
    "GET /api/slides/{slide}/versions": "READ",
    "POST /api/readings": "EDIT",
    "GET /api/readings/{errand}": "EDIT",
    "DELETE /api/readings/{errand}": "EDIT",
    "POST /api/readings/{errand}/answer": "EDIT",
    "POST /api/readings/{errand}/keep": "EDIT",
    "GET /api/playlists": "READ",
    "GET /api/campaigns": "READ",
    "GET /api/people": "PEOPLE",
    "POST /api/people": "PEOPLE",
    "GET /api/people/{person}": "PEOPLE",
    "PUT /api/people/{person}/rights": "PEOPLE",
    "POST /api/people/{person}/disable": "PEOPLE",
    "POST /api/people/{person}/erase": "PEOPLE",
    "DELETE /api/people/{person}/sessions/{session}": "PEOPLE",
    "GET /api/account": "OWN",
    "DELETE /api/account/tokens/{token}": "OWN",
    "GET /api/audit": "AUDIT",
    "GET /api/reports/airtime": "READ",
    "GET /api/reports/airtime.csv": "READ",
    "GET /api/reports/plays.csv": "READ",
    "GET /api/reports/proof.jsonl": "READ",
    "GET /api/changes": "READ",
    "POST /api/changes": "EDIT",
    "GET /api/changes/{change}": "READ",
    "GET /api/changes/{change}/effect": "READ",
    "GET /api/changes/{change}/files": "READ",
    "PUT /api/changes/{change}/files": "EDIT",
    "GET /api/changes/{change}/files/{path}": "READ",
    "PUT /api/changes/{change}/files/{path}": "EDIT",
    "DELETE /api/changes/{change}/files/{path}": "EDIT",
    "GET /api/changes/{change}/conflicts": "READ",
    "POST /api/changes/{change}/conflicts": "EDIT",
    "POST /api/changes/{change}/comments": "COMMENT",
    "POST /api/changes/{change}/submit": "EDIT",
    "POST /api/changes/{change}/discard": "EDIT",
    "POST /api/changes/{change}/approve": "APPROVE",
    "POST /api/changes/{change}/return": "APPROVE",
    "POST /api/changes/{change}/publish": "PUBLISH",
    "POST /api/changes/{change}/look": "APPROVE",
    "POST /api/changes/{change}/undo": "UNDO",
    "POST /api/changes/{change}/restore": "EDIT",
    "POST /api/changes/{change}/revert": "EDIT",
    "GET /api/frames/{digest}": "READ",
    "GET /api/frames/{before}/{digest}": "READ",
    "GET /studio": "STUDIO",
    "GET /studio/alert": "STUDIO",
    "POST /studio/alert": "EDIT",
    "POST /studio/alert/preview": "EDIT",
    "GET /studio/alert/strip": "STUDIO",
    "POST /studio/alert/{change}/confirm": "CONFIRM",
    "POST /studio/alert/{change}/publish": "PUBLISH",
    "POST /studio/alert/{change}/discard": "EDIT",
    "POST /studio/alert/on/{slide}/end": "CONFIRM",
    "GET /studio/sign-in": "ENTER",
    "POST /studio/sign-in": "ENTER",
    "POST /studio/sign-out": "STUDIO",
    "GET /studio/join/{secret}": "ENTER",
    "POST /studio/join/{secret}": "ENTER",
    "GET /studio/reports": "STUDIO",
    "POST /studio/reports": "STUDIO",
    "GET /studio/reports/{errand}/progress": "STUDIO",
    "POST /studio/reports/{errand}/cancel": "STUDIO",
    "GET /studio/reports/airtime.csv": "STUDIO",
    "GET /studio/reports/airtime.pdf": "STUDIO",
    "GET /studio/reports/plays.csv": "STUDIO",
    "GET /studio/reports/proof.jsonl": "STUDIO",
    "GET /studio/screens": "STUDIO",
    "GET /studio/screens/{display}": "STUDIO",
    "POST /studio/screens/{display}/picture": "STUDIO",
    "POST /studio/screens/{display}/plan": "COMMAND",
    "POST /studio/screens/{display}/restart": "COMMAND",
    "POST /studio/screens/{display}/enrolment": "ENROL",
    "POST /studio/screens/{display}/end": "ENROL",
    "GET /studio/new-screen": "EDIT",
    "POST /studio/new-screen": "EDIT",
    "GET /studio/screens/{display}/settings": "STUDIO",
    "POST /studio/screens/{display}/settings": "EDIT",
    "GET /studio/settings": "STUDIO",
    "POST /studio/settings/{part}": "EDIT",
    "GET /studio/slides": "STUDIO",
    "GET /studio/slides/{slide}": "EDIT",
    "POST /studio/slides/{slide}": "EDIT",
    "POST /studio/slides/{slide}/preview": "EDIT",
    "GET /studio/campaigns": "EDIT",
    "POST /studio/campaigns": "EDIT",
    "GET /studio/campaigns/{campaign}": "STUDIO",
    "POST /studio/campaigns/{campaign}": "EDIT",
    "GET /studio/plan": "STUDIO",
    "POST /studio/plan/move": "EDIT",
    "POST /studio/plan/place": "EDIT",
    "POST /studio/plan/share": "EDIT",
    "GET /studio/playlists": "STUDIO",
    "POST /studio/playlists": "EDIT",
    "GET /studio/playlists/{playlist}": "STUDIO",
    "POST /studio/playlists/{playlist}": "EDIT",
    "GET /studio/source": "EDIT",
    "POST /studio/source": "EDIT",
    "GET /studio/source/{errand}": "EDIT",
    "GET /studio/source/{errand}/progress": "EDIT",
    "POST /studio/source/{errand}/preview": "EDIT",
    "POST /studio/source/{errand}/{deed}": "EDIT",
    "POST /studio/slides/{slide}/check": "EDIT",
    "GET /studio/slides/{slide}/history": "EDIT",
    "GET /studio/slides/{slide}/history/{revision}": "EDIT",
    "POST /studio/slides/{slide}/restore": "EDIT",
    "GET /studio/slides/{slide}/remove": "EDIT",
    "POST /studio/slides/{slide}/remove": "EDIT",
    "GET /studio/new-slide": "EDIT",
    "GET /studio/new-slide/{kind}": "EDIT",
    "POST /studio/new-slide/{kind}": "EDIT",
    "POST /studio/new-slide/{kind}/preview": "EDIT",
    "POST /studio/new-slide/{kind}/check": "EDIT",
    "GET /studio/pictures": "EDIT",
    "POST /studio/pictures": "EDIT",
    "GET /studio/frames/{digest}": "STUDIO",
    "GET /studio/frames/{before}/{digest}": "STUDIO",
    "GET /studio/review": "STUDIO",
    "GET /studio/changes/{change}": "STUDIO",
    "GET /studio/changes/{change}/outlook": "STUDIO",
    "POST /studio/changes/{change}/{step}": "STUDIO",
    "GET /studio/start": "STUDIO",
    "GET /studio/people": "PEOPLE",
    "POST /studio/people": "PEOPLE",
    "GET /studio/people/{person}": "PEOPLE",
    "POST /studio/people/{person}/rights": "PEOPLE",
    "POST /studio/people/{person}/disable": "PEOPLE",
    "POST /studio/people/{person}/erase": "PEOPLE",
    "POST /studio/people/{person}/sessions/{session}/end": "PEOPLE",
    "GET /studio/account": "STUDIO",
    "POST /studio/account/password": "STUDIO",
    "POST /studio/account/sessions/{session}/end": "STUDIO",
    "GET /studio/oidc": "ENTER",
    "GET /studio/oidc/back": "ENTER",
    "POST /studio/oidc/signed-out.json": "TELL",
    "POST /studio/passkeys/options.json": "ENTER",
    "POST /studio/passkeys/sign-in.json": "ENTER",
    "POST /studio/passkeys/prove.json": "STUDIO",
    "POST /studio/account/passkeys/options.json": "STUDIO",
    "POST /studio/account/passkeys.json": "STUDIO",
    "POST /studio/account/passkeys/remove": "STUDIO",
    "POST /studio/account/tokens": "STUDIO",
    "POST /studio/account/tokens/{token}/end": "STUDIO",
    "GET /studio/audit": "AUDIT",
    "GET /studio/audit.json": "AUDIT",
}
"""Written out once more: a right that is given away by mistake is seen here."""


def named(route: Route) -> str:
    """The route as the table above has it."""
    return f"{route.method} {re.sub(r':(?:[^{}]|[{][^{}]*[}])*[}]', '}', route.path)}"


def test_every_route_needs_the_permission_that_was_decided_for_it() -> None:
    plain = {named(route): route.needs.name for route in ROUTES}
    assert plain == RIGHTS
