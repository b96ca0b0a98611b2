"""The city pack as typed values: city, displays, playlists, campaigns, and the pack itself.

Decides what can be written in a pack, and what each word means. Leaves out how YAML is read into these types (`parse`),
when things are shown (`publication`, `schedule`) and how they look (`content.slides`).
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta, field

from content import time_zones
from content.authored import Id, Moment, Value
from content.pack.alert import ALERTS, PRIORITY, Alert, AlertText
from content.pack.review import ReviewRule
from content.pack.slide import Figured, Slide, Url
from content.pack.tagged import Tagged
from content.pack.values import Daypart, Lang, Text
from content.phrases import said
from content.schedule.recurrence import Recurrence, checked

# --- the city and its displays -------------------------------------------------------------------------------------


class Population(Value, frozen=True, kw_only=True):
    """How many people live in the city, with date and source. Every figure per inhabitant is divided by it."""

    value: Annotated[int, Meta(ge=1)]
    as_of: Moment
    source: str


class Contact(Value, frozen=True, kw_only=True):
    """How to reach the city hall without the internet."""

    phone: str
    desk: Text


class Minimum(Value, frozen=True, kw_only=True):
    """The least part of the airtime (0 to 1) that kinds of slides get on some displays, while one of the kind is open.

    `references` refuses the name of a kind that is not in `slides.AUTHORED`.
    """

    displays: Literal["all"] | tuple[Id, ...] | Tagged = "all"
    kinds: dict[str, Annotated[float, Meta(gt=0, le=1)]]


class City(Value, frozen=True, kw_only=True):
    """The city whose pack this is. A text that is missing in another language falls back to the first language.

    `review` says how many other people approve a change. `alert_texts` are kept ready for alerts. `sample_day` marks a
    sample pack, whose dates are made for that day. A demonstration moves them to today.
    """

    id: Id
    name: str
    timezone: str
    languages: Annotated[tuple[Lang, ...], Meta(min_length=1)]
    population: Population
    contact: Contact
    minimum_airtime: tuple[Minimum, ...] = ()
    review: tuple[ReviewRule, ...] = ()
    alert_texts: tuple[AlertText, ...] = ()
    sample_day: Moment | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for a time zone that IANA does not list."""
        super().__post_init__()
        if not time_zones.known(self.timezone):
            raise ValueError(
                said("found time zone {timezone!r}, expected an IANA name as Europe/Bucharest", timezone=self.timezone)
            )

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def say(self, text: Text, lang: str) -> str | None:
        """The text in that language, or None when there is none. A bare string is in the city's first language."""
        if isinstance(text, str):
            return text if lang == self.languages[0] else None
        return text.get(lang)  # type: ignore[call-overload,no-any-return]

    def minimums(self, display: "Display") -> dict[str, float]:
        """Maps a kind of slide to its least part of the airtime on that display. Of several the largest counts."""
        least: dict[str, float] = {}
        for each in self.minimum_airtime:
            if meant(each.displays, display):
                least |= {kind: max(part, least.get(kind, 0.0)) for kind, part in each.kinds.items()}
        return least

    def name_of(self, text: Text, lang: str) -> str:
        """The text in that language, or else in the city's first. For names that may stay untranslated, as a source."""
        if isinstance(text, str):
            return text
        return self.say(text, lang) or self.say(text, self.languages[0]) or next(iter(text.values()))


def meant(wanted: Literal["all"] | tuple[Id, ...] | Tagged, display: "Display") -> bool:
    """Whether the display is among the `wanted` ones: all, those with an id, or those with tags."""
    if isinstance(wanted, Tagged):
        return wanted.fits(display.tags)
    return wanted == "all" or display.id in wanted


Theme = Literal["standard", "high-contrast", "large-text"]
"""How a display's slides look. High contrast is light type on black; large text has larger type and fewer rows."""


class Panel(Value, frozen=True, kw_only=True):
    """The glass: its diagonal in inches, and its pixels as it hangs (upright: 1080 wide, 1920 high)."""

    diagonal_inch: Annotated[float, Meta(ge=5, le=200)]
    width: Annotated[int, Meta(ge=320, le=4096)]
    height: Annotated[int, Meta(ge=320, le=4096)]

    @property
    def pixels_per_mm(self) -> float:
        return float((self.width**2 + self.height**2) ** 0.5 / (self.diagonal_inch * 25.4))


class Display(Value, frozen=True, kw_only=True):
    """A screen in a place, with its player.

    `phase` (s) puts it ahead of others in the rotation: two screens side by side then show different slides.
    """

    id: Id
    name: str
    panel: Panel
    viewing_distance_m: Annotated[float, Meta(gt=0, le=50)]
    audience: Literal["passing", "waiting"] = "passing"
    languages: Annotated[tuple[Lang, ...], Meta(min_length=1)]
    tags: tuple[str, ...] = ()
    location: tuple[float, float] | None = None
    touch: bool = False
    hours: tuple[Daypart, ...] = ()
    timezone: str | None = None
    phase: Annotated[int, Meta(ge=0, le=3600)] = 0
    theme: Theme = "standard"


