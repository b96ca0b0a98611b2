"""What displays fetch and send, and what is known of them, as programs meet it."""

import io
from collections.abc import Awaitable, Callable
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image

from config import settings
from config.settings import Enrolment
from content import wire
from content.findings import ConflictError
from content.wire import dsse
from content.wire.trusted import TrustedSet
from control_server import app
from control_server.devices.fleet import Pictured
from control_server.people.sign_in import Browser
from tests.playing import SigningDisplay
from tests.server.http.requests import basic
from tests.server.simulator import PACK, START, Clock, Simulated, glass, many_displays, picture, simulated, slide

Client = TestClient[web.Request, web.Application]
MakeClient = Callable[[web.Application], Awaitable[Client]]


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


async def test_the_time_is_signed_for_the_number_that_was_asked_with(
    city: Simulated, client: Client, clock: Clock
) -> None:
    enrolment = await city.server.enrolments.enrol("gara")
    nonce = "0123456789abcdef"
    answer = await client.get("/api/displays/gara/time", params={"nonce": nonce}, headers=basic(enrolment))
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    display = TrustedSet([enrolment.public_key()], "oras", "gara")
    told = display.accept_time(await answer.read(), nonce)
    newest = city.server.publisher.published.latest["gara"].version
    assert told == wire.SignedTime(site="oras", display="gara", nonce=nonce, at=clock(), newest=newest)


async def test_with_the_time_a_display_is_told_what_is_kept_of_its_key(city: Simulated, client: Client) -> None:
    """The answer names the key, so that nobody between has it be of another; a silent database costs only that."""
    enrolment, signing, nonce = await city.server.enrolments.enrol("gara"), SigningDisplay("gara"), "0123456789abcdef"
    play = wire.Play(number=1, slide=None, lang=None, campaign=None, asset=None, since=START, until=START)
    city.server.reception.plays.take(signing.link(play))
    await city.server.reception.plays.keep()
    display = TrustedSet([enrolment.public_key()], "oras", "gara")

    async def told(key: str) -> tuple[str, wire.Tip | None]:
        asked = {"nonce": nonce, "key": key}
        answer = await client.get("/api/displays/gara/time", params=asked, headers=basic(enrolment))
        time = display.accept_time(await answer.read(), nonce)
        return time.key, time.played

    assert await told(signing.key) == (signing.key, signing.tip)
    assert await told("f" * 16) == ("f" * 16, None)
    async with city.server.ground.database.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE play_chains RENAME TO away")
    assert await told(signing.key) == ("", None)


@pytest.mark.parametrize("nonce", ["", "0123456789abcde", "0" * 65, "ABCDEF0123456789", "0123456789abcdeg"])
async def test_a_number_that_is_none_is_refused(city: Simulated, client: Client, nonce: str) -> None:
    headers = basic(await city.server.enrolments.enrol("gara"))
    answer = await client.get("/api/displays/gara/time", params={"nonce": nonce}, headers=headers)
    assert answer.status == 422


def held(city: Simulated, **fields: object) -> bytes:
    """A manifest of `gara` as it was signed by this server's key."""
    manifest = msgspec.structs.replace(city.published.latest["gara"].manifest, **fields)
    return city.server.ground.signer.sign_manifest(wire.encode(manifest))


async def test_a_server_that_is_older_than_a_display_publishes_nothing(city: Simulated, client: Client) -> None:
    headers = basic(await city.server.enrolments.enrol("gara")) | {"Content-Type": "application/json"}
    path, before = "/api/displays/gara/manifest", city.published
    assert (await client.put(path, data=held(city, sequence=7), headers=headers)).status == 204
    with pytest.raises(ConflictError, match=r"1 hold newer plans \(gara \(1\.7\)\).*`afisier epoch`"):
        await city.put_slide("anunt", slide("Altceva"))
    assert city.published is before and city.link.announced == ["gara", "piata"]


PROOFS: dict[str, Callable[[Simulated], bytes]] = {
    "its own newest": lambda city: city.published.latest["gara"].envelope,
    "an older one": lambda city: held(city, sequence=0),
    "another display's": lambda city: held(city, display="piata", sequence=7),
    "another key": lambda city: dsse.sign(
        wire.encode(msgspec.structs.replace(city.published.latest["gara"].manifest, sequence=7)),
        "manifest",
        Ed25519PrivateKey.generate(),
    ),
    "unsigned": lambda city: wire.encode(msgspec.structs.replace(city.published.latest["gara"].manifest, sequence=7)),
    "nothing": lambda city: b"",
}


