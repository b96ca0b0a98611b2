"""The order in which campaigns, slides and languages take turns while the active set stays the same.

Decides three things. *Airtime*: campaigns mix by worst-case fair weighted fair queueing (WF²Q, Bennett & Zhang 1996),
which keeps every campaign, after every turn, within one slide of its share. *Slides*: a campaign plays its slides in
the order of the playlist, each once per language before any starts again, repeats spread evenly; a slide that was just
shown lets the next one go first. *Languages*: of those a slide still has to play, not the one just seen; then the one
its campaign has most turns left of, so that none is left to the end; then the one not seen for longest.
Leaves out when a rotation starts and ends (`schedule`).
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from content.plan import Turn

Active = tuple[tuple[str, int, tuple[str, ...]], ...]
"""Campaign, share and slides of all that play together."""


class Part(NamedTuple):
    """One turn of a rotation."""

    slide: str
    lang: str
    campaign: str


class _Place:
    """A place in a campaign's playlist: its slide, and the turns it still has to play in this loop."""

    def __init__(self, slide: str, turns: tuple[Turn, ...]) -> None:
        self.slide = slide
        self.turns = turns
        self.left: list[Turn] = []


class _Lane:
    """A campaign in the mix. `weight` turns its seconds into virtual time; `played` is its airtime so far (s)."""

    def __init__(self, campaign: str, share: int, places: list[_Place]) -> None:
        self.campaign = campaign
        self.share = share
        self.places = places
        self.shortest = min(_seconds(turn) for place in places for turn in place.turns)
        self.order = _loop([len(place.turns) for place in places])
        self.played = 0
        self.queue: list[int] = []
        self.owed: Counter[str] = Counter()
        self._begin()

    def _begin(self) -> None:
        self.queue = list(self.order)
        for place in self.places:
            place.left = list(place.turns)
        self.owed = Counter(turn.lang for place in self.places for turn in place.turns)

    def next(self, last: Part | None, heard: Mapping[str, int]) -> tuple[int, Turn]:
        """The index in `queue` and the turn that would play now, after `last`."""
        index = 0
        if last is not None and self.places[self.queue[0]].slide == last.slide:
            index = next((i for i, at in enumerate(self.queue) if self.places[at].slide != last.slide), 0)
        left = self.places[self.queue[index]].left
        if len(left) == 1:
            return index, left[0]
        spoken = last.lang if last else None

        def rank(turn: Turn) -> tuple[bool, int, int]:
            return turn.lang == spoken, -self.owed[turn.lang], heard.get(turn.lang, -1)

        return index, min(left, key=rank)

    def play(self, index: int, turn: Turn) -> str:
        """Takes that turn; returns the slide."""
        place = self.places[self.queue.pop(index)]
        place.left.remove(turn)
        self.owed[turn.lang] -= 1
        self.played += _seconds(turn)
        if not self.queue:
            self._begin()
        return place.slide

    @property
    def fresh(self) -> bool:
        return len(self.queue) == len(self.order)


def _loop(counts: list[int]) -> list[int]:
    """Places by index, each `counts[i]` times, spread evenly over as many rounds as the most frequent has turns."""
    rounds, n = max(counts), len(counts)
    placed = [((turn * n + i) * rounds // (count * n), i) for i, count in enumerate(counts) for turn in range(count)]
    return [i for _, i in sorted(placed)]


def _seconds(turn: Turn) -> int:
    return max(turn.seconds, 1)  # a plan from elsewhere must not stop time


class Rotation:
    """The endless sequence of turns of an active set, worked out as far as it was asked for.

    Once all campaigns stand where they stood before, the sequence repeats and is worked out no further.
    """

    def __init__(self, active: Active, turns: Mapping[str, tuple[Turn, ...]]) -> None:
        self._active = active
        self._turns = turns
        self._shares = sum(share for _, share, _ in active)
        self._parts: list[Part] = []
        self._starts: list[int] = []
        self._length = 0
        self._heard: dict[str, int] = {}
        self._seen: dict[tuple[object, ...], int] = {}
        self._period = 0

    @cached_property
    def _lanes(self) -> list[_Lane]:
        """Built when first asked: of a day's many rotations a display that starts needs one."""
        return [
            _Lane(campaign, share, [_Place(slide, self._turns[slide]) for slide in slides])
            for campaign, share, slides in sorted(self._active, key=lambda each: each[0])
        ]

    def at(self, second: int) -> tuple[int, int, Part]:
        """The turn that plays `second` seconds after the start of the rotation: its start, end (s) and part."""
        while second >= self._length and not self._period:
            self._extend()
        laps = second - self._first_lap(second)
        index = bisect_right(self._starts, second - laps) - 1
        end = self._starts[index + 1] if index + 1 < len(self._starts) else self._length
        return self._starts[index] + laps, end + laps, self._parts[index]

    def _first_lap(self, second: int) -> int:
        """The second of what is worked out at which the same plays."""
        if second < self._length:
            return second
        return second - ((second - self._length) // self._period + 1) * self._period

    def walk(self, second: int) -> Iterator[tuple[int, int, Part]]:
        """As `at` for `second` and then for every turn that follows, without end."""
        begin, end, part = self.at(second)
        index = bisect_right(self._starts, self._first_lap(begin)) - 1
        while True:
            yield begin, end, part
            index += 1
            if index + 1 >= len(self._starts):  # the end of what is worked out: `at` knows how it goes on
                begin, end, part = self.at(end)
                index = bisect_right(self._starts, self._first_lap(begin)) - 1
            else:
                begin, end, part = end, end + self._starts[index + 1] - self._starts[index], self._parts[index]

    def _extend(self) -> None:
        last = self._parts[-1] if self._parts else None
        if self._repeats(last):
            return
        lane, index, turn = self._next(last)
        self._heard[turn.lang] = len(self._parts)
        self._starts.append(self._length)
        self._parts.append(Part(lane.play(index, turn), turn.lang, lane.campaign))
        self._length += _seconds(turn)

    def _next(self, last: Part | None) -> tuple[_Lane, int, Turn]:
        """Of the campaigns not ahead of their share the one whose turn would end first in virtual time, or the first by
        name. What cannot be sooner than the best so far is not worked out: most campaigns of a large mix."""
        best: tuple[_Lane, int, Turn] | None = None
        soonest, per = 0, 1  # the virtual time soonest / per, as whole numbers: exact
        for lane in self._lanes:
            played, share = lane.played, lane.share
            if played * self._shares > share * self._length:
                continue
            if best is not None and (played + lane.shortest) * per >= soonest * share:
                continue
            index, turn = lane.next(last, self._heard)
            finish = played + _seconds(turn)
            if best is None or finish * per < soonest * share:
                best, soonest, per = (lane, index, turn), finish, share
        assert best is not None, "the campaigns cannot all be ahead of their shares"
        return best

    def _repeats(self, last: Part | None) -> bool:
        """Whether what comes next was worked out before: every campaign at its start, and on its exact share."""
        if not all(lane.fresh and lane.played * self._shares == lane.share * self._length for lane in self._lanes):
            return False
        state = (last and last.slide, *sorted(self._heard, key=self._heard.__getitem__))
        self._period = self._length - self._seen.setdefault(state, self._length)
        return self._period > 0
