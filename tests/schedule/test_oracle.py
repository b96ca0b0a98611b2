"""Whole packs, compiled and played, against the oracle: what plays in every minute, and every turn of the day.

`AFISIER_ROUNDS=50` walks fifty times as many packs (`tests.rounds`).
"""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.publication.planner import plan_for
from content.schedule.resolve import Schedule, Showing
from tests.packs import Documents, characters, packs, parsed
from tests.rounds import rounds
from tests.schedule import oracle
from tests.schedule.alone import SECOND, Alone
from tests.schedule.oracle import Minute, Town
from tests.schedule.plans import AUTUMN, PLAIN, SPRING
from tests.schedule.turns import ActiveSet, judge

JUDGED = 2 * 3600
"""Seconds of a rotation that are judged turn by turn."""


def expected(walked: list[Minute], town: Town, known: dict[ActiveSet, Alone]) -> Iterator[Showing]:
    """The showings that touch the day: turns of each set of campaigns from the moment it began, cut where anything
    changes."""
    phase = town.display.get("phase", 0)
    for shows, run in groupby(walked, key=lambda minute: minute.on and (minute.active, minute.since)):
        stretch = list(run)
        since, until = stretch[0].at, stretch[-1].at + oracle.MINUTE
        if not shows:
            yield dark(since, until, town)
            continue
        if not stretch[0].active:
            yield Showing(state="neutral", since=since, until=until)
            continue
        zero = stretch[0].since - phase * SECOND
        active = stretch[0].active
        if active not in known:
            known[active] = Alone(town.campaign_set(active))
            judge(list(known[active].seen(0, JUDGED)), town.campaign_set(active))
        for turn in known[active].seen((since - zero) // SECOND, (until - zero) // SECOND):
            yield Showing(
                state="showing",
                since=max(since, zero + turn.begin * SECOND),
                until=min(until, zero + turn.end * SECOND),
                slide=turn.slide,
                lang=turn.lang,
                campaign=turn.campaign,
            )


def dark(since: datetime, until: datetime, town: Town) -> Showing:
    """With the minutes before and after in which it is off too."""
    while not town.on(since - oracle.MINUTE):
        since -= oracle.MINUTE
    while not town.on(until):
        until += oracle.MINUTE
    return Showing(state="off", since=since, until=until)


def agrees(documents: Documents, day: date, clock: oracle.Clock) -> list[Minute]:
    """Every display of the pack, every minute of the day, asked of both. Returns all minutes."""
    pack = parsed(documents)
    every: list[Minute] = []
    for display in pack.displays.values():
        town = Town(documents, display.id, clock)
        schedule = Schedule(plan_for(pack, display, lambda _, slide, lang: characters(slide, lang)))
        walked = town.minutes(day)
        start, end = walked[0].at, walked[-1].at + oracle.MINUTE
        showings = list(schedule.timeline(start, end))
        assert showings == list(expected(walked, town, {}))
        covering = iter(showings)
        showing = next(covering)
        for minute in walked:
            while showing.until <= minute.at:
                showing = next(covering)
            assert schedule.resolve(minute.at) == showing
        every += walked
    return every


@rounds
@pytest.mark.parametrize("day", [SPRING, AUTUMN, PLAIN])
@given(data=st.data())
@settings(max_examples=9, deadline=None)
def test_every_minute_agrees_in_bucharest(day: date, data: st.DataObject, again: int) -> None:
    """On the clock of 2026 as it is written out."""
    minutes = len(agrees(data.draw(packs(day, "Europe/Bucharest")), day, oracle.Bucharest()))
    assert minutes % ({SPRING: 23, AUTUMN: 25, PLAIN: 24}[day] * 60) == 0


SCREEN = {"name": "Ecran", "panel": {"diagonal_inch": 55, "width": 1920, "height": 1080}, "viewing_distance_m": 3}
NIGHTS: Documents = {
    "city.yaml": {
        "id": "oras",
        "name": "Oraș",
        "timezone": "Europe/Bucharest",
        "languages": ["ro", "en"],
        "population": {"value": 250_849, "as_of": "2021-12-01", "source": "INS"},
        "contact": {"phone": "0256 408 300", "desk": "ghișeul 12"},
    },
    "displays.yaml": {
        "displays": [
            {"id": "always", "languages": ["ro"], **SCREEN},
            {"id": "nights", "languages": ["en", "ro"], "hours": [{"from": "20:00", "to": "03:30"}], **SCREEN},
        ]
    },
    "slides/a.yaml": {"kind": "notice", "title": {"ro": "Text", "en": "Text"}, "body": {"ro": "Text", "en": "Text"}},
    "slides/b.yaml": {"kind": "notice", "title": {"ro": "Text"}, "body": {"ro": "Text"}},
    "playlists.yaml": {"playlists": [{"id": "both", "slides": ["b", "a"]}]},
    "campaigns.yaml": {
        "campaigns": [
            {"id": f"c{number}", "priority": number, "playlist": "both", **when}
            for number, when in enumerate(
                (
                    {},
                    {"dayparts": [{"from": "21:00", "to": "03:30"}]},
                    {"dayparts": [{"from": "02:00", "to": "03:15"}, {"from": "03:45", "to": "05:00"}]},
                    {"dayparts": [{"from": "03:30", "to": "04:15"}]},
                    {"dayparts": [{"from": "03:10", "to": "03:20"}], "rdate": ["2026-03-29", "2026-10-25"]},
                    {"from": "2026-03-29T03:05", "to": "2026-03-29T03:07"},
                    {"from": "2026-10-25T03:05", "to": "2026-10-25T03:07"},
                    {"from": "2026-10-25T03:00+02:00", "to": "2026-10-25T03:02+02:00"},  # the second time
                    {"from": "2026-10-24", "to": "2026-10-24", "dayparts": [{"from": "23:00", "to": "02:30"}]},
                )
            )
        ]
    },
}
"""Campaigns about the hour at which Bucharest's clocks change, each masks the ones before; two displays."""


def test_no_minute_of_the_days_on_which_clocks_change_is_wrong() -> None:
    """On two displays 2 × (23 + 25) × 60 minutes."""
    both = [agrees(NIGHTS, day, oracle.Bucharest()) for day in (SPRING, AUTUMN)]
    assert sum(map(len, both)) == 5760
    seen = {name for minutes in both for minute in minutes for name, _, _ in minute.active}
    assert seen == {f"c{number}" for number in range(9)}


ZONES = {
    # zone: days on which its clocks change within four years, one of them whole (Apia crossed the date line)
    "Europe/Bucharest": [date(2009, 3, 29), date(2010, 10, 31), date(2011, 3, 27), date(2012, 10, 28)],
    "America/St_Johns": [
        date(2009, 3, 8),
        date(2010, 11, 7),
        date(2011, 11, 6),
        date(2012, 3, 11),
    ],  # at 00:01 and 02:00
    "Australia/Lord_Howe": [date(2009, 4, 5), date(2010, 10, 3), date(2011, 4, 3), date(2012, 10, 7)],  # half an hour
    "Asia/Kathmandu": [date(2009, 3, 29), date(2012, 10, 28)],  # UTC+5:45, never
    "Pacific/Apia": [date(2010, 9, 26), date(2011, 4, 2), date(2011, 12, 29), date(2011, 12, 31), date(2012, 4, 1)],
}


@rounds
@pytest.mark.parametrize("zone", ZONES)
@given(data=st.data())
@settings(max_examples=5, deadline=None)
def test_every_minute_agrees_anywhere(zone: str, data: st.DataObject, again: int) -> None:
    any_day = st.dates(date(2009, 1, 1), date(2012, 12, 31)).filter(lambda day: day != date(2011, 12, 30))
    day = data.draw(st.sampled_from(ZONES[zone]) | any_day)
    agrees(data.draw(packs(day, zone)), day, oracle.Anywhere(zone))
