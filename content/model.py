"""The city pack as typed values: city, displays, slides, playlists, campaigns.

Decides what can be written in a pack (`pack` reads the YAML into these types) and what each word means.
Leaves out when things are shown (`plan`, `schedule`) and how they look (`slides`).
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

Id = Annotated[str, Meta(pattern=r"^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$")]
Lang = Literal["ro", "en", "hu", "de", "sr"]
Text = Annotated[str, Meta(min_length=1)] | dict[Lang, Annotated[str, Meta(min_length=1)]]
"""A text per language, or one string in the city's first language."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Moment:
    """A point in time as a person writes it: `2026-12-31`, `2026-12-31T23:59`, or with an offset.

    Without an offset it is local time of the place it is shown in, read by RFC 5545 §3.3.5: a time in the DST gap
    takes the offset before the gap, an ambiguous time is its first occurrence (zoneinfo's fold=0 does both).
    """

    __slots__ = ("text", "value")

    def __init__(self, text: str) -> None:
        """Raises ValueError when `text` is neither a date nor a date and time."""
        self.text = text
        try:
            self.value: date | datetime = date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(f"found {text!r}, expected a date or time as 2026-12-31 or 2026-12-31T23:59") from None

    def instant(self, zone: ZoneInfo, *, ends: bool = False) -> datetime:
        """The instant in UTC. A bare date means its local midnight, or with `ends` the midnight that ends it."""
        value = self.value
        if not isinstance(value, datetime):
            value = datetime.combine(value + timedelta(days=1) if ends else value, time())
        return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)

    def shifted(self, by: timedelta) -> "Moment":
        """The same wall-clock time `by` whole days later."""
        return Moment((self.value + by).isoformat())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Moment) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Moment({self.text!r})"


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of everything people author: immutable, and an unknown key is an error."""


class Daypart(Value, rename={"start": "from", "end": "to"}, frozen=True, kw_only=True):
    """A window of local time on given weekdays, [from, to). One that crosses midnight belongs to the day it starts on.

    `days` is `mon-fri`, `sat`, `mon,wed,fri` or a mixture; `to` may be "24:00".
    """

    days: str = "mon-sun"
    start: str
    end: str

    def __post_init__(self) -> None:
        """Raises ValueError naming the value that is no weekday, no time of day, or an empty window."""
        self.weekdays()
        if self.minutes()[0] == self.minutes()[1]:
            raise ValueError(f"found a daypart from {self.start} to {self.end}, expected two different times")

    def weekdays(self) -> frozenset[int]:
        """0 is Monday."""
        found: set[int] = set()
        for part in self.days.replace(" ", "").split(","):
            first, _, last = part.partition("-")
            if first not in DAYS or (last or first) not in DAYS:
                raise ValueError(f"found days {self.days!r}, expected for example mon-fri or sat,sun")
            a, b = DAYS.index(first), DAYS.index(last or first)
            found.update(range(a, b + 1) if a <= b else [*range(a, 7), *range(b + 1)])
        return frozenset(found)

    def minutes(self) -> tuple[int, int]:
        """Minutes after local midnight of the starting day; the end may exceed 1440 (crosses midnight)."""
        start, end = (_minutes(text) for text in (self.start, self.end))
        return start, end if end >= start else end + 1440


def _minutes(text: str) -> int:
    match = re.fullmatch(r"([01]\d|2[0-4]):([0-5]\d)", text)
    if not match or (minutes := int(match[1]) * 60 + int(match[2])) > 1440:
        raise ValueError(f'found time {text!r}, expected "HH:MM" between "00:00" and "24:00"')
    return minutes


# --- the city and its displays -------------------------------------------------------------------------------------


class Population(Value, frozen=True, kw_only=True):
    """The denominator of every per-inhabitant figure, with its date and source."""

    value: Annotated[int, Meta(ge=1)]
    as_of: Moment
    source: str


class Contact(Value, frozen=True, kw_only=True):
    """How to reach the city hall without the internet."""

    phone: str
    desk: Text


class City(Value, frozen=True, kw_only=True):
    """The city whose pack this is. The first language is the fallback.

    `sample_day` marks a sample pack that lives on a fixed day: the demo moves its dates by whole days to today.
    """

    id: Id
    name: str
    timezone: str
    languages: Annotated[tuple[Lang, ...], Meta(min_length=1)]
    population: Population
    contact: Contact
    sample_day: Moment | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for a time zone that IANA does not know."""
        try:
            ZoneInfo(self.timezone)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"found time zone {self.timezone!r}, expected an IANA name as Europe/Bucharest") from None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def say(self, text: Text, lang: str) -> str | None:
        """The text in that language, or None. A bare string is in the city's first language."""
        if isinstance(text, str):
            return text if lang == self.languages[0] else None
        return text.get(lang)  # type: ignore[call-overload,no-any-return]

    def name_of(self, text: Text, lang: str) -> str:
        """As `say`, for names that may stay untranslated (a source, an address): falls back to the first language."""
        if isinstance(text, str):
            return text
        return self.say(text, lang) or self.say(text, self.languages[0]) or next(iter(text.values()))


