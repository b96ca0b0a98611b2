"""A number reads back as itself in every convention it is written in; what could be two numbers is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.questions import QuestionError
from content.readers.files import numbers

AMOUNTS = st.decimals(-(10**12), 10**12, places=2)
CONVENTIONS = {
    "1.234,50": (",", "."),
    "1,234.50": (".", ","),
    "1 234,50": (",", " "),
    "1\u00a0234,50": (",", "\u00a0"),
    "1\u202f234.50": (".", "\u202f"),
    "1'234.50": (".", "'"),
    "1\u2019234,50": (",", "\u2019"),
    "1234,50": (",", ""),
    "1234.50": (".", ""),
}


@given(AMOUNTS, st.sampled_from(sorted(CONVENTIONS)))
def test_numbers_read_back_in_every_convention(value: Decimal, convention: str) -> None:
    mark, group = CONVENTIONS[convention]
    text = f"{value:,.2f}".replace(",", "\0").replace(".", mark).replace("\0", group)
    assert numbers.decimal_mark([text], "x") == mark
    assert numbers.decimal(text, mark, "x") == value


@given(AMOUNTS)
def test_a_negative_amount_in_brackets_or_with_a_minus_sign(value: Decimal) -> None:
    text = f"{abs(value):,.2f}"
    for written in (f"({text})", f"( {text} )", f"\u2212{text}", f"-{text}", f"{text}-"):
        assert numbers.decimal(written, ".", "x") == -abs(value)


@given(st.decimals(0, 10**9, places=2))
def test_what_a_spreadsheet_holds_is_exact_to_its_fifteen_digits(value: Decimal) -> None:
    assert numbers.decimal(numbers.exact(float(value)), ",", "x") == value
    assert numbers.exact(0.1 + 0.2) == "0.3"
    assert numbers.exact(2352378.9299999997) == "2352378.93"
    assert numbers.exact(1e17) == "100000000000000000"


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["1234.567"], "."),
        (["0.125"], "."),
        (["-0,125"], ","),
        (["1.234", "5.678,9"], ","),
        (["1.234", "12,5 %"], ","),
        (["1 234.567"], "."),
        (["1'234.567"], "."),
        (["1.234.567"], ","),
        (["1.234", "2.345.678"], ","),
        (["str. Unirii nr. 3, et. 1", "7"], ","),
        ([numbers.Exact("7.5"), "1.500,25"], ","),
        ([numbers.Exact("1.234")], ","),
    ],
)
def test_the_decimal_mark_is_what_the_numbers_show(cells: list[str], mark: str) -> None:
    assert numbers.decimal_mark(cells, "x") == mark


@pytest.mark.parametrize("cell", ["1.234", "1,234", "-12.345", "123.456 lei", "(1,234)", "12.345*"])
def test_a_figure_that_could_be_a_thousand_or_a_fraction_is_asked(cell: str) -> None:
    with pytest.raises(QuestionError) as asked:
        numbers.decimal_mark(["7", "", cell], "x.csv: column “n”")
    question = asked.value.questions[0]
    assert (question.where, question.option) == ("x.csv: column “n”", "decimal")
    assert [choice.answer for choice in question.choices] == ["comma", "point"]
    taken = numbers.parts(cell)
    assert taken
    read = [f"{numbers.value(taken, mark):f}" for mark in ",."]
    assert [choice.gives for choice in question.choices] == read
    assert abs(float(read[0])) * (1000 if "," in cell else 0.001) == pytest.approx(abs(float(read[1])))


def test_what_a_person_says_or_the_file_shows_elsewhere_answers_it() -> None:
    assert numbers.decimal_mark(["1.234"], "x", "comma") == ","
    assert numbers.decimal_mark(["1.234"], "x", "point") == "."
    assert numbers.decimal_mark(["1.234"], "x", beside=numbers.evidence(["12,5"])) == ","
    with pytest.raises(QuestionError):
        numbers.decimal_mark(["1.234"], "x", beside=numbers.evidence(["12,5", "12.5"]))
    with pytest.raises(RefusedError, match=r"found '1\.5', which has no decimal comma"):
        numbers.decimal_mark(["1.234", "1.5"], "x", "comma")


def test_numbers_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(RefusedError, match=r"mixes 1\.500,5 and 1,500\.5"):
        numbers.decimal_mark(["1.500,5", "1,500.5"], "x")


@pytest.mark.parametrize(
    ("cell", "number", "unit", "remark"),
    [
        ("60*", "60", "", "*"),
        ("60 **", "60", "", "**"),
        ("60*)", "60", "", "*)"),
        ("60 (p)", "60", "", "(p)"),
        ("60¹", "60", "", "¹"),
        ("60²", "60", "", "²"),
        ("60 (1)", "60", "", "(1)"),
        ("5.2 b", "5.2", "", "b"),
        ("60 (provizoriu)", "60", "", "(provizoriu)"),
        ("12%", "12", "%", ""),
        ("12,5 % *", "12,5", "%", "*"),
        ("12,5* %", "12,5", "%", "*"),
        ("1.234 lei", "1.234", "lei", ""),
        ("1.234 RON", "1.234", "lei", ""),
        ("5 mii RON", "5", "mii lei", ""),
        ("1,2 mil. lei", "1,2", "mil. lei", ""),
        ("€ 12", "12", "euro", ""),
        ("12 EUR", "12", "euro", ""),
        ("lei 12", "12", "lei", ""),
        ("15 mii", "15", "mii", ""),
        ("12 km", "12", "km", ""),
        ("12 m²", "12", "m²", ""),
        ("+3", "3", "", ""),
        ("3-", "-3", "", ""),
        ("– 3", "-3", "", ""),
        ("\u200b1\u00a0234\u00a0lei", "1 234", "lei", ""),
    ],
)
def test_what_stands_beside_a_number_is_taken_off(cell: str, number: str, unit: str, remark: str) -> None:
    assert numbers.parts(cell) == (number, unit, remark)


def test_a_percentage_of_a_spreadsheet_is_exact() -> None:
    cell = numbers.Exact("12.345%")
    assert numbers.parts(cell) == ("12.345", "%", "")
    assert numbers.evidence([cell]) == numbers.NO_EVIDENCE


def test_a_number_with_a_unit_is_only_for_who_asks_for_the_unit() -> None:
    assert numbers.decimal("60*", ",", "x") == 60
    with pytest.raises(RefusedError, match="found '60 %', expected a number"):
        numbers.decimal("60 %", ",", "x")


@given(st.text(" 0123456789.,'-+()*¹%<lei mp", max_size=60))
def test_any_cell_is_taken_apart_to_its_digits_or_not_at_all(cell: str) -> None:
    taken = numbers.parts(cell)
    if taken is not None and (number := numbers.value(taken, ",")) is not None:
        own = "".join(letter for letter in cell.partition("(")[0] or cell if letter in "0123456789")
        assert f"{number.copy_abs():f}".replace(".", "").strip("0") in own


@pytest.mark.parametrize("cell", ["", " ", "-", "–", "—", ":", "x", "NA", "null", ".."])
def test_missing_is_not_zero(cell: str) -> None:
    assert numbers.decimal(cell, ",", "x") is None
    assert numbers.decimal("0", ",", "x") == 0


@pytest.mark.parametrize(
    "cell",
    [
        "multi",
        "1.23.456",
        "12.34,5",
        "1 2,5",
        "1.234 567",
        "1,2,3",
        "=1+1",
        "1e5",
        "٣",
        "#REF!",
        "1" * 41,
        ",",
        "--1",
        "<5",
        ">100",
        "~60",
        "cca. 60",
        "10-12",
        "10 – 12",
        "12:30",
        "1/2",
        "2024-01-01",
        "60 copaci",
        "50 lei/lună",
        "-3-",
        "60 1)",
    ],
)
def test_what_is_no_number_is_refused(cell: str) -> None:
    with pytest.raises(RefusedError, match="expected a number"):
        numbers.decimal(cell, ",", "x")
