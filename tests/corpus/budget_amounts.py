"""Budgets whose amounts, totals and results are written as city halls write them."""

from tests.corpus.case import Asked, Budget, Case, Expectation, Refused

SAID = {"year": "2026", "status": "voted", "unit": "lei", "as-of": "2026-02-10", "source-url": "https://example.org/b"}
ROWS = "65.02;Învățământ;600000\n84.02;Transporturi;400000\n49.02;TOTAL CHELTUIELI;1000000\n"
SPENT = {"65.02": "600000", "84.02": "400000"}
INCOME = "00.01;TOTAL VENITURI;900000\n07.02;Impozite;700000\n42.02;Subvenții;200000\n"
EARNED = {"07.02": "700000", "42.02": "200000"}


def case(
    name: str, shows: str, rows: str, expect: Expectation, head: str = "cod;denumire;total", **options: str
) -> Case:
    picked = {**SAID, **{key.replace("_", "-"): value for key, value in options.items()}}
    return Case(name, shows, "buget-2026.csv", f"{head}\n{rows}", expect, {k: v for k, v in picked.items() if v})


def surplus(name: str, row: str, expect: Expectation | None = None, **options: str) -> Case:
    """Revenue of 900,000 and 100,000 of earlier years for expenditure of 1,000,000, in one file."""
    whole = expect or Budget(SPENT, EARNED)
    return case(
        f"surplus-{name}",
        f"the surplus of earlier years as: {row.splitlines()[0]}",
        f"{INCOME}{row}\n{ROWS}",
        whole,
        **options,
    )


