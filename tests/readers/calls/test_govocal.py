"""Go Vocal: the public API v2 and the API of its own pages, what is no call, what must not be shown."""

import json
from typing import Any

import pytest

from content.authored import Moment
from content.findings import RefusedError
from content.readers.calls import govocal
from content.readers.calls.call import CallPage
from tests.readers.calls.origins import SITE

PROJECT: dict[str, Any] = {
    "id": "a1",
    "title": "Parcul Central",
    "description_preview": "<p>Ce &icirc;mbunătățim?</p>",
    "slug": "parcul-central",
    "href": "https://alt.example/ro/projects/parcul-central",
    "visible_to": "public",
    "publication_status": "published",
}
PHASE: dict[str, Any] = {
    "id": "p1",
    "title": "Vot",
    "project_id": "a1",
    "start_at": "2026-11-20",
    "end_at": "2026-12-06",
    "participation_method": "voting",
}


def read(projects: list[dict[str, Any]], phases: list[dict[str, Any]]) -> CallPage:
    reply = govocal.answer(json.dumps({"projects": projects, "phases": phases}).encode(), SITE)
    return govocal.read(reply.projects, reply.phases, SITE)


def test_a_phase_in_which_people_can_do_something_is_a_call() -> None:
    (call,) = read([PROJECT], [PHASE]).calls
    assert call.ask == {"ro": "Votează: Parcul Central"}
    assert (call.opens, call.closes) == (Moment("2026-11-20"), Moment("2026-12-06"))
    assert call.link == "https://participa.oras.ro/projects/parcul-central"
    assert call.excerpts == ("Vot", "Ce îmbunătățim?")
    assert [each.key for each in call.questions] == ["ask"]


def test_a_day_without_a_time_closes_at_its_end() -> None:
    (call,) = read([PROJECT], [PHASE]).calls
    assert call.closes is not None
    assert call.closes.instant(SITE.zone, ends=True).isoformat() == "2026-12-06T22:00:00+00:00"


def test_every_language_is_taken_from_the_api_of_the_pages() -> None:
    data = [
        {
            "id": "a1",
            "type": "project",
            "attributes": {
                "slug": "parcul-central",
                "title_multiloc": {"ro-RO": "Parcul Central", "en": "Central Park", "hu-HU": ""},
                "publication_status": "published",
                "visible_to": "public",
            },
        },
        {
            "id": "p1",
            "type": "phase",
            "attributes": {k: v for k, v in PHASE.items() if k not in ("id", "project_id")},
            "relationships": {"project": {"data": {"id": "a1", "type": "project"}}},
        },
    ]
    reply = govocal.answer(json.dumps({"data": data}).encode(), SITE)
    (call,) = govocal.read(reply.projects, reply.phases, SITE).calls
    assert call.title == {"ro": "Parcul Central", "en": "Central Park"}
    assert call.ask["en"] == "Vote: Central Park"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"visible_to": "groups"}, "private"),
        ({"visible_to": "admins"}, "private"),
        ({"publication_status": "draft"}, "unpublished"),
        ({"publication_status": "archived"}, "archived"),
    ],
)
def test_what_must_not_be_shown_is_left_out(changes: dict[str, str], why: str) -> None:
    page = read([{**PROJECT, **changes}], [PHASE])
    assert not page.calls
    assert [each.why for each in page.skipped] == [why]


def test_a_phase_of_information_asks_for_nothing() -> None:
    page = read([PROJECT], [{**PHASE, "participation_method": "information"}])
    assert [each.why for each in page.skipped] == ["not open to taking part"]


def test_the_phase_that_runs_comes_before_the_next_and_what_is_over_is_none() -> None:
    past = {**PHASE, "start_at": "2026-09-01", "end_at": "2026-10-31", "participation_method": "ideation"}
    coming = {**PHASE, "start_at": "2027-01-01", "end_at": None, "participation_method": "poll"}
    (call,) = read([PROJECT], [coming, past, PHASE]).calls
    assert call.closes == Moment("2026-12-06")
    (call,) = read([PROJECT], [coming, past]).calls
    assert (call.opens, call.closes) == (Moment("2027-01-01"), None)
    assert not read([PROJECT], [past]).calls


def test_pages_are_counted_or_linked() -> None:
    counted = {"projects": [PROJECT], "meta": {"current_page": 2, "total_pages": 3}}
    linked = {"data": [], "links": {"next": "https://x/web_api/v1/projects?page%5Bnumber%5D=4&page%5Bsize%5D=24"}}
    last = {"data": [], "links": {"next": None}}
    assert [govocal.answer(json.dumps(each).encode(), SITE).after for each in (counted, linked, last)] == [3, 4, None]


@pytest.mark.parametrize("data", [b"{}", b"[]", b"nu", b'{"projects": null}'])
def test_what_is_no_answer_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError):
        govocal.answer(data, SITE)


def test_values_of_another_kind_are_no_values() -> None:
    (call,) = read([{**PROJECT, "slug": 7, "href": None}], [{**PHASE, "end_at": 3}]).calls
    assert (call.key, call.link, call.closes) == ("a1", "", None)
