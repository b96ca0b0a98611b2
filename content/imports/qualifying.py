"""What must stand beside the figures of a series so that they are true: unit, of whom, breaks, which are provisional.

Decides what a slide says of it, from what the source says and what a person says, and asks where these contradict each
other or nobody can tell. Leaves out the headline (`headline`).
"""

from collections.abc import Sequence
from typing import Any

from content.imports import scope as scopes
from content.imports import series
from content.imports.dataset_options import Options, pairs
from content.imports.scope import Scope
from content.imports.series_choice import SlideData
from content.phrases import said
from content.questions import Choice, Question
from content.readers.open_data import measures, territory
from content.readers.open_data.flags import Flag
from content.readers.open_data.territory import Level
from content.slides import numerals

_MARKS: dict[Flag, tuple[str, ...]] = {
    "provisional": ("date provizorii", "provisional", "előzetes adat", "vorläufig", "привремени подаци"),
    "estimated": ("estimare", "estimated", "becslés", "geschätzt", "процена"),
    "forecast": ("prognoză", "forecast", "előrejelzés", "Prognose", "прогноза"),
    "unreliable": ("date nesigure", "low reliability", "bizonytalan adat", "unsicher", "непоуздано"),
    "differs": ("altă definiție", "other definition", "más meghatározás", "andere Definition", "друга дефиниција"),
}
"""Flag → what a slide says of such figures, in the languages of `measures.LANGS`."""
_CITY = {"ro": "municipiul", "en": "the city of", "hu": "város:", "de": "Stadt", "sr": "град"}
_BREAK = ("serie întreruptă", "break in series", "törés az adatsorban", "Bruch in der Reihe", "прекид серије")


class OpenPoints:
    """Collects what a person must still say, and what they should look at: a code and a sentence each."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.questions: list[Question] = []
        self.warnings: list[tuple[str, str]] = []

    def warn(self, code: str, message: str) -> None:
        self.warnings.append((code, message))

    def ask(self, code: str, asks: str, option: str, choices: Sequence[Choice] = (), **more: Any) -> None:
        """One more question, at the source; `more` are `seen` and `key`."""
        question = Question(code=code, where=self.source, asks=asks, option=option, choices=tuple(choices), **more)
        self.questions.append(question)


def _word(words: Sequence[str], lang: str) -> str:
    return words[measures.LANGS.index(lang)]


# --- the unit ------------------------------------------------------------------------------------------------------


def unit(figures: SlideData, options: Options, lang: str, points: OpenPoints) -> str:
    """What a person says, or else what the source says surest. Asks where two of them contradict each other."""
    given = options.unit
    readable = [measures.in_words(each, lang) for each in figures.units if not measures.coded(each)]
    words: list[str] = []
    for each in readable:
        if not any(_agree(each, other) for other in words):
            words.append(each)
    if given and words and not any(_agree(given, each) for each in words) and "unit" not in options.sure:
        choices = [
            *map(_as_unit, words),
            Choice(answer="unit", option="sure", gives=said("they are in {given}", given=given)),
        ]
        asks = said("are the figures in {given!r}, or as the source says in {words!r}?", given=given, words=words[0])
        points.ask("unit", asks, "unit", choices, seen="; ".join(words))
    elif not given and len(words) > 1:
        points.ask("unit", "in what are the figures measured?", "unit", [*map(_as_unit, words)], seen="; ".join(words))
    elif not given and not readable and figures.units:
        asks = said("what does the unit {units!r} say in words?", units=figures.units[0])
        points.ask("unit", asks, "unit", seen=figures.units[0], key="unit")
    elif not (given or readable) and series.unitless(figures.label):
        points.warn(
            "unit",
            said("the source does not say in what {label!r} is measured: say --unit, as km", label=figures.label),
        )
    return given or next(iter(readable), "")


def _agree(one: str, other: str) -> bool:
    return measures.size(one).agrees(measures.size(other))


def _as_unit(text: str) -> Choice:
    factor = measures.size(text).factor
    return Choice(
        answer=text, gives=said("each is {factor:,}", factor=factor) if factor > 1 else said("each is as it is written")
    )


# --- of whom -------------------------------------------------------------------------------------------------------


def scope(figures: SlideData, options: Options, city: str, lang: str, points: OpenPoints) -> str:
    """Of whom the figures are, where they are not the city's own. Asks whose they are where the name does not tell."""
    told = (
        figures.scope
        or scopes.of_labels(figures.labels, city)
        or scopes.of_titles(figures.labels, city)
        or scopes.of_country(figures.labels)
    )
    if options.scope or told is None or "city" in options.sure or (not told.doubt and territory.same(told.place, city)):
        return options.scope
    text = scopes.said(told.place, lang)
    if told.doubt or told.place.level is Level.LOCALITY:
        seat = told.place.level is Level.COUNTY and not scopes.of_city(told.place, city)
        choices = [
            Choice(answer=text, gives=said("the slide says that they are of it")),
            *([Choice(answer=f"{_CITY[lang]} {told.place.name}", gives=said("the slide says so"))] if seat else []),
            Choice(
                answer="city", option="sure", gives=said("they are of {city}, and the slide says nothing", city=city)
            ),
        ]
        points.ask("scope", _whose(told, city), "scope", choices, seen=told.seen, key="scope")
    elif told.place.level is Level.COUNTY:
        name = told.place.name
        points.warn(
            "scope", said("the source says {name}: these are the county's figures, and the slide says so", name=name)
        )
    else:
        points.warn("scope", said("the source says {seen}: the slide says {text!r}", seen=told.seen, text=text))
    return "" if told.doubt and told.place.level is Level.COUNTY else text


