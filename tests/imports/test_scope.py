"""Of whom figures are: what columns of places and labels say, and what a slide says of it."""

import pytest

from content.imports import scope
from content.imports.scope import Scope
from content.readers.open_data.dimensions import Column
from content.readers.open_data.territory import Level, Territory

CITY = "Municipiul Timișoara"


@pytest.mark.parametrize(
    ("label", "city", "county"),
    [
        ("Călători TIMIS", "Municipiul Timișoara", ("Timiș", False)),
        ("Călători TIMIŞ", "Municipiul Timișoara", ("Timiș", False)),
        ("Călători, județul Timiș", "Municipiul Timișoara", ("Timiș", False)),
        ("Populație jud. Caraş-Severin", "Reșița", ("Caraș-Severin", False)),
        ("Satu Mare", "Carei", ("Satu Mare", False)),
        ("Călători IASI", "Municipiul Iași", ("Iași", True)),
        ("Călători, județul Iași", "Municipiul Iași", ("Iași", False)),
        ("Tramvaie în Timișoara", "Municipiul Timișoara", None),
        ("Aeroportul Timișoara", "Timișoara", None),
        ("Numărul judecătorilor", "Timișoara", None),
        ("Strada Olt", "Timișoara", None),
    ],
)
def test_the_county_a_label_names(label: str, city: str, county: tuple[str, bool] | None) -> None:
    told = scope.of_labels([label], city)
    assert (told and (told.place.name, told.doubt)) == county


def columns(**cells: str) -> list[Column]:
    return [Column(name, "place", (cell,)) for name, cell in cells.items()]


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ({"judete": "Timis", "localitati": "155243 MUNICIPIUL TIMISOARA"}, Territory(Level.LOCALITY, CITY)),
        ({"judete": "Timis", "localitati": "TOTAL"}, Territory(Level.COUNTY, "Timiș")),
        ({"judete": "TOTAL"}, Territory(Level.COUNTRY, "RO")),
        ({"geo": "RO42"}, Territory(Level.REGION, "Vest")),
        ({"regiunea": "Regiunea VEST", "judet": "Timis"}, Territory(Level.COUNTY, "Timiș")),
    ],
)
def test_the_narrowest_place_is_believed(cells: dict[str, str], place: Territory) -> None:
    told = scope.of_columns(columns(**cells), CITY)
    assert told is not None
    assert (told.place, told.doubt) == (place, False)


@pytest.mark.parametrize(
    ("cells", "city"),
    [
        ({"localitati": "TOTAL"}, CITY),
        ({"geo": "RO003C"}, CITY),
        ({"geo": "Iași"}, "Iași"),
        ({"oras": "12"}, CITY),
        ({"x": "Arad"}, CITY),
    ],
)
def test_a_place_that_could_be_another_is_in_doubt(cells: dict[str, str], city: str) -> None:
    told = scope.of_columns(columns(**cells), city)
    assert told is not None and told.doubt
    assert told.seen in cells.values()


def test_a_column_of_counties_knows_the_county_of_its_citys_name() -> None:
    told = scope.of_columns(columns(judet="Iași"), "Iași")
    assert told == Scope(Territory(Level.COUNTY, "Iași"), "Iași")
    assert scope.of_columns([], CITY) is None


@pytest.mark.parametrize(
    ("column", "scope_of"),
    [
        ("timișoara", (Level.LOCALITY, CITY, False)),
        ("județul timiș", (Level.COUNTY, "Timiș", False)),
        ("arad", (Level.COUNTY, "Arad", True)),
        ("regiunea vest", (Level.REGION, "Vest", False)),
        ("tramvaie", None),
        ("total", None),
    ],
)
def test_a_column_of_figures_named_after_a_place(column: str, scope_of: tuple[Level, str, bool] | None) -> None:
    told = scope.of_name(column, CITY)
    assert (told and (*told.place, told.doubt)) == scope_of


@pytest.mark.parametrize(
    ("place", "lang", "words"),
    [
        (Territory(Level.COUNTY, "Timiș"), "ro", "județul Timiș, nu orașul"),
        (Territory(Level.REGION, "Vest"), "en", "Vest region, not the city"),
        (Territory(Level.COUNTRY, "RO"), "ro", "România, nu orașul"),
        (Territory(Level.COUNTRY, "EU"), "de", "Europäische Union, nicht die Stadt"),
        (Territory(Level.COUNTRY, "DE"), "hu", "Németország, nem a város"),
        (Territory(Level.MACROREGION, "Patru"), "sr", "макрорегион Patru, не град"),
        (Territory(Level.LOCALITY, "Municipiul Arad"), "ro", "Municipiul Arad"),
    ],
)
def test_what_a_slide_says_of_it(place: Territory, lang: str, words: str) -> None:
    assert scope.said(place, lang) == words


def test_a_city_in_a_title_and_codes_in_words() -> None:
    told = scope.of_titles(["mii lei", "Populația municipiului Arad"], CITY)
    assert told == Scope(Territory(Level.LOCALITY, "Arad"), "Populația municipiului Arad")
    assert scope.of_titles(["Cereri pe cartiere"], CITY) is None
    assert [scope.in_words(cell, "geo", "hu") for cell in ("RO424", "EL", "Sud", "XX1")] == [
        "Timiș",
        "Görögország",
        "Sud",
        "XX1",
    ]
