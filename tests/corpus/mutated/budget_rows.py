"""The rows of a budget's file, made from its shape: chapters, sections, totals, and what else stands between them.

Every measure is cut from its own total, so that each adds up. What is changed afterwards is `budget_mutations`'.
"""

import random
from collections.abc import Iterable, Sequence
from decimal import Decimal

from tests.corpus.mutated.budget_model import (
    INHABITANTS,
    LABELS,
    MEASURES,
    NAMES,
    PARTS,
    PLANS,
    SHARES,
    TEXTS,
    TOTALS,
    UNITS,
    YEAR,
    Book,
    Column,
    Meaning,
    Row,
    Said,
    Shape,
    added,
)


def book(shape: Shape) -> Book:
    """The file of a shape, before anything is changed in it."""
    rng = random.Random(shape.seed)
    columns = _columns(shape, rng)
    step = _step(shape)
    total = (Decimal(rng.randint(1500, 6000) * INHABITANTS) / UNITS[shape.unit] / step).to_integral_value() * step
    totals = {column.id: _total(column.was, total, step, rng) for column in columns}
    rows: list[Row] = []
    result = _result(shape, totals, step, rng)
    for side in shape.sides:
        less = result.values if result and side == ("revenue" if result.kind == "deficit" else "expenditure") else {}
        own = {id: whole - (less.get(id) or Decimal(0)) for id, whole in totals.items()}
        rows += _side(shape, side, columns, own, step, rng)
    rows += [result] if result else []
    for number, row in enumerate(rows, 1):
        row.number = number
    return Book(columns, rows, [], Said(), shape.unit, shape.sides, blocks=shape.kind == "blocks")


DEFICITS = (
    ("99.02", "Deficit acoperit din excedentul anilor precedenți"),
    ("", "Deficit acoperit din excedentul anilor precedenți"),
    ("99.02", "DEFICIT"),
    ("", "Excedentul anilor precedenți utilizat pentru finanțarea secțiunii de dezvoltare"),
    ("", "Acoperirea deficitului din excedentul anilor precedenți"),
)
EXCESS = (
    ("98.02", "EXCEDENT"),
    ("", "Excedent"),
    ("96.02", "Rezerve, excedent / deficit"),
    ("98.02", "EXCEDENT BUGET LOCAL"),
)


def _result(shape: Shape, totals: dict[int, Decimal], step: Decimal, rng: random.Random) -> Row | None:
    """The row that says by how much the two sides differ."""
    if not shape.surplus or len(shape.sides) < 2:
        return None
    values = {id: part for id, whole in totals.items() if (part := (whole / 20 / step).to_integral_value() * step)}
    kind, known = ("deficit", DEFICITS) if shape.surplus == "used" else ("excess", EXCESS)
    code, name = rng.choice(known)
    return Row(kind, "expenditure", code, name, values=dict(values))


def _columns(shape: Shape, rng: random.Random) -> list[Column]:
    meanings = [Meaning("code"), Meaning("name"), *MEASURES[shape.kind]]
    if shape.kind == "annex":
        meanings.insert(1, Meaning("rowno"))
    if shape.kind == "section-column":
        meanings.insert(2, Meaning("section"))
    if shape.kind == "economic-column":
        meanings.insert(1, Meaning("economic"))
    if rng.random() < 0.5:
        meanings[0], meanings[1] = meanings[1], meanings[0]
    return [_column(id, meaning, shape, rng) for id, meaning in enumerate(meanings)]


def _column(id: int, meaning: Meaning, shape: Shape, rng: random.Random) -> Column:
    kinds = {"plan": ("plan-year",) if meaning.year else ("plan", "plan-year")}.get(meaning.kind, (meaning.kind,))
    if meaning.kind == "paid" and shape.sides == ("revenue",):
        kinds = ("received",)
    return labelled(id, meaning, rng.choice(LABELS[rng.choice(kinds)]))


def labelled(id: int, meaning: Meaning, label: str) -> Column:
    """A column with a label of its own kind, which says the year where the label has a place for it."""
    year = meaning.year or YEAR
    says = "plan" if meaning.kind == "initial" and "ini" not in label else meaning.kind
    return Column(id, label.format(year), meaning, Meaning(says, year if "{}" in label else None))


def _step(shape: Shape) -> Decimal:
    return Decimal(1) if shape.whole_numbers else Decimal("0.01")


