"""Places as statistics name them, by name and by code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.readers.open_data import territory
from content.readers.open_data.territory import COUNTIES, REGIONS, Kind, Level, Territory

CITY = "Municipiul Timișoara"


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("județe", "county"),
        ("localitati", "locality"),
        ("macroregiuni regiuni de dezvoltare si judete", "region"),
        ("municipii si orase", "locality"),
        ("geo", "any"),
        ("geo\\time_period", "any"),
        ("geopolitical entity (reporting)", "any"),
        ("țara", "any"),
        ("zona", ""),
        ("megye", "county"),
        ("település", "locality"),
        ("orar", ""),
        ("um: mii persoane", ""),
        ("comunicare", ""),
    ],
)
def test_which_places_a_column_names(column: str, kind: Kind) -> None:
    assert territory.kind(column) == kind


@pytest.mark.parametrize(
    ("cell", "column", "place"),
    [
        ("155243 MUNICIPIUL TIMISOARA", "locality", Territory(Level.LOCALITY, CITY)),
        ("Timișoara", "", Territory(Level.LOCALITY, CITY)),
        ("MUNICIPIUL ARAD", "locality", Territory(Level.LOCALITY, "Municipiul Arad")),
        ("Arad", "locality", Territory(Level.LOCALITY, "Arad")),
        ("Arad", "county", Territory(Level.COUNTY, "Arad")),
        ("Arad", "", Territory(Level.COUNTY, "Arad")),
        ("Judeţul Caraş - Severin", "county", Territory(Level.COUNTY, "Caraș-Severin")),
        ("TM", "county", Territory(Level.COUNTY, "Timiș")),
        ("Regiunea BUCURESTI - ILFOV", "region", Territory(Level.REGION, "București-Ilfov")),
        ("Regiunea de dezvoltare Vest", "", Territory(Level.REGION, "Vest")),
        ("VEST", "region", Territory(Level.REGION, "Vest")),
        ("MACROREGIUNEA PATRU", "region", Territory(Level.MACROREGION, "Patru")),
        ("TOTAL", "region", Territory(Level.COUNTRY, "RO")),
        ("TOTAL", "locality", Territory(Level.TOTAL, "TOTAL")),
        ("Total", "any", Territory(Level.TOTAL, "Total")),
        ("RO", "any", Territory(Level.COUNTRY, "RO")),
        ("RO4", "any", Territory(Level.MACROREGION, "Patru")),
        ("RO42", "any", Territory(Level.REGION, "Vest")),
        ("RO424", "any", Territory(Level.COUNTY, "Timiș")),
        ("RO321", "any", Territory(Level.LOCALITY, "București")),
        ("EU27_2020", "any", Territory(Level.COUNTRY, "EU")),
        ("EA20", "any", Territory(Level.COUNTRY, "EZ")),
        ("EL", "any", Territory(Level.COUNTRY, "GR")),
        ("Germany", "any", Territory(Level.COUNTRY, "DE")),
        ("România", "", Territory(Level.COUNTRY, "RO")),
        ("Municipiul București", "county", Territory(Level.LOCALITY, "București")),
        ("RO45", "any", None),
        ("RO003C", "any", None),
        ("Centru", "", None),
        ("Vest", "any", Territory(Level.REGION, "Vest")),
        ("Centru", "any", None),
        ("DE", "", None),
        ("tramvaie", "", None),
        ("12", "locality", None),
    ],
)
def test_the_place_a_cell_names(cell: str, column: Kind, place: Territory | None) -> None:
    assert territory.read(cell, column, CITY) == place


def test_every_county_is_of_one_region_and_is_read_in_capitals_without_its_letters() -> None:
    of_regions = [name for names in REGIONS.values() for name in names[1:]]
    assert sorted(of_regions) == sorted([*COUNTIES.values(), territory.CAPITAL])
    for code, names in REGIONS.items():
        for number, name in enumerate(names[1:], 1):
            by_code, by_name = territory.read(f"{code}{number}", "any"), territory.read(territory.bare(name).upper())
            assert by_code == by_name
            assert by_code is not None and by_code.name == name


@pytest.mark.parametrize("city", ["Timișoara", "Municipiul Timișoara", "MUNICIPIUL TIMISOARA", "155243 Timişoara"])
def test_a_city_is_known_in_any_spelling(city: str) -> None:
    place = territory.read(city, "locality")
    assert place is not None
    assert territory.same(place, "Timișoara")
    assert not territory.same(place, "Arad")


def test_a_city_of_its_countys_name_is_only_known_where_localities_stand() -> None:
    assert territory.read("Iași", "any", "Municipiul Iași") == Territory(Level.COUNTY, "Iași")
    assert territory.read("MUNICIPIUL IASI", "locality", "Municipiul Iași") is not None


def test_spellings_of_one_place_have_one_key() -> None:
    keys = {territory.key(cell, "locality", CITY) for cell in ("Mun. Timișoara", "155243 MUNICIPIUL TIMISOARA", CITY)}
    assert len(keys) == 1
    assert territory.key("Timis", "county", CITY) == territory.key("TM", "county", CITY)
    assert territory.key("TOTAL", "county", CITY) != territory.key("România", "county", CITY)


def test_a_column_of_places_is_known_by_its_cells() -> None:
    assert territory.all_places(["TOTAL", "Regiunea VEST", "Timis"], CITY)
    assert not territory.all_places(["TOTAL"], CITY)
    assert not territory.all_places(["Timis", "tramvaie"], CITY)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Populația municipiului Arad, 2015–2024", "Arad"),
        ("MUNICIPIUL TÂRGU MUREȘ - indicatori", "Târgu Mureș"),
        ("Cereri la Primăria Municipiului Timişoara", CITY),
        ("Comuna Dumbrăvița", "Dumbrăvița"),
        ("Suprafața orașului în hectare", None),
        ("Populația pe județe și localități", None),
    ],
)
def test_the_city_a_title_speaks_of(title: str, name: str | None) -> None:
    assert territory.spoken_of(title, CITY) == (name and Territory(Level.LOCALITY, name))


@given(st.text(max_size=60), st.sampled_from(["", "locality", "county", "region", "any"]))
def test_any_text_is_read_or_is_none(text: str, column: Kind) -> None:
    place = territory.read(text, column, CITY)
    assert place is None or place.name
