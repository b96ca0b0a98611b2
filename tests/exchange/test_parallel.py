"""What plays at the same time in a `par` of SMIL, and offsets inside a sequence: nothing of it is lost in silence."""

from zoneinfo import ZoneInfo

import pytest

from content.exchange.media_blocks import Foreign
from content.exchange.smil import reader as smil

ZONE = ZoneInfo("Europe/Bucharest")
ALWAYS = '<excl><priorityClass><seq id="urgent" begin="0"><img src="u.png"/></seq></priorityClass></excl>'
MORNING = 'begin="wallclock(R/2026-01-01T08:00/P1D)" end="wallclock(R/2026-01-01T12:00/P1D)"'
NOON = 'begin="wallclock(R/2026-01-01T12:00/P1D)" end="wallclock(R/2026-01-01T16:00/P1D)"'
TURNS = "what plays at the same time in a par takes turns now"


def read(body: str) -> Foreign:
    return smil.read(f"<smil><body>{body}</body></smil>".encode(), "plan.smil", ZONE)


def said(body: str) -> list[str]:
    return [finding.message for finding in read(body).findings]


def seq(name: str, attributes: str = "", region: str = "") -> str:
    named = f' region="{region}"' if region else ""
    return f'<seq id="{name}" {attributes}><img src="{name}.png"{named}/></seq>'


def test_a_sequence_beside_an_excl_that_always_plays_never_does() -> None:
    never = "a slide fills its display: <seq plain> never plays now, a higher priority beside it always does"
    assert said(f"<par>{seq('plain')}{ALWAYS}</par>") == [never]
    assert said(f"<par>{seq('plain', MORNING)}{ALWAYS}</par>") == [never]
    assert said(f"<par>{seq('plain')}<par>{ALWAYS}</par></par>") == [never]


def test_a_sequence_beside_an_excl_with_hours_is_masked_in_them() -> None:
    excl = f"<excl><priorityClass>{seq('urgent', MORNING)}</priorityClass></excl>"
    masked = "a slide fills its display: <seq plain> is masked now while a higher priority beside it plays"
    assert said(f"<par>{seq('plain')}{excl}</par>") == [masked]
    assert said(f"<par>{seq('plain', NOON)}{excl}</par>") == []


def test_of_regions_it_is_not_said_that_they_take_turns_where_one_masks_the_other() -> None:
    urgent = seq("urgent", 'begin="0"', "r")
    excl = f"<excl><priorityClass>{urgent}</priorityClass></excl>"
    regions = "2 regions play at the same time; what is in them takes turns now"
    assert f"{regions}, unless a higher priority masks it" in said(f"<par>{seq('plain', region='l')}{excl}</par>")
    assert regions in said(f"<par>{seq('a', region='l')}{seq('b', region='r')}</par>")


@pytest.mark.parametrize(
    ("inside", "turns"),
    [
        (seq("a") + seq("b"), True),
        (seq("a") + '<img src="b.png"/>', True),
        (seq("a", region="l") + seq("b", region="l"), True),
        (seq("a", region="l") + seq("b", region="r"), False),  # the regions are said
        (seq("a", MORNING) + seq("b", NOON), False),
        (seq("a", MORNING) + seq("b"), True),
        (seq("a") + "<seq><prefetch src='a.png'/></seq>", False),
        (seq("a"), False),
    ],
)
def test_what_plays_at_once_in_a_par_takes_turns_and_is_said_to(inside: str, *, turns: bool) -> None:
    assert (TURNS in said(f"<par>{inside}</par>")) is turns


@pytest.mark.parametrize(
    ("body", "lost"),
    [
        ('<seq><img begin="5s" src="a.png"/><img src="b.png"/></seq>', ["begin='5s'"]),
        ('<seq><img begin="5s" end="20s" src="a.png"/></seq>', ["begin='5s'", "end='20s'"]),
        ('<seq><seq begin="30s"><img begin="1min" src="a.png"/></seq></seq>', ["begin='30s'", "begin='1min'"]),
        ('<par><img begin="5s" src="a.png"/></par>', ["begin='5s'"]),
        ('<seq><img begin="0s" src="a.png"/></seq>', []),
    ],
)
def test_offsets_in_a_sequence_are_said(body: str, lost: list[str]) -> None:
    assert said(body) == [f"{each} is not kept: an offset counts from what plays before" for each in lost]
    assert len(read(body).blocks) == 1


def test_too_many_offsets_cost_only_themselves() -> None:
    body = f'<seq><img begin="{"1s;" * 300}" src="a.png"/></seq>'
    assert said(body) == ["begin is not kept: its begin has more than 200 values"]
    assert len(read(body).blocks) == 1


@pytest.mark.parametrize("attributes", ["", MORNING])
def test_of_many_parts_it_is_said_in_general(attributes: str) -> None:
    many = "".join(seq(f"s{n}", attributes) for n in range(150))
    assert said(f"<par>{many}</par>") == [f"{TURNS}, or is masked by a higher priority beside it"]
