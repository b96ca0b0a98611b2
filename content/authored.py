"""What every document that a person writes is made of: ids, moments, and values that refuse unknown keys.

Decides how a moment is written and what it means in a time zone. Leaves out how a document is read (`strict_yaml`).
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from content.phrases import said

Id = Annotated[str, Meta(pattern=r"^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?\Z")]

_SEEN = re.compile(r"[^\s\u00ad\u200b-\u200f\u2060\ufeff]")
"""A character of which something is seen: neither a space nor of zero width."""
_NOT_TEXT = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u202a-\u202e\u2061-\u206f\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Control characters (Unicode's Cc) but for tab and new line, and format characters (Cf) of which nobody sees that they
turn the order of letters, hide words or are for machines. Those that scripts and emoji need stay: soft hyphen, zero
width space, joiner and non-joiner, word joiner, and the marks of a direction (U+200E, U+200F)."""


_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
_OFFSET = r"Z|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9](?::[0-5][0-9])?"
_MOMENT = re.compile(rf"({_DAY})([T ]{_TIME}(?:{_OFFSET})?)?")
"""How a moment is written; a space may stand for the T.

ISO 8601 has more forms. Python reads `20261229` as a midnight and not as a day: as an inclusive end it would lose that
day. `2026-W01-1` is a day in December 2025.
"""


class Moment:
    """A point in time as a person writes it: `2026-12-31`, `2026-12-31T23:59`, or with an offset.

    Without an offset it is local time of the place where it is shown. It is read by RFC 5545 §3.3.5, as zoneinfo does
    with fold=0: a time that the clocks skip takes the offset before, one that they show twice is the first.
    """

    __slots__ = ("text", "value")

    def __init__(self, text: str) -> None:
        """Raises ValueError when `text` is neither a date nor a date with a time, in the form above."""
        self.text = text
        written = _MOMENT.fullmatch(text)
        try:
            if written is None:
                raise ValueError(text)
            self.value: date | datetime = datetime.fromisoformat(text) if written[2] else date.fromisoformat(text)
        except ValueError:
            raise ValueError(
                said("found {text!r}, expected a date or time as 2026-12-31 or 2026-12-31T23:59", text=text)
            ) from None

    def instant(self, zone: ZoneInfo, *, ends: bool = False) -> datetime:
        """The instant in UTC. A date without a time is its local midnight, or with `ends` the midnight at its end."""
        value = self.value
        if not isinstance(value, datetime):
            value = datetime.combine(value + timedelta(days=1) if ends else value, time())
        return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)

    @property
    def day(self) -> date:
        """The day as it is written."""
        return self.value.date() if isinstance(self.value, datetime) else self.value

    @property
    def bare(self) -> bool:
        """Whether it is a date without a time."""
        return not isinstance(self.value, datetime)

    def at_start(self) -> "Moment":
        """The moment at which something begins that begins here: for a bare date the midnight before it."""
        return self if isinstance(self.value, datetime) else Moment(datetime.combine(self.value, time()).isoformat())

    def at_end(self) -> "Moment":
        """The moment at which something is over that ends here: for a bare date the midnight after it."""
        return (
            self
            if isinstance(self.value, datetime)
            else Moment((self.value + timedelta(days=1)).isoformat()).at_start()
        )

    def shifted(self, by: timedelta) -> "Moment":
        """The same time of day, so many whole days later."""
        return Moment((self.value + by).isoformat())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Moment) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Moment({self.text!r})"


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of everything that people author. It is immutable, and refuses unknown keys, texts of spaces, and
    characters that are no text.

    The last two are not done by a pattern of `Text`, as msgspec 0.21 frees the memory of a pattern whose text may also
    be a mapping of texts.
    """

    def __post_init__(self) -> None:
        """Raises ValueError that names a field whose text would be drawn as nothing, or not as it is written."""
        for field in msgspec.structs.fields(self):
            value = getattr(self, field.name)
            parts = (
                value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else (value,)
            )
            for text in parts:
                if isinstance(text, str) and text and not _SEEN.search(text):
                    raise ValueError(
                        said("found only spaces in {encode_name!r}, expected text", encode_name=field.encode_name)
                    )
                if isinstance(text, str) and (hidden := _NOT_TEXT.search(text)):
                    character = said(
                        "U+{hidden:04X} in {encode_name!r}", hidden=ord(hidden[0]), encode_name=field.encode_name
                    )
                    raise ValueError(
                        said(
                            "found the control character {character}, expected text that is seen as it is",
                            character=character,
                        )
                    )
