"""A budget adds up, section by section and parent by parent, or the row and the difference are named."""

import pytest

from content.readers.budgets import budget
from tests.readers.budgets.test_statement import EXPENDITURE, PEOPLE, amounts, income, refusal, spending


def test_totals_of_parts_are_checked_and_never_added() -> None:
    text = "cod;total\n51.02;100\n55.02;50\n65.02;300\n66.02;50\n50.02;150\n63.02;350\n69.02;0\n79.02;0\n49.02;500\n"
    assert spending(text).total == 500_000
    wrong = text.replace("63.02;350", "63.02;349,99")
    assert refusal(wrong) == (
        "b.csv:7 the chapters 64 to 68 add up to 350 thousand lei, row 63.02 says 349.99 thousand lei: "
        "a difference of 0.01 thousand lei"
    )


def test_totals_of_parts_of_revenue() -> None:
    text = (
        "cod;denumire;total\n00.01;TOTAL VENITURI (cod 00.02+00.15+00.17);1000\n"
        "48.02;VENITURI PROPRII (cod 00.02-11.02);400\n00.02;I. VENITURI CURENTE (cod 00.03+00.12);600\n"
        "00.03;A. VENITURI FISCALE;550\n00.12;C. VENITURI NEFISCALE;50\n"
        "04.02;Cote;350\n11.02;TVA;200\n35.02;Amenzi;50\n42.02;Subvenții;400\n"
    )
    figures = income(text)
    assert amounts(figures) == {"42.02": 400, "04.02": 350, "11.02": 200, "35.02": 50}
    assert figures.origins() == {"state": 600_000, "own": 400_000}
    assert "the chapters 01 to 29 add up to 550 thousand lei, row 00.03 says 551" in refusal(
        text.replace("FISCALE;550", "FISCALE;551")
    )


def test_a_part_may_be_what_its_own_formula_says() -> None:
    text = "cod;denumire;total\n04.02;A;500\n06.02;B;100\n00.04;A1 (cod 04.02);500\n00.01;TOTAL;600\n"
    assert income(text).total == 600_000
    odd = text.replace("00.04;A1 (cod 04.02);500", "00.05;A1.1 (cod 04.02 - 06.02);400")
    assert income(odd).total == 600_000
    assert "row 00.05 says 401" in refusal(odd.replace(";400\n", ";401\n"))


def test_the_total_is_of_all_chapters_whatever_its_formula_leaves_out() -> None:
    text = "cod;denumire;total\n00.01;TOTAL (cod 04.02);500\n04.02;A;500\n48.02;Fonduri europene;100\n"
    assert "the chapters add up to 600 thousand lei, row 00.01 says 500" in refusal(text)


def test_the_total_of_expenditure_as_row_50() -> None:
    text = "cod;denumire;total\n50.02;TOTAL CHELTUIELI;500\n50.02;Partea I;200\n51.02;A;200\n84.02;B;300\n"
    assert spending(text).total == 500_000
    assert "row 50.02 says 501" in refusal(text.replace("CHELTUIELI;500", "CHELTUIELI;501"))


def test_what_one_section_gives_the_other_is_no_revenue() -> None:
    text = (
        "cod;denumire;total;functionare;dezvoltare\n00.01;TOTAL;1000;400;600\n35.02;Amenzi;900;900;\n"
        "37.02;Transferuri;100;-500;600\n37.02.01;Donații;100;;100\n37.02.03;Vărsăminte;-500;-500;\n"
        "37.02.04;Vărsăminte din secțiunea de funcționare;500;;500\n"
    )
    figures = income(text)
    assert amounts(figures) == {"35.02": 900, "37.02": 100}
    assert figures.between == 500_000
    assert figures.total == 1_000_000
    assert (figures.section("running"), figures.section("investing")) == (900_000, 100_000)
    assert [part.code for part in figures.chapters[1].children] == ["37.02.01"]
    assert budget.read(budget.canonical(figures), "x", "thousand lei", PEOPLE) == figures
    assert "which move between the sections and must cancel: -0.01 thousand lei is left" in refusal(
        text.replace("funcționare;500;;500", "funcționare;499,99;;499,99")
        .replace("100;-500;600", "99,99;-500;599,99")
        .replace("1000;400;600", "999,99;400;599,99")
    )


def test_transfers_alone_are_no_chapter() -> None:
    chapter = "cod;total;functionare;dezvoltare\n35.02;900;900;\n37.02;0;-500;500\n{}00.01;900;400;500\n"
    for rows in ("", "37.02.03;-500;-500;\n37.02.04;500;;500\n"):
        figures = income(chapter.format(rows))
        assert amounts(figures) == {"35.02": 900}
        assert figures.between == 500_000
        assert budget.read(budget.canonical(figures), "x", "thousand lei", PEOPLE) == figures


