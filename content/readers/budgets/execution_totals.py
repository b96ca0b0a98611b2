"""Rows of an execution that are totals of others: checked against what is under them, then left out.

A report tells the same money at several levels, and at each as sums over shorter codes and over all sources. Decides
which rows those sums are. Leaves out what a row's amounts mean through the months (`execution`).
"""

import functools
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from content.findings import RefusedError, refused
from content.phrases import said


class RowKey(NamedTuple):
    """What identifies a row of an execution through all months."""

    side: str
    sector: str
    source: str
    functional: str
    economic: str


Rows = dict[RowKey, dict[date, Decimal]]


def lowest(levels: dict[str, Rows]) -> Rows:
    """A report tells the same money at several levels: 0 is totals, 1 has no programmes, 2 the same by programme."""
    kept = [level for level in levels if level != "0"] or list(levels)
    return levels[min(kept)] if kept else {}


def details(rows: Rows, where: str) -> Rows:
    """Without the rows that are totals of others. Raises RefusedError when one does not equal what is under it."""
    totals: dict[RowKey, dict[date, Decimal]] = {}
    for key in rows:
        totals |= {above: {} for above in _above(key) if above in rows}
    for key, days in rows.items():
        if key not in totals:
            for above in _above(key):
                if above in totals:
                    for day, lei in days.items():
                        totals[above][day] = totals[above].get(day, Decimal(0)) + lei
    for key, sums in totals.items():
        for day, lei in rows[key].items():
            if lei != sums.get(day, Decimal(0)):
                raise _unequal(key, day, lei, sums.get(day, Decimal(0)), where)
    return {key: days for key, days in rows.items() if key not in totals and key.functional}


def _unequal(key: RowKey, day: date, lei: Decimal, added: Decimal, where: str) -> RefusedError:
    name = f"{key.functional} {key.economic}".strip() or said("the total")
    return refused(
        "sum",
        where,
        said(
            "the rows under {name} ({side}, source {source}) add up to {added:,} lei at {day}, its own row "
            "says {lei:,}: a difference of {added2:,}",
            name=name,
            side=key.side,
            source=key.source or "unsaid",
            added=added,
            day=day,
            lei=lei,
            added2=added - lei,
        ),
    )


def _above(key: RowKey) -> Iterator[RowKey]:
    """Every row that would be a total over this one: shorter codes of both classifications; all sources together."""
    side, sector, source, functional, economic = key
    if source:
        yield RowKey(side, sector, "", "", "")
    for first in _shorter(functional):
        for second in _shorter(economic):
            if first != functional or second != economic:
                yield RowKey(side, sector, source, first, second)


@functools.lru_cache(65_536)
def _shorter(code: str) -> tuple[str, ...]:
    return (code, *(_shorter(code.rpartition(".")[0]) if code else ()))