@pytest.mark.parametrize("name", PROOFS)
async def test_what_proves_nothing_stops_nobody(city: Simulated, client: Client, name: str) -> None:
    headers = basic(await city.server.enrolments.enrol("gara")) | {"Content-Type": "application/json"}
    answer = await client.put("/api/displays/gara/manifest", data=PROOFS[name](city), headers=headers)
    assert answer.status in {204, 422}
    await city.put_slide("anunt", slide("Altceva"))
    assert city.published.latest["gara"].version == (1, 2)


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


async def test_who_is_bounded_to_other_displays_gives_it_no_identity_and_ends_none(
    city: Simulated, client: Client
) -> None:
    tagged = PACK["displays.yaml"].replace(b"  - id: gara", b"  - id: gara\n    tags: [calatori]")
    await city.publish({**PACK, "displays.yaml": tagged})
    present = basic(await city.server.enrolments.enrol("piata"))
    door, here = city.server.sign_in, Browser("127.0.0.1", "")
    link = await door.invite(["technician"], "console", ["calatori"])
    session = await door.join(link, "ana@oras.ro", "Ana", "tramvai verde spre Fabric", here)
    signed_in = await door.who(session)
    assert signed_in
    program = await city.server.tokens.make(signed_in.person, "Laptop", ["enrol"], 30)
    browser = {"Cookie": f"afisier={session}", "Sec-Fetch-Site": "same-origin"}
    for own in (browser, {"Authorization": f"Bearer {program}"}):
        for method in ("POST", "DELETE"):
            answer = await client.request(method, "/api/displays/piata/enrolment", headers=own)
            assert answer.status == 422 and "expected one tagged calatori" in (await answer.json())["error"]
        assert (await client.post("/api/displays/gara/enrolment", headers=own)).status == 200
    assert (await client.get("/api/displays/piata/manifest", headers=present)).status == 200


async def test_an_unknown_display_is_one_sentence(client: Client, token: dict[str, str]) -> None:
    answer = await client.post("/api/displays/nicaieri/enrolment", headers=token)
    assert answer.status == 404
    assert "expected one of: gara, piata" in (await answer.json())["error"]


async def test_the_list_says_what_the_glass_shows(city: Simulated, staff: Client, clock: Clock) -> None:
    shown = city.glass(3, clock.now)
    await city.says(wire.Status(display="gara", online=True, at=clock.now, adopted=(1, 1), glass=shown))
    gara, piata = await (await staff.get("/api/displays")).json()
    assert (gara["id"], gara["online"], gara["adopted"], gara["wanted"]) == ("gara", True, [1, 1], [1, 1])
    assert (gara["headline"], gara["kind"], gara["glass"]["count"]) == ("Podul se inchide", "notice", 3)
    assert len(gara["next"]) == 3 and gara["next"][0]["slide"] == "anunt"
    assert (piata["online"], piata["glass"], piata["adopted"]) == (False, None, None)


async def test_a_picture_of_the_glass_is_kept_and_shown(city: Simulated, client: Client, clock: Clock) -> None:
    headers = basic(await city.server.enrolments.enrol("gara"))
    headers["X-Glass"] = wire.encode(glass(9, clock.now)).decode()
    assert (await client.get("/api/displays/gara/glass.png")).status == 404
    answer = await client.put("/api/displays/gara/glass", data=picture(5, (1280, 720)), headers=headers)
    assert answer.status == 204
    shown = await client.get("/api/displays/gara/glass.png")
    assert shown.content_type == "image/png"
    with Image.open(io.BytesIO(await shown.read())) as image:
        assert image.size == (1280, 720)
    again = await client.get("/api/displays/gara/glass.png", headers={"If-None-Match": shown.headers["ETag"]})
    assert (again.status, again.headers["Cache-Control"]) == (304, "no-cache")
    assert city.server.fleet.pictures["gara"].glass == glass(9, clock.now)


async def test_a_picture_that_does_not_say_of_what_it_is_belongs_to_the_last_change(
    city: Simulated, client: Client, clock: Clock
) -> None:
    headers = basic(await city.server.enrolments.enrol("gara"))
    await city.says(wire.Status(display="gara", online=True, glass=city.glass(7, clock.now)))
    with city.server.fleet.subscribed() as listener:
        assert (await client.put("/api/displays/gara/glass", data=picture(5), headers=headers)).status == 204
        city.server.fleet.close()
        assert [event async for event in listener] == [Pictured("gara", city.glass(7, clock.now), picture(5))]


