"""What a slide of open data says, and what is left to a person."""

import re

import pytest

from content import strict_yaml
from content.imports.conversation import Imported
from tests import sample
from tests.imports.test_dataset import PAGE, RIDERS, ROWS, TRAMS, Portal, held, one, refusal, slide
from tests.readers.open_data.test_table import TIDY

BREAK = "indicator,an,valoare\n" + "".join(
    f"Călători cu tramvaiul (mii pasageri) TIMIS,{year}-01-01T00:00:00,{value}\n"
    for year, value in [(2013, 38122), (2014, 36154), (2015, 35035), (2016, 82302), (2017, 85756)]
)
"""The real break of the city's series: from 35,035 to 82,302 thousand passengers in 2016."""


def codes(made: Imported) -> list[str]:
    return [finding.code for finding in made.findings]


FULL = {"where": f"indicator={TRAMS}", "licence": "CC BY", "page": PAGE}


def test_the_date_of_the_data_is_the_last_point_not_the_portals() -> None:
    made = held(PAGE, Portal(ROWS))
    provenance = strict_yaml.mapping(made.files["data/transportul-public.csv.source.yaml"], "x")
    assert (provenance["address"], provenance["as_of"], provenance["fetched"]) == (
        PAGE,
        "2019-12-31",
        "2026-11-24T12:00:00+00:00",
    )
    assert codes(made) == ["date", "missing"]
    assert "the last point is of 2019 while the portal says it was modified on 2021-05-20" in str(made.findings[0])
    assert "has no value for 2017" in str(made.findings[1])


def test_a_source_that_no_longer_serves_its_slide_is_refused() -> None:
    files = sample.files() | held(PAGE, Portal(ROWS)).files
    other = [{"indicator": TRAMS, "anul": row["an"], "valoare": row["valoare"]} for row in ROWS]
    assert "expected a column 'an'" in refusal(PAGE, Portal(other), files)
    assert "answered" not in refusal(PAGE, Portal([], resources=[]), files)


def test_new_figures_never_headline_a_break() -> None:
    """Read again without a person: the figures of before stay, and the feed says why."""
    files = sample.files() | held(PAGE, Portal(ROWS)).files
    jumped = [*ROWS, {"indicator": TRAMS, "an": "2020-01-01T00:00:00", "valoare": 190}]
    sentence = refusal(PAGE, Portal(jumped), files)
    assert (
        "slides/transportul-public.yaml: would headline a possible break at 2020 (82 in 2019, 190 in 2020)" in sentence
    )
    path = "slides/transportul-public.yaml"
    marked = files[path].replace(b"source:", b"breaks: [{at: 2020, note: {ro: alt mod}}]\nsource:")
    plain = re.sub(rb"title:\n +ro: .*", b"title: {ro: 'Tramvaie: {last} {last_x}'}", files[path])
    for slide_text in (marked, plain):
        assert held(PAGE, Portal(jumped), {**files, path: slide_text}).files["data/transportul-public.csv"]


def test_a_series_of_the_county_says_so() -> None:
    made = held("t.csv", one("t.csv", TIDY.encode()), **FULL | {"where": f"indicator={RIDERS}"})
    fields = slide(made, "slides/calatori-cu-tramvaiul.yaml")
    assert fields["scope"] == {"ro": "județul Timiș, nu orașul"}
    assert fields["unit"] == {"ro": "mii"}
    assert fields["title"]["ro"].startswith("Călători cu tramvaiul (mii): {first}")
    assert "scope" in codes(made)


def test_a_city_that_has_its_countys_name_is_asked() -> None:
    city = sample.CITY.replace("Orașul de probă", "Municipiul Timiș")
    made = held(
        "t.csv", one("t.csv", TIDY.encode()), {"city.yaml": city.encode()}, **FULL | {"where": f"indicator={RIDERS}"}
    )
    assert b"# TO FINISH: `scope`: whose figures these are" in made.files["drafts/calatori-cu-tramvaiul.yaml"]
    assert made.slides == ()


def test_a_possible_break_is_reported_and_never_headlined() -> None:
    made = held("t.csv", one("t.csv", BREAK.encode()), licence="CC BY", page=PAGE, id="calatori", topic="Călători")
    draft = made.files["drafts/calatori.yaml"].decode()
    assert "# TO FINISH: possible break at 2016 (35035 in 2015, 82302 in 2016): mark it with `breaks`" in draft
    assert slide(made, "drafts/calatori.yaml")["title"] == {
        "ro": "Călători cu tramvaiul (mii pasageri): {last} în {last_x}"
    }
    assert made.slides == ()


