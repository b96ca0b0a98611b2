"""A budget becomes a set of slides: what can be made is, what cannot is said, every title is true of the figures."""

import csv
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import content
from content import strict_yaml
from content.checks import gate
from content.checks.subject import Fault
from content.checks.written.figures import headline_figures
from content.findings import RefusedError
from content.imports import budget_titles, options
from content.imports.budget import IMPORTER
from content.imports.conversation import Ask, Context, Imported, Told, held
from content.pack.folder import read_folder
from content.pack.model import PROVENANCE, Pack
from content.pack.parse import parse
from content.pack.slides import Budget
from content.publication.edition import PlannedFrame
from content.readers.budgets import budget as reader
from content.slides import numerals
from content.slides.compose import compose
from content.slides.drawing import draw
from tests import sample
from tests.slides.budgets import BEFORE, budget_city, budget_slide
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
    found = held(IMPORTER.converse(source, picked, Context(parse(files), files, NOW)), answer)
    return found, asked


def only(source: str, **chosen: str) -> Imported:
    """The expenditure of the sample by another name, with nothing said but its unit."""
    picked = options.chosen({"unit": "thousand lei", **chosen}, IMPORTER.options)
    context = Context(parse(CITY), CITY, NOW)
    return held(IMPORTER.converse(source, picked, context), lambda ask: Told(address=ask.address, body=SPENT))


def set_of(found: Imported, files: Mapping[str, bytes] = CITY) -> Pack:
    """The pack after the import."""
    return parse({**files, **found.files})


def refusal(source: str, sources: Mapping[str, bytes], **chosen: str) -> str:
    with pytest.raises(RefusedError) as caught:
        bring(source, sources, **chosen)
    (finding,) = caught.value.findings
    return str(finding)


def said(found: Imported, code: str) -> list[str]:
    return [str(finding) for finding in found.findings if finding.code == code]


BOTH = {"cheltuieli-2024.csv": SPENT, "venituri-2024.csv": INCOME}
WHOLE = {"revenue": "venituri-2024.csv", "surplus": "90896800", "id": "b"}


# --- the set -------------------------------------------------------------------------------------------------------


def test_both_files_become_the_set() -> None:
    found, asked = bring("cheltuieli-2024.csv", BOTH, **WHOLE)
    assert asked == ["cheltuieli-2024.csv", "venituri-2024.csv"]
    assert found.slides == ("b-ce-este", "b-total", "b-100", "b-venituri", "b-locuitor")
    pack = set_of(found)
    for name in found.slides:
        slide = pack.slides[name]
        assert isinstance(slide, Budget)
        assert (slide.year, slide.status, slide.unit) == (2024, "voted", "thousand lei")
        assert pack.languages(slide) == LANGS
        for lang in LANGS:
            compose(pack, name, lang, FORMATS["landscape"])
        draw(compose(pack, name, "de", FORMATS["landscape"]))


def test_its_titles_are_the_findings_of_the_real_figures() -> None:
    """29 of 100 lei; 686,977,250 / 250,849 / 12 = 228; own 1,193.7 of 2,261.5 million: 53; 1,114.6 of 2,352.4: 47 %."""
    found, _ = bring("cheltuieli-2024.csv", BOTH, **WHOLE)
    pack = set_of(found)
    assert [pack.city.say(pack.slides[name].headline(), "ro") for name in found.slides] == [
        "Bugetul e planul cu banii orașului pe un an",
        "Aproape jumătate din buget merge în investiții",
        "Transport: 29 din 100 de lei",
        "Bani proprii: 53 din 100 de lei",
        "Transport: 228 de lei pe lună de locuitor",
    ]
    assert pack.city.say(pack.slides["b-100"].headline(), "hu") == "Közlekedés: 100 lejből 29"
    assert pack.city.say(pack.slides["b-venituri"].headline(), "de") == "Eigene Einnahmen: 53 von 100 Lei"


