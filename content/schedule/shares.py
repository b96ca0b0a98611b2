"""The weights of campaigns in an active set: their shares, changed where a kind of slide would miss its civic minimum.

Where every minimum is met anyway, nothing is changed. Where one is missed, slides of that kind weigh more and all
others less, each in proportion to what it had. Leaves out the order of turns (`fair_queue`), and saying that a minimum
cannot be met because no slide of that kind is open (`checks`).

A slide that several campaigns play is held back where it would follow itself. How much of its airtime such a campaign
gives to each kind is then not certain. So the campaigns are split by kind in that case even if no weight changes.
"""

from collections.abc import Mapping
from fractions import Fraction

from content.schedule import loops
from content.schedule.plan import Item
from content.schedule.rotation import ActiveSet

PARTS = 1000
"""Weights are whole numbers. Where campaigns are split, a share of 1 becomes a weight of 1000."""


def weighted(active: ActiveSet, items: Mapping[str, Item], minimums: Mapping[str, float]) -> ActiveSet:
    """The active set with weights for shares. Where a minimum asks for it, each campaign is split by kind of slide.

    `minimums` maps a kind to its least part of the airtime (0 to 1). A kind without an open slide gets nothing, and the
    others share its part.
    """
    if not minimums or not active:
        return active
    campaigns = _by_kind(active, items)
    total = sum((weight for _, weight, _, _ in campaigns), Fraction(0))
    before: dict[str, Fraction] = {}
    for _, weight, _, kind in campaigns:
        before[kind] = before.get(kind, Fraction(0)) + weight / total
    after = _raised(before, minimums)
    if after == before and not (_shared(active) and minimums.keys() & before.keys()):
        return active
    return tuple(
        (campaign, max(1, round(weight * after[kind] / before[kind] * PARTS)), slides)
        for campaign, weight, slides, kind in campaigns
    )


def _shared(active: ActiveSet) -> bool:
    """Whether a slide is in more than one of the campaigns."""
    return len({slide for _, _, slides in active for slide in slides}) < sum(len(slides) for _, _, slides in active)


def _by_kind(active: ActiveSet, items: Mapping[str, Item]) -> list[tuple[str, Fraction, tuple[str, ...], str]]:
    """The campaigns split by kind: name, the part of the share that slides of a kind have, these slides, the kind."""
    split = []
    for campaign, share, slides in active:
        kinds = [items[slide].kind for slide in slides]
        seconds = loops.seconds([items[slide].turns for slide in slides])
        for kind in dict.fromkeys(kinds):
            these = tuple(slide for slide, its in zip(slides, kinds, strict=True) if its == kind)
            part = sum((each for each, its in zip(seconds, kinds, strict=True) if its == kind), Fraction(0))
            split.append((campaign, share * part / sum(seconds), these, kind))
    return split


def _raised(before: Mapping[str, Fraction], minimums: Mapping[str, float]) -> dict[str, Fraction]:
    """Kind to its part of the airtime. Kinds below their minimum are raised to it, and the others shrink alike.

    A kind that would thereby shrink below its own minimum is raised to that as well.
    """
    least = {kind: Fraction(str(part)) for kind, part in minimums.items() if kind in before}
    raised: set[str] = set()
    while True:
        left = 1 - sum((least[kind] for kind in raised), Fraction(0))
        rest = sum((part for kind, part in before.items() if kind not in raised), Fraction(0))
        parts = {kind: least[kind] if kind in raised else part * left / rest for kind, part in before.items()}
        below = {kind for kind in least if kind not in raised and parts[kind] < least[kind]}
        if not below:
            return parts
        raised |= below
