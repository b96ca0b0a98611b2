"""The rule about ends in the middle of a daypart that nobody can have meant.

It names a campaign that runs out of slides while its daypart goes on, a campaign whose `to` cuts its own daypart, and a
slide that expires at the midnight which its overnight daypart crosses.

It leaves out ends that are meant: the deadline of a call; one of several slides that leaves at an hour somebody wrote
down; an end that leaves a minute of the daypart or less (people write 23:59 for the end of a day); and an end before
the display was on in that daypart. Hours in which nothing at all shows are `dark`'s.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from content.checks.coming.coming import Coming, campaign_at
from content.checks.subject import Fault, listed
from content.pack.model import Pack
from content.phrases import said
from content.schedule.forecast import Forecast
from content.schedule.plan import Entry

SLACK = 60.0
"""Seconds of its daypart that an end may leave over."""
_SECOND = timedelta(seconds=1)


def ends_within(coming: Coming) -> Iterator[Fault]:
    """Campaigns, each once, of which something ends in a daypart in which they would go on to play."""
    pack, told = coming.subject.pack, set[str]()
    for names, forecast in coming.different:
        entries = {entry.campaign: entry for entry in forecast.plan.entries if entry.dayparts}
        ends = {item.ends for item in forecast.plan.items.values()} | {entry.ends for entry in entries.values()}
        endings = sorted(
            _Ending(before.until, name, before.slides, after is not None and after.since == before.until)
            for name in entries
            for before, after in pairwise([*forecast.ready.get(name, ()), None])
            if before and before.until in ends and before.until < forecast.end
        )
        for ending in endings:
            entry = entries[ending.campaign]
            if ending.campaign in told or not (what := _what_ends(pack, forecast, entry, ending)):
                continue
            if window := _within(forecast, entry, ending.at):
                told.add(ending.campaign)
                message, fix = what
                at = message.format(coming.local(ending.at, names[0]))
                yield Fault(
                    campaign_at(ending.campaign),
                    said("{at}, in the middle of its daypart {window}", at=at, window=window),
                    fix,
                )


class _Ending(NamedTuple):
    """Where a campaign ceases to be ready, or to have the same slides open: `slides` are those it had before."""

    at: datetime
    campaign: str
    slides: tuple[str, ...]
    goes_on: bool


def _what_ends(pack: Pack, forecast: Forecast, entry: Entry, ending: _Ending) -> tuple[str, str] | None:
    """What ends there, if anybody is to be told, and how to mend it."""
    campaign, at = pack.campaigns[entry.campaign], ending.at
    if entry.ends == at and campaign.last and not campaign.last.bare:
        return "ends on {}", "end it with the daypart, or say only the day"
    items = forecast.plan.items
    ended = [slide for slide in ending.slides if items[slide].ends == at]
    own = [slide for slide in ended if not pack.shown(slide).deadline()]
    if own and not ending.goes_on:
        return "has nothing more to show from {} on", "end it with the daypart, or add a slide that stays"
    bare = [slide for slide in own if (expires := pack.shown(slide).expires) and expires.bare]
    if bare:
        return f"loses {listed(bare)} on {{}}", "say the time at which the night ends in `expires`"
    return None


def _within(forecast: Forecast, entry: Entry, at: datetime) -> str | None:
    """The daypart in the middle of which that instant is, of which the campaign would play for more than a minute.

    Of one that ends while the display is off some has to be played already.
    """
    before = forecast.between(at - _SECOND, at)[-1]
    today = at.astimezone(forecast.schedule.zone).date()
    for day in (today - timedelta(days=1), today):
        for window, first, last in forecast.schedule.windows(entry.dayparts, day, entry.recurs):
            if first < at < last:
                begun = before.on or _free(forecast, entry, first, at)
                if begun and _free(forecast, entry, at, last) > SLACK:
                    return "–".join(f"{at // 60 % 24:02}:{at % 60:02}" for at in (window.start, window.end))
    return None


def _free(forecast: Forecast, entry: Entry, first: datetime, last: datetime) -> float:
    """Seconds of [first, last) in which the display is on and no campaign of higher priority plays."""
    return sum(
        forecast.lit(max(interval.since, first), min(interval.until, last))
        for interval in forecast.between(first, last)
        if interval.priority is None or interval.priority <= entry.priority
    )
