"""How each figure of a slide was reached: from which cells of the source, by which sum, by which rounding.

Decides what is told of a figure. The figures are those that the slide itself is drawn from, not counted anew: what is
told is what passers-by will read. Leaves out where it is printed (`commands.import_source`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

import msgspec

from content.imports.conversation import Reckoning
from content.pack.model import Pack
from content.pack.slides import Budget
from content.phrases import Said, joined, said
from content.readers.budgets import classification
from content.readers.budgets.figures import Chapter, amount_text
from content.readers.open_data import table
from content.readers.open_data.table import Point
from content.slides import amounts, budget_views, change
from content.slides.budget_views import MOST_ROWS, View, ViewInput

CellsByCode = Mapping[str, tuple[str, ...]]
"""Code of a chapter → the cells of the source that its amount was read from."""


def of_budget(pack: Pack, name: str, slide: Budget, cells: CellsByCode) -> Iterator[Reckoning]:
    """The figures of a budget's slide, in the order they stand on it, in the city's first language."""
    given = ViewInput(pack, slide, amounts.figures(pack, slide, slide), pack.city.languages[0], slide.data, MOST_ROWS)
    view = budget_views.VIEWS[slide.view](given)
    work = _BudgetWork(given, cells)
    if view.big:
        yield work.reckoned(name, view.big.label, view.big.figure, work.summed())
    steps = _HOW.get(slide.view)
    if steps is not None:
        for (label, figure), step in zip(
            ((row.label, row.figure) for row in view.rows), steps(work, view), strict=True
        ):
            yield work.reckoned(name, label, figure, step)


class _Step(NamedTuple):
    """One figure: the arithmetic, and the chapters in it."""

    how: str
    chapters: tuple[Chapter, ...]


class _BudgetWork:
    """The figures of one slide, and the chapters that each of its rows is made of."""

    def __init__(self, given: ViewInput, cells: CellsByCode) -> None:
        self.given, self.cells = given, cells
        plain = msgspec.structs.replace(given.slide, by="chapter")
        self.chapters = amounts.figures(given.pack, plain, plain).chapters

    def reckoned(self, name: str, label: str, figure: str, step: _Step) -> Reckoning:
        cells = tuple(cell for chapter in step.chapters for cell in self._cells(chapter))
        return Reckoning(slide=name, figure=_one_line(label), value=_one_line(figure), how=step.how, cells=cells)

    def _cells(self, chapter: Chapter) -> Iterator[str]:
        """The chapter's own cells; of one that the file leaves out those of its parts."""
        if own := self.cells.get(chapter.code):
            yield from (f"{chapter.code} {cell}" for cell in own)
        else:
            for part in chapter.children:
                yield from self._cells(part)

    def text(self, amount: Decimal) -> Said:
        return amount_text(amount, self.given.slide.unit)

    def sum_text(self, chapters: Sequence[Chapter]) -> Said:
        """`38,329.80 thousand lei`, and of several chapters what is added."""
        total = self.text(sum((chapter.lei for chapter in chapters), Decimal(0)))
        if len(chapters) < 2:
            return total
        return self._sum(total, ((chapter.code, chapter.lei) for chapter in chapters))

    def _sum(self, total: Said, parts: Iterable[tuple[str, Decimal]]) -> Said:
        added = (said("{code} {amount}", code=code, amount=self.text(lei)) for code, lei in parts)
        return said("{total} = {parts}", total=total, parts=joined(" + ", added))

    def summed(self) -> _Step:
        """The whole: the sum of all chapters."""
        return _Step(self.sum_text(self.chapters), self.chapters)

    def groups(self, view: View) -> Iterator[tuple[Chapter, ...]]:
        """The chapters of each row that is shown; of the last one, where it is the rest, all others."""
        shown = [self._members(chapter) for chapter in self.given.figures.chapters]
        rest = bool(view.rows) and view.rows[-1].rest
        own = len(view.rows) - rest
        yield from shown[:own]
        if rest:
            yield tuple(chapter for group in shown[own:] for chapter in group)

    def _members(self, chapter: Chapter) -> tuple[Chapter, ...]:
        """The chapters that make a division of COFOG; a chapter by itself."""
        if not chapter.code.startswith(amounts.DIVISION):
            return (chapter,)
        number, names = chapter.code.removeprefix(amounts.DIVISION), self.given.pack.names
        return tuple(each for each in self.chapters if classification.division(names, each.key) == number)

    # --- the views

    def of_hundred(self, view: View) -> Iterator[_Step]:
        total = self.given.figures.total
        for group in self.groups(view):
            share = sum((chapter.lei for chapter in group), Decimal(0)) * 100 / total
            how = said(
                "{group}, of {total}: {share:,} of 100, so rounded that all make 100",
                group=self.sum_text(group),
                total=self.text(total),
                share=_cents(share),
            )
            yield _Step(how, group)

    def of_each(self, view: View) -> Iterator[_Step]:
        people = self.given.pack.city.population.value
        months, span = (12, said(" and 12 months")) if self.given.slide.period == "month" else (1, "")
        for group in self.groups(view):
            share = sum((chapter.lei for chapter in group), Decimal(0)) / people / months
            how = said(
                "{group}, divided by {people:,} inhabitants{span}: {share:,}, so rounded that all add up",
                group=self.sum_text(group),
                people=people,
                span=span,
                share=_cents(share),
            )
            yield _Step(how, group)

    def of_sections(self, view: View) -> Iterator[_Step]:
        for section in ("running", "investing"):
            parts = [(each.code, value) for each in self.chapters if (value := getattr(each, section)) is not None]
            if parts:
                whole = self.text(sum((value for _, value in parts), Decimal(0)))
                yield _Step(self._sum(whole, parts), tuple(each for each in self.chapters if getattr(each, section)))

    def of_origins(self, view: View) -> Iterator[_Step]:
        for origin in amounts.ORIGINS:
            members = tuple(each for each in self.chapters if each.origin == origin)
            if sum((each.lei for each in members), Decimal(0)):
                yield _Step(self.sum_text(members), members)
        if view.rows and view.rows[-1].rest:
            others = tuple(each for each in self.chapters if each.origin not in amounts.ORIGINS)
            yield _Step(self.sum_text(others), others)

    def of_changes(self, view: View) -> Iterator[_Step]:
        before, after = amounts.compared(self.given.pack, self.given.slide)
        previous = self.given.slide.previous
        assert previous is not None  # the model refuses the view without
        whole, own = change.Step(before.total, after.total), [row for row in view.rows if not row.whole]
        yield _Step(self._less(whole), self.chapters)
        if len(view.rows) - len(own) > 1 and previous.inflation:
            risen = whole.real(Decimal(str(previous.inflation.percent)))
            how = said(
                "{risen}; {before} and {percent} % make the latter",
                risen=self._less(risen),
                before=self.text(whole.before),
                percent=previous.inflation.percent,
            )
            yield _Step(how, self.chapters)
        steps = change.chapters(before, after)
        keys = list(steps)
        shown = len(own) - (1 if own and own[-1].rest else 0)
        for group in [*([key] for key in keys[:shown]), *([keys[shown:]] if len(own) > shown else [])]:
            members = tuple(
                each for chapter in after.chapters if chapter.key in group for each in self._members(chapter)
            )
            were, became = (sum((value(steps[key]) for key in group), Decimal(0)) for value in _STEP)
            yield _Step(said("{were}, so rounded that all add up", were=self._less(change.Step(were, became))), members)

    def _less(self, step: change.Step) -> str:
        """What is now, less what was."""
        return said(
            "{lei} = {after} less {before}",
            lei=self.text(step.lei),
            after=self.text(step.after),
            before=self.text(step.before),
        )


