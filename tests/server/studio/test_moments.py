"""Moments as people write them: what is understood, what is refused, and that what is said is understood again."""

from datetime import date

import pytest

from control_server.studio import moments

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("15 decembrie 2026", "2026-12-15"),
        ("15 decembrie 2026, ora 14", "2026-12-15T14:00"),
        ("  15  Decembrie 2026 orele 14.30 ", "2026-12-15T14:30"),
        ("marți, 15 decembrie 2026, la ora 9:05", "2026-12-15T09:05"),
        ("marţi 15 dec. 2026", "2026-12-15"),
        ("15 dec 2026 14:00", "2026-12-15T14:00"),
        ("15.12.2026", "2026-12-15"),
        ("15/12/2026 ora 8", "2026-12-15T08:00"),
        ("15 December 2026, 14:00", "2026-12-15T14:00"),
        ("December 15, 2026 at 14:00", "2026-12-15T14:00"),
        ("Tuesday, 15 December 2026", "2026-12-15"),
        ("2026-12-15T14:00", "2026-12-15T14:00"),
        ("2026-12-15 14:00", "2026-12-15T14:00"),
        ("2026-12-15T14:00:00+02:00", "2026-12-15T14:00:00+02:00"),
        ("6 decembrie, ora 24:00", "2026-12-07T00:00"),
        ("3 decembrie", "2026-12-03"),
        ("3 mai", "2027-05-03"),
        ("27 noiembrie", "2026-11-27"),
        ("29 februarie", "2028-02-29"),
        ("1 iun 2027", "2027-06-01"),
        ("1 iul 2027", "2027-07-01"),
        ("1 martie 2027", "2027-03-01"),
    ],
)
def test_what_people_write_is_understood(text: str, moment: str) -> None:
    assert moments.read(text, TODAY) == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mâine",
        "31 aprilie 2027",
        "32 mai 2027",
        "15 decembrie 2026, ora 25",
        "15 decembrie 2026, ora 24:30",
        "15 decembrie 2026 dimineața",
        "luni, 15 decembrie 2026",
        "15 decembrie 1026",
        "15 brumar 2026",
        "decembrie 2026",
        "1" * 400,
        "<script>alert(1)</script>",
    ],
)
def test_what_is_not_understood_is_refused_and_never_guessed(text: str) -> None:
    with pytest.raises(ValueError):
        moments.read(text, TODAY)


@pytest.mark.parametrize(
    ("moment", "ro", "en"),
    [
        ("2026-12-15", "15 decembrie 2026", "15 December 2026"),
        ("2026-12-06T23:59", "6 decembrie 2026, ora 23:59", "6 December 2026, 23:59"),
        ("2026-11-20T00:00", "20 noiembrie 2026, ora 0:00", "20 November 2026, 0:00"),
        ("2026-12-15T14:00:00+02:00", "2026-12-15T14:00:00+02:00", "2026-12-15T14:00:00+02:00"),
        ("mâine", "mâine", "mâine"),
    ],
)
def test_a_moment_is_said_in_words_that_are_understood_again(moment: str, ro: str, en: str) -> None:
    for lang, words in (("ro", ro), ("en", en)):
        assert moments.told(moment, lang) == words
        if moment != "mâine":
            assert moments.read(words, TODAY) == moment


def test_the_weekday_stands_first() -> None:
    assert moments.told("2026-12-06T23:59", "ro", weekday=True) == "duminică, 6 decembrie 2026, ora 23:59"
    assert moments.read("duminică, 6 decembrie 2026, ora 23:59", TODAY) == "2026-12-06T23:59"
