"""A CSV of calls as an office keeps it: one row a call, columns by their Romanian or English names."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from content.authored import Moment
from content.findings import refused
from content.phrases import said
from content.questions import Question
from content.readers.calls import days, periods
from content.readers.calls.call import Call, CallPage, Origin, Texts, open_value
from content.readers.calls.days import WEEKDAY
from content.readers.calls.interval import Interval, begins, ends
from content.readers.calls.moments import local
from content.readers.calls.plain import folded, one_line
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
    "period": ("perioada", "perioadă", "interval", "period", "când", "cand"),
    "link": ("link", "web", "adresă", "adresa", "url", "pagina"),
    "short": ("short", "adresa scurtă", "adresa scurta", "scurt"),
    "takes": ("takes_minutes", "minutes", "minute", "durata", "durează", "dureaza"),
    "phone": ("phone", "telefon"),
    "legal": ("legal_basis", "temei legal", "temei", "lege"),
    "id": ("id", "cod", "nr"),
}
"""What is read → the names a column may have. `ask.en`, `titlu_hu` give a text in another language."""
_BESIDE = re.compile(
    rf"[\s,.;:()]*(?:(?:in|din|pe|la|de|data|ziua|pana|perioada|intre|incepand|cu|inclusiv|{WEEKDAY})[\s,.;:()]*)*"
)


def read(data: bytes, origin: Origin) -> CallPage:
    """The calls of the table, one a row.

    Raises RefusedError: no table, no column with the question, a date that is none.
    """
    table = sheet.read(data, origin.where)
    if not any(name in table.columns for name in COLUMNS["ask"]):
        message = said(
            "has the columns {columns}, expected the question in one of {columns2}",
            columns=", ".join(table.columns),
            columns2=", ".join(COLUMNS["ask"]),
        )
        raise refused("column", origin.where, message)
    return CallPage(tuple(_call(number, row, origin) for number, row in table.rows))


def _call(number: int, row: Mapping[str, str], origin: Origin) -> Call:
    where = f"{origin.where}:{number}"
    ask = _texts("ask", row, origin)
    link = _cell("link", row)
    dates = _dates(row, where, origin)
    questions = (
        () if ask else (open_value("ask", "what can people do, said with a verb?", "the cell is empty", (), where),)
    )
    return Call(
        key=_cell("id", row) or next(iter(ask.values()), str(number)),
        title=ask,
        ask=ask,
        who=_texts("who", row, origin),
        opens=dates.opens,
        closes=dates.closes,
        link=link if link.startswith(("https://", "http://")) else "",
        short=_cell("short", row),
        phone=_cell("phone", row),
        takes_minutes=_minutes(row, where),
        legal_basis=_cell("legal", row),
        questions=questions + dates.questions,
    )


def _cell(what: str, row: Mapping[str, str]) -> str:
    return next((row[name] for name in COLUMNS[what] if row.get(name)), "")


_HOUR = re.compile(r"(\d[./]\d{1,2}[./]\d{4})[ ,T]+(\d{1,2})[.:](\d{2})(?=$|\s*$)")


def _texts(what: str, row: Mapping[str, str], origin: Origin) -> Texts:
    """The text in every language: columns `ask`, `ask.en`, `ask_hu`."""
    texts: Texts = {}
    for column, cell in row.items():
        name, dot, lang = column.replace("_", ".").rpartition(".")
        name, lang = (name, lang) if dot and len(lang) == 2 else (column, origin.lang)
        if name in COLUMNS[what] and (words := one_line(cell, lang)):
            texts.setdefault(lang, words)
    return texts


class _Dates(NamedTuple):
    opens: Moment | None
    closes: Moment | None
    questions: tuple[Question, ...]


def _dates(row: Mapping[str, str], where: str, origin: Origin) -> _Dates:
    """The days of a row. One cell may hold both: `1–5 decembrie 2026`."""
    dates = _Dates(None, None, ())
    for name in ("period", "opens", "closes"):
        column = next((each for each in COLUMNS[name] if row.get(each)), "")
        if not column:
            continue
        cell = _read(row[column], name, f"{where}, column “{column}”", origin)
        for key, ours, theirs in (("opens", dates.opens, cell.opens), ("closes", dates.closes, cell.closes)):
            if ours and theirs and ours.text != theirs.text:
                message = said(
                    "{key} on {text}, expected {text2} as another cell of the row says",
                    key=key,
                    text=theirs.text,
                    text2=ours.text,
                )
                raise refused("date", f"{where}, column “{column}”", message)
        dates = _Dates(dates.opens or cell.opens, dates.closes or cell.closes, dates.questions + cell.questions)
    return dates


def _read(cell: str, name: str, where: str, origin: Origin) -> _Dates:
    """What a cell says: a moment as systems write it, or a day or a period as people do; the day before the month."""
    today = origin.now.astimezone(origin.zone).date()
    cell = _HOUR.sub(r"\1 \2:\3", cell)
    times = periods.times(cell, today)
    if len(times.intervals) != 1 or times.others or times.doubts or not _is_all(cell, times.intervals[0]):
        moment = _moment(cell, where, origin)
        return _Dates(moment if name == "opens" else None, moment if name == "closes" else None, ())
    each = times.intervals[0]
    if name == "closes" and each.first == each.last:
        each = each._replace(first=None, closes=each.opens if each.closes is None else each.closes)
    elif name == "opens" and each.first == each.last:
        each = each._replace(last=None, opens=each.daily[0].first if each.daily else each.opens)
    key = "opens" if name == "opens" else "closes"
    questions = [open_value(key, "which day is meant?", doubt, (), where) for doubt in each.doubts]
    if not each.dated:
        questions.append(open_value(key, "is this the year, which the cell does not say?", cell, (), where))
    return _Dates(begins(each), ends(each), tuple(questions))


def _is_all(cell: str, interval: Interval) -> bool:
    """Whether a cell says nothing beside the interval."""
    rest = folded(cell[: interval.start]) + " " + folded(cell[interval.end :])
    for clock in interval.daily:
        rest = rest.replace(folded(cell[clock.start : clock.end]), " ")
    return bool(_BESIDE.fullmatch(rest))


def _moment(cell: str, where: str, origin: Origin) -> Moment | None:
    """`2026-12-06`, `2026-12-06T16:00+02:00`."""
    if days.impossible(cell, origin.now.date()):
        raise refused("date", where, said("found {cell!r}, expected a day of the calendar", cell=cell))
    try:
        return local(cell.replace(" ", "T", 1) if cell[:4].isdecimal() else cell, origin.zone)
    except ValueError as error:
        raise refused("date", where, said("{error}, or as 6.12.2026 16:00", error=error)) from error


def _minutes(row: Mapping[str, str], where: str) -> int | None:
    column = next((name for name in COLUMNS["takes"] if row.get(name)), "")
    if not column:
        return None
    match = re.fullmatch(r"(\d{1,3})\s*(?:min\w*\.?)?", row[column])
    if not match or not 1 <= int(match[1]) <= 240:
        message = said("found {row!r}, expected minutes from 1 to 240", row=row[column])
        raise refused("number", f"{where}, column “{column}”", message)
    return int(match[1])
