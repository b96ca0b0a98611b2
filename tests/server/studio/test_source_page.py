"""The pages From a source: read in the real jail, asked until nothing is open, kept as a change."""

import re
from pathlib import Path

import aiohttp

from tests.server.simulator import Simulated
from tests.server.studio.conftest import Browser, Page

BUDGET = Path("docs/examples/sources/cheltuieli-2026.csv").read_bytes().replace(b" - PROIECT", b"")
NOTICE = Path("docs/examples/sources/inchidere.txt").read_bytes()


async def begun(browser: Browser, what: str, data: bytes, name: str = "buget.csv") -> Page:
    """Hands a file over."""
    form = aiohttp.FormData()
    form.add_field("what", what)
    form.add_field("file", data, filename=name)
    return await browser.post("/studio/source", form)


async def read(city: Simulated, browser: Browser, page: Page) -> Page:
    """The page when the work has ended."""
    assert re.fullmatch(r"/studio/source/[0-9a-f]{10}", page.path), page.text
    await city.server.errands.settled(page.path.rpartition("/")[2])
    return await browser.get(page.path)


async def answered(city: Simulated, browser: Browser, page: Page, **said: str) -> Page:
    """Sends the form of the page, with these fields otherwise."""
    return await read(city, browser, await browser.send(f"{page.path}/answer", **(browser.fields(page) | said)))


async def test_a_budget_is_read_asked_and_kept_as_a_change(city: Simulated, ana: Browser) -> None:
    page = await read(city, ana, await begun(ana, "budget", BUDGET))
    assert "How far is this budget?" in page.text
    assert "after one question is answered" in page.text
    assert '">12.650,00</td>' in page.text
    page = await answered(city, ana, page, **{"answer.1": "status=draft"})
    assert "Where can this budget be read?" in page.text
    assert "after 3 questions are answered" in page.text
    assert '<tr class="read"><th scope="row">19</th>' in page.text
    assert '<td class="number read">12.650,00</td>' in page.text
    page = await answered(
        city,
        ana,
        page,
        **{
            "text.1": "https://www.oras.ro/buget",
            "text.2": "2026-11-20",
            "text.3": "2026-12-20",
            "playlist": "toate",
            "title": "Proiectul de buget",
        },
    )
    assert "Keep as a change" in page.text and 'aria-describedby="lack"' not in page.text, page.text
    before = city.published
    kept = await ana.send(f"{page.path}/keep", **ana.fields(page))
    assert kept.path.startswith("/studio/changes/"), kept.text
    assert "Proiectul de buget" in kept.text
    assert city.published is before
    change = await city.server.desk.one(kept.path.rpartition("/")[2])
    assert change.state == "draft" and "slides/buget-2026-100.yaml" in change.files
    assert "It was kept as a change" in (await ana.get(page.path)).text
