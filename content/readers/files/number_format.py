"""What the format of a spreadsheet's cell shows its number as: a date, a duration, a percentage, thousands.

The number in the cell is another than the one people read there: 0.035 is shown as 3.5%, 45,000 as 15 March 2023,
1,200,000 as 1,200 under "thousand lei" or with these words behind it. What people read is what the titles speak of.
Format codes are those of ECMA-376 part 1, 18.8.30 and 18.8.31, which XLS has too. Leaves out fractions, and words that
multiply nothing ("lei").
"""

import functools
import re
from typing import NamedTuple

from content.readers.files import numbers

_LITERAL = re.compile(r'"[^"]*"|[\\_*].')
"""Quoted text, an escaped letter, a blank as wide as a letter, a filling."""
_WORDS = re.compile(r'"([^"]*)"|\\(.)')
_TIMES = re.compile(r"(?<!\w)(?:mii|mil|mln|mio|milioane|mld|miliarde)(?!\w)", re.I)
_DURATION = re.compile(r"\[(h+|m+|s+)\]")
_BRACKETS = re.compile(r"\[[^\]]*\]|general")
_THOUSANDS = re.compile(r"[0#?](,+)(?![,0#?])")
"""Commas behind the last digit of the whole part: each of them divides by a thousand."""


class NumberFormat(NamedTuple):
    """`kind` is "date", "duration" or "" for a number, which is shown times ten to the `power`, or as a percentage.

    `words` stand behind it: thousands or millions of something.
    """

    kind: str = ""
    power: int = 0
    percent: bool = False
    words: str = ""

    @property
    def plain(self) -> bool:
        return not (self.kind or self.power or self.percent or self.words)


PLAIN = NumberFormat()
_DATES = (*range(14, 23), *range(27, 37), 45, 47, *range(50, 59))
BUILT_IN = {
    **dict.fromkeys(_DATES, NumberFormat("date")),
    46: NumberFormat("duration"),
    9: NumberFormat(power=2, percent=True),
    10: NumberFormat(power=2, percent=True),
}
"""The formats that files name by number and do not write out; all others are plain."""


@functools.lru_cache(maxsize=1024)
def of(code: str) -> NumberFormat:
    """What a format code shows positive numbers as: its first section does."""
    tokens = _LITERAL.sub("", code).partition(";")[0].lower()
    if _DURATION.search(tokens):
        return NumberFormat("duration")
    tokens = _BRACKETS.sub("", tokens)
    if re.search(r"[dmyhs]", tokens):
        return NumberFormat("date")
    thousands = sum(len(commas) for commas in _THOUSANDS.findall(tokens))
    percent = "%" in tokens
    text = " ".join("".join(match[1] or match[2] or "" for match in _WORDS.finditer(code.partition(";")[0])).split())
    words = text if _TIMES.search(text) and len(text) <= numbers.LONGEST else ""
    return NumberFormat(power=2 * percent - 3 * thousands, percent=percent, words=words)


def shown(number: float, form: NumberFormat) -> str:
    """The number as people read it: one with a `%` or words is no number alone, but its digits are exact."""
    text = numbers.exact(number * 10**form.power if form.power >= 0 else number / 10**-form.power)
    return numbers.Exact(f"{text}%" if form.percent else f"{text} {form.words}" if form.words else text)
