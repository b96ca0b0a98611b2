"""A CSV of calls as an office keeps it: one row a call, columns by their Romanian or English names."""

import re
from collections.abc import Mapping
from datetime import date

from content.authored import Moment
from content.findings import refused
from content.readers.calls.call import Call, CallPage, Doubt, Origin, Texts
from content.readers.calls.moments import local
from content.readers.calls.plain import one_line
from content.readers.files import sheet

COLUMNS = {
    "ask": ("ask", "întrebare", "intrebare", "îndemn", "indemn", "titlu", "title"),
    "who": ("who", "cine", "cine poate participa"),
    "opens": ("opens", "deschide", "se deschide", "de la", "data deschiderii", "început", "inceput"),
    "closes": (
        "closes",
        "închide",
        "inchide",
        "se închide",
        "până la",
        "pana la",
        "termen",
        "data limită",
        "data limita",
    ),
    "link": ("link", "web", "adresă", "adresa", "url", "pagina"),
    "short": ("short", "adresa scurtă", "adresa scurta", "scurt"),
    "takes": ("takes_minutes", "minutes", "minute", "durata", "durează", "dureaza"),
    "phone": ("phone", "telefon"),
    "legal": ("legal_basis", "temei legal", "temei", "lege"),
    "id": ("id", "cod", "nr"),
}
"""What is read → the names a column may have. `ask.en`, `titlu_hu` give a text in another language."""
_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})(?:[ ,T]+(\d{1,2}[:.]\d{2}))?")


def read(data: bytes, origin: Origin) -> CallPage:
    """The calls of the table, one a row.

    Raises RefusedError: no table, no column with the question, a date that is none.
    """
    table = sheet.read(data, origin.where)
    if not any(name in table.columns for name in COLUMNS["ask"]):
        expected = "one of " + ", ".join(COLUMNS["ask"])
        raise refused(
            "column", origin.where, f"has the columns {', '.join(table.columns)}, expected the question in {expected}"
        )
    return CallPage(tuple(_call(number, row, origin) for number, row in table.rows))


def _call(number: int, row: Mapping[str, str], origin: Origin) -> Call:
    where = f"{origin.where}:{number}"
    ask = _texts("ask", row, origin)
    link = _cell("link", row)
    return Call(
        key=_cell("id", row) or next(iter(ask.values()), str(number)),
        title=ask,
        ask=ask,
        who=_texts("who", row, origin),
        opens=_moment(_cell("opens", row), where, origin),
        closes=_moment(_cell("closes", row), where, origin),
        link=link if link.startswith(("https://", "http://")) else "",
        short=_cell("short", row),
        phone=_cell("phone", row),
        takes_minutes=_minutes(_cell("takes", row), where),
        legal_basis=_cell("legal", row),
        doubts=() if ask else (Doubt("ask", "the cell is empty"),),
    )


def _cell(what: str, row: Mapping[str, str]) -> str:
    return next((row[name] for name in COLUMNS[what] if row.get(name)), "")


def _texts(what: str, row: Mapping[str, str], origin: Origin) -> Texts:
    """The text in every language: columns `ask`, `ask.en`, `ask_hu`."""
    texts: Texts = {}
    for column, cell in row.items():
        name, dot, lang = column.replace("_", ".").rpartition(".")
        name, lang = (name, lang) if dot and len(lang) == 2 else (column, origin.lang)
        if name in COLUMNS[what] and (words := one_line(cell, lang)):
            texts.setdefault(lang, words)
    return texts


def _moment(cell: str, where: str, origin: Origin) -> Moment | None:
    """`2026-12-06`, `6.12.2026`, `06/12/2026 16:00`; the day stands before the month."""
    if match := _DAY.fullmatch(cell):
        day, month, year, hour = match.groups()
        try:
            cell = date(int(year), int(month), int(day)).isoformat()
        except ValueError as error:
            raise refused("date", where, f"found {match[0]!r}, expected a day of the calendar") from error
        cell += f"T{hour.replace('.', ':').rjust(5, '0')}" if hour else ""
    try:
        return local(cell.replace(" ", "T", 1), origin.zone)
    except ValueError as error:
        raise refused("date", where, str(error)) from error


def _minutes(cell: str, where: str) -> int | None:
    if not cell:
        return None
    match = re.fullmatch(r"(\d{1,3})\s*(?:min\w*\.?)?", cell)
    if not match or not 1 <= int(match[1]) <= 240:
        raise refused("number", where, f"found {cell!r}, expected minutes from 1 to 240")
    return int(match[1])
