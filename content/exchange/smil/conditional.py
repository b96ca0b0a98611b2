"""Conditional play: the `expr` of signage players, as times a campaign can say.

Decides which of its expressions are times: comparisons of the player's date, time of day and weekday with constants,
joined by `and` and `or`. The functions are the dialect's (a-smil.org, "Conditional play"; garlic-player.com,
"Conditional Play"), with or without their prefix `adapi-`; weekdays count from Sunday, which is 0. signageOS writes
brackets for parentheses. Anything else, a player's name, a file in its cache, UTC, raises ValueError: what it guards
is left out. The attribute itself is of SMIL 3.0's State module, its language XPath 1.0.
"""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from content.authored import Moment
from content.exchange.smil.times import MINUTES, Time, daypart, within
from content.pack.values import Daypart

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>\d+)|(?P<word>[a-zA-Z][\w-]*)|(?P<sign>[<>]=|[<>=(),\[\]]))"
)
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}
_CLOSES = {"(": ")", "[": "]"}
_MOST = 64
"""Alternatives an expression may have: Garlic writes one a weekday."""
_LONGEST, _DEEPEST = 4_000, 20
_ALL = frozenset(range(7))


class Condition(NamedTuple):
    """One alternative; all of it holds. Days: Monday is 0. `start` and `stop` are minutes of the day."""

    first: Moment | None = None
    last: Moment | None = None
    days: frozenset[int] = _ALL
    start: int = 0
    stop: int = MINUTES


class _Compared(NamedTuple):
    """`compare(a, b)`, which says something only against 0."""

    what: str
    constant: str
    flipped: bool


def times(expr: str) -> tuple[Time, ...]:
    """Empty when it is never true. Raises ValueError for what is no time."""
    if len(expr) > _LONGEST:
        raise ValueError(f"is longer than {_LONGEST:,} letters")
    hours: dict[tuple[Moment | None, Moment | None], dict[tuple[int, int], set[int]]] = {}
    for each in _Reader(expr).whole():
        if each.days and each.start < each.stop:
            dated = hours.setdefault((each.first, each.last), {})
            dated.setdefault((each.start, each.stop), set()).update(each.days)
    return tuple(Time(first, last, _dayparts(parts)) for (first, last), parts in hours.items())


def _dayparts(parts: dict[tuple[int, int], set[int]]) -> tuple[Daypart, ...]:
    if parts.get((0, MINUTES), set()) == set(_ALL):
        return ()
    return tuple(daypart(days, start, stop) for (start, stop), days in parts.items())


class _Reader:
    """Recursive descent; each rule gives alternatives."""

    def __init__(self, expr: str) -> None:
        self.tokens: list[str] = []
        self.depth = 0
        at = 0
        while at < len(expr.rstrip()):
            match = _TOKEN.match(expr, at)
            if match is None:
                raise ValueError(f"has {expr[at : at + 10]!r}, expected comparisons")
            self.tokens.append(match[0].strip())
            at = match.end()

    def whole(self) -> list[Condition]:
        found = self.either()
        if self.tokens:
            raise ValueError(f"goes on with {self.tokens[0]!r}, expected its end")
        return found

    def next(self, *expected: str) -> str:
        """The next token, which must be one of those expected, where any are."""
        token = self.tokens.pop(0) if self.tokens else ""
        if not token or (expected and token not in expected):
            raise ValueError(f"has {token or 'its end'!r}, expected {' or '.join(expected) or 'more'}")
        return token

    def _is(self, *words: str) -> bool:
        return bool(self.tokens) and self.tokens[0].lower() in words

    def either(self) -> list[Condition]:
        found = self._every()
        while self._is("or"):
            self.next()
            found += self._every()
        if len(found) > _MOST:
            raise ValueError(f"has more than {_MOST} alternatives")
        return found

    def _every(self) -> list[Condition]:
        found = self._one()
        while self._is("and"):
            self.next()
            more = self._one()
            if len(found) * len(more) > _MOST:
                raise ValueError(f"has more than {_MOST} alternatives")
            found = [both for one in found for other in more if (both := _and(one, other))]
        return found

    def _one(self) -> list[Condition]:
        if self._is(*_CLOSES):
            closes = _CLOSES[self.next()]
            self.depth += 1
            if self.depth > _DEEPEST:
                raise ValueError(f"nests deeper than {_DEEPEST}")
            found = self.either()
            self.depth -= 1
            self.next(closes)
            return found
        left = self._value()
        sign = self.next("<", "<=", ">", ">=", "=")
        right = self._value()
        if isinstance(left, str) and left.isdigit():
            left, sign, right = right, _FLIPPED[sign], left
        return [_condition(left, sign, right)]

    def _value(self) -> "str | _Compared":
        """A number, the name of a function of the clock, or a comparison of one with a constant."""
        token = self.next()
        if token.isdigit():
            return token
        name = token.removeprefix("adapi-")
        if name == "weekday":
            self.next("(")
            self.next(")")
            return name
        if name != "compare":
            raise ValueError(f"asks for {token}, expected the date, the time or the weekday")
        self.next("(")
        one = self._clock()
        self.next(",")
        other = self._clock()
        self.next(")")
        if one[0] in "'\"":
            return _Compared(other, one[1:-1], flipped=True)
        return _Compared(one, other[1:-1], flipped=False)

    def _clock(self) -> str:
        """`stamp`, `day` or `time`, or a constant in its quotes."""
        token = self.next()
        if token[0] in "'\"":
            return token
        name = token.removeprefix("adapi-")
        if name in ("date", "time"):
            self.next("(")
            self.next(")")
            return "stamp" if name == "date" else "time"
        if name not in ("substring-before", "substring-after"):
            raise ValueError(f"asks for {token}, expected the date, the time or the weekday")
        self.next("(")
        if self._clock() != "stamp":
            raise ValueError(f"cuts something else than the date with {token}, expected adapi-date()")
        self.next(",")
        self.next("'T'", '"T"')
        self.next(")")
        return "day" if name == "substring-before" else "time"


