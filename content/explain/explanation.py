"""Why a display shows what it shows: a sentence about the slide, one about each campaign, one about what comes next.

Decides which phrases are said. Leaves out what the campaigns do (`state`, which asks the schedule that plays) and the
wording (`sentences`). Times are local to the display. Where its zone is not the city's, the first sentence says so.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from itertools import islice, takewhile
from typing import Any, Literal

import msgspec

from content import rounding
from content.explain.sentences import InterfaceLang, Phrasebook
from content.explain.state import AHEAD, CampaignState, CampaignStates
from content.pack.model import Campaign, Display, Pack
from content.pack.tagged import Tagged
from content.publication.planner import plan_for
from content.schedule.plan import Entry, Item
from content.schedule.resolve import Schedule, Showing

State = Literal["plays", "masked", "waits", "over", "empty", "elsewhere"]

Headline = Callable[[str, str], str]
"""Maps the name of a slide, or of a phase of one, and a language to the slide's headline."""

_Changes = Sequence[tuple[datetime, CampaignState]]
"""Instants at which a campaign's state becomes another, each with the new state."""


def as_authored(pack: Pack) -> Headline:
    """Headlines as they are written in the pack. Placeholders for figures stay as they are."""
    return lambda slide, lang: pack.city.name_of(pack.shown(slide).headline(), lang)


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """The state of one campaign and the sentence that says it. While the display is off, it is what the state would be.

    `by` are the campaigns that mask it. `until` (UTC) is when its state changes, or who masks it. `next` (UTC) is when
    a campaign that does not play plays next. Either is None if that is not within a year.
    """

    campaign: str
    state: State
    sentence: str
    by: tuple[str, ...] = ()
    until: datetime | None = None
    next: datetime | None = None


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """What a display shows at an instant, and why.

    `sentence` is about what shows, `reasons` about each campaign, `then` about what comes next. `changes` (UTC) is when
    the display goes on or off, or other campaigns or slides play on it. It is None if that is not within a year.
    """

    display: str
    at: datetime
    showing: Showing
    sentence: str
    reasons: tuple[Reason, ...]
    changes: datetime | None
    then: str


def explain(
    pack: Pack, display: Display, now: datetime, *, language: InterfaceLang = "en", headline: Headline | None = None
) -> Explanation:
    """What `display` shows at `now` (aware), and why. Raises RefusedError as `plan_for`.

    Slides are called by their headlines, unless told otherwise as they are written in the pack.
    """
    return of_schedule(pack, display, Schedule(plan_for(pack, display)), now, language=language, headline=headline)


def of_schedule(  # noqa: PLR0913  the last two have defaults
    pack: Pack,
    display: Display,
    schedule: Schedule,
    now: datetime,
    *,
    language: InterfaceLang = "en",
    headline: Headline | None = None,
    present: bool = False,
) -> Explanation:
    """As `explain`, with a schedule of the display's plan that is kept, which need not work out again what it knows.

    With `present` it tells of what shows at this instant alone: no other campaign, no other slide, nothing that comes.
    """
    states = CampaignStates(schedule, now)
    explainer = _Explainer(pack, display, states, language, headline or as_authored(pack))
    return explainer.present() if present else explainer.explanation()


