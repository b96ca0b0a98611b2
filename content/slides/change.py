"""What changed between two budgets: nominal and real, by chapter, in lei and beside them in per cent.

Decides which number of lei and which per cent each chapter is said with, and which change is too large for a per cent.
Leaves out the page (`budget`) and whether the figures are true (`readers.budget`).
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

import msgspec

from content import rounding
from content.pack.slides import Inflation, Previous
from content.readers.budgets import budget as reader
from content.slides import nobreak, numerals, wording
from content.slides.page_data import Row

OUTLIER = Decimal(3)
"""A chapter that grew to more than this is said in times: hundreds of per cent are not understood."""


class Scale(NamedTuple):
    """What differences are counted in, and its word; none for lei themselves."""

    size: Decimal
    word: str | None


SCALES = (Scale(Decimal(10) ** 6, "millions"), Scale(Decimal(10) ** 3, "thousands"), Scale(Decimal(1), None))


class Step(NamedTuple):
    """An amount before and after."""

    before: Decimal
    after: Decimal

    @property
    def lei(self) -> Decimal:
        """The difference."""
        return self.after - self.before

    def real(self, percent: Decimal) -> "Step":
        """With the amount before in the prices of after, which rose by `percent`."""
        return Step(self.before * (1 + percent / 100), self.after)

    def beside(self, lang: str) -> str:
        """What stands beside the lei: a per cent, or where there is none that says something, times or from zero."""
        if not self.before:
            return wording.word("from-zero", lang) if self.after else numerals.percent(Decimal(0), lang)
        if not self.after:
            return wording.word("to-zero", lang)
        if self.after > OUTLIER * self.before:
            return numerals.times(self.after / self.before, lang)
        return numerals.percent(self.after / self.before - 1, lang)


def chapters(before: reader.Figures, after: reader.Figures) -> dict[str, Step]:
    """By the two digits of the code, the largest change first."""
    was, is_now = _by_key(before), _by_key(after)
    keys = dict.fromkeys([*is_now, *was])
    steps = {key: Step(was.get(key, Decimal(0)), is_now.get(key, Decimal(0))) for key in keys}
    return dict(sorted(steps.items(), key=lambda item: -abs(item[1].lei)))


def _by_key(figures: reader.Figures) -> Mapping[str, Decimal]:
    amounts: dict[str, Decimal] = {}
    for chapter in figures.chapters:
        amounts[chapter.key] = amounts.get(chapter.key, Decimal(0)) + chapter.lei
    return amounts


def scale(steps: Mapping[str, Step]) -> Scale:
    """The largest in which some chapter changed by ten or more."""
    most = max((abs(step.lei) for step in steps.values()), default=Decimal(0))
    return next((each for each in SCALES if most >= 10 * each.size), SCALES[-1])


def counted(steps: Mapping[str, Step], size: Decimal) -> dict[str, int]:
    """The differences in whole units of `size`: they add up to that of the whole budget as it is said."""
    return dict(zip(steps, rounding.apportioned([step.lei / size for step in steps.values()]), strict=True))


# --- rows of a page ------------------------------------------------------------------------------------------------


def note(previous: Previous, counted_in: Scale, lang: str) -> str:
    """`milioane de lei, față de 2023 (votat)`."""
    money = wording.word(f"currency-{numerals.currency(previous.unit)}", lang)
    unit = wording.word(counted_in.word, lang, money) if counted_in.word else money
    return wording.word("against", lang, unit, str(previous.year), wording.word(previous.status, lang))


def prices(previous: Previous, lang: str) -> tuple[str, ...]:
    """By how much they rose and who says so, for the source line; nothing when nobody said."""
    inflation = previous.inflation
    if inflation is None:
        return ()
    source = f"{inflation.source}, {numerals.month(inflation.as_of, lang)}"
    return (wording.word("inflation", lang, numerals.rate(_percent(inflation), lang), source),)


def _percent(inflation: Inflation) -> Decimal:
    return Decimal(str(inflation.percent))


def whole_rows(total: Step, previous: Previous, size: Decimal, lang: str) -> list[Row]:
    """The change of the whole budget as it was and, where inflation is known, in the prices of its year."""
    steps = [("whole-budget", total)]
    if previous.inflation is not None:
        steps.append(("without-inflation", total.real(_percent(previous.inflation))))
    rows = [_row(wording.word(name, lang), rounding.whole(step.lei / size), step, lang) for name, step in steps]
    return [msgspec.structs.replace(row, whole=True) for row in rows]


def rows(steps: Mapping[str, Step], size: Decimal, most: int, lang: str, name: Callable[[str], str]) -> list[Row]:
    """The largest changes as bars of either sign, 1 the longest; with more than `most` chapters, the others as one."""
    counts = counted(steps, size)
    shown, others = list(steps), list[str]()
    if len(shown) > most:
        shown, others = shown[: most - 1], shown[most - 1 :]
    rows = [(_row(name(key), counts[key], steps[key], lang), steps[key]) for key in shown]
    if others:
        step = Step(*(sum(amounts, Decimal(0)) for amounts in zip(*(steps[key] for key in others), strict=True)))
        row = _row(wording.word("rest", lang), sum(counts[key] for key in others), step, lang)
        rows.append((msgspec.structs.replace(row, rest=True), step))
    longest = max((abs(float(step.lei)) for _, step in rows), default=1) or 1
    return [msgspec.structs.replace(row, part=float(step.lei) / longest) for row, step in rows]


def _row(label: str, count: int, step: Step, lang: str) -> Row:
    return Row(
        label=nobreak.nobreak(label),
        figure=nobreak.nobreak(numerals.signed(count, lang)),
        beside=nobreak.nobreak(step.beside(lang)),
        part=float(step.lei),
    )
