"""Open data into a pack, each conversation held with a portal that is simulated."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from content import strict_yaml
from content.findings import RefusedError
from content.imports import conversation, dataset, portal, titles
from content.imports.conversation import Ask, Context, Imported, Told
from content.imports.options import chosen
from content.pack.parse import parse
from content.pack.slides import authored
from content.slides import placeholders
from content.slides.compose import compose
from content.slides.job import Format
from tests import sample
from tests.readers.test_gbfs import INFORMATION, status
from tests.readers.test_gtfs import packed
from tests.readers.test_table import TIDY, WIDE

PORTAL = "https://date.example.ro"
PAGE = f"{PORTAL}/dataset/transportul-public"
TRAMS, RIDERS = "Număr de tramvaie în circulație", "Călători cu tramvaiul (mii) TIMIS"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
BREAK = "indicator,an,valoare\n" + "".join(
    f"Călători cu tramvaiul (mii pasageri) TIMIS,{year}-01-01T00:00:00,{value}\n"
    for year, value in [(2013, 38122), (2014, 36154), (2015, 35035), (2016, 82302), (2017, 85756)]
)
"""The real break of the city's series: from 35,035 to 82,302 thousand passengers in 2016."""


class Portal:
    """A CKAN portal: package_show, package_search, resource_show, datastore_search, and files."""

    def __init__(self, rows: list[dict[str, Any]] | None = None, *, page: int = 2, **package: Any) -> None:
        self.rows, self.page, self.asked = rows or [], page, list[str]()
        resource = {"id": "r1", "name": "TRANSPORT [normat]", "format": "CSV", "url": f"{PORTAL}/download/b.csv"}
        self.package = {
            "name": "transportul-public",
            "title": "Transportul Public",
            "license_id": "cc-by",
            "metadata_modified": "2021-05-20T19:41:54.957856",
            "resources": [{**resource, "datastore_active": bool(rows)}],
            **package,
        }
        self.files = {f"{PORTAL}/download/b.csv": TIDY.encode()}

    def __call__(self, ask: Ask) -> Told:
        self.asked.append(ask.address)
        parts = urlsplit(ask.address)
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        action = parts.path.removeprefix("/api/3/action/")
        if action == parts.path:
            found = self.files.get(ask.address)
            return Told(address=ask.address, status=200 if found else 404, body=found or b"not found")
        result = getattr(self, action)(asked)
        answer = {"success": result is not None, "result": result, "error": {"message": "Not found"}}
        return Told(address=ask.address, status=200 if result else 404, body=msgspec.json.encode(answer))

    def package_show(self, asked: dict[str, str]) -> Any:
        return self.package if asked["id"] in ("transportul-public", "p1") else None

    def package_search(self, asked: dict[str, str]) -> Any:
        return {"count": 1, "results": [self.package] if asked["q"] == "tramvaie" else []}

    def resource_show(self, asked: dict[str, str]) -> Any:
        return {"id": asked["id"], "package_id": "p1"}

    def datastore_search(self, asked: dict[str, str]) -> Any:
        assert asked["sort"] == "_id"
        first = int(asked["offset"])
        return {"records": self.rows[first : first + self.page], "total": len(self.rows)}


def one(name: str, data: bytes, **more: bytes) -> Callable[[Ask], Told]:
    """A place that has these files and nothing else."""
    files = {name: data, **more}
    return lambda ask: Told(
        address=ask.address, status=200 if ask.address in files else 404, body=files.get(ask.address, b"")
    )


def held(source: str, answer: Callable[[Ask], Told], files: dict[str, bytes] | None = None, **options: str) -> Imported:
    there = sample.files() | (files or {})
    context = Context(parse(there), there, NOW)
    wanted = chosen(options, dataset.Options)
    return conversation.held(dataset.converse(source, wanted, context), answer)


def refusal(*args: Any, **options: str) -> str:
    with pytest.raises(RefusedError) as refused:
        held(*args, **options)
    return str(refused.value.findings[0])


def slide(made: Imported, path: str) -> dict[str, Any]:
    return strict_yaml.mapping(made.files[path], path)


def codes(made: Imported) -> list[str]:
    return [finding.code for finding in made.findings]


