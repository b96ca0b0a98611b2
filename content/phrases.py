"""Sentences that remember how they were made: the English pattern, and the values in it.

Decides how a sentence is made of a pattern and values, and what of it travels with a finding or a question. Command
line, API and logs read the English text, which is an ordinary `str`. Who speaks another language says the pattern in
it, with the same values: the studio has a catalogue of patterns. No other language stands here.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any

import msgspec

Values = dict[str, str | int | float]
"""What a sentence says beside its own words, by name."""


_NAMED = re.compile(r"\{(\w+)[^{}]*\}")
_MOST = 2**53
"""From here on a number travels as text: not every program keeps all of its digits (RFC 8259 §6)."""


class Phrase(msgspec.Struct, frozen=True, kw_only=True):
    """How one text was made.

    `of` is the field it fills, or the value of the phrase around it. `pattern` is as `str.format` takes it; of its
    names some are in `values`, the others are `phrases` themselves.
    """

    of: str
    pattern: str
    values: Values = {}
    phrases: tuple["Phrase", ...] = ()

    def __hash__(self) -> int:
        return hash((self.of, self.pattern))

    def english(self) -> str:
        """The text, as far as its values keep what the pattern asks of them."""
        inner = {each.of: each.english() for each in self.phrases}
        return _NAMED.sub(lambda name: str({**self.values, **inner}.get(name[1], "")), self.pattern)


class Said(str):
    """A text in English that knows its pattern and its values.

    Passes through `str()`, and so through the text of an exception, as itself; so does the sum of it and another text.
    Any other text made of it is a plain one.
    """

    __slots__ = ("named", "pattern")

    pattern: str
    named: dict[str, Any]

    def __str__(self) -> str:
        return self

    def __add__(self, other: str) -> "Said":
        return joined("", (self, other))

    def __radd__(self, other: str) -> "Said":
        return joined("", (other, self))

    def phrase(self, of: str) -> Phrase:
        """How it was made, for the field or the value `of`."""
        inner = {name: value for name, value in self.named.items() if isinstance(value, Said)}
        values = {name: _plain(value) for name, value in self.named.items() if name not in inner}
        phrases = tuple(value.phrase(name) for name, value in inner.items())
        return Phrase(of=of, pattern=self.pattern, values=values, phrases=phrases)


def said(pattern: str, **values: Any) -> Said:
    """The sentence of a pattern, as `str.format` makes it.

    A value may be a sentence of this kind itself, or an exception whose text is one.
    """
    values = {name: str(value) if isinstance(value, Exception) else value for name, value in values.items()}
    text = Said(pattern.format(**values))
    text.pattern, text.named = pattern, values
    return text


def joined(link: str, texts: Iterable[str]) -> Said:
    """The texts with `link` between them; those that know how they were made still do."""
    each = {f"part{number}": text for number, text in enumerate(texts)}
    return said(link.join(f"{{{name}}}" for name in each), **each)


def both(texts: Iterable[str]) -> str:
    """`one and other`, of at least one text."""
    return reduce(lambda one, other: said("{one} and {other}", one=one, other=other), texts)


def keep(told: msgspec.Struct, *fields: str) -> None:
    """Makes the texts of a new struct plain, and puts how they were made into its `phrases`.

    A text without values is its own pattern.
    """
    made = {field: text for field in fields if isinstance(text := getattr(told, field), Said)}
    for field, text in made.items():
        msgspec.structs.force_setattr(told, field, str.__str__(text))
    if made:
        before = tuple(each for each in getattr(told, "phrases", ()) if each.of not in made)
        phrases = before + tuple(text.phrase(field) for field, text in made.items() if text.named)
        msgspec.structs.force_setattr(told, "phrases", phrases)


def _plain(value: Any) -> str | int | float:
    """A whole number and a fraction stay numbers, a date is as ISO 8601 has it, all else is its text."""
    if isinstance(value, Decimal) and value.is_finite() and abs(value) < _MOST:
        value = int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _MOST:
        return int(value)
    if isinstance(value, float):
        return value
    return value.isoformat() if isinstance(value, date) else str.__str__(str(value))
