"""One case of the corpus: a file as somebody really has it, and the right value or the right question.

Expectations are worked out by hand, or by a model of the test's own; never by a reader of the program.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple


class Budget(NamedTuple):
    """What a budget's files must hold.

    `spent` and `income` are by the code of each chapter, in lei (as a text, exact), all of them and no other; None for
    a side that must not be there. `slide` are values of any of its slides by their path, as `source.as_of`: of `view`
    where a case is about one. `notes` are texts that stand in a finding or a question.
    """

    spent: Mapping[str, str] | None = None
    income: Mapping[str, str] | None = None
    slide: Mapping[str, Any] = {}
    view: str = "hundred"
    notes: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    """Options or keys of the questions that stay open, and no other; only looked at when it names some."""


class Table(NamedTuple):
    """What a table's files must hold: `points` by their label ("" for a missing value), all of them in this order."""

    points: Mapping[str, str]
    slide: Mapping[str, Any] = {}
    notes: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


class Places(NamedTuple):
    """What a map's file must hold: `places` with longitude and latitude, all of them in this order."""

    places: Mapping[str, tuple[float, float]]
    slide: Mapping[str, Any] = {}
    notes: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


class Draft(NamedTuple):
    """What the one slide or draft of an import must hold; `lacks` are paths that it must not have."""

    slide: Mapping[str, Any] = {}
    lacks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


class Days(NamedTuple):
    """What the campaigns of an import must say of their times, in order: `first`, `last`, `rrule`, `exdate`, …"""

    campaigns: tuple[Mapping[str, Any], ...]
    notes: tuple[str, ...] = ()


class Asked(NamedTuple):
    """Nothing is written: `option` is the option that answers, `answers` are among its choices."""

    option: str
    answers: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Refused(NamedTuple):
    """Nothing is written; the one sentence holds these texts, the place among them."""

    texts: tuple[str, ...]


Expectation = Budget | Table | Places | Draft | Days | Asked | Refused


class Case(NamedTuple):
    """`shows` is one line. `beside` are further files, or addresses with what they answer; `pack` files of the pack.

    `data` is the file, or writes it when a test wants it: a workbook takes long, and every test is collected.
    """

    name: str
    shows: str
    file: str
    data: str | bytes | Callable[[], bytes]
    expect: Expectation
    options: Mapping[str, str] = {}
    reader: str = "budget"
    beside: Mapping[str, bytes] = {}
    city: str = "Municipiul Timișoara"
    inhabitants: int = 100
    """So few that a budget of ten thousand to ten million lei is possible."""
    pack: Mapping[str, bytes] = {}

    @property
    def body(self) -> bytes:
        """The bytes of the file."""
        data = self.data() if callable(self.data) else self.data
        return data.encode() if isinstance(data, str) else data
