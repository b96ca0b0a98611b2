"""Fiscal Data Packages: one budget in two dialects is the same figures; what is ambiguous is asked, not guessed."""

import copy
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from content.findings import RefusedError
from content.readers.budgets import budget, fiscal
from content.readers.budgets.fiscal import Selection, Slice

WIDE = """an;capitol;denumire;aprobat;executat;aprobat 2025
2024;65.02;Învățământ;300,5;150,25;400
2024;84.02;Transporturi;700;600;800,75
"""
"""Thousand lei. The last column is another year's: only 1.0 can say so."""
TALL = """year,func,label,phase,amount
2024,65.02,Învățământ,approved,300500
2024,84.02,Transporturi,approved,700000
2024,65.02,Învățământ,executed,150250
2024,84.02,Transporturi,executed,600000
"""
MEASURES = {
    name: {"source": name, "currency": "RON", "factor": 1000, "direction": "expenditure", "phase": phase}
    for name, phase in (("aprobat", "approved"), ("executat", "executed"))
}


def package(resource: Mapping[str, Any] | None = None, **rest: Any) -> bytes:
    one = {"name": "buget", "path": "data/buget.csv", **(resource or {})}
    return json.dumps({"name": "buget-oras", "resources": [one], **rest}).encode()


def model() -> dict[str, Any]:
    """0.3."""
    attributes = {
        "code": {"source": "capitol"},
        "title": {"source": "denumire", "labelfor": "code"},
    }
    return {
        "measures": copy.deepcopy(MEASURES),
        "dimensions": {
            "date": {"dimensionType": "datetime", "attributes": {"year": {"source": "an"}}, "primaryKey": "year"},
            "functional": {
                "dimensionType": "classification",
                "classificationType": "functional",
                "attributes": attributes,
                "primaryKey": ["code"],
            },
        },
    }


def typed() -> dict[str, Any]:
    """1.0: two phases and two years in columns."""
    field = {"type": "number", "decimalChar": ",", "factor": 1000}
    return {
        "schema": {
            "fields": [
                {"name": "an", "type": "integer"},
                {"name": "capitol", "columnType": "functional-classification:generic:level1:code"},
                {"name": "denumire", "columnType": "functional-classification:generic:level1:label"},
                {"name": "aprobat", **field, "normalize": {"Faza": "approved", "An": 2024}},
                {"name": "executat", **field, "normalize": {"Faza": "executed", "An": 2024}},
                {"name": "aprobat 2025", **field, "normalize": {"Faza": "approved", "An": 2025}},
            ],
            "extraFields": [
                {"name": "Faza", "type": "string", "columnType": "phase:id"},
                {"name": "An", "type": "integer", "columnType": "date:fiscal-year"},
                {"name": "Suma", "type": "number", "columnType": "value", "normalizationTarget": True},
                {"name": "Moneda", "columnType": "value-currency:code", "constant": "RON"},
                {"name": "Sens", "columnType": "direction", "constant": "expenditure"},
            ],
        }
    }


def tall() -> dict[str, Any]:
    """1.0, one amount a row."""
    return {
        "schema": {
            "fields": [
                {"name": "year", "columnType": "date:fiscal-year"},
                {"name": "func", "columnType": "functional-classification:generic:code"},
                {"name": "label", "columnType": "functional-classification:generic:label"},
                {"name": "phase", "columnType": "phase:id"},
                {"name": "amount", "columnType": "value", "currency": "RON", "direction": "expenditure"},
            ]
        }
    }


FILES = {"data/buget.csv": WIDE.encode()}
DIALECTS = {
    "model": (package(model=model()), FILES),
    "columnType, wide": (package(typed()), FILES),
    "columnType, tall": (package(tall()), {"data/buget.csv": TALL.encode()}),
}


def refusal(data: bytes, files: Mapping[str, bytes] = FILES, choice: Selection | None = None) -> str:
    with pytest.raises(RefusedError) as caught:
        fiscal.read(data, files, "datapackage.json", choice)
    return str(caught.value)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(("phase", "amounts"), [("approved", (700_000, 300_500)), ("executed", (600_000, 150_250))])
