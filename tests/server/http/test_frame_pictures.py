"""The pictures of frames: painted as a screen shows them now, for who has signed in."""

import io
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.test_utils import TestClient
from PIL import Image

from content import wire
from control_server import app
from control_server.people.sign_in import Browser
from tests.server.simulator import Simulated, picture

CLOCK = wire.LivePart(part="clock", lang="ro", x=0, y=0, width=16, height=9, size=8, color="#ffffff")


async def test_a_frame_has_its_clock_and_only_staff_see_it(
    city: Simulated, aiohttp_client: Callable[..., Awaitable[TestClient[web.Request, web.Application]]]
) -> None:
    client = await aiohttp_client(app.application(city.server))
    city.pages.live = (CLOCK,)
    await city.put_slide(
        "anunt", b"kind: notice\ntitle: {ro: Alt titlu, en: Another}\nbody: {ro: Joi., en: Thursday.}\n"
    )
    address = f"/studio/frames/{city.published.programme('gara').frames['anunt']['ro'].asset}"
    stranger = await client.get(address, allow_redirects=False)
    assert (stranger.status, stranger.headers["Location"].partition("?")[0]) == (303, "/studio/sign-in")
    secret = await city.server.sign_in.invite(["auditor"], "console")
    session = await city.server.sign_in.join(
        secret, "eva@oras.ro", "Eva", "ploaie peste Cetate 42", Browser("127.0.0.1", "")
    )
    own = {"Cookie": f"afisier={session}"}
    painted = await (await client.get(address, headers=own)).read()
    assert Image.open(io.BytesIO(painted)).size == Image.open(io.BytesIO(picture(0))).size
    stored = await (await client.get(address.replace("/studio/frames", "/assets"))).read()
    assert pixels(painted) != pixels(stored)
    city.clock.forward(minutes=11)
    assert pixels(await (await client.get(address, headers=own)).read()) != pixels(painted)
    assert (await client.get(f"/studio/frames/{'0' * 64}", headers=own)).status == 404


def pixels(png: bytes) -> bytes:
    return Image.open(io.BytesIO(png)).convert("RGB").tobytes()
