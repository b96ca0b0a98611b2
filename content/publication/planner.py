"""From a pack to the plan of one display.

Decides which campaigns concern the display, in which languages and for how many seconds each slide shows, and at which
instants slides and campaigns open and end. Leaves out what shows at a given moment (`schedule`) and the pictures
(`edition`).
"""

from collections.abc import Callable, Hashable
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from content.pack.binding import Binding
from content.pack.model import Campaign, Display, Pack
from content.pack.values import Daypart
from content.schedule.plan import Entry, Item, Plan, Turn, Window
from content.slides.compose import characters

MIN_SECONDS, MAX_SECONDS, QR_SECONDS = 8, 20, 15
"""The least and the most seconds of a slide, and the least of a slide with a QR code."""

CHARACTERS_PER_SECOND = {"passing": 12, "waiting": 15}
"""How many characters a person reads in a second, by how people are there: they pass, or they wait and settle."""

CharacterCounter = Callable[[Pack, str, str], int]
"""Counts how many characters there are to read on a slide of a pack in a language."""


def plan_for(pack: Pack, display: Display, count: CharacterCounter | None = None) -> Plan:
    """The plan of this display. Raises RefusedError when the data of a slide cannot be read.

    A slide plays in those of the display's languages in which it is complete, in the display's order. A slide that is
    complete in none of them plays in its own first language, and never in half a language.
    """
    return Planner(pack, count).plan(display)


class PlanKind(NamedTuple):
    """All that decides what a display plays, beside its hours and phase. Equal kinds have equal plans.

    `minimums` are pairs of a kind of slide and its least part of the airtime.
    """

    zone: str
    campaigns: tuple[str, ...]
    languages: tuple[str, ...]
    audience: str
    minimums: tuple[tuple[str, float], ...]


class Planner:
    """Makes the plans of a pack's displays. What plans have in common is worked out once and is the same object."""

    def __init__(self, pack: Pack, count: CharacterCounter | None = None) -> None:
        self._pack, self._count = pack, count or characters
        self._bound = pack.bound()
        self._campaigns = Binding({name: each.displays for name, each in self._bound.items()})
        self._minimums = Binding({number: each.displays for number, each in enumerate(pack.city.minimum_airtime)})
        self._least: dict[tuple[int, ...], tuple[tuple[str, float], ...]] = {}
        self._item_of: dict[Hashable, Item] = {}
        self._entry_of: dict[tuple[str, str], Entry] = {}
        self._entries: dict[Hashable, tuple[Entry, ...]] = {}
        self._items: dict[Hashable, dict[str, Item]] = {}
        self._shared: dict[PlanKind, Plan] = {}
        self._plans: dict[Hashable, Plan] = {}

    def plan(self, display: Display) -> Plan:
        """As `plan_for`."""
        whole = (self.kind(display), display.hours, display.phase)
        if whole not in self._plans:
            shared, hours = self.shared_plan(display), _windows(display.hours)
            self._plans[whole] = msgspec.structs.replace(shared, hours=hours, phase=display.phase)
        return self._plans[whole]

    def kind(self, display: Display) -> PlanKind:
        """Of the plan of this display."""
        minimums = self._minimums.of(display)
        if minimums not in self._least:
            self._least[minimums] = tuple(self._pack.city.minimums(display).items())
        zone, campaigns = self._pack.zone(display).key, self._campaigns.of(display)
        return PlanKind(zone, campaigns, display.languages, display.audience, self._least[minimums])

    def shared_plan(self, display: Display) -> Plan:
        """The plan without opening hours and phase: the same object for all displays of a kind."""
        kind = self.kind(display)
        if kind not in self._shared:
            self._shared[kind] = Plan(
                timezone=kind.zone,
                minimums=dict(kind.minimums),
                items=self._items_of(kind, display),
                entries=self._entries_of(kind),
            )
        return self._shared[kind]

    def _entries_of(self, kind: PlanKind) -> tuple[Entry, ...]:
        same = (kind.zone, kind.campaigns)
        if same not in self._entries:
            zone = ZoneInfo(kind.zone)
            self._entries[same] = tuple(self._entry(self._bound[name], zone) for name in kind.campaigns)
        return self._entries[same]

    def _items_of(self, kind: PlanKind, display: Display) -> dict[str, Item]:
        same = kind._replace(minimums=())
        if same not in self._items:
            listed = dict.fromkeys(slide for entry in self._entries_of(kind) for slide in entry.slides)
            zone = ZoneInfo(kind.zone)
            self._items[same] = {slide: self._item(slide, display, zone) for slide in listed}
        return self._items[same]

    def _item(self, name: str, display: Display, zone: ZoneInfo) -> Item:
        key = (name, display.languages, display.audience, zone.key)
        if key not in self._item_of:
            self._item_of[key] = _item(self._pack, name, display, self._count)
        return self._item_of[key]

    def _entry(self, campaign: Campaign, zone: ZoneInfo) -> Entry:
        key = (campaign.id, zone.key)
        if key not in self._entry_of:
            self._entry_of[key] = _entry(campaign, _phases_listed(self._pack, campaign), zone)
        return self._entry_of[key]


