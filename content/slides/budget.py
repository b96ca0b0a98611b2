"""A view of the budget as template data: of 100 lei, the total, where it comes from, per inhabitant."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from content.findings import refused
from content.model import Pack
from content.readers import budget as reader
from content.slide import Budget
from content.slides import Format, lines, numerals, page, words

TEMPLATE = "budget"
MOST_ROWS = 7
"""Marks of a chart, the rest included: more are not taken in by someone passing."""

Row = tuple[str, Decimal]
"""A label and its amount."""


def pictures(_slide: Budget) -> tuple[str, ...]:
    """No files are placed on the slide."""
    return ()


def characters(pack: Pack, slide: Budget, lang: str) -> int:
    """Headline, figures and their names. Raises RefusedError as `compose`."""
    view = _view(pack, slide, lang, slide.data)
    big = view.get("big") or {}
    read = [pack.city.say(slide.title, lang) or "", view.get("note") or "", *big.values()]
    return sum(map(len, read)) + sum(len(row["label"]) + len(row["figure"]) for row in view["rows"])


def _view(pack: Pack, slide: Budget, lang: str, where: str) -> dict[str, Any]:
    figures = reader.read(pack.files[slide.data], slide.data, slide.unit, pack.city.population.value)
    side = "revenue" if slide.view == "revenue" else "expenditure"
    if figures.side not in (None, side):
        message = f"is {figures.side} by its total row, the view {slide.view!r} expected {side}"
        raise refused("side", slide.data, message)
    return VIEWS[slide.view](pack, figures, lang, where)


def compose(pack: Pack, slide: Budget, where: str, lang: str, fmt: Format) -> dict[str, Any]:
    """Raises RefusedError when the file cannot be read or its figures cannot be true."""
    view = _view(pack, slide, lang, where)
    more = view.pop("foot", ())
    stage = words.word(slide.status, lang)
    return {
        **page.base(pack.city, "budget", lang, fmt),
        "kicker": f"{words.word('budget', lang)} · {lines.nobreak(f'{slide.year} · {stage}')}",
        "title": lines.glued(pack.city.say(slide.title, lang) or ""),
        "panel": page.city_panel(pack, slide.link, lang, fmt),
        "foot": page.source_line(pack, slide, lang, *more),
        "form": "list",
        "big": None,
        "note": None,
        **view,
    }


def _hundred(pack: Pack, figures: reader.Figures, lang: str, _where: str) -> dict[str, Any]:
    parts = reader.of_hundred([chapter.lei for chapter in figures.chapters])
    named = [(_name(pack, chapter, lang), Decimal(part)) for chapter, part in zip(figures.chapters, parts, strict=True)]
    return {"rows": _rows(named, lang, lambda part: numerals.number(part, lang))}


def _per_inhabitant(pack: Pack, figures: reader.Figures, lang: str, _where: str) -> dict[str, Any]:
    people = pack.city.population
    named = [(_name(pack, chapter, lang), chapter.lei / people.value) for chapter in figures.chapters]
    return {
        "note": lines.glued(words.word("per-inhabitant", lang)),
        "rows": _rows(named, lang, lambda each: numerals.number(each, lang), most=5),
        "foot": [
            words.word(
                "inhabitants",
                lang,
                numerals.number(people.value, lang),
                numerals.month(people.as_of, lang),
                people.source,
            )
        ],
    }


def _total(pack: Pack, figures: reader.Figures, lang: str, where: str) -> dict[str, Any]:
    sections = [
        (words.word(name, lang), amount)
        for name in ("running", "investing")
        if (amount := figures.section(name)) is not None
    ]
    if not sections:
        message = "needs the columns `functionare` and `dezvoltare` in its data, the two sections it draws"
        raise refused("section", where, message)
    return {
        "form": "split",
        "big": {"figure": numerals.lei(figures.total, lang), "label": lines.glued(words.word("spending", lang))},
        "rows": _rows(sections, lang, lambda lei: numerals.lei(lei, lang)),
    }


def _revenue(pack: Pack, figures: reader.Figures, lang: str, where: str) -> dict[str, Any]:
    sums = figures.origins()
    if not sums:
        raise refused("origin", where, "needs a column `origine` in its data, expected proprii, stat or ue in each row")
    named: list[Row] = []
    for origin, name in pack.names.origin.items() or [(origin, words.word(f"from-{origin}", lang)) for origin in sums]:
        if origin in sums:
            named.append((pack.city.name_of(name, lang), sums[origin]))
    return {
        "form": "above",
        "note": f"{words.word('income', lang)}: {lines.nobreak(numerals.lei(figures.total, lang))}",
        "rows": _rows(named, lang, lambda lei: numerals.lei(lei, lang)),
    }


VIEWS: dict[str, Callable[[Pack, reader.Figures, str, str], dict[str, Any]]] = {
    "hundred": _hundred,
    "total": _total,
    "revenue": _revenue,
    "per-inhabitant": _per_inhabitant,
}


def _name(pack: Pack, chapter: reader.Chapter, lang: str) -> str:
    text = pack.names.expenditure.get(chapter.key)
    return pack.city.name_of(text, lang) if text else chapter.name


def _rows(
    named: Sequence[Row], lang: str, say: Callable[[Decimal], str], most: int = MOST_ROWS
) -> list[dict[str, Any]]:
    """The largest rows as given, the others as one; `part` is the bar's length, 1 for the longest."""
    shown, rest = list(named), len(named) > most
    if rest:
        others = sum((amount for _, amount in named[most - 1 :]), Decimal(0))
        shown = [*named[: most - 1], (words.word("rest", lang), others)]
    longest = max((amount for _, amount in shown), default=Decimal(1)) or Decimal(1)
    return [
        {
            "label": lines.nobreak(label),
            "figure": lines.nobreak(say(amount)),
            "part": float(amount / longest),
            "rest": rest and number == most - 1,
        }
        for number, (label, amount) in enumerate(shown)
    ]
