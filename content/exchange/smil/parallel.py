"""What plays at the same time in a `par`: on a display one slide fills the screen, so it takes turns or is masked.

Decides which parts of a `par` meet, by their times, and what is said of them. Leaves out where a part's times and its
priority come from (`reader`), and that regions are not kept (`words`).
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from content.exchange.media_blocks import Block
from content.exchange.smil.times import ALWAYS, Time, within

_MOST = 100
"""Blocks whose times are compared; of more it is said in general."""
Ranked = tuple[tuple[int, ...], Block]


class Part(NamedTuple):
    """A child of a `par`: how it is called, the regions it plays in, and its blocks with their ranks."""

    name: str
    regions: frozenset[str]
    blocks: Sequence[Ranked]


def told(parts: Sequence[Part]) -> Iterator[str]:
    """What is said of them, if anything."""
    parts = [each for each in parts if each.blocks]
    if len(parts) > 1 and sum(len(each.blocks) for each in parts) > _MOST:
        yield "what plays at the same time in a par takes turns now, or is masked by a higher priority beside it"
        return
    over = [(each.name, *_over(each, parts)) for each in parts]
    if never := [name for name, _, always in over if always]:
        yield f"a slide fills its display: {_listed(never)} never plays now, a higher priority beside it always does"
    if masked := [name for name, some, always in over if some and not always]:
        yield f"a slide fills its display: {_listed(masked)} is masked now while a higher priority beside it plays"
    if any(_take_turns(one, other) for one, other in combinations(parts, 2)):
        yield "what plays at the same time in a par takes turns now"


def _over(part: Part, parts: Sequence[Part]) -> tuple[bool, bool]:
    """Whether a higher priority of another part masks some of it, and whether it masks each of its blocks for ever."""
    others = [block for other in parts if other is not part for block in other.blocks]
    higher = [[block for top, block in others if top > rank] for rank, _ in part.blocks]
    always = all(any(_time(each) == ALWAYS for each in above) for above in higher)
    some = any(_meet(block, each) for (_, block), above in zip(part.blocks, higher, strict=True) for each in above)
    return some, always


def _take_turns(one: Part, other: Part) -> bool:
    """Regions that are others are said of the whole presentation."""
    if one.regions and other.regions and not one.regions & other.regions:
        return False
    return any(rank == beside and _meet(block, each) for rank, block in one.blocks for beside, each in other.blocks)


def _meet(one: Block, other: Block) -> bool:
    """Whether they may play at once; where nobody can say it they do."""
    try:
        return bool(within([_time(one)], [_time(other)]))
    except (ValueError, OverflowError):
        return True


def _time(block: Block) -> Time:
    return Time(block.first, block.last, block.dayparts, block.rrule)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more