FULL = {"where": f"indicator={TRAMS}", "licence": "CC BY", "page": PAGE}


# --- a portal ------------------------------------------------------------------------------------------------------


ROWS = [
    {"_id": n, "indicator": TRAMS, "an": f"{year}-01-01T00:00:00", "valoare": value}
    for n, (year, value) in enumerate([(2019, "82"), (2016, "143"), (2018, 146), (2017, None)], 1)
]


def test_a_page_of_a_portal_becomes_a_slide() -> None:
    site = Portal(ROWS)
    made = held(PAGE, site)
    asked = [address.removeprefix(f"{PORTAL}/api/3/action/") for address in site.asked]
    search = f"datastore_search?resource_id=r1&limit={portal.PAGE}"
    assert asked == [
        "package_show?id=transportul-public",
        f"{search}&offset=0&sort=_id",
        f"{search}&offset=2&sort=_id",
    ]
    assert made.files["data/transportul-public.csv"].decode() == "an,valoare\n2016,143\n2017,\n2018,146\n2019,82\n"
    path = "slides/transportul-public.yaml"
    assert slide(made, path) == {
        "kind": "dataset",
        "data": "data/transportul-public.csv",
        "x": "an",
        "y": "valoare",
        "title": {"ro": "Tramvaie în circulație: {first} în {first_x}, {last} în {last_x}"},
        "topic": {"ro": "Transportul Public"},
        "source": {"name": "date.example.ro", "url": PAGE, "licence": "CC BY"},
        "link": {"url": PAGE, "short": "date.example.ro"},
    }
    strict_yaml.typed(slide(made, path), authored(), path)
    assert made.slides == ("transportul-public",)


def test_the_date_of_the_data_is_the_last_point_not_the_portals() -> None:
    made = held(PAGE, Portal(ROWS))
    said = strict_yaml.mapping(made.files["data/transportul-public.csv.source.yaml"], "x")
    assert (said["address"], said["as_of"], said["fetched"]) == (PAGE, "2019-12-31", "2026-11-24T12:00:00+00:00")
    assert codes(made) == ["date", "missing"]
    assert "the last point is of 2019 while the portal says it was modified on 2021-05-20" in str(made.findings[0])
    assert "has no value for 2017" in str(made.findings[1])


def test_what_was_imported_is_a_pack_and_is_imported_again() -> None:
    made = held(PAGE, Portal(ROWS))
    files = sample.files() | made.files
    pack = parse(files)
    assert pack.as_of(pack.slides["transportul-public"]).text == "2019-12-31"
    newer = [*ROWS, {"_id": 5, "indicator": TRAMS, "an": "2020-01-01T00:00:00", "valoare": 80}]
    again = held(PAGE, Portal(newer), files)
    assert again.files["data/transportul-public.csv"].endswith(b"2020,80\n")
    assert again.renewed == ("slides/transportul-public.yaml",)
    edited = {**files, "slides/transportul-public.yaml": files["slides/transportul-public.yaml"] + b"featured: true\n"}
    assert held(PAGE, Portal(newer), edited).renewed == ()


def test_a_source_that_no_longer_serves_its_slide_is_refused() -> None:
    files = sample.files() | held(PAGE, Portal(ROWS)).files
    other = [{"indicator": TRAMS, "anul": row["an"], "valoare": row["valoare"]} for row in ROWS]
    assert "expected a column 'an'" in refusal(PAGE, Portal(other), files)
    assert "answered" not in refusal(PAGE, Portal([], resources=[]), files)


def test_new_figures_never_headline_a_break() -> None:
    """Read again without a person: the figures of before stay, and the feed says why."""
    files = sample.files() | held(PAGE, Portal(ROWS)).files
    jumped = [*ROWS, {"indicator": TRAMS, "an": "2020-01-01T00:00:00", "valoare": 190}]
    said = refusal(PAGE, Portal(jumped), files)
    assert "slides/transportul-public.yaml: would headline a possible break at 2020 (82 in 2019, 190 in 2020)" in said
    path = "slides/transportul-public.yaml"
    marked = files[path].replace(b"source:", b"breaks: [{at: 2020, note: {ro: alt mod}}]\nsource:")
    plain = re.sub(rb"title:\n +ro: .*", b"title: {ro: 'Tramvaie: {last} {last_x}'}", files[path])
    for slide_text in (marked, plain):
        assert held(PAGE, Portal(jumped), {**files, path: slide_text}).files["data/transportul-public.csv"]


