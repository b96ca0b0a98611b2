"""Begins and ends of SMIL as times of a campaign, through the reader: what players mean, and what is left out."""

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from content.authored import Moment
from content.exchange.media_blocks import ForeignSchedule, adopted
from content.exchange.smil import reader as smil
from content.exchange.smil.times import Time
from content.pack.values import Daypart
from tests import sample

ZONE = ZoneInfo("Europe/Bucharest")


def read(attributes: str, inside: str = '<img src="strada.png"/>') -> ForeignSchedule:
    text = f"<smil><body><par><seq {attributes}>{inside}</seq></par></body></smil>"
    return smil.read(text.encode(), "plan.smil", ZONE)


def hours(*parts: tuple[str, str, str]) -> tuple[Daypart, ...]:
    return tuple(Daypart(days=days, start=start, end=end) for days, start, end in parts)


def clocks(*values: str) -> str:
    return ";".join(f"wallclock({value})" for value in values)


ALL = "mon-sun"
WEEK = [f"R/2007-01-01+w{day}" for day in (7, 1, 2, 3, 4, 5, 6)]
FACTS = [
    (
        "a-smil.org, SMIL Scheduling: 9 to 12 each day",
        f'begin="{clocks("R/2000-01-01T09:00/P1D")}" end="{clocks("R/2000-01-01T12:00/P1D")}"',
        Time(Moment("2000-01-01"), None, hours((ALL, "09:00", "12:00"))),
    ),
    (
        "a-smil.org, SMIL Scheduling: 9 to 12 each Wednesday",
        f'begin="{clocks("R/2000-01-01+w3T09:00/P1W")}" end="{clocks("R/2000-01-01+w3T12:00/P1W")}"',
        Time(Moment("2000-01-05"), None, hours(("wed", "09:00", "12:00"))),
    ),
    (
        "a-smil.org, SMIL Scheduling: once",
        f'begin="{clocks("2010-01-01T09:00")}" end="{clocks("2010-01-01T12:00")}"',
        Time(Moment("2010-01-01T09:00:00"), Moment("2010-01-01T12:00:00")),
    ),
    (
        "garlic-player, 2_signapp.smil: a begin and an end for each weekday",
        f'begin="{clocks(*(f"{day}T00:00:00/P1W" for day in WEEK))}" '
        f'end="{clocks(*(f"{day}T23:59:59/P1W" for day in WEEK))}"',
        Time(Moment("2007-01-02"), None, hours((ALL, "00:00", "24:00"))),
    ),
    (
        "garlic-player, 6_priority_realworld.smil: to 23:59:59 is to midnight",
        f'begin="{clocks("R/2021-07-22T00:00:00/P1D")}" end="{clocks("R/2021-07-22T23:59:59/P1D")}"',
        Time(Moment("2021-07-22")),
    ),
    (
        "signageOS, Happy hour",
        f'begin="{clocks("R/2021-01-01T23:00:00/P1D")}" end="{clocks("R/2021-01-01T23:59:59/P1D")}"',
        Time(Moment("2021-01-01"), None, hours((ALL, "23:00", "24:00"))),
    ),
    (
        "over midnight: the end that comes next belongs to the begin, whichever date it has",
        f'begin="{clocks("R/2026-01-02T22:00/P1D")}" end="{clocks("R/2026-01-01T06:00/P1D")}"',
        Time(Moment("2026-01-02"), None, hours((ALL, "22:00", "06:00"))),
    ),
    (
        "from Monday's morning to Friday's evening",
        f'begin="{clocks("R/2026-01-01+w1T08:00/P1W")}" end="{clocks("R/2026-01-01+w5T18:00/P1W")}"',
        Time(
            Moment("2026-01-05"),
            None,
            hours(("mon", "08:00", "24:00"), ("tue-thu", "00:00", "24:00"), ("fri", "00:00", "18:00")),
        ),
    ),
    (
        "two times a day",
        f'begin="{clocks("R/2026-12-01T08:00/P1D", "R/2026-12-01T17:00/P1D")}" '
        f'end="{clocks("R/2026-12-01T09:30/P1D", "R/2026-12-01T18:30/P1D")}"',
        Time(Moment("2026-12-01"), None, hours((ALL, "08:00", "09:30"), (ALL, "17:00", "18:30"))),
    ),
    (
        "weekly, over midnight",
        f'begin="{clocks("R/2026-12-01T22:00/P1W")}" end="{clocks("R/2026-12-02T01:30/P1W")}"',
        Time(Moment("2026-12-01"), None, hours(("tue", "22:00", "01:30"))),
    ),
    (
        "what ends as it begins again goes on",
        f'begin="{clocks("R/2026-12-01T08:00/P1D")}" end="{clocks("R/2026-12-02T08:00/P1D")}"',
        Time(Moment("2026-12-01T08:00:00")),
    ),
    (
        "a round's length is not how long it plays, nor how often it goes round",
        f'begin="{clocks("2026-12-01T08:00")}" end="{clocks("2026-12-01T12:00")}" repeatCount="indefinite"',
        Time(Moment("2026-12-01T08:00:00"), Moment("2026-12-01T12:00:00")),
    ),
    ("until an end", f'end="{clocks("2026-12-31T20:00")}"', Time(None, Moment("2026-12-31T20:00:00"))),
]


