"""From a source, in a real browser: a budget, calls, a notice and a portal's data become slides that somebody approves.

Portal and platform are simulated on this machine; server, jail, drawing and broker are real.
"""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from control_server.publishing.edits import whole_pack
from control_server.sources.importing import SourceAccess
from control_server.storage.causes import Cause
from tests.corpus.table_parts import xlsx
from tests.system import simulated_web
from tests.system.studio_city import Studio, browser, studio
from tests.system.visitor import Visitor

__all__ = ["browser", "studio"]
pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]

HOSTILE = "<script>alert(1)</script>"
SOURCES = Path(__file__).parents[2] / "docs" / "examples" / "sources"


@pytest.fixture(scope="module")
def outside() -> SourceAccess:
    """A portal and a platform."""
    return simulated_web.access()


async def allowed(studio: Studio) -> None:
    """The city has agreed to read from both sites."""
    publisher = studio.server.publisher
    if "sources.yaml" not in publisher.published.files:
        files = {**publisher.published.files, "sources.yaml": simulated_web.HOSTS}
        await publisher.change(whole_pack(files), Cause(actor="afisier", kind="pack"))


def of_the_city(name: str, folder: Path) -> Path:
    """The budget of the made-up town as a workbook of the studio's city: forty times as large."""
    rows = []
    for line in (
        (SOURCES / name)
        .read_text()
        .replace("ORAȘULUI DE EXEMPLU", "MUNICIPIULUI TIMIȘOARA")
        .replace(" - PROIECT", "")
        .splitlines()
    ):
        cells = line.split(";")
        rows.append([_forty_times(cell) for cell in cells])
    path = folder / name.replace(".csv", ".xlsx")
    path.write_bytes(xlsx(rows))
    return path


def _forty_times(cell: str) -> str | float:
    if not re.fullmatch(r"[\d.]+,\d\d", cell):
        return cell
    return 40 * float(cell.replace(".", "").replace(",", "."))


async def chosen(visitor: Visitor, label: str, path: Path) -> None:
    """Hands a file over, as a person chooses it from a folder."""
    visitor.clicks += 1
    await visitor.field(label).set_input_files(path)


async def said(visitor: Visitor, label: str, text: str) -> None:
    """Fills in a value of a draft, beside its frame."""
    visitor.clicks += 1
    await visitor.page.locator(".draft").get_by_label(label).first.fill(text)


async def read(visitor: Visitor) -> None:
    """Waits until it was read."""
    await expect(visitor.named("Ce s-a citit", "heading")).to_be_visible()


async def test_story_1_a_draft_budget_becomes_slides(studio: Studio, browser: Browser, tmp_path: Path) -> None:
    spending, income = (of_the_city(f"{name}-2026.csv", tmp_path) for name in ("cheltuieli", "venituri"))
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio")
        with ana.stopwatch("story 1, the draft budget from its file", "20 min"):
            await ana.press("Dintr-o sursă", "link")
            await ana.pictured("source-choice")
            await ana.press("Un buget", "link")
            await ana.pictured("source-budget")
            await chosen(ana, "Fișierul cheltuielilor sau al ambelor părți", spending)
            await chosen(ana, "Fișierul veniturilor, dacă e altul", income)
            await ana.press("Citește")
            await ana.headed("Dintr-un buget")
            await read(ana)
            await ana.pictured("source-budget-asks")
            await ana.press("proiect", "radio")
            await ana.press("Răspunde și citește din nou")
            await read(ana)
            await ana.pictured("source-budget-asks-more")
            await ana.fill("Adresa la care poate fi citit", "https://www.oras.ro/buget")
            await ana.fill("Ziua din care sunt cifrele", "2026-11-20")
            await ana.fill("Contestații până la", "2026-12-20")
            await ana.press("Răspunde și citește din nou")
            await read(ana)
            await expect(ana.named("Păstrează ca modificare")).to_be_enabled()
            await ana.pictured("source-budget-whole")
            await ana.fill("Despre ce e modificarea", "Proiectul de buget 2026")
            await ana.press("Păstrează ca modificare")
            await ana.tagged("ciornă")
            await ana.press("Trimite spre aprobare")
            await ana.tagged("trimisă")


async def test_story_3_an_open_call_of_the_platform_is_approved(studio: Studio, browser: Browser) -> None:
    await allowed(studio)
    async with studio.visit(browser, "Ana Pop") as ana, studio.visit(browser, "Dan Rus") as dan:
        await ana.open("/studio")
        with ana.stopwatch("story 3, the open calls of the platform, approved", "5 min"):
            await ana.press("Dintr-o sursă", "link")
            await ana.press("Consultări deschise", "link")
            await ana.fill("sau adresa lui", f"https://{simulated_web.PLATFORM}")
            await ana.press("Citește")
            await read(ana)
            await ana.pictured("source-calls-draft")
            await said(ana, "Câte minute ia", "3")
            await said(ana, "Adresa scurtă, de tastat", "oras.ro/strazi")
            await ana.fill("Despre ce e modificarea", "Consultarea despre străzi")
            await ana.press("Citește din nou cu ce e ales aici")
            await read(ana)
            await expect(ana.named("Păstrează ca modificare")).to_be_enabled()
            await ana.pictured("source-calls-whole")
            await ana.press("Păstrează ca modificare")
            await ana.press("Trimite spre aprobare")
            await ana.tagged("trimisă")
            await dan.open("/studio")
            await dan.press("Consultarea despre străzi", "link")
            await dan.press("Aprobă și publică")
            await dan.tagged("publicată")
    assert "strazi" in studio.server.publisher.published.programme("piata-unirii").plan.items