@pytest.mark.parametrize(
    "source",
    [
        PAGE,
        f"{PORTAL}/ro/dataset/transportul-public",
        f"{PAGE}/resource/r1",
        f"{PORTAL}/api/3/action/package_show?id=transportul-public",
        f"{PORTAL}/api/action/datastore_search?resource_id=r1&limit=5",
        f"{PORTAL}/api/3/action/package_search?q=tramvaie",
    ],
)
def test_the_addresses_of_a_data_set(source: str) -> None:
    assert "data/transportul-public.csv" in held(source, Portal(ROWS)).files


def test_words_to_search_for() -> None:
    assert "data/transportul-public.csv" in held(PORTAL, Portal(ROWS), search="tramvaie").files
    assert "found no data set with the words 'metrou'" in refusal(PORTAL, Portal(ROWS), search="metrou")


def test_a_resource_that_is_not_in_the_datastore_is_read_as_its_file() -> None:
    site = Portal()
    made = held(PAGE, site, where=f"indicator={TRAMS}")
    assert site.asked[-1] == f"{PORTAL}/download/b.csv"
    assert made.files["data/tramvaie-in-circulatie.csv"].decode().splitlines()[1:] == [
        f"{TRAMS},{year},{value}" for year, value in [(2016, 143), (2017, ""), (2018, 146), (2019, 82)]
    ]


def test_a_datastore_that_is_said_to_be_there_and_is_not() -> None:
    site = Portal(ROWS)
    site.datastore_search = lambda asked: None  # type: ignore[method-assign]
    assert "data/tramvaie-in-circulatie.csv" in held(PAGE, site, where=f"indicator={TRAMS}").files


def test_a_portal_that_stops_in_the_middle_is_refused() -> None:
    site = Portal(ROWS)
    site.datastore_search = (
        lambda asked: {  # type: ignore[method-assign]
            "records": ROWS[:2] if asked["offset"] == "0" else [],
            "total": 4,
        }
    )
    assert "gave 2 rows and says it has 4" in refusal(PAGE, site)


def test_what_the_portal_refuses_is_said() -> None:
    assert "the portal refused: Not found" in refusal(f"{PORTAL}/dataset/metrou", Portal(ROWS))


# --- what a person must decide -------------------------------------------------------------------------------------


def test_several_series_are_never_drawn_as_one() -> None:
    said = refusal("t.csv", one("t.csv", WIDE.encode()))
    assert f"has 2 series, expected one, chosen with `where`: indicator={TRAMS}; indicator={RIDERS}" in said


def test_the_wide_and_the_tidy_table_of_a_portal_become_the_same_file() -> None:
    wide, tidy = (held("t.csv", one("t.csv", text.encode()), **FULL) for text in (WIDE, TIDY))
    name = "data/tramvaie-in-circulatie.csv"
    assert wide.files[name] == tidy.files[name]
    assert slide(wide, "slides/tramvaie-in-circulatie.yaml") == slide(tidy, "slides/tramvaie-in-circulatie.yaml")


def test_a_series_of_the_county_says_so() -> None:
    made = held("t.csv", one("t.csv", TIDY.encode()), **FULL | {"where": f"indicator={RIDERS}"})
    found = slide(made, "slides/calatori-cu-tramvaiul.yaml")
    assert found["scope"] == {"ro": "județul Timiș, nu orașul"}
    assert found["unit"] == {"ro": "mii"}
    assert found["title"]["ro"].startswith("Călători cu tramvaiul (mii): {first}")
    assert "scope" in codes(made)


