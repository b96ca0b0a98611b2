"""The plan of a display as an iCalendar feed to subscribe to (RFC 5545).

Decides what an event of it is, a stretch in which a campaign is on the glass, and what it says of its slides. What is
masked, and what would play while the display is off, is not in it. Words are in the city's first language (`wording`).
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from icalendar import Calendar, Event, vText

from content.exchange.ical import wording
from content.exchange.ical.ics import CAMPAIGN
from content.explain.explanation import Headline, as_authored
from content.pack.model import Display, Pack
from content.schedule.intervals import Interval, linked
from content.schedule.plan import Entry, Plan
from content.schedule.readiness import Readiness, divided
from content.schedule.resolve import Schedule

_LOOK_BACK = (1, 8, 64)
"""Days before the first that are searched for the beginning of what shows then, more and more."""


class FeedInterval(NamedTuple):
    """[since, until) in which a campaign is on the glass, whatever else is; and of each of its slides when it is."""

    campaign: str
    since: datetime
    until: datetime
    slides: dict[str, tuple[datetime, datetime]]


def today(pack: Pack, display: Display, now: datetime) -> datetime:
    """The start of the display's local day, from which its feed is: all that day one plan makes the same file.

    Without a METHOD an event's DTSTAMP is when it was last revised (RFC 5545 §3.8.7.2), not when it was asked for.
    """
    zone = pack.zone(display)
    return datetime.combine(now.astimezone(zone).date(), time(), zone)


def feed(  # noqa: PLR0913  the last has a default
    pack: Pack, display: Display, plan: Plan, start: datetime, days: int, *, headline: Headline | None = None
) -> bytes:
    """What plays on a display from `start` (aware) on, as an iCalendar file; times in UTC, to the second.

    An event's UID is the same whenever the same stretch is asked for again, as subscriptions need (RFC 7986 §5.3): it
    names the instant at which the stretch began, also before `start`. One that had begun 64 days before is named
    without. Slides are called by their headlines, by default as they are authored.
    """
    start = start.astimezone(UTC).replace(microsecond=0)
    calendar = Calendar()
    calendar.add("prodid", "-//Afisier//Plan of a display//EN")
    calendar.add("version", "2.0")
    # Of a property it does not know the library escapes only what is said to be text (RFC 5545 §3.3.11).
    calendar.add("x-wr-calname", vText(f"{display.name}, {pack.city.name}"))
    schedule = Schedule(plan)
    teller = _EventText(pack, schedule, headline or as_authored(pack))
    began = _began(schedule, start)
    for stretch in _stretches(schedule, began, start, start + timedelta(days=days)):
        event = Event()
        named = "" if stretch.since == began else f"-{stretch.since:%Y%m%dT%H%M%SZ}"
        event.add("uid", f"{stretch.campaign}{named}@{display.id}.{pack.city.id}")
        event.add("dtstamp", start)
        event.add("dtstart", start if stretch.since == began else stretch.since)
        event.add("dtend", stretch.until)
        event.add("summary", teller.summary(stretch))
        event.add(CAMPAIGN, stretch.campaign)
        event.add("location", display.name)
        event.add("description", "\n".join(teller.lines(stretch, start)))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


class _EventText:
    """The texts of a feed's events, for a reader on a telephone."""

    def __init__(self, pack: Pack, schedule: Schedule, headline: Headline) -> None:
        self._schedule, self._pack, self._city, self._headline = schedule, pack, pack.city, headline
        self._lang = pack.city.languages[0]

    def summary(self, stretch: FeedInterval) -> str:
        """The campaign as it is called in the pack, what it says first, and how many slides more it has."""
        more = len({name.partition(".")[0] for name in stretch.slides}) - 1
        name = self._pack.campaign_name(stretch.campaign, self._lang)
        return f"{name}: {self._headline_text(next(iter(stretch.slides)))}" + (f" (+{more})" if more else "")

    def lines(self, stretch: FeedInterval, start: datetime) -> Iterator[str]:
        """Each slide that is to come: its headline, its file, and from and until when if it is not there throughout."""
        begins = max(stretch.since, start)
        words = wording.TimeWords(self._lang, self._schedule.zone, self._city.zone, begins)
        for name, (first, last) in stretch.slides.items():
            bounds = [name]
            if first > begins:
                bounds.append(words.since(first))
            if last < stretch.until:
                bounds.append(words.until(last))
            yield f"{self._headline_text(name)} ({'; '.join(bounds)})"

    def _headline_text(self, name: str) -> str:
        """In the city's first language, or else the first it is seen in."""
        spoken = [turn.lang for turn in self._schedule.plan.items[name].turns]
        headline = self._headline(name, self._lang if self._lang in spoken else spoken[0])
        return " ".join(headline.split())


def _began(schedule: Schedule, start: datetime) -> datetime:
    """An instant before all that shows at `start` began; where it has long been showing, the earliest looked at."""
    back, after = start, start + _MOMENT
    for days in _LOOK_BACK:
        back = start - timedelta(days=days)
        readiness = Readiness(schedule, back, after)
        entries = schedule.plan.entries
        if not any(next(_on_glass(readiness, entry, back), None) == (back, after) for entry in entries):
            break
    return back


_MOMENT = timedelta(seconds=1)


def _stretches(schedule: Schedule, began: datetime, start: datetime, end: datetime) -> Iterator[FeedInterval]:
    """Those of [began, end) that reach past `start`, with the slides they have from then on, by when they end."""
    readiness = Readiness(schedule, began, end)
    shown = (
        FeedInterval(entry.campaign, since, until, _slides(schedule, entry, max(since, start), until))
        for entry in schedule.plan.entries
        for since, until in _on_glass(readiness, entry, began)
        if until > start
    )
    return iter(sorted(shown, key=lambda stretch: (stretch.until, stretch.since, stretch.campaign)))


def _on_glass(readiness: Readiness, entry: Entry, at: datetime) -> Iterator[Interval]:
    """The intervals from that instant on in which a campaign plays on the lit display, in order and apart."""

    def parts(at: datetime) -> Iterator[Interval]:
        while seen := readiness.seen_from(entry, at):
            yield seen
            at = seen[1]

    return linked(parts(at))


def _slides(schedule: Schedule, entry: Entry, start: datetime, end: datetime) -> dict[str, Interval]:
    """From and until when each slide of a campaign that runs throughout [start, end) is open in it."""
    shown: dict[str, Interval] = {}
    for since, until, slides in divided(schedule, entry, start, end):
        for slide in slides:
            shown[slide] = shown[slide][0] if slide in shown else since, until
    return shown