def test_the_files_read_back_to_the_same_figures_and_say_where_they_are_from() -> None:
    found, _ = bring("https://example.org/cheltuieli-2024.csv", {"https://example.org/cheltuieli-2024.csv": SPENT})
    path = "data/buget-2024-cheltuieli.csv"
    again = reader.read(found.files[path], path, "thousand lei", 250_849)
    assert again.total == Decimal("2352378930")
    assert again.section("investing") == Decimal("1114592350")
    pack = set_of(found)
    known = pack.provenance[path]
    assert known.address == "https://example.org/cheltuieli-2024.csv"
    assert (known.fetched.text, known.as_of and known.as_of.text) == ("2026-11-24T09:30:00+00:00", "2024-02-01")
    assert known.digest is not None
    assert len(known.digest) == 64


def test_a_file_of_this_machine_is_named_without_its_folder() -> None:
    found, _ = bring("/home/ana/cheltuieli-2024.csv", {"/home/ana/cheltuieli-2024.csv": SPENT})
    text = found.files[f"data/buget-2024-cheltuieli.csv{PROVENANCE}"]
    assert yaml.safe_load(text)["address"] == "cheltuieli-2024.csv"


def test_the_slide_is_written_as_a_person_would() -> None:
    found, _ = bring("cheltuieli-2024.csv", BOTH, **WHOLE)
    written = yaml.safe_load(found.files["slides/b-locuitor.yaml"])
    assert list(written) == ["kind", "view", "period", "data", "unit", "year", "status", "title", "source", "link"]
    assert written["source"]["name"]["hu"] == "2024. évi helyi költségvetés"


# --- what cannot be true is not made, and that is said -------------------------------------------------------------


def test_without_revenue_there_is_no_slide_of_it() -> None:
    found, _ = bring("cheltuieli-2024.csv", BOTH)
    assert "buget-2024-venituri" not in found.slides
    assert any(
        "slides/buget-2024-venituri.yaml: is not made: the source has no revenue" in each
        for each in said(found, "not-made")
    )


def test_without_sections_there_is_no_slide_of_them() -> None:
    found, _ = bring("buget-2023.csv", {"buget-2023.csv": BEFORE.encode()}, year="2023")
    assert found.slides == ("buget-2023-ce-este", "buget-2023-100", "buget-2023-locuitor")
    assert any("does not say the two sections" in each for each in said(found, "not-made"))


def test_a_change_needs_the_year_before_and_names_it_where_it_is() -> None:
    before, _ = bring("buget-2023.csv", {"buget-2023.csv": BEFORE.encode()}, year="2023")
    files = {**CITY, **before.files}
    found, _ = bring("cheltuieli-2024.csv", BOTH, files)
    assert "buget-2024-schimbare" not in found.slides
    assert any("say `previous` data/buget-2023-cheltuieli.csv" in each for each in said(found, "not-made"))
    found, _ = bring("cheltuieli-2024.csv", BOTH, files, previous="data/buget-2023-cheltuieli.csv")
    pack = set_of(found, files)
    slide = pack.slides["buget-2024-schimbare"]
    assert isinstance(slide, Budget)
    assert slide.previous is not None
    assert (slide.previous.year, slide.previous.status, slide.previous.unit) == (2023, "voted", "thousand lei")
    assert slide.previous.inflation is None
    assert pack.city.say(slide.title, "ro") == "Bugetul crește cu 430 de milioane de lei"
    assert said(found, "real") == [
        "slides/buget-2024-schimbare.yaml: shows no real change: say `inflation` to have prices counted out"
    ]


