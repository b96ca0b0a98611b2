"""A budget as a person wants it imported: whose year and stage, what stands beside it, and how to object to it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

import msgspec

from content import legal
from content.authored import Id, Moment
from content.findings import Finding
from content.pack.slide import Url
from content.pack.slides import BudgetUnit
from content.phrases import said
from content.questions import Choice, Question
from content.readers.budgets.budget import Figures
from content.readers.budgets.columns import Stage
from content.readers.files.numbers import DecimalMark

COFOG = "cofog"
"""What `by` asks of chapters of Order 1954/2005."""
Contradicted = Literal["year", "status", "city", "unit", "rows"]
"""What a file may say otherwise than a person; `rows` are those of which no total says whether they count."""
SideName = Literal["expenditure", "revenue"]


class Options(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person may choose.

    `column` names the column of a city's own table that is read, as its header or the last line of it does;
    `revenue` is the file of revenue where it is another; `surplus` (lei) what earlier years leave to be spent;
    `previous` the path in the pack of the data file of the budget before; `inflation` per cent between the two years;
    `published` the day a draft was published; `objections_until` when objections end: it is proposed, never assumed.
    `entity` is the institution's fiscal code, where a file of execution has several, `financing` its source (A to G; A
    unless said); `phase`, `measure` and `by` (a classification) choose in a fiscal data package; `by` cofog
    joins chapters of Order 1954/2005 into the divisions of COFOG; `sure` names what the person is sure of though the
    file says otherwise (year, status, city, unit), or of which it leaves a doubt (rows). `decimal` is the decimal mark,
    where no amount shows it.
    """

    id: Id | None = None
    year: int | None = None
    status: Stage | None = None
    unit: BudgetUnit | None = None
    side: SideName | None = None
    sheet: str = ""
    column: str = ""
    decimal: DecimalMark = ""
    entity: str = ""
    financing: Literal["A", "B", "C", "D", "E", "F", "G"] | None = None
    by: str = ""
    phase: str = ""
    measure: str = ""
    revenue: str = ""
    surplus: Decimal | None = None
    previous: str = ""
    previous_year: int | None = None
    previous_status: Stage | None = None
    inflation: float | None = None
    inflation_source: str = ""
    inflation_as_of: Moment | None = None
    published: Moment | None = None
    objections_until: Moment | None = None
    web: Url | None = None
    short: str = ""
    phone: str = ""
    desk: str = ""
    source_name: str = ""
    source_url: Url | None = None
    licence: str = ""
    as_of: Moment | None = None
    sure: tuple[Contradicted, ...] = ()


class Side(NamedTuple):
    """One side of a budget as its source gave it. `digest` is the source's SHA-256; `until` the last day it tells of.

    `partial` says what makes it a part of the year; empty for a whole one. `cells` are where in the source the amounts
    of each code stand, where that is known.
    """

    figures: Figures
    unit: BudgetUnit
    proof: str
    address: str
    digest: str
    findings: tuple[Finding, ...] = ()
    until: str = ""
    partial: str = ""
    cells: Mapping[str, tuple[str, ...]] = {}


class Budgeted(NamedTuple):
    """A budget whose sides belong together, as `imports.budget` brought it, and what a person must say of it.

    `decided` is the day of the decision that its titles name.
    """

    sides: dict[SideName, Side]
    year: int
    stage: Stage
    source: str
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...] = ()
    decided: date | None = None


def proposal(options: Options) -> str:
    """When the law's days for objections end, by each way of counting them, for a person to choose from."""
    published = options.published
    if published is None:
        return ""
    ways = (f"{each.last.isoformat()} ({each.counting})" for each in legal.proposed(legal.OBJECTIONS, published.day))
    return said(
        "; published on {text}, the {days} days end on {ways}",
        text=published.text,
        days=legal.OBJECTIONS.days,
        ways=", ".join(ways),
    )


def last_days(options: Options) -> tuple[Choice, ...]:
    """The last days for objections that the law may mean, where the day of publication is said, for a person to choose
    from."""
    if options.published is None:
        return ()
    proposed = legal.proposed(legal.OBJECTIONS, options.published.day)
    return tuple(Choice(answer=each.last.isoformat(), gives=str(each.counting)) for each in proposed)
