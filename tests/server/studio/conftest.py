"""A browser without JavaScript for the tests of the studio: it keeps cookies, follows redirections and sends forms."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import NamedTuple

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from control_server import app
from tests.server.simulator import Simulated

PASSWORDS = {"Ana": "tramvai verde spre Fabric", "Dan": "castan lângă Bega 1716", "Eva": "ploaie peste Cetate 42"}


class Page(NamedTuple):
    """What a browser shows: the address it ended at, the status, the text."""

    path: str
    status: int
    text: str


class AnswerSeen(NamedTuple):
    """The headers of an answer and its text."""

    headers: dict[str, str]
    text: str


class Browser:
    """Keeps its cookies, follows redirections, sends forms with the origin of the page they are on."""

    def __init__(self, client: TestClient[web.Request, web.Application]) -> None:
        self._client = client
        self.origin = str(client.make_url("")).rstrip("/")
        self.fetched: dict[str, str] = {}
        """What a browser says of how it came to send a request."""

    async def get(self, path: str) -> Page:
        async with self._client.get(path, headers={"Accept-Language": "en"}) as answer:
            return Page(answer.url.path, answer.status, (await answer.read()).decode(errors="replace"))

    async def send(self, path: str, **form: str | list[str]) -> Page:
        headers = {"Origin": self.origin, "Accept-Language": "en"} | self.fetched
        data = [
            (k.replace("__", "."), v)
            for k, values in form.items()
            for v in ([values] if isinstance(values, str) else values)
        ]
        async with self._client.post(path, data=data, headers=headers) as answer:
            return Page(answer.url.path, answer.status, (await answer.read()).decode(errors="replace"))

    async def fetched_page(self, path: str, lang: str) -> AnswerSeen:
        """A page in that language, with the headers of its answer."""
        async with self._client.get(path, headers={"Accept-Language": lang}) as answer:
            return AnswerSeen(dict(answer.headers), await answer.text())

    async def join(self, link: str, name: str) -> Page:
        return await self.send(link, name=name, email=f"{name.lower()}@oras.ro", password=PASSWORDS[name])


NewBrowser = Callable[[], Awaitable[Browser]]


@pytest.fixture
async def browser(
    city: Simulated, aiohttp_client: Callable[..., Awaitable[TestClient[web.Request, web.Application]]]
) -> NewBrowser:
    async def opened() -> Browser:
        return Browser(await aiohttp_client(app.application(city.server)))

    return opened


@pytest.fixture
async def ana(city: Simulated, browser: NewBrowser) -> AsyncIterator[Browser]:
    """The first person, signed in."""
    ana = await browser()
    secret = await city.server.sign_in.first_link()
    assert "It works once" in (await ana.get(f"/studio/join/{secret}")).text
    assert (await ana.join(f"/studio/join/{secret}", "Ana")).path == "/studio"
    yield ana


async def invited(ana: Browser, browser: NewBrowser, name: str, *roles: str) -> Browser:
    link = re.search(r"/studio/join/[\w-]+", (await ana.send("/studio/people", role=list(roles))).text)
    assert link
    other = await browser()
    assert (await other.join(link[0], name)).path == "/studio"
    return other
