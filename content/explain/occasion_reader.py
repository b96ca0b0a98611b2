"""Words about when a campaign runs, read: `în fiecare luni și joi, 9–17, până la 20 dec.` or the same in English.

Decides which sentences are understood: all that `occasion_words` says of what people fill in, with or without
diacritics. What is not understood is named, never guessed. A date without a year is of the year of `today`.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from babel.dates import get_day_names, get_month_names

from content.explain.occasions import MOST_WEEKS, WEEK, Occasions
from content.explain.sentences import InterfaceLang
from content.phrases import said

LONGEST = 200
"""Characters."""
_LOCALE = {"en": "en_GB", "ro": "ro"}
_GLUE = frozenset(
    re.findall(
        r"\w+",
        """
    si in and on pe la at ora orele de fiecare every each zilele days zi day toata ziua all from
""",
    )
)
"""Words that mean nothing by themselves, and may be left over."""
_HOURS = re.compile(r"\b(\d{1,2})(?:[:.](\d\d))?\s*(?:-|pana la|to)\s*(\d{1,2})(?:[:.](\d\d))?\b(?!\s*\.?\d)")


def read(text: str, lang: InterfaceLang, today: date) -> Occasions:
    """When that is. Raises ValueError naming what was not understood."""
    if len(text) > LONGEST:
        raise ValueError(said("found {text} characters, expected at most {longest}", text=len(text), longest=LONGEST))
    return _Reader(text, lang, today).occasions()


class _Reader:
    """Takes what it understands out of the text; what is left at the end is refused."""

    def __init__(self, text: str, lang: InterfaceLang, today: date) -> None:
        self._written, self._left, self._today = text, _plain(text), today
        self._days = {_plain(name): day for day, name in get_day_names("wide", locale=_LOCALE[lang]).items()}
        self._months = _months(lang)
        months = "|".join(sorted(map(re.escape, self._months), key=len, reverse=True))
        self._date = rf"(?:(\d{{1,2}})\s+({months})\.?(?:\s+(\d{{4}}))?|(\d{{4}})-(\d\d)-(\d\d))"

    def occasions(self) -> Occasions:
        last = self._day(r"\b(?:pana la|pana pe|pana in|until|till)\s+")
        first = self._day(r"\b(?:din|de la|de pe|incepand cu|incepand din|from|starting)\s+")
        once = self._day("") if first is None and last is None else None
        every = self._every()
        hours = self._all_hours()
        weekdays = self._weekdays()
        rest = [word for word in re.findall(r"[^\s,;.–-]+", self._left) if word not in _GLUE]
        if rest:
            raise ValueError(
                said("found {rest!r}, which is not understood; expected days, hours and dates", rest=rest[0])
            )
        if not (last or first or once or hours or weekdays or every > 1 or self._daily):
            raise ValueError(
                said(
                    "found {written!r}, expected for example „{example}”", written=self._written[:60], example=_EXAMPLE
                )
            )
        return Occasions(first or once, last or once, weekdays or WEEK, every, tuple(hours))

    @property
    def _daily(self) -> bool:
        return bool(re.search(r"\b(fiecare zi|every day|toata ziua|all day)\b", _plain(self._written)))

    def _taken(self, pattern: str, made: Callable[[re.Match[str]], None]) -> bool:
        """Whether the pattern is in the text; then what it covers is taken out."""
        match = re.search(pattern, self._left)
        if match is None:
            return False
        made(match)
        self._left = f"{self._left[: match.start()]} , {self._left[match.end() :]}"
        return True

    def _day(self, before: str) -> date | None:
        days: list[date] = []
        self._taken(before + self._date, lambda match: days.append(self._dated(match)))
        return days[0] if days else None

    def _dated(self, match: re.Match[str]) -> date:
        day, month, year, *iso = match.groups()
        numbers = (int(year or self._today.year), self._months[month], int(day)) if day else tuple(map(int, iso))
        try:
            return date(*numbers)
        except ValueError:
            raise ValueError(said("found {match!r}, expected a day that there is", match=match[0])) from None

    def _every(self) -> int:
        weeks = [1]
        pattern = r"\b(?:o data la|din|every)\s+(\d{1,2})\s+(?:de )?(?:saptamani|weeks)\b"
        self._taken(pattern, lambda match: weeks.append(int(match[1])))
        if not 1 <= weeks[-1] <= MOST_WEEKS:
            raise ValueError(
                said("found every {weeks} weeks, expected 1 to {most_weeks}", weeks=weeks[-1], most_weeks=MOST_WEEKS)
            )
        return weeks[-1]

    def _all_hours(self) -> list[tuple[int, int]]:
        hours: list[tuple[int, int]] = []
        while self._taken(_HOURS.pattern, lambda match: hours.append(_window(match))):
            pass
        return hours

    def _weekdays(self) -> frozenset[int]:
        names = "|".join(self._days)
        days: set[int] = set()

        def span(match: re.Match[str]) -> None:
            a, b = self._days[match[1]], self._days[match[2]]
            days.update(range(a, b + 1) if a <= b else [*range(a, 7), *range(b + 1)])

        while self._taken(rf"\b({names})\s*(?:-|pana|through|to)\s*({names})\b", span):
            pass
        while self._taken(rf"\b({names})\b", lambda match: days.add(self._days[match[1]])):
            pass
        return frozenset(days)


_EXAMPLE = "în fiecare luni și joi, 9–17, până la 20 dec."


def _window(match: re.Match[str]) -> tuple[int, int]:
    start, end = int(match[1]) * 60 + int(match[2] or 0), int(match[3]) * 60 + int(match[4] or 0)
    if max(start, end) > 1440 or start in (end, 1440):
        raise ValueError(said("found {match!r}, expected two different times of a day", match=match[0]))
    return start, end if end > start else end + 1440


def _months(lang: InterfaceLang) -> Mapping[str, int]:
    names = [get_month_names("wide", locale=_LOCALE[lang]), get_month_names("abbreviated", locale=_LOCALE[lang])]
    return {_plain(name).rstrip("."): number for each in names for number, name in each.items()}


def _plain(text: str) -> str:
    """Small letters without diacritics, one kind of hyphen, no space that does not break."""
    letters = unicodedata.normalize("NFKD", text.lower().replace("–", "-").replace("—", "-"))
    return " ".join("".join(each for each in letters if not unicodedata.combining(each)).split())
