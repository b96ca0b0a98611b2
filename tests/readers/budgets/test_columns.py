"""Which column of a budget's file is what, and of which year."""

from decimal import Decimal
from typing import Any

import pytest

from content.questions import Question, QuestionError
from content.readers.budgets import budget
from tests.readers.budgets.test_statement import EXPENDITURE, FORM, PEOPLE, amounts, read, refusal, spending


def asked(text: str, **options: Any) -> Question:
    with pytest.raises(QuestionError) as caught:
        read(text, **options)
    (question,) = caught.value.questions
    return question


def test_titles_units_and_numbered_columns_above_the_figures() -> None:
    rows = EXPENDITURE.partition("\n")[2]
    head = "JUDEŢUL TIMIŞ;;;;\nBUGETUL LOCAL PE ANUL 2024;;;;\n;;;;mii lei\n"
    names = "Cod indicator;Denumirea indicatorilor;Buget 2024;;\n;;Total;Secțiunea de\u00a0funcționare;Dezvoltare\n"
    statement = read(f"{head}{names}A;B;1;2;3\n{rows}\n;Ordonator principal;;;\n", unit=None)
    assert statement.expenditure == spending(EXPENDITURE)
    assert statement.proof.startswith(
        "thousand lei, as the file says ('mii lei'): 1,084.1 thousand lei is 1,084.10 lei"
    )


@pytest.mark.parametrize("page", ["utf-8", "cp1250"])
@pytest.mark.parametrize("year", [None, 2013])
def test_the_official_form(page: str, year: int | None) -> None:
    statement = read(FORM.encode(page), unit=None, year=year)
    assert statement.proof.startswith("thousand lei, as the file says ('mii lei')")
    spent, income = statement.sides
    assert amounts(spent) == {"84.02": 1100, "51.02": Decimal("717.21")}
    assert amounts(income) == {
        "04.02": Decimal("1002.21"),
        "11.02": 628,
        "30.02": 72,
        "03.02": 13,
        "42.02": 2,
    }
    assert (spent.total, income.total, income.deficit) == (1_817_210, 1_717_210, 100_000)
    assert (income.section("running"), income.section("investing"), income.between) == (1_715_210, 2_000, 200_000)
    assert income.origins() == {"own": 1_087_210, "state": 630_000}
    assert income.chapters[0].name == "Cote si sume defalcate"
    assert income.chapters[0].raw == "Cote si sume defalcate (cod 04.02.01+04.02.04)"
    (left,) = statement.findings
    assert left.message.startswith("left out 3 rows of the economic classification")
    for side in statement.sides:
        assert budget.read(budget.canonical(side), "x", "thousand lei", PEOPLE) == side


def test_parents_in_a_column() -> None:
    text = "cod;parinte;total\n65.02;63.02;500\n65.02.03;65.02;500\n84.02;;100\n"
    assert spending(text).total == 600_000
    assert "lists 65.02 as its own child" in refusal(text.replace("65.02;63.02", "65.02;65.02"))
    assert "lists 65.02.03 under 66.02" in refusal(text.replace("65.02.03;65.02", "65.02.03;66.02"))


def test_the_year_that_is_meant() -> None:
    columns = "cod;2023;2024\n84.02;500;600\n"
    assert spending(columns, year=2024).total == 600_000
    assert spending("cod;Estimari 2025;Buget 2024\n84.02;1;600\n").total == 600_000
    assert refusal(columns) == "b.csv which year is meant? (seen: amounts of 2023, 2024)"
    assert "expected 2022 among them" in refusal(columns, year=2022)
    rows = "an;cod;total\n2023;84.02;500\n2024;84.02;600\n"
    assert spending(rows, year=2023).total == 500_000
    assert "has the years 2023, 2024" in refusal(rows)
    assert "2022 is not among them" in refusal(rows, year=2022)


@pytest.mark.parametrize("head", ["cod;Total 2024;Total 2024", "cod;total;Total", "cod;Buget 2024;BUGET anul 2024"])
def test_a_year_that_is_there_twice(head: str) -> None:
    question = asked(f"{head}\n84.02;500;600\n")
    assert question.option == "column"
    assert [choice.gives for choice in question.choices] == [
        "the largest chapter 84.02 500",
        "the largest chapter 84.02 600",
    ]
    for choice, lei in zip(question.choices, (500_000, 600_000), strict=True):
        assert spending(f"{head}\n84.02;500;600\n", column=choice.answer).total == lei


def test_of_several_stages_the_one_in_force_is_read_and_said() -> None:
    statement = read("cod;Buget aprobat;Influențe;Buget rectificat\n84.02;500;20;520\n")
    assert statement.expenditure is not None
    assert statement.expenditure.total == 520_000
    (finding,) = statement.findings
    assert (finding.code, finding.message) == (
        "column",
        "read from the column 'buget rectificat', not from buget aprobat",
    )


