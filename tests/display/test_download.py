"""Transfers: resumed, capped, verified before they have a name."""

import asyncio
import contextlib
import hashlib
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from content.wire import Glass
from content.wire.limits import MAX_MANIFEST_BYTES
from display_client.bench.rehearsal import Rehearsal
from display_client.download import PARALLEL, CardError, Downloads, Pace, TransferError
from display_client.store import SPARE_BYTES
from tests.display.simulator import Simulator
from tests.display.test_agent import until

DATA = bytes(range(256)) * 2000
DIGEST = hashlib.sha256(DATA).hexdigest()


@pytest_asyncio.fixture
async def downloads(city: Rehearsal, simulator: Simulator) -> AsyncIterator[Downloads]:
    city.enrol(server=simulator.url)
    async with Downloads(city.enrolment, city.store) as downloads:
        yield downloads


async def test_an_asset_arrives_verified(downloads: Downloads, simulator: Simulator, city: Rehearsal) -> None:
    simulator.offer(DATA)
    await downloads.asset(DIGEST, len(DATA))
    assert city.store.asset(DIGEST) == DATA


async def test_what_is_on_the_card_is_not_asked_for(
    downloads: Downloads, simulator: Simulator, city: Rehearsal
) -> None:
    city.keep(DATA)
    await downloads.asset(DIGEST, len(DATA))
    assert not simulator.requests


async def test_a_flipped_bit_on_the_card_is_fetched_again(
    downloads: Downloads, simulator: Simulator, city: Rehearsal
) -> None:
    city.keep(DATA)
    simulator.offer(DATA)
    (city.store.assets / DIGEST).write_bytes(DATA[:-1] + bytes([DATA[-1] ^ 1]))
    await downloads.asset(DIGEST, len(DATA))
    assert city.store.asset(DIGEST) == DATA


async def test_what_the_card_does_not_take_is_held_in_memory(
    downloads: Downloads, simulator: Simulator, city: Rehearsal
) -> None:
    simulator.offer(DATA)
    city.store.assets.rmdir()
    city.store.assets.write_bytes(b"no folder")
    await downloads.asset(DIGEST, len(DATA))
    assert city.store.asset(DIGEST) == DATA
    assert [path.name for path in city.store.spare.path.iterdir()] == [DIGEST]


async def test_what_memory_does_not_take_either_is_told_from_what_did_not_arrive(
    downloads: Downloads, simulator: Simulator, city: Rehearsal
) -> None:
    simulator.offer(DATA)
    city.store.assets.rmdir()
    city.store.assets.write_bytes(b"no folder")
    city.store.spare.make_room(0)
    (city.store.spare.path / "x").write_bytes(b"")
    os.truncate(city.store.spare.path / "x", SPARE_BYTES)  # a hole: no memory is taken
    with pytest.raises(CardError, match="No space left"):
        await downloads.asset(DIGEST, len(DATA))
    simulator.assets.clear()
    city.store.assets.unlink()
    city.store.assets.mkdir()
    with pytest.raises(TransferError) as told:
        await downloads.asset(DIGEST, len(DATA))
    assert not isinstance(told.value, CardError)


async def test_a_broken_transfer_goes_on_where_it_stopped(
    downloads: Downloads, simulator: Simulator, city: Rehearsal
) -> None:
    simulator.offer(DATA)
    simulator.cut_after = 100_000
    with pytest.raises(TransferError):
        await downloads.asset(DIGEST, len(DATA))
    assert city.store.asset(DIGEST) is None
    simulator.cut_after = None
    await downloads.asset(DIGEST, len(DATA))
    assert simulator.ranges[-1] == "bytes=100000-"
    assert city.store.asset(DIGEST) == DATA


async def test_a_server_without_ranges_starts_over(downloads: Downloads, simulator: Simulator, city: Rehearsal) -> None:
    simulator.offer(DATA)
    simulator.ignores_range = True
    city.store.card.partial(DIGEST).write_bytes(b"something else entirely")
    await downloads.asset(DIGEST, len(DATA))
    assert city.store.asset(DIGEST) == DATA


async def test_a_wrong_beginning_is_thrown_away(downloads: Downloads, simulator: Simulator, city: Rehearsal) -> None:
    simulator.offer(DATA)
    city.store.card.partial(DIGEST).write_bytes(b"something else entirely")
    with pytest.raises(TransferError, match="another digest"):
        await downloads.asset(DIGEST, len(DATA))
    assert list(city.store.assets.iterdir()) == []
    await downloads.asset(DIGEST, len(DATA))
    assert city.store.asset(DIGEST) == DATA


async def test_more_than_the_manifest_said_is_cut_off(
    downloads: Downloads, simulator: Simulator, city: Rehearsal
) -> None:
    simulator.assets[DIGEST] = DATA + b"and more"
    with pytest.raises(TransferError, match=f"expected {len(DATA)}"):
        await downloads.asset(DIGEST, len(DATA))
    assert list(city.store.assets.iterdir()) == []


async def test_less_than_the_manifest_said_has_no_name(
    downloads: Downloads, simulator: Simulator, city: Rehearsal
) -> None:
    simulator.assets[DIGEST] = DATA[:-5]
    with pytest.raises(TransferError, match=f"found {len(DATA) - 5} bytes"):
        await downloads.asset(DIGEST, len(DATA))
    assert city.store.asset(DIGEST) is None


async def test_what_is_not_there_is_said(downloads: Downloads) -> None:
    with pytest.raises(TransferError, match="404 Not Found"):
        await downloads.asset(DIGEST, 5)