def _total(meaning: Meaning, plan: Decimal, step: Decimal, rng: random.Random) -> Decimal:
    """The total of a measure whose amounts are its own: those of sections and quarters are cut from the plan."""
    low, high = SHARES.get(meaning.kind, (Decimal("0.8"), Decimal("0.95")))
    if meaning.kind in PLANS and meaning.year in (None, YEAR):
        return plan
    share = low + (high - low) * Decimal(rng.random())
    return (plan * share / step).to_integral_value() * step


def spread(rng: random.Random, total: Decimal, weights: Sequence[float], step: Decimal) -> list[Decimal]:
    """A total in positive parts about as large as the weights, multiples of the step."""
    weights = [weight * rng.uniform(0.6, 1.6) for weight in weights]
    parts = [(total * Decimal(w / sum(weights)) / step).to_integral_value() * step for w in weights[:-1]]
    return [*parts, total - added(parts)]


def _side(
    shape: Shape, side: str, columns: Sequence[Column], totals: dict[int, Decimal], step: Decimal, rng: random.Random
) -> list[Row]:
    chapters = sorted(rng.sample(sorted(NAMES[side]), min(shape.chapters, len(NAMES[side]))))
    leaves = [
        f"{chapter}.02.{n:02}" for chapter in chapters for n in range(1, max(1, rng.randint(0, shape.children)) + 1)
    ]
    leaves = leaves if shape.children else [f"{chapter}.02" for chapter in chapters]
    values = _leaf_values(columns, totals, len(leaves), step, rng)
    if shape.kind in ("section-column", "blocks", "section-rows"):
        return _sectioned(shape, side, columns, dict(zip(leaves, values, strict=True)), step, rng)
    rows = _rows(shape, side, dict(zip(leaves, values, strict=True)), "", rng)
    if shape.empty:
        rows[1:-1] = _with_empty(rows[1:-1], side, columns, shape.empty)
    return [row for row in rows if _percent(row, columns)]


def _with_empty(rows: Sequence[Row], side: str, columns: Sequence[Column], mark: str) -> list[Row]:
    """The rows among those of all other chapters, which have no amounts, as the form has them."""
    there = {row.code[:2] for row in rows}
    ids = [column.id for column in columns if column.was.kind not in TEXTS]
    others = [
        Row("chapter", side, f"{code}.02", name, texts=dict.fromkeys(ids, mark.strip()))
        for code, name in NAMES[side].items()
        if code not in there
    ]
    return [*others[:3], *rows, *others[3:]]


def _leaf_values(
    columns: Sequence[Column], totals: dict[int, Decimal], count: int, step: Decimal, rng: random.Random
) -> list[dict[int, Decimal | None]]:
    weights = [rng.uniform(0.3, 3) for _ in range(count)]
    leaves: list[dict[int, Decimal | None]] = [{} for _ in range(count)]
    by_kind = {column.was.kind: column.id for column in columns}
    plan = next((id for kind, id in by_kind.items() if kind in ("neutral", "plan")), 0)
    for column in columns:
        kind = column.was.kind
        if kind in PLANS or kind in SHARES:
            for leaf, part in zip(leaves, spread(rng, totals[column.id], weights, step), strict=True):
                leaf[column.id] = part
    for leaf in leaves:
        if "running" in by_kind:
            share = rng.choice((Decimal(0), Decimal(1), Decimal(str(round(rng.uniform(0.2, 0.8), 2)))))
            one = (leaf[plan] * share / step).to_integral_value() * step
            leaf[by_kind["running"]], leaf[by_kind["investing"]] = one or None, (leaf[plan] - one) or None
        if "quarter1" in by_kind:
            for n, part in enumerate(spread(rng, leaf[plan], [1, 1, 1, 1], step), 1):
                leaf[by_kind[f"quarter{n}"]] = part
        if "change" in by_kind:
            leaf[by_kind["change"]] = leaf[by_kind["rectified"]] - leaf[by_kind["initial"]]
    return leaves


def _percent(row: Row, columns: Sequence[Column]) -> bool:
    ids = {column.was.kind: column.id for column in columns}
    if "percent" in ids and row.values.get(ids["plan"]):
        row.values[ids["percent"]] = (row.values[ids["paid"]] / row.values[ids["plan"]] * 100).quantize(Decimal("0.01"))
    return True


