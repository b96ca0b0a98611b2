"""The kinds of slides as a city authors them.

Decides what can be written in `slides/<id>.yaml`. Leaves out how a slide looks (`slides`) and when it shows (`plan`).
A new kind is a class here, its place in `AnySlide`, and its module and template in `slides`.
"""

from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, field

from content.authored import Moment, Value
from content.pack.values import Text

Url = Annotated[str, Meta(pattern=r"^https?://\S+\Z", max_length=300)]
"""An address on the web. Longer ones make a QR code too fine for a telephone at a few metres."""


class Source(Value, frozen=True, kw_only=True):
    """Where the figures come from; shown on the slide."""

    name: Text
    url: str
    licence: Text
    as_of: Moment | None = None
    """The data's own date. May be left to the provenance of an imported file (`model.Provenance`)."""


class Link(Value, frozen=True, kw_only=True):
    """Where to read on: the QR code's address, and what a person can type (at most 20 characters)."""

    url: Url
    short: Annotated[str, Meta(max_length=20)]


class OfficialPeriod(NamedTuple):
    """From when until when a slide calls people to act by the law it names. `field` is where its end is written."""

    legal_basis: str
    opens: Moment | None
    closes: Moment
    field: str


class Slide(Value, tag_field="kind", frozen=True, kw_only=True):
    """One full-screen message. `not_before` and `expires` bound when any kind may show.

    The id of a slide is its file name; it is not repeated inside.
    """

    not_before: Moment | None = None
    expires: Moment | None = None

    @property
    def kind(self) -> str:
        """As it is written in the pack: `budget`, `consultation`, `dataset`, `notice`."""
        return str(self.__struct_config__.tag)

    def texts(self) -> tuple[Text, ...]:
        """What must exist in a language for the slide to be shown in it, the headline first."""
        return ()

    def headline(self) -> Text:
        """The text read first."""
        return self.texts()[0]

    def address(self) -> Link | None:
        """What the QR code and the typed address lead to, if anything."""
        return None

    def files(self) -> Iterator[str]:
        """Paths in the pack of the files this slide needs."""
        yield from ()

    def begins(self) -> tuple[Moment, ...]:
        """It shows only after all of these."""
        return (self.not_before,) if self.not_before else ()

    def ends(self) -> tuple[Moment, ...]:
        """It shows only until the first of these."""
        return (self.expires,) if self.expires else ()

    def official_period(self) -> OfficialPeriod | None:
        """The period it is open for by law; None for what calls nobody."""
        return None

    def phases(self) -> "dict[str, Slide]":
        """What it is shown as in the course of its life, by the name of the phase; "" is the slide as it is written."""
        return {"": self}


class Figured(Slide, frozen=True, kw_only=True):
    """A slide of figures: what they are read from, whose they are, and how long they may be shown.

    `fresh_for_days` counts from the day the source last confirmed them (`Provenance.fetched`), or else from `as_of`.
    """

    data: str
    source: Source
    fresh_for_days: Annotated[int, Meta(ge=1, le=36_500)] | None = None
    link: Link | None = None

    def address(self) -> Link | None:
        return self.link

    def files(self) -> Iterator[str]:
        yield self.data


class Channels(Value, frozen=True, kw_only=True):
    """The ways to answer a call: one digital, and at least the telephone or a desk."""

    web: Url
    short: Annotated[str, Meta(max_length=20)]
    phone: str
    desk: Text


BudgetUnit = Literal["lei", "thousand lei", "million lei", "EUR", "thousand EUR", "million EUR"]


class Inflation(Value, frozen=True, kw_only=True):
    """By how many per cent prices rose between the two years, and who says so."""

    percent: Annotated[float, Meta(ge=-50, le=500)]
    source: str
    as_of: Moment


class Previous(Value, frozen=True, kw_only=True):
    """The budget a `change` is counted against. Without `inflation` only the nominal change is shown."""

    data: str
    year: Annotated[int, Meta(ge=1990, le=2100)]
    status: Literal["draft", "voted", "executed"]
    unit: BudgetUnit = "thousand lei"
    inflation: Inflation | None = None


class Objection(Value, frozen=True, kw_only=True):
    """How to object to a draft budget, and until when (law 273/2006 art. 39 (3)-(4): 15 days from publication)."""

    until: Moment
    channels: Channels
    legal_basis: str = "Legea 273/2006, art. 39"


