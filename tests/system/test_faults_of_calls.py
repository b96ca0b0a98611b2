"""A kill, a full disk and an error of the disk at every system call that writes (tests/injected)."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.figures import shown
from tests.injected.calls import Call, calls
from tests.injected.forks import Program, program
from tests.injected.outcome import lines
from tests.power_cuts.player_check import PlayerCheck
from tests.power_cuts.server_check import check_server

pytestmark = pytest.mark.system

POINTS = int(os.environ.get("AFISIER_POINTS", "6"))
"""About so many of the points of each program are tried, evenly spread."""
FAULTS = {
    "killed": "{call}:signal=KILL:when={number}",
    "ENOSPC": "{call}:error=ENOSPC:when={number}",
    "EIO": "{call}:error=EIO:when={number}",
    "ENOSPC from then on": "{call}:error=ENOSPC:when={number}+",
    "EIO from then on": "{call}:error=EIO:when={number}+",
}
Check = Callable[[Path, Path], list[str]]
"""From the folder of the run, and the one beside it, to what is wrong."""


class Tried(NamedTuple):
    """A point, what was injected there, and what was wrong afterwards."""

    point: Call
    fault: str
    wrong: list[str]
    sentences: list[str]


@pytest.fixture(autouse=True)
def _traceable() -> None:
    if not shutil.which("strace"):
        pytest.skip("faults of system calls need strace: make venv")
    tried = subprocess.run(["strace", "-e", "inject=fsync:error=EIO:when=1", "true"], check=False, capture_output=True)
    if tried.returncode:
        pytest.skip("this kernel lets nobody trace: sudo make test-faults")


class Trial:
    """Runs of one program."""

    def __init__(self, program: Program, place: Path, check: Check) -> None:
        self._program, self._place, self._check = program, place, check
        self._count = 0

    def _run(self, inject: str, lasting: bool) -> tuple[int, Path, Path, list[Call]]:
        self._count += 1
        folder, outside = (self._place / f"{self._count}" / name for name in ("disk", "beside"))
        folder.mkdir(parents=True)
        outside.mkdir()
        status = self._program.run(outside / "trace", inject, folder, outside, "lasting" if lasting else "")
        return status, folder, outside, list(calls(outside / "trace", folder))

    def points(self) -> list[Call]:
        """What a run without faults writes; one of those that do the same to the same file."""
        status, folder, outside, points = self._run("", lasting=False)
        assert (status, self._check(folder, outside), lines(outside / "sentences")) == (0, [], [])
        return sorted(set(points))

    def tries(self, points: list[Call]) -> Iterator[Tried]:
        """Each fault at each point."""
        for fault, form in FAULTS.items():
            for point in points:
                status, folder, outside, made = self._run(
                    form.format(call=point.name, number=point.number), "from then" in fault
                )
                wrong = self._check(folder, outside)
                if fault == "killed":
                    hit = made[-1:] if status == -signal.SIGKILL else []
                else:
                    hit = [call for call in made if call.injected]
                    wrong += [f"ended with status {status}"] if status else []
                if hit:
                    yield Tried(hit[0], fault, wrong, lines(outside / "sentences"))
                shutil.rmtree(folder.parent)


def held(about: str, tried: list[Tried]) -> None:
    """Writes a line for each kind of fault, and asserts that nothing was wrong and all was said in one sentence."""
    for fault in FAULTS:
        own = [each for each in tried if each.fault == fault]
        wrong = [each for each in own if each.wrong]
        figure = f"{len(wrong)} of {len(own)}"
        shown(f"{about}, {fault}: wrong afterwards", figure, "0", holds=bool(own) and not wrong)
    unclear = {sentence for each in tried for sentence in each.sentences if "⏎" in sentence or "Errno" in sentence}
    assert not unclear, unclear


def check_player(card: Path, outside: Path) -> list[str]:
    """A picture that neither card nor memory took is left out of the rotation, and said by the display."""
    wrong = PlayerCheck(outside, outside / "run")(card, lines(outside / "marks"))
    said = any(sentence.startswith("asset ") for sentence in lines(outside / "sentences"))  # one stands for all
    return [each for each in wrong if not (said and each.startswith("lost: asset "))]


def check_the_server(disk: Path, outside: Path) -> list[str]:
    return check_server(disk, lines(outside / "marks"))


@pytest.mark.parametrize(
    ("about", "module", "check"),
    [
        ("the player's card", "tests.injected.player", check_player),
        ("the server's disk", "tests.injected.server", check_the_server),
    ],
)
def test_no_fault_of_a_call_tears_or_loses(tmp_path: Path, about: str, module: str, check: Check) -> None:
    with program(module) as loaded:
        trial = Trial(loaded, tmp_path, check)
        points = trial.points()
        tried = list(trial.tries(points[:: max(1, len(points) // POINTS)]))
    print(len(points), *points, sep="\n")
    print(*tried, sep="\n")
    held(about, tried)
