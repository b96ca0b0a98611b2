"""The plan of one display: what a pack comes down to for one screen, ready to be scheduled.

Decides which campaigns concern a display, in which languages and for how many seconds each slide shows, and at which
instants it opens and ends. Leaves out what shows at a given moment (`schedule.resolve`) and the frames (`edition`).
"""

from collections.abc import Callable, Hashable
from zoneinfo import ZoneInfo

from content.pack.model import Campaign, Display, Pack
from content.pack.values import Daypart
from content.schedule.plan import Entry, Item, Plan, Turn, Window
from content.slides.compose import characters

MIN_SECONDS, MAX_SECONDS, QR_SECONDS = 8, 20, 15


CHARACTERS_PER_SECOND = {"passing": 12, "waiting": 15}
"""Characters a person reads in a second (15 with time to settle)."""


CharacterCounter = Callable[[Pack, str, str], int]
"""Characters to read on a slide in a language."""


def plan_for(pack: Pack, display: Display, reading: CharacterCounter | None = None) -> Plan:
    """What this display plays.

    A slide plays in the display's languages it is complete in, in the display's order; one that has none of them plays
    in its own first language, never half. `reading` counts the characters, by default `slides.characters`.
    Raises RefusedError when a slide's data cannot be read.
    """
    return Planner(pack, reading).plan(display)


class Planner:
    """The plans of a pack's displays: what they have in common is worked out once, and is the same object."""

    def __init__(self, pack: Pack, reading: CharacterCounter | None = None) -> None:
        self._pack, self._reading = pack, reading or characters
        self._items: dict[Hashable, Item] = {}
        self._entries: dict[tuple[str, str], Entry] = {}
        self._listed: dict[Hashable, tuple[Entry, ...]] = {}
        self._played: dict[Hashable, dict[str, Item]] = {}
        self._plans: dict[Hashable, Plan] = {}

    def plan(self, display: Display) -> Plan:
        """As `plan_for`."""
        pack, zone = self._pack, self._pack.zone(display)
        campaigns = (zone.key, *(name for name, each in pack.campaigns.items() if each.on(display)))
        items = (campaigns, display.languages, display.audience)
        minimums = pack.city.minimums(display)
        whole = (items, display.hours, display.phase, tuple(minimums.items()))
        if campaigns not in self._listed:
            self._listed[campaigns] = tuple(self._entry(pack.campaigns[name], zone) for name in campaigns[1:])
        entries = self._listed[campaigns]
        if items not in self._played:
            slides = dict.fromkeys(slide for entry in entries for slide in entry.slides)
            self._played[items] = {slide: self._item(slide, display, zone) for slide in slides}
        if whole not in self._plans:
            self._plans[whole] = Plan(
                timezone=zone.key,
                minimums=minimums,
                phase=display.phase,
                hours=_windows(display.hours),
                items=self._played[items],
                entries=entries,
            )
        return self._plans[whole]

    def _item(self, name: str, display: Display, zone: ZoneInfo) -> Item:
        key = (name, display.languages, display.audience, zone.key)
        if key not in self._items:
            self._items[key] = _item(self._pack, name, display, self._reading)
        return self._items[key]

    def _entry(self, campaign: Campaign, zone: ZoneInfo) -> Entry:
        key = (campaign.id, zone.key)
        if key not in self._entries:
            self._entries[key] = _entry(campaign, _played(self._pack, campaign), zone)
        return self._entries[key]


def phases(pack: Pack, slide_id: str) -> tuple[str, ...]:
    """The names a slide plays under in the course of its life: `strada.announced`, `strada`, `strada.result`.

    No authored id has a dot. Most slides have one phase, their own id.
    """
    return tuple(f"{slide_id}.{phase}" if phase else slide_id for phase in pack.slides[slide_id].phases())


def _played(pack: Pack, campaign: Campaign) -> tuple[str, ...]:
    listed = pack.playlists[campaign.playlist].slides
    return tuple(name for slide_id in listed for name in phases(pack, slide_id))


def languages(pack: Pack, name: str, display: Display) -> tuple[str, ...]:
    """The languages a slide, or a phase of one, plays in on that display, in the display's order. Never empty."""
    complete = pack.languages(pack.shown(name))
    return tuple(lang for lang in display.languages if lang in complete) or complete[:1]


def seconds(characters: int, audience: str, *, qr: bool) -> int:
    """How long a slide stays: 2 s + reading time, at least 8 s (15 s to scan a QR code), at most 20 s."""
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
