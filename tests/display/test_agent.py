"""The agent between a server and the store, with no broker anywhere: what gets in, and what never does."""

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio

from display_client import runtime_files
from display_client.agent import Agent
from display_client.bench.rehearsal import Rehearsal, SyntheticSlide
from display_client.download import Downloads
from display_client.runtime_files import RuntimeFiles
from tests.display.simulator import Simulator

FILE, NEUTRAL = b"a picture", b"the neutral one"


async def until(true: Callable[[], object]) -> None:
    """Waits for it; the test's own time limit is 20 s."""
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110  the other side is files and a server, not events
            await asyncio.sleep(0.01)


@pytest_asyncio.fixture
async def notes(city: Rehearsal, simulator: Simulator) -> AsyncIterator[RuntimeFiles]:
    """An agent that runs."""
    city.enrol(server=simulator.url)
    notes = RuntimeFiles(runtime_files.folder(city.store.folder))
    notes.prepare()
    async with Downloads(city.enrolment, city.store) as downloads:
        work = asyncio.create_task(Agent(city.enrolment, city.store, notes, downloads).run())
        yield notes
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work


@pytest.fixture
def offered(city: Rehearsal, simulator: Simulator) -> Simulator:
    """A server that has a manifest for this display."""
    simulator.offer(FILE, NEUTRAL)
    simulator.envelope = city.sign(city.manifest({"a": SyntheticSlide(FILE)}, NEUTRAL))
    return simulator


async def test_an_empty_display_gets_its_manifest_by_http(
    offered: Simulator, notes: RuntimeFiles, city: Rehearsal
) -> None:
    await until(city.store.settled)
    adopted = city.store.settled()
    assert adopted is not None and adopted.envelope == offered.envelope
    assert city.store.asset(hashlib.sha256(FILE).hexdigest()) == FILE


async def test_an_altered_manifest_never_reaches_the_slots(
    simulator: Simulator, city: Rehearsal, notes: RuntimeFiles
) -> None:
    genuine = city.sign(city.manifest({"a": SyntheticSlide(FILE)}, NEUTRAL))
    simulator.offer(FILE, NEUTRAL)
    simulator.envelope = genuine.replace(b"a", b"b", 1)
    await until(lambda: simulator.requests["manifest"] >= 1)
    simulator.envelope = genuine
    await until(city.store.settled)
    adopted = city.store.settled()
    assert adopted is not None and adopted.envelope == genuine


async def test_without_its_last_asset_nothing_is_adopted(
    offered: Simulator, city: Rehearsal, notes: RuntimeFiles
) -> None:
    missing = hashlib.sha256(FILE).hexdigest()
    del offered.assets[missing]
    await until(lambda: offered.requests[missing] >= 2)
    assert city.store.adopted() is None
    offered.offer(FILE)
    await until(city.store.settled)


async def test_an_asset_the_screen_reports_is_mended(offered: Simulator, notes: RuntimeFiles, city: Rehearsal) -> None:
    await until(city.store.settled)
    digest = hashlib.sha256(FILE).hexdigest()
    (city.store.assets / digest).write_bytes(b"a pictura")
    assert city.store.asset(digest) is None
    notes.report_damaged(digest)
    await until(lambda: city.store.asset(digest))
    assert city.store.asset(digest) == FILE


async def test_what_no_manifest_names_is_deleted_after_adoption(
    offered: Simulator, notes: RuntimeFiles, city: Rehearsal
) -> None:
    city.keep(b"of an older manifest")
    await until(city.store.settled)
    await until(lambda: len(list(city.store.assets.iterdir())) == 2)
