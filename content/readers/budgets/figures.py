"""What a budget is once it is read: chapters with their parts, in lei, and what is drawn from them.

Values only; how files are read into them is `budget`'s.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from content.pack.slides import BudgetUnit
from content.phrases import Said, said

UNITS: dict[BudgetUnit, Decimal] = {
    "lei": Decimal(1),
    "thousand lei": Decimal(1000),
    "million lei": Decimal(1_000_000),
    "EUR": Decimal(1),
    "thousand EUR": Decimal(1000),
    "million EUR": Decimal(1_000_000),
}

Section = Literal["running", "investing"]
SECTIONS: tuple[Section, ...] = ("running", "investing")


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """One row. Amounts are in lei (in euro in a budget in euro).

    `running` and `investing` are the sections funcționare and dezvoltare. `name` is as shown, `raw` as the file has it;
    `children` are the subchapters, or the paragraphs, in the order of their codes. The code of a `foreign` one is of
    another classification than Order 1954/2005's, whatever it looks like.
    """

    code: str
    name: str
    lei: Decimal
    running: Decimal | None = None
    investing: Decimal | None = None
    origin: str | None = None
    raw: str = ""
    children: tuple["Chapter", ...] = ()
    foreign: bool = False

    @property
    def key(self) -> str:
        """What names are given by: the two digits of a code of Order 1954/2005, another code as it is."""
        return self.code if self.foreign else self.code[:2]


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a budget: its chapters, largest first, and their sum in lei (in euro when its `unit` is).

    `side` is `expenditure` or `revenue`; None for a file whose rows do not say. `unit` is what the file is written in,
    `source` whose budget it is (02 local, 10 own revenue). `between` is what the section of running gives to that of
    development (37.02.03/04): in no chapter, in no total. `deficit` is what the file says is covered from earlier
    years' surplus.
    """

    chapters: tuple[Chapter, ...]
    total: Decimal
    side: str | None = None
    unit: BudgetUnit = "lei"
    source: str | None = None
    between: Decimal = Decimal(0)
    deficit: Decimal | None = None

    @property
    def currency(self) -> Literal["lei", "EUR"]:
        return "EUR" if self.unit.endswith("EUR") else "lei"

    def section(self, name: str) -> Decimal | None:
        """The sum of a section (`running`, `investing`); None when the file has no such column."""
        amounts = [value for chapter in self.chapters if (value := getattr(chapter, name)) is not None]
        return sum(amounts, Decimal(0)) if amounts else None

    def origins(self) -> dict[str, Decimal]:
        """Lei by origin, of revenue: own, state, eu; `other` for gifts and financial operations."""
        sums: dict[str, Decimal] = {}
        for chapter in self.chapters:
            if chapter.origin:
                sums[chapter.origin] = sums.get(chapter.origin, Decimal(0)) + chapter.lei
        return sums


UNIT_WORDS: dict[BudgetUnit, Said] = {
    "lei": said("lei"),
    "thousand lei": said("thousand lei"),
    "million lei": said("million lei"),
    "EUR": said("EUR"),
    "thousand EUR": said("thousand EUR"),
    "million EUR": said("million EUR"),
}


def amount_text(amount: Decimal, unit: BudgetUnit) -> Said:
    """An amount in lei (or euro) as the file would say it: `2,352,378.93 thousand lei`. Exact."""
    written = amount / UNITS[unit]
    whole = written == written.to_integral_value()
    plain = written.quantize(Decimal(1)) if whole else written.normalize()
    return said("{amount:,f} {unit}", amount=plain, unit=UNIT_WORDS[unit])


def written(amount: Decimal | None, unit: BudgetUnit) -> str:
    """An amount in lei (or euro) as a file of a pack has it: in its unit, decimal comma, exact; "" for none."""
    return "" if amount is None else f"{amount / UNITS[unit]:f}".replace(".", ",")


def of_hundred(amounts: Sequence[Decimal]) -> list[int]:
    """Whole parts of 100 in proportion to the amounts, by largest remainder: they sum to exactly 100.

    Among equal remainders the earlier amount is served first. Raises ValueError when there is nothing to divide.
    """
    total = sum(amounts, Decimal(0))
    if total <= 0 or min(amounts) < 0:
        raise ValueError(said("expected amounts that are not negative, and one above zero"))
    shares = [(int(amount * 100 // total), amount * 100 % total) for amount in amounts]
    missing = 100 - sum(whole for whole, _ in shares)
    served = sorted(range(len(shares)), key=lambda n: -shares[n][1])[:missing]
    return [whole + (n in served) for n, (whole, _) in enumerate(shares)]
