"""When an event of a calendar happens: its start and end, its rule, the times added and left out.

Decides what DTSTART, DTEND, DURATION, RRULE, RDATE, EXDATE and RECURRENCE-ID say together (RFC 5545 §3.8.2, §3.8.5), in
the words of a campaign. Days are counted on the event's own clock, hours are the city's. What cannot be read, or no
campaign can say, raises ValueError. Leaves out which events count and what else they say (`calendar`).
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from icalendar import vRecur

from content.exchange.ical import ics
from content.exchange.ical.ics import Component
from content.exchange.single_times import DAY, Occurrence, Timing, dayparts, moment, timings
from content.phrases import said
from content.schedule.recurrence import Recurrence, checked
from content.strict_yaml import YEARS


def on_clock(value: date, zone: ZoneInfo) -> datetime:
    """A date's midnight or a time, as the city's clock shows it; a time without a zone is the city's."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), zone)
    return value.astimezone(zone) if value.tzinfo else value.replace(tzinfo=zone)


class When(NamedTuple):
    """`own` is DTSTART as written, `first` the first time. `length` is by the clock on the wall: 22:00 to 06:00 is
    eight hours also in a night on which the clocks change.
    """

    own: date
    first: Occurrence
    length: timedelta
    zone: ZoneInfo

    @property
    def clock(self) -> tzinfo:
        """The zone the event is in; the city's for a date and for a time without a zone."""
        return (self.own.tzinfo if isinstance(self.own, datetime) else None) or self.zone

    @property
    def day(self) -> date:
        return self.own.date() if isinstance(self.own, datetime) else self.own

    def at(self, day: date) -> Occurrence:
        """The time it happens on a day of its own clock."""
        hour = self.own.time() if isinstance(self.own, datetime) else time()
        start = datetime.combine(day, hour, self.clock).astimezone(self.zone)
        return Occurrence(start, _later(start, self.length))

    def day_of(self, value: date) -> date | None:
        """The day on which it happens at that time, or on that date; None when its hour is another."""
        if not isinstance(value, datetime):
            return value
        if not isinstance(self.own, datetime):
            return self.midnight(value)
        day = on_clock(value, self.zone).astimezone(self.clock).date()
        return day if _same(self.at(day).start, on_clock(value, self.zone)) else None

    def midnight(self, at: datetime) -> date | None:
        """The day that begins then, where days are written as times: on the city's clock, or as it is written.

        Exchange writes a day as the instant of its midnight, others as the midnight of UTC.
        """
        city = on_clock(at, self.zone)
        if city.time() == time():
            return city.date()
        return at.date() if at.time() == time() else None


class EventSeries(NamedTuple):
    """All times of an event. `days` are added at its own hour, `others` at another or for another length;
    `left_out` is EXDATE. `joined`: its first day is none of its rule's.
    """

    when: When
    rule: str | None = None
    days: tuple[date, ...] = ()
    others: tuple[Occurrence, ...] = ()
    left_out: tuple[date, ...] = ()
    joined: bool = False

    def has(self, value: date) -> bool:
        """Whether it happens at that time, or on that date, were nothing left out."""
        day = self.when.day_of(value)
        return (day is not None and self._on(day)) or any(_is(span, value) for span in self.others)

    def _on(self, day: date) -> bool:
        if self.rule is None:
            return day == self.when.day or day in self.days
        return Recurrence(start=self.when.day, rule=self.rule, added=self.days).on(day)

    def timings(self, changed: Iterable[date] = (), until: date | None = None) -> tuple[Timing, ...]:
        """What is left of it without the times that other events change, and only before the day `until`.

        Raises ValueError when a campaign cannot say it.
        """
        gone = (*self.left_out, *changed)
        days = {day for value in gone if (day := self.when.day_of(value)) is not None and self._on(day)}
        own = [day for day in (self.when.day, *self.days) if day not in days and (until is None or day < until)]
        spans = [span for span in self.others if not any(_is(span, value) for value in gone)]
        spans = [span for span in spans if until is None or span.start.date() < until]
        if self.rule is None:
            return timings([*(self._at(day) for day in own), *spans])
        before = [self._at(day) for day in own if day < self.when.day]  # `from` is the first day that a rule can have
        again = self._by_rule(days, until)
        return (*((again,) if again else ()), *timings([*before, *spans]))

    def _at(self, day: date) -> Occurrence:
        """The first time is as exact as it is written, the others are by the clock on the wall."""
        return self.when.first if day == self.when.day else self.when.at(day)

    def _by_rule(self, days: set[date], until: date | None) -> Timing | None:
        when = self.when
        if until is not None and until <= when.day:
            return None
        if when.length > DAY:
            raise ValueError(said("it repeats and lasts several days, expected at most a day each time"))
        if when.length == DAY and when.first.start.time() != time():
            raise ValueError(said("it repeats and lasts 24 hours, expected less, or days from midnight to midnight"))
        if when.first.start.date() != when.day:
            raise ValueError(
                said("it repeats on days that are others in {key}, expected its times in that zone", key=when.zone.key)
            )
        return Timing(
            first=moment(when.day),
            last=None if until is None else moment(until - DAY),
            dayparts=dayparts(when.first.start, when.length),
            rrule=self.rule,
            rdate=tuple(moment(day) for day in self.days if day >= when.day and (until is None or day < until)),
            exdate=tuple(moment(day) for day in sorted(days)),
        )


