"""Displays of which a rule says the same, so that work is for groups of displays and not for each of thousands.

Decides when displays are alike. Leaves out what is said of a group (`subject`, `coming.coming`).
"""

from collections.abc import Callable, Hashable
from typing import NamedTuple

from content.pack.binding import Binding
from content.pack.model import Display, Pack


class AlikeDisplays(NamedTuple):
    """The first of some displays, the campaigns bound to each of them, and the ids of all."""

    display: Display
    campaigns: tuple[str, ...]
    names: list[str]

    @property
    def only(self) -> str | None:
        """The display, when it is the only one. A finding of several displays names none."""
        return self.names[0] if len(self.names) == 1 else None


class GroupedDisplays:
    """The displays of a pack, with the campaigns that are bound to each."""

    def __init__(self, pack: Pack) -> None:
        binding = Binding({name: campaign.displays for name, campaign in pack.bound().items()})
        self._bound = [(display, binding.of(display)) for display in pack.displays.values()]
        self._numbers: dict[tuple[str, ...], int] = {}
        """Stand for the different lists of campaigns, which may be long."""
        self._numbered = [self._numbers.setdefault(each, len(self._numbers)) for _, each in self._bound]

    def by(self, trait: Callable[[Display], Hashable]) -> list[AlikeDisplays]:
        """The displays that have the same campaigns and the same trait, in the order of the pack."""
        groups: dict[Hashable, AlikeDisplays] = {}
        for (display, campaigns), number in zip(self._bound, self._numbered, strict=True):
            same = (number, trait(display))
            if same not in groups:
                groups[same] = AlikeDisplays(display, campaigns, [])
            groups[same].names.append(display.id)
        return list(groups.values())
