"""The order in which campaigns, slides and languages take turns while the same campaigns play together.

Decides four things. *Airtime*: of the campaigns that are not ahead of their share (the rule of WF²Q, Bennett & Zhang
1996) the one goes first that would soonest be a whole slide behind it; so every campaign, at every moment, is within
one slide of its share. *Slides*: a campaign plays its slides in the order of the playlist, each once per language
before any starts again, repeats spread evenly. *No slide twice in a row*: a campaign lets another of its slides go
before the one on the glass, and before one that the next campaign can but repeat, if need be out of the next loop; a
campaign that has no other slide gives way to another campaign, as far as airtime allows. *Languages*: of those a slide
still has to play, not the one just seen; then the one its campaign has most turns left of, so that none is left to the
end; then the one not seen for longest. Leaves out what plays at which second (`rotation`).

Campaigns are compared in virtual time: the airtime of one over its share, which is alike for all that are neither ahead
nor behind. To be exact it is a whole number, airtime times a multiple of all shares over the campaign's own (`pace`).
Its last digit, to the base of how many there are, is the campaign's place by name: no two times are equal, and a time
says whose it is.
"""

from bisect import insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain
from math import lcm

from content.schedule.loops import Loop, Part


class _Lane:
    """A campaign in the mix. `played` is its airtime so far (s).

    `time` is its virtual time: until then it is ahead of its share. `slack` later it is a whole slide behind. `queue`
    is what is left of the loop, by place; what was let go first stays in it, and the loop's order follows. `left` are,
    by place, the turns still to come before any comes again; `owed` is their number by language.
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
        self.left = list(map(list, loop.parts))
        self.owed = dict(loop.owed)

    def other(self, *avoided: str) -> int | None:
        """How many turns it lets pass for the first of a slide that is not to be avoided; None where it has no such."""
        for passed, at in enumerate(chain(self.queue, self.loop.order)):
            if self.slides[at] not in avoided:
                return passed
        return None

    def part(self, passed: int, lang: str, heard: Mapping[str, int]) -> Part:
        """What it would play after that language if it let so many turns pass. `heard` is when each language was last
        on the glass (s)."""
        at = self.queue[passed] if passed < len(self.queue) else self.loop.order[passed - len(self.queue)]
        return self._spoken(self.left[at], lang, heard)

    def play(self, passed: int, lang: str, heard: Mapping[str, int]) -> Part:
        """Plays that."""
        queue, order, owed = self.queue, self.loop.order, self.owed
        if passed >= len(queue):
            queue += order
        at = queue.pop(passed)
        left = self.left[at]
        part = self._spoken(left, lang, heard)
        left.remove(part)
        owed[part.lang] -= 1
        if not left:
            left += self.loop.parts[at]
            for again in left:
                owed[again.lang] += 1
        self.played += part.seconds
        self.time += part.seconds * self.pace
        if not queue:
            queue += order
        elif len(queue) > 2 * len(order):
            del queue[0]  # other campaigns show that slide so often that this one never gets to it
        return part

    def _spoken(self, left: list[Part], lang: str, heard: Mapping[str, int]) -> Part:
        best = left[0]
        if len(left) > 1:
            owed, first = self.owed, (0, 0)
            for part in left:
                if (its := part.lang) != lang and (rank := (owed[its], -heard[its])) > first:
                    best, first = part, rank
        return best

    @property
    def state(self) -> tuple[object, ...]:
        """Lanes of equal state that have played equally go on equally."""
        return tuple(self.queue), *(tuple(part.lang for part in left) for left in self.left)


class Mix:
    """Campaigns that play together, by name, each with its share."""

    def __init__(self, campaigns: Sequence[tuple[int, Loop]]) -> None:
        self._slide = max(loop.longest for _, loop in campaigns)
        """The longest turn of all (s): the slide within which every campaign is of its share."""
        self._shares = sum(share for share, _ in campaigns)
        self._whole = lcm(*(share for share, _ in campaigns))
        self._lanes = [
            _Lane(number, loop, share, self._whole // share * len(campaigns), self._slide)
            for number, (share, loop) in enumerate(campaigns)
        ]
        self._alone = defaultdict[str, list[_Lane]](list)
        """The campaigns that have but one slide, by that slide."""
        for lane in self._lanes:
            if len(lane.slides) == 1:
                self._alone[lane.slides[0]].append(lane)
        self._heard = dict.fromkeys(chain.from_iterable(loop.owed for _, loop in campaigns), -1)
        self._ahead, self._behind = self._times(), list[int]()
        """The virtual times of some campaigns and the deadlines of the others, in order."""
        self._known: dict[tuple[object, ...], int] = {}
        self.parts: list[Part] = []
        """As far as they are worked out."""
        self.starts = [0]
        """Of each part, and of the one that comes next (s)."""
        self.lap = 0
        """How many of the last parts come again and again; 0 as long as none do."""

    def work_out(self, until: int) -> None:
        """Turn after turn up to that second, or until all campaigns stand where they stood before."""
        lanes, heard, alone, base = self._lanes, self._heard, self._alone, len(self._lanes)
        ahead, behind, starts, length = self._ahead, self._behind, self.starts, self.starts[-1]
        slide, lang = self._shown
        while length < until and not self.lap:
            now = self._now()
            while ahead and ahead[0] < now:
                time = ahead.pop(0)
                insort(behind, time + lanes[time % base].slack)
            lane = due = lanes[behind[0] % base]
            passed = 0
            if (coming := due.slides[due.queue[0]]) == slide or coming in alone:
                lane, passed = self._apart(due)
            part = lane.play(passed, lang, heard)
            slide, lang, _, seconds = part
            heard[lang] = length
            length += seconds
            self.parts.append(part)
            starts.append(length)
            if lane is due:
                del behind[0]
                insort(ahead, lane.time)
            else:  # every campaign finds its place anew
                ahead[:], behind[:] = self._times(), ()
            if lane.number == 0 and not len(lane.queue) % len(lane.loop.order):  # once a loop of the first
                self.lap = len(self.parts) - self._known.setdefault(self._state(), len(self.parts))

    @property
    def _shown(self) -> tuple[str, str]:
        """The slide that is on the glass and its language."""
        return (self.parts[-1].slide, self.parts[-1].lang) if self.parts else ("", "")

    def _times(self) -> list[int]:
        return sorted(lane.time for lane in self._lanes)

    def _now(self, seconds: int = 0) -> int:
        """The virtual time in so many seconds: a campaign whose own is less is then not ahead of its share."""
        return ((self.starts[-1] + seconds) * self._whole // self._shares + 1) * len(self._lanes)

    def _apart(self, due: _Lane) -> tuple[_Lane, int]:
        """The campaign whose turn it is, and how many turns it lets pass, so that no slide is twice in a row: the one
        that is due, or another where that could but repeat what is shown."""
        shown, lang = self._shown
        passed = due.other(shown)
        if passed is None:
            return self._instead(shown, lang) or (due, 0)
        slide, _, _, seconds = due.part(passed, lang, self._heard)
        if slide in self._alone and self._forced(slide, due, seconds):
            passed = due.other(shown, slide) or passed
        return due, passed

    def _instead(self, shown: str, lang: str) -> tuple[_Lane, int] | None:
        """The campaign with the first deadline that has another slide than is shown, and whose turn now leaves all
        others their airtime."""
        for lane in sorted(self._lanes, key=lambda lane: lane.time + lane.slack):
            passed = lane.other(shown)
            if passed is not None and self._bearable(lane, lane.part(passed, lang, self._heard).seconds):
                return lane, passed
        return None

    def _forced(self, slide: str, chosen: _Lane, seconds: int) -> bool:
        """Whether a campaign that has only that slide is due once `chosen` has played for so many seconds."""
        now, alone = self._now(seconds), self._alone[slide]

        def time(lane: _Lane) -> int:
            return lane.time + seconds * lane.pace if lane is chosen else lane.time

        if not any(time(lane) < now for lane in alone):
            return False
        deadline = min(time(lane) + lane.slack for lane in self._lanes if time(lane) < now)
        return self._lanes[deadline % len(self._lanes)] in alone

    def _bearable(self, chosen: _Lane, seconds: int) -> bool:
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
        played = {lane: lane.played + (seconds if lane is chosen else 0) for lane in self._lanes}
        share, shortest, spare = 0, slide, 0
        for lane in sorted(played, key=lambda lane: (played[lane] + slide) * lane.pace):
            until = played[lane] + slide
            share += lane.share
            shortest = min(shortest, lane.loop.longest)
            spare += until - lane.loop.longest
            if (now - spare - shortest) * lane.share > until * (self._shares - share):
                return False
        return True

    def _state(self) -> tuple[object, ...]:
        """What decides all that follows: the slide that is on, which languages were heard, the last last, how far all
        are from their shares, and the slides and languages to come."""
        behind = (lane.share * self.starts[-1] - lane.played * self._shares for lane in self._lanes)
        heard = sorted((lang for lang, at in self._heard.items() if at >= 0), key=self._heard.__getitem__)
        return self.parts[-1].slide, *heard, *behind, *(lane.state for lane in self._lanes)