def series(event: Component, zone: ZoneInfo) -> EventSeries:
    """All times of an event. Raises ValueError for what cannot be read, or no campaign can say."""
    when = _when(event, zone)
    if event.every("EXRULE"):
        raise ValueError(said("it leaves out days by a rule (EXRULE), expected the days themselves (EXDATE)"))
    days: list[date] = []
    others: list[Occurrence] = []
    for value in ics.periods(event, "RDATE"):
        start, end = value if isinstance(value, tuple) else (value, None)
        span, day = _span(start, end, when), when.day_of(start)
        if day is not None and _same(span.end, when.at(day).end):
            days.append(day)
        else:
            others.append(span)
    left_out = tuple(ics.moments(event, "EXDATE"))
    rule = _rule(event, when)
    if rule is None or Recurrence(start=when.day, rule=rule).on(when.day):
        return EventSeries(when, rule, tuple(days), tuple(others), left_out)
    return EventSeries(when, _shorter(rule, when.day), (when.day, *days), tuple(others), left_out, joined=True)


def replaces(event: Component) -> date:
    """The time of another event that this one stands for: RECURRENCE-ID. Raises ValueError."""
    return ics.moment(event.one("RECURRENCE-ID"))


# --- start and end -------------------------------------------------------------------------------------------------


def _when(event: Component, zone: ZoneInfo) -> When:
    """A date without an end is one day (RFC 5545 §3.6.1)."""
    own = ics.moment(event.one("DTSTART"))
    start = on_clock(own, zone)
    if event.every("DTEND"):
        until = ics.moment(event.one("DTEND"))
        if isinstance(own, datetime) is not isinstance(until, datetime):
            raise ValueError(said("it starts with a time and ends with a date or the reverse, expected both alike"))
        end = on_clock(until, zone)
        if until == own and not isinstance(own, datetime):  # written as inclusive by some
            end = _later(start, DAY)
        length = Occurrence(start, end).length
    elif event.every("DURATION"):
        days, hours = ics.duration(event.one("DURATION"))
        if hours and not isinstance(own, datetime):
            raise ValueError(said("it starts with a date and lasts hours, expected days"))
        # §3.3.6: days and weeks are by the calendar, hours are as long as they last.
        end, length = _instant(_later(start, days), hours, zone), days + hours
    elif isinstance(own, datetime):
        raise ValueError(said("it has a time but neither end nor duration, expected one of them"))
    else:
        end, length = _later(start, DAY), DAY
    if end.astimezone(UTC) <= start.astimezone(UTC):
        raise ValueError(said("it ends {end:%Y-%m-%d %H:%M}, expected an end after its start", end=end))
    if length <= timedelta():  # from a time that the clock shows twice, to before it on the clock
        length = end.astimezone(UTC) - start.astimezone(UTC)
    return When(own, Occurrence(start, end), length, zone)


