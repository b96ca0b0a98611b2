"""Rules about texts: letters, length, headlines, the stage of a budget, and words that only help who sees colours.

The figures of length are those of public signs (passer-by.md): 60 characters in a headline, 90 in a text people pass,
200 in all where they wait; 12 characters a second in passing and 15 in waiting (`planner.CHARACTERS_PER_SECOND`).
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from content.checks.frames import ShownFrame
from content.checks.subject import (
    NAMED,
    Fault,
    Subject,
    file_of,
    headlines,
    of_displays,
    prose,
    shown,
    strings,
    text_at,
)
from content.pack.model import Display, Pack
from content.pack.slide import Passage, Slide
from content.phrases import said
from content.publication.planner import CHARACTERS_PER_SECOND, MAX_SECONDS

CEDILLA = {"ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț"}
"""Turkish letters that old keyboards wrote for the Romanian ones with a comma below (U+0218–U+021B)."""
HEADLINE = 60
BODY_PASSING = 90
ALL_WAITING = 200


def cedillas(subject: Subject) -> Iterator[Fault]:
    """Texts with a cedilla: screen readers and search do not find such words."""
    pack = subject.pack
    written: list[tuple[str, Any]] = [("city.yaml", pack.city), ("names.yaml", pack.names)]
    written += [(file_of(slide_id), slide) for slide_id, slide in pack.slides.items()]
    for where, value in written:
        yield from _cedillas(where, value)
    of_path: dict[tuple[str, str], list[tuple[str, Fault]]] = {}
    for display in _perhaps_with_cedilla(pack.displays.values()):
        for fault in _cedillas("", display):
            of_path.setdefault((fault.where, fault.message), []).append((display.id, fault))
    for those in of_path.values():
        if len(those) > NAMED:
            yield from of_displays(pack, [name for name, _ in those], those[0][1])
        else:
            yield from (each for name, fault in those for each in of_displays(pack, [name], fault))


def _cedillas(where: str, value: Any) -> Iterator[Fault]:
    for path, text in strings(value):
        if wrong := [letter for letter in CEDILLA if letter in text]:
            right = "".join(CEDILLA[letter] for letter in wrong)
            message = said(
                "found {wrong!r} with a cedilla, expected {right!r} with a comma below",
                wrong="".join(wrong),
                right=right,
            )
            mended = text.translate(_COMMA)
            values = {"letters": "".join(wrong), "right": right, "mend": mended}
            yield Fault(
                f"{where}:{path}",
                message,
                said("write {mended!r}", mended=mended) if len(text) < 90 else None,
                values=values,
            )


def _perhaps_with_cedilla(displays: Iterable[Display]) -> Iterator[Display]:
    """Those that have such a letter somewhere. There are thousands of displays and mostly none has."""
    if _ANY_CEDILLA.search(msgspec.json.encode(list(displays))):
        yield from (each for each in displays if _ANY_CEDILLA.search(msgspec.json.encode(each)))


_COMMA = str.maketrans(CEDILLA)
_ANY_CEDILLA = re.compile("|".join(CEDILLA).encode())


# --- length --------------------------------------------------------------------------------------------------------


def too_long(subject: Subject) -> Iterator[Fault]:
    """Slides that take longer to read than the 20 seconds a slide stays at most."""
    for group in subject.groups:
        display = group.display
        rate, most = CHARACTERS_PER_SECOND[display.audience], _most(display)
        for name, lang in shown(subject.pack, display):
            count = subject.characters(name, lang)
            if count is not None and count > most:
                message = said(
                    "has {count} characters to read, {value} s for people {audience}; expected at most {most}, as a "
                    "slide stays {max_seconds} s",
                    count=count,
                    value=2 + -(-count // rate),
                    audience=display.audience,
                    most=most,
                    max_seconds=MAX_SECONDS,
                )
                values = {"count": count, "most": most, "seconds": 2 + -(-count // rate), "over": count - most}
                yield Fault(
                    file_of(name),
                    message,
                    said("shorten it by {count} characters", count=count - most),
                    group.only,
                    lang,
                    values,
                )


def _most(display: Display) -> int:
    """Characters that can be read in a slide's longest stay; 2 seconds go by before reading begins."""
    return (MAX_SECONDS - 2) * CHARACTERS_PER_SECOND[display.audience]