def test_the_change_of_a_small_town_bears_its_own_headline() -> None:
    """Rows in thousands, a headline in millions: +9,810 and 9.81. A town that says 8.91 is told."""
    before = b"cod;denumire;total\n67.02;Cultura;8000\n84.02;Transporturi;12000\n"
    after = b"cod;denumire;total\n67.02;Cultura;9000\n84.02;Transporturi;20810\n"
    town = CITY["city.yaml"].replace(b"value: 250849", b"value: 9000")
    files = {**CITY, "city.yaml": town, "data/inainte.csv": before}
    found, _ = bring("a.csv", {"a.csv": after}, files, year="2024", previous="data/inainte.csv")
    path = "slides/buget-2024-schimbare.yaml"
    assert strict_yaml.mapping(found.files[path], path)["title"]["ro"] == "Bugetul crește cu 9,81 milioane de lei"

    def faults(slide: bytes) -> list[Fault]:
        pack = parse({**files, **found.files, path: slide})
        jobs = [
            (lang, compose(pack, "buget-2024-schimbare", lang, FORMATS["landscape"])) for lang in pack.city.languages
        ]
        pages = [PlannedFrame("hol", "buget-2024-schimbare", lang, job) for lang, job in jobs]
        return [fault for page in pages for fault in headline_figures(pack, page)]

    assert faults(found.files[path]) == []
    assert len(faults(found.files[path].replace(b"9,81 milioane", b"8,91 milioane"))) == 1
    assert len(faults(found.files[path].replace(b"9,81 milioane", b"9,81 miliarde"))) == 1


def test_growth_below_that_of_prices_is_not_called_growth() -> None:
    """430 of 1,922 million is 22.4 %: with prices up by 25 % the budget buys less."""
    files = {**CITY, "data/inainte.csv": BEFORE.encode()}
    asked = {"previous": "data/inainte.csv", "inflation_source": "INS", "inflation_as_of": "2024-12-31"}
    titles = []
    for percent in ("5.6", "25"):
        found, _ = bring("cheltuieli-2024.csv", BOTH, files, inflation=percent, **asked)
        slide = set_of(found, files).slides["buget-2024-schimbare"]
        titles.append(slide.headline()["ro"])  # type: ignore[index]
    assert titles == ["Bugetul crește cu 430 de milioane de lei", "Bugetul crește mai puțin decât prețurile"]


def test_objections_are_for_drafts_and_their_last_day_is_a_persons() -> None:
    voted, _ = bring("cheltuieli-2024.csv", BOTH)
    assert not any("obiectii" in each for each in (*voted.slides, *said(voted, "not-made")))
    draft, _ = bring("cheltuieli-2024.csv", BOTH, status="draft", published="2024-01-12")
    assert draft.slides == ()
    assert "drafts/buget-2024-obiectii.yaml" not in draft.files
    assert b"# TO FINISH: `expires`: until when the draft is shown" in draft.files["drafts/buget-2024-100.yaml"]
    (told,) = (each for each in said(draft, "not-made") if "obiectii" in each)
    assert "nobody said until when objections are taken; published on 2024-01-12" in told
    assert all(day in told for day in ("2024-01-26", "2024-01-27", "2024-01-28"))
    chosen = {"status": "draft", "published": "2024-01-12", "objections_until": "2024-01-27T16:00"}
    nowhere, _ = bring("cheltuieli-2024.csv", BOTH, **chosen)
    assert any("nobody said where objections are sent" in each for each in said(nowhere, "not-made"))
    found, _ = bring("cheltuieli-2024.csv", BOTH, web="https://example.org/p", short="ex.org/p", **chosen)
    assert {
        slide.expires and slide.expires.text for name, slide in set_of(found).slides.items() if "2024-" in name
    } == {
        "2024-01-27T16:00",
        None,  # of the objections: they end by themselves
    }
    slide = set_of(found).slides["buget-2024-obiectii"]
    assert isinstance(slide, Budget)
    assert slide.objection is not None
    assert slide.objection.until.text == "2024-01-27T16:00"
    assert (slide.objection.channels.phone, slide.objection.channels.short) == ("0256 408 300", "ex.org/p")


def test_what_a_person_must_say_makes_drafts_of_the_slides() -> None:
    picked = options.chosen({"status": "voted", "unit": "thousand lei"}, IMPORTER.options)
    context = Context(parse(CITY), CITY, NOW)
    found = held(
        IMPORTER.converse("buget-2024.csv", picked, context), lambda ask: Told(address=ask.address, body=SPENT)
    )
    assert found.slides == ()
    text = found.files["drafts/buget-2024-100.yaml"].decode()
    assert text.startswith("# TO FINISH: `source.url`: where this budget can be read")
    assert "# TO FINISH: `source.as_of`" in text
    assert len(said(found, "draft")) == 2


