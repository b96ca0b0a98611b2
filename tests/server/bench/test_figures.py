"""How a bench reports: a line a figure, and the same as JSON."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from control_server.bench.figures import exponent, report, spread

FIGURES = {"rows": 240, "xml": {"read (s)": 0.1, "file (MB)": 2}}


def test_a_figure_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    report(FIGURES, None, width=6)
    assert capsys.readouterr().out == "rows   240\nxml    read (s) 0.1  file (MB) 2\n"


def test_all_are_written_as_json_when_a_file_is_named(tmp_path: Path) -> None:
    report(FIGURES, tmp_path / "figures.json")
    assert json.loads((tmp_path / "figures.json").read_text()) == FIGURES


@pytest.mark.parametrize("power", [0, 1, 1.1, 2])
def test_a_fitted_exponent_is_the_power(power: float) -> None:
    sizes = (20, 40, 80, 160, 320)
    assert exponent(sizes, [3 * n**power for n in sizes]) == pytest.approx(power)


@given(values=st.lists(st.floats(1e-3, 1e6), min_size=3, max_size=3), unit=st.floats(1e-3, 1e3), power=st.floats(-2, 2))
def test_an_exponent_knows_no_units_and_those_of_products_add_up(
    values: list[float], unit: float, power: float
) -> None:
    sizes = (100, 1000, 10_000)
    fitted = exponent(sizes, values)
    assert exponent([n * unit for n in sizes], [value * unit for value in values]) == pytest.approx(fitted, abs=1e-6)
    products = [value * n**power for n, value in zip(sizes, values, strict=True)]
    assert exponent(sizes, products) == pytest.approx(fitted + power, abs=1e-6)


def test_a_spread_is_median_high_end_and_maximum() -> None:
    assert spread([0.1, 0.2, 0.3]) == {"p50": pytest.approx(0.2), "p99": pytest.approx(0.3, abs=0.01), "max": 0.3}


@given(seconds=st.lists(st.floats(0, 100), min_size=1))
def test_a_spread_is_in_order(seconds: list[float]) -> None:
    figures = spread(seconds)
    assert figures["p50"] <= figures["p99"] <= figures["max"]


def test_nothing_has_no_spread() -> None:
    assert spread([]) == {}
