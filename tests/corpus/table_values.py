"""The values of tables: what a cell says, which rows are totals, which years are not over.

All are imported on 24 November 2026. What is expected was worked out by hand.
"""

import io
from collections.abc import Mapping, Sequence

import openpyxl

from tests.corpus.case import Asked, Budget, Case, Expectation, Refused, Table
from tests.corpus.first_cases import SOURCE
from tests.readers.files.spreadsheets import ods, xlsx

AS_OF = {"as_of": "2026-01-15"}


def percentages(rows: Sequence[Sequence[object]]) -> bytes:
    """A workbook whose numbers are shown as percentages."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    for cells in book.active.iter_rows():
        for cell in cells:
            cell.number_format = "0.00%" if isinstance(cell.value, float) else cell.number_format
    book.save(out)
    return out.getvalue()


def with_hidden_row(rows: Sequence[Sequence[object]], number: int) -> bytes:
    """A workbook of which a row is hidden."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.active.row_dimensions[number].hidden = True
    book.save(out)
    return out.getvalue()


def _case(
    name: str, shows: str, data: str | bytes, expect: Expectation, file: str = "arbori.csv", **options: str
) -> Case:
    chosen = {key.replace("_", "-"): value for key, value in options.items()}
    return Case(f"value-{name}", shows, file, data, expect, {**SOURCE, **chosen}, reader="dataset")


def _cell(name: str, shows: str, cell: str, value: str, slide: Mapping[str, object] | None = None) -> Case:
    """One cell among others that are written alike where they have a unit."""
    other = cell if value and slide else "7"
    text = f"an;copaci\n2018;{other}\n2019;{cell}\n"
    return _case(name, shows, text, Table({"2018": value if other == cell else "7", "2019": value}, slide or {}))


def _no_cell(name: str, shows: str, cell: str) -> Case:
    text = f"an;copaci\n2017;5\n2018;7\n2019;{cell}\n"
    place = ("arbori.csv: row 4, column “copaci”", f"found {cell!r}, expected a number")
    return _case(name, shows, text, Refused(place))


CELLS = [
    _cell("plain", "a number", "60", "60"),
    _cell("star", "a footnote's star behind a number", "60*", "60"),
    _cell("provisional", "a figure marked as provisional", "60 (p)", "60"),
    _cell("superscript", "a footnote's number above a number is none of its digits", "60¹", "60"),
    _cell("star-bracket", "a star and a bracket", "60 *)", "60"),
    _cell("plus", "a plus sign", "+3", "3"),
    _cell("minus-behind", "a minus behind, as accounting programs write it", "3-", "-3"),
    _cell("minus-sign", "the true minus sign", "−3", "-3"),
    _cell("brackets", "an accountant's brackets", "(12)", "-12"),
    _cell("apostrophe", "thousands apart by an apostrophe", "1'234", "1234"),
    _cell("curly-apostrophe", "thousands apart by a curly apostrophe", "1’234’567", "1234567"),
    _cell("no-break-space", "thousands apart by a no-break space", "1\u00a0234", "1234"),
    _cell("narrow-space", "thousands apart by a narrow no-break space", "12\u202f345,5", "12345.5"),
    _cell("spaces", "thousands apart by spaces", "1 234 567", "1234567"),
    _cell("groups", "thousands and millions in groups", "1.234.567", "1234567"),
    _cell("english", "groups by commas, a decimal point", "1,234.5", "1234.5"),
    _cell("zero-width", "a mark without width, copied from a web page", "\u200b60", "60"),
    _cell("dash", "a dash is no figure", "–", ""),
    _cell("colon", "Eurostat's colon is no figure", ":", ""),
    _cell("colon-flag", "a colon and a flag: confidential", ": c", ""),
    _cell("secret", "a star alone is a figure that is not told", "*", ""),
    _cell("no-data", "words for no figure", "Fără date", ""),
    _cell("percent", "a percent sign is the unit", "12,5 %", "12.5", {"unit.ro": "%"}),
    _cell("lei", "lei behind the figures are their unit", "12,50 lei", "12.5", {"unit.ro": "lei"}),
    _cell("ron", "RON are lei", "12,50 RON", "12.5", {"unit.ro": "lei"}),
    _cell("thousand-lei", "thousand lei behind the figures", "5 mii lei", "5", {"unit.ro": "mii lei"}),
    _cell("euro", "a euro sign before the figures", "€ 12", "12", {"unit.ro": "euro"}),
    _no_cell("less-than", "fewer than five is no figure", "<5"),
    _no_cell("more-than", "more than a hundred is no figure", ">100"),
    _no_cell("about", "about sixty is no figure", "cca. 60"),
    _no_cell("range", "ten to twelve is no figure", "10-12"),
    _no_cell("words", "a number with a word that is no unit", "60 arbori bătrâni"),
    _no_cell("error", "a spreadsheet's error", "#REF!"),
    _no_cell("exponent", "a number of a program that cut its digits", "1,2E+05"),
    _no_cell("fraction", "a half", "1/2"),
    _no_cell("time", "an hour", "12:30"),
]