class Budget(Figured, tag="budget", frozen=True, kw_only=True):
    """One view of a local budget, read from a CSV of chapters (Romanian Order 1954/2005 codes).

    `previous` belongs to the view `change`, `objection` to the view `objection`, `period` to `per-inhabitant`. `by`
    says what its rows are: chapters, or the divisions of COFOG, by which cities of all countries compare.
    """

    view: Literal["about", "total", "hundred", "revenue", "per-inhabitant", "change", "objection"]
    year: Annotated[int, Meta(ge=1990, le=2100)]
    status: Literal["draft", "voted", "executed"]
    title: Text
    unit: BudgetUnit = "thousand lei"
    period: Literal["year", "month"] = "year"
    by: Literal["chapter", "cofog"] = "chapter"
    previous: Previous | None = None
    objection: Objection | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for a view without what it is drawn from, and for objections to what is decided."""
        super().__post_init__()
        for view, value in (("change", self.previous), ("objection", self.objection)):
            if self.view == view and value is None:
                raise ValueError(f"found the view {view!r} without {_NEEDS[view]!r}, expected it")
        if self.view == "objection" and self.status != "draft":
            raise ValueError(f"found the view 'objection' of a budget that is {self.status}, expected a draft")
        if self.by == "cofog" and self.view not in ("hundred", "per-inhabitant", "change"):
            raise ValueError(f"found `by: cofog` in the view {self.view!r}, expected one with chapters")
        if self.previous and self.previous.year >= self.year:
            raise ValueError(f"found previous.year {self.previous.year}, expected a year before {self.year}")

    def texts(self) -> tuple[Text, ...]:
        return (self.title,)

    def address(self) -> Link | None:
        if self.view == "objection" and self.objection:
            return Link(url=self.objection.channels.web, short=self.objection.channels.short)
        return self.link

    def files(self) -> Iterator[str]:
        yield self.data
        if self.previous:
            yield self.previous.data

    def ends(self) -> tuple[Moment, ...]:
        until = (self.objection.until,) if self.view == "objection" and self.objection else ()
        return super().ends() + until

    def official_period(self) -> OfficialPeriod | None:
        if self.view != "objection" or self.objection is None:
            return None
        return OfficialPeriod(self.objection.legal_basis, self.not_before, self.objection.until, "objection.until")


_NEEDS = {"change": "previous", "objection": "objection"}


class Outcome(Value, rename={"first": "from", "last": "to"}, frozen=True, kw_only=True):
    """What came of a call: "what you said / what we did". Shown from `from` (a moment) until `to`."""

    title: Text
    said: Text
    did: Text
    participants: Annotated[int, Meta(ge=0)] | None = None
    first: Moment
    last: Moment | None = None


class Consultation(Slide, tag="consultation", frozen=True, kw_only=True):
    """A call to take part. It leaves every screen at `closes`, also offline.

    Its life: announced (from `announce` to `opens`, when there is one), open, closing (the last 48 hours, counted in
    hours), closed (off the screens), result (when `result` says it).
    """

    ask: Text
    who: Text
    takes_minutes: Annotated[int, Meta(ge=1, le=240)]
    opens: Moment
    closes: Moment
    channels: Channels
    legal_basis: str | None = None
    announce: Moment | None = None
    result: Outcome | None = None

    def texts(self) -> tuple[Text, ...]:
        return self.ask, self.who

    def address(self) -> Link | None:
        return Link(url=self.channels.web, short=self.channels.short)

    def begins(self) -> tuple[Moment, ...]:
        return (*super().begins(), self.opens)

    def ends(self) -> tuple[Moment, ...]:
        return (*super().ends(), self.closes)

    def official_period(self) -> OfficialPeriod | None:
        return OfficialPeriod(self.legal_basis, self.opens, self.closes, "closes") if self.legal_basis else None

    def phases(self) -> dict[str, Slide]:
        found: dict[str, Slide] = {"announced": Announced(call=self)} if self.announce else {}
        found[""] = self
        if self.result:
            found["result"] = Result(call=self, outcome=self.result)
        return found


class Announced(Slide, tag="announced", frozen=True, kw_only=True):
    """A call before it opens: derived from it, never authored. It gives way to the open call at the very minute."""

    call: Consultation

    @property
    def kind(self) -> str:
        return "consultation"

    def texts(self) -> tuple[Text, ...]:
        return self.call.texts()

    def address(self) -> Link | None:
        return self.call.address()

    def begins(self) -> tuple[Moment, ...]:
        return tuple(each for each in (self.call.not_before, self.call.announce) if each)

    def ends(self) -> tuple[Moment, ...]:
        return (*Slide.ends(self.call), self.call.closes, self.call.opens.at_start())


class Result(Slide, tag="result", frozen=True, kw_only=True):
    """What came of a call: derived from it, never authored. Without `to` it stays until the slide's `expires`."""

    call: Consultation
    outcome: Outcome

    @property
    def kind(self) -> str:
        return "consultation"

    def texts(self) -> tuple[Text, ...]:
        return self.outcome.title, self.outcome.said, self.outcome.did

    def address(self) -> Link | None:
        return self.call.address()

    def begins(self) -> tuple[Moment, ...]:
        return self.outcome.first, self.call.closes.at_end()

    def ends(self) -> tuple[Moment, ...]:
        return (self.outcome.last,) if self.outcome.last else Slide.ends(self.call)


class Break(Value, frozen=True, kw_only=True):
    """A point where a series stops being comparable with what came before: a year, or a period as `2024-03`."""

    at: int | str
    note: Text


class Dataset(Figured, tag="dataset", frozen=True, kw_only=True):
    """One finding from an open data set: a tidy CSV filtered by `where`, x against y; or places on a map (GeoJSON).

    `chart` auto follows the rule of `slides.dataset`. `scope` says of whom the figures are (the city, the county).
    `featured` makes it the data set of the week.
    """

    where: dict[str, str] = field(default_factory=dict)
    x: str = ""
    y: str = ""
    chart: Literal["auto", "bar", "line", "number", "map"] = "auto"
    title: Text
    unit: Text | None = None
    topic: Text | None = None
    scope: Text | None = None
    since: int | None = None
    breaks: tuple[Break, ...] = ()
    outline: str | None = None
    featured: bool = False

    def texts(self) -> tuple[Text, ...]:
        optional = (self.unit, self.topic, self.scope, *(each.note for each in self.breaks))
        return self.title, *(text for text in optional if text is not None)

    def files(self) -> Iterator[str]:
        yield self.data
        if self.outline:
            yield self.outline


class Notice(Slide, tag="notice", frozen=True, kw_only=True):
    """A short message: a road closed, an office moved."""

    title: Text
    body: Text
    image: str | None = None
    alt: Text | None = None
    link: Link | None = None

    def texts(self) -> tuple[Text, ...]:
        return (self.title, self.body) if self.alt is None else (self.title, self.body, self.alt)

    def address(self) -> Link | None:
        return self.link

    def files(self) -> Iterator[str]:
        if self.image:
            yield self.image


AnySlide = Budget | Consultation | Dataset | Notice