async def test_story_4_a_long_notice_becomes_a_slide(studio: Studio, browser: Browser) -> None:
    text = (SOURCES / "inchidere.txt").read_text().replace("2026", "2098")
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio")
        with ana.stopwatch("story 4, a long notice into a slide, its limits live", "4 min"):
            await ana.press("Dintr-o sursă", "link")
            await ana.press("Un anunț", "link")
            await ana.fill("Textul", text)
            await ana.pictured("source-notice")
            await ana.press("Citește")
            await read(ana)
            await ana.pictured("source-notice-draft")
            title = ana.page.get_by_label("Titlu").first
            await title.fill("Un titlu foarte lung despre o stradă care se închide și despre multe altele")
            await expect(ana.page.locator(".left[data-over]")).to_be_visible()
            await ana.pictured("source-notice-too-long")
            await title.fill("Str. Morii închisă 26 nov. – 4 dec.")
            await expect(ana.page.locator(".left[data-over]")).to_have_count(0)
            await expect(ana.page.locator(".bezel:not([aria-busy]) > [data-frame][src^=blob]")).to_be_visible()
            for box in await ana.page.get_by_label("Am comparat cu sursa").all():
                ana.clicks += 1
                await box.check()
            await ana.press("Citește din nou cu ce e ales aici")
            await read(ana)
            await expect(ana.named("Păstrează ca modificare")).to_be_enabled()
            await ana.pictured("source-notice-whole")
            await ana.press("Păstrează ca modificare")
            await ana.tagged("ciornă")


async def test_story_9_a_chart_of_a_portal(studio: Studio, browser: Browser) -> None:
    await allowed(studio)
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio")
        with ana.stopwatch("story 9, a chart from a CKAN resource", "6 min"):
            await ana.press("Dintr-o sursă", "link")
            await ana.press("Un tabel sau un set de date", "link")
            await ana.fill("sau adresa lui", f"https://{simulated_web.PORTAL}/dataset/transportul-public")
            await ana.press("Citește")
            await read(ana)
            await ana.pictured("source-portal")
            await ana.press("Păstrează ca modificare")
            await ana.tagged("ciornă")
            await ana.press("Trimite spre aprobare")
            await ana.tagged("trimisă")


async def test_what_is_hostile_is_text_everywhere(studio: Studio, browser: Browser, tmp_path: Path) -> None:
    table = tmp_path / "cifre.csv"
    table.write_text(f"an;{HOSTILE};alta\n2017;10;1\n2018;12;2\n")
    async with studio.visit(browser, "Ana Pop") as ana:
        await ana.open("/studio/source?what=dataset")
        await chosen(ana, "Fișierul", table)
        await ana.press("Citește")
        await read(ana)
        await expect(ana.page.get_by_text(HOSTILE).first).to_be_visible()
        await ana.fill("Despre ce e modificarea", HOSTILE)
        await ana.pictured("source-question")
        await ana.open("/studio/source?what=notice")
        await ana.fill("Textul", f"{HOSTILE}\nSe închide strada {HOSTILE} în 4 decembrie 2098.")
        await ana.press("Citește")
        await read(ana)
        await ana.page.locator(".draft textarea").first.fill(HOSTILE)
        await expect(ana.page.locator(".bezel:not([aria-busy]) > [data-frame][src^=blob]")).to_be_visible()
        await ana.open("/studio/source?what=calendar")
        await ana.fill("sau adresa lui", "https://evil.example/<script>")
        await ana.press("Citește")
        await expect(ana.page.get_by_role("alert")).to_be_visible()
        await ana.pictured("source-refused")


async def test_the_same_without_javascript(studio: Studio, browser: Browser) -> None:
    async with studio.visit(browser, "Ana Pop", java_script_enabled=False) as ana:
        await ana.open("/studio/source?what=notice")
        await ana.fill("Textul", "Se închide strada Zăvoi între 3 și 5 decembrie 2098, pentru lucrări.")
        await ana.press("Citește")
        await read(ana)
        for box in await ana.page.get_by_label("Am comparat cu sursa").all():
            await box.check()
        await ana.press("Citește din nou cu ce e ales aici")
        await read(ana)
        await ana.press("Păstrează ca modificare")
        await ana.tagged("ciornă")
