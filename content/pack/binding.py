"""Which of several `displays:` of a pack concern a display, found once for all displays of which the same is true.

A city has thousands of displays and a few sets of tags.
"""

from collections.abc import Mapping
from typing import Generic, Literal, TypeVar

from content.authored import Id
from content.pack.model import Display, meant
from content.pack.tagged import Tagged

K = TypeVar("K")


class Binding(Generic[K]):
    """What is bound to displays, by key, and the displays that each asks for."""

    def __init__(self, wanted: Mapping[K, Literal["all"] | tuple[Id, ...] | Tagged]) -> None:
        self.looks = 0
        """How often all of them were looked at for a display."""
        self._wanted = wanted
        self._names: dict[str, list[K]] = {}
        """By the id of a display: what names it."""
        self._tags: set[str] = set()
        """The tags that anything asks for. Others make no difference."""
        for key, displays in wanted.items():
            if isinstance(displays, Tagged):
                self._tags.update((*displays.tags, *displays.all_of, *displays.none_of))
            for name in displays if isinstance(displays, tuple) else ():
                self._names.setdefault(name, []).append(key)
        self._same: dict[tuple[K, ...], tuple[K, ...]] = {}
        self._known: dict[tuple[tuple[str, ...], tuple[K, ...]], tuple[K, ...]] = {}

    def of(self, display: Display) -> tuple[K, ...]:
        """The keys of what is bound to the display, in order. For displays with the same, it is the same object."""
        tags = tuple(tag for tag in display.tags if tag in self._tags)
        alike = tags, tuple(self._names.get(display.id, ()))
        if alike not in self._known:
            self.looks += 1
            bound = tuple(key for key, displays in self._wanted.items() if meant(displays, display))
            self._known[alike] = self._same.setdefault(bound, bound)
        return self._known[alike]
