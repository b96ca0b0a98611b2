"""A city's own budget file, with every trap such files have: read to the last ban, or refused with the difference."""

from decimal import Decimal
from typing import Any

import pytest

from content.findings import RefusedError
from content.questions import QuestionError
from content.readers.budgets import budget
from content.readers.budgets.budget import Figures, Statement
from tests.readers.files.spreadsheets import ods, xlsx

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
    figures = read(data, **options).expenditure
    assert figures is not None
    return figures


def income(data: str | bytes, **options: Any) -> Figures:
    figures = read(data, **options).revenue
    assert figures is not None
    return figures


def refusal(data: str | bytes, **options: Any) -> str:
    with pytest.raises(RefusedError) as caught:
        read(data, **options)
    (finding,) = caught.value.findings
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
    figures = spending(EXPENDITURE)
    assert amounts(figures) == {"84.02": Decimal("686.25"), "65.02": Decimal("373.36"), "55.02": Decimal("24.49")}
    assert figures.total == Decimal("1084100")
    assert (figures.section("running"), figures.section("investing")) == (Decimal("352660"), Decimal("731440"))
    assert (figures.side, figures.source, figures.unit, figures.currency) == (
        "expenditure",
        "02",
        "thousand lei",
        "lei",
    )
    schools = figures.chapters[1]
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
    figures, twin = spending(text.encode(page)), spending(commas)
    assert [(c.code, c.name, c.lei, c.running) for c in figures.chapters] == [
        (c.code, c.name, c.lei, c.running) for c in twin.chapters
    ]
    assert figures.total == twin.total


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


THOUSANDS = "cod;denumire;total\n65.02;Școli;{}\n84.02;Drumuri;{}\n"


@pytest.mark.parametrize(
    ("chapters", "total", "expected"),
    [
        (("950", "1.234"), "2.184", [950, 1234]),
        (("950", "1,234"), "2,184", [950, 1234]),
        (("950", "1.234"), "951.234", [950, Decimal("1.234")]),
        (("5.000", "1.234"), "6.234", [5000, 1234]),
    ],
)
def test_where_no_amount_shows_the_decimal_mark_sums_and_what_is_possible_do(
    chapters: tuple[str, str], total: str, expected: list[Decimal]
) -> None:
    text = THOUSANDS.format(*chapters) + f"49.02;TOTAL CHELTUIELI;{total}\n"
    assert sorted(amounts(spending(text)).values()) == sorted(expected)


def test_where_both_marks_are_possible_a_person_is_asked() -> None:
    text = THOUSANDS.format("950", "1.234")
    with pytest.raises(QuestionError) as asked:
        read(text)
    assert [choice.gives for choice in asked.value.questions[0].choices] == ["1234", "1.234"]
    assert sum(amounts(spending(text, decimal="comma")).values()) == 2184
    assert sum(amounts(spending(text, decimal="point")).values()) == Decimal("951.234")


def test_thousand_lei_with_three_decimals_read_back_without_a_question() -> None:
    figures = spending(THOUSANDS.format("950,125", "1234,500"), decimal="comma")
    assert budget.read(budget.canonical(figures), "x", "thousand lei", PEOPLE) == figures
    small = spending(THOUSANDS.format("950,125", "501,875") + "49.02;TOTAL CHELTUIELI;1452,000\n")
    assert budget.read(budget.canonical(small), "x", "thousand lei", PEOPLE) == small


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


# --- years, sheets, units ------------------------------------------------------------------------------------------


def test_lei_labelled_thousand_lei_are_refused_with_the_arithmetic() -> None:
    text = "cod;Total (mii lei)\n84.02;2.388.257.760\n"
    sentence = refusal(text, unit=None, inhabitants=250_849)
    assert sentence.startswith("b.csv 2,388,257,760 thousand lei would be 9.5 million lei per inhabitant")
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
        ("cod;total\n84.02;500\n65.02;#REF!\n", "b.csv:3, column “total” found '#REF!', expected a number"),
    ],
)
def test_bad_files_are_one_sentence(text: str, sentence: str) -> None:
    assert sentence in refusal(text)
