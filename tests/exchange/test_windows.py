"""Begins, ends and lengths of SMIL as times of a campaign, through the reader: what players mean, and what is said."""

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from content.authored import Moment
from content.exchange.media_blocks import Foreign, adopted
from content.exchange.smil import reader as smil
from content.exchange.smil.times import ALWAYS, Time, within
from content.pack.values import Daypart
from tests import sample

ZONE = ZoneInfo("Europe/Bucharest")


def read(attributes: str, inside: str = '<img src="strada.png"/>') -> Foreign:
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
        f'begin="{clocks("R/2026-12-01T08:00/P1D", "R/2026-12-01T17:00/P1D")}" dur="90min"',
        Time(Moment("2026-12-01"), None, hours((ALL, "08:00", "09:30"), (ALL, "17:00", "18:30"))),
    ),
    (
        "a length and no end, over midnight",
        f'begin="{clocks("R/2026-12-01T22:00/P1W")}" dur="03:30:00"',
        Time(Moment("2026-12-01"), None, hours(("tue", "22:00", "01:30"))),
    ),
    (
        "SMIL 3.0 §5, active duration: so many times its duration",
        f'begin="{clocks("R/2026-12-01T08:00/P1D")}" dur="20min" repeatCount="3"',
        Time(Moment("2026-12-01"), None, hours((ALL, "08:00", "09:00"))),
    ),
    (
        "SMIL 3.0 §5, active duration: repeatDur",
        f'begin="{clocks("R/2026-12-01T08:00/P1D")}" repeatDur="2h"',
        Time(Moment("2026-12-01"), None, hours((ALL, "08:00", "10:00"))),
    ),
    (
        "SMIL 3.0 §5, active duration: the earlier of end and length",
        f'begin="{clocks("R/2026-12-01T08:00/P1D")}" end="{clocks("R/2026-12-01T12:00/P1D")}" dur="1h"',
        Time(Moment("2026-12-01"), None, hours((ALL, "08:00", "09:00"))),
    ),
    (
        "what repeats without end goes on until it begins again",
        f'begin="{clocks("R/2026-12-01T08:00/P1D")}" dur="10s" repeatCount="indefinite"',
        Time(Moment("2026-12-01T08:00:00")),
    ),
    ("a whole day each day", f'begin="{clocks("R/2026-12-01T00:00/P1D")}" dur="24h"', Time(Moment("2026-12-01"))),
    ("until an end", f'end="{clocks("2026-12-31T20:00")}"', Time(None, Moment("2026-12-31T20:00:00"))),
    (
        "every other day",
        f'begin="{clocks("R/2026-12-01T08:00/P2D")}" dur="1h"',
        Time(Moment("2026-12-01"), None, hours((ALL, "08:00", "09:00")), "FREQ=DAILY;INTERVAL=2"),
    ),
    (
        "every other week on a Wednesday (signageOS, P2W)",
        f'begin="{clocks("R/2020-01-01+w5T09:00/P2W")}" dur="1h"',
        Time(Moment("2020-01-03"), None, hours((ALL, "09:00", "10:00")), "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
    ),
    (
        "by the month, on a day that is not in each",
        f'begin="{clocks("R/2026-01-31T08:00/P1M")}" end="{clocks("R/2026-01-31T09:00/P1M")}"',
        Time(
            Moment("2026-01-31"),
            None,
            hours((ALL, "08:00", "09:00")),
            "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
        ),
    ),
    (
        "garlic-hub, TriggerTest: by the year",
        f'begin="{clocks("R/2023-11-03T10:00:00/P1Y")}" dur="1h"',
        Time(Moment("2023-11-03"), None, hours((ALL, "10:00", "11:00")), "FREQ=YEARLY;INTERVAL=1"),
    ),
    (
        "on 29 February",
        f'begin="{clocks("R/2024-02-29T10:00:00/P1Y")}" dur="1h"',
        Time(
            Moment("2024-02-29"),
            None,
            hours((ALL, "10:00", "11:00")),
            "FREQ=YEARLY;INTERVAL=1;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
        ),
    ),
    (
        "every six hours",
        f'begin="{clocks("R/2026-12-01T09:00/PT6H")}" dur="30min"',
        Time(
            Moment("2026-12-01"),
            None,
            hours((ALL, "03:00", "03:30"), (ALL, "09:00", "09:30"), (ALL, "15:00", "15:30"), (ALL, "21:00", "21:30")),
        ),
    ),
]


@pytest.mark.parametrize(("source", "attributes", "meant"), FACTS, ids=[source for source, _, _ in FACTS])
def test_what_begin_end_and_length_mean(source: str, attributes: str, meant: Time) -> None:
    found = read(attributes)
    (block,) = found.blocks
    assert Time(block.first, block.last, block.dayparts, block.rrule) == meant, source
    assert [each.message for each in found.findings if not each.message.startswith("repeatCount")] == []
    assert len(adopted(found, sample.parsed()).campaigns) == 1