def test_a_pack_without_names_is_given_the_table() -> None:
    files = sample.files()
    found, _ = bring("cheltuieli-2024.csv", BOTH, files)
    pack = set_of(found, files)
    assert pack.names.expenditure["84"] == {
        "ro": "Transport",
        "en": "Transport",
        "hu": "Közlekedés",
        "de": "Verkehr",
        "sr": "Саобраћај",
    }
    assert "names.yaml" not in bring("cheltuieli-2024.csv", BOTH)[0].files


# --- again ---------------------------------------------------------------------------------------------------------


def test_an_import_again_mends_its_own_titles_and_keeps_a_persons() -> None:
    first, _ = bring("cheltuieli-2024.csv", BOTH)
    files = {**CITY, **first.files}
    mine = yaml.safe_load(first.files["slides/buget-2024-100.yaml"])
    mine["title"] = {"ro": "Cei mai mulți bani merg pe drumuri"}
    mine["expires"] = "2024-12-31"
    files["slides/buget-2024-100.yaml"] = yaml.safe_dump(mine, allow_unicode=True).encode()
    corrected = SPENT.replace(b"686.977,25", b"786.977,25").replace(b"2.352.378,93", b"2.452.378,93")
    corrected = corrected.replace(b"190.742,08", b"290.742,08").replace(b"1.237.786,58", b"1.337.786,58")
    found, _ = bring("cheltuieli-2024.csv", {"cheltuieli-2024.csv": corrected}, files)
    pack = set_of(found, files)
    assert pack.slides["buget-2024-100"].headline() == {"ro": "Cei mai mulți bani merg pe drumuri"}
    assert pack.slides["buget-2024-100"].expires is not None
    assert pack.city.say(pack.slides["buget-2024-locuitor"].headline(), "ro") == (
        "Transport: 262 de lei pe lună de locuitor"  # 261.44, and 815 in all: one more for the largest remainders
    )
    told = said(found, "title")
    assert any("buget-2024-100.yaml" in each and "look whether it is true" in each for each in told)
    assert any("buget-2024-locuitor.yaml" in each and "import again with `--replace`" in each for each in told)


def test_an_import_again_of_the_same_changes_no_slide() -> None:
    first, _ = bring("cheltuieli-2024.csv", BOTH, **WHOLE)
    again, _ = bring("cheltuieli-2024.csv", BOTH, {**CITY, **first.files}, **WHOLE)
    for path in first.files:
        assert again.files[path] == first.files[path], path


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
    found, _ = bring("executie.json", {"executie.json": executed("31-DEC-23")}, status="executed", unit="lei")
    assert found.slides == ("buget-2023-ce-este", "buget-2023-100", "buget-2023-venituri", "buget-2023-locuitor")
    pack = set_of(found)
    assert pack.slides["buget-2023-100"].status == "executed"  # type: ignore[union-attr]
    assert pack.city.say(pack.slides["buget-2023-ce-este"].headline(), "ro") == "Atât a cheltuit orașul într-un an"
    assert pack.city.say(pack.slides["buget-2023-100"].headline(), "ro") == "Transport: 58 din 100 de lei"
    assert pack.city.say(pack.slides["buget-2023-venituri"].headline(), "ro") == "Bani proprii: 100 din 100 de lei"
    assert compose(pack, "buget-2023-100", "ro", FORMATS["landscape"]).data.kicker.endswith("executat")


def test_what_is_executed_need_not_balance() -> None:
    """1,200 million spent of 900 taken in is no fault of a file; the same difference of a voted budget is said."""
    found, _ = bring("executie.json", {"executie.json": executed("31-DEC-23")}, status="executed", unit="lei")
    assert said(found, "balance") == []


