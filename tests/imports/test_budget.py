"""A budget becomes a set of slides: what can be made is, what cannot is said, every title is true of the figures."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

import content
from content.findings import RefusedError
from content.imports import options
from content.imports.budget import IMPORTER
from content.imports.conversation import Ask, Context, Imported, Told, held
from content.pack.folder import read_folder
from content.pack.model import Pack
from content.pack.parse import parse
from content.slides.compose import compose
from tests.slides.samples import FORMATS

SAMPLE = Path(content.__file__).parent / "timisoara"
CITY = read_folder(SAMPLE)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
LANGS = ("ro", "en", "hu", "de", "sr")
SPENT = (SAMPLE / "data" / "cheltuieli-2024.csv").read_bytes()
INCOME = (SAMPLE / "data" / "venituri-2024.csv").read_bytes()
SAID = {"status": "voted", "unit": "thousand lei", "as-of": "2024-02-01", "source-url": "https://example.org/buget"}


def bring(
    source: str, sources: Mapping[str, bytes], files: Mapping[str, bytes] = CITY, /, **chosen: str
) -> tuple[Imported, list[str]]:
    """What the conversation ends with, and the addresses it asked for, in order."""
    asked = []

    def answer(ask: Ask) -> Told:
        asked.append(ask.address)
        return Told(address=ask.address, body=sources[ask.address])

    picked = options.chosen({**SAID, **{key.replace("_", "-"): text for key, text in chosen.items()}}, IMPORTER.options)
    imported = held(IMPORTER.converse(source, picked, Context(parse(files), files, NOW)), answer)
    return imported, asked


def set_of(imported: Imported, files: Mapping[str, bytes] = CITY) -> Pack:
    """The pack after the import."""
    return parse({**files, **imported.files})


def refusal(source: str, sources: Mapping[str, bytes], **chosen: str) -> str:
    with pytest.raises(RefusedError) as caught:
        bring(source, sources, **chosen)
    (finding,) = caught.value.findings
    return str(finding)


def messages(imported: Imported, code: str) -> list[str]:
    return [str(finding) for finding in imported.findings if finding.code == code]


BOTH = {"cheltuieli-2024.csv": SPENT, "venituri-2024.csv": INCOME}
WHOLE = {"revenue": "venituri-2024.csv", "surplus": "90896800", "id": "b"}


# --- other formats -------------------------------------------------------------------------------------------------


def executed(day: str) -> bytes:
    rows = [("84.02.03", "700000000", "ch"), ("65.02.04", "500000000", "ch"), ("07.02.01", "900000000", "vn")]
    return json.dumps(
        [
            {
                "COD_FUNCTIONAL": code,
                "COD_ECONOMIC": "20.01" if side == "ch" else "",
                "SURSA_FINANTARE": "A",
                "CATEG_CONT": side,
                "P_ZI": day,
                "P_SECB": "02",
                "RULAJ_CH_VN": lei,
            }
            for code, lei, side in rows
        ]
    ).encode()


def test_a_year_of_execution_becomes_the_set() -> None:
    imported, _ = bring("executie.json", {"executie.json": executed("31-DEC-23")}, status="executed", unit="lei")
    assert imported.slides == ("buget-2023-ce-este", "buget-2023-100", "buget-2023-venituri", "buget-2023-locuitor")
    pack = set_of(imported)
    assert pack.slides["buget-2023-100"].status == "executed"  # type: ignore[union-attr]
    assert pack.city.say(pack.slides["buget-2023-ce-este"].headline(), "ro") == "Atât a cheltuit orașul într-un an"
    assert pack.city.say(pack.slides["buget-2023-100"].headline(), "ro") == "Transport: 58 din 100 de lei"
    assert pack.city.say(pack.slides["buget-2023-venituri"].headline(), "ro") == "Bani proprii: 100 din 100 de lei"
    assert compose(pack, "buget-2023-100", "ro", FORMATS["landscape"]).data.kicker.endswith("executat")


def test_what_is_executed_need_not_balance() -> None:
    """1,200 million spent of 900 taken in is no fault of a file; the same difference of a voted budget is said."""
    imported, _ = bring("executie.json", {"executie.json": executed("31-DEC-23")}, status="executed", unit="lei")
    assert messages(imported, "balance") == []


def test_more_revenue_than_expenditure_is_no_surplus_of_earlier_years() -> None:
    more = SPENT.replace(b"2.352.378,93", b"2.052.378,93").replace(b"686.977,25", b"386.977,25")
    more = more.replace(b"496.235,17", b"196.235,17").replace(b"1.114.592,35", b"814.592,35")
    imported, _ = bring("cheltuieli-2024.csv", {**BOTH, "cheltuieli-2024.csv": more}, revenue="venituri-2024.csv")
    (finding,) = messages(imported, "balance")
    assert "a difference of -209,103.2 thousand lei" in finding
    assert "to mend it" not in finding


def test_revenue_alone_says_how_to_bring_the_rest() -> None:
    imported, _ = bring("venituri-2024.csv", BOTH)
    assert imported.slides == ("buget-2024-venituri",)
    reasons = messages(imported, "not-made")
    assert len(reasons) == 5
    assert all("import the file of expenditure, and say this one with `revenue`" in reason for reason in reasons)


def test_a_part_of_a_year_is_not_told_as_a_year() -> None:
    """Half a year's spending per inhabitant per month would be half of the truth, whatever day a person says."""
    june = {"executie.json": executed("30-JUN-24")}
    imported, _ = bring("executie.json", june, status="executed", unit="lei", as_of="2025-02-10")
    assert imported.slides == ("buget-2024-100",)
    kickers = [compose(set_of(imported), "buget-2024-100", lang, FORMATS["landscape"]).data.kicker for lang in LANGS]
    for kicker, partly in zip(kickers, ("parțial", "in part", "részben", "teilweise", "делимично"), strict=True):
        assert partly in kicker.replace("\u00a0", " ")
    assert any(
        "locuitor.yaml: is not made: these are not the figures of a whole year" in f
        for f in messages(imported, "not-made")
    )
    assert messages(imported, "partial")


