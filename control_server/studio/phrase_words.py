"""Sentences of readers, importers and the gate in the language of who reads them: by their pattern and their values.

Decides how a pattern is said in another language than English, with its numbers, days and plural forms, and what a
place in a source is called. The patterns are the msgids of a catalogue of their own, `locale/phrases.ro.po`. Leaves out
findings that have a sentence of the studio (`finding_words`).
"""

import re
import string
from collections.abc import Sequence
from typing import Any

from babel.numbers import format_decimal

from content.phrases import Phrase, Said
from control_server.studio import moments
from control_server.studio.catalogue import phrases

_IN_PACK = re.compile(r"\A(?:slides|drafts|data|assets)/|\A[a-z]+\.yaml\b")
_DIGITS = re.compile(r"\.(\d)f$")
_QUOTED = re.compile(r"\{(\w+)!r")
_WORDS = re.compile(r"[A-Za-z]{2,}(?![^{]*\})")
_PARTS = {
    "ro": (
        (re.compile(r"^feed (\S+)"), r"sursa \1"),
        (re.compile(r"^campaign "), "campania "),
        (re.compile(r"^change "), "modificarea "),
        (re.compile(r"^display "), "ecranul "),
        (re.compile(r"^frame "), "cadrul "),
        (re.compile(r"^kind "), "felul "),
        (re.compile(r"^person "), "persoana "),
        (re.compile(r"^playlist "), "lista "),
        (re.compile(r"^session "), "sesiunea "),
        (re.compile(r"^slide "), "afișul "),
        (re.compile(r"^token "), "cheia "),
        (re.compile(r"^work "), "lucrarea "),
        (re.compile(r"^the address "), "adresa "),
        (re.compile(r"(?<=[^/:]):(\d+)(?=$|,)"), r", rândul \1"),
        (re.compile(r"!([A-Z]{1,3}\d+)$"), r", celula \1"),
        (re.compile(r"[:,] row (\S+)"), r", rândul \1"),
        (re.compile(r"[:,] column “([^”]*)”"), r", coloana „\1”"),
        (re.compile(r": event (\S+)"), r", evenimentul \1"),
        (re.compile(r": (?:the )?notice „"), ", anunțul „"),
        (re.compile(r":\$\.features\[(\d+)\]"), r", locul \1"),
        (re.compile(r":\$\S*"), ""),
    )
}
"""What stands in a place beside the names of files and addresses, by language."""


class _Speaker(string.Formatter):
    """Fills a pattern as the language writes numbers and days.

    Of a format only this counts: `,` groups digits, `.1f` says how many stand behind the comma, `day` says a date in
    words, and `un rând|rânduri` counts things: the first is said of one, the second after any other. `!r` quotes.
    """

    def __init__(self, lang: str) -> None:
        self._lang = lang

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        return f"„{value}”" if conversion == "r" else value

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec in ("day", "hour"):
            return str(value)[11:19] if format_spec == "hour" else moments.told(str(value)[:16], self._lang)
        if "|" in format_spec:
            return self._counted(value, *format_spec.split("|", 1))
        if isinstance(value, float) or ("," in format_spec and isinstance(value, int)):
            digits = "0" * int(behind[1]) if (behind := _DIGITS.search(format_spec)) else "#" * 6
            return str(format_decimal(value, format=f"#,##0.{digits}".rstrip("."), locale=self._lang))
        return str(value)

    def _counted(self, count: Any, one: str, many: str) -> str:
        """`un rând`, `3 rânduri`, `20 de rânduri`: in Romanian „de” stands behind what ends in 00 or in 20 to 99."""
        if not isinstance(count, int):
            return f"{count} {many}"
        if count == 1:
            return one
        link = " de" if count and not 1 <= count % 100 <= 19 else ""
        return f"{format_decimal(count, locale=self._lang)}{link} {many}"


def told(lang: str, text: str, made: Sequence[Phrase], of: str) -> str:
    """The text of a field in that language; empty where its pattern is not known there, and in English."""
    if lang == "en":
        return ""
    phrase = next((each for each in made if each.of == of), None)
    return _said(phrase, lang) if phrase else phrases(lang).get(text, "")


def in_words(lang: str, text: str) -> str:
    """A text that nobody has kept yet, as that of an exception; as it is where its pattern is not known."""
    made = [text.phrase("text")] if isinstance(text, Said) else []
    return told(lang, text, made, "text") or text


def _said(phrase: Phrase, lang: str) -> str:
    """The phrase in that language.

    A pattern without words is of no language. A value that the pattern does not quote (`!r`) may be a word of ours.
    """
    pattern = phrases(lang).get(phrase.pattern) or (phrase.pattern if not _WORDS.search(phrase.pattern) else None)
    if pattern is None:
        return ""
    quoted = set(_QUOTED.findall(phrase.pattern))
    values = {
        name: value if name in quoted else phrases(lang).get(str(value), value) for name, value in phrase.values.items()
    }
    inner = {each.of: _said(each, lang) or each.english() for each in phrase.phrases}
    return _Speaker(lang).vformat(pattern, (), values | inner)


def place(where: str, lang: str) -> str:
    """A place in a source, as `buget.csv, rândul 12`; empty for one in the files of the pack and for an option."""
    if _IN_PACK.match(where) or where.startswith("--"):
        return ""
    named = phrases(lang).get(where, where)
    for pattern, words in _PARTS.get(lang, ()):
        named = pattern.sub(words, named)
    return named.rpartition("/")[2] if "://" not in named else named
