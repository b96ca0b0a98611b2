"""Ends inside a daypart: what nobody can have meant is said, a deadline and a written hour are not."""

import pytest

from tests import sample
from tests.checks.foreseen import Twins, only_of_the_first, warned

BASE = "  - {id: base, playlist: calm}\n"


def campaign(playlist: str, more: str) -> str:
    return f"{BASE}  - {{id: a, playlist: {playlist}, priority: 1, {more}}}\n"


def hours(start: str, end: str) -> str:
    return f'dayparts: [{{from: "{start}", to: "{end}"}}]'


def notice(expires: str) -> str:
    return sample.NOTICE.replace("2026-11-30T18:00", expires)


def call(closes: str) -> str:
    return sample.CALL.replace("2026-12-06T23:59", closes)


def test_a_campaign_whose_end_cuts_its_own_daypart() -> None:
    cut = campaign("calm", f"to: 2026-11-27T12:00, {hours('08:00', '18:00')}")
    assert warned("ends-within", cut) == [
        "campaigns.yaml:a: ends on Fri 2026-11-27 12:00, in the middle of its daypart 08:00–18:00"
    ]


def test_a_bare_expiry_in_a_night_that_goes_on() -> None:
    """The day of the notice is over at midnight, its night is not; the other slide stays."""
    night = campaign("both", hours("21:00", "02:00"))
    assert warned("ends-within", night, slides__restrictii=notice("2026-11-27")) == [
        "campaigns.yaml:a: loses restrictii on Sat 2026-11-28 00:00, in the middle of its daypart 21:00–02:00"
    ]
    assert warned("ends-within", night, slides__restrictii=notice("2026-11-28T02:00")) == []
    assert warned("ends-within", night.replace("both", "civic"), slides__strada=call("2026-11-27")) == []


def test_a_campaign_that_runs_dry_while_another_masks_it() -> None:
    """It would come back at 19:00 and has nothing more to show; where it would not, nobody misses anything."""
    short, top = campaign("short", hours("08:00", "20:00")), "  - {{id: top, playlist: calm, priority: 2, {}}}\n"
    for masked in (hours("17:00", "19:00"), hours("06:00", "19:00")):
        assert warned("ends-within", short + top.format(masked)) == [
            "campaigns.yaml:a: has nothing more to show from Mon 2026-11-30 18:00 on, in the middle of its daypart "
            "08:00–20:00"
        ]
    assert warned("ends-within", short + top.format(hours("17:00", "20:00"))) == []
    assert warned("ends-within", short + top.format(hours("18:00", "20:00"))) == []


def test_a_minute_that_is_left_is_none() -> None:
    """23:59 is how the end of a day is written, also where the daypart goes on to 24:00."""
    late = campaign("short", hours("08:00", "24:00"))
    assert warned("ends-within", late, slides__restrictii=notice("2026-11-27T23:59")) == []
    assert warned("ends-within", campaign("calm", f"to: 2026-11-27T23:59, {hours('08:00', '24:00')}")) == []
    assert len(warned("ends-within", late, slides__restrictii=notice("2026-11-27T23:58"))) == 1


@pytest.mark.parametrize(
    ("campaigns", "changes"),
    [
        (campaign("both", hours("08:00", "20:00")), {}),
        (campaign("short", "share: 1"), {}),
        (campaign("call", hours("08:00", "20:00")), {"slides__strada": call("2026-12-04T14:00")}),
        (campaign("short", hours("00:00", "24:00")), {"slides__restrictii": notice("2026-11-29")}),
        (campaign("calm", f"to: 2026-11-27, {hours('08:00', '18:00')}"), {}),
        (campaign("calm", f"to: 2026-11-27, {hours('00:00', '24:00')}"), {}),
        (campaign("calm", f"to: 2026-11-27, {hours('21:00', '02:00')}"), {}),
        (campaign("calm", f"to: 2026-11-27T18:00, {hours('08:00', '18:00')}"), {}),
        (campaign("calm", "to: 2026-11-27T12:00"), {}),
        (
            campaign("short", f"displays: [gara], {hours('00:00', '24:00')}"),
            {"slides__restrictii": notice("2026-11-29T03:00")},
        ),
        (campaign("short", hours("08:00", "20:00")) + "  - {id: top, playlist: calm, priority: 2}\n", {}),
    ],
    ids=[
        "one of two",
        "no daypart",
        "a deadline",
        "a day of whole days",
        "the day's end",
        "the day's end of whole days",
        "the night's end",
        "with the daypart",
        "an end without dayparts",
        "display off",
        "masked",
    ],
)
def test_what_is_meant_is_not_said(campaigns: str, changes: dict[str, str]) -> None:
    assert warned("ends-within", campaigns, **changes) == []


def test_a_campaign_that_runs_dry_though_more_comes_later() -> None:
    """The notice leaves at 18:00 and the call opens the next day: the evening between has nothing."""
    campaigns = campaign("dry", hours("08:00", "20:00"))
    lists = "playlists:\n  - {id: calm, slides: [ramane]}\n  - {id: dry, slides: [restrictii, strada]}\n"
    later = sample.CALL.replace("2026-11-20T00:00", "2026-12-01T00:00")
    assert warned("ends-within", campaigns, playlists=lists, slides__strada=later) == [
        "campaigns.yaml:a: has nothing more to show from Mon 2026-11-30 18:00 on, in the middle of its daypart "
        "08:00–20:00"
    ]


def test_it_is_said_and_not_of_its_twin() -> None:
    twins = Twins(
        "ends-within",
        '  - {id: a, playlist: short, dayparts: [{from: "08:00", to: "20:00"}]}\n',
        {},
        "has nothing more to show from Mon 2026-11-30 18:00 on, in the middle of its daypart 08:00–20:00",
        '  - {id: a, playlist: short, dayparts: [{from: "08:00", to: "18:00"}]}\n',
    )
    only_of_the_first(twins)
