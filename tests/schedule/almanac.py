"""Whether a recurrence has a day, naively: by looking at that day on a calendar and counting (RFC 5545 §3.3.10).

Knows nothing of the program, nor of the library it counts with. A rule is asked about whole days only.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
LONGEST = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}
"""Days of a period."""
Parts = dict[str, str]


@lru_cache(maxsize=4096)
def up_to(rule: str, start: date, year: int) -> frozenset[date]:
    """The days of a rule counted from `start`, up to the end of that year."""
    return frozenset(listed(rule, start, date(year, 12, 31)))


def occurs(rule: str, start: date, day: date) -> bool:
    return day in up_to(rule, start, day.year)


def listed(rule: str, start: date, last: date) -> Iterator[date]:
    """The days of a rule in order, up to and including `last`: each day is looked at."""
    parts = dict(part.split("=") for part in rule.split(";"))
    fitting = (day for day in days(start, last + timedelta(1)) if counts(parts, start, day))
    for count, day in enumerate(fitting):
        if count == int(parts.get("COUNT", -1)) or f"{day:%Y%m%d}" > parts.get("UNTIL", "9"):
            return
        yield day


def days(first: date, end: date) -> Iterator[date]:
    yield from (first + timedelta(n) for n in range((end - first).days))


def counts(parts: Parts, start: date, day: date) -> bool:
    """Whether the day is in a period that counts, fits all that is said of it, and is one of those BYSETPOS takes."""
    if (number(parts, day) - number(parts, start)) % int(parts.get("INTERVAL", "1")):
        return False
    if not fits(parts, start, day):
        return False
    if "BYSETPOS" not in parts:
        return True
    reach = timedelta(LONGEST[parts["FREQ"]])
    same = (each for each in days(day - reach, day + reach) if number(parts, each) == number(parts, day))
    there = [each for each in same if fits(parts, start, each)]
    place = there.index(day)
    return bool({place + 1, place - len(there)} & numbers(parts["BYSETPOS"]))


def number(parts: Parts, day: date) -> int:
    """The period the day is in: days, weeks, months or years are numbered one after the other."""
    return {
        "DAILY": day.toordinal(),
        "WEEKLY": first_of_week(parts, day).toordinal() // 7,
        "MONTHLY": day.year * 12 + day.month,
        "YEARLY": day.year,
    }[parts["FREQ"]]


def first_of_week(parts: Parts, day: date) -> date:
    return day - timedelta((day.weekday() - WEEKDAYS.index(parts.get("WKST", "MO"))) % 7)


def numbers(text: str) -> set[int]:
    return {int(each) for each in text.split(",")}


def fits(parts: Parts, start: date, day: date) -> bool:
    """Whether the day fits each part, and where a part leaves something open, is like `start` in it."""
    return all(look(parts, day) for name, look in LOOKS.items() if name in parts) and like(parts, start, day)


def like(parts: Parts, start: date, day: date) -> bool:
    named, often = parts.keys(), parts["FREQ"]
    weekday, month, of_month = day.weekday() == start.weekday(), day.month == start.month, day.day == start.day
    if often == "WEEKLY":
        return "BYDAY" in named or weekday
    if often == "MONTHLY":
        return bool(named & {"BYDAY", "BYMONTHDAY"}) or of_month
    if often == "DAILY" or "BYYEARDAY" in named:
        return True
    if "BYWEEKNO" in named:
        return bool(named & {"BYDAY", "BYMONTHDAY"}) or weekday
    if "BYMONTHDAY" in named:
        return "BYMONTH" in named or month
    return "BYDAY" in named or (of_month and ("BYMONTH" in named or month))


def of_month(parts: Parts, day: date) -> bool:
    return bool({day.day, day.day - length_of_month(day) - 1} & numbers(parts["BYMONTHDAY"]))


def of_year(parts: Parts, day: date) -> bool:
    return bool({place_in_year(day), place_in_year(day) - length_of_year(day) - 1} & numbers(parts["BYYEARDAY"]))


def of_week(parts: Parts, day: date) -> bool:
    """ISO 8601: a week belongs to the year in which its fourth day is; the first such week is 1."""
    fourth = first_of_week(parts, day) + timedelta(3)
    week = (place_in_year(fourth) - 1) // 7 + 1
    further = fourth
    while further.year == fourth.year:
        further += timedelta(7)
    all_weeks = (place_in_year(further - timedelta(7)) - 1) // 7 + 1
    return bool({week, week - all_weeks - 1} & numbers(parts["BYWEEKNO"]))


def of_weekdays(parts: Parts, day: date) -> bool:
    """`MO`, or `2MO` and `-1MO`: the second and the last of the month; of the year in a yearly rule without BYMONTH."""
    whole_year = parts["FREQ"] == "YEARLY" and "BYMONTH" not in parts
    place = place_in_year(day) if whole_year else day.day
    length = length_of_year(day) if whole_year else length_of_month(day)
    name = WEEKDAYS[day.weekday()]
    fitting = {name, f"{(place - 1) // 7 + 1}{name}", f"-{(length - place) // 7 + 1}{name}"}
    return bool(fitting & {each.removeprefix("+") for each in parts["BYDAY"].split(",")})


LOOKS = {
    "BYMONTH": lambda parts, day: day.month in numbers(parts["BYMONTH"]),
    "BYMONTHDAY": of_month,
    "BYYEARDAY": of_year,
    "BYWEEKNO": of_week,
    "BYDAY": of_weekdays,
}


def length_of_month(day: date) -> int:
    return ((day.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)).day


def place_in_year(day: date) -> int:
    return (day - date(day.year, 1, 1)).days + 1


def length_of_year(day: date) -> int:
    return place_in_year(date(day.year, 12, 31))
