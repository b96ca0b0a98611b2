"""Numbers, amounts of money, spans and dates as each language writes them (Babel, CLDR), with their plurals."""

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from content.authored import Moment

LOCALES = {"ro": "ro_RO", "en": "en_GB", "hu": "hu_HU", "de": "de_DE", "sr": "sr_Cyrl_RS"}
"""Language → Babel locale. Serbian is written in Cyrillic, German as in Germany (Banat Germans read it)."""


def number(value: Decimal | int, lang: str, decimals: int = 0) -> str:
    """With the language's separators and at most `decimals` decimals: 2.352,4 · 2,352.4.

    Hungarian groups from five digits on (AkH. 12 §289).
    """
    whole = "0" if lang == "hu" and -10_000 < Decimal(value) < 10_000 else "#,##0"
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


def month(value: Moment, lang: str) -> str:
    """`februarie 2024`; a year's last day stands for the year: `2019`."""
    day = value.value.date() if isinstance(value.value, datetime) else value.value
    if (day.month, day.day) == (12, 31):
        return str(day.year)
    return str(format_skeleton("yMMMM", day, locale=LOCALES[lang]))


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
    """`Până duminică, 6 decembrie, ora 23:59`, in the time zone of `closes`; midnight is 24:00 of the day before."""
    phrase, pattern = _UNTIL[lang]
    hour = closes.strftime("%H:%M")
    if hour == "00:00":
        closes, hour = closes - timedelta(days=1), "24:00"
    return phrase.format(format_date(closes.date(), pattern, locale=LOCALES[lang]), hour)
