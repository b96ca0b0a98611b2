"""Small budgets whose figures are known by hand, and what is said of them."""

import re
from typing import Any

import msgspec
from hypothesis import strategies as st

from content.pack.model import Pack
from content.slides.compose import compose
from content.slides.job import Format
from tests.slides.budgets import budget_city, budget_slide
from tests.slides.samples import FORMATS, changed, city

SOURCE = {"name": "x", "url": "https://example.org", "licence": "x"}


LANGS = ("ro", "en", "hu", "de", "sr")


NEAR_720 = Format(width=1280, height=720, pixels_per_mm=1.807, viewing_distance_m=2.0)


def composed(pack: Pack, name: str, lang: str = "ro", orientation: str = "landscape") -> dict[str, Any]:
    return compose(pack, name, lang, FORMATS[orientation]).data.plain()


def said(row: dict[str, Any], *parts: str) -> tuple[str, ...]:
    return tuple(row[part].replace("\u00a0", " ") for part in parts)


def number(text: str) -> int:
    """The whole number a figure begins with, as Romanian writes it."""
    match = re.match(r"[+\u2212]?[\d.]+", text)
    assert match
    return int(match[0].replace(".", "").replace("\u2212", "-"))


def town(text: str, people: int, view: str = "hundred", **fields: Any) -> Pack:
    """The sample city with other figures (in lei), another number of inhabitants, and the slide `x` of them."""
    pack = city()
    slide = changed(pack, "buget-100", view=view, data="data/x.csv", unit="lei", **fields)
    population = msgspec.structs.replace(pack.city.population, value=people)
    return msgspec.structs.replace(
        pack,
        city=msgspec.structs.replace(pack.city, population=population),
        slides={**pack.slides, "x": slide},
        files={**pack.files, "data/x.csv": text.encode()},
    )


TOWN = "cod;denumire;total\n84.02;Drumuri;700000\n65.02;Școli;500000\n51.02;Primărie;300000\n49.02;TOTAL;1500000\n"
"""1,000 inhabitants: 1,500 lei a year each, 125 a month."""


COFOG = "cod;denumire;total\n84.02;a;400000\n81.02;b;300000\n65.02;c;500000\n51.02;d;200000\n55.02;e;100000\n"
"""Divisions: 04 transport and heating 700, 09 schools 500, 01 administration and debt 300 thousand lei."""


def with_budget(name: str, **fields: Any) -> Pack:
    pack = budget_city()
    return msgspec.structs.replace(pack, slides={**pack.slides, name: budget_slide(name, **fields)})


AFTER = "cod;denumire;total\n84.02;Drumuri;900000\n66.02;Sănătate;200000\n51.02;Primărie;300000\n"


def two(before: str, after: str, people: int = 1000) -> Pack:
    previous = {"data": "data/y.csv", "year": 2023, "status": "executed", "unit": "lei"}
    pack = town(after, people, "change", previous=previous)
    return msgspec.structs.replace(pack, files={**pack.files, "data/y.csv": before.encode()})


budgets = st.lists(st.integers(0, 5_000_000), min_size=12, max_size=12).filter(lambda found: sum(found) > 1_000_000)


CODES = ("51", "54", "55", "61", "65", "66", "67", "68", "70", "74", "81", "84")


def written(amounts: list[int]) -> str:
    rows = "".join(f"{code}.02;Capitol;{lei}\n" for code, lei in zip(CODES, amounts, strict=True))
    return f"cod;denumire;total\n{rows}"


def shown(pack: Pack, *names: str) -> Pack:
    playlist = msgspec.structs.replace(pack.playlists["buget"], slides=names)
    return msgspec.structs.replace(pack, playlists={**pack.playlists, "buget": playlist})
