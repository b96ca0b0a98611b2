"""The API as programs and displays meet it: rights from the table of routes, answers, limits, headers."""

import asyncio
import base64
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from aiohttp import web
from aiohttp.test_utils import TestClient

from config import settings
from config.settings import Enrolment
from content import wire
from content.wire import dsse
from control_server import app
from control_server.app import ROUTES, Route
from control_server.http.answers import MAX_GLASS, MAX_SLIDE
from control_server.http.auth import Permission
from control_server.publishing.published import Published
from tests.server.simulator import PACK, TOO_LONG, Clock, Simulated, glass, picture, simulated, slide

Client = TestClient[web.Request, web.Application]
MakeClient = Callable[[web.Application], Awaitable[Client]]


@pytest.fixture
async def client(city: Simulated, aiohttp_client: MakeClient) -> Client:
    return await aiohttp_client(app.application(city.server))


@pytest.fixture
def token(city: Simulated) -> dict[str, str]:
    """The API token, and for writes: whatever is there may be replaced."""
    return {"Authorization": f"Bearer {city.server.token}", "If-Match": "*"}


def basic(enrolment: Enrolment) -> dict[str, str]:
    words = f"{enrolment.display}:{enrolment.password}"
    return {"Authorization": f"Basic {base64.b64encode(words.encode()).decode()}"}


def example(route: Route) -> str:
    """An address this route answers."""
    values = {"display": "gara", "slide": "anunt", "digest": "0" * 64, "file": "wall.css", "reader": "dataset"}
    return re.sub(r"\{(\w+):(?:[^{}]|\{[^{}]*\})*\}", lambda found: values[found[1]], route.path)


# --- rights --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "route", [r for r in ROUTES if r.needs is not Permission.SEE], ids=lambda r: f"{r.method} {r.path[:40]}"
)
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


@pytest.mark.parametrize(
    "route", [r for r in ROUTES if r.needs is Permission.SEE], ids=lambda r: f"{r.method} {r.path[:40]}"
)
async def test_who_needs_no_rights_gets_an_answer(client: Client, route: Route) -> None:
    async with client.request(route.method, example(route)) as answer:
        assert answer.status in (200, 404)
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_table_is_the_router(city: Simulated) -> None:
    router = app.application(city.server).router
    assert {(r.method, r.resource.canonical) for r in router.routes() if r.resource} == {
        (r.method, re.sub(r":(?:[^{}]|\{[^{}]*\})*\}", "}", r.path)) for r in ROUTES
    }
    assert len(router.routes()) == len(ROUTES)


@pytest.mark.parametrize("method", ["POST", "DELETE", "PATCH"])
async def test_another_method_is_refused(client: Client, token: dict[str, str], method: str) -> None:
    answer = await client.request(method, "/api/pack", headers=token)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET,HEAD,PUT")


# --- slides --------------------------------------------------------------------------------------------------------


async def test_a_slide_is_changed_in_yaml(city: Simulated, client: Client, token: dict[str, str]) -> None:
    body = slide("Podul e inchis")
    answer = await client.put("/api/slides/anunt", data=body, headers=token)
    assert answer.status == 200
    assert await answer.json() == {"revision": 2, "displays": {"gara": [1, 2], "piata": [1, 2]}, "warnings": []}
    kept = await client.get("/api/slides/anunt", headers=token)
    assert (await kept.read(), kept.content_type) == (body, "application/yaml")


async def test_warnings_come_with_the_answer_and_stay_to_be_read(
    city: Simulated, client: Client, token: dict[str, str]
) -> None:
    answer = await client.put("/api/slides/anunt", data=slide("Anunt important"), headers=token)
    assert answer.status == 200
    (warning,) = (await answer.json())["warnings"]
    assert (warning["code"], warning["where"]) == ("topic", "slides/anunt.yaml:$.title.ro")
    kept = await client.get("/api/checks")
    assert await kept.json() == {"revision": 2, "findings": [warning]}
    await client.put("/api/slides/anunt", data=slide("Podul se inchide"), headers=token)
    assert await (await client.get("/api/checks")).json() == {"revision": 3, "findings": []}


