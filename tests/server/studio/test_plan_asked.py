"""What is asked of the plan in its address."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from content.findings import RefusedError
from control_server.studio.plan_asked import asked
from tests import sample

TODAY = date(2026, 11, 27)
PACK = sample.parsed()
ZONE = ZoneInfo("Europe/Bucharest")


@pytest.mark.parametrize(
    ("query", "first", "days", "before", "after"),
    [
        ({}, date(2026, 11, 23), 7, date(2026, 11, 16), date(2026, 11, 30)),
        ({"from": "2026-12-06"}, date(2026, 11, 30), 7, date(2026, 11, 23), date(2026, 12, 7)),
        ({"view": "month", "from": "2026-12-06"}, date(2026, 12, 1), 31, date(2026, 11, 1), date(2027, 1, 1)),
        ({"view": "month", "from": "2027-02-28"}, date(2027, 2, 1), 28, date(2027, 1, 1), date(2027, 3, 1)),
        ({"view": "display"}, date(2026, 11, 23), 7, date(2026, 11, 16), date(2026, 11, 30)),
    ],
)
def test_which_days(query: dict[str, str], first: date, days: int, before: date, after: date) -> None:
    it = asked(query, TODAY)
    assert (it.first, it.days, it.before, it.after) == (first, days, before, after)


def test_an_address_says_the_same_again() -> None:
    query = {
        "view": "month",
        "from": "2026-12-01",
        "change": "0123456789",
        "display": "gara",
        "q": "piata",
        "tag": "centru",
    }
    it = asked({**query, "part": "2", "at": "2026-12-02T10:00"}, TODAY)
    again = it.address()
    assert asked(dict(pair.split("=") for pair in again.partition("?")[2].replace("%3A", ":").split("&")), TODAY) == it
    assert asked({}, TODAY).address(from_="", at="") == "/studio/plan?"


def test_a_part_that_there_is_not_is_the_first() -> None:
    assert [asked({"part": text}, TODAY).part for text in ("", "0", "x", "-1", "9" * 5_000, "3")] == [1, 1, 1, 1, 1, 3]


def test_displays_are_chosen_by_words_and_tag() -> None:
    def names(**query: str) -> list[str]:
        return [each.id for each in asked(query, TODAY).displays(PACK)]

    assert names() == ["piata", "gara"]
    assert names(q="PIAȚ") == names(tag="centru") == names(q="centru") == ["piata"]
    assert names(q="piata gara") == []
    assert names(view="display") == ["piata"]
    assert names(view="display", display="gara") == ["gara"]


def test_an_instant_is_on_the_displays_clock() -> None:
    assert asked({"at": "2026-12-01T10:20"}, TODAY).instant(ZONE) == datetime(2026, 12, 1, 8, 20, tzinfo=UTC)
    assert asked({}, TODAY).instant(ZONE) is None


@pytest.mark.parametrize("query", [{"from": "mâine"}, {"from": "9999-12-31"}, {"from": "0001-01-01"}])
def test_a_day_that_there_is_not_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(RefusedError, match="expected"):
        asked(query, TODAY)
    with pytest.raises(RefusedError, match="expected a date or time"):
        asked({"at": "curând"}, TODAY).instant(ZONE)
