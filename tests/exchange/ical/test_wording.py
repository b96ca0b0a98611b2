"""How a feed says times, in every language a city may have."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from content.exchange.ical import wording
from tests import sample
from tests.exchange.ical.test_feed import CIVIC, START, shown


def test_the_end_of_a_day_is_said_as_that_day_and_another_year_is_said() -> None:
    notice = sample.NOTICE.replace("2026-11-30T18:00", "2027-01-02")
    call = sample.CALL.replace("2026-12-06T23:59", "2027-01-31").replace("2026-11-20T00:00", "2027-01-01")
    (event,) = shown(START, 60, "piata", CIVIC, slides__restrictii=notice, slides__strada=call)
    assert event.slides == (
        "Stradă închisă (restrictii; până la 2 ianuarie 2027)",
        "Spune ce repari întâi (strada; de la 1 ianuarie 2027)",
    )


@pytest.mark.parametrize(
    ("lang", "since", "until"),
    [
        ("ro", "de la 6 decembrie", "până la 5 decembrie"),
        ("en", "from 6 December", "until 5 December"),
        ("hu", "kezdete: december 6.", "vége: december 5."),
        ("de", "ab 6. Dezember", "bis 5. Dezember"),
        ("sr", "почетак: 6. децембар", "крај: 5. децембар"),
    ],
)
def test_every_language_of_a_city(lang: str, since: str, until: str) -> None:
    midnight, zone = datetime(2026, 12, 5, 22, tzinfo=UTC), ZoneInfo("Europe/Bucharest")
    words = wording.TimeWords(lang, zone, zone, START)
    assert (words.since(midnight), words.until(midnight)) == (since, until)


def test_a_time_on_another_clock_than_the_citys_names_its_zone() -> None:
    displays = sample.DISPLAYS.replace("id: piata", "id: piata\n    timezone: Asia/Kathmandu")
    (event,) = shown(START, 60, "piata", CIVIC, displays=displays)
    assert event.slides[1] == "Stradă închisă (restrictii; până la 30 noiembrie, 18:00 Asia/Kathmandu)"
