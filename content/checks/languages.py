"""Rules about languages: what a display promises by naming a language, and what it shows in it."""

from collections.abc import Iterator

from content.checks.case import Case, Fault, place, played, prose
from content.model import City, Display, Pack
from content.slide import AnySlide


def missing(case: Case) -> Iterator[Fault]:
    """A slide that a display shows, but not in one of the languages in which it shows others."""
    pack = case.pack
    for display in pack.displays.values():
        for name in played(pack, display):
            for lang in spoken(pack, display):
                if lang not in pack.languages(pack.shown(name)):
                    without = _without(pack.city, pack.slides[name.partition(".")[0]], lang)
                    message = f"is not shown in {lang}, missing in {' and '.join(without)}, expected every text"
                    fix = f"add {', '.join(f'{name}.{lang}' for name in without)}, or take {lang} from the display"
                    yield Fault(place(name), message, fix, display.id, lang)


def empty(case: Case) -> Iterator[Fault]:
    """A language a display names and never speaks: people who read it wait for a turn that does not come."""
    pack = case.pack
    for display in pack.displays.values():
        if not played(pack, display):
            continue
        for lang in set(display.languages) - set(spoken(pack, display)):
            message = f"names {lang} among its languages and shows nothing in it, expected at least one slide"
            fix = f"add the texts in {lang}, or take {lang} from the display"
            yield Fault(f"displays.yaml:{display.id}", message, fix, display.id, lang)


def spoken(pack: Pack, display: Display) -> list[str]:
    """The languages of a display in which something shows there."""
    complete = [pack.languages(pack.shown(name)) for name in played(pack, display)]
    return [lang for lang in display.languages if any(lang in each for each in complete)]


def _without(city: City, slide: AnySlide, lang: str) -> list[str]:
    """The fields of a slide that lack the language."""
    fields: dict[str, set[str]] = {}
    for said in prose(city, slide):
        name = said.path.removeprefix("$.").removesuffix(f".{said.lang}")
        fields.setdefault(name, set()).add(said.lang)
    return [name for name, langs in fields.items() if lang not in langs] or ["one of its texts"]
