"""The fixed words of slides in the five languages, and how numbers and dates are written in them.

Decides wording and number formats (Babel, CLDR). Texts a city authors are not here.
"""

import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from content.model import Moment

LOCALES = {"ro": "ro_RO", "en": "en_GB", "hu": "hu_HU", "de": "de_DE", "sr": "sr_Cyrl_RS"}
"""Language → Babel locale. Serbian is written in Cyrillic, German as in Germany (Banat Germans read it)."""

_TABLE: dict[str, tuple[str, str, str, str, str]] = {
    # word: ro, en, hu, de, sr
    "budget": ("Bugetul orașului", "City budget", "A város költségvetése", "Stadthaushalt", "Буџет града"),
    "draft": ("proiect", "draft", "tervezet", "Entwurf", "нацрт"),
    "voted": ("votat", "voted", "elfogadott", "beschlossen", "усвојен"),
    "executed": ("executat", "executed", "teljesítés", "Vollzug", "извршен"),
    "rest": ("Toate celelalte", "Everything else", "Minden egyéb", "Alles Übrige", "Све остало"),
    "consultation": (
        "Consultare publică",
        "Public consultation",
        "Nyilvános konzultáció",
        "Bürgerbeteiligung",
        "Јавна консултација",
    ),
    "dataset": ("Date deschise", "Open data", "Nyílt adatok", "Offene Daten", "Отворени подаци"),
    "notice": ("Anunț", "Notice", "Közlemény", "Bekanntmachung", "Обавештење"),
    "spending": (
        "cheltuieli într-un an",
        "spending in one year",
        "egyévi kiadás",
        "Ausgaben in einem Jahr",
        "расходи за годину дана",
    ),
    "income": (
        "venituri într-un an",
        "income in one year",
        "egyévi bevétel",
        "Einnahmen in einem Jahr",
        "приходи за годину дана",
    ),
    "per-inhabitant": (
        "pe an, pentru fiecare locuitor",
        "a year for each inhabitant",
        "évente lakosonként",
        "im Jahr pro Einwohner",
        "годишње по становнику",
    ),
    "inhabitants": (
        "{} locuitori ({}, {})",
        "{} inhabitants ({}, {})",
        "{} lakos ({}, {})",
        "{} Einwohner ({}, {})",
        "{} становника ({}, {})",
    ),
    "running": ("Funcționare", "Running the city", "Működés", "Laufender Betrieb", "Текући рад"),
    "investing": ("Dezvoltare", "Investment", "Fejlesztés", "Investitionen", "Улагања"),
    "from-own": ("Bani proprii", "Own income", "Saját bevétel", "Eigene Einnahmen", "Сопствени приходи"),
    "from-state": ("De la stat", "From the state", "Az államtól", "Vom Staat", "Од државе"),
    "from-eu": (
        "De la Uniunea Europeană",
        "From the European Union",
        "Az Európai Uniótól",
        "Von der Europäischen Union",
        "Од Европске уније",
    ),
    "source": ("Sursa", "Source", "Forrás", "Quelle", "Извор"),
    "as-of": ("date din {}", "data from {}", "adatok: {}", "Stand: {}", "подаци: {}"),
    "offline": (
        "Fără internet: {}",
        "Without internet: {}",
        "Internet nélkül: {}",
        "Ohne Internet: {}",
        "Без интернета: {}",
    ),
    "qr": ("Cod QR către {}", "QR code to {}", "QR-kód: {}", "QR-Code zu {}", "QR кôд за {}"),
}
_ORDER = ("ro", "en", "hu", "de", "sr")


def word(name: str, lang: str, *values: str) -> str:
    """The fixed word or phrase `name` in `lang`, its {} filled in order."""
    return _TABLE[name][_ORDER.index(lang)].format(*values)


def number(value: Decimal | int, lang: str, decimals: int = 0) -> str:
    """With the language's separators and at most `decimals` decimals: 2.352,4 · 2,352.4."""
    return str(format_decimal(value, "#,##0" + ("." + "#" * decimals if decimals else ""), locale=LOCALES[lang]))


