"""Figures in a headline by name: `{last}` is read from the data, so that the headline stays true when they change.

Decides which names there are, and that a headline never compares across a break. Numbers are written as the language
writes them; `{change}` always has its sign. Leaves out which points are shown (`dataset`).
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from content.findings import refused
from content.phrases import said
from content.readers.open_data.table import Point
from content.slides import numerals

KNOWN = ("first", "first_x", "last", "last_x", "change", "most", "most_x", "count")
"""The first and the last value shown and of when they are, the last less the first, the largest, how many there are."""
COMPARING = frozenset({"first", "first_x", "change"})
"""What only says something beside the last value."""
_NAME = re.compile(r"\{([^{}:]*)(?::([^{}]*))?\}")


def filled(title: str, points: Sequence[Point], broken: str | None, lang: str, where: str) -> str:
    """The headline with its figures. `broken` is the period at which the series shown stops being comparable.

    `{last:tramvai|tramvaie|de tramvaie}` is the figure with the form of the word that goes with it. Raises RefusedError
    at a name that is none, at too few forms or too many, at a figure that compares across the break, and at a largest
    that shares its place with others.
    """
    values, texts = _known(points, lang)
    largest = [point.x for point in points if point.y is not None and point.y == values["most"]]

    def replaced(match: re.Match[str]) -> str:
        name, forms = match[1], match[2]
        if name not in KNOWN:
            known = ", ".join(f"{{{each}}}" for each in KNOWN)
            raise refused(
                "placeholder", where, said("found {{{name}}}, expected one of {known}", name=name, known=known)
            )
        if broken is not None and name in COMPARING:
            message = said(
                "found {{{name}}}, which compares across the break at {broken}; expected only figures after it",
                name=name,
                broken=broken,
            )
            raise refused("break", where, message)
        if name == "most_x" and len(largest) > 1:
            alike = ", ".join(largest[:3]) + (", …" if len(largest) > 3 else "")
            message = said(
                "found {{most_x}}, expected one largest value: {alike} are alike; say only {{most}}", alike=alike
            )
            raise refused("placeholder", where, message)
        if name not in texts:
            message = said("found {{{name}}}, expected {{count}}: these data are places, not values", name=name)
            raise refused("placeholder", where, message)
        return texts[name] if forms is None else f"{texts[name]} {_form(name, forms)}"

    def _form(name: str, written: str) -> str:
        forms, expected = [form.strip() for form in written.split("|")], numerals.PLURALS[lang]
        if name not in values or len(forms) != len(expected) or not all(forms):
            count = (
                said("no words, as it is no number")
                if name not in values
                else said("its word as {expected}", expected="|".join(expected))
            )
            raise refused(
                "placeholder",
                where,
                said("found {{{name}:{written}}}, expected {count}", name=name, written=written, count=count),
            )
        return numerals.form(dict(zip(expected, forms, strict=True)), values[name], lang)

    return _NAME.sub(replaced, title)


def _known(points: Sequence[Point], lang: str) -> tuple[dict[str, Decimal], dict[str, str]]:
    """What can be counted, and what every name says."""
    known = [(point.x, point.y) for point in points if point.y is not None]
    values = {"count": Decimal(len(points))}
    if not known:
        return values, {"count": numerals.number(len(points), lang)}
    (first_x, first), (last_x, last) = known[0], known[-1]
    most_x, most = max(known, key=lambda pair: pair[1])
    values |= {"first": first, "last": last, "most": most}
    return values, {
        **{name: numerals.number(value, lang, 1) for name, value in values.items()},
        "change": signed(last - first, lang),
        **{
            name: numerals.period(x, lang) for name, x in (("first_x", first_x), ("last_x", last_x), ("most_x", most_x))
        },
    }


def signed(value: Decimal, lang: str) -> str:
    """`+1.397`, `−77`, `0`: with the minus sign (U+2212), as wide as the plus."""
    mark = "+" if value > 0 else "−" if value < 0 else ""
    return mark + numerals.number(abs(value), lang, 1)
