"""A local budget and the files finance offices make of it, for the fuzz: one consistent model, every file cut from it.

Amounts of every measure (plan, rectified, paid, quarters, estimates) add up on their own, so that no sum betrays a
reader that took another column. What a file then says is `budget_truth`'s. Nothing of the project's readers is used.
"""

import dataclasses
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

INHABITANTS = 250_849
CITY, OTHER_CITY = "Municipiul Timișoara", "Municipiul Arad"
YEAR = 2026
UNITS = {"lei": Decimal(1), "thousand lei": Decimal(1000), "million lei": Decimal(1_000_000)}
UNIT_WORDS = {
    "lei": ("lei", "Lei", "RON", "în lei"),
    "thousand lei": ("mii lei", "- mii lei -", "Mii lei", "mii de lei"),
    "million lei": ("milioane lei", "mil. lei"),
    "thousand EUR": ("mii euro",),
}

EXPENDITURE = {
    "51": "Autorități publice și acțiuni externe",
    "54": "Alte servicii publice generale",
    "55": "Tranzacții privind datoria publică și împrumuturi",
    "61": "Ordine publică și siguranță națională",
    "65": "Învățământ",
    "66": "Sănătate",
    "67": "Cultură, recreere și religie",
    "68": "Asigurări și asistență socială",
    "70": "Locuințe, servicii și dezvoltare publică",
    "74": "Protecția mediului",
    "81": "Combustibili și energie",
    "84": "Transporturi",
    "87": "Alte acțiuni economice",
}
REVENUE = {
    "03": "Impozit pe venit",
    "04": "Cote și sume defalcate din impozitul pe venit",
    "07": "Impozite și taxe pe proprietate",
    "11": "Sume defalcate din TVA",
    "16": "Taxe pe utilizarea bunurilor",
    "30": "Venituri din proprietate",
    "33": "Venituri din prestări de servicii",
    "36": "Diverse venituri",
    "39": "Venituri din valorificarea unor bunuri",
    "42": "Subvenții de la bugetul de stat",
    "45": "Sume FEN postaderare",
}
NAMES = {"expenditure": EXPENDITURE, "revenue": REVENUE}
PARTS = {"expenditure": (("50", 51, 55), ("59", 60, 62), ("63", 64, 68), ("69", 70, 78), ("79", 80, 95)), "revenue": ()}
TOTALS = {"expenditure": ("49.02", "TOTAL CHELTUIELI"), "revenue": ("00.01", "TOTAL VENITURI")}


class Meaning(NamedTuple):
    """What a column is: a kind, and the year it is of where it says one."""

    kind: str
    year: int | None = None


TEXTS = ("code", "name", "rowno", "section", "origin", "economic")
LABELS: dict[str, tuple[str, ...]] = {
    "code": ("cod", "Cod indicator", "COD", "Cod", "Cod clasificație", "Cod bugetar", "Capitol"),
    "name": ("denumire", "Denumirea indicatorilor", "D E N U M I R E A  I N D I C A T O R I L O R", "Indicator"),
    "rowno": ("Cod rând", "Nr. crt.", "nr. rd."),
    "section": ("sectiune", "Secțiunea"),
    "economic": ("Cod economic", "Clasificație economică", "Titlu"),
    "origin": ("origine", "grup"),
    "neutral": ("total", "Total", "TOTAL", "valoare", "Suma", "Buget local", "Valoare"),
    "plan": ("Prevederi anuale", "Prevederi bugetare", "Program", "Buget aprobat", "Program anual", "Propuneri"),
    "plan-year": ("Prevederi {}", "Buget {}", "Program {}", "Buget aprobat {}", "Propuneri {}", "Total buget {}"),
    "initial": ("Prevederi inițiale {}", "Buget inițial {}", "Prevederi {}", "Buget aprobat {}", "Program inițial"),
    "change": ("Influențe", "+/-", "Influențe (+/-)", "Rectificare +/-", "Modificări", "Diferențe +/-"),
    "rectified": (
        *("Prevederi rectificate {}", "Buget rectificat {}", "Prevederi definitive {}", "Buget final {}"),
        *("Prevederi actualizate {}", "Program rectificat", "Buget rectificat"),
    ),
    "paid": ("Plăți efectuate", "Plăți", "Execuție {}", "Realizat", "Realizări {}", "Plăți nete"),
    "received": ("Încasări realizate", "Încasări", "Execuție {}", "Realizat", "Realizări {}"),
    "credits": ("Credite trimestriale", "Prevederi trimestriale cumulate", "Credite bugetare trimestriale"),
    "commitment": ("Credite de angajament", "Credite de angajament {}"),
    "budgetary": ("Credite bugetare", "Credite bugetare {}"),
    "estimate": ("Estimări {}", "{}", "Estimat {}", "Estimări pentru anul {}"),
    "arrears": ("din care credite bugetare destinate stingerii plăților restante",),
    "percent": ("%", "Grad de realizare %", "% din total"),
    "running": ("Secțiunea de funcționare", "sectiunea_functionare", "Funcționare", "SF"),
    "investing": ("Secțiunea de dezvoltare", "sectiunea_dezvoltare", "Dezvoltare", "SD"),
    **{
        f"quarter{n}": (f"Trim {r}", f"Trim. {r}", f"Trimestrul {r}", f"T{n}")
        for n, r in enumerate(("I", "II", "III", "IV"), 1)
    },
}
"""Kind → its labels; `{}` is the year. The kind a label says is `said_by`'s."""
NOTHING = ("Observații", "Col 5", "Date", "A1", "xx")
"""Names of columns that say nothing."""
DISTINCT = ("plan", "change", "rectified", "paid", "commitment", "estimate", "quarter1", "percent", "running", "name")
"""Kinds a column may be renamed to."""