MARKS = [
    _case(
        "either",
        "figures that are all thousands or all fractions",
        "an;copaci\n2018;1.234\n2019;2.345\n",
        Asked("decimal", ("comma", "point"), ("1.234",)),
    ),
    _case(
        "either-in-commas",
        "the same between commas: what separates cells says nothing of marks",
        'an,copaci\n2018,"1,234"\n2019,"2,345"\n',
        Asked("decimal", ("comma", "point")),
    ),
    _case(
        "either-in-tabs",
        "the same between tabs",
        "an\tcopaci\n2018\t1.234\n2019\t950\n",
        Asked("decimal", ("comma", "point")),
    ),
    _case(
        "either-comma",
        "the answer that the comma is decimal",
        "an;copaci\n2018;1.234\n2019;2.345\n",
        Table({"2018": "1234", "2019": "2345"}),
        decimal="comma",
    ),
    _case(
        "either-point",
        "the answer that the point is decimal",
        "an;copaci\n2018;1.234\n2019;2.345\n",
        Table({"2018": "1.234", "2019": "2.345"}),
        decimal="point",
    ),
    _case(
        "shown-beside",
        "another column of the file has a decimal comma",
        "an;copaci;rata\n2018;1.234;12,5\n2019;2.345;13\n",
        Table({"2018": "1234", "2019": "2345"}, notes=("read 1.234 with a decimal comma",)),
        y="copaci",
    ),
    _case(
        "shown-in-another-row",
        "another series of the same column has a decimal point",
        "indicator;an;valoare\nA;2018;1.234\nA;2019;2.345\nB;2018;0.5\nB;2019;1\n",
        Table({"2018": "1.234", "2019": "2.345"}),
        where="indicator=A",
    ),
    _case(
        "answer-against-the-file",
        "an answer that the figures contradict",
        "an;copaci\n2018;1.234\n2019;12,5\n",
        Refused(("column “copaci”", "found '12,5', which has no decimal point")),
        decimal="point",
    ),
    _case(
        "two-marks",
        "figures that contradict each other",
        "an;copaci\n2018;1.234,5\n2019;1,234.5\n",
        Refused(
            ("arbori.csv: row 2, column “copaci”: mixes 1.234,5 and 1,234.5 (arbori.csv: row 3, column “copaci”)",)
        ),
    ),
    _case(
        "spreadsheet",
        "a spreadsheet's numbers are exact",
        xlsx(Foaie1=[["an", "copaci"], ["2018", 1.234], ["2019", 2.345]]),
        Table({"2018": "1.234", "2019": "2.345"}),
        file="arbori.xlsx",
    ),
    _case(
        "spreadsheet-text",
        "a number that is text in a spreadsheet",
        xlsx(Foaie1=[["an", "copaci"], ["2018", "1.234"], ["2019", 950]]),
        Asked("decimal", ("comma", "point")),
        file="arbori.xlsx",
    ),
    _case(
        "ods",
        "the numbers of an ODS sheet are exact",
        ods([["an", "copaci"], ["2018", 1.5], ["2019", 1234]]),
        Table({"2018": "1.5", "2019": "1234"}),
        file="arbori.ods",
    ),
    _case(
        "spreadsheet-percent",
        "a percentage of a spreadsheet is what people see there",
        percentages([["an", "rata"], ["2018", 0.12345], ["2019", 0.5]]),
        Table({"2018": "12.345", "2019": "50"}, {"unit.ro": "%"}),
        file="arbori.xlsx",
    ),
    _case(
        "hidden-row",
        "a row of a spreadsheet that nobody sees",
        with_hidden_row([["zona", "copaci"], ["Centru", 60], ["Sud", 40], ["Probă", 999]], 4),
        Table({"Centru": "60", "Sud": "40", "Probă": "999"}, notes=("has hidden parts", "row 4")),
        file="arbori.xlsx",
        **AS_OF,
    ),
    _case(
        "json-text",
        "numbers as text in JSON",
        '[{"an": "2018", "copaci": "1.234"}, {"an": "2019", "copaci": "2.345"}]',
        Asked("decimal", ("comma", "point")),
        file="arbori.json",
    ),
    _case(
        "json-number",
        "numbers of JSON",
        '[{"an": "2018", "copaci": 1.234}, {"an": "2019", "copaci": 2.345}]',
        Table({"2018": "1.234", "2019": "2.345"}),
        file="arbori.json",
    ),
    _case(
        "canonical",
        "a pack's own file, imported once more",
        "an,copaci\n2018,1.2340\n2019,2.3450\n",
        Table({"2018": "1.234", "2019": "2.345"}),
    ),
    _case(
        "two-units",
        "lei beside euro",
        "an;cost\n2018;12 lei\n2019;3 euro\n",
        Refused(("column “cost”", "'12 lei' in row 2 and '3 euro' in row 3", "expected one unit")),
    ),
    _case(
        "unit-at-times",
        "a percent sign behind some figures only",
        "an;rata\n2018;12%\n2019;0,13\n",
        Refused(("column “rata”", "'12%' in row 2 and '0,13' in row 3")),
    ),
    _case(
        "wide-cell",
        "a cell of a wide table is named by its own column",
        "zona;2018;2019\nCentru;5;cca. 7\n",
        Refused(("arbori.csv: row 2, column “2019”", "found 'cca. 7'")),
    ),
]