_SCALES = (
    (Decimal(10) ** 9, ("miliarde", "billion", "milliárd", "Milliarden", "милијарде")),
    (Decimal(10) ** 6, ("milioane", "million", "millió", "Millionen", "милиона")),
)
_LEI = {"ro": "lei", "en": "lei", "hu": "lej", "de": "Lei", "sr": "леја"}


def lei(amount: Decimal, lang: str) -> str:
    """An amount in lei as it is read aloud: `2,35 miliarde de lei`, `743 de milioane de lei`, `9.378 de lei`."""
    for size, names in _SCALES:
        if amount >= size:
            scaled = (amount / size).quantize(Decimal("0.01") if amount < 10 * size else Decimal(1), ROUND_HALF_UP)
            return f"{number(scaled, lang, 2)} {names[_ORDER.index(lang)]} {_LEI[lang]}"
    return f"{number(amount, lang)} {_LEI[lang]}"


def nobreak(text: str) -> str:
    """The text on one line."""
    return text.replace(" ", "\u00a0")


def month(value: Moment, lang: str) -> str:
    """`februarie 2024`; a year's last day stands for the year: `2019`."""
    day = value.value.date() if isinstance(value.value, datetime) else value.value
    if (day.month, day.day) == (12, 31):
        return str(day.year)
    return str(format_skeleton("yMMMM", day, locale=LOCALES[lang]))


def day(value: date, lang: str) -> str:
    """`6 decembrie 2026`."""
    return str(format_date(value, "long", locale=LOCALES[lang]))


_TAKES = {
    "ro": {"one": "Durează un minut", "few": "Durează {} minute", "other": "Durează {} de minute"},
    "en": {"one": "Takes a minute", "other": "Takes {} minutes"},
    "hu": {"other": "{} perc az egész"},
    "de": {"one": "Dauert eine Minute", "other": "Dauert {} Minuten"},
    "sr": {"one": "Траје {} минут", "few": "Траје {} минута", "other": "Траје {} минута"},
}


def takes(minutes: int, lang: str) -> str:
    """`Durează 3 minute`."""
    forms = _TAKES[lang]
    return forms.get(Locale.parse(LOCALES[lang]).plural_form(minutes), forms["other"]).format(minutes)


_UNTIL = {
    "ro": ("Până {}, ora {}", "EEEE, d MMMM"),
    "en": ("Until {}, {}", "EEEE d MMMM"),
    "hu": ("Határidő: {}, {}", "MMMM d., EEEE"),
    "de": ("Bis {}, {} Uhr", "EEEE, d. MMMM"),
    "sr": ("Рок: {}, у {}", "EEEE, d. MMMM"),
}


def until(closes: datetime, lang: str) -> str:
    """The closing time in words: `Până duminică, 6 decembrie, ora 23:59`. Local time is the caller's; midnight is 24:00."""
    phrase, pattern = _UNTIL[lang]
    hour = closes.strftime("%H:%M")
    if hour == "00:00":
        closes, hour = closes - timedelta(days=1), "24:00"
    return phrase.format(format_date(closes.date(), pattern, locale=LOCALES[lang]), hour)


_SHORT_WORD = re.compile(r"(?<!\S)(\w{1,2}|\d[\d.,]*) (?=\S)")
_PLACE_NUMBER = re.compile(r"(?<=\w) (?=\d+\S*,)")
_LAST_SHORT_WORD = re.compile(r" (\S{1,3})$")


def glued(text: str) -> str:
    """The text with no-break spaces where a line must not end: after short words and numbers, before a short last one."""
    text = _SHORT_WORD.sub("\\1\u00a0", " ".join(text.split()))
    text = _PLACE_NUMBER.sub("\u00a0", text)
    return _LAST_SHORT_WORD.sub("\u00a0\\1", text)
