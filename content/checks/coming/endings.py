"""The rule about ends in the middle of a daypart that nobody can have meant.

It names a campaign that runs out of slides while its daypart goes on, a campaign whose `to` cuts its own daypart, and a
slide that expires at the midnight which its overnight daypart crosses.

It leaves out ends that are meant: the deadline of a call; one of several slides that leaves at an hour somebody wrote
down; an end that leaves a minute of the daypart or less (people write 23:59 for the end of a day); and an end before
the display was on in that daypart. Hours in which nothing at all shows are `dark`'s.
"""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from content.checks.coming.coming import Coming, campaign_at
from content.checks.subject import Fault, listed
from content.pack.model import Pack
from content.schedule.forecast import Forecast, ForecastInterval
from content.schedule.plan import Entry

SLACK = 60.0
"""Seconds of its daypart that an end may leave over."""


def ends_within(coming: Coming) -> Iterator[Fault]:
    """Campaigns, each once, of which something ends in a daypart in which they would go on to play."""
    pack, told = coming.subject.pack, set[str]()
    for names, forecast in coming.different:
        entries = {entry.campaign: entry for entry in forecast.plan.entries if entry.dayparts}
        ends = {item.ends for item in forecast.plan.items.values()} | {entry.ends for entry in entries.values()}
        for before, after in pairwise(forecast.intervals):
            for name in before.ready.keys() & entries.keys() - told if after.since in ends else ():
                ending, window = _what_ends(pack, forecast, entries[name], before, after), None
                if ending and (window := _within(forecast, entries[name], before)):
                    told.add(name)
                    what, fix = ending
                    at = what.format(coming.local(after.since, names[0]))
                    yield Fault(campaign_at(name), f"{at}, in the middle of its daypart {window}", fix)


def _what_ends(
    pack: Pack, forecast: Forecast, entry: Entry, before: ForecastInterval, after: ForecastInterval
) -> tuple[str, str] | None:
    """What ends between two intervals, if anybody is to be told, and how to mend it."""
    campaign, at = pack.campaigns[entry.campaign], after.since
    if entry.ends == at and campaign.last and not campaign.last.bare:
        return "ends on {}", "end it with the daypart, or say only the day"
    items = forecast.plan.items
    ended = [slide for slide in before.ready[entry.campaign] if items[slide].ends == at]
    own = [slide for slide in ended if not pack.shown(slide).deadline()]
    if own and entry.campaign not in after.ready:
        return "has nothing more to show from {} on", "end it with the daypart, or add a slide that stays"
    bare = [slide for slide in own if (expires := pack.shown(slide).expires) and expires.bare]
    if bare:
        return f"loses {listed(bare)} on {{}}", "say the time at which the night ends in `expires`"
    return None


def _within(forecast: Forecast, entry: Entry, before: ForecastInterval) -> str | None:
    """The daypart in the middle of which that interval ends, of which the campaign would play for more than a minute.

    Of one that ends while the display is off some has to be played already.
    """
    at = before.until
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
    priorities = {each.campaign: each.priority for each in forecast.plan.entries}
    return sum(
        forecast.lit(max(interval.since, first), min(interval.until, last))
        for interval in _between(forecast, first, last)
        if all(priorities[name] <= entry.priority for name, _, _ in interval.active)
    )


def _between(forecast: Forecast, first: datetime, last: datetime) -> Iterator[ForecastInterval]:
    """The intervals that touch [first, last)."""
    index = bisect_right(forecast.intervals, first, key=lambda interval: interval.until)
    for interval in forecast.intervals[index:]:
        if interval.since >= last:
            break
        yield interval
