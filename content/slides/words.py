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
        "lei pe an pentru un locuitor",
        "lei a year per inhabitant",
        "lej évente, lakosonként",
        "Lei im Jahr pro Einwohner",
        "леја годишње по становнику",
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
    """With the language's separators and at most `decimals` decimals: 2.352,4 · 2,352.4.

    Hungarian groups from five digits on (AkH. 12 §289).
    """
    whole = "0" if lang == "hu" and abs(value) < 10_000 else "#,##0"
    return str(format_decimal(value, whole + ("." + "#" * decimals if decimals else ""), locale=LOCALES[lang]))


_SCALES: tuple[tuple[Decimal, dict[str, dict[str, str]]], ...] = (
    (
        Decimal(10) ** 9,
        {
            "ro": {"one": "miliard de lei", "few": "miliarde de lei", "other": "de miliarde de lei"},
            "en": {"other": "billion lei"},
            "hu": {"other": "milliárd lej"},
            "de": {"one": "Milliarde Lei", "other": "Milliarden Lei"},
            "sr": {"one": "милијарда леја", "few": "милијарде леја", "other": "милијарди леја"},
        },
    ),
    (
        Decimal(10) ** 6,
        {
            "ro": {"one": "milion de lei", "few": "milioane de lei", "other": "de milioane de lei"},
            "en": {"other": "million lei"},
            "hu": {"other": "millió lej"},
            "de": {"one": "Million Lei", "other": "Millionen Lei"},
            "sr": {"one": "милион леја", "other": "милиона леја"},
        },
    ),
    (
        Decimal(1),
        {
            "ro": {"one": "leu", "few": "lei", "other": "de lei"},
            "en": {"one": "leu", "other": "lei"},
            "hu": {"other": "lej"},
            "de": {"one": "Leu", "other": "Lei"},
            "sr": {"one": "леј", "other": "леја"},
        },
    ),
)


def lei(amount: Decimal, lang: str) -> str:
    """An amount in lei as it is read aloud: `2,35 miliarde de lei`, `743 de milioane de lei`, `9.378 de lei`."""
    size, forms = next((scale for scale in _SCALES if amount >= scale[0]), _SCALES[-1])
    fine = size > 1 and amount < 10 * size
    scaled = (amount / size).quantize(Decimal("0.01") if fine else Decimal(1), ROUND_HALF_UP)
    return f"{number(scaled, lang, 2)} {_form(forms[lang], scaled, lang)}"


def _form(forms: dict[str, str], count: Decimal | int, lang: str) -> str:
    """The words for a count by CLDR's plural rules: Romanian has `de` after 20 and more."""
    exact = count.normalize() if isinstance(count, Decimal) else count
    return forms.get(Locale.parse(LOCALES[lang]).plural_form(exact), forms["other"])


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
    return _form(_TAKES[lang], minutes, lang).format(minutes)


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


def by_comma(text: str) -> str:
    """The text with no line ends but after its commas."""
    return nobreak(text).replace(",\u00a0", ", ")


_SHORT = re.compile(r"\w{1,2}")
_NUMBER = re.compile(r"\d([\d.,]*\d)?")
_HOUSE = re.compile(r"\d+\w?,")
LONGEST_PIECE = 18
"""Characters never to be parted at most: narrow columns must still be able to break."""


def glued(text: str) -> str:
    """The text with no-break spaces where a line should not end.

    After a short word, between a number and what it counts, before a short last word, before the number of a house.
    """
    pieces: list[str] = []
    parts = text.split()
    for number, word in enumerate(parts):
        before = parts[number - 1] if number else ""
        counts = _NUMBER.fullmatch(before) and (word == "de" or not _SHORT.fullmatch(word))
        last = number == len(parts) - 1 and len(word) <= 3
        house = before[-1:].isalpha() and _HOUSE.fullmatch(word)
        if pieces and (_SHORT.fullmatch(before) or counts or last or house) and len(pieces[-1]) + len(word) < LONGEST_PIECE:
            pieces[-1] += f"\u00a0{word}"
        else:
            pieces.append(word)
    return " ".join(pieces)
