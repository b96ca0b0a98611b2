"""The agent between a server and the store: what gets in, what never does, and that nothing around it ends it."""

import asyncio
import contextlib
import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection
from datetime import UTC, datetime

import msgspec
import pytest
import pytest_asyncio

from config.settings import BrokerAddress, Enrolment
from content.wire import TOPICS, Glass, Status
from display_client import adoption, events, runtime_files
from display_client.agent import Agent
from display_client.bench.rehearsal import Rehearsal, SyntheticSlide
from display_client.download import Downloads
from display_client.player import Player
from display_client.runtime_files import RuntimeFiles
from display_client.store import DisplayStore, StoredManifest
from tests.display.simulator import Simulator
from tests.display.test_store import FullDisk
from tests.mqtt_broker import SimulatedBroker

FILE, NEUTRAL = b"a picture", b"the neutral one"
AT = datetime(2026, 11, 20, 8, tzinfo=UTC)


async def until(true: Callable[[], object]) -> None:
    """Waits for it; the test's own time limit is 20 s."""
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110  the other side is files and a server, not events
            await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def running(
    city: Rehearsal, store: DisplayStore | None = None, downloads: type[Downloads] = Downloads
) -> AsyncIterator["asyncio.Task[None]"]:
    """An agent that runs, cancelled at the end as by SIGTERM."""
    notes = RuntimeFiles(runtime_files.folder(city.store.folder))
    notes.prepare()
    async with downloads(city.enrolment, store or city.store) as transfers:
        work = asyncio.create_task(Agent(city.enrolment, store or city.store, notes, transfers).run())
        yield work
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work


@pytest_asyncio.fixture
async def notes(city: Rehearsal, simulator: Simulator) -> AsyncIterator[RuntimeFiles]:
    """The notes of an agent that runs."""
    city.enrol(server=simulator.url)
    async with running(city):
        yield RuntimeFiles(runtime_files.folder(city.store.folder))


@pytest_asyncio.fixture
async def broker() -> AsyncIterator[SimulatedBroker]:
    async with SimulatedBroker() as broker:
        yield broker


@pytest.fixture
def offered(city: Rehearsal, simulator: Simulator) -> Simulator:
    """A server that has a manifest for this display."""
    simulator.offer(FILE, NEUTRAL)
    told = city.manifest({"a": SyntheticSlide(FILE)}, NEUTRAL)
    simulator.offer_programme(told.data)
    simulator.envelope = city.sign(told)
    return simulator


async def test_an_empty_display_gets_its_manifest_by_http(
    offered: Simulator, notes: RuntimeFiles, city: Rehearsal
) -> None:
    await until(city.store.settled)
    adopted = city.store.settled()
    assert adopted is not None and adopted.envelope == offered.envelope
    assert city.store.asset(hashlib.sha256(FILE).hexdigest()) == FILE


async def test_an_altered_manifest_never_reaches_the_slots(
    offered: Simulator, city: Rehearsal, notes: RuntimeFiles
) -> None:
    genuine = offered.envelope
    assert genuine is not None
    offered.envelope = genuine.replace(b"a", b"b", 1)
    await until(lambda: offered.requests["manifest"] >= 1)
    offered.envelope = genuine
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


async def test_without_its_programme_nothing_is_adopted(
    offered: Simulator, city: Rehearsal, notes: RuntimeFiles
) -> None:
    ((missing, programme),) = offered.programmes.items()
    offered.programmes = {missing: programme + b" "}
    await until(lambda: offered.requests[missing] >= 2)
    assert city.store.adopted() is None and list(city.store.assets.iterdir()) == []
    offered.programmes = {missing: programme}
    await until(city.store.settled)
    adopted = city.store.settled()
    assert adopted is not None and adopted.programme == programme


async def test_a_full_card_takes_a_withdrawal(simulator: Simulator, city: Rehearsal) -> None:
    """The only files that are written are the slots, in the room of the reserve."""
    disk = FullDisk(city.store.folder, room=0)
    store = DisplayStore(city.store.folder, disk.write)
    city.enrol(server=simulator.url)
    city.hang({"a": SyntheticSlide(FILE)}, NEUTRAL)
    withdrawal = city.manifest({}, NEUTRAL)
    simulator.offer_programme(withdrawal.data)
    simulator.envelope = city.sign(withdrawal)
    async with running(city, store):
        await until(lambda: store.settled() == city.stored(withdrawal))
        await until(lambda: len(list(store.assets.iterdir())) == 1)
    assert [path.name for path in disk.written][:2] == ["0", "1"]
    assert {path.name for path in disk.written} <= {"0", "1", "reserve"}