def said_by(kind: str, label: str) -> str:
    """What a label says of a column of that kind: `Prevederi 2026` is a plan, also beside a rectification."""
    if kind == "plan-year" or (kind == "initial" and "ini" not in label):
        return "plan"
    return "paid" if kind == "received" else kind


@dataclasses.dataclass
class Column:
    """`was` is what its amounts are, `says` what its label says; None for a label that says nothing."""

    id: int
    label: str
    was: Meaning
    says: Meaning | None
    unit: str = ""


@dataclasses.dataclass
class Row:
    """A line below the header. `kind`: chapter, child, total, part, heading, economic, other-budget, deficit, note."""

    kind: str
    side: str
    code: str = ""
    name: str = ""
    section: str = ""
    number: int = 0
    economic: str = ""
    values: dict[int, Decimal | None] = dataclasses.field(default_factory=dict)
    texts: dict[int, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class Said:
    """What a title, the file's name or a person says beside the figures; None where they say nothing."""

    year: int | None = None
    stage: str | None = None
    until: str = ""
    city: str | None = None
    units: tuple[str, ...] = ()


@dataclasses.dataclass
class Book:
    """A file before it is written."""

    columns: list[Column]
    rows: list[Row]
    titles: list[str]
    title: Said
    unit: str
    sides: tuple[str, ...]
    footers: list[str] = dataclasses.field(default_factory=list)
    dropped: list[Column] = dataclasses.field(default_factory=list)
    file_name: str = "buget"
    below: bool = False
    """The titles stand under the table."""
    blocks: bool = False
    """Each section is a block under its own total."""


class Shape(NamedTuple):
    """The parameters of a budget and of its file."""

    seed: int
    kind: str = "simple"
    sides: tuple[str, ...] = ("expenditure",)
    unit: str = "thousand lei"
    chapters: int = 4
    children: int = 0
    whole_numbers: bool = False
    total_first: bool = True
    parts: bool = False
    economic: bool = False
    other_budget: bool = False
    surplus: str = ""
    """Of both sides: `used` of earlier years makes up what revenue lacks; `left` is what this year will not spend."""
    empty: str = ""
    """What stands in the rows of chapters that have no amounts; no such rows for ""."""


_QUARTERS = tuple(Meaning(f"quarter{n}") for n in range(1, 5))
MEASURES: dict[str, tuple[Meaning, ...]] = {
    "simple": (Meaning("neutral"),),
    "plan": (Meaning("plan"),),
    "sections": (Meaning("neutral"), Meaning("running"), Meaning("investing")),
    "quarters": (Meaning("plan"), *_QUARTERS),
    "annex": (
        *(Meaning("plan", YEAR), Meaning("arrears"), *_QUARTERS),
        *(Meaning("estimate", YEAR + n) for n in range(1, 4)),
    ),
    "rectified": (Meaning("initial", YEAR), Meaning("change"), Meaning("rectified", YEAR)),
    "execution": (Meaning("plan"), Meaning("credits"), Meaning("paid"), Meaning("percent")),
    "commitments": (Meaning("commitment"), Meaning("budgetary")),
    "years": (
        Meaning("paid", YEAR - 2),
        Meaning("plan", YEAR - 1),
        Meaning("plan", YEAR),
        Meaning("estimate", YEAR + 1),
    ),
    "section-column": (Meaning("neutral"),),
    "blocks": (Meaning("plan"),),
    "section-rows": (Meaning("plan"),),
    "economic-column": (Meaning("plan"),),
}
"""The columns of amounts of each kind of file."""
KINDS = tuple(MEASURES)
PLANS = ("plan", "neutral", "budgetary", "initial")
SHARES = {
    "rectified": (Decimal("1.08"), Decimal("0.9")),
    "paid": (Decimal("0.7"), Decimal("0.9")),
    "commitment": (Decimal("1.3"), Decimal("1.1")),
    "estimate": (Decimal("1.03"), Decimal("1.2")),
    "arrears": (Decimal("0.01"), Decimal("0.02")),
    "credits": (Decimal("0.6"), Decimal("0.8")),
}
"""Measure → between which shares of the plan its total is."""


def added(values: Iterable[Decimal]) -> Decimal:
    """The sum; zero of none."""
    return sum(values, Decimal(0))
