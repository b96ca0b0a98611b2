"""A text in several languages, as portals write it (ckanext-fluent, ckanext-multilang): one of them, or all.

Decides which language is taken where the one wanted is missing.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from content.readers.open_data.table import clean

LANGUAGES = ("ro", "en")
"""The languages of a text that are taken where the one wanted is missing."""


def text(value: Mapping[str, Any], key: str, lang: str) -> Any:
    """The text in that language, or in another: `title_translated`, or a `title` that is by language."""
    by_language = _by_language(value.get(f"{key}_translated")) or _by_language(value.get(key))
    if not by_language:
        plain = value.get(key)
        return None if isinstance(plain, dict) else plain
    return next(
        (by_language[each] for each in (lang, *LANGUAGES) if each in by_language), next(iter(by_language.values()))
    )


def every(value: Mapping[str, Any], key: str) -> list[str]:
    """The text in every language, and as it stands."""
    plain = value.get(key)
    texts = [*_by_language(value.get(f"{key}_translated")).values(), *_by_language(plain).values()]
    return [clean(text) for text in (*texts, *([plain] if isinstance(plain, str) else []))]


def _by_language(value: Any) -> dict[str, str]:
    """Language (two letters) → text, also where it is written as JSON in a text."""
    if isinstance(value, str) and value.lstrip().startswith("{"):
        try:
            value = msgspec.json.decode(value)
        except (msgspec.DecodeError, RecursionError):
            return {}
    if not isinstance(value, dict):
        return {}
    return {str(key)[:2].lower(): text for key, text in value.items() if isinstance(text, str) and text.strip()}