# --- playlists and campaigns ---------------------------------------------------------------------------------------


class Playlist(Value, frozen=True, kw_only=True):
    """An ordered list of slides. Where it has no `name`, people see its id."""

    id: Id
    name: Text | None = None
    slides: Annotated[tuple[Id, ...], Meta(min_length=1)]


class Campaign(Value, rename={"first": "from", "last": "to"}, frozen=True, kw_only=True):
    """A playlist bound to displays, dates and dayparts.

    Of the campaigns that are ready, those of the highest priority play together, each with its `share` of the airtime.
    `from` and `to` are local days, both included. Without dayparts it plays all day. `rrule` (RFC 5545, counted from
    `from`), `rdate` and `exdate` say on which days the dayparts start. Where it has no `name`, people see its id.
    """

    id: Id
    name: Text | None = None
    playlist: Id
    displays: Literal["all"] | tuple[Id, ...] | Tagged = "all"
    priority: Annotated[int, Meta(gt=-PRIORITY, lt=PRIORITY)] = 0
    share: Annotated[int, Meta(ge=1, le=1000)] = 1
    first: Moment | None = None
    last: Moment | None = None
    dayparts: tuple[Daypart, ...] = ()
    rrule: str | None = None
    rdate: tuple[Moment, ...] = ()
    exdate: tuple[Moment, ...] = ()

    def __post_init__(self) -> None:
        """Raises ValueError for a rule that may not be written, or that has no day from which it is counted."""
        super().__post_init__()
        if self.rrule is not None and self.first is None:
            raise ValueError(said("found `rrule` without `from`, expected the day it is counted from"))
        for name, moment in (*(("rdate", each) for each in self.rdate), *(("exdate", each) for each in self.exdate)):
            if not moment.bare:
                raise ValueError(
                    said(
                        "found the time {text} in `{name}`, expected a day: hours are the dayparts'",
                        text=moment.text,
                        name=name,
                    )
                )
        self.recurrence()

    def recurrence(self) -> Recurrence | None:
        """The days on which it recurs; None when it runs on every day. Raises ValueError as `recurrence.checked`.

        Where a daypart crosses midnight, `from` and `to` bound the days on which it starts.
        """
        bare = [each.day if each and each.bare and self.overnight else None for each in (self.first, self.last)]
        if self.rrule is None and not (self.rdate or self.exdate or any(bare)):
            return None
        start = self.first.day if self.first else date.min
        return Recurrence(
            start=start,
            rule=None if self.rrule is None else checked(self.rrule, start),
            added=tuple(moment.day for moment in self.rdate),
            left_out=tuple(moment.day for moment in self.exdate),
            first=bare[0],
            last=bare[1],
        )

    @property
    def overnight(self) -> int:
        """Minutes after midnight at which the latest of its dayparts that cross midnight ends; 0 when none does."""
        return max((part.minutes()[1] - 1440 for part in self.dayparts if part.minutes()[1] > 1440), default=0)

    def ends(self, zone: ZoneInfo) -> datetime | None:
        """The instant (UTC) from which on it runs no more; None when it has no last day.

        It is the end of the last day, or the end of a daypart that started on that day and crosses midnight.
        """
        if self.last is None or not (self.last.bare and self.overnight):
            return self.last.instant(zone, ends=True) if self.last else None
        morning = datetime.combine(self.last.day + timedelta(days=1), time()) + timedelta(minutes=self.overnight)
        return morning.replace(tzinfo=zone).astimezone(UTC)

    def on(self, display: Display) -> bool:
        """Whether this campaign is bound to that display."""
        return meant(self.displays, display)


class Names(Value, frozen=True, kw_only=True):
    """Names in plain language that a city gives to budget chapters (by two-digit code) and to origins of revenue.

    `cofog` puts chapters into another division ("01" to "10") of the United Nations' classification of the functions
    of government (COFOG 1999) than `readers.classification` does.
    """

    expenditure: dict[str, Text] = field(default_factory=dict)
    revenue: dict[str, Text] = field(default_factory=dict)
    origin: dict[Literal["own", "state", "eu"], Text] = field(default_factory=dict)
    cofog: dict[str, Annotated[str, Meta(pattern=r"^(0[1-9]|10)\Z")]] = field(default_factory=dict)


# --- where figures come from ---------------------------------------------------------------------------------------

PROVENANCE = ".source.yaml"
"""Added to the path of a data file, it names the file of its `Provenance`, which imports and refreshes write."""


class Provenance(Value, frozen=True, kw_only=True):
    """Where a data file was read from, and when its source last confirmed it.

    `as_of` is the date of the data themselves, where the source says it. `digest` is the source's SHA-256 (hex).
    """

    address: str
    fetched: Moment
    as_of: Moment | None = None
    digest: str | None = None


