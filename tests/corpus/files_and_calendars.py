"""Spreadsheets however they are saved, calendars and feeds however they are written.

The same small budget in every format: what is read is what the rows below say, or the file is refused in its words.
"""

import struct
from collections.abc import Sequence
from typing import Any

from tests.corpus.case import Budget, Case, Days, Draft, Expectation, Refused, Table
from tests.readers.files import excel97, spreadsheets
from tests.readers.files.excel97 import Biff, Formula, Mistake, record

SAID = {"year": "2026", "status": "voted", "unit": "lei", "as-of": "2026-02-10", "source-url": "https://example.org/b"}
SOURCE = {"source-name": "INS", "licence": "CC BY", "page": "https://ins.ro", "short": "ins.ro"}
HEAD = ["cod", "denumire", "total"]
CHAPTERS = [["65.02", "Învățământ", 600_000], ["67.02", "Cultură și sport", 400_000.5]]
TOTAL = ["49.02", "TOTAL CHELTUIELI", 1_000_000.5]
ROWS: list[list[Any]] = [HEAD, *CHAPTERS, TOTAL]
READ = Budget({"65.02": "600000", "67.02": "400000.5"}, slide={"year": 2026, "status": "voted"})
TITLE = [["BUGETUL LOCAL PE ANUL 2026", None, None], ROWS[0], *ROWS[1:]]


def budget(name: str, shows: str, data: str | bytes, expect: Expectation, file: str = "cheltuieli-2026.xls") -> Case:
    return Case(name, shows, file, data, expect, SAID)


def text(rows: Sequence[Sequence[Any]], between: str, ends: str = "\r\n") -> str:
    """Rows as text, amounts as Romanians write them."""
    return "".join(between.join(map(amount, row)) + ends for row in rows)


def amount(value: Any) -> str:
    if isinstance(value, float | int):
        return f"{value:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return value or ""


def cells(rows: Sequence[Sequence[Any]], tag: str = "td") -> str:
    return "".join(f"<tr>{''.join(f'<{tag}>{amount(cell)}</{tag}>' for cell in row)}</tr>" for row in rows)


def page(table: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{table}</body></html>"


def xml(rows: Sequence[Sequence[Any]], cell: str = "") -> str:
    """An XML Spreadsheet 2003; `cell` stands for the last cell."""
    lines = [f"<Row>{''.join(map(stated, row))}</Row>" for row in rows]
    if cell:
        lines[-1] = lines[-1].rpartition("<Cell>")[0] + cell + "</Row>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="Anexa 1"><Table>{"".join(lines)}</Table></Worksheet></Workbook>'
    )


def stated(value: Any) -> str:
    kind = "Number" if isinstance(value, float | int) else "String"
    return f'<Cell><Data ss:Type="{kind}">{value}</Data></Cell>'


def with_total(value: Any) -> bytes:
    return excel97.xls({"Anexa 1": [HEAD, *CHAPTERS, [*TOTAL[:2], value]]})


def of_a_script(rows: Sequence[Sequence[Any]]) -> bytes:
    """Records without a file around them, as scripts of web pages write them."""
    body = record(0x809, struct.pack("<4H", 0, 0x10, 0, 0))
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            at = struct.pack("<HHH", row, column, 0)
            if isinstance(value, float | int):
                body += record(0x203, at + struct.pack("<d", value))
            else:
                coded = str(value).translate(CEDILLAS).encode("cp1250")
                body += record(0x204, at + struct.pack("<H", len(coded)) + coded)
    return body + record(0x0A)


def inside(body: bytes, before: bytes = b"") -> bytes:
    """A workbook with these records in its only sheet, and these before its list of sheets."""
    plain = Biff()
    name = plain.short("Anexa 1")
    at = len(plain.bof(5) + before) + 4 + 6 + len(name) + 4
    listed = record(0x85, struct.pack("<IBB", at, 0, 0) + name)
    stream = plain.bof(5) + before + listed + record(0x0A) + plain.bof(0x10) + body + record(0x0A)
    return excel97.ole({"Workbook": stream})