@pytest.mark.parametrize(("source", "attributes", "meant"), FACTS, ids=[source for source, _, _ in FACTS])
def test_what_begin_end_and_length_mean(source: str, attributes: str, meant: Time) -> None:
    schedule = read(attributes)
    (block,) = schedule.blocks
    assert Time(block.first, block.last, block.dayparts) == meant, source
    assert schedule.findings == ()
    assert len(adopted(schedule, sample.parsed()).campaigns) == 1


SAID = [
    (
        f'begin="{clocks("R/2021-01-01T00:00/P1D")}" end="{clocks("R/2021-02-01T20:00/P1D")}"',
        hours((ALL, "00:00", "20:00")),
        "its first end is later than its second begin",
    ),
    (f'begin="{clocks("2026-12-01")}"', (), "begins and says not when it ends: it plays from then on for good"),
    (f'begin="{clocks("2026-12-01")}" dur="indefinite"', (), "begins and says not when it ends"),
    (
        f'begin="{clocks("R/2026-12-01T08:00:10/P1D")}" end="{clocks("R/2026-12-01T08:00:20/P1D")}"',
        hours((ALL, "08:00", "08:01")),
        "times are rounded to whole minutes: it was 08:00:10 to 08:00:20",
    ),
]


ROUNDED = "times are rounded to whole minutes: it was"
MEDIA = [
    (
        "once",
        f'dur="10s" begin="{clocks("2026-11-11T08:00")}" end="{clocks("2026-11-11T12:00")}"',
        Time(Moment("2026-11-11T08:00:00"), Moment("2026-11-11T12:00:00")),
    ),
    (
        "again",
        f'dur="10s" begin="{clocks("R/2026-11-11T08:00/P1D")}" end="{clocks("R/2026-11-11T12:00/P1D")}"',
        Time(Moment("2026-11-11"), None, hours((ALL, "08:00", "12:00"))),
    ),
    (
        "so many times",
        f'dur="10min" repeatCount="3" begin="{clocks("2026-11-11T08:00")}" end="{clocks("2026-11-11T12:00")}"',
        Time(Moment("2026-11-11T08:00:00"), Moment("2026-11-11T12:00:00")),
    ),
]