def long_headline(pack: Pack, frame: ShownFrame) -> Iterator[Fault]:
    """Headlines, their figures filled in, that are longer than a glance of two seconds takes in."""
    if frame.slide is not None and len(title := frame.job.data.title) > HEADLINE:
        message = said(
            "has a headline of {title} characters, expected at most {headline}", title=len(title), headline=HEADLINE
        )
        fix = said("shorten it by {title} characters", title=len(title) - HEADLINE)
        first = pack.shown(frame.slide).prose()[0]
        values = {"count": len(title), "most": HEADLINE, "over": len(title) - HEADLINE}
        yield Fault(text_at(frame.slide, *first, frame.lang), message, fix, frame.display, frame.lang, values)


def long_text(subject: Subject) -> Iterator[Fault]:
    """Messages longer than public signs are: 90 characters in passing, with the headline 200 where people wait."""
    for group in subject.groups:
        display = group.display
        for name, lang in shown(subject.pack, display):
            slide = subject.pack.shown(name)
            text = slide.running_text()
            if text is None:
                continue
            count, most = _length(subject.pack, slide, text, lang, display)
            if most < count <= _most(display):  # beyond that it is `too_long`
                what = said("a text") if display.audience == "passing" else said("headline and text")
                message = said(
                    "has {what} of {count} characters for people {audience}, expected at most {most}",
                    what=what,
                    count=count,
                    audience=display.audience,
                    most=most,
                )
                fix = said("shorten it by {count} characters", count=count - most)
                values = {"form": display.audience, "count": count, "most": most, "over": count - most}
                yield Fault(text_at(name, *text, lang), message, fix, group.only, lang, values)


def _length(pack: Pack, slide: Slide, text: Passage, lang: str, display: Display) -> tuple[int, int]:
    """The length of what these people read, and the limit it has."""
    body = len(pack.city.say(text.text, lang) or "")
    if display.audience == "passing":
        return body, BODY_PASSING
    return body + len(pack.city.say(slide.headline(), lang) or ""), ALL_WAITING


# --- what a headline says --------------------------------------------------------------------------------------------

