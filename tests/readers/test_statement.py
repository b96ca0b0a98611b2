"""A city's own budget file, with every trap such files have: read to the last ban, or refused with the difference."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.readers.budgets import budget
from content.readers.budgets.budget import Figures, Statement
from tests.readers.spreadsheets import ods, with_part, xlsx

PEOPLE = 1000
"""So that amounts of a few hundred to a hundred thousand thousand lei are possible."""

EXPENDITURE = """cod;denumire;total;sectiunea_functionare;sectiunea_dezvoltare
84.02;Transporturi şi străzi;686,25;190,08;496,17
65.02;Învăţământ;373,36;138,09;235,27
65.02.03;Învățământ preșcolar;300,00;100,00;200,00
65.02.03.01;Grădinițe;200,00;;
65.02.03.02;Școli primare;100,00;;
65.02.04;Licee;73,36;38,09;35,27
55.02;Datorie;24,49;24,49;
63.02;PARTEA III (cod 65.02);373,36;138,09;235,27
49.02;TOTAL CHELTUIELI;1.084,10;352,66;731,44
"""


def read(data: str | bytes, **options: Any) -> Statement:
    content = data.encode() if isinstance(data, str) else data
    return budget.from_file(content, "b.csv", **{"inhabitants": PEOPLE, "unit": "thousand lei", **options})


def spending(data: str | bytes, **options: Any) -> Figures:
    found = read(data, **options).expenditure
    assert found is not None
    return found


def income(data: str | bytes, **options: Any) -> Figures:
    found = read(data, **options).revenue
    assert found is not None
    return found


def refusal(data: str | bytes, **options: Any) -> str:
    with pytest.raises(RefusedError) as found:
        read(data, **options)
    (finding,) = found.value.findings
    return f"{finding.where} {finding.message}"


def amounts(figures: Figures) -> dict[str, Decimal]:
    return {chapter.code: chapter.lei / 1000 for chapter in figures.chapters}


def table(text: str) -> list[list[Any]]:
    """The rows of a CSV with `;` and decimal comma, amounts as numbers."""
    lines = [line.split(";") for line in text.strip().split("\n")]
    return [lines[0], *([*row[:2], *map(_number, row[2:])] for row in lines[1:])]


def _number(cell: str) -> float | None:
    return float(cell.replace(".", "").replace(",", ".")) if cell else None


# --- what a good file says -----------------------------------------------------------------------------------------


def test_the_whole_of_a_good_file() -> None:
    statement = read(EXPENDITURE)
    assert statement.findings == ()
    assert statement.revenue is None
    assert statement.sides == (statement.expenditure,)
    found = spending(EXPENDITURE)
    assert amounts(found) == {"84.02": Decimal("686.25"), "65.02": Decimal("373.36"), "55.02": Decimal("24.49")}
    assert found.total == Decimal("1084100")
    assert (found.section("running"), found.section("investing")) == (Decimal("352660"), Decimal("731440"))
    assert (found.side, found.source, found.unit, found.currency) == ("expenditure", "02", "thousand lei", "lei")
    schools = found.chapters[1]
    assert [part.code for part in schools.children] == ["65.02.03", "65.02.04"]
    assert [part.lei for part in schools.children[0].children] == [200_000, 100_000]


def test_names_are_shown_in_todays_letters_and_kept_as_written() -> None:
    roads, schools, _ = spending(EXPENDITURE).chapters
    assert (roads.name, roads.raw) == ("Transporturi și străzi", "Transporturi şi străzi")
    assert (schools.name, schools.raw) == ("Învățământ", "Învăţământ")


@pytest.mark.parametrize("page", ["cp1250", "iso8859_2", "iso8859_16", "utf-16", "utf-8-sig"])
def test_every_encoding_is_its_utf8_twin(page: str) -> None:
    commas = EXPENDITURE.translate(str.maketrans("şţ", "șț"))
    cedillas = EXPENDITURE.translate(str.maketrans("șțȘȚ", "şţŞŢ"))
    text = commas if page == "iso8859_16" else cedillas
    found, twin = spending(text.encode(page)), spending(commas)
    assert [(c.code, c.name, c.lei, c.running) for c in found.chapters] == [
        (c.code, c.name, c.lei, c.running) for c in twin.chapters
    ]
    assert found.total == twin.total


@pytest.mark.parametrize("write", [lambda rows: xlsx(Buget=rows), ods])
def test_a_workbook_is_its_csv_twin(write: Any) -> None:
    assert spending(write(table(EXPENDITURE))) == spending(EXPENDITURE)


@pytest.mark.parametrize(
    "text",
    [
        EXPENDITURE.replace(";", "\t"),
        EXPENDITURE.replace(".084", "\u00a0084"),
        EXPENDITURE.replace("1.084,10", "1 084,10"),
        EXPENDITURE.replace("1.084,10", "1084.10").replace(",", ".").replace(";", ","),
        EXPENDITURE.replace("\n", "\r\n"),
        EXPENDITURE.replace("84.02;", "8402;").replace("65.02.03;", "65 02 03;"),
        EXPENDITURE.replace("65.02;", "65.02.00;"),
        EXPENDITURE.replace("65.02;", "Cap. 65.02;").replace("84.02;", "cap.84.02;"),
    ],
)
def test_conventions_of_writing(text: str) -> None:
    assert spending(text) == spending(EXPENDITURE)


def test_titles_units_and_numbered_columns_above_the_figures() -> None:
    rows = EXPENDITURE.partition("\n")[2]
    head = "JUDEŢUL TIMIŞ;;;;\nBUGETUL LOCAL PE ANUL 2024;;;;\n;;;;mii lei\n"
    names = "Cod indicator;Denumirea indicatorilor;Buget 2024;;\n;;Total;Secțiunea de\u00a0funcționare;Dezvoltare\n"
    statement = read(f"{head}{names}A;B;1;2;3\n{rows}\n;Ordonator principal;;;\n", unit=None)
    assert statement.expenditure == spending(EXPENDITURE)
    assert statement.proof.startswith(
        "thousand lei, as the file says ('mii lei'): 1,084.1 thousand lei is 1,084.10 lei"
    )


def test_codes_that_a_spreadsheet_took_for_numbers() -> None:
    rows = [["cod", "total"], [4.02, 600], [7.1, 1], [11.02, 400.5], [0.01, 1000.5]]
    statement = read(xlsx(A=rows))
    assert statement.revenue is not None
    assert amounts(statement.revenue) == {"04.02": 600, "11.02": Decimal("400.5")}
    assert "left out 1 row of source .10" in statement.findings[0].message


FORM = """PRIMARIA SATULUI;;;;;;
BUGETUL LOCAL DETALIAT LA VENITURI PE CAPITOLE SI SUBCAPITOLE;;;;;;
;;;;;;mii lei
;;BUGET 2013;;;Estimari;
D E N U M I R E A   I N D I C A T O R I L O R;Cod indicator;Prevederi anuale;;Prevederi trimestriale;;
;;TOTAL;din care credite bugetare;Trim I;2014;2015
A;B;1;2;3;4;5
TOTAL VENITURI (cod 00.02+00.15+ 00.16+00.17+ 45.02);00.01;1 717.21;;817.75;1 701.00;1 747.00
VENITURI PROPRII (cod 00.02-11.02-37.02+00.15+00.16);48.02;1 087.21;;658.75;1 121.00;1 150.00
I. VENITURI CURENTE (cod 00.03+00.12);00.02;1 715.21;;816.75;1 700.00;1 746.00
Impozit pe venit (cod 03.02.18);03.02;13.00;;3.00;;
Transferul proprietatilor imobiliare;03.02.18;13.00;;3.00;;
Cote si sume defalcate (cod 04.02.01+04.02.04);04.02;1 002.21;;;;
Cote defalcate din impozitul pe venit;04.02.01;809.21;;;;
Sume alocate pentru echilibrarea bugetelor;04.02.04;193.00;;;;
Sume defalcate din TVA;11.02;628.00;;;;
Venituri din proprietate;30.02;72.00;;;;
Transferuri voluntare;37.02;0.00;;;;
Varsaminte pentru finantarea sectiunii de dezvoltare (cu semnul minus);37.02.03;-200.00;;;;
Varsaminte din sectiunea de functionare;37.02.04;200.00;;;;
IV. SUBVENTII;00.17;2.00;;;;
Subventii de la bugetul de stat;42.02;2.00;;;;
TOTAL CHELTUIELI (cod 50.02+59.02+63.02+69.02+79.02);49.02;1 817.21;;;;
Partea I-a SERVICII PUBLICE GENERALE;50.02;717.21;;;;
Autoritati publice si actiuni externe;51.02;717.21;;;;
CHELTUIELI CURENTE;01;700.00;;;;
TITLUL I CHELTUIELI DE PERSONAL;10;700.00;;;;
CHELTUIELI DE CAPITAL;70;17.21;;;;
Transporturi;84.02;1 100.00;;;;
DEFICIT;99.02;100.00;;;;
VENITURILE SECTIUNII DE FUNCTIONARE - TOTAL;00.01;1 515.21;;;;
Impozit pe venit;03.02;13.00;;;;
Cote si sume defalcate;04.02;1 002.21;;;;
Sume defalcate din TVA;11.02;628.00;;;;
Venituri din proprietate;30.02;72.00;;;;
Transferuri voluntare;37.02;-200.00;;;;
Varsaminte pentru finantarea sectiunii de dezvoltare (cu semnul minus);37.02.03;-200.00;;;;
VENITURILE SECTIUNII DE DEZVOLTARE - TOTAL;00.01;202.00;;;;
Transferuri voluntare;37.02;200.00;;;;
Varsaminte din sectiunea de functionare;37.02.04;200.00;;;;
Subventii de la bugetul de stat;42.02;2.00;;;;
"""
"""The form of a local budget as city halls publish it, with everything in it that misleads a reader at once."""


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


def test_damaged_files_are_refused_and_nothing_else_happens() -> None:
    whole = FORM.encode("cp1250")
    for at in range(0, len(whole), 37):
        for damage in (b"", b";", b'"', b"\n", b"\xff", b"9" * 60, b"-", b"00.01"):
            try:
                statement = read(whole[:at] + damage + whole[at + 5 :], unit=None)
            except RefusedError as refusal:
                assert len(refusal.findings) == 1
            else:
                assert statement.sides


# --- nothing is counted twice --------------------------------------------------------------------------------------


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
    found = income(text)
    assert amounts(found) == {"42.02": 400, "04.02": 350, "11.02": 200, "35.02": 50}
    assert found.origins() == {"state": 600_000, "own": 400_000}
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


def test_other_budgets_in_the_file_are_left_out_and_told() -> None:
    text = "cod;total\n67.02;300\n67.02.05;300\n67.10;900\n67.10.05;900\n49.02;300\n49.10;900\n"
    statement = read(text)
    assert statement.expenditure is not None
    assert statement.expenditure.total == 300_000
    (finding,) = statement.findings
    assert (finding.level, finding.code, finding.where) == ("warning", "left-out", "b.csv:4")
    assert finding.message == (
        "left out 2 rows of source .10 (institutions financed by their own revenue): another budget than .02"
    )


def test_totals_of_revenue_belong_to_the_budget_beside_them() -> None:
    above = "cod;total\n00.01;300\n35.02;300\n00.01;900\n33.10;900\n"
    below = "cod;total\n35.02;300\n00.01;300\n33.10;900\n00.01;900\n"
    assert income(above).total == income(below).total == 300_000


def test_a_budget_of_own_revenue_alone_is_read_as_that() -> None:
    found = spending("cod;total\n67.10;90\n49.10;90\n")
    assert (found.source, found.total) == ("10", 90_000)


def test_what_one_section_gives_the_other_is_no_revenue() -> None:
    text = (
        "cod;denumire;total;functionare;dezvoltare\n00.01;TOTAL;1000;400;600\n35.02;Amenzi;900;900;\n"
        "37.02;Transferuri;100;-500;600\n37.02.01;Donații;100;;100\n37.02.03;Vărsăminte;-500;-500;\n"
        "37.02.04;Vărsăminte din secțiunea de funcționare;500;;500\n"
    )
    found = income(text)
    assert amounts(found) == {"35.02": 900, "37.02": 100}
    assert found.between == 500_000
    assert found.total == 1_000_000
    assert (found.section("running"), found.section("investing")) == (900_000, 100_000)
    assert [part.code for part in found.chapters[1].children] == ["37.02.01"]
    assert budget.read(budget.canonical(found), "x", "thousand lei", PEOPLE) == found
    assert "which move between the sections and must cancel: -0.01 thousand lei is left" in refusal(
        text.replace("funcționare;500;;500", "funcționare;499,99;;499,99")
        .replace("100;-500;600", "99,99;-500;599,99")
        .replace("1000;400;600", "999,99;400;599,99")
    )


def test_transfers_alone_are_no_chapter() -> None:
    chapter = "cod;total;functionare;dezvoltare\n35.02;900;900;\n37.02;0;-500;500\n{}00.01;900;400;500\n"
    for rows in ("", "37.02.03;-500;-500;\n37.02.04;500;;500\n"):
        found = income(chapter.format(rows))
        assert amounts(found) == {"35.02": 900}
        assert found.between == 500_000
        assert budget.read(budget.canonical(found), "x", "thousand lei", PEOPLE) == found


def test_a_transfer_inside_a_chapter_without_its_parts_stays_in_it() -> None:
    found = income("cod;total;functionare;dezvoltare\n35.02;900;900;\n37.02;100;-500;600\n00.01;1000;400;600\n")
    assert amounts(found) == {"35.02": 900, "37.02": 100}
    assert (found.between, found.section("running"), found.section("investing")) == (0, 400_000, 600_000)
    assert budget.read(budget.canonical(found), "x", "thousand lei", PEOPLE) == found


def test_origins_follow_the_chapters_and_the_file_goes_before() -> None:
    rows = "".join(
        f"{key}.02;100\n"
        for key in ("01", "04", "07", "11", "16", "30", "36", "37", "39", "40", "42", "43", "45", "48")
    )
    found = {chapter.code[:2]: chapter.origin for chapter in income("cod;total\n" + rows).chapters}
    assert {key for key, origin in found.items() if origin == "own"} == {"01", "04", "07", "16", "30", "36", "39"}
    assert {key for key, origin in found.items() if origin == "state"} == {"11", "42", "43"}
    assert {key for key, origin in found.items() if origin == "eu"} == {"45", "48"}
    assert {key for key, origin in found.items() if origin == "other"} == {"37", "40"}
    assert income("cod;total;grup\n42.02;500;proprii\n").origins() == {"own": 500_000}


def test_economic_titles_beside_chapters_are_left_out_and_told() -> None:
    text = "cod;total\n51.02;500\n10;300\n20;200\n84.02;400\n70;400\n49.02;900\n"
    statement = read(text)
    assert statement.expenditure is not None
    assert statement.expenditure.total == 900_000
    assert statement.findings[0].message.startswith("left out 3 rows of the economic classification")
    column = "cod;cod economic;total\n51.02;;500\n51.02;10.01;300\n51.02;20.30;200\n49.02;;500\n"
    assert spending(column).total == 500_000


# --- sections ------------------------------------------------------------------------------------------------------

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
    found = spending(text)
    assert [(c.code, c.lei, c.running, c.investing) for c in found.chapters] == [
        ("84.02", 700_000, 200_000, 500_000),
        ("65.02", 300_000, 200_000, 100_000),
    ]
    assert found.total == 1_000_000


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


# --- parents and children ------------------------------------------------------------------------------------------


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


def test_parents_in_a_column() -> None:
    text = "cod;parinte;total\n65.02;63.02;500\n65.02.03;65.02;500\n84.02;;100\n"
    assert spending(text).total == 600_000
    assert "lists 65.02 as its own child" in refusal(text.replace("65.02;63.02", "65.02;65.02"))
    assert "lists 65.02.03 under 66.02" in refusal(text.replace("65.02.03;65.02", "65.02.03;66.02"))


def test_a_chapter_that_is_given_only_by_its_parts_is_their_sum() -> None:
    found = spending("cod;total;functionare;dezvoltare\n65.02.03.01;200;200;\n65.02.04;300;100;200\n")
    (chapter,) = found.chapters
    assert (chapter.code, chapter.lei, chapter.running, chapter.investing) == ("65.02", 500_000, 300_000, 200_000)
    assert budget.read(budget.canonical(found), "x", "thousand lei", PEOPLE) == found


# --- both sides, and the balance -----------------------------------------------------------------------------------

BOTH = """cod;denumire;total
00.01;TOTAL VENITURI;900
04.02;Cote;900
49.02;TOTAL CHELTUIELI;1000
84.02;Transporturi;1000
{}"""


@pytest.mark.parametrize(
    "row",
    [
        "99.02;DEFICIT;100\n",
        "99.02;Deficit;-100\n",
        ";Deficit acoperit din excedentul anilor precedenți;100\n",
        "98.02;Excedentul anilor precedenti;100\n",
    ],
)
def test_both_sides_balance_with_what_earlier_years_left(row: str) -> None:
    statement = read(BOTH.format(row))
    assert [side.total for side in statement.sides] == [1_000_000, 900_000]
    assert statement.sides[1].deficit == 100_000
    for side in statement.sides:
        assert budget.read(budget.canonical(side), "x", "thousand lei", PEOPLE) == side


def test_sides_that_do_not_balance_are_refused_with_the_difference() -> None:
    assert refusal(BOTH.format("99.02;DEFICIT;99,99\n")) == (
        "b.csv has revenue of 900 thousand lei and 99.99 thousand lei of earlier years' surplus, together 999.99 "
        "thousand lei, for expenditure of 1,000 thousand lei: a difference of -0.01 thousand lei"
    )
    assert "a difference of -100 thousand lei" in refusal(BOTH.format(""))


def test_the_balance_of_the_city() -> None:
    """Timișoara 2024, thousand lei: revenue 2,261,482.13 and 90,896.80 of earlier years' surplus: 2,352,378.93."""
    income = Figures(chapters=(), total=Decimal("2261482130"), unit="thousand lei")
    spent = Figures(chapters=(), total=Decimal("2352378930"), unit="thousand lei")
    budget.balance(income, spent, Decimal("90896800"))
    with pytest.raises(RefusedError, match=r"a difference of -0\.01 thousand lei"):
        budget.balance(income, spent, Decimal("90896790"))


