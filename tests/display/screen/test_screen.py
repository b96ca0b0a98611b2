"""The screen with a real window: what is on the glass is what was signed, at every moment."""

import hashlib
import itertools
import random
import signal
import time
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from PIL import Image, ImageChops

from content.schedule.plan import Window as Hours
from content.wire import Glass, LivePart
from display_client import runtime_files
from display_client.bench.flipbook import faults, flips_in
from display_client.bench.rehearsal import Rehearsal, SyntheticSlide, draw
from display_client.journal import JournalReader
from display_client.runtime_files import RuntimeFiles
from display_client.screen.nameplate import nameplate
from display_client.screen.picture import decode
from display_client.store import StoredManifest
from tests.display.windows import SCREEN, Window, running, until

pytestmark = pytest.mark.system


def differs(image: Image.Image, other: Image.Image) -> bool:
    return max(high for _, high in ImageChops.difference(image, other).getextrema()) > 2  # type: ignore[misc]


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


def test_the_first_picture_is_the_slide_and_no_flip_before_it_shows_anything_else(city: Rehearsal) -> None:
    city.hang({"a": SyntheticSlide(draw(7, city.size), 3600)})
    with running(city, SCREEN, AFISIER_LOG_FLIPS="samples") as window:
        glass = window.glass()
        assert (glass.slide, glass.lang, glass.count, glass.matches) == ("a", "ro", 1, True)
        assert glass.seen == hashlib.sha256(decode(draw(7, city.size)).tobytes()).hexdigest()
        assert shows(window, city, 7)
        _, flips = flips_in(window.notes.path / "flips")
    assert flips
    assert faults(flips, [draw(7, city.size)] * 2) == 0
    assert len({flip.grid for flip in flips}) == 1


def test_an_odd_window_size_is_not_skewed(city: Rehearsal) -> None:
    city.size = (683, 385)
    city.enrol(width=683, height=385)
    city.hang({"a": SyntheticSlide(draw(7, city.size), 3600)})
    with running(city, SCREEN) as window:
        assert window.glass().matches
        assert shows(window, city, 7)


def test_a_correction_replaces_the_slide_on_the_glass(city: Rehearsal) -> None:
    city.hang({"a": SyntheticSlide(draw(1, city.size), 3600)})
    with running(city, SCREEN) as window:
        first = window.glass()
        manifest = city.hang({"a": SyntheticSlide(draw(2, city.size), 3600)})
        second = window.glass(lambda glass: glass.asset == manifest.frames["a"]["ro"].asset)
        assert second.count == first.count + 1
        assert second.matches
        assert shows(window, city, 2)


@pytest.mark.parametrize(("slides", "least"), [(("a", "b"), 50), (("a", "a"), 24)], ids=["fades", "cuts"])
def test_no_flip_is_black_or_torn_over_many_changes(city: Rehearsal, slides: tuple[str, str], least: int) -> None:
    pictures = [draw(number, city.size) for number in range(1, 26)]
    city.hang({"a": SyntheticSlide(pictures[0], 3600)})
    with running(city, SCREEN, AFISIER_LOG_FLIPS="samples") as window:
        window.glass()
        for number, png in enumerate(pictures[1:], start=1):
            slide = slides[number % 2]
            asset = city.hang({slide: SyntheticSlide(png, 3600)}).frames[slide]["ro"].asset
            assert window.glass(lambda glass, asset=asset: glass.asset == asset).matches  # type: ignore[misc]
        _, flips = flips_in(window.notes.path / "flips")
    assert len(flips) > least
    assert faults(flips, pictures) == 0


def test_slides_follow_the_schedule_and_are_recorded_without_gaps(city: Rehearsal) -> None:
    city.hang({"a": SyntheticSlide(draw(1, city.size), 1), "b": SyntheticSlide(draw(2, city.size), 1)})
    with running(city, SCREEN) as window:
        last = window.glass(lambda glass: glass.count == 4)
    plays = JournalReader(city.store.plays).waiting(99)
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
    city.store.adopt(StoredManifest((99, 99), other.sign(other.manifest({"a": SyntheticSlide(png)}))))
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
        manifest = msgspec.structs.replace(manifest, plan=msgspec.structs.replace(manifest.plan, hours=(closed,)))
        city.store.adopt(StoredManifest(manifest.version, city.sign(manifest)))
        glass = window.glass(lambda glass: glass.state == "off")
        assert (glass.slide, glass.asset, glass.colours, glass.matches) == (None, None, 1, True)


def test_live_parts_are_on_the_glass_where_the_manifest_says(city: Rehearsal) -> None:
    part = LivePart(part="clock", x=400, y=20, width=200, height=60, size=40)
    city.hang({"a": SyntheticSlide(draw(1, city.size), 3600, (part,))})
    with running(city, SCREEN) as window:
        assert window.glass().matches
        changed = ImageChops.difference(window.capture(), decode(draw(1, city.size))).getbbox()
    assert changed is not None
    assert changed[0] >= 400 and changed[1] >= 20 and changed[2] <= 600 and changed[3] <= 80


def test_in_a_small_window_the_whole_picture_is_seen(city: Rehearsal) -> None:
    city.hang({"a": SyntheticSlide(draw(1, city.size), 3600)})
    with running(city, SCREEN, AFISIER_WINDOW_SCALE="0.4") as window:
        assert window.glass().matches
        assert window.capture().size == (256, 144)


def test_killed_at_random_moments_it_comes_back_on_its_last_manifest(city: Rehearsal) -> None:
    chance = random.Random(4)
    for number in range(1, 7):
        asset = city.hang({"a": SyntheticSlide(draw(number, city.size), 3600)}).frames["a"]["ro"].asset
        with running(city, SCREEN) as window:
            glass = window.glass()
            assert glass.asset == asset and glass.matches
            city.hang({"a": SyntheticSlide(draw(100 + number, city.size), 3600)})
            time.sleep(chance.uniform(0.0, 0.4))  # the moment is the test's input
            window.process.send_signal(signal.SIGKILL)
            window.process.wait()
    numbers = [play.number for play in JournalReader(city.store.plays).waiting(99)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_play_cut_short_by_a_crash_ends_with_the_last_heartbeat(city: Rehearsal) -> None:
    city.hang({"a": SyntheticSlide(draw(1, city.size), 3600)})
    notes = RuntimeFiles(runtime_files.folder(city.store.folder))
    notes.prepare()
    lit = datetime.now(UTC) - timedelta(minutes=5)
    notes.glass.write(msgspec.json.encode(Glass(state="showing", slide="old", lang="ro", since=lit, lit=lit)))
    notes.heartbeat.beat()
    last = notes.heartbeat.last()
    with running(city, SCREEN) as window:
        window.glass()
    plays = JournalReader(city.store.plays).waiting(9)
    assert [(play.number, play.slide) for play in plays] == [(1, "old"), (2, "a")]
    assert (plays[0].since, plays[0].until) == (lit, last)


def test_after_crashes_the_nameplate_alone_is_shown(city: Rehearsal) -> None:
    city.hang({"a": SyntheticSlide(draw(1, city.size), 3600)})
    with running(city, SCREEN, "--neutral") as window:
        assert (window.glass().state, window.glass().asset) == ("neutral", None)