_FINDS = {
    "ro": re.compile(
        r"\b(e|este|sunt|are|au|a|am|ați|s-a|s-au|va|vor|se|ne|vă|nu|merg|merge|revine|revin|crește|cresc|scade|scad|costă|"
        r"rămâne|rămân|începe|încep|devine|poate|pot|puteți|trebuie|spune|spuneți|alege|alegeți|vino|veniți|vezi|aflați|"
        r"află|votează|circulă|mută|oprește|închide|deschide|lipsește|plătim|plătești|cheltuim|dublu|dublă|triplu|"
        r"jumătate|sfert|treime|majoritatea|toate|toți|niciun|nicio|fără|gata|doar|peste|sub|aproape|mai|cel|cea|cei|cele|"
        r"gratuit|gratuită|azi|mâine|diseară|luni|marți|miercuri|joi|vineri|sâmbătă|duminică|\w+(ează|ește|ăște|esc|ăsc|iți|eți|ăm))\b"
        r"|\b\w{2,}(at|ată|ut|ută|it|ită|is|isă|ins|insă|rt|rtă|pt|ptă)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(is|are|was|were|be|has|have|had|will|can|may|must|do|does|go|goes|went|come|comes|cost|costs|get|gets|rise|"
        r"rises|rose|fall|falls|fell|grow|grows|grew|double|doubled|half|third|quarter|most|more|less|fewer|over|under|"
        r"than|no|not|all|every|only|never|free|open|opens|close|closes|move|moves|start|starts|stop|stops|end|ends|"
        r"today|tonight|tomorrow|(mon|tues|wednes|thurs|fri|satur|sun)day|returns?|runs?|works?|arrives?|reopens?|"
        r"tell|say|choose|vote|help|come|find|see|ask|join|spend|spends|pay|pays|stay|stays|needs?|lacks?|"
        r"\w{2,}(ed|ing)|shut|cut|built|paid|spent|lost|won|made|left|kept|sold)\b",
        re.IGNORECASE,
    ),
}
"""What makes a headline a sentence about something: a verb, a participle, a comparison, a share, a day."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")


def topic(subject: Subject) -> Iterator[Fault]:
    """Headlines that only name what the slide is about (Romanian and English).

    Decided by words: a figure other than a year, a question, or a word of `_FINDS` makes it a finding. Words cannot
    decide it for certain, so it errs on the side of silence.
    """
    for slide_id, slide in subject.pack.slides.items():
        first = headlines(slide)
        for written in prose(subject.pack.city, slide):
            if written.lang in _FINDS and written.text in first and is_topic(written.text, written.lang):
                message = said(
                    "has the headline {text!r}, which names a topic, expected what it says about it", text=written.text
                )
                fix = said("say the finding in a sentence, as 'Din 100 de lei, 29 merg la transport'")
                values = {"headline": written.text}
                yield Fault(f"{file_of(slide_id)}:{written.path}", message, fix, lang=written.lang, values=values)


def is_topic(headline: str, lang: str) -> bool:
    """Whether nothing in the headline says something about its topic. `{last}` stands for a figure."""
    if "?" in headline or "{" in headline or _FINDS[lang].search(headline):
        return False
    return not any(not _YEAR.fullmatch(figure) for figure in _FIGURE.findall(headline))


# --- draft, voted, executed ----------------------------------------------------------------------------------------

_STAGE_WORDS = {
    "draft": r"proiect\w* (?:de buget|bugetului)|draft budget|költségvetés\w*[ -]tervezet\w*|haushaltsentwurf\w*|"
    r"нацрт\w* буџета",
    "voted": r"buget\w*(?: local)? (?:votat|aprobat|adoptat)\w*|(?:voted|adopted|approved) budget|budget (?:was |is )?"
    r"(?:voted|adopted|approved)|elfogadott költségvetés\w*|(?:beschlossen|verabschiedet)\w*(?: \w+)? \w*haushalt\w*|"
    r"haushalt\w* beschlossen|усвојен\w* буџет\w*|буџет\w* (?:је )?усвојен\w*",
    "executed": r"buget\w*(?: local)? executat\w*|executed budget|teljesült költségvetés\w*|извршен\w* буџет\w*",
}
STAGE_NAMED = {stage: re.compile(rf"\b(?:{words})", re.IGNORECASE) for stage, words in _STAGE_WORDS.items()}


def stages(subject: Subject) -> Iterator[Fault]:
    """Texts that name a stage which the budget is not in, as a draft that is called voted."""
    for slide_id, slide in subject.pack.slides.items():
        figures = slide.figures()
        known = figures.stages() if figures else ()
        if not known:
            continue
        for written in prose(subject.pack.city, slide):
            for stage, pattern in STAGE_NAMED.items():
                if stage not in known and (named := pattern.search(written.text)):
                    message = said(
                        "says {named!r} of a budget whose status is {known}, expected the same of both",
                        named=named[0],
                        known=known[0],
                    )
                    fix = said("correct the text, or say `status: {stage}` if that is what it is", stage=stage)
                    where, values = f"{file_of(slide_id)}:{written.path}", {"words": named[0], "stage": known[0]}
                    yield Fault(where, message, fix, lang=written.lang, values=values)


# --- colour --------------------------------------------------------------------------------------------------------

_RO = "roșu|verde|albastru|galben|portocaliu|violet"
_EN = "red|green|blue|yellow|orange|purple"
COLOUR_WORDS = re.compile(
    rf"\b(?:cu|în|pe) (?:{_RO})\b|\b(?:marcat|colorat)\w* (?:cu |în )?(?:{_RO})\b|"
    rf"\bin (?:{_EN})\b|\bthe (?:{_EN}) (?:bar|column|dot|area|part|one|mark|slice)s?\b|"
    r"\b(?:pirossal|zölddel|kékkel|sárgával|lilával)\b|"
    r"\b(?:in )?(?:rot|grün|blau|gelb) (?:markiert|gezeichnet|dargestellt)\w*|\bin (?:rot|grün|blau|gelb)\b|"
    r"\b(?:црвеном|зеленом|плавом|жутом)(?: бојом)?\b",
    re.IGNORECASE,
)


def colour_only(subject: Subject) -> Iterator[Fault]:
    """Texts that point to something by its colour, which one man in twelve does not see (WCAG 2.2 §1.4.1, §1.3.3)."""
    for slide_id, slide in subject.pack.slides.items():
        for written in prose(subject.pack.city, slide):
            if pointed := COLOUR_WORDS.search(written.text):
                message = said(
                    "points to something by its colour, {pointed!r}, expected its name too", pointed=pointed[0]
                )
                where, values = f"{file_of(slide_id)}:{written.path}", {"words": pointed[0]}
                yield Fault(where, message, "name the thing, or its place", lang=written.lang, values=values)
