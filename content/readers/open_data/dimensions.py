"""What each column of a table is for: time, values, unit, place, flag, subject, or nothing that a slide needs.

Decides it by the column's name, then by all of its cells; a person's word goes before both. A column that cannot be
placed has no part, which is for the caller to ask. Leaves out which of several rows are shown (`imports`).
"""

import re
from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

from content.findings import refused
from content.phrases import said
from content.readers.files.sheet import Sheet
from content.readers.open_data import flags, measures, number_columns, period, table, territory
from content.readers.open_data.flags import Flag
from content.readers.open_data.territory import bare

Part = Literal["time", "value", "unit", "place", "flag", "subject", "ignore"]
PARTS: tuple[Part, ...] = ("time", "value", "unit", "place", "flag", "subject", "ignore")
"""What a person may say of a column, with the option `columns`."""
_TIME = re.compile(
    r"an(?:i|ii|ul)?|lun[ai]|trimestr\w*|semestr\w*|saptaman\w*|zi(?:ua|le)?|dat[ae]|perioad\w*|timp|"
    r"(?:ref_?)?time(?:_?period)?|years?|months?|quarters?|weeks?|days?|dates?|periods?|"
    r"ev|honap|negyedev|jahr|monat|quartal|godina|mesec"
)
NUMBERLESS = frozenset(
    {"valoare", "valoarea", "value", "valori", "values", "obs_value", "observation value", "numar", "total"}
)
"""Names of columns that do not say what is measured."""
_IDS = re.compile(
    r"_?id|nr\.? ?(?:crt\.?)?|crt\.?|rowid|objectid|fid|cod(?:ul)?|code|cod[_ ]\w+|siruta|index|"
    r"telefon(?:ul|ului)?|tel\.?|fax|phone|cui|cif|cnp|iban|"
    r"(?:nr\.?|numar(?:ul)?) ?(?:de )?"
    r"(?:telefon|contract(?:ului)?|inregistrare|dosar(?:ului)?|cadastral|autorizatie|autorizatiei)"
)
_TECHNICAL = re.compile(r"dataflow|structure(?:[_ ](?:id|name))?|last[_ ]updated?|decimals|time_?format")
"""What SDMX says of the file, not of its figures."""
_FLOW = re.compile(r"[A-Z][A-Z0-9_]*:[\w$]+\(\d+(?:\.\d+)*\)")
"""The data flow of SDMX and its version: `ESTAT:TGS00010(1.0)`."""
_CODE = re.compile(r"[A-Z]")
"""A code of one letter, as `M` for each month; metres are `m`."""
_FREQUENCY = re.compile(r"freq(?:uency)?|time frequency")
_REMARKS = re.compile(
    r"observati[ie]|obs\.?|not[ae]|mentiuni|remark(?:s|a)?|comments?|comentari[iu]|sursa(?: datelor)?|sources?|links?|"
    r"url|(?:data )?(?:ultim\w* )?actualiz\w*|updated(?:[_ ]at)?|licent\w*|licen[cs]e"
)
_FLAGS = re.compile(r"flags?|obs_?flags?|obs_?status|observation (?:status|flag)\w*")
_STATES = re.compile(r"stare(?: dat\w*)?|statut|status|caracter(?:ul)?(?: dat\w*)?")
_CONFIDENCE = re.compile(r"conf_?status|confidentiality status.*")
_SUBJECT = re.compile(
    r"(?:indicator|denumire|serie|series|variab|categor|tip|sex|varst|grup|clas|medi|form|domeni|subiect|produs|activit|"
    r"caen|mijlo|nivel|fel|na_item|age|isced|nace|citizen|cauz|scop|destinat|sector|freq|cartier|zon[ae]|strad|lini|"
    r"trase|stati|scoal|institut|spital|parc|piat|serviciu|directi)\w*(?:\W.*)?"
)


