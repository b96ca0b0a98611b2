"""In what figures are measured: units in words and codes, and how large one of them is."""

import pytest

from content.readers.open_data import measures
from content.readers.open_data.measures import LANGS, Size


@pytest.mark.parametrize(
    ("unit", "words", "size"),
    [
        ("Mii calatori", "mii călători", Size(1_000, share=False)),
        ("Numar persoane", "persoane", Size(1, share=False)),
        ("Procente", "%", Size(1, share=True)),
        ("Hectare", "ha", Size(1, share=False)),
        ("Mii lei", "mii lei", Size(1_000, share=False)),
        ("mil. lei", "mil. lei", Size(1_000_000, share=False)),
        ("MIO_EUR", "milioane de euro", Size(1_000_000, share=False)),
        ("THS_PER", "mii persoane", Size(1_000, share=False)),
        ("PC", "%", Size(1, share=True)),
        ("P_HTHAB", "la 100.000 de locuitori", Size(1, share=True)),
        ("kg pe locuitor", "kg pe locuitor", Size(1, share=False)),
        ("ezer fő", "ezer fő", Size(1_000, share=False)),
    ],
)
def test_what_a_unit_says_and_how_large_one_is(unit: str, words: str, size: Size) -> None:
    assert measures.in_words(unit, "ro") == words
    assert measures.size(unit)[:2] == measures.size(words)[:2] == size[:2]
    assert measures.size(unit).agrees(measures.size(words))


@pytest.mark.parametrize("lang", LANGS)
def test_a_code_is_of_one_size_in_every_language(lang: str) -> None:
    for code, factor in {"MIO_EUR": 10**6, "THS_PER": 1_000, "NR": 1, "HAB": 1, "THS_T": 1_000}.items():
        assert measures.size(measures.in_words(code, lang)).factor == factor


@pytest.mark.parametrize(
    ("text", "is_unit"),
    [
        ("mii călători", True),
        ("(km)", True),
        ("%", True),
        ("lei/locuitor", True),
        ("MIO_EUR", False),
        ("T", False),
        ("Număr de tramvaie", False),
        ("tramvaie", False),
        ("Total", False),
        ("", False),
    ],
)
def test_what_is_a_unit(text: str, is_unit: bool) -> None:
    assert measures.is_unit(text) is is_unit


@pytest.mark.parametrize(
    ("column", "is_name", "unit"),
    [
        ("UM", True, ""),
        ("um: mii persoane", True, "mii persoane"),
        ("Unitate de măsură: km", True, "km"),
        ("unit", True, ""),
        ("U.M.: lei", True, "lei"),
        ("indicator", False, ""),
        ("Titlu: a", False, ""),
    ],
)
def test_the_head_of_a_column_of_units(column: str, is_name: bool, unit: str) -> None:
    assert (measures.is_name(column), measures.headed(column)) == (is_name, unit)


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("- mii lei -", "mii lei"),
        ("UM: Mii persoane", "Mii persoane"),
        ("Călători transportați (mii călători)", "mii călători"),
        ("Călători, în mii, 2019", "mii"),
        ("Rata șomajului (%)", "%"),
        ("10 mii de copaci", ""),
        ("Familii pe cartiere (2024)", ""),
        ("Mihai Viteazul", ""),
        ("calatori_mii", "mii"),
    ],
)
def test_the_unit_in_a_title(title: str, unit: str) -> None:
    assert measures.of_title(title) == unit


@pytest.mark.parametrize(
    ("name", "is_size"), [("călători", False), ("mii călători", True), ("km", True), ("ore", False)]
)
def test_what_is_counted_is_no_unit_where_it_is_the_name(name: str, is_size: bool) -> None:
    assert measures.is_unit(name)
    assert measures.is_size(name) is is_size


def test_a_code_nobody_can_read_is_known_as_one() -> None:
    assert measures.coded("CLV10_MEUR")
    assert not any(map(measures.coded, ("MIO_EUR", "km", "%", "RON", "Mii lei", "A")))
    assert all(map(measures.is_unit_or_code, ("CLV10_MEUR", "T", "km")))
    assert not measures.is_unit_or_code("Școala 5")
    assert measures.counting("Număr") and not measures.counting("km")


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("mii", "mii persoane", True),
        ("mii călători", "ezer utas", True),
        ("THS_PER", "mii locuitori", True),
        ("milioane de euro", "millió euró", True),
        ("persoane", "mii persoane", False),
        ("persoane", "tone", False),
        ("km", "m²", False),
        ("lei", "euro", False),
        ("%", "persoane", False),
        ("tone", "T", True),
        ("metri pătrați", "mp", True),
    ],
)
def test_two_units_agree_in_size_and_in_what_they_are_of(one: str, other: str, agree: bool) -> None:
    assert measures.size(one).agrees(measures.size(other)) is agree
    assert measures.size(other).agrees(measures.size(one)) is agree


def test_units_of_ins_are_said_in_the_language_of_the_slide() -> None:
    assert [measures.in_words("Mii persoane", lang) for lang in LANGS] == [
        "mii persoane",
        "thousand persons",
        "ezer fő",
        "Tausend Personen",
        "хиљада особа",
    ]
    assert measures.in_words("Hectare", "hu") == "ha"
    for unit in ("Mii lei", "Numar persoane", "Milioane euro", "Mii calatori", "Tone", "Procente"):
        sizes = [measures.size(measures.in_words(unit, lang)) for lang in LANGS]
        assert all(size.agrees(sizes[0]) for size in sizes), unit
