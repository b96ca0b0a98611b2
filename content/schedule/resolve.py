"""What shows at an instant, and what shows one after the other from one instant to another.

Decides where the rotation of the active set stands and whether the display is on. Leaves out which set is active when
(`days`) and the order of turns (`rotation`).
"""

import copy
from collections.abc import Generator, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from content.schedule.days import LocalDay, LocalDays
from content.schedule.plan import Entry, Plan, Window
from content.schedule.recurrence import Recurrence
from content.schedule.rotation import ActiveSet, Rotation

_SECOND = timedelta(seconds=1)
_HOURS_COME_AGAIN = timedelta(days=16)
"""Opening hours come again within a week; where clocks skip them once, within two."""


class Showing(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is on a display in [since, until), both in UTC. `slide` is None while the neutral card shows or it is off.

    A year has millions of these. They refer to nothing that could refer back, so the garbage collector need not look
    at them (`gc=False`).
    """

    state: Literal["showing", "neutral", "off"]
    since: datetime
    until: datetime
    slide: str | None = None
    lang: str | None = None
    campaign: str | None = None

    def plain(self, zone: ZoneInfo) -> dict[str, str | None]:
        """As machines read it: times in ISO 8601 with the offset of `zone`."""
        return {
            "since": self.since.astimezone(zone).isoformat(),
            "until": self.until.astimezone(zone).isoformat(),
            "slide": self.slide,
            "lang": self.lang,
            "campaign": self.campaign,
            "state": self.state,
        }


class Schedule:
    """A plan made ready to be asked many times. Holds caches only: no answer depends on what was asked before."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._phase = plan.phase
        self._days = LocalDays(plan)

    def ahead(self, phase: int) -> "Schedule":
        """Of the same plan with this phase (s). What either of the two works out, the other need not."""
        if phase == self._phase:
            return self
        other = copy.copy(self)
        other.plan, other._phase = msgspec.structs.replace(self.plan, phase=phase), phase
        return other

    @property
    def zone(self) -> ZoneInfo:
        return self._days.zone

    def resolve(self, now: datetime) -> Showing:
        """What shows at `now` (aware). It may lie between two seconds.

        A neutral card is said to show until midnight at most, as rotations start anew then. A display is said to be off
        until it is on again.
        """
        now = now if now.tzinfo is UTC else now.astimezone(UTC)
        day = self._days.of(now)
        opened, closes, on = day.power_at(now)
        if not on:
            return self._off(day, opened, closes)
        start, end, _ = interval = self._days.interval(day, now)
        rotation = self._days.rotation(interval)
        if rotation is None:
            return Showing(state="neutral", since=max(start, opened), until=min(end, closes))
        ahead = self._phase
        begins, ends, turn = rotation.at((now - start) // _SECOND + ahead)
        return Showing(
            state="showing",
            since=max(start + timedelta(0, begins - ahead), start, opened),
            until=min(start + timedelta(0, ends - ahead), end, closes),
            slide=turn.slide,
            lang=turn.lang,
            campaign=turn.campaign,
        )

    def _off(self, day: LocalDay, since: datetime, until: datetime) -> Showing:
        """Off: from when the display went off, at `since` or before, to when it comes on, at `until` or after."""
        earlier = later = day
        went, comes = since, until
        while went == earlier.start and day.start - earlier.start < _HOURS_COME_AGAIN:
            earlier = self._days.of(went - _SECOND)
            begins, _, on = earlier.power[-1]
            went = went if on else begins
        while comes == later.end and later.end - day.end < _HOURS_COME_AGAIN:
            later = self._days.of(comes)
            _, ends, on = later.power[0]
            comes = comes if on else ends
        never = went == earlier.start or comes == later.end
        return Showing(state="off", since=since if never else went, until=until if never else comes)

    def active(self, at: datetime) -> ActiveSet:
        """The campaigns that play together at that instant, whether the display is on or not; empty for none."""
        return self._days.interval(self._days.of(at.astimezone(UTC)), at).active

    def edges(self, after: datetime, until: datetime) -> Iterator[datetime]:
        """The instants (UTC) in (after, until) at which the active set, or what it is made of, may change, in order.

        Local midnights are among them.
        """
        at = after.astimezone(UTC)
        while (day := self._days.of(at)).start < until:
            yield from (edge for edge in self._days.edges(day) if after < edge < until)
            at = day.end

    def on(self, at: datetime) -> bool:
        """Whether the display is on at that instant."""
        day = self._days.of(at.astimezone(UTC))
        return day.power_at(at)[2]

    def powered(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The intervals of [start, end) in which the display is on, in UTC and in order, cut at local midnights."""
        at = start.astimezone(UTC)
        while (day := self._days.of(at)).start < end:
            for since, until, on in day.power:
                if on and since < end and start < until:
                    yield max(since, start), min(until, end)
            at = day.end

    def runs(self, entry: Entry, at: datetime) -> bool:
        """Whether the entry's dates, days and dayparts include that instant. It may still have nothing to show."""
        day = self._days.of(at.astimezone(UTC))
        return self._days.runs(entry, at, day)

    def running(self, entry: Entry, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The intervals of [start, end) in which the entry `runs`, in UTC, in order and apart.

        They are worked out as they are asked for: the first may be all that a day or two need be looked at for.
        """
        return self._days.running(entry, start.astimezone(UTC), end.astimezone(UTC))

    def slides(self, entry: Entry, at: datetime) -> tuple[str, ...]:
        """The entry's slides that are open at that instant."""
        return self._days.slides(entry, at)

    def ready(self, at: datetime) -> dict[str, tuple[str, ...]]:
        """The campaigns that run at that instant with the slides they have open, whether they play or are masked."""
        day = self._days.of(at.astimezone(UTC))
        return {
            entry.campaign: slides
            for entry in self._days.entries
            if self._days.runs(entry, at, day) and (slides := self._days.slides(entry, at))
        }

    def changes(self, start: datetime, end: datetime) -> Iterator[date]:
        """The local days that touch [start, end) and are not 24 hours long."""
        day = start.astimezone(self.zone).date()
        while (midnight := self._days.midnight(day)) < end:
            if self._days.midnight(day + timedelta(days=1)) - midnight != timedelta(hours=24):
                yield day
            day += timedelta(days=1)

    def windows(
        self, windows: Iterable[Window], day: date, recurs: Recurrence | None = None
    ) -> Iterator[tuple[Window, datetime, datetime]]:
        """The windows that start on that local day, each with when it starts and ends (UTC).

        A window is empty when its end is not after its start.
        """
        for window in windows if recurs is None or recurs.on(day) else ():
            if day.weekday() in window.days:
                yield window, self._days.local(day, window.start), self._days.local(day, window.end)

    def timeline(self, start: datetime, end: datetime) -> Iterator[Showing]:
        """The showings that cover [start, end), in order; the first contains `start`."""
        while start < end:
            day = self._days.of(start.astimezone(UTC))
            opened, closes, on = day.power_at(start)
            interval = self._days.interval(day, start)
            rotation = self._days.rotation(interval) if on else None
            if rotation is None:
                showing = self.resolve(start)
                yield showing
                start = showing.until
            else:
                within = max(interval.start, opened), min(interval.end, closes)
                start = yield from self._turns(rotation, interval.start, within, start, end)

    def _turns(
        self, rotation: Rotation, began: datetime, within: tuple[datetime, datetime], start: datetime, end: datetime
    ) -> Generator[Showing, None, datetime]:
        """The showings of a rotation that `began` then and is seen `within` those bounds: from `start` on, up to `end`.

        They are what `resolve` says. Returns when the last one ends. What many turns share is worked out once, as a
        year has millions of turns.
        """
        zero, (first, last) = began - timedelta(0, self._phase), within
        stop = min(end, last)
        at, turns = rotation.walk((start - zero) // _SECOND, -((zero - stop) // _SECOND))  # the latter rounded up
        until = zero + timedelta(0, at)
        since = max(until, first)
        lengths: dict[int, timedelta] = {}
        for slide, lang, campaign, seconds in turns:
            if seconds not in lengths:
                lengths[seconds] = timedelta(0, seconds)
            until += lengths[seconds]
            if until >= stop:
                break
            yield Showing(state="showing", since=since, until=until, slide=slide, lang=lang, campaign=campaign)
            since = until
        until = min(until, last)
        yield Showing(state="showing", since=since, until=until, slide=slide, lang=lang, campaign=campaign)
        return until


def resolve(plan: Plan, now: datetime) -> Showing:
    """What shows at `now` (aware). To ask a plan more than once, keep a `Schedule` of it."""
    return Schedule(plan).resolve(now)


def timeline(plan: Plan, start: datetime, end: datetime) -> Iterator[Showing]:
    """The showings that cover [start, end), in order; the first contains `start`."""
    return Schedule(plan).timeline(start, end)