Leaves = dict[str, dict[int, Decimal | None]]


def _joined(parts: Iterable[dict[int, Decimal | None]]) -> dict[int, Decimal | None]:
    """Amounts added up column by column; None where no part has any."""
    sums: dict[int, Decimal | None] = {}
    for part in parts:
        for id, value in part.items():
            sums[id] = value if sums.get(id) is None else sums[id] if value is None else sums[id] + value
    return sums


def _rows(shape: Shape, side: str, leaves: Leaves, section: str, rng: random.Random) -> list[Row]:
    """The rows of one side, or of a block of it: total, parts, chapters with their subchapters."""
    suffix = {"F": " - SECȚIUNEA DE FUNCȚIONARE", "D": " - SECȚIUNEA DE DEZVOLTARE", "": ""}[section]
    total_code, total_name = TOTALS[side]
    total = Row("total", side, total_code, total_name + suffix, section, values=_joined(leaves.values()))
    rows: list[Row] = []
    by_chapter: dict[str, Leaves] = {}
    for leaf, values in leaves.items():
        by_chapter.setdefault(leaf[:2], {})[leaf] = values
    covered: set[str] = set()
    for chapter, below in by_chapter.items():
        for part, first, last in PARTS[side] if shape.parts and not section else ():
            if first <= int(chapter) <= last and part not in covered:
                covered.add(part)
                values = _joined(v for c, v in leaves.items() if first <= int(c[:2]) <= last)
                rows.append(Row("part", side, f"{part}.02", f"Partea a {len(covered)}-a", section, values=values))
        rows.append(
            Row("chapter", side, f"{chapter}.02", NAMES[side][chapter], section, values=_joined(below.values()))
        )
        if f"{chapter}.02" not in below:
            rows += [Row("child", side, leaf, f"Subcapitol {leaf}", section, values=v) for leaf, v in below.items()]
        if (shape.economic or shape.kind == "economic-column") and side == "expenditure":
            for title, words in (("10", "TITLUL I CHELTUIELI DE PERSONAL"), ("20", "TITLUL II BUNURI ȘI SERVICII")):
                half = {id: None if v is None else v / 2 for id, v in rows[-1].values.items()}
                code = f"{chapter}.02" if shape.kind == "economic-column" else title
                rows.append(Row("economic", side, code, words, section, values=half, economic=title))
    if shape.other_budget and not section:
        own = {id: None if v is None else v * 3 for id, v in rows[-1].values.items()}
        rows.append(Row("other-budget", side, rows[-1].code[:2] + ".10", "Instituții din venituri proprii", values=own))
    return [total, *rows] if shape.total_first else [*rows, total]


def _sectioned(
    shape: Shape, side: str, columns: Sequence[Column], leaves: Leaves, step: Decimal, rng: random.Random
) -> list[Row]:
    """All of a side, then each section: as blocks, or as rows with a section of their own."""
    parts: dict[str, Leaves] = {"F": {}, "D": {}}
    for leaf, values in leaves.items():
        share = rng.choice((Decimal(0), Decimal(1), Decimal(str(round(rng.uniform(0.2, 0.8), 2)))))
        running = {id: (v * share / step).to_integral_value() * step for id, v in values.items() if v is not None}
        if any(running.values()):
            parts["F"][leaf] = running
        if any(values[id] != v for id, v in running.items()):
            parts["D"][leaf] = {id: values[id] - v for id, v in running.items()}
    whole = [] if shape.kind == "section-column" and rng.random() < 0.5 else _rows(shape, side, leaves, "", rng)
    blocks = [row for section in "FD" if parts[section] for row in _rows(shape, side, parts[section], section, rng)]
    if shape.kind != "section-rows":
        return [*whole, *blocks]
    words = {"F": "Secțiunea de funcționare", "D": "Secțiunea de dezvoltare"}
    below = [row for row in blocks if row.kind in ("chapter", "total")]
    for row in below:
        row.name = f"{row.name.partition(' - ')[0]} - {words[row.section]}"
    return [each for row in whole for each in (row, *_of_code(below, row))]


def _of_code(rows: Sequence[Row], whole: Row) -> list[Row]:
    """The rows of the sections that stand under the row of both."""
    return [row for row in rows if (row.kind, row.code) == (whole.kind, whole.code)]
