"""SMIL as signage players use it: what a campaign can say becomes one, and each thing that is lost is said."""

from zoneinfo import ZoneInfo

import pytest

from content.authored import Moment
from content.exchange.media_blocks import Block, ForeignSchedule
from content.exchange.smil import reader as smil
from content.findings import RefusedError
from content.pack.values import Daypart

ZONE = ZoneInfo("Europe/Bucharest")
LEFT_OUT = "was left out and does not play: "
HEAD = '<smil xmlns="http://www.w3.org/ns/SMIL" version="3.0">'
NIGHTLY = 'begin="wallclock(R/2026-01-01T23:00:00/P1D)" end="wallclock(R/2026-01-01T06:00:00/P1D)"'


def read(body: str, head: str = "") -> ForeignSchedule:
    return smil.read(f"{HEAD}<head>{head}</head><body>{body}</body></smil>".encode(), "plan.smil", ZONE)


def messages(schedule: ForeignSchedule) -> list[str]:
    return [finding.message for finding in schedule.findings]


def test_a_sequence_becomes_a_block() -> None:
    schedule = read(
        '<seq xml:id="mereu" repeatCount="indefinite"><img src="media/Strada.png"/><img src="b.jpg"/></seq>'
    )
    assert schedule.findings == ()
    assert schedule.blocks == (Block(where="plan.smil: <body>", name="smil", media=("media/Strada.png", "b.jpg")),)


def test_wallclock_times_are_dates_of_the_campaign() -> None:
    (block,) = read(
        '<seq id="iarna" begin="wallclock(2026-12-01T08:00)" end="wallclock(2026-12-31T20:00)"><img src="a.png"/></seq>'
    ).blocks
    assert (block.name, block.first, block.last) == (
        "iarna",
        Moment("2026-12-01T08:00:00"),
        Moment("2026-12-31T20:00:00"),
    )


# --- priorities -----------------------------------------------------------------------------------------------------


def ranked(body: str) -> dict[str, int]:
    return {block.name: block.priority for block in read(body).blocks}


def test_the_first_class_of_an_excl_has_the_highest_priority() -> None:
    """SMIL 3.0 §5, "The priorityClass element"; with the defaults a pack loses nothing."""
    body = (
        "<excl>"
        f'<priorityClass higher="pause"><seq id="alarm" {NIGHTLY}><img src="a.png"/></seq></priorityClass>'
        f'<priorityClass><seq id="news" {NIGHTLY}><img src="b.png"/></seq></priorityClass>'
        "</excl>"
    )
    assert ranked(body) == {"alarm": 2, "news": 1}
    assert messages(read(body)) == []


def test_what_is_outside_an_excl_is_below_its_classes() -> None:
    body = (
        '<excl><priorityClass><seq begin="0" id="top"><img src="a.png"/></seq></priorityClass></excl>'
        '<seq id="beside" begin="wallclock(2026-12-01)" end="wallclock(2026-12-02)"><img src="e.png"/></seq>'
    )
    assert ranked(body) == {"top": 1, "beside": 0}


def test_an_excl_inside_a_class_is_left_out() -> None:
    inner = '<excl begin="0" id="inner"><priorityClass><img begin="0" src="b.png"/></priorityClass></excl>'
    schedule = read(
        f'<excl><priorityClass><seq begin="0"><img src="a.png"/></seq></priorityClass>'
        f"<priorityClass>{inner}</priorityClass></excl>"
    )
    assert [block.media for block in schedule.blocks] == [("a.png",)]
    assert messages(schedule) == [f"{LEFT_OUT}it is an excl inside another"]
    assert schedule.findings[0].where == "plan.smil: <excl inner>"


MANNERS = [
    # The defaults, of W3C's DTD module SMIL-timing: what they say, a pack does.
    ('higher="pause"', ""),
    ('lower="defer"', ""),
    ('peers="stop"', "the attribute peers is not kept"),
    ('higher="stop"', "the attribute higher is not kept"),
    ('lower="never"', "the attribute lower is not kept"),
    ('pauseDisplay="hide"', "the attribute pauseDisplay is not kept"),
    ('colour="red"', "the attribute colour is not kept"),
]


