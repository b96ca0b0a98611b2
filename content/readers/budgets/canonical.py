"""The tidy CSV of a budget that a pack keeps: one row a code, with its sections and its origin.

Decides how figures are written, exactly, so that they are read back the same (`budget.read`). Leaves out how a file
of the city is read.
"""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from content.pack.slides import BudgetUnit
from content.readers.budgets import codes, foreign
from content.readers.budgets.figures import Chapter, Figures, written

HEADER = ("cod", "denumire", "total", "sectiunea_functionare", "sectiunea_dezvoltare", "origine")
DEFICIT = "Deficit acoperit din excedentul anilor precedenți"
GIFTS = "Transferuri voluntare, altele decât subvențiile"
GIVEN = "Vărsăminte din secțiunea de funcționare pentru finanțarea secțiunii de dezvoltare"
TAKEN = "Vărsăminte din secțiunea de funcționare"
_ORIGINS = {"own": "proprii", "state": "stat", "eu": "ue", "other": "altele"}


def canonical(figures: Figures) -> bytes:
    """The tidy CSV a pack keeps: UTF-8, `;`, decimal comma, amounts in the unit of the file, exact."""
    if foreign.is_foreign(figures):
        return foreign.write(figures)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(HEADER)
    for chapter in (*_with_transfers(figures), _total_row(figures)):
        writer.writerows(_rows(chapter, figures.unit))
    if figures.deficit is not None:
        writer.writerow(
            (f"99.{figures.source or codes.LOCAL}", DEFICIT, written(figures.deficit, figures.unit), "", "", "")
        )
    return out.getvalue().encode()


def _rows(chapter: Chapter, unit: BudgetUnit) -> Iterator[tuple[str, ...]]:
    amounts = (written(value, unit) for value in (chapter.lei, chapter.running, chapter.investing))
    yield chapter.code, chapter.raw or chapter.name, *amounts, _ORIGINS.get(chapter.origin or "", "")
    for part in chapter.children:
        yield from _rows(part, unit)


def _with_transfers(figures: Figures) -> list[Chapter]:
    """The chapters as the form has them: 37.xx.03 and .04 back in their places."""
    moved = figures.between
    if not moved:
        return list(figures.chapters)
    code = f"37.{figures.source or codes.LOCAL}"
    sections = _sectioned(figures)
    none = Decimal(0) if sections else None
    given = Chapter(code=f"{code}.{codes.GIVEN}", name=GIVEN, lei=-moved, running=-moved if sections else None)
    taken = Chapter(code=f"{code}.{codes.TAKEN}", name=TAKEN, lei=moved, investing=moved if sections else None)
    gifts = next((c for c in figures.chapters if c.code == code), None)
    whole = gifts or Chapter(code=code, name=GIFTS, lei=Decimal(0), running=none, investing=none)
    form = msgspec.structs.replace(
        whole,
        running=None if whole.running is None else whole.running - moved,
        investing=None if whole.investing is None else whole.investing + moved,
        children=(*whole.children, given, taken),
    )
    return [*(chapter for chapter in figures.chapters if chapter is not gifts), form]


def _total_row(figures: Figures) -> Chapter:
    revenue = figures.side == "revenue"
    code = "00.01" if revenue else f"49.{figures.source}" if figures.source else "49"
    running, investing = figures.section("running"), figures.section("investing")
    if _sectioned(figures):
        running, investing = (running or Decimal(0)) - figures.between, (investing or Decimal(0)) + figures.between
    name = "TOTAL VENITURI" if revenue else "TOTAL CHELTUIELI"
    return Chapter(code=code, name=name, lei=figures.total, running=running, investing=investing)


def _sectioned(figures: Figures) -> bool:
    return figures.section("running") is not None or figures.section("investing") is not None