SAID = [
    (f'begin="{clocks("08:00")}" end="{clocks("20:00")}"', hours((ALL, "08:00", "20:00")), "a time without a date"),
    (f'begin="{clocks("R/2026-12-01T06:00Z/P1D")}" dur="1h"', hours((ALL, "08:00", "09:00")), "repeats at a time with"),
    (f'begin="{clocks("R/2020-01-01+w3T09:00/P1D")}" dur="3h"', hours(("wed", "09:00", "12:00")), "repeats daily on a"),
    (f'begin="{clocks("R/2026-12-01T08:00/P1D")}" dur="10s"', hours((ALL, "08:00", "08:01")), "times are rounded"),
    (f'begin="{clocks("R6/2026-12-01+w1/P1W")}" dur="24h"', (), "R6 is 6 times in all, as IAdea has it"),
    (
        f'begin="{clocks("R/2021-01-01T00:00/P1D")}" end="{clocks("R/2021-02-01T20:00/P1D")}"',
        hours((ALL, "00:00", "20:00")),
        "its first end is later than its second begin",
    ),
    (
        f'begin="{clocks("R/2026-12-01T08:00/P1D")}" end="{clocks("2026-12-01T09:00")}"',
        hours((ALL, "08:00", "09:00")),
        "begins again and again and ends once: it is as long each time",
    ),
    (
        f'begin="{clocks("R/2026-12-01T08:00/P1D")}" end="{clocks("2026-12-24T20:00")}"',
        (),
        "begins again and again and ends once: it plays from the first begin",
    ),
    (f'begin="{clocks("2026-12-01")}"', (), "begins and says not how long it plays"),
    (f'begin="0;{clocks("2026-12-01")}" dur="1h"', (), "that it also begins with the player"),
]


ROUNDED = "times are rounded to whole minutes: it was"
STAYS = "to SMIL is over after a round, 10 s; it plays from its begin to its end now"
MEDIA = [
    (
        "once",
        f'dur="10s" begin="{clocks("2026-11-11T08:00")}" end="{clocks("2026-11-11T12:00")}"',
        Time(Moment("2026-11-11T08:00:00"), Moment("2026-11-11T12:00:00")),
        [STAYS],
    ),
    (
        "again",
        f'dur="10s" begin="{clocks("R/2026-11-11T08:00/P1D")}" end="{clocks("R/2026-11-11T12:00/P1D")}"',
        Time(Moment("2026-11-11"), None, hours((ALL, "08:00", "12:00"))),
        [STAYS],
    ),
    (
        "as long as its window",
        f'dur="4h" begin="{clocks("2026-11-11T08:00")}" end="{clocks("2026-11-11T12:00")}"',
        Time(Moment("2026-11-11T08:00:00"), Moment("2026-11-11T12:00:00")),
        [],
    ),
    (
        "so many times is so long",
        f'dur="10min" repeatCount="3" begin="{clocks("2026-11-11T08:00")}" end="{clocks("2026-11-11T12:00")}"',
        Time(Moment("2026-11-11T08:00:00"), Moment("2026-11-11T08:30:00")),
        [],
    ),
    (
        "without an end",
        f'dur="10s" begin="{clocks("2026-11-11T08:00")}"',
        Time(Moment("2026-11-11T08:00:00"), Moment("2026-11-11T08:01:00")),
        [f"{ROUNDED} 2026-11-11 08:00:00 to 2026-11-11 08:00:10"],
    ),
]


@pytest.mark.parametrize(("attributes", "meant", "said"), [row[1:] for row in MEDIA], ids=[row[0] for row in MEDIA])
def test_how_long_a_medium_stays_is_not_how_long_it_plays(attributes: str, meant: Time, said: list[str]) -> None:
    """It goes round with the others: with a begin and an end on the clock those are its window."""
    found = read("", f'<img src="a.png" {attributes}/><img src="b.png"/>')
    block = next(each for each in found.blocks if each.media == ("a.png",))
    assert Time(block.first, block.last, block.dayparts, block.rrule) == meant
    others = ("durations of media", "what has its own time", "repeatCount")
    assert [each.message for each in found.findings if not each.message.startswith(others)] == said


def test_how_long_a_round_of_a_sequence_is_is_not_how_long_it_plays() -> None:
    window = f'begin="{clocks("2026-11-11T08:00")}" end="{clocks("2026-11-11T12:00")}"'
    found = read(window, '<img src="a.png" dur="4s"/><img src="b.png" dur="6s"/>')
    (block,) = found.blocks
    assert (block.first, block.last) == (Moment("2026-11-11T08:00:00"), Moment("2026-11-11T12:00:00"))
    assert STAYS in [each.message for each in found.findings]


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
        (f'begin="{clocks("R/2026-12-01T08:00:30/P1D")}" dur="indefinite"', Time(Moment("2026-12-01T08:00:00")), True),
    ],
)
def test_seconds_of_what_does_not_repeat_are_rounded_and_said(attributes: str, meant: Time, *, is_said: bool) -> None:
    found = read(attributes)
    (block,) = found.blocks
    assert Time(block.first, block.last, block.dayparts, block.rrule) == meant
    assert [each.message[: len(ROUNDED)] for each in found.findings] == ([ROUNDED] if is_said else [])