class Panel(Value, frozen=True, kw_only=True):
    """The glass: diagonal in inches, resolution in pixels as seen (portrait: 1080 × 1920)."""

    diagonal_inch: Annotated[float, Meta(ge=5, le=200)]
    width: Annotated[int, Meta(ge=320, le=4096)]
    height: Annotated[int, Meta(ge=320, le=4096)]

    @property
    def pixels_per_mm(self) -> float:
        return float((self.width**2 + self.height**2) ** 0.5 / (self.diagonal_inch * 25.4))


class Display(Value, frozen=True, kw_only=True):
    """A screen in a place, with its player."""

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


# --- slides --------------------------------------------------------------------------------------------------------


class Source(Value, frozen=True, kw_only=True):
    """Where the figures come from; shown on the slide."""

    name: Text
    url: str
    licence: Text
    as_of: Moment


class Link(Value, frozen=True, kw_only=True):
    """Where to read on: the QR code's address, and what a person can type (at most 20 characters)."""

    url: Annotated[str, Meta(pattern=r"^https?://\S+$")]
    short: Annotated[str, Meta(max_length=20)]


class Slide(Value, tag_field="kind", frozen=True, kw_only=True):
    """One full-screen message. `not_before` and `expires` bound when any kind may show.

    The id of a slide is its file name; it is not repeated inside.
    """

    not_before: Moment | None = None
    expires: Moment | None = None

    def headline(self) -> Text:
        """The text read first; a slide has a language when all of `texts()` have it."""
        raise NotImplementedError

    def texts(self) -> Iterator[Text]:
        """The sentences that must exist in a language for the slide to be shown in it."""
        yield self.headline()

    def address(self) -> Link | None:
        """What the QR code and the typed address lead to, if anything."""
        return None

    def files(self) -> Iterator[str]:
        """Paths in the pack of the files this slide needs."""
        yield from ()


class Budget(Slide, tag="budget", frozen=True, kw_only=True):
    """One view of a local budget, read from a CSV of chapters (Romanian Order 1954/2005 codes)."""

    view: Literal["hundred", "total", "per-inhabitant", "revenue"]
    data: str
    year: Annotated[int, Meta(ge=1990, le=2100)]
    status: Literal["draft", "voted", "executed"]
    title: Text
    source: Source
    unit: Literal["lei", "thousand lei", "million lei"] = "thousand lei"
    link: Link | None = None

    def headline(self) -> Text:
        return self.title

    def address(self) -> Link | None:
        return self.link

    def files(self) -> Iterator[str]:
        yield self.data


class Channels(Value, frozen=True, kw_only=True):
    """The ways to answer a call: one digital, and at least the telephone or a desk."""

    web: Annotated[str, Meta(pattern=r"^https?://\S+$")]
    short: Annotated[str, Meta(max_length=20)]
    phone: str
    desk: Text


class Consultation(Slide, tag="consultation", frozen=True, kw_only=True):
    """A call to take part. It leaves every screen at `closes`, also offline."""

    ask: Text
    who: Text
    takes_minutes: Annotated[int, Meta(ge=1, le=240)]
    opens: Moment
    closes: Moment
    channels: Channels
    legal_basis: str | None = None

    def headline(self) -> Text:
        return self.ask

    def texts(self) -> Iterator[Text]:
        yield from (self.ask, self.who)

    def address(self) -> Link | None:
        return Link(url=self.channels.web, short=self.channels.short)


