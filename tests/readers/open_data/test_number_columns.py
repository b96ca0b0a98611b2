"""Columns of numbers: what stands beside figures is taken off, what may be two figures is asked, cells are named."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.questions import QuestionError
from content.readers.files import sheet
from content.readers.open_data import number_columns, table


def read(text: str) -> sheet.Sheet:
    return table.tidy(sheet.read(text.encode(), "t.csv"))


def test_a_cell_that_is_no_number_is_named_by_row_and_column() -> None:
    with pytest.raises(RefusedError) as refusal:
        number_columns.values(read("an;copaci\n2018;50\n2019;<5\n"), "copaci")
    assert str(refusal.value.findings[0]) == "t.csv: row 3, column “copaci”: found '<5', expected a number"
    with pytest.raises(RefusedError) as refusal:
        number_columns.values(read("zona;2018;2019\nCentru;50;cca. 60\n"), "valoare")
    assert str(refusal.value.findings[0]).startswith("t.csv: row 2, column “2019”: found 'cca. 60'")


def test_units_and_remarks_beside_figures_are_taken_off_and_told() -> None:
    column = number_columns.read(read("zona;rata\nCentru;12,5%\nSud;-\nNord;60 % *\n"), "rata", ",")
    assert column == ([Decimal("12.5"), None, Decimal(60)], "%", {4: "60 % *"})
    with pytest.raises(RefusedError) as refusal:
        number_columns.read(read("zona;rata\nCentru;12%\nSud;3\nNord;5\n"), "rata", ",")
    assert "column “rata”: found '12%' in row 2 and '3' in row 3, expected one unit" in str(refusal.value)


@pytest.mark.parametrize("cell", [": c", ":u", "n.a.", "…"])
def test_missing_with_a_flag_is_missing(cell: str) -> None:
    assert number_columns.missing(cell) == (cell != ":u")


def test_the_decimal_mark_may_be_shown_elsewhere_in_the_file() -> None:
    text = "zona;copaci;rata;cod\nCentru;1.234;{};1.1\nSud;2.345;4;1.2\n"
    whole = read(text.format("12,5"))
    assert number_columns.decimal_mark(whole, "copaci", whole) == ","
    for other in ("12", "1.5 - 2"):
        nothing = read(text.format(other))
        with pytest.raises(QuestionError) as asked:
            number_columns.decimal_mark(nothing, "copaci", nothing)
        assert asked.value.questions[0].where == "t.csv: row 2, column “copaci”"
        assert number_columns.numeric(nothing, "copaci")
    assert number_columns.decimal_mark(nothing, "copaci", nothing, "point") == "."
    some = table.matching(whole, {"zona": "Sud"})
    assert number_columns.decimal_mark(some, "copaci", whole) == ","


@given(
    st.lists(
        st.decimals(-(10**7), 10**7, allow_nan=False, places=3) | st.integers(-(10**7), 10**7), min_size=1, max_size=6
    ),
    st.sampled_from([(",", "."), (".", ","), (",", " "), (".", "'"), (",", ""), (".", "")]),
    st.integers(0, 3),
    st.sampled_from(["{}", "{}*", "{} (p)", "{} %", "{} lei", "€ {}", "{}¹"]),
    st.sampled_from(["-{}", "\u2212{}", "({})", "{}-"]),
)
def test_figures_in_one_convention_are_read_as_they_are_meant_or_asked(
    values: list[Decimal | int], marks: tuple[str, str], places: int, beside: str, negative: str
) -> None:
    meant = [round(Decimal(value), places) if places else Decimal(round(value)) for value in values]

    def cell(value: Decimal) -> str:
        digits = f"{abs(value):,.{places}f}".replace(",", "\0").replace(".", marks[0]).replace("\0", marks[1])
        return beside.format(negative.format(digits) if value < 0 else digits)

    text = "nume\tvaloare\n" + "".join(f"x{n}\t{cell(value)}\n" for n, value in enumerate(meant))
    try:
        assert number_columns.values(read(text), "valoare") == meant
    except QuestionError:
        assert places in (0, 3)  # with one or two decimals the mark shows itself
