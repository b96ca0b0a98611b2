"""Numbers, amounts of money, spans and dates as each language writes them (Babel, CLDR), with their plurals."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent

from content import rounding
from content.authored import Moment
from content.readers.open_data import period as periods

LOCALES = {"ro": "ro_RO", "en": "en_GB", "hu": "hu_HU", "de": "de_DE", "sr": "sr_Cyrl_RS"}
"""Language → Babel locale. Serbian is written in Cyrillic, German as in Germany (Banat Germans read it)."""


def number(value: Decimal | int, lang: str, decimals: int = 0) -> str:
    """With the language's separators and at most `decimals` decimals: 2.352,4 · 2,352.4.

    Hungarian groups from five digits on (AkH. 12 §289).
    """
    whole = "0" if lang == "hu" and -10_000 < Decimal(value) < 10_000 else "#,##0"
    return str(format_decimal(value, whole + ("." + "#" * decimals if decimals else ""), locale=LOCALES[lang]))


_Forms = dict[str, dict[str, str]]
"""Language → CLDR plural category → words after the number."""

_SCALES: dict[str, tuple[tuple[Decimal, _Forms], ...]] = {
    "lei": (
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
    ),
    "EUR": (
        (
            Decimal(10) ** 9,
            {
                "ro": {"one": "miliard de euro", "few": "miliarde de euro", "other": "de miliarde de euro"},
                "en": {"other": "billion euros"},
                "hu": {"other": "milliárd euró"},
                "de": {"one": "Milliarde Euro", "other": "Milliarden Euro"},
                "sr": {"one": "милијарда евра", "few": "милијарде евра", "other": "милијарди евра"},
            },
        ),
        (
            Decimal(10) ** 6,
            {
                "ro": {"one": "milion de euro", "few": "milioane de euro", "other": "de milioane de euro"},
                "en": {"other": "million euros"},
                "hu": {"other": "millió euró"},
                "de": {"one": "Million Euro", "other": "Millionen Euro"},
                "sr": {"one": "милион евра", "other": "милиона евра"},
            },
        ),
        (
            Decimal(1),
            {
                "ro": {"one": "euro", "few": "euro", "other": "de euro"},
                "en": {"one": "euro", "other": "euros"},
                "hu": {"other": "euró"},
                "de": {"other": "Euro"},
                "sr": {"one": "евро", "other": "евра"},
            },
        ),
    ),
}
"""Currency → the sizes amounts are said in, largest first."""


def currency(unit: str) -> str:
    """The currency of a `BudgetUnit`: lei or EUR."""
    return "EUR" if unit.endswith("EUR") else "lei"


def lei(amount: Decimal, lang: str) -> str:
    """An amount in lei as it is read aloud: `2,35 miliarde de lei`, `743 de milioane de lei`, `9.378 de lei`."""
    return money(amount, lang, "lei")


def money(amount: Decimal, lang: str, unit: str) -> str:
    """As `lei`, in the currency of `unit`."""
    scales = _SCALES[currency(unit)]
    size, forms = next((scale for scale in scales if amount >= scale[0]), scales[-1])
    return _said(rounding.whole(amount / _step(amount, size)) * _step(amount, size), size, forms, lang)


def together(parts: Sequence[Decimal], lang: str, unit: str) -> tuple[str, list[str]]:
    """The sum of the parts (none negative) and each of them, so rounded that they add up as shown.

    The parts are of one size, the largest that none is smaller than. Where the sum is of a larger one, it is said to
    two decimals of that: each part is then its nearest, unless they would not add up.
    """
    total = sum(parts, Decimal(0))
    least = min((part for part in parts if part), default=Decimal(0))
    scales = _SCALES[currency(unit)]
    size, forms = next((scale for scale in scales if least >= scale[0]), scales[-1])
    step = _step(total, size)
    if size == 1 and total >= 10**7:
        (size, forms), step = scales[-2], Decimal(10_000)
    large, large_forms = next((scale for scale in scales if total >= scale[0]), scales[-1])
    nearest = [rounding.whole(part / step) * step for part in parts]
    hundredth = large / 100
    if large > size > 1 and rounding.whole(sum(nearest) / hundredth) == rounding.whole(total / hundredth):
        whole = _said(rounding.whole(total / hundredth) * hundredth, large, large_forms, lang)
        return whole, [_said(part, size, forms, lang) for part in nearest]
    shown = [part * step for part in rounding.apportioned([part / step for part in parts])]
    return _said(sum(shown, Decimal(0)), size, forms, lang), [_said(part, size, forms, lang) for part in shown]


def _step(amount: Decimal, size: Decimal) -> Decimal:
    """What an amount is rounded to: two decimals below ten millions or milliards."""
    return size / 100 if size > 1 and amount < 10 * size else size


def _said(amount: Decimal, size: Decimal, forms: _Forms, lang: str) -> str:
    scaled = amount / size
    return f"{number(scaled, lang, 2)} {_form(forms[lang], scaled, lang)}"


# --- what changed --------------------------------------------------------------------------------------------------

MINUS = "\u2212"


def signed(value: int, lang: str) -> str:
    """`+312`, `−45`, `0`."""
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return sign + number(abs(value), lang)


def percent(share: Decimal, lang: str) -> str:
    """A change with its sign, 0.15 as `+15 %`: whole from ten per cent on, else with one decimal."""
    fine = abs(share) < Decimal("0.0995")
    value = (share * 100).quantize(Decimal("0.1") if fine else Decimal(1), ROUND_HALF_UP)
    return ("+" if value > 0 else MINUS if value < 0 else "") + rate(abs(value), lang)


def rate(percent: Decimal, lang: str) -> str:
    """So many per cent, with at most one decimal: `5,1 %`."""
    pattern = Locale.parse(LOCALES[lang]).percent_formats[None].pattern.replace("#,##0", "#,##0.#")
    return str(format_percent(percent / 100, pattern, locale=LOCALES[lang]))


_TIMES = {
    "ro": {"few": "de {} ori", "other": "de {} de ori"},
    "en": {"other": "{} times"},
    "hu": {"other": "{}×"},
    "de": {"other": "{}-fach"},
    "sr": {"other": "{} пута"},
}


def times(ratio: Decimal, lang: str) -> str:
    """How many times as much: `de 4 ori`, `de 3,4 ori`; whole from ten on."""
    value = ratio.quantize(Decimal("0.1") if ratio < 10 else Decimal(1), ROUND_HALF_UP)
    return _form(_TIMES[lang], value, lang).format(number(value, lang, 1))


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


_AT = {"ro": "{}, ora {}", "en": "{}, {}", "hu": "{}, {}", "de": "{}, {} Uhr", "sr": "{}, у {}"}
_WHOLE_DAY = ("00:00", "23:59")


def day(at: datetime, lang: str) -> str:
    """`vineri, 20 noiembrie`, in the time zone of `at`; with the hour, unless it is where a day begins or ends."""
    return _day(at, lang) if f"{at:%H:%M}" in _WHOLE_DAY else minute(at, lang)


def minute(at: datetime, lang: str) -> str:
    """`vineri, 20 noiembrie, ora 23:59`: the same, always with the hour."""
    return _AT[lang].format(_day(at, lang), f"{at:%H:%M}")


def _day(at: datetime, lang: str) -> str:
    return str(format_date(at.date(), _UNTIL[lang][1], locale=LOCALES[lang]))


def days(first: date, last: date, lang: str) -> str:
    """`20 noiembrie – 6 decembrie 2026`, both days included."""
    locale = LOCALES[lang]
    short = {"hu": "MMMM d.", "de": "d. MMMM", "sr": "d. MMMM"}.get(lang, "d MMMM")
    patterns = ["long", "long"]
    if first.year == last.year:
        patterns[1 if lang == "hu" else 0] = short
    dates = (format_date(day, pattern, locale=locale) for pattern, day in zip(patterns, (first, last), strict=True))
    return " – ".join(map(str, dates))


_TOOK_PART = {
    "ro": {"one": "A răspuns un om", "few": "Au răspuns {} oameni", "other": "Au răspuns {} de oameni"},
    "en": {"one": "One person took part", "other": "{} people took part"},
    "hu": {"other": "{} ember vett részt"},
    "de": {"one": "Ein Mensch hat mitgemacht", "other": "{} Menschen haben mitgemacht"},
    "sr": {"one": "Учествовала је {} особа", "few": "Учествовале су {} особе", "other": "Учествовало је {} особа"},
}


def took_part(people: int, lang: str) -> str:
    """`Au răspuns 1.284 de oameni`."""
    return _form(_TOOK_PART[lang], people, lang).format(number(people, lang))


_WEEKS = {
    "ro": ("săptămâna {} din {}", "săpt. {}|{}"),
    "en": ("week {} of {}", "week {}|{}"),
    "hu": ("{1}, {0}. hét", "{}. hét|{}"),
    "de": ("Woche {} {}", "W. {}|{}"),
    "sr": ("{}. недеља {}", "{}. нед.|{}"),
}
"""A week's number and year in a sentence, and on an axis."""
_HALVES = {
    "ro": (("semestrul I {}", "semestrul al II-lea {}"), ("sem. I|{}", "sem. II|{}")),
    "en": (("the first half of {}", "the second half of {}"), ("1st half|{}", "2nd half|{}")),
    "hu": (("{} első féléve", "{} második féléve"), ("1. félév|{}", "2. félév|{}")),
    "de": (("1. Halbjahr {}", "2. Halbjahr {}"), ("1. Hj.|{}", "2. Hj.|{}")),
    "sr": (("прво полугодиште {}", "друго полугодиште {}"), ("1. пол.|{}", "2. пол.|{}")),
}
"""The first and the second half of a year, in a sentence and on an axis."""


