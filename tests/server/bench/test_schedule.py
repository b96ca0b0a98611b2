"""`afisier bench schedule` measures what it says. What it finds is not tested."""

import itertools
import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from content.schedule.resolve import Schedule
from control_server.bench import schedule as bench_schedule
from control_server.bench.made_up_city import DAY


@pytest.mark.parametrize("axis", ["campaigns", "slides"])
def test_the_city_that_is_measured_has_edges_that_grow_with_it(axis: str) -> None:
    """Or nothing that is worked out at every edge would be seen to grow."""
    edges, sets, end = [], [], DAY + timedelta(days=1)
    for size in bench_schedule.SIZES[axis]:
        schedule = Schedule(bench_schedule.grown(axis, size, 40, 200)[1])
        edges.append(list(schedule.edges(DAY, end)))
        sets.append({schedule.active(at) for at in edges[-1]})
    for grown in (edges, sets):
        added = [len(more) - len(fewer) for fewer, more in itertools.pairwise(grown)]
        assert all(later > 1.4 * earlier > 0 for earlier, later in itertools.pairwise(added))  # sizes double
        assert added[-1] > bench_schedule.SIZES[axis][-1] / 30


def test_bench_schedule_measures_every_figure_and_how_it_grows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bench_schedule, "SIZES", {"campaigns": (2, 3), "slides": (3, 5)})
    monkeypatch.setattr(bench_schedule, "EXPLAINED", (10, 20))
    monkeypatch.setattr(bench_schedule, "YEAR", 9)
    out = tmp_path / "schedule.json"
    options = ["--displays", "10", "--campaigns", "3", "--slides", "5", "--json", str(out)]
    ended = CliRunner().invoke(bench_schedule.schedule, options)
    assert ended.exit_code == 0, ended.output
    figures = json.loads(out.read_text())
    assert figures["city"] == "3 campaigns, 5 slides, 10 displays"
    assert figures["a year's timeline (s)"] > figures["a day's timeline, first time (ms)"] / 1e3 > 0
    assert sum("grows with" in name for name in figures) == 2 * len(bench_schedule.TASKS) + 1
    assert [figures[f"explain, {size} campaigns (s)"] > 0 for size in (10, 20)] == [True, True]
