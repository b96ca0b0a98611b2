"""The benches of readers and of drawing take their figures from the real thing. What they find is not tested."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from content import pack as packs
from content import slides
from content.readers.budgets import execution
from control_server import bench_read, bench_render
from control_server.demo import sample_city


def test_bench_read_says_seconds_memory_and_ratio_of_both_forms(tmp_path: Path) -> None:
    out = tmp_path / "read.json"
    ended = CliRunner().invoke(bench_read.read, ["--rows", "240", "--runs", "1", "--json", str(out)])
    assert ended.exit_code == 0, ended.output
    found = json.loads(out.read_text())
    assert found["rows"] == 240
    for kind in ("json", "xml"):
        assert found[kind]["read (s)"] > 0
        assert found[kind]["peak memory (MB)"] > 1
        assert found[kind]["ratio to decoding alone"] > 0


def test_its_files_are_twins_of_the_same_size_at_every_run() -> None:
    one = execution.read(bench_read.as_json(250), "x")
    assert one == execution.read(bench_read.as_xml(250), "x")
    assert bench_read.as_xml(250) == bench_read.as_xml(250)
    assert sum(len(days) for days in one.rows.values()) == 250
    assert one.part().source == "A"


def test_bench_read_reports_a_child_that_fails(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(b"{")
    with pytest.raises(Exception, match="the reading process failed"):
        bench_read._fresh("read_json", path)


def test_bench_render_draws_the_city_and_the_same_bars_in_matplotlib(tmp_path: Path) -> None:
    out = tmp_path / "render.json"
    ended = CliRunner().invoke(bench_render.render, ["--slides", "3", "--json", str(out)])
    assert ended.exit_code == 0, ended.output
    found = json.loads(out.read_text())
    assert found["every page of the sample city"]["p99 (ms)"] > 0
    assert set(found["times as fast as matplotlib"]) == {"by a core", "at p50", "at p99"}


def test_no_page_is_drawn_twice() -> None:
    pack = packs.parse(packs.read_folder(sample_city()))
    pages = bench_render.jobs(pack, bench_render.BARS)
    keys = [next(pages).key() for _ in range(30)]
    assert len(set(keys)) == len(keys)


def test_matplotlib_draws_as_many_pixels() -> None:
    from PIL import Image  # noqa: PLC0415

    pack = packs.parse(packs.read_folder(sample_city()))
    job = next(bench_render.jobs(pack, bench_render.BARS))
    path = bench_render.io.BytesIO(bench_render.Canvas().draw(job))
    assert Image.open(path).size == (job.format.width, job.format.height)
    assert Image.open(bench_render.io.BytesIO(slides.draw(job).png)).size == (job.format.width, job.format.height)
