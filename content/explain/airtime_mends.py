"""What would give a topic that is short the time that the city asked for: a larger share for one of its campaigns.

Decides which share is proposed: the smallest with which the topic is short on no display of the campaign, and no other
topic becomes short anywhere. Each is tried by the forecast that plays, so a mend does what it says. Leaves out what
makes a topic short (`airtime`), and who keeps the share.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from content.explain.airtime import TopicTime, campaign_part, topics
from content.schedule.forecast import Forecast
from content.schedule.plan import Plan

LARGEST = 1000
"""Of the shares that can be written (`pack.model.Campaign`)."""
_TRIED = 3
"""Campaigns of one topic."""

Plans = Mapping[str, Plan]
"""Display → its plan."""
Forecasting = Callable[[Plans], Mapping[str, Forecast]]


class ShareMend(NamedTuple):
    """The campaign with another share. `was` and `part` are what it gets of the time where it plays (0 to 1).

    `topics` are those of the displays of the campaign as they are, `after` as they would be, by kind.
    """

    kind: str
    campaign: str
    share: int
    was: float
    part: float
    displays: tuple[str, ...]
    topics: Mapping[str, float]
    after: Mapping[str, float]


def mends(told: Sequence[TopicTime], plans: Plans, forecasting: Forecasting) -> list[ShareMend]:
    """One mend for each of these topics that is short, where there is one. `plans` are of all displays concerned."""
    return [mend for topic in told if topic.short and (mend := _mend(topic, plans, forecasting))]


def _mend(topic: TopicTime, plans: Plans, forecasting: Forecasting) -> ShareMend | None:
    for campaign in list(_campaigns(topic, plans))[:_TRIED]:
        own = {display: plan for display, plan in plans.items() if _share(plan, campaign)}
        if mend := _smallest(topic.kind, campaign, own, forecasting):
            return mend
    return None


def _campaigns(topic: TopicTime, plans: Plans) -> Iterator[str]:
    """Those that show the topic where it is short; those that show nothing else first."""
    known: dict[str, float] = {}
    for plan in (plans[display] for display in topic.short if display in plans):
        for entry in plan.entries:
            own = sum(plan.items[slide].kind == topic.kind for slide in entry.slides)
            if own:
                known[entry.campaign] = own / len(entry.slides)
    return iter(sorted(known, key=lambda campaign: -known[campaign]))


def _smallest(kind: str, campaign: str, plans: Plans, forecasting: Forecasting) -> ShareMend | None:
    """The smallest share with which the kind is short on none of these displays, and nothing else becomes short."""
    now = forecasting(plans)
    before = topics(now)
    has = max(_share(plan, campaign) for plan in plans.values())

    def told(share: int) -> list[TopicTime]:
        return topics(forecasting(_with(plans, campaign, share)))

    def lacks(share: int) -> bool:
        return any(each.short for each in told(share) if each.kind == kind)

    too_small, enough = has, min(LARGEST, 20 * max(_rival(plan, campaign) for plan in plans.values()))
    if enough <= has or lacks(enough):
        return None
    while enough - too_small > 1:
        middle = (too_small + enough) // 2
        too_small, enough = (middle, enough) if lacks(middle) else (too_small, middle)
    after = told(enough)
    if not _short(after) <= _short(before):
        return None
    first = next(display for each in before if each.kind == kind for display in each.short)
    then = forecasting({first: _with(plans, campaign, enough)[first]})[first]
    was, gets = campaign_part(now[first], campaign), campaign_part(then, campaign)
    if was is None or gets is None:
        return None
    parts = ({each.kind: each.part for each in both} for both in (before, after))
    return ShareMend(kind, campaign, enough, was, gets, tuple(plans), *parts)


def _short(told: Sequence[TopicTime]) -> set[tuple[str, str]]:
    return {(each.kind, display) for each in told for display in each.short}


def _share(plan: Plan, campaign: str) -> int:
    """Its share in the plan; 0 where it does not play."""
    return next((entry.share for entry in plan.entries if entry.campaign == campaign), 0)


def _rival(plan: Plan, campaign: str) -> int:
    """The shares of the others that play with it."""
    own = next(entry for entry in plan.entries if entry.campaign == campaign)
    return sum(each.share for each in plan.entries if each.priority == own.priority and each is not own)


def _with(plans: Plans, campaign: str, share: int) -> dict[str, Plan]:
    return {
        display: replace(
            plan,
            entries=tuple(replace(each, share=share) if each.campaign == campaign else each for each in plan.entries),
        )
        for display, plan in plans.items()
    }