def test_a_citys_own_table_of_some_months_is_not_told_as_a_year() -> None:
    imported, _ = bring("cheltuieli-2024.csv", BOTH, **WHOLE, status="executed", as_of="2024-03-31")
    assert imported.slides == ("b-100",)
    assert any(
        "not the figures of a whole year: they are executed until 2024-03-31" in f
        for f in messages(imported, "not-made")
    )
    later, _ = bring("cheltuieli-2024.csv", BOTH, **WHOLE, status="executed", as_of="2025-02-10")
    assert "b-locuitor" in later.slides


@pytest.mark.parametrize("view", ["per-inhabitant", "change"])
def test_a_slide_cannot_tell_some_months_as_a_year(view: str) -> None:
    imported, _ = bring("executie.json", {"executie.json": executed("30-JUN-24")}, status="executed", unit="lei")
    slide = yaml.safe_load(imported.files["slides/buget-2024-100.yaml"])
    whole = {"data": "data/cheltuieli-2024.csv", "year": 2023, "status": "voted", "unit": "thousand lei"}
    more = {"view": view, **({"previous": whole} if view == "change" else {})}
    files = {**CITY, **imported.files, "slides/buget-2024-100.yaml": yaml.safe_dump({**slide, **more}).encode()}
    with pytest.raises(RefusedError, match=f"of 2024 until 2024-06-30, the view '{view}' expected a whole year's"):
        compose(parse(files), "buget-2024-100", "ro", FORMATS["landscape"])


def test_nothing_is_compared_with_some_months_of_the_year_before() -> None:
    half, _ = bring("executie.json", {"executie.json": executed("30-JUN-23")}, status="executed", unit="lei")
    files = {**CITY, **half.files}
    imported, _ = bring("cheltuieli-2024.csv", BOTH, files, **WHOLE, previous="data/buget-2023-cheltuieli.csv")
    assert "b-schimbare" not in imported.slides
    assert any("is executed until 2023-06-30, not for a whole year" in f for f in messages(imported, "not-made"))


