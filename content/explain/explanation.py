"""Why a display shows what it shows: what became of each campaign at an instant, and when that changes next.

Asks `fate`, which asks the functions that play, and decides only what is said of its answers; the words are `reasons`'.
Times in sentences are local to the display; where its zone is not the city's, the first sentence names it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import islice, takewhile
from typing import Any, Literal

import msgspec

from content import rounding
from content.explain.sentences import InterfaceLang, Phrasebook
from content.explain.state import AHEAD, Fate, Fates
from content.pack.model import Campaign, Display, Pack, Tagged
from content.publication.planner import CharacterCounter, plan_for
from content.schedule.plan import Entry, Item
from content.schedule.resolve import Schedule, Showing

State = Literal["plays", "masked", "waits", "over", "empty", "elsewhere"]

Headline = Callable[[str, str], str]
"""What a slide, or a phase of one, says first in a language."""

_Turns = Sequence[tuple[datetime, Fate]]


def as_authored(pack: Pack) -> Headline:
    """Headlines as they are written, placeholders and all."""
    return lambda slide, lang: pack.city.name_of(pack.shown(slide).headline(), lang)


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one campaign; while the display is off, what would have.

    `by` names those that mask it. `until` (UTC) is when its state or those that mask it change, `next` when one that
    does not play plays next; None if not within a year.
    """

    campaign: str
    state: State
    sentence: str
    by: tuple[str, ...] = ()
    until: datetime | None = None
    next: datetime | None = None


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """What shows at an instant and why.

    `changes` (UTC) is when the display goes on or off, or other campaigns or slides play on it; None if not within a
    year.
    """

    display: str
    at: datetime
    showing: Showing
    sentence: str
    reasons: tuple[Reason, ...]
    changes: datetime | None
    then: str


def explain(  # noqa: PLR0913  the last three have defaults
    pack: Pack,
    display: Display,
    now: datetime,
    reading: CharacterCounter | None = None,
    *,
    language: InterfaceLang = "en",
    headline: Headline | None = None,
) -> Explanation:
    """Of every campaign of the pack. `now` is aware. Raises RefusedError as `plan_for`.

    Slides are called by their headlines, by default as they are authored, placeholders and all.
    """
    schedule = Schedule(plan_for(pack, display, reading))
    return of_schedule(pack, display, schedule, now, language=language, headline=headline)


def of_schedule(  # noqa: PLR0913  as above
    pack: Pack,
    display: Display,
    schedule: Schedule,
    now: datetime,
    *,
    language: InterfaceLang = "en",
    headline: Headline | None = None,
) -> Explanation:
    """As `explain`, of a schedule that is kept: what it has worked out once it need not again."""
    return _Teller(pack, display, Fates(schedule, now), language, headline or as_authored(pack)).told()


