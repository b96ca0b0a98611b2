"""An alert in two browsers and on a real display: written, confirmed, on the glass, ended; then the former slides."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from content.pack.alert import ALERTS
from control_server.commands.local_city import LocalCity, local_city
from tests.system.studio_city import SLIDES, browser, joined, small
from tests.system.visitor import Visitor, visiting

__all__ = ["browser"]
pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]

SQUARE, HALL = "piata-unirii", "primarie"
READY = "Apa de la robinet nu este potabilă"


class TwoPeople:
    """Ana, who writes, and Dan, who confirms, at a city with one display that is lit."""

    def __init__(self, city: LocalCity, ana: Visitor, dan: Visitor) -> None:
        self.city, self.ana, self.dan = city, ana, dan

    def alert(self) -> str:
        """The id of the one alert that is on."""
        (path,) = (each for each in self.city.server.publisher.published.files if each.startswith(ALERTS))
        return path[len(ALERTS) : -len(".yaml")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def two(
    sample: dict[str, bytes], browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[TwoPeople]:
    folder: Path = tmp_path_factory.mktemp("alert")
    async with local_city(folder, small(sample)) as city:
        await city.start([SQUARE])
        async with visiting(browser, city.server.url) as ana, visiting(browser, city.server.url) as dan:
            await joined(ana, f"/studio/join/{await city.server.sign_in.first_link()}", "Ana Pop")
            await ana.press("Oameni", "link")
            await ana.press("aprobator", "checkbox")
            await ana.press("Fă un link")
            link = await ana.page.locator("code.link").inner_text()
            await joined(dan, link.removeprefix(city.server.url), "Dan Rus")
            await city.seen(SQUARE, lambda glass: glass.state == "showing", within=120)
            yield TwoPeople(city, ana, dan)


async def test_from_the_header_to_the_glass_and_back(two: TwoPeople) -> None:
    city, ana, dan = two.city, two.ana, two.dan
    await ana.open("/studio/slides")
    await dan.open("/studio/plan")  # a page that is open already
    with ana.stopwatch("an alert, from the header to a second person", "60 s with the confirmation"):
        began = time.monotonic()
        await ana.press("Alertă", "link")
        await ana.press(READY, "link")
        await ana.press("Trimite unei a doua persoane")
        await expect(ana.page.get_by_text("așteaptă o a doua persoană")).to_be_visible()
    with dan.stopwatch("its confirmation, from a page that is open to the glass", "60 s with the writing"):
        await expect(dan.page.get_by_text(READY)).to_be_visible()
        await dan.press("Vezi și confirmă", "link")
        await dan.press("Confirmă: pune-o pe ecrane")
        await expect(dan.named(f"Încheie alerta: {READY}")).to_be_visible()
        name = two.alert()
        shown = await city.seen(SQUARE, lambda glass: glass.slide == name, within=120)
        print(f"\nan alert in all, from the header to the glass: {time.monotonic() - began:.1f} s")
    assert shown.matches
    programme = city.server.publisher.published.programme(SQUARE)
    assert shown.asset == programme.frames[name][str(shown.lang)].asset
    await expect(dan.page.get_by_text("O arată 1 din 2 ecrane").first).to_be_visible()
    await dan.open("/studio/alert")
    await expect(dan.page.locator(".receipts")).to_contain_text("n-a fost pornit niciodată")
    await dan.pictured("alert-on")
    with dan.stopwatch("its end, from the header to the former programme", "10 s"):
        await dan.press(f"Încheie alerta: {READY}")
        back = await city.seen(SQUARE, lambda glass: glass.slide != name, within=120)
    assert back.state == "showing"
    assert back.slide in SLIDES
    assert back.matches
    await expect(ana.page.locator(".alarm")).to_have_count(0)


async def test_without_javascript(two: TwoPeople, browser: Browser) -> None:
    state = await two.ana.page.context.storage_state()
    other = await two.dan.page.context.storage_state()
    address = two.city.server.url
    async with (
        visiting(browser, address, java_script_enabled=False, storage_state=state) as ana,
        visiting(browser, address, java_script_enabled=False, storage_state=other) as dan,
    ):
        await ana.open("/studio")
        await ana.press("Alertă", "link")
        await ana.fill("Ce se întâmplă", "Stradă surpată", "Română")
        await ana.fill("Ce e de făcut", "Ocolește Piața Traian.", "Română")
        await ana.press("Trimite unei a doua persoane")
        await dan.open("/studio/review")
        await dan.press("Vezi și confirmă", "link")
        assert await dan.page.locator(".exact img").count() >= 2
        await dan.press("Confirmă: pune-o pe ecrane")
        await dan.press("Încheie alerta: Stradă surpată")
        await expect(dan.page.locator(".alarm")).to_have_count(0)


async def test_pictures_of_every_state(two: TwoPeople) -> None:
    ana, dan = two.ana, two.dan
    await ana.open("/studio/alert")
    await ana.pictured("alert-empty")
    await ana.open("/studio/alert?text=1")
    await expect(ana.page.locator("#alert[data-drawn=exact]")).to_be_visible()
    await ana.pictured("alert-written")
    await ana.press("Trimite unei a doua persoane")
    await ana.pictured("alert-waits-own")
    await dan.open("/studio/alert")
    await dan.pictured("alert-waits")
    await dan.open("/studio/slides")
    await dan.pictured("alert-header-waits")
    await dan.press("Vezi și confirmă", "link")
    await dan.press("Confirmă: pune-o pe ecrane")
    await dan.open("/studio/plan")
    await dan.pictured("alert-header-on")
    await dan.press(f"Încheie alerta: {READY}")
