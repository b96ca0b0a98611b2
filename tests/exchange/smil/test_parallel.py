"""What plays at the same time in a `par` of SMIL takes turns on a display, and is said to."""

from zoneinfo import ZoneInfo

import pytest

from content.exchange.media_blocks import ForeignSchedule
from content.exchange.smil import reader as smil

ZONE = ZoneInfo("Europe/Bucharest")
ALWAYS = '<excl><priorityClass><seq id="urgent" begin="0"><img src="u.png"/></seq></priorityClass></excl>'
MORNING = 'begin="wallclock(R/2026-01-01T08:00/P1D)" end="wallclock(R/2026-01-01T12:00/P1D)"'
NOON = 'begin="wallclock(R/2026-01-01T12:00/P1D)" end="wallclock(R/2026-01-01T16:00/P1D)"'
TURNS = smil.TAKES_TURNS


def read(body: str) -> ForeignSchedule:
    return smil.read(f"<smil><body>{body}</body></smil>".encode(), "plan.smil", ZONE)


def messages(body: str) -> list[str]:
    return [finding.message for finding in read(body).findings]


def seq(name: str, attributes: str = "", region: str = "") -> str:
    named = f' region="{region}"' if region else ""
    return f'<seq id="{name}" {attributes}><img src="{name}.png"{named}/></seq>'


def test_a_sequence_beside_an_excl_that_always_plays_is_masked() -> None:
    assert messages(f"<par>{seq('plain')}{ALWAYS}</par>") == [TURNS]
    assert messages(f"<par>{seq('plain', MORNING)}{ALWAYS}</par>") == [TURNS]
    assert messages(f"<par>{seq('plain')}<par>{ALWAYS}</par></par>") == [TURNS]


def test_a_sequence_beside_an_excl_with_hours_is_masked_in_them() -> None:
    excl = f"<excl><priorityClass>{seq('urgent', MORNING)}</priorityClass></excl>"
    assert messages(f"<par>{seq('plain')}{excl}</par>") == [TURNS]
    assert messages(f"<par>{seq('plain', NOON)}{excl}</par>") == []


@pytest.mark.parametrize(
    ("inside", "turns"),
    [
        (seq("a") + seq("b"), True),
        (seq("a") + '<img src="b.png"/>', True),
        (seq("a", region="l") + seq("b", region="l"), True),
        (seq("a", region="l") + seq("b", region="r"), True),
        (seq("a", MORNING) + seq("b", NOON), False),
        (seq("a", MORNING) + seq("b"), True),
        (seq("a") + "<seq><prefetch src='a.png'/></seq>", False),
        (seq("a"), False),
    ],
)
def test_what_plays_at_once_in_a_par_takes_turns_and_is_said_to(inside: str, *, turns: bool) -> None:
    assert (TURNS in messages(f"<par>{inside}</par>")) is turns


@pytest.mark.parametrize("attributes", ["", MORNING])
def test_many_parts_are_taken_to_meet(attributes: str) -> None:
    many = "".join(seq(f"s{n}", attributes) for n in range(150))
    assert messages(f"<par>{many}</par>") == [TURNS]