class _Teller:
    """One display at one instant, in one language."""

    def __init__(self, pack: Pack, display: Display, fates: Fates, language: InterfaceLang, headline: Headline) -> None:
        self.pack, self.display, self.fates, self.headline = pack, display, fates, headline
        self.now, self.plan = fates.now, fates.plan
        self.words = Phrasebook(language, fates.schedule.zone, fates.now)
        self.say = self.words.say
        self.entries = {entry.campaign: entry for entry in self.plan.entries}
        self.on = fates.on(self.now)

    def told(self) -> Explanation:
        showing = self.fates.schedule.resolve(self.now)
        return Explanation(
            display=self.display.id,
            at=self.now,
            showing=showing,
            sentence=self._shown(showing) + self._clock(),
            reasons=tuple(self._reason(campaign) for campaign in self.pack.campaigns.values()),
            changes=self.fates.changes,
            then=self._then(self.fates.changes),
        )

    # --- what shows, and what comes next

    def _shown(self, showing: Showing) -> str:
        if showing.slide is None or showing.lang is None:
            return self.say(showing.state, until=self._until(self.fates.changes))
        return self.say(
            "showing",
            slide=self._named(showing.slide, showing.lang),
            lang=self.words.language_name(showing.lang),
            until=self._until(showing.until),
            campaign=self.words.quoted(showing.campaign or ""),
        )

    def _clock(self) -> str:
        zone = self.words.zone.key
        return "" if zone == self.pack.city.zone.key else " " + self.say("clock", zone=zone)

    def _until(self, at: datetime | None) -> str:
        return self.say("long", days=AHEAD.days) if at is None else self.words.until(at)

    def _then(self, at: datetime | None) -> str:
        if at is None:
            return self.say("for-long", days=AHEAD.days)
        if not self.fates.on(at):
            what = self.say("goes-off")
        else:
            what = self._plays_at(at) if self.on else self.say("goes-on", said=self._plays_at(at))
        when = self.words.starts(at)
        return self.say("then", when=when, When=when[0].upper() + when[1:], what=what)

    def _plays_at(self, at: datetime) -> str:
        """Who plays then; if it is the same campaigns as now, only those of other slides."""
        before = {name: slides for name, _, slides in self.fates.active}
        after = {name: slides for name, _, slides in self.fates.schedule.active(at)}
        if not after:
            return self.say("card")
        if self.on and after.keys() < before.keys():
            return self.say("one-left" if len(after) == 1 else "several-left", who=self.words.campaigns(list(after)))
        same = self.on and before.keys() == after.keys()
        names = [name for name in after if not (same and after[name] == before[name])]
        phrase = ("one" if len(names) == 1 else "several") + ("-anew" if same else "")
        return self.say(phrase, who=self.words.campaigns(names))

    # --- what became of each campaign

    def _reason(self, campaign: Campaign) -> Reason:
        entry = self.entries.get(campaign.id)
        if entry is None:
            return self._because(campaign.id, "elsewhere", self._not_meant(campaign))
        if self.fates.over(entry):
            return self._because(campaign.id, "over", self._over(entry))
        fate = self.fates.of(entry, self.now)
        # Of what is masked also who masks it then; all else takes one turn to say.
        turns = list(islice(self.fates.turns(entry), 2 if fate.state == "masked" else 1))
        said: Mapping[str, Callable[[], str]] = {
            "plays": lambda: self._playing(entry),
            "masked": lambda: self._masked(entry, fate, turns),
            "empty": lambda: self.say("empty", why="; ".join(self._closed(entry))),
            "waits": lambda: self._waiting(entry, turns),
        }
        return self._because(
            campaign.id,
            fate.state,
            said[fate.state](),
            by=fate.by,
            until=turns[0][0] if turns else None,
            next=self.fates.comes.get(campaign.id),
        )

    def _because(self, campaign: str, state: State, said: str, **rest: Any) -> Reason:
        sentence = self.say("of", campaign=self.words.quoted(campaign), said=said)
        return Reason(campaign=campaign, state=state, sentence=sentence, **rest)

    def _not_meant(self, campaign: Campaign) -> str:
        wanted = campaign.displays
        if not isinstance(wanted, Tagged):
            known = self.pack.displays
            who = [known[name].name if name in known else name for name in wanted]
            return self.say("elsewhere", who=self.words.joined(who))
        groups = (("tag", "any", wanted.tags), ("tag", "all", wanted.all_of), ("no-tag", "none", wanted.none_of))
        said = [self._tags(one, more, tags) for one, more, tags in groups if tags]
        own = self._tags("has-one", "has", self.display.tags) if self.display.tags else self.say("has-none")
        return self.say("untargeted", wanted=self.words.joined(said), own=own)

    def _tags(self, one: str, more: str, tags: Sequence[str]) -> str:
        return self.say(one if len(tags) == 1 else more, tags=self.words.joined(tags))

    def _over(self, entry: Entry) -> str:
        stopped = self.fates.stopped(entry)
        return self.say("spent") if stopped is None else self.say("over", when=self.words.ended(stopped))

    def _waiting(self, entry: Entry, turns: _Turns) -> str:
        today = self.now.astimezone(self.fates.schedule.zone).date()
        if entry.recurs and entry.recurs.leaves_out(today):
            return self.say("left-out") + self._comes(entry)
        if not turns:
            return self.say("waits-long", days=AHEAD.days)
        at, fate = turns[0]
        when = self.words.starts(at)
        if fate.state == "plays" and self.fates.on(at):
            return self.say("waits", when=when)
        then = "dark" if fate.state == "plays" else fate.state
        return self.say(f"waits-{then}", when=when, by=self.words.campaigns(fate.by)) + self._comes(entry)

    def _comes(self, entry: Entry) -> str:
        at = self.fates.comes.get(entry.campaign)
        return self.say("unseen", days=AHEAD.days) if at is None else self.say("next", when=self.words.starts(at))

    def _playing(self, entry: Entry) -> str:
        top = [self.entries[name] for name, _, _ in self.fates.active]
        shares = sum(max(each.share, 1) for each in top)
        part = _percents(self.fates.parts)[entry.campaign]
        own = _percents({each.campaign: max(each.share, 1) / shares for each in top})[entry.campaign]
        phrase = "alone" if len(top) == 1 else "shared"
        if self.fates.raised and part != own:
            phrase = "weighed"
        said = self.say(
            phrase,
            plays=self.say("plays" if self.on else "would-play"),
            part=self.words.part(part),
            share=entry.share,
            shares=shares,
            own=self.words.part(own),
            priority=entry.priority,
            kinds=self.words.kinds(self.fates.raised),
            weighs=self.say("gives" if part > own else "takes"),
        )
        return ". ".join([said, *self._closed(entry)])

    def _masked(self, entry: Entry, fate: Fate, turns: _Turns) -> str:
        """By whom until when, and by whom then; and what follows, unless it is that it plays."""
        then = list(takewhile(lambda turn: turn[1].state == "masked", turns))
        stays = [self._stay(fate.by, self._until(turns[0][0] if turns else None))]
        if len(then) == 1:
            stays.append(self._stay(then[0][1].by, self.words.until(turns[1][0]) if turns[1:] else ""))
        phrase = "masked" if self.on else "would-be-masked"
        said = self.say(phrase, under=entry.priority, stays=self.say("then-by").join(stays))
        if not turns:
            return said
        if len(then) == len(turns):
            return said + (self.say("on-and-on") if len(then) > 1 else "") + self._comes(entry)
        at, after = turns[len(then)]
        if after.state == "plays":
            return said if self.fates.on(at) or not self.on else said + self._comes(entry)
        if at == entry.ends:
            return said + self.say("ends")
        ends = "runs-dry" if after.state == "empty" else "hours-end" if entry.dayparts else "day-ends"
        return said + self.say(ends) + self._comes(entry)

    def _stay(self, by: tuple[str, ...], until: str) -> str:
        priority = self.entries[by[0]].priority
        return self.say("by", by=self.words.campaigns(by), over=priority, until=until).rstrip()

    # --- slides

    def _named(self, slide: str, lang: str | None = None) -> str:
        """By its headline, in that language or else in that of the sentence if it has it, and as its file is called."""
        if lang is None:
            spoken = [turn.lang for turn in self.plan.items[slide].turns]
            lang = self.words.language if self.words.language in spoken else spoken[0]
        return f"{self.words.quoted(self.headline(slide, lang))} ({slide})"

    def _closed(self, entry: Entry) -> Iterator[str]:
        """Of each of its slides that is open in no phase of its life, why."""
        opened = set(map(_authored, self.fates.schedule.slides(entry, self.now)))
        phases: dict[str, dict[str, Item]] = {}
        for name in entry.slides:
            phases.setdefault(_authored(name), {})[name] = self.plan.items[name]
        return (self._why_closed(items) for slide, items in phases.items() if slide not in opened)

    def _why_closed(self, phases: Mapping[str, Item]) -> str:
        bounds = [(item.opens, item.ends, name) for name, item in phases.items()]
        comes = [(a, name) for a, b, name in bounds if a and self.now < a and (b is None or a < b)]
        gone = [(b, name) for _, b, name in bounds if b and b <= self.now]
        if comes:
            at, name = min(comes)
            return self.say("starts", slide=self._named(name), when=self.words.starts(at))
        if gone:
            at, name = max(gone)
            return self.say("ended", slide=self._named(name), when=self.words.ended(at))
        return self.say("never", slide=self._named(bounds[0][2]))


def _percents(parts: Mapping[str, float]) -> dict[str, int]:
    """Of parts that make 1: whole per cent that make 100."""
    whole = rounding.apportioned([Decimal(part) * 100 for part in parts.values()])
    return dict(zip(parts, whole, strict=True))


def _authored(name: str) -> str:
    """The slide a phase of it belongs to."""
    return name.partition(".")[0]
