"""Displays chosen by their tags.

Decides which tags choose a display. Leaves out what is bound to the chosen ones.
"""

from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta

from content.authored import Value
from content.phrases import said

Tags = Annotated[tuple[str, ...], Meta(min_length=1)]
"""Tags of displays. Where the key is written, it has at least one."""


class Tagged(Value, frozen=True, kw_only=True):
    """Displays by their tags: any of `tags`, all of `all_of` and none of `none_of`. One of the three must be given."""

    tags: Tags = ()
    all_of: Tags = ()
    none_of: Tags = ()

    def __post_init__(self) -> None:
        """Raises ValueError when none of the three is given."""
        super().__post_init__()
        if not (self.tags or self.all_of or self.none_of):
            raise ValueError(said("found no tags, expected `tags`, `all_of` or `none_of` with at least one"))

    def fits(self, tags: Iterable[str]) -> bool:
        """Whether a display with these tags is meant."""
        own = set(tags)
        any_of = not self.tags or bool(own & set(self.tags))
        return any_of and own >= set(self.all_of) and not own & set(self.none_of)
