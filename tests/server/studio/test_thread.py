"""The one thread: by a one-time link in, a slide edited, submitted, approved by another person, on the glass, undone.

As a browser without JavaScript does it: forms and links only.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import NamedTuple

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from control_server import app
from control_server.storage import audit
from tests.server.simulator import Simulated

PASSWORDS = {"Ana": "tramvai verde spre Fabric", "Dan": "castan lângă Bega 1716", "Eva": "ploaie peste Cetate 42"}


class Page(NamedTuple):
    """What a browser shows: the address it ended at, the status, the text."""

    path: str
    status: int
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


def titled(city: Simulated) -> bytes:
    return city.published.slide("anunt")


async def edited(browser: Browser, title: str) -> Page:
    page = await browser.send(
        "/studio/slides/anunt",
        title__ro=title,
        change_title="",
        **{"change-title": "Podul", "change": "", "version": "0"},
    )
    assert page.path.startswith("/studio/changes/")
    return page


def digest(page: Page) -> str:
    match = re.search(r'name="digest" value="(\w+)"', page.text)
    assert match, page.text
    return match[1]


async def test_the_whole_thread(city: Simulated, ana: Browser, browser: NewBrowser) -> None:
    dan = await invited(ana, browser, "Dan", "approver")
    assert "Podul se inchide" in (await ana.get("/studio/slides")).text
    assert "Podul se inchide" in (await ana.get("/studio/slides/anunt")).text
    change = await edited(ana, "Podul se deschide")
    assert change.text.count('class="pair') == 2
    submitted = await ana.send(f"{change.path}/submit")
    assert "somebody else approves it" in submitted.text
    assert "Podul" in (await dan.get("/studio")).text
    seen = await dan.get(change.path)
    approved = await dan.send(f"{change.path}/approve", digest=digest(seen))
    assert (approved.status, approved.path) == (200, change.path)
    assert b"Podul se deschide" in titled(city)
    undone = await dan.send(f"{change.path}/undo")
    assert undone.status == 200
    assert b"Podul se inchide" in titled(city)
    history = (await ana.get("/studio/audit")).text
    for verb in ("invited", "joined", "began", "submitted", "approved", "published"):
        assert verb in history
    chain = await audit.rows(city.server.ground.database)
    assert audit.verified(chain) == len(chain)


async def test_what_is_typed_is_drawn_as_the_screen_will_show_it(city: Simulated, ana: Browser) -> None:
    before = len(city.pages.drawn)
    page = await ana.send("/studio/slides/anunt/preview", title__ro="Scurt", display="piata", lang="ro")
    assert page.status == 200
    (job,) = city.pages.drawn[before:]
    assert (job.lang, job.format.width, job.data.title) == ("ro", 720, "Scurt")
    assert b"Scurt" not in titled(city)


async def test_what_cannot_be_is_said_where_it_was_typed(city: Simulated, ana: Browser) -> None:
    page = await ana.send("/studio/slides/anunt", expires="mâine", **{"change": "", "version": "0"})
    assert page.status == 422
    assert "expires: found" in page.text and 'value="mâine"' in page.text
    preview = await ana.send("/studio/slides/anunt/preview", expires="mâine", display="", lang="")
    assert preview.status == 422


async def test_a_second_save_goes_into_the_same_change_and_an_old_page_overwrites_nothing(
    city: Simulated, ana: Browser
) -> None:
    change = (await edited(ana, "Unu")).path.rpartition("/")[2]
    again = await ana.send("/studio/slides/anunt", title__ro="Doi", change=change, version="1")
    assert again.path.endswith(change)
    old = await ana.send("/studio/slides/anunt", title__ro="Trei", change=change, version="1")
    assert old.status == 412
    assert "Trei" in old.text and "is no longer version 1" in old.text


async def test_each_sees_and_may_only_what_their_roles_say(city: Simulated, ana: Browser, browser: NewBrowser) -> None:
    dan = await invited(ana, browser, "Dan", "approver")
    eva = await invited(ana, browser, "Eva", "auditor")
    change = (await edited(ana, "Unu")).path
    for person, path, status in (
        (dan, "/studio/slides/anunt", 403),
        (dan, "/studio/people", 403),
        (dan, "/studio/audit", 403),
        (dan, change, 200),
        (eva, "/studio/audit", 200),
        (eva, "/studio/audit.json", 200),
        (eva, "/studio/people", 403),
    ):
        assert (await person.get(path)).status == status, path
    for person, step in ((dan, "submit"), (eva, "approve"), (dan, "publish"), (eva, "discard"), (dan, "nothing")):
        assert (await person.send(f"{change}/{step}", why="x")).status == 403, step
    assert "Make a link" not in (await dan.get("/studio")).text


async def test_nobody_comes_in_without_signing_in(city: Simulated, browser: NewBrowser, ana: Browser) -> None:
    stranger = await browser()
    for path in ("/studio", "/studio/slides", "/studio/people", "/studio/audit", "/studio/slides/anunt"):
        assert (await stranger.get(path)).path == "/studio/sign-in"
    assert (await stranger.send("/studio/people", role="administrator")).status == 401
    wrong = await stranger.send("/studio/sign-in", email="ana@oras.ro", password="nu știu parola", to="/studio")
    assert wrong.status == 422 and "is not right" in wrong.text
    page = await stranger.send("/studio/sign-in", email="ana@oras.ro", password=PASSWORDS["Ana"], to="/studio/slides")
    assert page.path == "/studio/slides"
    assert (await stranger.send("/studio/sign-out")).path == "/studio/sign-in"
    assert (await stranger.get("/studio")).path == "/studio/sign-in"


@pytest.mark.parametrize("to", ["https://evil.example", "//evil.example", "/studio/\\evil", "/studiox", "javascript:x"])
async def test_signing_in_leads_nowhere_else(ana: Browser, browser: NewBrowser, to: str) -> None:
    stranger = await browser()
    page = await stranger.send("/studio/sign-in", email="ana@oras.ro", password=PASSWORDS["Ana"], to=to)
    assert page.path == "/studio"


async def test_another_sites_form_is_refused(city: Simulated, ana: Browser) -> None:
    ana.origin = "https://evil.example"
    assert (await ana.send("/studio/people", role="administrator")).status == 403
    ana.origin = "null"
    assert (await ana.send("/studio/slides/anunt", title__ro="x")).status == 403
    for site, status in (("cross-site", 403), ("same-site", 403), ("none", 403), ("same-origin", 200)):
        ana.fetched = {"Sec-Fetch-Site": site}
        assert (await ana.send("/studio/slides/anunt/preview", title__ro="x", display="", lang="")).status == status


async def test_a_used_link_says_so(city: Simulated, browser: NewBrowser) -> None:
    secret = await city.server.sign_in.first_link()
    first, second = await browser(), await browser()
    await first.join(f"/studio/join/{secret}", "Ana")
    page = await second.get(f"/studio/join/{secret}")
    assert page.status == 404 and "was used or has ended" in page.text
    assert (await second.join(f"/studio/join/{secret}", "Dan")).status == 422
