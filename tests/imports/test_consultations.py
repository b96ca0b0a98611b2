"""`import consultations`: conversations with platforms, drafts and slides, what a person wrote stays."""

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from content import strict_yaml
from content.authored import Moment
from content.findings import RefusedError
from content.imports.consultations import IMPORTER, Options
from content.imports.conversation import Ask, Context, Imported, Told, held
from content.pack.consultation import Consultation
from content.pack.parse import parse
from content.pack.slides import authored
from tests import sample
from tests.imports.platforms import File, GoVocal, GraphQL

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
SITE = "https://participa.oras.ro"
OF_PROCESS = {"title", "slug", "shortDescription", "target", "startDate", "endDate", "publishedAt", "url"}
OF_PHASE = {"title", "description", "startDate", "endDate", "active", "position"}
OLD = {
    "ParticipatoryProcess": OF_PROCESS | {"steps"},
    "ParticipatoryProcessStep": OF_PHASE | {"callToActionText", "callToActionPath"},
}
NEW = {"ParticipatoryProcess": OF_PROCESS | {"phases"}, "ParticipatoryProcessPhase": OF_PHASE}
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
PHASES = {**PROCESS, "phases": [{name: STEP[name] for name in ("title", "startDate", "endDate", "active")}]}
WHOLE: dict[str, Any] = {"takes_minutes": 3, "short": "oras.ro/{}"}
TABLE = "titlu;cine;de la;până la;adresa;scurt;minute\nSpune ceva;Oricine;1.12.2026;20.12.2026;https://oras.ro/s;oras.ro/s;3\n"


def brought(source: str, other: Any, files: dict[str, bytes] | None = None, **options: Any) -> Imported:
    there = files or sample.files()
    pack = parse({path: data for path, data in there.items() if not path.startswith("drafts/")})
    return held(IMPORTER.converse(source, Options(**options), Context(pack, there, NOW)), other.answer)


def written(found: Imported, path: str) -> dict[str, Any]:
    return strict_yaml.mapping(found.files[path], path)


def notes(found: Imported, path: str) -> str:
    return "".join(line for line in found.files[path].decode().splitlines(keepends=True) if line.startswith("#"))


def said(found: Imported, code: str) -> list[str]:
    return [str(finding) for finding in found.findings if finding.code == code]


# --- platforms -----------------------------------------------------------------------------------------------------


def test_decidim_with_steps_becomes_a_slide_when_nothing_is_open() -> None:
    server = GraphQL(OLD, {"participatoryProcesses": [STEPS]})
    found = brought(SITE, server, kind="decidim", **WHOLE)
    assert found.slides == ("strazi",)
    slide = strict_yaml.typed(written(found, "slides/strazi.yaml"), authored(), "x")
    assert isinstance(slide, Consultation)
    assert slide.ask == {"ro": "Spune ce repari întâi"}
    assert slide.closes == Moment("2026-12-06T23:59")
    assert slide.channels.web == f"{SITE}/processes/strazi/f/1"
    assert (slide.channels.short, slide.channels.phone) == ("oras.ro/strazi", "0256 408 300")
    assert len(server.queries) == 2
    assert not found.findings


def test_decidim_with_phases_becomes_a_draft() -> None:
    found = brought(SITE, GraphQL(NEW, {"participatoryProcesses": [PHASES]}), kind="decidim", **WHOLE)
    assert not found.slides
    assert "# TO FINISH: ask: the phase 'Idei' does not say what people can do" in notes(found, "drafts/strazi.yaml")
    draft = written(found, "drafts/strazi.yaml")
    assert (draft["ask"], draft["closes"]) == ({"ro": "Străzi"}, "2026-12-06T23:59")
    assert said(found, "draft") == ["drafts/strazi.yaml: is a draft, a person must finish it: ask"]


@pytest.mark.parametrize(("types", "process"), [(OLD, STEPS), (NEW, PHASES)])
def test_a_server_that_keeps_its_schema_to_itself_is_asked_in_both_dialects(types: Any, process: Any) -> None:
    server = GraphQL(types, {"participatoryProcesses": [process]}, open_schema=False)
    found = brought(SITE, server, kind="decidim", **WHOLE)
    assert len(found.files) == 1
    assert len(server.queries) == (2 if types is OLD else 3)


