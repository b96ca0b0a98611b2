"""A call as a file of the pack: a slide or a draft, and nothing a person wrote is replaced."""

from content import strict_yaml
from content.authored import Moment
from content.imports.conversation import Imported
from tests import sample
from tests.imports.platforms import File, GraphQL
from tests.imports.test_consultations import (
    FEED,
    NOTICE,
    OF_PHASE,
    OF_PROCESS,
    OLD,
    PROCESS,
    ROADS,
    SITE,
    STEP,
    STEPS,
    TABLE,
    WHOLE,
    brought,
    messages,
    notes,
    written,
)

NEW = {"ParticipatoryProcess": OF_PROCESS | {"phases"}, "ParticipatoryProcessPhase": OF_PHASE}


PHASES = {**PROCESS, "phases": [{name: STEP[name] for name in ("title", "startDate", "endDate", "active")}]}


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
    imported = brought(SITE, GraphQL(types, {"participatoryProcesses": processes}), kind="decidim", **WHOLE)
    assert "slides/strazi.yaml" in imported.files
    assert messages(imported, "skipped") == [
        f"{SITE}: left out 1 that are private: 'Străzi'",
        f"{SITE}: left out 1 that are withdrawn: 'Străzi'",
        f"{SITE}: left out 1 that are closed: 'Străzi'",
    ]


def test_a_slide_whose_source_withdrew_it_is_named() -> None:
    first = brought(SITE, GraphQL(OLD, {"participatoryProcesses": [STEPS]}), kind="decidim", **WHOLE)
    types = {**OLD, "ParticipatoryProcess": OLD["ParticipatoryProcess"] | {"withdrawn"}}
    server = GraphQL(types, {"participatoryProcesses": [{**STEPS, "withdrawn": True}]})
    imported = brought(SITE, server, {**sample.files(), **first.files}, kind="decidim", **WHOLE)
    assert messages(imported, "withdrawn") == [
        "slides/strazi.yaml: is withdrawn at its source, expected it off the screens"
    ]


def test_a_slide_whose_source_closed_it_early_is_named() -> None:
    there = {**sample.files(), **brought("t.csv", File(TABLE.encode())).files}
    early = later(there, TABLE.replace("20.12.2026", "22.11.2026"))
    assert not early.files
    assert messages(early, "withdrawn") == [
        "slides/spune-ceva.yaml: closed at its source on 2026-11-22, expected it off the screens"
    ]


def test_a_term_of_the_law_is_proposed_each_way_and_never_set() -> None:
    imported = brought("n.txt", File(NOTICE))
    path = "drafts/consultare-publica-privind-parcul.yaml"
    assert "closes" not in written(imported, path)
    for day in ("vineri, 27 noiembrie 2026", "sâmbătă, 28 noiembrie 2026", "duminică, 29 noiembrie 2026"):
        assert day in notes(imported, path)
    legal = messages(imported, "legal")
    assert any("Friday, 27 November 2026, if the day of publication counts" in message for message in legal)
    assert any("the next one is Wednesday, 2 December 2026" in message for message in legal)


def test_a_day_the_person_names_is_what_periods_are_counted_from() -> None:
    imported = brought("n.txt", File(NOTICE), published=Moment("2026-11-16"))
    assert any("Wednesday, 25 November 2026, if the day" in message for message in messages(imported, "legal"))


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
    assert messages(kept, "differs") == [
        f"slides/spune-ceva.yaml:$.{name}: keeps the {name} {ours}, which a person wrote; its source says {theirs}"
        for name, ours, theirs in (
            ("ask", "{'ro': 'Spune!'}", "{'ro': 'Spune ceva'}"),
            ("closes", "'2026-12-20'", "'2026-12-27'"),
        )
    ]


def test_a_call_a_person_wrote_is_known_by_its_address_and_never_replaced() -> None:
    table = TABLE.replace("https://oras.ro/s", "https://example.org/strada")
    imported = later(sample.files(), table)
    assert not imported.files
    assert any("slides/strada.yaml:$.closes: keeps the closes" in message for message in messages(imported, "differs"))


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
    imported = brought(SITE, GraphQL(NEW, {"participatoryProcesses": [PHASES]}), finished, kind="decidim", **WHOLE)
    assert not imported.files
    assert not imported.findings


def test_an_id_that_is_taken_by_another_slide_gets_a_number() -> None:
    imported = later(sample.files(), TABLE.replace("Spune ceva", "Restrictii"))
    assert list(imported.files) == ["slides/restrictii-2.yaml"]


def test_an_address_too_long_to_type_makes_a_draft() -> None:
    imported = later(sample.files(), TABLE.replace("oras.ro/s;3", "oras.ro/o-adresa-prea-lunga;3"))
    assert "of at most 20 characters can people type?, seen: 'oras.ro/o-adresa-prea-lunga' has 27" in notes(
        imported, "drafts/spune-ceva.yaml"
    )


def test_what_the_pack_would_refuse_makes_a_draft() -> None:
    imported = later(sample.files(), TABLE.replace("https://oras.ro/s", "https://oras.ro/" + "s" * 300))
    assert "channels.web" in notes(imported, "drafts/spune-ceva.yaml")


def test_a_source_cannot_write_yaml_of_its_own() -> None:
    table = TABLE.replace("Spune ceva", '"a: b\n# x\nkind: notice"')
    imported = later(sample.files(), table)
    (path,) = imported.files
    assert written(imported, path)["ask"] == {"ro": "a: b # x kind: notice"}


def test_the_questions_are_one_list_and_the_lines_of_the_draft_are_their_notes() -> None:
    for name, data in (("n.txt", NOTICE), ("n.txt", ROADS), ("f.xml", FEED)):
        imported = brought(name, File(data))
        (path,) = imported.files
        lines = [line for line in notes(imported, path).splitlines() if line.startswith("# TO FINISH: ")]
        assert lines == [f"# TO FINISH: {each.note}" for each in imported.questions]
        assert all(each.where == name and each.asks.endswith("?") for each in imported.questions)
        assert brought(name, File(data)) == imported


def test_an_option_answers_its_question() -> None:
    asked = {each.option: each.key for each in brought("n.txt", File(NOTICE)).questions if each.option}
    assert asked == {"who": "who", "takes-minutes": "takes_minutes", "short": "channels.short"}
    answered = brought("n.txt", File(NOTICE), who="Oricine", takes_minutes=5, short="oras.ro/parc")
    assert not [each.option for each in answered.questions if each.option]
    assert written(answered, *answered.files)["who"] == {"ro": "Oricine"}


def test_a_question_about_a_row_names_its_line() -> None:
    imported = later(sample.files(), TABLE.replace("20.12.2026", "20 decembrie"))
    (question,) = imported.questions
    assert (question.key, question.where) == ("closes", "t.csv:2, column “până la”")


def test_a_finished_draft_is_asked_nothing() -> None:
    draft = brought("n.txt", File(ROADS)).files
    path = next(iter(draft))
    finished = {**sample.files(), path.replace("drafts/", "slides/"): draft[path]}
    again = brought("n.txt", File(ROADS), finished)
    assert not again.files
    assert not again.questions