def test_a_transfer_inside_a_chapter_without_its_parts_stays_in_it() -> None:
    figures = income("cod;total;functionare;dezvoltare\n35.02;900;900;\n37.02;100;-500;600\n00.01;1000;400;600\n")
    assert amounts(figures) == {"35.02": 900, "37.02": 100}
    assert (figures.between, figures.section("running"), figures.section("investing")) == (0, 400_000, 600_000)
    assert budget.read(budget.canonical(figures), "x", "thousand lei", PEOPLE) == figures


BLOCKS = """cod;denumire;total
49.02;TOTAL CHELTUIELI;1000
84.02;Transporturi;700
65.02;Învățământ;300
49.02;CHELTUIELILE SECȚIUNII DE FUNCȚIONARE - TOTAL;400
84.02;Transporturi;200
65.02;Învățământ;200
49.02;CHELTUIELILE SECȚIUNII DE DEZVOLTARE - TOTAL;600
84.02;Transporturi;500
65.02;Învățământ;100
"""


INTERLEAVED = """cod;denumire;total
49.02;TOTAL CHELTUIELI;1000
49.02;SECTIUNEA FUNCTIONARE;400
49.02;SECTIUNEA DEZVOLTARE;600
84.02;Transporturi;700
84.02;SECTIUNEA DE FUNCTIONARE;200
84.02;SECTIUNEA DE DEZVOLTARE;500
65.02;Învățământ;300
65.02;Învățământ - Secțiunea de funcționare;200
65.02;Învățământ - Secțiunea de dezvoltare;100
"""


@pytest.mark.parametrize("text", [BLOCKS, INTERLEAVED])
def test_sections_in_rows_that_miss_their_total(text: str) -> None:
    assert refusal(text.replace("700", "700,01")).endswith(
        "the two sections add up to 700 thousand lei, row 84.02 says 700.01 thousand lei: "
        "a difference of -0.01 thousand lei"
    )


def test_sections_in_columns_that_miss_their_row_name_it_to_the_cent() -> None:
    assert refusal(EXPENDITURE.replace("190,08;496,17", "190,08;496,16")) == (
        "b.csv:2 the two sections add up to 686.24 thousand lei, row 84.02 says 686.25 thousand lei: "
        "a difference of -0.01 thousand lei"
    )
    both = EXPENDITURE.replace("190,08;496,17", "190,09;496,16")
    assert refusal(both) == (
        "b.csv:10 the chapters of section running add up to 352.67 thousand lei, row 49.02 says 352.66 thousand lei: "
        "a difference of 0.01 thousand lei"
    )


def test_children_that_miss_their_parent_at_any_level() -> None:
    assert refusal(EXPENDITURE.replace("Licee;73,36;38,09;35,27", "Licee;73,35;38,08;35,27")) == (
        "b.csv:3 the children add up to 373.35 thousand lei, row 65.02 says 373.36 thousand lei: "
        "a difference of -0.01 thousand lei"
    )
    assert "row 65.02.03 says 300 thousand lei: a difference of 1.5" in refusal(
        EXPENDITURE.replace("Grădinițe;200,00", "Grădinițe;201,50")
    )
    assert "the children of section running add up to 138 thousand lei, row 65.02 says 138.09" in refusal(
        EXPENDITURE.replace("Licee;73,36;38,09;35,27", "Licee;73,36;38,00;35,36")
    )


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            "65.02;Școli;500\n65.02.03;A;300\n65.02;Școli;500\n65.02.04;B;200\n",
            "b.csv:4 lists 65.02 (line 2) among its own children",
        ),
        (
            "65.02;Școli;500\n65.02.03;A;300\n65.02.00;Școli;500\n65.02.04;B;200\n",
            "b.csv:4 lists 65.02 (line 2) among its own",
        ),
        (
            "65.02;Școli;500\n65.02.01;Școli;500\n65.02.03;A;300\n65.02.04;B;200\n",
            "65.02 is listed among its own children as 65.02.01",
        ),
        (
            "84.02;A;500\n65.02;B;300\n84.02;A;500\n",
            "b.csv:4 has chapter 84.02 twice (line 2), expected each code once",
        ),
        ("84.02;A;500\n8402;A;500\n", "b.csv:3 has chapter 84.02 twice"),
    ],
)
def test_a_row_listed_twice(rows: str, sentence: str) -> None:
    assert refusal("cod;denumire;total\n" + rows).startswith(("b.csv:2 " if sentence[0] == "6" else "") + sentence)


def test_a_chapter_that_is_given_only_by_its_parts_is_their_sum() -> None:
    figures = spending("cod;total;functionare;dezvoltare\n65.02.03.01;200;200;\n65.02.04;300;100;200\n")
    (chapter,) = figures.chapters
    assert (chapter.code, chapter.lei, chapter.running, chapter.investing) == ("65.02", 500_000, 300_000, 200_000)
    assert budget.read(budget.canonical(figures), "x", "thousand lei", PEOPLE) == figures