def _irregular(known: periods.CalendarPeriod, lang: str, form: int) -> str | None:
    """Says a week or half a year in a sentence (form 0) or on an axis (1): CLDR has no patterns for them."""
    if known.months == periods.WEEK:
        week = known.first.isocalendar()
        return _WEEKS[lang][form].format(week.week, week.year)
    return _HALVES[lang][form][known.first.month > 6].format(known.first.year) if known.months == 6 else None


def period(label: str, lang: str) -> str:
    """A period of a series as it is read: `2019`, `martie 2024`, `trimestrul I 2024`, `15 martie 2024`.

    What is no period (a place, an age group) is returned as it is.
    """
    known = periods.labelled(label)
    if known is None or known.months == 12:
        return label
    if text := _irregular(known, lang, 0):
        return text
    if not known.months:
        return str(format_date(known.first, "long", locale=LOCALES[lang]))
    return str(format_skeleton("yMMMM" if known.months == 1 else "yQQQQ", known.first, locale=LOCALES[lang]))


def tick(label: str, lang: str, *, few: bool) -> str:
    """A period on an axis, its lines parted by `|`: `2019`, `mar.|2024`, `15 mar.`; of few days `vin.|15`."""
    known = periods.labelled(label)
    if known is None or known.months == 12:
        return label
    if text := _irregular(known, lang, 1):
        return text
    if not known.months and few:
        return f"{format_date(known.first, 'EEE', locale=LOCALES[lang])}|{known.first.day}"
    if not known.months:
        return str(format_skeleton("MMMd", known.first, locale=LOCALES[lang]))
    part = format_date(known.first, "LLL" if known.months == 1 else "QQQ", locale=LOCALES[lang])
    return f"{part}|{known.first.year}"


PLURALS = {
    "ro": ("one", "few", "other"),
    "en": ("one", "other"),
    "hu": ("other",),
    "de": ("one", "other"),
    "sr": ("one", "few", "other"),
}
"""CLDR's plural categories of whole numbers, in the order in which a person writes a word's forms."""


def form(forms: dict[str, str], value: Decimal, lang: str) -> str:
    """The form of a word that goes with a value as it is written, to one decimal: `tramvai`, `de tramvaie`."""
    return _form(forms, value.quantize(Decimal("0.1"), ROUND_HALF_EVEN), lang)
