"""CONSUL Democracy: phases of a budget, withdrawn proposals, pages by cursor."""

from typing import Any

import pytest

from content.authored import Moment
from content.readers.calls import consul
from tests.readers.calls.origins import SITE, answer


def page(after: str | None = None, **collections: list[dict[str, Any]]) -> Any:
    info = {"hasNextPage": after is not None, "endCursor": after}
    return {
        name: {"edges": [{"node": node} for node in nodes], "pageInfo": info} for name, nodes in collections.items()
    }


def test_a_budget_is_a_call_in_the_phases_in_which_people_take_part() -> None:
    budgets = [
        {"id": "1", "name": "Buget 2026", "phase": "balloting"},
        {"id": "2", "name": "Buget 2027", "phase": "accepting"},
        {"id": "3", "name": "Buget 2025", "phase": "finished"},
        {"id": "4", "name": "Buget 2028", "phase": "drafting"},
    ]
    calls_page = consul.read(answer(**page(budgets=budgets)), SITE)
    assert [call.ask["ro"] for call in calls_page.calls] == ["Votează: Buget 2026", "Propune o idee: Buget 2027"]
    assert [call.link for call in calls_page.calls] == [
        "https://participa.oras.ro/budgets/1",
        "https://participa.oras.ro/budgets/2",
    ]
    assert [(each.key, each.why) for each in calls_page.skipped] == [
        ("budget-3", "not open to taking part"),
        ("budget-4", "unpublished"),
    ]


def test_until_when_is_never_made_up() -> None:
    (call,) = consul.read(answer(**page(budgets=[{"id": "1", "name": "B", "phase": "selecting"}])), SITE).calls
    assert call.closes is None
    assert "closes" in [each.key for each in call.questions]


@pytest.mark.parametrize("name", ["retired_at", "retiredAt"])
def test_a_withdrawn_proposal_is_left_out(name: str) -> None:
    proposals = [
        {"id": "7", "title": "<b>Copaci</b>", "summary": "Mai mulți", "public_created_at": "2026-11-02 10:00:00 UTC"},
        {"id": "8", "title": "Retrasă", name: "2026-11-03T10:00:00Z"},
    ]
    calls_page = consul.read(answer(**page(proposals=proposals)), SITE)
    assert [(call.title["ro"], call.opens, call.excerpts) for call in calls_page.calls] == [
        ("Copaci", Moment("2026-11-02T12:00"), ("Mai mulți",))
    ]
    assert [each.why for each in calls_page.skipped] == ["withdrawn"]


def test_the_cursor_of_the_next_page() -> None:
    assert consul.read(answer(**page("MjU", debates=[])), SITE).after == "MjU"
    assert consul.read(answer(**page(debates=[])), SITE).after is None


def test_a_query_asks_for_a_page_of_what_the_server_knows() -> None:
    assert consul.query("budgets", {}, None) == (
        "{ budgets(first: 25) { edges { node { id name phase } } pageInfo { hasNextPage endCursor } } }"
    )
    known = {"proposals": frozenset({"id", "title", "retiredAt"})}
    assert '(first: 25, after: "M\\"j") { edges { node { id title retiredAt } }' in consul.query(
        "proposals", known, 'M"j'
    )


def test_an_id_that_is_no_number_makes_no_link() -> None:
    (call,) = consul.read(answer(**page(debates=[{"id": "../x", "title": "T"}])), SITE).calls
    assert not call.link