def _condition(left: "str | _Compared", sign: str, right: "str | _Compared") -> Condition:
    if not isinstance(right, str) or not right.isdigit():
        raise ValueError(
            "compares with something else than a number, expected compare(…) with 0 or weekday() with 0 to 6"
        )
    if isinstance(left, str):
        if left.isdigit():
            raise ValueError("compares two numbers, expected the date, the time or the weekday")
        sunday_first = [day for day in range(7) if _holds(day, sign, int(right))]
        return Condition(days=frozenset((day - 1) % 7 for day in sunday_first))
    if right != "0" or left.what[0] in "'\"":
        raise ValueError("compares with something else than 0, expected compare(…) with 0")
    sign = _FLIPPED[sign] if left.flipped else sign
    if left.what == "time":
        return _of_time(sign, left.constant)
    return _of_day(sign, left.constant) if left.what == "day" else _of_stamp(sign, left.constant)


def _holds(value: int, sign: str, other: int) -> bool:
    return {"<": value < other, "<=": value <= other, ">": value > other, ">=": value >= other, "=": value == other}[
        sign
    ]


def _of_time(sign: str, constant: str) -> Condition:
    """Whole minutes: from the minute it is in, to the minute after it, so that 23:59:59 is midnight."""
    match = re.fullmatch(r"([01]\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?", constant)
    if match is None or sign == "=":
        raise ValueError(f"compares the time with {constant!r}, expected before or after 16:29:15")
    minute, more = int(match[1]) * 60 + int(match[2]), bool(int(match[3] or 0))
    return Condition(stop=min(MINUTES, minute + more)) if sign in ("<", "<=") else Condition(start=minute)


def _of_day(sign: str, constant: str) -> Condition:
    day = date.fromisoformat(constant) + {">": timedelta(days=1), "<": -timedelta(days=1)}.get(sign, timedelta())
    bound = Moment(day.isoformat())
    return Condition(
        first=bound if sign in (">", ">=", "=") else None, last=bound if sign in ("<", "<=", "=") else None
    )


def _of_stamp(sign: str, constant: str) -> Condition:
    if sign == "=":
        raise ValueError("holds for a single second, expected before or after a time")
    bound = Moment(constant)
    if isinstance(bound.value, datetime) and bound.value.tzinfo:
        raise ValueError(f"compares the player's local time with {constant!r}, expected a time without an offset")
    return Condition(first=bound) if sign in (">", ">=") else Condition(last=bound.at_start())


def _and(one: Condition, other: Condition) -> Condition | None:
    dates = within([Time(one.first, one.last)], [Time(other.first, other.last)])
    if not dates:
        return None
    hours = max(one.start, other.start), min(one.stop, other.stop)
    return Condition(dates[0].first, dates[0].last, one.days & other.days, *hours)
