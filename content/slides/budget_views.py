"""What each view of a budget shows: what it is, of 100 lei, the total, where it comes from, per inhabitant, what
changed, how to object.

Decides which figures a view says and how many; whatever is shown adds up to the total that is shown with it. Leaves out
whether the figures are true (`readers.budgets`), what changed (`change`), and the page around it (`budget`).
"""

from collections.abc import Callable, Sequence
from datetime import UTC
from decimal import Decimal
from typing import Literal, NamedTuple

import msgspec

from content import live
from content.findings import refused
from content.pack.model import Pack
from content.pack.slides import Budget
from content.phrases import said
from content.readers.budgets import budget as reader
from content.slides import amounts, change, nobreak, numerals, wording
from content.slides.page_data import Row

MOST_ROWS = 7
"""Marks of a chart, the rest included: more are not taken in by someone passing."""
MOST_EACH, MOST_CHANGES = 5, 6
"""Rows of longer figures: lei for an inhabitant under a total; lei and per cent, the whole budget among them."""
READ = 216
"""Characters read in passing at most: 12 a second in the 20 seconds a slide stays at most, less 2 to notice it."""
LEAST_ROWS = 4
"""Fewer rows, the rest included, are no longer a list."""
STAGES = ("draft", "voted", "executed")
OBJECTION_DAYS = 30
"""What the countdown's place is measured for: the law gives 15 days, a longer one is set smaller."""
COUNTDOWN_WEIGHT = 800

Form = Literal["list", "above", "split", "changes", "stages", "call"]


class ViewInput(NamedTuple):
    """What a view is made from. `most` is how many rows it may have, the rest as one of them."""

    pack: Pack
    slide: Budget
    figures: reader.Figures
    lang: str
    where: str
    most: int


class BigFigure(msgspec.Struct, frozen=True, kw_only=True):
    """A large figure, and what it counts."""

    figure: str
    label: str


class View(msgspec.Struct, frozen=True, kw_only=True):
    """What a view shows under the headline. `foot` joins the source line.

    `fewer` are the rows to take instead where there is no room, each list shorter than the one before. `stages` are
    the names of a budget's stages, `stage` the number of its own, `means` what that says. A call has `sentences`,
    the day it `closes`, the instant of it (`until`) and the width of the countdown's place in em.
    """

    form: Form = "list"
    rows: tuple[Row, ...] = ()
    fewer: tuple[tuple[Row, ...], ...] = ()
    big: BigFigure | None = None
    note: str | None = None
    stages: tuple[str, ...] = ()
    stage: int | None = None
    means: str | None = None
    sentences: tuple[str, ...] = ()
    closes: str | None = None
    until: str | None = None
    countdown: float | None = None
    foot: tuple[str, ...] = ()


class BudgetLine(NamedTuple):
    """A label, its amount (the bar's length), and the amount in words."""

    label: str
    amount: Decimal
    figure: str


def read(title: str | None, view: View, lang: str) -> int:
    """Characters that are read on a page with this headline."""
    big = (view.big.figure, view.big.label) if view.big else ()
    texts = [title or "", view.note or "", *big]
    texts += [part for row in view.rows for part in (row.label, row.figure, row.beside) if part is not None]
    texts += [*view.stages, view.means or "", *view.sentences, view.closes or ""]
    if view.countdown is not None:
        texts.append(live.remaining(13, "day", lang))
    return sum(map(len, texts))


# --- one budget ----------------------------------------------------------------------------------------------------


def _about(given: ViewInput) -> View:
    slide, lang = given.slide, given.lang
    names = [wording.word(stage, lang) for stage in STAGES]
    return View(
        form="stages",
        big=_spending(given, numerals.money(given.figures.total, lang, slide.unit)),
        stages=tuple(name[0].upper() + name[1:] for name in names),
        stage=STAGES.index(slide.status),
        means=nobreak.glued(wording.word(f"means-{slide.status}", lang)),
    )


def _spending(given: ViewInput, figure: str) -> BigFigure:
    return BigFigure(figure=figure, label=nobreak.glued(wording.word("spending", given.lang)))


def _hundred(given: ViewInput) -> View:
    amounts_of_hundred = reader.of_hundred([chapter.lei for chapter in given.figures.chapters])
    return _chapters(given, amounts_of_hundred, given.most)


def _per_inhabitant(given: ViewInput) -> View:
    amounts.whole_year(given.pack, given.slide, given.slide)
    people, lang = given.pack.city.population, given.lang
    counts = amounts.each(given.pack, given.slide, given.figures)
    whole = numerals.money(Decimal(sum(counts)), lang, given.slide.unit)
    when = numerals.month(people.as_of, lang)
    return msgspec.structs.replace(
        _chapters(given, counts, min(given.most, MOST_EACH)),
        note=nobreak.glued(wording.word(f"each-{given.slide.period}", lang, whole)),
        foot=(wording.word("inhabitants", lang, numerals.number(people.value, lang), when, people.source),),
    )


