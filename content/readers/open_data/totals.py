"""Totals among parts: a row that is the sum of others, or says so, is no bar of a chart and no period.

Decides which rows are totals: by their name, by the option a person answers with, or because they are the sum of the
others. A sum that may be by chance is a question. What is left over (`Alte orașe`) is a part.
"""

import itertools
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from content.phrases import said
from content.questions import Choice, Question
from content.readers.open_data import period

NONE = "none"
"""The answer that no row is a total."""
_WHOLE = r"(?:sub-?)?total(?:ul|uri)?|total general|general|ansamblu|toate|toti|ambele sexe|all|overall|both sexes|_t|t"
_TOTAL = re.compile(
    rf"(?:[^:]{{1,40}}: *)?(?:{_WHOLE})(?: *:)?"  # `Total`, `Sexe: Total`, `TOTAL:`
    r"|(?:sub-?)?total(?:ul)?\b[ :,(–-].*|.*[ ,:(–-](?:sub-?)?total\)?"  # `Total județ`, `Timiș - total`
    r"|din care\b.*|(?:din|of) which\b.*|- ?[^\W\d].*"  # `- diesel` below `Autoturisme`
)
_MEAN = re.compile(r"(?:media|average|mean|mediana|median|maxim(?:a|ul)?|minim(?:a|ul)?|max|min)(?: general[a]?)?")
"""What stands below rows of stations or districts and is none of them."""
_COUNTRY = re.compile(r"romania|tara|toata tara|nivel national|national")
_AGGREGATE = re.compile(
    r"(?:medi[ae]|average|mean|cumulat|suma|sum|min|max|minim|maxim|mediana|median|variatie|evolutie|diferenta)\b.*"
)
"""What stands below or beside a series of periods and is none of them."""
_PART = (
    r"(?:(?:primele )?\d{1,2} ?(?:luni|l)|lunile \d{1,2} ?- ?\d{1,2}|t1 ?- ?t?[2-4]|"
    r"trim(?:estrele)?\.? ?i ?- ?(?:ii|iii|iv)|sem(?:estrul)?\.? ?i{1,2}|s[12]|ian\w*\.? ?- ?\w{3,10}\.?|"
    r"(?:pana )?la \d{1,2}[. ]\w{2,10}\.?)"
)
_AHEAD = r"(?:prognoza|proiectie|estimari|propuneri|program|plan|tinta)"
_PART_OF_YEAR = re.compile(
    rf"(?:{_PART}|{_AHEAD})[ .,/(]*20\d\d\)?|20\d\d[ ,/(]+(?:{_PART}|{_AHEAD}|partial|neincheiat|in curs)\)?"
)
"""`9 luni 2026`, `2026 (ian.–sept.)`, `prognoză 2027`: a part of a year, or one to come, among whole ones."""
CERTAIN = 1_000
"""How often larger than the smallest step of the figures a sum must be so that it is none by chance."""
_SHOWN = Choice(answer=NONE, gives=said("all rows are shown beside each other"))
MOST_ROWS = 500
"""Rows among which subtotals are looked for."""


class Totals(NamedTuple):
    """Rows that are totals (by position, with why), what does not add up, and what a person must say."""

    rows: dict[int, str]
    differences: tuple[str, ...] = ()
    question: Question | None = None


def is_total(label: str, *, country: bool = True) -> bool:
    """Whether a name says that it is of several others: `Total`, `Subtotal`, `Sexe: Total`, `din care`, `România`.

    Without `country` that of the whole country is a name like others.
    """
    plain = _plain(label)
    return _TOTAL.fullmatch(plain) is not None or (country and _COUNTRY.fullmatch(plain) is not None)


