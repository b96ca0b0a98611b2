"""Year-to-date amounts become months: differences that add up to the last statement."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from content.readers.budgets import cumulative


@given(st.lists(st.decimals(-(10**9), 10**12, places=2), min_size=1, max_size=12))
def test_differences_of_a_running_sum_give_back_the_months(months: list[Decimal]) -> None:
    running = {n: sum(months[:n], Decimal(0)) for n in range(1, len(months) + 1)}
    assert [span.lei for span in cumulative.spans(running)] == months


@given(st.dictionaries(st.integers(1, 12), st.decimals(0, 10**12, places=2), min_size=1))
def test_spans_cover_the_year_to_the_last_statement_once(stated: dict[int, Decimal]) -> None:
    months = cumulative.spans(stated)
    assert [month for span in months for month in range(span.since, span.until + 1)] == list(range(1, max(stated) + 1))
    assert sum(span.lei for span in months) == stated[max(stated)]
