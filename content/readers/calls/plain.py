"""Text from outside as plain text: no markup, no entities, no letters that cannot be drawn.

Decides what is left of a text; the words are never changed. Romanian is written with commas below (U+0219, U+021B).
"""

import html
import re
import unicodedata

import nh3

from content.readers.files.encoding import comma

_FOLDED = str.maketrans("ăâîșțşţĂÂÎȘȚŞŢ⁰¹²³⁴⁵⁶⁷⁸⁹", "aaiststAAISTST0123456789")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|&#?\w+;")
_ENDS_LINE = re.compile(
    r"<\s*(?:br|hr|/?(?:title|p|div|li|h[1-6]|tr|ul|ol|dl|dt|dd|blockquote|section|article|main|header|footer|nav|aside"
    r"|table|thead|tbody|caption|figure|figcaption|pre|option|address))(?![\w-])[^<>]*>",
    re.IGNORECASE,
)
_ENDS_CELL = re.compile(r"</?(?:td|th)\b[^<>]*>", re.IGNORECASE)
_MINUTES = re.compile(r"(?<=\d)<sup>\s*([0-5]\d)\s*</sup>", re.IGNORECASE)
"""16<sup>00</sup> is how 16:00 is often set."""
_ROUNDS = 3
"""Markup may itself have been escaped, once or twice; more is somebody's joke."""


def plain(text: str | None, lang: str = "") -> str:
    """The text without markup, as lines of which none is empty. `lang` 'ro' is given commas below."""
    text = text or ""
    for _ in range(_ROUNDS):
        if not _MARKUP.search(text):
            break
        text = _ENDS_CELL.sub(" ", _ENDS_LINE.sub("\n", _MINUTES.sub(r":\1", text)))
        text = html.unescape(nh3.clean(text, tags=set()))
    text = unicodedata.normalize("NFC", text)
    if lang == "ro":
        text = comma(text)
    text = "".join(letter for letter in text if _drawn(letter))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def one_line(text: str | None, lang: str = "") -> str:
    """As `plain`, on one line."""
    return " ".join(plain(text, lang).split())


def folded(text: str) -> str:
    """Small letters without Romanian marks, letter by letter: places in it are places in the text."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text.translate(_FOLDED))


def _drawn(letter: str) -> bool:
    """Neither control nor format characters, nor surrogates, nor pictures: the frames' font has none of them."""
    kind = unicodedata.category(letter)
    if letter in "\n\t\r\v\f\x85\u2028\u2029":
        return True
    return (
        kind not in ("Cc", "Cf", "Cs", "Co", "Cn") and not (kind == "So" and letter >= "\u2190") and letter != "\ufe0f"
    )