def test_a_city_that_has_its_countys_name_is_asked() -> None:
    city = sample.CITY.replace("Orașul de probă", "Municipiul Timiș")
    made = held(
        "t.csv", one("t.csv", TIDY.encode()), {"city.yaml": city.encode()}, **FULL | {"where": f"indicator={RIDERS}"}
    )
    assert b"# TO FINISH: whose figures these are" in made.files["drafts/calatori-cu-tramvaiul.yaml"]
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
    found = slide(made, "slides/calatori.yaml")
    assert found["breaks"] == [{"at": "2016", "note": {"ro": "alt mod de numărare"}}]
    assert "{first}" not in found["title"]["ro"]
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
    assert codes(made).count("draft") == 3


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"id": "../../city"}, "found '../../city', expected lower-case letters"),
        ({"id": "strada"}, "slides/strada.yaml: is there already and reads no data, expected another `id`"),
        ({"where": "indicator"}, "found 'indicator', expected name=value;name=value"),
        ({"where": "indicator=metrou"}, "has no row with indicator = 'metrou'"),
        ({"y": "lei"}, "expected a column 'lei'"),
        ({"since": "2030"}, "has no value since 2030"),
        ({"outline": "data/x.geojson"}, "found 'data/x.geojson', expected a file of the pack"),
        ({"chart": "pie"}, "found 'pie', expected one of auto, bar, line, number, map"),
    ],
)
def test_wrong_choices_are_one_sentence(options: dict[str, str], sentence: str) -> None:
    assert sentence in refusal("t.csv", one("t.csv", TIDY.encode()), **FULL | options)


def test_two_columns_of_numbers_are_asked_about() -> None:
    data = b"an,tramvaie,autobuze\n2018,1,2\n2019,3,4\n"
    assert "has 2 columns of numbers, expected `y` to be one of: tramvaie, autobuze" in refusal("t", one("t", data))
    made = held("t", one("t", data), y="autobuze", licence="CC BY", page=PAGE)
    assert made.files["data/t.csv"] == b"an,autobuze\n2018,2\n2019,4\n"


def test_a_dump_of_the_datastore_is_counted_by_no_one() -> None:
    made = held("t", one("t", b"_id,an,cereri\n1,2018,5\n2,2019,7\n"), licence="CC0", page=PAGE, topic="Cereri")
    assert made.files["data/cereri.csv"] == b"an,cereri\n2018,5\n2019,7\n"


# --- other sources -------------------------------------------------------------------------------------------------


def test_a_list_of_objects() -> None:
    rows = b'{"meta": 1, "data": {"items": [{"luna": "2024-02", "cereri": "7"}, {"luna": "2024-01", "cereri": 5}]}}'
    made = held("https://x.ro/a", one("https://x.ro/a", rows), licence="CC0", topic="Cereri")
    assert made.files["data/cereri.csv"] == b"luna,cereri\n2024-01,5\n2024-02,7\n"
    assert strict_yaml.mapping(made.files["data/cereri.csv.source.yaml"], "x")["as_of"] == "2024-02-29"


def test_places_are_a_map_and_thirteen_are_refused() -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"denumire": f"Ghișeul {n}", "denumire:hu": f"{n}. ablak", "tip": "x"},
            "geometry": {"type": "Point", "coordinates": [21.2 + n / 100, 45.75]},
        }
        for n in range(13)
    ]
    data = msgspec.json.encode({"type": "FeatureCollection", "features": features[:12]})
    said = {"licence": "CC0", "topic": "Ghișee", "as_of": "2026-11-01"}
    draft = held("https://x.ro/g", one("https://x.ro/g", data), **said)
    assert b"# TO FINISH: `outline`: a GeoJSON of the city's boundary" in draft.files["drafts/ghisee.yaml"]
    there = {"data/contur.geojson": b"{}"}
    made = held("https://x.ro/g", one("https://x.ro/g", data), there, outline="data/contur.geojson", **said)
    found = slide(made, "slides/ghisee.yaml")
    assert (found["data"], found["x"], found["title"]) == ("data/ghisee.geojson", "name", {"ro": "Ghișee: {count}"})
    assert b'"name":"Ghi\xc8\x99eul 0","name:hu":"0. ablak"}' in made.files["data/ghisee.geojson"]
    many = msgspec.json.encode({"type": "FeatureCollection", "features": features})
    assert "found 13 places, expected at most 12" in refusal("g", one("g", many))


