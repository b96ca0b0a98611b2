"""Both sides of a budget: revenue and what earlier years left make the expenditure (law 273/2006 art. 8 and 58).

Decides that they close to the ban, and by what. Which rows say what earlier years left is `surplus`' to know.
"""

from decimal import Decimal
from typing import NamedTuple

import msgspec

from content.findings import Finding, RefusedError, refused
from content.phrases import said
from content.readers.budgets import lines, surplus
from content.readers.budgets.codes import Side
from content.readers.budgets.figures import UNITS, Figures, amount_text


class BalancedSides(NamedTuple):
    """Both sides as they close, and what to look at."""

    figures: dict[Side, Figures]
    findings: tuple[Finding, ...] = ()


def of_file(figures: dict[Side, Figures], document: lines.Document, left_over: Decimal | None) -> BalancedSides:
    """The two sides of one file, with what earlier years leave. Raises RefusedError with the difference.

    Where the rows may be read in several ways, the one that closes them to the ban is meant. Sums of the surplus that
    have a code of revenue (chapter 40) are in its total already.
    """
    revenue, spent = figures["revenue"], figures["expenditure"]
    scale = UNITS[revenue.unit]
    stated = [amount * scale for amount in surplus.covered(document.results)]
    first = stated[0] if stated else None
    over = spent.total - revenue.total
    own = (surplus.own(document.results) or Decimal(0)) * scale

    def closed(deficit: Decimal | None, message: str = "") -> BalancedSides:
        told = Finding(level="warning", code="balance", where=document.where, message=message)
        sides = {side: msgspec.structs.replace(each, deficit=deficit) for side, each in figures.items()}
        return BalancedSides(sides, (told,) if message else ())

    if left_over is None and over in (stated or [Decimal(0)]):
        return closed(over if stated else None)
    if left_over is None and first and (message := _in_revenue(revenue, spent, first)):
        return closed(None, message)
    if own and over == (left_over or first or Decimal(0)) - own:
        return closed(
            left_over or first, said("leaves {own} of this year, as its row 98 says", own=amount_text(own, spent.unit))
        )
    message = held(revenue, spent, left_over, document.where)
    return closed(left_over, message)


def _in_revenue(revenue: Figures, expenditure: Figures, deficit: Decimal) -> str:
    """Says that the sides are equal as what covers the deficit is revenue already (40.02.14); "" where it is not."""
    if revenue.total != expenditure.total or not any(chapter.key == "40" for chapter in revenue.chapters):
        return ""
    amount = amount_text(deficit, expenditure.unit)
    return said(
        "has {amount} of earlier years' surplus in its revenue (chapter 40): it is not added again", amount=amount
    )


def held(revenue: Figures, expenditure: Figures, left_over: Decimal | None = None, where: str = "budget") -> str:
    """Holds two sides against each other that stand in two files, or in one that says how they close in one way.

    `left_over` is the surplus of earlier years in lei; None takes the deficit the file says is covered. Gives what is
    to be told, "" for nothing. Raises RefusedError with the difference.
    """
    stated = revenue.deficit or expenditure.deficit
    if left_over is None and stated and (message := _in_revenue(revenue, expenditure, stated)):
        return message
    used = left_over if left_over is not None else stated or Decimal(0)
    over = revenue.total + used - expenditure.total
    if revenue.currency != expenditure.currency:
        message = said(
            "has revenue in {currency} and expenditure in {currency2}, expected one currency",
            currency=revenue.currency,
            currency2=expenditure.currency,
        )
        raise refused("balance", where, message)
    if over:
        earned, left, spent, difference = (
            amount_text(each, expenditure.unit) for each in (revenue.total, used, expenditure.total, over)
        )
        together = amount_text(revenue.total + used, expenditure.unit)
        message = said(
            "has revenue of {earned} and {left} of earlier years' surplus, together {together}, for "
            "expenditure of {spent}: a difference of {difference}",
            earned=earned,
            left=left,
            together=together,
            spent=spent,
            difference=difference,
        )
        covers = said("if earlier years' surplus covers it, say so: `surplus` {over:f}, in lei", over=-over)
        fix = covers if over < 0 and not used else None
        raise RefusedError(Finding(code="balance", where=where, message=message, fix=fix))
    if left_over is None or stated in (None, left_over):
        return ""
    own, other = (amount_text(each, expenditure.unit) for each in (left_over, stated))
    return said(
        "closes with the {own} of earlier years' surplus that you say, though it says {other} itself",
        own=own,
        other=other,
    )
