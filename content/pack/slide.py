"""What the rest of the program may ask of a slide, whatever its kind.

Decides the questions and the answers of a slide that says nothing else: a new kind overrides what is different of it,
and no module outside asks which kind it is. Leaves out the kinds themselves (`pack.slides`), how a slide looks
(`slides.kind`), and when it shows (`publication.planner`).

A *field* in these answers is the place of a value in the slide's file, as `title`, `result.said` or `breaks[0].note`.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Annotated, ClassVar, Literal, NamedTuple

from msgspec import Meta

from content.authored import Moment, Value
from content.pack.values import Text

Url = Annotated[str, Meta(pattern=r"^https?://\S+\Z", max_length=300)]
"""An address on the web. Longer ones make a QR code too fine for a telephone at a few metres."""

Stage = Literal["draft", "voted", "executed"]
"""How far a budget has come."""


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


class Channels(Value, frozen=True, kw_only=True):
    """The ways to answer a call: one digital, and at least the telephone or a desk."""

    web: Url
    short: Annotated[str, Meta(max_length=20)]
    phone: str
    desk: Text

    def link(self) -> Link:
        """The digital way."""
        return Link(url=self.web, short=self.short)


# --- what slides answer --------------------------------------------------------------------------------------------


class Passage(NamedTuple):
    """A text that people read as sentences."""

    field: str
    text: Text


class Bound(NamedTuple):
    """A moment from which, or until which, a slide shows."""

    field: str
    moment: Moment


class Picture(NamedTuple):
    """A picture file of the pack that is placed on the slide, and what it shows in words; None when nobody wrote it."""

    path: str
    alt: Text | None


class OfficialPeriod(NamedTuple):
    """From when until when a slide calls people to act by the law it names. `field` is where its end is written.

    `announced` is from when people are told of it, where that is before it opens.
    """

    legal_basis: str
    opens: Moment | None
    closes: Moment
    field: str
    announced: Moment | None = None


class MustEnd(NamedTuple):
    """Why a slide must leave the screens some day. Slides that are `of` the same thing are named in one finding."""

    why: str
    of: str | None = None


class KindNames(NamedTuple):
    """What people call a kind of slide where they read of it.

    `one` is in an English sentence, `several` by the language of an interface (`en`, `ro`), and `label` stands over a
    slide on the wall, in Romanian. `phase` is how a phase of a slide's life is called in an English sentence; empty for
    the slide as it is written.
    """

    one: str
    several: Mapping[str, str]
    label: str
    phase: str = ""


class Slide(Value, tag_field="kind", frozen=True, kw_only=True):
    """One full-screen message. `not_before` and `expires` bound when any kind may show.

    The id of a slide is its file name; it is not repeated inside.
    """

    names: ClassVar[KindNames] = KindNames("a slide", {"en": "slides", "ro": "afișe"}, "Afiș")
    each_is_a_call: ClassVar[bool] = False
    """Whether every slide of the kind is a call of its own: then each should get its part of what the city's
    `minimum_airtime` gives the kind."""

    not_before: Moment | None = None
    expires: Moment | None = None

    @property
    def kind(self) -> str:
        """As it is written in the pack: `budget`, `consultation`, `dataset`, `notice`."""
        return str(self.__struct_config__.tag)

    # --- words

    def prose(self) -> tuple[Passage, ...]:
        """What people read as sentences, the headline first; names of sources, desks and licences are not."""
        return ()

    def texts(self) -> tuple[Text, ...]:
        """What must exist in a language for the slide to be shown in it, the headline first."""
        return tuple(passage.text for passage in self.prose())

    def headline(self) -> Text:
        """The text read first."""
        return self.texts()[0]

    def running_text(self) -> Passage | None:
        """The running text under the headline of a short message, for which public signs have limits of length."""
        return None

    # --- the ways on

    def address(self) -> Link | None:
        """What the QR code and the typed address lead to, if anything."""
        return None

    def address_field(self) -> str:
        """The field whose `short` is the typed address."""
        return "link"

    def channels_to_answer(self) -> Channels | None:
        """How people answer what the slide asks; None when it only tells, and people turn to the city hall."""
        return None

    def telephones(self) -> Iterator[tuple[str, str]]:
        """The numbers written in the slide, each after its field."""
        if channels := self.channels_to_answer():
            yield f"{self.address_field()}.phone", channels.phone

    # --- files

    def files(self) -> Iterator[str]:
        """Paths in the pack of the files this slide needs."""
        yield from (picture.path for picture in self.pictures())

    def pictures(self) -> tuple[Picture, ...]:
        """The files that are placed on the slide as they are."""
        return ()

    def figures(self) -> "Figured | None":
        """The slide itself when it says figures that have a source."""
        return None

    # --- time

    def opening(self) -> tuple[Bound, ...]:
        """It shows only after all of these."""
        return (Bound("not_before", self.not_before),) if self.not_before else ()

    def closing(self) -> tuple[Bound, ...]:
        """It shows only until the first of these."""
        return (Bound("expires", self.expires),) if self.expires else ()

    def begins(self) -> tuple[Moment, ...]:
        """The moments of `opening`."""
        return tuple(bound.moment for bound in self.opening())

    def ends(self) -> tuple[Moment, ...]:
        """The moments of `closing`."""
        return tuple(bound.moment for bound in self.closing())

    def ordered(self) -> tuple[tuple[Bound, Bound], ...]:
        """Pairs of which the first must be before the second, or something of the slide would never show."""
        return tuple(product(self.opening(), self.closing()))

    def deadline(self) -> Moment | None:
        """The moment until which people can act on what the slide calls them to; None when it calls nobody."""
        return None

    def official_period(self) -> OfficialPeriod | None:
        """The period by law of which this slide, or phase of one, tells; None for what has none."""
        return None

    def must_end(self) -> MustEnd | None:
        """Why it may not stay for good, as far as its fields say so."""
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

    of_public_money: ClassVar[bool] = False
    """Whether a percentage says nothing here without its amount."""

    def address(self) -> Link | None:
        return self.link

    def files(self) -> Iterator[str]:
        yield self.data
        yield from super().files()

    def figures(self) -> "Figured | None":
        return self

    def stages(self) -> tuple[Stage, ...]:
        """The stages of the budgets that the figures are of, the slide's own first; none for other figures."""
        return ()

    def numbers(self) -> tuple[int, ...]:
        """Numbers that a headline may say though no mark draws them."""
        return ()

    def compares(self) -> bool:
        """Whether a headline may say the difference of two figures that are drawn."""
        return True

    def adds_up_to(self) -> int | None:
        """What the rows add up to, where the slide promises a round sum."""
        return None