class Column(NamedTuple):
    """A column with its part (None where it has none that can be told), and what stands in it, each once."""

    name: str
    part: Part | None
    cells: tuple[str, ...]

    @property
    def varies(self) -> bool:
        return len(self.cells) > 1


def columns(rows: Sheet, city: str, answers: Mapping[str, str], kept: Collection[str] = ()) -> dict[str, Column]:
    """Every column by its name. `answers` are a person's, of `kept` a value was chosen. Raises RefusedError.

    A table that says the unit in the head of its column, as INS TEMPO does, or by Eurostat's names, is made of
    dimensions: what is neither unit, place nor time says what is measured.
    """
    told: dict[str, Part] = {}
    for column, answer in answers.items():
        name = " ".join(column.lower().split())
        rows.need(name)
        if answer not in PARTS:
            raise refused(
                "option",
                f"--columns {name}",
                said("found {answer!r}, expected one of {parts}", answer=answer, parts=", ".join(PARTS)),
            )
        told[name] = next(part for part in PARTS if part == answer)
    dimensional = any(measures.headed(name) or name == "obs_value" for name in rows.columns)
    there = {}
    for name in rows.columns:
        cells = tuple(cell for cell in table.distinct(rows, name) if cell)
        part = told.get(name) or _part(rows, name, cells, city)
        of_what = name in ("", table.NAMELESS) and all(map(total, cells))  # a total, of nobody knows what
        told_apart = rows.columns.count(name) == 1 and not of_what
        if part is None and (name in kept or (dimensional and told_apart)):
            part = "subject"
        there[name] = Column(name, part, _once(cells, part, name, city))
    return {**_one_of_years(there), **{name: there[name]._replace(part=part) for name, part in told.items()}}


def _once(cells: tuple[str, ...], part: Part | None, name: str, city: str) -> tuple[str, ...]:
    """The first spelling of each place and of each unit: `Timis` and `Timiș`, `Mii lei` and `mii lei` are one."""
    if part == "place":
        kind = territory.kind(name)
        return tuple({territory.key(cell, kind, city): cell for cell in reversed(cells)}.values())[::-1]
    if part == "unit":
        return tuple({bare(cell): cell for cell in reversed(cells)}.values())[::-1]
    return cells


def _part(rows: Sheet, name: str, cells: tuple[str, ...], city: str) -> Part | None:
    plain = bare(name)
    if not cells:
        return "ignore"
    if all(map(_FLOW.fullmatch, cells)):
        return "ignore"
    if not plain:
        counting = all(cell.isdecimal() for cell in cells)
        return _by_words(cells, city) or ("ignore" if counting else None)
    if _REMARKS.fullmatch(plain):
        return _by_words(cells, city) or "ignore"
    part = _by_name(plain, cells)
    counted = part in ("place", "subject") and number_columns.numeric(rows, name)  # `orașe`: how many there are
    return _by_cells(rows, name, cells, city) if part is None or counted else part


def _by_name(plain: str, cells: tuple[str, ...]) -> Part | None:
    if measures.is_name(plain) and (not plain.startswith("unit") or _units(plain, cells)):
        return "unit"
    if _CONFIDENCE.fullmatch(plain) or _FLAGS.fullmatch(plain):
        return "flag"
    if all(flags.read(cell, lettered=bool(_STATES.fullmatch(plain))) is not None for cell in cells):
        return "flag"
    if _TECHNICAL.fullmatch(plain) or (_FREQUENCY.fullmatch(plain) and len(cells) == 1):
        return "flag" if all(cell.islower() and flags.read(cell) is not None for cell in cells) else "ignore"
    if _IDS.fullmatch(plain):
        return "ignore"
    return "place" if territory.kind(plain) else "subject" if _SUBJECT.fullmatch(plain) else None


def _units(plain: str, cells: tuple[str, ...]) -> bool:
    """`Unitate` may be a school: alone, it is a column of units when its cells are, or codes of some."""
    return "masura" in plain or "measure" in plain or all(map(measures.is_unit_or_code, cells))


