"""What is said of the next 30 days, before it happens: each rule on a pack that breaks it, and silent on its twin.

Also what is never seen in them: dark hours, masked campaigns, slides that do not come up, languages.
"""

import pytest

from content.checks.coming import coming
from content.checks.subject import Subject
from tests import sample
from tests.checks.foreseen import ALWAYS, NOW, STAYS, characters, copies, foreseen, pack, said

CITY = sample.CITY + "minimum_airtime: [{kinds: {consultation: 0.3}}]\n"

CASES = [
    (
        "dark",
        '  - {id: day, playlist: calm, dayparts: [{days: mon-sun, from: "08:00", to: "20:00"}]}\n',
        {},
        "shows only the neutral card for 360.0 h of its hours in the next 30 days, first on Mon 2026-11-23 20:00",
        '  - {id: day, playlist: calm, dayparts: [{days: mon-sun, from: "06:00", to: "23:00"}], displays: [gara]}\n'
        "  - {id: all, playlist: calm, displays: [piata]}\n",
    ),
    (
        "masked",
        "  - {id: high, playlist: calm, priority: 2}\n  - {id: low, playlist: civic, priority: 1}\n",
        {},
        "is masked by high whenever it runs in the next 30 days",
        '  - {id: high, playlist: calm, priority: 2, dayparts: [{from: "08:00", to: "09:00"}]}\n'
        "  - {id: low, playlist: civic, priority: 1}\n",
    ),
    (
        "never-shown",
        "  - {id: high, playlist: calm, priority: 2}\n  - {id: low, playlist: civic, priority: 1}\n",
        {},
        "is shown on no display in the next 30 days though it is open",
        ALWAYS,
    ),
    (
        "airtime",
        "  - {id: high, playlist: calm, priority: 2, displays: [piata]}\n  - {id: low, playlist: civic}\n",
        {"city": CITY},
        "gives consultation 0% of its airtime while a call is open in the next 30 days, the city asked for 30%; strada "
        "closes in 13 days",
        "  - {id: x, playlist: calm, share: 9}\n  - {id: y, playlist: civic}\n",
    ),
    (
        "period",
        "  - {id: week, playlist: civic, from: 2026-11-30, to: 2026-12-04}\n",
        {"slides__strada": sample.CALL + "legal_basis: Legea 52/2003, art. 7\n"},
        "shows for an hour or more on at most 5 days on any display, Legea 52/2003 art. 7 alin. (4) gives 10",
        ALWAYS,
    ),
    (
        "slipped",
        '  - {id: a, playlist: calm, dayparts: [{from: "08:00", to: "12:15"}]}\n'
        '  - {id: b, playlist: civic, dayparts: [{from: "12:00", to: "18:00"}]}\n',
        {},
        "plays until 12:15 and b from 12:00 with equal priority: for 15 minutes they mix, first on "
        "Tue 2026-11-24 12:00",
        '  - {id: a, playlist: calm, dayparts: [{from: "08:00", to: "12:00"}]}\n'
        '  - {id: b, playlist: civic, dayparts: [{from: "12:00", to: "18:00"}]}\n',
    ),
    (
        "ends-within",
        '  - {id: a, playlist: short, dayparts: [{from: "08:00", to: "20:00"}]}\n',
        {},
        "has nothing more to show from Mon 2026-11-30 18:00 on, in the middle of its daypart 08:00–20:00",
        '  - {id: a, playlist: short, dayparts: [{from: "08:00", to: "18:00"}]}\n',
    ),
    (
        "starved",
        "  - {id: x, playlist: calm, share: 30}\n  - {id: y, playlist: civic}\n",
        {"slides__ramane": STAYS.replace(", en: Desk open", "").replace(", en: At City Hall.", "")},
        "shows en, one of 2 languages, for less than 1% of the next 30 days' airtime",
        "  - {id: x, playlist: calm, share: 30}\n  - {id: y, playlist: civic}\n",
    ),
]