def _whose(told: Scope, city: str) -> str:
    if told.place.level is Level.COUNTY:
        return said("whose figures these are: the source says {name!r}, the city or its county?", name=told.place.name)
    return said("whose figures these are: the source says {seen!r}, is that {city}?", seen=told.seen, city=city)


# --- breaks and flags ----------------------------------------------------------------------------------------------


def breaks(figures: SlideData, options: Options, lang: str) -> dict[str, str]:
    """Period → what is said of the break there: what a person says, and the breaks that the source marks.

    The first figure shown has nothing before it that it could be compared with.
    """
    given = pairs(options.breaks, "breaks")
    marked = [point.x for point in figures.points[1:] if "break" in figures.flags.get(point.x, ())]
    own = {x: _word(_BREAK, lang) for x in marked if not any(x == at or x.startswith(f"{at}-") for at in given)}
    return {**given, **own}


def marks(figures: SlideData, lang: str, points: OpenPoints) -> str:
    """Which figures the source calls provisional, estimated or not reliable: `2023–2024: date provizorii`."""
    parts = []
    shown = [point.x for point in figures.points if point.y is not None]
    for flag, words in _MARKS.items():
        labels = [x for x in shown if flag in figures.flags.get(x, ())]
        if labels:
            of = "" if labels == shown else f"{_runs(labels, shown, lang)}: "
            parts.append(f"{of}{_word(words, lang)}")
            points.warn(
                "flag",
                said(
                    "the source marks {labels} as {flag}: the slide says {parts!r}",
                    labels=", ".join(labels[:8]),
                    flag=flag,
                    parts=parts[-1],
                ),
            )
    secret = [point.x for point in figures.points if "confidential" in figures.flags.get(point.x, ())]
    if secret:
        points.warn(
            "flag", said("the source marks {secret} as confidential: shown as missing", secret=", ".join(secret[:8]))
        )
    return " · ".join(parts)


def _runs(labels: Sequence[str], shown: Sequence[str], lang: str) -> str:
    """`2018, 2021–2024`: neighbours among the figures shown are joined."""
    runs: list[list[str]] = []
    for label in labels:
        if runs and shown.index(label) - shown.index(runs[-1][-1]) == 1:
            runs[-1].append(label)
        else:
            runs.append([label])
    ends = [[numerals.period(x, lang) for x in (run[0], run[-1])[: len(run)]] for run in runs]
    return ", ".join("–".join(each) for each in ends)
