"""Moments as people write them and read them: `15 decembrie 2026, ora 14`.

Decides which ways of writing a day and an hour are understood, in Romanian and English, and how a moment is said. What
is not understood is refused, never guessed: only a year that is left out is the next in which that day comes. Leaves
out what a moment means in a time zone (`content.authored`).
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from babel.dates import format_date, get_day_names, get_month_names

from content import strict_yaml
from content.phrases import said

_LANGS = ("ro", "en")
_MONTHS = {lang: [get_month_names("wide", locale=lang)[n].lower() for n in range(1, 13)] for lang in _LANGS}
_WEEKDAYS = {lang: [get_day_names("wide", locale=lang)[n].lower() for n in range(7)] for lang in _LANGS}
"""Of both languages, in order, the week from Monday on."""
_MONTH = r"(?P<month>[a-zăâîșț]{3,})\.?"
_YEAR = r"(?:,?\s*(?P<year>\d{4}))?"
_DAYS = (
    re.compile(rf"(?P<day>\d{{1,2}})\s+{_MONTH}{_YEAR}"),
    re.compile(rf"{_MONTH}\s+(?P<day>\d{{1,2}}){_YEAR}"),
    re.compile(r"(?P<day>\d{1,2})\s*[./-]\s*(?P<number>\d{1,2})(?:\s*[./-]\s*(?P<year>\d{4}))?"),
    re.compile(r"(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})"),
)
_WEEKDAY = re.compile(r"(?P<weekday>[a-zăâîșț]{3,})\.?,?\s+(?=\S)")
_TIME = re.compile(r"[\s,t]*(?:la\s+)?(?:ora|orele|at|h)?\s*(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?:h)?")
_LETTERS = str.maketrans("şţáé", "șțae")
_LONGEST = 80


def read(text: str, today: date) -> str:
    """The moment that a person wrote, as packs write it: `2026-12-15`, or `2026-12-15T14:00`.

    `today` is the local day from which on a day without a year is looked for. Raises ValueError.
    """
    plain = " ".join(text.lower().translate(_LETTERS).split())[:_LONGEST]
    try:
        return strict_yaml.moment(plain.upper()).text.replace(" ", "T")
    except ValueError:
        pass
    weekday, plain = _weekday(plain)
    for pattern in _DAYS:
        match = pattern.match(plain)
        if match and (day := _day(match.groupdict(), today, weekday)):
            return strict_yaml.moment(_with_time(day, plain[match.end() :])).text
    raise ValueError(
        said("found {text!r}, expected a day, as 15 decembrie 2026 or 15 decembrie 2026, ora 14", text=text)
    )


def _weekday(text: str) -> tuple[int | None, str]:
    """The weekday that a text begins with, 0 is Monday, and the rest of it."""
    match = _WEEKDAY.match(text)
    if match is None:
        return None, text
    number = _named(match["weekday"], _WEEKDAYS)
    return (None, text) if number is None else (number, text[match.end() :])


def _named(word: str, names: Mapping[str, Sequence[str]]) -> int | None:
    """Which of the names a word of at least three letters begins."""
    fits = (number for own in names.values() for number, name in enumerate(own) if name.startswith(word))
    return next(fits, None)


def _day(parts: dict[str, str | None], today: date, weekday: int | None) -> date | None:
    """The day; None where the word is no month. Raises ValueError for a day that no calendar has."""
    number = int(parts["number"] or 0) if parts.get("number") else None
    if number is None:
        known = _named(parts["month"] or "", _MONTHS)
        if known is None:
            return None
        number = known + 1
    years = [int(parts["year"])] if parts["year"] else range(today.year, today.year + 5)  # 29 February needs four
    for year in years:
        try:
            day = date(year, number, int(parts["day"] or 0))
        except ValueError:
            continue
        if parts["year"] or day >= today:
            if weekday is not None and day.weekday() != weekday:
                raise ValueError(
                    said("found {day:%Y-%m-%d} with another weekday than its own, expected the two to agree", day=day)
                )
            return day
    raise ValueError(said("found a day that no calendar has, expected one as 15 decembrie 2026"))


def _with_time(day: date, rest: str) -> str:
    """With the hour that stands behind a day, if one does. Raises ValueError for what is no hour."""
    rest = rest.strip(" .,")
    if not rest:
        return day.isoformat()
    match = _TIME.fullmatch(rest)
    if match is None or int(match["hour"]) > 24 or int(match["minute"] or 0) > 59:
        raise ValueError(said("found {rest!r} behind the day, expected an hour, as ora 14 or 14:30", rest=rest))
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if hour == 24:
        if minute:
            raise ValueError(said("found {rest!r} behind the day, expected an hour until 24:00", rest=rest))
        return datetime.combine(day + timedelta(days=1), time()).isoformat(timespec="minutes")
    return datetime.combine(day, time(hour, minute)).isoformat(timespec="minutes")


def told(text: str, lang: str, *, weekday: bool = False) -> str:
    """A moment of a pack in words: `15 decembrie 2026, ora 14:00`, with `weekday` before it `marți, `.

    What has seconds or an offset stays as it is written: words would lose them.
    """
    try:
        value = strict_yaml.moment(text).value
    except ValueError:
        return text
    if isinstance(value, datetime) and (value.tzinfo or value.second or value.microsecond):
        return text
    pattern = "d MMMM y"
    day = format_date(value, f"EEEE, {pattern}" if weekday else pattern, locale=lang)
    if not isinstance(value, datetime):
        return day
    return f"{day}, {'ora ' if lang == 'ro' else ''}{value.hour}:{value.minute:02}"
