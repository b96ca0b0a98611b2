"""Codes are one closed set: nothing else is used, nothing is left over, and docs/gate.md says what each means."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.checks import registry
from content.findings import (
    ANSWERS,
    CODES,
    BusyError,
    DiskError,
    Finding,
    RefusedError,
    TroubleError,
    answer,
    refusal,
    refused,
)
from content.questions import QuestionError

ROOT = Path(__file__).parents[1]
PACKAGES = ("config", "content", "control_server", "display_client")
GATE = (ROOT / "docs" / "gate.md").read_text()
REFERENCE = (ROOT / "docs" / "reference.md").read_text()


def used() -> Iterator[str]:
    """Every code that is written as a literal in the program."""
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            of_finding = [
                each.value for each in node.keywords if each.arg == "code" and name in ("Finding", "Question")
            ]
            for value in (
                (*node.args[:1], *of_finding) if name in ("refused", "fault", "_warning", "Finding", "Question") else ()
            ):
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value


def test_every_code_that_is_used_is_of_the_set_and_the_other_way_round() -> None:
    rules = registry.SUBJECT_RULES | registry.COMING_RULES | registry.FRAME_RULES
    spoken = {*used(), *rules}
    assert spoken <= CODES.keys()
    assert CODES.keys() <= spoken, sorted(CODES.keys() - spoken)


def test_every_code_is_documented_and_nothing_else() -> None:
    documented = {
        code
        for row in re.findall(r"^\|((?: *`[a-z-]+`,?)+) *\|", GATE, re.MULTILINE)
        for code in re.findall("`(.+?)`", row)
    }
    assert documented == CODES.keys()


def test_every_kind_of_refusal_has_its_answer_in_the_reference() -> None:
    kinds = {kind for kind in RefusedError.__subclasses__() if kind is not QuestionError}  # a refusal of the input
    assert kinds | {RefusedError, *TroubleError.__subclasses__()} == ANSWERS.keys()
    rows = re.findall(r"^\| .+ \| (\d{3}) \| (\d) \|$", REFERENCE, re.MULTILINE)
    assert [(int(status), int(code)) for status, code in rows] == [tuple(each) for each in ANSWERS.values()]


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_code_is_raised_as_what_it_stands_for(code: str) -> None:
    error = refused(code, "x", "found y, expected z")
    assert type(error) is CODES[code]
    assert answer(error) == ANSWERS[CODES[code]]


def test_the_first_that_is_not_about_the_input_decides() -> None:
    findings = [Finding(code=code, where="x", message="y") for code in ("fit", "render", "disk")]
    assert type(refusal(*findings)) is TroubleError
    assert type(refusal(*findings[:1])) is RefusedError
    assert type(refusal(findings[2])) is DiskError
    assert type(refusal(Finding(code="busy", where="x", message="y"))) is BusyError
    assert answer(refusal(findings[2])) == (507, 3)


def test_a_finding_says_where_it_is_what_it_is_and_what_would_mend_it() -> None:
    plain = Finding(code="value", where="city.yaml:$.id", message="found 'A', expected lower-case letters")
    assert str(plain) == "city.yaml:$.id: found 'A', expected lower-case letters"
    of_a_display = Finding(code="airtime", where="x", message="is short", display="gara", lang="hu", fix="say more")
    assert str(of_a_display) == "x: is short (gara, hu); to mend it: say more"
    assert plain.level == "error"


def test_an_error_carries_every_finding_and_says_them_all() -> None:
    one, other = (Finding(code="value", where=name, message="is missing") for name in ("a", "b"))
    error = RefusedError(one, other)
    assert error.findings == (one, other)
    assert str(error) == "a: is missing; b: is missing"
