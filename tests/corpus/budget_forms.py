"""Budgets in the forms cities publish: the annex of law 273/2006, and tables with several columns of amounts."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from tests.corpus.case import Asked, Budget, Case, Refused
from tests.readers.budgets.annex import MODEL, Form, written
from tests.readers.files.spreadsheets import xlsx

SAID = {"year": "2026", "status": "voted", "unit": "lei", "as-of": "2026-02-10", "source-url": "https://example.org/b"}
TWO = {"65.02": "600000", "84.02": "400000"}
"""What the column that is meant holds in the tables below."""
AMOUNTS = {"65.02": 600_000, "84.02": 400_000, "49.02": 1_000_000}
NAMES = {"65.02": "Învățământ", "84.02": "Transporturi", "49.02": "TOTAL CHELTUIELI"}


def annex(side: str) -> dict[str, str]:
    """The chapters of the model, in lei."""
    tree = MODEL.tree(side)
    return {code: str(10 * sum(pair)) for code, pair in tree.items() if code.count(".") == 1}


def form(name: str, shows: str, **layout: Any) -> Case:
    """The annex form in a layout, read whole."""
    shape = Form(**layout)
    options = {key: text for key, text in SAID.items() if key != "unit"}
    expect = Budget(annex("spent"), annex("income"), slide={"unit": "thousand lei", "year": 2026})
    return Case(
        f"annex-{name}",
        shows,
        f"anexa-1-2026.{shape.kind}",
        partial(written, MODEL, shape),
        expect,
        options,
        city="Municipiul Exemplu",
        inhabitants=8000,
    )


def table(*columns: str, above: str = "", **factors: float) -> str:
    """A table of three rows; each column holds the amounts times its factor (1 where none is said), by its place."""
    times = [factors.get(f"c{n}", 1) for n in range(1, len(columns) + 1)]
    rows = [";".join([NAMES[code], code, *(f"{bani * each:.0f}" for each in times)]) for code, bani in AMOUNTS.items()]
    return "\n".join([*([above] if above else []), ";".join(["Denumire", "Cod", *columns]), *rows, ""])


def case(
    name: str,
    shows: str,
    data: str | bytes,
    expect: Budget | Asked | Refused,
    /,
    file: str = "buget.csv",
    **options: str,
) -> Case:
    chosen: Mapping[str, str] = {**SAID, **{key.replace("_", "-"): text for key, text in options.items()}}
    return Case(name, shows, file, data, expect, {key: text for key, text in chosen.items() if text})


READ = Budget(TWO)

FORMS = [
    form("three-lines", "three header lines, blocks total, funcționare, dezvoltare of both sides in one sheet"),
    form("csv", "the same saved as CSV: footers shorter than the header", kind="csv"),
    form("csv-points", "the same with decimal points", kind="csv", decimal="."),
    form("ods", "the same as ODS", kind="ods"),
    form("xls", "the same as an old Excel file", kind="xls"),
    form("two-sheets", "revenue in one sheet, expenditure in the other", sheets=2),
    form("two-lines", "a header of two lines", depth=2),
    form("one-line", "a header of one line, without the line that counts", depth=1, counted=False),
    form("group-above", "the groups of columns stand above the line of names", group_above=True),
    form("row-numbers", "`Cod rând` is no code of a chapter", row_numbers=True),
    form("code-first", "the code stands before the name", code_first=True),
    form("only-total", "no arrears, quarters or estimates", arrears=False, quarters=False, estimates=False),
    form("no-sections", "only the block of the whole budget", sections=False),
    form("by-side", "all blocks of revenue, then all of expenditure", by_side=True),
    form("chapters", "no rows of the economic classification", details=False),
    form("totals-below", "each total below its rows", totals_below=True),
    form("crosses", "rows the city does not fill have an X", empty="X"),
    form("zeros", "rows the city does not fill have 0", zeros=True, empty=None),
    form("pages", "the header is repeated on every page", page=25),
    form("pages-csv", "the same in a CSV", page=25, kind="csv"),
    form("numbers", "the codes are numbers: 10.1 is 10.10, 1 is 01", numeric_codes=True),
]

COLUMNS = [
    case(
        "smallest",
        "a column without a name is no column of economic codes",
        (
            "cod;denumire;total;;trim II\n49.02;TOTAL CHELTUIELI;30000;1;2\n"
            "65.02;Învățământ;20000;1;2\n84.02;Transporturi;10000;;2\n"
        ),
        Budget({"65.02": "20000", "84.02": "10000"}),
    ),
    case(
        "rectified",
        "rectified before approved, and said",
        table("Prevederi 2026", "Influențe", "Prevederi rectificate 2026", c1=0.5, c2=0.1),
        Budget(TWO, notes=("read from the column 'prevederi rectificate 2026', not from prevederi 2026",)),
    ),
    case(
        "rectified-alone",
        "a rectified column alone is said to be one",
        table("Buget rectificat"),
        Budget(TWO, notes=("'buget rectificat', the rectified budget",)),
    ),
    case("definitive", "definitive before initial", table("Prevederi inițiale", "Prevederi definitive", c1=2), READ),
    case(
        "final",
        "final before approved",
        table("Buget aprobat 2026", "Modificări", "Buget final 2026", c1=2, c2=3),
        READ,
    ),
    case("updated", "updated, standing before approved", table("Program actualizat", "Program aprobat", c2=2), READ),
    case(
        "plus-minus",
        "+/- is what was added and taken",
        table("Buget inițial", "+/-", "Buget actualizat", c1=2, c2=3),
        READ,
    ),
    case(
        "rectified-without-year",
        "the rectified column names no year",
        table("Prevederi 2026", "Influențe", "Prevederi rectificate", c1=2),
        READ,
    ),
    case(
        "influences-alone",
        "what was added is no budget",
        table("Influențe"),
        Refused(("buget.csv", "'influențe' holds what a rectification adds or takes")),
    ),
    case(
        "influences-and-plan",
        "the plan before a rectification is asked",
        table("Prevederi 2026", "Influențe", c2=0.1),
        Asked("column", ("prevederi 2026",)),
    ),
    case(
        "influences-and-plan-answered",
        "and read when it is named",
        table("Prevederi 2026", "Influențe", c2=0.1),
        READ,
        column="Prevederi 2026",
    ),
    case(
        "three-stages",
        "approved, influences, and a column that does not say",
        table("Buget aprobat 2026", "Influențe (+/-)", "Prevederi anuale", c1=2, c2=3),
        Asked("column", ("buget aprobat 2026", "prevederi anuale")),
    ),
    case(
        "commitments", "budget credits, not commitments", table("Credite de angajament", "Credite bugetare", c1=3), READ
    ),
    case(
        "commitments-below",
        "the same below a common name",
        "Denumire;Cod;Buget 2026;;\n;;Credite de angajament;Credite bugetare;Plăți\n"
        "Învățământ;65.02;9;600000;1\nTransporturi;84.02;9;400000;2\n",
        READ,
    ),
    case(
        "quarters-alone",
        "four quarters are no column of the year",
        table("Trim I", "Trim II", "Trim III", "Trim IV"),
        Refused(("buget.csv", "has no column of the budget's amounts for the whole year")),
    ),
    case(
        "quarters",
        "the total, not a quarter",
        table("Trim. I", "Trim. II", "Total", "%", c1=0.3, c2=0.7, c4=0.0001),
        READ,
    ),
    case("estimates", "not the estimates", table("Estimări 2027", "Buget 2026", "Estimări 2028", c1=2, c3=3), READ),
    case(
        "realised-before",
        "not what the year before brought",
        table("Realizat an precedent", "Preliminat 2025", "Propuneri 2026", c1=2, c2=3),
        READ,
        status="draft",
    ),
    case("years-said", "of two years the one that is said", table("Buget 2025", "Buget 2026", c1=2), READ),
    case(
        "years-titled",
        "of two years the one the title says",
        table("2025", "2026", above="BUGETUL LOCAL PE ANUL 2026;;;", c1=2),
        READ,
        year="",
    ),
    case(
        "years-asked",
        "of two years none is said",
        table("Buget 2025", "Buget 2026", c1=2),
        Asked("year", ("2025", "2026")),
        year="",
    ),
    case(
        "years-others",
        "the year that is said is not among them",
        table("Buget 2024", "Buget 2025", c1=2),
        Asked("year", ("2024", "2025")),
    ),
    case(
        "two-candidates",
        "two columns that could be meant",
        table("Buget local", "Total", c2=2),
        Asked("column", ("buget local", "total"), notes=("total 1,000,000; the largest chapter 65.02 600,000",)),
    ),
    case("two-candidates-answered", "and the answer", table("Buget local", "Total", c2=2), READ, column="BUGET LOCAL"),
    case(
        "column-last-line",
        "an answer by the last line, without accents",
        "Denumire;Cod;Prevederi;\n;;Varianta întâi;Varianta a doua\n"
        "Învățământ;65.02;1;600000\nTransporturi;84.02;2;400000\n",
        READ,
        column="varianta a doua",
    ),
    case(
        "column-unknown",
        "the answer names no column",
        table("Buget local", "Total"),
        Refused(("buget.csv", "expected 'Suma' among them")),
        column="Suma",
    ),
    case(
        "column-quarter",
        "a quarter is never the year, whoever names it",
        table("Total", "Trim I"),
        Refused(("amounts of a part of the year in the column 'trim i'",)),
        column="Trim I",
    ),
    case(
        "column-twice",
        "one name twice is answered by its letter",
        table("Total", "Total", c1=2),
        READ,
        column="Total (col. D)",
    ),
    case("column-same", "two columns of the same figures are no question", table("Total", "Valoare"), READ),
    case(
        "column-no-words",
        "a header that says nothing",
        table("Coloana 1", "Suma alocată UAT", c1=2),
        Asked("column", ("suma alocată uat",)),
    ),
    case("unit-name", "a column named by its unit", table("lei"), READ),
]

EXECUTED = [
    case(
        "payments",
        "payments, not the plan",
        table("Prevederi anuale", "Credite trimestriale", "Plăți efectuate", c1=2, c2=3),
        READ,
        status="executed",
        as_of="2027-01-31",
    ),
    case(
        "realised",
        "what was realised",
        table("Prevederi anuale", "Realizări 2026", "%", c1=2, c3=0.0001),
        READ,
        status="executed",
        as_of="2027-01-31",
    ),
    case(
        "execution-split",
        "a header over two lines",
        "Denumire;Cod;Buget;Execuție;Grad de\n;;aprobat;2026;realizare\n"
        "Învățământ;65.02;9;600000;1\nTransporturi;84.02;9;400000;2\n",
        READ,
        status="executed",
        as_of="2027-01-31",
    ),
    case(
        "execution-of-a-plan",
        "a plan is not what was spent",
        table("Prevederi anuale"),
        Refused(("buget.csv", "has amounts of the budget only (prevederi anuale)")),
        status="executed",
    ),
    case(
        "execution-of-a-rectified-plan",
        "nor is a rectified one",
        table("Buget 2026", "Influențe", "Buget rectificat"),
        Refused(("has amounts of the budget only",)),
        status="executed",
    ),
    case(
        "execution-by-column",
        "and naming it does not make it so",
        table("Prevederi anuale", "Plăți efectuate", c2=0.5),
        Refused(("the budget is said to be executed",)),
        status="executed",
        column="Prevederi anuale",
    ),
    case("payments-as-plan", "payments are no budget", table("Plăți efectuate"), Asked("status", ("executed",))),
    case(
        "payments-by-section",
        "nor are they where sections beside them do not say that they are planned",
        table("Plăți", "SF", "SD", c2=1, c3=0),
        Asked("status", ("executed",)),
    ),
    case(
        "commitments-by-section",
        "sections beside commitments may be of either",
        table("Credite de angajament", "SF", "SD", c2=1, c3=0),
        Refused(("has sections beside credite de angajament", "credite bugetare")),
    ),
    case(
        "payments-twice",
        "of two columns of payments neither is the first that comes",
        table("Plăți", "Credite trimestriale", "Plăți nete", c1=2),
        Asked("column", ("plăți", "plăți nete")),
        status="executed",
        as_of="2027-01-31",
    ),
    case(
        "payments-of-some",
        "payments with a word that nobody knows beside payments",
        table("Plăți", "Plăți din excedent", c2=0.5),
        Asked("column", ("plăți", "plăți din excedent")),
        status="executed",
        as_of="2027-01-31",
    ),
    case(
        "blank-beside-half-a-total",
        "a total of one section does not say that a chapter without a figure has none",
        "cod;Valoare;SF;SD\n70.02;;;\n84.02;;235000;276000\n49.02;;;276000\n",
        Budget({"84.02": "511000"}, asks=("sure",)),
    ),
    case(
        "quarter-by-section",
        "sections that add up to a quarter are of it",
        table("Trim I", "SF", "SD", c2=0.6, c3=0.4),
        Refused(("sections that add up to 'trim i', amounts of a part of the year",)),
    ),
    case(
        "year-as-execution",
        "a column that is only a year does not say that its amounts were paid",
        table("2026"),
        Asked("column", ("2026",)),
        status="executed",
        as_of="2027-01-31",
    ),
    case(
        "unit-over-two-lines",
        "a unit that goes on in the next line takes no column away",
        "Valoare (mii;Cod;Valoare\nlei);;\n600;65.02;300\n400;84.02;200\n1000;49.02;500\n",
        Asked("column", ("valoare (mii / lei)", "valoare")),
        unit="thousand lei",
    ),
    case(
        "commitments-over-two-lines",
        "a header goes on in a line with a number in it",
        "cod;Credite de;Col\n;angajament 2026;5\n65.02;600000;300000\n84.02;400000;200000\n49.02;1000000;500000\n",
        Asked("column"),
    ),
    case(
        "receipts-as-payments",
        "what was taken in was not spent",
        table("Încasări realizate"),
        Refused(("which is expenditure, under 'încasări realizate'", "expected a column as `Plăți efectuate`")),
        status="executed",
    ),
    case(
        "of-both-sides",
        "a column of receipts and payments is of either side",
        table("Încasări / Plăți"),
        READ,
        status="executed",
        as_of="2027-01-31",
    ),
    case(
        "sum-executed",
        "one sum without a word is what a person says",
        table("Suma"),
        READ,
        status="executed",
        as_of="2027-01-31",
    ),
    case(
        "payments-and-receipts",
        "each side in its own column",
        "Denumire;Cod;Prevederi;Încasări realizate;Plăți efectuate\n"
        "TOTAL VENITURI;00.01;9;700000;\nCote;04.02;9;700000;\n"
        "TOTAL CHELTUIELI;49.02;9;;600000\nÎnvățământ;65.02;9;;600000\n",
        Budget({"65.02": "600000"}, {"04.02": "700000"}),
        status="executed",
        as_of="2027-01-31",
    ),
]

PAID = """la data de 31.12.2026;;;;;;;;;
Denumirea indicatorilor;Cod indicator;Credite de angajament;Credite bugetare;;Angajamente bugetare;Angajamente legale;\
Plăți efectuate;Angajamente legale de plătit;Cheltuieli efective
;;;inițiale;definitive;;;;;
A;B;1;2;3;4;5;6;7=5-6;8
TOTAL CHELTUIELI;49.02;0;900000;1100000;1100000;1050000;1000000;50000;990000
Învățământ;65.02;0;500000;700000;700000;650000;600000;50000;590000
TITLUL II BUNURI ȘI SERVICII;20;0;500000;700000;700000;650000;600000;50000;590000
Transporturi;84.02;0;400000;400000;400000;400000;400000;0;400000
"""
"""Order 1917/2005, annex 13."""
TAKEN = """la data de 31.12.2026;;;;;;;;;
Denumirea indicatorilor;Cod indicator;Prevederi bugetare;;Drepturi constatate;;;Încasări realizate;\
Stingeri pe alte căi decât încasări;Drepturi constatate de încasat
;;inițiale;definitive;total, din care:;din anii precedenți;din anul curent;;;
A;B;1;2;3=4+5;4;5;6;7;8=3-6-7
TOTAL VENITURI;00.01;900000;1000000;1200000;100000;1100000;1000000;0;200000
Cote defalcate;04.02;900000;1000000;1200000;100000;1100000;1000000;0;200000
"""
"""Order 1917/2005, annex 12."""
EXECUTED += [
    case(
        "account-of-expenditure",
        "the account of execution of expenditure: payments",
        PAID,
        Budget(TWO, notes=("read from the column 'plăți efectuate'",)),
        status="executed",
        as_of="2026-12-31",
    ),
    case(
        "account-of-revenue",
        "the account of execution of revenue: receipts",
        TAKEN,
        Budget(None, {"04.02": "1000000"}, notes=("read from the column 'încasări realizate'",)),
        status="executed",
        as_of="2026-12-31",
    ),
    case(
        "account-as-plan",
        "the account says another stage than the person",
        PAID,
        Budget({"65.02": "700000", "84.02": "400000"}, notes=("credite bugetare / definitive",)),
    ),
]
COLUMNS += [
    case(
        "sections-of-which",
        "`din care` before the sections",
        table("Buget 2026", "din care: secțiunea de funcționare", "secțiunea de dezvoltare", c2=0.6, c3=0.4),
        READ,
    ),
    case(
        "row-count",
        "`Nr. crt.` is no amount",
        "Nr. crt.;Denumire;Cod;Buget aprobat;Rectificare +/-;Buget rectificat\n"
        "1;Învățământ;65.02;1;2;600000\n2;Transporturi;84.02;1;2;400000\n",
        READ,
    ),
    case(
        "plus-and-minus",
        "influences in two columns under one name",
        "Denumire;Cod;BUGET 2026;;;\n;;INIȚIAL;INFLUENȚE;;RECTIFICAT\n;;;+;-;\n"
        "Învățământ;65.02;1;2;3;600000\nTransporturi;84.02;1;2;3;400000\n",
        READ,
    ),
    case(
        "sources",
        "other sources beside the local budget",
        table("Buget local", "Venituri proprii", "Total general", c2=2, c3=3),
        Asked("column", ("buget local", "total general")),
    ),
    case(
        "remarks",
        "remarks with numbers are no amounts",
        table("Prevederi 2026", "Observații", c2=0.00001),
        READ,
    ),
]

SUMMARY = """Denumire;Cod;Total
TOTAL CHELTUIELI;49.02;1000000
CHELTUIELI CURENTE;01;600000
TITLUL VI TRANSFERURI;51;300000
{first};51.01;{rest}
{second};51.02;100000
TITLUL XVII RAMBURSĂRI;81;100000
{third};81.02;100000
Autorități publice și acțiuni externe;51.02;600000
Combustibili și energie;81.02;400000
"""
WORDS = {
    "first": "Transferuri curente",
    "second": "Transferuri de capital",
    "third": "Rambursări de credite interne",
    "rest": "200000",
}
COLLIDING = {"51.02": "600000", "81.02": "400000"}
SPENT = [["cod", "total"], ["49.02", 1_000_000], ["65.02", 600_000], ["84.02", 400_000]]
INCOME = [["cod", "total"], ["00.01", 1_000_000], ["04.02", 1_000_000]]

ROWS = [
    case(
        "articles-by-words",
        "articles 51.02 and 81.02 are no chapters",
        SUMMARY.format_map(WORDS),
        Budget(COLLIDING, notes=("left out 6 rows of the economic classification",)),
    ),
    case(
        "articles-by-sum",
        "without words, what the title adds up to tells",
        "cod;total\n49.02;1000000\n51;300000\n51.01;200000\n51.02;100000\n"
        "81;100000\n81.02;100000\n65.02;600000\n84.02;400000\n",
        READ,
    ),
    case(
        "chapter-after-its-title",
        "a chapter of the title's number that the title does not hold",
        "cod;total\n49.02;1000000\n51;300000\n51.01;300000\n51.02;600000\n84.02;400000\n",
        Budget({"51.02": "600000", "84.02": "400000"}),
    ),
    case(
        "articles-unproved",
        "neither words nor a total tell",
        "cod;total\n51;300000\n51.02;100000\n65.02;600000\n84.02;400000\n",
        Refused(("buget.csv:3", "which may be a chapter or a row of the economic classification")),
    ),
    case(
        "short-code-unproved",
        "`84` without a total: a chapter or a title",
        "Denumire;Cod;Total\nÎnvățământ;65.02;600000\nDrumuri;84;400000\n",
        Refused(("buget.csv:3", "has 84, which may be a chapter or a row of the economic")),
    ),
    case(
        "short-code",
        "`84` with the chapter's name is the chapter",
        "Denumire;Cod;Total\nÎnvățământ;65.02;600000\nTransporturi;84;400000\nBunuri și servicii;20;300000\n",
        Budget({"65.02": "600000", "84": "400000"}),
    ),
    case(
        "article-in-place-of-a-chapter",
        "the name of an article under a chapter's code, and no total",
        "Denumire;Cod;Total\nÎnvățământ;65.02;600000\nTransferuri de capital;51.02;400000\n",
        Refused(("buget.csv:3", "has 51.02, which may be a chapter or a row")),
    ),
    case(
        "articles-in-a-chapter",
        "an article of the chapter's own number, before its parts",
        "Denumire;Cod;Total\nAutorități publice;51.02;600000\n"
        "TITLUL VI TRANSFERURI;51;600000\nTransferuri de capital;51.02;600000\n"
        "Din total capitol:;;\nAutorități executive;51.02.01;600000\nTransporturi;84.02;400000\n",
        Budget({"51.02": "600000", "84.02": "400000"}),
    ),
    case(
        "articles-of-revenue-numbers",
        "20.02 and 30.02 of expenditure are no revenue",
        "Denumire;Cod;Total\nTOTAL CHELTUIELI;49.02;1000000\nÎnvățământ;65.02;600000\n"
        "BUNURI ȘI SERVICII;20;600000\nReparații curente;20.02;600000\n"
        "Dobânzi aferente datoriei externe;30.02;0\nTransporturi;84.02;400000\n",
        READ,
    ),
    case(
        "one-section",
        "one section is half a budget",
        "Denumire;Cod;Total\nCHELTUIELILE SECȚIUNII DE FUNCȚIONARE;49.02;1000000\nÎnvățământ;65.02;1000000\n",
        Refused(("buget.csv", "amounts of the section funcționare only")),
    ),
    case(
        "one-section-column",
        "and so is its column",
        table("Secțiunea de dezvoltare"),
        Refused(("amounts of the section dezvoltare only",)),
    ),
    case(
        "one-section-column-two-sections",
        "a row of one section has no amount in the column of the other",
        "COD;sectiune;Secțiunea de funcționare\n65.02;;700\n49.02;;700\n65.02;dezvoltare;700\n49.02;dezvoltare;700\n",
        Refused(("buget.csv:4: is a row of the section dezvoltare with 700 under 'secțiunea de funcționare'",)),
    ),
    case(
        "sheets",
        "the sides in two sheets; a third is named",
        xlsx(Cheltuieli=SPENT, Venituri=INCOME, Vechi=SPENT),
        Budget(TWO, {"04.02": "1000000"}, notes=("not from the sheet Vechi",)),
        file="buget.xlsx",
    ),
    case(
        "sheets-differ",
        "a sum that is not names its sheet",
        xlsx(Cheltuieli=SPENT, Venituri=[*INCOME[:2], ["04.02", 999_999]]),
        Refused(("buget.xlsx:Venituri:2", "a difference of -1 lei")),
        file="buget.xlsx",
    ),
    case(
        "sheet-named",
        "a sheet that is named is the only one",
        xlsx(Cheltuieli=SPENT, Venituri=INCOME),
        READ,
        file="buget.xlsx",
        sheet="Cheltuieli",
    ),
]

CASES = [*FORMS, *COLUMNS, *EXECUTED, *ROWS]
