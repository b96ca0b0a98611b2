"""Tables whose columns each have a part, files of INS TEMPO and Eurostat: unit, place, flags, which series is meant."""

import io
from collections.abc import Sequence
from typing import Any

import openpyxl

from tests.corpus.case import Asked, Case, Expectation, Refused, Table
from tests.readers.files.spreadsheets import xlsx as workbook

SOURCE = {"source-name": "INS", "licence": "CC BY", "page": "https://ins.ro", "short": "ins.ro", "id": "x"}
NAMED = SOURCE | {"topic": "Populația"}


def case(
    name: str, shows: str, data: str | bytes, expect: Expectation, *, file: str = "date.csv", **options: str
) -> Case:
    return Case(f"parts-{name}", shows, file, data, expect, NAMED | options, reader="dataset")


def points(*values: int | str, first: int = 2019) -> dict[str, str]:
    return {str(first + n): str(value) for n, value in enumerate(values)}


def tempo(head: str, cells: str, *values: int | str, first: int = 2019) -> str:
    """As INS TEMPO writes it: comma and a space, no quotes, the time before the unit, the value last."""
    dimensions, unit = head.rsplit(", ", 1)
    named, unit_cell = cells.rsplit(", ", 1) if ", " in cells else ("", cells)
    lines = [f"{dimensions}, Ani, UM: {unit}, Valoare"]
    begin = f"{named}, " if named else ""
    lines += [f"{begin}Anul {first + n}, {unit_cell}, {value}" for n, value in enumerate(values)]
    return "\n".join(lines) + "\n"


