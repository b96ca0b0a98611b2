"""The schedule once more, minute by minute and naively: what `schedule` is compared with.

Bucharest's clock of 2026 is written out; other places are asked only what their clocks show at an instant. Speaks of
minutes, so plans must be on minutes.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from content.plan import Entry, Plan, Window
from content.recurrence import Recurrence

MINUTE = timedelta(minutes=1)
SPRING = datetime(2026, 3, 29, 1, tzinfo=UTC)  # 03:00 becomes 04:00
AUTUMN = datetime(2026, 10, 25, 1, tzinfo=UTC)  # 04:00 becomes 03:00


class Clock(Protocol):
    def wall(self, instant: datetime) -> datetime:
        """What a clock on the wall shows."""

    def instant(self, shown: datetime) -> datetime:
        """RFC 5545 §3.3.5: the first time the wall shows it; in the gap, as if the clock had not been changed yet."""


class Bucharest:
    """Bucharest's clock of 2026, written out."""

    def wall(self, instant: datetime) -> datetime:
        offset = timedelta(hours=3 if SPRING <= instant < AUTUMN else 2)
        return (instant + offset).replace(tzinfo=None)

    def instant(self, shown: datetime) -> datetime:
        summer = shown.replace(tzinfo=UTC) - timedelta(hours=3)
        winter = shown.replace(tzinfo=UTC) - timedelta(hours=2)
        if self.wall(summer) == shown:
            return summer
        return winter  # what the wall shows in winter, or a gap: before it, winter time held


class Anywhere:
    """A clock of the tz database, asked only what it shows at an instant; the way back is by trying."""

    def __init__(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)
        self.instant = lru_cache(maxsize=4096)(self.found)

    def offset(self, instant: datetime) -> timedelta:
        found = instant.astimezone(self.zone).utcoffset()
        assert found is not None
        return found

    def wall(self, instant: datetime) -> datetime:
        return (instant + self.offset(instant)).replace(tzinfo=None)

    def found(self, shown: datetime) -> datetime:
        about = shown.replace(tzinfo=UTC)
        offsets = [self.offset(about + timedelta(hours=hours)) for hours in range(-30, 31, 3)]
        fitting = [about - offset for offset in set(offsets) if self.wall(about - offset) == shown]
        return min(fitting) if fitting else about - offsets[0]  # in a gap: the offset of before


class Minute(NamedTuple):
    """A minute of a local day: its instant, whether the panel is on, what plays, and since when unchanged."""

    at: datetime
    on: bool
    active: tuple[tuple[str, int, tuple[str, ...]], ...]
    since: datetime

    def shows(self) -> object:
        return self.on and self.active


def recurring(recurs: Recurrence | None, day: date) -> bool:
    """Only weekly rules, by counting weeks."""
    if recurs is None:
        return True
    if day in recurs.left_out or day < (recurs.first or day) or day > (recurs.last or day):
        return False
    if day in recurs.added:
        return True
    if recurs.rule is None:
        return not recurs.added
    parts = dict(part.split("=") for part in recurs.rule.split(";"))
    assert parts["FREQ"] == "WEEKLY"
    names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
    weeks = ((day - timedelta(day.weekday())) - (recurs.start - timedelta(recurs.start.weekday()))).days // 7
    counted = day >= recurs.start and weeks % int(parts["INTERVAL"]) == 0
    return counted and names[day.weekday()] in parts["BYDAY"].split(",")


def inside(clock: Clock, windows: tuple[Window, ...], at: datetime, recurs: Recurrence | None = None) -> bool:
    today = clock.wall(at).date()
    for day in (today - timedelta(days=2), today - timedelta(days=1), today, today + timedelta(days=1)):
        if not recurring(recurs, day):
            continue
        midnight = datetime.combine(day, time())
        for window in windows:
            if day.weekday() not in window.days:
                continue
            if clock.instant(midnight + window.start * MINUTE) <= at < clock.instant(midnight + window.end * MINUTE):
                return True
    return False


def plays(clock: Clock, plan: Plan, entry: Entry, at: datetime) -> tuple[str, ...]:
    if (entry.opens and at < entry.opens) or (entry.ends and at >= entry.ends):
        return ()
    all_day = (Window(days=tuple(range(7)), start=0, end=24 * 60),)
    if not inside(clock, entry.dayparts or all_day, at, entry.recurs):
        return ()
    found = []
    for slide in entry.slides:
        item = plan.items[slide]
        if not (item.opens and at < item.opens) and not (item.ends and at >= item.ends):
            found.append(slide)
    return tuple(found)


def minutes(plan: Plan, day: date, clock: Clock | None = None) -> list[Minute]:
    """Every minute between the two local midnights; of Bucharest, if no other clock is given."""
    clock = clock or Bucharest()
    at = since = clock.instant(datetime.combine(day, time()))
    end = clock.instant(datetime.combine(day + timedelta(days=1), time()))
    walked: list[Minute] = []
    while at < end:
        playing = [(entry, plays(clock, plan, entry, at)) for entry in plan.entries]
        top = max((entry.priority for entry, slides in playing if slides), default=0)
        active = tuple(sorted((e.campaign, e.share, slides) for e, slides in playing if slides and e.priority == top))
        if walked and walked[-1].active != active:
            since = at
        walked.append(Minute(at, not plan.hours or inside(clock, plan.hours, at), active, since))
        at += MINUTE
    return walked