def test_a_break_that_is_marked_is_a_slide() -> None:
    options = {"licence": "CC BY", "page": PAGE, "id": "calatori", "topic": "Călători"}
    made = held("t.csv", one("t.csv", BREAK.encode()), breaks="2016=alt mod de numărare", **options)
    fields = slide(made, "slides/calatori.yaml")
    assert fields["breaks"] == [{"at": "2016", "note": {"ro": "alt mod de numărare"}}]
    assert "{first}" not in fields["title"]["ro"]
    again = held("t.csv", one("t.csv", BREAK.encode()), sample.files() | made.files, **options)
    assert "break" not in codes(again)


def test_names_of_very_different_size_are_no_break() -> None:
    data = b"zona,cereri\nCentru,900\nSud,20\n"
    made = held("t", one("t", data), licence="CC0", page=PAGE, as_of="2026-01-01", id="cereri")
    assert slide(made, "slides/cereri.yaml")["title"] == {"ro": "Cereri: {most_x} ({most})"}
    assert codes(made) == []


def test_after_the_break_there_is_nothing_to_say_of_it() -> None:
    made = held("t.csv", one("t.csv", BREAK.encode()), licence="CC BY", page=PAGE, id="calatori", since="2016")
    assert "{first} în {first_x}" in slide(made, "slides/calatori.yaml")["title"]["ro"]


def test_what_the_source_does_not_say_is_left_to_a_person() -> None:
    made = held("t.csv", one("t.csv", TIDY.encode()), where=f"indicator={TRAMS}")
    draft = made.files["drafts/tramvaie-in-circulatie.yaml"].decode()
    for field in ("source.name", "source.url", "source.licence"):
        assert f"# TO FINISH: `{field}`" in draft
    assert [each.key for each in made.questions] == ["source.name", "source.url", "source.licence"]


def test_a_measure_without_its_unit_is_named_until_a_person_says_it() -> None:
    data = "indicator,an,valoare\nLungimea străzilor,2018,650\nLungimea străzilor,2019,655\n".encode()
    codes = [
        [finding.code for finding in held("t.csv", one("t.csv", data), licence="CC0", page=PAGE, **more).findings]
        for more in ({}, {"unit": "km"})
    ]
    assert codes == [["unit"], []]


PLAYGROUNDS, OTHERS = b"an,valoare\n2019,3\n2020,4\n", b"an,valoare\n2021,900\n2022,1000\n"


def test_figures_of_another_file_never_come_under_a_headline_that_is_there() -> None:
    first = held("a/wide.csv", one("a/wide.csv", PLAYGROUNDS), licence="CC0", page=PAGE)
    assert "data/wide.csv" in first.files
    second = held("nespus.csv", one("nespus.csv", OTHERS), first.files, licence="CC0", page=PAGE)
    assert set(second.files) == {"data/nespus.csv", "data/nespus.csv.source.yaml", "drafts/nespus.yaml"}
    named = {"licence": "CC0", "page": PAGE, "topic": "Locuri de joacă", "title": "Locuri de joacă: {last}"}
    there = held("wide.csv", one("wide.csv", PLAYGROUNDS), None, **named).files
    sentence = refusal("nespus.csv", one("nespus.csv", OTHERS), there, **named)
    assert "has the figures of wide.csv, expected another `id` for those of nespus.csv" in sentence
    meant = held("nespus.csv", one("nespus.csv", OTHERS), there, **named, id="locuri-de-joaca")
    assert "source" in codes(meant)
    moved = held("b/wide.csv", one("b/wide.csv", PLAYGROUNDS), there, **named)
    assert "source" not in codes(moved)


@pytest.mark.parametrize(
    ("source", "name"),
    [("https://x.ro/date/Parcuri 2024.csv?v=2", "parcuri-2024"), ("https://x.ro/", "date-deschise"), ("дата.csv", "")],
)
def test_an_address_names_a_slide_whose_series_has_no_name(source: str, name: str) -> None:
    made = held(source, one(source, PLAYGROUNDS), licence="CC0", page=PAGE)
    assert f"data/{name or 'date-deschise'}.csv" in made.files


def test_what_stands_above_a_table_without_a_subject_is_offered_as_its_topic() -> None:
    data = "Câini înregistrați;\nmii lei;\nan;valoare\n2019;100\n2020;120\n".encode()
    (question,) = (each for each in held("t", one("t", data)).questions if each.key == "title")
    assert (question.option, [choice.answer for choice in question.choices]) == ("topic", ["Câini înregistrați"])
    assert (
        "Câini înregistrați"
        in slide(held("t", one("t", data), topic="Câini înregistrați", id="c"), "drafts/c.yaml")["title"]["ro"]
    )
