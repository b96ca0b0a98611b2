"""What can never play because nothing is left of it: said with the reason, and not of what only comes later."""

import pytest

from content.checks import gate
from tests import sample
from tests.checks import packs
from tests.checks.foreseen import ALWAYS, NOW, STAYS, Twins, copies, only_of_the_first, warned

BASE = "  - {id: base, playlist: calm}\n"
WEEKDAYS = 'dayparts: [{days: mon-fri, from: "08:00", to: "20:00"}]'
WORK = "Mon, Tue, Wed, Thu and Fri"
LATER = sample.CALL.replace("2026-11-20T00:00", "2026-12-03T00:00")
"""A call that opens after the campaigns of some cases have begun."""


def campaign(more: str, playlist: str = "call") -> str:
    return f"{BASE}  - {{id: a, playlist: {playlist}, {more}}}\n"


def never(more: str, **changes: str) -> list[str]:
    return warned("never-shown", campaign(more), NOW, **{"slides__strada": LATER, **changes})


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (
            f"from: 2026-12-01, rrule: FREQ=WEEKLY;BYDAY=SA, {WEEKDAYS}",
            f"it runs on Sat, its dayparts on {WORK}",
        ),
        (f"rdate: [2026-12-05], {WEEKDAYS}", f"it runs on Sat, its dayparts on {WORK}"),
        (f"from: 2026-12-05, to: 2026-12-06, {WEEKDAYS}", f"it runs on Sat and Sun, its dayparts on {WORK}"),
        (f"rdate: [2029-12-08], {WEEKDAYS}", f"it runs on Sat, its dayparts on {WORK}"),
        (
            "rdate: [2026-12-05, 2026-12-12], exdate: [2026-12-05, 2026-12-12]",
            "`exdate` leaves out every day on which ",
        ),
        ("rdate: [2026-11-25], from: 2026-12-01", "none of the days on which it recurs is within `from` and `to`"),
        (
            f"from: 2026-12-01T21:00, to: 2026-12-02T07:00, {WEEKDAYS}",
            "its dayparts are outside what `from` and `to` leave of its days",
        ),
    ],
    ids=["rrule", "rdate", "a weekend", "a rdate years ahead", "exdate", "before from", "a night"],
)
def test_a_campaign_without_an_hour(more: str, why: str) -> None:
    (sentence,) = never(more)
    assert sentence.startswith(f"campaigns.yaml:a: never plays: {why}")


@pytest.mark.parametrize("playlist", ["short", "calm"])
def test_a_campaign_of_hours_in_which_its_displays_are_off(playlist: str) -> None:
    """Whether others show its slides or not. The station is on from 06:00 to 23:00, the square always."""
    night = 'displays: {}, dayparts: [{{from: "01:00", to: "03:00"}}]'
    assert warned("never-shown", campaign(night.format("[gara]"), playlist)) == [
        "campaigns.yaml:a: never plays: its hours are all outside those of its displays"
    ]
    assert warned("never-shown", campaign(night.format("all"), playlist)) == []


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("to: 2026-12-02", "a ends on Wed 2026-12-02 24:00, before it opens on Thu 2026-12-03 00:00"),
        ("from: 2026-12-07", "it ends on Sun 2026-12-06 23:59, before a begins on Mon 2026-12-07 00:00"),
        (
            'dayparts: [{days: mon-tue, from: "08:00", to: "20:00"}]',
            "a does not run while it is open, from Thu 2026-12-03 00:00 to Sun 2026-12-06 23:59",
        ),
    ],
    ids=["closed before", "opens after", "other days"],
)
def test_a_slide_that_its_campaign_can_never_show(more: str, why: str) -> None:
    assert never(more) == [f"slides/strada.yaml: is never shown: {why}"]


def test_a_slide_without_an_opening_is_looked_for_from_now_on() -> None:
    """It has been there for a while, or only since now: what is to come has to hold it."""
    weekend = campaign('dayparts: [{days: sun, from: "08:00", to: "20:00"}]', "short")
    notice = sample.NOTICE.replace("2026-11-30T18:00", "2026-11-28")
    assert warned("never-shown", weekend, slides__restrictii=notice) == [
        "slides/restrictii.yaml: is never shown: a does not run while it is open, from now to Sat 2026-11-28 24:00"
    ]
    assert warned("never-shown", weekend) == []


def test_an_announcement_and_every_campaign_in_turn() -> None:
    call = LATER + "announce: 2026-11-25T00:00\n"
    two = "  - {id: a, playlist: call, from: 2026-12-03}\n  - {id: b, playlist: call, to: 2026-11-24}\n"
    assert warned("never-shown", BASE + two, slides__strada=call) == [
        "slides/strada.yaml: its announcement is never shown: it ends on Wed 2026-12-02 24:00, before a begins on Thu "
        "2026-12-03 00:00; b ends on Tue 2026-11-24 24:00, before it opens on Wed 2026-11-25 00:00"
    ]
    one = two.replace("2026-11-24", "2026-11-25")
    assert warned("never-shown", BASE + one, slides__strada=call) == []


