"""The pages of playlists in a real browser: ordered by dragging, by buttons, by keyboard and without a script."""

from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.system import planned_city
from tests.system.studio_city import DESK, STREET, Studio, browser, studio
from tests.system.visitor import Visitor

__all__ = ["browser", "studio"]
pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]

CIVIC = "/studio/playlists/civice"
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


@pytest.fixture(autouse=True)
async def planned(studio: Studio, sample: dict[str, bytes]) -> None:
    await planned_city.plan(studio, sample)


async def ordered(visitor: Visitor, *slides: str) -> None:
    """The slides stand in this order."""
    await expect(visitor.page.locator("#order > li strong")).to_have_text(list(slides))


async def test_slides_are_moved_and_the_focus_stays_on_the_button(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio")
        await ana.press("Liste", "link")
        await ana.pictured("playlists")
        await ana.press("Civice", "link")
        await ordered(ana, STREET, DESK)
        await ana.pictured("playlist")
        down = ana.named(f"Mută mai jos: {STREET}")
        await ana.reach(down)
        await ana.page.keyboard.press("Enter")
        await ordered(ana, DESK, STREET)
        await expect(down).to_be_focused()
        await expect(ana.page.get_by_role("status")).to_have_text(f"{STREET}: locul 2 din 2")
        await expect(down).to_have_attribute("aria-disabled", "true")
        await ana.page.keyboard.press("Enter")
        await ordered(ana, DESK, STREET)
        await ana.pictured("playlist-moved")
        await ana.page.reload()  # nothing is lost
        await ordered(ana, DESK, STREET)
        await ana.fill("Despre ce e modificarea", "Întâi registratura")
        await ana.key("Salvează")
        await ana.tagged("ciornă")
        await ana.headed("Întâi registratura")


async def test_a_slide_is_dragged_by_its_grip(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open(CIVIC)
        grips = ana.page.locator(".grip")
        from_box, to_box = await grips.first.bounding_box(), await grips.last.bounding_box()
        assert from_box and to_box
        await ana.page.mouse.move(from_box["x"] + 10, from_box["y"] + 30)
        await ana.page.mouse.down()
        await ana.page.mouse.move(to_box["x"] + 10, to_box["y"] + 30, steps=12)
        await ana.page.mouse.up()
        await ordered(ana, DESK, STREET)
        await expect(ana.page.locator("#unsaved")).to_be_visible()
        ana.stays = True
        await ana.page.close(run_before_unload=True)
        await ordered(ana, DESK, STREET)


async def test_without_a_script_every_step_is_a_page(studio: Studio, browser: Browser) -> None:
    plain: dict[str, Any] = {"java_script_enabled": False}
    async with studio.visit(browser, "Ana Pop", **plain) as ana:
        await ana.open(CIVIC)
        down = ana.named(f"Mută mai jos: {STREET}")
        await down.click()
        await ordered(ana, DESK, STREET)
        await expect(down).to_be_focused()
        await ana.named(f"Scoate: {DESK}").click()
        await ordered(ana, STREET)
        await ana.page.get_by_label("Afișul de adăugat").select_option("buget-total")
        await ana.press("Adaugă la sfârșit")
        await expect(ana.page.locator("#order > li")).to_have_count(2)
        await ana.fill("Română", HOSTILE, "Nume")
        await ana.press("Salvează")
        await ana.tagged("ciornă")
    lists = studio.server.publisher.published.files["playlists.yaml"].decode()
    assert "slides: [strada, registratura]" in lists  # nothing is published


async def test_a_new_playlist_and_its_name_is_only_a_text(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio/playlists")
        await ana.fill("Nume", HOSTILE)
        await ana.press("Fă lista")
        await ana.headed(HOSTILE)
        await ana.pictured("playlist-new")
        await ana.page.locator(".crumbs").get_by_role("link", name="Liste").click()
        await ana.pictured("playlists-hostile")
