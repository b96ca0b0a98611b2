"""Which steps are offered to whom: by state, right, and who published."""

from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from control_server.changes.desk import UNDONE_WITHIN
from control_server.http.auth import PRINCIPAL, Permission, Principal
from control_server.http.change_steps import STEPS, offered
from control_server.storage.changes import Change, ChangeStep, Save, State
from tests.server.simulator import START

EDIT, APPROVE, PUBLISH = frozenset({Permission.EDIT}), frozenset({Permission.APPROVE}), frozenset({Permission.PUBLISH})
UNDO = frozenset({Permission.UNDO})


def change(*states: State, by: str = "person:ana", base: int = 1, digest: str = "") -> Change:
    steps = tuple(
        ChangeStep(number=number, state=state, by=by, at=START, digest=digest, revision=base + 1)
        for number, state in enumerate(states, 1)
    )
    save = Save(number=1, by=by, at=START, base=base, files={})
    return Change(id="c" * 10, title="x", author=by, began=START, save=save, steps=steps)


def asked(permissions: frozenset[Permission], name: str = "person:dan") -> web.Request:
    request = make_mocked_request("GET", "/")
    request[PRINCIPAL] = Principal(name, permissions)
    return request


@pytest.mark.parametrize(
    ("states", "permissions", "steps"),
    [
        (("draft",), EDIT, ("submit", "discard")),
        (("draft",), APPROVE, ()),
        (("draft",), PUBLISH, ("publish",)),
        (("draft", "returned"), EDIT | PUBLISH, ("submit", "publish", "discard")),
        (("draft", "submitted"), APPROVE, ("approve", "return")),
        (("draft", "submitted", "approved"), APPROVE, ("approve", "return")),
        (("draft", "submitted", "approved", "published"), EDIT | APPROVE | UNDO, ("undo", "revert", "restore")),
        (("draft", "submitted", "approved", "published"), EDIT | UNDO, ("revert", "restore")),
        (("draft", "unreviewed"), APPROVE | UNDO, ("look", "undo")),
        (("draft", "unreviewed", "reviewed"), PUBLISH | UNDO, ("undo",)),
        (("draft", "discarded"), EDIT, ("restore",)),
        (("draft", "discarded"), APPROVE | PUBLISH | UNDO, ()),
    ],
)
def test_offered_by_state_and_right(
    states: tuple[State, ...], permissions: frozenset[Permission], steps: tuple[str, ...]
) -> None:
    assert offered(asked(permissions), change(*states), START, None) == steps
    assert set(steps) <= STEPS.keys()


def test_what_was_submitted_as_it_is_need_not_be_submitted_again() -> None:
    submitted = change("draft", "submitted", digest="d")
    assert offered(asked(EDIT), submitted, START, "d") == ("discard",)
    assert offered(asked(EDIT), submitted, START, "e") == ("submit", "discard")


def test_undoing_takes_ten_minutes_and_something_that_was_there_before() -> None:
    published, late = change("draft", "published"), START + UNDONE_WITHIN + timedelta(seconds=1)
    assert offered(asked(UNDO, "person:ana"), published, START, None) == ("undo",), "one's own"
    assert offered(asked(UNDO | APPROVE), published, late, None) == ()
    assert offered(asked(UNDO | APPROVE | EDIT), change("draft", "published", base=0), START, None) == ("restore",)
