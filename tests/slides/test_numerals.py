"""Numbers, money, dates and closing times as the five languages write them."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from content.authored import Moment
from content.slides import numerals
from tests.slides.samples import LANGS


@pytest.mark.parametrize(
    ("amount", "texts"),
    [
        (
            "2352378930",
            [
                "2,35 miliarde de lei",
                "2.35 billion lei",
                "2,35 milliárd lej",
                "2,35 Milliarden Lei",
                "2,35 милијарди леја",
            ],
        ),
        (
            "743000000",
            ["743 de milioane de lei", "743 million lei", "743 millió lej", "743 Millionen Lei", "743 милиона леја"],
        ),
        ("15000000", ["15 milioane de lei", "15 million lei", "15 millió lej", "15 Millionen Lei", "15 милиона леја"]),
        ("1000000", ["1 milion de lei", "1 million lei", "1 millió lej", "1 Million Lei", "1 милион леја"]),
        ("9377.67", ["9.378 de lei", "9,378 lei", "9378 lej", "9.378 Lei", "9.378 леја"]),
        ("250849", ["250.849 de lei", "250,849 lei", "250 849 lej", "250.849 Lei", "250.849 леја"]),
        ("7", ["7 lei", "7 lei", "7 lej", "7 Lei", "7 леја"]),
    ],
)
def test_money_is_read_aloud(amount: str, texts: list[str]) -> None:
    assert [numerals.lei(Decimal(amount), lang).replace("\u00a0", " ") for lang in LANGS] == texts


def test_closing_time_in_words() -> None:
    closes = datetime(2026, 12, 6, 23, 59)  # noqa: DTZ001  local wall-clock time, only written out
    assert [numerals.until(closes, lang) for lang in LANGS] == [
        "Până duminică, 6 decembrie, ora 23:59",
        "Until Sunday 6 December, 23:59",
        "Határidő: december 6., vasárnap, 23:59",
        "Bis Sonntag, 6. Dezember, 23:59 Uhr",
        "Рок: недеља, 6. децембар, у 23:59",
    ]


def test_midnight_is_the_end_of_the_day_before() -> None:
    closes = datetime(2026, 12, 7, 0, 0)  # noqa: DTZ001
    assert numerals.until(closes, "ro") == "Până duminică, 6 decembrie, ora 24:00"


def test_minutes_it_takes() -> None:
    assert [numerals.takes(n, "ro") for n in (1, 3, 20)] == [
        "Durează un minut",
        "Durează 3 minute",
        "Durează 20 de minute",
    ]
    assert [numerals.takes(n, "sr") for n in (1, 3, 21)] == ["Траје 1 минут", "Траје 3 минута", "Траје 21 минут"]


@pytest.mark.parametrize(("text", "written"), [("2019-12-31", "2019"), ("2024-02-01", "februarie 2024")])
def test_the_datas_own_date(text: str, written: str) -> None:
    assert numerals.month(Moment(text), "ro") == written


def test_people_in_five_languages() -> None:
    assert [numerals.took_part(1, lang) for lang in LANGS] == [
        "A răspuns un om",
        "One person took part",
        "1 ember vett részt",
        "Ein Mensch hat mitgemacht",
        "Учествовала је 1 особа",
    ]
    assert [numerals.took_part(n, "ro") for n in (19, 20)] == ["Au răspuns 19 oameni", "Au răspuns 20 de oameni"]
    assert [numerals.took_part(n, "sr") for n in (21, 22, 25)] == [
        "Учествовала је 21 особа",
        "Учествовале су 22 особе",
        "Учествовало је 25 особа",
    ]


def test_spans_of_days_in_five_languages() -> None:
    first, last = date(2026, 11, 20), date(2026, 12, 6)
    assert [numerals.days(first, last, lang) for lang in LANGS] == [
        "20 noiembrie – 6 decembrie 2026",
        "20 November – 6 December 2026",
        "2026. november 20. – december 6.",
        "20. November – 6. Dezember 2026",
        "20. новембар – 6. децембар 2026.",
    ]
    assert numerals.days(date(2026, 12, 20), date(2027, 1, 6), "ro") == "20 decembrie 2026 – 6 ianuarie 2027"


def test_a_day_with_its_hour_in_five_languages() -> None:
    at = datetime(2026, 11, 20, 9, 0)  # noqa: DTZ001  local wall-clock time, only written out
    assert [numerals.day(at, lang) for lang in LANGS] == [
        "vineri, 20 noiembrie, ora 09:00",
        "Friday 20 November, 09:00",
        "november 20., péntek, 09:00",
        "Freitag, 20. November, 09:00 Uhr",
        "петак, 20. новембар, у 09:00",
    ]


def test_weeks_and_half_years_are_said_in_every_language() -> None:
    assert [numerals.period("2021-W03", lang) for lang in numerals.LOCALES] == [
        "săptămâna 3 din 2021",
        "week 3 of 2021",
        "2021, 3. hét",
        "Woche 3 2021",
        "3. недеља 2021",
    ]
    assert numerals.tick("2020-W53", "ro", few=True) == "săpt. 53|2020"
    assert numerals.period("2024-S2", "ro") == "semestrul al II-lea 2024"
    assert [numerals.tick(f"2024-S{n}", "en", few=False) for n in (1, 2)] == ["1st half|2024", "2nd half|2024"]