@pytest.mark.parametrize("source", [SITE, f"{SITE}/", f"{SITE}/processes/strazi?locale=ro", f"{SITE}/api"])
def test_a_site_is_known_by_its_page_whichever_was_named(source: str) -> None:
    found = brought(source, GraphQL(OLD, {"participatoryProcesses": [STEPS]}), **WHOLE)
    assert written(found, "slides/strazi.yaml")["channels"]["web"] == f"{SITE}/processes/strazi/f/1"


def test_a_site_that_moved_is_read_and_linked_where_it_is_now() -> None:
    class Moved(GraphQL):
        def answer(self, ask: Ask) -> Told:
            if ask.body is None:
                return msgspec.structs.replace(super().answer(ask), address="https://nou.oras.ro/?locale=ro")
            assert ask.address == "https://nou.oras.ro/api"
            return super().answer(ask)

    found = brought(SITE, Moved(OLD, {"participatoryProcesses": [STEPS]}), **WHOLE)
    assert written(found, "slides/strazi.yaml")["channels"]["web"] == "https://nou.oras.ro/processes/strazi/f/1"


def test_a_saved_answer_is_read_without_a_link() -> None:
    data = json.dumps({"data": {"participatoryProcesses": [STEPS]}}).encode()
    found = brought("raspuns.json", File(data), **WHOLE)
    assert "# TO FINISH: channels.web: is not said by the source" in notes(found, "drafts/strazi.yaml")


def test_withdrawn_private_and_closed_calls_are_counted_not_shown() -> None:
    types = {**OLD, "ParticipatoryProcess": OLD["ParticipatoryProcess"] | {"privateSpace", "withdrawn"}}
    processes = [
        STEPS,
        {**STEPS, "slug": "intern", "privateSpace": True},
        {**STEPS, "slug": "retras", "withdrawn": True},
        {
            **STEPS,
            "slug": "vechi",
            "steps": [{**STEP, "endDate": "2026-11-23T11:59:00+02:00"}],
            "endDate": "2026-11-23",
        },
        {**STEPS, "slug": "trecut", "steps": [], "endDate": "2026-11-22"},
    ]
    found = brought(SITE, GraphQL(types, {"participatoryProcesses": processes}), kind="decidim", **WHOLE)
    assert "slides/strazi.yaml" in found.files
    assert said(found, "skipped") == [
        f"{SITE}: left out 1 that are private: 'Străzi'",
        f"{SITE}: left out 1 that are withdrawn: 'Străzi'",
        f"{SITE}: left out 1 that are closed: 'Străzi'",
    ]


def test_a_slide_whose_source_withdrew_it_is_named() -> None:
    first = brought(SITE, GraphQL(OLD, {"participatoryProcesses": [STEPS]}), kind="decidim", **WHOLE)
    types = {**OLD, "ParticipatoryProcess": OLD["ParticipatoryProcess"] | {"withdrawn"}}
    server = GraphQL(types, {"participatoryProcesses": [{**STEPS, "withdrawn": True}]})
    found = brought(SITE, server, {**sample.files(), **first.files}, kind="decidim", **WHOLE)
    assert said(found, "withdrawn") == ["slides/strazi.yaml: is withdrawn at its source, expected it off the screens"]


def test_a_slide_whose_source_closed_it_early_is_named() -> None:
    there = {**sample.files(), **brought("t.csv", File(TABLE.encode())).files}
    early = later(there, TABLE.replace("20.12.2026", "22.11.2026"))
    assert not early.files
    assert said(early, "withdrawn") == [
        "slides/spune-ceva.yaml: closed at its source on 2026-11-22, expected it off the screens"
    ]


def test_consul_is_read_page_by_page_until_there_are_enough() -> None:
    types = {"Budget": {"id", "name", "phase"}}
    budgets = [{"id": str(n), "name": f"Buget {n}", "phase": "balloting"} for n in range(1, 61)]
    server = GraphQL(types, {"budgets": budgets})
    found = brought(SITE, server, kind="consul", limit=30, **WHOLE)
    assert len(found.files) == 30
    assert len(server.queries) == 3  # the schema, two pages
    assert "closes" in notes(found, "drafts/budget-30.yaml")
    assert "has 50 calls, the first 30 were read" in said(found, "limit")[0]


def test_consuls_withdrawn_proposals_are_left_out() -> None:
    types = {"Proposal": {"id", "title", "retired_at"}}
    proposals = [{"id": "1", "title": "Copaci"}, {"id": "2", "title": "Retrasă", "retired_at": "2026-11-01T00:00:00Z"}]
    found = brought(SITE, GraphQL(types, {"proposals": proposals}), kind="consul", collection="proposals")
    assert list(found.files) == ["drafts/proposal-1.yaml"]


