"""The rule about languages of a display that are hardly seen."""

from collections.abc import Iterator

from content.checks.coming.coming import DAYS, STARVED, Coming, Names, percent, together
from content.checks.subject import Fault
from content.phrases import said


def starved(coming: Coming) -> Iterator[Fault]:
    """Languages with a small part of the airtime. `languages.empty` names those in which nothing shows at all."""
    return together(coming.subject.pack, _starved(coming))


def _starved(coming: Coming) -> Iterator[tuple[Names, Fault]]:
    for names, forecast in coming.different:
        airtime = forecast.airtime(lambda _slide, lang: lang)
        total = sum(airtime.values())
        speaking: dict[tuple[str, ...], list[str]] = {}
        for name in names if total else ():
            speaking.setdefault(coming.display(name).languages, []).append(name)
        for languages, those in speaking.items():
            for lang in languages if len(languages) > 1 else ():
                part = airtime.get(lang, 0.0) / total
                if 0 < part < STARVED / len(languages):
                    of = said("one of {languages} languages", languages=len(languages))
                    message = said(
                        "shows {lang}, {value}, for {part} of the next {days} days' airtime",
                        lang=lang,
                        value=of,
                        part=percent(part),
                        days=DAYS,
                    )
                    yield those, Fault("", message, "translate more of its slides", lang=lang)