async def test_the_manifest_comes_once_a_version(downloads: Downloads, simulator: Simulator) -> None:
    simulator.envelope = b"one"
    assert await downloads.manifest() == b"one"
    assert await downloads.manifest() is None
    simulator.envelope = b"two"
    assert await downloads.manifest() == b"two"


async def test_an_endless_manifest_is_refused(downloads: Downloads, simulator: Simulator) -> None:
    simulator.envelope = b"x" * MAX_MANIFEST_BYTES
    assert await downloads.manifest() == simulator.envelope
    simulator.envelope += b"x"
    with pytest.raises(TransferError, match=f"the manifest is larger than {MAX_MANIFEST_BYTES} bytes"):
        await downloads.manifest()


async def test_a_programme_arrives_whole_and_is_no_file(
    downloads: Downloads, simulator: Simulator, city: Rehearsal
) -> None:
    before = files(city)
    simulator.offer_programme(DATA)
    assert await downloads.programme(DIGEST, len(DATA)) == DATA
    assert files(city) == before


def files(city: Rehearsal) -> list[Path]:
    return sorted(city.store.folder.rglob("*"))


PROGRAMMES: dict[str, tuple[dict[str, bytes], str]] = {
    "with another digest": ({DIGEST: DATA[:-1] + b"x"}, "what arrived has another digest"),
    "shorter than was said": ({DIGEST: DATA[:-1]}, "what arrived has another digest"),
    "longer than was said": ({DIGEST: DATA + b"x"}, f"the programme is larger than {len(DATA)} bytes"),
    "not there": ({}, "404 Not Found"),
}


@pytest.mark.parametrize("name", PROGRAMMES)
async def test_a_programme_that_is_not_the_one_named_is_a_failure(
    downloads: Downloads, simulator: Simulator, city: Rehearsal, name: str
) -> None:
    before = files(city)
    simulator.programmes, reason = PROGRAMMES[name]
    with pytest.raises(TransferError, match=reason):
        await downloads.programme(DIGEST, len(DATA))
    assert files(city) == before


async def test_a_programme_does_not_wait_for_the_assets_on_their_way(
    downloads: Downloads, simulator: Simulator
) -> None:
    """A withdrawal must not stand behind the pictures of what it withdraws."""
    simulator.gives.clear()
    pictures = [b"%d" % number for number in range(PARALLEL + 1)]
    simulator.offer(*pictures)
    simulator.offer_programme(DATA)
    transfers = [asyncio.create_task(downloads.asset(hashlib.sha256(data).hexdigest(), len(data))) for data in pictures]
    await until(lambda: simulator.requests.total() == PARALLEL)
    async with asyncio.timeout(20):
        assert await downloads.programme(DIGEST, len(DATA)) == DATA
    assert not any(transfer.done() for transfer in transfers)
    simulator.gives.set()
    await asyncio.gather(*transfers)


async def test_a_wrong_password_is_a_failure_not_a_manifest(simulator: Simulator, city: Rehearsal) -> None:
    simulator.envelope = b"one"
    city.enrol(server=simulator.url, password="altul")
    async with Downloads(city.enrolment, city.store) as downloads:
        with pytest.raises(TransferError, match="401 Unauthorized"):
            await downloads.manifest()


async def test_no_server_is_a_failure(city: Rehearsal) -> None:
    async with Downloads(city.enrolment, city.store) as downloads:
        with pytest.raises(TransferError):
            await downloads.manifest()


async def test_the_glass_goes_with_what_it_shows(downloads: Downloads, simulator: Simulator) -> None:
    at = datetime(2026, 11, 20, 8, tzinfo=UTC)
    await downloads.give_glass(b"png", Glass(state="showing", slide="a", lang="ro", since=at, lit=at))
    ((png, glass),) = simulator.glass
    assert png == b"png"
    assert (glass["slide"], glass["lang"], glass["lit"]) == ("a", "ro", "2026-11-20T08:00:00Z")


async def test_answers_that_drip_do_not_keep_others_from_coming(simulator: Simulator, city: Rehearsal) -> None:
    """As many as are transferred at a time bring a byte now and then."""
    dripping = [bytes([number]) * 5_000 for number in range(PARALLEL)]
    names = [hashlib.sha256(data).hexdigest() for data in dripping]
    simulator.offer(*dripping, DATA)
    simulator.drips = set(names)
    city.enrol(server=simulator.url)
    async with Downloads(city.enrolment, city.store, Pace(least=1e9, over_s=0.5)) as downloads:
        results = await asyncio.gather(*(downloads.asset(name, 5_000) for name in names), return_exceptions=True)
        assert [str(each).partition(" bytes a second")[1] for each in results] == [" bytes a second"] * PARALLEL
    async with Downloads(city.enrolment, city.store, Pace(over_s=0.5)) as downloads:
        slow = [asyncio.create_task(downloads.asset(name, 5_000)) for name in names]
        await downloads.asset(DIGEST, len(DATA))  # behind them in the queue
        assert city.store.asset(DIGEST) == DATA
        await asyncio.gather(*slow, return_exceptions=True)


@pytest.mark.parametrize("what", ["manifest", "time", "programme", "asset"])
async def test_an_answer_that_never_comes_is_given_up(downloads: Downloads, city: Rehearsal, what: str) -> None:
    """The server takes the connection, and says nothing."""

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        city.enrol(server=f"http://127.0.0.1:{port}")
        async with Downloads(city.enrolment, city.store, Pace(least=1e9, brief_s=0.05)) as late:
            asked = {
                "manifest": late.manifest,
                "time": lambda: late.time("0" * 32, ""),
                "programme": lambda: late.programme(DIGEST, 5),
                "asset": lambda: late.asset(DIGEST, 5),
            }
            with pytest.raises(TransferError):
                await asked[what]()
