"""Settings and the form of a display in a real browser."""

import pytest
from playwright.async_api import Browser, expect

from tests.system.studio_city import Studio, browser, studio

__all__ = ["browser", "studio"]
pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]


async def test_technicians_story_3_panel_distance_rotation_and_hours(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio/screens/piata-unirii")
        with ana.stopwatch("technician's story 3, panel, distance, rotation, hours", "2 min"):
            await ana.press("Panou, ore, limbi", "link")
            await expect(ana.page.get_by_role("heading", level=1)).to_have_text("Piața Unirii")
            await ana.pictured("display-settings")
            await ana.page.get_by_label("Diagonala").fill("65")
            await ana.page.get_by_label("De la ce depărtare se citește").fill("4")
            ana.clicks += 1
            await ana.page.get_by_label("stă în picioare").check()
            await ana.page.get_by_label("de la", exact=True).first.fill("06:00")
            await ana.page.get_by_label("până la", exact=True).first.fill("23:00")
            await ana.press("Păstrează ca modificare")
            await expect(ana.page.get_by_role("heading", level=1)).to_contain_text("Piața Unirii")
        await expect(ana.page.locator("main")).to_contain_text("ciornă")


async def test_the_settings_of_the_city(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio/settings")
        await ana.headed("Setări")
        await ana.pictured("settings")
        await ana.page.locator("#names summary").first.click()
        await ana.pictured("settings-names")
        await ana.page.get_by_label("De obicei").fill("2")
        await ana.page.locator("#review").get_by_role("button", name="Păstrează ca modificare").click()
        await expect(ana.page.get_by_role("heading", level=1)).to_contain_text("Cine trebuie să aprobe")


async def test_a_new_screen_and_what_cannot_be(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio/new-screen")
        await ana.page.get_by_label("Unde stă, cum îi spune lumea").fill("Holul mare")
        await ana.page.get_by_label("De la ce depărtare se citește").fill("departe")
        await ana.press("Păstrează ca modificare")
        await expect(ana.page.get_by_role("alert")).to_contain_text("De la ce depărtare se citește: ")
        await expect(ana.page.get_by_label("Unde stă, cum îi spune lumea")).to_have_value("Holul mare")
        await ana.pictured("display-refused")
        await ana.page.get_by_label("De la ce depărtare se citește").fill("2,5")
        await ana.press("Păstrează ca modificare")
        await expect(ana.page.get_by_role("heading", level=1)).to_contain_text("Holul mare")
