"""Days of a service, against every day of a year tried one by one."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from content.readers.open_data.service_days import ServiceDays, Span

YEAR = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
DAYS = st.sampled_from(YEAR)


@given(DAYS, DAYS, st.frozensets(st.integers(0, 6)), st.frozensets(DAYS, max_size=5), st.frozensets(DAYS, max_size=40))
def test_the_ends_are_those_of_the_days_it_runs(
    one: date, other: date, weekdays: frozenset[int], added: frozenset[date], removed: frozenset[date]
) -> None:
    span = Span(min(one, other), max(one, other), weekdays)
    service = ServiceDays(span, added - removed, removed)
    running = [
        day
        for day in YEAR
        if day in added - removed
        or (span.first <= day <= span.last and day.weekday() in weekdays and day not in removed)
    ]
    assert [day for day in YEAR if service.on(day)] == running
    assert service.ends() == ((running[0], running[-1]) if running else None)


def test_a_span_of_ten_thousand_years_is_no_work() -> None:
    for_ever = ServiceDays(Span(date.min, date.max, frozenset({4})))
    assert for_ever.ends() == (date(1, 1, 5), date(9999, 12, 31))
    assert for_ever.on(date(2026, 11, 27)) and not for_ever.on(date(2026, 11, 28))


def test_exceptions_alone_are_a_calendar_and_nothing_is_none() -> None:
    assert ServiceDays(added=frozenset({date(2026, 12, 25)})).ends() == (date(2026, 12, 25), date(2026, 12, 25))
    assert ServiceDays(Span(date(2026, 1, 1), date(2026, 12, 31), frozenset())).ends() is None
