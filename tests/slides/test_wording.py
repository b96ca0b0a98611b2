"""Numbers, money, dates and line ends in the five languages."""

from datetime import datetime
from decimal import Decimal

import pytest

from content.authored import Moment
from content.slides import nobreak, numerals, wording

LANGS = ("ro", "en", "hu", "de", "sr")


@pytest.mark.parametrize(
    ("amount", "said"),
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
def test_money_is_read_aloud(amount: str, said: list[str]) -> None:
    assert [numerals.lei(Decimal(amount), lang).replace("\u00a0", " ") for lang in LANGS] == said


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


@pytest.mark.parametrize(("text", "said"), [("2019-12-31", "2019"), ("2024-02-01", "februarie 2024")])
def test_the_datas_own_date(text: str, said: str) -> None:
    assert numerals.month(Moment(text), "ro") == said


def test_every_fixed_word_is_in_every_language_and_without_cedilla() -> None:
    for name, said in wording._TABLE.items():
        assert len(said) == 5, name
        assert len({text.count("{}") for text in said}) == 1, name
        assert not set("".join(said)) & set("şţŞŢ"), name
        assert all("Ѐ" <= letter <= "ӿ" or not letter.isalpha() for letter in said[4].replace("QR", "")), name


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Din 100 de lei, 29 merg la transport", "Din|100_de_lei,|29_merg|la_transport"),
        ("Spune ce repari întâi pe strada ta", "Spune|ce_repari|întâi|pe_strada_ta"),
        ("bd. C.D. Loga 1, luni–vineri 8–16", "bd._C.D.|Loga_1,|luni–vineri|8–16"),
        ("Bis Freitag, 20. November", "Bis|Freitag,|20._November"),
        ("Lungimea străzilor: 582 în 2009, 655 în 2018", "Lungimea|străzilor:|582_în_2009,|655_în_2018"),
    ],
)
def test_where_lines_may_end(text: str, held: str) -> None:
    assert nobreak.glued(text).replace("\u00a0", "_").replace(" ", "|") == held