XLSX = "cheltuieli-2026.xlsx"
NOT_COMPUTED = Refused(("holds formulas without results (C2, C3)",))
SHEET_1 = "xl/worksheets/sheet1.xml"


def postponed() -> bytes:
    """As XlsxWriter writes formulas: each with the result 0, to be computed when the file is opened."""
    data = spreadsheets.xlsx(A=[HEAD, ["65.02", "Învățământ", "=1+1"], ["49.02", "TOTAL", "=C2"]])
    return spreadsheets.with_part(data, SHEET_1, "<v />", "<v>0</v>")


def unseen(rows: list[list[Any]]) -> bytes:
    """With its third row hidden."""
    data = spreadsheets.written("xlsx", {"Anexa 1": rows})
    return spreadsheets.with_part(data, SHEET_1, '<row r="3"', '<row r="3" hidden="1"')


def erroneous() -> bytes:
    data = spreadsheets.xlsx(A=[HEAD, ["65.02", "Învățământ", "=1+1"], *ROWS[2:]])
    cell = '<c r="C2"><f>1+1</f><v />'
    return spreadsheets.with_part(data, SHEET_1, cell, '<c r="C2" t="e"><f>1+1</f><v>#REF!</v>')


CEDILLAS = str.maketrans("șț", "şţ")
OLD_LETTERS = [[cell.translate(CEDILLAS) if isinstance(cell, str) else cell for cell in row] for row in ROWS]
WHOLE = excel97.xls({"Anexa 1": ROWS})
NUMBER = record(0x203, bytes(14))
HONEST = record(0x200, struct.pack("<IIHHH", 0, len(ROWS), 0, 3, 0))
LYING = record(0x200, struct.pack("<IIHHH", 0, 0xFFFFFF00, 0, 0xFFF0, 0))
FAR = record(0x203, struct.pack("<HHH", 65_535, 255, 0) + bytes(8))

