"""Which sheets of a workbook a budget is read from, and which are named as not read."""

import pytest

from content.questions import QuestionError
from tests.readers.budgets.test_statement import read, refusal
from tests.readers.files.spreadsheets import with_part, xlsx

HEAD = ["cod", "denumire", "total"]
SPENT = [HEAD, ["49.02", "TOTAL CHELTUIELI", 1000], ["84.02", "Transporturi", 1000]]
INCOME = [HEAD, ["00.01", "TOTAL VENITURI", 1000], ["04.02", "Cote", 1000]]


@pytest.mark.parametrize(
    "sheets", [{"Venituri": INCOME, "Cheltuieli": SPENT}, {"Cheltuieli": SPENT, "Venituri": INCOME}]
)
def test_the_sides_in_two_sheets(sheets: dict[str, list[list[object]]]) -> None:
    statement = read(xlsx(**sheets))
    assert [(side.side, side.total) for side in statement.sides] == [("expenditure", 1_000_000), ("revenue", 1_000_000)]
    assert statement.findings == ()
    assert statement.cells["84.02"] == ("b.csv:Cheltuieli!C3",)
    assert statement.cells["04.02"] == ("b.csv:Venituri!C3",)


def test_a_sheet_named_is_the_only_one() -> None:
    statement = read(xlsx(Venituri=INCOME, Cheltuieli=SPENT), sheet="Cheltuieli")
    assert [side.side for side in statement.sides] == ["expenditure"]


def test_sums_that_are_not_name_their_sheet() -> None:
    wrong = [*INCOME[:2], ["04.02", "Cote", 999]]
    assert refusal(xlsx(Cheltuieli=SPENT, Venituri=wrong)).startswith("b.csv:Venituri:2 the chapters add up to 999")


def test_sheets_that_are_not_read_are_named() -> None:
    other = [HEAD, ["84.02", "Transporturi", 7]]
    chart = [["An", "Valoare"], [2026, 1000]]
    note = [["Text"], ["fără cifre"]]
    (finding,) = read(xlsx(Cheltuieli=SPENT, Rectificat=other, Grafic=chart, Nota=note, Venituri=INCOME)).findings
    assert finding.message == "read from b.csv:Cheltuieli, Venituri, not from the sheets Grafic, Rectificat"


def test_another_budget_is_not_joined() -> None:
    own = [HEAD, ["00.01", "TOTAL VENITURI", 5], ["33.10", "Prestări de servicii", 5]]
    statement = read(xlsx(Cheltuieli=SPENT, Autofinantate=own))
    assert [side.side for side in statement.sides] == ["expenditure"]
    assert "not from the sheet Autofinantate" in statement.findings[0].message


def test_the_answer_to_a_column_is_of_both_sheets() -> None:
    spent = [["cod", "Observații"], ["49.02", 500], ["84.02", 500]]
    income = [["cod", "Observații"], ["00.01", 500], ["04.02", 500]]
    book = xlsx(Cheltuieli=spent, Venituri=income)
    with pytest.raises(QuestionError) as caught:
        read(book)
    assert caught.value.questions[0].option == "column"
    assert [side.total for side in read(book, column="Observații").sides] == [500_000, 500_000]


def test_two_sheets_with_a_budget_each_are_a_question() -> None:
    school = [HEAD, ["49.02", "TOTAL CHELTUIELI", 400], ["65.02", "Învățământ", 400]]
    book = xlsx(Scoala=school, Centralizator=SPENT)
    with pytest.raises(QuestionError) as caught:
        read(book)
    (question,) = caught.value.questions
    assert question.option == "sheet"
    assert [(each.answer, each.gives) for each in question.choices] == [
        ("Scoala", "total 400"),
        ("Centralizator", "total 1,000"),
    ]
    assert read(book, sheet="Centralizator").sides[0].total == 1_000_000


def test_totals_of_sections_make_a_budget_too() -> None:
    blocks = [
        HEAD,
        ["49.02", "SECȚIUNEA DE FUNCȚIONARE", 300],
        ["65.02", "Învățământ", 300],
        ["49.02", "SECȚIUNEA DE DEZVOLTARE", 200],
        ["65.02", "Învățământ", 200],
    ]
    with pytest.raises(QuestionError) as caught:
        read(xlsx(Vechi=SPENT, Nou=blocks))
    assert [each.gives for each in caught.value.questions[0].choices] == ["total 1,000", "total 500"]


def test_a_question_of_the_other_side_is_asked() -> None:
    several = [["cod", "buget local", "total"], ["04.02", 400, 1000]]
    with pytest.raises(QuestionError) as caught:
        read(xlsx(Cheltuieli=SPENT, Venituri=several))
    assert caught.value.questions[0].where == "b.csv:Venituri"
    same = [["cod", "buget local", "total"], ["84.02", 400, 1000]]
    assert len(read(xlsx(Cheltuieli=SPENT, Altele=same)).sides) == 1


def test_what_is_hidden_in_a_sheet_is_told_of() -> None:
    sheet = "xl/worksheets/sheet1.xml"
    hidden = with_part(xlsx(Cheltuieli=SPENT), sheet, '<row r="3"', '<row r="3" hidden="1"')
    (finding,) = read(hidden).findings
    assert finding.message == "was read with what is hidden in the sheet: row 3; look whether that belongs to it"
