"""The city's own sign-in end to end: npm's `oidc-provider`, this server and Chromium, each as a program of its own.

The provider refuses a foreign redirect address, a request without PKCE and a wrong verifier.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Route, expect

from config.settings import BrokerSettings, OidcSettings, ServerSettings
from control_server.http.auth import COOKIES
from control_server.publishing.edits import whole_pack
from control_server.server import running
from control_server.service import ControlServer
from control_server.storage import audit, people
from control_server.storage.causes import Cause
from tests.oidc import provider
from tests.oidc.provider import SECRET, RunningProvider
from tests.ports import free_port
from tests.system.studio_city import browser, small
from tests.system.visitor import Visitor, visiting

__all__ = ["browser"]
pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]

PEOPLE = {
    "ana": {"email": "ana@oras.ro", "email_verified": True, "name": "Ana Pop", "groups": ["presa", "it"]},
    "dan": {"email": "dan@oras.ro", "email_verified": True, "name": "Dan Rus", "groups": ["presa"]},
    "ion": {"email": "ion@oras.ro", "email_verified": True, "name": "Ion Pop", "groups": ["presa"]},
    "mia": {"email": "mia@oras.ro", "email_verified": True, "name": "Mia Pop", "groups": ["presa"]},
    "eva": {"email": "eva@oras.ro", "email_verified": True, "name": "Eva Ilie", "groups": ["contabilitate"]},
}
GROUPS = {"presa": ("author",), "it": ("administrator", "technician")}
BACK, SIGNED_OUT = "/studio/oidc/back", "/studio/oidc/signed-out.json"


class City:
    """A server with the city's sign-in."""

    def __init__(self, server: ControlServer, issuer: RunningProvider, address: str) -> None:
        self.server, self.issuer, self.address = server, issuer, address

    async def names(self) -> dict[str, tuple[str, ...]]:
        return {each.name: each.roles for each in await people.everybody(self.server.ground.database)}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def city(sample: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[City]:
    folder, port = tmp_path_factory.mktemp("oidc"), free_port()
    address = f"http://localhost:{port}"
    secret = Path(folder / "secret")
    secret.write_text(f"{SECRET}\n")
    async with AsyncExitStack() as stack:
        issuer = await stack.enter_async_context(provider.running(address + BACK, PEOPLE, address + SIGNED_OUT))
        oidc = OidcSettings(
            issuer=issuer.issuer,
            client_id=issuer.client_id,
            client_secret_file=str(secret),
            groups=GROUPS,  # type: ignore[arg-type]
        )
        settings = ServerSettings(
            data=str(folder / "data"), port=port, broker=BrokerSettings(port=0), workers=1, oidc=oidc
        )
        server = await stack.enter_async_context(running(settings))
        await server.publisher.change(whole_pack(small(sample)), Cause(actor="afisier", kind="pack"))
        yield City(server, issuer, address)


async def signed_in(visitor: Visitor, login: str) -> None:
    """At the provider's own pages: a name, any password, and the consent."""
    await visitor.press("Intră cu contul primăriei", "link")
    await visitor.page.locator("input[name=login]").fill(login)
    await visitor.page.locator("input[name=password]").fill("orice")
    await visitor.page.locator("button[type=submit]").click()
    await visitor.page.get_by_role("button", name=re.compile("Continue", re.IGNORECASE)).click()


async def test_staff_come_in_with_the_account_they_have(city: City, browser: Browser) -> None:
    async with visiting(browser, city.address) as ana:
        await ana.open("/studio/people")
        await ana.pictured("sign-in-oidc")
        with ana.expecting("Failed to load resource"), ana.stopwatch("in with the account of the city hall", "none"):
            await signed_in(ana, "ana")
            await ana.headed("Oameni")
        assert await city.names() == {"Ana Pop": ("author", "technician", "administrator")}
        await ana.open("/studio/account")
        await expect(ana.page.get_by_text("Parola de acum")).to_have_count(0)
        await ana.pictured("account-oidc")
        (person,) = await people.everybody(city.server.ground.database)
        (session,) = await city.server.staff.sessions(person.id)
        now = city.server.ground.clock()
        await people.touch(city.server.ground.database, session.digest, proved=now.replace(year=2000))
        await ana.open("/studio/people")
        await ana.press("autor", "checkbox")
        await ana.press("Fă un link")
        await ana.headed("Ești tu?")
        await ana.pictured("step-up-oidc")


async def test_who_is_in_no_group_does_not_come_in(city: City, browser: Browser) -> None:
    async with visiting(browser, city.address) as eva:
        await eva.open("/studio")
        with eva.expecting("Failed to load resource"):
            await signed_in(eva, "eva")
            await eva.headed("Nu ai intrat")
        await expect(eva.page.get_by_role("alert")).to_contain_text("Niciunul dintre grupurile tale")
        await eva.pictured("oidc-refused")
    assert "Eva Ilie" not in await city.names()


async def test_who_was_ended_here_stays_out(city: City, browser: Browser) -> None:
    async with visiting(browser, city.address) as dan:
        await dan.open("/studio")
        with dan.expecting("Failed to load resource"):
            await signed_in(dan, "dan")
            await dan.headed("Astăzi")
            everybody = {each.name: each for each in await people.everybody(city.server.ground.database)}
            await city.server.staff.disable(everybody["Dan Rus"].id, everybody["Ana Pop"])
            await dan.open("/studio")
            await dan.headed("Intră")
            await dan.press("Intră cu contul primăriei", "link")  # the provider still knows him
            await dan.headed("Nu ai intrat")
    chain = await audit.rows(city.server.ground.database)
    assert audit.verified(chain) == len(chain)


async def test_who_signs_out_at_the_city_hall_is_out_here(city: City, browser: Browser) -> None:
    async with visiting(browser, city.address) as ion:
        await ion.open("/studio")
        with ion.expecting("Failed to load resource"):
            await signed_in(ion, "ion")
            await ion.headed("Astăzi")
            (person,) = [each for each in await people.everybody(city.server.ground.database) if each.name == "Ion Pop"]
            assert len(await city.server.staff.sessions(person.id)) == 1
            await ion.page.goto(f"{city.issuer.issuer}/session/end")
            await ion.page.get_by_role("button", name=re.compile("Yes", re.IGNORECASE)).click()
            await expect(ion.page.get_by_role("heading", name="Sign-out Success")).to_be_visible()
            assert await city.server.staff.sessions(person.id) == []
            await ion.open("/studio")
            await ion.headed("Intră")


async def test_who_was_taken_out_of_all_groups_loses_all_that_was_open(city: City, browser: Browser) -> None:
    async with visiting(browser, city.address) as mia, visiting(browser, city.address) as elsewhere:
        with mia.expecting("Failed to load resource"), elsewhere.expecting("Failed to load resource"):
            for each in (mia, elsewhere):
                await each.open("/studio")
                await signed_in(each, "mia")
                await each.headed("Astăzi")
            (person,) = [each for each in await people.everybody(city.server.ground.database) if each.name == "Mia Pop"]
            token = await city.server.tokens.make(person, "Site", ["read"], 90)
            await city.issuer.tell({"mia": PEOPLE["mia"] | {"groups": []}})
            await mia.open("/studio/oidc")
            await mia.headed("Nu ai intrat")
            await elsewhere.open("/studio/slides")
            await elsewhere.headed("Intră")
        assert await city.server.tokens.holder(token) is None
        assert (await city.names())["Mia Pop"] == ()


async def asked(city: City, **other: str) -> tuple[int, str]:
    """What the provider answers to a request as this server sends it, but for `other`."""
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{city.address}/studio/oidc", allow_redirects=False) as away:
            parts = urlsplit(away.headers["Location"])
        query = {name: values[0] for name, values in parse_qs(parts.query).items()} | other
        address = urlunsplit(parts._replace(query=urlencode({name: text for name, text in query.items() if text})))
        async with session.get(address, allow_redirects=False) as answer:
            return answer.status, answer.headers.get("Location", "") + await answer.text()


async def test_the_provider_refuses_what_must_be_refused(city: City) -> None:
    assert (await asked(city))[0] == 303
    assert (await asked(city, redirect_uri="http://localhost:1/studio/oidc/back"))[0] == 400
    status, told = await asked(city, code_challenge="", code_challenge_method="")
    assert status == 303 and "error=invalid_request" in told


@pytest.mark.parametrize(
    ("lie", "other"),
    [("verifier", {"code_challenge": "A" * 43}), ("nonce", {"nonce": "another"}), ("state", {"state": "another"})],
)
async def test_a_request_that_was_changed_on_its_way_opens_nothing(
    city: City, browser: Browser, lie: str, other: dict[str, str]
) -> None:
    before = await city.names()
    async with visiting(browser, city.address) as mallory:

        async def away(route: Route) -> None:
            """Sends the browser to the provider with something else than the server said."""
            answer = await route.fetch(max_redirects=0)
            parts = urlsplit(answer.headers["location"])
            query = {name: values[0] for name, values in parse_qs(parts.query).items()} | other
            location = urlunsplit(parts._replace(query=urlencode(query)))
            await route.fulfill(response=answer, headers={**answer.headers, "location": location})

        await mallory.page.route(re.compile("/studio/oidc[?]"), away)
        await mallory.open("/studio/sign-in")
        with mallory.expecting("Failed to load resource"):
            await signed_in(mallory, "ana")
            await outside(mallory)
    assert await city.names() == before


@pytest.mark.parametrize("lie", ["iss", "browser", "twice"])
async def test_an_answer_that_was_changed_or_stolen_opens_nothing(city: City, browser: Browser, lie: str) -> None:
    async with visiting(browser, city.address) as victim, visiting(browser, city.address) as mallory:
        await victim.open("/studio/sign-in")
        with victim.expecting("Failed to load resource"), mallory.expecting("Failed to load resource"):
            answer = await came_back(victim)
            query = {name: values[0] for name, values in parse_qs(urlsplit(answer).query).items()}
            if lie == "iss":
                await victim.open(f"{BACK}?{urlencode(query | {'iss': 'https://evil.example'})}")
                await outside(victim)
                return
            if lie == "twice":
                await victim.open(f"{BACK}?{urlencode(query)}")
                await victim.headed("Astăzi")
            await mallory.open(f"{BACK}?{urlencode(query)}")
            await outside(mallory)


async def outside(visitor: Visitor) -> None:
    await visitor.headed("Nu ai intrat")
    await expect(visitor.page.get_by_role("alert")).to_contain_text("nu a dat nicio dovadă")
    assert all(each["name"] not in COOKIES for each in await visitor.page.context.cookies())


async def came_back(visitor: Visitor) -> str:
    """Signs in at the provider; where it sends the browser back to, which does not get there."""
    answers: list[str] = []

    async def stopped(route: Route) -> None:
        """The consent leads to the provider's own address first, and from there back to the server."""
        consent = await route.fetch(max_redirects=0)
        last = await visitor.page.context.request.get(consent.headers["location"], max_redirects=0)
        answers.append(last.headers["location"])
        await route.fulfill(status=200, content_type="text/html", body="<!doctype html><title>stopped</title>")

    asked_twice: list[Route] = []

    async def second(route: Route) -> None:
        """Of the provider's two forms the second is the consent."""
        asked_twice.append(route)
        await (stopped(route) if len(asked_twice) > 1 else route.continue_())

    await visitor.page.route(lambda address: "/interaction/" in address and answers == [], posted(second))
    await signed_in(visitor, "ana")
    await expect(visitor.page).to_have_title("stopped")
    return answers[0]


def posted(handler: Callable[[Route], Awaitable[None]]) -> Callable[[Route], Awaitable[None]]:
    """The handler, of forms that are sent; what is only looked at goes on."""

    async def chosen(route: Route) -> None:
        await (handler(route) if route.request.method == "POST" else route.continue_())

    return chosen
