"""What is said of the next 30 days, before it happens: each rule on a pack that breaks it, and silent on its twin."""

from datetime import UTC, datetime, timedelta

import pytest

from content import checks
from content.checks import ahead
from content.checks.case import Case
from content.findings import Finding
from content.model import Pack
from content.outlook import Outlook
from content.plan import plan_for
from content.schedule import Schedule
from tests.content import sample

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
STAYS = """
kind: notice
title: {ro: Registratura e deschisă, hu: Az iktató nyitva, en: Desk open}
body: {ro: La Primărie., hu: A városházán., en: At City Hall.}
"""
PLAYLISTS = """
playlists:
  - {id: civic, slides: [strada, ramane]}
  - {id: short, slides: [restrictii]}
  - {id: calm, slides: [ramane]}
"""


def characters(pack: Pack, slide: str, lang: str) -> int:
    return 100


def pack(campaigns: str, **changes: str) -> Pack:
    return sample.parsed(
        **{"slides__ramane": STAYS, "playlists": PLAYLISTS, "campaigns": f"campaigns:\n{campaigns}", **changes}
    )


def foreseen(code: str, campaigns: str, now: datetime = NOW, /, **changes: str) -> list[Finding]:
    found = checks.foresee(pack(campaigns, **changes), now, characters)
    return [each for each in found if each.code == code]


ALWAYS = "  - {id: always, playlist: civic}\n"
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
        "gives consultation 0% of its airtime in the next 30 days, the city asked for 30%; strada closes in 13 days",
        "  - {id: x, playlist: calm, share: 9}\n  - {id: y, playlist: civic}\n",
    ),
    (
        "period",
        "  - {id: week, playlist: civic, from: 2026-11-30, to: 2026-12-04}\n",
        {"slides__strada": sample.CALL + "legal_basis: Legea 52/2003, art. 7\n"},
        "shows on at most 5 days on any display, Legea 52/2003 art. 7 alin. (4) gives 10",
        ALWAYS,
    ),
    (
        "slipped",
        '  - {id: a, playlist: calm, dayparts: [{from: "08:00", to: "12:15"}]}\n'
        '  - {id: b, playlist: civic, dayparts: [{from: "12:00", to: "18:00"}]}\n',
        {},
        "plays 08:00–12:15 and b 12:00–18:00 with equal priority: for 15 minutes they mix",
        '  - {id: a, playlist: calm, dayparts: [{from: "08:00", to: "12:00"}]}\n'
        '  - {id: b, playlist: civic, dayparts: [{from: "12:00", to: "18:00"}]}\n',
    ),
    (
        "ends-within",
        '  - {id: a, playlist: short, dayparts: [{from: "08:00", to: "20:00"}]}\n',
        {},
        "has nothing more to show from Mon 2026-11-30 18:00 on, in the middle of a daypart",
        '  - {id: a, playlist: short, dayparts: [{from: "08:00", to: "18:00"}]}\n',
    ),
    (
        "starved",
        "  - {id: x, playlist: calm, share: 30}\n  - {id: y, playlist: civic}\n",
        {"slides__ramane": STAYS.replace(", en: Desk open", "").replace(", en: At City Hall.", "")},
        "shows en, one of 2 languages, for 1% of the next 30 days' airtime",
        "  - {id: x, playlist: calm, share: 30}\n  - {id: y, playlist: civic}\n",
    ),
]


def test_a_campaign_of_hours_in_which_the_displays_are_off_is_never_shown() -> None:
    night = (
        '  - {{id: night, playlist: short, priority: 3, displays: [{}], dayparts: [{{from: "01:00", to: "03:00"}}]}}\n'
    )
    found = foreseen("never-shown", ALWAYS + night.format("gara"))  # on from 06:00 to 23:00
    assert [each.where for each in found] == ["slides/restrictii.yaml"]
    assert foreseen("never-shown", ALWAYS + night.format("piata")) == []


