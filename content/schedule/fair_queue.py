"""The order in which campaigns, slides and languages take turns while the same campaigns play together.

The rules are told at the top of the room (`content.schedule`). This file decides how they meet: the campaign that is
due plays, and lets a slide of its own pass that would come twice in a row, or that the next campaign could only repeat.
Where it has no other slide, another campaign plays, but only if afterwards every campaign can still stay within one
slide of its share. Leaves out which turn plays at which second (`rotation`).

Campaigns are compared in *virtual time*: the airtime a campaign has had, over its share. It is alike for all campaigns
that are neither ahead of their share nor behind it. To be exact it is a whole number: the seconds times `pace`, which
is a common multiple of all shares over the campaign's own, times the number of campaigns. Added to it is the campaign's
number. So no two virtual times are equal, and the remainder of one says whose it is.
"""

from bisect import insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain
from math import lcm

from content.schedule.loops import Loop, RotationTurn


class _Flow:
    """One campaign of the queue, and how far it has come. `played` is its airtime so far (s).

    `time` is its virtual time: until then it is ahead of its share. At its deadline, `slack` later, it is a whole slide
    behind. `queue` holds the places of the loop that are still to come; a place that was let pass stays in it. `left`
    holds for each place the turns that are to come before any of them comes again, and `owed` their number by language.
    """

    __slots__ = ("left", "loop", "number", "owed", "pace", "played", "queue", "share", "slack", "slides", "time")

    def __init__(self, number: int, loop: Loop, share: int, pace: int, slide: int) -> None:
        self.number = number
        self.loop = loop
        self.slides = loop.slides
        self.share = share
        self.pace = pace
        self.slack = slide * pace
        self.played = 0
        self.time = number
        self.queue = list(loop.order)
        self.left = list(map(list, loop.turns))
        self.owed = dict(loop.owed)

    def other(self, *avoided: str) -> int | None:
        """How many turns it must let pass to play a slide that is not to be avoided; None when it has no such slide."""
        for passed, at in enumerate(chain(self.queue, self.loop.order)):
            if self.slides[at] not in avoided:
                return passed
        return None

    def turn(self, passed: int, lang: str, heard: Mapping[str, int]) -> RotationTurn:
        """The turn it would play if it let so many pass, after a turn in that language.

        `heard` is when each language was last on the glass (s).
        """
        at = self.queue[passed] if passed < len(self.queue) else self.loop.order[passed - len(self.queue)]
        return self._spoken(self.left[at], lang, heard)

    def play(self, passed: int, lang: str, heard: Mapping[str, int]) -> RotationTurn:
        """As `turn`, and takes that turn."""
        queue, order, owed = self.queue, self.loop.order, self.owed
        if passed >= len(queue):
            queue += order
        at = queue.pop(passed)
        left = self.left[at]
        turn = self._spoken(left, lang, heard)
        left.remove(turn)
        owed[turn.lang] -= 1
        if not left:
            left += self.loop.turns[at]
            for again in left:
                owed[again.lang] += 1
        self.played += turn.seconds
        self.time += turn.seconds * self.pace
        if not queue:
            queue += order
        elif len(queue) > 2 * len(order):
            del queue[0]  # other campaigns show that slide so often that this one never gets to it
        return turn

    def _spoken(self, left: list[RotationTurn], lang: str, heard: Mapping[str, int]) -> RotationTurn:
        """Of a slide's turns, the one whose language is most needed after that language."""
        best = left[0]
        if len(left) > 1:
            owed, first = self.owed, (0, 0)
            for turn in left:
                if (its := turn.lang) != lang and (rank := (owed[its], -heard[its])) > first:
                    best, first = turn, rank
        return best

    @property
    def state(self) -> tuple[object, ...]:
        """What decides its turns to come, beside its airtime."""
        return tuple(self.queue), *(tuple(turn.lang for turn in left) for left in self.left)