@pytest.mark.parametrize(("attributes", "parts", "said"), SAID, ids=[said for _, _, said in SAID])
def test_what_a_time_loses_is_said(attributes: str, parts: tuple[Daypart, ...], said: str) -> None:
    found = read(attributes)
    assert [each.message[: len(said)] for each in found.findings] == [said]
    assert found.blocks[0].dayparts == parts


@pytest.mark.parametrize(
    "attributes",
    [
        f'begin="{clocks("R/2026-12-01T09:00/PT1H")}"',  # a-smil.org, Top-of-the-Hour Video: as long as the video is
        f'begin="{clocks("R/2026-12-01T09:00/PT1H40M")}" dur="1min"',  # other minutes each day, after some days
        f'begin="{clocks("R/2026-12-01T09:00/PT15S")}" dur="1s"',
        f'begin="{clocks("R12/2026-12-01T09:00/PT1H")}" dur="1min"',
        f'begin="{clocks("R/2026-12-01T09:00/P1DT1H")}" dur="1min"',
        f'begin="{clocks("R/2026-12-01T09:00/P3D")}" dur="30h"',
        f'begin="{clocks("R/2026-12-01T09:00/P1M")}" end="{clocks("R/2026-12-05T09:00/P1M")}"',
        f'begin="{clocks("R/2026-12-01T09:00/P1D")}" end="{clocks("R/2026-12-01T10:00/P1W")}"',
        f'begin="{clocks("R/2026-12-01T09:00/P1D")}" end="{clocks("2026-11-01")}"',
        f'begin="{clocks("R/2026-12-01T09:00/P1D")}" end="{clocks("R/2026-12-01T12:00/P1D", "2026-12-01T10:00")}"',
        f'end="{clocks("12:00:00")}"',  # W3C's test end-wallclock: until noon of the day the player starts on
    ],
)
def test_what_no_campaign_can_say_is_left_out(attributes: str) -> None:
    found = read(attributes)
    assert found.blocks == ()
    assert [each.message[:14] for each in found.findings] == ["was left out: "]


def test_the_media_say_how_long_a_sequence_is() -> None:
    (block,) = read(f'begin="{clocks("R/2026-12-01T08:00/P1D")}"', '<img src="a.png" dur="5min"/>' * 3).blocks
    assert block.dayparts == hours((ALL, "08:00", "08:15"))


def test_first_days_that_are_too_far_apart_stay_apart() -> None:
    found = read(f'begin="{clocks("R/2026-01-01T08:00/P1D", "R/2026-06-01T12:00/P1D")}" dur="1h"')
    assert [(block.first, block.dayparts) for block in found.blocks] == [
        (Moment("2026-01-01"), hours((ALL, "08:00", "09:00"))),
        (Moment("2026-06-01"), hours((ALL, "12:00", "13:00"))),
    ]


def test_one_time_inside_another() -> None:
    night = Time(Moment("2026-01-01"), None, hours(("sun", "22:00", "06:00")))
    monday = Time(None, Moment("2026-12-31"), hours(("mon", "00:00", "24:00")))
    assert within([night], [monday]) == (
        Time(Moment("2026-01-01"), Moment("2026-12-31"), hours(("mon", "00:00", "06:00"))),
    )
    assert within([ALWAYS], [night]) == (night,)
    assert within([monday], [Time(dayparts=hours(("tue", "08:00", "09:00")))]) == ()
    rule = Time(Moment("2026-01-01"), None, (), "FREQ=DAILY;INTERVAL=2")
    assert within([monday], [rule]) == (rule._replace(last=monday.last, dayparts=monday.dayparts),)
    with pytest.raises(ValueError, match="begins later"):
        within([Time(Moment("2026-02-01"))], [rule])
    with pytest.raises(ValueError, match="recurs inside"):
        within([rule], [rule])
    with pytest.raises(ValueError, match="at most 500"):
        within([ALWAYS] * 30, [ALWAYS] * 30)


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


def _campaign_plays(found: Foreign, minute: datetime) -> bool:
    for block in found.blocks:
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

    found = read(f'begin="{text(begins)}" end="{text(ends)}"')
    assert found.blocks
    settled = monday + timedelta(days=14)
    minutes = [settled + timedelta(minutes=each) for each in range(0, 14 * 1440, 5)]
    wrong = [at for at in minutes if _smil_plays(begins, ends, at) != _campaign_plays(found, at)]
    assert wrong == []