NAMED = "zona;copaci\nCentru;60\nSud;40\n"
TOTALS = [
    _case(
        "total",
        "a total below its parts",
        f"{NAMED}Total;100\n",
        Table({"Centru": "60", "Sud": "40"}, notes=("row 4 'Total'",)),
        **AS_OF,
    ),
    _case(
        "total-above",
        "a total above its parts, in capitals",
        "zona;copaci\nTOTAL;100\nCentru;60\nSud;40\n",
        Table({"Centru": "60", "Sud": "40"}, notes=("row 2 'TOTAL'",)),
        **AS_OF,
    ),
    _case(
        "total-of-a-dimension",
        "a total that names its dimension",
        "sexe;persoane\nSexe: Total;100\nMasculin;48\nFeminin;52\n",
        Table({"Masculin": "48", "Feminin": "52"}, notes=("'Sexe: Total'",)),
        **AS_OF,
    ),
    _case(
        "total-differs",
        "a total that is not the sum",
        f"{NAMED}Total;101\n",
        Table({"Centru": "60", "Sud": "40"}, notes=("'Total' is 101, while the others add up to 100",)),
        **AS_OF,
    ),
    _case(
        "total-wide",
        "a total in a column of a wide table of years, and its row",
        "zona;2018;2019;Total\nCentru;60;70;130\nSud;40;50;90\nTotal;100;120;220\n",
        Table({"2018": "60", "2019": "70"}, notes=("column “total”",)),
        where="indicator=Centru",
    ),
    _case(
        "rest-stays",
        "what is left over is a part",
        f"{NAMED}Alte zone;5\n",
        Table({"Centru": "60", "Sud": "40", "Alte zone": "5"}),
        **AS_OF,
    ),
    _case(
        "sum-without-a-name",
        "a large sum of all others, whatever it is called",
        "zona;copaci\nMunicipiul;6124\nCentru;3001\nSud;2003\nNord;1120\n",
        Table({"Centru": "3001", "Sud": "2003", "Nord": "1120"}, notes=("'Municipiul' (the sum of all others)",)),
        **AS_OF,
    ),
    _case(
        "sum-by-chance",
        "a small sum of all others may be by chance",
        "zona;copaci\nCentru;5\nSud;3\nNord;2\n",
        Asked("total", ("Centru", "none")),
        **AS_OF,
    ),
    _case(
        "sum-answered",
        "the answer that it is none",
        "zona;copaci\nCentru;5\nSud;3\nNord;2\n",
        Table({"Centru": "5", "Sud": "3", "Nord": "2"}),
        total="none",
        **AS_OF,
    ),
    _case(
        "subtotals",
        "subtotals under a total",
        "unitate;elevi\nLicee;30\nLiceul A;10\nLiceul B;20\nȘcoli;12\nȘcoala C;5\nȘcoala D;7\nTotal;42\n",
        Table({"Liceul A": "10", "Liceul B": "20", "Școala C": "5", "Școala D": "7"}, notes=("'Licee'", "'Școli'")),
        **AS_OF,
    ),
    _case(
        "of-which",
        "a part of a row is no row beside it",
        "funcție;angajați\nMedici;50\ndin care femei;30\nAsistenți;70\n",
        Table({"Medici": "50", "Asistenți": "70"}, notes=("'din care femei'",)),
        **AS_OF,
    ),
    _case(
        "total-of-years",
        "a total and a mean below years",
        "an;copaci\n2018;60\n2019;70\nTotal;130\nMedie;65\n",
        Table({"2018": "60", "2019": "70"}, notes=("row 4 'Total'", "row 5 'Medie'")),
    ),
    _case(
        "total-of-months",
        "the year below its months",
        "luna;cereri\n2025-01;5\n2025-02;7\n2025-03;6\n2025;18\n",
        Table({"2025-01": "5", "2025-02": "7", "2025-03": "6"}, notes=("row 5 '2025'",)),
    ),
    _case(
        "notes",
        "source and remarks below the table",
        "an;copaci\n2018;60\n2019;70*\nSursa: Primăria\n* fără parcul nou\n",
        Table({"2018": "60", "2019": "70"}, notes=("'Sursa: Primăria'", "'* fără parcul nou'", "row 3: 70*")),
    ),
    _case(
        "names-again",
        "the line of names once more, at the head of the next page",
        "zona;2018;2019\nCentru;60;70\nPagina 2;;\nZona;2018;2019\nSud;40;50\n",
        Table({"2018": "40", "2019": "50"}, notes=("row 4, the names of the columns again",)),
        where="indicator=Sud",
    ),
    _case(
        "names-on-two-lines-again",
        "names on two lines once more, at the head of the next page",
        "Denumire;Mod de;UM:;Valoare\n;deplasare;Numar;\n".join(("", "a;Autobuz;Numar;60\n", "a;Tramvai;Numar;70\n")),
        Table({"Autobuz": "60", "Tramvai": "70"}),
    ),
    _case(
        "names-lost-and-again",
        "a header that lost most of its names is not taken for a row, nor a row for it",
        ";;Valoare\nNumar persoane;2023;388\n;;Valoare\nNumar persoane;2024;418\n",
        Refused(("arbori.csv:1", "found Valoare", "expected a name for every column")),
    ),
    _case(
        "months-of-a-spreadsheet",
        "months as a spreadsheet shows them",
        "luna;arbori\nnov-25;5\ndec-25;7\nian-26;9\n",
        Table({"2025-11": "5", "2025-12": "7", "2026-01": "9"}),
    ),
    _case(
        "one-name-twice",
        "what stands under the first of two columns of one name is not lost where the second is empty",
        "an;valoare;col1;col1\n2023;5;mii persoane;\n2024;6;mii persoane;\n",
        Table({"2023": "5", "2024": "6"}, slide={"unit": {"ro": "mii persoane"}}),
    ),
    _case(
        "note-in-cells",
        "a source with commas in a file of commas",
        "an,copaci\n2018,60\n2019,70\nSursa: INS, TEMPO, 2024\n",
        Table({"2018": "60", "2019": "70"}),
    ),
]