SHEETS = [
    budget("xls", "Excel 97 to 2003, texts shared", WHOLE, READ),
    budget("xls-own-texts", "Excel 97, texts in their cells", excel97.xls({"Anexa 1": ROWS}, shared=False), READ),
    budget("xls-95", "Excel 5 and 95, letters of Windows-1250", excel97.xls({"Anexa": OLD_LETTERS}, biff5=True), READ),
    budget("xls-of-a-script", "records without a file around them", of_a_script(ROWS), READ),
    budget("xls-another-name", "an XLS called .xlsx", WHOLE, READ, "cheltuieli-2026.xlsx"),
    budget("xls-formula", "a total that Excel computed", with_total(Formula(1_000_000.5)), READ),
    budget(
        "xls-formula-not-computed",
        "a total that a program left to Excel to compute",
        with_total(Formula(None)),
        Refused(("holds formulas without results (C4)",)),
    ),
    budget(
        "xls-formula-postponed",
        "a total of 0 that is to be computed when the file is opened",
        with_total(Formula(0, flags=2)),
        Refused(("holds formulas without results (C4)",)),
    ),
    budget("xls-error", "a total that is #REF!", with_total(Mistake("#REF!")), Refused(("#REF!", "4"))),
    budget(
        "xls-hidden-sheet",
        "a hidden sheet before the one that is seen",
        excel97.xls({"vechi": [HEAD, ["65.02", "x", 1], ["49.02", "x", 1]], "Anexa 1": ROWS}, hidden=["vechi"]),
        READ,
    ),
    budget("xls-size-lie", "a sheet that claims four billion rows", WHOLE.replace(HONEST, LYING), READ),
    budget("xls-far-cell", "a single cell in the last row and column", inside(FAR), Refused(("3,000,000 cells",))),
    budget("xls-password", "an XLS with a password", inside(NUMBER, record(0x2F, b"\1\0")), Refused(("password",))),
    budget("xlsx-password", "an XLSX with a password", excel97.ole({"EncryptedPackage": b"x"}), Refused(("password",))),
    budget(
        "xls-word",
        "a Word document under that name",
        excel97.ole({"WordDocument": b"x"}),
        Refused(("is a Word document (DOC), expected a table",)),
    ),
    budget("xls-cut-off", "an XLS that was cut off", WHOLE[:-700], Refused(("is a damaged spreadsheet",))),
    *(
        budget(
            f"merged-title-{form}",
            f"a title over three columns in {form.upper()}",
            spreadsheets.written(form, {"Anexa 1": TITLE}, {"Anexa 1": ["A1:C1"]}),
            READ,
            f"cheltuieli-2026.{form}",
        )
        for form in ("xls", "xlsx", "ods")
    ),
    budget("html", "a table of HTML as an accounting program exports it", page(f"<table>{cells(ROWS)}</table>"), READ),
    budget(
        "html-1250",
        "the same in Windows-1250",
        page(f"<table>{cells(OLD_LETTERS)}</table>", '<meta charset="windows-1250">').encode("cp1250"),
        READ,
    ),
    budget(
        "html-spans",
        "a header over two lines with spans",
        page(
            "<table><tr><th rowspan=2>cod<th rowspan=2>denumire<th colspan=2>Prevederi 2026</tr>"
            f"<tr><th>total<th>trim. I</tr>{cells([[*row, row[2] / 4] for row in ROWS[1:]])}</table>"
        ),
        READ,
    ),
    budget(
        "html-layout",
        "the table inside a table that only places it, under a title",
        page(f"<h3>Bugetul local pe anul 2026</h3><table><tr><td><table>{cells(ROWS)}</table></td></tr></table>"),
        READ,
    ),
    budget("html-cut-off", "a table that never ends", page(f"<table>{cells(ROWS)}"), Refused(("</table>", "cut off"))),
    budget(
        "html-page",
        "a page of the web",
        "<!DOCTYPE html>" + page(f"<table>{cells(ROWS)}</table>"),
        Refused(("is a web page",)),
        "https://oras.ro/buget",
    ),
    budget("html-no-table", "a page without a table, named .xls", page("<p>Eroare</p>"), Refused(("without a table",))),
    budget("mhtml", "a web archive named .xls", "MIME-Version: 1.0\r\nX: y\r\n", Refused(("web archive",))),
    budget("xml-2003", "an XML Spreadsheet 2003", xml(ROWS), READ),
    budget(
        "xml-2003-not-computed",
        "a formula without a result in it",
        xml(ROWS, '<Cell ss:Formula="=R[-2]C+R[-1]C"/>'),
        Refused(("holds formulas without results (C4)",)),
    ),
    budget("tabs", "cells apart by tabs, named .xls", text(ROWS, "\t"), READ),
    budget("tabs-utf-16", 'the "Unicode text" of Excel', text(ROWS, "\t").encode("utf-16"), READ),
    budget("tabs-utf-16-bare", "the same without its mark", text(ROWS, "\t").encode("utf-16-le"), READ),
    budget("xlsx-not-computed", "formulas of a program that leaves them to Excel", postponed(), NOT_COMPUTED, XLSX),
    budget("xlsx-error", "a chapter that is #REF!", erroneous(), Refused(("#REF!", "2")), XLSX),
    budget(
        "hidden-row",
        "a chapter in a row that nobody sees is said",
        unseen([HEAD, *CHAPTERS]),
        READ._replace(notes=("Anexa 1: was read with what is hidden in the sheet: row 3",)),
        XLSX,
    ),
    budget("semicolons-1250", "semicolons, Windows-1250, named .xls", text(OLD_LETTERS, ";").encode("cp1250"), READ),
]


# --- tables --------------------------------------------------------------------------------------------------------


