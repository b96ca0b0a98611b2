"""Open data into a pack, each conversation held with a portal that is simulated."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from content import strict_yaml
from content.findings import RefusedError
from content.imports import conversation, dataset, portal
from content.imports.conversation import Ask, Context, Imported, Told
from content.imports.options import chosen
from content.pack.parse import parse
from content.pack.slides import authored
from tests import sample
from tests.readers.files.spreadsheets import xlsx
from tests.readers.open_data.test_gbfs import INFORMATION, status
from tests.readers.open_data.test_gtfs import packed
from tests.readers.open_data.test_table import TIDY

PORTAL = "https://date.example.ro"
PAGE = f"{PORTAL}/dataset/transportul-public"
TRAMS, RIDERS = "Număr de tramvaie în circulație", "Călători cu tramvaiul (mii) TIMIS"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


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
            body = self.files.get(ask.address)
            return Told(address=ask.address, status=200 if body else 404, body=body or b"not found")
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


# --- what a person must decide -------------------------------------------------------------------------------------


def test_a_dump_of_the_datastore_is_counted_by_no_one() -> None:
    made = held("t", one("t", b"_id,an,cereri\n1,2018,5\n2,2019,7\n"), licence="CC0", page=PAGE, topic="Cereri")
    assert made.files["data/cereri.csv"] == b"an,cereri\n2018,5\n2019,7\n"


# --- other sources -------------------------------------------------------------------------------------------------


def test_a_list_of_objects() -> None:
    rows = b'{"meta": 1, "data": {"items": [{"luna": "2024-02", "cereri": "7"}, {"luna": "2024-01", "cereri": 5}]}}'
    made = held("https://x.ro/a", one("https://x.ro/a", rows), licence="CC0", topic="Cereri")
    assert made.files["data/cereri.csv"] == b"luna,cereri\n2024-01,5\n2024-02,7\n"
    assert strict_yaml.mapping(made.files["data/cereri.csv.source.yaml"], "x")["as_of"] == "2024-02-29"


def test_a_timetable_is_counted() -> None:
    made = held("https://x.ro/gtfs.zip", one("https://x.ro/gtfs.zip", packed()), by="routes", licence="CC BY")
    assert made.files["data/transport-public.csv"] == b"linia,valoare\n33,5\n1,2\n"
    fields = slide(made, "slides/transport-public.yaml")
    assert fields["title"] == {"ro": "Linia {most_x} are cele mai multe curse pe zi: {most}"}
    assert strict_yaml.mapping(made.files["data/transport-public.csv.source.yaml"], "x")["as_of"] == "2026-11-24"
    week = held("g.zip", one("g.zip", packed()), day="2026-11-26")
    assert week.files["data/transport-public.csv"].splitlines()[5:7] == [b"2026-11-30,7", b"2026-12-01,"]
    assert strict_yaml.mapping(week.files["data/transport-public.csv.source.yaml"], "x")["as_of"] == "2026-11-24"
    assert "covers 2026-11-01 to 2026-11-30" in refusal("g.zip", one("g.zip", packed()), day="2027-01-01")
    assert [finding.message for finding in made.findings if finding.code == "left-out"] == [
        "1 of 8 trips are in no count: stop_times.txt has no departure of theirs",
        "1 of 8 trips are in no count: no calendar says on which days they run",
    ]
    assert "found 'azi', expected a date" in refusal("g.zip", one("g.zip", packed()), day="azi")


def test_a_timetable_of_two_operators_is_asked_about() -> None:
    two = packed(
        agency__txt="agency_id,agency_name\nx,STPT\ny,Metropolitan\n",
        routes__txt="route_id,agency_id,route_short_name\nr1,x,1\nr33,y,33\nrx,x,X\n",
    )
    asked = held("g.zip", one("g.zip", two))
    assert (asked.files, [each.option for each in asked.questions]) == ({}, ["where"])
    assert asked.questions[0].where == "g.zip/agency.txt"
    source = {"licence": "CC0", "page": PAGE, "by": "routes"}
    made = held("g.zip", one("g.zip", two), where="agency=STPT", **source)
    assert made.files["data/transport-public-stpt.csv"] == b"agency,linia,valoare\nSTPT,1,2\n"
    fields = slide(made, "slides/transport-public-stpt.yaml")
    assert (fields["topic"], fields["where"]) == ({"ro": "Transport public: STPT"}, {"agency": "STPT"})
    both = held("g.zip", one("g.zip", two), where="agency=all", **source)
    assert both.files["data/transport-public.csv"] == b"agency,linia,valoare\nall,33,5\nall,1,2\n"


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
            "https://b/station_status": msgspec.json.encode({**status(), "last_updated": 1_795_510_800}),
        },
    )
    made = held("https://b/gbfs.json", answer, licence="CC0")
    name = "data/biciclete-publice.csv"
    assert made.files[name] == b"indicator,zi,valoare\nbiciclete,2026-11-24,7\n"
    assert slide(made, "slides/biciclete-publice.yaml")["fresh_for_days"] == 1
    stations = held("https://b/gbfs.json", answer, where="indicator=statii", licence="CC0", id="statii")
    assert [each.code for each in stations.findings] == ["date", "left-out"]
    assert stations.files["data/statii.csv"].endswith(b"statii,2026-11-24,2\n")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<!DOCTYPE html><html>", "is a web page, expected a data file or the address of a CKAN data set"),
        (b"{", "is not JSON"),
        (b"<?xml version='1.0'?><kml xmlns='x'></kml>", "is KML, expected GeoJSON: save it as GeoJSON in WGS 84"),
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


STREETS = {"2023": [["strada", "copaci"], ["Loga", 10]], "2024": [["strada", "copaci"], ["Loga", 12]]}


def test_of_several_sheets_with_figures_one_is_asked_for() -> None:
    book = xlsx(**STREETS)
    (question,) = held("t.xlsx", one("t.xlsx", book)).questions
    assert (question.option, [choice.answer for choice in question.choices]) == ("sheet", ["2023", "2024"])
    made = held("t.xlsx", one("t.xlsx", book), sheet="2024", id="copaci")
    assert made.files["data/copaci.csv"] == b"strada,copaci\nLoga,12\n"
    assert "has no sheet '2025'" in refusal("t.xlsx", one("t.xlsx", book), sheet="2025")


def test_a_sheet_without_figures_is_no_question() -> None:
    book = xlsx(Legenda=[["semn", "ce spune"], ["x", "lipsă"]], Date=STREETS["2023"])
    assert held("t.xlsx", one("t.xlsx", book), id="copaci").files["data/copaci.csv"].endswith(b"Loga,10\n")


def test_a_sheet_that_cannot_be_read_is_no_reason_to_take_another_in_silence() -> None:
    book = xlsx(Date=[["zona", "2019", "anul 2019"], ["Sud", 5, 6]], Altele=STREETS["2023"])
    (question,) = held("t.xlsx", one("t.xlsx", book)).questions
    assert [choice.answer for choice in question.choices] == ["Altele", "Date"]
    assert "cannot be read: " in question.choices[1].gives
    assert "has 2 columns for 2019" in refusal("t.xlsx", one("t.xlsx", book), sheet="Date")