def _chapters(given: ViewInput, counts: Sequence[int], most: int) -> View:
    """Rows of whole numbers that belong to the chapters; the rest is their sum, so that all still add up."""
    named = [amounts.chapter_name(given.pack, chapter, given.lang) for chapter in given.figures.chapters]
    counted = list(zip(named, counts, strict=True))

    def rows(most: int) -> tuple[Row, ...]:
        shown = counted
        if rest := len(shown) > most:
            others = sum(count for _, count in shown[most - 1 :])
            shown = [*shown[: most - 1], (wording.word("rest", given.lang), others)]
        lines = [BudgetLine(label, Decimal(count), numerals.number(count, given.lang)) for label, count in shown]
        return _drawn(lines, rest=rest)

    return View(rows=rows(most), fewer=tuple(rows(fewer) for fewer in _fewer(most, len(counted))))


def _fewer(most: int, there: int) -> range:
    """With how many rows to try where `most` of those that are there have no room."""
    return range(min(most, there) - 1, LEAST_ROWS - 1, -1)


def _total(given: ViewInput) -> View:
    lang = given.lang
    sections = {name: given.figures.section(name) for name in ("running", "investing")}
    known = {wording.word(name, lang): amount for name, amount in sections.items() if amount is not None}
    if not known:
        message = said("needs the columns `functionare` and `dezvoltare` in its data, the two sections it draws")
        raise refused("section", given.where, message)
    total, figures = numerals.together(list(known.values()), lang, given.slide.unit)
    return View(
        form="split",
        big=_spending(given, total),
        rows=_drawn([BudgetLine(*item, figure) for item, figure in zip(known.items(), figures, strict=True)]),
    )


def _revenue(given: ViewInput) -> View:
    lang = given.lang
    if not given.figures.origins():
        message = said("needs a column `origine` in its data, expected proprii, stat or ue in each row")
        raise refused("origin", given.where, message)
    named = amounts.origins(given.pack, given.figures, lang)
    total, figures = numerals.together([amount for _, amount in named], lang, given.slide.unit)
    lines = [BudgetLine(*pair, figure) for pair, figure in zip(named, figures, strict=True)]
    return View(
        form="above",
        note=f"{wording.word('income', lang)}: {nobreak.nobreak(total)}",
        rows=_drawn(lines, given.figures.total, rest=lines[-1].label == wording.word("rest", lang)),
    )


# --- two budgets ---------------------------------------------------------------------------------------------------


def _change(given: ViewInput) -> View:
    slide, previous, lang = given.slide, given.slide.previous, given.lang
    assert previous is not None  # the model refuses the view without
    before, _ = amounts.compared(given.pack, slide)
    steps = change.chapters(before, given.figures)
    scale = change.scale(steps)
    whole = change.whole_rows(change.Step(before.total, given.figures.total), previous, scale.size, lang)
    chapters = {chapter.key: chapter for chapter in (*before.chapters, *given.figures.chapters)}
    note, title = change.note(previous, scale, lang), given.pack.city.say(slide.title, lang)

    def name(key: str) -> str:
        return amounts.chapter_name(given.pack, chapters[key], lang)

    def rows(most: int) -> tuple[Row, ...]:
        return (*whole, *change.rows(steps, scale.size, most - len(whole), lang, name))

    tried = [rows(most) for most in range(min(given.most, MOST_CHANGES), LEAST_ROWS - 1, -1)]
    shown = next((each for each in tried if read(title, View(note=note, rows=each), lang) <= READ), tried[-1])
    return View(
        form="changes",
        note=nobreak.glued(note),
        rows=shown,
        fewer=tuple(tried[tried.index(shown) + 1 :]),
        foot=change.prices(previous, lang),
    )


# --- a draft -------------------------------------------------------------------------------------------------------


def _objection(given: ViewInput) -> View:
    objection, lang = given.slide.objection, given.lang
    assert objection is not None  # the model refuses the view without
    zone = given.pack.city.zone
    until = objection.until.instant(zone, ends=True)
    return View(
        form="call",
        sentences=tuple(nobreak.glued(wording.word(name, lang)) for name in ("object-how", "object-then")),
        closes=nobreak.glued(numerals.until(until.astimezone(zone), lang)),
        until=until.astimezone(UTC).isoformat(),
        countdown=live.widest("countdown", lang, OBJECTION_DAYS, COUNTDOWN_WEIGHT),
        foot=(nobreak.glued(objection.legal_basis),),
    )


VIEWS: dict[str, Callable[[ViewInput], View]] = {
    "about": _about,
    "total": _total,
    "hundred": _hundred,
    "revenue": _revenue,
    "per-inhabitant": _per_inhabitant,
    "change": _change,
    "objection": _objection,
}
"""`view:` in the slide's file → what it shows."""


def _drawn(lines: Sequence[BudgetLine], full: Decimal | None = None, *, rest: bool = False) -> tuple[Row, ...]:
    """`part` is the bar's length, 1 for `full` or else for the longest; with `rest` the last row is the rest."""
    longest = full or max((line.amount for line in lines), default=Decimal(1)) or Decimal(1)
    return tuple(
        Row(
            label=nobreak.nobreak(line.label),
            figure=nobreak.nobreak(line.figure),
            part=float(line.amount / longest),
            rest=rest and number == len(lines) - 1,
        )
        for number, line in enumerate(lines)
    )
