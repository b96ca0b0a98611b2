"""Bytes to text: which of the encodings a city hall's programs write this file is in.

Decides in this order: a byte order mark, or zeros as UTF-16 has them; UTF-8, strictly; else the code page under which
the letters beyond ASCII are letters and marks of this region's languages. Bytes that fit none are refused, never
guessed at.

Windows-1250, ISO-8859-2 and ISO-8859-16 give Romanian letters the same bytes: ă â î alike, and at 0xBA and 0xFE the
first two say ş ţ (cedilla) where the last says ș ț (comma). Such a file cannot tell which it is and need not: cedillas
are shown as commas (`comma`). They differ in quotation marks, ű and the rest of Central Europe, and there they tell.
"""

import codecs
import unicodedata
from collections.abc import Iterator

from content.findings import refused
from content.phrases import said

PAGES = ("cp1250", "iso8859_2", "iso8859_16")
"""In the order in which the first of equals is taken: by how often each is met."""

_ROMANIAN = "ăâîșțĂÂÎȘȚşţŞŢ"
_NEIGHBOURS = "áéíóöőúüűÁÉÍÓÖŐÚÜŰäßÄčćđšžČĆĐŠŽ"
_MARKS = "„”“’‘‚«»–—…•§°€±²³·\u00a0\u00ad½×©®™"
_FIT = {**dict.fromkeys(_ROMANIAN, 3), **dict.fromkeys(_NEIGHBOURS, 2), **dict.fromkeys(_MARKS, 2)}
_STRANGE = -3
"""A character neither the languages nor their punctuation have: evidence against a code page."""
MOST_STRANGE = 0.25
"""The share of strange characters among those beyond ASCII from which a file is another encoding's (Cyrillic, DOS)."""

COMMA = str.maketrans("şţŞŢ", "șțȘȚ")


def comma(text: str) -> str:
    """The text with the cedilla letters ş ţ as the Romanian ș ț (SR 13411; Unicode 3.0 tells them apart)."""
    return text.translate(COMMA)


def unmarked(text: str) -> str:
    """The text with its letters bare of marks, as sources write names that have some: `Timis` for `Timiș`."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def mangled(text: str) -> str | None:
    """What a text was before its UTF-8 was taken for a Windows code page (`ÃŽnv` for `Înv`); None for others."""
    for page in ("cp1252", "cp1250"):
        try:
            before = text.encode(page).decode("utf-8")
        except UnicodeError:
            continue
        if before != text:
            return before
    return None


def text(data: bytes, where: str) -> tuple[str, str]:
    """The text without its mark, and the name of its encoding. Raises RefusedError when it is none of those known."""
    for mark, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return _marked(data, name, where), name
    if name := _without_mark(data[:400]):
        return _marked(data, name, where), "utf-16"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    fits = [(fit, -order, page) for order, page in enumerate(PAGES) if (fit := _fit(data, page)) is not None]
    if not fits:
        raise refused(
            "encoding",
            where,
            "is neither UTF-8 nor Windows-1250, ISO-8859-2 or ISO-8859-16: its letters would be none of this region's; "
            "expected a file saved as UTF-8",
        )
    page = max(fits)[2]
    return data.decode(page), page


def _without_mark(head: bytes) -> str:
    """The UTF-16 of a text without its mark: of mostly Latin letters every other byte is zero. Else empty."""
    for name, zero in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros, others = head[zero::2], head[1 - zero :: 2]
        if len(head) > 3 and 2 * zeros.count(0) > len(zeros) and 0 not in others:
            return name
    return ""


def _marked(data: bytes, name: str, where: str) -> str:
    try:
        return data.decode("utf-8-sig" if name == "utf-8" else name)
    except UnicodeDecodeError as error:
        message = said(
            "begins as {name} and breaks it at byte {start}, expected a file saved as UTF-8",
            name=name.upper(),
            start=error.start,
        )
        raise refused("encoding", where, message) from error


def _fit(data: bytes, page: str) -> int | None:
    """How well the bytes read as this code page; None when they do not."""
    try:
        beyond = list(_beyond(data.decode(page)))
    except UnicodeDecodeError:
        return None
    strange = sum(letter not in _FIT for letter in beyond)
    if any("\x80" <= letter <= "\x9f" for letter in beyond) or strange > MOST_STRANGE * len(beyond):
        return None
    return sum(_FIT.get(letter, _STRANGE) for letter in beyond)


def _beyond(text: str) -> Iterator[str]:
    return (letter for letter in text if letter > "\x7f")