async def test_a_slide_is_changed_in_json(city: Simulated, client: Client, token: dict[str, str]) -> None:
    value = {
        "kind": "notice",
        "title": {"ro": "Da"},
        "body": {"ro": "no: 06:00, „așa\u201d 😀"},
        "expires": "2027-01-02",
    }
    answer = await client.put("/api/slides/anunt", json=value, headers=token)
    assert answer.status == 200, await answer.text()
    kept = await client.get("/api/slides/anunt", headers={**token, "Accept": "application/json"})
    assert await kept.json() == value


async def test_a_refused_slide_says_where_and_changes_nothing(
    city: Simulated, client: Client, token: dict[str, str]
) -> None:
    before = city.published.versions()
    answer = await client.put("/api/slides/anunt", data=slide(TOO_LONG), headers=token)
    found = await answer.json()
    assert answer.status == 422
    assert {f["display"] for f in found["findings"]} == {"gara", "piata"}
    assert found["findings"][0] | {"display": None} == {
        "level": "error",
        "code": "fit",
        "where": "slides/anunt.yaml",
        "message": "the title does not fit",
        "display": None,
        "lang": "ro",
        "fix": None,
    }
    assert city.published.versions() == before
    assert (await client.get("/api/slides/anunt", headers=token)).status == 200


DEEP = [b'{"a":' + b"[" * 900 + b"]" * 900 + b"}", b"[" * 100_000, b'{"a":' * 100_000]


@pytest.mark.parametrize("body", DEEP, ids=["900 deep", "lists", "objects"])
@pytest.mark.parametrize("kind", ["application/json", "application/yaml"])
@pytest.mark.parametrize("path", ["/api/slides/anunt", "/api/pack"])
async def test_what_is_nested_too_deep_is_refused(
    client: Client, token: dict[str, str], path: str, kind: str, body: bytes
) -> None:
    answer = await client.put(path, data=body, headers={**token, "Content-Type": kind})
    assert answer.status == 422, await answer.text()


async def answered(client: Client, head: str, body: bytes) -> int:
    """The status of a request whose header the client library would not send."""
    assert client.port is not None
    reader, writer = await asyncio.open_connection(client.host, client.port)
    length = f"Host: a\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write((head + length).encode("latin-1") + body)
    status = int((await reader.readline()).split()[1])
    writer.close()
    return status


async def test_headers_that_are_no_text_are_refused(city: Simulated, client: Client) -> None:
    assert await answered(client, "PUT /api/pack HTTP/1.1\r\nAuthorization: Bearer \xff\r\n", b"") == 401
    own = basic(await city.server.enrolments.enrol("gara"))["Authorization"]
    head = f"PUT /api/displays/gara/glass HTTP/1.1\r\nAuthorization: {own}\r\nX-Glass: \xff\r\n"
    assert await answered(client, head, picture(5, (1280, 720))) == 422


@pytest.mark.parametrize("name", ["..%2Fcity", "A", "-a", "a" * 65, "a.b", "%00"])
async def test_a_slide_id_is_an_id(client: Client, token: dict[str, str], name: str) -> None:
    assert (await client.put(f"/api/slides/{name}", data=b"", headers=token)).status == 404