def test_a_dialect_is_only_a_way_of_saying_it(dialect: str, phase: str, amounts: tuple[int, int]) -> None:
    data, files = DIALECTS[dialect]
    slice_, figures = fiscal.read(data, files, "datapackage.json", Selection(phase=phase, year=2024))
    assert slice_[:4] == (2024, phase, "expenditure", "RON")
    assert [(one.code, one.name, one.lei) for one in figures.chapters] == [
        ("84.02", "Transporturi", amounts[0]),
        ("65.02", "Învățământ", amounts[1]),
    ]
    assert (figures.total, figures.side, figures.unit, figures.source) == (sum(amounts), "expenditure", "lei", "02")


def test_its_figures_are_those_of_the_packs_own_file() -> None:
    _, figures = fiscal.read(*DIALECTS["model"], "datapackage.json", Selection(phase="approved"))
    assert budget.read(budget.canonical(figures), "data/x.csv", "lei", 1500).chapters == figures.chapters


def test_several_years_and_phases_are_asked_for_by_name() -> None:
    sentence = refusal(package(typed()))
    assert "has 3 sets of figures that fit, expected one: say year or phase or measure of year 2024" in sentence
    assert "year 2025, phase approved" in sentence
    slice_, figures = fiscal.read(package(typed()), FILES, "x", Selection(year=2025))
    assert slice_ == Slice(2025, "approved", "expenditure", "RON", "aprobat 2025")
    assert figures.total == 1_200_750
    assert "has 0 sets" in refusal(package(typed()), choice=Selection(year=2030))


def test_resources_are_those_with_amounts_in_them() -> None:
    other = {"name": "legenda", "path": "legenda.csv", "schema": {"fields": [{"name": "x"}]}}
    data = json.loads(package(typed()))
    data["resources"].append(other)
    assert fiscal.resources(json.dumps(data).encode(), "x") == ("data/buget.csv",)
    assert fiscal.resources(package({"path": None, "url": "https://x.ro/a.csv"}, model=model()), "x") == (
        "https://x.ro/a.csv",
    )


def test_measures_in_several_resources() -> None:
    two = model()
    two["measures"]["executat"] = {**MEASURES["executat"], "resource": "executie"}
    for name, dimension in list(two["dimensions"].items()):
        there = {key: {**spec, "resource": "executie"} for key, spec in dimension["attributes"].items()}
        two["dimensions"][f"{name}-2"] = {**dimension, "attributes": there}
    data = json.loads(package(model=two))
    data["resources"].append({"name": "executie", "path": "executie.csv"})
    files = {**FILES, "executie.csv": b"an,capitol,denumire,executat\n2024,84.02,x,5\n"}
    assert fiscal.resources(json.dumps(data).encode(), "x") == ("data/buget.csv", "executie.csv")
    _, figures = fiscal.read(json.dumps(data).encode(), files, "x", Selection(phase="executed"))
    assert figures.total == 5000


def test_of_several_levels_the_highest_counts() -> None:
    levels = {
        "code1": {"source": "func1"},
        "name1": {"source": "name1", "labelfor": "code1"},
        "code2": {"source": "func2", "parent": "code1"},
        "name2": {"source": "name2", "labelfor": "code2"},
    }
    package_model = {
        "measures": {"amount": {"source": "amount", "currency": "EUR", "direction": "revenue", "phase": "adjusted"}},
        "dimensions": {
            "date": {"dimensionType": "datetime", "attributes": {"year": {"source": "year"}}},
            "f": {
                "dimensionType": "classification",
                "classificationType": "functional",
                "attributes": levels,
                "primaryKey": ["code1", "code2"],
            },
            "e": {"classificationType": "economic", "attributes": {"id": {"source": "econ"}}},
            "other": {"attributes": {"fin_source": {"source": "econ"}}},
        },
    }
    table = b"year,func1,name1,func2,name2,econ,amount\n2024,7,Health,71,Clinics,1,10\n2024,7,Health,72,Drugs,2,5.5\n"
    slice_, figures = fiscal.read(package(model=package_model), {"data/buget.csv": table}, "x")
    assert slice_ == Slice(2024, "adjusted", "revenue", "EUR", "amount")
    assert [(one.code, one.name, one.lei) for one in figures.chapters] == [("7", "Health", Decimal("15.5"))]
    assert (figures.currency, figures.side) == ("EUR", "revenue")


