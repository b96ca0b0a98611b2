"""The unit of a budget's amounts: lei or euro, thousands or millions, by the file's words and by what is possible.

Decides the unit and says the proof. An amount that no town of so many inhabitants can have is refused, with the
arithmetic in the sentence: a unit that is wrong by a thousand would make nine million lei an inhabitant.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple, get_args

import msgspec

from content.findings import Finding, RefusedError, refused
from content.pack.slides import BudgetUnit
from content.phrases import Said, joined, said
from content.questions import Choice, Question, QuestionError
from content.readers.budgets import codes
from content.readers.budgets.figures import UNIT_WORDS, UNITS, amount_text

SANE_LEI_PER_INHABITANT = (Decimal(300), Decimal(100_000))
"""A year's local budget of any Romanian town lies well within; a unit wrong by a thousand lies outside."""
SANE_OWN = (Decimal(1), Decimal(100_000))
"""Budgets of institutions financed by their own revenue may be small."""
LEI_A_EURO = Decimal(5)
"""For the plausibility of budgets in euro only, never for an amount that is shown: the National Bank's rate has been
between 4.4 and 5.2 since 2013, and the bounds are wider than that by far."""

LEI: tuple[BudgetUnit, ...] = ("lei", "thousand lei", "million lei")

_WORDS: tuple[tuple[str, BudgetUnit], ...] = (
    (r"(?:mii|thousand|th|ezer|tausend) (?:de )?(?:lei|ron|lej)", "thousand lei"),
    (r"(?:milioane|mil|mio|million|millions) (?:de )?(?:lei|ron|lej)", "million lei"),
    (r"(?:mii|thousand|th|ezer|tausend) (?:de )?(?:euro|eur)", "thousand EUR"),
    (r"(?:milioane|mil|mio|million|millions) (?:de )?(?:euro|eur)", "million EUR"),
    (r"(?:lei|ron|lej)", "lei"),
    (r"(?:euro|eur)", "EUR"),
)


class Proof(NamedTuple):
    """The unit, the sentence that says how it is known, and what to look at."""

    unit: BudgetUnit
    sentence: str
    findings: tuple[Finding, ...] = ()
    contradictions: tuple[Question, ...] = ()


def words(texts: Iterable[str]) -> dict[BudgetUnit, str]:
    """The units a file's titles and column names state, with the text that states each."""
    texts_by_unit: dict[BudgetUnit, str] = {}
    for text in texts:
        rest = codes.plain(text.replace("€", " euro "))
        for pattern, unit in _WORDS:
            rest, times = re.subn(rf"\b{pattern}\b", " ", rest)
            if times:
                texts_by_unit.setdefault(unit, " ".join(text.split())[:60])
    return texts_by_unit


