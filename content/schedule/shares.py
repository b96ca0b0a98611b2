"""Civic minimums of airtime: how campaigns' shares are weighed so that each kind of slide gets at least its part.

Pure arithmetic on an active set. Where every minimum is met anyway, nothing is changed. Where one is not, slides of
that kind weigh more and all others less, each in proportion to what it had. Leaves out the order of turns (`rotation`),
and saying what cannot be met because no slide of that kind is open (`checks`).

A slide that several campaigns play is held back where it would follow itself, so what a campaign gives its kinds is not
certain: then kinds are weighed each for itself, also where that changes nothing.
"""

from collections.abc import Mapping
from fractions import Fraction

from content.schedule import loops
from content.schedule.plan import Item
from content.schedule.rotation import ActiveSet

PARTS = 1000
"""Weights are whole numbers of this fineness: a share of 1 becomes 1000."""


def weighted(active: ActiveSet, items: Mapping[str, Item], minimums: Mapping[str, float]) -> ActiveSet:
    """The active set with campaigns split by kind where a minimum asks for it.

    `minimums` is kind to part of the airtime (0 to 1). A kind without an open slide has none; its part is the others'.
    """
    if not minimums or not active:
        return active
    lanes = _by_kind(active, items)
    total = sum((weight for _, weight, _, _ in lanes), Fraction(0))
    had: dict[str, Fraction] = {}
    for _, weight, _, kind in lanes:
        had[kind] = had.get(kind, Fraction(0)) + weight / total
    wanted = _filled(had, minimums)
    if wanted == had and not (_shared(active) and minimums.keys() & had.keys()):
        return active
    return tuple(
        (campaign, max(1, round(weight * wanted[kind] / had[kind] * PARTS)), slides)
        for campaign, weight, slides, kind in lanes
    )


def _shared(active: ActiveSet) -> bool:
    """Whether a slide is in more than one of the campaigns."""
    return len({slide for _, _, slides in active for slide in slides}) < sum(len(slides) for _, _, slides in active)


def _by_kind(active: ActiveSet, items: Mapping[str, Item]) -> list[tuple[str, Fraction, tuple[str, ...], str]]:
    """Each campaign's slides of one kind, with the part of its share they have now."""
    found = []
    for campaign, share, slides in active:
        kinds = [items[slide].kind for slide in slides]
        seconds = loops.seconds([items[slide].turns for slide in slides])
        for kind in dict.fromkeys(kinds):
            these = tuple(slide for slide, its in zip(slides, kinds, strict=True) if its == kind)
            part = sum((each for each, its in zip(seconds, kinds, strict=True) if its == kind), Fraction(0))
            found.append((campaign, share * part / sum(seconds), these, kind))
    return found


def _filled(had: Mapping[str, Fraction], minimums: Mapping[str, float]) -> dict[str, Fraction]:
    """Kind to its part: those below their minimum are raised to it, the others shrink alike, none below its own."""
    least = {kind: Fraction(str(part)) for kind, part in minimums.items() if kind in had}
    raised: set[str] = set()
    while True:
        left = 1 - sum((least[kind] for kind in raised), Fraction(0))
        rest = sum((part for kind, part in had.items() if kind not in raised), Fraction(0))
        parts = {kind: least[kind] if kind in raised else part * left / rest for kind, part in had.items()}
        below = {kind for kind in least if kind not in raised and parts[kind] < least[kind]}
        if not below:
            return parts
        raised |= below
