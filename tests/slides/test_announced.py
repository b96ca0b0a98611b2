"""A call that has not opened: both its days, also where one ends at midnight."""

import pytest

from tests.slides.calls import composed


def test_the_announcement_says_both_days() -> None:
    assert composed("strada.announced")["dates"] == [
        ["Se deschide", "vineri, 20 noiembrie"],
        ["Se închide", "duminică, 6 decembrie"],
    ]
    hours = composed("strada.announced", "de", opens="2026-11-20T09:00", closes="2026-12-06T16:00")["dates"]
    assert hours == [["Beginnt", "Freitag, 20. November, 09:00 Uhr"], ["Endet", "Sonntag, 6. Dezember, 16:00 Uhr"]]


@pytest.mark.parametrize("closes", ["2026-12-06", "2026-12-07T00:00", "2026-12-06T23:59"])
def test_the_midnight_that_ends_a_day_belongs_to_it(closes: str) -> None:
    assert composed("strada.announced", closes=closes)["dates"][1] == ["Se închide", "duminică, 6 decembrie"]
    assert composed("strada.result", closes=closes)["foot"].startswith("Consultare: 20 noiembrie – 6 decembrie 2026")
