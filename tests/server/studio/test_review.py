"""The pages of a change: from a draft to the glass and back, by two people, each with their rights."""

import re

from control_server.storage import audit
from tests.server.simulator import Simulated
from tests.server.studio.conftest import Browser, NewBrowser, Page, invited


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


async def test_a_change_that_was_published_shows_what_the_screens_show_now(city: Simulated, ana: Browser) -> None:
    change = (await edited(ana, "Trei")).path
    assert "What the screens show now" not in (await ana.get(change)).text
    published = await ana.send(f"{change}/publish", why="e grabă")
    assert "What the screens show now" in published.text
    for display in ("gara", "piata"):
        assert f"/studio/frames/{city.published.programme(display).frames['anunt']['ro'].asset}" in published.text
