"""The stories of a communications officer by the keyboard alone: Tab, Enter, Space, arrows and letters, nothing else.

The focus is seen at every stop (`Visitor.reach`). A file is put into its field by the test, once the field has the
focus: the window in which one is chosen is the system's.
"""

from itertools import pairwise
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, expect

from control_server.sources.importing import SourceAccess
from tests.system import simulated_web
from tests.system.studio_city import DESK, Studio, browser, studio
from tests.system.test_studio_source import SOURCES, allowed, of_the_city, read
from tests.system.visitor import Visitor

__all__ = ["browser", "studio"]
pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]


@pytest.fixture(scope="module")
def outside() -> SourceAccess:
    """A platform of consultations."""
    return simulated_web.access()


async def file(visitor: Visitor, label: str, path: Path) -> None:
    """Goes to the field of a file; what is chosen there is the test's."""
    await visitor.reach(visitor.field(label))
    await visitor.field(label).set_input_files(path)


async def radio(visitor: Visitor, target: Locator) -> None:
    """Goes to a group of choices and to the wanted one of it by the arrows."""
    group = await target.get_attribute("name")
    every = visitor.page.locator(f'input[type=radio][name="{group}"]')
    await visitor.reach_one_of(every)
    for _ in range(await every.count() + 1):
        if await target.is_checked():
            return
        await visitor.page.keyboard.press("ArrowDown")
    raise AssertionError("the arrows do not lead to the choice")


async def tick(visitor: Visitor, target: Locator) -> None:
    await visitor.reach(target)
    await visitor.page.keyboard.press("Space")
    await expect(target).to_be_checked()


async def approved(studio: Studio, browser: Browser, title: str) -> None:
    """A second person approves it, by keyboard too."""
    async with studio.visit(browser, "Dan Rus") as dan:
        await dan.open("/studio")
        await dan.key(title, "link")
        await dan.headed(title)
        await dan.key("Aprobă și publică", exact=False)
        await dan.tagged("publicată")


async def test_story_1_the_budget_from_its_files(studio: Studio, browser: Browser, tmp_path: Path) -> None:
    spending, income = (of_the_city(f"{name}-2026.csv", tmp_path) for name in ("cheltuieli", "venituri"))
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio")
        with ana.stopwatch("story 1 by the keyboard alone", "20 min"):
            await ana.key("Dintr-o sursă", "link")
            await ana.key("Un buget", "link")
            await file(ana, "Fișierul cheltuielilor sau al ambelor părți", spending)
            await file(ana, "Fișierul veniturilor, dacă e altul", income)
            await ana.key("Citește")
            await ana.headed("Dintr-un buget")
            await read(ana)
            await expect(ana.named("Ce s-a citit", "heading")).to_be_focused()
            await radio(ana, ana.named("proiect", "radio"))
            await ana.key("Răspunde și citește din nou")
            await read(ana)
            await ana.key_in(ana.field("Adresa la care poate fi citit"), "https://www.oras.ro/buget")
            await ana.key_in(ana.field("Ziua din care sunt cifrele"), "2026-11-20")
            await ana.key_in(ana.field("Contestații până la"), "2026-12-20")
            await ana.key("Răspunde și citește din nou")
            await read(ana)
            await ana.key_in(ana.field("Despre ce e modificarea"), "Proiectul de buget 2026")
            await ana.key("Păstrează ca modificare")
            await ana.tagged("ciornă")
            await ana.key("Trimite spre aprobare")
            await ana.tagged("trimisă")


async def test_story_2_a_label_is_corrected_on_all_screens(studio: Studio, browser: Browser) -> None:
    before = studio.asset("registratura")
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio")
        with ana.stopwatch("story 2 by the keyboard alone", "2 min"):
            await ana.key("Afișe", "link")
            await ana.key(DESK, "link")
            title = ana.field("Română", "Titlu")
            await ana.key_in(title, DESK.replace("16", "17"))
            await ana.previewed()
            await expect(title).to_be_focused()  # the frame and what is said of it came, and the place of typing stayed
            await ana.key_in(ana.field("Despre ce e modificarea"), "Programul de iarnă")
            await ana.key("Salvează")
            await ana.key("Trimite spre aprobare")
            await ana.tagged("trimisă")
    await approved(studio, browser, "Programul de iarnă")
    assert studio.asset("registratura") != before


