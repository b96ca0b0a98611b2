"""Budgets whose titles, sheets and names say what they are of; and files that are no tables at all."""

import io
import zipfile
from typing import Any

from tests.corpus.case import Asked, Budget, Case, Expectation, Refused
from tests.readers.files.spreadsheets import with_part, xlsx

SAID = {"year": "2026", "status": "voted", "unit": "lei", "as-of": "2026-02-10", "source-url": "https://example.org/b"}
ROWS = "cod;denumire;total\n65.02;Învățământ;600000\n84.02;Transporturi;400000\n49.02;TOTAL CHELTUIELI;1000000\n"
SPENT = {"65.02": "600000", "84.02": "400000"}
CELLS: list[list[Any]] = [
    ["cod", "denumire", "total"],
    ["65.02", "Învățământ", 600000],
    ["84.02", "Transporturi", 400000],
    ["49.02", "TOTAL CHELTUIELI", 1000000],
]
OTHER: list[list[Any]] = [["cod", "denumire", "total"], ["65.02", "Învățământ", 500000], ["49.02", "TOTAL", 500000]]
INCOME: list[list[Any]] = [
    ["cod", "denumire", "total"],
    ["07.02", "Impozite", 1000000],
    ["00.01", "TOTAL VENITURI", 1000000],
]


def case(
    name: str, shows: str, data: str | bytes, expect: Expectation, file: str = "buget.csv", **options: str
) -> Case:
    """An option that is empty is one that the person does not say."""
    picked = {**SAID, **{key.replace("_", "-"): value for key, value in options.items()}}
    return Case(name, shows, file, data, expect, {key: value for key, value in picked.items() if value})


def titled(name: str, title: str, expect: Expectation, **options: str) -> Case:
    """The rows under one line of title."""
    return case(f"title-{name}", f"the title {title!r}", f"{title}\n{ROWS}", expect, **options)


def read(notes: tuple[str, ...] = (), **slide: Any) -> Budget:
    return Budget(SPENT, slide=slide, notes=notes)


