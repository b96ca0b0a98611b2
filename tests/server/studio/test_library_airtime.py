"""The part of the time that slides and kinds get, held against the seconds that the schedule shows."""

from collections import Counter
from datetime import timedelta

import pytest

from content.schedule.resolve import Schedule
from control_server.publishing.edits import whole_pack
from control_server.storage.causes import Cause
from control_server.studio import library_airtime
from control_server.studio.library_airtime import LibraryAirtime
from tests import sample
from tests.server.simulator import Simulated

CAMPAIGNS = """campaigns:
  - {id: vorbe, playlist: vorbe, share: 3}
  - {id: apel, playlist: apel, displays: [piata]}
"""
LISTS = "playlists: [{id: vorbe, slides: [restrictii]}, {id: apel, slides: [strada]}]"


async def planned(city: Simulated) -> None:
    named = sample.CITY.replace("id: proba", "id: oras")
    files = sample.files(city=named, playlists=LISTS, campaigns=CAMPAIGNS)
    await city.server.publisher.change(whole_pack(files), Cause(actor="test", kind="pack"))


async def test_a_slide_has_its_part_of_its_own_displays_a_kind_of_all(city: Simulated) -> None:
    await planned(city)
    now, published = city.clock.now, city.published
    shown: dict[str, Counter[str]] = {}
    for display in published.latest:
        own = shown.setdefault(display, Counter())
        for showing in Schedule(published.plan(display)).timeline(now, now + timedelta(days=7)):
            if showing.slide:
                until = min(showing.until, now + timedelta(days=7))
                own[showing.slide] += (until - showing.since).total_seconds()  # type: ignore[assignment]
    parts = library_airtime.parts(published, now)
    piata, every = shown["piata"].total(), sum(own.total() for own in shown.values())
    assert parts.slides["strada"] == pytest.approx(shown["piata"]["strada"] / piata, abs=0.01)
    notices = sum(own["restrictii"] for own in shown.values())
    assert parts.slides["restrictii"] == parts.kinds["notice"] == pytest.approx(notices / every, abs=0.01)
    assert sum(parts.kinds.values()) == pytest.approx(1)


async def test_it_is_reckoned_once_for_a_revision_and_anew_after_a_while(city: Simulated) -> None:
    airtime = LibraryAirtime(city.clock)
    first = await airtime.of(city.published)
    assert await airtime.of(city.published) is first
    await planned(city)
    second = await airtime.of(city.published)
    assert second != first
    city.clock.forward(minutes=11)
    assert await airtime.of(city.published) is not second
