"""Whose budget a title says it is."""

import pytest

from content.readers.budgets import title_city


@pytest.mark.parametrize(
    ("city", "text"),
    [
        ("Timișoara", "MUNICIPIUL TIMIȘOARA"),
        ("Timișoara", "Primăria Municipiului Timișoara, Direcția Economică"),
        ("Timișoara", "PRIMĂRIA TIMIŞOAREI"),
        ("Timișoara", "CONSILIUL LOCAL AL MUNICIPIULUI TIMISOARA"),
        ("Municipiul Timișoara", "U.A.T. Municipiul Timișoara, județul Timiș"),
        ("Timișoara", "Primăria Mun. Timișoara Serviciul Buget"),
        ("Târgu Mureș", "MUNICIPIUL TG. MUREȘ"),
        ("Târgu Mureș", "Unitatea administrativ-teritorială: MUNICIPIUL TÎRGU MUREȘ"),
        ("Câmpina", "Municipiul Cîmpina"),
        ("Vatra Dornei", "Primăria orașului Vatra Dornei nr. 12"),
        ("Piatra-Neamț", "Primăria Municipiului Piatra Neamţ"),
        ("Județul Timiș", "CONSILIUL JUDEȚEAN TIMIȘ"),
    ],
)
def test_the_city_in_all_its_writings(city: str, text: str) -> None:
    holders = title_city.read([text])
    assert holders.cities or holders.counties
    assert holders.denies(city) is None


@pytest.mark.parametrize(
    "text",
    [
        "ORAȘUL EXEMPLU",
        "COMUNA DUMBRĂVIȚA - JUD. TIMIȘ",
        "Hotărârea Consiliului Local al Municipiului Lugoj nr. 14/2026",
        "JUDEȚUL TIMIȘ",
        "Bugetul propriu al Județului Timiș",
        "PRIMĂRIA COMUNEI Giroc",
        "buget primaria lugoj 2026",
        "Municipiul Timișoara Nouă",
    ],
)
def test_another_holder_is_told_by_its_text(text: str) -> None:
    assert title_city.read([text]).denies("Timișoara") == text


@pytest.mark.parametrize(
    "text",
    [
        "BUGETUL ORAȘULUI PE ANUL 2026",
        "Bugetul local al comunei pe anul 2026",
        "PRIMĂRIA",
        "Primar,",
        "Timișoara",
        "UAT: 159865",
    ],
)
def test_no_name_says_nothing(text: str) -> None:
    assert title_city.read([text]).denies("Lugoj") is None


def test_a_county_above_its_city_is_no_holder() -> None:
    assert title_city.read(["ROMÂNIA", "JUDEȚUL TIMIȘ", "MUNICIPIUL TIMIȘOARA"]).denies("Timișoara") is None
