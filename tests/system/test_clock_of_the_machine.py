"""A whole display on a machine whose clock is wrong: its programs read another clock, which nobody vouches for.

The server is simulated, and knows the time. Before it tells it only what has no dates is on the glass; then what is
open now, whatever the machine's clock says.
"""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
import pytest_asyncio

from content.schedule.plan import Item, Turn
from content.wire import Glass
from display_client import runtime_files
from display_client.bench.rehearsal import Rehearsal, SyntheticSlide, draw
from display_client.runtime_files import RuntimeFiles, glass_of
from tests.display.simulator import Simulator
from tests.display.test_agent import until
from tests.display.windows import DISPLAY
from tests.figures import shown

pytestmark = pytest.mark.system

CUSTOM = """
from datetime import datetime, timedelta
import display_client.clock as clock

class Wrong(datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + timedelta(days={days})

clock.datetime, clock._UNSYNCHRONISED = Wrong, ~0
"""
"""The module that Python imports when a program starts: every program of the display reads this clock."""
SIZE = (640, 360)
DAY = timedelta(days=1)


@pytest_asyncio.fixture
async def server(tmp_path: Path) -> AsyncIterator[tuple[Rehearsal, Simulator]]:
    city = Rehearsal(tmp_path, SIZE)
    simulator = Simulator()
    async with simulator.server:
        city.enrol(server=simulator.url)
        yield city, simulator


def hang(city: Rehearsal, now: datetime) -> None:
    """Three slides of a second each: one over since a day, one for another day, one not yet open."""
    names = ("over", "valid", "coming", "undated")
    bounds = {"over": (None, now - DAY), "valid": (now - 50 * DAY, now + DAY), "coming": (now + DAY, None)}
    told = city.hang({name: SyntheticSlide(draw(number, SIZE), 1) for number, name in enumerate(names, 1)})
    items = {
        name: Item(turns=(Turn(lang="ro", seconds=1),), opens=bound[0], ends=bound[1])
        for name in names
        for bound in [bounds.get(name, (None, None))]
    }
    plan = msgspec.structs.replace(told.programme.plan, items=items)
    changed = told.told(plan=plan, issued=now - 60 * DAY, sequence=2)
    city.store.adopt(city.stored(changed))


@pytest.mark.parametrize("days", [-40, -1, 2, 3650])
async def test_nothing_over_or_to_come_is_shown(server: tuple[Rehearsal, Simulator], tmp_path: Path, days: int) -> None:
    city, simulator = server
    (tmp_path / "sitecustomize.py").write_text(CUSTOM.format(days=days))
    hang(city, datetime.now(UTC))
    notes = RuntimeFiles(runtime_files.folder(city.store.folder))
    seen: list[Glass] = []

    def sees(count: int, *wanted: str) -> bool:
        """Whether so many changes were seen since, all these slides among them."""
        if (glass := glass_of(notes.glass.read())) and (not seen or glass.count != seen[-1].count):
            seen.append(glass)
        slides = {each.slide for each in seen}
        return len(seen) >= count and slides.issuperset(wanted)

    environment = os.environ | {"SDL_VIDEODRIVER": "offscreen", "PYTHONPATH": str(tmp_path)}
    log = tmp_path / "log"
    with log.open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *DISPLAY, str(city.path), env=environment, stdout=file, stderr=file
        )
    try:
        await until(lambda: sees(3, "undated"))
        before = {each.slide for each in seen}
        simulator.times = lambda nonce: city.sign_time(nonce, datetime.now(UTC), newest=(1, 2))
        await until(lambda: sees(len(seen) + 1, "valid"))
        seen.clear()
        await until(lambda: sees(4, "valid", "undated"))
        after = {each.slide for each in seen}
        lit = abs((datetime.now(UTC) - seen[-1].lit).total_seconds())
    finally:
        process.terminate()
        await process.wait()
    ill = len((before | after) & {"over", "coming"})
    shown(f"machine's clock {days:+} days, real display: over or to come", f"{ill} slides", "0", holds=not ill)
    assert before <= {"undated", None} and after == {"valid", "undated"}
    assert lit < 60
    said = re.search(r"the time is trusted.*offset_s.{0,20}?(-?[0-9.]+)", log.read_text())
    assert said and round(float(said[1]) / 86_400) == days  # it was wrong indeed
