"""The agent: MQTT and HTTP on one side, the store on the other. No picture, no GL.

Runs the decisions of `player`: turns messages, answers and notes of the screen into events, and carries out the
effects. Decides connection handling only: what is tried again, after how long, how many at once. Data runs one way:
the agent fills the store, the screen shows the store.
"""

import asyncio
import contextlib
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import aiomqtt
import msgspec
import structlog

from config import settings
from config.settings import Enrolment
from config.system import logs
from config.system.lifeline import die_with_supervisor
from content import wire
from content.findings import RefusedError
from display_client import events, runtime_files
from display_client.download import Downloads, TransferError
from display_client.journal import JournalReader
from display_client.player import Player
from display_client.runtime_files import RuntimeFiles, glass_of
from display_client.store import DisplayStore

WATCH_S = 0.1
"""How often the screen's notes are looked at: one `stat` each."""
RECONNECT_FIRST_S, RECONNECT_MOST_S = 1.0, 60.0
KEEPALIVE_S = 30
PLAYS_BATCH = 200
BEAT_S = 10.0
SILENT_S = 15.0
"""A screen without a verified redraw for that long is not said to show anything."""

log = structlog.get_logger()


class Agent:
    """One display's agent. `run` ends when cancelled."""

    def __init__(self, enrolment: Enrolment, store: DisplayStore, notes: RuntimeFiles, downloads: Downloads) -> None:
        self._enrolment, self._store, self._notes, self._downloads = enrolment, store, notes, downloads
        self._chance = random.Random()  # noqa: S311  jitter, not a secret
        self._player = Player(enrolment.site, enrolment.display, enrolment.public_key(), self._chance)
        self._journal = JournalReader(store.plays)
        self._events: asyncio.Queue[events.Event] = asyncio.Queue()
        self._status = wire.Status(display=enrolment.display, online=True)
        self._status_due = asyncio.Event()
        self._mqtt: aiomqtt.Client | None = None
        self._captures: list[str] = []
        self._version = metadata.version("afisier")
        self._tasks: asyncio.TaskGroup
        self._effects: dict[type[events.Effect], Callable[[Any], object]] = {
            events.Fetch: lambda effect: self._spawn(self._fetch(effect)),
            events.AskManifest: lambda effect: self._spawn(self._ask_manifest()),
            events.Adopt: lambda effect: self._spawn(self._adopt(effect)),
            # Not in a thread: a manifest that wants a picture back must not find it half deleted.
            events.Collect: lambda effect: self._store.collect(effect.keep),
            events.Report: self._report,
            events.SendPlays: lambda effect: self._spawn(self._send_plays()),
            events.TrimPlays: lambda effect: self._trim(effect.number),
            events.Capture: lambda effect: self._capture(effect.command),
            events.RestartScreen: lambda effect: self._notes.restart.write(b""),
        }

    async def run(self) -> None:
        """Until cancelled."""
        self._notes.captured.clear()
        async with asyncio.TaskGroup() as self._tasks:
            self._spawn(self._stay_connected())
            self._spawn(self._watch_notes())
            self._spawn(self._decide())

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        self._tasks.create_task(work)

    def _tell(self, event: events.Event) -> None:
        self._events.put_nowait(event)

    async def _decide(self) -> None:
        await asyncio.to_thread(self._mend)
        self._tell(events.Started(self._store.adopted()))
        self._tell(events.Ticked())
        while True:
            wait = (self._player.wakes_at - datetime.now(UTC)).total_seconds()
            try:
                # Never longer than a heartbeat: the clock may be set meanwhile.
                async with asyncio.timeout(min(max(0.0, wait), wire.HEARTBEAT_S)):
                    event = await self._events.get()
            except TimeoutError:
                event = events.Ticked()
            for effect in self._player.handle(event, datetime.now(UTC)):
                self._effects[type(effect)](effect)

    def _mend(self) -> None:
        with contextlib.suppress(OSError):  # a full card: the newest slot still plays
            self._store.mend()

    # --- the broker ------------------------------------------------------------------------------------------------

    def _topic(self, name: str) -> str:
        return wire.TOPICS[name].of(self._enrolment.site, self._enrolment.display)

    def _client(self) -> aiomqtt.Client:
        broker, topic = self._enrolment.broker, wire.TOPICS["status"]
        gone = wire.encode(wire.Status(display=self._enrolment.display, online=False))
        return aiomqtt.Client(
            broker.host,
            broker.port,
            identifier=self._enrolment.display,
            username=self._enrolment.display,
            password=self._enrolment.password,
            clean_session=True,
            keepalive=KEEPALIVE_S,
            timeout=3,  # a broker that ended before CONNACK is otherwise waited for
            will=aiomqtt.Will(self._topic("status"), gone, topic.qos, topic.retain),
        )

    async def _stay_connected(self) -> None:
        tries, said = 0, ""
        while True:
            try:
                async with self._client() as client:
                    tries, said = 0, ""
                    log.info("broker connected", display=self._enrolment.display)
                    await self._converse(client)
            except aiomqtt.MqttError as error:
                if str(error) != said:  # once a reason: logs wear the card
                    said = str(error)
                    log.warning("no broker", display=self._enrolment.display, reason=said)
            bound = min(RECONNECT_MOST_S, RECONNECT_FIRST_S * 2**tries)
            tries = min(tries + 1, 10)
            await asyncio.sleep(self._chance.uniform(0, bound))

    async def _converse(self, client: aiomqtt.Client) -> None:
        """Raises MqttError when the connection ends."""
        makers: dict[str, Callable[[bytes], events.Event]] = {
            self._topic("manifest"): events.Received,
            self._topic("command"): events.Commanded,
            self._topic("plays-ack"): events.Acknowledged,
        }
        for topic in makers:
            granted = await client.subscribe(topic, qos=0)
            if any((code if isinstance(code, int) else code.value) >= 0x80 for code in granted):
                raise aiomqtt.MqttError(f"the broker refused the subscription to {topic}")
        self._mqtt = client
        self._tell(events.Connected())
        publisher = asyncio.create_task(self._publish_statuses(client))
        try:
            async for message in client.messages:
                if (maker := makers.get(message.topic.value)) and isinstance(message.payload, bytes):
                    self._tell(maker(message.payload))
        except asyncio.CancelledError:
            with contextlib.suppress(aiomqtt.MqttError, TimeoutError):
                async with asyncio.timeout(0.5):
                    await self._publish_status(client, msgspec.structs.replace(self._status, online=False))
            raise
        finally:
            self._mqtt = None
            publisher.cancel()

    def _report(self, effect: events.Report) -> None:
        status, before = effect.status, self._status
        if status.rejected and status.rejected != before.rejected:
            log.warning("refused", display=status.display, reason=status.rejected)
        if status.adopted != before.adopted:
            log.info("adopted", display=status.display, version=status.adopted)
        self._status = status
        self._status_due.set()

    async def _publish_statuses(self, client: aiomqtt.Client) -> None:
        """The newest status, one at a time; a lost connection ends the conversation, not this."""
        while True:
            await self._status_due.wait()
            self._status_due.clear()
            with contextlib.suppress(aiomqtt.MqttError):
                await self._publish_status(client, self._status)

    async def _publish_status(self, client: aiomqtt.Client, status: wire.Status) -> None:
        restarts = self._notes.restarts.read()
        full = msgspec.structs.replace(
            status,
            glass=status.glass if self._screen_lives(status.glass) else None,
            version=self._version,
            rss_mb=_resident_mb(),
            disk_free_mb=round(self._store.free_mb(), 1),
            screen_restarts=int(restarts) if restarts and restarts.isdigit() else 0,
        )
        topic = wire.TOPICS["status"]
        await client.publish(self._topic("status"), wire.encode(full), topic.qos, topic.retain)

    def _screen_lives(self, glass: wire.Glass | None) -> bool:
        """Whether the glass was seen lately; a dead or hung screen is not reported as showing."""
        beat = self._notes.heartbeat.last()
        seen = [at for at in (beat, glass.lit if glass else None) if at]
        return bool(seen) and (datetime.now(UTC) - max(seen)).total_seconds() < SILENT_S

    async def _send_plays(self) -> None:
        client = self._mqtt
        plays = await asyncio.to_thread(self._journal.waiting, PLAYS_BATCH) if client else ()
        if client and plays:
            batch = wire.Plays(display=self._enrolment.display, plays=plays)
            with contextlib.suppress(aiomqtt.MqttError):
                await client.publish(self._topic("plays"), wire.encode(batch), wire.TOPICS["plays"].qos)

    def _trim(self, number: int) -> None:
        with contextlib.suppress(OSError):  # not durable: asked again with the next batch
            self._journal.trim(number)

    # --- the server ------------------------------------------------------------------------------------------------

    async def _ask_manifest(self) -> None:
        try:
            envelope = await self._downloads.manifest()
        except TransferError:
            self._tell(events.Unavailable())
            return
        if envelope is not None:
            self._tell(events.Received(envelope))

    async def _fetch(self, effect: events.Fetch) -> None:
        try:
            await self._downloads.asset(effect.asset, effect.size)
        except TransferError as error:
            self._tell(events.Failed(effect.asset, str(error)))
        else:
            self._tell(events.Stored(effect.asset))

    async def _adopt(self, effect: events.Adopt) -> None:
        version = effect.adopted.version
        try:
            await asyncio.to_thread(self._store.adopt, effect.adopted)
        except OSError as error:
            self._tell(events.NotKept(version, error.strerror or str(error)))
        else:
            self._tell(events.Kept(version))

    # --- the screen ------------------------------------------------------------------------------------------------

    def _capture(self, command: str) -> None:
        self._captures.append(command)
        self._notes.capture.write(command.encode())

    async def _watch_notes(self) -> None:
        beat_at = 0.0
        while True:
            if self._notes.watch.changed():
                self._read_notes()
            if time.monotonic() >= beat_at:
                beat_at = time.monotonic() + BEAT_S
                self._notes.agent_heartbeat.beat()
            await asyncio.sleep(WATCH_S)

    def _read_notes(self) -> None:
        if glass := glass_of(self._notes.glass.news()):
            self._tell(events.GlassChanged(glass))
        for asset in self._notes.take_damaged():
            self._tell(events.Damaged(asset))
        if self._captures and (glass := glass_of(self._notes.captured.news())):
            self._captures.clear()
            if png := self._notes.captured_png.read():
                self._spawn(self._upload(png, glass))

    async def _upload(self, png: bytes, glass: wire.Glass) -> None:
        with contextlib.suppress(TransferError):  # asked for again when it is still wanted
            await self._downloads.give_glass(png, glass)


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


async def run(path: Path) -> None:
    """The agent of that enrolment file, until SIGTERM or SIGINT. Raises RefusedError."""
    enrolment = settings.read(path, Enrolment)
    store = DisplayStore(path.parent / enrolment.store)
    store.prepare()
    notes = RuntimeFiles(runtime_files.folder(store.folder))
    notes.prepare()
    with store.own("agent"):
        async with Downloads(enrolment, store) as downloads:
            work = asyncio.create_task(Agent(enrolment, store, notes, downloads).run())
            for number in (signal.SIGTERM, signal.SIGINT):
                asyncio.get_running_loop().add_signal_handler(number, work.cancel)
            with contextlib.suppress(asyncio.CancelledError):
                await work


def main() -> None:
    """`python -m display_client.agent ENROLMENT`, started by the supervisor."""
    die_with_supervisor()
    logs.to_stderr()
    try:
        asyncio.run(run(Path(sys.argv[1])))
    except RefusedError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
