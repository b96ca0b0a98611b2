"""Why a display shows what it shows: what became of each campaign at an instant, and when that changes next.

Asks `schedule` and `plan`, the functions that play, and decides only what is said of their answers; the words are
`reasons`'. Times in sentences are local to the display.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

import msgspec

from content.airtime import balanced
from content.model import Campaign, Display, Pack, Tagged
from content.plan import Entry, Reading, plan_for
from content.reasons import LANGUAGES, Tongue, moment, say
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


def explain(
    pack: Pack, display: Display, now: datetime, reading: Reading | None = None, tongue: Tongue = "en"
) -> Explanation:
    """Of every campaign of the pack. `now` is aware. Raises RefusedError as `plan_for`."""
    return of_schedule(pack, display, Schedule(plan_for(pack, display, reading)), now, tongue)


def of_schedule(pack: Pack, display: Display, schedule: Schedule, now: datetime, tongue: Tongue = "en") -> Explanation:
    """As `explain`, of a schedule that is kept: what it has worked out once it need not again."""
    return _Teller(pack, display, schedule, now, tongue).told()


class _Teller:
    """One display at one instant."""

    def __init__(self, pack: Pack, display: Display, schedule: Schedule, now: datetime, tongue: Tongue) -> None:
        self.pack, self.display, self.plan, self.now, self.tongue = pack, display, schedule.plan, now, tongue
        self.schedule = schedule
        self.entries = {entry.campaign: entry for entry in self.plan.entries}
        self.active = self.schedule.active(now)
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
        lang = showing.lang if self.tongue == "en" else LANGUAGES.get(showing.lang or "", showing.lang)
        until = self._goes_on(showing)
        if until is None:
            return self._say(f"{showing.state}-long", days=AHEAD.days)
        said = {"slide": showing.slide, "lang": lang, "campaign": showing.campaign}
        return self._say(showing.state, until=self._moment(until), **said)

    def _goes_on(self, showing: Showing) -> datetime | None:
        """Until when the same is to be seen: the dark and the card go on over the midnights that cut a showing."""
        until, latest = showing.until, self.now + AHEAD
        while showing.state != "showing" and (following := self.schedule.resolve(until)).state == showing.state:
            until = following.until
            if until > latest:
                return None
        return until

    def _reason(self, campaign: Campaign) -> Reason:
        entry = self.entries.get(campaign.id)
        if entry is None:
            return self._because(campaign.id, "elsewhere", why=self._not_meant(campaign))
        if (ended := entry.ends) is not None and ended <= self.now:
            return self._because(campaign.id, "over", when=self._when(ended))
        if not self.schedule.runs(entry, self.now):
            return self._waiting(entry)
        if entry in self.top:
            return self._playing(entry)
        if not self.schedule.slides(entry, self.now):
            return self._because(campaign.id, "empty", why=self._closed(entry))
        return self._masked(entry)

    def _waiting(self, entry: Entry) -> Reason:
        starts = next((edge for edge in self._edges() if self.schedule.runs(entry, edge)), None)
        if starts is None:
            return self._because(entry.campaign, "waits", "waits-long", days=AHEAD.days)
        return self._because(entry.campaign, "waits", until=starts, when=self._when(starts))

    def _playing(self, entry: Entry) -> Reason:
        shares = sum(max(each.share, 1) for each in self.top)
        phrase = "alone" if len(self.top) == 1 else "shared"
        said = self._say(phrase, priority=entry.priority, share=entry.share, shares=shares)
        part = self._parts.get(entry.campaign)
        if part is not None:
            said = self._say("weighed", said=said, part=f"{part:.0%}")
        rest = [name for name in entry.slides if name not in self.schedule.slides(entry, self.now)]
        if rest:
            said = self._say("closed", said=said, slides=", ".join(rest))
        return Reason(campaign=entry.campaign, state="plays", sentence=f"{entry.campaign} {said}.", until=self.changes)

    def _masked(self, entry: Entry) -> Reason:
        by = tuple(each.campaign for each in self.top)
        free = self._unmasked.get(entry.campaign)
        values = {"over": self.top[0].priority, "under": entry.priority, "days": AHEAD.days}
        phrase = "masked" if free else "masked-long"
        when = self._moment(free) if free else ""
        return self._because(entry.campaign, "masked", phrase, by=by, until=free, when=when, **values)

    def _not_meant(self, campaign: Campaign) -> str:
        wanted = campaign.displays
        if not isinstance(wanted, Tagged):
            return self._say("for", who=", ".join(wanted))
        groups = (("any", wanted.tags), ("all", wanted.all_of), ("none", wanted.none_of))
        said = [self._say(phrase, tags=", ".join(tags)) for phrase, tags in groups if tags]
        own = ", ".join(self.display.tags) or self._say("untagged")
        return self._say("wants", tags=self._joined(said), own=own)

    def _closed(self, entry: Entry) -> str:
        said = []
        for slide in entry.slides:
            item = self.plan.items.get(slide)
            if item is None or not item.turns:
                said.append(self._say("languageless", slide=slide))
            elif item.opens and self.now < item.opens:
                said.append(self._say("opens", slide=slide, when=self._when(item.opens)))
            elif item.ends and item.ends <= self.now:
                said.append(self._say("ended", slide=slide, when=self._when(item.ends)))
        return "; ".join(said)

    @cached_property
    def _parts(self) -> Mapping[str, float]:
        """The parts of the airtime of those that play, where civic minimums give them others than their shares."""
        weighed = balanced(self.active, self.plan.items, self.plan.minimums)
        if weighed is self.active:
            return {}
        whole = sum(weight for _, weight, _ in weighed)
        found: dict[str, float] = {}
        for name, weight, _ in weighed:
            found[name] = found.get(name, 0.0) + weight / whole
        return found

    @cached_property
    def _unmasked(self) -> Mapping[str, datetime]:
        """When each campaign that is masked now plays next; those that never do are not in it."""
        masked = self.schedule.ready(self.now).keys() - {name for name, _, _ in self.active}
        found: dict[str, datetime] = {}
        for edge in self._edges():
            if not masked - found.keys():
                break
            for name in self._playing_at(edge):
                if name in masked:
                    found.setdefault(name, edge)
        return found

    @cached_property
    def changes(self) -> datetime | None:
        """When other campaigns, or other slides of them, play next."""
        return next((edge for edge in self._edges() if self.schedule.active(edge) != self.active), None)

    def _then(self, at: datetime) -> str:
        names = self._playing_at(at)
        what = (
            self._say("plays" if len(names) == 1 else "play", who=self._joined(names)) if names else self._say("card")
        )
        if names == self._playing_at(self.now):
            what = self._say("others", said=what)
        when = self._when(at)
        return self._say("then", when=when[0].upper() + when[1:] if self.tongue == "en" else when, what=what)

    def _playing_at(self, at: datetime) -> list[str]:
        return [name for name, _, _ in self.schedule.active(at)]

    def _edges(self) -> Iterator[datetime]:
        return self.schedule.edges(self.now, self.now + AHEAD)

    def _moment(self, at: datetime) -> str:
        zone = self.schedule.zone
        return moment(at.astimezone(zone), self.now.astimezone(zone), self.tongue)

    def _when(self, at: datetime) -> str:
        """`at 08:00`, `on Sat 2026-11-28 08:00`."""
        zone = self.schedule.zone
        today = at.astimezone(zone).date() == self.now.astimezone(zone).date()
        return self._say("at" if today else "on", when=self._moment(at))

    def _say(self, phrase: str, **values: object) -> str:
        return say(phrase, self.tongue, **values)

    def _joined(self, names: Sequence[str]) -> str:
        *others, last = names or [""]
        return self._say("and").join([", ".join(others), last]) if others else last

    def _because(
        self,
        campaign: str,
        state: State,
        phrase: str | None = None,
        *,
        by: tuple[str, ...] = (),
        until: datetime | None = None,
        **values: object,
    ) -> Reason:
        said = self._say(phrase or state, by=self._joined(by), **values)
        return Reason(campaign=campaign, state=state, sentence=f"{campaign} {said}.", by=by, until=until)
