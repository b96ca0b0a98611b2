"""What came of a call: what people said, what was done, how many took part."""

from content.slides.compose import compose
from content.slides.job import Format
from tests.slides.calls import LONG, composed, pack
from tests.slides.samples import RESULT


def test_the_result_says_what_people_said_and_what_was_done() -> None:
    data = composed("strada.result")
    assert data["said"] == ["Ce ați spus", LONG["said"]["ro"]]  # type: ignore[index]
    assert data["did"] == ["Ce am făcut", LONG["did"]["ro"]]  # type: ignore[index]
    assert data["count"] == "Au răspuns 1.284 de oameni."
    assert data["foot"] == "Consultare: 20 noiembrie – 6 decembrie 2026 · Legea 52/2003"


def test_no_line_of_the_result_ends_within_a_day() -> None:
    lived = pack()
    job = compose(lived, "strada.result", "sr", Format.of(lived.displays["gara"]))
    assert (job.data.foot or "").split(" ")[1:3] == ["20.\u00a0новембар\u00a0–", "6.\u00a0децембар\u00a02026."]


def test_nobody_counted_is_not_nobody() -> None:
    without = {name: value for name, value in RESULT.items() if name != "participants"}
    assert composed("strada.result", result=without)["count"] is None
    assert composed("strada.result", result={**RESULT, "participants": 0})["count"] == "Au răspuns 0 oameni."
