"""`afisier bench read` takes its figures from real files and processes. What it finds is not tested."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from content.readers.budgets import execution
from control_server.bench import read


def test_bench_read_says_seconds_memory_and_ratio_of_both_forms(tmp_path: Path) -> None:
    out = tmp_path / "read.json"
    ended = CliRunner().invoke(read.read, ["--rows", "240", "--runs", "1", "--json", str(out)])
    assert ended.exit_code == 0, ended.output
    figures = json.loads(out.read_text())
    assert figures["rows"] == 240
    for kind in ("json", "xml"):
        assert figures[kind]["read (s)"] > 0
        assert figures[kind]["peak memory (MB)"] > 1
        assert figures[kind]["ratio to decoding alone"] > 0


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
        read.fresh_run("read_json", path)