class FairQueue:
    """The turns of campaigns that play together. `campaigns` are the share and the loop of each, in order of name."""

    def __init__(self, campaigns: Sequence[tuple[int, Loop]]) -> None:
        self._slide = max(loop.longest for _, loop in campaigns)
        """The longest turn of all (s). Every campaign stays within it of its share: it is "one slide"."""
        self._shares = sum(share for share, _ in campaigns)
        self._whole = lcm(*(share for share, _ in campaigns))
        self._flows = [
            _Flow(number, loop, share, self._whole // share * len(campaigns), self._slide)
            for number, (share, loop) in enumerate(campaigns)
        ]
        self._alone = defaultdict[str, list[_Flow]](list)
        """The campaigns that have but one slide, by that slide."""
        for flow in self._flows:
            if len(flow.slides) == 1:
                self._alone[flow.slides[0]].append(flow)
        self._heard = dict.fromkeys(chain.from_iterable(loop.owed for _, loop in campaigns), -1)
        self._ahead, self._behind = self._times(), list[int]()
        """In order: the virtual times of the campaigns that were ahead of their share, the deadlines of the others."""
        self._seen: dict[tuple[object, ...], int] = {}
        """How many turns were worked out when the queue was in that state."""
        self.turns: list[RotationTurn] = []
        """All turns that are worked out so far."""
        self.starts = [0]
        """When each turn starts, and when the next one will (s)."""
        self.lap = 0
        """How many of the last turns come again and again; 0 as long as that is not known."""

    def work_out(self, until: int) -> None:
        """Works out turns up to that second, or until all campaigns stand where they stood before."""
        flows, heard, alone, base = self._flows, self._heard, self._alone, len(self._flows)
        ahead, behind, starts, length = self._ahead, self._behind, self.starts, self.starts[-1]
        slide, lang = self._shown
        while length < until and not self.lap:
            now = self._now()
            while ahead and ahead[0] < now:
                time = ahead.pop(0)
                insort(behind, time + flows[time % base].slack)
            flow = due = flows[behind[0] % base]
            passed = 0
            if (coming := due.slides[due.queue[0]]) == slide or coming in alone:
                flow, passed = self._apart(due)
            turn = flow.play(passed, lang, heard)
            slide, lang, _, seconds = turn
            heard[lang] = length
            length += seconds
            self.turns.append(turn)
            starts.append(length)
            if flow is due:
                del behind[0]
                insort(ahead, flow.time)
            else:  # every campaign finds its place anew
                ahead[:], behind[:] = self._times(), ()
            if flow.number == 0 and not len(flow.queue) % len(flow.loop.order):  # once a loop of the first
                self.lap = len(self.turns) - self._seen.setdefault(self._state(), len(self.turns))

    @property
    def _shown(self) -> tuple[str, str]:
        """The slide that was last on the glass, and its language; empty before the first turn."""
        return (self.turns[-1].slide, self.turns[-1].lang) if self.turns else ("", "")

    def _times(self) -> list[int]:
        return sorted(flow.time for flow in self._flows)

    def _now(self, seconds: int = 0) -> int:
        """The virtual time in so many seconds. A campaign whose own time is less is then not ahead of its share."""
        return ((self.starts[-1] + seconds) * self._whole // self._shares + 1) * len(self._flows)

    def _apart(self, due: _Flow) -> tuple[_Flow, int]:
        """The campaign that plays and how many turns it lets pass, so that no slide comes twice in a row.

        It is the one that is due, or another where the one that is due could only repeat what is shown.
        """
        shown, lang = self._shown
        passed = due.other(shown)
        if passed is None:
            return self._instead(shown, lang) or (due, 0)
        slide, _, _, seconds = due.turn(passed, lang, self._heard)
        if slide in self._alone and self._forced(slide, due, seconds):
            passed = due.other(shown, slide) or passed
        return due, passed

    def _instead(self, shown: str, lang: str) -> tuple[_Flow, int] | None:
        """The campaign with the first deadline of those that have another slide and whose turn now is bearable.

        None when there is no such campaign.
        """
        for flow in sorted(self._flows, key=lambda flow: flow.time + flow.slack):
            passed = flow.other(shown)
            if passed is not None and self._bearable(flow, flow.turn(passed, lang, self._heard).seconds):
                return flow, passed
        return None

    def _forced(self, slide: str, chosen: _Flow, seconds: int) -> bool:
        """Whether a campaign that has only that slide is due once `chosen` has played for so many seconds."""
        now, alone = self._now(seconds), self._alone[slide]

        def time(flow: _Flow) -> int:
            return flow.time + seconds * flow.pace if flow is chosen else flow.time

        if not any(time(flow) < now for flow in alone):
            return False
        deadline = min(time(flow) + flow.slack for flow in self._flows if time(flow) < now)
        return self._flows[deadline % len(self._flows)] in alone

    def _bearable(self, chosen: _Flow, seconds: int) -> bool:
        """Whether, after that turn, all campaigns stay within one slide of their shares, whatever they play.

        From then on the first deadline goes first. A campaign k can miss its deadline X only in the time before one
        with a later deadline plays, for then all with deadlines up to X were ahead, and together cannot fall a slide
        behind. In that time only the set A of those with deadlines up to X plays. At X each of A is at least a slide
        less its own longest turn behind, k a whole slide; together they are behind as they are now, less what others
        than A would have had until X. The set of every deadline is looked at, with the k of A that asks for least.
        """
        slide, now = self._slide, self.starts[-1] + seconds
        if (chosen.played + seconds - slide) * self._shares > chosen.share * now:
            return False
        played = {flow: flow.played + (seconds if flow is chosen else 0) for flow in self._flows}
        share, shortest, spare = 0, slide, 0
        for flow in sorted(played, key=lambda flow: (played[flow] + slide) * flow.pace):
            until = played[flow] + slide
            share += flow.share
            shortest = min(shortest, flow.loop.longest)
            spare += until - flow.loop.longest
            if (now - spare - shortest) * flow.share > until * (self._shares - share):
                return False
        return True

    def _state(self) -> tuple[object, ...]:
        """What decides all turns to come.

        It is the slide that is shown, the languages in the order in which they were last heard, how far each campaign
        is from its share, and what each has still to play.
        """
        behind = (flow.share * self.starts[-1] - flow.played * self._shares for flow in self._flows)
        heard = sorted((lang for lang, at in self._heard.items() if at >= 0), key=self._heard.__getitem__)
        return self.turns[-1].slide, *heard, *behind, *(flow.state for flow in self._flows)
