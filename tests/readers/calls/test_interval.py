"""The moments at which an interval begins and is over."""

from datetime import date

import pytest

from content.authored import Moment
from content.readers.calls.hours import Hours
from content.readers.calls.interval import Interval, begins, ends

DAY = date(2026, 12, 4)
NIGHT = Hours(0, 0, 22 * 60, 6 * 60)
DAYTIME = Hours(0, 0, 9 * 60, 15 * 60)


@pytest.mark.parametrize(
    ("interval", "first", "last"),
    [
        (Interval(0, 0, DAY, DAY), "2026-12-04", "2026-12-04"),
        (Interval(0, 0, DAY, DAY, opens=840), "2026-12-04T14:00", "2026-12-04"),
        (Interval(0, 0, DAY, DAY, opens=840, closes=990), "2026-12-04T14:00", "2026-12-04T16:30"),
        (Interval(0, 0, DAY, DAY, closes=1440), "2026-12-04", "2026-12-04"),
        (Interval(0, 0, DAY, DAY, daily=(DAYTIME,)), "2026-12-04", "2026-12-04T15:00"),
        (Interval(0, 0, DAY, DAY, daily=(DAYTIME, NIGHT)), "2026-12-04", "2026-12-05T06:00"),
        (Interval(0, 0, None, DAY), None, "2026-12-04"),
        (Interval(0, 0, DAY, None), "2026-12-04", None),
    ],
)
def test_moments(interval: Interval, first: str | None, last: str | None) -> None:
    assert (begins(interval), ends(interval)) == (first and Moment(first), last and Moment(last))
