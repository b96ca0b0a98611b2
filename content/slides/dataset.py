"""A finding from open data as template data: a bar or line chart, or one number with what it was before."""

from decimal import Decimal
from typing import Any

from content.findings import refused
from content.model import Pack
from content.readers import table
from content.slide import Dataset
from content.slides import Format, lines, numerals, page, words

TEMPLATE = "dataset"
MOST_BARS = 8
LEAST_LINE = 5
"""Points a line needs (passer-by.md: lines with at least 5 points)."""


def pictures(_slide: Dataset) -> tuple[str, ...]:
    """No files are placed on the slide: the data is read, the chart drawn."""
    return ()


def characters(pack: Pack, slide: Dataset, lang: str) -> int:
    """The finding, the unit, and what is labelled: each bar, a line's two ends, one number."""
    found = _points(pack, slide)
    labelled = {"bar": found, "line": [found[0], found[-1]], "number": found[-1:]}[slide.chart]
    texts = [pack.city.say(slide.title, lang) or "", pack.city.say(slide.unit, lang) or "" if slide.unit else ""]
    return sum(map(len, texts)) + sum(len(point.x) + len(_figure(point.y, lang)) for point in labelled)


def _points(pack: Pack, slide: Dataset) -> list[table.Point]:
    found = table.points(pack.files[slide.data], slide.data, slide.where, slide.x, slide.y)
    if slide.since is not None:
        found = [point for point in found if not point.x.isdigit() or int(point.x) >= slide.since]
    if not any(point.y is not None for point in found):
        raise refused("dataset", slide.data, f"has no value since {slide.since}, expected at least one")
    return found


def _figure(value: Decimal | None, lang: str) -> str:
    return "" if value is None else numerals.number(value, lang, 1)


def compose(pack: Pack, slide: Dataset, where: str, lang: str, fmt: Format) -> dict[str, Any]:
    """Raises RefusedError: unreadable data, more bars than can be taken in, a line of too few points."""
    found = _points(pack, slide)
    if slide.chart == "bar" and len(found) > MOST_BARS:
        raise refused(
            "chart", f"{where}:$.chart", f"found {len(found)} bars, expected at most {MOST_BARS}: set `since`"
        )
    if slide.chart == "line" and len(found) < LEAST_LINE:
        raise refused(
            "chart", f"{where}:$.chart", f"found a line of {len(found)}, expected at least {LEAST_LINE} points"
        )
    unit = pack.city.say(slide.unit, lang) if slide.unit else None
    shown = {point.x for point in found}
    notes = [f"{note.at}: {pack.city.say(note.note, lang)}" for note in slide.breaks if str(note.at) in shown]
    topic = pack.city.say(slide.topic, lang) if slide.topic else None
    return {
        **page.base(pack.city, "dataset", lang, fmt),
        "kicker": " · ".join([words.word("dataset", lang), *([lines.nobreak(topic)] if topic else [])]),
        "title": lines.glued(pack.city.say(slide.title, lang) or ""),
        "unit": lines.glued(" · ".join([*([unit] if unit else []), *notes])) or None,
        "panel": page.city_panel(pack, slide.link, lang, fmt),
        "foot": page.source_line(pack, slide, lang),
        **(_number(found, unit, lang) if slide.chart == "number" else _chart(slide, found, unit, lang)),
    }


def _chart(slide: Dataset, found: list[table.Point], unit: str | None, lang: str) -> dict[str, Any]:
    starts = {str(note.at) for note in slide.breaks}
    points = [
        {
            "x": point.x,
            "y": None if point.y is None else float(point.y),
            "label": _figure(point.y, lang),
            "after_break": point.x in starts,
        }
        for point in found
    ]
    said = ", ".join(f"{point.x}: {_figure(point.y, lang) or '–'}" for point in found)
    return {"chart": {"kind": slide.chart, "points": points}, "chart-alt": f"{unit}: {said}" if unit else said}


def _number(found: list[table.Point], unit: str | None, lang: str) -> dict[str, Any]:
    known = [point for point in found if point.y is not None]
    before = known[-2] if len(known) > 1 else None
    return {
        "chart": None,
        "unit": None,
        "figure": _figure(known[-1].y, lang),
        "caption": lines.glued(f"{unit}, {known[-1].x}" if unit else known[-1].x),
        "before": lines.glued(f"{before.x}: {_figure(before.y, lang)}") if before else None,
    }
