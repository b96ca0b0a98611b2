"""The kinds of slides as a city authors them.

Decides what can be written in `slides/<id>.yaml`, and what each kind answers where it differs from `pack.slide`.
Leaves out how a slide looks (`slides`) and when it shows (`publication.planner`).

A new kind is a class and its line in `AUTHORED`. That table stands here and not beside the looks in `slides.kinds`,
because a pack is read, merged and checked for what it says by code that lies below all drawing.
"""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, Union

from msgspec import Meta, field

from content.authored import Moment, Value
from content.pack.consultation import Consultation
from content.pack.slide import (
    Bound,
    Channels,
    Figured,
    KindNames,
    Link,
    MustEnd,
    OfficialPeriod,
    Passage,
    Picture,
    Slide,
    Stage,
)
from content.pack.values import Text
from content.phrases import said

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
    status: Stage
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

    names: ClassVar[KindNames] = KindNames("a budget slide", {"en": "budgets", "ro": "bugete"}, "Buget")
    of_public_money: ClassVar[bool] = True

    view: Literal["about", "total", "hundred", "revenue", "per-inhabitant", "change", "objection"]
    year: Annotated[int, Meta(ge=1990, le=2100)]
    status: Stage
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
                raise ValueError(
                    said("found the view {view!r} without {needs!r}, expected it", view=view, needs=_NEEDS[view])
                )
        if self.view == "objection" and self.status != "draft":
            raise ValueError(
                said("found the view 'objection' of a budget that is {status}, expected a draft", status=self.status)
            )
        if self.by == "cofog" and self.view not in ("hundred", "per-inhabitant", "change"):
            raise ValueError(said("found `by: cofog` in the view {view!r}, expected one with chapters", view=self.view))
        if self.previous and self.previous.year >= self.year:
            raise ValueError(
                said(
                    "found previous.year {year}, expected a year before {year2}",
                    year=self.previous.year,
                    year2=self.year,
                )
            )

    def prose(self) -> tuple[Passage, ...]:
        return (Passage("title", self.title),)

    def called(self) -> Objection | None:
        """What people are called to by this view; None in the views that only tell."""
        return self.objection if self.view == "objection" else None

    def address(self) -> Link | None:
        objection = self.called()
        return objection.channels.link() if objection else self.link

    def address_field(self) -> str:
        return "objection.channels" if self.called() else "link"

    def channels_to_answer(self) -> Channels | None:
        objection = self.called()
        return objection.channels if objection else None

    def telephones(self) -> Iterator[tuple[str, str]]:
        if self.objection:  # also where the view does not show it
            yield "objection.channels.phone", self.objection.channels.phone

    def files(self) -> Iterator[str]:
        yield self.data
        if self.previous:
            yield self.previous.data

    def closing(self) -> tuple[Bound, ...]:
        until = self.deadline()
        return (*super().closing(), *((Bound("objection.until", until),) if until else ()))

    def deadline(self) -> Moment | None:
        objection = self.called()
        return objection.until if objection else None

    def official_period(self) -> OfficialPeriod | None:
        objection = self.called()
        if objection is None:
            return None
        return OfficialPeriod(objection.legal_basis, self.not_before, objection.until, "objection.until")

    def must_end(self) -> MustEnd | None:
        return MustEnd("a draft budget", of=f"the budget of {self.year}") if self.status == "draft" else None

    def stages(self) -> tuple[Stage, ...]:
        return (self.status, self.previous.status) if self.previous else (self.status,)

    def numbers(self) -> tuple[int, ...]:
        return (self.year,)

    def compares(self) -> bool:
        return self.view == "change"

    def adds_up_to(self) -> int | None:
        return 100 if self.view == "hundred" else None


_NEEDS = {"change": "previous", "objection": "objection"}


class Break(Value, frozen=True, kw_only=True):
    """A point where a series stops being comparable with what came before: a year, or a period as `2024-03`."""

    at: int | str
    note: Text


class Dataset(Figured, tag="dataset", frozen=True, kw_only=True):
    """One finding from an open data set: a tidy CSV filtered by `where`, x against y; or places on a map (GeoJSON).

    `chart` auto follows the rule of `slides.dataset`. `scope` says of whom the figures are (the city, the county).
    `featured` makes it the data set of the week.
    """

    names: ClassVar[KindNames] = KindNames("a data set", {"en": "open data", "ro": "date deschise"}, "Date deschise")

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

    def prose(self) -> tuple[Passage, ...]:
        optional = (("unit", self.unit), ("topic", self.topic), ("scope", self.scope))
        return (
            Passage("title", self.title),
            *(Passage(name, text) for name, text in optional if text is not None),
            *(Passage(f"breaks[{number}].note", each.note) for number, each in enumerate(self.breaks)),
        )

    def must_end(self) -> MustEnd | None:
        return MustEnd("the data set of the week") if self.featured else None

    def files(self) -> Iterator[str]:
        yield self.data
        if self.outline:
            yield self.outline


class Notice(Slide, tag="notice", frozen=True, kw_only=True):
    """A short message: a road closed, an office moved."""

    names: ClassVar[KindNames] = KindNames("a notice", {"en": "notices", "ro": "anunțuri"}, "Anunț")

    title: Text
    body: Text
    image: str | None = None
    alt: Text | None = None
    link: Link | None = None

    def prose(self) -> tuple[Passage, ...]:
        return Passage("title", self.title), Passage("body", self.body)

    def texts(self) -> tuple[Text, ...]:
        return (self.title, self.body) if self.alt is None else (self.title, self.body, self.alt)

    def running_text(self) -> Passage | None:
        return Passage("body", self.body)

    def address(self) -> Link | None:
        return self.link

    def pictures(self) -> tuple[Picture, ...]:
        return (Picture(self.image, self.alt),) if self.image else ()


AUTHORED: dict[str, type[Slide]] = {
    "budget": Budget,
    "consultation": Consultation,
    "dataset": Dataset,
    "notice": Notice,
}
"""What `kind:` may say in `slides/<id>.yaml`, and the type that such a file is read as."""


def authored() -> Any:
    """The type that any slide of a pack is read as: one of `AUTHORED` at this moment, told apart by its `kind`."""
    return Union[tuple(AUTHORED.values())]  # noqa: UP007  the members are known only now
