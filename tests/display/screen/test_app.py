"""The screen with a real window: what is on the glass is what was signed, at every moment."""

import hashlib
import itertools
import random
import signal
import time
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from PIL import ImageChops

from content.schedule.plan import Window as Hours
from content.wire import LivePart, Play
from display_client import runtime_files
from display_client.bench.rehearsal import Rehearsal, SyntheticSlide, draw
from display_client.clock import Clocks
from display_client.journal import JournalReader
from display_client.runtime_files import RuntimeFiles
from display_client.screen.nameplate import nameplate
from display_client.screen.picture import decode
from display_client.store import StoredManifest
from tests.display.windows import SCREEN, Window, differs, running, until

pytestmark = pytest.mark.system


def journal_of(city: Rehearsal) -> JournalReader:
    return JournalReader(RuntimeFiles(runtime_files.folder(city.store.folder)).plays, city.store.plays)


def shows(window: Window, city: Rehearsal, number: int) -> bool:
    return not differs(window.capture(), decode(draw(number, city.size)))


def test_an_empty_store_shows_the_nameplate_with_the_city(city: Rehearsal) -> None:
    with running(city, SCREEN) as window:
        glass = window.glass()
        assert (glass.state, glass.slide, glass.asset, glass.matches) == ("neutral", None, None, True)
        image, (clock,) = nameplate(city.enrolment.city, city.size)
        captured = window.capture()
        captured.paste(image.crop((clock.x, clock.y, *city.size)), (clock.x, clock.y))
        assert not differs(captured, image)


def test_an_odd_window_size_is_not_skewed(city: Rehearsal) -> None:
    city.size = (683, 385)
    city.enrol(width=683, height=385)
    city.hang({"a": SyntheticSlide(draw(7, city.size), 3600)})
    with running(city, SCREEN) as window:
        assert window.slide().matches
        assert shows(window, city, 7)


def test_a_correction_replaces_the_slide_on_the_glass(city: Rehearsal) -> None:
    city.hang({"a": SyntheticSlide(draw(1, city.size), 3600)})
    with running(city, SCREEN) as window:
        first = window.slide()
        manifest = city.hang({"a": SyntheticSlide(draw(2, city.size), 3600)})
        second = window.glass(lambda glass: glass.asset == manifest.asset("a"))
        assert second.count == first.count + 1
        assert second.matches
        assert shows(window, city, 2)


def test_slides_follow_the_schedule_and_are_recorded_without_gaps(city: Rehearsal) -> None:
    city.hang({"a": SyntheticSlide(draw(1, city.size), 1), "b": SyntheticSlide(draw(2, city.size), 1)})
    with running(city, SCREEN) as window:
        last = window.glass(lambda glass: glass.count == 4)
    plays = journal_of(city).waiting(99)
    assert [play.number for play in plays] == list(range(1, len(plays) + 1))
    assert {play.slide for play in plays} == {"a", "b"}
    assert all(a.until == b.since for a, b in itertools.pairwise(plays))
    assert plays[3].since == last.lit


def test_a_damaged_asset_is_never_shown_and_comes_back_when_mended(city: Rehearsal) -> None:
    png = draw(1, city.size)
    digest = hashlib.sha256(png).hexdigest()
    city.hang({"a": SyntheticSlide(png, 3600)})
    middle = len(png) // 2
    (city.store.assets / digest).write_bytes(png[:middle] + bytes([png[middle] ^ 8]) + png[middle + 1 :])
    with running(city, SCREEN) as window:
        glass = window.glass()
        assert (glass.state, glass.slide, glass.asset) == ("neutral", None, None)
        assert until(window.notes.take_damaged, "the report of the damage") == [digest]
        city.keep(png)
        assert window.glass(lambda glass: glass.state == "showing").asset == digest
        assert shows(window, city, 1)


def test_a_manifest_signed_by_another_is_not_shown_even_from_the_store(city: Rehearsal) -> None:
    other = Rehearsal(city.folder)
    png = draw(9, city.size)
    city.keep(png)
    forged = other.manifest({"a": SyntheticSlide(png)})
    city.store.adopt(StoredManifest((99, 99), other.sign(forged), forged.data))
    with running(city, SCREEN) as window:
        assert window.glass().state == "neutral"
        city.hang({"b": SyntheticSlide(draw(2, city.size), 3600)})
        window.glass(lambda glass: glass.slide == "b")
        assert shows(window, city, 2)


def test_outside_its_hours_the_glass_is_dark_by_intent(city: Rehearsal) -> None:
    city.hang({"a": SyntheticSlide(draw(1, city.size), 3600)})
    with running(city, SCREEN) as window:
        window.glass(lambda glass: glass.state == "showing")
        manifest = city.manifest({"a": SyntheticSlide(draw(1, city.size), 3600)})
        today = datetime.now(UTC).weekday()
        closed = Hours(days=((today + 3) % 7,), start=600, end=601)
        city.store.adopt(city.stored(manifest.told(hours=(closed,))))
        glass = window.glass(lambda glass: glass.state == "off")
        assert (glass.slide, glass.asset, glass.colours, glass.matches) == (None, None, 1, True)


def test_live_parts_are_on_the_glass_where_the_manifest_says(city: Rehearsal) -> None:
    part = LivePart(part="clock", x=400, y=20, width=200, height=60, size=40)
    city.hang({"a": SyntheticSlide(draw(1, city.size), 3600, (part,))})
    with running(city, SCREEN) as window:
        assert window.slide().matches
        changed = ImageChops.difference(window.capture(), decode(draw(1, city.size))).getbbox()
    assert changed is not None
    assert changed[0] >= 400 and changed[1] >= 20 and changed[2] <= 600 and changed[3] <= 80


def test_killed_at_random_moments_it_comes_back_on_its_last_manifest(city: Rehearsal) -> None:
    chance = random.Random(4)
    for number in range(1, 7):
        asset = city.hang({"a": SyntheticSlide(draw(number, city.size), 3600)}).asset("a")
        with running(city, SCREEN) as window:
            glass = window.slide()
            assert glass.asset == asset and glass.matches
            city.hang({"a": SyntheticSlide(draw(100 + number, city.size), 3600)})
            time.sleep(chance.uniform(0.0, 0.4))  # the moment is the test's input
            window.process.send_signal(signal.SIGKILL)
            window.process.wait()
    numbers = [play.number for play in journal_of(city).waiting(99)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_play_cut_short_by_a_crash_ends_with_the_last_heartbeat(city: Rehearsal) -> None:
    city.hang({"a": SyntheticSlide(draw(1, city.size), 3600)})
    notes = RuntimeFiles(runtime_files.folder(city.store.folder))
    notes.prepare()
    lit = datetime.now(UTC) - timedelta(minutes=5)
    clocks = Clocks()
    up_ms = round(1000 * clocks.boot_s()) - 300_000
    cut = Play(
        number=0,
        slide="old",
        lang="ro",
        campaign=None,
        asset=None,
        since=lit,
        until=lit,
        boot=clocks.boot_id(),
        up=(up_ms, up_ms),
    )
    notes.playing.write(msgspec.json.encode(cut))
    notes.heartbeat.beat()
    last = notes.heartbeat.last()
    with running(city, SCREEN) as window:
        window.slide()
    plays = journal_of(city).waiting(9)
    assert [(play.number, play.slide) for play in plays] == [(1, "old"), (2, "a")]
    assert (plays[0].since, plays[0].until) == (lit, last)
