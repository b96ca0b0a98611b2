"""The door by the city's own sign-in: away, back, and what is said to who does not come in."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, make_mocked_request
from aiohttp.web import HTTPNotFound

from config.settings import OidcSettings
from control_server.people.attempts import Attempts
from control_server.people.issuer import Issuer
from control_server.people.oidc import Oidc
from control_server.storage import people
from control_server.studio.entrance import Entrance
from control_server.studio.oidc_page import OidcPage, again
from tests.server.people.simulated_issuer import CLIENT, SECRET, SimulatedIssuer, simulated_issuer
from tests.server.simulator import Simulated

MakeClient = Callable[[web.Application], Awaitable[TestClient[web.Request, web.Application]]]
SITE = "https://afisier.oras.ro"


@pytest.fixture
async def other() -> AsyncIterator[SimulatedIssuer]:
    async with simulated_issuer() as issuer:
        yield issuer


def page_of(city: Simulated, other: SimulatedIssuer | None) -> OidcPage:
    oidc = None
    if other:
        groups = {"presa": ("author",)}
        settings = OidcSettings(issuer=other.url, client_id=CLIENT, client_secret_file="x", groups=groups)  # type: ignore[arg-type]
        oidc = Oidc(city.server.ground, Issuer(settings, SECRET), Attempts(lambda _: None))
    return OidcPage(oidc=oidc, sign_in=city.server.sign_in, entrance=Entrance(SITE))


async def test_away_and_back(city: Simulated, other: SimulatedIssuer) -> None:
    page = page_of(city, other)
    away = await page.away(make_mocked_request("GET", "/studio/oidc?to=/studio/slides"))
    query = other.answered(away.headers["Location"])
    assert (away.status, other.asked["redirect_uri"]) == (303, f"{SITE}/studio/oidc/back")
    kept = away.cookies["afisier-oidc"]
    assert (kept["path"], kept["httponly"], kept["secure"], kept["samesite"]) == (
        "/studio/oidc/back",
        True,
        True,
        "Lax",
    )
    words = "&".join(f"{name}={text}" for name, text in query.items())
    back = await page.back(
        make_mocked_request("GET", f"/studio/oidc/back?{words}", headers={"Cookie": f"afisier-oidc={kept.value}"})
    )
    assert (back.status, back.headers["Location"]) == (303, "/studio/slides")
    assert await city.server.sign_in.who(back.cookies["__Host-afisier"].value)
    assert back.cookies["afisier-oidc"].value == ""
    assert [each.name for each in await people.everybody(city.server.ground.database)] == ["Ana Pop"]


async def test_who_does_not_come_in_is_told_why(city: Simulated, other: SimulatedIssuer) -> None:
    back = await page_of(city, other).back(make_mocked_request("GET", "/studio/oidc/back?state=x&code=y"))
    assert back.status == 422 and "__Host-afisier" not in back.cookies


async def test_without_one_in_the_settings_there_is_none(city: Simulated) -> None:
    page = page_of(city, None)
    for handler in (page.away, page.back, page.signed_out):
        with pytest.raises(HTTPNotFound):
            await handler(make_mocked_request("GET", "/studio/oidc"))


async def test_it_is_asked_again_who_is_there(city: Simulated, other: SimulatedIssuer) -> None:
    away = await page_of(city, other).away(make_mocked_request("GET", again("/studio/people")))
    other.answered(away.headers["Location"])
    assert other.asked["prompt"] == "login"


async def test_it_is_told_by_the_issuer_who_has_signed_out(
    city: Simulated, other: SimulatedIssuer, aiohttp_client: MakeClient
) -> None:
    page, app = page_of(city, other), web.Application()
    app.router.add_post("/signed-out", page.signed_out)
    client = await aiohttp_client(app)
    told = await client.post("/signed-out", data={"logout_token": other.logout_token()})
    assert (told.status, await told.text(), told.headers["Cache-Control"]) == (200, "", "no-store")
    for wrong in ({}, {"logout_token": other.logout_token(nonce="n")}):
        refused = await client.post("/signed-out", data=wrong)
        assert (refused.status, (await refused.json())["error"]) == (400, "invalid_request")
