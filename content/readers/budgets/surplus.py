"""What earlier years left for a budget to spend, and that revenue and it make the expenditure.

Decides which rows say it, in all the wordings of city halls, and which do not: rows with a code of revenue (40.02.11,
40.02.14: sums of the surplus of the year before) are revenue by Order 1954/2005 and stay so; rows 96 to 98 are the
result of this year and cover nothing. Leaves out the amounts of chapters (`reconcile`).
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from content.readers.budgets import codes

ResultKind = Literal["deficit", "earlier", "surplus"]
"""`deficit` is to be covered, `earlier` are earlier years' means, `surplus` is this year's own."""

_LEFT = r"\b(?:excedent|disponibil|sold|rezultat|surplus)\w*"
_PAST = r"\b(?:precedent|anterior|trecut|trecuti|reportat|cumulat|initial)\w*"
_EARLIER = re.compile(
    rf"{_LEFT}.*{_PAST}|{_PAST}.*{_LEFT}|\b(?:din|utilizare|utilizarea|utilizari|folosire|acoperire) excedent"
    r"|\bfond\w* de rulment\b|\bexcedent\w*.*\butilizat|\bexcedent\w* an(?:i|ii|ilor)\b"
)
_OF_A_SECTION = re.compile(r"\bexcedent\w* (?:al )?sectiuni")
"""What one section gives the other in this year."""
_OF_YEAR = re.compile(r"\b(?:excedent|disponibil|sold)\w*.*\b((?:19|20)\d\d)\b")


class ResultRow(NamedTuple):
    """A row that says a result, as written. `code` is empty for a row in words, `whole` is false within a section."""

    number: int
    code: str
    name: str
    amount: Decimal
    kind: ResultKind
    whole: bool = True


def kind(code: str, name: str, year: int | None = None) -> ResultKind | None:
    """What a row says, by its words or else its code; None for what is neither (96, `excedent/deficit`)."""
    words = codes.plain(name)
    stated = _OF_YEAR.search(words)
    if not _OF_A_SECTION.search(words) and (_EARLIER.search(words) or (stated and year and int(stated[1]) < year)):
        return "earlier"
    if code:
        return {"99": "deficit", "98": "surplus"}.get(code[:2])  # type: ignore[return-value]
    deficit, surplus = "deficit" in words, "excedent" in words
    if deficit == surplus or (stated and not year):
        return None
    return "deficit" if deficit else "surplus"


def covered(results: Sequence[ResultRow]) -> tuple[Decimal, ...]:
    """What earlier years' surplus covers, as the rows say it; several where they may be read in several ways.

    A row 99 goes before its parts (99.02.96, 99.02.97), these before rows in words, which may be parts or repetitions.
    """
    meant = [result for result in results if result.kind != "surplus"]
    coded = [result for result in meant if result.code]
    top = [result for result in coded if result.code.count(".") < 2]
    whole = [result for result in top if result.whole]
    amounts: list[Decimal] = []
    if top:
        amounts.append(abs(whole[0].amount) if whole else sum((abs(result.amount) for result in top), Decimal(0)))
    elif coded:
        amounts.append(sum((abs(result.amount) for result in coded), Decimal(0)))
    words = [abs(result.amount) for result in meant if not result.code]
    amounts += words if len(set(words)) < 2 else [sum(words, Decimal(0)), *words]
    return tuple(dict.fromkeys(amounts))


def own(results: Sequence[ResultRow]) -> Decimal | None:
    """This year's surplus as row 98 says it; None where none does."""
    return next(
        (abs(result.amount) for result in results if result.kind == "surplus" and result.code.count(".") < 2), None
    )
