"""The pages that staff open every day, as they are seen: enlarged, in forced colours, without motion, empty and full.

`pictured` holds every one of them against axe, and against the width of a phone and of a desk, light and dark.
"""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from control_server.sources.importing import SourceAccess
from control_server.storage import people
from tests.system.studio_city import SLIDES, Studio, browser, joined, studio
from tests.system.test_studio_screens import Displays
from tests.system.visitor import Visitor, visiting

__all__ = ["browser", "studio"]
pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]

PAGES = {
    "today": "/studio",
    "plan": "/studio/plan",
    "slides": "/studio/slides",
    "editor": "/studio/slides/strada",
    "review": "/studio/review",
    "screens": "/studio/screens",
    "versions": "/studio/slides/strada/history",
}
STATES: dict[str, dict[str, Any]] = {
    "forced": {"forced_colors": "active"},
    "still": {"reduced_motion": "reduce"},
    "enlarged": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
}
"""Enlarged to 200 %, a window of 1,280 pixels has room for 640 (WCAG 2.2, 1.4.4 and 1.4.10)."""


@pytest.mark.parametrize("state", STATES)
async def test_every_page_in_every_state(studio: Studio, browser: Browser, state: str) -> None:
    async with studio.visit(browser, "Ana Pop", **STATES[state]) as ana:
        for name, path in PAGES.items():
            await ana.open(path)
            if state == "enlarged":
                await ana.pictured(f"{name}-{state}", widths=(640,))
            else:
                await ana.pictured(f"{name}-{state}")
            if state == "still":
                assert await moving(ana) == []


async def moving(visitor: Visitor) -> list[str]:
    """What moves by itself for longer than an instant."""
    found: list[str] = await visitor.page.evaluate(
        """() => document.getAnimations().filter(each => each.effect.getComputedTiming().duration > 10)
            .map(each => each.effect.target.outerHTML.slice(0, 120))"""
    )
    return found


async def test_a_calm_morning(studio: Studio, browser: Browser) -> None:
    displays = Displays(studio)
    for name in displays.names:
        await displays.speaks(name)
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio")
        await expect(ana.page.get_by_text("arată exact ce s-a aprobat")).to_be_visible()
        await expect(ana.page.get_by_text("Nu te așteaptă nimic").first).to_be_visible()
        await ana.pictured("today-calm")


async def test_fifteen_tasks_are_five_and_a_number(studio: Studio, browser: Browser) -> None:
    server = studio.server
    author = await people.by_email(server.ground.database, "ana@oras.ro")
    assert author
    path = f"slides/{SLIDES[0]}.yaml"
    body = server.publisher.published.files[path]
    for number in range(15):
        fresh = body.replace(b"8\xe2\x80\x9316", f"8–{number + 1}".encode())
        await server.desk.begin(author.who, f"Programul de iarnă, varianta {number + 1}", {path: fresh})
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio")
        await expect(ana.page.locator(".tasks > li")).to_have_count(5)
        await expect(ana.page.locator(".tasks .does", has_text="pe 2 ecrane")).to_have_count(5)
        await expect(ana.page.locator(".tasks img")).to_have_count(5)
        await expect(ana.page.get_by_text("și încă 10")).to_be_visible()
        await ana.pictured("today-fifteen")
        await ana.page.reload()
        await expect(ana.page.locator("[data-outlook]")).to_have_count(0)  # they were reckoned once
    async with studio.visit(browser, "Ana Pop", java_script_enabled=False) as ana:
        await server.desk.begin(author.who, "Fără scripturi", {path: body.replace(b"8", b"7")})
        await ana.open("/studio")
        await ana.press("Vezi ce ar face", "link")
        await ana.headed("Fără scripturi")


async def test_a_city_without_a_pack(browser: Browser, outside: SourceAccess, tmp_path: Path) -> None:
    empty = Studio(tmp_path, outside)
    await empty.start()
    try:
        async with visiting(browser, empty.address) as ana:
            await joined(ana, f"/studio/join/{await empty.server.sign_in.first_link()}", "Ana Pop")
            await ana.pictured("today-no-city")
            await ana.press("Începe cu primii pași", "link")
            await ana.headed("Hai să aprindem primul ecran")
            await ana.open("/studio/start")
            await ana.pictured("start-no-city")
    finally:
        await empty.end()
