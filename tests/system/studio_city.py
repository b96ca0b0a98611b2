"""A server with its studio, and two people in it, for the tests in a real browser.

A module that imports the fixtures `browser` and `studio` has a city of its own: two slides on two displays.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from config.settings import BrokerSettings, ServerSettings
from content.pack.sample import moved
from control_server.http.auth import COOKIES
from control_server.publishing.edits import whole_pack
from control_server.server import running
from control_server.service import ControlServer
from control_server.sources.importing import SourceAccess
from control_server.storage import people
from control_server.storage.causes import Cause
from tests.ports import free_port
from tests.system.visitor import Visitor, visiting

CHROMIUM = "/usr/bin/chromium-headless-shell"
SLIDES = ("registratura", "strada")
PASSWORDS = {
    "Ana Pop": "tramvai verde spre Fabric",
    "Dan Rus": "castan lângă Bega 1716",
    "Eva Ilie": "ploaie peste Cetate 42",
}
DESK, STREET = "Registratura e deschisă luni–vineri, 8–16", "Spune ce repari întâi pe strada ta"


_pictured: set[str] = set()

MONDAY = datetime(2026, 11, 30, 8, tzinfo=UTC)
"""When a studio starts, by its own clock, which then goes on: ten in the morning. Tests write dates near it."""


class Studio:
    """A server that can be started again, at the same address, with what it kept."""

    def __init__(self, folder: Path, outside: SourceAccess) -> None:
        self._outside = outside
        self._ahead = MONDAY - datetime.now(UTC)
        port = free_port()
        self._settings = ServerSettings(data=str(folder), port=port, broker=BrokerSettings(port=0), workers=1)
        self._stack = AsyncExitStack()
        self.address = f"http://127.0.0.1:{port}"
        self.server: ControlServer
        self.states: dict[str, Any] = {}
        """The cookies of who has signed in."""

    async def start(self) -> None:
        self.server = await self._stack.enter_async_context(
            running(self._settings, clock=self._clock, outside=self._outside)
        )

    def _clock(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    async def end(self) -> None:
        stack, self._stack = self._stack, AsyncExitStack()
        await stack.aclose()

    @asynccontextmanager
    async def visit(self, browser: Browser, name: str, **options: Any) -> AsyncIterator[Visitor]:
        """That person, who has just given their password: however long the tests take, they are not asked again."""
        ground, now = self.server.ground, self.server.ground.clock()
        secret = next(each["value"] for each in self.states[name]["cookies"] if each["name"] in COOKIES)
        await people.touch(ground.database, people.digest(secret), seen=now, proved=now)
        async with visiting(browser, self.address, storage_state=self.states[name], **options) as visitor:
            yield visitor

    def asset(self, slide: str, lang: str = "ro", display: str = "piata-unirii") -> str:
        """The picture that a display is told to show."""
        return self.server.publisher.published.programme(display).frames[slide][lang].asset


def small(sample: Mapping[str, bytes]) -> dict[str, bytes]:
    """Two slides of the sample city for two of its displays, so that they are drawn soon."""
    named = {"city.yaml", "names.yaml", *(f"slides/{slide}.yaml" for slide in SLIDES)}
    return {path: body for path, body in sample.items() if path in named} | {
        "playlists.yaml": f"playlists: [{{id: toate, slides: [{', '.join(SLIDES)}]}}]".encode(),
        "campaigns.yaml": b"campaigns: [{id: mereu, playlist: toate, displays: all}]",
        "displays.yaml": sample["displays.yaml"].partition(b"  - id: gara")[0],
    }


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def studio(
    sample: dict[str, bytes], browser: Browser, tmp_path_factory: pytest.TempPathFactory, outside: SourceAccess
) -> AsyncIterator[Studio]:
    """A city with two people: Ana, who came by the link of the console, and Dan, whom she invited to approve."""
    studio = Studio(tmp_path_factory.mktemp("studio"), outside)
    await studio.start()
    try:
        await studio.server.publisher.change(
            whole_pack(small(moved(sample, MONDAY.date()))), Cause(actor="afisier", kind="pack")
        )
        first = f"/studio/join/{await studio.server.sign_in.first_link()}"
        async with visiting(browser, studio.address) as ana, visiting(browser, studio.address) as dan:
            await ana.open(first)
            await pictured_once(ana, "join")
            with ana.stopwatch("the first person, from the link on the console to the studio", "none"):
                await joined(ana, first, "Ana Pop")
            await pictured_once(ana, "today-empty")
            await ana.press("Oameni", "link")
            await ana.press("aprobator", "checkbox")
            await ana.press("Fă un link")
            await pictured_once(ana, "people-link")
            link = await ana.page.locator("code.link").inner_text()
            await joined(dan, link.removeprefix(studio.address), "Dan Rus")
            for name, visitor in (("Ana Pop", ana), ("Dan Rus", dan)):
                studio.states[name] = await visitor.page.context.storage_state()
        yield studio
    finally:
        await studio.end()


async def pictured_once(visitor: Visitor, name: str) -> None:
    """As `pictured`, in the first of the modules alone: every one of them comes by the same pages."""
    if name not in _pictured:
        _pictured.add(name)
        await visitor.pictured(name)


async def joined(visitor: Visitor, link: str, name: str) -> None:
    await visitor.open(link)
    await visitor.fill("Numele tău, cum te știu colegii", name)
    await visitor.fill("Adresa de e-mail", f"{name[:3].lower()}@oras.ro")
    await visitor.fill("Parola", PASSWORDS[name])
    await visitor.press("Intră în studio")
    await expect(visitor.page.get_by_role("heading", name="Astăzi")).to_be_visible()