def is_no_period(label: str) -> bool:
    """Whether a name among years or months is of several (`Total`, `Medie`) or of a part of one (`9 luni 2026`)."""
    plain = _plain(label)
    return is_total(label) or any(form.fullmatch(plain) for form in (_AGGREGATE, _PART_OF_YEAR))


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", " ".join(text.split()).lower().replace("–", "-"))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def among(
    labels: Sequence[str], values: Sequence[Decimal | None], where: str, option: str = "", *, country: bool = True
) -> Totals:
    """The totals among the rows of a chart. `option` names them, apart by `;`, or is `none`.

    `country` is as in `is_total`.
    """
    answered = {_plain(label) for label in option.split(";")} if option else set()
    if answered == {NONE} or len(labels) < 2:
        return Totals({})
    if answered:
        return Totals({n: "as `total` says" for n, label in enumerate(labels) if _plain(label) in answered})
    named = [n for n, label in enumerate(labels) if is_total(label, country=country)]
    if len(named) == len(labels) or _but_one(named, values):
        return _all_named(labels, where)
    rows = dict.fromkeys(named, "a total by its name") | dict.fromkeys(
        _means(labels, values), "of the others, by its name"
    )
    known = [(n, value) for n, value in enumerate(values) if n not in rows and value is not None]
    grand = [values[n] for n in named if values[n] is not None]
    subtotals = _subtotals(known, {value for value in grand if value is not None})
    rows |= dict.fromkeys(subtotals, "the sum of the rows beside it")
    parts = [(n, value) for n, value in known if n not in rows]
    differences = tuple(_differences(labels, values, named, parts))
    whole = None if grand else _whole(parts)
    if whole is None:
        return Totals(rows, differences)
    if _certain(dict(parts)[whole], [value for _, value in parts]):
        return Totals({**rows, whole: "the sum of all others"}, differences)
    return Totals(rows, differences, _asked(labels, values, whole, where))


def _but_one(named: Sequence[int], values: Sequence[Decimal | None]) -> bool:
    """Whether one figure is left beside several totals, of which the first is another: a part of what is there."""
    parts = [value for n, value in enumerate(values) if n not in named and value is not None]
    return len(parts) == 1 and len(named) > 1 and values[named[0]] not in (None, parts[0])


def _means(labels: Sequence[str], values: Sequence[Decimal | None]) -> list[int]:
    """The rows that are called a mean, the least or the most of the others, and can be."""
    called = [n for n, label in enumerate(labels) if _MEAN.fullmatch(_plain(label))]
    others = [value for n, value in enumerate(values) if n not in called and value is not None]
    if len(others) < 2:
        return []
    return [n for n in called if (value := values[n]) is not None and min(others) <= value <= max(others)]


def _all_named(labels: Sequence[str], where: str) -> Totals:
    """`Total locuințe`, `Total clădiri` are of different things; `Total`, `din care femei` are not."""
    bare = [label for label in labels if not _plain(label).startswith("total ")]
    if not bare:
        return Totals({})
    choices = (
        *(Choice(answer=label, gives=said("{label!r} is left out", label=label)) for label in labels[:20]),
        _SHOWN,
    )
    named = ", ".join(map(repr, labels[:5]))
    question = Question(
        code="sum", where=where, seen=named, asks=said("which rows are totals?"), option="total", choices=choices
    )
    return Totals({}, question=question)


def _differences(
    labels: Sequence[str], values: Sequence[Decimal | None], named: Sequence[int], parts: Sequence[tuple[int, Decimal]]
) -> list[str]:
    """The rows called a total that are not the sum of the parts, nor of neighbours among them."""
    added = sum((value for _, value in parts), Decimal(0))
    values_of_parts = [value for _, value in parts]
    near = range(len(parts) if named and len(parts) <= MOST_ROWS else 0)
    sums = {run for start in near for _, run in _runs(values_of_parts, start)}
    return [
        said(
            "{labels!r} is {value:,f}, while the others add up to {added:,f}",
            labels=labels[n],
            value=value,
            added=added,
        )
        for n in named
        if (value := values[n]) is not None and value != added and value not in sums and not _is_part(labels[n])
    ]


