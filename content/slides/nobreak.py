"""Where the lines of a slide may end. Only no-break spaces are placed; the template breaks and balances."""

import re


def nobreak(text: str) -> str:
    """The text on one line."""
    return text.replace(" ", "\u00a0")


def by_comma(text: str) -> str:
    """The text with no line ends but after its commas."""
    return nobreak(text).replace(",\u00a0", ", ")


_SHORT = re.compile(r"\w{1,2}")
_NUMBER = re.compile(r"\d([\d.,]*\d)?")
_ABBREVIATION = re.compile(r"[^\W\d]{1,3}\.|\d{1,4}\.")
"""`bd.`, `nr.`; in German and Serbian the number of a day or a year too: `6. Dezember`."""
_HOUSE = re.compile(r"\d+\w?[,)]")
_OF_NUMBERS = ("de", "în", "in")
"""Short words that go on from a number: `20 de zile`, `582 în 2009`."""
LONGEST_PIECE = 18
"""Characters never to be parted at most: narrow columns must still be able to break."""


def glued(text: str) -> str:
    """The text with no-break spaces where a line should not end.

    After a short word or an abbreviation (`bd. Republicii`), between a number and what it counts, before a short last
    word, before a number that ends a part (`Loga 1,`).
    """
    pieces: list[str] = []
    parts = text.split()
    for number, word in enumerate(parts):
        before = parts[number - 1] if number else ""
        counts = _NUMBER.fullmatch(before) and (word in _OF_NUMBERS or not _SHORT.fullmatch(word))
        last = number == len(parts) - 1 and len(word) <= 3
        house = before[-1:].isalpha() and _HOUSE.fullmatch(word)
        if (
            pieces
            and (_SHORT.fullmatch(before) or _ABBREVIATION.fullmatch(before) or counts or last or house)
            and len(pieces[-1]) + len(word) < LONGEST_PIECE
        ):
            pieces[-1] += f"\u00a0{word}"
        else:
            pieces.append(word)
    return " ".join(pieces)