# --- which column --------------------------------------------------------------------------------------------------

ONE: dict[str, Any] = {"unit": "lei", "inhabitants": 1}
"""A city of one: amounts of some hundred lei are possible."""
SMALLEST = "cod;denumire;total;;trim II\n49.02;TOTAL CHELTUIELI;30000;1;2\n65.02;Învățământ;20000;1;2\n"


def test_a_column_without_a_name_is_no_field_that_is_absent() -> None:
    statement = read(f"{SMALLEST}84.02;Transporturi;10000;;2\n")
    assert statement.expenditure is not None
    assert amounts(statement.expenditure) == {"65.02": 20000, "84.02": 10000}
    assert statement.findings == ()


def budgeted(*columns: str) -> str:
    """A table of these columns; the first has 500 and 100, the next ones ten and twenty times as much, and so on."""
    rows = (("84.02", 500), ("65.02", 100))
    lines = [";".join([code, *(str(amount * 10**n) for n in range(len(columns)))]) for code, amount in rows]
    return "\n".join([";".join(["cod", *columns]), *lines, ""])


PLAN = [
    (("Prevederi 2026", "Influențe", "Prevederi rectificate 2026"), 2),
    (("Prevederi inițiale", "+/-", "Prevederi definitive"), 2),
    (("Buget aprobat 2026", "Modificări", "Buget final 2026"), 2),
    (("Prevederi 2026", "Influențe", "Prevederi rectificate"), 2),
    (("Program actualizat", "Program aprobat"), 0),
    (("Credite de angajament", "Credite bugetare"), 1),
    (("Prevederi anuale", "Credite trimestriale", "Plăți efectuate"), 0),
    (("Realizat an precedent", "Preliminat 2025", "Propuneri 2026", "Estimări 2027"), 2),
    (("Trim I", "Trim II", "Total", "%"), 2),
    (("Plăți efectuate 2025", "Buget 2026"), 1),
    (("Cod rând", "mii lei"), 1),
]


@pytest.mark.parametrize(("columns", "at"), PLAN)
def test_the_budget_in_force(columns: tuple[str, ...], at: int) -> None:
    statement = read(budgeted(*columns), stage="voted", year=2026, **ONE)
    assert statement.expenditure is not None
    assert statement.expenditure.total == 600 * 10**at


PAID = [
    (("Prevederi anuale", "Credite trimestriale", "Plăți efectuate"), 2),
    (("Prevederi definitive", "Plăți realizate", "Angajamente", "Grad de realizare"), 1),
    (("Prevederi anuale", "Realizări 2026", "%"), 1),
    (("Buget aprobat 2026", "Execuție 2026"), 1),
    (("Execuție 2025", "Plăți efectuate la 30 iunie 2026", "Prevederi 2026"), 1),
    (("Suma",), 0),
]


@pytest.mark.parametrize(("columns", "at"), PAID)
def test_what_is_executed(columns: tuple[str, ...], at: int) -> None:
    statement = read(budgeted(*columns), stage="executed", year=2026, **ONE)
    assert statement.expenditure is not None
    assert statement.expenditure.total == 600 * 10**at


@pytest.mark.parametrize(
    "columns", [("Prevederi anuale",), ("Buget 2026", "Estimări 2027"), ("Total", "Buget rectificat")]
)
def test_a_plan_is_not_what_was_executed(columns: tuple[str, ...]) -> None:
    sentence = refusal(budgeted(*columns), stage="executed", year=2026, **ONE)
    assert "has amounts of the budget only" in sentence
    assert "expected those that were paid or taken in" in sentence


def test_payments_are_no_budget() -> None:
    question = asked(budgeted("Plăți efectuate"), stage="voted", **ONE)
    assert (question.option, question.choices[0].answer) == ("status", "executed")


@pytest.mark.parametrize("column", ["Influențe", "Trim I", "Estimări 2027", "%", "Credite de angajament"])
def test_a_part_alone_is_no_budget(column: str) -> None:
    sentence = refusal(budgeted(column), stage="voted", **ONE)
    assert f"has no column of the budget's amounts for the whole year: '{column.lower()}' holds" in sentence
    assert "expected the budget's amounts in it" in refusal(budgeted(column, "Total"), column=column, **ONE)


@pytest.mark.parametrize(
    ("columns", "choices"),
    [
        (("Prevederi 2026", "Influențe"), ["prevederi 2026"]),
        (("Buget aprobat 2026", "Influențe (+/-)", "Prevederi anuale"), ["buget aprobat 2026", "prevederi anuale"]),
    ],
)
def test_before_a_rectification_is_not_after_it(columns: tuple[str, ...], choices: list[str]) -> None:
    question = asked(budgeted(*columns), stage="voted", year=2026, **ONE)
    assert [choice.answer for choice in question.choices] == choices
    assert spending(budgeted(*columns), year=2026, column=choices[0], **ONE).total == 600


