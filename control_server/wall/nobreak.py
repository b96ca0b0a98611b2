"""The parts of a text that stay on one line.

Decides which: a date ("5 decembrie"), a range ("8–16"), a number and its noun ("366 de zile"), a short compound
("într-un"), and the remark on a time that comes twice ("prima dată"). Leaves out how the style keeps them on one line
(`wall.css`).
"""

import re
from functools import cache

from babel.dates import get_month_names
from markupsafe import Markup, escape

from control_server.wall.wording import LANGUAGES


def kept_together(text: str | None) -> Markup:
    """The text as escaped HTML, each such part in an element that stays on one line."""
    parts = _pattern().split(text or "")  # the matches are at odd indices
    return Markup("").join(
        Markup('<span class="one">{}</span>').format(part) if n % 2 else escape(part) for n, part in enumerate(parts)
    )


@cache
def _pattern() -> re.Pattern[str]:
    """One group around each part; built once, of the names of the months in all languages."""
    names = {name for lang in LANGUAGES for name in get_month_names("wide", locale=lang).values()}
    month = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    day = r"\d{1,2}\b\.?"
    dates = rf"\b{day} (?:{month})\b(?: \d{{4}}\b)?|\b(?:{month}) {day}"
    counted = r"\b\d[\d.,]* de \w{1,12}\b"
    ranges, compounds = r"\b\d[\d.,:]*–\d(?:[\d.,:]*\d)?", r"\b\w{1,7}[-–]\w{1,8}\b"
    which = r"\((?:prima|a doua) \w+\)"
    return re.compile(f"({dates}|{counted}|{ranges}|{compounds}|{which})")
