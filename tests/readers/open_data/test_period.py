"""When a figure is of: years, months, quarters and days in their spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.readers.open_data import period, table


def labels(*cells: str) -> list[str]:
    return [each.label for each in period.column(cells) or ()]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1990-01-01T00:00:00", "1991-01-01T00:00:00"], ["1990", "1991"]),
        (["1990-01-01", "1991-01-01 00:00"], ["1990", "1991"]),
        (["2024-01-01", "2024-02-01"], ["2024-01", "2024-02"]),
        (["2024-01-01", "2024-02-15"], ["2024-01-01", "2024-02-15"]),
        (["anul 2019", "2020"], ["2019", "2020"]),
        (
            ["2024-3", "2024/04", "2024M05", "2024-M6", "07.2024"],
            ["2024-03", "2024-04", "2024-05", "2024-06", "2024-07"],
        ),
        (["Ianuarie 2024", "decembrie 2024"], ["2024-01", "2024-12"]),
        (["2024-T1", "2024Q2", "T3 2024", "Trim. IV 2024"], ["2024-T1", "2024-T2", "2024-T3", "2024-T4"]),
        (["Luna ianuarie 2024", "Luna  mai 2024"], ["2024-01", "2024-05"]),
        (["2020-W53", "2021-W01", "2021W02", "Săptămâna 3 2021"], ["2020-W53", "2021-W01", "2021-W02", "2021-W03"]),
        (["2024-S1", "Semestrul II 2024"], ["2024-S1", "2024-S2"]),
        (["2021-W53", "2021-W01"], []),
        (["31.12.2023", "01.02.2024"], ["2023-12-31", "2024-02-01"]),
        (["2018", "2019*", "2020 (p)", "2021¹"], ["2018", "2019", "2020", "2021"]),
        (["2008/09", "2009/10", "2010/11"], []),
        (["2019", "2019-03"], []),
        (["2024-13", "2024-01"], []),
        (["Centru", "2019"], []),
        (["18", "25"], []),
        (["ian. 2026", "feb 2026", "mart-2026", "Sept. 2026"], ["2026-01", "2026-02", "2026-03", "2026-09"]),
        (["2024 ianuarie", "2024, mai"], ["2024-01", "2024-05"]),
    ],
)
def test_a_column_of_periods(cells: list[str], expected: list[str]) -> None:
    assert labels(*cells) == expected


def test_quarters_and_months_come_in_order() -> None:
    text = "trimestru,n\n2024-T2,2\n2023-T4,1\n2024-T1,3\n"
    assert [p.x for p in table.points(text.encode(), "x", {}, "trimestru", "n")] == ["2023-T4", "2024-T1", "2024-T2"]
    text = "luna,n\n10.2024,2\n2.2024,1\n"
    assert [p.x for p in table.points(text.encode(), "x", {}, "luna", "n")] == ["2024-02", "2024-10"]


def test_a_school_year_is_no_month() -> None:
    points = table.points(b"an,n\n2008-09,1\n2009-10,2\n", "x", {}, "an", "n")
    assert [point.x for point in points] == ["2008/09", "2009/10"]
    assert period.labelled("2009/10") is None and period.labelled("2009-10") is not None


def filled(*cells: str) -> list[str]:
    return [each.label for each in period.filled(period.column(cells) or ())]


def test_a_year_left_out_is_a_gap_but_every_fifth_year_has_none() -> None:
    assert filled("2001", "2002", "2004") == ["2001", "2002", "2003", "2004"]
    assert filled("1990", "1995", "2005") == ["1990", "1995", "2000", "2005"]
    assert filled("2023-11", "2024-02", "2024-03") == ["2023-11", "2023-12", "2024-01", "2024-02", "2024-03"]
    assert filled("2020-W52", "2020-W53", "2021-W02") == ["2020-W52", "2020-W53", "2021-W01", "2021-W02"]
    assert filled("2023-S2", "2024-S1", "2025-S1") == ["2023-S2", "2024-S1", "2024-S2", "2025-S1"]
    assert filled("2024-02-28", "2024-02-29", "2024-03-02")[2] == "2024-03-01"


@given(
    st.dates(min_value=period.date(1900, 1, 8), max_value=period.date(2150, 1, 1)),
    st.sampled_from([0, 1, 3, 6, 12, period.WEEK]),
)
def test_a_label_names_its_period_again(day: period.date, months: int) -> None:
    first = {
        **{months: day.replace(day=1, month=(day.month - 1) // months * months + 1) for months in (1, 3, 6)},
        **{0: day, period.WEEK: day - period.timedelta(days=day.weekday())},
    }
    made = period.CalendarPeriod(first.get(months, day.replace(day=1, month=1)), months)
    assert period.read(made.label) == made
    assert made.first <= day <= made.last
    assert made.later(1).first > made.last
    assert made.later(7).later(-7) == made
