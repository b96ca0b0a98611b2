"""Rules about languages: a display that names a language promises to show something in it, and everything if it can."""

from collections.abc import Iterator
from itertools import product

from content.checks.subject import Fault, Subject, file_of, of_displays, played, prose
from content.pack.model import City, Display, Pack
from content.pack.slide import Slide
from content.phrases import said


def missing(subject: Subject) -> Iterator[Fault]:
    """Slides that a display shows, but not in one of the languages in which it shows others."""
    pack = subject.pack
    for group in subject.displays.by(lambda display: display.languages):
        display, known = group.display, complete(pack, group.display)
        for name, lang in product(known, display.languages):
            if lang not in known[name] and any(lang in each for each in known.values()):
                without = _without(pack.city, pack.slides[name.partition(".")[0]], lang)
                message = said(
                    "is not shown in {lang}, missing in {without}, expected every text",
                    lang=lang,
                    without=_listed(without),
                )
                fix = said(
                    "add {without}, or take {lang} from the display",
                    without=", ".join(f"{name}.{lang}" for name in without),
                    lang=lang,
                )
                yield Fault(file_of(name), message, fix, group.only, lang, {"fields": ", ".join(without)})


def empty(subject: Subject) -> Iterator[Fault]:
    """Languages that a display names and shows nothing in."""
    pack = subject.pack
    for group in subject.displays.by(lambda display: display.languages):
        display, known = group.display, complete(pack, group.display)
        for lang in display.languages:
            if known and not any(lang in each for each in known.values()):
                message = said(
                    "names {lang} among its languages and shows nothing in it, expected at least one slide", lang=lang
                )
                fix = said("add the texts in {lang}, or take {lang} from the display", lang=lang)
                yield from of_displays(pack, group.names, Fault("", message, fix, lang=lang))


def complete(pack: Pack, display: Display) -> dict[str, tuple[str, ...]]:
    """What the display plays, with the languages each is complete in."""
    return {name: pack.languages(pack.shown(name)) for name in played(pack, display)}


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _without(city: City, slide: Slide, lang: str) -> list[str]:
    """The fields of a slide that lack the language."""
    fields: dict[str, set[str]] = {}
    for written in prose(city, slide):
        name = written.path.removeprefix("$.").removesuffix(f".{written.lang}")
        fields.setdefault(name, set()).add(written.lang)
    return [name for name, langs in fields.items() if lang not in langs] or ["one of its texts"]
