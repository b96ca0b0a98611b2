"""One loop of a campaign: the order of its slides, each as often as it has languages, and how long each is seen.

Decides that a slide's turns are spread evenly over the loop, and that no slide comes twice in a row, nor last in one
loop and first in the next. Leaves out what other campaigns play between (`fair_queue`).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from content.schedule.plan import Turn


class RotationTurn(NamedTuple):
    """One turn of a rotation: a campaign's slide in one language, for so many seconds."""

    slide: str
    lang: str
    campaign: str
    seconds: int


class Loop(NamedTuple):
    """A campaign's slides, the turns of each before any comes again, and the order in which the slides come.

    `turns` and `order` name a slide by its place in `slides`. `owed` is how many turns there are in each language.
    `longest` is the longest turn in seconds.
    """

    campaign: str
    slides: tuple[str, ...]
    turns: tuple[tuple[RotationTurn, ...], ...]
    order: tuple[int, ...]
    owed: Mapping[str, int]
    longest: int


class Loops:
    """The loops of a plan's campaigns, each worked out once, as many active sets of a day have the same campaigns."""

    def __init__(self, turns: Mapping[str, tuple[Turn, ...]]) -> None:
        self._turns = turns
        self._known: dict[tuple[str, tuple[str, ...]], Loop] = {}

    def of(self, campaign: str, slides: tuple[str, ...]) -> Loop:
        """The loop of a campaign while those slides are open."""
        if (loop := self._known.get((campaign, slides))) is None:
            loop = self._known[campaign, slides] = self._worked_out(campaign, slides)
        return loop

    def _worked_out(self, campaign: str, slides: tuple[str, ...]) -> Loop:
        turns = tuple(
            tuple(RotationTurn(slide, turn.lang, campaign, _stay(turn)) for turn in self._turns[slide])
            for slide in slides
        )
        every = list(chain.from_iterable(turns))
        owed = Counter(turn.lang for turn in every)
        return Loop(campaign, slides, turns, order(tuple(map(len, turns))), owed, max(turn.seconds for turn in every))


def seconds(slides: Sequence[tuple[Turn, ...]]) -> list[Fraction]:
    """How long each of a campaign's slides is seen in a loop on average (s). Their airtimes are in this proportion."""
    counts = _filled([len(turns) for turns in slides])
    once = [sum(map(_stay, turns)) for turns in slides]
    return [Fraction(count * s, len(turns)) for count, s, turns in zip(counts, once, slides, strict=True)]


def _stay(turn: Turn) -> int:
    return max(turn.seconds, 1)  # a turn of no seconds, in a plan from elsewhere, would never end


@lru_cache(maxsize=1024)
def order(counts: tuple[int, ...]) -> tuple[int, ...]:
    """The order of slides in a loop, by place: place i comes `counts[i]` times, evenly spread.

    No place comes twice in a row, nor both last and first. Where one has more turns than all others together, the
    others come more often than they are counted.
    """
    filled = _filled(counts)
    most, n = max(filled), len(filled)
    placed = [((turn * n + i) * most // (count * n), i) for i, count in enumerate(filled) for turn in range(count)]
    places = [i for _, i in sorted(placed)]
    if n > 1 and any(one == other for one, other in pairwise([*places, places[0]])):
        return tuple(_apart(places))
    return tuple(places)


def _filled(counts: Sequence[int]) -> list[int]:
    """How often each place comes, so that none has more turns than all others together if there are others."""
    most, others = max(counts), sorted(range(len(counts)), key=counts.__getitem__)[:-1]
    filled = list(counts)
    while others and sum(filled) < 2 * most:
        filled[min(others, key=filled.__getitem__)] += 1
    return filled


def _apart(places: list[int]) -> list[int]:
    """The same places, none twice in a row. Each comes as early as it can, if the rest can be set apart after it."""
    left, apart = Counter(places), [places[0]]
    left[places[0]] -= 1
    while sum(left.values()):
        for at in places:
            if left[at] and at != apart[-1] and _fits(left - Counter([at]), at, places[0]):
                break
        left[at] -= 1
        apart.append(at)
    return apart


def _fits(left: Mapping[int, int], before: int, after: int) -> bool:
    """Whether so many of each place can stand in a row between `before` and `after`, none beside itself.

    They can when no place needs more than every other seat, not counting a seat beside a neighbour of its own kind.
    """
    seats = sum(left.values()) + 1
    return all(count <= (seats - (at == before) - (at == after)) // 2 for at, count in left.items() if count)
