"""The bench takes its figures from a real display."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from display_client.bench import display
from display_client.bench.rehearsal import Rehearsal

pytestmark = pytest.mark.system


@pytest.fixture(autouse=True)
def off_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "offscreen")


def test_a_start_takes_longer_than_nothing(city: Rehearsal) -> None:
    figures = display.measure_start(city, starts=1)
    assert 0 < figures["start_s"]["median"] == figures["start_s"]["max"]
    assert 0 < figures["end_s"]["median"] == figures["end_s"]["max"]


def test_changes_are_shown_counted_and_looked_at(city: Rehearsal) -> None:
    figures = display.measure_changes(city, changes=4)
    assert (figures["changes"], figures["black_or_torn"]) == (4, 0)
    assert figures["flips_sampled"] > 8
    assert figures["rss_mb"]["4"]["all_pss_mb"] > figures["rss_mb"]["4"]["screen_rss_mb"] / 2 > 10


def test_a_wrong_size_is_wrong_use() -> None:
    ended = CliRunner().invoke(display.display, ["--size", "big"])
    assert ended.exit_code == 2
    assert "found size 'big', expected for example 1920x1080" in ended.output


def test_two_displays_are_compared_change_by_change(tmp_path: Path) -> None:
    figures = display.measure_step(tmp_path, (640, 360), 2)["apart_ms"]
    assert figures["changes"] >= 1
    assert 0 <= figures["median"] <= figures["max"]