@pytest.mark.parametrize(("attribute", "lost"), MANNERS, ids=[attribute for attribute, _ in MANNERS])
def test_the_manner_of_interruption_is_said_where_a_pack_has_another(attribute: str, lost: str) -> None:
    schedule = read(f'<excl><priorityClass {attribute}><seq begin="0"><img src="a.png"/></seq></priorityClass></excl>')
    assert messages(schedule) == ([lost] if lost else [])
    assert len(schedule.blocks) == 1


def test_children_of_an_excl_outside_its_classes_are_left_out() -> None:
    schedule = read(
        '<excl><priorityClass><img begin="0" src="a.png"/></priorityClass><img begin="0" src="b.png"/></excl>'
    )
    assert [block.media for block in schedule.blocks] == [("a.png",)]
    assert messages(schedule) == [f"{LEFT_OUT}it is in an excl and in none of its priorityClasses"]


# --- what begins, and when ------------------------------------------------------------------------------------------

EVENTS = ["indefinite", "accesskey(A)", "notify(alarm)", "monitor.endEvent", "a.begin+2s", "id(a)(end)", "5s"]


@pytest.mark.parametrize("begin", [*EVENTS, "0;monitor.endEvent"])
@pytest.mark.parametrize("around", ["<excl><priorityClass>{}</priorityClass></excl>", "<seq>{}</seq>", "<par>{}</par>"])
def test_what_begins_by_something_else_than_the_clock_is_left_out(begin: str, around: str) -> None:
    """SMIL 3.0 §5: begin values that are no times. It must not play always, above everything."""
    schedule = read(around.format(f'<img begin="{begin}" src="a.png"/>'))
    assert schedule.blocks == ()
    assert messages(schedule) == [
        f"{LEFT_OUT}it begins by {begin.removeprefix('0;')}, and a pack knows times on the clock only"
    ]
    assert schedule.findings[0].where == "plan.smil: <img a.png>"


@pytest.mark.parametrize("end", ["a.end", "indefinite;a.end", "20s", "0"])
def test_what_ends_by_something_else_than_the_clock_is_left_out(end: str) -> None:
    schedule = read(f'<seq end="{end}"><img src="a.png"/></seq>')
    assert schedule.blocks == ()
    assert messages(schedule) == [f"{LEFT_OUT}it ends by {end}, and a pack knows times on the clock only"]


CONDITIONS = ['expr="1=adapi-weekday()"', 'systemLanguage="hu"', 'systemBitrate="5"']


@pytest.mark.parametrize("attribute", CONDITIONS)
@pytest.mark.parametrize(
    "body",
    [
        "<seq {}><img src='a.png'/></seq>",
        "<seq><seq><img {} src='a.png'/></seq></seq>",
        "<par><seq {}><img src='a.png'/></seq></par>",
        "<excl><priorityClass><img begin='0' {} src='a.png'/></priorityClass></excl>",
        f"<seq><img {NIGHTLY} {{}} src='a.png'/></seq>",
    ],
)
def test_what_has_a_condition_is_left_out(attribute: str, body: str) -> None:
    schedule = read(body.format(attribute) + '<seq id="rest"><img src="b.png"/></seq>')
    assert [block.media for block in schedule.blocks] == [("b.png",)]
    name = attribute.partition("=")[0]
    assert f"{LEFT_OUT}it has a condition ({name}), and a pack knows times only" in messages(schedule)


@pytest.mark.parametrize("element", ["switch", "brush", "a", "animate"])
def test_elements_that_are_not_known_are_left_out_with_what_is_in_them(element: str) -> None:
    schedule = read(f'<seq><{element} id="x"><img src="a.png"/></{element}><img src="b.png"/></seq>')
    assert [block.media for block in schedule.blocks] == [("b.png",)]
    assert messages(schedule) == [f"{LEFT_OUT}a pack has nothing like it"]
    assert schedule.findings[0].where == f"plan.smil: <{element} x>"


def test_no_begin_inside_an_excl_is_said() -> None:
    """Its default is `indefinite` there (garlic-player.com, Triggers); signageOS begins it all the same."""
    schedule = read('<excl><priorityClass><par><img src="a.png"/></par></priorityClass></excl>')
    assert len(schedule.blocks) == 1
    assert messages(schedule) == [
        "says no begin inside an excl: SMIL starts it by an event only, some players always; it plays always"
    ]


