"""A finding from open data as template data: bars, a line, one number with what it was before, places on a map.

Decides which of them when the slide leaves it open, what is labelled, and that a missing value, a break and whose
figures they are can be seen. Leaves out how a chart is drawn (`chart`) and how a map is (`places`).
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

import msgspec

from content.findings import refused
from content.pack.model import Pack
from content.pack.slides import Dataset
from content.pack.values import Text
from content.phrases import said
from content.readers.files import sheet
from content.readers.open_data import period, table
from content.readers.open_data.table import Point
from content.slides import nobreak, numerals, page, placeholders, places, wording
from content.slides.colours import Ink, Inks
from content.slides.job import Format
from content.slides.kind import Kind
from content.slides.page_data import Mark, PageData, Row

INKS = Inks(day=Ink("#00704f", "#479781"), night=Ink("#4fdca6", "#1f8a66"))
MOST_BARS = 8
LEAST_LINE = 5
"""Points a line needs (passer-by.md: lines with at least 5 points)."""
_YEARS = re.compile(r"\d{4}\D")
"""A name that begins with a year (`2009/10`): such rows have an order of their own."""
Form = Literal["bar", "rows", "line", "number", "map"]


class ChosenChart(NamedTuple):
    """The points shown, in which form, and how many there would be more."""

    form: Form
    points: list[Point]
    left_out: int = 0


class ChartPoint(msgspec.Struct, frozen=True, kw_only=True):
    """A value as a chart draws it: see `axes.Points`."""

    x: str
    y: float | None
    label: str
    note: str | None = None


class ChartData(msgspec.Struct, frozen=True, kw_only=True):
    """Bars or a line; with `open` the template may draw a line where bars have no room for their figures."""

    kind: Literal["bar", "line"]
    open: bool
    points: tuple[ChartPoint, ...]


class DatasetData(PageData, frozen=True, kw_only=True, rename="kebab"):
    """What `dataset.typ` is given beside the page: one of `chart`, `rows` and `map`, or a number.

    `unit` is the line under the headline, `unit_line` the same where bars are drawn as a line. A number is `figure`,
    what it counts `caption`, and what it was `before`. `chart_alt` says the figures for who cannot see them.
    """

    featured: bool
    unit: str | None
    unit_line: str | None
    chart: ChartData | None = None
    rows: tuple[Row, ...] | None = None
    map: places.MapData | None = None
    chart_alt: str | None = None
    figure: str | None = None
    caption: str | None = None
    before: str | None = None

    def listed(self) -> tuple[Row, ...]:
        return self.rows or ()

    def marks(self) -> Iterator[Mark]:
        """Of a line its two ends."""
        yield from super().marks()
        points = self._known()
        if self.chart and self.chart.kind == "line":
            points = [points[0], points[-1]] if points else []
        yield from (Mark(point.x, point.label) for point in points)

    def dated(self) -> tuple[str, ...]:
        return (*(point.x for point in self._known()), *([self.caption] if self.caption else []))

    def _known(self) -> list[ChartPoint]:
        return [point for point in self.chart.points if point.y is not None] if self.chart else []


def characters(pack: Pack, slide: Dataset, lang: str) -> int:
    """The finding, the unit, and what is labelled: each bar, a line's two ends, one number, each place."""
    chosen = _chosen(pack, slide, slide.data, lang, MOST_BARS)
    texts = [
        _title(pack, slide, chosen, lang, slide.data),
        *(_say(pack, text, lang) for text in (slide.unit, slide.scope)),
    ]
    if chosen.form == "map":
        shown = places.shown(pack, slide)
        texts += [places.named(slide, each, lang) + (places.figure(slide, each, lang) or "") for each in shown]
        return sum(map(len, texts))
    ends = {"line": [chosen.points[0], chosen.points[-1]], "number": chosen.points[-1:]}
    labelled = ends.get(chosen.form, chosen.points)
    return sum(map(len, texts)) + sum(len(point.x) + len(_figure(point.y, lang)) for point in labelled)


def _say(pack: Pack, text: Text | None, lang: str) -> str:
    return (pack.city.say(text, lang) or "") if text else ""


def _figure(value: Decimal | None, lang: str) -> str:
    return wording.word("missing", lang) if value is None else numerals.number(value, lang, 1)


# --- what is shown -------------------------------------------------------------------------------------------------


