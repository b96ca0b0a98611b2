"""Which letters the frames' font can draw: an empty box on a public screen is refused before it is drawn."""

import functools
from collections.abc import Iterator
from typing import Any

from fontTools.ttLib import TTFont

from content.live import FONT

UNDRAWN = ("svg", "alt", "chart-alt", "path")
"""Keys of template data that hold no drawn text: drawings made here, texts read aloud, names of files."""


@functools.cache
def drawable() -> frozenset[int]:
    """Code points Inter has."""
    with TTFont(str(FONT), lazy=True) as font:
        return frozenset(font.getBestCmap())


def missing(data: Any) -> str:
    """The letters of a template's texts that cannot be drawn, each once, in order."""
    return "".join(dict.fromkeys(letter for text in _texts(data) for letter in text if ord(letter) not in drawable()))


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            if key not in UNDRAWN:
                yield from _texts(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts(value)
