"""The rules of turns, checked on what a display showed while nothing changed, as `docs/scheduling.md` reads.

A judge and no second player: it does not know what comes next, only what may not be. Seconds count from the start of
the rotation.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

ActiveSet = tuple[tuple[str, int, tuple[str, ...]], ...]
"""Campaign, share and slides of all that play together, by name."""


class CampaignSet(NamedTuple):
    """What plays together; slide to language to seconds, slide to its kind, and kind to its least part of airtime."""

    active: ActiveSet
    seconds: dict[str, dict[str, int]]
    kinds: dict[str, str]
    minimums: dict[str, float]

    @property
    def asked(self) -> dict[str, float]:
        """The minimums that may change anything: those of kinds that play beside other kinds."""
        playing = {self.kinds[slide] for _, _, slides in self.active for slide in slides}
        return {kind: part for kind, part in self.minimums.items() if kind in playing and len(playing) > 1}

    @property
    def common(self) -> set[str]:
        """The slides that several campaigns have."""
        listed = Counter(slide for _, _, slides in self.active for slide in slides)
        return {slide for slide, times in listed.items() if times > 1}

    @property
    def longest(self) -> int:
        return max(max(self.seconds[slide].values()) for _, _, slides in self.active for slide in slides)


class Seen(NamedTuple):
    begin: int
    end: int
    slide: str
    lang: str
    campaign: str


def judge(seen: Sequence[Seen], campaigns: CampaignSet) -> None:
    """Raises AssertionError for what breaks a rule. The last turn may be cut."""
    of_campaigns(seen, campaigns)
    without_gaps(seen)
    as_long_as_read(seen[:-1], campaigns)
    in_all_languages(seen)
    never_twice(seen, campaigns)
    if campaigns.asked:
        as_asked(seen[:-1], campaigns)
    else:
        as_shared(seen[:-1], campaigns)
        in_rounds(seen, campaigns)


def of_campaigns(seen: Sequence[Seen], campaigns: CampaignSet) -> None:
    playing = {campaign: slides for campaign, _, slides in campaigns.active}
    for turn in seen:
        assert turn.slide in playing[turn.campaign], turn


def without_gaps(seen: Sequence[Seen]) -> None:
    assert seen[0].begin == 0
    for one, other in pairwise(seen):
        assert one.begin < one.end == other.begin, (one, other)


def as_long_as_read(seen: Sequence[Seen], campaigns: CampaignSet) -> None:
    """In a language the slide is shown in, for the seconds it takes to read."""
    for turn in seen:
        assert campaigns.seconds[turn.slide][turn.lang] == turn.end - turn.begin, turn


def in_all_languages(seen: Sequence[Seen]) -> None:
    """A campaign shows a slide in each of its languages before again in the same."""
    times = Counter[tuple[str, str, str]]()
    for turn in seen:
        times[turn.campaign, turn.slide, turn.lang] += 1
        shown = [
            count for (campaign, slide, _), count in times.items() if (campaign, slide) == (turn.campaign, turn.slide)
        ]
        assert max(shown) - min(shown) <= 1, turn


def never_twice(seen: Sequence[Seen], campaigns: CampaignSet) -> None:
    """No slide after itself, but of a campaign that has no other: no other of that kind, where minimums part them.

    Where turns are of one length, not even of that one, if it has no more than half of the time.
    """
    slides = {campaign: slides for campaign, _, slides in campaigns.active}
    shares = {campaign: share for campaign, share, _ in campaigns.active}
    lengths = {seconds for languages in campaigns.seconds.values() for seconds in languages.values()}
    even = len(lengths) == 1 and not campaigns.asked and not campaigns.common
    for one, other in pairwise(seen):
        if one.slide == other.slide:
            kind = campaigns.kinds[other.slide]
            same = [each for each in slides[other.campaign] if not campaigns.asked or campaigns.kinds[each] == kind]
            assert same == [other.slide], (one, other)
            assert not even or shares[other.campaign] * 2 > sum(shares.values()), (one, other)


def as_shared(seen: Sequence[Seen], campaigns: CampaignSet) -> None:
    """After every turn each campaign is within one slide of its share of the time."""
    shares = {campaign: share for campaign, share, _ in campaigns.active}
    whole, airtime = sum(shares.values()), Counter[str]()
    for turn in seen:
        airtime[turn.campaign] += turn.end - turn.begin
        for campaign, share in shares.items():
            assert abs(airtime[campaign] * whole - turn.end * share) <= campaigns.longest * whole, (turn, campaign)


def as_asked(seen: Sequence[Seen], campaigns: CampaignSet) -> None:
    """After every turn each kind has the part that was asked for it, within a slide of each campaign that has any, and
    a round of its slides; two of such as other campaigns have too, which may wait so long. Shares are in thousandths.
    """
    slack = Counter[str]()
    for _, _, slides in campaigns.active:
        for slide in slides:
            slack[campaigns.kinds[slide]] += sum(campaigns.seconds[slide].values()) * (
                2 if slide in campaigns.common else 1
            )
        for kind in {campaigns.kinds[slide] for slide in slides}:
            slack[kind] += campaigns.longest
    airtime = Counter[str]()
    for turn in seen:
        airtime[campaigns.kinds[turn.slide]] += turn.end - turn.begin
        for kind, part in campaigns.asked.items():
            assert airtime[kind] >= part * turn.end - slack[kind] - turn.end / 1000, (turn, kind)


def in_rounds(seen: Sequence[Seen], campaigns: CampaignSet) -> None:
    """Each slide once in each of its languages before any comes again in the same.

    But where one has more languages than all others together these come again between them, and where campaigns have
    the same slide one of them lets others of its slides go first.
    """
    for campaign, _, slides in campaigns.active:
        languages = sorted(len(campaigns.seconds[slide]) for slide in slides)
        lopsided = len(slides) > 1 and languages[-1] > sum(languages[:-1])
        if lopsided or campaigns.common & set(slides):
            continue
        times = Counter({(slide, lang): 0 for slide in slides for lang in campaigns.seconds[slide]})
        for turn in seen:
            if turn.campaign == campaign:
                assert times[turn.slide, turn.lang] == min(times.values()), turn
                times[turn.slide, turn.lang] += 1
