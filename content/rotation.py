"""The order in which campaigns, slides and languages take turns while the active set stays the same.

Decides four things. *Airtime*: of the campaigns that are not ahead of their share (the rule of WF²Q, Bennett & Zhang
1996) the one goes first that would soonest be a whole slide behind it; so every campaign, at every moment, is within
one slide of its share. *Slides*: a campaign plays its slides in the order of the playlist, each once per language
before any starts again, repeats spread evenly. *No slide twice in a row*: a campaign lets another of its slides go
before the one on the glass, and before one that the next campaign can but repeat, if need be out of the next loop; a
campaign that has no other slide gives way to another campaign, as far as airtime allows. *Languages*: of those a slide
still has to play, not the one just seen; then the one its campaign has most turns left of, so that none is left to the
end; then the one not seen for longest. Leaves out when a rotation starts and ends (`schedule`).
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from content.loops import loop
from content.plan import Turn

Active = tuple[tuple[str, int, tuple[str, ...]], ...]
"""Campaign, share and slides of all that play together."""


class Part(NamedTuple):
    """One turn of a rotation."""

    slide: str
    lang: str
    campaign: str


class _Place:
    """A place in a campaign's playlist: its slide, and the turns it still has to play before any comes again."""

    def __init__(self, slide: str, turns: tuple[Turn, ...]) -> None:
        self.slide = slide
        self.turns = turns
        self.left = list(turns)


class _Next(NamedTuple):
    """What a campaign would play, and how many that are still to come it lets pass for that."""

    passed: int
    slide: str
    turn: Turn


