"""A draft becomes a slide when everything that was proposed was compared and everything that lacked was said."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from content import strict_yaml
from content.imports import finishing, generated
from content.imports.consultations import IMPORTER, Options
from content.imports.conversation import Context, Imported, held
from content.imports.finishing import DraftAnswers
from content.pack.parse import parse
from tests import sample
from tests.imports.platforms import File

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
LANGS = ("ro", "en", "hu")
TEXT = "Se închide strada Zăvoi între 3 și 5 decembrie 2026, orele 9–15, pentru lucrări la apă."
COMPARED = frozenset({"title", "body", "expires"})


def imported(text: str = TEXT) -> Imported:
    files = sample.files()
    conversation = IMPORTER.converse("anunt.txt", Options(kind="notice"), Context(parse(files), files, NOW))
    return held(conversation, File(text.encode()).answer)


def drafted(answers: DraftAnswers | None = None, text: str = TEXT) -> finishing.FinishedDraft:
    brought = imported(text)
    (path,) = finishing.drafts(brought)
    return finishing.finished(brought, path, answers or DraftAnswers(), LANGS)


def test_what_was_proposed_is_open_until_it_is_compared() -> None:
    draft = drafted()
    assert draft.data is None
    assert [each.name for each in draft.open] == ["title.ro", "body.ro", "expires"]
    assert {each.name: bool(each.value) for each in draft.open} == {"title.ro": True, "body.ro": True, "expires": True}
    finished = drafted(DraftAnswers(compared=COMPARED))
    assert finished.open == () and finished.data is not None


def test_a_value_that_a_person_writes_counts_as_looked_at() -> None:
    values = {
        "title.ro": "Fără trafic pe str. Zăvoi",
        "body.ro": "Ocolire pe str. Bradului.",
        "expires": "2026-12-05",
    }
    draft = drafted(DraftAnswers(values))
    assert draft.data is not None
    slide = strict_yaml.mapping(draft.data, draft.path)
    assert (slide["title"], slide["expires"]) == ({"ro": "Fără trafic pe str. Zăvoi"}, "2026-12-05")
    written = generated.read("slides/x.yaml", draft.data)
    assert written.origin and not written.unedited  # an import never writes over it
    assert b"TO FINISH" not in draft.data


def test_other_languages_are_said_beside_and_nothing_else_is_written() -> None:
    values = {"title.en": "Closed", "kind": "poem", "source.url": "https://evil.ro", "title.xx": "?"}
    draft = drafted(DraftAnswers(values, COMPARED))
    assert draft.data is not None
    slide = strict_yaml.mapping(draft.data, draft.path)
    assert slide["kind"] == "notice" and "source" not in slide
    assert set(slide["title"]) == {"ro", "en"}


@pytest.mark.parametrize(("name", "text"), [("expires", "mâine"), ("not_before", "5 decembrie")])
def test_what_no_slide_may_have_is_a_fault(name: str, text: str) -> None:
    draft = drafted(DraftAnswers({name: text}, COMPARED))
    assert draft.data is None
    assert draft.faults[0].where.rpartition("$.")[2] == name


def test_an_emptied_value_is_taken_out_and_open_again() -> None:
    draft = drafted(DraftAnswers({"expires": ""}, COMPARED))
    assert "expires" not in draft.fields
    assert [each.name for each in draft.open] == ["expires"]


def test_a_notice_of_the_examples_is_finished_too() -> None:
    text = Path("docs/examples/sources/inchidere.txt").read_text()
    draft = drafted(DraftAnswers(compared=COMPARED), text)
    assert draft.data is not None or draft.open


def test_figures_without_a_source_are_looked_at_with_an_example() -> None:
    body, lacks = finishing.exemplary({"kind": "budget", "source": {"name": "Buget", "url": "…"}}, NOW)
    assert lacks == ("url", "licence", "as_of")
    assert strict_yaml.mapping(body, "x")["source"]["as_of"] == "2026-11-23"
    assert finishing.exemplary({"kind": "notice"}, NOW)[1] == ()