EMPTY = [
    case(
        f"empty-{number}",
        f"a chapter whose figure is {cell!r}",
        f"65.02;Învățământ;600000\n66.02;Sănătate;{cell}\n84.02;Transporturi;400000\n49.02;TOTAL CHELTUIELI;1000000\n",
        Budget(
            SPENT, notes=("buget-2026.csv:3", "left out 1 row with a code and no figure, the first 66.02 (Sănătate)")
        ),
    )
    for number, cell in enumerate(("", "-", "X", "x", "–", "--", "*)"))
]
WRITTEN = [
    case(
        f"written-{name}",
        f"amounts as {cell}",
        f"65.02;Învățământ;{cell}\n84.02;Transporturi;400000\n49.02;TOTAL CHELTUIELI;1000000\n",
        Budget(SPENT),
    )
    for name, cell in (
        ("lei", "600.000,00 lei"),
        ("ron", "600.000,00 RON"),
        ("star", "600.000,00*)"),
        ("stars", "600000**"),
        ("footnote", "600.000,00 1)"),
        ("raised", "600.000,00²"),
        ("zero", "600000,00"),
    )
]
CELLS = [
    case(
        "empty-many",
        "hundreds of rows of a form without figures are counted, the first is named",
        "".join(f"65.02.{n:02};Rândul {n};\n" for n in range(1, 40)) + ROWS,
        Budget(SPENT, notes=("left out 39 rows with a code and no figure, the first 65.02.01 (Rândul 1)",)),
    ),
    case(
        "empty-chapter-against-total",
        "a chapter without its figure does not make its total",
        ROWS.replace("600000", ""),
        Refused(("buget-2026.csv:4", "a difference of -600,000 lei")),
    ),
    case(
        "empty-without-total",
        "a chapter without a figure, and no total that says none is missing",
        "65.02;Învățământ;600000\n66.02;Sănătate;\n84.02;Transporturi;400000\n",
        Budget(SPENT, asks=("sure",), notes=("66.02 Sănătate",)),
    ),
    case(
        "uncoded-without-total",
        "an amount without a code, and no total that says whether it counts",
        "65.02;Învățământ;600000\n84.02;Transporturi;400000\n;Piețe;50000\n",
        Budget(SPENT, asks=("sure",), notes=("Piețe 50000",)),
    ),
    case(
        "uncoded-sure",
        "an amount without a code of which the person is sure",
        "65.02;Învățământ;600000\n84.02;Transporturi;400000\n;Piețe;50000\n",
        Budget(SPENT, slide={"year": 2026}, notes=("left out 1 row with an amount and no code",)),
        sure="rows",
    ),
    case(
        "uncoded-beside-total",
        "an amount without a code beside a total that is right without it",
        "65.02;Învățământ;600000\n84.02;Transporturi;400000\n;din care: drumuri;50000\n49.02;TOTAL;1000000\n",
        Budget(SPENT, notes=("left out 1 row with an amount and no code",)),
    ),
    case(
        "cell-other-unit",
        "one amount says thousands where the file says lei",
        ROWS.replace("600000", "600 mii lei"),
        Refused(("buget-2026.csv:2", "its amount is in thousand lei, expected lei")),
        head="cod;denumire;total (lei)",
    ),
    case(
        "cell-units-only",
        "the unit stands beside each amount and nowhere else",
        "65.02;Învățământ;6 mii lei\n84.02;Transporturi;4 mii lei\n49.02;TOTAL CHELTUIELI;10 mii lei\n",
        Budget({"65.02": "6000", "84.02": "4000"}, notes=("thousand lei, as the file says",)),
        unit="",
        # 10 thousand lei for 100 inhabitants are 100 lei each: too little
    )._replace(inhabitants=10),
    case(
        "cell-units-differ",
        "two amounts in two units and nothing else",
        "65.02;Învățământ;600 mii lei\n84.02;Transporturi;400000 lei\n",
        Refused(("buget-2026.csv:3", "its amount is in lei, line 2 has one in thousand lei")),
        unit="",
    ),
    case(
        "word-in-amount",
        "a word where a number is expected is named with its row and column",
        ROWS.replace("400000", "cca. 400000"),
        Refused(("buget-2026.csv:3, column “total”", "found 'cca. 400000', expected a number")),
    ),
]
CELLS += [
    case(
        "code-cell-total",
        "the word TOTAL stands in the column of codes, the side in that of names",
        "65.02;Învățământ;600000\n84.02;Transporturi;400000\nTOTAL;CHELTUIELI;1000001\n",
        Refused(("buget-2026.csv:4", "a difference of -1 lei")),
    ),
    case(
        "blank-child",
        "a sum that misses names the rows that have no figure",
        "65.02;Învățământ;600000\n65.02.03;Grădinițe;400000\n65.02.04;Licee;\n",
        Refused(("a difference of -200,000 lei", "look at the rows without a figure: 65.02.04 (line 4)")),
    ),
    case(
        "blank-chapter-of-children",
        "a chapter without a figure is the sum of its parts",
        "65.02;Învățământ;\n65.02.03;Grădinițe;400000\n65.02.04;Licee;200000\n84.02;Transporturi;400000\n49.02;TOTAL;1000000\n",
        Budget(SPENT),
    ),
    case(
        "blank-everywhere",
        "the column has no figure at all",
        "65.02;Învățământ;-\n84.02;Transporturi;\n49.02;TOTAL;X\n",
        Refused(("buget-2026.csv:2", "has 65.02 and no figure beside it, nor beside any other code")),
    ),
    case(
        "surplus-of-one-side",
        "a surplus that is said while there is only one side",
        ROWS,
        Budget(SPENT, notes=("the surplus you say is held against nothing",)),
        surplus="100000",
    ),
]
CODES = [
    case(
        "codes-bare",
        "codes without the digits of the budget",
        ROWS.replace(".02", ""),
        Budget({"65": "600000", "84": "400000"}),
    ),
    case(
        "codes-bare-full-total",
        "codes without the digits of the budget beside a total that has them",
        ROWS.replace("65.02", "65").replace("84.02", "84"),
        Budget({"65": "600000", "84": "400000"}),
    ),
]
FOREIGN = [
    case(
        "program-codes",
        "programme codes of five digits are no chapters",
        "12345;Școli;600000\n20100;Drumuri;400000\n;TOTAL;1000000\n",
        Refused(("buget-2026.csv:2", "has the code '12345', which is none of Order 1954/2005")),
    ),
    case(
        "program-codes-like-chapters",
        "programme codes of which some look like chapters",
        "10203;Școli;600000\n20100;Drumuri;400000\n",
        Refused(("has the code '20100', which is none of Order 1954/2005",)),
    ),
    case(
        "program-rows-among-chapters",
        "programmes between chapters whose total is right without them",
        "65.02;Învățământ;600000\n12345;din care: Școli;500000\n84.02;Transporturi;400000\n49.02;TOTAL;1000000\n",
        Budget(SPENT, notes=("left out 1 row with a code of no chapter, the first 12345",)),
    ),
    case(
        "program-rows-without-total",
        "programmes between chapters, and no total that tells which count",
        "65.02;Învățământ;600000\n12345;Școli;500000\n84.02;Transporturi;400000\n",
        Refused(("has the code '12345', which is none of Order 1954/2005, and no total",)),
    ),
    case(
        "cofog-codes",
        "the divisions of COFOG, of which six are numbers of chapters of revenue",
        "".join(f"{n:02};Divizia {n};{n * 1000}\n" for n in range(1, 11)) + ";TOTAL;55000\n",
        Refused(("buget-2026.csv",)),
    ),
    case(
        "cofog-groups",
        "groups of COFOG as 09.1",
        "09.1;Educație;600000\n04.5;Transport;400000\n;TOTAL;1000000\n",
        Refused(("has the code '09.1', which is none of Order 1954/2005",)),
    ),
    case(
        "letter-codes",
        "codes of letters and digits",
        "GF09;Educație;600000\nGF0405;Transport;400000\n",
        Refused(("has the code 'GF09', which is none of Order 1954/2005",)),
    ),
    case(
        "state-codes",
        "chapters of the state's budget",
        ROWS.replace(".02", ".01"),
        Refused(("buget-2026.csv:2", "has 65.01, of source .01: the budget of no city")),
    ),
    case(
        "codes-both-ways",
        "a chapter with the digits of its budget and without",
        "07.02;Impozite;700000\n07;Impozite;700000\n42.02;Subvenții;200000\n",
        Refused(("has 07.02 and 07 (line 3), expected chapter 07 once",)),
    ),
]
SECTIONS = "cod;denumire;total\n65.02;Învățământ;600000\n84.02;Transporturi;400000\n"
TOTALS = [
    case(
        f"section-totals-{name}",
        f"totals of the sections as {running!r} and {investing!r}",
        f"{ROWS}{running};700000\n{investing};300000\n",
        Budget(SPENT),
    )
    for name, running, investing in (
        ("49", "49.02;TOTAL CHELTUIELI SECȚIUNEA DE FUNCȚIONARE", "49.02;TOTAL CHELTUIELI SECȚIUNEA DE DEZVOLTARE"),
        ("50", "50.02;TOTAL CHELTUIELI SECȚIUNEA DE FUNCȚIONARE", "50.02;TOTAL CHELTUIELI SECȚIUNEA DE DEZVOLTARE"),
        ("words", ";TOTAL CHELTUIELI SECȚIUNEA DE FUNCȚIONARE", ";TOTAL CHELTUIELI SECȚIUNEA DE DEZVOLTARE"),
        (
            "form",
            "49.02;CHELTUIELILE SECȚIUNII DE FUNCȚIONARE (cod 65.02) - TOTAL",
            "49.02;CHELTUIELILE SECȚIUNII DE DEZVOLTARE - TOTAL",
        ),
    )
] + [
    case(
        "section-totals-wrong",
        "totals of the two sections that do not make the total",
        f"{ROWS}49.02;TOTAL SECȚIUNEA DE FUNCȚIONARE;700000\n49.02;TOTAL SECȚIUNEA DE DEZVOLTARE;300001\n",
        Refused(("buget-2026.csv:4", "a difference of 1 lei")),
    ),
    case(
        "section-total-one",
        "the total of one section only",
        f"{ROWS}49.02;TOTAL CHELTUIELI SECȚIUNEA DE FUNCȚIONARE;700000\n",
        Budget(SPENT),
    ),
    case(
        "total-again",
        "the total stands at the top and at the end",
        f"49.02;TOTAL CHELTUIELI;1000000\n{ROWS}",
        Budget(SPENT),
    ),
    case(
        "total-again-other",
        "the total at the end is another than at the top",
        f"49.02;TOTAL CHELTUIELI;1000001\n{ROWS}",
        Refused(
            ("buget-2026.csv:5", "says 49.02 is 1,000,000 lei, line 2 says 1,000,001 lei", "a difference of -1 lei")
        ),
    ),
    case("total-general", "a general total that agrees", f"{ROWS};TOTAL GENERAL;1000000\n", Budget(SPENT)),
    case(
        "total-general-other",
        "a general total that disagrees",
        f"{ROWS};TOTAL GENERAL;1000100\n",
        Refused(("buget-2026.csv:5", "“TOTAL GENERAL” says 1,000,100 lei", "a difference of -100 lei")),
    ),
    case(
        "total-general-only",
        "a general total is the one total of the file",
        "65.02;Învățământ;600000\n84.02;Transporturi;400000\nTOTAL GENERAL;;1000000\n",
        Budget(SPENT),
    ),
    case(
        "total-of-part",
        "a total of own revenue is not that of all",
        f"{INCOME};TOTAL VENITURI PROPRII;700000\n",
        Budget(None, EARNED, view="revenue"),
    ),
    case(
        "total-with-surplus",
        "the total of revenue holds what earlier years left",
        f"{INCOME.replace('900000', '1000000')};Excedentul anilor precedenți;100000\n{ROWS}",
        Budget(SPENT, EARNED),
    ),
    case(
        "total-general-with-surplus",
        "a general total of revenue and what earlier years left",
        f"{INCOME};Excedentul anilor precedenți;100000\n;TOTAL GENERAL;1000000\n{ROWS}",
        Budget(SPENT, EARNED),
    ),
]
WORDINGS = [
    surplus(f"{number}", f"{name};100000")
    for number, name in enumerate(
        (
            ";Excedentul anilor precedenți",
            ";EXCEDENT BUGETAR DIN ANII ANTERIORI",
            ";Sume din excedentul anului precedent pentru acoperirea golurilor temporare de casă",
            ";Sume din excedentul bugetului local utilizate pentru finanțarea cheltuielilor secțiunii de dezvoltare",
            ";Deficit acoperit din excedent",
            ";Utilizare excedent",
            ";Disponibil din anii anteriori",
            ";Soldul anului precedent",
            ";Excedent an 2025",
            "99.02;DEFICIT",
            "99.02.97;Deficitul secțiunii de dezvoltare",
            "98.02;Excedentul anilor precedenți",
        ),
        1,
    )
]
RESULTS = [
    surplus("minus", "99.02;DEFICIT;-100000"),
    surplus(
        "parts", "99.02.96;Deficitul secțiunii de funcționare;40000\n99.02.97;Deficitul secțiunii de dezvoltare;60000"
    ),
    surplus(
        "memo-parts",
        ";din excedentul anilor precedenți, funcționare;40000\n;din excedentul anilor precedenți, dezvoltare;60000",
    ),
    surplus("repeated", "99.02;DEFICIT;100000\n;acoperit din excedentul anilor precedenți;100000"),
    surplus("96", "96.02;VII. REZERVE, EXCEDENT/DEFICIT;-100000\n99.02;DEFICIT;100000"),
    surplus(
        "this-year",
        "96.02;REZERVE, EXCEDENT/DEFICIT;100000",
        Refused(("revenue of 900,000 lei", "expenditure of 1,000,000 lei", "a difference of -100,000 lei")),
    ),
    surplus("this-year-98", "98.02;EXCEDENT;100000", Refused(("a difference of -100,000 lei",))),
    surplus("missed", ";Excedentul anilor precedenți;99999,99", Refused(("a difference of -0.01 lei",))),
    surplus("said", "36.02.50;;", surplus="100000"),
    surplus("said-wrong", "36.02.50;;", Refused(("a difference of -1 lei",)), surplus="99999"),
    surplus("unsaid", "36.02.50;;", Refused(("a difference of -100,000 lei",))),
    case(
        "surplus-revenue",
        "a surplus with a code of revenue is in the total already",
        INCOME.replace("900000", "1000000") + "40.02.14;Sume din excedentul bugetului local;100000\n" + ROWS,
        Budget(SPENT, {**EARNED, "40.02": "100000"}),
    ),
    case(
        "surplus-revenue-and-deficit",
        "a surplus with a code of revenue, and the deficit it covers: not twice",
        INCOME.replace("900000", "1000000")
        + f"40.02.14;Sume din excedentul bugetului local;100000\n{ROWS}99.02;DEFICIT;100000\n",
        Budget(SPENT, {**EARNED, "40.02": "100000"}, notes=("it is not added again",)),
    ),
    case(
        "surplus-planned",
        "this year's own surplus explains the difference of the sides",
        f"{INCOME}{ROWS.replace('600000', '400000').replace('1000000', '800000')}98.02;EXCEDENT;100000\n",
        Budget({"65.02": "400000", "84.02": "400000"}, EARNED, notes=("leaves 100,000 lei of this year",)),
    ),
    case(
        "executed-both-sides",
        "what was taken in and spent need not be equal",
        f"{INCOME}{ROWS}98.02;EXCEDENT;5\n",
        Budget(SPENT, EARNED, slide={"status": "executed"}),
        status="executed",
        as_of="2026-12-31",
    ),
]

