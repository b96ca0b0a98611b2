"""A display beside a browser: the same pictures, looked at from outside, every figure of both and their ratios."""

import pytest
from click.testing import CliRunner

from display_client.bench import beside, display

SIZE = (640, 360)
FIGURES = {
    "start_s",
    "rest_cpu_percent",
    "rest_cpu_x_percent",
    "playing_cpu_percent",
    "playing_cpu_x_percent",
    "pss_rest_mb",
    "pss_mb",
    "processes",
}


@pytest.mark.system
def test_both_put_the_same_pictures_on_the_glass() -> None:
    contenders = beside.display(SIZE), beside.browser("chromium", SIZE)
    figures = beside.compare(contenders, SIZE, rounds=1, seconds=1)
    assert figures.keys() == FIGURES
    for name in ("start_s", "pss_mb", "processes"):
        each = figures[name]
        assert each["display"] > 0 < each["chromium"]
        assert each["ratios"] == [each["ratio"]]
        assert each["ratio"] == pytest.approx(each["display"] / each["chromium"], abs=0.01)


@pytest.mark.system
def test_who_shows_nothing_is_named() -> None:
    """A program that ends is not waited for."""
    nobody = beside.Contender("nobody", lambda folder, slides, seconds: ["true"])
    with pytest.raises(Exception, match="'true' showed no slide"):
        beside.compare((nobody, nobody), SIZE, rounds=1, seconds=1)


def test_a_figure_over_its_goal_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    beside.show(
        {
            "start_s": {"display": 0.4, "chromium": 0.9, "ratio": 0.44, "ratios": [0.44]},
            "pss_mb": {"display": 240.0, "chromium": 440.0, "ratio": 0.55, "ratios": [0.55]},
            "processes": {"display": 4, "chromium": 9, "ratio": 0.44, "ratios": [0.44]},
        }
    )
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["start_s", "pss_mb", "processes"]
    assert lines[0].endswith("≤ 0.5    holds")
    assert lines[1].endswith("≤ 0.5    DOES NOT HOLD")
    assert lines[2].endswith("ratio 0.44")


def test_a_browser_that_is_not_there_is_wrong_use() -> None:
    ended = CliRunner().invoke(display.display, ["--beside", "no-such-browser"])
    assert ended.exit_code == 2
    assert "found no program 'no-such-browser', expected for example chromium" in ended.output
