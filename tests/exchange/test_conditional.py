"""Conditional play: what documents and Garlic Hub's export write, as times; anything else is refused."""

import pytest

from content.authored import Moment
from content.exchange.smil.conditional import times
from content.exchange.smil.times import Time
from content.pack.values import Daypart

DAY = "substring-before(adapi-date(), 'T')"
HOUR = "substring-after(adapi-date(), 'T')"
FACTS = [
    (
        "a-smil.org, Conditional play",
        "1=adapi-weekday()",
        (Time(dayparts=(Daypart(days="mon", start="00:00", end="24:00"),)),),
    ),
    (
        "garlic-player.com, Conditional Play",
        "3=adapi-weekday()",
        (Time(dayparts=(Daypart(days="wed", start="00:00", end="24:00"),)),),
    ),
    (
        "a-smil.org, Conditional play",
        "adapi-compare(adapi-date(),'2010-01-01T00:00:00')<0",
        (Time(last=Moment("2010-01-01T00:00:00")),),
    ),
    (
        "garlic-hub, ConditionalTest: dates",
        f"adapi-compare({DAY}, '2023-11-01')>=0 and adapi-compare({DAY}, '2023-12-31')<=0",
        (Time(Moment("2023-11-01"), Moment("2023-12-31")),),
    ),
    (
        "garlic-hub, ConditionalTest: dates and times",
        f"adapi-compare({DAY}, '2023-11-01')>=0 and adapi-compare({HOUR}, '04:00:00')>=0"
        f" and adapi-compare({HOUR}, '12:00:00')<=0",
        (Time(Moment("2023-11-01"), None, (Daypart(start="04:00", end="12:00"),)),),
    ),
    (
        "garlic-hub, ConditionalTest: weekdays, Sunday is 0; midnight is written 23:59:59",
        f"((0=adapi-weekday() and adapi-compare({HOUR}, '08:00:00')>=0 and adapi-compare({HOUR}, '12:00:00')<=0)"
        f" or (1=adapi-weekday() and adapi-compare({HOUR}, '16:00:00')>=0 and adapi-compare({HOUR}, '23:59:59')<=0))",
        (
            Time(
                dayparts=(
                    Daypart(days="sun", start="08:00", end="12:00"),
                    Daypart(days="mon", start="16:00", end="24:00"),
                )
            ),
        ),
    ),
    (
        "signageOS, Conditional Playback: from Wednesday to Saturday",
        "weekday()>=3",
        (Time(dayparts=(Daypart(days="wed-sat", start="00:00", end="24:00"),)),),
    ),
    (
        "signageOS, Conditional Playback: brackets",
        "[weekday()>=1 and weekday()<=5 and compare(time(), '09:00:00')>0 and compare(time(), '16:00:00')<0] or"
        " [[weekday()=0 or weekday()=6] and compare(time(), '10:00:00')>0 and compare(time(), '15:00:00')<0]",
        (
            Time(
                dayparts=(
                    Daypart(days="mon-fri", start="09:00", end="16:00"),
                    Daypart(days="sat,sun", start="10:00", end="15:00"),
                )
            ),
        ),
    ),
    (
        "the constant may stand first",
        f"adapi-compare('08:00:00', {HOUR})<=0",
        (Time(dayparts=(Daypart(start="08:00", end="24:00"),)),),
    ),
    (
        "the number may stand first",
        "0 < compare(date(), '2021-01-25T00:00:00')",
        (Time(first=Moment("2021-01-25T00:00:00")),),
    ),
    (
        "before and after a day",
        f"compare({DAY}, '2021-01-25')>0 or compare({DAY}, '2021-01-20')<0",
        (Time(first=Moment("2021-01-26")), Time(last=Moment("2021-01-19"))),
    ),
    ("on one day", f"compare({DAY}, '2021-01-25')=0", (Time(Moment("2021-01-25"), Moment("2021-01-25")),)),
    ("always", "weekday()<7", (Time(),)),
    ("never", "weekday()=1 and weekday()=2", ()),
    (
        "a night is never: the time is compared within a day",
        f"compare({HOUR}, '22:00')>=0 and compare({HOUR}, '02:00')<=0",
        (),
    ),
]


@pytest.mark.parametrize(("source", "expr", "meant"), FACTS, ids=[expr[:40] for _, expr, _ in FACTS])
def test_conditions_are_times(source: str, expr: str, meant: tuple[Time, ...]) -> None:
    assert times(expr) == meant, source


@pytest.mark.parametrize(
    "expr",
    [
        "adapi-compare(smil-playerName(),'Entrance')",  # a-smil.org, Conditional play
        "adapi-gmweekday()=1",
        "adapi-compare(adapi-gmdate(),'2010-01-01T00:00:00Z')<0",
        "compare(adapi-date(),'2010-01-01T00:00:00Z')<0",
        "not(smil-cache('a'))",
        "compare(ics(),'BEGIN:VCALENDAR')",
        "weekday()",
        "1=1",
        "weekday()=weekday()",
        "compare(date(),'2010-01-01T00:00:00')=0",
        "compare(date(),'2010-01-01T00:00:00')>1",
        "compare(time(),'25:00')<0",
        "compare('a','b')<0",
        "compare(substring-after('x','T'),'08:00')<0",
        "weekday()=1 weekday()=2",
        "(weekday()=1",
        "weekday()=1 and",
        "weekday() ! 1",
        "",
        "(" * 30 + "weekday()=1" + ")" * 30,
        " or ".join(["weekday()=1"] * 70),
        " and ".join(["(weekday()=1 or weekday()=2)"] * 7),
        "x" * 5_000,
    ],
)
def test_what_is_no_time_is_refused(expr: str) -> None:
    with pytest.raises(ValueError, match=r"expected|has|is longer|nests|holds|compares|cuts|asks"):
        times(expr)
