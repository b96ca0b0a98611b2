"""What a feed says of times, in each language a city may have; months are Babel's.

An end at midnight is said as the day before, which it includes. Of a clock that is not the city's the zone is named.
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


class TimeWords:
    """Writes times in one language and on the clock of `zone`; years only where they are not that of `near`."""

    def __init__(self, lang: str, zone: ZoneInfo, city: ZoneInfo, near: datetime) -> None:
        self._lang, self._zone, self._year = lang, zone, near.astimezone(zone).year
        self._clock = "" if zone.key == city.key else f" {zone.key}"

    def since(self, at: datetime) -> str:
        """`from 1 December`, `from 1 December, 08:00`; with the year if it is another."""
        return WORDS[self._lang][0].format(self._written(at.astimezone(self._zone)))

    def until(self, at: datetime) -> str:
        """`until 5 December`, the end of that day; `until 5 December, 18:00`."""
        local = at.astimezone(self._zone).replace(tzinfo=None)
        last = local - timedelta(days=1) if _midnight(local) else local
        return WORDS[self._lang][1].format(self._written(last))

    def _written(self, local: datetime) -> str:
        skeleton = "MMMMd" if local.year == self._year else "yMMMMd"
        day = format_skeleton(skeleton, local.date(), locale="en_GB" if self._lang == "en" else self._lang)
        return day if _midnight(local) else f"{day}, {local:%H:%M}{self._clock}"


def _midnight(local: datetime) -> bool:
    return local.time() == time()