@pytest.mark.parametrize(("attributes", "meant"), [row[1:] for row in MEDIA], ids=[row[0] for row in MEDIA])
def test_how_long_a_medium_stays_is_not_how_long_it_plays(attributes: str, meant: Time) -> None:
    """It goes round with the others: its begin and its end on the clock are its window."""
    schedule = read("", f'<img src="a.png" {attributes}/><img src="b.png"/>')
    block = next(each for each in schedule.blocks if each.media == ("a.png",))
    assert Time(block.first, block.last, block.dayparts) == meant
    assert any(each.message.startswith("durations of media are not kept") for each in schedule.findings)


@pytest.mark.parametrize(
    ("attributes", "meant", "is_said"),
    [
        (
            f'begin="{clocks("2026-12-01T08:00:20")}" end="{clocks("2026-12-01T12:00:20")}"',
            Time(Moment("2026-12-01T08:00:00"), Moment("2026-12-01T12:01:00")),
            True,
        ),
        (
            f'begin="{clocks("2026-12-01T08:00")}" end="{clocks("2026-12-31T23:59:59")}"',
            Time(Moment("2026-12-01T08:00:00"), Moment("2027-01-01T00:00:00")),
            False,
        ),
        (f'end="{clocks("2026-12-31T20:00:30")}"', Time(None, Moment("2026-12-31T20:01:00")), True),
        (
            f'begin="{clocks("2026-12-01T08:00:30")}" end="{clocks("2026-12-01T09:00")}"',
            Time(Moment("2026-12-01T08:00:00"), Moment("2026-12-01T09:00:00")),
            True,
        ),
    ],
)
def test_seconds_of_what_does_not_repeat_are_rounded_and_said(attributes: str, meant: Time, *, is_said: bool) -> None:
    schedule = read(attributes)
    (block,) = schedule.blocks
    assert Time(block.first, block.last, block.dayparts) == meant
    assert [each.message[: len(ROUNDED)] for each in schedule.findings] == ([ROUNDED] if is_said else [])


@pytest.mark.parametrize(("attributes", "parts", "sentence"), SAID, ids=[sentence for _, _, sentence in SAID])
def test_what_a_time_loses_is_said(attributes: str, parts: tuple[Daypart, ...], sentence: str) -> None:
    schedule = read(attributes)
    assert [each.message[: len(sentence)] for each in schedule.findings] == [sentence]
    assert schedule.blocks[0].dayparts == parts


@pytest.mark.parametrize(
    "attributes",
    [
        f'begin="{clocks("R/2026-12-01T09:00/P1D")}"',  # as long as its media are
        f'begin="{clocks("R/2026-12-01T09:00/P1D")}" dur="1h"',
        f'begin="{clocks("R/2026-12-01T09:00/P1D")}" dur="10s" repeatCount="indefinite"',
        f'begin="{clocks("2026-12-01T09:00")}" dur="1h"',
        f'begin="{clocks("2026-12-01T09:00")}" dur="1h" repeatCount="indefinite"',
        f'begin="{clocks("R/2026-12-01T08:00/P1D")}" end="{clocks("R/2026-12-01T12:00/P1D")}" dur="1h"',
        f'begin="{clocks("R/2026-12-01T08:00/P1D")}" repeatDur="2h"',
        f'begin="{clocks("R/2026-12-01T09:00/PT1H")}" end="{clocks("R/2026-12-01T09:05/PT1H")}"',
        f'begin="{clocks("R/2026-12-01T09:00/P2D")}" end="{clocks("R/2026-12-01T10:00/P2D")}"',
        f'begin="{clocks("R12/2026-12-01T09:00/P1D")}" end="{clocks("R12/2026-12-01T10:00/P1D")}"',
        f'begin="{clocks("R/2026-12-01T09:00/P1M")}" end="{clocks("R/2026-12-05T09:00/P1M")}"',
        f'begin="{clocks("R/2026-12-01T09:00/P1D")}" end="{clocks("R/2026-12-01T10:00/P1W")}"',
        f'begin="{clocks("R/2026-12-01T09:00/P1D")}" end="{clocks("2026-11-01")}"',
        f'begin="{clocks("R/2026-12-01T08:00/P1D")}" end="{clocks("2026-12-24T20:00")}"',
        f'begin="{clocks("R/2026-12-01T09:00/P1D")}" end="{clocks("R/2026-12-01T12:00/P1D", "2026-12-01T10:00")}"',
        f'begin="0;{clocks("2026-12-01")}" end="{clocks("2026-12-02")}"',
        f'begin="{clocks("08:00")}" end="{clocks("20:00")}"',  # of the day the player starts on
        f'end="{clocks("12:00:00")}"',  # W3C's test end-wallclock: until noon of the day the player starts on
    ],
)
def test_what_no_campaign_can_say_is_left_out(attributes: str) -> None:
    schedule = read(attributes)
    assert schedule.blocks == ()
    assert [each.message.partition(":")[0] for each in schedule.findings] == ["was left out and does not play"]


