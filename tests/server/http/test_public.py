"""What strangers learn: the table of it crossed with the table of routes, and no secret in any answer to them."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from content import wire
from control_server import app
from control_server.app import ROUTES
from control_server.http import public
from control_server.http.auth import Permission
from control_server.http.public import LOADED, PUBLIC
from control_server.routes.route import Route
from control_server.storage import displays
from tests.server.http.requests import basic
from tests.server.simulator import PACK, START, Clock, Simulated, glass, picture, simulated, slide
from tests.server.test_app import example

Client = TestClient[web.Request, web.Application]
MakeClient = Callable[..., Awaitable[Client]]

EMBARGOED = slide("Bugetul secret") + b"not_before: 2026-12-01T08:00\n"
LATER = b"""campaigns:
  - {id: mereu, playlist: toate}
  - {id: surpriza, playlist: viitor, from: 2026-12-01, priority: 5}
"""
SECRETS = {
    "what comes": "Bugetul secret",
    "a slide that comes": "secretul",
    "a campaign that comes": "surpriza",
    "a refusal": "a forged one",
    "a finding": "has the headline",
    "another finding": "avertisment",
    "a version": "9.1.7-player",
}


def plain(path: str) -> str:
    return re.sub(r":(?:[^{}]|[{][^{}]*[}])*[}]", "}", path)


def test_every_open_route_says_in_the_table_what_anyone_is_given() -> None:
    assert {plain(route.path) for route in ROUTES if route.needs is Permission.SEE} == PUBLIC.keys()
    assert {plain(route.path) for route in ROUTES if route.needs is Permission.LOAD} == LOADED.keys()


@pytest.fixture
async def secretive(city: Simulated) -> Simulated:
    """Its city has what nobody may learn yet, a warning, and a display that fares badly."""
    await city.publish(
        {
            **PACK,
            "slides/secretul.yaml": EMBARGOED,
            "slides/anunt.yaml": slide("Anunt important"),
            "playlists.yaml": b"playlists: [{id: toate, slides: [anunt, secretul]}, {id: viitor, slides: [secretul]}]",
            "campaigns.yaml": LATER,
        }
    )
    assert city.published.findings
    asset = city.published.programme("gara").frames["anunt"]["ro"].asset
    await city.says(
        wire.Status(
            display="gara",
            online=True,
            adopted=(1, 1),
            rejected="a forged one",
            version="9.1.7-player",
            glass=glass(1, START, matches=False, asset=asset),
        )
    )
    await city.pictured(picture(1), glass(1, START, asset=asset))
    since = START - timedelta(minutes=5)
    play = wire.Play(
        number=1,
        slide="anunt",
        lang="ro",
        campaign="mereu",
        asset=asset,
        since=since,
        until=since + timedelta(minutes=1),
    )
    await displays.add_plays(city.server.ground.database, [displays.PlaysOf(display="gara", plays=(play,))])
    return city


@pytest.fixture
async def stranger(secretive: Simulated, aiohttp_client: MakeClient) -> Client:
    return await aiohttp_client(app.application(secretive.server))


QUERIES = (
    "",
    "?tile",
    "?lang=ro",
    "?at=2026-11-23T11:55:30",
    "?at=2026-12-01T09:00",
    "?from=2026-12-01T08:00&to=2026-12-01T09:00",
    "?from=2026-11-23T11:00&to=2026-12-01T09:00",
    "?from=2026-11-23T11:00",
    "?state=trouble",
    "?q=gara",
)
COMING = {
    "/displays/{display}": QUERIES[4:5],
    "/displays/{display}/live": QUERIES[4:5],
    "/displays/{display}/picture.png": QUERIES[4:5],
    "/api/displays/{display}/explanation": QUERIES[4:5],
    "/api/displays/{display}/timeline": QUERIES[5:7],
    "/": QUERIES[8:9],
    "/api/displays": QUERIES[8:9],
}
"""Route → the queries that ask for what is for staff."""
DESCRIBED = ("/api/openapi.json",)
"""Says which fields there are, and nothing of any display."""
STREAMED = ("/api/events",)


@pytest.mark.parametrize("route", [r for r in ROUTES if r.method == "GET"], ids=lambda r: plain(r.path))
async def test_no_answer_to_a_stranger_has_what_is_for_staff(
    secretive: Simulated, stranger: Client, route: Route
) -> None:
    if route.path in STREAMED:
        return
    digests = {
        digest
        for programme in secretive.published.programmes.values()
        for digest in [*programme.programme.assets, sha(programme.data)]
    }
    for query in QUERIES:
        async with stranger.get(example(route) + query, allow_redirects=False) as answer:
            heads = " ".join(answer.headers.values())
            text = (await answer.read()).decode(errors="replace") + heads
            assert [what for what, words in SECRETS.items() if words in text] == [], (query, text)
            assert [digest for digest in digests if digest in text] == [], query
            assert route.path in DESCRIBED or not re.search(
                r'"(adopted|wanted|rejected|rivals|heard|seen|matches|asset)"', text
            ), query
            if query in COMING.get(plain(route.path), ()):
                assert answer.status == 401, query


async def test_staff_are_told_all_of_it(secretive: Simulated, staff: Client) -> None:
    pages = [await (await staff.get(path)).text() for path in ("/", "/displays/gara?at=2026-12-01T09:00")]
    pages.append(await (await staff.get("/api/displays")).text())
    told = " ".join(pages)
    left_out = {"a finding"}  # begins with a capital there
    assert [what for what, words in SECRETS.items() if words not in told and what not in left_out] == ["a version"]


async def test_the_fields_of_a_card_are_those_of_the_table(stranger: Client) -> None:
    gara, piata = await (await stranger.get("/api/displays")).json()
    assert gara.keys() == {*public.CARD, "panel", "glass", "pictured"}
    assert gara["glass"].keys() == gara["pictured"].keys() == set(public.GLASS)
    assert gara["panel"].keys() == set(public.PANEL)
    assert (piata["glass"], piata["online"], gara["online"]) == (None, False, True)


async def test_a_former_picture_is_the_one_that_was_on_the_glass(secretive: Simulated, stranger: Client) -> None:
    asset = secretive.published.programme("gara").frames["anunt"]["ro"].asset
    answer = await stranger.get("/displays/gara/picture.png?at=2026-11-23T11:55:30")
    assert (answer.status, await answer.read()) == (200, secretive.server.surroundings.blobs.path(asset).read_bytes())
    assert (await stranger.get("/displays/gara/picture.png?at=2026-11-23T11:00")).status == 404
    page = await (await stranger.get("/displays/gara?at=2026-11-23T11:55:30")).text()
    assert "s-a văzut în română de la 11:55 până la 11:56" in page.replace("\u00a0", " ")
    later = await stranger.get("/displays/gara?at=2026-11-24T08:00")
    assert later.status == 401 and "Ce urmează se află când se vede" in await later.text()


async def test_strangers_are_not_told_of_plans(secretive: Simulated, stranger: Client) -> None:
    async with stranger.get("/api/events?displays=gara&counts") as stream:
        assert await stream.content.readuntil(b"\n\n") == b"retry: 2000\n\n"
        await secretive.put_slide("anunt", slide("Podul se deschide"))
        assert (await stream.content.readuntil(b"\n\n")).startswith(b"event: display\ndata: gara\nid: ")


async def test_displays_fetch_their_own_without_more_rights_than_before(secretive: Simulated, stranger: Client) -> None:
    own = basic(await secretive.server.enrolments.enrol("gara"))
    manifest = await stranger.get("/api/displays/gara/manifest", headers=own)
    assert manifest.status == 200
    for digest, programme in secretive.published.programmes.items():
        assert (await stranger.get(f"/programmes/{digest}")).status == 200
        for asset in programme.programme.assets:
            assert (await stranger.get(f"/assets/{asset}")).status == 200
    assert "wanted" not in await (await stranger.get("/api/displays", headers=own)).text()


def sha(data: bytes) -> str:
    return sha256(data).hexdigest()


def test_a_glass_that_is_not_there_is_nothing() -> None:
    assert public.of_glass(None) is None
    shown = public.of_glass(glass(1, START))
    assert shown and msgspec.json.encode(shown).count(b"0" * 64) == 0


async def test_a_closed_wall_shows_strangers_the_door(tmp_path: Path, clock: Clock, aiohttp_client: MakeClient) -> None:
    async with simulated(tmp_path, clock, public_wall=False) as city:
        await city.publish(PACK)
        client = await aiohttp_client(app.application(city.server))
        token = {"Authorization": f"Bearer {city.server.token}"}
        for route in (route for route in ROUTES if route.needs is Permission.SEE):
            answer = await client.get(example(route), allow_redirects=False)
            assert answer.status == 401, route
            browser = await client.get(example(route), headers={"Accept": "text/html"}, allow_redirects=False)
            assert (browser.status, browser.headers["Location"][:15]) == (303, "/studio/sign-in"), route
            if route.path not in STREAMED:
                assert (await client.get(example(route), headers=token)).status in (200, 404)
        assert (await client.get("/healthz")).status == 200
        assert (await client.get("/static/wall.css")).status == 200
        asset = city.published.programme("gara").frames["anunt"]["ro"].asset
        assert (await client.get(f"/assets/{asset}")).status == 200


async def test_strangers_are_told_that_nobody_approved_what_they_see_and_not_what_waits_otherwise(
    secretive: Simulated, stranger: Client
) -> None:
    desk, hint = secretive.server.desk, "încă nu l-a privit altcineva"
    coming = await desk.begin(
        "person:ana", "Surpriza", {"slides/secretul.yaml": EMBARGOED.replace(b"secret", b"ascuns")}
    )
    await desk.publish_unreviewed(coming.id, "person:ana", "avarie")
    secretive.clock.forward(seconds=2)
    pages = [await (await stranger.get(path)).text() for path in ("/", "/displays/gara", "/displays/gara/card")]
    assert [page for page in pages if hint in page] == []
    shown = await desk.begin("person:ana", "Podul", {"slides/anunt.yaml": slide("Alt anunt")})
    await desk.publish_unreviewed(shown.id, "person:ana", "avarie")
    secretive.clock.forward(seconds=2)
    asset = secretive.published.programme("gara").frames["anunt"]["ro"].asset
    await secretive.says(wire.Status(display="gara", online=True, glass=glass(2, START, asset=asset)))
    pages = [await (await stranger.get(path)).text() for path in ("/", "/displays/gara", "/displays/gara/card")]
    assert [page for page in pages if hint not in page] == []
    cards = await (await stranger.get("/api/displays")).json()
    assert [each["unreviewed"] for each in cards] == [True, False]