HEAD = "cod;denumire;total\n"
BESIDE = [
    Case(
        f"beside-{name}",
        shows,
        "cheltuieli-2026.csv",
        HEAD + spent,
        expect,
        {**SAID, "revenue": "venituri-2026.csv", **options},
        beside={"venituri-2026.csv": f"{HEAD}{income}".encode()},
    )
    for name, shows, spent, income, expect, options in (
        (
            "deficit",
            "the deficit stands with expenditure",
            f"{ROWS}99.02;DEFICIT;100000\n",
            INCOME,
            Budget(SPENT, EARNED),
            {},
        ),
        (
            "memo",
            "the surplus stands with revenue",
            ROWS,
            f"{INCOME};Utilizare excedent;100000\n",
            Budget(SPENT, EARNED),
            {},
        ),
        ("said", "the person says the surplus", ROWS, INCOME, Budget(SPENT, EARNED), {"surplus": "100000"}),
        (
            "unsaid",
            "nobody says what covers the difference",
            ROWS,
            INCOME,
            Budget(SPENT, EARNED, notes=("a difference of 100,000 lei",)),
            {},
        ),
        (
            "wrong",
            "the surplus that is said does not close them",
            ROWS,
            INCOME,
            Refused(("a difference of -1 lei",)),
            {"surplus": "99999"},
        ),
        (
            "two-surpluses",
            "the person says another surplus than the file, and it closes the sides",
            f"{ROWS}99.02;DEFICIT;90000\n",
            INCOME,
            Budget(SPENT, EARNED, notes=("closes with the 100,000 lei", "it says 90,000 lei itself")),
            {"surplus": "100000"},
        ),
        (
            "in-revenue",
            "what covers the deficit is revenue already",
            f"{ROWS}99.02;DEFICIT;100000\n",
            INCOME.replace("900000", "1000000") + "40.02.14;Sume din excedent;100000\n",
            Budget(SPENT, {**EARNED, "40.02": "100000"}, notes=("it is not added again",)),
            {},
        ),
        (
            "other-year",
            "the file of revenue is of another year",
            ROWS,
            f"{INCOME};;\nBUGETUL PE ANUL 2025;;\n",
            Asked("year", ("2025",)),
            {"surplus": "100000"},
        ),
    )
]
CASES = [*BESIDE, *EMPTY, *WRITTEN, *CELLS, *CODES, *FOREIGN, *TOTALS, *WORDINGS, *RESULTS]
