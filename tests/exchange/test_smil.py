"""SMIL as signage players use it: what a campaign can say becomes one, and each thing that is lost is said."""

from zoneinfo import ZoneInfo

import pytest

from content.authored import Daypart, Moment
from content.exchange import smil
from content.exchange.foreign import Block, Foreign, adopted
from content.findings import RefusedError
from tests.content import sample

ZONE = ZoneInfo("Europe/Bucharest")
HEAD = '<smil xmlns="http://www.w3.org/ns/SMIL" version="3.0">'


def read(body: str) -> Foreign:
    return smil.read(f"{HEAD}<head/><body>{body}</body></smil>".encode(), "plan.smil", ZONE)


def said(found: Foreign) -> list[str]:
    return [finding.message for finding in found.findings]


def test_a_sequence_becomes_a_block() -> None:
    found = read('<seq xml:id="mereu" repeatCount="indefinite"><img src="media/Strada.png"/><img src="b.jpg"/></seq>')
    assert found.findings == ()
    assert found.blocks == (Block(where="plan.smil: <body>", name="smil", media=("media/Strada.png", "b.jpg")),)


def test_wallclock_times_are_dates_of_the_campaign() -> None:
    (block,) = read(
        '<seq id="iarna" begin="wallclock(2026-12-01T08:00)" end="wallclock(2026-12-31T20:00)"><img src="a.png"/></seq>'
    ).blocks
    assert (block.name, block.first, block.last) == (
        "iarna",
        Moment("2026-12-01T08:00:00"),
        Moment("2026-12-31T20:00:00"),
    )


@pytest.mark.parametrize(
    ("attributes", "rule", "dayparts"),
    [
        ('begin="wallclock(R/2026-12-01T08:00/P1D)" dur="2h"', "FREQ=DAILY;INTERVAL=1", (("08:00", "10:00"),)),
        ('begin="wallclock(R/2026-12-01T22:00/P1W)" dur="03:30:00"', "FREQ=WEEKLY;INTERVAL=1", (("22:00", "01:30"),)),
        (
            'begin="wallclock(R4/2026-12-01T08:00/P2D)" end="wallclock(2026-12-01T09:00)"',
            "FREQ=DAILY;INTERVAL=2;COUNT=5",
            (("08:00", "09:00"),),
        ),
        (
            'begin="wallclock(R/2026-12-01T06:00:00Z/P1D)" end="wallclock(2026-12-01T07:30:00Z)"',
            "FREQ=DAILY;INTERVAL=1",
            (("08:00", "09:30"),),  # on the city's clock
        ),
        ('begin="wallclock(R/2026-12-01T00:00/P1D)" dur="24h"', "FREQ=DAILY;INTERVAL=1", ()),
    ],
)
def test_a_repeating_wallclock_is_a_recurrence(
    attributes: str, rule: str, dayparts: tuple[tuple[str, str], ...]
) -> None:
    (block,) = read(f'<seq {attributes}><img src="a.png"/></seq>').blocks
    assert (block.rrule, block.first, block.last) == (rule, Moment("2026-12-01"), None)
    assert block.dayparts == tuple(Daypart(start=start, end=end) for start, end in dayparts)


def test_the_first_class_of_an_excl_has_the_highest_priority() -> None:
    found = read(
        "<excl>"
        '<priorityClass higher="pause"><seq id="alarm" begin="wallclock(2026-12-01T08:00)"><img src="a.png"/></seq>'
        "</priorityClass>"
        '<priorityClass><seq id="news" begin="wallclock(2026-12-01T08:00)"><img src="b.png"/></seq></priorityClass>'
        "</excl>"
    )
    assert {block.name: block.priority for block in found.blocks} == {"alarm": 2, "news": 1}
    assert said(found) == ["higher='pause' of a priorityClass is not kept: the highest priority plays alone"]


@pytest.mark.parametrize(
    ("body", "lost"),
    [
        ('<seq><img src="a.png" dur="10s"/><img src="b.png" dur="5s"/></seq>', "durations of media are not kept"),
        ('<seq><video src="a.mp4"/></seq>', "<video> is not kept as such"),
        ('<par><img src="a.png"/><img src="b.png"/></par>', "media that play at the same time"),
        ('<seq><img src="a.png" region="left"/></seq>', "regions are not kept"),
        ('<seq repeatCount="3"><img src="a.png"/></seq>', "repeatCount and repeatDur are not kept"),
        ('<seq begin="wallclock(soon)"><img src="a.png"/></seq>', "begin='wallclock(soon)' is not kept"),
        ('<seq><img src="a.png"/></seq><prefetch src="x"/>', "<prefetch> is not kept"),
        ('<seq><img/><img src="a.png"/></seq>', "media without src are left out"),
        (
            '<seq begin="wallclock(R/2026-12-01T08:00/P1D)"><img src="a.png"/></seq>',
            "a repeating begin without a duration",
        ),
        (
            '<par begin="wallclock(2026-12-01)"><seq begin="wallclock(2026-12-02)"><img src="a.png"/></seq></par>',
            "times inside times are not kept",
        ),
    ],
)
def test_what_is_lost_is_said(body: str, lost: str) -> None:
    found = read(body)
    assert [message for message in said(found) if message.startswith(lost)]
    assert len(said(found)) == len(set(said(found)))
    assert found.blocks


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<html/>", "is <html>, expected <smil>"),
        (b"<smil/>", "has no <body>"),
        (b"nimic", "XML"),
        (b'<!DOCTYPE smil [<!ENTITY a "b">]><smil/>', "document type"),
    ],
)
def test_what_is_no_smil_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        smil.read(data, "plan.smil", ZONE)


def test_blocks_become_playlists_and_campaigns_of_slides_there_are() -> None:
    found = read(
        '<seq id="mereu" begin="wallclock(2026-12-01T08:00)"><img src="m/strada.png"/><img src="lipsa.png"/></seq>'
    )
    made = adopted(found, sample.parsed())
    assert [(each.id, each.slides) for each in made.playlists] == [("mereu-2", ("strada",))]
    assert [(each.id, each.playlist, each.first) for each in made.campaigns] == [
        ("mereu-2", "mereu-2", Moment("2026-12-01T08:00:00"))
    ]
    assert [each.message for each in made.findings] == [
        "plays lipsa, of which the pack has no slide; make slides with these ids and add them to its playlist"
    ]
