"""Rules about figures: whether they can be read, whose they are, and whether a headline agrees with what is drawn.

A headline is compared with the words of the frame (`ShownFrame.job`) and not with the data, for what people see must
agree with itself. Leaves out whether the data can be true: reading them says that (`readers`).
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import permutations
from typing import Any, NamedTuple

from content.checks.frames import ShownFrame
from content.checks.subject import Fault, Subject, file_of, text_at
from content.findings import Finding, RefusedError
from content.pack.model import Pack
from content.pack.slide import Figured
from content.phrases import Values, said
from content.slides import wording

AGED_YEARS = 2
"""Years between the last value drawn and the date its source gives it, from which on that is said."""
_TITLED = ("title", "kicker", "panel", "city", "colors", "chart-alt", "alt", "qr")
_NO_LICENCE = re.compile(r"\W*|\?+|n/?a|unknown|none|necunoscut\w*|nespecificat\w*", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s/]+(?:/\S*)?")


def unreadable(subject: Subject) -> Iterator[Finding]:
    """What reading the data of any slide refuses, with the reader's own code; also of slides no display shows yet."""
    for slide_id, slide in subject.pack.slides.items():
        try:
            subject.counter(subject.pack, slide_id, subject.pack.languages(slide)[0])
        except RefusedError as error:
            yield from error.findings


def sources(subject: Subject) -> Iterator[Fault]:
    """Sources without an address that can be opened."""
    for slide_id, slide in subject.pack.slides.items():
        figures = slide.figures()
        if figures and not _ADDRESS.fullmatch(figures.source.url):
            message = said("found {url!r}, expected the source's address, https://…", url=figures.source.url)
            values: Values = {"address": figures.source.url}
            yield Fault(f"{file_of(slide_id)}:$.source.url", message, values=values)


def licences(subject: Subject) -> Iterator[Fault]:
    """Licences that say nothing."""
    for slide_id, slide in subject.pack.slides.items():
        if figures := slide.figures():
            licence = figures.source.licence
            for text in (licence,) if isinstance(licence, str) else licence.values():
                if _NO_LICENCE.fullmatch(text.strip()):
                    message = said("found {text!r}, expected a licence, as CC BY or act public", text=text)
                    yield Fault(f"{file_of(slide_id)}:$.source.licence", message, values={"licence": text})


# --- what the frame says of itself ---------------------------------------------------------------------------------


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _TITLED:
                yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _figured(pack: Pack, frame: ShownFrame) -> Figured | None:
    return pack.shown(frame.slide).figures() if frame.slide else None


_GROUPS = {"ro": (".", ","), "de": (".", ","), "sr": (".", ","), "en": (",", "."), "hu": (" ", ",")}
"""Language → what groups thousands, what parts decimals."""


def numbers(text: str, lang: str) -> list[tuple[Decimal, int]]:
    """The numbers of a text as its language writes them, each with its count of decimals."""
    group, point = _GROUPS[lang]
    plain = re.sub("[\u00a0\u202f]", " ", text)
    matches = re.findall(rf"\d{{1,3}}(?:\{group}\d{{3}})+(?!\d)(?:\{point}\d+)?|\d+(?:\{point}\d+)?", plain)
    pairs = (each.replace(group, "").replace(point, ".") for each in matches)
    return [(Decimal(each), len(each.partition(".")[2])) for each in pairs]


_SIZES = (
    (Decimal(10) ** 9, r"miliard\w*|billions?|milliárd|milliarden?|милијард\w*"),
    (Decimal(10) ** 6, r"milio(?:n|ane)\w*|millions?|millionen|millió|милион\w*"),
    (Decimal(10) ** 3, r"mi[ei]|thousands?|ezer|tausend|хиљад\w*"),
)
"""What words behind a number make of it, in the five languages."""