def test_a_timetable_is_counted() -> None:
    made = held("https://x.ro/gtfs.zip", one("https://x.ro/gtfs.zip", packed()), by="routes", licence="CC BY")
    assert made.files["data/transport-public.csv"] == b"linia,valoare\n33,5\n1,2\n"
    found = slide(made, "slides/transport-public.yaml")
    assert found["title"] == {"ro": "Linia {most_x} are cele mai multe curse pe zi: {most}"}
    assert strict_yaml.mapping(made.files["data/transport-public.csv.source.yaml"], "x")["as_of"] == "2026-11-24"
    week = held("g.zip", one("g.zip", packed()), day="2026-11-26")
    assert week.files["data/transport-public.csv"].splitlines()[5:7] == [b"2026-11-30,7", b"2026-12-01,"]
    assert strict_yaml.mapping(week.files["data/transport-public.csv.source.yaml"], "x")["as_of"] == "2026-11-24"
    assert "covers 2026-11-01 to 2026-11-30" in refusal("g.zip", one("g.zip", packed()), day="2027-01-01")
    assert "found 'azi', expected a date" in refusal("g.zip", one("g.zip", packed()), day="azi")


def test_shared_bicycles_are_counted_and_stay_fresh_for_a_day() -> None:
    index = {
        "last_updated": 1,
        "data": {
            "en": {"feeds": [{"name": n, "url": f"https://b/{n}"} for n in ("station_information", "station_status")]}
        },
    }
    answer = one(
        "https://b/gbfs.json",
        msgspec.json.encode(index),
        **{
            "https://b/station_information": msgspec.json.encode(INFORMATION),
            "https://b/station_status": msgspec.json.encode(status()),
        },
    )
    made = held("https://b/gbfs.json", answer, licence="CC0")
    name = "data/biciclete-publice.csv"
    assert made.files[name] == b"indicator,zi,valoare\nbiciclete,2026-11-18,7\n"
    assert slide(made, "slides/biciclete-publice.yaml")["fresh_for_days"] == 1
    stations = held("https://b/gbfs.json", answer, where="indicator=statii", licence="CC0", id="statii")
    assert stations.files["data/statii.csv"].endswith(b"statii,2026-11-18,2\n")


@pytest.mark.parametrize("lang", ["ro", "en", "hu"])
@pytest.mark.parametrize(
    ("by", "said"),
    [("days", "7"), ("routes", "5"), ("hours", "3")],
)
def test_counts_are_slides_in_every_language(by: str, said: str, lang: str) -> None:
    made = held("g.zip", one("g.zip", packed()), by=by, lang=lang, licence="CC BY", page="https://x.ro", id="curse")
    pack = parse(sample.files() | made.files)
    fmt = Format(width=1920, height=1080, pixels_per_mm=1.577, viewing_distance_m=3.0)
    data = compose(pack, "curse", lang, fmt).data
    assert data["title"].endswith(said)
    assert by != "hours" or data["chart"]["kind"] == "line"


def test_headlines_are_in_every_language_and_name_only_known_figures() -> None:
    for kind in ("change", "last", "most", "places"):
        for lang in ("ro", "en", "hu", "de", "sr"):
            said = titles.of(kind, "A {b} c", lang)
            assert said.startswith("A b c: ") and set(re.findall(r"{(\w+)}", said)) <= set(placeholders.KNOWN)
    for what, forms in titles._COUNTED.items():
        assert len(forms) == 5 and len({str(re.findall(r"{(\w+)}", said)) for said in forms}) == 1, what
        assert re.search("[Ѐ-ӿ]", forms[4])
    assert titles.of("last", "A", "ro", days=True) == "A: {last} ({last_x})"


def test_a_saved_answer_of_a_portal_still_asks_the_portal() -> None:
    site = Portal(ROWS)
    site.package["resources"][0]["url"] = f"{PAGE}/resource/r1/download/b.csv"
    saved = msgspec.json.encode({"success": True, "result": {"count": 1, "results": [site.package]}})
    site.files["s.json"] = saved
    assert "data/transportul-public.csv" in held("s.json", site).files


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<!DOCTYPE html><html>", "is a web page, expected a data file or the address of a CKAN data set"),
        (b"{", "is not JSON"),
        (b"PK\x03\x04", "t"),
        (b"abc", "is not a CSV"),
    ],
)
def test_what_is_no_data_is_refused(data: bytes, sentence: str) -> None:
    assert sentence in refusal("t", one("t", data))


