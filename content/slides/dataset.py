"""A finding from open data as template data: bars, a line, one number with what it was before, places on a map.

Decides which of them when the slide leaves it open, what is labelled, and that a missing value, a break and whose
figures they are can be seen. Leaves out how a chart is drawn (`chart`) and how a map is (`places`).
"""

import re
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from content.findings import refused
from content.pack.model import Pack
from content.pack.slides import Dataset
from content.readers.files import sheet
from content.readers.open_data import period, table
from content.readers.open_data.table import Point
from content.slides import nobreak, numerals, page, placeholders, places, wording
from content.slides.job import Format

TEMPLATE = "dataset"
MOST_BARS = 8
LEAST_LINE = 5
"""Points a line needs (passer-by.md: lines with at least 5 points)."""
_YEARS = re.compile(r"\d{4}\D")
"""A name that begins with a year (`2009/10`): such rows have an order of their own."""
Kind = Literal["bar", "rows", "line", "number", "map"]


class Series(NamedTuple):
    """The points shown, as which chart, and how many there would be more."""

    kind: Kind
    points: list[Point]
    left_out: int = 0


class Page(NamedTuple):
    """The language, and how many rows there is room for."""

    lang: str
    most: int


def pictures(_slide: Dataset) -> tuple[str, ...]:
    """No files are placed on the slide: the data is read, the chart drawn."""
    return ()


def characters(pack: Pack, slide: Dataset, lang: str) -> int:
    """The finding, the unit, and what is labelled: each bar, a line's two ends, one number, each place."""
    found = _shown(pack, slide, slide.data, Page(lang, MOST_BARS))
    texts = [
        _title(pack, slide, found, lang, slide.data),
        *(_say(pack, text, lang) for text in (slide.unit, slide.scope)),
    ]
    if found.kind == "map":
        said = places.shown(pack, slide)
        texts += [places.named(slide, each, lang) + (places.figure(slide, each, lang) or "") for each in said]
        return sum(map(len, texts))
    ends = {"line": [found.points[0], found.points[-1]], "number": found.points[-1:]}
    labelled = ends.get(found.kind, found.points)
    return sum(map(len, texts)) + sum(len(point.x) + len(_figure(point.y, lang)) for point in labelled)


def _say(pack: Pack, text: Any, lang: str) -> str:
    return (pack.city.say(text, lang) or "") if text else ""


def _figure(value: Decimal | None, lang: str) -> str:
    return wording.word("missing", lang) if value is None else numerals.number(value, lang, 1)


# --- what is shown -------------------------------------------------------------------------------------------------


def _points(pack: Pack, slide: Dataset, lang: str) -> list[Point]:
    """The names of what is compared may be in a column a language (`zona:hu` beside `zona`)."""
    read = table.tidy(sheet.read(pack.files[slide.data], slide.data))
    spoken = f"{slide.x.lower()}:{lang}"
    found = table.chosen(read, slide.where, spoken if spoken in read.columns else slide.x, slide.y)
    if slide.since is not None:
        found = [point for point in found if not (year := _year(point.x)) or year >= slide.since]
    if not any(point.y is not None for point in found):
        raise refused("dataset", slide.data, f"has no value since {slide.since}, expected at least one")
    return found


def _year(x: str) -> int | None:
    found = period.labelled(x)
    return found.first.year if found else None


def _shown(pack: Pack, slide: Dataset, where: str, asked: Page) -> Series:
    """By the rule: places are a map; one value a number; up to eight periods bars, more a line; anything else rows.

    Rows are sorted with the largest first, and only as many shown as are taken in, when the chart is left open; as
    `bar` they keep the order of the file. Raises RefusedError: unreadable data, more bars than can be taken in, too
    short a line.
    """
    if slide.chart == "map" or (slide.chart == "auto" and slide.data.endswith(".geojson")):
        return Series("map", [Point(each.name, None) for each in places.shown(pack, slide)])
    found = _points(pack, slide, asked.lang)
    times = period.column([point.x for point in found]) is not None
    kind = _kind(slide, found, times)
    if kind == "rows" and slide.chart == "auto" and not all(_YEARS.match(point.x) for point in found):
        order = sorted(found, key=lambda point: (point.y is None, -(point.y or 0)))
        return Series(kind, order[: asked.most], max(0, len(order) - asked.most))
    if kind in ("bar", "rows") and len(found) > MOST_BARS:
        message = f"found {len(found)} bars, expected at most {MOST_BARS}: set `since`"
        raise refused("chart", f"{where}:$.chart", message)
    if kind == "line" and len(found) < LEAST_LINE:
        message = f"found a line of {len(found)}, expected at least {LEAST_LINE} points"
        raise refused("chart", f"{where}:$.chart", message)
    return Series(kind, _filled(found) if kind == "line" and times else found)


def _kind(slide: Dataset, found: list[Point], times: bool) -> Kind:
    if slide.chart in ("line", "number"):
        return slide.chart
    if slide.chart == "bar" or not times:
        return "bar" if times else "rows" if len(found) > 1 or slide.chart == "bar" else "number"
    known = [point for point in found if point.y is not None]
    return "number" if len(known) == 1 else "bar" if len(found) <= MOST_BARS else "line"


def _filled(found: list[Point]) -> list[Point]:
    """With the periods the source leaves out: on a line, time passes there too."""
    values = {point.x: point.y for point in found}
    periods = period.filled(period.column(list(values)) or [])
    return [Point(each.label, values.get(each.label)) for each in periods] if periods else found