class _Lane:
    """A campaign in the mix. `played` is its airtime so far in so many `turns`, `longest` its longest turn (s).

    `queue` is what is left of the loop, by place. What was let go first stays in it, and `order` follows.
    """

    def __init__(self, campaign: str, share: int, places: list[_Place]) -> None:
        self.campaign = campaign
        self.share = share
        self.places = places
        self.longest = max(_seconds(turn) for place in places for turn in place.turns)
        self.order = loop(tuple(len(place.turns) for place in places))
        self.played = 0
        self.turns = 0
        self.queue = list(self.order)
        self.owed = Counter(turn.lang for place in places for turn in place.turns)

    @property
    def only(self) -> str | None:
        """Its slide, where it has but one."""
        return self.places[0].slide if len(self.places) == 1 else None

    def next(self, last: Part | None, heard: Mapping[str, int], avoided: Collection[str]) -> _Next | None:
        """What would play now, after `last`: the first slide that is not to be avoided. None where it has no other."""
        if self.places[self.queue[0]].slide not in avoided:
            return self._turn(0, self.queue[0], last, heard)
        for index, at in enumerate(chain(self.queue, self.order)):
            if self.places[at].slide not in avoided:
                return self._turn(index, at, last, heard)
        return None

    def again(self, last: Part | None, heard: Mapping[str, int]) -> _Next:
        """As `next`, whatever was just seen."""
        return self._turn(0, self.queue[0], last, heard)

    def _turn(self, index: int, at: int, last: Part | None, heard: Mapping[str, int]) -> _Next:
        place = self.places[at]
        if len(place.left) == 1:
            return _Next(index, place.slide, place.left[0])
        spoken = last.lang if last else None

        def rank(turn: Turn) -> tuple[bool, int, int]:
            return turn.lang == spoken, -self.owed[turn.lang], heard.get(turn.lang, -1)

        return _Next(index, place.slide, min(place.left, key=rank))

    def play(self, coming: _Next) -> None:
        if coming.passed >= len(self.queue):
            self.queue += self.order
        place = self.places[self.queue.pop(coming.passed)]
        place.left.remove(coming.turn)
        self.owed[coming.turn.lang] -= 1
        if not place.left:
            place.left = list(place.turns)
            self.owed.update(turn.lang for turn in place.turns)
        self.played += _seconds(coming.turn)
        self.turns += 1
        if not self.queue:
            self.queue = list(self.order)
        elif len(self.queue) > 2 * len(self.order):
            del self.queue[0]  # other campaigns show that slide so often that this one never gets to it

    @property
    def state(self) -> tuple[object, ...]:
        """Lanes of equal state that have played equally go on equally."""
        return tuple(self.queue), *(tuple(turn.lang for turn in place.left) for place in self.places)


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

    @cached_property
    def _only(self) -> frozenset[str | None]:
        """The slides of campaigns that have but one."""
        return frozenset(lane.only for lane in self._lanes)

    @cached_property
    def _slide(self) -> int:
        """The longest turn of all (s): the slide within which every campaign is of its share."""
        return max(lane.longest for lane in self._lanes)

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
        lane, coming = self._next(last)
        lane.play(coming)
        self._heard[coming.turn.lang] = len(self._parts)
        self._starts.append(self._length)
        self._parts.append(Part(coming.slide, coming.turn.lang, lane.campaign))
        self._length += _seconds(coming.turn)

    def _next(self, last: Part | None) -> tuple[_Lane, _Next]:
        """The campaign whose turn it is, and what it plays; another where it could only repeat what is on the glass."""
        due = self._due()
        seen = (last.slide,) if last else ()
        coming = due.next(last, self._heard, seen)
        if coming is None:
            return self._instead(last, seen) or (due, due.again(last, self._heard))
        if coming.slide in self._only and self._due(due, _seconds(coming.turn)).only == coming.slide:
            coming = due.next(last, self._heard, (*seen, coming.slide)) or coming
        return due, coming

    def _instead(self, last: Part | None, seen: Collection[str]) -> tuple[_Lane, _Next] | None:
        """The campaign with the first deadline that has another slide than was just seen, and whose turn now leaves
        all others their airtime."""
        for lane in sorted(self._lanes, key=self._deadline):
            coming = lane.next(last, self._heard, seen)
            if coming is not None and self._bearable(lane, _seconds(coming.turn)):
                return lane, coming
        return None

    def _due(self, chosen: _Lane | None = None, seconds: int = 0) -> _Lane:
        """Of the campaigns not ahead of their share the one with the first deadline, or the first by name: now, or
        once `chosen` has played for so many seconds."""
        best, best_played = None, 0
        slide, now = self._slide, self._length + seconds
        for lane in self._lanes:
            played = lane.played + seconds if lane is chosen else lane.played
            if played * self._shares > lane.share * now:
                continue
            if best is None or (played + slide) * best.share < (best_played + slide) * lane.share:
                best, best_played = lane, played
        assert best is not None, "the campaigns cannot all be ahead of their shares"
        return best

    def _deadline(self, lane: _Lane) -> float:
        """When the campaign would be a whole slide behind its share if it did not play on, in virtual time."""
        return (lane.played + self._slide) / lane.share

    def _bearable(self, chosen: _Lane, seconds: int) -> bool:
        """Whether, after that turn, all campaigns stay within one slide of their shares, whatever they play.

        From then on the first deadline goes first. A campaign k can miss its deadline X only in the time before one
        with a later deadline plays, for then all with deadlines up to X were ahead, and together cannot fall a slide
        behind. In that time only the set A of those with deadlines up to X plays. At X each of A is at least a slide
        less its own longest turn behind, k a whole slide; together they are behind as they are now, less what others
        than A would have had until X. The set of every deadline is looked at, with the k of A that asks for least.
        """
        slide, now = self._slide, self._length + seconds
        played = {id(lane): lane.played + (seconds if lane is chosen else 0) for lane in self._lanes}
        if (played[id(chosen)] - slide) * self._shares > chosen.share * now:
            return False
        share, shortest, spare = 0, slide, 0
        for lane in sorted(self._lanes, key=lambda lane: (played[id(lane)] + slide) / lane.share):
            until = played[id(lane)] + slide
            share += lane.share
            shortest = min(shortest, lane.longest)
            spare += until - lane.longest
            if (now - spare - shortest) * lane.share > until * (self._shares - share):
                return False
        return True

    def _repeats(self, last: Part | None) -> bool:
        """Whether what comes next was worked out before: all campaigns as far from their shares as then, and with the
        same slides and languages to come. Looked at once a loop of the first campaign."""
        first = self._lanes[0]
        if last is None or last.campaign != first.campaign or first.turns % len(first.order):
            return False
        behind = (lane.share * self._length - lane.played * self._shares for lane in self._lanes)
        heard = sorted(self._heard, key=self._heard.__getitem__)
        state = (last.slide, *heard, *behind, *(lane.state for lane in self._lanes))
        self._period = self._length - self._seen.setdefault(state, self._length)
        return self._period > 0
