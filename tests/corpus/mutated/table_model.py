"""Open data and the files they come in, for the fuzz: one cube of observations, every file cut from it.

Periods, places, units, flags and categories, tidy or wide, as INS TEMPO and Eurostat write them or as a city hall has
them. Each cell knows what it means; what a file then says is `table_truth`'s. Nothing of the project's readers is used.
"""

import copy
import dataclasses
import random
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

LAYOUTS = ("tidy", "wide", "tempo", "web", "eurostat", "sdmx")
"""`web` is INS TEMPO's table as saved from the page: wide, with the unit in lines of the header."""
MONTHS = (
    *("ianuarie", "februarie", "martie", "aprilie", "mai", "iunie", "iulie", "august", "septembrie"),
    *("octombrie", "noiembrie", "decembrie"),
)
ROMAN = ("I", "II", "III", "IV")
NOTHING = ("", "col1", "col3", "xx")
"""Names that say nothing."""
MISSING = ("", "-", ":", "..", "n/a", "…")


class Place(NamedTuple):
    """A place as files write it, and what a slide must name when it is not the city: one of these words."""

    text: str
    named: tuple[str, ...] = ()


CITY = Place("155243 MUNICIPIUL TIMISOARA")
CITY_PLACES = (CITY, Place("Timișoara"), Place("Municipiul Timișoara"), Place("MUNICIPIUL TIMISOARA"))
OTHER_PLACES = (
    *(
        Place("Timis", ("timis",)),
        Place("Arad", ("arad",)),
        Place("Regiunea VEST", ("vest",)),
        Place("TOTAL", ("total", "romania")),
    ),
    *(
        Place("Romania", ("romania",)),
        Place("MACROREGIUNEA PATRU", ("patru",)),
        Place("9262 MUNICIPIUL ARAD", ("arad",)),
    ),
)
GEO = (Place("RO424", ("timis", "ro424")), Place("RO42", ("vest", "ro42")), Place("RO", ("romania", "ro")))

UNITS: dict[str, tuple[tuple[str, ...], ...]] = {
    "Numar persoane": (),
    "Numar": (),
    "Mii persoane": (("mii",), ("persoane",)),
    "Mii lei": (("mii",), ("lei",)),
    "Milioane lei": (("mil",), ("lei",)),
    "Hectare": (("hectare", "ha"),),
    "Procente": (("procent", "%", "la suta"),),
    "Lei": (("lei",),),
    "Tone": (("tone", "t"),),
    "mii pasageri": (("mii",), ("pasageri",)),
}
EURO_UNITS: dict[str, tuple[tuple[str, ...], ...]] = {
    "MIO_EUR": (("mil", "mio"), ("eur",)),
    "PC": (("%", "procent", "pc"),),
    "NR": (),
    "THS_PER": (("mii", "ths"), ("pers", "per")),
}
"""Unit as written → groups of words: what is shown must have one of each."""

TOTALS = ("Total", "T")
SEXES = ("Total", "Masculin", "Feminin")
KINDS_OF = ("Total", "Urban", "Rural")
LABELLED = "Călători cu tramvaiul (mii pasageri) TIMIS"
"""A label that says the unit, and the county, as portals of cities have them."""
INDICATORS = ("Populația după domiciliu", "Număr de autobuze", "Lungimea străzilor", "Cheltuieli cu spațiile verzi")


@dataclasses.dataclass
class TableColumn:
    """`kind`: period, value, unit, place, dim, flag, constant, or `wide` with the period its label says."""

    id: int
    label: str
    kind: str
    period: str = ""


class TableCell(NamedTuple):
    """What stands there, and what it means: a period's label, a number, a text; None for missing."""

    text: str
    means: str | Decimal | None


@dataclasses.dataclass
class TableRow:
    """Cells by the id of their column; `note` is a line with one text and nothing else."""

    cells: dict[int, TableCell] = dataclasses.field(default_factory=dict)
    note: str = ""


