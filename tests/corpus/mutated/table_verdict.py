"""Whether what an import wrote of a table is what its file says (`table_truth`)."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import yaml

from tests.corpus import mutations
from tests.corpus.mutated import table_truth
from tests.corpus.mutated.table_model import CITY_PLACES, GEO, OTHER_PLACES
from tests.corpus.mutated.table_truth import Points, TableTruth

TODAY = "2026"
NAMED = {place.text: place.named for place in (*OTHER_PLACES, *GEO)}
CITIES = {place.text for place in CITY_PLACES}


def of(result: mutations.Outcome, known: TableTruth) -> str:
    """What is untrue of an import, "" when nothing is."""
    return verdict(result.files, known)


def verdict(files: Mapping[str, bytes], known: TableTruth) -> str:
    """`` when everything written is true, else what is not."""
    (slide,) = mutations.slides(files).values()
    points = read(files[slide["data"]], slide)
    if not known.readings:
        return f"read {_text(points)}, the file says nothing that may be read"
    named = [
        {next((told for told in points if _bare(told) in NAMED.get(text, ())), text): v for text, v in right.items()}
        for right in known.readings
    ]
    if not any(_agrees(points, right) for right in (*known.readings, *named)):
        return f"read {_text(points)}, expected {' or '.join(map(_text, known.readings))}"
    shown = _bare(
        yaml.safe_dump([slide.get(key) for key in ("unit", "title", "where", "y", "topic")], allow_unicode=True)
    )
    return (
        _unit(slide, shown, known)
        or _place(slide, " ".join([shown, *map(_bare, points)]), known)
        or _compared(slide, points, known)
        or _others(slide, known)
    )


def read(data: bytes, slide: Mapping[str, Any]) -> Points:
    """The points of the chart: what stands in the data file, under the columns the slide names."""
    rows = mutations.table(data, ",")
    where = {str(key): str(value) for key, value in slide.get("where", {}).items()}
    chosen = [row for row in rows if all(row[key] == value for key, value in where.items())]
    if since := slide.get("since"):
        chosen = [row for row in chosen if int(row[slide["x"]][:4]) >= since]
    return {row[slide["x"]]: mutations.number(row[slide["y"]]) for row in chosen}


def _agrees(points: Points, right: Points) -> bool:
    """The same values; a missing one may be absent."""
    told, true = (
        {_bare(label).replace("-s", "-w"): value for label, value in each.items()} for each in (points, right)
    )
    true = {label: value for label, value in true.items() if label in told or not running(label)}
    return told.items() <= true.items() and all(told.get(label) == value for label, value in true.items())


def running(label: str) -> bool:
    """Whether a period is not over on 10 February 2026, the `as-of` of every import: it may be left out."""
    return label.startswith(TODAY) and label != f"{TODAY}-01"


def _bare(text: str) -> str:
    parts = unicodedata.normalize("NFKD", " ".join(text.lower().split()))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _text(points: Points) -> str:
    return ", ".join(f"{label} {value}" for label, value in points.items())


def _unit(slide: Mapping[str, Any], shown: str, known: TableTruth) -> str:
    for words in table_truth.needed(known.unit):
        if not any(re.search(rf"(?<![a-z]){re.escape(word)}", shown) for word in words):
            return f"the unit {known.unit!r} is not said: unit {slide.get('unit')}, title {slide.get('title')}"
    unit = _bare(str(next(iter((slide.get("unit") or {"": ""}).values()))))
    if unit not in ("", "numar", "nr") and not known.unit:
        return f"the unit is {unit!r}, the file says none"
    if "mii" in unit and "mii" not in _bare(known.unit) and "ths" not in _bare(known.unit):
        return f"the unit is {unit!r}, the file says {known.unit}"
    return ""


def _place(slide: Mapping[str, Any], shown: str, known: TableTruth) -> str:
    scope = _bare(str(next(iter((slide.get("scope") or {"": ""}).values()))))
    narrowest = known.places[-1] if known.places else ""
    scope = re.sub(
        r"(?:^|· )(?:[^·]*: )?(?:date |valori |cifre )?(?:provizorii|estimate)$", "", scope
    )  # what a flag says
    if narrowest in CITIES or not narrowest:
        return (
            f"the scope is {scope!r}, the file says {narrowest or 'no place'!r}"
            if scope and "timisoara" not in scope
            else ""
        )
    if not any(word in f"{scope} {shown}" for word in NAMED[narrowest]):
        return f"the place {narrowest!r} is not said: scope {scope!r}, title {slide.get('title')}"
    return ""


def _compared(slide: Mapping[str, Any], points: Points, known: TableTruth) -> str:
    """A headline compares neither across a break the file flags nor with the year that is still running."""
    title = str(slide["title"])
    if "{first}" not in title and "{change}" not in title:
        return ""
    told = [label for label, value in points.items() if value is not None]
    marked = {str(each["at"]) for each in slide.get("breaks", ())}
    broken = [at for at in known.breaks if at in told[1:] and at not in marked]
    if broken:
        return f"the headline {title} compares across the break flagged at {broken}"
    return f"the headline {title} compares with the running {TODAY}" if TODAY in told else ""


def _others(slide: Mapping[str, Any], known: TableTruth) -> str:
    title = _bare(str(slide["title"]))
    return next((f"the headline {title!r} names {word!r}" for word in known.others if _bare(word) in title), "")