YEARS = [["an", "biciclete"], [2019, 1_200], [2020, 1_350.5], [2021, 1_400]]
POINTS = Table({"2019": "1200", "2020": "1350.5", "2021": "1400"}, slide={"x": "an", "y": "biciclete"})


def table(name: str, shows: str, data: str | bytes, file: str, expect: Expectation = POINTS) -> Case:
    return Case(name, shows, file, data, expect, SOURCE, "dataset")


ZONES = [["zona", "strada", "copaci"], ["Nord", "Loga", 10], [None, "Eminescu", 20], ["Sud", "Mare", 30]]
NORTH = Table({"Loga": "10", "Eminescu": "20"})

TABLES = [
    *(
        Case(
            f"table-merged-{form}",
            f"a name merged over two rows stands for both, in {form.upper()}",
            f"copaci.{form}",
            spreadsheets.written(form, {"Date": ZONES}, {"Date": ["A2:A3"]}),
            NORTH,
            {**SOURCE, "where": "zona=Nord"},
            "dataset",
        )
        for form in ("xls", "xlsx", "ods")
    ),
    *(
        table(
            f"table-{form}",
            f"a series in {form.upper()}",
            spreadsheets.written(form, {"Date": YEARS}),
            f"biciclete.{form}",
        )
        for form in ("xls", "xlsx", "ods")
    ),
    table(
        "table-html",
        "a series in HTML",
        page(f"<table>{cells([YEARS[0], *([str(y), v] for y, v in YEARS[1:])])}</table>"),
        "b.xls",
    ),
    table("table-xml-2003", "a series in an XML Spreadsheet", xml(YEARS), "b.xls"),
    table(
        "table-hidden-row",
        "a year in a row that nobody sees is said",
        unseen(YEARS),
        "biciclete.xlsx",
        POINTS._replace(notes=("hidden in the sheet: row 3",)),
    ),
    table(
        "table-error-cell",
        "a cell that is #DIV/0! is no missing value",
        excel97.xls({"Date": [*YEARS[:3], [2021, Mistake("#DIV/0!")]]}),
        "b.xls",
        Refused(("b.xls",)),
    ),
]


# --- calendars -----------------------------------------------------------------------------------------------------


def calendar(*events: Sequence[str], head: Sequence[str] = ()) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//RO", *head]
    for number, event in enumerate(events):
        uid = [] if any(line.startswith("UID") for line in event) else [f"UID:{number}"]
        lines += ["BEGIN:VEVENT", *uid, "SUMMARY:Târg", *event, "END:VEVENT"]
    return "\r\n".join((*lines, "END:VCALENDAR", ""))


def campaign(name: str, shows: str, data: str | bytes, *days: dict[str, Any], notes: tuple[str, ...] = ()) -> Case:
    return Case(name, shows, "presa.ics", data, Days(days, notes), {"plays": "civic"}, "campaigns")


def call(name: str, shows: str, data: str | bytes, file: str = "agenda.ics", **slide: Any) -> Case:
    return Case(name, shows, file, data, Draft(slide), reader="consultations")


DAY = ("DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261202")
HOURS = ("DTSTART;TZID={}:20261201T100000", "DTEND;TZID={}:20261201T120000")
LOCAL = tuple(line.format("Europe/Bucharest") for line in HOURS)
TEN_TO_TWELVE = {"from": "2026-12-01", "to": "2026-12-01", "dayparts": ["10:00-12:00"]}
FIVE = {"from": "2026-12-01", "rrule": "FREQ=DAILY;COUNT=5"}
RULES = ("BEGIN:STANDARD", "DTSTART:20261025T030000", "TZOFFSETFROM:+0300", "TZOFFSETTO:+0200", "END:STANDARD")
TWICE = ("BEGIN:VTIMEZONE", "TZID:Europe/Bucharest", "TZID:Europe/Bucharest", *RULES, "END:VTIMEZONE")
NO_RULES = ("BEGIN:VTIMEZONE", "TZID:Europe/Bucharest", "END:VTIMEZONE")
OWN_ZONE = ("BEGIN:VTIMEZONE", "TZID:Ora", *RULES, "END:VTIMEZONE")


