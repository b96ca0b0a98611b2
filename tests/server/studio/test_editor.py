"""The editor: what is typed is drawn, kept in a change, and never lost."""

import json
import re
from typing import Any

from tests.server.simulator import Simulated
from tests.server.studio.conftest import Browser, Page


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


async def checks(browser: Browser, path: str = "/studio/slides/anunt", **form: str) -> dict[str, Any]:
    """What is said of what is typed."""
    page = await browser.send(f"{path}/check", **form)
    assert page.status == 200, page.text
    answer: dict[str, Any] = json.loads(page.text)
    return answer


def digest(page: Page) -> str:
    match = re.search(r'name="digest" value="(\w+)"', page.text)
    assert match, page.text
    return match[1]


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
    assert "„mâine” is no day, as 15 decembrie 2026" in page.text and 'value="mâine"' in page.text
    checked = await checks(ana, expires="mâine")
    assert [(each["field"], each["text"][:13]) for each in checked["findings"]] == [("expires", "„mâine” is no")]


async def test_a_second_save_goes_into_the_same_change_and_an_old_page_overwrites_nothing(
    city: Simulated, ana: Browser
) -> None:
    change = (await edited(ana, "Unu")).path.rpartition("/")[2]
    again = await ana.send("/studio/slides/anunt", title__ro="Doi", change=change, version="1")
    assert again.path.endswith(change)
    old = await ana.send("/studio/slides/anunt", title__ro="Trei", change=change, version="1")
    assert old.status == 412
    assert "Trei" in old.text and "Somebody else has saved it since" in old.text
    assert 'name="version" value="1"' in old.text  # saving once more overwrites nothing either
    for version in ("", "x", "-1", "9" * 30):
        page = await ana.send("/studio/slides/anunt", title__ro="Patru", change=change, version=version)
        assert page.status == 412


async def test_a_slide_is_called_by_what_it_says(city: Simulated, ana: Browser) -> None:
    page = await ana.get("/studio/slides/anunt")
    assert "<h1>Podul se inchide " in page.text and "<dd>anunt</dd>" in page.text
    change = await ana.send(
        "/studio/slides/anunt", title__ro="Alt titlu", **{"change-title": " ", "change": "", "version": "0"}
    )
    assert "<h1>Podul se inchide " in change.text and "Edit: Alt titlu" in change.text
    again = await ana.get(f"/studio/slides/anunt?change={change.path.rpartition('/')[2]}")
    assert "<h1>Alt titlu " in again.text
    audit = await ana.get("/studio/audit")
    assert f'began the change <a href="{change.path}">Podul se inchide</a>' in audit.text
