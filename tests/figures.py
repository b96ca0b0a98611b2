"""One line for each property that a test shows: what was measured, the goal, and whether it holds.

`make test-faults` names a file in AFISIER_FIGURES and prints it at its end. That it holds is asserted as well, so that
no line can say otherwise in a run that passed.
"""

import os
from pathlib import Path


def shown(what: str, figure: object, goal: str, *, holds: bool) -> None:
    """Writes the line, and asserts that it holds."""
    line = f"{what:62} {figure!s:>22}   {goal:24} {'holds' if holds else 'DOES NOT HOLD'}"
    if path := os.environ.get("AFISIER_FIGURES"):
        with Path(path).open("a") as file:
            file.write(line + "\n")
    assert holds, line
