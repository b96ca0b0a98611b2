"""The data that templates are given: the shapes that every kind of slide shares.

Decides what a template, the gate and the workers that draw may read of any page. A kind's own data are a struct that
extends `PageData`. Leaves out what the values are (`page`, the kinds' modules).
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from content.pack.model import Theme
from content.slides.colours import Colours


class FontSizes(msgspec.Struct, frozen=True, kw_only=True):
    """In pixels, of headline, body and small text."""

    head: float
    body: float
    small: float


class QrCode(msgspec.Struct, frozen=True, kw_only=True):
    """`svg`: one unit a module; `count` modules a side, `module` pixels each, `quiet` modules to keep free."""

    svg: str
    count: int
    module: int
    quiet: int


class PageGround(msgspec.Struct, frozen=True, kw_only=True):
    """What a page is drawn on: pixels, font sizes in pixels, colours, and what all slides of a city say.

    `clock` is the width of the clock's place in em. `live` is False on paper, where nothing moves.
    """

    width: int
    height: int
    minimum: FontSizes = msgspec.field(name="min")
    wanted: FontSizes = msgspec.field(name="want")
    steps: tuple[float, ...]
    lang: str
    colors: Colours
    theme: Theme
    city: str
    clock: float
    live: bool = True


class AnswerPanel(msgspec.Struct, frozen=True, kw_only=True):
    """The QR code's card: the code, what it is in words, the address to type, and the way without the internet.

    `desk` is said in two ways, parted at its commas or anywhere.
    """

    qr: QrCode
    alt: str
    short: str
    offline: str
    desk: tuple[str, str]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a list: name, bar and figure, and a second figure `beside` it.

    `part` is the bar's length, None where the figure is missing. `rest` marks the row of all that is not shown, `whole`
    one that is not a part of what the others add up to.
    """

    label: str
    figure: str
    part: float | None
    rest: bool = False
    beside: str | None = None
    whole: bool = False


class Mark(NamedTuple):
    """A bar, a row or an end of a line, as it is labelled."""

    name: str
    figure: str


class PageData(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """What the template of any kind is given. Templates read the fields of `frame` beside the others, all in one.

    `kicker` is the line above the headline. `until` (UTC, ISO 8601) is when a countdown on the page ends.
    """

    frame: PageGround
    title: str
    kicker: str = ""
    panel: AnswerPanel | None = None
    foot: str | None = None
    until: str | None = None

    def plain(self) -> dict[str, Any]:
        """As the template reads it: JSON-ready."""
        data: dict[str, Any] = msgspec.to_builtins(self)
        return {**data.pop("frame"), **data}

    # --- what the gate compares

    def listed(self) -> tuple[Row, ...]:
        """The rows of figures, if it lists any."""
        return ()

    def marks(self) -> Iterator[Mark]:
        """Everything drawn that must have its name and its figure beside it."""
        return (Mark(row.label, row.figure) for row in self.listed())

    def counted_in(self) -> str:
        """The line that says in what the figures are counted; empty when they say it themselves."""
        return ""

    def dated(self) -> tuple[str, ...]:
        """The labels of the values drawn that may name a year."""
        return ()