# --- years, sheets, units ------------------------------------------------------------------------------------------


def test_the_year_that_is_meant() -> None:
    columns = "cod;2023;2024\n84.02;500;600\n"
    assert spending(columns, year=2024).total == 600_000
    assert spending("cod;Estimari 2025;Buget 2024\n84.02;1;600\n").total == 600_000
    assert "has amounts of 2023, 2024, expected the year to be named" in refusal(columns)
    assert "expected 2022 among them" in refusal(columns, year=2022)
    rows = "an;cod;total\n2023;84.02;500\n2024;84.02;600\n"
    assert spending(rows, year=2023).total == 500_000
    assert "has the years 2023, 2024" in refusal(rows)
    assert "2022 is not among them" in refusal(rows, year=2022)


@pytest.mark.parametrize("head", ["cod;Total 2024;Total 2024", "cod;total;Total", "cod;Buget 2024;BUGET anul 2024"])
def test_a_year_that_is_there_twice(head: str) -> None:
    assert "each could be the total; expected one" in refusal(f"{head}\n84.02;500;600\n")


def test_of_several_stages_the_one_in_force_is_read_and_said() -> None:
    statement = read("cod;Buget aprobat;Influențe;Buget rectificat\n84.02;500;20;520\n")
    assert statement.expenditure is not None
    assert statement.expenditure.total == 520_000
    (finding,) = statement.findings
    assert (finding.code, finding.message) == (
        "column",
        "read from the column 'buget rectificat', not from buget aprobat",
    )


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


