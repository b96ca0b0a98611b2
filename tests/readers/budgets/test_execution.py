"""Budget execution: months are differences, totals are never added, and a part of a year says so."""

import calendar
import contextlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.readers.budgets import execution

Row = Mapping[str, Any]


def row(day: str, functional: str, lei: str, **rest: str) -> dict[str, str]:
    return {
        "COD_FUNCTIONAL": functional,
        "COD_ECONOMIC": rest.pop("economic", "10.01.01"),
        "SURSA_FINANTARE": rest.pop("source", "A"),
        "CATEG_CONT": rest.pop("side", "ch"),
        "P_ZI": day,
        "P_SECB": "02",
        "RULAJ_CH_VN": lei,
        **rest,
    }


def as_json(rows: Sequence[Row]) -> bytes:
    return json.dumps({"rows": rows}).encode()


def as_xml(rows: Sequence[Row]) -> bytes:
    rows_xml = "".join(f"<G_11>{''.join(f'<{k}>{v}</{k}>' for k, v in row.items())}</G_11>" for row in rows)
    return f'<?xml version="1.0" encoding="UTF-8"?><DATA_DS>{rows_xml}</DATA_DS>'.encode()


def as_csv(rows: Sequence[Row]) -> bytes:
    return "\n".join([";".join(rows[0]), *(";".join(row.values()) for row in rows)]).encode()


def read(rows: Sequence[Row]) -> execution.Execution:
    return execution.read(as_json(rows), "executie.json")


def refusal(rows: Sequence[Row]) -> str:
    with pytest.raises(RefusedError) as caught:
        read(rows)
    return str(caught.value)


SCHOOLS = [
    row("31-JAN-24", "65.02.03", "100.50"),
    row("29-FEB-24", "65.02.03", "250.50"),
    row("31-MAR-24", "65.02.03", "400"),
]
STREETS = [row("31-JAN-24", "84.03.03", "10"), row("29-FEB-24", "84.03.03", "30"), row("31-MAR-24", "84.03.03", "900")]


def test_months_are_differences_and_never_sums() -> None:
    file = read(SCHOOLS + STREETS)
    part = file.part()
    assert part == (2024, "expenditure", "02", "A")
    assert file.months(part) == (
        (1, 1, Decimal("110.50")),
        (2, 2, Decimal("170.00")),
        (3, 3, Decimal("1019.50")),
    )
    assert [span.lei for span in file.months(part, "65")] == [Decimal("100.50"), Decimal("150.00"), Decimal("149.50")]
    assert sum(span.lei for span in file.months(part)) == Decimal("1300.00")


def test_figures_are_year_to_date_at_the_latest_day_by_chapter() -> None:
    file = read([*SCHOOLS, *STREETS, row("31-MAR-24", "65.04.01", "25")])
    figures = file.figures(file.part())
    assert [(chapter.code, chapter.lei) for chapter in figures.chapters] == [("84.02", 900), ("65.02", 425)]
    assert (figures.total, figures.side) == (1325, "expenditure")
    assert file.until(file.part()) == date(2024, 3, 31)


@pytest.mark.parametrize("written", [as_xml, as_csv])
def test_json_equals_its_twins(written: Any) -> None:
    rows = [*SCHOOLS, *STREETS, row("31-MAR-24", "03.02.18", "7", side="vn", economic="")]
    assert execution.read(written(rows), "x") == execution.read(as_json(rows), "x")


@given(
    st.lists(
        st.builds(
            row,
            st.sampled_from(["31-JAN-24", "29-FEB-24", "31-MAR-24", "31-DEC-23"]),
            st.sampled_from(["65.02.03", "65.02.04", "84.03.03", "03.02.18"]),
            st.decimals(-(10**9), 10**12, places=2).map(str),
            economic=st.sampled_from(["10.01.01", "20.01.01"]),
            source=st.sampled_from(["A", "D-Fonduri externe nerambursabile"]),
            side=st.just(""),
        ),
        min_size=1,
        unique_by=lambda one: (one["P_ZI"], one["COD_FUNCTIONAL"], one["COD_ECONOMIC"], one["SURSA_FINANTARE"]),
    )
)
def test_any_file_is_the_same_in_json_and_xml_and_its_months_sum_to_its_figures(rows: list[dict[str, str]]) -> None:
    file = read(rows)
    assert execution.read(as_xml(rows), "executie.json") == file
    for part in file.parts():
        until = file.until(part)
        stated = [key_days[1].get(until, 0) for key_days in file.rows.items() if key_days[0][:3] == part[1:]]
        assert sum(span.lei for span in file.months(part)) == sum(stated)


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["COD_FUNCTIONAL", "RULAJ_CH_VN", "P_ZI", "NIVEL", "rows"]), inner, max_size=5
        )
    ),
)