def test_a_key_may_be_called_name_and_levels_may_be_numbered_dimensions() -> None:
    package_part = {
        "measures": {"amount": {"source": "amount", "currency": "EUR", "phase": "executed"}},
        "dimensions": {
            "time": {"dimensionType": "datetime", "attributes": {"label": {"source": "day"}}, "primaryKey": "label"},
            **{
                f"cofog{level}": {
                    "attributes": {
                        "label": {"source": f"label{level}", "labelfor": "name"},
                        "color": {"source": "color"},
                        "name": {"source": f"code{level}"},
                    },
                    "primaryKey": "name",
                }
                for level in (2, 1)
            },
        },
    }
    table = b"day,code1,label1,code2,label2,color,amount\n2024-12-31,9,School,9.1,Primary,red,3\n"
    _, figures = fiscal.read(package(model=package_part), {"data/buget.csv": table}, "x")
    assert [(one.code, one.name) for one in figures.chapters] == [("9", "School")]


def test_amounts_of_different_kinds_are_never_added() -> None:
    schema = tall()["schema"]
    schema["fields"].append({"name": "kind", "columnType": "value-kind:code"})
    table = "year,func,label,phase,amount,kind\n2024,84.02,T,executed,5,net\n2024,84.02,T,executed,7,gross\n"
    slices = fiscal.slices(package({"schema": schema}), {"data/buget.csv": table.encode()}, "x")
    assert {slice_.measure: figures.total for slice_, figures in slices.items()} == {"amount net": 5, "amount gross": 7}


def test_a_phase_may_be_known_by_its_label_only() -> None:
    schema = tall()["schema"]
    schema["fields"][3]["columnType"] = "phase:label"
    slices = fiscal.slices(package({"schema": schema}), {"data/buget.csv": TALL.encode()}, "x")
    assert {slice_.phase for slice_ in slices} == {"approved", "executed"}


def test_without_a_functional_classification_the_choice_is_named() -> None:
    description = model()
    functional = description["dimensions"].pop("functional")
    description["dimensions"] |= {
        "program": {**functional, "classificationType": "administrative"},
        "economic": functional,
    }
    description["dimensions"]["economic"]["classificationType"] = "economic"
    text = refusal(package(model=description), choice=Selection(phase="approved"))
    assert "expected one classification to group amounts by; choose among: program, economic" in text
    _, figures = fiscal.read(package(model=description), FILES, "x", Selection(phase="approved", by="program"))
    assert figures.total == 1_000_500


def test_constants_and_the_fiscal_period_say_what_rows_do_not() -> None:
    description = model()
    description["dimensions"].pop("date")
    data = package(model=description, fiscalPeriod={"start": "2023-01-01", "end": "2023-12-31"})
    assert fiscal.read(data, FILES, "x", Selection(phase="executed"))[0].year == 2023
    description["dimensions"]["date"] = {"attributes": {"year": {"constant": "2022"}}}
    data = package(model=description, fiscalPeriod={"start": "2023-01-01", "end": "2023-12-31"})
    assert fiscal.read(data, FILES, "x", Selection(phase="executed"))[0].year == 2022


def test_what_nobody_says_the_choice_says() -> None:
    description = model()
    description["dimensions"].pop("date")
    for spec in description["measures"].values():
        del spec["currency"]
    data = package(model=description, fiscalPeriod={"start": "2023-07-01", "end": "2024-06-30"})
    assert "found the year '', expected one as 2024" in refusal(data)
    assert "found the currency '', expected RON or EUR" in refusal(data, choice=Selection(year=2024))
    slice_, _ = fiscal.read(data, FILES, "x", Selection(year=2024, currency="RON", phase="executed"))
    assert slice_.year == 2024


