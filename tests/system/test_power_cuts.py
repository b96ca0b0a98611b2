"""Whatever disk a power cut leaves: nothing is torn, and what was acknowledged is there (tests/power_cuts)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.figures import shown
from tests.power_cuts.disks import needed, recording
from tests.power_cuts.player_check import PlayerCheck
from tests.power_cuts.syncs import Without
from tests.power_cuts.trial import Outcome, tried

pytestmark = pytest.mark.system

CUTS = int(os.environ.get("AFISIER_CUTS", "300"))
"""Disks of the player's card; of the server's half as many."""
CONTROL = 60
SEED = 14
CARELESS = "data=writeback,noauto_da_alloc"
"""An ext4 that orders nothing by itself: it forgives no missing fsync of a file."""


@pytest.fixture(autouse=True)
def _mountable() -> None:
    needed()


def cut(folder: Path, count: int, *, without: Without = "nothing", options: str = "") -> Outcome:
    """A display's work, of which the power is cut."""
    outside = folder / "outside"
    outside.mkdir(parents=True)
    rounds = max(12, count // 100)
    with recording(folder, options) as recorded:
        command = [recorded.card, outside, recorded.marks, rounds, SEED, without]
        subprocess.run([sys.executable, "-m", "tests.power_cuts.player_work", *map(str, command)], check=True)
    return tried(recorded, PlayerCheck(outside), count, SEED)


@pytest.mark.parametrize(("options", "about"), [("", "ext4"), (CARELESS, "ext4 without its order")])
def test_no_power_cut_tears_or_loses_what_the_display_has_acknowledged(
    tmp_path: Path, options: str, about: str
) -> None:
    outcome = cut(tmp_path, CUTS // 2, options=options)
    assert outcome.disks == CUTS // 2
    assert outcome.holds, "\n".join(outcome.examples)
    shown(f"power cuts, the player's card ({about})", outcome, "0 torn, 0 lost", holds=outcome.holds)


@pytest.mark.parametrize(
    ("without", "options", "kind"),
    [("any", "", "lost"), ("folders", "", "lost"), ("files", CARELESS, "torn")],
)
def test_a_missing_fsync_is_found(tmp_path: Path, without: Without, options: str, kind: str) -> None:
    """The negative controls: without them nothing says that a fault would be seen."""
    outcome = cut(tmp_path, CONTROL, without=without, options=options)
    assert getattr(outcome, kind), outcome
    shown(f"the same without fsync ({without}): must fail", outcome, f"more than 0 {kind}", holds=True)
