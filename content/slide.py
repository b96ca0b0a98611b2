"""The kinds of slides as a city authors them.

Decides what can be written in `slides/<id>.yaml`. Leaves out how a slide looks (`slides`) and when it shows (`plan`).
A new kind is a class here, its place in `AnySlide`, and its module and template in `slides`.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta, field

from content.authored import Moment, Text, Value

Url = Annotated[str, Meta(pattern=r"^https?://\S+\Z", max_length=300)]
"""An address on the web. Longer ones make a QR code too fine for a telephone at a few metres."""


class Source(Value, frozen=True, kw_only=True):
    """Where the figures come from; shown on the slide."""

    name: Text
    url: str
    licence: Text
    as_of: Moment


class Link(Value, frozen=True, kw_only=True):
    """Where to read on: the QR code's address, and what a person can type (at most 20 characters)."""

    url: Url
    short: Annotated[str, Meta(max_length=20)]


class Slide(Value, tag_field="kind", frozen=True, kw_only=True):
    """One full-screen message. `not_before` and `expires` bound when any kind may show.

    The id of a slide is its file name; it is not repeated inside.
    """

    not_before: Moment | None = None
    expires: Moment | None = None

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

    def texts(self) -> tuple[Text, ...]:
        return (self.title,)

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


class Consultation(Slide, tag="consultation", frozen=True, kw_only=True):
    """A call to take part. It leaves every screen at `closes`, also offline."""

    ask: Text
    who: Text
    takes_minutes: Annotated[int, Meta(ge=1, le=240)]
    opens: Moment
    closes: Moment
    channels: Channels
    legal_basis: str | None = None

    def texts(self) -> tuple[Text, ...]:
        return self.ask, self.who

    def address(self) -> Link | None:
        return Link(url=self.channels.web, short=self.channels.short)


class Break(Value, frozen=True, kw_only=True):
    """A point where a series stops being comparable with what came before."""

    at: int
    note: Text


class Dataset(Slide, tag="dataset", frozen=True, kw_only=True):
    """One finding from an open data set: a tidy CSV filtered by `where`, x against y."""

    data: str
    where: dict[str, str] = field(default_factory=dict)
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

    def texts(self) -> tuple[Text, ...]:
        optional = (self.unit, self.topic, *(each.note for each in self.breaks))
        return self.title, *(text for text in optional if text is not None)

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

    def texts(self) -> tuple[Text, ...]:
        return (self.title, self.body) if self.alt is None else (self.title, self.body, self.alt)

    def address(self) -> Link | None:
        return self.link

    def files(self) -> Iterator[str]:
        if self.image:
            yield self.image


AnySlide = Budget | Consultation | Dataset | Notice