def test_lei_labelled_thousand_lei_are_refused_with_the_arithmetic() -> None:
    text = "cod;Total (mii lei)\n84.02;2.388.257.760\n"
    found = refusal(text, unit=None, inhabitants=250_849)
    assert found.startswith("b.csv 2,388,257,760 thousand lei would be 9.5 million lei per inhabitant")
    assert spending(text, unit="lei", inhabitants=250_849).total == 2_388_257_760
    assert read(text, unit="lei", inhabitants=250_849).findings[0].code == "unit"


def test_a_budget_in_euro_stays_in_euro() -> None:
    statement = read("cod;Total (mii EUR)\n84.02;480\n", unit=None)
    assert statement.unit == "thousand EUR"
    assert statement.expenditure is not None
    assert (statement.expenditure.currency, statement.expenditure.total) == ("EUR", 480_000)
    assert budget.read(budget.canonical(statement.expenditure), "x", "thousand EUR", PEOPLE) == statement.expenditure


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nume;suma\na;1\n", "has the columns nume, suma, expected a column 'cod'"),
        ("cod;denumire\n84.02;A\n", "expected a column 'total'"),
        ("cod;total\n49.02;500\n", "has no chapters"),
        ("cod;total\nA;500\n", "has no chapters"),
        ("cod;total\n84.02;-500\n65.02;900\n", "has chapter 84.02 with -500 thousand lei, expected no negative amount"),
        ("cod;total;sectiune\n84.02;500;X\n", "found the section 'x'"),
        ("cod;total\n84.02;500\n65.02;\n", "b.csv:3 has no amount"),
        ("cod;total\n84.02;500\n65.02;#REF!\n", "b.csv:3 found '#REF!', expected a number"),
    ],
)
def test_bad_files_are_one_sentence(text: str, sentence: str) -> None:
    assert sentence in refusal(text)


