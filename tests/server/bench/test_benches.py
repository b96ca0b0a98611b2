"""The benches take their figures from the real thing. What they find is not tested."""

import itertools
import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from content.pack.folder import read_folder
from content.pack.parse import parse
from content.pack.sample import sample_city
from content.readers.budgets import execution
from content.schedule.resolve import Schedule
from content.slides.drawing import draw
from control_server.bench import read, render
from control_server.bench import schedule as bench_schedule


def test_bench_read_says_seconds_memory_and_ratio_of_both_forms(tmp_path: Path) -> None:
    out = tmp_path / "read.json"
    ended = CliRunner().invoke(read.read, ["--rows", "240", "--runs", "1", "--json", str(out)])
    assert ended.exit_code == 0, ended.output
    found = json.loads(out.read_text())
    assert found["rows"] == 240
    for kind in ("json", "xml"):
        assert found[kind]["read (s)"] > 0
        assert found[kind]["peak memory (MB)"] > 1
        assert found[kind]["ratio to decoding alone"] > 0


def test_its_files_are_twins_of_the_same_size_at_every_run() -> None:
    one = execution.read(read.as_json(250), "x")
    assert one == execution.read(read.as_xml(250), "x")
    assert read.as_xml(250) == read.as_xml(250)
    assert sum(len(days) for days in one.rows.values()) == 250
    assert one.part().source == "A"


def test_bench_read_reports_a_child_that_fails(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(b"{")
    with pytest.raises(Exception, match="the reading process failed"):
        read._fresh("read_json", path)


def test_bench_render_draws_the_city_and_the_same_bars_in_matplotlib(tmp_path: Path) -> None:
    out = tmp_path / "render.json"
    ended = CliRunner().invoke(render.render, ["--slides", "3", "--json", str(out)])
    assert ended.exit_code == 0, ended.output
    found = json.loads(out.read_text())
    assert found["every page of the sample city"]["p99 (ms)"] > 0
    assert set(found["times as fast as matplotlib"]) == {"by a core", "at p50", "at p99"}


def test_no_page_is_drawn_twice() -> None:
    pack = parse(read_folder(sample_city()))
    pages = render.jobs(pack, render.BARS)
    keys = [next(pages).key() for _ in range(30)]
    assert len(set(keys)) == len(keys)


def test_matplotlib_draws_as_many_pixels() -> None:
    from PIL import Image  # noqa: PLC0415

    pack = parse(read_folder(sample_city()))
    job = next(render.jobs(pack, render.BARS))
    path = render.io.BytesIO(render.Canvas().draw(job))
    assert Image.open(path).size == (job.format.width, job.format.height)
    assert Image.open(render.io.BytesIO(draw(job).png)).size == (job.format.width, job.format.height)


@pytest.mark.parametrize("axis", ["campaigns", "slides"])
def test_the_city_that_is_measured_has_edges_that_grow_with_it(axis: str) -> None:
    """Or nothing that is worked out at every edge would be seen to grow."""
    edges, sets, end = [], [], bench_schedule.DAY + timedelta(days=1)
    for size in bench_schedule.SIZES[axis]:
        schedule = Schedule(bench_schedule._city(axis, size, 40, 200)[1])
        edges.append(list(schedule.edges(bench_schedule.DAY, end)))
        sets.append({schedule.active(at) for at in edges[-1]})
    for found in (edges, sets):
        added = [len(more) - len(fewer) for fewer, more in itertools.pairwise(found)]
        assert all(later > 1.4 * earlier > 0 for earlier, later in itertools.pairwise(added))  # sizes double
        assert added[-1] > bench_schedule.SIZES[axis][-1] / 30


def test_a_display_has_as_many_campaigns_and_slides_as_are_asked_for() -> None:
    pack = bench_schedule.made_up(40, 200, 9)
    plans = [bench_schedule.plan_for(pack, display, bench_schedule._characters) for display in pack.displays.values()]
    assert {(len(plan.entries), len(plan.items)) for plan in plans} == {(40, 200)}


def test_bench_schedule_measures_every_figure_and_how_it_grows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bench_schedule, "SIZES", {"campaigns": (2, 3), "slides": (3, 5)})
    monkeypatch.setattr(bench_schedule, "YEAR", 9)
    out = tmp_path / "schedule.json"
    told = ["--displays", "10", "--campaigns", "3", "--slides", "5", "--json", str(out)]
    ended = CliRunner().invoke(bench_schedule.schedule, told)
    assert ended.exit_code == 0, ended.output
    found = json.loads(out.read_text())
    assert found["city"] == "3 campaigns, 5 slides, 10 displays"
    assert found["a year's timeline (s)"] > found["a day's timeline, first time (ms)"] / 1e3 > 0
    assert sum("grows with" in name for name in found) == 2 * len(bench_schedule.TASKS)


@pytest.mark.parametrize("power", [0, 1, 1.1, 2])
def test_a_fitted_exponent_is_the_power(power: float) -> None:
    sizes = (20, 40, 80, 160, 320)
    assert bench_schedule._exponent(sizes, [3 * n**power for n in sizes]) == pytest.approx(power)
