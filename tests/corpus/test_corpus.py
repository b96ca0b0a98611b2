"""The corpus: every case is read to its right value, asked its right question, or refused in its right words."""

import importlib
import pkgutil

import pytest

import tests.corpus
from tests.corpus.case import Case
from tests.corpus.outcome import check, outcome

CASES: list[Case] = [
    case
    for module in pkgutil.iter_modules(tests.corpus.__path__)
    for case in getattr(importlib.import_module(f"tests.corpus.{module.name}"), "CASES", [])
    if not module.name.startswith("test_")
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_is_read_asked_or_refused(case: Case) -> None:
    check(case, outcome(case))


def test_every_case_has_its_name_and_says_what_it_shows() -> None:
    names = [case.name for case in CASES]
    assert sorted(names) == sorted(set(names))
    assert [case.name for case in CASES if not case.shows or "\n" in case.shows] == []