class Break(Value, frozen=True, kw_only=True):
    """A point where a series stops being comparable with what came before."""

    at: int
    note: Text


class Dataset(Slide, tag="dataset", frozen=True, kw_only=True):
    """One finding from an open data set: a tidy CSV filtered by `where`, x against y."""

    data: str
    where: dict[str, str] = {}
    x: str
    y: str
    chart: Literal["bar", "line", "number"]
    title: Text
    unit: Text | None = None
    topic: Text | None = None
    since: int | None = None
    breaks: tuple[Break, ...] = ()
    source: Source
    link: Link | None = None

    def headline(self) -> Text:
        return self.title

    def texts(self) -> Iterator[Text]:
        yield self.title
        for text in (self.unit, self.topic, *(b.note for b in self.breaks)):
            if text is not None:
                yield text

    def address(self) -> Link | None:
        return self.link

    def files(self) -> Iterator[str]:
        yield self.data


class Notice(Slide, tag="notice", frozen=True, kw_only=True):
    """A short message: a road closed, an office moved."""

    title: Text
    body: Text
    image: str | None = None
    alt: Text | None = None
    link: Link | None = None

    def headline(self) -> Text:
        return self.title

    def texts(self) -> Iterator[Text]:
        yield from (self.title, self.body)
        if self.alt is not None:
            yield self.alt

    def address(self) -> Link | None:
        return self.link

    def files(self) -> Iterator[str]:
        if self.image:
            yield self.image


AnySlide = Budget | Consultation | Dataset | Notice


# --- playlists and campaigns ---------------------------------------------------------------------------------------


class Playlist(Value, frozen=True, kw_only=True):
    """An ordered list of slides."""

    id: Id
    slides: Annotated[tuple[Id, ...], Meta(min_length=1)]


class Tagged(Value, frozen=True, kw_only=True):
    """Displays that carry any of these tags."""

    tags: Annotated[tuple[str, ...], Meta(min_length=1)]


class Campaign(Value, rename={"first": "from", "last": "to"}, frozen=True, kw_only=True):
    """A playlist bound to displays, dates and dayparts.

    The highest active priority plays alone; campaigns of equal priority mix by `share` of airtime.
    `from` and `to` are inclusive local days; no dayparts means all day.
    """

    id: Id
    playlist: Id
    displays: Literal["all"] | tuple[Id, ...] | Tagged = "all"
    priority: int = 0
    share: Annotated[int, Meta(ge=1, le=1000)] = 1
    first: Moment | None = None
    last: Moment | None = None
    dayparts: tuple[Daypart, ...] = ()

    def on(self, display: Display) -> bool:
        """Whether this campaign is bound to that display."""
        if isinstance(self.displays, Tagged):
            return bool(set(self.displays.tags) & set(display.tags))
        return self.displays == "all" or display.id in self.displays


class Names(Value, frozen=True, kw_only=True):
    """Plain-language names a city gives to budget chapters (by two-digit code) and revenue origins."""

    expenditure: dict[str, Text] = {}
    revenue: dict[str, Text] = {}
    origin: dict[Literal["own", "state", "eu"], Text] = {}


class Pack(Value, frozen=True, kw_only=True):
    """Everything a city authored: the values, and the bytes of the files they name (path in the pack → content)."""

    city: City
    displays: dict[str, Display]
    slides: dict[str, AnySlide]
    playlists: dict[str, Playlist]
    campaigns: dict[str, Campaign]
    names: Names = Names()
    files: dict[str, bytes] = {}

    def zone(self, display: Display) -> ZoneInfo:
        return ZoneInfo(display.timezone or self.city.timezone)

    def languages(self, slide: AnySlide) -> tuple[str, ...]:
        """The languages a slide is complete in, in the city's order. Never empty: `pack` refuses such slides."""
        texts = list(slide.texts())
        return tuple(
            lang for lang in self.city.languages if all(self.city.say(text, lang) is not None for text in texts)
        )
