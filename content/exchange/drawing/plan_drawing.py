"""The plan of a display as a drawing: a row a campaign, full where it plays, hollow where another masks it.

Decides what is drawn and where; what plays is `forecast`'s, the time axis `ruler`'s, how it looks `marks`'. Hours are
the display's local ones, words in the city's first language. A PNG is made by vl-convert.
"""

import io
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

import fontpkg_inter
import vl_convert
from PIL import Image

from content.exchange.drawing import marks, wording
from content.exchange.drawing.marks import FAINT, INK, NAME, NOTE, OFF, QUIET, SMALL, STRONG, TITLE, WORD, Box
from content.exchange.drawing.ruler import ClockChange, Ruler, Spans
from content.findings import refused
from content.pack.model import Display, Pack
from content.phrases import said
from content.schedule.forecast import Forecast, ForecastInterval
from content.schedule.plan import Entry, Plan

LONGEST = timedelta(days=366, hours=1)
PAD, WIDTH = 28, 1100
"""Pixels: the edge, and the time."""
GAP, END = 18, 30
"""Pixels before a column of figures, and before the time."""
_SAID = 22
"""Pixels from a lane without campaigns to what is said of it."""
_KEY = Box(0, 0, 24, 14)


class RowHeight(NamedTuple):
    """Heights in pixels of a row and of the bar in it."""

    row: int
    bar: int


HOURS, CELLS = RowHeight(34, 22), RowHeight(52, 40)
"""A cell's height says how long: an hour of a day of sixteen must be told from two."""


class Bar(NamedTuple):
    """[since, until) in which a campaign plays, or is masked."""

    since: datetime
    until: datetime
    plays: bool


def drawing(pack: Pack, display: Display, plan: Plan, start: datetime, end: datetime) -> str:
    """What plays in [start, end), both aware, as SVG. Campaigns that do not run then have no row.

    Up to ten days are drawn hour by hour, more with a cell a day, and beyond 100 days a cell a week. Raises
    RefusedError (`time`) beyond a year: nothing of it could be read.
    """
    if end - start > LONGEST:
        length = said("found {days:.0f} days", days=(end - start) / timedelta(days=1))
        raise refused(
            "time", "the drawing", said("{length}, expected at most {longest}", length=length, longest=LONGEST.days)
        )
    return _Drawing(pack, display, Forecast(plan, start, (end - start) / timedelta(days=1))).svg()


def png(svg: str) -> bytes:
    """The drawing with two pixels for each of its own."""
    vl_convert.register_font_directory(str(fontpkg_inter.ROOT / "files"))
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(vl_convert.svg_to_png(svg, scale=2))) as image:
        image.convert("RGB").save(buffer, "PNG")  # a quarter of the bytes
    return buffer.getvalue()