@pytest.mark.parametrize(
    "body",
    [
        '<seq begin="wallclock(soon)"><img src="a.png"/></seq>',
        '<seq begin="wallclock(2026-02-30)"><img src="a.png"/></seq>',
        '<seq begin="wallclock(R2/2026-11-03T10:00:00/P1M1D)" dur="1h"><img src="a.png"/></seq>',
        '<seq begin="wallclock(R/2026-12-01T08:00/P1D)"><img src="a.png"/></seq>',
        '<seq end="wallclock(R/2026-12-01T08:00/P1D)"><img src="a.png"/></seq>',
        '<seq begin="wallclock(2026-12-02)" end="wallclock(2026-12-01)"><img src="a.png"/></seq>',
        '<seq expr="smil-playerName()=1"><img src="a.png"/></seq>',
        f'<seq begin="{";".join(["wallclock(2026-12-01)"] * 300)}"><img src="a.png"/></seq>',
        f'<seq><img begin="{"1s;" * 300}" src="a.png"/></seq>',
        '<par begin="wallclock(2026-12-01)" end="wallclock(2026-12-03)">'
        '<seq begin="wallclock(2026-12-05)" end="wallclock(2026-12-06)"><img src="a.png"/></seq></par>',
    ],
)
def test_what_cannot_be_said_is_left_out_and_never_always(body: str) -> None:
    schedule = read(f'{body}<seq begin="0" id="rest"><img src="b.png"/></seq>')
    assert [block.media for block in schedule.blocks] == [("b.png",)]
    assert any(message.startswith(LEFT_OUT) for message in messages(schedule))


def test_times_inside_times_are_what_both_have() -> None:
    (block,) = read(
        '<par begin="wallclock(2026-12-01)" end="wallclock(2026-12-31T12:00)">'
        '<seq begin="wallclock(R/2026-01-01+w1T00:00:00/P1W)" end="wallclock(R/2026-01-01+w6T00:00:00/P1W)">'
        '<seq begin="wallclock(R/2026-01-01T08:00:00/P1D)" end="wallclock(R/2026-01-01T20:00:00/P1D)">'
        '<img src="a.png"/></seq></seq></par>'
    ).blocks
    assert (block.first, block.last) == (Moment("2026-12-01T00:00:00"), Moment("2026-12-31T12:00:00"))
    assert block.dayparts == (Daypart(days="mon-fri", start="08:00", end="20:00"),)


# --- what players write ---------------------------------------------------------------------------------------------

GARLIC_HEAD = """<meta name="title" content="Primăria"/><meta http-equiv="Refresh" content="300"/>
<metadata><x-server xmlns="http://schemas.adfotain.org/adapi-1.0"><subscriptionList/></x-server></metadata>
<layout><root-layout id="display:0" width="1920" height="1080"/>
<region regionName="screen" top="0" left="0" width="1920" height="1080" z-index="0"/></layout>"""
GARLIC = f"""<excl repeatCount="indefinite">
<priorityClass><ref {NIGHTLY} dur="indefinite" src="adapi:blankScreen"/></priorityClass>
<priorityClass><img begin="wallclock(R/2026-11-03+w3T10:00:00/P1W)" end="wallclock(R/2026-11-03+w3T12:00:00/P1W)"
  title="Strada" region="screen" src="http://hub/var/{"e3b0c442" * 8}.png" fit="meet">
  <param name="cacheControl" value="onlyIfCached"/></img></priorityClass>
<priorityClass><img begin="accesskey(A)" title="Alarma" region="screen" src="a.png"/></priorityClass>
<priorityClass higher="pause"><par begin="0">
  <seq repeatCount="indefinite">
    <img title="Unu" region="screen" src="unu.png"/>
    <img expr="1=adapi-weekday()" title="Doi" region="screen" src="doi.png"/>
    <seq title="Interior"><img src="trei.png"/><img src="patru.png"/></seq>
  </seq>
  <par repeatCount="indefinite"><seq dur="300s"><prefetch src="unu.png"/></seq></par>
</par></priorityClass></excl>"""
"""The shape of Garlic Hub's index: standby hours, what triggers begin, and the main playlist, in one excl."""


