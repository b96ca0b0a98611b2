"""How far is looked for a campaign, and whether it runs in that time while its display is on."""

from datetime import timedelta

import pytest

from content.checks.coming.lifespan import shows, times, whole_life
from content.publication.planner import plan_for
from content.schedule.forecast import Forecast
from content.schedule.plan import Entry
from tests.checks.foreseen import NOW, characters, pack

YEAR = timedelta(days=366)


def campaign(fields: str, display: str = "piata") -> tuple[Forecast, Entry]:
    """The 30 days of that display with this campaign, and the campaign as it is planned."""
    written = pack(f"  - {{id: one, playlist: calm, {fields}}}\n")
    plan = plan_for(written, written.displays[display], characters)
    return Forecast(plan, NOW, 30), plan.entries[0]


@pytest.mark.parametrize(
    ("fields", "years"),
    [
        ("priority: 0", 1),
        ('from: 2026-01-05, rrule: "FREQ=WEEKLY;BYDAY=MO"', 12),
        ('from: 2026-01-05, rrule: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"', 40),
    ],
)
def test_how_many_years_are_looked_at(fields: str, years: int) -> None:
    forecast, entry = campaign(fields)
    span = whole_life(forecast, entry)
    assert span is not None
    assert span[1] - forecast.start >= years * YEAR
    assert span[1] - forecast.start < (years + 1) * YEAR


def test_days_too_far_apart_are_not_judged_unless_an_end_is_nearer() -> None:
    rule = 'rrule: "FREQ=YEARLY;INTERVAL=3"'
    assert whole_life(*campaign(f"from: 2026-01-05, {rule}")) is None
    assert whole_life(*campaign(f"from: 2026-01-05, to: 2030-01-05, {rule}")) is not None


def test_hours_of_the_display_that_never_meet_the_daypart() -> None:
    for hours, seen in (("23:30", False), ("22:30", True)):
        forecast, entry = campaign(f'dayparts: [{{from: "{hours}", to: "23:45"}}]', "gara")  # on from 06:00 to 23:00
        span = whole_life(forecast, entry)
        assert span is not None
        assert any(times(forecast, entry, span))
        assert shows(forecast, entry, span) is seen


def test_times_lie_within_the_span_and_in_order() -> None:
    forecast, entry = campaign('dayparts: [{days: sat, from: "22:00", to: "02:00"}]')
    span = (NOW, NOW + timedelta(days=20))
    runs = list(times(forecast, entry, span))
    assert len(runs) == 3
    assert all(span[0] <= since < until <= span[1] for since, until in runs)
    assert runs == sorted(runs)