async def test_a_slide_has_a_size(client: Client, token: dict[str, str]) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(MAX_SLIDE // 10_000 + 1):
            yield b"#" * 10_000

    assert (await client.put("/api/slides/a", data=b"#" * (MAX_SLIDE + 1), headers=token)).status == 413
    assert (await client.put("/api/slides/a", data=endless(), headers=token)).status == 413


# --- the pack ------------------------------------------------------------------------------------------------------


def packed(files: dict[str, bytes]) -> dict[str, str]:
    return {path: base64.b64encode(body).decode() for path, body in files.items()}


async def test_the_pack_is_replaced(city: Simulated, client: Client, token: dict[str, str]) -> None:
    files = {**PACK, "slides/anunt.yaml": slide("Altceva")}
    answer = await client.put("/api/pack", json=packed(files), headers=token)
    assert (answer.status, (await answer.json())["revision"]) == (200, 2)
    assert city.server.publisher.published.files == files


@pytest.mark.parametrize("path", ["../etc/passwd", "/etc/passwd", "a/../b", ".git/config", "a\x00b", "ș.yaml", ""])
async def test_a_pack_has_tame_paths(city: Simulated, client: Client, token: dict[str, str], path: str) -> None:
    answer = await client.put("/api/pack", json=packed({**PACK, path: b"x"}), headers=token)
    assert answer.status == 422
    assert city.server.publisher.published.files == PACK


@pytest.mark.parametrize("body", [b"", b"[]", b'{"a": 1}', b'{"a": "%"}', b"\xff"])
async def test_what_is_no_pack_is_refused(client: Client, token: dict[str, str], body: bytes) -> None:
    answer = await client.put("/api/pack", data=body, headers=token)
    assert answer.status == 422
    assert "path" in (await answer.json())["error"]


async def test_a_full_disk_is_507(city: Simulated, client: Client, token: dict[str, str]) -> None:
    async with city.server.ground.database.engine.connect() as connection:
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar()
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    long = {**PACK, "media/plan.csv": b"x" * 1_000_000}
    answer = await client.put("/api/pack", json=packed(long), headers=token)
    assert answer.status == 507
    assert "disk is full" in (await answer.json())["error"]
    assert city.server.publisher.published.files == PACK


# --- displays ------------------------------------------------------------------------------------------------------


async def test_a_display_fetches_its_manifest_once(city: Simulated, client: Client) -> None:
    headers = basic(await city.server.enrolments.enrol("gara"))
    first = await client.get("/api/displays/gara/manifest", headers=headers)
    envelope = await first.read()
    keys = [city.server.ground.signer.public_key]
    assert wire.decode(dsse.verify(envelope, "manifest", keys), wire.Manifest, "").display == "gara"
    assert first.headers["ETag"] == f'"{sha256(envelope).hexdigest()}"'
    headers["If-None-Match"] = first.headers["ETag"]
    assert (await client.get("/api/displays/gara/manifest", headers=headers)).status == 304
    await city.put_slide("anunt", slide("Altceva"))
    assert (await client.get("/api/displays/gara/manifest", headers=headers)).status == 200


async def test_an_enrolment_file_is_one(city: Simulated, client: Client, token: dict[str, str], tmp_path: Path) -> None:
    answer = await client.post("/api/displays/gara/enrolment", headers=token)
    path = tmp_path / "enrolment.yaml"
    path.write_bytes(await answer.read())
    found = settings.read(path, Enrolment)
    assert (found.display, found.site, found.width, found.height) == ("gara", "oras", 1280, 720)
    assert found.public_key() == city.server.ground.signer.public_key
    assert (await client.get("/api/displays/gara/manifest", headers=basic(found))).status == 200


async def test_a_new_enrolment_ends_the_former(city: Simulated, client: Client) -> None:
    former, present = await city.server.enrolments.enrol("gara"), await city.server.enrolments.enrol("gara")
    assert (await client.get("/api/displays/gara/manifest", headers=basic(former))).status == 401
    assert (await client.get("/api/displays/gara/manifest", headers=basic(present))).status == 200


async def test_an_unknown_display_is_one_sentence(client: Client, token: dict[str, str]) -> None:
    answer = await client.post("/api/displays/nicaieri/enrolment", headers=token)
    assert answer.status == 404
    assert "expected one of: gara, piata" in (await answer.json())["error"]


async def test_the_list_says_what_the_glass_shows(city: Simulated, client: Client, clock: Clock) -> None:
    shown = city.glass(3, clock.now)
    await city.says(wire.Status(display="gara", online=True, at=clock.now, adopted=(1, 1), glass=shown))
    gara, piata = await (await client.get("/api/displays")).json()
    assert (gara["id"], gara["online"], gara["adopted"], gara["wanted"]) == ("gara", True, [1, 1], [1, 1])
    assert (gara["headline"], gara["kind"], gara["glass"]["count"]) == ("Podul se inchide", "notice", 3)
    assert len(gara["next"]) == 3 and gara["next"][0]["slide"] == "anunt"
    assert (piata["online"], piata["glass"], piata["adopted"]) == (False, None, None)


# --- the glass -----------------------------------------------------------------------------------------------------


async def test_a_picture_of_the_glass_is_kept_and_shown(city: Simulated, client: Client, clock: Clock) -> None:
    headers = basic(await city.server.enrolments.enrol("gara"))
    headers["X-Glass"] = wire.encode(glass(9, clock.now)).decode()
    assert (await client.get("/api/displays/gara/glass.png")).status == 404
    answer = await client.put("/api/displays/gara/glass", data=picture(5, (1280, 720)), headers=headers)
    assert answer.status == 204
    shown = await client.get("/api/displays/gara/glass.png")
    assert (await shown.read(), shown.content_type) == (picture(5, (1280, 720)), "image/png")
    kept = city.server.fleet.pictures["gara"].glass
    assert kept == glass(9, clock.now)


BOMB = (
    b"\x89PNG\r\n\x1a\n"
    + bytes.fromhex("0000000d49484452")
    + (100_000).to_bytes(4, "big") * 2
    + b"\x08\x02\x00\x00\x00"
)


@pytest.mark.parametrize(
    "body",
    [b"", b"GIF89a", b"<svg/>", picture(1)[:-30], picture(1, (1281, 720)), BOMB, picture(1, (1280, 720))[:200]],
    ids=["empty", "gif", "svg", "cut", "too wide", "bomb", "half"],
)
async def test_what_is_no_picture_of_this_glass_is_refused(city: Simulated, client: Client, body: bytes) -> None:
    headers = basic(await city.server.enrolments.enrol("gara"))
    assert (await client.put("/api/displays/gara/glass", data=body, headers=headers)).status == 422
    assert city.server.fleet.pictures == {}


async def test_a_picture_has_a_size(city: Simulated, client: Client) -> None:
    headers = basic(await city.server.enrolments.enrol("gara"))
    answer = await client.put("/api/displays/gara/glass", data=b"x" * (MAX_GLASS + 1), headers=headers)
    assert answer.status == 413


# --- assets --------------------------------------------------------------------------------------------------------


async def test_an_asset_is_immutable_and_can_be_resumed(city: Simulated, client: Client) -> None:
    asset, size = next(iter(city.server.publisher.published.manifests["gara"].assets.items()))
    whole = await client.get(f"/assets/{asset}")
    data = await whole.read()
    assert sha256(data).hexdigest() == asset and len(data) == size
    assert "immutable" in whole.headers["Cache-Control"] and whole.content_type == "image/png"
    rest = await client.get(f"/assets/{asset}", headers={"Range": "bytes=10-"})
    assert (rest.status, await rest.read()) == (206, data[10:])
    assert (await client.get(f"/assets/{asset}", headers={"Range": f"bytes={size}-"})).status == 416


@pytest.mark.parametrize("name", ["0" * 64, "0" * 63, "A" * 64, "..%2F..%2Ftoken", "../signing-key.pem"])
async def test_nothing_else_is_served(client: Client, name: str) -> None:
    assert (await client.get(f"/assets/{name}")).status == 404


# --- health and events ---------------------------------------------------------------------------------------------


async def test_health_is_what_it_says(city: Simulated, client: Client) -> None:
    well = await client.get("/healthz")
    assert (well.status, await well.json()) == (200, {"database": "ok", "broker": "ok", "workers": "ok"})
    city.link.up = False
    ill = await client.get("/healthz")
    assert (ill.status, (await ill.json())["broker"]) == (503, "is not connected")


async def test_while_the_first_pack_is_drawn_it_is_starting_and_says_how_far_it_is(
    tmp_path: Path, clock: Clock, aiohttp_client: MakeClient
) -> None:
    async with simulated(tmp_path / "empty", clock) as empty:
        client = await aiohttp_client(app.application(empty.server))
        assert (await client.get("/healthz")).status == 200
        seen: list[tuple[int, str]] = []

        async def look() -> None:
            answer = await client.get("/healthz")
            seen.append((answer.status, (await answer.json())["publishing"]))

        empty.pages.meanwhile = look
        await empty.publish(PACK)
        ((status, sentence),) = seen
        assert status == 503 and re.fullmatch("starting: [0-4] of 5 frames drawn", sentence)
        answer = await client.get("/healthz")
        assert (answer.status, "publishing" in await answer.json()) == (200, False)


async def test_metrics_count(city: Simulated, client: Client, clock: Clock) -> None:
    await city.says(wire.Status(display="gara", online=True, glass=glass(1, clock.now, matches=False)))
    text = await (await client.get("/metrics")).text()
    for line in (
        'afisier_displays{presence="online"} 1.0',
        'afisier_displays{presence="offline"} 1.0',
        'afisier_glass_total{matches="false"} 1.0',
        'afisier_frames_total{origin="drawn"} 5.0',
        "afisier_manifests_total 2.0",
        "afisier_publish_seconds_count 1.0",
    ):
        assert line in text.splitlines()


async def test_events_name_the_display_that_changed(city: Simulated, client: Client, clock: Clock) -> None:
    async with client.get("/api/events") as stream:
        assert stream.content_type == "text/event-stream"
        assert await stream.content.readuntil(b"\n\n") == b"retry: 2000\n\n"
        await city.says(wire.Status(display="gara", online=True, glass=glass(1, clock.now)))
        assert await stream.content.readuntil(b"\n\n") == b"event: display\ndata: gara\n\n"
        assert city.link.sent[0][:2] == ("command", "gara")  # somebody looks: the glass is asked for
        await city.put_slide("anunt", slide("Podul se deschide"))
        came = await stream.content.readuntil(b"event: plan\n")
        assert came == b"event: display\ndata: gara\n\nevent: plan\n"  # it is there, and then its new plan
        assert await stream.content.readuntil(b"\n\n") == b"data: gara\n\n"
        assert await stream.content.readuntil(b"\n\n") == b"event: display\ndata: gara\n\n"


async def test_an_empty_server_answers(tmp_path: Path, clock: Clock, aiohttp_client: MakeClient) -> None:
    async with simulated(tmp_path / "empty", clock) as empty:
        client = await aiohttp_client(app.application(empty.server))
        headers = {"Authorization": f"Bearer {empty.server.token}"}
        assert await (await client.get("/api/displays")).json() == []
        answer = await client.put("/api/slides/a", data=PACK["slides/anunt.yaml"], headers=headers)
        assert (answer.status, "afisier publish" in (await answer.json())["error"]) == (409, True)
        assert (await client.post("/api/displays/gara/enrolment", headers=headers)).status == 409
        assert (await client.get("/")).status == 200


async def test_a_bug_is_not_told_to_the_caller(
    city: Simulated, client: Client, token: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> bytes:
        raise ZeroDivisionError("the secret of the house")

    monkeypatch.setattr(Published, "slide", broken)
    answer = await client.get("/api/slides/anunt", headers=token)
    assert answer.status == 500
    assert "secret" not in await answer.text()


async def test_no_secret_is_ever_logged(
    city: Simulated, client: Client, token: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = await client.post("/api/displays/gara/enrolment", headers=token)
    secret = yaml.safe_load(await answer.read())["password"]
    await client.put("/api/slides/anunt", data=slide("Altceva"), headers=token)
    out = "".join(capsys.readouterr())
    assert "published" in out
    assert secret not in out and city.server.token not in out
    assert msgspec.json.encode(secret).decode() not in out
