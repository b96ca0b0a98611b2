"""A budget's slide as template data: the headline and the stage over what a view shows, its source, the ways on.

Decides how much there is to read, and what every view has in common. Leaves out which figures a view says
(`budget_views`), whether they are true (`readers.budgets`), and the geometry (`templates/budget.typ`).
"""

from content.pack.model import Pack
from content.pack.slides import Budget
from content.slides import amounts, budget_views, nobreak, page, wording
from content.slides.budget_views import MOST_ROWS, View, ViewInput
from content.slides.colours import Ink, Inks
from content.slides.job import Format
from content.slides.kind import Kind
from content.slides.page_data import PageData, Row

INKS = Inks(day=Ink("#0067a5", "#5a92b6"), night=Ink("#7cc4f2", "#2e86bd"))


class BudgetData(PageData, frozen=True, kw_only=True, rename="kebab"):
    """What `budget.typ` is given beside the page: the fields of a `View`."""

    form: budget_views.Form
    rows: tuple[Row, ...]
    fewer: tuple[tuple[Row, ...], ...]
    big: budget_views.BigFigure | None
    note: str | None
    stages: tuple[str, ...]
    stage: int | None
    means: str | None
    sentences: tuple[str, ...]
    closes: str | None
    countdown: float | None

    def listed(self) -> tuple[Row, ...]:
        return self.rows

    def counted_in(self) -> str:
        return self.note or ""


def characters(pack: Pack, slide: Budget, lang: str) -> int:
    """Headline, figures and their names, as on a page with the most rows. Raises RefusedError as `compose`."""
    return budget_views.read(pack.city.say(slide.title, lang), _view(pack, slide, lang, slide.data, MOST_ROWS), lang)


def compose(pack: Pack, slide: Budget, where: str, lang: str, fmt: Format) -> BudgetData:
    """Raises RefusedError when the file cannot be read or its figures cannot be true."""
    view = _view(pack, slide, lang, where, min(MOST_ROWS, page.rows(fmt)))
    by = ("COFOG",) if slide.by == "cofog" else ()
    foot = " · ".join(view.foot) if slide.called() else page.source_line(pack, slide, lang, *by, *view.foot)
    stage = wording.word(_stage(pack, slide), lang)
    return BudgetData(
        frame=page.frame(pack.city, INKS, lang, fmt),
        kicker=f"{wording.word('budget', lang)} · {nobreak.nobreak(f'{slide.year} · {stage}')}",
        title=nobreak.glued(pack.city.say(slide.title, lang) or ""),
        panel=page.panel(pack, slide, lang, fmt),
        foot=foot,
        form=view.form,
        rows=view.rows,
        fewer=view.fewer,
        big=view.big,
        note=view.note,
        stages=view.stages,
        stage=view.stage,
        means=view.means,
        sentences=view.sentences,
        closes=view.closes,
        until=view.until,
        countdown=view.countdown,
    )


def _stage(pack: Pack, slide: Budget) -> str:
    return "executed-part" if amounts.until(pack, slide) else slide.status


def _view(pack: Pack, slide: Budget, lang: str, where: str, most: int) -> View:
    given = ViewInput(pack, slide, amounts.figures(pack, slide, slide), lang, where, most)
    return budget_views.VIEWS[slide.view](given)


KIND = Kind(slide=Budget, template="budget", inks=INKS, compose=compose, characters=characters)