class Town(NamedTuple):
    """Whose budget it is: the file that is read, the inhabitants; `own` for a budget financed by its own revenue.

    `months` is how much of the year the amounts are of: in January a small town has spent little.
    """

    where: str
    inhabitants: int
    own: bool = False
    months: int = 12

    def detect(self, texts: Iterable[str], total: Decimal, asked: BudgetUnit | None = None) -> Proof:
        """The unit of a file whose amounts come to `total` as written. `asked` is what a person said it is.

        A person's word goes before the file's (its titles and columns, or else its name), the file's before what is
        plausible, and none before arithmetic. Euro are never guessed. Raises RefusedError: contradicting words, amounts
        that no unit makes possible.
        """
        named = words((self.where.rpartition("/")[2],))
        inside = words(texts)
        stated = inside or named
        if asked is None and len(stated) > 1:
            raise QuestionError(self._question(total, stated, "in which of these are its amounts?"))
        unit = asked or next(iter(stated), None) or self._only_possible(total)
        self.check(total * UNITS[unit], unit)
        sentence = said(
            "{total} is {total2} per inhabitant",
            total=amount_text(total * UNITS[unit], unit),
            total2=self._each(total, unit),
        )
        if asked:
            denied = {unit: text for unit, text in stated.items() if unit != asked}
            findings = tuple(self._contradicts(total, unit, text, asked) for unit, text in denied.items())
            return Proof(
                unit,
                said("{unit}, as you say: {sentence}", unit=UNIT_WORDS[unit], sentence=sentence),
                findings,
                self._denials(total, denied, asked),
            )
        if stated:
            who = said("the file") if inside else said("the file's name")
            return Proof(
                unit,
                said(
                    "{unit}, as {who} says ({stated!r}): {sentence}",
                    unit=UNIT_WORDS[unit],
                    who=who,
                    stated=stated[unit],
                    sentence=sentence,
                ),
            )
        others = (
            said("in {other} it would be {total}", other=UNIT_WORDS[other], total=self._each(total, other))
            for other in LEI
            if other != unit
        )
        return Proof(
            unit,
            said(
                "{unit}, though the file does not say: {sentence}; {others}",
                unit=UNIT_WORDS[unit],
                sentence=sentence,
                others=joined(", ", others),
            ),
        )

    def check(self, total: Decimal, unit: BudgetUnit) -> None:
        """`total` in lei (or euro). Raises RefusedError, with the arithmetic, when no town could have that."""
        written = total / UNITS[unit]
        if self._possible(written, unit):
            return
        low, high = self._sane()
        rate = said(" (at about {lei_a_euro} lei a euro)", lei_a_euro=LEI_A_EURO) if unit.endswith("EUR") else ""
        span = "" if self.months == 12 else said(" in {months} of the year's 12 months", months=self.months)
        sentence = said(
            "{total} would be {written} per inhabitant ({total2:,.2f} {unit} for each of {inhabitants:,}), "
            "expected between {low:,} and {high:,} lei{rate}{span}: is the unit {unit2!r} right?",
            total=amount_text(total, unit),
            written=self._each(written, unit),
            total2=total / self.inhabitants,
            unit=_currency(unit),
            inhabitants=self.inhabitants,
            low=low,
            high=high,
            rate=rate,
            span=span,
            unit2=UNIT_WORDS[unit],
        )
        fits = [other for other in UNITS if _currency(other) == _currency(unit) and self._possible(written, other)]
        fix = (
            said(
                "if the amounts are in {fits}, that is {written} each: name it",
                fits=UNIT_WORDS[fits[0]],
                written=self._each(written, fits[0]),
            )
            if fits
            else None
        )
        raise RefusedError(Finding(code="unit", where=self.where, message=sentence, fix=fix))

    def _sane(self) -> tuple[Decimal, Decimal]:
        if self.own:
            return SANE_OWN
        low, high = SANE_LEI_PER_INHABITANT
        return low * self.months / 12, high

    def _possible(self, written: Decimal, unit: BudgetUnit) -> bool:
        low, high = self._sane()
        lei = written * UNITS[unit] * (LEI_A_EURO if unit.endswith("EUR") else 1)
        return low <= lei / self.inhabitants <= high

    def _only_possible(self, total: Decimal) -> BudgetUnit:
        fits = [unit for unit in LEI if self._possible(total, unit)]
        if len(fits) == 1:
            return fits[0]
        if fits:
            raise QuestionError(
                self._question(
                    total, dict.fromkeys(fits, ""), "in what are its amounts, as more than one of these is possible?"
                )
            )
        each = joined(
            ", ", (said("in {unit} {total}", unit=UNIT_WORDS[unit], total=self._each(total, unit)) for unit in LEI)
        )
        message = said(
            "does not say what its amounts are in, and per inhabitant {total:,f} would be {each}",
            total=total,
            each=each,
        )
        expected = said("expected a unit, one of {budgetunit}", budgetunit=", ".join(get_args(BudgetUnit)))
        raise refused(
            "unit",
            self.where,
            said("{message}: none of these is possible; {expected}", message=message, expected=expected),
        )

    def _question(self, total: Decimal, texts: Mapping[BudgetUnit, str], asks: str) -> Question:
        """In which of the units the amounts are; `texts` are where the file states each, empty where it does not."""
        stated = [
            said("{unit} ({text!r}: {each})", unit=UNIT_WORDS[unit], text=text, each=self._each(total, unit))
            for unit, text in texts.items()
            if text
        ]
        seen = (
            said("{stated} per inhabitant", stated=joined("; ", stated))
            if stated
            else said("amounts of {total:,f}, in no unit", total=total)
        )
        fits = [unit for unit in texts if self._possible(total, unit)]
        choices = tuple(
            Choice(answer=unit, gives=said("{total} per inhabitant", total=self._each(total, unit))) for unit in fits
        )
        return Question(code="unit", where=self.where, seen=seen, asks=asks, option="unit", choices=choices)

    def _denials(self, total: Decimal, texts: Mapping[BudgetUnit, str], asked: BudgetUnit) -> tuple[Question, ...]:
        """The question that a person's word raises against the file's; none where they agree."""
        if not texts:
            return ()
        question = self._question(total, texts, said("are its amounts in {asked}, as you say?", asked=asked))
        keep = Choice(
            answer="unit",
            gives=said("{asked}: {total} per inhabitant", asked=UNIT_WORDS[asked], total=self._each(total, asked)),
            option="sure",
        )
        return (msgspec.structs.replace(question, choices=(*question.choices, keep)),)

    def _contradicts(self, total: Decimal, unit: BudgetUnit, text: str, asked: BudgetUnit) -> Finding:
        would = said("that would be {total} per inhabitant", total=self._each(total, unit))
        message = said(
            "says {unit} ({text!r}), you say {asked}: {would}; read as {asked}",
            unit=UNIT_WORDS[unit],
            text=text,
            asked=UNIT_WORDS[asked],
            would=would,
        )
        return Finding(level="warning", code="unit", where=self.where, message=message)

    def _each(self, written: Decimal, unit: BudgetUnit) -> Said:
        """What each inhabitant would have: `9.5 million lei`, `9,377.67 lei`. To be grasped, not added up."""
        each = written * UNITS[unit] / self.inhabitants
        currency = _currency(unit)
        if each >= 10**9:
            return said("{each:,} billion {currency}", each=_tenths(each / 10**9), currency=currency)
        if each >= 10**6:
            return said("{each:,} million {currency}", each=_tenths(each / 10**6), currency=currency)
        return said("{each:,} {currency}", each=each.quantize(Decimal("0.01"), ROUND_HALF_UP), currency=currency)


def _tenths(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _currency(unit: BudgetUnit) -> str:
    return unit.rpartition(" ")[2]
