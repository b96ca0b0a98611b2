"""Screens in a real browser: wrong ones first, why one is dark, its day, and what it can be told.

The server, its drawing and database are real; what displays say is put in, in every state they can be in.
"""

import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from content import wire
from control_server.publishing.edits import whole_pack
from control_server.storage import displays
from control_server.storage.causes import Cause
from tests.server.simulator import picture
from tests.system.studio_city import Studio, browser, studio
from tests.system.visitor import visiting

__all__ = ["browser", "studio"]
pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]

SQUARE, HALL = "piata-unirii", "primarie-hol"
STEP = timedelta(seconds=15)
HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</title><svg onload=alert(1)>{{ 7 * 7 }}")


class Displays:
    """The two displays of the city, as they speak to the server."""

    def __init__(self, studio: Studio) -> None:
        self.server = studio.server
        self.names = list(studio.server.publisher.published.city_pack().displays)

    def glass(self, display: str, *, matches: bool = True) -> wire.Glass:
        """Shows the first slide, since two seconds."""
        at = self.now - timedelta(seconds=2)
        asset = self.server.publisher.published.programme(display).frames["strada"]["ro"].asset
        shown = {"slide": "strada", "lang": "ro", "campaign": "mereu", "asset": asset, "matches": matches}
        return wire.Glass(state="showing", since=at, lit=at, count=1, **shown)  # type: ignore[arg-type]

    @property
    def now(self) -> datetime:
        return self.server.ground.clock()

    async def speaks(self, display: str, *, matches: bool = True, **fields: object) -> None:
        """A status, and a picture of its glass: the frame itself."""
        newest = self.server.publisher.published.latest[display].version
        glass = self.glass(display, matches=matches)
        health = wire.Health(temperature_c=52.0, under_voltage=False, store_writable=True, card_errors=0, up_s=9e5)
        whole = {
            "health": health,
            "adopted": newest,
            "glass": glass,
            "version": "0.9",
            "rss_mb": 194.0,
            "disk_free_mb": 20_400.0,
        }
        status = wire.Status(display=display, online=True, **{**whole, **fields})  # type: ignore[arg-type]
        self.server.reception.receive("status", display, wire.encode(status))
        assert glass.asset
        png = (await self.server.surroundings.blobs.located(glass.asset)).read_bytes() if matches else picture(0)
        await self.server.glasses.add(display, png, glass, self.now)
        self.server.fleet.pictured(display, png)

    async def played(self, display: str, hours: float) -> None:
        """Both slides in turn, in the last so many hours, up to half a minute ago."""
        frames = self.server.publisher.published.programme(display).frames
        count = int(hours * 3600 / STEP.total_seconds())
        first = self.now - timedelta(seconds=30) - count * STEP
        names = sorted(frames)
        plays = tuple(
            wire.Play(
                number=number + 1,
                slide=(name := names[number % len(names)]),
                lang="ro",
                campaign="mereu",
                asset=frames[name]["ro"].asset,
                since=first + number * STEP,
                until=first + (number + 1) * STEP,
            )
            for number in range(count)
        )
        for start in range(0, count, 1000):
            batch = displays.PlaysOf(display=display, plays=plays[start : start + 1000])
            await displays.add_plays(self.server.ground.database, [batch])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def screens(studio: Studio) -> AsyncIterator[Displays]:
    yield Displays(studio)


async def test_before_any_display_has_started(studio: Studio, browser: Browser, screens: Displays) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio/screens")
        await ana.headed("Ecrane")
        await ana.pictured("screens-never")


async def test_story_4_why_a_screen_is_dark(studio: Studio, browser: Browser, screens: Displays) -> None:
    weak = wire.Health(temperature_c=83.6, under_voltage=True, store_writable=True, card_errors=0, up_s=9e5)
    for name in screens.names:
        await screens.speaks(name, matches=name != SQUARE, **({"health": weak} if name == SQUARE else {}))
        await screens.played(name, 2)
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio")
        with ana.stopwatch("technician's story 4, why a screen is dark", "3 min"):
            await ana.press("Ecrane", "link")
            first = ana.page.locator(".screens > li").first
            await expect(first).to_contain_text("Arată altceva decât trebuie")
            ana.clicks += 1
            await first.get_by_role("heading").get_by_role("link").click()
            await expect(ana.page.locator(".cause")).to_contain_text("nu e cadrul aprobat")
            await expect(ana.page.locator(".evidence li")).to_contain_text(["alimentarea a fost prea slabă", "84 °C"])
            await ana.pictured("screen-evidence")
            await ana.page.locator(".cause").get_by_role("button", name="Repornește playerul").click()
            await expect(ana.page.get_by_text("Playerul repornește.")).to_be_visible()
        await expect(ana.page.locator(".history")).to_contain_text("a repornit ecranul")
        await ana.pictured("screen-wrong")
        await ana.open("/studio/screens")
        await ana.pictured("screens-wrong")