def test_more_revenue_than_expenditure_is_no_surplus_of_earlier_years() -> None:
    more = SPENT.replace(b"2.352.378,93", b"2.052.378,93").replace(b"686.977,25", b"386.977,25")
    more = more.replace(b"496.235,17", b"196.235,17").replace(b"1.114.592,35", b"814.592,35")
    found, _ = bring("cheltuieli-2024.csv", {**BOTH, "cheltuieli-2024.csv": more}, revenue="venituri-2024.csv")
    (finding,) = said(found, "balance")
    assert "a difference of -209,103.2 thousand lei" in finding
    assert "to mend it" not in finding


def test_revenue_alone_says_how_to_bring_the_rest() -> None:
    found, _ = bring("venituri-2024.csv", BOTH)
    assert found.slides == ("buget-2024-venituri",)
    reasons = said(found, "not-made")
    assert len(reasons) == 5
    assert all("import the file of expenditure, and say this one with `revenue`" in reason for reason in reasons)


def test_a_part_of_a_year_is_not_told_as_a_year() -> None:
    """Half a year's spending per inhabitant per month would be half of the truth, whatever day a person says."""
    june = {"executie.json": executed("30-JUN-24")}
    found, _ = bring("executie.json", june, status="executed", unit="lei", as_of="2025-02-10")
    assert found.slides == ("buget-2024-100",)
    kickers = [compose(set_of(found), "buget-2024-100", lang, FORMATS["landscape"]).data.kicker for lang in LANGS]
    for kicker, partly in zip(kickers, ("parțial", "in part", "részben", "teilweise", "делимично"), strict=True):
        assert partly in kicker.replace("\u00a0", " ")
    assert any(
        "locuitor.yaml: is not made: these are not the figures of a whole year" in f for f in said(found, "not-made")
    )
    assert said(found, "partial")


def test_a_citys_own_table_of_some_months_is_not_told_as_a_year() -> None:
    found, _ = bring("cheltuieli-2024.csv", BOTH, **WHOLE, status="executed", as_of="2024-03-31")
    assert found.slides == ("b-100",)
    assert any(
        "not the figures of a whole year: they are executed until 2024-03-31" in f for f in said(found, "not-made")
    )
    later, _ = bring("cheltuieli-2024.csv", BOTH, **WHOLE, status="executed", as_of="2025-02-10")
    assert "b-locuitor" in later.slides


@pytest.mark.parametrize("view", ["per-inhabitant", "change"])
def test_a_slide_cannot_tell_some_months_as_a_year(view: str) -> None:
    found, _ = bring("executie.json", {"executie.json": executed("30-JUN-24")}, status="executed", unit="lei")
    slide = yaml.safe_load(found.files["slides/buget-2024-100.yaml"])
    whole = {"data": "data/cheltuieli-2024.csv", "year": 2023, "status": "voted", "unit": "thousand lei"}
    more = {"view": view, **({"previous": whole} if view == "change" else {})}
    files = {**CITY, **found.files, "slides/buget-2024-100.yaml": yaml.safe_dump({**slide, **more}).encode()}
    with pytest.raises(RefusedError, match=f"of 2024 until 2024-06-30, the view '{view}' expected a whole year's"):
        compose(parse(files), "buget-2024-100", "ro", FORMATS["landscape"])


def test_nothing_is_compared_with_some_months_of_the_year_before() -> None:
    half, _ = bring("executie.json", {"executie.json": executed("30-JUN-23")}, status="executed", unit="lei")
    files = {**CITY, **half.files}
    found, _ = bring("cheltuieli-2024.csv", BOTH, files, **WHOLE, previous="data/buget-2023-cheltuieli.csv")
    assert "b-schimbare" not in found.slides
    assert any("is executed until 2023-06-30, not for a whole year" in f for f in said(found, "not-made"))


def test_january_of_a_small_town_is_no_wrong_unit() -> None:
    """1.2 million lei for 8,000: 150 lei for each, half of what a whole year must have."""
    rows = [{**row, "RULAJ_CH_VN": row["RULAJ_CH_VN"][:-3]} for row in json.loads(executed("31-JAN-24"))]
    city = CITY["city.yaml"].replace(b"value: 250849", b"value: 8000")
    files = {**CITY, "city.yaml": city}
    found, _ = bring(
        "executie.json", {"executie.json": json.dumps(rows).encode()}, files, status="executed", unit="lei"
    )
    pack = parse({**files, **found.files})
    assert compose(pack, "buget-2024-100", "ro", FORMATS["landscape"])


