"""What everything people author is made of: ids, texts per language, moments of local time, dayparts.

Leaves out what is authored: cities and displays (`model`), slides (`slide`).
"""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

Id = Annotated[str, Meta(pattern=r"^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?\Z")]
Lang = Literal["ro", "en", "hu", "de", "sr"]
Text = Annotated[str, Meta(min_length=1)] | dict[Lang, Annotated[str, Meta(min_length=1)]]
"""A text per language, or one string in the city's first language."""

_SEEN = re.compile(r"[^\s\u00ad\u200b-\u200f\u2060\ufeff]")
"""A character of which something is drawn: neither a space nor of zero width."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


LONGEST_WORDS = 50
"""Characters of an id that is made of a text, so that a number still fits behind it."""


def id_of(text: str) -> str:
    """An id made of the first words of a text: `Târg de Crăciun` becomes `targ-de-craciun`.

    Empty when it has no letters of a to z.
    """
    plain = unicodedata.normalize("NFKD", text.lower())
    words = re.findall(r"[a-z0-9]+", "".join(letter for letter in plain if not unicodedata.combining(letter)))
    found = ""
    for word in words:
        if len(found) + len(word) >= LONGEST_WORDS:
            break
        found = f"{found}-{word}" if found else word
    return found


class Moment:
    """A point in time as a person writes it: `2026-12-31`, `2026-12-31T23:59`, or with an offset.

    Without an offset it is local time of the place it is shown in, read by RFC 5545 §3.3.5: a time in the DST gap
    takes the offset before the gap, an ambiguous time is its first occurrence (zoneinfo's fold=0 does both).
    """

    __slots__ = ("text", "value")

    def __init__(self, text: str) -> None:
        """Raises ValueError when `text` is neither a date nor a date and time."""
        self.text = text
        try:
            self.value: date | datetime = date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(f"found {text!r}, expected a date or time as 2026-12-31 or 2026-12-31T23:59") from None

    def instant(self, zone: ZoneInfo, *, ends: bool = False) -> datetime:
        """The instant in UTC. A bare date means its local midnight, or with `ends` the midnight that ends it."""
        value = self.value
        if not isinstance(value, datetime):
            value = datetime.combine(value + timedelta(days=1) if ends else value, time())
        return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)

    @property
    def day(self) -> date:
        """The day as written."""
        return self.value.date() if isinstance(self.value, datetime) else self.value

    @property
    def bare(self) -> bool:
        """Whether it is a date without a time."""
        return not isinstance(self.value, datetime)

    def at_start(self) -> "Moment":
        """The moment at which what begins here begins: of a bare date its midnight, written out."""
        return self if isinstance(self.value, datetime) else Moment(datetime.combine(self.value, time()).isoformat())

    def at_end(self) -> "Moment":
        """The moment at which what ends here has ended: of a bare date the midnight after it, written out."""
        return (
            self
            if isinstance(self.value, datetime)
            else Moment((self.value + timedelta(days=1)).isoformat()).at_start()
        )

    def shifted(self, by: timedelta) -> "Moment":
        """The same wall-clock time `by` whole days later."""
        return Moment((self.value + by).isoformat())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Moment) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Moment({self.text!r})"


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of everything people author: immutable, an unknown key is an error, and no text is only spaces.

    The last is not a pattern of `Text`: msgspec 0.21 frees the pattern of a text that may also be a mapping of texts.
    """

    def __post_init__(self) -> None:
        """Raises ValueError naming the field that would be drawn as nothing."""
        for field in msgspec.structs.fields(self):
            value = getattr(self, field.name)
            for text in value.values() if isinstance(value, dict) else (value,):
                if isinstance(text, str) and text and not _SEEN.search(text):
                    raise ValueError(f"found only spaces in {field.encode_name!r}, expected text")


class Daypart(Value, rename={"start": "from", "end": "to"}, frozen=True, kw_only=True):
    """A window of local time on given weekdays, [from, to). One that crosses midnight belongs to the day it starts on.

    `days` is `mon-fri`, `sat`, `mon,wed,fri` or a mixture; `to` may be "24:00".
    """

    days: str = "mon-sun"
    start: str
    end: str

    def __post_init__(self) -> None:
        """Raises ValueError naming the value that is no weekday, no time of day, or an empty window."""
        super().__post_init__()
        self.weekdays()
        if self.minutes()[0] == self.minutes()[1]:
            raise ValueError(f"found a daypart from {self.start} to {self.end}, expected two different times")

    def weekdays(self) -> frozenset[int]:
        """0 is Monday."""
        found: set[int] = set()
        for part in self.days.replace(" ", "").split(","):
            first, _, last = part.partition("-")
            if first not in DAYS or (last or first) not in DAYS:
                raise ValueError(f"found days {self.days!r}, expected for example mon-fri or sat,sun")
            a, b = DAYS.index(first), DAYS.index(last or first)
            found.update(range(a, b + 1) if a <= b else [*range(a, 7), *range(b + 1)])
        return frozenset(found)

    def minutes(self) -> tuple[int, int]:
        """Minutes after local midnight of the starting day; the end may exceed 1440 (crosses midnight)."""
        start, end = (_minutes(text) for text in (self.start, self.end))
        return start, end if end >= start else end + 1440


def _minutes(text: str) -> int:
    match = re.fullmatch(r"([01]\d|2[0-4]):([0-5]\d)", text)
    if not match or (minutes := int(match[1]) * 60 + int(match[2])) > 1440:
        raise ValueError(f'found time {text!r}, expected "HH:MM" between "00:00" and "24:00"')
    return minutes
