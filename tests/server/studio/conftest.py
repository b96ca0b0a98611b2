"""A browser without JavaScript for the tests of the studio: it keeps cookies, follows redirections and sends forms."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from html import unescape
from typing import NamedTuple

import pytest
from aiohttp import FormData, web
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
        self.lang = "en"
        self.fetched: dict[str, str] = {}
        """What a browser says of how it came to send a request."""

    async def get(self, path: str, **query: str) -> Page:
        async with self._client.get(path, params=query, headers={"Accept-Language": self.lang}) as answer:
            return Page(answer.url.path, answer.status, (await answer.read()).decode(errors="replace"))

    async def send(self, path: str, **form: str | list[str]) -> Page:
        headers = {"Origin": self.origin, "Accept-Language": self.lang} | self.fetched
        data = [
            (k.replace("__", "."), v)
            for k, values in form.items()
            for v in ([values] if isinstance(values, str) else values)
        ]
        async with self._client.post(path, data=data, headers=headers) as answer:
            return Page(answer.url.path, answer.status, (await answer.read()).decode(errors="replace"))

    async def post(self, path: str, data: FormData) -> Page:
        """Sends a form that may hold files."""
        headers = {"Origin": self.origin, "Accept-Language": self.lang} | self.fetched
        async with self._client.post(path, data=data, headers=headers) as answer:
            return Page(answer.url.path, answer.status, (await answer.read()).decode(errors="replace"))

    @staticmethod
    def fields(page: Page) -> dict[str, str]:
        """What the fields of a page's forms hold, as a browser would send them: a choice only where one is made."""
        fields: dict[str, str] = {}
        for tag, attributes in re.findall(r"<(input|button) ([^>]*)>", page.text):
            own = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
            ticked = own.get("type") not in ("checkbox", "radio") or re.search(r" checked\b", f" {attributes}")
            if tag == "input" and "name" in own and ticked:
                fields[own["name"]] = unescape(own.get("value", ""))
        for name, text in re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>([^<]*)</textarea>', page.text):
            fields[name] = unescape(text)
        for name, options in re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', page.text, re.DOTALL):
            chosen = re.search(r'value="([^"]*)" selected', options)
            fields[name] = unescape(chosen[1]) if chosen else ""
        return fields

    async def upload(self, path: str, data: bytes, **form: str) -> dict[str, str]:
        """Sends a picture as a script does; returns what it is answered."""
        headers = {"Origin": self.origin, "Accept-Language": self.lang, "Accept": "application/json"}
        async with self._client.post(path, data=_with_picture(data, form), headers=headers) as answer:
            told: dict[str, str] = await answer.json()
            return told

    async def upload_page(self, path: str, data: bytes, **form: str) -> Page:
        """Sends a picture as a form without scripts does."""
        headers = {"Origin": self.origin, "Accept-Language": self.lang}
        async with self._client.post(path, data=_with_picture(data, form), headers=headers) as answer:
            return Page(answer.url.path, answer.status, await answer.text())

    async def fetched_page(self, path: str, lang: str) -> AnswerSeen:
        """A page in that language, with the headers of its answer."""
        async with self._client.get(path, headers={"Accept-Language": lang}) as answer:
            return AnswerSeen(dict(answer.headers), await answer.text())

    async def join(self, link: str, name: str) -> Page:
        return await self.send(link, name=name, email=f"{name.lower()}@oras.ro", password=PASSWORDS[name])


def _with_picture(data: bytes, form: dict[str, str]) -> FormData:
    sent = FormData(form)
    sent.add_field("file", data, filename="../casa <b>.jpg", content_type="image/jpeg")
    return sent


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


async def invited(ana: Browser, browser: NewBrowser, name: str, *roles: str, tags: Sequence[str] = ()) -> Browser:
    sent = await ana.send("/studio/people", role=list(roles), tag=list(tags))
    link = re.search(r"/studio/join/[\w-]+", sent.text)
    assert link
    other = await browser()
    assert (await other.join(link[0], name)).path == "/studio"
    return other