def test_first_days_that_are_too_far_apart_stay_apart() -> None:
    ends = clocks("R/2026-01-01T09:00/P1D", "R/2026-06-01T13:00/P1D")
    schedule = read(f'begin="{clocks("R/2026-01-01T08:00/P1D", "R/2026-06-01T12:00/P1D")}" end="{ends}"')
    assert [(block.first, block.dayparts) for block in schedule.blocks] == [
        (Moment("2026-01-01"), hours((ALL, "08:00", "09:00"))),
        (Moment("2026-06-01"), hours((ALL, "12:00", "13:00"))),
    ]


def _smil_plays(begins: list[tuple[datetime, int]], ends: list[tuple[datetime, int]], minute: datetime) -> bool:
    """By the letter: some begin is at or before the minute, and no end after that begin is at or before it."""

    def last(value: tuple[datetime, int]) -> datetime | None:
        first, days = value
        if minute < first:
            return None
        return first + timedelta(days=(minute - first) // timedelta(days=days) * days)

    begun = max((at for each in begins if (at := last(each))), default=None)
    ended = max((at for each in ends if (at := last(each))), default=None)
    return begun is not None and (ended is None or begun >= ended)


def _campaign_plays(schedule: ForeignSchedule, minute: datetime) -> bool:
    for block in schedule.blocks:
        assert block.rrule is None
        if block.first and minute < datetime.fromisoformat(block.first.at_start().text):
            continue
        for part in block.dayparts or hours((ALL, "00:00", "24:00")):
            start, stop = part.minutes()
            for day in (0, 1):
                began = minute.replace(hour=0, minute=0) - timedelta(days=day)
                late = block.first is not None and began.date() < block.first.day
                if began.weekday() in part.weekdays() and not late:
                    now = (minute - began) // timedelta(minutes=1)
                    if start <= now < stop:
                        return True
    return False


@pytest.mark.parametrize("seed", range(40))
def test_the_letter_of_smil_minute_by_minute(seed: int) -> None:
    """Random begins and ends of one period, against intervals worked out without dayparts.

    The end series starts before the begins', so that each begin has its end in the first period.
    """
    random = Random(seed)
    days = random.choice((1, 7))
    monday = datetime.fromisoformat("2026-11-02")

    def value(since: int) -> tuple[datetime, int]:
        return monday + timedelta(days=since + random.randrange(days), minutes=random.randrange(0, 1440, 15)), days

    begins, ends = ([value(since) for _ in range(random.choice((1, 1, 2, 3)))] for since in (7, 0))

    def text(values: list[tuple[datetime, int]]) -> str:
        return clocks(*(f"R/{at:%Y-%m-%dT%H:%M:%S}/P{days}D" for at, _ in values))

    schedule = read(f'begin="{text(begins)}" end="{text(ends)}"')
    assert schedule.blocks
    settled = monday + timedelta(days=14)
    minutes = [settled + timedelta(minutes=each) for each in range(0, 14 * 1440, 5)]
    wrong = [at for at in minutes if _smil_plays(begins, ends, at) != _campaign_plays(schedule, at)]
    assert wrong == []
