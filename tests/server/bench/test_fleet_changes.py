"""The figures of changes are sums of what was noted. The run itself is in test_fleet_run."""

import pytest

from config.system.usage import Counters
from control_server.bench.fleet_changes import PATIENCE_S, Fan, LabelChange, summed_up
from control_server.bench.fleet_server import Used

FANS = [Fan([0.1, 0.2], 590, 0.03, 0.04), Fan([0.1, 0.4], 600, 0.05, 0.06)]
RESTING = Used(Counters(1.0, 9.0, 10_000), Counters(), Counters(0.0, 9.0, 0))


def change(heads: list[float]) -> LabelChange:
    return LabelChange(
        answered=0.3,
        heads=heads,
        reports=[seconds + 0.1 for seconds in heads],
        used=Used(Counters(0.5, 9.0, 1), Counters(0.2, 9.0, 0), Counters(0.1, 9.0, 0)),
        used_settled=Used(Counters(0.9, 9.0, 8_000), Counters(0.2, 9.0, 0), Counters(0.1, 9.0, 0)),
        settled=6.0,
        displays_s=0.7,
    )


def test_times_are_of_all_displays_and_the_ratio_of_the_last() -> None:
    figures = summed_up([change([0.5, 0.6]), change([0.5, 0.8])], FANS, RESTING, 10.0)
    assert figures["PUT → head at a display (s)"] == {"p50": 0.5, "p99": 0.8, "max": 0.8}
    assert figures["PUT → last head (s)"] == {"p50": 0.6, "p99": 0.8, "max": 0.8}
    assert figures["PUT → last report with the broker (s)"]["max"] == pytest.approx(0.9)
    assert figures["bare fan-out → last message (s)"] == {"p50": 0.2, "p99": 0.4, "max": 0.4}
    assert figures["last head to last of the bare fan-out (ratio)"] == 3.0
    assert (figures["changes of one label"], figures["size of a head (B)"]) == (2, 600)


def test_cpu_is_that_until_the_last_report_and_bytes_are_those_beyond_rest() -> None:
    figures = summed_up([change([0.5])], FANS, RESTING, 10.0)
    assert (figures["a change, server: CPU (s)"], figures["a change, broker: CPU (s)"]) == (0.5, 0.1)
    assert figures["a change, server: written (kB)"] == 2.0  # 8 kB, and rest takes 6 kB in six seconds
    assert figures["a change, broker: written (kB)"] == 0.0
    assert figures["a change, simulated displays: CPU (s)"] == 0.7
    assert figures["a bare fan-out, broker: CPU (s)"] == pytest.approx(0.04)


def test_heads_that_never_came_count_as_the_time_that_was_waited() -> None:
    assert summed_up([change([])], FANS, RESTING, 10.0)["PUT → last head (s)"]["max"] == PATIENCE_S
