"""Whatever disk a power cut leaves: nothing is torn, and what was acknowledged is there (tests/power_cuts)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.figures import shown
from tests.power_cuts.disks import ready, recording
from tests.power_cuts.player_check import PlayerCheck
from tests.power_cuts.server_check import check_server
from tests.power_cuts.syncs import Without
from tests.power_cuts.trial import Outcome, tried

pytestmark = pytest.mark.system

CUTS = int(os.environ.get("AFISIER_CUTS", "200"))
"""Disks of the player's card; of the server's disk half as many."""
CONTROL = 40
SEED = 14
CARELESS = "data=writeback,noauto_da_alloc"
"""An ext4 that orders nothing by itself: it forgives no missing fsync of a file."""


@pytest.fixture(autouse=True)
def _mountable() -> None:
    ready()


def _worked(what: str, *arguments: object) -> None:
    subprocess.run([sys.executable, "-m", f"tests.power_cuts.{what}", *map(str, arguments)], check=True)


def cut_the_player(folder: Path, count: int, *, without: Without = "nothing", options: str = "") -> Outcome:
    """A display's work, of which the power is cut."""
    outside = folder / "outside"
    outside.mkdir(parents=True)
    rounds = max(12, count // 100)
    with recording(folder, options) as recorded:
        _worked("player_work", recorded.card, outside, recorded.marks, rounds, SEED, without)
    return tried(recorded, PlayerCheck(outside), count, SEED)


def cut_the_server(folder: Path, count: int, synchronous: str = "FULL") -> Outcome:
    """A server's work, of which the power is cut."""
    with recording(folder) as recorded:
        _worked("server_work", recorded.card, recorded.marks, max(12, count // 100), synchronous)
    return tried(recorded, check_server, count, SEED)


@pytest.mark.parametrize(("options", "about"), [("", "ext4"), (CARELESS, "ext4 without its order")])
def test_no_power_cut_tears_or_loses_what_the_display_has_acknowledged(
    tmp_path: Path, options: str, about: str
) -> None:
    outcome = cut_the_player(tmp_path, CUTS // 2, options=options)
    assert outcome.disks == CUTS // 2
    assert outcome.holds, "\n".join(outcome.examples)
    shown(f"power cuts, the player's card ({about})", outcome, "0 torn, 0 lost", holds=outcome.holds)


@pytest.mark.parametrize(
    ("without", "options", "kind"),
    [("any", "", "lost"), ("folders", "", "lost"), ("files", CARELESS, "torn")],
)
def test_a_missing_fsync_is_found(tmp_path: Path, without: Without, options: str, kind: str) -> None:
    """The negative controls: without them nothing says that a fault would be seen."""
    outcome = cut_the_player(tmp_path, CONTROL, without=without, options=options)
    assert getattr(outcome, kind), outcome
    shown(f"the same without fsync ({without}): must fail", outcome, f"more than 0 {kind}", holds=True)


def test_no_power_cut_tears_or_loses_what_the_server_has_acknowledged(tmp_path: Path) -> None:
    outcome = cut_the_server(tmp_path, CUTS // 2)
    assert outcome.disks == CUTS // 2
    assert outcome.holds, "\n".join(outcome.examples)
    shown("power cuts, the server's disk", outcome, "0 torn, 0 lost", holds=outcome.holds)


@pytest.mark.parametrize("synchronous", ["OFF", "NORMAL"])
def test_a_database_that_is_less_durable_is_found(tmp_path: Path, synchronous: str) -> None:
    """The negative controls. NORMAL syncs a WAL when it is merged only."""
    outcome = cut_the_server(tmp_path, CONTROL, synchronous)
    assert outcome.lost, outcome
    shown(f"the same with synchronous={synchronous}: must fail", outcome, "more than 0 lost", holds=True)
