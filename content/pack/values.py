"""Values of which several parts of a pack are made: languages, texts and dayparts; and ids that are made of a text."""

import re
import unicodedata
from typing import Annotated, Literal

from msgspec import Meta

from content.authored import Value
from content.phrases import said

Lang = Literal["ro", "en", "hu", "de", "sr"]
Text = Annotated[str, Meta(min_length=1)] | dict[Lang, Annotated[str, Meta(min_length=1)]]
"""A text for each language, or one string in the city's first language."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

LONGEST_WORDS = 50
"""The most characters of an id that is made of a text. A number still fits behind it."""


def id_of(text: str) -> str:
    """An id made of the first words of a text: `Târg de Crăciun` becomes `targ-de-craciun`.

    Empty when it has no letters of a to z.
    """
    plain = unicodedata.normalize("NFKD", text.lower())
    words = re.findall(r"[a-z0-9]+", "".join(letter for letter in plain if not unicodedata.combining(letter)))
    made = ""
    for word in words:
        if len(made) + len(word) >= LONGEST_WORDS:
            break
        made = f"{made}-{word}" if made else word
    return made


class Daypart(Value, rename={"start": "from", "end": "to"}, frozen=True, kw_only=True):
    """Hours of local time on some weekdays, from `from` until just before `to`, which may be "24:00".

    A daypart that crosses midnight belongs to the day on which it starts. `days` is `mon-fri`, `sat`, `mon,wed,fri` or
    a mixture of these.
    """

    days: str = "mon-sun"
    start: str
    end: str

    def __post_init__(self) -> None:
        """Raises ValueError naming what is no weekday or no time of day, or when the daypart is empty."""
        super().__post_init__()
        self.weekdays()
        if self.minutes()[0] == self.minutes()[1]:
            raise ValueError(
                said(
                    "found a daypart from {start} to {end}, expected two different times",
                    start=self.start,
                    end=self.end,
                )
            )

    def weekdays(self) -> frozenset[int]:
        """The weekdays on which it starts; 0 is Monday. Raises ValueError as above."""
        weekdays: set[int] = set()
        for part in self.days.replace(" ", "").split(","):
            first, hyphen, last = part.partition("-")
            if first not in DAYS or (last if hyphen else first) not in DAYS:
                raise ValueError(said("found days {days!r}, expected for example mon-fri or sat,sun", days=self.days))
            a, b = DAYS.index(first), DAYS.index(last or first)
            weekdays.update(range(a, b + 1) if a <= b else [*range(a, 7), *range(b + 1)])
        return frozenset(weekdays)

    def minutes(self) -> tuple[int, int]:
        """When it starts and ends, in minutes after the midnight before. The end passes 1440 if it crosses midnight."""
        start, end = (_minutes(text) for text in (self.start, self.end))
        return start, end if end >= start else end + 1440


def _minutes(text: str) -> int:
    match = re.fullmatch(r"([01]\d|2[0-4]):([0-5]\d)", text)
    if not match or (minutes := int(match[1]) * 60 + int(match[2])) > 1440:
        raise ValueError(said('found time {text!r}, expected "HH:MM" between "00:00" and "24:00"', text=text))
    return minutes