YEARS = [
    titled("year", "BUGETUL LOCAL PE ANUL 2026;;", read(("is of 2026, as its title",), year=2026), year=""),
    titled("year-other", "BUGETUL LOCAL PE ANUL 2025;;", Asked("year", ("2025",), ("BUGETUL LOCAL PE ANUL 2025",))),
    titled("year-sure", "BUGETUL LOCAL PE ANUL 2025;;", read(("is of 2026, as you say",), year=2026), sure="year"),
    titled("year-followed", "BUGETUL LOCAL PE ANUL 2025;;", read(year=2025), year="2025"),
    titled("year-estimates", "Buget pe anul 2026 și estimări pe anii 2027-2029;;", read(year=2026), year=""),
    titled("year-decision", "Anexa nr. 1 la HCL nr. 14/30.01.2025;;", read(year=2026)),
    titled("year-none", "BUGETUL LOCAL;;", Asked("year"), year=""),
    titled("year-two", "BUGETUL PE ANII 2025 ȘI;2026;", Asked("year", ("2026",)), year=""),
    case(
        "name-year",
        "the year stands in the file's name only",
        ROWS,
        read(("the file's name",), year=2026),
        "buget-2026.csv",
        year="",
    ),
    case("name-year-other", "the file's name says another year", ROWS, Asked("year", ("2025",)), "buget-2025.csv"),
    case(
        "name-year-under-title",
        "the title goes before the file's name, which is told",
        f"BUGETUL LOCAL PE ANUL 2026;;\n{ROWS}",
        read(("the file's name ('buget 2025') says 2025",), year=2026),
        "buget-2025.csv",
    ),
    case(
        "name-year-against-title",
        "title and file name say two years, and the person none",
        f"BUGETUL LOCAL PE ANUL 2024;;\n{ROWS}",
        Asked("year", ("2024", "2026")),
        "buget-2026.csv",
        year="",
    ),
    case(
        "name-stage-against-title",
        "title and file name say two stages, and the person none",
        f"PROIECTUL BUGETULUI LOCAL;;\n{ROWS}",
        Asked("status", ("draft", "voted")),
        "buget-aprobat-2026.csv",
        status="",
    ),
    case(
        "column-year",
        "the year stands in the column's name only",
        ROWS.replace("total", "total 2026", 1),
        read(("its columns",), year=2026),
        year="",
    ),
    case(
        "column-years-of-estimates",
        "bare years beside a column with words are estimates of a form, and no choices",
        ROWS.replace("total", "Total buget 2026;2027;2028", 1).replace("0000\n", "0000;1;2\n"),
        read(year=2026),
        year="",
    ),
    case(
        "rows-year",
        "a column of years with one year",
        ROWS.replace("\n", ";2026\n").replace("total;2026", "total;an"),
        read(year=2026),
        year="",
    ),
    case(
        "rows-years",
        "a column of years with two",
        ROWS.replace("\n", ";2026\n").replace("total;2026", "total;an") + "65.02;Învățământ;5;2025\n",
        Asked("year", ("2025", "2026")),
        year="",
    ),
    case(
        "rows-years-asked-for",
        "a year that is not asked for does not stop the import, whatever stands in it",
        ROWS.replace("\n", ";2026\n").replace("total;2026", "total;an") + "65.02;Învățământ;multe;2025\n",
        read(year=2026),
    ),
    case(
        "title-below",
        "the title stands under the table",
        ROWS + ";;\nBUGETUL LOCAL PE ANUL 2025;;\n",
        Asked("year", ("2025",)),
    ),
    case(
        "sheet-year",
        "the year stands in the name of the sheet",
        xlsx(**{"Buget 2026": CELLS}),
        read(("its sheet's name",), year=2026),
        "buget.xlsx",
        year="",
    ),
    case(
        "sheet-year-other",
        "the name of the sheet says another year",
        xlsx(**{"Buget 2025": CELLS}),
        Asked("year", ("2025",)),
        "buget.xlsx",
    ),
]
STAGES = [
    titled("stage", "PROIECTUL BUGETULUI LOCAL;;", read(("is a draft, as its title",), status="draft"), status=""),
    titled("stage-at-end", "BUGETUL LOCAL PE ANUL 2026 - PROIECT;;", read(status="draft"), status=""),
    titled(
        "stage-bracketed", "Bugetul local al municipiului pe anul 2026 (proiect);;", read(status="draft"), status=""
    ),
    titled("stage-debated", "Bugetul 2026 supus dezbaterii publice;;", read(status="draft"), status=""),
    titled("stage-debated-as-voted", "Bugetul 2026 în dezbatere publică;;", Asked("status", ("draft",))),
    titled("stage-draft-as-voted", "PROIECT DE BUGET 2026;;", Asked("status", ("draft",))),
    titled("stage-executed-as-voted", "CONTUL DE EXECUȚIE A BUGETULUI;;", Asked("status", ("executed",))),
    titled(
        "stage-executed-as-draft", "CONTUL DE EXECUȚIE A BUGETULUI;;", Asked("status", ("executed",)), status="draft"
    ),
    titled("stage-voted-as-executed", "BUGETUL APROBAT PE 2026;;", Asked("status", ("voted",)), status="executed"),
    titled(
        "stage-decision-as-draft", "Anexa 1 la HCL nr. 14/30.01.2026;;", Asked("status", ("voted",)), status="draft"
    ),
    titled("stage-decision", "Anexa 1 la HCL nr. 14/30.01.2026;;", read(status="voted"), status=""),
    titled("stage-blank-decision", "Anexa 1 la H.C.L. nr. ____/2026;;", read(status="draft"), status="draft"),
    titled("stage-sure", "PROIECT DE BUGET 2026;;", read(("is voted, as you say",), status="voted"), sure="status"),
    titled("stage-none", "BUGETUL LOCAL;;", Asked("status", ("draft", "voted", "executed")), status=""),
    titled("stage-projects", "Proiecte cu finanțare externă;;", read(status="voted")),
    titled("rectified", "BUGETUL LOCAL RECTIFICAT;;", read(("is a rectified budget",), status="voted"), status=""),
    titled("rectified-draft", "PROIECTUL BUGETULUI RECTIFICAT;;", read(status="draft"), status=""),
    case(
        "sheet-stage", "the sheet is of a draft", xlsx(**{"Proiect": CELLS}), Asked("status", ("draft",)), "buget.xlsx"
    ),
    case("name-stage", "the file's name says draft", ROWS, Asked("status", ("draft",)), "proiect-buget-2026.csv"),
    case(
        "name-stage-taken",
        "the file's name says the stage and nobody else",
        ROWS,
        read(("the file's name",), status="draft"),
        "proiect_buget_2026.csv",
        status="",
    ),
]
EXECUTED = {"status": "executed", "as_of": "2026-12-31"}
PARTS = [
    titled(
        f"part-{name}",
        title,
        Budget(
            SPENT,
            slide={"source.as_of": last, "status": "executed"},
            notes=(f"is executed until {last}", "not the figures of a whole year"),
        ),
        **EXECUTED,
    )
    for name, title, last in (
        ("day", "EXECUȚIA BUGETULUI LOCAL LA DATA DE 31.03.2026;;", "2026-03-31"),
        ("month-end", "Cont de execuție la 30 iunie 2026;;", "2026-06-30"),
        ("quarter", "Execuția bugetului pe trimestrul I 2026;;", "2026-03-31"),
        ("quarters", "Execuția bugetului, trim. I-III 2026;;", "2026-09-30"),
        ("half", "Execuția bugetului pe semestrul I 2026;;", "2026-06-30"),
        ("months", "Execuția bugetului pe primele 9 luni ale anului 2026;;", "2026-09-30"),
        ("month", "Execuția bugetului, luna martie 2026;;", "2026-03-31"),
    )
] + [
    titled(
        "part-none",
        "Contul de execuție la 31 decembrie 2026;;",
        Budget(SPENT, slide={"source.as_of": "2026-12-31"}, view="per-inhabitant"),
        **EXECUTED,
    ),
    titled("plan-of-a-quarter", "Bugetul local pe trimestrul I 2026;;", Asked("sure", ("year",))),
    titled(
        "plan-of-a-day",
        "Bugetul rectificat la data de 30.06.2026;;",
        Budget(SPENT, view="per-inhabitant", slide={"year": 2026}),
    ),
    case(
        "name-part",
        "the file's name says until when it is executed",
        ROWS,
        read(("is executed until 2026-03-31",), status="executed"),
        "executie_buget_2026-03-31.csv",
        **EXECUTED,
    ),
]
CITIES = [
    titled("city", "MUNICIPIUL TIMIȘOARA;;", read()),
    titled("city-hall", "JUDEȚUL TIMIȘ, PRIMĂRIA TIMIŞOAREI;;", read()),
    titled("city-other", "MUNICIPIUL ARAD;;", Asked("sure", ("city",), ("MUNICIPIUL ARAD",))),
    titled("city-village", "Consiliul Local al Comunei Giroc;;", Asked("sure", ("city",))),
    titled("city-county", "JUDEȚUL TIMIȘ;;", Asked("sure", ("city",))),
    titled("city-sure", "MUNICIPIUL ARAD;;", read(("is the budget of Municipiul Timișoara, as you say",)), sure="city"),
    titled("city-nobody", "BUGETUL ORAȘULUI PE ANUL 2026;;", read()),
    case(
        "all-at-once",
        "year, stage and city are asked together",
        f"COMUNA GIROC;;\nPROIECTUL BUGETULUI PE ANUL 2025;;\n{ROWS}",
        Asked("year", ("2025",), ("COMUNA GIROC", "is this budget voted")),
    ),
    case(
        "all-sure",
        "year, stage and city the person is sure of",
        f"COMUNA GIROC;;\nPROIECTUL BUGETULUI PE ANUL 2025;;\n{ROWS}",
        read(year=2026, status="voted"),
        sure="year,status,city",
    ),
]
UNITS = [
    titled("unit", "- mii lei -;;", Budget({"65.02": "600000000", "84.02": "400000000"}), unit="")._replace(
        inhabitants=100_000
    ),
    titled("unit-other", "- mii lei -;;", Asked("sure", ("unit",)))._replace(inhabitants=2_000),
    titled("unit-sure", "- mii lei -;;", read(("says thousand lei",), unit="lei"), sure="unit")._replace(
        inhabitants=2_000
    ),
    titled("units-two", "- mii lei - (lei);;", Asked("unit", ("lei",)), unit="")._replace(inhabitants=2_000),
]