@dataclasses.dataclass
class Table:
    """A file before it is written."""

    columns: list[TableColumn]
    rows: list[TableRow]
    layout: str
    exact: bool = False
    """Its numbers are a spreadsheet's: written in one way only."""
    unit: str = ""
    """The unit that its header or the signs behind its numbers say; "" for none."""
    titles: list[str] = dataclasses.field(default_factory=list)
    footers: list[str] = dataclasses.field(default_factory=list)


class TableShape(NamedTuple):
    """The parameters of a table."""

    seed: int = 0
    kind: str = "tidy"
    """One of LAYOUTS."""
    periods: str = "years"
    """years, months, quarters, weeks (of Eurostat), or one (a single year)."""
    count: int = 5
    last: int = 2024
    place: str = ""
    """city, other, both (county and city beside it), several, or none."""
    unit: str = ""
    """A key of UNITS (of EURO_UNITS in Eurostat's files), or none."""
    category: str = ""
    """sexes, kinds or none."""
    indicator: str = ""
    """one, two, labelled (see LABELLED) or none."""
    flags: str = ""
    """The flag of the middle period, or none."""
    decimals: int = 0
    group: str = ""
    mark: str = "."
    missing: bool = False


def table(shape: TableShape) -> Table:
    """The file of a shape, before anything is changed in it."""
    rng = random.Random(shape.seed)
    labels = periods(shape)
    dims = _dims(shape, rng)
    flagged = labels[len(labels) // 2] if shape.flags and len(labels) > 2 else ""
    columns = [TableColumn(n, label, kind) for n, (label, kind, _) in enumerate(dims)]
    series = _product([values for _, _, values in dims])
    wide = shape.kind in ("eurostat", "web") or (shape.kind == "wide" and len(labels) > 1)
    if wide:
        shown = labels[::-1] if rng.random() < 0.3 else labels
        columns += [TableColumn(100 + n, period_text(p, shape, rng), "wide", p) for n, p in enumerate(shown)]
    else:
        columns += _tidy_columns(shape, len(dims), rng)
    rows: list[TableRow] = []
    amounts = _amounts(shape, series, labels, rng)
    for combination, values in zip(series, amounts, strict=True):
        given = dict(enumerate(combination))
        if wide:
            cells = {
                c.id: _wide_cell(values[c.period], c.period == flagged, shape) for c in columns if c.kind == "wide"
            }
            rows.append(TableRow({**given, **cells}))
            continue
        for period in labels:
            rows.append(
                TableRow({**given, **_tidy_cells(columns, period, values[period], period == flagged, shape, rng)})
            )
    return Table(columns, rows, shape.kind, unit=(shape.unit or "Numar") if shape.kind == "web" else "")


def unit_of(label: str) -> str:
    """The unit a label of a series says; "" for none."""
    return "mii pasageri" if label == LABELLED else ""


def place_of(label: str) -> str:
    """The place a label of a series says; "" for none."""
    return "Timis" if label == LABELLED else ""


def _product(values: Sequence[Sequence[TableCell]]) -> list[tuple[TableCell, ...]]:
    every: list[tuple[TableCell, ...]] = [()]
    for choices in values:
        every = [(*before, choice) for before in every for choice in choices]
    return every


def _amounts(
    shape: TableShape, series: Sequence[tuple[TableCell, ...]], labels: Sequence[str], rng: random.Random
) -> list[dict[str, Decimal | None]]:
    """The values of each series by period. A total is the sum of its parts; missing where one of them is."""
    amounts: list[dict[str, Decimal | None]] = []
    for _ in series:
        level = Decimal(rng.randint(2_000, 90_000)) if rng.random() < 0.8 else Decimal(rng.randint(5, 900))
        amounts.append({period: _value(shape, level, rng) for period in labels})
    for n, cells in enumerate(series):
        whole = [k for k, cell in enumerate(cells) if cell.means in TOTALS]
        if not whole:
            continue
        rest = [cell for k, cell in enumerate(cells) if k != whole[0]]
        parts = [
            amounts[m]
            for m, others in enumerate(series)
            if m != n and [cell for k, cell in enumerate(others) if k != whole[0]] == rest
        ]
        for period in labels:
            values = [part[period] for part in parts]
            amounts[n][period] = None if None in values else sum(filter(None, values), Decimal(0))
    return amounts


Dims = list[tuple[str, str, list[TableCell]]]


def _dims(shape: TableShape, rng: random.Random) -> Dims:
    """The columns before the period: label, kind, and the values they take."""
    euro = shape.kind in ("eurostat", "sdmx")
    dims: Dims = []
    if shape.kind == "sdmx":
        dims += [
            ("DATAFLOW", "constant", [_same("ESTAT:TGS00010(1.0)")]),
            ("LAST UPDATE", "constant", [_same("21/11/26 23:00:00")]),
        ]
    if euro:
        freq = {"years": "A", "one": "A", "months": "M", "quarters": "Q", "weeks": "W"}[shape.periods]
        dims.append(("freq", "constant", [_same(freq)]))
    indicators = {"one": INDICATORS[:1], "two": INDICATORS[1:3], "labelled": (LABELLED,), "": ()}[shape.indicator]
    if not indicators and shape.kind in ("wide", "web"):
        indicators = INDICATORS[:1]
    if indicators and not euro:
        label = rng.choice(("indicator", "Indicator", "TRANSPORT", "Denumire"))
        dims.append((label, "dim", [_same(name) for name in indicators]))
    if shape.category:
        names = {"sexes": SEXES, "kinds": KINDS_OF}[shape.category]
        codes = {"Total": "T", "Masculin": "M", "Feminin": "F", "Urban": "DEG1", "Rural": "DEG3"}
        label = {"sexes": "sex" if euro else "Sexe", "kinds": "deg_urb" if euro else "Medii de rezidenta"}[
            shape.category
        ]
        dims.append((label, "dim", [_same(codes[name] if euro else name) for name in names]))
    if shape.unit and euro:
        dims.append(("unit", "unit", [_same(shape.unit)]))
    dims += _places(shape, euro, rng)
    if shape.unit and not euro and shape.kind not in ("tempo", "web"):
        dims.append((rng.choice(("UM", "Unitate de măsură", "unit", "um")), "unit", [_same(shape.unit)]))
    return dims


def _same(text: str) -> TableCell:
    return TableCell(text, text)


def _places(shape: TableShape, euro: bool, rng: random.Random) -> Dims:
    if euro:
        chosen = {"city": GEO[:1], "other": (rng.choice(GEO),), "both": GEO[:1], "several": GEO, "": ()}[shape.place]
        return [("geo", "place", [_same(place.text) for place in chosen])] if chosen else []
    county = rng.choice(("Județe", "Judete", "Macroregiuni  regiuni de dezvoltare si judete", "Regiunea"))
    local = rng.choice(("Localități", "Localitati", "Oraș", "Localitate"))
    city, other = rng.choice(CITY_PLACES), rng.choice(OTHER_PLACES)
    return {
        "": [],
        "city": [(local, "place", [_same(city.text)])],
        "other": [(county, "place", [_same(other.text)])],
        "both": [(county, "place", [_same("Timis")]), (local, "place", [_same(city.text)])],
        "several": [(county, "place", [_same(place.text) for place in OTHER_PLACES[:3]])],
    }[shape.place]


def _tidy_columns(shape: TableShape, first: int, rng: random.Random) -> list[TableColumn]:
    if shape.kind == "sdmx":
        labels = [("TIME_PERIOD", "period"), ("OBS_VALUE", "value"), ("OBS_FLAG", "flag"), ("CONF_STATUS", "note")]
    elif shape.kind == "tempo":
        when = {"years": "Ani", "one": "Ani", "months": "Luni", "quarters": "Trimestre"}[shape.periods]
        labels = [(when, "period"), (f"UM: {shape.unit or 'Numar'}", "unit"), ("Valoare", "value")]
    else:
        when = {"years": "an", "one": "an", "months": "luna", "quarters": "trimestru"}[shape.periods]
        labels = [
            (rng.choice((when, when.upper(), "perioada")), "period"),
            (rng.choice(("valoare", "Valoare", "total")), "value"),
        ]
        if shape.flags:
            labels.append((rng.choice(("Stare", "OBS_FLAG", "flag")), "flag"))
    return [TableColumn(first + n, label, kind) for n, (label, kind) in enumerate(labels)]


def _tidy_cells(
    columns: Sequence[TableColumn],
    period: str,
    value: Decimal | None,
    flagged: bool,
    shape: TableShape,
    rng: random.Random,
) -> dict[int, TableCell]:
    cells: dict[int, TableCell] = {}
    for column in columns:
        if column.kind == "period":
            cells[column.id] = TableCell(period_text(period, shape, rng), period)
        elif column.kind == "value":
            cells[column.id] = _number(value, shape)
        elif column.kind == "flag":
            cells[column.id] = _same(shape.flags if flagged else "")
        elif column.kind == "note":
            cells[column.id] = _same("")
        elif column.kind == "unit" and shape.kind == "tempo":
            cells[column.id] = _same(shape.unit or "Numar")
    return cells


def _wide_cell(value: Decimal | None, flagged: bool, shape: TableShape) -> TableCell:
    cell = _number(value, shape)
    return cell._replace(text=f"{cell.text} {shape.flags}") if flagged and shape.kind == "eurostat" else cell


def _value(shape: TableShape, level: Decimal, rng: random.Random) -> Decimal | None:
    if shape.missing and rng.random() < 0.2:
        return None
    step = Decimal(1).scaleb(-shape.decimals)
    return (level * Decimal(str(round(rng.uniform(0.9, 1.15), 4)))).quantize(step)


def _number(value: Decimal | None, shape: TableShape) -> TableCell:
    if value is None:
        return TableCell("" if shape.kind in ("tidy", "wide", "sdmx") else ":", None)
    text = f"{value:,.{shape.decimals}f}".translate(str.maketrans({",": shape.group, ".": shape.mark}))
    return TableCell(text, value)


def periods(shape: TableShape) -> list[str]:
    """The labels of the periods, ascending: `2019`, `2024-03`, `2024-T1`."""
    if shape.periods == "one":
        return [str(shape.last)]
    if shape.periods == "weeks":
        return [f"{shape.last}-W{n:02}" for n in range(11, 11 + shape.count)]
    size = {"years": 1, "months": 12, "quarters": 4}[shape.periods]
    end = shape.last * size + size - 1
    numbers = range(end - shape.count + 1, end + 1)
    if size == 1:
        return [str(n) for n in numbers]
    return [f"{n // size}-T{n % size + 1}" if size == 4 else f"{n // size}-{n % size + 1:02}" for n in numbers]


def period_text(label: str, shape: TableShape, rng: random.Random) -> str:
    """A period as that kind of file writes it."""
    year, _, part = label.partition("-")
    if shape.kind in ("eurostat", "sdmx"):
        return f"{year}-Q{part[1:]}" if part.startswith("T") else label
    if shape.kind in ("tempo", "web"):
        if not part:
            return f"Anul {year}"
        return (
            f"Trimestrul {ROMAN[int(part[1:]) - 1]} {year}"
            if part.startswith("T")
            else f"Luna {MONTHS[int(part) - 1]} {year}"
        )
    if not part:
        return year
    return f"{year}-T{part[1:]}" if part.startswith("T") else label


def copied(row: TableRow) -> TableRow:
    """A row that can be changed without the other."""
    return copy.deepcopy(row)