def _by_cells(rows: Sheet, name: str, cells: tuple[str, ...], city: str) -> Part | None:
    plain = bare(name)
    if period.column(list(cells)) is not None:
        years = all(cell.isdecimal() for cell in cells)
        return "value" if years and plain in NUMBERLESS else "time"
    if period.mixed(cells) or (_TIME.fullmatch(plain) and all(period.within(cell, plain) for cell in cells)):
        return "time"
    if plain in NUMBERLESS or number_columns.numeric(rows, name):
        return "value"
    return _by_words(cells, city)


def _by_words(cells: tuple[str, ...], city: str) -> Part | None:
    if all(map(measures.is_unit, cells)) and not all(map(_CODE.fullmatch, cells)):
        return "unit"
    if all(flags.read(cell, lettered=False) is not None for cell in cells):
        return "flag"
    return "place" if territory.all_places(cells, city) else None


def _one_of_years(there: dict[str, Column]) -> dict[str, Column]:
    """Of several columns that could be of years, those whose name does not say so hold figures as `1900`."""
    times = [each for each in there.values() if each.part == "time"]
    unnamed = [each for each in times if not _TIME.fullmatch(bare(each.name))]
    plain = [each for each in unnamed if all(cell.isdecimal() for cell in each.cells)]
    if len(plain) == len(times):
        plain = plain[1:]
    return {**there, **{each.name: each._replace(part="value") for each in plain}}


# --- what is written in them ---------------------------------------------------------------------------------------


def flag(column: str, cell: str) -> frozenset[Flag] | None:
    """The flags of a cell in a column of flags; None for a mark nobody here can read."""
    if _STATES.fullmatch(bare(column)) and cell.strip().lower() == "d":
        return None  # `definitiv` here, another definition at Eurostat
    if _CONFIDENCE.fullmatch(bare(column)):
        return frozenset() if cell.strip().upper() in ("", "F") else frozenset({"confidential"})
    return flags.read(cell)


def nameless(column: str) -> bool:
    """Whether the name of a column of values does not say what is measured."""
    return bare(column) in NUMBERLESS or period.read(column) is not None or measures.is_size(column)


def remarks(column: Column) -> tuple[str, ...]:
    """What a column of remarks says that is not shown: no dates of updates, no addresses."""
    if column.part != "ignore" or not _REMARKS.fullmatch(bare(column.name)):
        return ()
    return tuple(cell for cell in column.cells if " " in cell and period.read(cell) is None and "://" not in cell)


def remarking(column: str) -> bool:
    """Whether empty cells are usual in a column of this name: remarks, flags."""
    plain = bare(column)
    return any(form.fullmatch(plain) for form in (_REMARKS, _FLAGS, _STATES, _CONFIDENCE))


def labelling(column: str) -> bool:
    """Whether a column of this name may hold numbers that only name something: `linia` 33."""
    return bool(_SUBJECT.fullmatch(bare(column)) or territory.kind(column))


def total(text: str) -> bool:
    """Whether a value of a dimension says that all of it is meant: `Total`, `T`, `_T`."""
    return bool(re.fullmatch(r"_?t|tot(?:al)?|total(?: general)?|ambele sexe|toate|all", bare(text)))


def coded(text: str) -> bool:
    """Whether a text is a code that says nothing to a passer-by: `B1GQ`, `Y15-24`, `F`."""
    code = re.fullmatch(r"[A-Z0-9_.-]+", text) and not text.isdecimal()
    return bool(code) and (len(text) <= 3 or bool(re.search(r"[0-9_]", text)))


def naming(column: str, value: str) -> bool:
    """Whether a value chosen in a column says what is measured: no place, no unit, no period."""
    named = territory.kind(column) or measures.is_name(column) or _TIME.fullmatch(bare(column))
    return not named and period.read(value) is None
