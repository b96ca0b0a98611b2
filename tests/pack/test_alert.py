"""Alerts as they are written: for how long, where, under an id of their own, above every campaign."""

from datetime import timedelta

import pytest

from content.findings import RefusedError
from content.pack.alert import PRIORITY
from content.pack.model import Pack
from content.publication.planner import plan_for
from content.schedule.resolve import Schedule
from tests import sample

ALERT = """
title: {ro: Apa nu este potabilă, hu: A víz nem iható}
body: {ro: Nu o bea., hu: Ne igya meg.}
issuer: Aquatim
displays: {tags: [centru]}
since: 2026-11-24T14:05:00+02:00
until: 2026-11-24T16:05:00+02:00
"""


def pack(*changes: tuple[str, str], **files: str) -> Pack:
    text = ALERT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return sample.parsed(alerts__apa=text, **files)


def test_it_masks_everything_on_its_displays_until_then() -> None:
    city = pack()
    schedule = Schedule(plan_for(city, city.displays["piata"]))
    until = city.alerts["apa"].until.instant(city.city.zone)
    assert {each.slide for each in schedule.timeline(until - timedelta(hours=30), until)} == {"apa"}
    assert schedule.resolve(until).slide in {"strada", "restrictii"}


def test_it_is_on_no_other_display() -> None:
    city = pack()
    plan = plan_for(city, city.displays["gara"])
    assert "apa" not in plan.items
    assert [entry.campaign for entry in plan.entries] == ["mereu"]


def test_its_languages_take_turns_as_far_as_the_display_has_them() -> None:
    city = pack(("displays: {tags: [centru]}", "displays: all"))
    turns = {name: plan_for(city, each).items["apa"].turns for name, each in city.displays.items()}
    assert {name: [turn.lang for turn in each] for name, each in turns.items()} == {
        "piata": ["ro"],
        "gara": ["hu", "ro"],
    }


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("2026-11-24T16:05:00", "2026-11-25T14:06:00", "at most 24 hours later"),
        ("2026-11-24T16:05:00", "2026-11-24T14:05:00", "expected `until` after `since`"),
        ("2026-11-24T16:05:00+02:00", "2026-11-25", "found a day, expected a time"),
        ("issuer:", "expires: 2026-11-25\nissuer:", "expected only `since` and `until`"),
        ("title: {ro: Apa nu este potabilă, hu: A víz nem iható}", "title: {en: Water}", "complete in no language"),
        ("{tags: [centru]}", "[nicaieri]", "found the display 'nicaieri'"),
    ],
)
def test_what_cannot_be_is_said(old: str, new: str, sentence: str) -> None:
    with pytest.raises(RefusedError, match=sentence):
        pack((old, new))


def test_its_id_is_its_own() -> None:
    with pytest.raises(RefusedError, match="is called 'apa' as something else"):
        pack(playlists="playlists: [{id: apa, slides: [strada]}, {id: civic, slides: [strada]}]")


def test_no_campaign_stands_above_it() -> None:
    with pytest.raises(RefusedError, match=r"campaigns\[0\].priority"):
        sample.parsed(campaigns=f"campaigns: [{{id: mereu, playlist: civic, priority: {PRIORITY}}}]")


def test_a_slide_of_the_city_is_none() -> None:
    with pytest.raises(RefusedError, match="found the kind 'alert'"):
        sample.parsed(slides__strada="kind: alert\n" + ALERT)
