"""What each row of a budget's file says: codes, sections, and what is left out and told."""

from decimal import Decimal

import pytest

from tests.readers.budgets.test_reconcile import BLOCKS, INTERLEAVED
from tests.readers.budgets.test_statement import amounts, read, refusal, spending
from tests.readers.files.spreadsheets import with_part, xlsx


def test_codes_that_a_spreadsheet_took_for_numbers() -> None:
    rows = [["cod", "total"], [4.02, 600], [7.1, 1], [11.02, 400.5], [0.01, 1000.5]]
    statement = read(xlsx(A=rows))
    assert statement.revenue is not None
    assert amounts(statement.revenue) == {"04.02": 600, "11.02": Decimal("400.5")}
    assert "left out 1 row of source .10" in statement.findings[0].message


def test_economic_titles_beside_chapters_are_left_out_and_told() -> None:
    text = "cod;total\n51.02;500\n10;300\n20;200\n84.02;400\n70;400\n49.02;900\n"
    statement = read(text)
    assert statement.expenditure is not None
    assert statement.expenditure.total == 900_000
    assert statement.findings[0].message.startswith("left out 3 rows of the economic classification")
    column = "cod;cod economic;total\n51.02;;500\n51.02;10.01;300\n51.02;20.30;200\n49.02;;500\n"
    assert spending(column).total == 500_000


HEADINGS = """cod;denumire;total
;SECȚIUNEA DE FUNCȚIONARE;
84.02;Transporturi;200
65.02;Învățământ;200
49.02;TOTAL SECȚIUNEA DE FUNCȚIONARE;400
;SECȚIUNEA DE DEZVOLTARE;
84.02;Transporturi;500
65.02;Învățământ;100
49.02;TOTAL SECȚIUNEA DE DEZVOLTARE;600
"""


COLUMN = """cod;denumire;sectiune;valoare
84.02;Transporturi;F;200
84.02;Transporturi;D;500
65.02;Învățământ;SF;200
65.02;Învățământ;SD;100
"""


@pytest.mark.parametrize("text", [BLOCKS, INTERLEAVED, HEADINGS, COLUMN])
def test_sections_in_rows(text: str) -> None:
    figures = spending(text)
    assert [(c.code, c.lei, c.running, c.investing) for c in figures.chapters] == [
        ("84.02", 700_000, 200_000, 500_000),
        ("65.02", 300_000, 200_000, 100_000),
    ]
    assert figures.total == 1_000_000


def test_letters_that_a_program_misread_are_told() -> None:
    name = "Învăţământ".encode().decode("cp1252", "replace")
    (finding,) = read(f"cod;denumire;total\n84.02;Poduri și străzi;100\n65.02;{name[:6]};500\n").findings
    assert (finding.code, finding.where) == ("encoding", "b.csv:3")
    assert "which was 'Învă'" in finding.message


def test_the_sheet_that_is_meant() -> None:
    cells = [["cod", "total"], ["84.02", 600]]
    book = xlsx(Coperta=[["Buget", "Local"], ["a", "b"]], Cheltuieli=cells, Alt=[["cod", "total"], ["65.02", 700]])
    assert spending(book).chapters[0].code == "84.02"
    assert spending(book, sheet="Alt").chapters[0].code == "65.02"
    assert "has no sheet 'Z'" in refusal(book, sheet="Z")


def test_a_formula_without_its_result_is_refused_and_one_with_it_is_the_result() -> None:
    book = xlsx(Buget=[["cod", "total"], ["84.02", 600], ["65.02", "=B2*2"]])
    assert refusal(book) == (
        "b.csv:Buget holds formulas without results (B3), expected values: open it in a spreadsheet and save it"
    )
    saved = with_part(book, "xl/worksheets/sheet1.xml", "<f>B2*2</f><v />", "<f>B2*2</f><v>1</v>")
    assert amounts(spending(saved)) == {"84.02": 600, "65.02": 1}


def test_amounts_without_a_code_are_told() -> None:
    statement = read("cod;denumire;total\n84.02;A;500\n;Altceva;70\n;TOTAL CHELTUIELI;500\n")
    (finding,) = statement.findings
    assert (finding.where, finding.message) == ("b.csv:3", "left out 1 row with an amount and no code")
    assert "row 49 says 501" in refusal("cod;denumire;total\n84.02;A;500\n;TOTAL CHELTUIELI;501\n")