def _size(text: str) -> Decimal:
    """What the word at the start of a text multiplies by: 1,000,000 for `de milioane de lei`, 1 for `de lei`."""
    plain = re.sub(r"^\s*(?:de )?", "", text.replace("\u00a0", " "))
    return next((size for size, word in _SIZES if re.match(rf"(?:{word})\b", plain, re.IGNORECASE)), Decimal(1))


def _sized(title: str, frame: ShownFrame, stated: list[tuple[Decimal, int]]) -> list[Decimal]:
    """By how much each number of the headline must be multiplied to be in the unit the rows are said in."""
    rows = _size(frame.job.data.counted_in())
    group, point = _GROUPS[frame.lang]
    behind = re.split(rf"\d(?:[\d{group}{point}]*\d)?", re.sub("[\u00a0\u202f]", " ", title))[1:]
    return [_size(text) / rows for text in behind] if len(behind) == len(stated) else [Decimal(1)] * len(stated)


def headline_figures(pack: Pack, frame: ShownFrame) -> Iterator[Fault]:
    """Numbers of a headline that the slide's own figures do not bear.

    Borne are a figure that is drawn and the sum of the rows; of open data and of a change a difference of two; and
    with per cent or "of 100" a share or a percentage. Each as rounded in the headline, which may count millions where
    the rows count thousands.
    """
    slide = _figured(pack, frame)
    if slide is None or frame.slide is None:
        return
    title = frame.job.data.title
    stated = numbers(title, frame.lang)
    drawn = {value for text in _texts(frame.job.data.plain()) for value, _ in numbers(text, frame.lang)}
    drawn |= set(map(Decimal, slide.numbers()))
    compares = slide.compares()
    of_hundred = any(value == 100 for value, _ in stated)
    if of_hundred and len(stated) > 1:
        drawn.add(Decimal(100))
    for (value, decimals), size in zip(stated, _sized(title, frame, stated), strict=True):
        near = _Rounded(value, decimals)
        borne = near.one_of(drawn) or near.sum_of(_rows(frame, frame.lang)) or (compares and near.difference_of(drawn))
        if not borne and size != 1:
            borne = near._replace(size=size).one_of(_rows(frame, frame.lang))
        if not borne and (of_hundred or _PERCENT.search(title)):
            borne = near.one_of(_shares(frame)) or (compares and near.percentage_of(drawn))
        if not borne:
            message = said("says {value} in its headline, expected a number that its figures bear", value=_plain(value))
            path = text_at(frame.slide, *slide.prose()[0], frame.lang)
            values: Values = {"figure": _plain(value)}
            yield Fault(path, message, "say a figure of the slide", frame.display, frame.lang, values)


def _shares(frame: ShownFrame) -> list[Decimal]:
    """The share of each row in their sum, in per cent, by the lengths of their bars."""
    parts = [Decimal(str(row.part or 0)) for row in frame.job.data.listed()]
    whole = sum(parts, Decimal(0))
    return [100 * part / whole for part in parts] if whole else []


def _rows(frame: ShownFrame, lang: str) -> list[Decimal]:
    return [value for row in frame.job.data.listed() for value, _ in numbers(row.figure, lang)[:1]]


def _plain(value: Decimal) -> str:
    return f"{value:,}".replace(",", " ")


_MOST = 40
"""Figures of a slide that are compared in pairs; no slide draws so many."""


class _Rounded(NamedTuple):
    """A number as a text rounds it, and how many of what it is compared with one of it is."""

    value: Decimal
    decimals: int
    size: Decimal = Decimal(1)

    def is_near(self, other: Decimal, roundings: int = 1) -> bool:
        return abs(self.value * self.size - other) <= roundings * self.size * Decimal(5).scaleb(-self.decimals - 1)

    def one_of(self, known: Iterable[Decimal]) -> bool:
        return any(map(self.is_near, known))

    def sum_of(self, rows: list[Decimal]) -> bool:
        """Each row is rounded too."""
        return bool(rows) and self.is_near(sum(rows, Decimal(0)), len(rows))

    def difference_of(self, known: set[Decimal]) -> bool:
        return any(self.is_near(a - b) for a, b in permutations(sorted(known)[-_MOST:], 2))

    def percentage_of(self, known: set[Decimal]) -> bool:
        """A share, or a change."""
        pairs = [(a, b) for a, b in permutations(sorted(known)[-_MOST:], 2) if b]
        return any(self.is_near(100 * a / b) or self.is_near(abs(100 * (a - b) / b)) for a, b in pairs)


