"""`import consultations`: conversations with platforms, drafts and slides, what a person wrote stays."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from content import strict_yaml
from content.findings import RefusedError
from content.imports.consultations import IMPORTER, Options
from content.imports.conversation import Ask, Context, Imported, Told, held
from content.pack.parse import parse
from tests import sample
from tests.imports.platforms import File, GraphQL

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
SITE = "https://participa.oras.ro"
OF_PROCESS = {"title", "slug", "shortDescription", "target", "startDate", "endDate", "publishedAt", "url"}
OF_PHASE = {"title", "description", "startDate", "endDate", "active", "position"}
OLD = {
    "ParticipatoryProcess": OF_PROCESS | {"steps"},
    "ParticipatoryProcessStep": OF_PHASE | {"callToActionText", "callToActionPath"},
}
STEP = {
    "title": {"translations": [{"locale": "ro", "text": "Idei"}]},
    "startDate": "2026-11-01T00:00:00+02:00",
    "endDate": "2026-12-06T23:59:59+02:00",
    "active": True,
    "callToActionText": {"translations": [{"locale": "ro", "text": "Spune ce repari întâi"}]},
    "callToActionPath": "f/1",
}
PROCESS = {
    "slug": "strazi",
    "title": {"translations": [{"locale": "ro", "text": "Străzi"}]},
    "target": {"translations": [{"locale": "ro", "text": "<p>Oricine</p>"}]},
    "startDate": "2026-10-01",
    "endDate": "2027-01-31",
    "publishedAt": "2026-09-30T10:00:00+03:00",
}
STEPS = {**PROCESS, "steps": [STEP]}
WHOLE: dict[str, Any] = {"takes_minutes": 3, "short": "oras.ro/{}"}
TABLE = "titlu;cine;de la;până la;adresa;scurt;minute\nSpune ceva;Oricine;1.12.2026;20.12.2026;https://oras.ro/s;oras.ro/s;3\n"


def brought(source: str, other: Any, files: dict[str, bytes] | None = None, **options: Any) -> Imported:
    there = files or sample.files()
    pack = parse({path: data for path, data in there.items() if not path.startswith("drafts/")})
    return held(IMPORTER.converse(source, Options(**options), Context(pack, there, NOW)), other.answer)


def written(imported: Imported, path: str) -> dict[str, Any]:
    return strict_yaml.mapping(imported.files[path], path)


def notes(imported: Imported, path: str) -> str:
    return "".join(line for line in imported.files[path].decode().splitlines(keepends=True) if line.startswith("#"))


def messages(imported: Imported, code: str) -> list[str]:
    return [str(finding) for finding in imported.findings if finding.code == code]


# --- platforms -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", [SITE, f"{SITE}/", f"{SITE}/processes/strazi?locale=ro", f"{SITE}/api"])
def test_a_site_is_known_by_its_page_whichever_was_named(source: str) -> None:
    imported = brought(source, GraphQL(OLD, {"participatoryProcesses": [STEPS]}), **WHOLE)
    assert written(imported, "slides/strazi.yaml")["channels"]["web"] == f"{SITE}/processes/strazi/f/1"


def test_a_saved_answer_is_read_without_a_link() -> None:
    data = json.dumps({"data": {"participatoryProcesses": [STEPS]}}).encode()
    imported = brought("raspuns.json", File(data), **WHOLE)
    assert "# TO FINISH: `channels.web`: at which address can it be done?" in notes(imported, "drafts/strazi.yaml")


# --- files ---------------------------------------------------------------------------------------------------------

CALENDAR = b"""BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1@o\r\nSUMMARY:Dezbatere\r\nDTSTART;VALUE=DATE:20261201\r
DTEND;VALUE=DATE:20261206\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"""
FEED = """<rss version="2.0"><channel><item><title>Consultare publică: parcul</title><link>https://oras.ro/p</link>
<description>Propuneri până la 15.12.2026.</description></item></channel></rss>""".encode()
NOTICE = """Consultare publică privind parcul
Propunerile se trimit în termen de 10 zile de la publicare, conform Legii nr. 52/2003.
Publicat la data de 18.11.2026.
""".encode()
ROADS = """Strada Zăvoi se închide
În perioada 24.11.2026 – 01.12.2026 traficul este închis pe strada Zăvoi.
""".encode()


@pytest.mark.parametrize(
    ("name", "data", "path"),
    [
        ("e.ics", CALENDAR, "drafts/dezbatere.yaml"),
        ("f.xml", FEED, "drafts/consultare-publica-parcul.yaml"),
        ("t.csv", TABLE.encode(), "slides/spune-ceva.yaml"),
        ("t.csv", TABLE.encode("cp1250"), "slides/spune-ceva.yaml"),
        ("n.txt", NOTICE, "drafts/consultare-publica-privind-parcul.yaml"),
        ("n.txt", NOTICE.decode().encode("iso8859_16"), "drafts/consultare-publica-privind-parcul.yaml"),
        ("n.html", b"<!doctype html><nav>Meniu</nav><main>" + NOTICE.replace(b"\n", b"<br>") + b"</main>", None),
    ],
)
def test_the_kind_of_a_file_is_known_by_its_content(name: str, data: bytes, path: str | None) -> None:
    imported = brought(name, File(data))
    assert list(imported.files) == [path or "drafts/consultare-publica-privind-parcul.yaml"]


def test_a_notice_that_asks_for_nothing_becomes_the_draft_of_a_notice() -> None:
    imported = brought("n.txt", File(ROADS))
    draft = written(imported, "drafts/strada-zavoi-se-inchide.yaml")
    assert (draft["kind"], draft["not_before"], draft["expires"]) == ("notice", "2026-11-24", "2026-12-01")


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("x.json", b'{"a": 1}', "no known platform"),
        ("x.bin", b"\x00\x01\x02\x00", "no text|neither UTF-8"),
        ("x.ics", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "has no calls"),
        ("x.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><rss/>", "document type"),
        ("x.xml", b"<?xml version='1.0'?><note/>", "neither RSS nor Atom"),
        ("x.txt", b" \n ", "has no text"),
        ("x.txt", b"ANUNT nr. 12/12.11.2026", "has no text"),
        ("x.xml", b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss version='2.0'></rss>", "document type"),
    ],
)
def test_what_cannot_be_read_is_refused(name: str, data: bytes, sentence: str) -> None:
    with pytest.raises(RefusedError, match=sentence):
        brought(name, File(data))


@pytest.mark.parametrize("options", [{"limit": 0}, {"limit": 501}, {"takes_minutes": 0}, {"takes_minutes": 241}])
def test_an_option_out_of_bounds_is_refused_before_anything_is_asked(options: dict[str, int]) -> None:
    file = File(TABLE.encode())
    with pytest.raises(RefusedError, match="expected 1 to"):
        brought("t.csv", file, **options)
    assert not file.asked


def test_an_address_that_answers_with_an_error_is_refused() -> None:
    class Down:
        def answer(self, ask: Ask) -> Told:
            return Told(address=ask.address, status=503)

    for kind in ("auto", "decidim", "consul", "govocal"):
        with pytest.raises(RefusedError, match="status 503"):
            brought(SITE, Down(), kind=kind)


# --- lists of a site -----------------------------------------------------------------------------------------------


def test_a_list_of_a_sites_notices_becomes_drafts_and_the_rest_is_counted() -> None:
    entries = [
        {"title": f"Strada {name}", "text": f"Se închide strada {name} în 4 decembrie 2026.", "url": f"{SITE}/s/{name}"}
        for name in ("Zăvoi", "Morii", "Apei")
    ]
    entries.append({"title": "O vizită", "text": "A fost frumos.", "url": f"{SITE}/v"})
    imported = brought("stiri.json", File(json.dumps(entries).encode()), limit=2)
    assert sorted(imported.files) == ["drafts/strada-morii.yaml", "drafts/strada-zavoi.yaml"]
    assert messages(imported, "limit") == ["stiri.json: has 3 notices, the first 2 were read; see --limit"]
    assert "left out 1 that are without a day: 'O vizită'" in messages(imported, "skipped")[0]
    again = brought("stiri.json", File(json.dumps(entries).encode()), {**sample.files(), **imported.files}, limit=2)
    assert set(again.renewed) == set(imported.files)
