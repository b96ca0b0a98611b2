"""Whether what an import wrote of a budget is what its file says (`budget_truth`)."""

import itertools
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from tests.corpus import mutations
from tests.corpus.mutated import budget_files, budget_truth
from tests.corpus.mutated.budget_truth import Side, Truth

FILES = {"cheltuieli": "expenditure", "venituri": "revenue"}
PARTIAL_VIEWS = ("hundred", "revenue")
"""Of an execution of part of a year only shares are shown."""


def of(result: mutations.Outcome, known: Truth) -> str:
    """What is untrue of an import, "" when nothing is."""
    wrong = verdict(result.files, known, result.words)
    return "" if wrong and known.other and not verdict(result.files, known.other, result.words) else wrong


def verdict(files: Mapping[str, bytes], known: Truth, words: Sequence[str] = ()) -> str:
    """`` when everything written and told (`words`) is true, else what is not."""
    slides = mutations.slides(files)
    units = {slide["unit"] for slide in slides.values()} or set(known.units)
    years = {slide["year"] for slide in slides.values()}
    stages = {slide["status"] for slide in slides.values()}
    for path, data in files.items():
        if path.startswith("data/") and path.endswith(".csv"):
            side = FILES[path.removesuffix(".csv").rpartition("-")[2]]
            if wrong := _side(side, read(data), units, known) or _deficit(data, units, known):
                return wrong
    if wrong := next((unit for unit in units if unit not in known.units), None):
        return f"the unit is {wrong}, the file says {known.units}"
    if wrong := next((year for year in years if year not in known.years), None):
        return f"the year is {wrong}, the file says {known.years}"
    if stages - {known.stage}:
        return f"the stage is {stages}, expected {known.stage}"
    whole = sorted({slide["view"] for slide in slides.values()} - set(PARTIAL_VIEWS))
    if known.partial and whole:
        return f"of a part of a year the views {whole} are made"
    wrong = next((wrong for slide in slides.values() if (wrong := _words(slide, files))), "")
    return wrong or _left_out(files, known, words)


def read(data: bytes) -> Side:
    """The figures in a data file, as written there."""
    rows = mutations.table(data, ";")
    parts: dict[str, dict[str, Decimal]] = {"total": {}, "sectiunea_functionare": {}, "sectiunea_dezvoltare": {}}
    for row in rows:
        if row["cod"].count(".") <= 1 and row["cod"][:2] not in ("00", "49", "96", "97", "98", "99"):
            for column, amounts in parts.items():
                if value := mutations.number(row[column]):
                    amounts[row["cod"][:2]] = amounts.get(row["cod"][:2], Decimal(0)) + value
    return Side(*parts.values())


def _side(side: str, figures: Side, units: set[str], known: Truth) -> str:
    if side not in known.sides or not known.sides[side]:
        return f"{side} is read, the file says none that may be: {_text(figures)}"
    wrong = ""
    for unit, true_unit, right in itertools.product(units, known.units, known.sides[side]):
        same = budget_truth.scaled(figures.chapters, unit) == budget_truth.scaled(right.chapters, true_unit)
        if same and unit.endswith("EUR") == true_unit.endswith("EUR"):
            wrong = _sections(figures, right)
            if not wrong:
                return ""
    if wrong:
        return wrong
    expected = " or ".join(_text(each) for each in known.sides[side])
    return f"{side} is {_text(figures)} ({units}), expected {expected} ({known.units})"


def _left_out(files: Mapping[str, bytes], known: Truth, words: Sequence[str]) -> str:
    """A side that is in the file and was not read is told of, and never denied."""
    for name, side in FILES.items():
        there = bool(known.sides.get(side)) and len(known.sides) > 1
        if not there or any(path.endswith(f"-{name}.csv") for path in files):
            continue
        told = "\n".join(words)
        if f"the source has no {side}" in told:
            return f"{side} is in the file, and told: the source has no {side}"
        if not re.search(f"{side}|{budget_files.SHEETS[side]}", told):
            return f"{side} is in the file, was not read, and nobody is told"
    return ""


def _deficit(data: bytes, units: set[str], known: Truth) -> str:
    """What the data file says is covered from earlier years is what the file says, or nothing."""
    rows = [row for row in mutations.table(data, ";") if row["cod"][:2] in ("96", "97", "98", "99")]
    told = {
        (mutations.number(row["total"]) or Decimal(0)) * budget_truth.FACTORS[unit] for row in rows for unit in units
    }
    true = {value * budget_truth.FACTORS[unit] for value in known.deficits for unit in known.units}
    return f"a deficit of {told} is covered, the file says {true}" if told - true else ""


def _sections(figures: Side, right: Side) -> str:
    for name in ("running", "investing"):
        told, true = getattr(figures, name), getattr(right, name)
        if told and true and any(true.get(code) != value for code, value in told.items()):
            return f"the section {name} is {told}, expected {true}"
        if told and not true:
            return f"the section {name} is {told}, the file has none"
    return ""


def _text(figures: Side) -> str:
    return ", ".join(f"{code} {value}" for code, value in sorted(figures.chapters.items()))


def _words(slide: Mapping[str, Any], files: Mapping[str, bytes]) -> str:
    """The source line names the year and the stage; `X of 100` is the share of a chapter."""
    name = slide["source"]["name"]["ro"]
    words = {"draft": "proiectul", "voted": "bugetul local", "executed": "execuția"}[slide["status"]]
    if str(slide["year"]) not in name or not name.startswith(words):
        return f"the source is called {name!r}"
    if slide["view"] in ("hundred", "revenue"):
        figures = read(files[slide["data"]])
        total = sum(figures.chapters.values())
        shares = [value * 100 / total for value in figures.chapters.values()]
        count = mutations.shown_number(slide["title"]["ro"])
        if slide["view"] == "hundred" and not any(abs(share - (count or 0)) < 1 for share in shares):
            return f"the headline is {slide['title']['ro']!r}, the shares are {shares}"
    return ""
