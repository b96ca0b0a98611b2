"""What a pack comes down to for one display: languages, seconds, instants."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.findings import RefusedError
from content.pack.model import Pack
from content.publication.planner import Planner, plan_for
from content.publication.planner import seconds as seconds_for
from content.schedule.plan import Plan, Turn, Window
from content.schedule.recurrence import Recurrence
from content.schedule.resolve import Schedule
from tests import sample


def characters(pack: Pack, slide: str, lang: str) -> int:
    return {"strada": 120, "restrictii": 90}[slide]


def planned(display: str = "piata", **changes: str | None) -> Plan:
    pack = sample.parsed(**changes)
    return plan_for(pack, pack.displays[display], characters)


def test_a_slide_plays_in_the_displays_languages_in_its_order() -> None:
    assert [turn.lang for turn in planned("piata").items["strada"].turns] == ["ro", "en"]
    assert [turn.lang for turn in planned("gara").items["strada"].turns] == ["hu", "ro"]


def test_a_language_that_is_incomplete_is_left_out() -> None:
    assert [turn.lang for turn in planned("gara").items["restrictii"].turns] == ["ro"]


def test_a_slide_with_none_of_the_displays_languages_plays_in_its_own_first() -> None:
    notice = sample.NOTICE.replace("ro:", "hu:").replace("en:", "sr:")
    city = sample.CITY.replace("[ro, en, hu]", "[ro, en, sr, hu]")
    item = planned("piata", slides__restrictii=notice, city=city).items["restrictii"]
    assert [turn.lang for turn in item.turns] == ["sr"]


@pytest.mark.parametrize(
    ("characters", "audience", "qr", "seconds"),
    [
        (0, "passing", False, 8),  # never shorter
        (72, "passing", False, 8),
        (73, "passing", False, 9),  # whole seconds, rounded up
        (120, "passing", False, 12),
        (120, "waiting", False, 10),
        (120, "passing", True, 15),  # time to scan
        (190, "passing", True, 18),
        (1361, "passing", True, 20),  # never longer
        (1361, "waiting", False, 20),
    ],
)
def test_seconds_follow_from_what_there_is_to_read(characters: int, audience: str, qr: bool, seconds: int) -> None:
    assert seconds_for(characters, audience, qr=qr) == seconds


def test_a_call_has_a_qr_code_and_stays() -> None:
    assert planned("piata").items["strada"].turns == (Turn(lang="ro", seconds=15), Turn(lang="en", seconds=15))
    assert planned("gara").items["restrictii"].turns == (Turn(lang="ro", seconds=8),)


def test_a_slide_is_bounded_by_the_narrower_of_its_dates() -> None:
    assert planned().items["strada"].opens == datetime(2026, 11, 19, 22, tzinfo=UTC)
    assert planned().items["strada"].ends == datetime(2026, 12, 6, 21, 59, tzinfo=UTC)
    narrower = planned(slides__strada=sample.CALL + "not_before: 2026-11-25\nexpires: 2026-12-01").items["strada"]
    assert narrower.opens == datetime(2026, 11, 24, 22, tzinfo=UTC)
    assert narrower.ends == datetime(2026, 12, 1, 22, tzinfo=UTC)  # a bare date is shown to its end
    wider = planned(slides__strada=sample.CALL + "not_before: 2026-01-01\nexpires: 2027-12-01").items["strada"]
    assert (wider.opens, wider.ends) == (planned().items["strada"].opens, planned().items["strada"].ends)


def test_a_campaign_covers_its_last_day() -> None:
    (entry,) = planned().entries
    assert entry.opens == datetime(2026, 10, 31, 22, tzinfo=UTC)
    assert entry.ends == datetime(2026, 12, 31, 22, tzinfo=UTC)


def test_dayparts_and_hours_become_windows() -> None:
    campaigns = 'campaigns: [{id: a, playlist: civic, dayparts: [{days: "fri,sat", from: "22:00", to: "02:00"}]}]'
    plan = planned("gara", campaigns=campaigns)
    assert plan.entries[0].dayparts == (Window(days=(4, 5), start=1320, end=1560),)
    assert plan.hours == (Window(days=tuple(range(7)), start=360, end=1380),)


def test_only_campaigns_of_the_display_and_their_slides_are_in_its_plan() -> None:
    campaigns = """
campaigns:
  - {id: by-tag, playlist: civic, displays: {tags: [centru, parc]}, priority: 2, share: 3}
  - {id: by-name, playlist: short, displays: [gara]}
