"""How many other people approve a change: the city's rules, by kind of slide and by tag of display.

Decides what a rule may say, and which of several counts. Leaves out what a change touches, and who has approved it.
"""

from collections.abc import Collection, Sequence
from typing import Annotated, NamedTuple

from msgspec import Meta

from content.authored import Value
from content.phrases import said

DEFAULT = 1
"""Other people who approve what no rule is about."""


class ReviewRule(Value, frozen=True, kw_only=True):
    """So many other people approve changes of slides of these `kinds`, or of what displays with these `tags` show.

    One of the tags is enough. With neither, the rule is about everything that no other rule names.
    """

    kinds: Annotated[tuple[str, ...], Meta(min_length=1)] = ()
    tags: Annotated[tuple[str, ...], Meta(min_length=1)] = ()
    approvals: Annotated[int, Meta(ge=0, le=5)]

    def __post_init__(self) -> None:
        """Raises ValueError for kinds and tags at once, and for tags that would ask for less than nothing."""
        super().__post_init__()
        if self.kinds and self.tags:
            raise ValueError(said("found `kinds` and `tags`, expected one of them; write two rules"))
        if self.tags and not self.approvals:
            raise ValueError(said("found `tags` with 0 approvals, expected at least 1: tags only ask for more"))


class Asked(NamedTuple):
    """How many `approvals` a change takes, and the kinds and tags that ask for so many; none where that is the rule."""

    approvals: int
    kinds: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def asked(rules: Sequence[ReviewRule], kinds: Collection[str | None], tags: Collection[str]) -> Asked:
    """What a change takes that touches slides of these kinds (None: what is no slide) and displays with these tags.

    The strictest counts. Each kind has its own rule or the general one, so that nothing passes beside what needs none.
    """
    general = max((rule.approvals for rule in rules if not (rule.kinds or rule.tags)), default=DEFAULT)
    by_kind = {kind: _most(rules, kind, general) for kind in kinds or (None,)}
    by_tag = {tag: rule.approvals for rule in rules for tag in rule.tags if tag in tags}
    for rule in rules:
        by_tag |= {tag: max(by_tag[tag], rule.approvals) for tag in rule.tags if tag in tags}
    approvals = max([*by_kind.values(), *by_tag.values()])
    named = {kind for rule in rules for kind in rule.kinds}
    return Asked(
        approvals,
        tuple(sorted(kind for kind, count in by_kind.items() if kind in named and kind and count == approvals)),
        tuple(sorted(tag for tag, count in by_tag.items() if count == approvals)),
    )


def _most(rules: Sequence[ReviewRule], kind: str | None, general: int) -> int:
    return max((rule.approvals for rule in rules if kind in rule.kinds), default=general)
