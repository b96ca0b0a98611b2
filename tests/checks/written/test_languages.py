"""Rules about languages: what breaks each."""

import pytest

from tests.checks.traps import HUNGARIAN, NOTICE, Trap, called, sprung, swap

TRAPS = [
    swap("language-missing", NOTICE, ", en: We work on the pipe until 18.", "", ", en: We work."),
    Trap(
        "language-empty",
        (("city.yaml", "[ro, en]", "[ro, en, hu]"), HUNGARIAN),
        (("city.yaml", "[ro, en]", "[ro, en, hu]"),),
    ),
]


@pytest.mark.parametrize("trap", TRAPS, ids=called)
def test_the_rule_and_only_it(trap: Trap) -> None:
    sprung(trap)