# --- what goes wrong around it ----------------------------------------------------------------------------------------


def statuses(broker: SimulatedBroker, city: Rehearsal) -> list[Status]:
    topic = TOPICS["status"].of(city.enrolment.site, city.enrolment.display)
    return [msgspec.json.decode(payload, type=Status) for payload in broker.on(topic)]


class FailingStore(DisplayStore):
    """A card that fails in unexpected ways, as often as it is told to."""

    fails: Counter[str]

    def _fail(self, what: str) -> None:
        if self.fails[what] > 0:
            self.fails[what] -= 1
            raise RuntimeError(f"the card cannot {what}")

    def free_mb(self) -> float:
        self._fail("free_mb")
        return super().free_mb()

    def mend(self) -> None:
        self._fail("mend")
        super().mend()

    def adopt(self, adopted: StoredManifest) -> None:
        self._fail("adopt")
        super().adopt(adopted)

    def collect(self, keep: Collection[str]) -> int:
        self._fail("collect")
        return super().collect(keep)

    def asset(self, digest: str) -> bytes | None:
        self._fail("asset")
        return super().asset(digest)


class FailingDownloads(Downloads):
    """A network that fails in unexpected ways, once each."""

    def __init__(self, enrolment: Enrolment, store: DisplayStore) -> None:
        super().__init__(enrolment, store)
        self.fails = Counter(manifest=1, programme=2, asset=2)

    async def manifest(self) -> bytes | None:
        self.fails["manifest"] -= 1
        if self.fails["manifest"] >= 0:
            raise RuntimeError("the library is broken")
        return await super().manifest()

    async def programme(self, digest: str, size: int) -> bytes:
        self.fails["programme"] -= 1
        if self.fails["programme"] >= 0:
            raise KeyError(digest)
        return await super().programme(digest, size)

    async def asset(self, digest: str, size: int) -> None:
        self.fails["asset"] -= 1
        if self.fails["asset"] >= 0:
            raise ZeroDivisionError
        await super().asset(digest, size)


@pytest.fixture
def enrolled(city: Rehearsal, offered: Simulator, broker: SimulatedBroker) -> Rehearsal:
    """A display with its server and a broker."""
    city.enrol(server=offered.url, broker=BrokerAddress(host=broker.host, port=broker.port))
    return city


def failing(city: Rehearsal, **fails: int) -> FailingStore:
    store = FailingStore(city.store.folder)
    store.fails = Counter(fails)
    return store


async def test_a_heartbeat_goes_on_when_the_machine_tells_nothing(enrolled: Rehearsal, broker: SimulatedBroker) -> None:
    async with running(enrolled, failing(enrolled, free_mb=10**9)) as work:
        await broker.until(lambda: any(status.adopted for status in statuses(broker, enrolled)))
        assert {status.disk_free_mb for status in statuses(broker, enrolled)} == {0.0}
        assert not work.done()


