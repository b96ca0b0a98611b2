"""Figures in a headline by name: `{last}` is read from the data, so that the headline stays true when they change.

Decides which names there are, and that a headline never compares across a break. Numbers are written as the language
writes them; `{change}` always has its sign. Leaves out which points are shown (`dataset`).
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from content.findings import refused
from content.readers.table import Point
from content.slides import numerals

KNOWN = ("first", "first_x", "last", "last_x", "change", "most", "most_x", "count")
"""The first and the last value shown and of when they are, the last less the first, the largest, how many there are."""
COMPARING = frozenset({"first", "first_x", "change"})
"""What only says something beside the last value."""
_NAME = re.compile(r"\{([^{}]*)\}")


def filled(title: str, points: Sequence[Point], broken: str | None, lang: str, where: str) -> str:
    """The headline with its figures. `broken` is the period at which the series shown stops being comparable.

    Raises RefusedError at a name that is none, and at one that compares across the break.
    """
    names = _NAME.findall(title)
    for name in names:
        if name not in KNOWN:
            known = ", ".join(f"{{{each}}}" for each in KNOWN)
            raise refused("placeholder", where, f"found {{{name}}}, expected one of {known}")
        if broken is not None and name in COMPARING:
            message = f"found {{{name}}}, which compares across the break at {broken}; expected only figures after it"
            raise refused("break", where, message)
    if not names:
        return title
    said = _said(points, lang)
    for name in names:
        if name not in said:
            raise refused(
                "placeholder", where, f"found {{{name}}}, expected {{count}}: these data are places, not values"
            )
    return _NAME.sub(lambda match: said[match[1]], title)


def _said(points: Sequence[Point], lang: str) -> dict[str, str]:
    known = [(point.x, point.y) for point in points if point.y is not None]
    count = {"count": numerals.number(len(points), lang)}
    if not known:
        return count
    (first_x, first), (last_x, last) = known[0], known[-1]
    most_x, most = max(known, key=lambda pair: pair[1])
    return {
        **count,
        "first": numerals.number(first, lang, 1),
        "first_x": numerals.period(first_x, lang),
        "last": numerals.number(last, lang, 1),
        "last_x": numerals.period(last_x, lang),
        "change": signed(last - first, lang),
        "most": numerals.number(most, lang, 1),
        "most_x": numerals.period(most_x, lang),
    }


def signed(value: Decimal, lang: str) -> str:
    """`+1.397`, `−77`, `0`: with the minus sign (U+2212), as wide as the plus."""
    mark = "+" if value > 0 else "−" if value < 0 else ""
    return mark + numerals.number(abs(value), lang, 1)
