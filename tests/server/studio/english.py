"""Finds English among Romanian: words that English sentences have and Romanian ones do not.

Quotations, code and addresses are what a file or a person wrote, in any language.
"""

import re
from html import unescape

WORDS = frozenset(
    [
        "and",
        "answer",
        "another",
        "been",
        "before",
        "between",
        "both",
        "by",
        "cannot",
        "cell",
        "cells",
        "choose",
        "column",
        "columns",
        "could",
        "does",
        "each",
        "either",
        "every",
        "expected",
        "expects",
        "failed",
        "found",
        "from",
        "given",
        "gives",
        "has",
        "have",
        "having",
        "if",
        "into",
        "is",
        "it",
        "its",
        "itself",
        "kept",
        "known",
        "least",
        "left",
        "less",
        "line",
        "lines",
        "made",
        "make",
        "missing",
        "more",
        "most",
        "must",
        "named",
        "neither",
        "none",
        "not",
        "nothing",
        "nobody",
        "of",
        "one",
        "ones",
        "only",
        "other",
        "outside",
        "read",
        "rows",
        "say",
        "says",
        "should",
        "since",
        "some",
        "somebody",
        "something",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "though",
        "too",
        "unless",
        "until",
        "used",
        "was",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whose",
        "why",
        "will",
        "with",
        "without",
        "would",
        "written",
        "wrong",
        "yet",
        "you",
        "your",
    ]
)
"""No Romanian word is among them; those that are one too („are”, „file”, „in”, „or”, „on”, „at”) tell nothing."""
_UNSEEN = re.compile(r"<(script|style|code|textarea|svg|title|head)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_OTHER = re.compile(r"<(\w+)[^>]*\blang=\"(?!ro)\w+\"(?<!<html lang=\"en\")[^>]*>.*?</\1>", re.DOTALL)
"""Texts of slides in another language, which say so."""
_QUOTED = re.compile(
    r"CC BY\S*|„[^”]*”|“[^”]*”|\"[^\"]*\"|«[^»]*»|`[^`]*`|https?://\S+|\S+@\S+|\S*[/_]\S*"
    r"|\S+\.(?:csv|xlsx|yaml|json|ics|html?|txt|ro|test)\b"
)


def sentences(text: str) -> list[str]:
    """The sentences of a plain text that are English."""
    return [
        line.strip() for line in text.split("\n") if set(re.findall(r"\w+", _QUOTED.sub(" ", line).lower())) & WORDS
    ]


def visible(html: str) -> str:
    """What a person sees of a page: one line for each text between two tags, and texts of attributes that are said."""
    shown = _OTHER.sub(" ", _UNSEEN.sub(" ", html))
    said = re.findall(r'\b(?:aria-label|alt|placeholder|title)="([^"]*)"', shown)
    return unescape("\n".join([*re.split(r"<[^>]*>", shown), *said]))
