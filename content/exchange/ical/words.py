"""What a feed says of times, in each language a city may have; months are Babel's.

An end at midnight is said as the day before, which it includes.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

WORDS = {
    "ro": ("de la {}", "până la {}"),
    "en": ("from {}", "until {}"),
    "hu": ("kezdete: {}", "vége: {}"),
    "de": ("ab {}", "bis {}"),
    "sr": ("почетак: {}", "крај: {}"),
}
"""Language → since when, until when."""


def since(at: datetime, near: datetime, zone: ZoneInfo, lang: str) -> str:
    """`from 1 December`, `from 1 December, 08:00`; with the year if it is not that of `near`."""
    local = at.astimezone(zone)
    return WORDS[lang][0].format(_written(local, near.astimezone(zone), lang))


def until(at: datetime, near: datetime, zone: ZoneInfo, lang: str) -> str:
    """`until 5 December`, the end of that day; `until 5 December, 18:00`."""
    local = at.astimezone(zone).replace(tzinfo=None)
    if local.time() == time():
        local -= timedelta(days=1)
    return WORDS[lang][1].format(_written(local, near.astimezone(zone), lang))


def _written(local: datetime, near: datetime, lang: str) -> str:
    skeleton = "MMMMd" if local.year == near.year else "yMMMMd"
    day = format_skeleton(skeleton, local.date(), locale="en_GB" if lang == "en" else lang)
    return day if local.time() == time() else f"{day}, {local:%H:%M}"
