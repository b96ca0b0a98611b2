"""The table of rules: every rule is broken by a test, and docs/gate.md says what each means."""

import re
from pathlib import Path

import pytest

from content.checks import registry
from content.findings import CODES
from control_server.sources import links
from tests.checks.written import (
    test_dates,
    test_figures,
    test_languages,
    test_looks,
    test_readability,
    test_texts,
    test_unlisted,
)

ROOT = Path(__file__).parents[2]


GATE = (ROOT / "docs" / "gate.md").read_text()


RULES = registry.SUBJECT_RULES | registry.COMING_RULES | registry.FRAME_RULES


TRAPPING = (test_dates, test_figures, test_languages, test_looks, test_readability, test_texts, test_unlisted)


BREAKING = (test_figures, test_looks)


def test_every_rule_has_a_trap() -> None:
    """The rules about the days ahead have theirs in `coming`."""
    traps = {trap.code for module in TRAPPING for trap in module.TRAPS}
    trapped = traps | {code for module in BREAKING for code, _ in module.BROKEN} | {"too-long"}
    assert trapped == set(registry.SUBJECT_RULES | registry.FRAME_RULES)
    assert len(RULES) == len(registry.SUBJECT_RULES) + len(registry.COMING_RULES) + len(registry.FRAME_RULES)


@pytest.mark.parametrize("code", [*RULES, *links.CODES])
def test_every_code_is_documented_with_its_level(code: str) -> None:
    (row,) = re.findall(rf"^\| `{code}` \| (error|warning) \| .+ \| .+ \|$", GATE, re.MULTILINE)
    assert row == (RULES[code].level if code in RULES else "warning")


def test_no_code_is_documented_that_is_not_there() -> None:
    table, _, elsewhere = GATE.partition("## Found before the rules")
    assert set(re.findall(r"^\| `([\w-]+)` \|", table, re.MULTILINE)) == set(RULES) | set(links.CODES)
    assert set(re.findall(r"^\| `([\w-]+)` \|", elsewhere, re.MULTILINE)) <= CODES.keys()