# --- the page ------------------------------------------------------------------------------------------------------


def compose(pack: Pack, slide: Dataset, where: str, lang: str, fmt: Format) -> dict[str, Any]:
    """Raises RefusedError: unreadable data, a chart that cannot be taken in, a headline whose figures there are not."""
    found = _shown(pack, slide, where, Page(lang, page.rows(fmt)))
    topic = _say(pack, slide.topic, lang)
    over = wording.word("week" if slide.featured else "dataset", lang)
    return {
        **page.base(pack.city, "dataset", lang, fmt),
        "kicker": " · ".join([over, *([nobreak.nobreak(topic)] if topic else [])]),
        "featured": slide.featured,
        "title": nobreak.glued(_title(pack, slide, found, lang, where)),
        "unit": _under(pack, slide, found, lang),
        "unit-line": _under(pack, slide, found._replace(kind="line"), lang) if found.kind == "bar" else None,
        "panel": page.city_panel(pack, slide.link, lang, fmt),
        "foot": page.source_line(pack, slide, lang),
        "chart": None,
        "rows": None,
        "map": None,
        **_body(pack, slide, where, found, lang),
    }


def _title(pack: Pack, slide: Dataset, found: Series, lang: str, where: str) -> str:
    broken = next((str(each.at) for each in slide.breaks if _break(each.at, found.points)), None)
    return placeholders.filled(_say(pack, slide.title, lang), found.points, broken, lang, f"{where}:$.title.{lang}")


def _break(at: int | str, points: list[Point]) -> str | None:
    """The x of the first point of that period, when something is shown before it."""
    starts = [point.x for point in points[1:] if point.x == str(at) or point.x.startswith(f"{at}-")]
    return starts[0] if starts else None


def _under(pack: Pack, slide: Dataset, found: Series, lang: str) -> str | None:
    """The line under the headline: the unit, of whom the figures are, what is not shown."""
    said = [_say(pack, slide.scope, lang)]
    if found.kind != "number":
        said.insert(0, _say(pack, slide.unit, lang))
    if found.left_out:
        shown = len(found.points)
        said.append(wording.word("largest", lang, str(shown), str(shown + found.left_out)))
    if found.kind == "line":
        said.append(_gaps(found.points, lang))
    return nobreak.glued(" · ".join(filter(None, said))) or None


def _gaps(points: list[Point], lang: str) -> str:
    """Which periods a line has no figure for."""
    lost = [point.x for point in points if point.y is None]
    return wording.word("no-data", lang, _runs(lost)) if lost else ""


def _runs(labels: list[str]) -> str:
    """`2003–2005, 2009`."""
    parts: list[list[str]] = []
    for label in labels:
        found, before = period.labelled(label), period.labelled(parts[-1][-1]) if parts else None
        if found and before and found.number - before.number == 1:
            parts[-1].append(label)
        else:
            parts.append([label])
    return ", ".join(part[0] if len(part) == 1 else f"{part[0]}–{part[-1]}" for part in parts)


def _body(pack: Pack, slide: Dataset, where: str, found: Series, lang: str) -> dict[str, Any]:
    unit = _say(pack, slide.unit, lang)
    if found.kind == "map":
        drawn = places.drawn(pack, slide, where, lang)
        said = "; ".join(f"{each['number']} {each['name']} {each['figure'] or ''}".strip() for each in drawn["places"])
        return {"map": drawn, "chart-alt": said}
    if found.kind == "number":
        return _number(found.points, unit, lang)
    return _chart(pack, slide, found, unit, lang)


def _chart(pack: Pack, slide: Dataset, found: Series, unit: str, lang: str) -> dict[str, Any]:
    starts = {x: _say(pack, each.note, lang) for each in slide.breaks if (x := _break(each.at, found.points))}
    few = len(found.points) <= MOST_BARS
    points = [
        {
            "x": numerals.tick(point.x, lang, few=few),
            "y": None if point.y is None else float(point.y),
            "label": _figure(point.y, lang),
            "note": starts.get(point.x),
        }
        for point in found.points
    ]
    said = ", ".join(f"{numerals.period(point.x, lang)}: {_figure(point.y, lang)}" for point in found.points)
    if found.kind == "bar":
        _years_once(points)
    alt = {"chart-alt": f"{unit}: {said}" if unit else said}
    if found.kind == "rows":
        rows = [{"label": point["x"], "figure": point["label"], "part": point["y"]} for point in points]
        return {"rows": rows, **alt}
    enough = sum(point.y is not None for point in found.points) >= LEAST_LINE
    return {"chart": {"kind": found.kind, "open": slide.chart == "auto" and enough, "points": points}, **alt}


def _years_once(points: list[dict[str, Any]]) -> None:
    """The year of a month under the first of its year only; `~` hides the others."""
    years = [point["x"].partition("|")[2] for point in points]
    for number, point in enumerate(points):
        if number and years[number] and years[number] == years[number - 1]:
            point["x"] = point["x"].replace("|", "|~")


def _number(found: list[Point], unit: str, lang: str) -> dict[str, Any]:
    known = [point for point in found if point.y is not None]
    before = known[-2] if len(known) > 1 else None
    last = numerals.period(known[-1].x, lang)
    said = f"{numerals.period(before.x, lang)}: {_figure(before.y, lang)}" if before else None
    return {
        "figure": _figure(known[-1].y, lang),
        "caption": nobreak.glued(f"{unit}, {last}" if unit else last),
        "before": nobreak.glued(said) if said else None,
    }
