"""The marks of a drawn plan can be seen on every ground."""

import pytest

from content.checks.written.looks import luminance, ratio
from content.exchange.drawing import marks


@pytest.mark.parametrize("mark", [marks.PLAYS, marks.MASKED, marks.MUTED, marks.INK])
@pytest.mark.parametrize("ground", [marks.GROUND, marks.OFF, marks.TRACK])
def test_every_mark_stands_out(mark: str, ground: str) -> None:
    least = 4.5 if mark in (marks.MUTED, marks.INK) else 3
    assert ratio(luminance(mark), luminance(ground)) >= least