def repeated(*more: str) -> str:
    return calendar((*DAY, "RRULE:FREQ=DAILY;COUNT=5", *more))


def until(value: str) -> str:
    return calendar((*DAY, f"RRULE:FREQ=DAILY;UNTIL={value}"))


UNTIL_THE_5TH = {"from": "2026-12-01", "rrule": "FREQ=DAILY;UNTIL=20261205"}
LEFT_OUT = {**FIVE, "exdate": ["2026-12-03"]}

CALENDARS = [
    campaign("ical-zone-twice", "a zone named twice (a WordPress plug-in)", calendar(LOCAL, head=TWICE), TEN_TO_TWELVE),
    campaign("ical-zone-no-rules", "a zone without rules", calendar(LOCAL, head=NO_RULES), TEN_TO_TWELVE),
    campaign(
        "ical-zone-windows",
        "a zone by its name in Windows",
        calendar([line.format("GTB Standard Time") for line in HOURS]),
        TEN_TO_TWELVE,
    ),
    campaign(
        "ical-zone-unknown",
        "a zone nobody knows is said",
        calendar([line.format("Ora mea") for line in HOURS]),
        TEN_TO_TWELVE,
        notes=("Ora mea, which nobody knows",),
    ),
    campaign(
        "ical-floating",
        "times without a zone",
        calendar([line.replace(";TZID={}", "") for line in HOURS]),
        TEN_TO_TWELVE,
    ),
    campaign("ical-until-last-second", "UNTIL is the last second of the day", until("20261205T235959Z"), UNTIL_THE_5TH),
    campaign("ical-until-midnight", "UNTIL is the midnight of the day", until("20261205T000000Z"), UNTIL_THE_5TH),
    campaign("ical-until-local-midnight", "UNTIL is midnight in Bucharest", until("20261204T220000Z"), UNTIL_THE_5TH),
    campaign("ical-exdate-utc", "a day left out as midnight of UTC", repeated("EXDATE:20261203T000000Z"), LEFT_OUT),
    campaign(
        "ical-exdate-instant",
        "a day left out as its midnight (Exchange)",
        repeated("EXDATE:20261202T220000Z"),
        LEFT_OUT,
    ),
    campaign(
        "ical-exdate-zone",
        "a day left out as midnight of a zone of Windows",
        repeated("EXDATE;TZID=GTB Standard Time:20261203T000000"),
        LEFT_OUT,
    ),
    campaign(
        "ical-changed-day",
        "a day changed as midnight of UTC",
        calendar(
            ("UID:a", *DAY, "RRULE:FREQ=DAILY;COUNT=5"),
            ("UID:a", "RECURRENCE-ID:20261203T000000Z", "DTSTART;VALUE=DATE:20261220"),
        ),
        LEFT_OUT,
        {"from": "2026-12-20", "to": "2026-12-20"},
    ),
    campaign("ical-small-letters", "a rule in small letters", calendar((*DAY, "RRULE:freq=daily;count=5")), FIVE),
    campaign("ical-duration", "DURATION for DTEND", calendar((LOCAL[0], "DURATION:PT2H")), TEN_TO_TWELVE),
    campaign(
        "ical-hyphens",
        "dates with hyphens",
        calendar(("DTSTART:2026-12-01", "DTEND:2026-12-02")),
        {"from": "2026-12-01", "to": "2026-12-01"},
    ),
    campaign(
        "ical-several",
        "two calendars in a file",
        calendar(LOCAL) + calendar(("UID:b", *DAY)),
        TEN_TO_TWELVE,
        {"from": "2026-12-01", "to": "2026-12-01"},
    ),
    campaign(
        "ical-folded",
        "lines that end with LF, folded by a tab",
        calendar((*LOCAL, "DESCRIPTION:a\r\n\tb")).replace("\r\n", "\n"),
        TEN_TO_TWELVE,
        notes=("without its description",),
    ),
    Case(
        "ical-cut-off",
        "a calendar that was cut off",
        "presa.ics",
        calendar(LOCAL).replace("END:VCALENDAR\r\n", ""),
        Refused(("presa.ics", "ends before END:VCALENDAR")),
        {"plays": "civic"},
        "campaigns",
    ),
    call("call-zone-twice", "a zone named twice", calendar(LOCAL, head=TWICE), closes="2026-12-01T12:00"),
    call(
        "call-day-inclusive",
        "an end that is the last day",
        calendar((DAY[0], "DTEND;VALUE=DATE:20261201")),
        closes="2026-12-01",
    ),
    call(
        "call-1250",
        "a calendar in Windows-1250",
        calendar(LOCAL).encode("cp1250"),
        closes="2026-12-01T12:00",
        **{"ask.ro": "Târg"},
    ),
    Case(
        "call-zone-unknown",
        "a zone nobody knows is asked about",
        "agenda.ics",
        calendar([line.format("Ora mea") for line in HOURS]),
        Draft({"closes": "2026-12-01T12:00"}, notes=("closes",)),
        reader="consultations",
    ),
]


