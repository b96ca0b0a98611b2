"""Conversations with platforms of participation: what is asked, in which order, how far."""

from typing import Any

import msgspec
import pytest

from content import strict_yaml
from content.authored import Moment
from content.imports.conversation import Ask, Told
from content.pack.slides import Consultation, authored
from tests.imports.platforms import GoVocal, GraphQL
from tests.imports.test_calls import NEW, PHASES
from tests.imports.test_consultations import OLD, SITE, STEPS, WHOLE, brought, messages, notes, written


def test_decidim_with_steps_becomes_a_slide_when_nothing_is_open() -> None:
    server = GraphQL(OLD, {"participatoryProcesses": [STEPS]})
    imported = brought(SITE, server, kind="decidim", **WHOLE)
    assert imported.slides == ("strazi",)
    slide = strict_yaml.typed(written(imported, "slides/strazi.yaml"), authored(), "x")
    assert isinstance(slide, Consultation)
    assert slide.ask == {"ro": "Spune ce repari întâi"}
    assert slide.closes == Moment("2026-12-06T23:59")
    assert slide.channels.web == f"{SITE}/processes/strazi/f/1"
    assert (slide.channels.short, slide.channels.phone) == ("oras.ro/strazi", "0256 408 300")
    assert len(server.queries) == 2
    assert not imported.findings


def test_decidim_with_phases_becomes_a_draft() -> None:
    imported = brought(SITE, GraphQL(NEW, {"participatoryProcesses": [PHASES]}), kind="decidim", **WHOLE)
    assert not imported.slides
    asked = notes(imported, "drafts/strazi.yaml")
    assert "# TO FINISH: `ask`: what can people do, said with a verb" in asked and "the phase 'Idei'" in asked
    draft = written(imported, "drafts/strazi.yaml")
    assert (draft["ask"], draft["closes"]) == ({"ro": "Străzi"}, "2026-12-06T23:59")
    assert messages(imported, "draft") == ["drafts/strazi.yaml: is a draft, a person must finish it: ask"]


@pytest.mark.parametrize(("types", "process"), [(OLD, STEPS), (NEW, PHASES)])
def test_a_server_that_keeps_its_schema_to_itself_is_asked_in_both_dialects(types: Any, process: Any) -> None:
    server = GraphQL(types, {"participatoryProcesses": [process]}, open_schema=False)
    imported = brought(SITE, server, kind="decidim", **WHOLE)
    assert len(imported.files) == 1
    assert len(server.queries) == (2 if types is OLD else 3)


def test_a_site_that_moved_is_read_and_linked_where_it_is_now() -> None:
    class Moved(GraphQL):
        def answer(self, ask: Ask) -> Told:
            if ask.body is None:
                return msgspec.structs.replace(super().answer(ask), address="https://nou.oras.ro/?locale=ro")
            assert ask.address == "https://nou.oras.ro/api"
            return super().answer(ask)

    imported = brought(SITE, Moved(OLD, {"participatoryProcesses": [STEPS]}), **WHOLE)
    assert written(imported, "slides/strazi.yaml")["channels"]["web"] == "https://nou.oras.ro/processes/strazi/f/1"


def test_consul_is_read_page_by_page_until_there_are_enough() -> None:
    types = {"Budget": {"id", "name", "phase"}}
    budgets = [{"id": str(n), "name": f"Buget {n}", "phase": "balloting"} for n in range(1, 61)]
    server = GraphQL(types, {"budgets": budgets})
    imported = brought(SITE, server, kind="consul", limit=30, **WHOLE)
    assert len(imported.files) == 30
    assert len(server.queries) == 3  # the schema, two pages
    assert "closes" in notes(imported, "drafts/budget-30.yaml")
    assert "has 50 calls, the first 30 were read" in messages(imported, "limit")[0]


def test_consuls_withdrawn_proposals_are_left_out() -> None:
    types = {"Proposal": {"id", "title", "retired_at"}}
    proposals = [{"id": "1", "title": "Copaci"}, {"id": "2", "title": "Retrasă", "retired_at": "2026-11-01T00:00:00Z"}]
    imported = brought(SITE, GraphQL(types, {"proposals": proposals}), kind="consul", collection="proposals")
    assert list(imported.files) == ["drafts/proposal-1.yaml"]


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
    imported = brought(SITE, server, kind="govocal", who="Oricine", **WHOLE)
    assert written(imported, "drafts/parc-central.yaml")["ask"] == {"ro": "Votează: Parc"}
    assert sum("/phases" in address for address in server.asked) == 2
    assert "1 that are private" in messages(imported, "skipped")[0]


def test_where_the_public_api_asks_for_a_token_the_sites_own_pages_are_read_in_every_language() -> None:
    server = GoVocal(PROJECTS, VOTES, token=False)
    imported = brought(SITE, server, kind="govocal", who="Oricine", **WHOLE)
    draft = written(imported, "drafts/parc-central.yaml")
    assert draft["ask"] == {"ro": "Votează: Parc", "en": "Vote: Parc (en)"}
    assert draft["closes"] == "2026-12-06"
    assert not any("/b/phases" in address for address in server.asked)  # a private project is not asked about
