"""Where a line of a page may not end: within a date ("5 decembrie"), a range ("8–16"), a number and its noun ("366 de
zile"), a short compound ("într-un") and what is said of a time that comes twice ("prima dată").

Leaves out everything that a style can say (`wall.css`).
"""

import re
from functools import cache

from babel.dates import get_month_names
from markupsafe import Markup, escape

from control_server.wall.wording import LANGUAGES


def kept(text: str | None) -> Markup:
    """As HTML, each date and range in an element that stays on one line."""
    parts = _pattern().split(text or "")  # what is matched stands at odd places
    return Markup("").join(
        Markup('<span class="one">{}</span>').format(part) if n % 2 else escape(part) for n, part in enumerate(parts)
    )


@cache
def _pattern() -> re.Pattern[str]:
    names = {name for lang in LANGUAGES for name in get_month_names("wide", locale=lang).values()}
    month = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    day = r"\d{1,2}\b\.?"
    dates = rf"\b{day} (?:{month})\b(?: \d{{4}}\b)?|\b(?:{month}) {day}"
    counted = r"\b\d[\d.,]* de \w{1,12}\b"
    ranges, compounds = r"\b\d[\d.,:]*–\d(?:[\d.,:]*\d)?", r"\b\w{1,7}[-–]\w{1,8}\b"
    which = r"\((?:prima|a doua) \w+\)"
    return re.compile(f"({dates}|{counted}|{ranges}|{compounds}|{which})")
