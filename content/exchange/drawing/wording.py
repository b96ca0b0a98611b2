"""What a drawn plan says, in each language a city may have; days and months are Babel's."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_interval, format_skeleton

WORDS = {
    "ro": {
        "campaign": "campania",
        "priority": "prioritate",
        "share": "părți",
        "plays": "se vede",
        "masked": "acoperită de o prioritate mai mare",
        "hidden": "acoperită",
        "off": "ecranul este stins",
        "none": "Nicio campanie în acest timp.",
        "card": "Nicio campanie în acest timp: se vede ecranul de repaus.",
        "day": "se vede; înălțimea e partea din orele zilei",
        "week": "se vede; înălțimea e partea din orele săptămânii",
        "clock": "ora locală, {}",
        "twice": "ceasul se dă înapoi: {} de două ori",
        "missing": "ceasul se dă înainte: {} nu există",
    },
    "en": {
        "campaign": "campaign",
        "priority": "priority",
        "share": "shares",
        "plays": "plays",
        "masked": "masked by a higher priority",
        "hidden": "masked",
        "off": "the display is off",
        "none": "No campaign in this time.",
        "card": "No campaign in this time: the neutral card shows.",
        "day": "plays; the height is its part of the day's hours",
        "week": "plays; the height is its part of the week's hours",
        "clock": "local time, {}",
        "twice": "clocks go back: {} happens twice",
        "missing": "clocks go forward: {} does not happen",
    },
    "hu": {
        "campaign": "kampány",
        "priority": "prioritás",
        "share": "részek",
        "plays": "látható",
        "masked": "magasabb prioritás takarja",
        "hidden": "takarva",
        "off": "a kijelző ki van kapcsolva",
        "none": "Ebben az időben nincs kampány.",
        "card": "Ebben az időben nincs kampány: a nyugalmi képernyő látható.",
        "day": "látható; a magassága a nap óráinak része",
        "week": "látható; a magassága a hét óráinak része",
        "clock": "helyi idő, {}",
        "twice": "óraátállítás: {} kétszer van",
        "missing": "óraátállítás: {} nincs",
    },
    "de": {
        "campaign": "Kampagne",
        "priority": "Priorität",
        "share": "Anteile",
        "plays": "zu sehen",
        "masked": "von höherer Priorität verdeckt",
        "hidden": "verdeckt",
        "off": "die Anzeige ist aus",
        "none": "Keine Kampagne in dieser Zeit.",
        "card": "Keine Kampagne in dieser Zeit: zu sehen ist die Ruheansicht.",
        "day": "zu sehen; die Höhe ist der Teil der Stunden des Tages",
        "week": "zu sehen; die Höhe ist der Teil der Stunden der Woche",
        "clock": "Ortszeit, {}",
        "twice": "Uhren werden zurückgestellt: {} zweimal",
        "missing": "Uhren werden vorgestellt: {} gibt es nicht",
    },
    "sr": {
        "campaign": "кампања",
        "priority": "приоритет",
        "share": "удели",
        "plays": "види се",
        "masked": "покрива је виши приоритет",
        "hidden": "покривена",
        "off": "екран је искључен",
        "none": "Нема кампања у овом времену.",
        "card": "Нема кампања у овом времену: види се екран мировања.",
        "day": "види се; висина је део сати дана",
        "week": "види се; висина је део сати недеље",
        "clock": "локално време, {}",
        "twice": "сат се враћа: {} два пута",
        "missing": "сат се помера: {} не постоји",
    },
}
"""Language → what is said → words. `{}` is a zone or hours."""


def span(start: datetime, end: datetime, zone: ZoneInfo, lang: str) -> str:
    """`19–25 oct. 2026` between local midnights, else with times of day. Both aware."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    if first.time() == last.time() == datetime.min.time():
        until = last.date() - timedelta(days=1)
        if until <= first.date():
            return format_date(first.date(), "full", locale=lang)
        return format_interval(first.date(), until, "yMMMMd", locale=lang)
    begins, ends = f"{first:%H:%M}", f"{last:%H:%M}"
    if first.date() == last.date():
        return f"{format_date(first.date(), 'full', locale=lang)}, {begins}–{ends}"
    days = [format_date(day, "medium", locale=lang) for day in (first.date(), last.date())]
    return f"{days[0]}, {begins} – {days[1]}, {ends}"


def days(local: datetime, lang: str) -> tuple[str, str]:
    """`joi, 22 oct.` and `22`."""
    return format_skeleton("MMMEd", local.date(), locale=lang), str(local.day)


def weekday(local: datetime, lang: str) -> str:
    """The shortest name: `J`."""
    return format_date(local.date(), "EEEEE", locale=lang)


def months(local: datetime, lang: str) -> tuple[str, str]:
    """`octombrie 2026` and `oct.`."""
    return format_skeleton("yMMMM", local.date(), locale=lang), format_skeleton("MMM", local.date(), locale=lang)
