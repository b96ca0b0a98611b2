"""A run of `afisier bench fleet`: a server, mosquitto, and five simulated displays. What it finds is not tested."""

from pathlib import Path

import pytest

from control_server.bench.fleet_run import FleetRun, RunLength

pytestmark = pytest.mark.system

NONE = (
    "playing: plays not acknowledged",
    "links lost",
    "heads, late",
    "heads, strange",
    "displays without the newest head",
    "in the whole run, failed",
)
SPREADS = (
    "PUT → answered (s)",
    "PUT → head at a display (s)",
    "PUT → last head (s)",
    "PUT → last report with the broker (s)",
    "bare fan-out → message at a display (s)",
    "bare fan-out → last message (s)",
    "broker killed → display connected (s)",
    "broker killed → display back with its head (s)",
)
POSITIVE = (
    "first publication (s)",
    "all connected, adopted and reported (s)",
    "last head to last of the bare fan-out (ratio)",
    "size of a head (B)",
    "memory at rest, server (MB)",
    "memory at rest, workers (MB)",
    "memory at rest, broker (MB)",
    "a change, server: written (kB)",
    "database (MB)",
    "broker killed → server connected (s)",
    "GET /, the first (ms)",
    "GET /api/displays, again (ms)",
    "stop (s)",
)


async def test_a_small_fleet_is_told_adopts_reports_and_comes_back(tmp_path: Path) -> None:
    figures = await FleetRun(tmp_path, 5, RunLength(changes=1, rest_s=2.0)).measured()
    assert figures["displays"] == 5
    assert {name: figures[name] for name in NONE} == dict.fromkeys(NONE, 0)
    for name in SPREADS:
        assert 0 < figures[name]["p50"] <= figures[name]["p99"] <= figures[name]["max"]
    for name in POSITIVE:
        assert figures[name] > 0, name
    acks = figures["playing: plays sent → acknowledged (s)"]
    assert acks == {} or 0 < acks["p50"] <= acks["max"]
    assert "missing" not in figures
    assert (figures["in the whole run, lost"], figures["in the whole run, connections"]) == (5, 10)