def xlsx(rows: Sequence[Sequence[Any]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(out)
    return out.getvalue()


def long(head: str, cells: str, *values: int | str) -> str:
    """A tidy table with one more column (or several, apart by `;`) that says the same on every row."""
    return f"an;{head};valoare\n" + "".join(f"{2019 + n};{cells};{value}\n" for n, value in enumerate(values))


PEOPLE = points(320, 325, 330)
UNITS = [
    case(
        f"unit-{column.lower().replace(' ', '-').replace(':', '')}-{n}",
        f"the unit in a column {column}",
        long(column, cell, 320, 325, 330),
        Table(
            PEOPLE,
            {"unit.ro": said, "title.ro": f"Populația ({said}): {{first}} în {{first_x}}, {{last}} în {{last_x}}"},
        ),
    )
    for n, (column, cell, said) in enumerate(
        [
            ("UM", "Mii calatori", "mii călători"),
            ("UM", "Mii persoane", "mii persoane"),
            ("UM: Mii persoane", "Mii persoane", "mii persoane"),
            ("Unitate de măsură", "km", "km"),
            ("unit", "THS_PER", "mii persoane"),
            ("unit", "MIO_EUR", "milioane de euro"),
            ("unit", "PC", "%"),
            ("U.M.", "Milioane lei", "milioane de lei"),
            ("coloana", "mii tone", "mii tone"),
        ]
    )
]
UNITS += [
    case(
        "unit-in-name",
        "thousands in brackets behind the name",
        "an;calatori (mii)\n2019;120\n2020;125\n",
        Table(points(120, 125), {"unit.ro": "mii"}),
    ),
    case(
        "unit-behind-name",
        "thousands behind an underscore",
        "an;calatori_mii\n2019;120\n2020;125\n",
        Table(points(120, 125), {"unit.ro": "mii"}),
    ),
    case(
        "unit-percent-name",
        "per cent in the name",
        "an;rata somajului %\n2019;3\n2020;4\n",
        Table(points(3, 4), {"unit.ro": "%"}),
    ),
    case(
        "unit-title-row",
        "the unit in a row of its own above the table",
        "Călători transportați;;\n- mii călători -;;\nan;mijloc;valoare\n2019;tramvai;120\n2020;tramvai;125\n",
        Table(points(120, 125), {"unit.ro": "mii călători"}),
    ),
    case(
        "unit-title-brackets",
        "the unit in brackets in a title above the table",
        "Populația stabilă (mii persoane);\nan;valoare\n2019;320\n2020;325\n",
        Table(points(320, 325), {"unit.ro": "mii persoane"}),
    ),
    case(
        "unit-where",
        "the unit of the one series that is chosen",
        "an;indicator;um;valoare\n2019;Tramvaie;buc.;80\n2020;Tramvaie;buc.;82\n2019;Călători;mii;900\n2020;Călători;mii;910\n",
        Table(points(900, 910), {"unit.ro": "mii", "where.indicator": "Călători"}),
        where="indicator=Călători",
    ),
    case(
        "unit-lost-label",
        "a unit in the name of the values beside a chosen line",
        "an;linia;calatori (mii)\n2019;L1;120\n2020;L1;125\n2019;L2;10\n2020;L2;12\n",
        Table(points(120, 125), {"unit.ro": "mii"}),
        where="linia=L1",
    ),
    case(
        "unit-wide",
        "a wide table with a column of units",
        "Indicator;UM;2019;2020\nCălători;Mii calatori;120;125\n",
        Table(points(120, 125), {"unit.ro": "mii călători"}),
    ),
    case(
        "unit-counted",
        "pieces are no unit that a headline needs",
        long("UM", "Numar", 5, 6),
        Table(points(5, 6), {"unit.ro": "număr", "title.ro": "Populația: {first} în {first_x}, {last} în {last_x}"}),
    ),
    case(
        "unit-code",
        "a code of a unit that nobody can read",
        long("unit", "CLV10_MEUR", 320, 325),
        Table(points(320, 325), asks=("unit",), notes=("CLV10_MEUR",)),
    ),
    case(
        "unit-contradicts",
        "title and column of two sizes",
        "Populația (mii persoane);;\n" + long("UM", "Numar persoane", 320, 325),
        Table(points(320, 325), asks=("unit",)),
    ),
    case(
        "unit-said-against",
        "the person says ones, the file thousands",
        long("UM", "Mii calatori", 120, 125),
        Table(points(120, 125), asks=("unit",), notes=("mii călători",)),
        unit="călători",
    ),
    case(
        "unit-sure",
        "the person confirms against the file",
        long("UM", "Mii calatori", 120, 125),
        Table(points(120, 125), {"unit.ro": "călători"}),
        unit="călători",
        sure="unit",
    ),
    case(
        "unit-mixed",
        "two units in one column are never mixed",
        "an;um;valoare\n2019;km;5\n2020;m;7000\n",
        Asked("where", ("um=km", "um=m")),
    ),
]

PLACES = [
    case(
        f"place-{n}",
        f"{column}: {cell}",
        long(column, cell, 320, 325, 330),
        Table(PEOPLE, {"scope": None if scope is None else {"ro": scope}}, asks=("scope",) if asks else ()),
        **({"sure": "city"} if asks == "answered" else {}),
    )
    for n, (column, cell, scope, asks) in enumerate(
        [
            ("Județe;Localități", "Timis;155243 MUNICIPIUL TIMISOARA", None, ""),
            ("Județe;Localități", "Timiș;MUNICIPIUL TIMISOARA", None, ""),
            ("Localitate;Județ", "Timişoara;Timiş", None, ""),
            ("Județe;Localități", "Timis;TOTAL", "județul Timiș, nu orașul", ""),
            ("Județe", "Timis", "județul Timiș, nu orașul", ""),
            ("Județ", "TM", "județul Timiș, nu orașul", ""),
            ("Județe", "TOTAL", "România, nu orașul", ""),
            ("Macroregiuni  regiuni de dezvoltare si judete", "Regiunea VEST", "Regiunea Vest, nu orașul", ""),
            (
                "Macroregiuni  regiuni de dezvoltare si judete",
                "MACROREGIUNEA PATRU",
                "Macroregiunea Patru, nu orașul",
                "",
            ),
            ("Macroregiuni  regiuni de dezvoltare si judete", "Arad", "județul Arad, nu orașul", ""),
            ("Regiunea", "Centru", "Regiunea Centru, nu orașul", ""),
            ("geo", "RO42", "Regiunea Vest, nu orașul", ""),
            ("geo", "RO424", "județul Timiș, nu orașul", ""),
            ("geo", "RO", "România, nu orașul", ""),
            ("geo", "EU27_2020", "Uniunea Europeană, nu orașul", ""),
            ("geo", "EL", "Grecia, nu orașul", ""),
            ("țara", "Germania", "Germania, nu orașul", ""),
            ("coloana", "Județul Timiș", "județul Timiș, nu orașul", ""),
            ("coloana", "România", "România, nu orașul", ""),
            ("Localități", "MUNICIPIUL ARAD", "Municipiul Arad", "asks"),
            ("Localități", "155350 MUNICIPIUL LUGOJ", "Municipiul Lugoj", "asks"),
            ("Localități", "TOTAL", "TOTAL", "asks"),
            ("geo", "RO003C", "RO003C", "asks"),
            ("Oraș", "Temesvár", "Temesvár", "asks"),
        ]
    )
]
PLACES += [
    case(
        "place-other-name",
        "the city under another name, confirmed",
        long("Oraș", "Temesvár", 320, 325, 330),
        Table(PEOPLE, {"scope": None}),
        sure="city",
    ),
    case(
        "place-other-said",
        "another city that is meant, said by the person",
        long("Oraș", "Arad", 320, 325, 330),
        Table(PEOPLE, {"scope.ro": "municipiul Arad"}),
        scope="municipiul Arad",
    ),
    case(
        "place-levels",
        "levels mixed in one column: asked, the figure of each choice beside it",
        "Macroregiuni  regiuni de dezvoltare si judete, Ani, UM: Numar persoane, Valoare\n"
        + "".join(
            f"{place}, Anul {year}, Numar persoane, {value + year - 2020}\n"
            for place, value in (("TOTAL", 190), ("MACROREGIUNEA PATRU", 40), ("Regiunea VEST", 20), ("Timis", 7))
            for year in (2020, 2021)
        ),
        Asked("where", ("macroregiuni regiuni de dezvoltare si judete=Timis",), notes=("Timis: 8 in 2021",)),
    ),
    case(
        "place-mixed-years",
        "another place each year is no series",
        "an;oras;valoare\n2019;Arad;5\n2020;Timișoara;7\n",
        Asked("where", ("oras=Timișoara", "oras=Arad")),
    ),
    case(
        "place-chosen",
        "the city chosen among localities names neither slide nor headline",
        "Judete, Localitati, Ani, UM: Numar persoane, Valoare\n"
        "Timis, 155243 MUNICIPIUL TIMISOARA, Anul 2020, Numar persoane, 320\n"
        "Timis, 155243 MUNICIPIUL TIMISOARA, Anul 2021, Numar persoane, 325\n"
        "Timis, 155350 MUNICIPIUL LUGOJ, Anul 2020, Numar persoane, 40\n"
        "Timis, 155350 MUNICIPIUL LUGOJ, Anul 2021, Numar persoane, 41\n",
        Table(
            points(320, 325, first=2020),
            {
                "scope": None,
                "unit.ro": "persoane",
                "title.ro": "Populația (persoane): {first} în {first_x}, {last} în {last_x}",
            },
        ),
        where="localitati=155243 MUNICIPIUL TIMISOARA",
    ),
    case(
        "place-compared",
        "cities set side by side need no word of whom",
        "an;oras;valoare\n2020;Arad;5\n2020;Timișoara;7\n2020;Oradea;6\n",
        Table({"Arad": "5", "Timișoara": "7", "Oradea": "6"}, {"scope": None, "x": "oras"}),
    ),
]

PLACES += [
    case(
        "place-columns",
        "a column for each city: the pack's own",
        "an;Timișoara;Arad\n2019;320;170\n2020;325;172\n",
        Table(points(320, 325), {"scope": None}),
        y="timișoara",
    ),
    case(
        "place-columns-other",
        "a column named Arad: the city or the county",
        "an;Timișoara;Arad\n2019;320;170\n2020;325;172\n",
        Table(points(170, 172), {"scope": None}, asks=("scope",)),
        y="arad",
    ),
    case(
        "place-title",
        "a title above the table names another city",
        "Populația municipiului Arad;;\n" + long("tip", "a", 320, 325),
        Table(points(320, 325), {"scope.ro": "Arad"}, asks=("scope",)),
    ),
    case(
        "place-title-county",
        "a title above the table names the county",
        "Populația județului Timiș;;\n" + long("tip", "a", 320, 325),
        Table(points(320, 325), {"scope.ro": "județul Timiș, nu orașul"}),
    ),
    case(
        "place-levels-names",
        "counties beside their region are drawn together only when a person says so",
        "geo;valoare\nRO424;4\nRO42;40\n",
        Asked("where", ("geo=RO424", "geo=RO42")),
    ),
    case(
        "place-codes-in-words",
        "codes of places are named on the bars",
        "geo;valoare\nRO424;4\nRO421;3\n",
        Table({"Timiș": "4", "Arad": "3"}),
    ),
]

FLAGS = [
    case(
        "flag-break",
        "a break that the source marks",
        "an;valoare;obs_flag\n2019;320;\n2020;325;b\n2021;330;\n",
        Table(
            PEOPLE,
            {
                "breaks": [{"at": "2020", "note": {"ro": "serie întreruptă"}}],
                "title.ro": "Populația: {last} în {last_x}",
            },
        ),
    ),
    case(
        "flag-break-first",
        "a break at the first figure has nothing before it",
        "an;valoare;obs_flag\n2019;320;b\n2020;325;\n",
        Table(points(320, 325), {"breaks": None}),
    ),
    case(
        "flag-provisional",
        "provisional years are named on the slide",
        "an;valoare;Stare\n2019;320;definitiv\n2020;325;provizoriu\n2021;330;provizoriu\n",
        Table(PEOPLE, {"scope.ro": "2020–2021: date provizorii"}),
    ),
    case(
        "flag-all",
        "all of them are estimates",
        long("Stare", "estimat", 320, 325, 330),
        Table(PEOPLE, {"scope.ro": "estimare"}),
    ),
    case(
        "flag-fine",
        "a flag that says all is well",
        long("Stare", "definitiv", 320, 325, 330),
        Table(PEOPLE, {"scope": None, "breaks": None}),
    ),
    case(
        "flag-period",
        "a mark behind the year",
        "an;valoare\n2019;320\n2020;325\n2021 (p);330\n",
        Table(PEOPLE, {"scope.ro": "2021: date provizorii"}),
    ),
    case(
        "flag-unreliable",
        "a figure of low reliability is named",
        "an;valoare;obs_flag\n2019;320;\n2020;325;u\n",
        Table(points(320, 325), {"scope.ro": "2020: date nesigure"}),
    ),
    case(
        "flag-confidential",
        "a confidential figure is not shown",
        "an;valoare;obs_flag\n2019;320;\n2020;325;c\n2021;330;\n",
        Table({"2019": "320", "2020": "325", "2021": "330"} | {"2020": ""}, notes=("confidential",)),
    ),
    case(
        "flag-unread",
        "a mark that nobody here can read is asked about",
        "an;valoare;obs_flag\n2019;320;\n2020;325;q\n",
        Table(points(320, 325), asks=("columns",), notes=("'q'",)),
    ),
    case(
        "flag-with-county",
        "of whom, and which are provisional",
        "an;judete;valoare;Stare\n2019;Timis;320;\n2020;Timis;325;p\n",
        Table(points(320, 325), {"scope.ro": "județul Timiș, nu orașul · 2020: date provizorii"}),
    ),
]

COLUMNS = [
    case(
        "column-unplaced",
        "a column that says the same everywhere, and nobody knows what",
        long("detaliu", "abc", 320, 325, 330),
        Table(PEOPLE, asks=("columns",), notes=("detaliu=subject", "detaliu=ignore")),
    ),
    case(
        "column-unit",
        "placed by the person as a unit",
        long("detaliu", "roți", 320, 325, 330),
        Table(PEOPLE, {"unit.ro": "roți"}),
        columns="detaliu=unit",
    ),
    case(
        "column-ignored",
        "placed by the person as nothing",
        long("detaliu", "abc", 320, 325, 330),
        Table(PEOPLE, {"unit": None, "scope": None}),
        columns="detaliu=ignore",
    ),
    case(
        "column-subject",
        "placed by the person as what is measured",
        long("detaliu", "troleibuze", 320, 325, 330),
        Table(PEOPLE, {"title.ro": "Troleibuze: {first} în {first_x}, {last} în {last_x}"}),
        columns="detaliu=subject",
    ),
    case(
        "column-varying",
        "a text that differs on every row: of several series, or remarks",
        "an;detaliu;valoare\n2019;a;320\n2020;b;325\n",
        Asked("columns", ("detaliu=subject", "detaliu=ignore")),
    ),
    case(
        "column-remarks",
        "remarks are left out",
        "an;valoare;observații\n2019;320;a\n2020;325;b\n",
        Table(points(320, 325)),
    ),
    case(
        "column-wrong-part",
        "a part that is none",
        long("detaliu", "abc", 320),
        Refused(("--columns detaliu", "expected one of time, value, unit")),
        columns="detaliu=altceva",
    ),
    case(
        "column-ids",
        "row numbers and dates of an update are no figures",
        "_id;an;valoare;actualizat\n1;2019;320;2026-01-05\n2;2020;325;2026-01-05\n",
        Table(points(320, 325)),
    ),
    case(
        "column-constant-subject",
        "figures of one quarter only do not pass as the city's",
        "an;tip;cereri\n2019;online;320\n2020;online;325\n",
        Table(points(320, 325), {"title.ro": "Cereri · online: {first} în {first_x}, {last} în {last_x}"}),
    ),
    case(
        "column-year-and-month",
        "the year in one column, the month in another",
        "an;luna;cereri\n2024;2;7\n2024;1;5\n2023;12;4\n",
        Table({"2023-12": "4", "2024-01": "5", "2024-02": "7"}),
    ),
    case(
        "column-year-like",
        "figures that look like years",
        "an;cereri\n2019;1900\n2020;2000\n",
        Table(points(1900, 2000), {"x": "an", "y": "cereri"}),
    ),
    case(
        "column-two-numbers",
        "two columns of numbers",
        "an;tramvaie;autobuze\n2019;80;100\n2020;82;105\n",
        Asked("y", ("tramvaie", "autobuze"), notes=("82 in 2020", "105 in 2020")),
    ),
    case(
        "column-one-year",
        "names of one year are of that year",
        "an;zona;cereri\n2021;Centru;5\n2021;Sud;7\n",
        Table({"Centru": "5", "Sud": "7"}, {"x": "zona"}),
    ),
]

HEAD = "Sexe, Judete, UM"
TEMPO = [
    case(
        "tempo",
        "INS TEMPO: a constant dimension, the county, the unit in the head",
        tempo("Sexe, Judete, Mii persoane", "Total, Timis, Mii persoane", "320.5", "325.1"),
        Table(points("320.5", "325.1"), {"unit.ro": "mii persoane", "scope.ro": "județul Timiș, nu orașul"}),
    ),
    case(
        "tempo-thousandth",
        "the point is decimal there, also where three digits follow it",
        tempo("Judete, Mii persoane", "Timis, Mii persoane", "1.234", "2.345"),
        Table(points("1.234", "2.345")),
    ),
    case(
        "tempo-city",
        "county and locality with its SIRUTA code",
        tempo("Judete, Localitati, Numar persoane", "Timis, 155243 MUNICIPIUL TIMISOARA, Numar persoane", 320, 325),
        Table(points(320, 325), {"unit.ro": "persoane", "scope": None}),
    ),
    case(
        "tempo-quarters",
        "quarters, with a missing one",
        "Judete, Trimestre, UM: Mii lei, Valoare\nTimis, Trimestrul I 2024, Mii lei, 5.5\n"
        "Timis, Trimestrul II 2024, Mii lei, :\nTimis, Trimestrul III 2024, Mii lei, 6\n",
        Table({"2024-T1": "5.5", "2024-T2": "", "2024-T3": "6"}, {"unit.ro": "mii lei"}),
    ),
    case(
        "tempo-months",
        "months in words",
        "Judete, Luni, UM: Numar, Valoare\nTimis, Luna ianuarie 2024, Numar, 5\nTimis, Luna februarie 2024, Numar, 6\n",
        Table({"2024-01": "5", "2024-02": "6"}),
    ),
    case(
        "tempo-two-dimensions",
        "two dimensions are asked about together",
        "Sexe, Medii de rezidenta, Ani, UM: Numar persoane, Valoare\n"
        + "".join(
            f"{s}, {m}, Anul {y}, Numar persoane, {n}\n"
            for y in (2020, 2021)
            for n, (s, m) in enumerate(
                (s, m) for s in ("Total", "Masculin", "Feminin") for m in ("Total", "Urban", "Rural")
            )
        ),
        Asked("where", ("sexe=Feminin", "medii de rezidenta=Urban")),
    ),
    case(
        "tempo-web",
        "the web table saved as XLSX: place, then the year above UM above the unit",
        xlsx(
            [
                ["POP105A - Populatia rezidenta la 1 ianuarie"],
                ["Macroregiuni, regiuni de dezvoltare si judete", "Ani", None],
                [None, "Anul 2019", "Anul 2020"],
                [None, "UM: Mii persoane", None],
                [None, "Mii persoane", "Mii persoane"],
                ["Timis", 701.5, 702],
            ]
        ),
        Table(points("701.5", "702"), {"unit.ro": "mii persoane", "scope.ro": "județul Timiș, nu orașul"}),
        file="pop.xlsx",
    ),
    case(
        "tempo-web-sexes",
        "a second dimension in the header",
        xlsx(
            [
                ["Judete", "Ani", None, None, None],
                [None, "Anul 2019", None, "Anul 2020", None],
                [None, "Masculin", "Feminin", "Masculin", "Feminin"],
                [None, "UM: Numar persoane", None, None, None],
                ["Timis", 10, 11, 12, 13],
            ]
        ),
        Table(points(11, 13), {"unit.ro": "persoane"}),
        file="pop.xlsx",
        where="categorie=Feminin",
    ),
    case(
        "tempo-web-one-year",
        "one year above its unit, names below",
        xlsx(
            [["Localitati", "Anul 2021"], [None, "UM: Numar"], ["MUNICIPIUL TIMISOARA", 320], ["MUNICIPIUL LUGOJ", 40]]
        ),
        Table({"MUNICIPIUL TIMISOARA": "320", "MUNICIPIUL LUGOJ": "40"}, {"scope": None}),
        file="pop.xlsx",
    ),
    case(
        "header-two-lines",
        "a header over two lines",
        xlsx(
            [
                ["Denumire", "Ani", "UM:", "Valoare"],
                [None, None, "Mii", None],
                ["Călători", "Anul 2019", "Mii", 120],
                ["Călători", "Anul 2020", "Mii", 125],
            ]
        ),
        Table(points(120, 125), {"unit.ro": "mii"}),
        file="cal.xlsx",
    ),
]


SHEETS = {"2023": [["strada", "copaci"], ["Loga", 10]], "2024": [["strada", "copaci"], ["Loga", 12]]}
EXTRA = [
    case(
        "where-spaces",
        "a column chosen as INS writes it, with the two spaces of a lost comma",
        tempo("Macroregiuni  regiuni, Numar", "Timis, Numar", 5, 6) + "Arad, Anul 2019, Numar, 7\n",
        Table(points(5, 6), {"scope.ro": "județul Timiș, nu orașul"}),
        where="Macroregiuni  regiuni=Timis",
    ),
    case(
        "bars-as-separators",
        "cells separated by bars",
        "an|valoare|note\n2019|1.234,5|a, b\n2020|2.345,5|c\n",
        Table(points("1234.5", "2345.5")),
    ),
    case(
        "total-of-nobody-knows-what",
        "a total below no name may be of a country: it is asked",
        "Indicator, , Ani, UM: Numar, Valoare\nPopulația, TOTAL, Anul 2023, Numar, 67917\n"
        "Populația, TOTAL, Anul 2024, Numar, 70109\n",
        Table({"2023": "67917", "2024": "70109"}, asks=("columns",)),
    ),
    case(
        "two-columns-of-no-name",
        "what two columns of one name say together is asked, not passed over",
        "Sexe,Regiunea,col1,col1,UM: Numar,Valoare\nMasculin,Timis,Timișoara,Anul 2024,Numar,55\n"
        "Feminin,Timis,Timișoara,Anul 2024,Numar,57\n",
        Table({"Masculin": "55", "Feminin": "57"}, asks=("columns",)),
    ),
    case(
        "localities-of-a-county",
        "bars that name themselves are not said to be the county's",
        "Regiunea;Localități;Valoare\nTimis;Lugoj;40\nTimis;Municipiul Timișoara;320\n",
        Table({"Lugoj": "40", "Municipiul Timișoara": "320"}, {"scope": None}),
    ),
    case(
        "localities-and-their-total",
        "nor are they beside the total of all",
        "Regiunea;Localitate;perioada;Valoare\nTimis;TOTAL;2024;400\nTimis;Lugoj;2024;80\nTimis;Timișoara;2024;320\n",
        Table({"Lugoj": "80", "Timișoara": "320"}, {"scope": None}),
    ),
    case(
        "counties-of-a-town",
        "what is narrower than the names of the bars is said",
        "Județe;Localități;Valoare\nArad;Lugoj;40\nTimis;Lugoj;320\n",
        Table({"Arad": "40", "Timis": "320"}, {"scope.ro": "Lugoj"}, asks=("scope",)),
    ),
    case(
        "sdmx-names-exchanged",
        "flags below the name of the data flow are flags: no headline compares across the break",
        "OBS_FLAG,geo,TIME_PERIOD,OBS_VALUE,DATAFLOW\n"
        + "".join(f"ESTAT:TGS00010(1.0),RO42,{2019 + n},{5 + n},{'b' if n == 1 else ''}\n" for n in range(3)),
        Table(points(5, 6, 7), {"title.ro": "Populația: {last} în {last_x}", "breaks.0.at": "2020"}),
    ),
    case(
        "flow-nameless",
        "the data flow without its name is no subject",
        ",freq,geo,TIME_PERIOD,OBS_VALUE\nESTAT:TGS00010(1.0),A,RO424,2019,5\nESTAT:TGS00010(1.0),A,RO424,2020,6\n",
        Table(points(5, 6), {"unit": None, "title.ro": "Populația: {first} în {first_x}, {last} în {last_x}"}),
    ),
    case(
        "sheets", "a sheet a year: which is meant", workbook(**SHEETS), Asked("sheet", ("2023", "2024")), file="x.xlsx"
    ),
    case(
        "sheet-said", "the sheet that is said", workbook(**SHEETS), Table({"Loga": "12"}), file="x.xlsx", sheet="2024"
    ),
    case(
        "sheet-legend",
        "a sheet that explains marks has no figures",
        workbook(Legenda=[["semn", "ce spune"], ["x", "lipsă"]], Date=SHEETS["2023"]),
        Table({"Loga": "10"}),
        file="x.xlsx",
    ),
    case(
        "code-limits",
        "figures of women only, which only a code says",
        "freq,sex,geo,TIME_PERIOD,OBS_VALUE\nA,F,RO424,2019,10\nA,F,RO424,2020,11\n",
        Table(points(10, 11), asks=("columns",), notes=("'F'",)),
    ),
    case(
        "code-no-name",
        "a dimension whose name was lost, known by its codes",
        "freq,unit,\\TIME_PERIOD\t2019 \t2020 \nA,NR,RO424\t10 \t11 \n",
        Table(points(10, 11), {"scope.ro": "județul Timiș, nu orașul"}),
    ),
    case(
        "code-frequency",
        "a frequency whose name was lost is no metre",
        ",geo\\TIME_PERIOD\t2024-11 \t2024-12 \nM,RO424\t41017 \t36709 \n",
        Table({"2024-11": "41017", "2024-12": "36709"}, asks=("columns",), notes=("the code 'M'",)),
    ),
    case(
        "code-parted",
        "a packed header whose commas were taken for columns has no period",
        "freq,unit,geo,\\TIME_PERIOD\nA,MIO_EUR,RO424,41017\n",
        Refused(("found the column", "time_period'", "expected a period as its name")),
    ),
    case(
        "line-numbers",
        "numbers of lines are no figures",
        "linia;interval\n1;00:12:00\n2;00:15:00\n",
        Refused(("row 2, column “interval”", "00:12:00", "expected a number")),
    ),
    case(
        "unit-other-kind",
        "the person says tonnes, the file passengers",
        long("UM", "Pasageri", 320, 325),
        Table(points(320, 325), asks=("unit",)),
        unit="tone",
    ),
    case(
        "name-lost-first",
        "the name of the first column is missing: its first row is no header",
        ";Tramvaie\n2019;80\n2020;82\n",
        Table(points(80, 82)),
    ),
    case(
        "no-names",
        "figures without names of columns",
        "2019;80\n2020;82\n",
        Refused(("date.csv:1", "expected the names")),
    ),
    case(
        "unit-beside-years",
        "the unit beside each year",
        "Indicator;2019 (mii lei);2020 (mii lei)\nVenituri;5;6\n",
        Table(points(5, 6), {"unit.ro": "mii lei"}),
    ),
    case(
        "counts-of-places",
        "how many towns there are is a figure, no place",
        "an;orașe\n2019;5\n2020;6\n",
        Table(points(5, 6), {"scope": None, "y": "orașe"}),
    ),
    case(
        "mixed-lengths",
        "a year among its quarters is no quarter: it is left out and named",
        "perioada;valoare\n2019;9\n2019-T1;3\n2019-T2;4\n",
        Table({"2019-T1": "3", "2019-T2": "4"}, notes=("2019",)),
    ),
]


def tsv(head: str, *rows: tuple[str, str]) -> str:
    return f"{head}\n" + "".join(f"{codes}\t{cells}\n" for codes, cells in rows)


SDMX = "DATAFLOW,LAST UPDATE,freq,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\n"
ROW = "ESTAT:TGS00010(1.0),21/11/26 23:00:00,A,"
EUROSTAT = [
    case(
        "eurostat-tsv",
        "TSV: the first field packed, newest first, a break and a provisional figure",
        tsv("freq,unit,geo\\TIME_PERIOD\t2021 \t2020 \t2019 ", ("A,MIO_EUR,RO42", "5.4 p\t5.2 b\t4.8 ")),
        Table(
            points("4.8", "5.2", "5.4"),
            {
                "unit.ro": "milioane de euro",
                "scope.ro": "Regiunea Vest, nu orașul · 2021: date provizorii",
                "breaks.0.at": "2020",
            },
        ),
        file="x.tsv",
    ),
    case(
        "eurostat-missing",
        "a missing and a confidential value",
        tsv("freq,unit,geo\\TIME_PERIOD\t2019 \t2020 \t2021 ", ("A,PC,RO", "5.2 \t: \t: c")),
        Table({"2019": "5.2", "2020": "", "2021": ""}, {"unit.ro": "%"}),
        file="x.tsv",
    ),
    case(
        "eurostat-thousandth",
        "three digits behind the point",
        tsv("freq,unit,geo\\TIME_PERIOD\t2019 \t2020 ", ("A,THS_PER,RO424", "1.234 \t2.345 ")),
        Table(points("1.234", "2.345"), {"unit.ro": "mii persoane"}),
        file="x.tsv",
    ),
    case(
        "eurostat-weeks",
        "weeks",
        tsv("freq,unit,geo\\TIME_PERIOD\t2020-W53 \t2021-W01 ", ("W,NR,RO424", "15 \t14 ")),
        Table({"2020-W53": "15", "2021-W01": "14"}, {"unit.ro": "număr"}),
        file="x.tsv",
    ),
    case(
        "eurostat-quarters",
        "quarters",
        tsv("freq,unit,geo\\TIME_PERIOD\t2021-Q1 \t2021-Q2 ", ("Q,NR,RO424", "15 \t14 ")),
        Table({"2021-T1": "15", "2021-T2": "14"}),
        file="x.tsv",
    ),
    case(
        "eurostat-months",
        "months",
        tsv("freq,unit,geo\\TIME_PERIOD\t2021-01 \t2021-02 ", ("M,NR,RO424", "15 \t14 ")),
        Table({"2021-01": "15", "2021-02": "14"}),
        file="x.tsv",
    ),
    case(
        "eurostat-several",
        "several places and units are asked about",
        tsv(
            "freq,unit,geo\\TIME_PERIOD\t2019 \t2020 ",
            ("A,MIO_EUR,RO42", "5 \t6 "),
            ("A,PC,RO42", "1 \t2 "),
            ("A,MIO_EUR,RO", "50 \t60 "),
            ("A,PC,RO", "3 \t4 "),
        ),
        Asked("where", ("unit=MIO_EUR", "geo=RO42")),
        file="x.tsv",
    ),
    case(
        "eurostat-note",
        "a line of text below is no bar, though one code is all that a row has",
        tsv("freq\\TIME_PERIOD\t2024 ", ("A", "41017 ")) + "Sursa: Eurostat\n",
        Table({"2024": "41017"}),
        file="x.tsv",
    ),
    case(
        "eurostat-names-twice",
        "of two parts of one name neither is dropped",
        tsv("freq,col3,col3\\TIME_PERIOD\t2023 \t2024 ", ("A,MIO_EUR,RO424", "5 \t6 ")),
        Refused(("x.tsv", "found two columns named 'col3'")),
        file="x.tsv",
    ),
    case(
        "eurostat-part-in-words",
        "a part of the packed header that is called in words",
        tsv("Unitate de măsură,freq,geo\\TIME_PERIOD\t2023 \t2024 ", ("Milioane lei,A,RO424", "5 \t6 ")),
        Table(points(5, 6, first=2023), {"unit.ro": "milioane de lei", "scope.ro": "județul Timiș, nu orașul"}),
        file="x.tsv",
    ),
    case(
        "eurostat-codes",
        "a row with another number of codes than the header is never passed over",
        tsv("freq,geo\\TIME_PERIOD\t2023 \t2024 ", ("A,RO42", "5 \t6 "), ("A,x,RO42", "7 \t8 ")),
        Refused(("x.tsv:3", "expected a code for each of freq, geo")),
        file="x.tsv",
    ),
    case(
        "eurostat-chosen",
        "one of several places",
        tsv("freq,unit,geo\\TIME_PERIOD\t2019 \t2020 ", ("A,PC,RO42", "1 \t2 "), ("A,PC,RO", "3 \t4 ")),
        Table(points(1, 2), {"where.geo": "RO42", "scope.ro": "Regiunea Vest, nu orașul", "unit.ro": "%"}),
        file="x.tsv",
        where="geo=RO42",
    ),
    case(
        "sdmx",
        "SDMX-CSV as downloaded: the data flow is no subject, its version no unit",
        SDMX + f"{ROW}PC,RO42,2019,3.1,b,\n{ROW}PC,RO42,2020,3.3,,\n{ROW}PC,RO42,2021,3.5,e,F\n",
        Table(
            points("3.1", "3.3", "3.5"),
            {
                "unit.ro": "%",
                "scope.ro": "Regiunea Vest, nu orașul · 2021: estimare",
                "breaks": None,
                "title.ro": "Populația (%): {first} în {first_x}, {last} în {last_x}",
            },
        ),
    ),
    case(
        "sdmx-one-place",
        "one place whose code is told in words is found among the figures",
        SDMX + f"{ROW}MIO_EUR,RO424,,51989,,\n{ROW}MIO_EUR,RO42,,503,,\n",
        Table({"Timiș": "51989"}, {"where": None, "unit.ro": "milioane de euro"}),
        where="geo=RO424",
    ),
    case(
        "sdmx-total",
        "the code of a total is no unit",
        SDMX.replace("unit", "sex") + f"{ROW}T,RO424,2019,31,,\n{ROW}T,RO424,2020,33,,\n",
        Table(points(31, 33), {"unit": None, "scope.ro": "județul Timiș, nu orașul"}),
    ),
    case(
        "sdmx-confidential",
        "a confidential status",
        SDMX + f"{ROW}PC,RO42,2019,3.1,,\n{ROW}PC,RO42,2020,3.3,,C\n",
        Table({"2019": "3.1", "2020": ""}),
    ),
    case(
        "sdmx-labels",
        "codes and labels in each cell",
        "STRUCTURE,STRUCTURE_ID,freq:Time frequency,unit:Unit of measure,geo:Geopolitical entity,"
        "TIME_PERIOD:Time,OBS_VALUE:Observation value,OBS_FLAG:Observation status\n"
        "dataflow,ESTAT:TGS(1.0),A: Annual,MIO_EUR: Million euro,RO42: Vest,2019: 2019,5.5,\n"
        "dataflow,ESTAT:TGS(1.0),A: Annual,MIO_EUR: Million euro,RO42: Vest,2020: 2020,5.7,p: provisional\n",
        Table(
            points("5.5", "5.7"),
            {"unit.ro": "milioane de euro", "scope.ro": "Regiunea Vest, nu orașul · 2020: date provizorii"},
        ),
    ),
    case(
        "sdmx-frequencies",
        "years and quarters are never mixed",
        SDMX
        + f"{ROW}PC,RO42,2019,3,,\n"
        + "".join(f"{ROW}PC,RO42,2019-Q{n},{n},,\n".replace(",A,", ",Q,") for n in (1, 2, 3)),
        Asked("where", ("freq=A", "freq=Q")),
    ),
]

CASES = [*UNITS, *PLACES, *FLAGS, *COLUMNS, *TEMPO, *EXTRA, *EUROSTAT]
