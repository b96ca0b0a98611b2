"""The plan of a display as an iCalendar feed to subscribe to (RFC 5545).

Decides what an event of it is: a stretch in which a campaign is on the glass. What is masked, and what would play while
the display is off, is not in it.
"""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from icalendar import Calendar, Event

from content.model import Display, Pack
from content.plan import Plan
from content.rotation import Active
from content.schedule import Schedule

_LOOK_BACK = (1, 8, 64)
"""Days before the first that are searched for the beginning of what shows then, more and more."""

Stretch = tuple[str, datetime, datetime, tuple[str, ...]]
"""Campaign, since, until and its slides, as long as it is on the glass, whatever else is."""


def feed(pack: Pack, display: Display, plan: Plan, start: datetime, days: int) -> bytes:
    """What plays on a display from `start` (aware) on, as an iCalendar file; times in UTC, to the second.

    An event's UID is the same whenever the same stretch is asked for again, as subscriptions need (RFC 7986 §5.3): it
    names the instant at which the stretch began, also before `start`. One that had begun 64 days before is named
    without.
    """
    start = start.astimezone(UTC).replace(microsecond=0)
    calendar = Calendar()
    calendar.add("prodid", "-//Afisier//Plan of a display//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{display.name}, {pack.city.name}")
    schedule = Schedule(plan)
    began = _began(schedule, start)
    for campaign, since, until, slides in _stretches(schedule, began, start, start + timedelta(days=days)):
        event = Event()
        named = "" if since == began else f"-{since:%Y%m%dT%H%M%SZ}"
        event.add("uid", f"{campaign}{named}@{display.id}.{pack.city.id}")
        event.add("dtstamp", start)
        event.add("dtstart", start if since == began else since)
        event.add("dtend", until)
        event.add("summary", campaign)
        event.add("location", display.name)
        event.add("description", ", ".join(slides))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _began(schedule: Schedule, start: datetime) -> datetime:
    """An instant before all that shows at `start` began; where it has long been showing, the earliest looked at."""
    back = start
    for days in _LOOK_BACK:
        back = start - timedelta(days=days)
        sets = [frozenset(name for name, _, _ in active) for _, active in _glass(schedule, back, start + _MOMENT)]
        if not frozenset.intersection(*sets):
            break
    return back


_MOMENT = timedelta(seconds=1)


def _stretches(schedule: Schedule, began: datetime, start: datetime, end: datetime) -> Iterator[Stretch]:
    """Those of [began, end) that reach past `start`, with the slides they have from then on."""
    playing: dict[str, tuple[datetime, dict[str, None]]] = {}
    for (at, active), (following, _) in pairwise([*_glass(schedule, began, end), (end, ())]):
        shown = {name: slides for name, _, slides in active}
        for name in [name for name in playing if name not in shown]:
            since, seen = playing.pop(name)
            if at > start:
                yield name, since, at, tuple(seen)
        for name, slides in shown.items():
            seen = playing.setdefault(name, (at, {}))[1]
            if following > start:
                seen.update(dict.fromkeys(slides))
    for name, (since, seen) in playing.items():
        yield name, since, end, tuple(seen)


def _glass(schedule: Schedule, start: datetime, end: datetime) -> Iterator[tuple[datetime, Active]]:
    """The instants of [start, end) at which what is on the glass may change, and the campaigns on it from then on."""
    lit = list(schedule.powered(start, end))
    switched = [since for since, _ in lit]
    edges = {start, *schedule.edges(start, end), *(edge for stretch in lit for edge in stretch)}
    for edge in sorted(edges - {end}):
        place = bisect_right(switched, edge) - 1
        yield edge, schedule.active(edge) if place >= 0 and edge < lit[place][1] else ()
