"""Figures of several sizes stand side by side, with the power of the size as which they grow."""

import pytest
from click.testing import CliRunner

from control_server.bench.fleet import fleet, side_by_side


def test_each_figure_has_its_values_and_its_exponent() -> None:
    runs = [
        {"displays": n, "PUT (s)": {"p50": n / 100, "max": 2.0}, "late": 0, "kind": "x", "rest (ms)": 5 * n**2}
        for n in (100, 1000, 10_000)
    ]
    table = side_by_side(runs)
    assert table["PUT (s), p50"] == {"100": 1.0, "1000": 10.0, "10000": 100.0, "n^": 1.0}
    assert table["PUT (s), max"]["n^"] == 0.0
    assert table["rest (ms)"]["n^"] == 2.0
    assert table["late"] == {"100": 0, "1000": 0, "10000": 0}
    assert table["kind"] == {"100": "x", "1000": "x", "10000": "x"}


def test_a_figure_that_a_run_lacks_has_no_exponent() -> None:
    table = side_by_side([{"displays": 10, "a": 1}, {"displays": 20}])
    assert table == {"displays": {"10": 10, "20": 20, "n^": 1.0}, "a": {"10": 1, "20": None}}


def test_one_size_twice_has_no_exponent() -> None:
    assert side_by_side([{"displays": 10, "a": 1}, {"displays": 10, "a": 2}])["displays"] == {"10": 10}


@pytest.mark.parametrize("option", ["--displays=0", "--displays=100000", "--changes=0", "--displays=ten"])
def test_sizes_that_cannot_be_run_are_wrong_use(option: str) -> None:
    assert CliRunner().invoke(fleet, [option]).exit_code == 2