@pytest.mark.parametrize(
    ("more", "changes"),
    [
        ("from: 2027-03-01", {"slides__strada": sample.CALL.replace("2026-12-06T23:59", "2027-04-01")}),
        ("rdate: [2031-03-01]", {"slides__strada": sample.CALL.replace("2026-12-06T23:59", "2031-04-01")}),
        ("from: 2198-01-01", {"slides__strada": sample.CALL.replace("2026-12-06T23:59", "2199-12-31")}),
        (f"from: 2026-10-01, to: 2026-11-22, {WEEKDAYS}", {}),
        ("rdate: [2026-11-01]", {}),
        ("to: 2026-11-20", {"slides__strada": sample.CALL}),
        ('dayparts: [{days: sat, from: "08:00", to: "20:00"}], to: 2026-11-24', {"slides__strada": sample.CALL}),
        (
            "from: 2026-01-01, rrule: FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29, "
            'dayparts: [{days: wed, from: "08:00", to: "20:00"}]',
            {"slides__strada": sample.CALL.replace("2026-12-06T23:59", "2090-01-01")},
        ),
    ],
    ids=["next year", "in years", "in ages", "over", "rdate over", "over, shown", "its last days", "29 February"],
)
def test_what_comes_later_or_has_been_is_not_said(more: str, changes: dict[str, str]) -> None:
    sentences = warned("never-shown", campaign(more, "calm" if not changes else "call"), **changes)
    assert sentences == []


def test_of_many_campaigns_some_are_named_and_the_others_counted() -> None:
    many = "".join(f"  - {{id: a{n}, playlist: call, to: 2026-12-0{n}}}\n" for n in (1, 2))
    many += "".join(f"  - {{id: b{n}, playlist: call, from: 2026-12-0{n}}}\n" for n in (7, 8, 9))
    (sentence,) = warned("never-shown", BASE + many, slides__strada=LATER)
    assert sentence.count(";") == 3
    assert sentence.endswith("before b7 begins on Mon 2026-12-07 00:00; and 2 more campaigns")


def test_a_slide_that_a_campaign_now_over_has_shown() -> None:
    """The second campaign comes too late for it, and yet it is not one that is never shown."""
    two = "  - {{id: a, playlist: call, to: 2026-11-{}}}\n  - {{id: b, playlist: call, from: 2026-12-07}}\n"
    assert warned("never-shown", BASE + two.format(22)) == []
    assert len(warned("never-shown", BASE + two.format(19))) == 1


def test_a_call_in_spring_that_only_a_dark_night_would_show() -> None:
    night = 'displays: [gara], dayparts: [{days: wed, from: "22:00", to: "02:00"}]'  # the station is off from 23:00
    spring = sample.CALL.replace("2026-11-20", "2027-03-04").replace("2026-12-06", "2027-03-07")  # from a Thursday
    assert never(night, slides__strada=spring) == [
        "slides/strada.yaml: is never shown: while it is open, a runs only when its displays are off"
    ]
    assert never(night, slides__strada=spring.replace("2027-03-04", "2027-03-03")) == []


def test_figures_that_grow_old_before_their_campaign_begins() -> None:
    """They are imported again until then: `soon-stale` says when."""
    later = "{id: mereu, playlist: toate, from: 2030-01-01}"  # the trams' figures are fresh until 2029
    pack = packs.parsed(("campaigns.yaml", "{id: mereu, playlist: toate}", later))
    places = [each.where for each in gate.foresee(pack, packs.NOW) if each.code == "never-shown"]
    assert places == ["slides/apa.yaml", "slides/strada.yaml"]


def test_it_is_said_and_not_of_its_twin() -> None:
    twins = Twins(
        "never-shown",
        "  - {id: high, playlist: calm, priority: 2}\n  - {id: low, playlist: civic, priority: 1}\n",
        {},
        "is shown on no display in the next 30 days though it is open",
        ALWAYS,
    )
    only_of_the_first(twins)


TWENTY = {f"slides__s{n}": STAYS.replace("Registratura", f"Ghișeul {n}") for n in range(20)}


BURST = "  - {{id: all, playlist: both}}\n  - {{id: burst, playlist: many, priority: 2, dayparts: [{}]}}\n"


def many(slides: int) -> str:
    listed = ", ".join(f"s{n}" for n in range(slides))
    return f"playlists:\n  - {{id: both, slides: [strada, ramane, restrictii]}}\n  - {{id: many, slides: [{listed}]}}\n"


def test_slides_to_which_a_short_daypart_never_gets_are_never_shown() -> None:
    """9 s each at the station, and a rotation that starts anew every day: two minutes are 14 slides of 20."""
    burst = BURST.format('{from: "08:00", to: "08:02"}')
    sentence = "comes up on no display in the next 30 days: burst never plays for long enough at a time to get to it"
    expected = [f"slides/s{n}.yaml: {sentence}" for n in range(14, 20)]
    assert warned("never-shown", burst, **TWENTY, playlists=many(20)) == expected
    hour = BURST.format('{from: "08:00", to: "09:00"}')
    assert warned("never-shown", hour, **TWENTY, playlists=many(20)) == []


def test_a_display_that_is_ahead_gets_to_other_slides() -> None:
    burst = BURST.format('{from: "08:00", to: "08:02"}')
    displays = copies("alta", alta="    phase: 118\n")
    assert warned("never-shown", burst, **TWENTY, playlists=many(20), displays=displays) == []


def test_an_announcement_that_nobody_sees_is_called_one() -> None:
    call = sample.CALL + "announce: 2026-11-24T00:00\n"
    call = call.replace("opens: 2026-11-20T00:00", "opens: 2026-11-26T00:00")
    high = "  - {id: high, playlist: calm, priority: 2, from: 2026-11-23, to: 2026-11-25}\n"
    assert warned("never-shown", ALWAYS + high, slides__strada=call) == [
        "slides/strada.yaml: its announcement is shown on no display in the next 30 days though it is open"
    ]
