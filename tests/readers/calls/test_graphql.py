"""GraphQL as platforms speak it: queries name what a server knows, answers are read or refused."""

import json
from typing import Any

import pytest

from content.findings import RefusedError
from content.readers.calls import graphql
from tests.readers.calls.origins import SITE


def test_a_query_is_posted_as_json_and_texts_in_it_are_quoted() -> None:
    assert json.loads(graphql.body('{ a(b: "c") }')) == {"query": '{ a(b: "c") }'}
    assert graphql.quoted('"; drop') == '"\\"; drop"'


def test_a_server_is_asked_for_its_fields_and_its_answer_is_sets_of_names() -> None:
    assert graphql.question({"p": "Process"}) == (
        '{ __schema { queryType { fields { name } } } p: __type(name: "Process") { fields { name } } }'
    )
    answer = {
        "__schema": {"queryType": {"fields": [{"name": "a"}]}},
        "p": {"fields": [{"name": "b"}, {}, 3]},
        "q": None,
    }
    assert graphql.known(answer) == {"query": {"a"}, "p": {"b"}, "q": frozenset()}
    assert graphql.known({}) == {"query": frozenset()}


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (b"<html>", "is no JSON"),
        (b"[]", "has no `data`"),
        (b'{"data": null, "errors": [{"message": "nu"}]}', "answered with the error 'nu'"),
        (b'{"errors": []}', "has no `data`"),
    ],
)
def test_what_is_no_answer_is_refused(answer: bytes, message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        graphql.data(answer, "site")


@pytest.mark.parametrize(
    ("value", "items", "after"),
    [
        (None, [], None),
        ([1, 2], [1, 2], None),
        ({"nodes": [1, None]}, [1], None),
        ({"edges": [{"node": 1}, 3, {}]}, [1], None),
        ({"nodes": [1], "pageInfo": {"hasNextPage": True, "endCursor": "x"}}, [1], "x"),
        ({"nodes": [1], "pageInfo": {"hasNextPage": False, "endCursor": "x"}}, [1], None),
        ({"nodes": [1], "pageInfo": {"hasNextPage": True, "endCursor": 5}}, [1], None),
    ],
)
def test_lists_and_connections_are_items_and_a_cursor(value: Any, items: list[Any], after: str | None) -> None:
    assert graphql.nodes(value) == (items, after)


def test_a_date_of_an_answer_that_is_none_is_refused_where_it_was_read() -> None:
    assert graphql.dated(None, SITE) is None
    with pytest.raises(RefusedError, match="found 'mâine', expected a date"):
        graphql.dated("mâine", SITE)


def test_the_line_of_what_is_no_json_is_named() -> None:
    with pytest.raises(RefusedError, match=r"raspuns\.json:3: is no JSON"):
        graphql.decoded(b'{"data":\n[1,\n}', "raspuns.json")