def test_a_source_that_is_gone_is_refused() -> None:
    assert "answered with status 404, expected the data" in refusal("https://x.ro/b.csv", one("t", b""))


def test_a_spreadsheet_is_a_table_and_no_timetable() -> None:
    import openpyxl  # noqa: PLC0415

    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (["TRANSPORT", 2019, 2018], ["Tramvaie", 82, None], ["Autobuze", 105.5, 99]):
        book.active.append(row)
    book.save(out)
    assert zipfile.is_zipfile(io.BytesIO(out.getvalue()))
    made = held("t.xlsx", one("t.xlsx", out.getvalue()), where="indicator=Autobuze")
    assert made.files["data/autobuze.csv"] == b"indicator,an,valoare\nAutobuze,2018,99\nAutobuze,2019,105.5\n"


def test_a_measure_without_its_unit_is_named_until_a_person_says_it() -> None:
    data = "indicator,an,valoare\nLungimea străzilor,2018,650\nLungimea străzilor,2019,655\n".encode()
    codes = [
        [finding.code for finding in held("t.csv", one("t.csv", data), licence="CC0", page=PAGE, **more).findings]
        for more in ({}, {"unit": "km"})
    ]
    assert codes == [["unit"], []]


# --- whose figures a headline is about -----------------------------------------------------------------------------

PLAYGROUNDS, OTHERS = b"an,valoare\n2019,3\n2020,4\n", b"an,valoare\n2021,900\n2022,1000\n"


def test_figures_of_another_file_never_come_under_a_headline_that_is_there() -> None:
    first = held("a/wide.csv", one("a/wide.csv", PLAYGROUNDS), licence="CC0", page=PAGE)
    assert "data/wide.csv" in first.files
    second = held("nespus.csv", one("nespus.csv", OTHERS), first.files, licence="CC0", page=PAGE)
    assert set(second.files) == {"data/nespus.csv", "data/nespus.csv.source.yaml", "drafts/nespus.yaml"}
    named = {"licence": "CC0", "page": PAGE, "topic": "Locuri de joacă", "title": "Locuri de joacă: {last}"}
    there = held("wide.csv", one("wide.csv", PLAYGROUNDS), None, **named).files
    said = refusal("nespus.csv", one("nespus.csv", OTHERS), there, **named)
    assert "has the figures of wide.csv, expected another `id` for those of nespus.csv" in said
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


@pytest.mark.parametrize("by", ["routes", "hours"])
@pytest.mark.parametrize("lang", ["ro", "en", "hu", "de", "sr"])
def test_of_several_largest_none_is_named(by: str, lang: str) -> None:
    """Line 33 loses its metro: it and line 1 have two trips each, hours 7 and 8 too."""
    tied = packed(
        frequencies__txt=None,
        trips__txt="route_id,service_id,trip_id\nr1,wk,a\nr1,wk,b\nr33,wk,d\nr33,wk,night\n",
        stop_times__txt="trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "a,07:00:00,07:00:00,s1,1\nb,08:00:00,08:00:00,s1,1\n"
        "d,07:10:00,07:10:00,s1,1\nnight,08:10:00,08:10:00,s1,1\n",
    )
    made = held("g.zip", one("g.zip", tied), by=by, lang=lang, licence="CC BY", page="https://x.ro", id="curse")
    title = slide(made, "slides/curse.yaml")["title"][lang]
    assert "{most}" in title
    assert "most_x" not in title


def test_a_tie_of_names_has_no_winner() -> None:
    made = held(
        "t.csv", one("t.csv", b"zona,cereri\nNord,5\nSud,5\nEst,2\n"), licence="CC0", page=PAGE, as_of="2026-01-01"
    )
    assert slide(made, "slides/t.yaml")["title"] == {"ro": "Cereri: cel mult {most}"}