async def test_a_body_larger_than_any_picture_of_this_glass_is_refused(city: Simulated, client: Client) -> None:
    headers = basic(await city.server.enrolments.enrol("gara"))
    body = b"x" * (1280 * 720 * 4 + 65_536 + 1)
    assert (await client.put("/api/displays/gara/glass", data=body, headers=headers)).status == 413


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


async def test_an_asset_is_immutable_and_can_be_resumed(city: Simulated, client: Client) -> None:
    asset, size = next(iter(city.server.publisher.published.programme("gara").assets.items()))
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


async def test_events_name_the_display_that_changed(city: Simulated, staff: Client, clock: Clock) -> None:
    async with staff.get("/api/events?displays=gara") as stream:
        assert stream.content_type == "text/event-stream"
        assert await stream.content.readuntil(b"\n\n") == b"retry: 2000\n\n"
        await city.says(wire.Status(display="gara", online=True, glass=glass(1, clock.now)))
        assert (await stream.content.readuntil(b"\n\n")).startswith(b"event: display\ndata: gara\nid: ")
        assert city.link.sent[0][:2] == ("command", "gara")  # somebody looks: the glass is asked for
        await city.put_slide("anunt", slide("Podul se deschide"))
        assert await stream.content.readuntil(b"\n\n") == b"event: plan\ndata: gara\n\n"
        assert (await stream.content.readuntil(b"\n\n")).startswith(b"event: display\ndata: gara\nid: ")
        await city.says(wire.Status(display="piata", online=True, glass=glass(1, clock.now)))
        await city.says(wire.Status(display="gara", online=False))
        assert b"piata" not in await stream.content.readuntil(b"\n\n")


async def test_a_stream_that_names_nobody_asks_no_display_for_its_glass(
    city: Simulated, client: Client, clock: Clock
) -> None:
    async with client.get("/api/events") as stream:
        assert await stream.content.readuntil(b"\n\n") == b"retry: 2000\n\n"
        await city.says(wire.Status(display="gara", online=True, glass=glass(1, clock.now)))
        assert (await stream.content.readuntil(b"\n\n")).startswith(b"event: display\ndata: gara\n")
    assert city.link.sent == []


async def test_a_stream_of_too_many_displays_is_refused(client: Client) -> None:
    answer = await client.get("/api/events?displays=" + ",".join(f"d{number}" for number in range(201)))
    assert answer.status == 422
    assert "found 201, expected at most 200 on one stream" in (await answer.json())["error"]


# --- the list in parts -------------------------------------------------------------------------------------------


async def test_the_list_is_read_in_parts_each_with_the_address_of_the_next(city: Simulated, staff: Client) -> None:
    await city.publish({**PACK, "displays.yaml": many_displays(25)})
    address, read = "/api/displays?limit=10&q=ecran&state=never", []
    while address:
        answer = await staff.get(address)
        assert answer.headers["X-Total-Count"] == "25"
        read.append([display["id"] for display in await answer.json()])
        link = answer.links.get("next")
        address = str(link["url"].relative()) if link else ""
    assert list(map(len, read)) == [10, 10, 5]
    assert [display for part in read for display in part] == sorted(f"ecran-{number}" for number in range(25))
    after = await staff.get("/api/displays", params={"after": "ecran-8x", "limit": 500})
    assert [display["id"] for display in await after.json()] == ["ecran-9"]
    assert "Link" not in after.headers


@pytest.mark.parametrize("limit", ["0", "501", "-1", "x", "1e3", "\u0661", "9" * 30])
async def test_a_part_has_from_1_to_500_displays(client: Client, limit: str) -> None:
    answer = await client.get("/api/displays", params={"limit": limit})
    assert answer.status == 422
    assert "expected a number from 1 to 500" in (await answer.json())["error"]


async def test_the_list_of_a_server_without_a_pack_is_empty(
    tmp_path: Path, clock: Clock, aiohttp_client: MakeClient
) -> None:
    async with simulated(tmp_path / "empty", clock) as empty:
        answer = await (await aiohttp_client(app.application(empty.server))).get("/api/displays")
        assert (await answer.json(), answer.headers["X-Total-Count"]) == ([], "0")
