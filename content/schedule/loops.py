"""One loop of a campaign: in which order its slides come, each as often as it has languages, and how long each is seen.

Decides that repeats are spread evenly and that none is beside itself, not even from one loop to the next. Leaves out
what other campaigns play between (`mix`).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from content.schedule.plan import Turn


class Part(NamedTuple):
    """One turn of a rotation, of so many seconds."""

    slide: str
    lang: str
    campaign: str
    seconds: int


class Loop(NamedTuple):
    """A campaign's slides and, by place, the turns each has before any comes again; `order` are places.

    `owed` is how many of them each language has, `longest` the longest in seconds.
    """

    campaign: str
    slides: tuple[str, ...]
    parts: tuple[tuple[Part, ...], ...]
    order: tuple[int, ...]
    owed: Mapping[str, int]
    longest: int

    @property
    def only(self) -> str | None:
        """Its slide, where it has but one."""
        return self.slides[0] if len(self.slides) == 1 else None


class Loops:
    """The loops of a plan's campaigns, each worked out once: a day has many mixes of the same ones."""

    def __init__(self, turns: Mapping[str, tuple[Turn, ...]]) -> None:
        self._turns = turns
        self._known: dict[tuple[str, tuple[str, ...]], Loop] = {}

    def of(self, campaign: str, slides: tuple[str, ...]) -> Loop:
        if (found := self._known.get((campaign, slides))) is None:
            found = self._known[campaign, slides] = self._made(campaign, slides)
        return found

    def _made(self, campaign: str, slides: tuple[str, ...]) -> Loop:
        parts = tuple(
            tuple(Part(slide, turn.lang, campaign, _stay(turn)) for turn in self._turns[slide]) for slide in slides
        )
        every = list(chain.from_iterable(parts))
        order = loop(tuple(map(len, parts)))
        owed = Counter(part.lang for part in every)
        return Loop(campaign, slides, parts, order, owed, max(part.seconds for part in every))


def seconds(slides: Sequence[tuple[Turn, ...]]) -> list[Fraction]:
    """How long each of a campaign's slides is seen in a loop (s), on average: among each other, their airtime."""
    counts = _filled([len(turns) for turns in slides])
    once = [sum(map(_stay, turns)) for turns in slides]
    return [Fraction(count * s, len(turns)) for count, s, turns in zip(counts, once, slides, strict=True)]


def _stay(turn: Turn) -> int:
    return max(turn.seconds, 1)  # a plan from elsewhere must not stop time


@lru_cache(maxsize=1024)
def loop(counts: tuple[int, ...]) -> tuple[int, ...]:
    """Places by index, each `counts[i]` times, spread evenly over as many rounds as the most frequent has turns.

    None is twice in a row, nor last and first. Where one has more turns than all others together, those come again.
    """
    filled = _filled(counts)
    most, n = max(filled), len(filled)
    placed = [((turn * n + i) * most // (count * n), i) for i, count in enumerate(filled) for turn in range(count)]
    order = [i for _, i in sorted(placed)]
    if n > 1 and any(one == other for one, other in pairwise([*order, order[0]])):
        return tuple(_apart(order))
    return tuple(order)


def _filled(counts: Sequence[int]) -> list[int]:
    """How often each place comes in a loop of so many turns each."""
    most, others = max(counts), sorted(range(len(counts)), key=counts.__getitem__)[:-1]
    found = list(counts)
    while others and sum(found) < 2 * most:
        found[min(others, key=found.__getitem__)] += 1
    return found


def _apart(order: list[int]) -> list[int]:
    """The same places, each as early as it was if the rest can then still be played without one twice in a row."""
    left, found = Counter(order), [order[0]]
    left[order[0]] -= 1
    while sum(left.values()):
        for at in order:
            if left[at] and at != found[-1] and _fits(left - Counter([at]), at, order[0]):
                break
        left[at] -= 1
        found.append(at)
    return found


def _fits(left: Mapping[int, int], before: int, after: int) -> bool:
    """Whether so many of each can stand between two of a row without one beside itself: none takes more than every
    other seat, beginning behind its neighbours."""
    seats = sum(left.values()) + 1
    return all(count <= (seats - (at == before) - (at == after)) // 2 for at, count in left.items() if count)