def test_a_server_that_repeats_its_cursor_is_not_asked_for_ever() -> None:
    class Stuck(GraphQL):
        def _page(self, name: str, query: str) -> Any:
            info = {"hasNextPage": True, "endCursor": "7"}
            return {"edges": [{"node": {"id": "1", "name": "B", "phase": "balloting"}}], "pageInfo": info}

    server = Stuck({"Budget": {"id", "name", "phase"}}, {"budgets": []})
    brought(SITE, server, kind="consul", **WHOLE)
    assert len(server.queries) == 3


PROJECTS = [
    {"id": "a", "title": "Parc", "slug": "parc-central", "publication_status": "published", "visible_to": "public"},
    {"id": "b", "title": "Intern", "slug": "intern", "publication_status": "published", "visible_to": "groups"},
]
VOTES = [
    {"id": "1", "project_id": "a", "start_at": "2026-11-20", "end_at": "2026-12-06", "participation_method": "voting"},
    {"id": "2", "project_id": "b", "start_at": "2026-11-20", "end_at": "2026-12-06", "participation_method": "voting"},
]


def test_go_vocals_public_api_is_read_page_by_page() -> None:
    server = GoVocal(PROJECTS, VOTES, token=True)
    found = brought(SITE, server, kind="govocal", who="Oricine", **WHOLE)
    assert written(found, "drafts/parc-central.yaml")["ask"] == {"ro": "Votează: Parc"}
    assert sum("/phases" in address for address in server.asked) == 2
    assert "1 that are private" in said(found, "skipped")[0]


def test_where_the_public_api_asks_for_a_token_the_sites_own_pages_are_read_in_every_language() -> None:
    server = GoVocal(PROJECTS, VOTES, token=False)
    found = brought(SITE, server, kind="govocal", who="Oricine", **WHOLE)
    draft = written(found, "drafts/parc-central.yaml")
    assert draft["ask"] == {"ro": "Votează: Parc", "en": "Vote: Parc (en)"}
    assert draft["closes"] == "2026-12-06"
    assert not any("/b/phases" in address for address in server.asked)  # a private project is not asked about


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
    found = brought(name, File(data))
    assert list(found.files) == [path or "drafts/consultare-publica-privind-parcul.yaml"]


def test_a_term_of_the_law_is_proposed_each_way_and_never_set() -> None:
    found = brought("n.txt", File(NOTICE))
    path = "drafts/consultare-publica-privind-parcul.yaml"
    assert "closes" not in written(found, path)
    for day in ("vineri, 27 noiembrie 2026", "sâmbătă, 28 noiembrie 2026", "duminică, 29 noiembrie 2026"):
        assert day in notes(found, path)
    legal = said(found, "legal")
    assert any("Friday, 27 November 2026, if the day of publication counts" in message for message in legal)
    assert any("the next one is Wednesday, 2 December 2026" in message for message in legal)


def test_a_day_the_person_names_is_what_periods_are_counted_from() -> None:
    found = brought("n.txt", File(NOTICE), published=Moment("2026-11-16"))
    assert any("Wednesday, 25 November 2026, if the day" in message for message in said(found, "legal"))


def test_a_notice_that_asks_for_nothing_becomes_the_draft_of_a_notice() -> None:
    found = brought("n.txt", File(ROADS))
    draft = written(found, "drafts/strada-zavoi-se-inchide.yaml")
    assert (draft["kind"], draft["not_before"], draft["expires"]) == ("notice", "2026-11-24", "2026-12-01")