class _Drawing:
    """One picture: from the top its title, the legend, the time axis, and the rows."""

    def __init__(self, pack: Pack, display: Display, forecast: Forecast) -> None:
        zone, lang = forecast.schedule.zone, pack.city.languages[0]
        self.forecast = forecast
        self.words = wording.WORDS[lang]
        self.title = f"{display.name}, {wording.span(forecast.start, forecast.end, zone, lang)}"
        self.place = f"{pack.city.name} · {self.words['clock'].format(zone.key)}"
        self.ruler = Ruler(forecast.start, forecast.end, zone, WIDTH, lang)
        self.changes = list(self.ruler.changes())
        self.lit = _joined(forecast.powered)
        shown = (entry for entry in forecast.plan.entries if entry.campaign in forecast.ready)
        self.entries = sorted(shown, key=lambda entry: -entry.priority)
        self.names = {each.campaign: pack.campaign_name(each.campaign, lang) for each in self.entries}
        names = [self.words["campaign"], *self.names.values()]
        self.priority = PAD + max(NAME.width(name) for name in names) + GAP + SMALL.width(self.words["priority"])
        self.share = self.priority + GAP + SMALL.width(self.words["share"])
        self.left = self.share + END
        self.lane = CELLS if self.ruler.cells else HOURS
        self.axis = PAD + (130 if len(self.ruler.days) > 1 else 112)
        self.top = self.axis + (38 if self.changes else 14)
        self.bottom = self.top + self.lane.row * max(1, len(self.entries))

    def svg(self) -> str:
        parts = (self._head(), self._legend(), self._ground(), self._axis(), self._rows(), self._clocks())
        inside = "".join(mark for part in parts for mark in part)
        below = 0 if self.entries else _SAID
        return marks.page(self.title, round(self.left + WIDTH + PAD + 12), self.bottom + below + PAD, inside)

    def _head(self) -> Iterator[str]:
        yield marks.words(PAD, PAD + 20, self.title, TITLE)
        yield marks.words(PAD, PAD + 44, self.place, QUIET)

    def _legend(self) -> Iterator[str]:
        plays = "plays" if not self.ruler.cells else "week" if self.ruler.weekly else "day"
        keys = {
            plays: marks.cell(_KEY, 0.6, 0.6) if self.ruler.cells else marks.full(_KEY),
            "masked": marks.hollow(_KEY),
            "off": marks.area(_KEY, OFF) + marks.thin(_KEY, plays=True),
        }
        if not self.entries:
            keys = {"off": marks.area(_KEY, OFF)}
        x, y = float(PAD), PAD + 64
        for word, key in keys.items():
            yield marks.group(key, x, y)
            yield marks.words(x + 32, y + 12, self.words[word], WORD)
            x += 32 + WORD.width(self.words[word]) + 28

    def _ground(self) -> Iterator[str]:
        """When the display is off, and the lines of the time axis and between priorities."""
        for since, until in self._dark():
            yield marks.area(self._box(since, until, self.top, self.bottom - self.top), OFF)
        for line in self.ruler.lines():
            x = self.left + line.at
            yield marks.path(f"M{x:.2f} {self.top - 6}V{self.bottom}", STRONG if line.strong else FAINT)
        for row, (upper, lower) in enumerate(pairwise(self.entries), 1):
            if upper.priority != lower.priority:
                yield marks.path(f"M{PAD} {self.top + row * self.lane.row}H{self.left + WIDTH:.2f}", STRONG)

    def _dark(self) -> Spans:
        """The hours, or the whole cells, in which the display is off."""
        if self.ruler.cells:
            return [cell for cell in self.ruler.cells if not self._on(*cell)]
        edges = [self.forecast.start, *(edge for span in self.lit for edge in span), self.forecast.end]
        return [(since, until) for since, until in zip(edges[::2], edges[1::2], strict=True) if since < until]

    def _on(self, since: datetime, until: datetime) -> float:
        """Seconds of [since, until) in which the display is on."""
        parts = (min(last, until) - max(first, since) for first, last in self.lit if first < until and since < last)
        return sum(part.total_seconds() for part in parts)

    def _axis(self) -> Iterator[str]:
        yield marks.words(PAD, self.axis, self.words["campaign"], SMALL)
        yield marks.words(self.priority, self.axis, self.words["priority"], SMALL, "end")
        yield marks.words(self.share, self.axis, self.words["share"], SMALL, "end")
        for middle, room, names in self.ruler.captions():
            fitting = next((name for name in names if WORD.width(name) + 8 <= room), "")
            yield marks.words(self.left + middle, self.axis - 22, fitting, WORD, "middle")
        for label in self.ruler.labels():
            yield marks.words(self.left + label.at, self.axis, label.text, SMALL, "middle")

    def _rows(self) -> Iterator[str]:
        for row, entry in enumerate(self.entries):
            y = self.top + row * self.lane.row + (self.lane.row - self.lane.bar) / 2
            line = y + self.lane.bar / 2 + 5
            yield marks.words(PAD, line, self.names[entry.campaign], NAME)
            yield marks.words(self.priority, line, str(entry.priority), QUIET, "end")
            yield marks.words(self.share, line, str(entry.share), QUIET, "end")
            yield from self._cells(entry, y) if self.ruler.cells else self._bars(entry, y)
        if not self.entries:
            yield marks.words(self.left, self.bottom + _SAID, self.words["card" if self.lit else "none"], WORD)

    def _bars(self, entry: Entry, y: float) -> Iterator[str]:
        for bar in _bars(entry, self.forecast.running(entry)):
            yield marks.thin(self._box(bar.since, bar.until, y), bar.plays)
            for since, until in self.lit:
                if since < bar.until and bar.since < until:
                    yield self._lit(self._box(max(since, bar.since), min(until, bar.until), y), bar.plays)

    def _lit(self, box: Box, plays: bool) -> str:
        if plays:
            return marks.full(box)
        word = self.words["hidden"]
        fits = SMALL.width(word) + 14 <= box.width
        return marks.hollow(box) + (marks.words(box.x + 7, box.y + 15, word, SMALL) if fits else "")

    def _cells(self, entry: Entry, y: float) -> Iterator[str]:
        running = list(self.forecast.running(entry))
        for since, until in self.ruler.cells:
            within = [interval for interval in running if since <= interval.since < until]
            if not within:
                continue
            box = self._box(since, until, y)
            box = box._replace(x=box.x + 1, width=max(box.width - 2, 1))
            ran = sum(interval.on for interval in within)
            if ran:
                on, played = self._on(since, until), sum(interval.on for interval in within if _plays(entry, interval))
                yield marks.cell(box, ran / on, played / on)
            else:
                yield marks.thin(box, _plays(entry, within[0]))

    def _clocks(self) -> Iterator[str]:
        """A line where the clocks change, and over the rows a note of the hours they repeat or skip."""
        for change in self.changes:
            first, x, last = self._hours(change)
            y = self.top - 8
            for left, right in ((first, x), (x, last)) if last > x else ():
                yield marks.path(f"M{left + 1:.2f} {y}v-5H{right - 1:.2f}v5", INK)
            yield marks.path(f"M{x:.2f} {y - 5}V{self.bottom}", INK, stroke_dasharray="3 3")
            note = self.words["twice" if last > x else "missing"].format(change.hours)
            if last + 6 + NOTE.width(note) < self.left + WIDTH:
                yield marks.words(last + 6, y, note, NOTE)
            else:
                yield marks.words(first - 6, y, note, NOTE, "end")

    def _hours(self, change: ClockChange) -> tuple[float, float, float]:
        """Pixels at which repeated hours start, start again, and end; three times the same pixel for skipped ones."""
        repeated = max(-change.by, timedelta())
        first, at, last = (self.ruler.x(change.at + by) for by in (-repeated, timedelta(), repeated))
        return self.left + first, self.left + at, self.left + last

    def _box(self, since: datetime, until: datetime, y: float, height: float = 0) -> Box:
        """The rectangle of [since, until) at `y`, as high as a bar unless a height is given."""
        left, right = self.ruler.x(since), self.ruler.x(until)
        return Box(self.left + left, y, max(right - left, 2), height or self.lane.bar)


def _plays(entry: Entry, interval: ForecastInterval) -> bool:
    return any(name == entry.campaign for name, _, _ in interval.active)


def _bars(entry: Entry, running: Iterator[ForecastInterval]) -> list[Bar]:
    """Stretches that touch and mean the same are one bar."""
    bars: list[Bar] = []
    for interval in running:
        bar = Bar(interval.since, interval.until, _plays(entry, interval))
        if bars and bars[-1].until == bar.since and bars[-1].plays == bar.plays:
            bars[-1] = bars[-1]._replace(until=bar.until)
        else:
            bars.append(bar)
    return bars


def _joined(spans: Iterable[tuple[datetime, datetime]]) -> Spans:
    """Spans that touch are one."""
    joined: Spans = []
    for since, until in spans:
        if joined and joined[-1][1] == since:
            joined[-1] = (joined[-1][0], until)
        else:
            joined.append((since, until))
    return joined