def test_rows_of_both_sides_and_currencies_are_kept_apart() -> None:
    fields = [
        {"name": "an", "columnType": "date:fiscal-year"},
        {"name": "cod", "columnType": "functional-classification:generic:code"},
        {"name": "sens", "columnType": "direction"},
        {"name": "moneda", "columnType": "value-currency:code"},
        {"name": "suma", "columnType": "value"},
    ]
    table = (
        b"an,cod,sens,moneda,suma\n2024,84.02,expenditure,RON,9\n"
        b"2024,03.02,revenue,RON,8\n2024,84.02,expenditure,EUR,7\n"
    )
    slices = fiscal.slices(package({"schema": {"fields": fields}}), {"data/buget.csv": table}, "x")
    assert {slice_[2:4]: figures.total for slice_, figures in slices.items()} == {
        ("expenditure", "RON"): 9,
        ("revenue", "RON"): 8,
        ("expenditure", "EUR"): 7,
    }


def test_a_side_is_known_by_romanian_codes() -> None:
    description = model()
    for spec in description["measures"].values():
        del spec["direction"]
    table = WIDE + "2024;03.02;Impozit pe venit;50;40;60\n"
    slices = fiscal.slices(package(model=description), {"data/buget.csv": table.encode()}, "x")
    assert {(slice_.phase, slice_.side): figures.total for slice_, figures in slices.items()} == {
        ("approved", "expenditure"): 1_000_500,
        ("approved", "revenue"): 50_000,
        ("executed", "expenditure"): 750_250,
        ("executed", "revenue"): 40_000,
    }


def test_totals_and_parts_are_checked_and_never_added() -> None:
    table = (
        WIDE
        + "2024;65.02.03;Primar;200,5;100,25;1\n2024;65.02.04;Secundar;100;50;1\n"
        + "2024;49.02;TOTAL;1000,5;750,25;1\n2024;50.02;Partea I;1;1;1\n2024;98.02;Excedent;7;7;1\n"
    )
    files = {"data/buget.csv": table.encode()}
    _, figures = fiscal.read(package(model=model()), files, "x", Selection(phase="approved"))
    assert (figures.total, [one.code for one in figures.chapters]) == (1_000_500, ["84.02", "65.02"])
    wrong = {"data/buget.csv": table.replace("2024;49.02;TOTAL;1000,5", "2024;49.02;TOTAL;999,5").encode()}
    sentence = refusal(package(model=model()), wrong)
    assert "add up to 1,000,500.0, the total row says 999,500.0: a difference of 1,000" in sentence
    wrong = {"data/buget.csv": table.replace("Primar;200,5", "Primar;210,5").encode()}
    assert "the rows under 65.02 of year 2024" in refusal(package(model=model()), wrong)


def test_rows_of_one_code_are_added() -> None:
    files = {"data/buget.csv": (WIDE + "2024;84.02;Transporturi;1;2;3\n").encode()}
    _, figures = fiscal.read(package(model=model()), files, "x", Selection(phase="executed"))
    assert figures.chapters[0].lei == 602_000


def test_the_csv_is_what_its_resource_says() -> None:
    table = WIDE.replace(";", "|").encode("iso8859_16")
    resource_part = {"dialect": {"delimiter": "|"}, "encoding": "iso-8859-16"}
    _, figures = fiscal.read(
        package(resource_part, model=model()), {"data/buget.csv": table}, "x", Selection(phase="approved")
    )
    assert [one.name for one in figures.chapters] == ["Transporturi", "Învățământ"]


def test_marks_money_signs_and_missing_values_are_as_declared() -> None:
    fields = tall()["schema"]["fields"]
    fields[-1] |= {"bareNumber": False, "groupChar": ".", "decimalChar": ","}
    table = 'year,func,label,phase,amount\n2024,84.02,T,executed,"RON 1.234,50 lei"\n2024,65.02,I,executed,n.d.\n'
    data = package({"schema": {"fields": fields, "missingValues": ["", "n.d."]}})
    _, figures = fiscal.read(data, {"data/buget.csv": table.encode()}, "x")
    assert [(one.code, one.lei) for one in figures.chapters] == [("84.02", Decimal("1234.50"))]