async def test_the_day_is_gone_through_by_hours_by_keys_and_by_a_form(
    studio: Studio, browser: Browser, screens: Displays
) -> None:
    await screens.speaks(SQUARE)
    before = screens.now - timedelta(hours=1)
    zone = studio.server.publisher.published.city_pack().city.zone
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open(f"/studio/screens/{SQUARE}")
        await expect(ana.page.locator(".cause")).to_contain_text("Arată exact ce s-a aprobat")
        await ana.pictured("screen-well")
        await ana.fill("Alt moment", f"{before.astimezone(zone):%Y-%m-%dT%H:%M:%S}")
        await ana.press("Arată")
        await expect(ana.page.get_by_text("Ce a fost pe ecran")).to_be_visible()
        await expect(ana.page.locator(".strip .proven")).to_have_count(7)
        await ana.pictured("screen-past")
        shown = await ana.page.locator(".strip .here time").inner_text()
        await ana.page.keyboard.press("ArrowRight")
        await expect(ana.page.locator(".strip .here time")).not_to_have_text(shown)
        await ana.page.wait_for_load_state()  # with its script
        await ana.page.keyboard.press("ArrowLeft")
        await expect(ana.page.locator(".strip .here time")).to_have_text(shown)
        await ana.page.wait_for_load_state()
        await ana.page.keyboard.press("Home")
        await expect(ana.page.get_by_text("Ce e pe ecran")).to_be_visible()
        await ana.press("Ziua următoare", "link")
        await expect(ana.page.get_by_text("Ce va fi pe ecran")).to_be_visible()
        await ana.pictured("screen-coming")
    async with studio.visit(browser, "Ana Pop", java_script_enabled=False) as plain:
        await plain.open(f"/studio/screens/{SQUARE}")
        await plain.press("La ora 08:00:00", "link")
        await expect(plain.page.locator(".hours [aria-current]")).to_have_text("8")


async def test_an_open_page_is_kept_true(studio: Studio, browser: Browser, screens: Displays) -> None:
    await screens.speaks(SQUARE)
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio/screens")
        card = ana.page.locator(f"[data-display={SQUARE}]")
        await expect(card).to_contain_text("Arată exact ce s-a aprobat")
        await screens.speaks(SQUARE, rejected="the signature is another's")
        await expect(card).to_contain_text("Refuză planul trimis")
        await ana.open(f"/studio/screens/{SQUARE}")
        await ana.unfold("Detalii tehnice")
        await expect(ana.page.get_by_text("the signature is another's")).to_be_visible()


async def test_a_technician_makes_an_identity_and_ends_it(studio: Studio, browser: Browser, screens: Displays) -> None:
    await screens.speaks(SQUARE)
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open(f"/studio/screens/{SQUARE}")
        async with ana.page.expect_download() as coming:
            await ana.press("Fă o identitate")
        assert (await coming.value).suggested_filename == f"{SQUARE}.yaml"
        assert studio.server.enrolments.has(SQUARE)
        await ana.page.reload()
        await ana.unfold("Încheie identitatea")
        await ana.pictured("screen-identity")
        await ana.press("Încheie identitatea")
        await expect(ana.page.get_by_text("Identitatea s-a încheiat.")).to_be_visible()
        assert not studio.server.enrolments.has(SQUARE)


async def test_hostile_names_are_shown_as_they_were_typed(studio: Studio, browser: Browser, screens: Displays) -> None:
    before = dict(studio.server.publisher.published.files)
    for text in HOSTILE:
        name = json.dumps(text).encode()
        files = {**before, "displays.yaml": before["displays.yaml"].replace("Piața Unirii".encode(), name, 1)}
        assert files != before
        await studio.server.publisher.change(whole_pack(files), Cause(actor="afisier", kind="pack"))
        await screens.speaks(SQUARE, rejected=text, version=text[:60])
        async with studio.visit(browser, "Ana Pop") as ana, visiting(browser, studio.address) as stranger:
            await ana.open("/studio/screens")
            await expect(ana.named(text, "link").first).to_be_visible()
            await ana.open(f"/studio/screens/{SQUARE}")
            await ana.headed(text)
            await ana.unfold("Detalii tehnice")
            await expect(ana.page.locator("details p").first).to_have_text(text)
            await ana.open("/studio/reports?from=2026-01-01&to=2026-12-31")
            await stranger.open(f"/displays/{SQUARE}")
            await stranger.headed(text)
    await studio.server.publisher.change(whole_pack(before), Cause(actor="afisier", kind="pack"))


async def test_the_wall_of_strangers_in_a_browser(studio: Studio, browser: Browser, screens: Displays) -> None:
    await screens.speaks(SQUARE)
    await screens.played(SQUARE, 0.2)
    async with visiting(browser, studio.address) as stranger:
        await stranger.open("/")
        await expect(stranger.page.get_by_text("Imagine de acum").first).to_be_visible()
        await stranger.pictured("wall-of-strangers")
        await stranger.open(f"/displays/{SQUARE}")
        await expect(stranger.page.get_by_text("Ce a arătat mai devreme")).to_be_visible()
        await expect(stranger.page.locator(".hour tbody tr").first).to_be_visible()
        await stranger.pictured("wall-of-strangers-one")
        await expect(stranger.page.get_by_text("Ce urmează")).to_have_count(0)