def test_an_index_of_garlic_hub_is_its_campaigns() -> None:
    schedule = read(GARLIC, GARLIC_HEAD)
    triggered, main = schedule.blocks
    assert triggered.media == ("Strada",)  # its address is a checksum
    assert (triggered.first, triggered.dayparts) == (
        Moment("2026-11-04"),
        (Daypart(days="wed", start="10:00", end="12:00"),),
    )
    assert (main.name, main.media) == ("Primăria", ("unu.png", "trei.png", "patru.png"))
    assert (main.first, main.dayparts) == (None, ())
    assert triggered.priority > main.priority
    assert messages(schedule) == [
        "it was fetched anew every 300 s; a change of it is not seen until imported",
        "<metadata> in the head is not kept: it is for the player",
        f"{LEFT_OUT}it turns the screen off: say its times as the displays' `hours`",
        "the attribute fit is not kept",
        "<param> is not kept: it is for the player",
        f"{LEFT_OUT}it begins by accesskey(A), and a pack knows times on the clock only",
        f"{LEFT_OUT}it has a condition (expr), and a pack knows times only",
    ]


def test_the_lunch_menu_of_signageos() -> None:
    """signageOS, Priority playlists: times stand on a par inside the class."""
    schedule = read(
        '<par><excl begin="0" repeatCount="indefinite">'
        '<priorityClass higher="stop" lower="defer" peer="stop">'
        '<par begin="wallclock(R/2021-01-01T11:30:00/P1D)" end="wallclock(R/2021-01-01T14:10:00/P1D)">'
        '<seq repeatCount="indefinite"><img id="lunch" src="lunch.png"/></seq></par></priorityClass>'
        '<priorityClass higher="stop" lower="defer" peer="stop"><par><seq begin="0" repeatCount="indefinite">'
        '<img src="offer.png"/></seq></par></priorityClass></excl></par>'
    )
    lunch, offer = schedule.blocks
    assert lunch.dayparts == (Daypart(start="11:30", end="14:10"),)
    assert lunch.priority > offer.priority
    assert (offer.first, offer.dayparts) == (None, ())


@pytest.mark.parametrize(
    ("body", "lost"),
    [
        ('<seq><img src="a.png" dur="10s"/><img src="b.png" dur="5s"/></seq>', "durations of media are not kept"),
        ('<seq><video src="a.mp4"/></seq>', "<video> is not kept as such"),
        ('<par><img src="a.png"/><img src="b.png"/></par>', "what plays at the same time in a par takes turns now"),
        ('<seq><img src="a.png" region="left"/></seq>', "regions are not kept"),
        (
            '<par><img src="a.png" region="l"/><img src="b.png" region="r"/></par>',
            "regions are not kept: a slide fills its display, also that of l, r",
        ),
        ('<seq repeatCount="3"><img src="a.png"/></seq>', "repeatCount and repeatDur are not kept"),
        ('<seq><metadata><meta name="adapi:pickNumber"/></metadata><img src="a.png"/></seq>', "<metadata> is not kept"),
        ('<seq><img/><img src="a.png"/></seq>', f"{LEFT_OUT}it has no src"),
        (
            '<seq><ref src="adapi:reboot"/><img src="a.png"/></seq>',
            f"{LEFT_OUT}adapi:reboot is a command to the player",
        ),
        ('<seq fill="freeze"><img src="a.png"/></seq>', "the attribute fill is not kept"),
        ('<par endsync="last" min="5s" max="9s"><img src="a.png"/></par>', "the attribute endsync is not kept"),
        ('<par begin="0" dur="1h"><img src="a.png"/></par>', "that it plays for 1h is not kept"),
    ],
)
def test_what_is_lost_is_said(body: str, lost: str) -> None:
    schedule = read(body)
    assert [message for message in messages(schedule) if message.startswith(lost)]
    assert len(messages(schedule)) == len(set(messages(schedule)))
    assert schedule.blocks


def test_a_region_that_fills_the_screen_is_no_loss() -> None:
    layout = '<layout><root-layout width="1920px" height="1080"/><region xml:id="all" width="100%" height="1080px"/>'
    schedule = read('<seq><img src="a.png" region="all"/></seq>', f'{layout}<region xml:id="x" width="10"/></layout>')
    assert messages(schedule) == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<html/>", "is <html>, expected <smil>"),
        (b"<smil/>", "has no <body>"),
        (b"nimic", "XML"),
        (b"<smil><body><x:seq/></body></smil>", "unbound prefix"),
        (b'<!DOCTYPE smil [<!ENTITY a "b">]><smil/>', "document type"),
        (
            b"<smil><body>" + b'<par><img begin="0" src="a"/></par>' * 5_001 + b"</body></smil>",
            "more than 5,000 parts",
        ),
    ],
)
def test_what_is_no_smil_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        smil.read(data, "plan.smil", ZONE)