UNITS += [
    case(
        "unit-below",
        "the unit stands under the table",
        f"{ROWS};;\nîn mii lei;;\n",
        Asked("sure", ("unit",)),
    )._replace(inhabitants=2_000),
]


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


FILES = [
    case(f"file-{name}", f"a file that is {called}", data, Refused((f"is {called}", asks)), file)
    for name, called, data, file in (
        ("pdf", "a PDF", b"%PDF-1.7\n%\xe2\xe3", "anexa.pdf"),
        ("pdf-named-csv", "a PDF", b"%PDF-1.4\n", "buget.csv"),
        ("docx", "a Word document (DOCX)", zipped("[Content_Types].xml", "word/document.xml"), "anexa.docx"),
        ("doc", "a Word document (DOC)", b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "anexa.doc"),
        ("rtf", "a text (RTF)", b"{\\rtf1", "anexa.rtf"),
        ("picture", "a picture (JPEG)", b"\xff\xd8\xff\xe0", "anexa.jpg"),
        ("zip", "an archive (ZIP) with buget.xlsx, anexa.pdf", zipped("buget.xlsx", "anexa.pdf"), "anexe.zip"),
        ("rar", "an archive (RAR)", b"Rar!\x1a\x07\x01", "anexe.rar"),
    )
    for asks in ("ask the office that made it for the same annex as a spreadsheet (XLSX, ODS) or CSV",)
] + [
    case(
        "file-page",
        "a web page",
        "<!DOCTYPE html><html>",
        Refused(("is a web page", "address of the file itself")),
        "buget.html",
    ),
]
SHEETS = [
    case(
        "sheet-unread",
        "a second sheet of the same side is named",
        xlsx(Cheltuieli=CELLS, Estimari=CELLS),
        read(("not from the sheet Estimari",)),
        "buget.xlsx",
    ),
    case(
        "sheets-of-two-sides",
        "the two sides in two sheets",
        xlsx(Cheltuieli=CELLS, Venituri=INCOME),
        Budget(SPENT, {"07.02": "1000000"}),
        "buget.xlsx",
    ),
    case(
        "sheets-two-years",
        "the sheet of revenue is of another year than that of expenditure",
        xlsx(**{"Cheltuieli 2026": CELLS, "Venituri 2025": INCOME}),
        read(("not from the sheet Venituri 2025",), year=2026),
        "buget.xlsx",
    ),
    case(
        "sheets-of-years",
        "a sheet a year: the one that is asked for is read, wherever it stands",
        xlsx(**{"Buget 2025": OTHER, "Buget 2026": CELLS}),
        read(("not from the sheet Buget 2025",), year=2026),
        "buget.xlsx",
    ),
    case(
        "sheets-of-years-unsaid",
        "a sheet a year, and nobody says which",
        xlsx(**{"Buget 2025": OTHER, "Buget 2026": CELLS}),
        Asked("year", ("2025", "2026")),
        "buget.xlsx",
        year="",
    ),
]
HIDDEN = [
    case(
        f"hidden-row-{name}",
        f"a chapter in a hidden row, {shows}",
        with_part(xlsx(A=rows), "xl/worksheets/sheet1.xml", '<row r="3"', '<row r="3" hidden="1"'),
        Budget(SPENT, notes=("what is hidden in the sheet: row 3",), asks=asks),
        "buget.xlsx",
    )
    for name, shows, rows, asks in (
        ("total", "under a total with it", CELLS, ()),
        ("alone", "and no total", CELLS[:3], ("sure",)),
    )
] + [
    case(
        "hidden-column",
        "the column of amounts is hidden",
        with_part(
            xlsx(A=CELLS),
            "xl/worksheets/sheet1.xml",
            "<sheetData>",
            '<cols><col min="3" max="3" hidden="1"/></cols><sheetData>',
        ),
        read(("what is hidden in the sheet: column C",)),
        "buget.xlsx",
    ),
]
WHOLE = [
    case(
        "executed-column-day",
        "the column says that it is spent until June, the person says December",
        ROWS.replace("total\n", "Plăți efectuate la 30.06.2026\n"),
        Budget(SPENT, slide={"source.as_of": "2026-06-30"}, notes=("is executed until 2026-06-30",)),
        status="executed",
        as_of="2026-12-31",
    ),
    case(
        "executed-plain",
        "said to be executed, while the column says only that it is a total",
        ROWS,
        Budget(SPENT, notes=("does not say that its amounts were paid or taken in",)),
        status="executed",
        year="2025",
        as_of="2025-12-31",
    ),
] + [
    case(
        f"part-{name}",
        shows,
        f"{titles}\n{rows}",
        Budget({code.replace(".02", source): amount for code, amount in SPENT.items()}, asks=asks, notes=notes),
        sure=sure,
    )
    for name, shows, titles, source, asks, notes, sure in (
        ("section", "the title names one section", "SECȚIUNEA DE DEZVOLTARE", ".02", ("sure",), ("DE DEZVOLTARE",), ""),
        ("section-sure", "and the person says that it is all", "SECȚIUNEA DE DEZVOLTARE", ".02", (), (), "rows"),
        ("sections", "the title names both sections", "Secțiunile de funcționare și dezvoltare", ".02", (), (), ""),
        (
            "grants",
            "grants from abroad",
            "BUGETUL FONDURILOR EXTERNE NERAMBURSABILE",
            ".02",
            ("sure",),
            ("EXTERNE",),
            "",
        ),
        (
            "institutions",
            "institutions with their own revenue, by the title",
            "BUGETUL INSTITUȚIILOR PUBLICE FINANȚATE INTEGRAL SAU PARȚIAL DIN VENITURI PROPRII",
            ".02",
            ("sure",),
            ("INSTITUȚIILOR",),
            "",
        ),
        ("own-revenue", "the same by the codes alone", "Buget", ".10", ("sure",), ("codes of source .10",), ""),
    )
    for rows in [ROWS.replace(".02", source)]
]
CASES = [*HIDDEN, *WHOLE, *YEARS, *STAGES, *PARTS, *CITIES, *UNITS, *FILES, *SHEETS]