@pytest.mark.parametrize("phase", ["Approved", "PLAN", "aprobat"])
def test_phases_have_four_names(phase: str) -> None:
    files = {"data/buget.csv": TALL.replace("approved", phase).encode()}
    slices = fiscal.slices(package(tall()), files, "x")
    assert {slice_.phase for slice_ in slices} == {"approved", "executed"}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"{", "is not JSON"),
        (b"[]", "is no data package"),
        (b'{"resources": [{"path": "a.csv"}]}', "is no Fiscal Data Package: no measure"),
        (package({"path": "../../etc/passwd"}, model=model()), "expected a path inside the package"),
        (package({"path": "/etc/passwd"}, model=model()), "expected a path inside the package"),
        (package({"path": ["a.csv", "b.csv"]}, model=model()), "has a resource with 2 paths"),
        (package({"path": "alt.csv"}, model=model()), "names the table 'alt.csv', which is not there"),
    ],
)
def test_what_is_no_package_is_refused(data: bytes, sentence: str) -> None:
    assert sentence in refusal(data)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"source": "buget"},
            "has the columns an, capitol, denumire, aprobat, executat, aprobat 2025; expected 'buget'",
        ),
        ({"factor": "mii"}, "has the factor 'mii' of aprobat, expected one as 1000"),
        ({"factor": -1}, "has the factor -1"),
        ({"currency": "USD"}, "found the currency 'USD', expected RON or EUR"),
        ({"direction": "sideways"}, "found the direction 'sideways', expected expenditure or revenue"),
        ({"resource": "nimic"}, "has the measure 'aprobat' in 'nimic', expected one of buget"),
    ],
)
def test_what_a_measure_cannot_be_is_refused(change: dict[str, Any], sentence: str) -> None:
    wrong = model()
    wrong["measures"]["aprobat"] = {**MEASURES["aprobat"], **change}
    assert sentence in refusal(package(model=wrong))


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("mâine;84.02;T;1;1;1", "buget.csv:4: found the year 'mâine', expected one as 2024"),
        ("2024;;T;1;1;1", "has no code in 'capitol'"),
        ("2024;66.02;S;-1;1;1", "has 66.02 -1,000 in year 2024"),
        ("2024;66.02;S;mult;1;1", "found 'mult', expected a number"),
    ],
)
def test_what_a_row_cannot_be_is_refused(row: str, sentence: str) -> None:
    assert sentence in refusal(package(model=model()), {"data/buget.csv": f"{WIDE}{row}\n".encode()})


def test_names_in_other_tables_are_said_not_to_be_read() -> None:
    schema = tall()["schema"]
    schema["fields"] = [field for field in schema["fields"] if field["name"] not in ("func", "label")]
    schema["foreignKeys"] = [{"fields": "id", "reference": {"resource": "x", "fields": "id"}}]
    assert "what stands in other tables (foreignKeys) is not read" in refusal(package({"schema": schema}))


YEARS = """an;faza;sens;cod;denumire;suma;moneda
2023;approved;expenditure;65.02;Învățământ;multe;RON
2023;approved;expenditure;84.02;Transporturi;-5;RON
2024;approved;expenditure;65.02;Învățământ;600;RON
2024;approved;expenditure;84.02;Transporturi;400;RON
"""


def yearly(text: str) -> tuple[bytes, Mapping[str, bytes]]:
    fields = [
        {"name": "an", "columnType": "date:fiscal-year"},
        {"name": "faza", "columnType": "phase:id"},
        {"name": "sens", "columnType": "direction"},
        {"name": "cod", "columnType": "functional-classification:generic:level1:code"},
        {"name": "denumire", "columnType": "functional-classification:generic:level1:label"},
        {"name": "suma", "type": "number", "columnType": "value"},
        {"name": "moneda", "columnType": "value-currency:code"},
    ]
    return package({"schema": {"fields": fields}}), {"data/buget.csv": text.encode()}


def test_a_year_that_is_not_asked_for_stops_nothing() -> None:
    data, files = yearly(YEARS)
    _, figures = fiscal.read(data, files, "x", Selection(year=2024))
    assert figures.total == 1000
    assert "found 'multe'" in refusal(data, files, Selection(year=2023))
    assert "found 'multe'" in refusal(data, files)


@pytest.mark.parametrize("code", ["09.1", "12345", "09"])
def test_codes_of_another_classification_are_kept_as_they_are(code: str) -> None:
    data, files = yearly(YEARS.replace("2024;approved;expenditure;65.02", f"2024;approved;expenditure;{code}"))
    _, figures = fiscal.read(data, files, "x", Selection(year=2024))
    assert [(chapter.code, chapter.foreign) for chapter in figures.chapters] == [(code, True), ("84.02", True)]
