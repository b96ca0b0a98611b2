"""What a display shows when: a pure function of the plan and the wall clock.

Decides the active set (which campaigns with which slides), where its edges fall, and what the rotation has reached.
The rotation restarts at local midnight and whenever the active set changes; its position is the time since then, so
nothing is stored: a rebooted display resumes mid-rotation, and displays with the same entries run in step. Opening
hours only mask it. The order of turns within a rotation is `rotation`'s.

Local boundaries follow RFC 5545 §3.3.5 (zoneinfo with fold=0): a time in the DST gap is read with the offset before the
gap, an ambiguous time is its first occurrence. A window whose end this puts before its start is empty.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from content.airtime import balanced
from content.plan import Entry, Plan, Window
from content.recurrence import Recurrence
from content.rotation import Active, Rotation

_SECOND = timedelta(seconds=1)
_ALL_DAY = (Window(days=tuple(range(7)), start=0, end=1440),)
_KEPT_DAYS, _KEPT_ROTATIONS = 400, 64
"""What a `Schedule` remembers before it forgets it all."""


class Showing(msgspec.Struct, frozen=True, kw_only=True):
    """What is on a display in [since, until), both in UTC. `slide` is None when neutral or off."""

    state: Literal["showing", "neutral", "off"]
    since: datetime
    until: datetime
    slide: str | None = None
    lang: str | None = None
    campaign: str | None = None


_Dayparts = dict[str, list[tuple[datetime, datetime]]]
"""Campaign to windows, of those that do not always run."""


class _Span(NamedTuple):
    """[start, end) in UTC, and what holds throughout: who plays, and their rotation; None for nothing to show."""

    start: datetime
    end: datetime
    active: Active
    rotation: Rotation | None


class _Day(NamedTuple):
    """A local day: its spans, and whether the display is on. Both cover the day without gap or overlap.

    `dayparts` are the windows of campaigns that do not always run, `edges` all instants where something may change.
    """

    start: datetime
    end: datetime
    edges: list[datetime]
    dayparts: _Dayparts
    spans: list[_Span]
    starts: list[datetime]
    power: list[tuple[datetime, datetime, bool]]
    switches: list[datetime]


class Schedule:
    """A plan made ready to be asked many times. Holds caches only: equal plans answer equally, in any order."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.zone = ZoneInfo(plan.timezone)
        self._entries = sorted(plan.entries, key=lambda entry: entry.campaign)
        self._turns = {slide: item.turns for slide, item in plan.items.items()}
        self._listed: dict[str, tuple[tuple[str, ...], bool]] = {}
        self._days: dict[date, _Day] = {}
        self._rotations: dict[Active, Rotation] = {}
        self._today: _Day | None = None

    def resolve(self, now: datetime) -> Showing:
        """What shows at `now` (aware; an instant between two seconds is as good as any)."""
        now = now if now.tzinfo is UTC else now.astimezone(UTC)
        day = self._day_of(now)
        opened, closes, on = day.power[bisect_right(day.switches, now) - 1]
        if not on:
            return Showing(state="off", since=opened, until=closes)
        start, end, _, rotation = day.spans[bisect_right(day.starts, now) - 1]
        if rotation is None:
            return Showing(state="neutral", since=max(start, opened), until=min(end, closes))
        ahead = self._plan.phase
        begins, ends, part = rotation.at((now - start) // _SECOND + ahead)
        return Showing(
            state="showing",
            since=max(start + timedelta(0, begins - ahead), start, opened),
            until=min(start + timedelta(0, ends - ahead), end, closes),
            slide=part.slide,
            lang=part.lang,
            campaign=part.campaign,
        )

    def active(self, at: datetime) -> Active:
        """The campaigns that play together at that instant, whether the display is on or not; empty for none."""
        day = self._day_of(at.astimezone(UTC))
        return day.spans[bisect_right(day.starts, at) - 1].active

    def edges(self, after: datetime, until: datetime) -> Iterator[datetime]:
        """The instants (UTC) in (after, until) at which the active set, or what it is made of, may change, in order.

        Local midnights are among them.
        """
        at = after.astimezone(UTC)
        while (day := self._day_of(at)).start < until:
            yield from (edge for edge in day.edges if after < edge < until)
            at = day.end

    def powered(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of [start, end) in which the display is on, in UTC and in order; cut at local midnights."""
        at = start.astimezone(UTC)
        while (day := self._day_of(at)).start < end:
            for since, until, on in day.power:
                if on and since < end and start < until:
                    yield max(since, start), min(until, end)
            at = day.end

    def runs(self, entry: Entry, at: datetime) -> bool:
        """Whether the entry's dates, days and dayparts include that instant. It may still have nothing to show."""
        day = self._day_of(at.astimezone(UTC))
        return self._runs(entry, at, day.dayparts)

    def slides(self, entry: Entry, at: datetime) -> tuple[str, ...]:
        """The entry's slides that are open at that instant."""
        slides, bounded = self._playable(entry)
        if not bounded:
            return slides
        items = self._plan.items
        return tuple(slide for slide in slides if _open(items[slide].opens, items[slide].ends, at))

    def _playable(self, entry: Entry) -> tuple[tuple[str, ...], bool]:
        """The entry's slides that have a turn at all, and whether any of them opens or ends."""
        if (known := self._listed.get(entry.campaign)) is None:
            items = self._plan.items
            slides = tuple(slide for slide in entry.slides if slide in items and items[slide].turns)
            known = slides, any(items[slide].opens or items[slide].ends for slide in slides)
            self._listed[entry.campaign] = known
        return known

    def ready(self, at: datetime) -> dict[str, tuple[str, ...]]:
        """The campaigns that run at that instant with the slides they have open, whether they play or are masked."""
        day = self._day_of(at.astimezone(UTC))
        found = {}
        for entry in self._entries:
            if self._runs(entry, at, day.dayparts) and (slides := self.slides(entry, at)):
                found[entry.campaign] = slides
        return found

    def changes(self, start: datetime, end: datetime) -> Iterator[date]:
        """The local days that touch [start, end) and are not 24 hours long."""
        day = start.astimezone(self.zone).date()
        while (midnight := self._midnight(day)) < end:
            if self._midnight(day + timedelta(days=1)) - midnight != timedelta(hours=24):
                yield day
            day += timedelta(days=1)

    def lengths(self, entry: Entry, day: date) -> Iterator[tuple[Window, timedelta]]:
        """How long each daypart that starts on that local day really lasts; not above zero when it is empty."""
        for window in entry.dayparts:
            if day.weekday() in window.days and (entry.recurs is None or entry.recurs.on(day)):
                yield window, self._local(day, window.end) - self._local(day, window.start)

    def timeline(self, start: datetime, end: datetime) -> Iterator[Showing]:
        """The showings that cover [start, end), in order; the first contains `start`."""
        while start < end:
            day = self._day_of(start.astimezone(UTC))
            _, closes, on = day.power[bisect_right(day.switches, start) - 1]
            span = day.spans[bisect_right(day.starts, start) - 1]
            if not on or span.rotation is None:
                showing = self.resolve(start)
                yield showing
                start = showing.until
            else:
                for showing in self._turns_of(span, start, closes):
                    yield showing
                    start = showing.until
                    if start >= end:
                        return

    def _turns_of(self, span: _Span, start: datetime, closes: datetime) -> Iterator[Showing]:
        """As `resolve` from `start` on, up to the end of the span or of the display's hours: what many turns share is
        looked up once."""
        assert span.rotation is not None
        zero = span.start - timedelta(0, self._plan.phase)
        last = min(span.end, closes)
        since = self.resolve(start).since
        for _, ends, part in span.rotation.walk((start - zero) // _SECOND):
            until = min(zero + timedelta(0, ends), last)
            yield Showing(
                state="showing", since=since, until=until, slide=part.slide, lang=part.lang, campaign=part.campaign
            )
            if until >= last:
                return
            since = until

    def _day_of(self, now: datetime) -> _Day:
        day = self._today
        if day is None or not day.start <= now < day.end:
            local = now.astimezone(self.zone).date()
            # Where clocks change at midnight the local date and the day can differ; the day is what lies between
            # two midnights.
            while now >= self._midnight(local + timedelta(days=1)):
                local += timedelta(days=1)
            while now < self._midnight(local):
                local -= timedelta(days=1)
            if len(self._days) > _KEPT_DAYS:
                self._days.clear()
            day = self._days[local] = self._days.get(local) or self._compile(local)
            self._today = day
        return day

    def _midnight(self, day: date) -> datetime:
        return self._local(day, 0)

    def _local(self, day: date, minutes: int) -> datetime:
        """The instant at which the wall clock shows `minutes` after that day's midnight."""
        wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
        return wall.replace(tzinfo=self.zone).astimezone(UTC)

    def _windows(
        self, windows: Iterable[Window], day: date, recurs: Recurrence | None = None
    ) -> list[tuple[datetime, datetime]]:
        """The windows that reach into that day as instants; one that crosses midnight began the day before.

        Or two days before: where clocks skip a whole day, what should have ended on it ends on the next.
        """
        midnight = self._midnight(day)
        return [
            (self._local(starting, window.start), end)
            for starting in (day - timedelta(days=2), day - timedelta(days=1), day)
            if recurs is None or recurs.on(starting)
            for window in windows
            if starting.weekday() in window.days and (end := self._local(starting, window.end)) > midnight
        ]

    def _compile(self, day: date) -> _Day:
        start, end = self._midnight(day), self._midnight(day + timedelta(days=1))
        dayparts = {
            entry.campaign: self._windows(entry.dayparts or _ALL_DAY, day, entry.recurs)
            for entry in self._entries
            if entry.dayparts or entry.recurs
        }
        edges = _within(start, end, self._edges(dayparts))
        spans = self._spans(edges, dayparts)
        power = self._power(day, start, end)
        return _Day(
            start, end, edges[:-1], dayparts, spans, [each.start for each in spans], power, [each[0] for each in power]
        )

    def _power(self, day: date, start: datetime, end: datetime) -> list[tuple[datetime, datetime, bool]]:
        hours = self._windows(self._plan.hours, day)
        edges = _within(start, end, (edge for window in hours for edge in window))
        always = not self._plan.hours
        found: list[tuple[datetime, datetime, bool]] = []
        for since, until in pairwise(edges):
            on = always or any(first <= since < last for first, last in hours)
            if found and found[-1][2] == on:
                found[-1] = (found[-1][0], until, on)
            else:
                found.append((since, until, on))
        return found

    def _spans(self, edges: list[datetime], dayparts: _Dayparts) -> list[_Span]:
        found: list[tuple[datetime, datetime, Active]] = []
        for since, until in pairwise(edges):
            active = self._active(since, dayparts)
            if found and found[-1][2] == active:
                found[-1] = (found[-1][0], until, active)
            else:
                found.append((since, until, active))
        return [_Span(since, until, active, self._rotation(active)) for since, until, active in found]

    def _edges(self, dayparts: _Dayparts) -> Iterator[datetime]:
        bounds = [(item.opens, item.ends) for item in self._plan.items.values()]
        bounds += [(entry.opens, entry.ends) for entry in self._entries]
        for bound in bounds:
            yield from (edge for edge in bound if edge is not None)
        for windows in dayparts.values():
            for window in windows:
                yield from window

    def _active(self, at: datetime, dayparts: _Dayparts) -> Active:
        """The entries of the highest priority that have something to show at that instant, each with those slides."""
        best: int | None = None
        active: list[tuple[str, int, tuple[str, ...]]] = []
        for entry in self._entries:
            if (best is not None and entry.priority < best) or not self._runs(entry, at, dayparts):
                continue
            slides = self.slides(entry, at)
            if not slides:
                continue
            if best is None or entry.priority > best:
                best, active = entry.priority, []
            active.append((entry.campaign, max(entry.share, 1), slides))
        return tuple(active)

    def _runs(self, entry: Entry, at: datetime, dayparts: _Dayparts) -> bool:
        if not _open(entry.opens, entry.ends, at):
            return False
        windows = dayparts.get(entry.campaign)
        return windows is None or any(first <= at < last for first, last in windows)

    def _rotation(self, active: Active) -> Rotation | None:
        if not active:
            return None
        if active not in self._rotations:
            if len(self._rotations) > _KEPT_ROTATIONS:
                self._rotations.clear()
            weighed = balanced(active, self._plan.items, self._plan.minimums)
            self._rotations[active] = Rotation(weighed, self._turns)
        return self._rotations[active]


def _open(opens: datetime | None, ends: datetime | None, at: datetime) -> bool:
    return (opens is None or opens <= at) and (ends is None or at < ends)


def _within(start: datetime, end: datetime, edges: Iterable[datetime]) -> list[datetime]:
    """`start`, the edges between, `end`: sorted, each once, in UTC."""
    return [start, *sorted({edge.astimezone(UTC) for edge in edges if start < edge < end}), end]


def resolve(plan: Plan, now: datetime) -> Showing:
    """What shows at `now` (aware). To ask a plan more than once, keep a `Schedule` of it."""
    return Schedule(plan).resolve(now)


def timeline(plan: Plan, start: datetime, end: datetime) -> Iterator[Showing]:
    """The showings that cover [start, end), in order; the first contains `start`."""
    return Schedule(plan).timeline(start, end)