class _Explainer:
    """Explains one display at one instant in one language."""

    def __init__(
        self, pack: Pack, display: Display, states: CampaignStates, language: InterfaceLang, headline: Headline
    ) -> None:
        self.pack, self.display, self.states, self.headline = pack, display, states, headline
        self.now, self.plan = states.now, states.plan
        self.phrases = Phrasebook(language, states.schedule.zone, states.now)
        self.say = self.phrases.say
        self.entries = {entry.campaign: entry for entry in self.plan.entries}
        self.on = states.on(self.now)

    def explanation(self) -> Explanation:
        showing = self.states.schedule.resolve(self.now)
        return Explanation(
            display=self.display.id,
            at=self.now,
            showing=showing,
            sentence=self._shown(showing) + self._clock(),
            reasons=tuple(self._reason(campaign) for campaign in self.pack.bound().values()),
            changes=self.states.changes,
            then=self._then(self.states.changes),
        )

    def present(self) -> Explanation:
        """What shows, and of which campaigns that is."""
        showing = self.states.schedule.resolve(self.now)
        playing = self.states.active if showing.state == "showing" else ()
        return Explanation(
            display=self.display.id,
            at=self.now,
            showing=showing,
            sentence=self._shown(showing) + self._clock(),
            reasons=tuple(self._because(name, "plays", self._part(self.entries[name])) for name, _, _ in playing),
            changes=None,
            then="",
        )

    # --- what shows, and what comes next

    def _shown(self, showing: Showing) -> str:
        if showing.slide is None or showing.lang is None:
            return self.say(showing.state, until=self._until(self.states.changes))
        return self.say(
            "showing-alert" if showing.campaign in self.pack.alerts else "showing",
            slide=self._named(showing.slide, showing.lang),
            lang=self.phrases.language_name(showing.lang),
            until=self._until(showing.until),
            campaign=self._campaigns([showing.campaign or ""]),
        )

    def _clock(self) -> str:
        zone = self.phrases.zone.key
        return "" if zone == self.pack.city.zone.key else " " + self.say("clock", zone=zone)

    def _until(self, at: datetime | None) -> str:
        return self.say("long", days=AHEAD.days) if at is None else self.phrases.until(at)

    def _then(self, at: datetime | None) -> str:
        if at is None:
            return self.say("for-long", days=AHEAD.days)
        if not self.states.on(at):
            what = self.say("goes-off")
        else:
            what = self._plays_at(at) if self.on else self.say("goes-on", then=self._plays_at(at))
        when = self.phrases.starts(at)
        return self.say("then", when=when, When=when[0].upper() + when[1:], what=what)

    def _plays_at(self, at: datetime) -> str:
        """Who plays at that instant. If it is the campaigns that play now, only those with other slides are named."""
        before = {name: slides for name, _, slides in self.states.active}
        after = {name: slides for name, _, slides in self.states.schedule.active(at)}
        if not after:
            return self.say("card")
        if self.on and after.keys() < before.keys():
            return self.say("one-left" if len(after) == 1 else "several-left", who=self._campaigns(list(after)))
        same = self.on and before.keys() == after.keys()
        names = [name for name in after if not (same and after[name] == before[name])]
        phrase = ("one" if len(names) == 1 else "several") + ("-anew" if same else "")
        return self.say(phrase, who=self._campaigns(names))

    # --- what became of each campaign

    def _reason(self, campaign: Campaign) -> Reason:
        entry = self.entries.get(campaign.id)
        if entry is None:
            return self._because(campaign.id, "elsewhere", self._not_meant(campaign))
        if self.states.over(entry):
            return self._because(campaign.id, "over", self._over(entry))
        state = self.states.of(entry, self.now)
        # Of a campaign that is masked it is also said who masks it after that. For the others one change is enough.
        changes = list(islice(self.states.changes_of(entry), 2 if state.name == "masked" else 1))
        predicates: Mapping[str, Callable[[], str]] = {
            "plays": lambda: self._playing(entry),
            "masked": lambda: self._masked(entry, state, changes),
            "empty": lambda: self.say("empty", why="; ".join(self._closed(entry))),
            "waits": lambda: self._waiting(entry, changes),
        }
        return self._because(
            campaign.id,
            state.name,
            predicates[state.name](),
            by=state.by,
            until=changes[0][0] if changes else None,
            next=self.states.next_plays.get(campaign.id),
        )

    def _because(self, campaign: str, state: State, predicate: str, **rest: Any) -> Reason:
        sentence = self.say("of", campaign=self._campaigns([campaign]), predicate=predicate)
        return Reason(campaign=campaign, state=state, sentence=sentence, **rest)

    def _not_meant(self, campaign: Campaign) -> str:
        wanted = campaign.displays
        if not isinstance(wanted, Tagged):
            known = self.pack.displays
            who = [known[name].name if name in known else name for name in wanted]
            return self.say("elsewhere", who=self.phrases.joined(who))
        groups = (("tag", "any", wanted.tags), ("tag", "all", wanted.all_of), ("no-tag", "none", wanted.none_of))
        asked = [self._tags(one, more, tags) for one, more, tags in groups if tags]
        own = self._tags("has-one", "has", self.display.tags) if self.display.tags else self.say("has-none")
        return self.say("untargeted", wanted=self.phrases.joined(asked), own=own)

    def _tags(self, one: str, more: str, tags: Sequence[str]) -> str:
        return self.say(one if len(tags) == 1 else more, tags=self.phrases.joined(tags))

    def _over(self, entry: Entry) -> str:
        stopped = self.states.stopped(entry)
        return self.say("spent") if stopped is None else self.say("over", when=self.phrases.ended(stopped))

    def _waiting(self, entry: Entry, changes: _Changes) -> str:
        today = self.now.astimezone(self.states.schedule.zone).date()
        if entry.recurs and entry.recurs.leaves_out(today):
            return self.say("left-out") + self._comes(entry)
        if not changes:
            return self.say("waits-long", days=AHEAD.days)
        at, state = changes[0]
        when = self.phrases.starts(at)
        if state.name == "plays" and self.states.on(at):
            return self.say("waits", when=when)
        then = "dark" if state.name == "plays" else state.name
        return self.say(f"waits-{then}", when=when, by=self._campaigns(state.by)) + self._comes(entry)

    def _comes(self, entry: Entry) -> str:
        at = self.states.next_plays.get(entry.campaign)
        return self.say("unseen", days=AHEAD.days) if at is None else self.say("next", when=self.phrases.starts(at))

    def _playing(self, entry: Entry) -> str:
        return ". ".join([self._part(entry), *self._closed(entry)])

    def _part(self, entry: Entry) -> str:
        """Which part of the airtime a campaign gets that plays now, and why."""
        if entry.campaign in self.pack.alerts:
            return self.say("alert", plays=self.say("plays" if self.on else "would-play"))
        part, own = self._parts[entry.campaign], self._own_parts[entry.campaign]
        phrase = "alone" if len(self.states.active) == 1 else "shared"
        if self.states.raised and part != own:
            phrase = "weighed"
        return self.say(
            phrase,
            plays=self.say("plays" if self.on else "would-play"),
            part=self.phrases.part(part),
            own=self.phrases.part(own),
            priority=entry.priority,
            kinds=self.phrases.kinds(self.states.raised),
        )

    @cached_property
    def _parts(self) -> Mapping[str, int]:
        """The part of the airtime that each campaign that plays now gets, in per cent."""
        return _percents(self.states.parts)

    @cached_property
    def _own_parts(self) -> Mapping[str, int]:
        """As `_parts`, by their shares alone."""
        whole = sum(share for _, share, _ in self.states.active)
        return _percents({name: share / whole for name, share, _ in self.states.active})

    def _masked(self, entry: Entry, state: CampaignState, changes: _Changes) -> str:
        """By whom it is masked until when, and by whom after that. Then what follows, unless it is that it plays."""
        masked = list(takewhile(lambda change: change[1].name == "masked", changes))
        stays = [self._stay(state.by, self._until(changes[0][0] if changes else None))]
        if len(masked) == 1:
            stays.append(self._stay(masked[0][1].by, self.phrases.until(changes[1][0]) if changes[1:] else ""))
        phrase = "masked" if self.on else "would-be-masked"
        sentence = self.say(phrase, under=entry.priority, stays=self.say("then-by").join(stays))
        if not changes:
            return sentence
        if len(masked) == len(changes):
            return sentence + (self.say("on-and-on") if len(masked) > 1 else "") + self._comes(entry)
        return sentence + self._after_the_mask(entry, *changes[len(masked)])

    def _after_the_mask(self, entry: Entry, at: datetime, after: CampaignState) -> str:
        """What becomes, at that instant, of a campaign that was masked up to then."""
        if after.name == "plays":
            return "" if self.states.on(at) or not self.on else self._comes(entry)
        if at == entry.ends:
            return self.say("ends")
        ends = "runs-dry" if after.name == "empty" else "hours-end" if entry.dayparts else "day-ends"
        return self.say(ends) + self._comes(entry)

    def _stay(self, by: tuple[str, ...], until: str) -> str:
        priority = self.entries[by[0]].priority
        return self.say(
            "by-alert" if by[0] in self.pack.alerts else "by", by=self._campaigns(by), over=priority, until=until
        ).rstrip()

    # --- names

    def _campaigns(self, ids: Sequence[str]) -> str:
        return self.phrases.campaigns([self.pack.campaign_name(each, self.phrases.language) for each in ids])

    def _named(self, slide: str, lang: str | None = None) -> str:
        """The slide's headline, and in parentheses what its file is called.

        Without `lang` the headline is in the language of the sentence, or where that is missing in the slide's first.
        """
        if lang is None:
            spoken = [turn.lang for turn in self.plan.items[slide].turns]
            lang = self.phrases.language if self.phrases.language in spoken else spoken[0]
        return f"{self.phrases.quoted(self.headline(slide, lang))} ({slide})"

    def _closed(self, entry: Entry) -> Iterator[str]:
        """Why each of the campaign's slides is closed that is open in no phase of its life."""
        opened = set(map(_authored, self.states.schedule.slides(entry, self.now)))
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
            return self.say("starts", slide=self._named(name), when=self.phrases.starts(at))
        if gone:
            at, name = max(gone)
            return self.say("ended", slide=self._named(name), when=self.phrases.ended(at))
        return self.say("never", slide=self._named(bounds[0][2]))


def _percents(parts: Mapping[str, float]) -> dict[str, int]:
    """The parts, which make 1, in whole per cent that make 100."""
    whole = rounding.apportioned([Decimal(part) * 100 for part in parts.values()])
    return dict(zip(parts, whole, strict=True))


def _authored(name: str) -> str:
    """The slide to which a phase belongs."""
    return name.partition(".")[0]
