"""The figures of a budget's columns before one of them is chosen: what each would give, and which hold the same.

Decides nothing about a column's words (`amounts`), nor which is meant (`columns`).
"""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from content.findings import RefusedError
from content.phrases import joined, said
from content.questions import QuestionError
from content.readers.budgets import codes
from content.readers.files import numbers, sheet


class ColumnFigures:
    """Reads columns of a table whose column of codes is known; `decimal` is the mark a person says, "" for none."""

    def __init__(self, table: sheet.Sheet, code: str, decimal: numbers.DecimalMark) -> None:
        self.table, self.code, self.decimal = table, code, decimal

    def of(self, column: str) -> dict[int, Decimal]:
        """The numbers of a column by row, of rows with a code; with a decimal comma where nothing decides."""
        cells = [row[column] for _, row in self.table.rows]
        try:
            mark = numbers.decimal_mark(cells, self.table.where, self.decimal)
        except QuestionError:
            mark = ","
        except RefusedError:
            return {}
        of: dict[int, Decimal] = {}
        for number, row in self.table.rows:
            if codes.normal(row[self.code]) is None:
                continue
            try:
                amount = numbers.decimal(row[column], mark, self.table.where)
            except RefusedError:
                continue
            if amount is not None:
                of[number] = amount
        return of

    def sums(self, columns: Collection[str]) -> dict[int, Decimal]:
        """What columns add up to, by row."""
        parts = [self.of(column) for column in columns]
        return {row: sum((each.get(row, Decimal(0)) for each in parts), Decimal(0)) for row in set().union(*parts)}

    def unlike(self, columns: Sequence[str]) -> list[str]:
        """Columns that hold other figures than those before them; empty ones only where all are."""
        if len(columns) < 2:
            return list(columns)
        kept: dict[str, dict[int, Decimal]] = {}
        for column in columns:
            of = self.of(column)
            if of and of not in kept.values():
                kept[column] = of
        return list(kept) or list(columns[:1])

    def gives(self, column: str) -> str:
        """`total 30,000; the largest chapter 65.02 20,000`: what the column would give, as written."""
        return joined("; ", self._summary(column))

    def _summary(self, column: str) -> Iterator[str]:
        amount_of = self.of(column)
        rows = [(number, codes.normal(row[self.code]) or "") for number, row in self.table.rows]
        rows = [(number, code) for number, code in rows if number in amount_of]
        total = next((amount_of[n] for n, code in rows if codes.role(code, "") == "all"), None)
        chapters = [
            (amount_of[n], code) for n, code in rows if code.count(".") < 2 and codes.role(code, "") == "chapter"
        ]
        if total is not None:
            yield said("total {total:,f}", total=total)
        if chapters:
            most, code = max(chapters)
            yield said("the largest chapter {code} {most:,f}", code=code, most=most)