async def test_story_3_an_open_call_of_the_platform(studio: Studio, browser: Browser) -> None:
    await allowed(studio)
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio")
        with ana.stopwatch("story 3 by the keyboard alone", "5 min"):
            await ana.key("Dintr-o sursă", "link")
            await ana.key("Consultări deschise", "link")
            await ana.key_in(ana.field("sau adresa lui"), f"https://{simulated_web.PLATFORM}")
            await ana.key("Citește")
            await read(ana)
            draft = ana.page.locator(".draft")
            await ana.key_in(draft.get_by_label("Câte minute ia").first, "3")
            await ana.key_in(draft.get_by_label("Adresa scurtă, de tastat").first, "oras.ro/strazi")
            await ana.key_in(ana.field("Despre ce e modificarea"), "Consultarea despre străzi")
            await ana.key("Citește din nou cu ce e ales aici")
            await read(ana)
            await ana.key("Păstrează ca modificare")
            await ana.tagged("ciornă")
            await ana.key("Trimite spre aprobare")
            await ana.tagged("trimisă")
    await approved(studio, browser, "Consultarea despre străzi")
    assert "strazi" in studio.server.publisher.published.programme("piata-unirii").plan.items


async def test_story_4_a_long_notice_with_its_limits(studio: Studio, browser: Browser) -> None:
    text = (SOURCES / "inchidere.txt").read_text().replace("2026", "2098")
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio")
        with ana.stopwatch("story 4 by the keyboard alone", "4 min"):
            await ana.key("Dintr-o sursă", "link")
            await ana.key("Un anunț", "link")
            await ana.reach(ana.field("Textul"))
            await ana.page.keyboard.insert_text(text)  # as pasted: in a text, Enter is a line
            await ana.key("Citește")
            await read(ana)
            title = ana.page.get_by_label("Titlu").first
            await ana.key_in(title, "Un titlu foarte lung despre o stradă care se închide și despre multe altele")
            await expect(ana.page.locator(".left[data-over]")).to_be_visible()
            await ana.key_in(title, "Str. Morii închisă 26 nov. – 4 dec.")
            await expect(ana.page.locator(".left[data-over]")).to_have_count(0)
            await expect(title).to_be_focused()
            for box in await ana.page.get_by_label("Am comparat cu sursa").all():
                await tick(ana, box)
            await ana.key("Citește din nou cu ce e ales aici")
            await read(ana)
            await ana.key("Păstrează ca modificare")
            await ana.tagged("ciornă")


@pytest.mark.parametrize("path", ["", "/screens", "/slides", "/plan", "/review", "/slides/strada", "/source"])
async def test_tab_goes_through_a_page_and_out_again(studio: Studio, browser: Browser, path: str) -> None:
    """Nothing holds the focus, and every stop is seen."""
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open(f"/studio{path}")
        stops: list[str] = []
        for _ in range(400):
            await ana.page.keyboard.press("Tab")
            stop = await ana.page.evaluate(_STOP)
            if stop is None:
                break  # out of the page, into the browser
            if stop["several"] and stops and stops[-1] == stop["html"]:
                continue  # the parts of a date: the browser shows which one has the focus
            assert stop["seen"], stop["html"]
            stops.append(stop["html"])
        else:
            raise AssertionError(f"Tab does not leave the page: {stops[-5:]}")
        assert len(stops) > 10
        assert not any(one == other for one, other in pairwise(stops)), stops


_STOP = """() => {
    const it = document.activeElement;
    if (!it || it === document.body) return null;
    const style = getComputedStyle(it), box = it.getBoundingClientRect();
    window.stops ??= new Map();
    if (!window.stops.has(it)) window.stops.set(it, window.stops.size);
    const inside = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
    const several = ["datetime-local", "date", "time"].includes(it.type);
    const html = window.stops.get(it) + it.outerHTML.slice(0, 200);
    return {several, seen: style.outlineStyle !== "none" && inside, html};
}"""
