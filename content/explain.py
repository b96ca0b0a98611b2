"""Why a display shows what it shows: what became of each campaign at an instant, and when that changes next.

Asks `schedule` and `plan`, the functions that play, and decides only the words. Sentences are English and for people;
times in them are local to the display.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from content.model import Campaign, Display, Pack, Tagged
from content.plan import Entry, Plan, Reading, plan_for
from content.schedule import Schedule, Showing

AHEAD = timedelta(days=366)
"""How far a next start is looked for."""

State = Literal["plays", "masked", "waits", "over", "empty", "elsewhere"]


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one campaign. `by` names those that mask it; `until` is when that changes (UTC), if it does."""

    campaign: str
    state: State
    sentence: str
    by: tuple[str, ...] = ()
    until: datetime | None = None


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """What shows at an instant and why. `changes` (UTC) is when other campaigns or slides play next, None if never."""

    display: str
    at: datetime
    showing: Showing
    sentence: str
    reasons: tuple[Reason, ...]
    changes: datetime | None
    then: str | None


def explain(pack: Pack, display: Display, now: datetime, reading: Reading | None = None) -> Explanation:
    """Of every campaign of the pack. `now` is aware. Raises RefusedError as `plan_for`."""
    planned = plan_for(pack, display, reading)
    schedule = Schedule(planned)
    return _Teller(pack, display, planned, schedule, now).told()


class _Teller:
    """One display at one instant."""

    def __init__(self, pack: Pack, display: Display, plan: Plan, schedule: Schedule, now: datetime) -> None:
        self.pack, self.display, self.plan, self.schedule, self.now = pack, display, plan, schedule, now
        self.zone = ZoneInfo(plan.timezone)
        self.entries = {entry.campaign: entry for entry in plan.entries}
        self.active = schedule.active(now)
        self.top = [self.entries[name] for name, _, _ in self.active]

    def told(self) -> Explanation:
        showing = self.schedule.resolve(self.now)
        return Explanation(
            display=self.display.id,
            at=self.now,
            showing=showing,
            sentence=self._shown(showing),
            reasons=tuple(self._reason(campaign) for campaign in self.pack.campaigns.values()),
            changes=self.changes,
            then=None if self.changes is None else self._then(self.changes),
        )

    def _shown(self, showing: Showing) -> str:
        until = self._said(showing.until)
        if showing.state == "off":
            return f"The display is off, outside its hours, until {until}."
        if showing.state == "neutral":
            return f"The neutral card shows until {until}: no campaign has anything to show."
        return f"The slide {showing.slide} shows in {showing.lang} until {until}, for the campaign {showing.campaign}."

    def _reason(self, campaign: Campaign) -> Reason:
        entry = self.entries.get(campaign.id)
        if entry is None:
            return _because(campaign.id, "elsewhere", f"is not for this display: {self._not_meant(campaign)}")
        if (ended := entry.ends) is not None and ended <= self.now:
            return _because(campaign.id, "over", f"is over, it ended on {self._said(ended)}")
        if not self.schedule.runs(entry, self.now):
            starts = next(self._starts(entry), None)
            when = f"it starts on {self._said(starts)}" if starts else f"it does not start within {AHEAD.days} days"
            return _because(campaign.id, "waits", f"waits: {when}", until=starts)
        if entry in self.top:
            return self._playing(entry)
        if not self.schedule.slides(entry, self.now):
            return _because(campaign.id, "empty", f"runs, but has nothing to show: {self._closed(entry)}")
        return self._masked(entry)

    def _playing(self, entry: Entry) -> Reason:
        shares = sum(max(each.share, 1) for each in self.top)
        alone = "alone" if len(self.top) == 1 else f"{entry.share} of {shares} shares of the airtime"
        rest = [name for name in entry.slides if name not in self.schedule.slides(entry, self.now)]
        text = f"plays with priority {entry.priority}, the highest now, {alone}"
        return _because(
            entry.campaign, "plays", f"{text}; not open now: {', '.join(rest)}" if rest else text, until=self.changes
        )

    def _masked(self, entry: Entry) -> Reason:
        by = tuple(each.campaign for each in self.top)
        free = self._unmasked(entry)
        until = f"until {self._said(free)}" if free else f"for the next {AHEAD.days} days at least"
        over = f"priority {self.top[0].priority} over {entry.priority}"
        return _because(
            entry.campaign, "masked", f"is masked {until} by {' and '.join(by)} ({over})", by=by, until=free
        )

    def _not_meant(self, campaign: Campaign) -> str:
        wanted = campaign.displays
        if not isinstance(wanted, Tagged):
            return f"it is for {', '.join(wanted)}"
        said = [
            f"{words} {', '.join(tags)}"
            for words, tags in (("any of", wanted.tags), ("all of", wanted.all_of), ("none of", wanted.none_of))
            if tags
        ]
        return f"it wants displays with {' and '.join(said)}; this one has {', '.join(self.display.tags) or 'no tags'}"

    def _closed(self, entry: Entry) -> str:
        said = []
        for slide in entry.slides:
            item = self.plan.items.get(slide)
            if item is None or not item.turns:
                said.append(f"{slide} has no language of this display")
            elif item.opens and self.now < item.opens:
                said.append(f"{slide} opens on {self._said(item.opens)}")
            elif item.ends and item.ends <= self.now:
                said.append(f"{slide} ended on {self._said(item.ends)}")
        return "; ".join(said)

    def _starts(self, entry: Entry) -> Iterator[datetime]:
        """The edges after now at which the entry begins to run."""
        for edge in self.schedule.edges(self.now, self.now + AHEAD):
            if self.schedule.runs(entry, edge):
                yield edge

    def _unmasked(self, entry: Entry) -> datetime | None:
        for edge in self.schedule.edges(self.now, self.now + AHEAD):
            if entry.campaign in {name for name, _, _ in self.schedule.active(edge)}:
                return edge
        return None

    @cached_property
    def changes(self) -> datetime | None:
        """When other campaigns, or other slides of them, play next."""
        for edge in self.schedule.edges(self.now, self.now + AHEAD):
            if self.schedule.active(edge) != self.active:
                return edge
        return None

    def _then(self, at: datetime) -> str:
        names = [name for name, _, _ in self.schedule.active(at)]
        who = f"{' and '.join(names)} {'plays' if len(names) == 1 else 'play'}" if names else "the neutral card shows"
        if names == [name for name, _, _ in self.active]:
            who += " with other slides"
        said = self._said(at)
        return f"{'On' if said[0].isalpha() else 'At'} {said} that changes: {who}."

    def _said(self, at: datetime) -> str:
        local = at.astimezone(self.zone)
        day = "" if local.date() == self.now.astimezone(self.zone).date() else f"{local:%a} {local:%Y-%m-%d} "
        return f"{day}{local:%H:%M}" + (f":{local:%S}" if local.second else "")


def _because(
    campaign: str, state: State, sentence: str, by: tuple[str, ...] = (), until: datetime | None = None
) -> Reason:
    return Reason(campaign=campaign, state=state, sentence=f"{campaign} {sentence}.", by=by, until=until)