class Feed(Value, frozen=True, kw_only=True):
    """A source that is read again every so many hours, as by `afisier import READER ADDRESS` with these options."""

    id: Id
    reader: Literal["budget", "consultations", "dataset"]
    address: Url
    options: dict[str, str] = field(default_factory=dict)
    every_hours: Annotated[int, Meta(ge=1, le=24 * 366)] = 24


class Sources(Value, frozen=True, kw_only=True):
    """The file `sources.yaml`: the city's feeds, and the only hosts from which it reads.

    A host is a name and is asked by https. `name:8443` is another port. `http://name` allows plain http as well.
    """

    hosts: tuple[str, ...] = ()
    feeds: tuple[Feed, ...] = ()


DISPLAYS = "displays.yaml"
"""The file of displays, beside which there may be others."""


class Pack(Value, frozen=True, kw_only=True):
    """Everything a city authored: the values, and the bytes of the files that slides name, by path in the pack.

    `provenance` is by the path of the data file. `drafts` are the paths of slides that wait for a person to complete
    them. They are never shown. `display_files` are the files of displays that do not stand in `DISPLAYS`.
    `questions` are by slide what its file says is still to be finished. `alerts` stand in no playlist and no campaign:
    each is its own.
    """

    city: City
    displays: dict[str, Display]
    slides: dict[str, Slide]
    playlists: dict[str, Playlist]
    campaigns: dict[str, Campaign]
    names: Names = Names()
    sources: Sources = Sources()
    provenance: dict[str, Provenance] = field(default_factory=dict)
    drafts: tuple[str, ...] = ()
    files: dict[str, bytes] = field(default_factory=dict)
    display_files: dict[str, str] = field(default_factory=dict)
    questions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    alerts: dict[str, Alert] = field(default_factory=dict)

    def bound(self) -> "Mapping[str, Campaign]":
        """The campaigns and, as a campaign above them, each alert: all that is bound to displays."""
        alerts = self.alerts.items()
        own = {
            name: Campaign(id=name, name=alert.title, playlist=name, displays=alert.displays, priority=PRIORITY)
            for name, alert in alerts
        }
        return {**self.campaigns, **own} if own else self.campaigns

    def without_alerts(self) -> "Pack":
        """What the city authored besides."""
        return msgspec.structs.replace(self, alerts={}) if self.alerts else self

    def listed(self, campaign: Campaign) -> tuple[str, ...]:
        """The slides of a campaign, in order; an alert is its own only one."""
        return (campaign.id,) if campaign.id in self.alerts else self.playlists[campaign.playlist].slides

    def slide(self, slide_id: str) -> Slide:
        """The slide or the alert of that id, of which the pack has one."""
        return self.alerts[slide_id] if slide_id in self.alerts else self.slides[slide_id]

    def slide_file(self, slide_id: str) -> str:
        """Where it is written: `slides/buget-100.yaml`."""
        return f"{ALERTS if slide_id in self.alerts else 'slides/'}{slide_id}.yaml"

    def display_at(self, display_id: str) -> str:
        """Where the display is written: `displays.yaml:gara`, or another file of displays."""
        return f"{self.display_files.get(display_id, DISPLAYS)}:{display_id}"

    def campaign_name(self, campaign_id: str, lang: str) -> str:
        """What people call the campaign, in that language or else the city's first; its id where it has no name."""
        return self._called(self.bound().get(campaign_id), campaign_id, lang)

    def playlist_name(self, playlist_id: str, lang: str) -> str:
        """As `campaign_name`, of a playlist."""
        return self._called(self.playlists.get(playlist_id), playlist_id, lang)

    def _called(self, named: Playlist | Campaign | None, its_id: str, lang: str) -> str:
        return self.city.name_of(named.name, lang) if named and named.name else its_id

    def zone(self, display: Display) -> ZoneInfo:
        """The time zone of the display: its own, or else the city's."""
        return ZoneInfo(display.timezone or self.city.timezone)

    def shown(self, name: str) -> Slide:
        """The slide, or the phase of one, that plays under this name: `strada`, or `strada.result` for a phase."""
        slide_id, _, phase = name.partition(".")
        return self.slide(slide_id).phases()[phase]

    def as_of(self, slide: Figured) -> Moment | None:
        """The date of a slide's figures: what the slide says, or else what their source said."""
        known = self.provenance.get(slide.data)
        return slide.source.as_of or (known.as_of if known else None)

    def stale(self, slide: Slide) -> datetime | None:
        """The instant (UTC) from which on a slide's figures are too old to be shown; None when they never are."""
        figures = slide.figures()
        if figures is None or figures.fresh_for_days is None:
            return None
        known = self.provenance.get(figures.data)
        since = known.fetched if known else figures.source.as_of
        days = timedelta(days=figures.fresh_for_days)
        return since.shifted(days).instant(self.city.zone, ends=True) if since else None

    def languages(self, slide: Slide) -> tuple[str, ...]:
        """The languages in which a slide is complete, in the city's order. `references` refuses a slide without any."""
        texts = list(slide.texts())
        return tuple(
            lang for lang in self.city.languages if all(self.city.say(text, lang) is not None for text in texts)
        )