# --- feeds ---------------------------------------------------------------------------------------------------------


ITEM = (
    "<item><title>{title}</title><link>https://oras.ro/a</link><pubDate>{date}</pubDate>"
    "<description>Propunerile se primesc până la 15 decembrie 2026.</description></item>"
)
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'


def feed(title: str = "Consultare publică", date: str = "Mon, 23 Nov 2026 10:00:00 +0200", head: str = DECLARED) -> str:
    item = ITEM.format(title=title, date=date)
    return f'{head}<rss version="2.0"><channel><title>x</title>{item}</channel></rss>'


CLOSES = {"closes": "2026-12-15"}
FEEDS = [
    call("rss-empty-line", "an empty line before the declaration", "\n" + feed(), "stiri.xml", **CLOSES),
    call("rss-warning", "a warning before the declaration", "<br />\n" + feed(), "stiri.xml", **CLOSES),
    call(
        "rss-entities",
        "entities of HTML",
        feed("Consultare&nbsp;&icirc;n pia&#539;&abreve;"),
        "stiri.xml",
        **CLOSES,
        **{"ask.ro": "Consultare în piață"},
    ),
    call(
        "rss-ampersand", "an ampersand alone", feed("Apă & canal"), "stiri.xml", **CLOSES, **{"ask.ro": "Apă & canal"}
    ),
    call(
        "rss-bare-type",
        "a document type that declares nothing",
        feed(head=DECLARED + "<!DOCTYPE rss>"),
        "stiri.xml",
        **CLOSES,
    ),
    call(
        "rss-1250",
        "letters of Windows-1250 under a declaration of UTF-8",
        feed().encode("cp1250"),
        "stiri.xml",
        **CLOSES,
    ),
    call(
        "rss-date-romanian",
        "a date with Romanian names",
        feed(date="Lun, 23 Noi 2026 10:00:00 +0200"),
        "stiri.xml",
        opens="2026-11-23T10:00",
    ),
    call("rss-date-eet", "a date with EET", feed(date="23 Nov 26 10:00:00 EET"), "stiri.xml", opens="2026-11-23T10:00"),
    Case(
        "rss-entities-of-its-own",
        "a document type that declares entities",
        "stiri.xml",
        feed(head=DECLARED + "<!DOCTYPE rss [<!ENTITY a 'b'>]>"),
        Refused(("stiri.xml", "document type")),
        {"kind": "rss"},
        "consultations",
    ),
]

CASES = [*SHEETS, *TABLES, *CALENDARS, *FEEDS]
