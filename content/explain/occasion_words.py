"""When a campaign runs, in words: `în fiecare luni și joi, 9–17, până la 20 dec.`

Decides how it is said in English and Romanian. A rule that has no words here is quoted as it is written. Leaves out how
such words are read again (`occasion_reader`).
"""

from collections.abc import Iterator, Sequence
from datetime import date

from babel.dates import format_date, get_day_names

from content.explain.occasions import WEEK, Occasions, clock, of
from content.explain.sentences import InterfaceLang
from content.pack.model import Campaign
from content.pack.values import Daypart

_MOST = 6
"""Single days, or hours, that are told one by one."""
_PHRASES: dict[str, tuple[str, str]] = {
    "and": (" and ", " și "),
    "daily": ("every day", "în fiecare zi"),
    "each": ("every {days}", "în fiecare {days}"),
    "through": ("from {first} through {last}", "de {first} până {last}"),
    "weeks": ("every {every} weeks, {days}", "o dată la {every} săptămâni, {days}"),
    "weeks-many": ("every {every} weeks, {days}", "o dată la {every} de săptămâni, {days}"),
    "on": ("on {day}", "pe {day}"),
    "from": ("from {day}", "din {day}"),
    "until": ("until {day}", "până la {day}"),
    "span": ("from {first} until {last}", "din {first} până la {last}"),
    "all-day": ("all day", "toată ziua"),
    "always": ("day and night", "zi și noapte"),
    "added": ("also on {days}", "și pe {days}"),
    "left-out": ("but not on {days}", "dar nu pe {days}"),
    "rule": ("by the rule {rule}", "după regula {rule}"),
}
_LOCALE = {"en": "en_GB", "ro": "ro"}


class OccasionWords:
    """In one language, for somebody who reads on the day `today`."""

    def __init__(self, language: InterfaceLang, today: date) -> None:
        self._language, self._today = language, today
        names = get_day_names("wide", locale=_LOCALE[language])
        self._days = [names[day] for day in range(7)]

    def _say(self, phrase: str, **values: object) -> str:
        return _PHRASES[phrase][0 if self._language == "en" else 1].format(**values)

    def campaign(self, campaign: Campaign) -> str:
        """When the campaign runs; a rule that has no words of its own is quoted."""
        told = of(campaign)
        parts = [self.occasions(told)] if told else list(self._other(campaign))
        return ", ".join([*parts, self.single_days(campaign)]).removesuffix(", ")

    def single_days(self, campaign: Campaign) -> str:
        """Days that are added to a rule or left out one by one; empty if there are none."""
        parts = []
        for phrase, moments in (("added", campaign.rdate if campaign.rrule else ()), ("left-out", campaign.exdate)):
            if moments:
                parts.append(self._say(phrase, days=self._joined([self.day(each.day) for each in moments[:_MOST]])))
        return ", ".join(parts)

    def weekdays(self) -> list[str]:
        """The names of the days, Monday first."""
        return list(self._days)

    def occasions(self, told: Occasions) -> str:
        """`în fiecare luni și joi, 9–17, până la 20 dec.`"""
        parts = []
        if told.first and told.first == told.last and told.weekdays == WEEK and told.every == 1:
            parts.append(self._say("on", day=self.day(told.first)))
        else:
            parts.append(self._weekdays(told.weekdays, told.every))
        parts.append(self._joined([self._hours(*each) for each in told.hours]) if told.hours else self._say("all-day"))
        if told.first != told.last or (told.first and (told.weekdays != WEEK or told.every != 1)):
            parts.append(self._span(told.first, told.last))
        return ", ".join(parts)

    def hours(self, dayparts: Sequence[Daypart]) -> str:
        """Dayparts by themselves, as the opening hours of a display: `de luni până vineri, 7–18`; always, if none."""
        if not dayparts:
            return self._say("always")
        return "; ".join(self._parts(dayparts))

    def day(self, day: date) -> str:
        """`20 dec.`, and the year when it is another than that of today."""
        pattern = "d MMM" if day.year == self._today.year else "d MMM y"
        return str(format_date(day, pattern, locale=_LOCALE[self._language]))

    def _span(self, first: date | None, last: date | None) -> str:
        if first and last:
            return self._say("span", first=self.day(first), last=self.day(last))
        if first:
            return self._say("from", day=self.day(first))
        assert last is not None  # it was asked for a bound
        return self._say("until", day=self.day(last))

    def _weekdays(self, weekdays: frozenset[int], every: int) -> str:
        days = sorted(weekdays)
        names = self._joined([self._days[day] for day in days])
        if every > 1:
            return self._say("weeks" if every < 20 else "weeks-many", every=every, days=names)
        if weekdays == WEEK:
            return self._say("daily")
        if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
            return self._say("through", first=self._days[days[0]], last=self._days[days[-1]])
        return self._say("each", days=names)

    def _hours(self, start: int, end: int) -> str:
        return f"{_short(clock(start))}–{_short(clock(end, ends=True))}"

    def _joined(self, names: Sequence[str]) -> str:
        *others, last = names
        return self._say("and").join([", ".join(others), last]) if others else last

    def _other(self, campaign: Campaign) -> Iterator[str]:
        """What the form cannot say: each part by itself."""
        if campaign.rrule:
            yield self._say("rule", rule=campaign.rrule)
        elif campaign.rdate:
            yield self._say("on", day=self._joined([self.day(each.day) for each in campaign.rdate[:_MOST]]))
        yield from self._parts(campaign.dayparts)
        first, last = campaign.first, campaign.last
        if first or last:
            yield self._span(first.day if first else None, last.day if last else None)

    def _parts(self, dayparts: Sequence[Daypart]) -> Iterator[str]:
        for part in dayparts[:_MOST]:
            days = part.weekdays()
            where = "" if days == WEEK else f"{self._weekdays(days, 1)}, "
            yield f"{where}{self._hours(*part.minutes())}"


def _short(text: str) -> str:
    """`9` for 09:00, `8:30` for 08:30."""
    hour, _, minute = text.partition(":")
    return f"{int(hour)}" if minute == "00" else f"{int(hour)}:{minute}"