def test_january_of_a_small_town_is_no_wrong_unit() -> None:
    """1.2 million lei for 8,000: 150 lei for each, half of what a whole year must have."""
    rows = [{**row, "RULAJ_CH_VN": row["RULAJ_CH_VN"][:-3]} for row in json.loads(executed("31-JAN-24"))]
    city = CITY["city.yaml"].replace(b"value: 250849", b"value: 8000")
    files = {**CITY, "city.yaml": city}
    imported, _ = bring(
        "executie.json", {"executie.json": json.dumps(rows).encode()}, files, status="executed", unit="lei"
    )
    pack = parse({**files, **imported.files})
    assert compose(pack, "buget-2024-100", "ro", FORMATS["landscape"])


def test_another_source_is_asked_for_by_its_letter() -> None:
    rows = json.loads(executed("31-JAN-24"))
    local = [one for one in rows if one["CATEG_CONT"] == "ch"]
    own = [{**one, "SURSA_FINANTARE": "F", "RULAJ_CH_VN": str(n)} for n, one in enumerate(local, 3_000_000)]
    data = json.dumps(local + own).encode()
    imported, _ = bring("executie.json", {"executie.json": data}, status="executed", unit="lei")
    assert b"84.02;" in imported.files["data/buget-2024-cheltuieli.csv"]
    imported, _ = bring("executie.json", {"executie.json": data}, status="executed", unit="lei", financing="F")
    assert b"84.10;" in imported.files["data/buget-2024-cheltuieli.csv"]
    both = json.dumps(rows + own).encode()  # revenue of source A beside expenditure of A and F: nobody asked for it
    imported, _ = bring("executie.json", {"executie.json": both}, status="executed", unit="lei", financing="F")
    assert "data/buget-2024-venituri.csv" not in imported.files
    with pytest.raises(RefusedError, match="has 0 parts for side expenditure, source B, expected one of"):
        bring("executie.json", {"executie.json": data}, status="executed", unit="lei", financing="B")


def package(path: str) -> bytes:
    return json.dumps(
        {
            "resources": [
                {
                    "name": "b",
                    "path": path,
                    "schema": {
                        "fields": [
                            {"name": "cod", "type": "string", "columnType": "functional-classification:generic:code"},
                            {"name": "an", "type": "integer", "columnType": "date:fiscal-year"},
                            {"name": "faza", "type": "string", "columnType": "phase:id"},
                            {"name": "suma", "type": "number", "columnType": "value", "currency": "RON"},
                        ]
                    },
                }
            ]
        }
    ).encode()


def test_the_tables_of_a_package_are_asked_for_beside_it() -> None:
    base = "https://example.org/date/"
    table = b"cod,an,faza,suma\n84.02,2024,approved,700000000\n65.02,2024,approved,500000000\n84.02,2024,executed,1\n"
    sources = {f"{base}datapackage.json": package("tabele/b.csv"), f"{base}tabele/b.csv": table}
    imported, asked = bring(f"{base}datapackage.json", sources, side="expenditure", unit="lei")
    assert asked == [f"{base}datapackage.json", f"{base}tabele/b.csv"]
    assert (
        set_of(imported).city.say(set_of(imported).slides["buget-2024-100"].headline(), "ro")
        == "Transport: 58 din 100 de lei"
    )


@pytest.mark.parametrize("codes", [("84", "65"), ("84.51", "65.51")])
def test_codes_that_only_look_romanian_keep_their_own_names(codes: tuple[str, str]) -> None:
    """84 is transport in Order 1954/2005; in another state's classification it may be anything."""
    label = b'{"name": "nume", "type": "string", "columnType": "functional-classification:generic:label"}, '
    data = package("b.csv").replace(b'{"name": "an"', label + b'{"name": "an"')
    table = (
        f"cod,nume,an,faza,suma\n{codes[0]},Water,2024,approved,700000000\n{codes[1]},Parks,2024,approved,500000000\n"
    )
    sources = {"datapackage.json": data, "b.csv": table.encode()}
    imported, _ = bring("datapackage.json", sources, side="expenditure", unit="lei")
    pack = set_of(imported)
    assert pack.city.say(pack.slides["buget-2024-100"].headline(), "ro") == "Water: 58 din 100 de lei"
    rows = compose(pack, "buget-2024-100", "ro", FORMATS["landscape"]).data.rows
    assert [row.label for row in rows] == ["Water", "Parks"]
    files = {**CITY, **imported.files}
    with pytest.raises(RefusedError, match="counts by another classification than data/c-cheltuieli"):
        bring("b-2025.csv", {"b-2025.csv": SPENT}, files, id="c", previous="data/buget-2024-cheltuieli.csv")


