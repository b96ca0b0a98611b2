"""When a campaign runs, in words of both languages."""

from datetime import date

import pytest

from content.explain.occasion_words import OccasionWords
from content.explain.sentences import InterfaceLang
from tests.explain.test_occasions import campaign

TODAY = date(2026, 11, 27)
HOURS = [{"from": "09:00", "to": "17:00"}]
WEEKLY = {"from": "2026-11-02", "to": "2026-12-20", "rrule": "FREQ=WEEKLY;BYDAY=MO,TH", "dayparts": HOURS}


@pytest.mark.parametrize(
    ("keys", "romanian", "english"),
    [
        ({}, "în fiecare zi, toată ziua", "every day, all day"),
        (
            WEEKLY,
            "în fiecare luni și joi, 9–17, din 2 nov. până la 20 dec.",
            "every Monday and Thursday, 9–17, from 2 Nov until 20 Dec",
        ),
        (
            {"from": "2026-12-01", "to": "2026-12-01", "dayparts": [{"from": "07:00", "to": "14:30"}]},
            "pe 1 dec., 7–14:30",
            "on 1 Dec, 7–14:30",
        ),
        (
            {
                "to": "2027-01-31",
                "dayparts": [{"days": "mon-fri", "from": "07:00", "to": "24:00"}],
                "exdate": ["2026-12-25"],
            },
            "de luni până vineri, 7–24, până la 31 ian. 2027, dar nu pe 25 dec.",
            "from Monday through Friday, 7–24, until 31 Jan 2027, but not on 25 Dec",
        ),
        (
            {"from": "2026-11-07", "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", "rdate": ["2026-11-12"]},
            "o dată la 2 săptămâni, sâmbătă, toată ziua, din 7 nov., și pe 12 nov.",
            "every 2 weeks, Saturday, all day, from 7 Nov, also on 12 Nov",
        ),
        (
            {"from": "2026-11-02", "rrule": "FREQ=MONTHLY;BYDAY=1MO", "dayparts": HOURS},
            "după regula FREQ=MONTHLY;BYDAY=1MO, 9–17, din 2 nov.",
            "by the rule FREQ=MONTHLY;BYDAY=1MO, 9–17, from 2 Nov",
        ),
        ({"rdate": ["2026-11-12", "2026-11-14"]}, "pe 12 nov. și 14 nov.", "on 12 Nov and 14 Nov"),
    ],
)
def test_it_is_said(keys: dict[str, object], romanian: str, english: str) -> None:
    told: dict[InterfaceLang, str] = {"ro": romanian, "en": english}
    assert {lang: OccasionWords(lang, TODAY).campaign(campaign(**keys)) for lang in told} == told


def test_the_hours_of_a_display_are_said() -> None:
    words = OccasionWords("ro", TODAY)
    parts = campaign(
        dayparts=[{"days": "mon-fri", "from": "07:00", "to": "18:00"}, {"days": "sat", "from": "09:00", "to": "13:30"}]
    )
    assert words.hours(parts.dayparts) == "de luni până vineri, 7–18; în fiecare sâmbătă, 9–13:30"
    assert words.hours(()) == "zi și noapte"