def _points(pack: Pack, slide: Dataset, lang: str) -> list[Point]:
    """The names of what is compared may be in a column a language (`zona:hu` beside `zona`)."""
    read = table.tidy(sheet.read(pack.files[slide.data], slide.data))
    spoken = f"{slide.x.lower()}:{lang}"
    points = table.of_pack(read, slide.where, spoken if spoken in read.columns else slide.x, slide.y)
    if slide.since is not None:
        points = [point for point in points if not (year := _year(point.x)) or year >= slide.since]
    if not any(point.y is not None for point in points):
        raise refused(
            "dataset", slide.data, said("has no value since {since}, expected at least one", since=slide.since)
        )
    return points


def _year(x: str) -> int | None:
    labelled = period.labelled(x)
    return labelled.first.year if labelled else None


def _chosen(pack: Pack, slide: Dataset, where: str, lang: str, most: int) -> ChosenChart:
    """By the rule: places are a map; one value a number; up to eight periods bars, more a line; anything else rows.

    Rows are sorted with the largest first, and only `most` shown, when the chart is left open; as `bar` they keep the
    order of the file. Raises RefusedError: unreadable data, more bars than can be taken in, too short a line.
    """
    if slide.chart == "map" or (slide.chart == "auto" and slide.data.endswith(".geojson")):
        return ChosenChart("map", [Point(each.name, None) for each in places.shown(pack, slide)])
    points = _points(pack, slide, lang)
    times = period.column([point.x for point in points]) is not None
    form = _form(slide, points, times)
    if form == "rows" and slide.chart == "auto" and not all(_YEARS.match(point.x) for point in points):
        order = sorted(points, key=lambda point: (point.y is None, -(point.y or 0)))
        return ChosenChart(form, order[:most], max(0, len(order) - most))
    if form in ("bar", "rows") and len(points) > MOST_BARS:
        message = said(
            "found {points} bars, expected at most {most_bars}: set `since`", points=len(points), most_bars=MOST_BARS
        )
        raise refused("chart", f"{where}:$.chart", message)
    if form == "line" and len(points) < LEAST_LINE:
        message = said(
            "found a line of {points}, expected at least {least_line} points", points=len(points), least_line=LEAST_LINE
        )
        raise refused("chart", f"{where}:$.chart", message)
    return ChosenChart(form, _filled(points) if form == "line" and times else points)


def _form(slide: Dataset, points: list[Point], times: bool) -> Form:
    if slide.chart in ("line", "number"):
        return slide.chart
    if slide.chart == "bar" or not times:
        return "bar" if times else "rows" if len(points) > 1 or slide.chart == "bar" else "number"
    known = [point for point in points if point.y is not None]
    return "number" if len(known) == 1 else "bar" if len(points) <= MOST_BARS else "line"


def _filled(points: list[Point]) -> list[Point]:
    """With the periods the source leaves out: on a line, time passes there too."""
    values = {point.x: point.y for point in points}
    periods = period.filled(period.column(list(values)) or [])
    return [Point(each.label, values.get(each.label)) for each in periods] if periods else points


# --- the page ------------------------------------------------------------------------------------------------------


def compose(pack: Pack, slide: Dataset, where: str, lang: str, fmt: Format) -> DatasetData:
    """Raises RefusedError: unreadable data, a chart that cannot be taken in, a headline whose figures there are not."""
    chosen = _chosen(pack, slide, where, lang, page.rows(fmt))
    topic = _say(pack, slide.topic, lang)
    over = wording.word("week" if slide.featured else "dataset", lang)
    data = DatasetData(
        frame=page.frame(pack.city, INKS, lang, fmt),
        kicker=" · ".join([over, *([nobreak.nobreak(topic)] if topic else [])]),
        featured=slide.featured,
        title=nobreak.glued(_title(pack, slide, chosen, lang, where)),
        unit=_under(pack, slide, chosen, lang),
        unit_line=_under(pack, slide, chosen._replace(form="line"), lang) if chosen.form == "bar" else None,
        panel=page.panel(pack, slide, lang, fmt),
        foot=page.source_line(pack, slide, lang),
    )
    if chosen.form == "map":
        return _with_map(data, places.drawn(pack, slide, where, lang))
    unit = _say(pack, slide.unit, lang)
    if chosen.form == "number":
        return _with_number(data, chosen.points, unit, lang)
    return _with_chart(data, pack, slide, chosen, lang)


def _title(pack: Pack, slide: Dataset, chosen: ChosenChart, lang: str, where: str) -> str:
    broken = next((str(each.at) for each in slide.breaks if _break(each.at, chosen.points)), None)
    return placeholders.filled(_say(pack, slide.title, lang), chosen.points, broken, lang, f"{where}:$.title.{lang}")


