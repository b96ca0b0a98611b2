"""Of whom the figures of a series are: the city, its county, a country; and what a slide says of it.

Decides which of the places that a source names is believed, and when a person is asked. A slide that says nothing is
taken to speak of the city.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from babel import Locale

from content.readers.files import encoding
from content.readers.open_data import territory
from content.readers.open_data.dimensions import Column
from content.readers.open_data.territory import COUNTIES, Level, Territory, bare
from content.slides.numerals import LOCALES

_COUNTY = {
    "ro": "județul {}, nu orașul",
    "en": "{} county, not the city",
    "hu": "{} megye, nem a város",
    "de": "Kreis {}, nicht die Stadt",
    "sr": "округ {}, не град",
}
_REGION = {
    "ro": "Regiunea {}, nu orașul",
    "en": "{} region, not the city",
    "hu": "{} régió, nem a város",
    "de": "Region {}, nicht die Stadt",
    "sr": "регион {}, не град",
}
_MACROREGION = {
    "ro": "Macroregiunea {}, nu orașul",
    "en": "macroregion {}, not the city",
    "hu": "{} makrorégió, nem a város",
    "de": "Makroregion {}, nicht die Stadt",
    "sr": "макрорегион {}, не град",
}
_COUNTRY = {
    "ro": "{}, nu orașul",
    "en": "{}, not the city",
    "hu": "{}, nem a város",
    "de": "{}, nicht die Stadt",
    "sr": "{}, не град",
}
_FORMS = {
    Level.COUNTY: _COUNTY,
    Level.REGION: _REGION,
    Level.MACROREGION: _MACROREGION,
    Level.COUNTRY: _COUNTRY,
}


class Scope(NamedTuple):
    """The place that is believed. It is in `doubt` when its name is the county's and the city's, or it is unknown.

    `seen` is what the source writes.
    """

    place: Territory
    seen: str
    doubt: bool = False


def said(place: Territory, lang: str) -> str:
    """What a slide says of a place other than its city, in that language."""
    name = named(place, lang)
    return _FORMS[place.level][lang].format(name) if place.level in _FORMS else name


def named(place: Territory, lang: str) -> str:
    """The name of a place, of a country in that language."""
    if place.level is not Level.COUNTRY:
        return place.name
    return str(Locale.parse(LOCALES[lang]).territories.get(place.name, place.name))


def in_words(cell: str, column: str, lang: str) -> str:
    """The name of the place that a code stands for (`RO424`, `EL`); another cell as it is."""
    place = territory.read(cell, territory.kind(column)) if re.fullmatch(r"[A-Z]{2}[0-9_]*", cell) else None
    return named(place, lang) if place else cell


def of_columns(columns: Iterable[Column], city: str) -> Scope | None:
    """The narrowest place that columns of places name, each with one; None without any."""
    scopes = []
    for column in columns:
        (cell,) = column.cells
        kind = territory.kind(column.name)
        place = territory.read(cell, kind, city)
        alone = kind in ("", "any") and place is not None and place.level is Level.COUNTY
        twofold = alone and place is not None and (territory.twofold(cell) or of_city(place, city))
        scopes.append(Scope(place or Territory(Level.TOTAL, cell), cell, doubt=place is None or twofold))
    if any(scope.place.level is Level.TOTAL for scope in scopes if scope.doubt):
        return next(scope for scope in scopes if scope.doubt)
    scope = min(scopes, key=lambda each: each.place.level, default=None)
    return scope._replace(doubt=True) if scope and scope.place.level is Level.TOTAL else scope


def of_name(column: str, city: str) -> Scope | None:
    """The place that a column of figures is named after; None for another name."""
    name = re.sub(r"\s*\([^()]*\)$", "", column)
    place = territory.read(name, "", city)
    return Scope(place, name, doubt=territory.twofold(name)) if place and not territory.total(name) else None


def of_labels(labels: Iterable[str], city: str) -> Scope | None:
    """The county that a label names; None when the figures may be the city's own."""
    for label in labels:
        marks = encoding.unmarked(" ".join(label.split()))
        for county in COUNTIES.values():
            name = re.escape(encoding.unmarked(county)).replace(r"\-", "[- ]")
            whole, capitals = re.fullmatch(name, marks, re.I), re.search(rf"(?<![\w-]){name.upper()}$", marks)
            spelled = re.search(rf"\bjud\w*\.? {name}(?!\w)", marks, re.I)
            if spelled or whole or capitals:
                place = Territory(Level.COUNTY, county)
                return Scope(place, label, doubt=not spelled and of_city(place, city))
    return None


def of_titles(titles: Iterable[str], city: str) -> Scope | None:
    """The city or commune that a title names, as `Populația municipiului Arad`; None without any."""
    places = [(place, title) for title in titles if (place := territory.spoken_of(title, city))]
    return next((Scope(place, title) for place, title in places), None)


def of_country(titles: Iterable[str]) -> Scope | None:
    """Romania, where a title begins with it or ends with `în România`; None without any."""
    for title in titles:
        words = encoding.unmarked(" ".join(title.split()).lower())
        if re.match(r"romania(?: ?[-–:,(]|$)", words) or re.search(r" in romania$", words):
            return Scope(Territory(Level.COUNTRY, "RO"), title)
    return None


def of_city(county: Territory, city: str) -> bool:
    """Whether a county's name is also a word of the city's."""
    return bare(county.name) in bare(city) and bool(re.search(rf"\b{re.escape(bare(county.name))}\b", bare(city)))