@pytest.mark.parametrize("what", ["mend", "adopt", "collect", "asset"])
async def test_a_card_that_fails_in_an_unexpected_way_is_tried_again(
    enrolled: Rehearsal, broker: SimulatedBroker, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(adoption, "AGAIN_S", 0.01)
    store = failing(enrolled, **{what: 1})
    async with running(enrolled, store) as work:
        await broker.until(lambda: any(status.adopted for status in statuses(broker, enrolled)))
        assert store.fails[what] == 0 and not work.done()


async def test_a_network_that_fails_in_an_unexpected_way_is_tried_again(
    enrolled: Rehearsal, broker: SimulatedBroker
) -> None:
    async with running(enrolled, downloads=FailingDownloads) as work:
        await broker.until(lambda: any(status.adopted for status in statuses(broker, enrolled)))
        assert not work.done()


async def test_a_refusal_of_the_card_is_told_in_words(
    enrolled: Rehearsal, broker: SimulatedBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adoption, "AGAIN_S", 0.01)
    async with running(enrolled, failing(enrolled, adopt=1)):
        await broker.until(lambda: any(status.rejected for status in statuses(broker, enrolled)))
    reasons = {status.rejected for status in statuses(broker, enrolled)} - {None}
    assert reasons == {"manifest 1.1 is not on the card: the card cannot adopt"}


async def test_notes_of_the_screen_that_cannot_be_read_end_nothing(
    enrolled: Rehearsal, broker: SimulatedBroker
) -> None:
    notes = RuntimeFiles(runtime_files.folder(enrolled.store.folder))
    notes.prepare()
    notes.glass.write(b'{"more": ' + b"[" * 100_000 + b"]" * 100_000 + b"}")
    async with running(enrolled) as work:
        await broker.until(lambda: any(status.adopted for status in statuses(broker, enrolled)))
        notes.glass.write(msgspec.json.encode(Glass(state="showing", slide="a", since=AT, lit=datetime.now(UTC))))
        await broker.until(lambda: any(status.glass for status in statuses(broker, enrolled)))
        assert not work.done()


@pytest.mark.parametrize("name", ["manifest", "command", "plays-ack"])
async def test_no_message_ends_the_agent(enrolled: Rehearsal, broker: SimulatedBroker, name: str) -> None:
    topic = TOPICS[name]
    nested = b'{"more": ' + b"[" * 20_000 + b"]" * 20_000 + b"}"
    broker.publish(topic.of("proba", "repetitie"), nested, topic.qos, retain=True)
    async with running(enrolled) as work:
        await broker.until(lambda: any(status.adopted for status in statuses(broker, enrolled)))
        broker.publish(topic.of("proba", "repetitie"), nested, topic.qos)  # what was refused before is said no more
        await broker.until(lambda: any(status.rejected for status in statuses(broker, enrolled)))
        assert not work.done()


async def test_a_mistake_in_the_decisions_ends_the_whole_agent(
    enrolled: Rehearsal, broker: SimulatedBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The supervisor starts it again; a half that goes on would look alive."""

    def mistaken(
        player: Player, event: events.Event, now: datetime, *, earliest: datetime | None = None
    ) -> list[events.Effect]:
        raise KeyError("a mistake")

    with pytest.raises(ExceptionGroup) as group:
        async with running(enrolled) as work:
            await broker.until(lambda: any(status.adopted for status in statuses(broker, enrolled)))
            monkeypatch.setattr(Player, "handle", mistaken)
            broker.publish(TOPICS["command"].of("proba", "repetitie"), b"", 1)
            async with asyncio.timeout(20):
                await asyncio.wait([work])
    assert [repr(error) for error in group.value.exceptions] == ["KeyError('a mistake')"]


async def test_a_transfer_that_nobody_wants_any_more_ends(
    enrolled: Rehearsal, offered: Simulator, broker: SimulatedBroker
) -> None:
    offered.drips = {hashlib.sha256(FILE).hexdigest()}
    async with running(enrolled):
        await until(lambda: offered.dripping == 1)
        withdrawal = enrolled.manifest({}, NEUTRAL)
        offered.offer_programme(withdrawal.data)
        offered.envelope = enrolled.sign(withdrawal)
        broker.publish(TOPICS["manifest"].of("proba", "repetitie"), offered.envelope, 1)
        await broker.until(lambda: any(each.adopted == withdrawal.version for each in statuses(broker, enrolled)))
        await until(lambda: offered.dripping == 0)


async def test_the_manifest_is_asked_for_once_at_a_time(
    enrolled: Rehearsal, offered: Simulator, broker: SimulatedBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often the broker is reached anew while the answer is on its way."""
    asked, answered = 0, asyncio.Event()

    async def manifest(downloads: Downloads) -> bytes | None:
        nonlocal asked
        asked += 1
        await answered.wait()
        return offered.envelope

    monkeypatch.setattr(Downloads, "manifest", manifest)
    monkeypatch.setattr(Player, "handle", _asking(Player.handle))
    async with running(enrolled):
        await broker.until(lambda: statuses(broker, enrolled))
        answered.set()
        await until(enrolled.store.settled)
    assert asked == 1


def _asking(handle: Callable[..., list[events.Effect]]) -> Callable[..., list[events.Effect]]:
    """A player that wants the manifest a hundred times at its start."""

    def asking(player: Player, event: events.Event, now: datetime, **earliest: datetime | None) -> list[events.Effect]:
        extra = [events.AskManifest()] * 100 if isinstance(event, events.Started) else []
        return [*extra, *handle(player, event, now, **earliest)]

    return asking


async def test_a_server_that_was_set_back_is_shown_the_newer_manifest(city: Rehearsal, simulator: Simulator) -> None:
    told = city.hang({"a": SyntheticSlide(FILE)}, NEUTRAL)
    simulator.times = lambda nonce: city.sign_time(nonce, AT, newest=(0, 9))
    city.enrol(server=simulator.url)
    async with running(city):
        await until(lambda: simulator.proofs)
    assert simulator.proofs[0] == city.sign(told)
