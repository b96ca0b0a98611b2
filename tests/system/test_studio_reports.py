"""Reports in a real browser: story 12, a month as figures and as a document for the archive; and what takes long."""

import re
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from content import wire
from control_server.storage import displays
from tests.system.studio_city import Studio, browser, studio

__all__ = ["browser", "studio"]
pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]

STEP = timedelta(seconds=15)


async def played(studio: Studio) -> int:
    """Four hours of each display in the middle of the month before; how many plays."""
    published, now = studio.server.publisher.published, studio.server.ground.clock()
    zone = published.city_pack().city.zone
    last = now.astimezone(zone).date().replace(day=1) - timedelta(days=1)
    start, count = datetime.combine(last.replace(day=15), time(8), zone), 960
    for display in published.city_pack().displays:
        frames = published.programme(display).frames
        turns = [(slide, lang, frame.asset) for slide, langs in frames.items() for lang, frame in langs.items()]
        plays = []
        for number in range(count):
            slide, lang, asset = turns[number % len(turns)]
            since = start + number * STEP
            shown = {"slide": slide, "lang": lang, "campaign": "mereu", "asset": asset}
            plays.append(wire.Play(number=number, since=since, until=since + STEP, **shown))  # type: ignore[arg-type]
        await displays.add_plays(studio.server.ground.database, [displays.PlaysOf(display=display, plays=tuple(plays))])
    return count * len(published.city_pack().displays)


async def test_story_12_a_month_is_reported_and_proved(studio: Studio, browser: Browser, tmp_path: Path) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio/reports")
        await ana.pictured("reports-empty")
        count = await played(studio)
        await ana.open("/studio")
        with ana.stopwatch("story 12, the monthly report and proof", "3 min"):
            await ana.press("Rapoarte", "link")
            await expect(ana.page.locator(".sum")).to_contain_text(f"{count:,}".replace(",", "."))
            async with ana.page.expect_download() as coming:
                await ana.press("Document pentru dosar (PDF)", "link")
            pdf = tmp_path / "report.pdf"
            await (await coming.value).save_as(pdf)
            async with ana.page.expect_download() as coming:
                await ana.press("Fiecare afișare (CSV)", "link")
            plays = tmp_path / "plays.csv"
            await (await coming.value).save_as(plays)
        assert pdf.read_bytes().startswith(b"%PDF-1.7")
        assert len(plays.read_text().splitlines()) == count + 1
        await expect(ana.named("anunțuri", "rowheader")).to_be_visible()
        await ana.pictured("reports")
    async with studio.visit(browser, "Ana Pop", java_script_enabled=False) as plain:
        await plain.open("/studio/reports?from=2026-01-01&to=2026-01-31")
        await plain.press("Arată")
        await plain.headed("Rapoarte")


async def test_what_takes_long_is_made_beside_the_page(studio: Studio, browser: Browser) -> None:
    sums = studio.server.studio.reports.sums
    before, sums.long = sums.long, 100
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio/reports")
        await ana.pictured("reports-offer")
        async with sums.turn:
            await ana.press("Fă raportul")
            await expect(ana.page.locator("progress")).to_have_attribute("max", re.compile("[45]"))
            await ana.pictured("reports-working")
            await ana.press("Oprește")
            await expect(ana.page.locator(".note")).to_contain_text("L-ai oprit")
            await ana.pictured("reports-stopped")
            await ana.press("Fă raportul")
            await expect(ana.page.locator("progress")).to_be_visible()
            await ana.open("/studio")  # the page is left
            await ana.press("Rapoarte", "link")
            await expect(ana.page.locator("progress")).to_be_visible()
        await expect(ana.page.locator(".sum")).to_be_visible()  # by itself
        await expect(ana.page.locator("h2.of")).to_be_focused()
        await ana.pictured("reports-kept")
        async with ana.page.expect_download() as coming:
            await ana.press("Document pentru dosar (PDF)", "link")
        assert Path(await (await coming.value).path()).read_bytes().startswith(b"%PDF-1.7")
    async with studio.visit(browser, "Dan Rus", java_script_enabled=False) as plain:
        await plain.open("/studio/reports")
        async with sums.turn:
            await plain.press("Fă raportul")
            await expect(plain.page.locator("progress")).to_be_visible()
        await expect(plain.page.locator(".sum")).to_be_visible()  # the page is asked for anew every two seconds
    sums.long = before
