"""The figures of a budget's slide: of which file, of how much of a year, under which names.

Decides what may be said and compared: some months of an execution are never a year's. Leaves out the page (`budget`)
and how a file is read (`readers.budget`).
"""

from datetime import date
from decimal import Decimal

import msgspec

from content import rounding
from content.findings import refused
from content.pack.model import Pack
from content.pack.slides import Budget, Previous
from content.phrases import said
from content.readers.budgets import budget as reader
from content.readers.budgets import classification
from content.slides import numerals, wording

ORIGINS = ("own", "state", "eu")
DIVISION = "cofog-"
"""Before the number of a division of COFOG, where it stands for a chapter."""


def figures(pack: Pack, slide: Budget, part: Budget | Previous) -> reader.Figures:
    """The figures of the slide's own file, or of its `previous`. Raises RefusedError, also for the wrong side."""
    ends = until(pack, part)
    months = ends.month if ends else 12
    whole = reader.read(pack.files[part.data], part.data, part.unit, pack.city.population.value, months)
    side = "revenue" if slide.view == "revenue" else "expenditure"
    if whole.side not in (None, side):
        message = said(
            "is {side} by its total row, the view {view!r} expected {side2}",
            side=whole.side,
            view=slide.view,
            side2=side,
        )
        raise refused("side", part.data, message)
    return _divided(pack, whole, part.data) if slide.by == "cofog" else whole


def _divided(pack: Pack, figures: reader.Figures, where: str) -> reader.Figures:
    """By division of COFOG, largest first; a chapter that has none stays. Raises RefusedError for foreign codes."""
    if any(chapter.foreign for chapter in figures.chapters):
        message = said(
            "counts by another classification than Order 1954/2005, expected its chapters: they have divisions"
        )
        raise refused("cofog", where, message)
    parts: dict[str, reader.Chapter] = {}
    for chapter in figures.chapters:
        code = classification.division(pack.names, chapter.key)
        known = parts.get(code or chapter.code)
        lei = chapter.lei + (known.lei if known else 0)
        named = reader.Chapter(code=f"{DIVISION}{code}", name="", lei=lei, foreign=True) if code else chapter
        parts[code or chapter.code] = named
    ordered = sorted(parts.values(), key=lambda chapter: -chapter.lei)
    return msgspec.structs.replace(figures, chapters=tuple(ordered))


def until(pack: Pack, part: Budget | Previous) -> date | None:
    """The day an execution's figures end with, when that is before the year's last; None for those of a whole year."""
    known = pack.provenance.get(part.data)
    as_of = pack.as_of(part) if isinstance(part, Budget) else known.as_of if known else None
    return part_year(part.status, part.year, as_of.day if as_of else None)


def part_year(status: str, year: int, as_of: date | None) -> date | None:
    """`as_of` where figures of that day are of a part of the year: only what is executed grows with the months."""
    return as_of if status == "executed" and as_of and date(year, 1, 1) <= as_of < date(year, 12, 31) else None


def whole_year(pack: Pack, slide: Budget, part: Budget | Previous) -> None:
    """Raises RefusedError: a part of a year, by twelve months or beside a whole year, would mislead."""
    if ends := until(pack, part):
        message = said(
            "has the figures of {year} until {ends}, the view {view!r} expected a whole year's",
            year=part.year,
            ends=ends,
            view=slide.view,
        )
        raise refused("partial", part.data, message)


def compared(pack: Pack, slide: Budget) -> tuple[reader.Figures, reader.Figures]:
    """The figures before and those of the slide. Raises RefusedError when the two cannot be compared."""
    previous = slide.previous
    assert previous is not None  # the model refuses the view without
    for part in (slide, previous):
        whole_year(pack, slide, part)
    if numerals.currency(previous.unit) != numerals.currency(slide.unit):
        message = said(
            "counts in {unit}, the budget it is compared with in {unit2}; expected one currency",
            unit=previous.unit,
            unit2=slide.unit,
        )
        raise refused("unit", previous.data, message)
    before, after = figures(pack, slide, previous), figures(pack, slide, slide)
    if len({chapter.foreign for either in (before, after) for chapter in either.chapters}) > 1:
        message = said(
            "counts by another classification than {data}, expected the same chapters in both", data=slide.data
        )
        raise refused("previous", previous.data, message)
    return before, after


def each(pack: Pack, slide: Budget, figures: reader.Figures) -> list[int]:
    """Whole lei of each chapter for one inhabitant in the slide's period; they add up to the whole budget's."""
    shares = pack.city.population.value * (12 if slide.period == "month" else 1)
    return rounding.apportioned([chapter.lei / shares for chapter in figures.chapters])


def chapter_name(pack: Pack, chapter: reader.Chapter, lang: str) -> str:
    """As the city calls it, or the classification, or else as its file does.

    A code of another classification that is also one of Order 1954/2005 has its file's name: 51 may be schools there.
    """
    if chapter.code.startswith(DIVISION):
        return pack.city.name_of(classification.DIVISIONS[chapter.code.removeprefix(DIVISION)], lang)
    taken = chapter.foreign and chapter.key in classification.EXPENDITURE
    text = None if taken else classification.name(pack.names, "expenditure", chapter.key)
    return pack.city.name_of(text, lang) if text else chapter.name or chapter.code


def origins(pack: Pack, figures: reader.Figures, lang: str) -> list[tuple[str, Decimal]]:
    """Where the money comes from, by name; what has none of the origins is the rest."""
    sums = figures.origins()
    named = [
        (pack.city.name_of(name, lang), amount)
        for origin in ORIGINS
        if (amount := sums.get(origin)) and (name := classification.origin(pack.names, origin))
    ]
    rest = figures.total - sum(amount for _, amount in named)
    return [*named, (wording.word("rest", lang), rest)] if rest else named
