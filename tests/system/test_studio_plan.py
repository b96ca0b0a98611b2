"""The plan in a real browser: a week planned by dragging, by keys alone and without a script, seen in every state."""

from typing import Any

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.system import planned_city
from tests.system.studio_city import Studio, browser, studio
from tests.system.visitor import Visitor

__all__ = ["browser", "studio"]
pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]

WEEK = "/studio/plan?from=2026-11-30"


@pytest.fixture(autouse=True)
async def planned(studio: Studio, sample: dict[str, bytes]) -> None:
    await planned_city.plan(studio, sample)


async def test_every_view_is_for_everybody(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open(WEEK)
        await ana.pictured("plan")
        await ana.open(f"{WEEK}&view=month")
        await ana.pictured("plan-month")
        await ana.open(f"{WEEK}&view=display&display=piata-unirii")
        await ana.pictured("plan-display")
        await ana.open(f"{WEEK}&display=piata-unirii&at=2026-12-02T11:00")
        await ana.pictured("plan-seen")
        await ana.open(f"{WEEK}&q=nu+e")
        await ana.pictured("plan-nothing")
    async with studio.visit(browser, "Ana Pop", forced_colors="active") as ana:
        await ana.open(WEEK)
        await ana.pictured("plan-forced")
    async with studio.visit(browser, "Ana Pop", java_script_enabled=False) as ana:
        await ana.open(WEEK)
        await ana.page.screenshot(path="build/studio/plan-plain.png", full_page=True)
        await expect(ana.page.get_by_text("vineri 4 dec., 10:00 – 14:00: se vede")).to_be_visible()
        await ana.open("/studio/campaigns/navetisti")
        await ana.fill("În cuvinte", "în fiecare marți, 8–9:30, din 3 nov.")
        await ana.press("Pune în câmpuri")
        await expect(ana.named("marți", "checkbox")).to_be_checked()
        await ana.press("Salvează")
        await ana.headed("Plan")
        await expect(ana.page.get_by_text("în fiecare marți, 8–9:30, din 3 nov.").first).to_be_attached()


async def dragged(visitor: Visitor, campaign: str, days: float, *, end: bool = False) -> None:
    """Takes the first bar of the campaign, or its end, by the pointer and lets it go so many days later."""
    await visitor.page.wait_for_load_state()  # nothing moves any more, and the script listens
    piece = visitor.page.locator(f'.lane[data-campaign="{campaign}"] .pieces li').first
    box, field = await piece.bounding_box(), await visitor.page.locator(".field").first.bounding_box()
    assert box and field
    x, y = box["x"] + (box["width"] - 1 if end else box["width"] / 2), box["y"] + box["height"] / 2
    visitor.clicks += 1
    await visitor.page.mouse.move(x, y)
    await visitor.page.mouse.down()
    await visitor.page.mouse.move(x + days * field["width"] / 7, y, steps=10)
    await visitor.page.mouse.up()


async def test_a_week_is_planned_by_dragging(studio: Studio, browser: Browser) -> None:
    before = studio.server.publisher.published
    async with studio.visit(browser, "Ana Pop") as ana, studio.visit(browser, "Dan Rus") as dan:
        await ana.open("/studio")
        with ana.stopwatch("story 6, the week is planned by dragging", "10 min"):
            await ana.press("Plan", "link")
            await ana.open(WEEK)  # the test's week; a person is in it
            await dragged(ana, "targ", 1)
            await expect(ana.page.get_by_text("sâmbătă 5 dec., 10:00 – 14:00: se vede").first).to_be_attached()
            await expect(ana.page.locator('.lane[data-campaign="targ"].draft')).to_have_count(1)
            await dragged(ana, "targ", 1 / 12, end=True)  # two hours
            await expect(ana.page.get_by_text("sâmbătă 5 dec., 10:00 – 16:00: se vede").first).to_be_attached()
            await ana.pictured("plan-draft")
            await ana.press("Campanie nouă", "link")
            await ana.pictured("campaign-new")
            await ana.fill("Română", "Trafic închis pentru paradă", "Nume")
            await ana.page.get_by_label("Lista").select_option("civice")
            await ana.fill("În cuvinte", "pe 1 decembrie 2026, 7–14")
            await ana.press("Pune în câmpuri")
            await expect(ana.page.get_by_label("Ultima zi")).to_have_value("2026-12-01")
            await ana.fill("Prioritate", "9")
            await ana.press("Salvează")
            await ana.open(f"{WEEK}&change={ana.page.url.partition('change=')[2]}")
            await expect(ana.page.get_by_text("marți 1 dec., 7:00 – 14:00: se vede").first).to_be_attached()
            await expect(ana.page.get_by_role("heading", name="Timpul fiecărei teme")).to_be_visible()
            await ana.page.locator(".note.change a").click()
            await ana.press("Trimite spre aprobare")
            await ana.tagged("trimisă")
        await ana.pictured("plan-change")
        assert studio.server.publisher.published is before
        await dan.open("/studio")
        await dan.press("Târgul de Crăciun", "link")
        await dan.press("Aprobă și publică")
        await dan.tagged("publicată")
    campaigns = studio.server.publisher.published.city_pack().campaigns
    assert campaigns["targ"].dayparts[0].end == "16:00"
    assert campaigns["trafic-inchis-pentru-parada"].priority == 9


async def test_the_same_by_the_keyboard_alone(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open(WEEK)
        fair = ana.page.locator('.lane[data-campaign="targ"] .label')
        with ana.stopwatch("story 6 by the keyboard alone", "10 min"):
            await reached(ana, fair)
            await ana.page.keyboard.press("Alt+PageDown")
            await ana.page.keyboard.press("Alt+ArrowRight")
            await expect(ana.page.locator("#moving")).to_have_text("Târgul de Crăciun: joi, 3 dec., 10:15 – 14:15")
            await ana.pictured("plan-moving")
            await ana.page.keyboard.press("Escape")
            await expect(ana.page.locator("#move")).to_be_hidden()
            await ana.page.keyboard.press("Alt+PageDown")
            await ana.page.keyboard.press("Enter")
            await expect(ana.page.get_by_text("sâmbătă 5 dec., 10:00 – 14:00: se vede").first).to_be_attached()
            await expect(fair).to_be_focused()
            for _ in range(4):
                await ana.page.keyboard.press("Alt+Shift+ArrowLeft")
            await ana.page.keyboard.press("Enter")
            await expect(ana.page.get_by_text("sâmbătă 5 dec., 10:00 – 13:00: se vede").first).to_be_attached()
        await expect(fair).to_be_focused()
        await ana.page.keyboard.press("Enter")
        await ana.headed("Târgul de Crăciun")


async def test_a_campaign_is_taken_to_another_screen(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open(WEEK)
        await reached(ana, ana.page.locator('.lane[data-campaign="navetisti"] .label'))
        await ana.page.keyboard.press("Alt+PageDown")
        await expect(ana.page.locator("#moving")).to_contain_text("(zilele ei se schimbă în formular)")
        await ana.page.keyboard.press("Alt+ArrowUp")
        await expect(ana.page.locator("#moving")).to_have_text("Navetiști: pe Piața Unirii")
        await ana.page.keyboard.press("Enter")
        asked = ana.page.get_by_role("region", name="Muți „Navetiști” pe alt ecran?")
        await expect(asked).to_be_focused()
        await expect(asked.locator("dd")).to_have_text(
            ["Primărie, holul de la intrare", "Piața Unirii", "niciun alt ecran"]
        )
        await expect(asked.locator(".note")).to_have_count(0)
        await ana.pictured("plan-place")
        await ana.key("Mut-o")
        await expect(row(ana, "piata-unirii").locator('[data-campaign="navetisti"]')).to_have_count(1)
        await expect(row(ana, "primarie").locator('[data-campaign="navetisti"]')).to_have_count(0)
        await ana.page.wait_for_load_state()  # what is measured below does not move any more, and its script listens
        piece = ana.page.locator('.lane[data-campaign="targ"] .pieces li').first
        box, there = await piece.bounding_box(), await row(ana, "primarie").locator(".field").bounding_box()
        assert box and there
        middle = box["x"] + box["width"] / 2
        await ana.page.mouse.move(middle, box["y"] + 8)
        await ana.page.mouse.down()
        await ana.page.mouse.move(middle, there["y"] + 8, steps=8)
        await expect(ana.page.locator("tr.onto")).to_have_attribute("data-display", "primarie")
        await ana.page.screenshot(path="build/studio/plan-onto.png", full_page=True)
        await ana.page.mouse.up()
        asked = ana.page.get_by_role("region", name="Muți „Târgul de Crăciun” pe alt ecran?")
        await expect(asked.locator(".note")).to_contain_text("Acum e legată de eticheta exterior")
        await ana.pictured("plan-place-tag")
        await ana.press("Lasă cum era", "link")
        await expect(row(ana, "piata-unirii").locator('[data-campaign="targ"]')).to_have_count(1)


async def test_a_topic_that_is_short_is_mended_with_one_button(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open(WEEK)
        await expect(ana.page.locator(".airtime .short")).to_have_count(1)
        await ana.key("Dă-i campaniei „Spune-ți părerea”", exact=False)
        await expect(ana.page.locator(".note.change")).to_be_visible()
        await expect(ana.page.locator(".airtime .short")).to_have_count(0)
        await ana.pictured("plan-mended")


def row(visitor: Visitor, display: str) -> Locator:
    return visitor.page.locator(f'tr[data-display="{display}"]')


async def reached(visitor: Visitor, target: Any) -> None:
    """Presses Tab until the target has the focus."""
    for _ in range(80):
        if await target.evaluate("it => it === document.activeElement"):
            return
        await visitor.page.keyboard.press("Tab")
    raise AssertionError("Tab does not lead to it")


async def test_what_is_seen_is_asked_at_the_pointer_and_a_campaign_is_looked_at(
    studio: Studio, browser: Browser
) -> None:
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open(f"{WEEK}&q=primarie")
        row = await ana.page.locator(".field").first.bounding_box()
        lane = await ana.page.locator(".lane").first.bounding_box()
        assert row and lane
        await ana.page.mouse.click(row["x"] + row["width"] * (2.5 / 7), row["y"] + lane["height"] / 2 + 6)
        await expect(ana.page.get_by_label("Ziua și ora")).to_have_value("2026-12-02T12:00")
        await expect(ana.page.locator("#seen")).to_contain_text("se vede în")
        await ana.page.wait_for_load_state()
        await ana.page.locator('.lane[data-campaign="navetisti"] .pieces li').first.click()
        await ana.headed("Navetiști")
        await expect(ana.page.get_by_text("în fiecare luni și joi, 7–8:30, din 2 nov.")).to_be_visible()
        await ana.pictured("campaign")
        await ana.fill("În cuvinte", "de Paște")
        await ana.press("Pune în câmpuri")
        await ana.pictured("campaign-words-refused")


async def test_names_are_only_texts(studio: Studio, browser: Browser) -> None:
    hostile = '</script><script>alert(1)</script>"><img src=x onerror=alert(1)>{{7*7}}'
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio/campaigns/bugete")
        await ana.fill("Română", hostile, "Nume")
        await ana.fill("Despre ce e modificarea", hostile)
        await ana.press("Salvează")
        await ana.headed("Plan")
        await expect(ana.page.locator(".lane strong", has_text=hostile).first).to_be_visible()
        await ana.pictured("plan-hostile")
        await ana.page.locator(".lane .label", has_text=hostile).first.click()
        await ana.headed(hostile)
        await ana.page.locator(".crumbs a").last.click()
        await ana.headed(hostile)