def _break(at: int | str, points: list[Point]) -> str | None:
    """The x of the first point of that period, when something is shown before it."""
    starts = [point.x for point in points[1:] if point.x == str(at) or point.x.startswith(f"{at}-")]
    return starts[0] if starts else None


def _under(pack: Pack, slide: Dataset, chosen: ChosenChart, lang: str) -> str | None:
    """The line under the headline: the unit, of whom the figures are, what is not shown."""
    parts = [_say(pack, slide.scope, lang)]
    if chosen.form != "number":
        parts.insert(0, _say(pack, slide.unit, lang))
    if chosen.left_out:
        shown = len(chosen.points)
        parts.append(wording.word("largest", lang, str(shown), str(shown + chosen.left_out)))
    if chosen.form == "line":
        parts.append(_gaps(chosen.points, lang))
    return nobreak.glued(" · ".join(filter(None, parts))) or None


def _gaps(points: list[Point], lang: str) -> str:
    """Which periods a line has no figure for."""
    lost = [point.x for point in points if point.y is None]
    return wording.word("no-data", lang, _runs(lost)) if lost else ""


def _runs(labels: list[str]) -> str:
    """`2003–2005, 2009`."""
    parts: list[list[str]] = []
    for label in labels:
        own, before = period.labelled(label), period.labelled(parts[-1][-1]) if parts else None
        if own and before and own.number - before.number == 1:
            parts[-1].append(label)
        else:
            parts.append([label])
    return ", ".join(part[0] if len(part) == 1 else f"{part[0]}–{part[-1]}" for part in parts)


def _with_map(data: DatasetData, drawn: places.MapData) -> DatasetData:
    labels = "; ".join(f"{each.number} {each.name} {each.figure or ''}".strip() for each in drawn.places)
    return msgspec.structs.replace(data, map=drawn, chart_alt=labels)


def _with_chart(data: DatasetData, pack: Pack, slide: Dataset, chosen: ChosenChart, lang: str) -> DatasetData:
    unit = _say(pack, slide.unit, lang)
    figures = ", ".join(f"{numerals.period(point.x, lang)}: {_figure(point.y, lang)}" for point in chosen.points)
    data = msgspec.structs.replace(data, chart_alt=f"{unit}: {figures}" if unit else figures)
    points = _chart_points(pack, slide, chosen.points, lang)
    if chosen.form == "rows":
        rows = tuple(Row(label=point.x, figure=point.label, part=point.y) for point in points)
        return msgspec.structs.replace(data, rows=rows)
    assert chosen.form in ("bar", "line")
    enough = sum(point.y is not None for point in chosen.points) >= LEAST_LINE
    points = _years_once(points) if chosen.form == "bar" else points
    chart = ChartData(kind=chosen.form, open=slide.chart == "auto" and enough, points=tuple(points))
    return msgspec.structs.replace(data, chart=chart)


def _chart_points(pack: Pack, slide: Dataset, points: Sequence[Point], lang: str) -> list[ChartPoint]:
    starts = {x: _say(pack, each.note, lang) for each in slide.breaks if (x := _break(each.at, list(points)))}
    few = len(points) <= MOST_BARS
    return [
        ChartPoint(
            x=numerals.tick(point.x, lang, few=few),
            y=None if point.y is None else float(point.y),
            label=_figure(point.y, lang),
            note=starts.get(point.x),
        )
        for point in points
    ]


def _years_once(points: list[ChartPoint]) -> list[ChartPoint]:
    """The year of a month under the first of its year only; `~` hides the others."""
    years = [point.x.partition("|")[2] for point in points]
    return [
        msgspec.structs.replace(point, x=point.x.replace("|", "|~"))
        if number and years[number] and years[number] == years[number - 1]
        else point
        for number, point in enumerate(points)
    ]


def _with_number(data: DatasetData, points: list[Point], unit: str, lang: str) -> DatasetData:
    known = [point for point in points if point.y is not None]
    before = known[-2] if len(known) > 1 else None
    last = numerals.period(known[-1].x, lang)
    was = f"{numerals.period(before.x, lang)}: {_figure(before.y, lang)}" if before else None
    return msgspec.structs.replace(
        data,
        figure=_figure(known[-1].y, lang),
        caption=nobreak.glued(f"{unit}, {last}" if unit else last),
        before=nobreak.glued(was) if was else None,
    )


KIND = Kind(slide=Dataset, template="dataset", inks=INKS, compose=compose, characters=characters)
