"""The annex form of law 273/2006, written from one model of a budget: what a reader must find again, to the ban.

`Model` holds the amounts of the lowest rows in hundredths of a thousand lei; every other row is their sum.
`Form` is how a city hall lays it out. Nothing of the program is used here.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from hypothesis import strategies as st

from tests.readers.files.excel97 import xls
from tests.readers.files.spreadsheets import ods, xlsx

SPENDING = {
    "51.02.01.03": "Autorități executive",
    "54.02.05": "Fond de rezervă bugetară la dispoziția autorităților locale",
    "54.02.10": "Servicii publice comunitare de evidență a persoanelor",
    "55.02": "Tranzacții privind datoria publică și împrumuturi",
    "61.02.03.04": "Poliție locală",
    "61.02.05": "Protecție civilă și protecția contra incendiilor",
    "65.02.03.01": "Învățământ preșcolar",
    "65.02.03.02": "Învățământ primar",
    "65.02.04.02": "Învățământ secundar superior",
    "66.02.06.01": "Spitale generale",
    "67.02.03.03": "Muzee",
    "67.02.05.01": "Sport",
    "68.02.05.02": "Asistență socială în caz de invaliditate",
    "70.02.05.01": "Alimentare cu apă",
    "70.02.06": "Iluminat public și electrificări rurale",
    "74.02.05.01": "Salubritate",
    "81.02.06": "Energie termică",
    "84.02.03.03": "Străzi",
}
INCOME = {
    "03.02.18": "Impozitul pe veniturile din transferul proprietăților imobiliare",
    "04.02.01": "Cote defalcate din impozitul pe venit",
    "04.02.04": "Sume alocate din cotele defalcate din impozitul pe venit",
    "07.02.01.01": "Impozit pe clădiri de la persoane fizice",
    "07.02.01.02": "Impozit și taxa pe clădiri de la persoane juridice",
    "07.02.02.01": "Impozit pe terenuri de la persoane fizice",
    "11.02.02": "Sume defalcate din TVA pentru finanțarea cheltuielilor descentralizate",
    "11.02.06": "Sume defalcate din TVA pentru echilibrarea bugetelor locale",
    "16.02.02.01": "Impozit pe mijloacele de transport deținute de persoane fizice",
    "30.02.05.30": "Alte venituri din concesiuni și închirieri",
    "35.02.01.02": "Venituri din amenzi",
    "36.02.50": "Alte venituri",
    "37.02.01": "Donații și sponsorizări",
    "42.02.21": "Finanțarea drepturilor acordate persoanelor cu handicap",
}
"""Rows that run the city, the lowest of each chapter."""
CAPITAL = {
    "39.02.01": "Venituri din valorificarea unor bunuri ale instituțiilor publice",
    "42.02.65": "Finanțarea Programului Național de Dezvoltare Locală",
    "48.02.01.01": "Sume primite în contul plăților efectuate în anul curent",
}
NAMES = {
    "51.02": "Autorități publice și acțiuni externe (cod 51.02.01)",
    "54.02": "Alte servicii publice generale (cod 54.02.05+54.02.10)",
    "61.02": "Ordine publică și siguranță națională (cod 61.02.03+61.02.05)",
    "65.02": "Învățământ (cod 65.02.03 la 65.02.05)",
    "66.02": "Sănătate (cod 66.02.06)",
    "67.02": "Cultură, recreere și religie",
    "68.02": "Asigurări și asistență socială",
    "70.02": "Locuințe, servicii și dezvoltare publică",
    "74.02": "Protecția mediului",
    "81.02": "Combustibili și energie",
    "84.02": "Transporturi (cod 84.02.03)",
    "37.02": "Transferuri voluntare, altele decât subvențiile (cod 37.02.01+37.02.03+37.02.04)",
    "37.02.03": "Vărsăminte din secțiunea de funcționare pentru finanțarea secțiunii de dezvoltare (cu semnul minus)",
    "37.02.04": "Vărsăminte din secțiunea de funcționare",
    "42.02": "Subvenții de la bugetul de stat",
}
PARTS = [
    ("50.02", "Partea I-a SERVICII PUBLICE GENERALE (cod 51.02+54.02+55.02)", 51, 58),
    ("59.02", "Partea a II-a APĂRARE, ORDINE PUBLICĂ ȘI SIGURANȚĂ NAȚIONALĂ (cod 61.02)", 60, 62),
    ("63.02", "Partea a III-a CHELTUIELI SOCIAL-CULTURALE", 64, 68),
    ("69.02", "Partea a IV-a SERVICII ȘI DEZVOLTARE PUBLICĂ, LOCUINȚE, MEDIU ȘI APE", 70, 78),
    ("79.02", "Partea a V-a ACȚIUNI ECONOMICE", 80, 95),
]
INCOME_PARTS = [
    ("00.02", "I. VENITURI CURENTE (cod 00.03+00.12)", 1, 38),
    ("00.03", "A. VENITURI FISCALE (cod 00.04+00.09+00.10+00.11)", 1, 29),
    ("00.04", "A1. IMPOZIT PE VENIT, PROFIT ȘI CÂȘTIGURI DIN CAPITAL", 1, 5),
    ("00.09", "A3. IMPOZITE ȘI TAXE PE PROPRIETATE (cod 07.02)", 7, 9),
    ("00.10", "A4. IMPOZITE ȘI TAXE PE BUNURI ȘI SERVICII", 10, 17),
    ("00.12", "C. VENITURI NEFISCALE (cod 00.13+00.14)", 30, 38),
    ("00.13", "C1. VENITURI DIN PROPRIETATE (cod 30.02)", 30, 32),
    ("00.14", "C2. VÂNZĂRI DE BUNURI ȘI SERVICII", 33, 38),
    ("00.15", "II. VENITURI DIN CAPITAL (cod 39.02)", 39, 39),
    ("00.17", "IV. SUBVENȚII (cod 00.18)", 42, 44),
    ("00.18", "SUBVENȚII DE LA ALTE NIVELE ALE ADMINISTRAȚIEI PUBLICE", 42, 44),
]
ECONOMIC = {
    "01": "CHELTUIELI CURENTE (cod 10+20+30+40+50+51+55+56+57+58+59)",
    "10": "TITLUL I CHELTUIELI DE PERSONAL",
    "10.01": "Cheltuieli salariale în bani",
    "10.02": "Cheltuieli salariale în natură",
    "20": "TITLUL II BUNURI ȘI SERVICII",
    "20.02": "Reparații curente",
    "20.30": "Alte cheltuieli",
    "51": "TITLUL VI TRANSFERURI ÎNTRE UNITĂȚI ALE ADMINISTRAȚIEI PUBLICE",
    "51.01": "Transferuri curente",
    "51.01.03": "Acțiuni de sănătate",
    "51.02": "Transferuri de capital",
    "51.02.12": "Transferuri pentru finanțarea investițiilor la spitale",
    "55": "TITLUL VII ALTE TRANSFERURI",
    "55.02": "Transferuri curente în străinătate",
    "56": "TITLUL VIII PROIECTE CU FINANȚARE DIN FONDURI EXTERNE NERAMBURSABILE",
    "56.02": "Programe din Fondul Social European (FSE)",
    "56.02.01": "Finanțarea națională",
    "59": "TITLUL XI ALTE CHELTUIELI",
    "59.02": "Ajutoare pentru daune provocate de calamitățile naturale",
    "70": "CHELTUIELI DE CAPITAL (cod 71+72+75)",
    "71": "TITLUL XIII ACTIVE NEFINANCIARE",
    "71.01": "Active fixe",
    "71.01.01": "Construcții",
    "79": "OPERAȚIUNI FINANCIARE (cod 80+81)",
    "81": "TITLUL XVII RAMBURSĂRI DE CREDITE",
    "81.02": "Rambursări de credite interne",
}
RUNNING_ARTICLES = ("10.01", "10.02", "20.02", "20.30", "51.01.03", "55.02", "59.02")
INVESTING_ARTICLES = ("51.02.12", "56.02.01", "71.01.01", "81.02")
EMPTY = {"66.02.06": ("66.02.06.03", "Unități medico-sociale"), "84.02.03": ("84.02.03.02", "Transport în comun")}
"""Rows of the form that a city leaves empty, and after which row they stand."""
TITLES = 5
"""Rows above the header."""
QUARTERS = (30, 28, 22, 20)

Section = Literal["", "running", "investing"]
Pair = tuple[int, int]


class Model(NamedTuple):
    """Amounts in bani, (running, investing) by the code of the lowest rows; `given` is what one section gives."""

    spent: Mapping[str, Pair]
    income: Mapping[str, Pair]
    given: int

    def tree(self, side: str) -> dict[str, Pair]:
        """Every row of a side with its amounts, without what one section gives the other."""
        rows: dict[str, Pair] = {}
        for code, pair in getattr(self, side).items():
            pairs = code.split(".")
            for depth in range(2, len(pairs) + 1):
                above = ".".join(pairs[:depth])
                before = rows.get(above, (0, 0))
                rows[above] = (before[0] + pair[0], before[1] + pair[1])
        return rows


class Form(NamedTuple):
    """How the form is laid out."""

    depth: int = 3
    group_above: bool = False
    row_numbers: bool = False
    code_first: bool = False
    arrears: bool = True
    quarters: bool = True
    estimates: bool = True
    counted: bool = True
    sections: bool = True
    by_side: bool = False
    details: bool = True
    of_which: bool = True
    nameless: bool = False
    totals_below: bool = False
    empty: str | None = ""
    zeros: bool = False
    page: int = 0
    footer: tuple[tuple[str, ...], ...] = (("PRIMAR,", "Șef serviciu buget,"), ("Ion Popescu",))
    sheets: int = 1
    kind: Literal["csv", "xlsx", "xls", "ods"] = "xlsx"
    decimal: Literal[",", "."] = ","
    numeric_codes: bool = False


class FormRow(NamedTuple):
    """A row of the form: its code (None for a heading), its name, its amount in bani (None for none)."""

    code: str | None
    name: str
    bani: int | None


class Writer:
    """Writes a model as a form."""

    def __init__(self, model: Model, form: Form) -> None:
        self.model, self.form = model, form

    def data(self) -> bytes:
        """The file."""
        form = self.form
        sides = [["income"], ["spent"]] if form.sheets == 2 else [["income", "spent"]]
        pages = {f"Anexa {n}": self._sheet(each) for n, each in enumerate(sides, 1)}
        if form.kind == "xlsx":
            return xlsx(**pages)
        if form.kind == "xls":
            return xls(pages, {name: self._merged() for name in pages})
        (rows,) = pages.values()
        if form.kind == "ods":
            return ods(rows)
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=";").writerows([["" if cell is None else cell for cell in row] for row in rows])
        return out.getvalue().encode()

    # --- rows ------------------------------------------------------------------------------------------------------

    def rows(self, sides: Sequence[str]) -> Iterator[FormRow]:
        """The coded rows in the form's order: by block and then by side, or by side and then by block."""
        blocks: list[Section] = ["", "running", "investing"] if self.form.sections else [""]
        pairs = (
            [(s, b) for s in sides for b in blocks] if self.form.by_side else [(s, b) for b in blocks for s in sides]
        )
        for side, block in pairs:
            rows = [*(self._income(block) if side == "income" else self._spent(block))]
            if self.form.totals_below:
                if block:
                    yield FormRow(None, f"SECȚIUNEA DE {'FUNCȚIONARE' if block == 'running' else 'DEZVOLTARE'}", None)
                rows = [*rows[1:], rows[0]]
            yield from rows

    def _income(self, block: Section) -> Iterator[FormRow]:
        tree = self._with_transfers()
        total = sum(self._of(pair, block) for code, pair in tree.items() if code.count(".") == 1)
        names = {
            "": "TOTAL VENITURI (cod 00.02+00.15+00.16+00.17+45.02+48.02)",
            "running": "VENITURILE SECȚIUNII DE FUNCȚIONARE (cod 00.02+00.15+00.16+00.17+48.02) - TOTAL",
            "investing": "VENITURILE SECȚIUNII DE DEZVOLTARE (cod 00.02+00.15+00.16+00.17+48.02) - TOTAL",
        }
        yield FormRow("00.01", names[block], total)
        if not block:
            yield FormRow("49.90", "VENITURI PROPRII (cod 00.02-11.02-37.02+00.15+00.16)", total // 3)
        yield from self._side(tree, INCOME_PARTS, block, details=False)

    def _spent(self, block: Section) -> Iterator[FormRow]:
        tree = self.model.tree("spent")
        total = sum(self._of(pair, block) for code, pair in tree.items() if code.count(".") == 1)
        names = {
            "": "TOTAL CHELTUIELI (cod 50.02+59.02+63.02+69.02+79.02)",
            "running": "CHELTUIELILE SECȚIUNII DE FUNCȚIONARE (cod 50.02+59.02+63.02+69.02+79.02)",
            "investing": "CHELTUIELILE SECȚIUNII DE DEZVOLTARE (cod 50.02+59.02+63.02+69.02+79.02)",
        }
        yield FormRow("49.02", names[block], total)
        if self.form.details:
            whole = tuple(sum(pair[n] for pair in self.model.spent.values()) for n in (0, 1))
            yield from self._economic((whole[0], whole[1]), block)
        yield from self._side(tree, PARTS, block, details=self.form.details)
        if not block:
            yield FormRow("96.02", "VII. REZERVE, EXCEDENT / DEFICIT", 0)

    def _side(
        self, tree: Mapping[str, Pair], parts: Sequence[tuple[str, str, int, int]], block: Section, *, details: bool
    ) -> Iterator[FormRow]:
        waiting = list(parts)
        for code in sorted(tree):
            if code.count(".") == 1:
                while waiting and waiting[0][2] <= int(code[:2]):
                    part, name, first, last = waiting.pop(0)
                    covered = [p for c, p in tree.items() if c.count(".") == 1 and first <= int(c[:2]) <= last]
                    yield from self._row(part, name, sum(self._of(pair, block) for pair in covered))
            shown = [*self._row(code, self._name(code), self._of(tree[code], block))]
            yield from shown
            if shown and details and code.count(".") == 1:
                yield from self._economic(tree[code], block)
                if self.form.of_which:
                    yield FormRow(None, "Din total capitol:", None)
            if self.form.empty is not None and code in EMPTY:
                yield FormRow(*EMPTY[code], None)
                if details:
                    yield FormRow("20", ECONOMIC["20"], None)

    def _row(self, code: str, name: str, bani: int) -> Iterator[FormRow]:
        if bani or self.form.zeros or code.startswith("37.02"):
            yield FormRow(code, name, bani)

    def _economic(self, pair: Pair, block: Section) -> Iterator[FormRow]:
        """Titles, articles and paragraphs of a row; what is left over by the division is the last one's."""
        amounts: dict[str, int] = {}
        for articles, bani in ((RUNNING_ARTICLES, pair[0]), (INVESTING_ARTICLES, pair[1])):
            if (block == "investing" and articles is RUNNING_ARTICLES) or (
                block == "running" and articles is not RUNNING_ARTICLES
            ):
                continue
            share = bani // len(articles)
            for n, article in enumerate(articles):
                amounts[article] = share if n + 1 < len(articles) else bani - share * n
        sums: dict[str, int] = {}
        for article, bani in amounts.items():
            group = "70" if article[:2] == "71" else "79" if article[:2] == "81" else "01"
            pairs = article.split(".")
            for code in (group, *(".".join(pairs[:n]) for n in range(1, len(pairs) + 1))):
                sums[code] = sums.get(code, 0) + bani
        for code, name in ECONOMIC.items():
            if code in sums:
                yield from self._row(code, name, sums[code])
            elif self.form.empty is not None and code in ("55", "59.02", "01"):
                yield FormRow(code, name, None)

    def _with_transfers(self) -> dict[str, Pair]:
        tree, given = self.model.tree("income"), self.model.given
        tree["37.02.03"], tree["37.02.04"] = (-given, 0), (0, given)
        gifts = tree.get("37.02", (0, 0))
        tree["37.02"] = (gifts[0] - given, gifts[1] + given)
        return tree

    @staticmethod
    def _of(pair: Pair, block: Section) -> int:
        return pair[0] if block == "running" else pair[1] if block == "investing" else pair[0] + pair[1]

    @staticmethod
    def _name(code: str) -> str:
        return NAMES.get(code) or SPENDING.get(code) or INCOME.get(code) or CAPITAL.get(code) or f"Rândul {code}"

    # --- the sheet -------------------------------------------------------------------------------------------------

    def _sheet(self, sides: Sequence[str]) -> list[list[Any]]:
        form = self.form
        header = self._header()
        width = len(header[0])
        title = "BUGETUL LOCAL DETALIAT LA VENITURI PE CAPITOLE ȘI SUBCAPITOLE, IAR LA CHELTUIELI PE CAPITOLE"
        above: list[list[Any]] = [
            ["ROMÂNIA"], ["MUNICIPIUL EXEMPLU"], [title], ["PE ANUL 2026 ȘI ESTIMĂRI PE ANII 2027-2029"],
        ]  # fmt: skip
        above = [[*row, *[None] * (width - len(row))] for row in above]
        above.append([*[None] * (width - 1), "mii lei"])
        body: list[list[Any]] = []
        for n, row in enumerate(self.rows(sides), 1):
            if form.page and n > 1 and n % form.page == 1:
                body.extend([[f"pag. {n // form.page + 1}", *[None] * (width - 1)], *header])
            body.append(self._cells(n, row))
        footer: list[list[Any]] = [list(row) for row in form.footer]
        return [*above, *header, *body, *footer]

    def _columns(self) -> list[tuple[str, tuple[str, ...]]]:
        """Each column by what it holds, and the lines of its header."""
        form = self.form
        keys = [("name", ("DENUMIREA INDICATORILOR",)), ("code", ("Cod indicator",))]
        if form.code_first:
            keys.reverse()
        if form.row_numbers:
            keys.insert(1, ("number", ("Cod rând",)))
        year, annual = "Buget 2026", "PREVEDERI ANUALE"
        keys.append(("total", (year, annual, "TOTAL")))
        if form.arrears:
            keys.append(("arrears", (year, annual, "din care credite bugetare destinate stingerii plăților restante")))
        if form.quarters:
            keys.extend(
                (f"q{n}", (year, "PREVEDERI TRIMESTRIALE", f"Trim {'I' * n if n < 4 else 'IV'}")) for n in range(1, 5)
            )
        if form.estimates:
            keys.extend((f"e{y}", ("Estimări", str(y))) for y in (2027, 2028, 2029))
        return keys

    def _header(self) -> list[list[Any]]:
        form, columns = self.form, self._columns()
        depth = form.depth
        lines: list[list[Any]] = [[] for _ in range(depth)]
        before: tuple[str, ...] = ()
        for _, names in columns:
            path = names
            if len(path) == 3 and depth == 2:
                path = (f"{path[1]} 2026", path[2])
            elif len(path) > 1 and depth == 1:
                path = (" ".join(path[-2:]) if path[0] == "Estimări" else f"{path[1]} {path[2]} 2026",)
            elif len(path) == 1 and form.group_above and depth > 1:
                path = ("", path[0])
            for n in range(depth):
                text = path[n] if n < len(path) else ""
                merged = n + 1 < len(path) and path[: n + 1] == before[: n + 1]
                lines[n].append("" if merged else text)
            before = path
        if form.counted:
            letters, n, counted = iter("ABC"), 0, []
            for key, _ in columns:
                if key in ("name", "code", "number"):
                    counted.append(next(letters))
                else:
                    n += 1
                    counted.append("1=3+4+5+6" if key == "total" else str(n))
            lines.append(counted)
        return lines

    def _merged(self) -> list[tuple[int, int, int, int]]:
        """The merged cells of the header: first row, last row, first column, last column."""
        areas = []
        for n, line in enumerate(self._header()[: self.form.depth - 1]):
            starts = [column for column, text in enumerate(line) if text]
            for start, end in zip(starts, [*starts[1:], len(line)], strict=True):
                if end - start > 1:
                    areas.append((TITLES + n, TITLES + n, start, end - 1))
        return areas

    def _cells(self, n: int, row: FormRow) -> list[Any]:
        cells: list[Any] = []
        for key, _ in self._columns():
            if key == "name":
                cells.append("" if self.form.nameless and row.code not in ("00.01", "49.02") else row.name)
            elif key == "code":
                cells.append(self._code(row.code))
            elif key == "number":
                cells.append(n)
            elif row.bani is None:
                cells.append(self.form.empty if row.code else None)
            else:
                cells.append(self._number(self._amount(key, row.bani)))
        return cells

    def _code(self, code: str | None) -> Any:
        if code and self.form.numeric_codes and self.form.kind != "csv" and code.count(".") < 2:
            return float(code)
        return code

    @staticmethod
    def _amount(key: str, bani: int) -> int:
        if key == "arrears":
            return 0
        if key[0] == "q":
            return bani * QUARTERS[int(key[1]) - 1] // 100
        return bani * (9 if key == "e2027" else 10 if key == "e2028" else 11) // 10 if key[0] == "e" else bani

    def _number(self, bani: int) -> Any:
        amount = Decimal(bani) / 100
        if self.form.kind != "csv":
            return float(amount)
        text = f"{amount:,.2f}"
        return text if self.form.decimal == "." else text.translate(str.maketrans(",.", ".,"))


def written(model: Model, form: Form) -> bytes:
    """The file of a form."""
    return Writer(model, form).data()


MODEL = Model(
    spent={
        "51.02.01.03": (1_830_000, 135_000),
        "65.02.03.01": (900_000, 30_000),
        "65.02.04.02": (450_000, 630_000),
        "66.02.06.01": (256_500, 0),
        "81.02.06": (0, 240_000),
        "84.02.03.03": (783_480, 2_809_500),
    },
    income={
        "04.02.01": (4_000_000, 0),
        "11.02.02": (578_980, 0),
        "37.02.01": (1_000, 0),
        "42.02.65": (0, 1_620_000),
        "48.02.01.01": (0, 1_864_500),
    },
    given=360_000,
)
"""A budget of 80,644.8 thousand lei, a third of it roads of which most are built."""


# --- strategies ----------------------------------------------------------------------------------------------------

LEAST = 1000
"""Bani of a row that is not left out: ten lei of a thousand; so that no column of small numbers is all whole."""


@st.composite
def models(draw: st.DrawFn) -> Model:
    """A budget that closes: in each section as in the whole, revenue is expenditure."""
    bani = st.integers(LEAST, 9_999_999)
    spent: dict[str, Pair] = {}
    for code in draw(st.lists(st.sampled_from(sorted(SPENDING)), min_size=2, unique=True)):
        kinds = draw(st.sampled_from(("running", "investing", "both")))
        spent[code] = (draw(bani) if kinds != "investing" else 0, draw(bani) if kinds != "running" else 0)
    running, investing = (sum(pair[n] for pair in spent.values()) for n in (0, 1))
    given = draw(st.integers(0, investing // 2)) if investing > 10 * LEAST else 0
    taken = running + given
    gifts = draw(st.integers(1, min(5 * LEAST, taken))) if taken else 0
    income: dict[str, Pair] = {"37.02.01": (gifts, 0)} if gifts else {}
    income |= {code: (part, 0) for code, part in _split(draw, taken - gifts, INCOME).items()}
    income |= {code: (0, part) for code, part in _split(draw, investing - given, CAPITAL).items()}
    return Model(spent, income, given)


def _split(draw: st.DrawFn, bani: int, names: Mapping[str, str]) -> dict[str, int]:
    """An amount over some of these rows, none of them nothing."""
    if bani <= 0:
        return {}
    known = sorted(set(names) - {"37.02.01"})
    picked = draw(st.lists(st.sampled_from(known), min_size=1, max_size=min(len(known), bani), unique=True))
    cuts = sorted(draw(st.sets(st.integers(1, bani - 1), max_size=len(picked) - 1))) if bani > 1 else []
    ends = [0, *cuts, bani]
    return {code: ends[n + 1] - ends[n] for n, code in enumerate(picked[: len(ends) - 1])}


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """A layout that a city hall may have."""
    flag = st.booleans()
    sections = draw(flag)
    sheets = draw(st.sampled_from((1, 1, 2)))
    nameless = not sections and draw(flag)
    below = draw(st.sampled_from((False, False, True)))
    return Form(
        depth=draw(st.integers(1, 3)),
        group_above=draw(flag),
        row_numbers=draw(flag),
        code_first=draw(flag),
        arrears=draw(flag),
        quarters=draw(flag),
        estimates=draw(flag),
        counted=draw(flag),
        sections=sections,
        by_side=not below and draw(flag),
        details=draw(flag),
        of_which=draw(flag),
        nameless=nameless,
        totals_below=below,
        empty=draw(st.sampled_from((None, "", "-", "X"))),
        zeros=draw(flag),
        page=draw(st.sampled_from((0, 25, 40))),
        footer=draw(st.sampled_from(((), (("PRIMAR,", "Contabil,"),), (("PRIMAR",), ("Ion Pop", "Ana Dan"))))),
        sheets=sheets,
        kind=draw(st.sampled_from(("xlsx", "xls") if sheets == 2 else ("csv", "xlsx", "xls", "ods"))),
        decimal=draw(st.sampled_from((",", "."))),
        numeric_codes=not nameless and draw(flag),
    )
