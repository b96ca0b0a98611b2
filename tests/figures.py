"""One line for each property that a test shows: what was measured, the goal, and whether it holds.

`make test-faults` names a file in AFISIER_FIGURES and prints it at its end.
"""

import os
from pathlib import Path


def samples(quick: int, full: int) -> int:
    """How many are drawn: `full` where figures are asked for, otherwise as many as the fast suite has time for."""
    return full if "AFISIER_FIGURES" in os.environ else quick


def shown(what: str, figure: object, goal: str, *, holds: bool, asserted: bool = True) -> None:
    """Writes the line, and asserts that it holds.

    What depends on how busy the machine is (seconds) is written as it is and not asserted.
    """
    line = f"{what:62} {figure!s:>22}   {goal:24} {'holds' if holds else 'DOES NOT HOLD'}"
    if path := os.environ.get("AFISIER_FIGURES"):
        with Path(path).open("a") as file:
            file.write(line + "\n")
    assert holds or not asserted, line