_MONEY = re.compile(r"\b(?:lei|leu|lej|leje\w*|леј\w*|евр\w*|euro|eur)\b", re.IGNORECASE)
_PERCENT = re.compile(r"%|\b(?:la sută|procent\w*|per ?cent|százalék\w*|prozent|одсто|процен\w*)", re.IGNORECASE)


def percent_only(pack: Pack, frame: ShownFrame) -> Iterator[Fault]:
    """Slides of public money that say per cent and no amount."""
    slide = _figured(pack, frame)
    if frame.slide is None or slide is None or not slide.of_public_money:
        return
    title = frame.job.data.title
    drawn = (text for key, value in frame.job.data.plain().items() if key != "foot" for text in _texts(value))
    whole = " ".join([title, *drawn])
    if (percent := _PERCENT.search(whole)) and not _MONEY.search(whole.replace("\u00a0", " ")):
        message = said("says {percent!r} and no amount in lei, expected both", percent=percent[0])
        path = text_at(frame.slide, *slide.prose()[0], frame.lang)
        fix = said("say the lei too, as '29 de lei din 100'")
        values: Values = {"words": percent[0]}
        yield Fault(path, message, fix, frame.display, frame.lang, values)


def stage_named(pack: Pack, frame: ShownFrame) -> Iterator[Fault]:
    """Slides of a budget without its stage over the headline."""
    slide = _figured(pack, frame)
    if frame.slide and slide and (stages := slide.stages()):
        stage = wording.word(stages[0], frame.lang)
        if stage not in frame.job.data.kicker.replace("\u00a0", " "):
            message = said(
                "does not say that the budget is {stages}, expected {stage!r} over the headline",
                stages=stages[0],
                stage=stage,
            )
            values: Values = {"stage": stages[0]}
            yield Fault(file_of(frame.slide), message, None, frame.display, frame.lang, values)


def hundred(pack: Pack, frame: ShownFrame) -> Iterator[Fault]:
    """Rows that do not add up to the round sum the slide promises, as 100 lei."""
    slide = _figured(pack, frame)
    promised = slide.adds_up_to() if slide else None
    if frame.slide and promised is not None:
        total = sum(_rows(frame, frame.lang), Decimal(0))
        if total != promised:
            message = said("draws parts that make {total} lei, expected {promised}", total=total, promised=promised)
            values: Values = {"total": str(total), "promised": promised}
            yield Fault(file_of(frame.slide), message, None, frame.display, frame.lang, values)


def aged(pack: Pack, frame: ShownFrame) -> Iterator[Fault]:
    """Sources dated years after the last value that is drawn."""
    slide = _figured(pack, frame)
    as_of = pack.as_of(slide) if slide else None
    if frame.slide is None or as_of is None:
        return
    last = _last_year(frame.job.data.dated())
    if last and as_of.value.year - last >= AGED_YEARS:
        message = said(
            "says its data is of {text}, and its last value is of {last}, expected the data's own date",
            text=as_of.text,
            last=last,
        )
        fix = said("say `as_of: {last}-12-31`, or import it again", last=last)
        values: Values = {"as_of": as_of.text, "year": last}
        yield Fault(f"{file_of(frame.slide)}:$.source.as_of", message, fix, values=values)


def _last_year(labels: Iterable[str]) -> int | None:
    """The last year that the labels of what is drawn name."""
    years = [int(year) for label in labels for year in re.findall(r"\b(?:19|20)\d\d\b", label)]
    return max(years, default=None)