YEARS = "an;copaci\n2024;60\n2025;70\n2026;12\n"
PERIODS = [
    _case(
        "running-year",
        "the year of the import is not over",
        YEARS,
        Table({"2024": "60", "2025": "70"}, notes=("left out 2026: 12", "not over on 2026-11-24")),
    ),
    _case(
        "running-year-whole",
        "a person says that its figure is whole",
        YEARS,
        Table({"2024": "60", "2025": "70", "2026": "12"}),
        sure="year",
    ),
    _case(
        "running-month",
        "the month of the import is not over",
        "luna;cereri\n2026-09;5\n2026-10;7\n2026-11;3\n",
        Table({"2026-09": "5", "2026-10": "7"}, notes=("left out 2026-11: 3",)),
    ),
    _case(
        "short-months",
        "months in short",
        "luna;cereri\nian. 2026;5\nfeb. 2026;7\nsept. 2026;6\n",
        Table({"2026-01": "5", "2026-02": "7", "2026-09": "6"}),
    ),
    _case(
        "running-quarter",
        "the quarter of the import is not over",
        "trim;cereri\n2026-T2;5\n2026-T3;7\n2026-T4;3\n",
        Table({"2026-T2": "5", "2026-T3": "7"}, notes=("left out 2026-T4: 3",)),
    ),
    _case(
        "as-of-within",
        "figures of a day before the last year was over",
        "an;copaci\n2023;50\n2024;60\n2025;70\n",
        Table({"2023": "50", "2024": "60"}, notes=("left out 2025: 70", "not over on 2025-06-30")),
        as_of="2025-06-30",
    ),
    _case(
        "as-of-before",
        "figures of after the day they are said to be of",
        "an;copaci\n2023;50\n2024;60\n2025;70\n",
        Refused(("has a figure of 2025, expected none after 2023-12-31",)),
        as_of="2023-12-31",
    ),
    _case(
        "nine-months",
        "nine months beside whole years",
        "an;copaci\n2023;50\n2024;60\n9 luni 2025;40\n",
        Table({"2023": "50", "2024": "60"}, notes=("'9 luni 2025'",)),
    ),
    _case(
        "forecast-by-name",
        "a forecast by its name beside years",
        "an;copaci\n2023;50\n2024;60\nprognoză 2027;90\n",
        Table({"2023": "50", "2024": "60"}, notes=("'prognoză 2027'",)),
    ),
    _case(
        "half-year",
        "half a year beside whole ones",
        "an;copaci\n2023;50\n2024;60\nSem. I 2025;40\n",
        Table({"2023": "50", "2024": "60"}, notes=("'Sem. I 2025'",)),
    ),
    _case(
        "nine-months-wide",
        "nine months in a column beside years",
        "indicator;2023;2024;2025 (9 luni)\nCopaci;50;60;40\n",
        Table({"2023": "50", "2024": "60"}, notes=("column “2025 (9 luni)”",)),
    ),
    _case(
        "only-running",
        "only the running year: a person says what its figure is of",
        "an;copaci\n2026;12\n",
        Table({"2026": "12"}, asks=("title",)),
    ),
    _case(
        "forecast",
        "years to come",
        "an;locuitori\n2024;60\n2025;70\n2030;80\n",
        Table({"2024": "60", "2025": "70"}, notes=("left out 2030", "forecasts")),
    ),
    _case(
        "forecast-named",
        "years to come that a person calls a forecast",
        "an;locuitori\n2024;60\n2025;70\n2030;80\n",
        Table({"2024": "60", "2025": "70", "2030": "80"}, {"breaks.0.at": "2030"}),
        breaks="2030=prognoză",
        title="Locuitori în 2030, prognoză: {last}",
    ),
    _case(
        "names-of-the-running-year",
        "names that are all of the year that is not over",
        "zona;2026\nCentru;60\nSud;40\n",
        Table({"Centru": "60", "Sud": "40"}, notes=("all figures are of 2026, which is not over on 2026-11-24",)),
    ),
    _case(
        "names-of-a-year-to-come",
        "names that are all of a year to come",
        "zona;an;locuitori\nCentru;2030;60\nSud;2030;40\n",
        Refused(("has figures of 2030, after 2026-11-24",)),
    ),
    _case(
        "only-forecast",
        "only years to come",
        "an;locuitori\n2030;80\n2035;90\n",
        Refused(("has only figures of 2030–2035", "expected some of a time that is over")),
    ),
]

