"""How a bench reports: a line a figure, and the same as JSON."""

import json
from pathlib import Path

import pytest

from control_server.bench.figures import report

FIGURES = {"rows": 240, "xml": {"read (s)": 0.1, "file (MB)": 2}}


def test_a_figure_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    report(FIGURES, None, width=6)
    assert capsys.readouterr().out == "rows   240\nxml    read (s) 0.1  file (MB) 2\n"


def test_all_are_written_as_json_when_a_file_is_named(tmp_path: Path) -> None:
    report(FIGURES, tmp_path / "figures.json")
    assert json.loads((tmp_path / "figures.json").read_text()) == FIGURES