def _is_part(label: str) -> bool:
    return _plain(label).startswith(("din care", "of which", "din which", "-"))


def _runs(values: Sequence[Decimal], start: int) -> list[tuple[int, Decimal]]:
    """The sums of the neighbours from `start` on: (how many, their sum), of at least two."""
    sums = itertools.accumulate(values[start:])
    return list(itertools.islice(enumerate(sums, 1), 1, None))


def _subtotals(known: Sequence[tuple[int, Decimal]], grand: set[Decimal]) -> list[int]:
    """The rows that are the sum of those just below or just above them, where that is no chance.

    It is none when the figures are large, or when without these rows the others make a `grand` total that is there.
    """
    if not 4 <= len(known) <= MOST_ROWS:
        return []
    values = [value for _, value in known]
    for forward in (True, False):
        taken = _blocks(values if forward else values[::-1])
        if not taken:
            continue
        at = [each if forward else len(values) - 1 - each for each in taken]
        rest = sum((value for n, value in enumerate(values) if n not in at), Decimal(0))
        if rest in grand or all(_certain(values[n], values, len(values)) for n in at):
            return [known[n][0] for n in at]
    return []


def _blocks(values: Sequence[Decimal]) -> list[int]:
    """The positions of rows that are the sum of the at least two rows that follow, block after block."""
    blocks, at = [], 0
    while at < len(values) - 2:
        length = next((n for n, added in _runs(values, at + 1) if added == values[at] != 0), 0)
        if length and length < len(values) - 1:
            blocks.append(at)
        at += length + 1
    return blocks


def _whole(parts: Sequence[tuple[int, Decimal]]) -> int | None:
    """The row that is the sum of all others, of which at least two are not nought."""
    added = sum((value for _, value in parts), Decimal(0))
    if sum(bool(value) for _, value in parts) < 3 or any(value < 0 for _, value in parts):
        return None
    return next((n for n, value in parts if value * 2 == added), None)


def _certain(total: Decimal, values: Sequence[Decimal], chances: int = 1) -> bool:
    """Whether so large a sum is hardly by chance: figures that are all full hundreds are of hundreds."""
    scale = 10 ** max(0, *(-int(value.as_tuple().exponent) for value in values))
    step = math.gcd(*(int(value * scale) for value in values)) or 1
    return abs(int(total * scale)) // step >= CERTAIN * chances


def _asked(labels: Sequence[str], values: Sequence[Decimal | None], whole: int, where: str) -> Question:
    label, value = labels[whole], values[whole]
    return Question(
        code="sum",
        where=where,
        seen=said("{label!r} is {value:,f}, and so is the sum of all others", label=label, value=value),
        asks=said("is {label!r} the total of the others, or one of them?", label=label),
        option="total",
        choices=(
            Choice(answer=label, gives=said("{label!r} is left out", label=label)),
            _SHOWN,
        ),
    )


# --- periods -------------------------------------------------------------------------------------------------------


def beside_periods(cells: Sequence[str]) -> frozenset[int]:
    """The positions, among cells of periods of one length, of what is none: a total, a mean, a part or a whole of them.

    None where all are periods, and where the cells are of something else.
    """
    lengths: list[int | None] = []
    for cell in cells:
        known = period.read(cell)
        if known is None and not is_no_period(cell):
            return frozenset()
        lengths.append(known.months if known else None)
    own = [length for cell, length in zip(cells, lengths, strict=True) if not is_no_period(cell)]
    length = next((each for each in (_usual(lengths), _usual(own)) if each is not None), None)
    return frozenset() if length is None else frozenset(n for n, each in enumerate(lengths) if each != length)


def _usual(lengths: Sequence[int | None]) -> int | None:
    """The length that most periods have, at least two of them."""
    counted = Counter(length for length in lengths if length is not None)
    length, most = next(iter(counted.most_common(1)), (0, 0))
    return length if most > max(1, counted.total() - most) else None