def test_another_source_is_asked_for_by_its_letter() -> None:
    rows = json.loads(executed("31-JAN-24"))
    local = [one for one in rows if one["CATEG_CONT"] == "ch"]
    own = [{**one, "SURSA_FINANTARE": "F", "RULAJ_CH_VN": str(n)} for n, one in enumerate(local, 3_000_000)]
    data = json.dumps(local + own).encode()
    found, _ = bring("executie.json", {"executie.json": data}, status="executed", unit="lei")
    assert b"84.02;" in found.files["data/buget-2024-cheltuieli.csv"]
    found, _ = bring("executie.json", {"executie.json": data}, status="executed", unit="lei", financing="F")
    assert b"84.10;" in found.files["data/buget-2024-cheltuieli.csv"]
    both = json.dumps(rows + own).encode()  # revenue of source A beside expenditure of A and F: nobody asked for it
    found, _ = bring("executie.json", {"executie.json": both}, status="executed", unit="lei", financing="F")
    assert "data/buget-2024-venituri.csv" not in found.files
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
    found, asked = bring(f"{base}datapackage.json", sources, side="expenditure", unit="lei")
    assert asked == [f"{base}datapackage.json", f"{base}tabele/b.csv"]
    assert (
        set_of(found).city.say(set_of(found).slides["buget-2024-100"].headline(), "ro")
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
    found, _ = bring("datapackage.json", sources, side="expenditure", unit="lei")
    pack = set_of(found)
    assert pack.city.say(pack.slides["buget-2024-100"].headline(), "ro") == "Water: 58 din 100 de lei"
    rows = compose(pack, "buget-2024-100", "ro", FORMATS["landscape"]).data.rows
    assert [row.label for row in rows] == ["Water", "Parks"]
    files = {**CITY, **found.files}
    with pytest.raises(RefusedError, match="counts by another classification than data/c-cheltuieli"):
        bring("b-2025.csv", {"b-2025.csv": SPENT}, files, id="c", previous="data/buget-2024-cheltuieli.csv")


def test_chapters_are_joined_into_divisions_when_that_is_asked() -> None:
    """Heating and transport are both of division 04: 153.2 + 687.0 of 2,352.4 million, 35.7 of 100."""
    found, _ = bring("cheltuieli-2024.csv", BOTH, **WHOLE, by="cofog")
    pack = set_of(found)
    assert pack.city.say(pack.slides["b-100"].headline(), "ro") == "Economie și transport: 36 din 100 de lei"
    assert [name for name, slide in pack.slides.items() if getattr(slide, "by", "") == "cofog"] == [
        "b-100",
        "b-locuitor",
    ]
    again, _ = bring("cheltuieli-2024.csv", BOTH, {**CITY, **found.files}, **WHOLE)
    assert again.files["slides/b-100.yaml"] == found.files["slides/b-100.yaml"], "a person may have written it"
    assert "expected `cofog`" in refusal("cheltuieli-2024.csv", BOTH, **WHOLE, by="economic")


def test_the_revenue_of_a_package_says_where_it_comes_from() -> None:
    table = b"cod,an,faza,suma\n04.02,2024,approved,800000000\n42.02,2024,approved,400000000\n"
    found, _ = bring("datapackage.json", {"datapackage.json": package("b.csv"), "b.csv": table}, unit="lei")
    assert found.slides == ("buget-2024-venituri",)
    headline = set_of(found).slides["buget-2024-venituri"].headline()
    assert set_of(found).city.say(headline, "ro") == "Bani proprii: 67 din 100 de lei"


def test_a_package_without_functions_is_grouped_by_what_is_said() -> None:
    data = package("b.csv").replace(b"functional-classification:generic:code", b"activity:generic:program:code")
    data = data.replace(b'"columnType": "phase:id"', b'"columnType": "economic-classification:generic:code"')
    files = {"datapackage.json": data, "b.csv": b"cod,an,faza,suma\nP1,2024,10,700000000\nP2,2024,20,500000000\n"}
    with pytest.raises(RefusedError, match="choose among: activity, economic-classification"):
        bring("datapackage.json", files, side="expenditure", unit="lei")
    found, _ = bring("datapackage.json", files, side="expenditure", unit="lei", by="activity")
    assert b"P1;" in found.files["data/buget-2024-cheltuieli.csv"]


# --- refused -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "chosen", "sentence"),
    [
        ("cheltuieli.csv", {}, "names no year, expected the budget's year: say it with `year`"),
        ("buget-2023-2024.csv", {}, "names 2023 and 2024, expected the budget's year"),
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
    found, _ = bring("cheltuieli-2024.csv", BOTH, revenue="venituri-2024.csv")
    (told,) = said(found, "balance")
    assert "a difference of 90,896.8 thousand lei" in told


@pytest.mark.parametrize(
    ("source", "stage"),
    [
        ("Proiect-buget-2025.csv", "draft"),
        ("executia_bugetului_2025.csv", "executed"),
        ("buget-2025-aprobat-HCL-31.csv", "voted"),
    ],
)
def test_the_stage_may_be_in_the_name(source: str, stage: str) -> None:
    found = only(source)
    assert f"status: {stage}" in found.files["drafts/buget-2025-100.yaml"].decode()


def test_the_stage_is_never_guessed() -> None:
    with pytest.raises(RefusedError, match="whether this budget is a draft, voted or executed"):
        only("buget-2025.csv")


# --- titles --------------------------------------------------------------------------------------------------------


def amounts(data: bytes) -> dict[str, Decimal]:
    """Chapters of a file in lei, read without the readers."""
    rows = csv.DictReader(data.decode().splitlines(), delimiter=";")
    lei = {row["cod"]: Decimal(row["total"].replace(".", "").replace(",", ".")) * 1000 for row in rows}
    return {code: amount for code, amount in lei.items() if not code.startswith(("49", "00"))}


def numbers(text: str) -> list[int]:
    return [int(re.sub(r"[.,\s]", "", found)) for found in re.findall(r"\d+(?:[.,\u00a0]\d{3})*", text)]


def test_every_number_in_a_title_is_one_of_the_data() -> None:
    found, _ = bring("cheltuieli-2024.csv", BOTH, **WHOLE)
    pack = set_of(found)
    spent = amounts(SPENT)
    most, total = max(spent.values()), sum(spent.values())
    own = sum(amount for code, amount in amounts(INCOME).items() if code[:2] not in ("42", "11", "48", "45"))
    allowed = {
        "b-ce-este": [],
        "b-total": [],
        "b-100": [100, round(most * 100 / total)],
        "b-venituri": [100, round(own * 100 / sum(amounts(INCOME).values()))],
        "b-locuitor": [round(most / 250_849 / 12)],
    }
    for name, figures in allowed.items():
        for lang in LANGS:
            text = pack.city.say(pack.slides[name].headline(), lang)
            assert text is not None
            assert sorted(numbers(text)) == sorted(figures), (name, lang)


chapters = st.lists(st.integers(1, 3_000_000), min_size=2, max_size=12, unique=True)
CODES = ("51", "54", "55", "61", "65", "66", "67", "68", "70", "74", "81", "84")


@settings(max_examples=40, deadline=None)
@given(chapters)
def test_a_title_says_what_its_slide_says(lei: list[int]) -> None:
    """Of any budget, in every language: the number of the headline is that of the first row."""
    rows = "".join(f"{code}.02;x;{amount}\n" for code, amount in zip(CODES, lei, strict=False))
    pack, people = budget_city(), sum(lei) // 90_000 + 1
    if sum(lei) < 400 * people:
        return
    population = msgspec.structs.replace(pack.city.population, value=people)
    town = msgspec.structs.replace(pack.city, population=population)
    for view, more in (("hundred", [100]), ("per-inhabitant", [])):
        slide = budget_slide("buget-schimbare", view=view, data="data/x.csv", unit="lei", period="month")
        files = {"data/x.csv": f"cod;denumire;total\n{rows}".encode()}
        pack = msgspec.structs.replace(pack, city=town, slides={"x": slide}, files=files)
        for lang, text in budget_titles.title(pack, slide).items():
            first = compose(pack, "x", lang, FORMATS["landscape"]).data.rows[0]
            assert sorted(numbers(text)) == sorted([*numbers(first.figure), *more]), (view, lang)


def test_the_set_passes_the_gate_in_every_language_on_the_smallest_display() -> None:
    """Nothing of what is generated has to be mended by a person before it can be published."""
    found, _ = bring("cheltuieli-2024.csv", BOTH, **WHOLE)
    pack = set_of(found)
    station = msgspec.structs.replace(pack.displays["gara"], languages=LANGS)
    playlist = msgspec.structs.replace(pack.playlists["buget"], slides=found.slides)
    pack = msgspec.structs.replace(
        pack,
        displays={"gara": station},
        playlists={"buget": playlist},
        campaigns={"bugetul-orasului": pack.campaigns["bugetul-orasului"]},
        slides={name: pack.slides[name] for name in found.slides},
    )
    assert [str(finding) for finding in gate.complete(pack, NOW)] == []


WORDS = {
    "Aproape un sfert": (0.2, 0.25),
    "Un sfert": (0.245, 0.255),
    "Peste un sfert": (0.25, 0.3),
    "Aproape o treime": (0.29, 1 / 3),
    "O treime": (0.327, 0.34),
    "Peste o treime": (1 / 3, 0.37),
    "Aproape jumătate": (0.44, 0.5),
    "Jumătate": (0.49, 0.51),
    "Peste jumătate": (0.5, 0.56),
}
"""What a person takes the words for."""


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10_000))
def test_words_for_shares_are_true(investing: int) -> None:
    running = 10_000 - investing
    text = f"cod;denumire;total;functionare;dezvoltare\n84.02;D;10000;{running};{investing}\n"
    pack = msgspec.structs.replace(budget_city(), files={**budget_city().files, "data/x.csv": text.encode()})
    slide = budget_slide("buget-schimbare", view="total", data="data/x.csv", unit="thousand lei")
    town = msgspec.structs.replace(pack.city, population=msgspec.structs.replace(pack.city.population, value=5000))
    title = budget_titles.title(msgspec.structs.replace(pack, city=town), slide)["ro"]
    share = investing / 10_000
    words = title.removesuffix(" din buget merge în investiții")
    if words in WORDS:
        low, high = WORDS[words]
        assert low <= share <= high, title
    else:
        (count, hundred) = numbers(title)
        assert hundred == 100
        assert abs(count * 100 - investing) <= 50


@pytest.mark.parametrize("lang", LANGS)
def test_a_long_name_does_not_make_a_long_headline(lang: str) -> None:
    pack = budget_city()
    names = msgspec.structs.replace(pack.names, expenditure={"84": dict.fromkeys(LANGS, "Căi ferate și " * 4)})
    pack = msgspec.structs.replace(pack, names=names)
    for name in ("buget-100", "buget-locuitor"):
        slide = pack.slides[name]
        assert isinstance(slide, Budget)
        assert len(budget_titles.title(pack, slide)[lang]) <= budget_titles.LONGEST


def test_hungarian_declines_the_money_not_the_name() -> None:
    slide = budget_slide("buget-schimbare", view="hundred", unit="thousand EUR", data="data/x.csv")
    files = {"data/x.csv": b"cod;denumire;total\n84.02;D;96000\n65.02;S;32000\n"}
    title = budget_titles.title(msgspec.structs.replace(budget_city(), files=files), slide)
    assert (title["hu"], title["ro"]) == ("Közlekedés: 100 euróból 75", "Transport: 75 din 100 de euro")
    assert numerals.money(Decimal(430_000_000), "hu", "EUR").endswith("euró")
