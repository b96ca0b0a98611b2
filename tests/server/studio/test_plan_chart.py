"""The plan as rows of lanes, held against what the schedule says minute by minute."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.schedule.plan import ALL_DAY, Entry, Item, Plan, Turn, Window
from content.schedule.resolve import Schedule
from control_server.studio import plan_chart
from control_server.studio.plan_chart import DAY, ChartRow, LanePiece
from tests.schedule.plans import plans
from tests.work import calls

BUCHAREST = ZoneInfo("Europe/Bucharest")

MONDAY = date(2026, 11, 30)
ITEMS = {"a": Item(turns=(Turn(lang="ro", seconds=10),), kind="notice")}
ALWAYS = Entry(campaign="always", slides=("a",), share=3)
TOO = Entry(campaign="too", slides=("a",))


def over(start: int, end: int, *days: int, name: str = "over") -> Entry:
    hours = Window(days=days or tuple(range(7)), start=start * 60, end=end * 60)
    return Entry(campaign=name, slides=("a",), priority=5, dayparts=(hours,))


def plan(*entries: Entry, **rest: object) -> Plan:
    return Plan(timezone="Europe/Bucharest", items=ITEMS, entries=entries, **rest)  # type: ignore[arg-type]


def by_display(plans: Mapping[str, Plan], first: date, days: int, *, daily: bool) -> list[ChartRow]:
    return plan_chart.by_display(plan_chart.forecasts(plans, first, days), first, days, daily=daily)


def lanes(
    *entries: Entry, days: int = 7, daily: bool = False, first: date = MONDAY
) -> dict[str, tuple[LanePiece, ...]]:
    (row,) = by_display({"piata": plan(*entries)}, first, days, daily=daily)
    return {lane.campaign: lane.pieces for lane in row.lanes}


def test_what_a_higher_priority_masks_is_a_piece_of_its_own() -> None:
    told = lanes(ALWAYS, over(7, 14, 1))
    day = DAY
    assert list(told) == ["over", "always"]
    assert told["over"] == (LanePiece(day + 420, day + 840, "plays", True, True),)
    assert told["always"] == (
        LanePiece(0, day + 420, "plays", False, False),
        LanePiece(day + 420, day + 840, "masked", False, False),
        LanePiece(day + 840, 7 * day, "plays", False, False),
    )


def test_by_the_day_a_day_of_both_is_partly_and_equal_days_are_one() -> None:
    told = lanes(ALWAYS, over(7, 14, 1), over(0, 24, 3, name="whole"), daily=True)
    assert [(piece.since // DAY, piece.until // DAY, piece.state) for piece in told["always"]] == [
        (0, 1, "plays"),
        (1, 2, "partly"),
        (2, 3, "plays"),
        (3, 4, "masked"),
        (4, 7, "plays"),
    ]


def test_a_lane_of_very_many_pieces_is_told_by_the_day() -> None:
    hours = tuple(Window(days=tuple(range(7)), start=60 * hour, end=60 * hour + 30) for hour in range(24))
    often = Entry(campaign="often", slides=("a",), dayparts=hours)
    assert lanes(often)["often"] == (LanePiece(0, 7 * DAY, "plays", False, False),)


def test_the_part_is_that_of_the_time_in_which_it_plays() -> None:
    (row,) = by_display({"piata": plan(ALWAYS, TOO, over(7, 9))}, MONDAY, 7, daily=False)
    assert {lane.campaign: lane.part for lane in row.lanes} == {"over": 1, "always": 0.75, "too": 0.25}


def test_displays_with_equal_plans_share_a_row_and_others_do_not() -> None:
    hours = (Window(days=(0, 1, 2, 3, 4), start=7 * 60, end=18 * 60),)
    one, ahead, other = plan(ALWAYS), plan(ALWAYS, phase=30), plan(ALWAYS, hours=hours)
    rows = by_display({"a": one, "b": other, "c": ahead}, MONDAY, 7, daily=False)
    assert [row.displays for row in rows] == [("a", "c"), ("b",)]
    assert rows[0].off == ()
    assert rows[1].off[:2] == ((0, 420), (18 * 60, DAY + 420))
    assert rows[1].off[-1] == (4 * DAY + 18 * 60, 7 * DAY)


def test_one_display_has_a_row_for_each_day_all_as_wide_as_the_clock_shows() -> None:
    days = plan_chart.by_day("piata", plan(over(2, 5)), date(2026, 10, 24), 3)
    assert [row.first for row in days] == [date(2026, 10, day) for day in (24, 25, 26)]
    assert [lane.pieces[0][:2] for row in days for lane in row.lanes] == [(120, 300)] * 3


@settings(max_examples=30)
@given(plans(MONDAY), st.data())
def test_a_lane_says_at_any_minute_what_the_schedule_says(made: Plan, data: st.DataObject) -> None:
    (row,) = by_display({"piata": made}, MONDAY, 3, daily=False)
    schedule = Schedule(made)
    minute = data.draw(st.integers(0, 3 * DAY - 1))
    at = datetime.combine(MONDAY, time(), BUCHAREST).astimezone(UTC) + timedelta(minutes=minute)
    playing, ready = {name for name, _, _ in schedule.active(at)}, schedule.ready(at)
    for lane in row.lanes:
        states = [piece.state for piece in lane.pieces if piece.since <= minute < piece.until]
        if "partly" in {piece.state for piece in lane.pieces}:
            continue  # told by the day
        expected = ["plays"] if lane.campaign in playing else ["masked"] if lane.campaign in ready else []
        assert states == expected, lane
    assert playing <= {lane.campaign for lane in row.lanes}
    lit = not any(since <= minute < until for since, until in row.off)
    assert lit == schedule.on(at)


@pytest.mark.parametrize("days", [1, 31])
def test_a_month_is_as_bounded_as_a_day(days: int) -> None:
    rows = by_display({"piata": plan(ALWAYS, over(7, 9))}, MONDAY, days, daily=True)
    assert sum(len(lane.pieces) for row in rows for lane in row.lanes) <= 2 * days
    assert ALL_DAY[0].end == DAY


def busy(display: int) -> Plan:
    """Thirty campaigns, a third of them with hours; no two displays have the same plan."""
    hours = (Window(days=tuple(range(7)), start=420 + display, end=840),)
    entries = (
        Entry(campaign=f"c{number}", slides=("a",), priority=number % 5 == 0, dayparts=hours if number % 3 == 0 else ())
        for number in range(30)
    )
    return plan(*entries)


def test_the_work_grows_with_displays_and_days_and_not_with_the_years_before() -> None:
    def work(displays: int, days: int, first: date = MONDAY) -> int:
        made = {str(number): busy(number) for number in range(displays)}
        return calls(lambda: by_display(made, first, days, daily=days > 7))

    work(1, 31)  # what the program remembers of days is there before it is counted
    week = work(5, 7)
    assert work(10, 7) <= 2.1 * week
    assert work(5, 31) <= 5.5 * week
    assert work(5, 7, date(2126, 12, 2)) <= 1.3 * week
