"""What people ask of a display's schedule."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from content.findings import NotFoundError, RefusedError
from control_server.http.schedule_questions import pasted
from tests.server.simulator import START, Clock, Simulated


@pytest.mark.parametrize(
    ("text", "at"),
    [
        (None, START),
        ("", START),
        ("2026-11-24T08:00", datetime(2026, 11, 24, 6, tzinfo=UTC)),  # local to the display
        ("2026-11-24", datetime(2026, 11, 23, 22, tzinfo=UTC)),
        ("2026-11-24T08:00Z", datetime(2026, 11, 24, 8, tzinfo=UTC)),
        ("2026-11-24T08:00+03:00", datetime(2026, 11, 24, 5, tzinfo=UTC)),
        ("2026-11-24T08:00 03:00", datetime(2026, 11, 24, 5, tzinfo=UTC)),  # a `+` that a query made a space of
    ],
)
def test_an_instant_is_now_or_as_it_is_written(city: Simulated, text: str | None, at: datetime) -> None:
    assert city.server.questions.instant("gara", text) == at


@pytest.mark.parametrize("text", ["ieri", "20261124", "1026-11-24", "2026-11-24T25:00"])
def test_what_is_no_time_is_refused(city: Simulated, text: str) -> None:
    with pytest.raises(RefusedError, match="the time asked for: found"):
        city.server.questions.instant("gara", text)


def test_of_a_display_that_is_not_there_nothing_is_asked(city: Simulated) -> None:
    for ask in (city.server.questions.zone, lambda display: city.server.questions.instant(display, None)):
        with pytest.raises(NotFoundError):
            ask("nicaieri")
    assert city.server.questions.zone("gara") == ZoneInfo("Europe/Bucharest")


async def test_why_is_said_in_the_words_of_the_frames(city: Simulated, clock: Clock) -> None:
    why = await city.server.questions.explained("gara", clock.now, "en")
    explanation = await city.server.schedules.ask("gara", why)
    assert "Podul se inchide" in explanation.sentence or "The bridge closes" in explanation.sentence


def test_only_an_offset_gets_its_plus_again() -> None:
    assert pasted("2026-11-24 08:00") == "2026-11-24 08:00"
    assert pasted("2026-11-24T08:00:00 0300") == "2026-11-24T08:00:00+0300"