def test_two_columns_are_a_question_with_what_each_would_give() -> None:
    text = budgeted("Buget local", "Total").replace("\n84.02", "\n49.02;600;6000\n84.02", 1)
    question = asked(text, **ONE)
    assert [(choice.answer, choice.gives) for choice in question.choices] == [
        ("buget local", "total 600; the largest chapter 84.02 500"),
        ("total", "total 6,000; the largest chapter 84.02 5,000"),
    ]
    assert spending(text, column="Buget local", **ONE).total == 600
    assert spending(text, column="TOTAL", **ONE).total == 6000


def test_a_column_is_named_by_its_last_line_without_accents() -> None:
    text = "cod;Prevederi 2026;\n;Varianta întâi;Varianta a doua\n84.02;500;600\n"
    assert [choice.answer for choice in asked(text, **ONE).choices] == [
        "prevederi 2026 / varianta întâi",
        "prevederi 2026 / varianta a doua",
    ]
    assert spending(text, column="varianta A DOUA", **ONE).total == 600
    assert spending(text, column="Prevederi 2026 / Varianta întâi", **ONE).total == 500
    assert "expected 'iunie' among them" in refusal(text, column="iunie", **ONE)


def test_columns_with_the_same_figures_are_no_question() -> None:
    assert spending("cod;Total;Valoare\n84.02;500;500\n", **ONE).total == 500


def test_years_side_by_side() -> None:
    text = "cod;Execuție;Total buget;Propuneri;Estimări pentru\n;2024;2025;2026;anul 2027\n84.02;500;600;700;800\n"
    assert spending(text, year=2026, **ONE).total == 700
    assert spending(text, year=2025, **ONE).total == 600
    assert asked(text, **ONE).option == "year"


def test_a_bare_year_beside_a_named_one_is_an_estimate() -> None:
    text = budgeted("Total buget 2026", "2027", "Estimări 2028")
    assert spending(text, year=2026, **ONE).total == spending(text, **ONE).total == 600
    assert refusal(text, year=2027, **ONE) == "b.csv has amounts of 2026, expected 2027 among them"


def test_payments_and_receipts_in_columns_of_their_own() -> None:
    text = "cod;Prevederi;Încasări realizate;Plăți efectuate\n00.01;9;500;\n04.02;9;500;\n49.02;9;;500\n84.02;9;;500\n"
    statement = read(text, stage="executed", **ONE)
    assert [side.total for side in statement.sides] == [500, 500]
    assert statement.cells["04.02"] == ("b.csv!C3",)
    assert statement.cells["84.02"] == ("b.csv!D5",)


def test_the_sections_stand_beside_the_total_that_is_read() -> None:
    head = "cod;Prevederi inițiale;;;Prevederi rectificate;;\n;Total;SF;SD;Total;SF;SD\n"
    figures = spending(f"{head}84.02;500;300;200;700;400;300\n", **ONE)
    assert (figures.total, figures.section("running"), figures.section("investing")) == (700, 400, 300)


@pytest.mark.parametrize("head", ["cod;Secțiunea de funcționare", "cod;SF;SD"])
def test_one_section_is_half_a_budget(head: str) -> None:
    cells = "500;" if head.endswith("SD") else "500"
    assert "amounts of the section funcționare only" in refusal(f"{head}\n84.02;{cells}\n", **ONE)
    rows = "49.02;SECȚIUNEA DE DEZVOLTARE;500\n84.02;A;500\n"
    assert "amounts of the section dezvoltare only" in refusal(f"cod;denumire;total\n{rows}", **ONE)


def test_the_numbers_of_rows_are_never_offered_as_amounts() -> None:
    """The official form without its column of the whole year."""
    assert "'trim i' holds amounts of a part of the year" in refusal(budgeted("Cod rând", "Trim I"), **ONE)


def test_sections_beside_what_was_changed_say_whether_they_are_after_it() -> None:
    head = "cod;Influențe;Secțiunea de funcționare;Secțiunea de dezvoltare\n"
    assert "has sections beside influențe" in refusal(f"{head}84.02;50;300;200\n49.02;50;300;200\n", **ONE)


def test_a_column_that_is_only_a_year_is_an_estimate_of_another_year_and_a_rival_of_the_same() -> None:
    grouped = "cod;BUGET;;\n;Propuneri 2026;2027;2028\n84.02;500;600;700\n49.02;500;600;700\n"
    assert spending(grouped, **ONE).total == 500
    assert asked("cod;2026;Credite bugetare 2026\n84.02;500;600\n49.02;500;600\n", **ONE).option == "column"