def test_displays_with_the_same_plan_are_looked_at_once_and_named_in_one_finding() -> None:
    displays = copies("alta", alta="    phase: 20\n")
    day = '  - {id: day, playlist: calm, displays: [piata, alta], dayparts: [{from: "08:00", to: "20:00"}]}\n'
    (found,) = foreseen("dark", day + "  - {id: all, playlist: calm, displays: [gara]}\n", displays=displays)
    assert (found.where, found.display) == ("displays.yaml:piata", None)
    assert found.message.endswith("first on Mon 2026-11-23 20:00; the same on alta")
    ahead = coming.foreseen(Subject(pack(day, displays=displays), NOW, characters))
    assert ahead.forecasts["piata"] is ahead.forecasts["alta"] is not ahead.forecasts["gara"]


def test_of_many_displays_some_are_named_and_the_others_counted() -> None:
    day = '  - {id: day, playlist: calm, displays: {tags: [centru]}, dayparts: [{from: "08:00", to: "20:00"}]}\n'
    (found,) = foreseen("dark", day, displays=copies(*(f"d{n}" for n in range(12))))
    assert found.message.endswith("; the same on d0, d1, d2, d3, d4, d5 and 6 more")


@pytest.mark.parametrize(
    ("code", "campaigns", "changes", "sentence", "twin"), CASES, ids=[subject[0] for subject in CASES]
)
def test_it_is_said_and_not_of_its_twin(
    code: str, campaigns: str, changes: dict[str, str], sentence: str, twin: str
) -> None:
    found = foreseen(code, campaigns, NOW, **changes)
    assert [each.message for each in found][:1] == [sentence]
    assert all(each.level == "warning" for each in found)
    kept = {} if code == "starved" else changes
    assert foreseen(code, twin, NOW, **kept) == []


def test_a_minute_in_the_dark_is_a_minute_and_not_no_hours() -> None:
    """The display is off until 06:00, when the campaign of the night before has long ended."""
    campaigns = (
        "  - {id: all, playlist: calm, displays: [piata]}\n"
        "  - {id: day, playlist: calm, displays: [gara], exdate: [2026-11-24], "
        'dayparts: [{from: "06:00", to: "23:00"}]}\n'
        "  - {id: late, playlist: calm, displays: [gara], from: 2026-11-24T06:01, to: 2026-11-24T23:00}\n"
    )
    assert said("dark", campaigns) == [
        "displays.yaml:gara: shows only the neutral card for 1 min of its hours in the next 30 days, first on "
        "Tue 2026-11-24 06:00"
    ]


def test_a_campaign_masked_on_one_display_is_said_of_that_one() -> None:
    urgent = "  - {id: urgent, playlist: calm, priority: 5, displays: [gara]}\n"
    masked = "campaigns.yaml:always: is masked by urgent on gara whenever it runs in the next 30 days"
    assert said("masked", ALWAYS + urgent) == [masked]
    assert said("masked", ALWAYS.replace("civic", "civic, displays: [gara]") + urgent) == [
        masked.replace(" on gara", "")
    ]
    mornings = urgent.replace("[gara]", '[gara], dayparts: [{from: "06:00", to: "09:00"}]')
    assert said("masked", ALWAYS + mornings) == []


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
    assert said("never-shown", burst, **TWENTY, playlists=many(20)) == expected
    hour = BURST.format('{from: "08:00", to: "09:00"}')
    assert said("never-shown", hour, **TWENTY, playlists=many(20)) == []


def test_a_display_that_is_ahead_gets_to_other_slides() -> None:
    burst = BURST.format('{from: "08:00", to: "08:02"}')
    displays = copies("alta", alta="    phase: 118\n")
    assert said("never-shown", burst, **TWENTY, playlists=many(20), displays=displays) == []


def test_an_announcement_that_nobody_sees_is_called_one() -> None:
    call = sample.CALL + "announce: 2026-11-24T00:00\n"
    call = call.replace("opens: 2026-11-20T00:00", "opens: 2026-11-26T00:00")
    high = "  - {id: high, playlist: calm, priority: 2, from: 2026-11-23, to: 2026-11-25}\n"
    assert said("never-shown", ALWAYS + high, slides__strada=call) == [
        "slides/strada.yaml: its announcement is shown on no display in the next 30 days though it is open"
    ]