def _later(at: datetime, by: timedelta) -> datetime:
    """`at` moved by the clock on the wall. Raises ValueError past the last year."""
    try:
        later = (at + by).replace(fold=0) if by else at
    except OverflowError:
        later = at.max
    if later.year not in YEARS:
        raise ValueError(
            said("it lasts {days:,} days, expected an end before the year {years}", days=by.days, years=YEARS[-1] + 1)
        )
    return later


def _instant(at: datetime, by: timedelta, zone: ZoneInfo) -> datetime:
    """`at` moved by time that really passes, also where the clocks change. Raises ValueError past the last year."""
    return _later(at.astimezone(UTC), by).astimezone(zone)


def _span(start: date, end: date | timedelta | None, when: When) -> Occurrence:
    """A time added: as long as the event, or as its period says; a date is at the event's hour (§3.8.5.2)."""
    if not isinstance(start, datetime):
        return when.at(start)
    at = on_clock(start, when.zone)
    if end is None:
        return Occurrence(at, _later(at, when.length))
    until = _instant(at, end, when.zone) if isinstance(end, timedelta) else on_clock(end, when.zone)
    if until.astimezone(UTC) <= at.astimezone(UTC):
        raise ValueError(
            said("it has a period to {until:%Y-%m-%d %H:%M}, expected an end after its start", until=until)
        )
    return Occurrence(at, until)


# --- the rule ------------------------------------------------------------------------------------------------------


def _rule(event: Component, when: When) -> str | None:
    rules = event.every("RRULE")
    if not rules:
        return None
    if len(rules) > 1:
        raise ValueError(said("it has several rules, expected one RRULE"))
    text = rules[0].value.strip().upper()
    names = [part.partition("=")[0].strip().upper() for part in text.split(";") if part.strip()]
    try:
        rule = vRecur.from_ical(text)
        if len(rule) < len(names):
            raise ValueError(said("a part is written twice, or without a value"))
        _hours_left_out(rule, when)
        if until := rule.get("UNTIL"):
            rule["UNTIL"] = [_last_day(until[0], when)]
        plain = rule.to_ical().decode()
    except ics.FOREIGN as error:
        raise ValueError(
            said("found the rule {text!r:.120}, which cannot be read: {error}", text=text, error=error)
        ) from error
    return checked(plain, when.day)


def _hours_left_out(rule: Any, when: When) -> None:
    """Without the parts that only say again at what time it starts; of a date they say nothing (§3.3.10)."""
    own = when.own
    for name, at in (("BYHOUR", "hour"), ("BYMINUTE", "minute"), ("BYSECOND", "second")):
        if name in rule and (not isinstance(own, datetime) or list(rule[name]) == [getattr(own, at)]):
            del rule[name]


def _last_day(until: date, when: When) -> date:
    """The last day on which it starts by `until`; of an event of days the day that `until` names."""
    if until.year not in YEARS or not isinstance(until, datetime):
        return date(until.year, until.month, until.day)
    at = on_clock(until, when.zone)
    if not isinstance(when.own, datetime):  # of days, UNTIL is a day too (§3.3.10); many write its last second
        return when.midnight(until) or (at if f"{at:%H%M}" == "2359" else until).date()
    day = at.astimezone(when.clock).date()
    return day if when.at(day).start.astimezone(UTC) <= at.astimezone(UTC) else day - DAY


def _shorter(rule: str, first: date) -> str | None:
    """With the first day, which is none of the rule's, counted (§3.8.5.3): its COUNT is one less."""
    count = re.search(r"COUNT=(\d+)", rule)
    if count is None:
        return rule
    return None if count[1] == "1" else checked(rule.replace(count[0], f"COUNT={int(count[1]) - 1}"), first)


# --- instants ------------------------------------------------------------------------------------------------------


def _same(one: datetime, other: datetime) -> bool:
    """Whether both are one instant. Python compares times of one zone by the clock alone, without `fold`."""
    return one.astimezone(UTC) == other.astimezone(UTC)


def _is(span: Occurrence, value: date) -> bool:
    """Whether that time, or date, is when it starts."""
    if not isinstance(value, datetime):
        return span.start.date() == value
    assert isinstance(span.start.tzinfo, ZoneInfo)
    return _same(span.start, on_clock(value, span.start.tzinfo))