def phases(pack: Pack, slide_id: str) -> tuple[str, ...]:
    """The names under which a slide plays in the course of its life: `strada.announced`, `strada`, `strada.result`.

    Most slides have one phase, named by their id. No id that is written in a pack has a dot.
    """
    return tuple(f"{slide_id}.{phase}" if phase else slide_id for phase in pack.slide(slide_id).phases())


def _phases_listed(pack: Pack, campaign: Campaign) -> tuple[str, ...]:
    """The phases of the slides of the campaign's playlist, in its order."""
    return tuple(name for slide_id in pack.listed(campaign) for name in phases(pack, slide_id))


def languages(pack: Pack, name: str, display: Display) -> tuple[str, ...]:
    """The languages in which a slide, or a phase of one, plays on that display, in the display's order. Never empty."""
    complete = pack.languages(pack.shown(name))
    return tuple(lang for lang in display.languages if lang in complete) or complete[:1]


def seconds(characters: int, audience: str, *, qr: bool) -> int:
    """How many seconds a slide stays: 2 and the time to read it, at least 8 (15 to scan a QR code), at most 20."""
    reading_time = 2 + -(-characters // CHARACTERS_PER_SECOND[audience])
    return min(max(reading_time, QR_SECONDS if qr else MIN_SECONDS), MAX_SECONDS)


def _item(pack: Pack, name: str, display: Display, count: CharacterCounter) -> Item:
    slide, zone = pack.shown(name), pack.zone(display)
    qr = slide.address() is not None
    ending = [moment.instant(zone, ends=True) for moment in slide.ends()]
    if stale := pack.stale(slide):
        ending.append(stale)
    return Item(
        turns=tuple(
            Turn(lang=lang, seconds=seconds(count(pack, name, lang), display.audience, qr=qr))
            for lang in languages(pack, name, display)
        ),
        kind=slide.kind,
        opens=max((moment.instant(zone) for moment in slide.begins()), default=None),
        ends=min(ending, default=None),
    )


def _entry(campaign: Campaign, slides: tuple[str, ...], zone: ZoneInfo) -> Entry:
    return Entry(
        campaign=campaign.id,
        slides=slides,
        priority=campaign.priority,
        share=campaign.share,
        opens=campaign.first.instant(zone) if campaign.first else None,
        ends=campaign.ends(zone),
        dayparts=_windows(campaign.dayparts),
        recurs=campaign.recurrence(),
    )


def _windows(dayparts: tuple[Daypart, ...]) -> tuple[Window, ...]:
    return tuple(
        Window(days=tuple(sorted(part.weekdays())), start=start, end=end)
        for part in dayparts
        for start, end in (part.minutes(),)
    )