SAID = {"year": "2026", "status": "voted", "as-of": "2026-02-10", "source-url": "https://example.org/b"}


def _budget(
    name: str, shows: str, amounts: tuple[str, str, str], expect: Expectation, people: int = 100, **options: str
) -> Case:
    rows = zip(("65.02;Învățământ", "84.02;Transporturi", "49.02;TOTAL CHELTUIELI"), amounts, strict=True)
    text = "cod;denumire;total\n" + "".join(f"{head};{amount}\n" for head, amount in rows if amount)
    file = "cheltuieli-2026.csv"
    return Case(f"value-budget-{name}", shows, file, text, expect, {**SAID, **options}, inhabitants=people)


BUDGETS = [
    _budget(
        "sums-decide",
        "thousands beside a figure below a thousand: only one reading adds up",
        ("950", "1.234", "2.184"),
        Budget({"65.02": "950000", "84.02": "1234000"}),
        people=1000,
        unit="thousand lei",
    ),
    _budget(
        "sums-decide-for-the-point",
        "fractions beside a whole figure: only the other reading adds up",
        ("950", "1.234", "951.234"),
        Budget({"65.02": "950000", "84.02": "1234"}),
        people=1000,
        unit="thousand lei",
    ),
    _budget(
        "unit-decides",
        "figures that are all thousands or all fractions: only one is possible for so many inhabitants",
        ("5,000", "1,234", "6,234"),
        Budget({"65.02": "5000000", "84.02": "1234000"}),
        people=1000,
        unit="thousand lei",
    ),
    _budget(
        "both-possible",
        "no total, and both readings are possible",
        ("950", "1.234", ""),
        Asked("decimal", ("comma", "point"), ("cheltuieli-2026.csv:3, column “total”",)),
        people=1000,
        unit="thousand lei",
    ),
    _budget(
        "both-answered",
        "the answer to it",
        ("950", "1.234", ""),
        Budget({"65.02": "950000", "84.02": "1234"}),
        people=1000,
        unit="thousand lei",
        decimal="point",
    ),
    _budget(
        "groups",
        "millions in groups show what the marks are",
        ("1.234.567", "950.000", "2.184.567"),
        Budget({"65.02": "1234567", "84.02": "950000"}),
        people=1000,
        unit="lei",
    ),
]

CASES = [*CELLS, *MARKS, *TOTALS, *PERIODS, *BUDGETS]