@pytest.mark.parametrize(
    ("name", "data", "said"),
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
def test_what_cannot_be_read_is_refused(name: str, data: bytes, said: str) -> None:
    with pytest.raises(RefusedError, match=said):
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


# --- what is there already -----------------------------------------------------------------------------------------


def later(files: dict[str, bytes], table: str) -> Imported:
    return brought("t.csv", File(table.encode()), files)


def test_an_imported_slide_is_renewed_until_somebody_edits_it() -> None:
    there = {**sample.files(), **brought("t.csv", File(TABLE.encode())).files}
    moved = TABLE.replace("20.12.2026", "27.12.2026")
    renewed = later(there, moved)
    assert renewed.renewed == ("slides/spune-ceva.yaml",)
    assert written(renewed, "slides/spune-ceva.yaml")["closes"] == "2026-12-27"
    edited = {**there, "slides/spune-ceva.yaml": there["slides/spune-ceva.yaml"].replace(b"Spune ceva\n", b"Spune!\n")}
    kept = later(edited, moved)
    assert not kept.files
    assert said(kept, "differs") == [
        f"slides/spune-ceva.yaml:$.{name}: keeps the {name} {ours}, which a person wrote; its source says {theirs}"
        for name, ours, theirs in (
            ("ask", "{'ro': 'Spune!'}", "{'ro': 'Spune ceva'}"),
            ("closes", "'2026-12-20'", "'2026-12-27'"),
        )
    ]


def test_a_call_a_person_wrote_is_known_by_its_address_and_never_replaced() -> None:
    table = TABLE.replace("https://oras.ro/s", "https://example.org/strada")
    found = later(sample.files(), table)
    assert not found.files
    assert any("slides/strada.yaml:$.closes: keeps the closes" in message for message in said(found, "differs"))


def test_two_calls_of_one_address_are_two_calls_also_later() -> None:
    two = TABLE + TABLE.partition("\n")[2].replace("Spune ceva", "Spune altceva")
    there = {**sample.files(), **later(sample.files(), two).files}
    asks = {
        name: strict_yaml.mapping(there[f"slides/{name}.yaml"], name)["ask"] for name in ("spune-ceva", "spune-altceva")
    }
    assert asks == {"spune-ceva": {"ro": "Spune ceva"}, "spune-altceva": {"ro": "Spune altceva"}}
    again = later(there, two)
    assert {path: there[path] for path in again.files} == again.files


ALIKE = """Anunț de consultare publică
Propunerile se trimit până la 15.12.2026 pe www.oras.ro.
"""


def test_a_notice_never_takes_the_place_of_another_that_begins_alike() -> None:
    first = brought("anunt.txt", File(ALIKE.encode()))
    there = {**sample.files(), **first.files}
    other = brought("anunt.txt", File(ALIKE.replace("15.12", "18.12").encode()), there)
    assert list(first.files) == ["drafts/anunt-de-consultare-publica.yaml"]
    assert list(other.files) == ["drafts/anunt-de-consultare-publica-2.yaml"]
    again = brought("altfel.txt", File(ALIKE.encode()), {**there, **other.files})
    assert again.files == first.files


def test_a_notice_on_a_page_is_renewed_when_the_page_changes() -> None:
    page = f"{SITE}/anunt"
    first = brought(page, File(ALIKE.encode()))
    other = brought(page, File(ALIKE.replace("15.12", "18.12").encode()), {**sample.files(), **first.files})
    assert other.renewed == tuple(first.files)


def test_a_finished_draft_is_not_made_again() -> None:
    draft = brought(SITE, GraphQL(NEW, {"participatoryProcesses": [PHASES]}), kind="decidim", **WHOLE).files
    body = draft["drafts/strazi.yaml"].decode().replace("ro: Străzi", "ro: Spune ce repari")
    finished = {**sample.files(), "slides/strazi.yaml": body.encode()}
    found = brought(SITE, GraphQL(NEW, {"participatoryProcesses": [PHASES]}), finished, kind="decidim", **WHOLE)
    assert not found.files
    assert not found.findings


def test_an_id_that_is_taken_by_another_slide_gets_a_number() -> None:
    found = later(sample.files(), TABLE.replace("Spune ceva", "Restrictii"))
    assert list(found.files) == ["slides/restrictii-2.yaml"]


def test_an_address_too_long_to_type_makes_a_draft() -> None:
    found = later(sample.files(), TABLE.replace("oras.ro/s;3", "oras.ro/o-adresa-prea-lunga;3"))
    assert "must have at most 20 characters" in notes(found, "drafts/spune-ceva.yaml")


def test_what_the_pack_would_refuse_makes_a_draft() -> None:
    found = later(sample.files(), TABLE.replace("https://oras.ro/s", "https://oras.ro/" + "s" * 300))
    assert "channels.web" in notes(found, "drafts/spune-ceva.yaml")


def test_a_source_cannot_write_yaml_of_its_own() -> None:
    table = TABLE.replace("Spune ceva", '"a: b\n# x\nkind: notice"')
    found = later(sample.files(), table)
    (path,) = found.files
    assert written(found, path)["ask"] == {"ro": "a: b # x kind: notice"}