def test_amounts_without_a_code_are_told() -> None:
    statement = read("cod;denumire;total\n84.02;A;500\n;Altceva;70\n;TOTAL CHELTUIELI;500\n")
    (finding,) = statement.findings
    assert (finding.where, finding.message) == ("b.csv:3", "left out 1 row with an amount and no code")
    assert "row 49 says 501" in refusal("cod;denumire;total\n84.02;A;500\n;TOTAL CHELTUIELI;501\n")


# --- the file a pack keeps -----------------------------------------------------------------------------------------

CENTS = st.decimals(1, 10**5, places=2)
CHAPTERS = st.sampled_from(["51", "54", "61", "65", "66", "67", "70", "84"])


@given(st.dictionaries(CHAPTERS, st.tuples(CENTS, CENTS), min_size=1))
def test_what_is_written_for_a_pack_reads_back_the_same(chapters: dict[str, tuple[Decimal, Decimal]]) -> None:
    written = [
        [f"{key}.02", f"Nume {key}", *(str(n).replace(".", ",") for n in (f + d, f, d))]
        for key, (f, d) in chapters.items()
    ]
    rows = "".join(";".join(row) + "\n" for row in written)
    total = sum((f + d for f, d in chapters.values()), Decimal(0)) * 1000
    people = int(total / 1000)
    found = spending("cod;denumire;total;functionare;dezvoltare\n" + rows, inhabitants=people)
    assert found.total == total
    again = budget.read(budget.canonical(found), "x", "thousand lei", people)
    assert again == found
    assert budget.canonical(again) == budget.canonical(found)


def test_the_tidy_file() -> None:
    assert budget.canonical(spending(EXPENDITURE)).decode() == (
        "cod;denumire;total;sectiunea_functionare;sectiunea_dezvoltare;origine\n"
        "84.02;Transporturi şi străzi;686,25;190,08;496,17;\n"
        "65.02;Învăţământ;373,36;138,09;235,27;\n"
        "65.02.03;Învățământ preșcolar;300,00;100,00;200,00;\n"
        "65.02.03.01;Grădinițe;200,00;;;\n"
        "65.02.03.02;Școli primare;100,00;;;\n"
        "65.02.04;Licee;73,36;38,09;35,27;\n"
        "55.02;Datorie;24,49;24,49;;\n"
        "49.02;TOTAL CHELTUIELI;1084,10;352,66;731,44;\n"
    )
