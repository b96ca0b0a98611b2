"""What each column of a table is for, by its name, by its cells, or by a person's word."""

import pytest

from content.findings import RefusedError
from content.readers.files import sheet
from content.readers.open_data import dimensions
from content.readers.open_data.dimensions import PARTS

CITY = "Municipiul Timișoara"


def parts(text: str, **answers: str) -> list[str | None]:
    rows = sheet.read(text.encode(), "t.csv")
    there = dimensions.columns(rows, CITY, answers)
    return [there[name].part for name in rows.columns]


@pytest.mark.parametrize(
    ("column", "cells", "part"),
    [
        ("UM", ["mii lei", "mii lei"], "unit"),
        ("unitate", ["km", "km"], "unit"),
        ("unitate", ["Școala 5", "Școala 6"], None),
        ("unit", ["CLV10_MEUR", "CLV10_MEUR"], "unit"),
        ("x", ["mii călători", "mii călători"], "unit"),
        ("Județe", ["Timis", "Timis"], "place"),
        ("x", ["Timiș", "Arad"], "place"),
        ("x", ["Timișoara", "Timișoara"], "place"),
        ("Stare", ["provizoriu", "definitiv"], "flag"),
        ("status", ["deschis", "închis"], None),
        ("tip date", ["definitiv", "provizoriu"], "flag"),
        ("observații", ["", "provizoriu"], "flag"),
        ("cartier", ["Fabric", "Fabric"], "subject"),
        ("x", ["provizoriu", "provizoriu"], "flag"),
        ("OBS_FLAG", ["q", "q"], "flag"),
        ("CONF_STATUS", ["F", "F"], "flag"),
        ("indicator", ["Tramvaie", "Autobuze"], "subject"),
        ("Categorii de vehicule", ["a", "b"], "subject"),
        ("an", ["2019", "2020"], "time"),
        ("când", ["2021-W03", "2021-W04"], "time"),
        ("luna", ["1", "2"], "time"),
        ("trimestru", ["I", "II"], "time"),
        ("valoare", ["multe", "puține"], "value"),
        ("tramvaie", ["5", "6"], "value"),
        ("orașe", ["5", "6"], "value"),
        ("linii", ["5", "6"], "value"),
        ("_id", ["1", "2"], "ignore"),
        ("DATAFLOW", ["ESTAT:A(1.0)", "ESTAT:A(1.0)"], "ignore"),
        ("LAST UPDATE", ["21/11/26 23:00:00", "21/11/26 23:00:00"], "ignore"),
        ("freq", ["A", "A"], "ignore"),
        ("observații", ["vezi nota", "x"], "ignore"),
        ("observații", ["MUNICIPIUL ARAD", "MUNICIPIUL ARAD"], "place"),
        ("", ["ESTAT:TGS00010(1.0)", "ESTAT:TGS00010(1.0)"], "ignore"),
        ("", ["Timis", "Timis"], "place"),
        ("", ["RO424", "RO424"], "place"),
        ("", ["0", "1"], "ignore"),
        ("", ["abc", "abc"], None),
        ("perioada", ["2019", "2019-T1"], "time"),
        ("gol", ["", ""], "ignore"),
        ("detaliu", ["abc", "abc"], None),
    ],
)
def test_what_a_column_is_for(column: str, cells: list[str], part: str | None) -> None:
    text = f"{column};altul;mai\n" + "".join(f"{cell};3{n};4{n}\n" for n, cell in enumerate(cells))
    assert parts(text)[0] == part


def test_figures_that_look_like_years_are_figures_beside_years() -> None:
    assert parts("an;cereri\n2019;1900\n2020;2000\n") == ["time", "value"]
    assert parts("valoare;an\n1900;2019\n2000;2020\n") == ["value", "time"]
    assert parts("a;b\n2019;1900\n2020;2000\n") == ["time", "value"]


def test_a_table_that_heads_its_unit_is_made_of_dimensions() -> None:
    text = "Sexe, Medii, Altceva, Ani, UM: Numar persoane, Valoare\nTotal, Urban, abc, Anul 2020, Numar persoane, 5\n"
    assert parts(text) == ["subject", "subject", "subject", "time", "unit", "value"]


@pytest.mark.parametrize("part", PARTS)
def test_a_persons_word_goes_first(part: str) -> None:
    assert parts("an;tramvaie\n2019;5\n", tramvaie=part)[1] == part


def test_a_part_that_is_none_is_refused_by_its_option() -> None:
    with pytest.raises(RefusedError, match="--columns an: found 'x', expected one of time, value, unit"):
        parts("an;n\n2019;5\n", an="x")
    with pytest.raises(RefusedError, match="expected a column 'b'"):
        parts("an;n\n2019;5\n", b="unit")


@pytest.mark.parametrize(
    ("column", "cell", "known"),
    [
        ("stare", "d", None),
        ("obs_flag", "d", {"differs"}),
        ("conf_status", "F", set()),
        ("conf_status", "", set()),
        ("conf_status", "C", {"confidential"}),
        ("obs_flag", "b", {"break"}),
        ("obs_flag", "q", None),
    ],
)
def test_the_flags_of_a_cell(column: str, cell: str, known: set[str] | None) -> None:
    assert dimensions.flag(column, cell) == (None if known is None else frozenset(known))


def test_what_names_a_series_and_what_does_not() -> None:
    assert dimensions.nameless("valoare") and dimensions.nameless("2019") and dimensions.nameless("mii lei")
    assert not dimensions.nameless("tramvaie")
    assert all(map(dimensions.total, ("Total", "T", "TOTAL", "_T", "Ambele sexe")))
    assert all(map(dimensions.coded, ("B1GQ", "Y15-24", "F")))
    assert not any(map(dimensions.coded, ("Tramvaie", "RATB", "33")))
    assert dimensions.labelling("linia") and not dimensions.labelling("cereri")
    assert dimensions.naming("indicator", "Tramvaie")
    assert not dimensions.naming("judete", "Timis") and not dimensions.naming("an", "2019")


def test_spellings_of_one_place_and_of_one_unit_are_one() -> None:
    cities = ("Mun. Timișoara", "155243 MUNICIPIUL TIMISOARA", "Timişoara")
    units = ("mii lei", "Mii Lei", "mii lei")
    rows = [f"{2020 + n};{city};{unit};{n}" for n, (city, unit) in enumerate(zip(cities, units, strict=True))]
    text = "\n".join(["an;oras;um;n", *rows])
    there = dimensions.columns(sheet.read(text.encode(), "t.csv"), CITY, {})
    assert (there["oras"].cells, there["um"].cells) == (("Mun. Timișoara",), ("mii lei",))
    assert there["an"].cells == ("2020", "2021", "2022")