@given(ODD)
def test_any_json_is_read_or_refused(value: Any) -> None:
    with contextlib.suppress(RefusedError):
        execution.read(json.dumps(value).encode(), "x")


@given(st.binary(max_size=60) | st.binary(max_size=60).map(lambda rest: b"<r>" + rest))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(RefusedError):
        execution.read(data, "x")


def test_programmes_of_one_row_are_added_and_the_same_row_twice_is_refused() -> None:
    split = [row("31-JAN-24", "65.02.03", lei, PROGRAM_BUGETAR=name) for name, lei in (("1", "60"), ("2", "40"))]
    assert read(split).figures(read(split).part()).total == 100
    assert "has the row expenditure 65.02.03 10.01.01 of source A at 2024-01-31 twice" in refusal([SCHOOLS[0]] * 2)
    assert "twice" in refusal([split[0]] * 2)


def test_a_missing_month_is_taken_together_with_the_next_and_says_so() -> None:
    file = read([SCHOOLS[0], SCHOOLS[2]])
    part = file.part()
    assert [str(span) for span in file.months(part)] == ["January", "February to March together"]
    assert file.months(part)[1].lei == Decimal("299.50")
    assert file.partial(part) == "partial: year-to-date until 31 March 2024; no statement for February"
    sentences = [finding.message for finding in file.warnings(part) if finding.code == "months"]
    assert sentences == [
        "2024, expenditure, sector 02, source A (the local budget): "
        "February to March together, 299.50 lei: a statement is missing between"
    ]


def test_a_row_that_begins_later_had_nothing_yet() -> None:
    file = read([*SCHOOLS, row("31-MAR-24", "66.10.03", "5")])
    assert file.months(file.part(), "66") == ((1, 1, 0), (2, 2, 0), (3, 3, 5))


def test_a_fall_is_a_negative_month_and_a_finding() -> None:
    file = read([*SCHOOLS, row("30-APR-24", "65.02.03", "390.25")])
    part = file.part()
    assert file.months(part)[-1] == (4, 4, Decimal("-9.75"))
    (fall,) = [finding for finding in file.warnings(part) if finding.code == "fall"]
    assert fall.level == "warning"
    assert "chapter 65 falls by 9.75 lei in April 2024; kept as it is" in fall.message


def test_a_row_that_vanishes_is_reported_and_not_made_up() -> None:
    file = read([*SCHOOLS, *STREETS[:2]])
    part = file.part()
    assert [chapter.key for chapter in file.figures(part).chapters] == ["65"]
    assert {finding.code for finding in file.warnings(part)} == {"partial", "fall", "gone"}
    assert "1 row ends before 2024-03-31, the first is 84.03.03 10.01.01, last stated for 2024-02-29" in str(
        file.warnings(part)[-1]
    )


def test_a_whole_year_is_not_partial() -> None:
    rows = [row(f"2024-{n:02}-{calendar.monthrange(2024, n)[1]}", "65.02.03", str(n)) for n in range(1, 13)]
    file = read(rows)
    assert file.partial(file.part()) is None
    assert file.warnings(file.part()) == ()
    december = read(rows[-1:])
    assert december.partial(december.part()) is None
    (finding,) = december.warnings(december.part())
    assert finding.code == "months"
    assert "December's amounts are the whole year's; no month by month without January, February" in finding.message


