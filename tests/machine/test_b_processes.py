"""Each program of the display ends, hangs, or is ended by the kernel; the panel is looked at all the while."""

import pytest

from tests.figures import shown
from tests.machine.bench import Bench, Watched

pytestmark = pytest.mark.machine


def said(what: str, watched: Watched) -> None:
    figure = f"{watched.black} of {watched.looks}, {watched.took_s:.0f} s"
    shown(f"machine: {what}: black looks, slide again after", figure, "0, again", holds=watched.black == 0)


@pytest.mark.parametrize("name", ["screen", "supervisor"])
def test_a_program_that_is_killed_comes_back(lit: Bench, name: str) -> None:
    before = lit.agreed()
    killed = lit.guest.processes()[name]
    lit.guest.do(f"kill -KILL {killed}")
    said(f"{name} killed", lit.watch(lambda: _runs_anew(lit, name, killed) and lit.agrees_since(before), name))


def test_all_killed_at_once_come_back(lit: Bench) -> None:
    before, killed = lit.agreed(), lit.guest.processes()
    lit.guest.do("kill -KILL $(pgrep -u afisier)")
    watched = lit.watch(lambda: _runs_anew(lit, "screen", killed["screen"]) and lit.agrees_since(before), "slide")
    said("every program killed at once", watched)
    lit.reach()


@pytest.mark.parametrize("name", ["screen", "supervisor"])
def test_a_program_that_hangs_is_replaced(lit: Bench, name: str) -> None:
    before = lit.agreed()
    hung = lit.guest.processes()[name]
    lit.guest.do(f"kill -STOP {hung}")
    said(f"{name} hangs", lit.watch(lambda: _runs_anew(lit, name, hung) and lit.agrees_since(before), name))
    left = lit.guest.run(f"ps -p {hung} -o stat=").text.strip()
    assert left in {"", "Z"}


def _runs_anew(lit: Bench, name: str, former: int) -> bool:
    return lit.guest.processes().get(name, former) != former
