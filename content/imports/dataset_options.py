"""Open data as a person wants it, and as a source gave it: what passes between `dataset` and `headline`."""

from datetime import date
from typing import Literal, NamedTuple

import msgspec

from content.findings import refused
from content.pack.values import Lang
from content.phrases import said
from content.readers.files.numbers import DecimalMark
from content.readers.files.sheet import Sheet
from content.readers.open_data.geojson import Place


class Options(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person may choose. Texts are in `lang`, by default the city's first language.

    `where` and `breaks` are written `column=value;column=value` and `2016=another way of counting`, `columns` as
    `um=unit;judete=place`: what a column is for. `total` names the rows that are sums of others, apart by `;`, or is
    `none`. `sure` is what a person confirms against the source: `city`, `unit`; `year`, that the figures of a year or
    month that is not over are whole.
    """

    id: str = ""
    resource: str = ""
    search: str = ""
    path: str = ""
    sheet: str = ""
    where: str = ""
    columns: str = ""
    x: str = ""
    y: str = ""
    since: int | None = None
    decimal: DecimalMark = ""
    total: str = ""
    chart: Literal["auto", "bar", "line", "number", "map"] = "auto"
    title: str = ""
    topic: str = ""
    unit: str = ""
    scope: str = ""
    breaks: str = ""
    lang: Lang | None = None
    places: str = ""
    outline: str = ""
    day: str = ""
    by: Literal["days", "routes", "hours"] = "days"
    source_name: str = ""
    licence: str = ""
    as_of: str = ""
    page: str = ""
    short: str = ""
    sure: tuple[Literal["city", "unit", "year"], ...] = ()
    fresh_for_days: int | None = None
    featured: bool = False


class Setting(NamedTuple):
    """The city an import is for, by its name, and today there."""

    city: str
    today: date


class SourceData(NamedTuple):
    """What a source gave, and what it says of itself."""

    rows: Sheet | list[Place]
    digest: str
    page: str
    """Where a person can read on; "" for a file."""
    title: str = ""
    subject: str = ""
    """What its figures are of, where the source has a name for them beside the title."""
    publisher: str = ""
    licence: str | None = None
    modified: str = ""
    as_of: date | None = None
    counted: Literal["", "departures", "bikes"] = ""
    x: str = ""
    """The column the figures are drawn against, where the source leaves no choice."""
    warned: tuple[tuple[str, str], ...] = ()
    """What a person is to know of the source: the code of a finding and its sentence."""


def pairs(text: str, option: str) -> dict[str, str]:
    """`a=b;c=d` as a mapping. Raises RefusedError."""
    values = {}
    for part in filter(str.strip, text.split(";")):
        key, equals, value = part.partition("=")
        if not equals or not key.strip() or not value.strip():
            raise refused("option", option, said("found {part!r}, expected name=value;name=value", part=part.strip()))
        values[key.strip()] = value.strip()
    return values


def joined(values: dict[str, str]) -> str:
    """A mapping as `pairs` reads it."""
    return ";".join(f"{key}={value}" for key, value in values.items())
