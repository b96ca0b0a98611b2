"""A view of the budget as template data: what it is, of 100 lei, the total, where it comes from, per inhabitant, what
changed, how to object.

Decides which figures a view says and how many; whatever is shown adds up to the total that is shown with it. Leaves out
whether the figures are true (`readers.budget`), what changed (`change`), and the geometry (`templates/budget.typ`).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from decimal import Decimal
from typing import Any, NamedTuple

from content import live
from content.findings import refused
from content.pack.model import Pack
from content.pack.slides import Budget, Objection
from content.readers.budgets import budget as reader
from content.slides import amounts, change, nobreak, numerals, page, wording
from content.slides.job import Format

TEMPLATE = "budget"
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


class Row(NamedTuple):
    """A label, its amount (the bar's length), and the amount as it is said."""

    label: str
    amount: Decimal
    figure: str


class Asked(NamedTuple):
    """What a view is drawn from. `most` is how many rows it may have, the rest as one of them."""

    pack: Pack
    slide: Budget
    figures: reader.Figures
    lang: str
    where: str
    most: int


def pictures(_slide: Budget) -> tuple[str, ...]:
    """No files are placed on the slide."""
    return ()


def characters(pack: Pack, slide: Budget, lang: str) -> int:
    """Headline, figures and their names, as on a page with the most rows. Raises RefusedError as `compose`."""
    return _read(pack.city.say(slide.title, lang), _view(pack, slide, lang, slide.data, MOST_ROWS), lang)


def _read(title: str | None, view: Mapping[str, Any], lang: str) -> int:
    texts = [title or "", view.get("note") or "", *(view.get("big") or {}).values()]
    texts += [row[part] for row in view.get("rows", ()) for part in ("label", "figure", "beside") if part in row]
    texts += [*view.get("stages", ()), view.get("means") or "", *view.get("sentences", ()), view.get("closes") or ""]
    if "countdown" in view:
        texts.append(live.remaining(13, "day", lang))
    return sum(map(len, texts))


def compose(pack: Pack, slide: Budget, where: str, lang: str, fmt: Format) -> dict[str, Any]:
    """Raises RefusedError when the file cannot be read or its figures cannot be true."""
    view = _view(pack, slide, lang, where, min(MOST_ROWS, page.rows(fmt)))
    more = view.pop("foot", ())
    by = ("COFOG",) if slide.by == "cofog" else ()
    foot = " · ".join(more) if slide.view == "objection" else page.source_line(pack, slide, lang, *by, *more)
    stage = wording.word(_stage(pack, slide), lang)
    return {
        **page.base(pack.city, "budget", lang, fmt),
        "kicker": f"{wording.word('budget', lang)} · {nobreak.nobreak(f'{slide.year} · {stage}')}",
        "title": nobreak.glued(pack.city.say(slide.title, lang) or ""),
        "panel": _panel(pack, slide, lang, fmt),
        "foot": foot,
        "form": "list",
        "rows": [],
        "fewer": [],
        "big": None,
        "note": None,
        **view,
    }


def _stage(pack: Pack, slide: Budget) -> str:
    return "executed-part" if amounts.until(pack, slide) else slide.status


def _view(pack: Pack, slide: Budget, lang: str, where: str, most: int) -> dict[str, Any]:
    return VIEWS[slide.view](Asked(pack, slide, amounts.figures(pack, slide, slide), lang, where, most))


def _panel(pack: Pack, slide: Budget, lang: str, fmt: Format) -> dict[str, Any] | None:
    if slide.view == "objection" and slide.objection:
        ways = slide.objection.channels
        return page.panel(slide.address(), ways.phone, pack.city.name_of(ways.desk, lang), lang, fmt)
    return page.city_panel(pack, slide.link, lang, fmt)


# --- one budget ----------------------------------------------------------------------------------------------------


def _about(asked: Asked) -> dict[str, Any]:
    slide, lang = asked.slide, asked.lang
    steps = [wording.word(stage, lang) for stage in STAGES]
    return {
        "form": "stages",
        "big": _spending(asked, numerals.money(asked.figures.total, lang, slide.unit)),
        "stages": [step[0].upper() + step[1:] for step in steps],
        "stage": STAGES.index(slide.status),
        "means": nobreak.glued(wording.word(f"means-{slide.status}", lang)),
    }


def _spending(asked: Asked, figure: str) -> dict[str, str]:
    return {"figure": figure, "label": nobreak.glued(wording.word("spending", asked.lang))}


def _hundred(asked: Asked) -> dict[str, Any]:
    chapters = asked.figures.chapters
    return _chapters(asked, reader.of_hundred([chapter.lei for chapter in chapters]), asked.most)


def _per_inhabitant(asked: Asked) -> dict[str, Any]:
    amounts.whole_year(asked.pack, asked.slide, asked.slide)
    people, lang = asked.pack.city.population, asked.lang
    counts = amounts.each(asked.pack, asked.slide, asked.figures)
    said = numerals.money(Decimal(sum(counts)), lang, asked.slide.unit)
    when = numerals.month(people.as_of, lang)
    return {
        "note": nobreak.glued(wording.word(f"each-{asked.slide.period}", lang, said)),
        "foot": [wording.word("inhabitants", lang, numerals.number(people.value, lang), when, people.source)],
        **_chapters(asked, counts, min(asked.most, MOST_EACH)),
    }


def _chapters(asked: Asked, counts: Sequence[int], most: int) -> dict[str, Any]:
    """Rows of whole numbers that belong to the chapters; the rest is their sum, so that all still add up."""
    named = [amounts.chapter_name(asked.pack, chapter, asked.lang) for chapter in asked.figures.chapters]
    counted = list(zip(named, counts, strict=True))

    def rows(most: int) -> list[dict[str, Any]]:
        shown = counted
        if rest := len(shown) > most:
            others = sum(count for _, count in shown[most - 1 :])
            shown = [*shown[: most - 1], (wording.word("rest", asked.lang), others)]
        return _drawn(
            [Row(label, Decimal(count), numerals.number(count, asked.lang)) for label, count in shown], rest=rest
        )

    return {"rows": rows(most), "fewer": [rows(fewer) for fewer in _fewer(most, len(counted))]}


def _fewer(most: int, there: int) -> range:
    """With how many rows to try where `most` of those that are there have no room."""
    return range(min(most, there) - 1, LEAST_ROWS - 1, -1)


def _total(asked: Asked) -> dict[str, Any]:
    lang = asked.lang
    sections = {name: asked.figures.section(name) for name in ("running", "investing")}
    known = {wording.word(name, lang): amount for name, amount in sections.items() if amount is not None}
    if not known:
        message = "needs the columns `functionare` and `dezvoltare` in its data, the two sections it draws"
        raise refused("section", asked.where, message)
    total, said = numerals.together(list(known.values()), lang, asked.slide.unit)
    return {
        "form": "split",
        "big": _spending(asked, total),
        "rows": _drawn([Row(*item, figure) for item, figure in zip(known.items(), said, strict=True)]),
    }


def _revenue(asked: Asked) -> dict[str, Any]:
    lang = asked.lang
    if not asked.figures.origins():
        message = "needs a column `origine` in its data, expected proprii, stat or ue in each row"
        raise refused("origin", asked.where, message)
    named = amounts.origins(asked.pack, asked.figures, lang)
    total, said = numerals.together([amount for _, amount in named], lang, asked.slide.unit)
    rows = [Row(*pair, figure) for pair, figure in zip(named, said, strict=True)]
    whole = asked.figures.total
    return {
        "form": "above",
        "note": f"{wording.word('income', lang)}: {nobreak.nobreak(total)}",
        "rows": _drawn(rows, whole, rest=rows[-1].label == wording.word("rest", lang)),
    }


# --- two budgets ---------------------------------------------------------------------------------------------------


def _change(asked: Asked) -> dict[str, Any]:
    slide, previous, lang = asked.slide, asked.slide.previous, asked.lang
    assert previous is not None  # the model refuses the view without
    before, _ = amounts.compared(asked.pack, slide)
    steps = change.chapters(before, asked.figures)
    scale = change.scale(steps)
    whole = change.whole_rows(change.Step(before.total, asked.figures.total), previous, scale.size, lang)
    called = {chapter.key: chapter for chapter in (*before.chapters, *asked.figures.chapters)}
    note, title = change.note(previous, scale, lang), asked.pack.city.say(slide.title, lang)

    def rows(most: int) -> list[dict[str, Any]]:
        found = change.rows(
            steps, scale.size, most - len(whole), lang, lambda key: amounts.chapter_name(asked.pack, called[key], lang)
        )
        return whole + found

    tried = [rows(most) for most in range(min(asked.most, MOST_CHANGES), LEAST_ROWS - 1, -1)]
    shown = next((each for each in tried if _read(title, {"note": note, "rows": each}, lang) <= READ), tried[-1])
    return {
        "form": "changes",
        "note": nobreak.glued(note),
        "rows": shown,
        "fewer": tried[tried.index(shown) + 1 :],
        "foot": change.prices(previous, lang),
    }


# --- a draft -------------------------------------------------------------------------------------------------------


def _objection(asked: Asked) -> dict[str, Any]:
    objection, lang = asked.slide.objection, asked.lang
    assert isinstance(objection, Objection)  # the model refuses the view without
    zone = asked.pack.city.zone
    until = objection.until.instant(zone, ends=True)
    return {
        "form": "call",
        "sentences": [nobreak.glued(wording.word(name, lang)) for name in ("object-how", "object-then")],
        "closes": nobreak.glued(numerals.until(until.astimezone(zone), lang)),
        "until": until.astimezone(UTC).isoformat(),
        "countdown": live.widest("countdown", lang, OBJECTION_DAYS, COUNTDOWN_WEIGHT),
        "foot": [nobreak.glued(objection.legal_basis)],
    }


VIEWS: dict[str, Callable[[Asked], dict[str, Any]]] = {
    "about": _about,
    "total": _total,
    "hundred": _hundred,
    "revenue": _revenue,
    "per-inhabitant": _per_inhabitant,
    "change": _change,
    "objection": _objection,
}


def _drawn(rows: Sequence[Row], full: Decimal | None = None, *, rest: bool = False) -> list[dict[str, Any]]:
    """`part` is the bar's length, 1 for `full` or else for the longest; with `rest` the last row is the rest."""
    longest = full or max((row.amount for row in rows), default=Decimal(1)) or Decimal(1)
    return [
        {
            "label": nobreak.nobreak(row.label),
            "figure": nobreak.nobreak(row.figure),
            "part": float(row.amount / longest),
            "rest": rest and number == len(rows) - 1,
        }
        for number, row in enumerate(rows)
    ]