def test_what_the_file_does_not_say_makes_it_partial() -> None:
    rows = [{name: value for name, value in SCHOOLS[0].items() if name not in ("SURSA_FINANTARE", "P_SECB")}]
    file = read(rows)
    assert "the sector is not said; the financing source is not said" in str(file.partial(file.part()))
    assert file.figures(file.part()).chapters[0].code == "65"


def test_each_year_begins_at_nothing() -> None:
    file = read([row("31-DEC-23", "65.02.03", "900"), row("31-JAN-24", "65.02.03", "20")])
    assert file.months(file.part()) == ((1, 1, 20),)
    assert file.months(file.part(year=2023)) == ((1, 12, 900),)


def test_sources_sectors_and_sides_are_parts_of_their_own() -> None:
    rows = [
        SCHOOLS[0],
        row("31-JAN-24", "65.02.03", "70", source="D-Fonduri externe nerambursabile"),
        row("31-JAN-24", "03.02.18", "300", side="vn", economic=""),
        {**row("31-JAN-24", "65.02.03", "9"), "P_SECB": "01"},
    ]
    file = read(rows)
    assert len(file.parts()) == 4
    assert file.figures(file.part()).total == Decimal("100.50")
    assert file.figures(file.part(source="D")).chapters[0].code == "65.08"
    assert file.figures(file.part(side="revenue")).side == "revenue"
    with pytest.raises(RefusedError, match="has 0 parts for side expenditure, source G, expected one of: 2024, expend"):
        file.part(source="G")


def test_several_parts_are_not_chosen_for_the_reader() -> None:
    file = read([row("31-JAN-24", "65.02.03", "1", source="E"), row("31-JAN-24", "65.02.03", "2", source="F")])
    with pytest.raises(
        RefusedError, match=r"has 2 parts for side expenditure, expected one of: .* source E \(.*\); .* source F"
    ):
        file.part()


def test_what_one_section_gives_the_other_is_not_revenue() -> None:
    """37.02.03 and 37.02.04 of a budget, which the Ministry writes without the 02."""
    rows = [
        row("31-JAN-24", code, lei, side="vn", economic="")
        for code, lei in (("03.02.18", "90"), ("370300", "-40"), ("370400", "40"), ("00.01", "90"))
    ]
    file = read(rows)
    assert [chapter.key for chapter in file.figures(file.part(side="revenue")).chapters] == ["03"]


def test_one_institution_at_a_time() -> None:
    rows = [row("31-JAN-24", "65.02.03", lei, P_CUI=cui) for lei, cui in (("1", "111"), ("2", "222"))]
    assert "has 2 institutions, expected one; choose among 111, 222" in refusal(rows)
    file = execution.read(as_json(rows), "x", entity="222")
    assert file.figures(file.part()).total == 2
    with pytest.raises(RefusedError, match="no row with an amount of 333"):
        execution.read(as_json(rows), "x", entity="333")


def test_a_statement_that_is_not_final_and_rows_without_amounts_are_said() -> None:
    file = read([{**SCHOOLS[0], "P_STARE": "In lucru"}, row("31-JAN-24", "84.03.03", "", P_STARE="In lucru")])
    assert [finding.code for finding in file.findings] == ["missing", "state"]


def test_a_chapter_below_zero_is_not_shown() -> None:
    file = read([row("31-JAN-24", "65.02.03", "-5"), row("31-JAN-24", "84.02.03", "9")])
    with pytest.raises(RefusedError, match="chapter 65 is -5 lei at the end of January"):
        file.figures(file.part())


def test_a_year_that_is_not_asked_for_stops_nothing() -> None:
    """Its totals are wrong, and a row stands twice in it."""
    other = [row("31-DEC-23", "65.02", "999"), row("31-DEC-23", "65.02.03", "1"), row("31-DEC-23", "65.02.03", "1")]
    data = as_json(other + SCHOOLS)
    assert [part.year for part in execution.read(data, "x", year=2024).parts()] == [2024]
    with pytest.raises(RefusedError, match="twice"):
        execution.read(data, "x")
    with pytest.raises(RefusedError, match="twice"):
        execution.read(data, "x", year=2023)
    assert [part.year for part in execution.read(as_json(SCHOOLS), "x", year=2019).parts()] == [2024]