"""
    playlists = "playlists: [{id: civic, slides: [strada, restrictii]}, {id: short, slides: [restrictii]}]"
    one = planned("piata", campaigns=campaigns, playlists=playlists)
    other = planned("gara", campaigns=campaigns, playlists=playlists)
    assert [(e.campaign, e.priority, e.share) for e in one.entries] == [("by-tag", 2, 3)]
    assert [e.campaign for e in other.entries] == ["by-name"]
    assert list(other.items) == ["restrictii"]


def test_a_display_may_be_in_another_zone() -> None:
    displays = sample.DISPLAYS + "    timezone: Europe/London"
    plan = planned("gara", displays=displays)
    assert plan.timezone == "Europe/London"
    assert plan.items["strada"].ends == datetime(2026, 12, 6, 23, 59, tzinfo=UTC)


def test_a_recurrence_is_carried_to_the_display() -> None:
    campaigns = """
campaigns:
  - id: targ
    playlist: civic
    from: 2026-11-07
    rrule: "freq=weekly; interval=2; byday=sa"
    rdate: [2026-12-06]
    exdate: [2026-11-21]
"""
    (entry,) = planned("piata", campaigns=campaigns).entries
    assert entry.recurs == Recurrence(
        start=date(2026, 11, 7),
        rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=SA",
        added=(date(2026, 12, 6),),
        left_out=(date(2026, 11, 21),),
    )
    assert planned("piata").entries[0].recurs is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ('rrule: "FREQ=WEEKLY"', "found `rrule` without `from`, expected the day it is counted from"),
        ('from: 2026-11-01, rrule: "FREQ=HOURLY"', "found FREQ=HOURLY in the rule 'FREQ=HOURLY'"),
        (
            "rdate: [2026-11-12T18:00]",
            "found the time 2026-11-12T18:00 in `rdate`, expected a day: hours are the dayparts'",
        ),
        ("exdate: [2026-11-12T18:00]", "found the time 2026-11-12T18:00 in `exdate`"),
        ("displays: {}", "found no tags, expected `tags`, `all_of` or `none_of` with at least one"),
    ],
)
def test_a_campaign_that_says_nothing_sensible_is_refused(wrong: str, sentence: str) -> None:
    with pytest.raises(RefusedError) as caught:
        sample.parsed(campaigns=f"campaigns: [{{id: a, playlist: civic, {wrong}}}]")
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("wanted", "on"),
    [
        ("{tags: [centru, parc]}", True),
        ("{tags: [parc]}", False),
        ("{all_of: [centru]}", True),
        ("{all_of: [centru, parc]}", False),
        ("{none_of: [centru]}", False),
        ("{none_of: [parc]}", True),
        ("{tags: [centru], none_of: [centru]}", False),
    ],
)
def test_displays_by_any_all_or_none_of_their_tags(wanted: str, on: bool) -> None:
    plan = planned("piata", campaigns=f"campaigns: [{{id: a, playlist: civic, displays: {wanted}}}]")
    assert bool(plan.entries) is on


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_plans_made_together_are_those_made_one_by_one(data: st.DataObject) -> None:
    """What displays have in common is worked out once; whatever they differ in must not leak from one to the next."""
    pack = sample.parsed()
    some = list(pack.displays.values())
    displays = [
        msgspec.structs.replace(
            data.draw(st.sampled_from(some)),
            languages=tuple(data.draw(st.permutations(["ro", "en", "hu"])))[: data.draw(st.integers(1, 3))],
            audience=data.draw(st.sampled_from(["passing", "waiting"])),
            timezone=data.draw(st.sampled_from([None, "Europe/Lisbon"])),
            phase=data.draw(st.sampled_from([0, 30])),
        )
        for _ in range(4)
    ]
    together = Planner(pack, characters)
    assert [together.plan(each) for each in displays] == [plan_for(pack, each, characters) for each in displays]


def test_a_night_belongs_to_the_day_it_starts_on_at_both_ends_of_a_campaign() -> None:
    """New Year's Eve goes on until two in the morning, and the night before the first day is not its."""
    campaigns = """
campaigns:
  - {id: a, playlist: civic, from: 2026-11-21, to: 2026-11-23, dayparts: [{from: "22:00", to: "02:00"}]}
"""
    of = planned("piata", campaigns=campaigns)
    schedule = Schedule(of)
    bucharest = ZoneInfo("Europe/Bucharest")
    shown = {
        text: bool(schedule.active(datetime.fromisoformat(text).replace(tzinfo=bucharest)))
        for text in ("2026-11-21T00:30", "2026-11-21T22:00", "2026-11-24T01:59", "2026-11-24T02:00", "2026-11-24T22:00")
    }
    assert list(shown.values()) == [False, True, True, False, False]
    assert of.entries[0].ends == datetime(2026, 11, 24, 0, tzinfo=UTC)
    by_day = planned("piata", campaigns=campaigns.replace('"02:00"', '"23:00"')).entries[0]
    assert (by_day.recurs, by_day.ends) == (None, datetime(2026, 11, 23, 22, tzinfo=UTC))
