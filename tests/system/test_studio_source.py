"""From a source, in a real browser: a budget, calls, a notice and a portal's data become slides that somebody approves.

Portal and platform are simulated on this machine; server, jail, drawing and broker are real.
"""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.corpus.table_parts import xlsx
from tests.system.studio_city import Studio, browser, studio
from tests.system.visitor import Visitor

__all__ = ["browser", "studio"]
pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]

SOURCES = Path(__file__).parents[2] / "docs" / "examples" / "sources"


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
            await ana.page.get_by_label("Lista în care intră afișele").select_option("toate")
            await ana.press("Păstrează ca modificare")
            await ana.press("Păstrează ca modificare")
            await ana.tagged("ciornă")
            await ana.pictured("source-budget-kept")
            await ana.press("Trimite spre aprobare")
            await ana.tagged("trimisă")