def test_chapters_are_joined_into_divisions_when_that_is_asked() -> None:
    """Heating and transport are both of division 04: 153.2 + 687.0 of 2,352.4 million, 35.7 of 100."""
    imported, _ = bring("cheltuieli-2024.csv", BOTH, **WHOLE, by="cofog")
    pack = set_of(imported)
    assert pack.city.say(pack.slides["b-100"].headline(), "ro") == "Economie și transport: 36 din 100 de lei"
    assert [name for name, slide in pack.slides.items() if getattr(slide, "by", "") == "cofog"] == [
        "b-100",
        "b-locuitor",
    ]
    again, _ = bring("cheltuieli-2024.csv", BOTH, {**CITY, **imported.files}, **WHOLE)
    assert again.files["slides/b-100.yaml"] == imported.files["slides/b-100.yaml"], "a person may have written it"
    assert "expected `cofog`" in refusal("cheltuieli-2024.csv", BOTH, **WHOLE, by="economic")


def test_the_revenue_of_a_package_says_where_it_comes_from() -> None:
    table = b"cod,an,faza,suma\n04.02,2024,approved,800000000\n42.02,2024,approved,400000000\n"
    imported, _ = bring("datapackage.json", {"datapackage.json": package("b.csv"), "b.csv": table}, unit="lei")
    assert imported.slides == ("buget-2024-venituri",)
    headline = set_of(imported).slides["buget-2024-venituri"].headline()
    assert set_of(imported).city.say(headline, "ro") == "Bani proprii: 67 din 100 de lei"


def test_a_package_without_functions_is_grouped_by_what_is_said() -> None:
    data = package("b.csv").replace(b"functional-classification:generic:code", b"activity:generic:program:code")
    data = data.replace(b'"columnType": "phase:id"', b'"columnType": "economic-classification:generic:code"')
    files = {"datapackage.json": data, "b.csv": b"cod,an,faza,suma\nP1,2024,10,700000000\nP2,2024,20,500000000\n"}
    with pytest.raises(RefusedError, match="choose among: activity, economic-classification"):
        bring("datapackage.json", files, side="expenditure", unit="lei")
    imported, _ = bring("datapackage.json", files, side="expenditure", unit="lei", by="activity")
    assert b"P1;" in imported.files["data/buget-2024-cheltuieli.csv"]


# --- refused -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "chosen", "sentence"),
    [
        ("cheltuieli-2024.csv", {"revenue": "cheltuieli-2024.csv"}, "has no revenue, expected it in the file"),
        ("cheltuieli-2024.csv", {"side": "revenue"}, "has no revenue, expected it in the file"),
        ("cheltuieli-2024.csv", {"unit": "million lei"}, "9.4 million lei per inhabitant"),
        (
            "cheltuieli-2024.csv",
            {"previous": "data/x.csv"},
            "found 'data/x.csv', expected a data file that is in the pack",
        ),
        ("pagina-2024.csv", {}, "is a web page, expected a file with a budget"),
        (
            "cheltuieli-2024.csv",
            {"revenue": "venituri-2024.csv", "surplus": "90896800.01"},
            "a difference of 0.00001 thousand lei",
        ),
        (
            "cheltuieli-2024.csv",
            {"previous": "data/tramvaie.csv", "inflation": "5"},
            "needs `inflation-source` and `inflation-as-of`",
        ),
        ("executie.json", {"side": "revenue", "year": "2019"}, "expected one of: 2023"),
    ],
)
def test_refused_in_a_sentence(source: str, chosen: dict[str, str], sentence: str) -> None:
    page = b"<!DOCTYPE html><html><title>404</title></html>"
    sources = {**BOTH, source: BOTH.get(source, SPENT), "pagina-2024.csv": page, "executie.json": executed("31-DEC-23")}
    assert sentence in refusal(source, sources, **chosen)


def test_the_balance_is_named_when_nobody_said_a_surplus() -> None:
    imported, _ = bring("cheltuieli-2024.csv", BOTH, revenue="venituri-2024.csv")
    (told,) = messages(imported, "balance")
    assert "a difference of 90,896.8 thousand lei" in told