_STEP: tuple[Callable[[change.Step], Decimal], ...] = (lambda step: step.before, lambda step: step.after)

_HOW: dict[str, Callable[[_BudgetWork, View], Iterator[_Step]]] = {
    "hundred": _BudgetWork.of_hundred,
    "per-inhabitant": _BudgetWork.of_each,
    "total": _BudgetWork.of_sections,
    "revenue": _BudgetWork.of_origins,
    "change": _BudgetWork.of_changes,
}
"""View → how its rows were reached. The others have no rows of figures."""


def of_table(name: str, points: Sequence[Point], cells: Sequence[str]) -> Iterator[Reckoning]:
    """The points of a table's slide, each with its cell; and the difference between the first and the last."""
    for point, cell in zip(points, cells, strict=True):
        how = said("as the cell has it") if point.y is not None else said("the cell has no figure: shown as missing")
        yield Reckoning(slide=name, figure=point.x, value=table.plain(point.y), how=how, cells=(cell,))
    known = [(point, cell) for point, cell in zip(points, cells, strict=True) if point.y is not None]
    if len(known) > 1:
        (first, begin), (last, end) = known[0], known[-1]
        assert first.y is not None and last.y is not None
        change = table.plain(last.y - first.y)
        how = said("{y} in {x} less {y2} in {x2}", y=table.plain(last.y), x=last.x, y2=table.plain(first.y), x2=first.x)
        yield Reckoning(slide=name, figure="{change}", value=change, how=how, cells=(begin, end))


def lines(reckonings: Iterable[Reckoning]) -> Iterator[str]:
    """The figures as a person reads them: the slide once, each figure with its arithmetic and its cells below it.

    Cells of one sheet are on one line.
    """
    slide = ""
    for each in reckonings:
        if each.slide != slide:
            slide = each.slide
            yield f"{slide}:"
        yield f"  {each.figure}: {each.value}"
        yield f"    {each.how}"
        of_place: dict[str, list[str]] = {}
        for cell in each.cells:
            place, _, name = cell.rpartition("!")
            of_place.setdefault(place, []).append(name)
        yield from (
            f"    {place}!{', '.join(names)}" if place else f"    {names[0]}" for place, names in of_place.items()
        )


def _cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _one_line(text: str) -> str:
    """Without the marks that keep words on one line of a slide."""
    return " ".join(text.split())