def test_displays_with_the_same_plan_are_looked_at_once_and_named_each() -> None:
    twin = sample.DISPLAYS.partition("  - id: gara")[0].partition("displays:")[2].replace("id: piata", "id: alta")
    displays = sample.DISPLAYS + twin.strip("\n") + "\n    phase: 20\n"
    day = '  - {id: day, playlist: calm, displays: [piata, alta], dayparts: [{from: "08:00", to: "20:00"}]}\n'
    found = foreseen("dark", day + "  - {id: all, playlist: calm, displays: [gara]}\n", displays=displays)
    assert [each.where for each in found] == ["displays.yaml:piata", "displays.yaml:alta"]
    looked = ahead.looked(Case(pack(day, displays=displays), NOW, characters))
    assert looked.outlooks["piata"] is looked.outlooks["alta"] is not looked.outlooks["gara"]


@pytest.mark.parametrize(("code", "campaigns", "changes", "said", "twin"), CASES, ids=[case[0] for case in CASES])
def test_it_is_said_and_not_of_its_twin(
    code: str, campaigns: str, changes: dict[str, str], said: str, twin: str
) -> None:
    found = foreseen(code, campaigns, NOW, **changes)
    assert [each.message for each in found][:1] == [said]
    assert all(each.level == "warning" for each in found)
    kept = {} if code == "starved" else changes
    assert foreseen(code, twin, NOW, **kept) == []


def test_a_day_on_which_the_clocks_change_is_said() -> None:
    campaigns = '  - {id: night, playlist: calm, dayparts: [{days: sun, from: "02:00", to: "05:00"}]}\n'
    spring = foreseen("clocks-change", campaigns, datetime(2026, 3, 20, tzinfo=UTC))
    autumn = foreseen("clocks-change", campaigns, datetime(2026, 10, 20, tzinfo=UTC))
    assert [each.message for each in spring] == ["runs 2 h instead of 3 h on 2026-03-29, when the clocks change"]
    assert [each.message for each in autumn] == ["runs 4 h instead of 3 h on 2026-10-25, when the clocks change"]
    assert foreseen("clocks-change", campaigns, datetime(2026, 6, 20, tzinfo=UTC)) == []


def test_working_days_are_counted_as_such() -> None:
    """From Monday 12 October 2026 on, 30 working days end on Friday 20 November; on weekends nobody counts."""
    call = sample.CALL.replace("opens: 2026-11-20T00:00", "opens: 2026-10-12T00:00") + "legal_basis: Legea 52/2003\n"
    weekends = '  - {id: a, playlist: civic, dayparts: [{days: "sat,sun", from: "08:00", to: "20:00"}]}\n'
    found = [each.message for each in foreseen("period", weekends, slides__strada=call)]
    assert "shows on at most 0 working days on any display, Legea 52/2003 art. 7 alin. (2) gives 30" in found
    assert foreseen("period", ALWAYS, slides__strada=call) == []


def test_a_period_already_under_way_counts_the_days_gone() -> None:
    call = sample.CALL + "legal_basis: Legea 52/2003, art. 7\n"
    later = datetime(2026, 12, 5, 10, tzinfo=UTC)  # a day before it closes, opened on 20 November
    assert foreseen("period", ALWAYS, later, slides__strada=call) == []


def test_airtime_reckoned_is_airtime_walked() -> None:
    """The outlook's sums against the timeline, second by second of two days."""
    campaigns = (
        "  - {id: a, playlist: civic, share: 3}\n"
        '  - {id: b, playlist: short, share: 2, dayparts: [{from: "09:00", to: "17:00"}]}\n'
    )
    of = pack(campaigns)
    for display in of.displays.values():
        plan = plan_for(of, display, characters)
        start = datetime(2026, 11, 23, 22, tzinfo=UTC)
        walked: dict[str, float] = {}
        for showing in Schedule(plan).timeline(start, start + timedelta(days=2)):
            if showing.slide:
                until = min(showing.until, start + timedelta(days=2))
                walked[showing.slide] = walked.get(showing.slide, 0) + (until - showing.since).total_seconds()
        reckoned = Outlook(plan, start, 2).airtime(lambda slide, lang: slide)
        assert reckoned.keys() == walked.keys()
        for slide, seconds in walked.items():
            assert abs(reckoned[slide] - seconds) < 0.01 * sum(walked.values()), slide
