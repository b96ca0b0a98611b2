"""The agent: MQTT and HTTP on one side, the store on the other. No picture, no GL.

Runs the decisions of `player`: turns messages, answers and notes of the screen into events, and carries out the
effects. Data runs one way: the agent fills the store, the screen shows the store. Leaves out the connection to the
broker (`broker_link`) and what is transferred by HTTP (`download`).

Who notices what goes wrong:

* What the card, the server, the broker, the screen or the system does meets one boundary for each task. It becomes the
  effect's answer (`Failed`, `Unavailable`, `NotKept`), so that the player tries again, or it is logged once a reason.
* A fault in the decisions, or in the tasks themselves, is a mistake in the program. The task group then ends the whole
  agent, and the supervisor starts it again from what is on the card. The picture is another process's.
"""

import asyncio
import contextlib
import random
import signal
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import structlog

from config import settings
from config.settings import Enrolment
from config.system import logs
from config.system.lifeline import beat, die_with_supervisor, name_process
from content import wire
from content.findings import RefusedError
from content.wire import dsse, play_chain
from display_client import events, runtime_files
from display_client.broker_link import BrokerLink
from display_client.clock import DisplayClock
from display_client.download import CardError, Downloads, TransferError
from display_client.inotify import FolderEvents
from display_client.journal import JournalReader
from display_client.own_key import own_key
from display_client.player import Player
from display_client.reports import LONGEST_REASON
from display_client.runtime_files import RuntimeFiles, glass_of
from display_client.status_facts import StatusFacts
from display_client.store import DisplayStore
from display_client.time_asking import TimeAsking

WATCH_S, UNTOLD_S = 1.0, 0.1
"""How often the screen's notes are looked at (one `stat` each) although nothing tells of them; where nothing ever does.
"""
PLAYS_BATCH = 150
"""So many of the longest ones are some 100 kB in their envelope; the broker takes messages of 128."""
BEAT_S = 10.0

log = structlog.get_logger()

Work = Coroutine[Any, Any, None]


class Agent:
    """One display's agent. `run` ends when cancelled."""

    def __init__(
        self,
        enrolment: Enrolment,
        store: DisplayStore,
        notes: RuntimeFiles,
        downloads: Downloads,
        clock: DisplayClock | None = None,
    ) -> None:
        self._enrolment, self._store, self._notes, self._downloads = enrolment, store, notes, downloads
        self._clock = clock or DisplayClock(store, notes)
        chance = random.Random()  # noqa: S311  jitter, not a secret
        self._player = Player(enrolment.site, enrolment.display, enrolment.public_key(), chance)
        complete = StatusFacts(store, notes, self._clock).complete
        self._link = BrokerLink(enrolment, self._tell, complete, chance, knows_day=lambda: self._clock.system_is_right)
        self._key = own_key(store.folder, notes.path)
        self._key_id = dsse.key_id(self._key.public_key())
        self._time = TimeAsking(enrolment, downloads, self._clock, self._tell, chance, self._key_id)
        self._journal = JournalReader(notes.plays, store.plays)
        self._events: asyncio.Queue[events.Event] = asyncio.Queue()
        self._status = wire.Status(display=enrolment.display, online=True)
        self._reasons: dict[str, str] = {}
        self._transfers: dict[str, asyncio.Task[None]] = {}
        """By digest, those under way."""
        self._asks_manifest = False
        self._tasks = asyncio.TaskGroup()
        self._effects: dict[type[events.Effect], Callable[[Any], Work | None]] = {
            events.Fetch: self._fetch,
            events.FetchProgramme: self._fetch_programme,
            events.Abandon: self._abandon,
            events.Prove: lambda effect: self._downloads.give_manifest(effect.envelope),
            events.AskManifest: lambda effect: self._ask_manifest(),
            events.Adopt: self._adopt,
            events.Collect: self._collect,
            events.Report: self._report,
            events.SendPlays: lambda effect: self._send_plays(),
            events.NotePlayed: self._note_played,
            events.TrimPlays: self._trim,
            events.Capture: self._capture,
            events.RestartScreen: self._restart_screen,
        }
        self._failures: dict[type[events.Effect], Callable[[Any, str], events.Event]] = {
            events.Fetch: lambda effect, reason: events.Failed(effect.asset, reason),
            events.FetchProgramme: lambda effect, reason: events.Failed(effect.digest, reason),
            events.AskManifest: lambda effect, reason: events.Unavailable(),
            events.Adopt: lambda effect, reason: events.NotKept(effect.adopted.version, reason),
        }

    async def run(self) -> None:
        """Until cancelled. Raises an ExceptionGroup after a mistake in the program."""
        self._notes.captured.clear()
        async with asyncio.TaskGroup() as self._tasks:
            self._tasks.create_task(self._link.run())
            self._tasks.create_task(self._time.run())
            self._tasks.create_task(self._watch_notes())
            self._tasks.create_task(self._decide())

    def _tell(self, event: events.Event) -> None:
        self._events.put_nowait(event)
        if isinstance(event, events.Connected):
            self._time.soon()

    async def _decide(self) -> None:
        await self._guarded("mend", asyncio.to_thread(self._store.mend))  # a full card: the newest slot still plays
        self._tell(events.Started(self._store.adopted()))
        self._tell(events.Ticked())
        while True:
            wait = (self._player.wakes_at - self._clock.now()).total_seconds()
            try:
                # Never longer than a heartbeat: the clock may be set meanwhile.
                async with asyncio.timeout(min(max(0.0, wait), wire.HEARTBEAT_S)):
                    event = await self._events.get()
            except TimeoutError:
                event = events.Ticked()
            self._clock.look()
            reading = self._clock.read()
            for effect in self._player.handle(event, reading.now, earliest=reading.earliest):
                self._begin(effect)

    # --- the boundary ----------------------------------------------------------------------------------------------

    def _begin(self, effect: events.Effect) -> None:
        """Carries the effect out: at once, or in a task of its own."""
        try:
            work = self._effects[type(effect)](effect)
        except Exception as error:
            self._failed(effect, error)
            return
        if work is None:
            return
        task = self._tasks.create_task(self._finish(effect, work))
        if isinstance(effect, events.Fetch | events.FetchProgramme):
            digest = effect.asset if isinstance(effect, events.Fetch) else effect.digest
            self._transfers[digest] = task
            task.add_done_callback(lambda ended: self._transferred(digest, ended))

    async def _finish(self, effect: events.Effect, work: Work) -> None:
        try:
            await work
        except Exception as error:
            self._failed(effect, error)

    def _failed(self, effect: events.Effect, error: Exception) -> None:
        reason = self._log_once(type(effect).__name__, error)
        if answer := self._failures.get(type(effect)):
            self._tell(answer(effect, reason))

    async def _guarded(self, name: str, work: Work) -> None:
        try:
            await work
        except Exception as error:
            self._log_once(name, error)

    def _log_once(self, name: str, error: Exception) -> str:
        """Once a reason: logs wear the card. The reason."""
        reason = wire.printable(str(error) or type(error).__name__, LONGEST_REASON)
        if self._reasons.get(name) != reason:
            self._reasons[name] = reason
            log.warning("failed", what=name, reason=reason, exc_info=error)
        return reason

    # --- the broker ------------------------------------------------------------------------------------------------

    def _report(self, effect: events.Report) -> None:
        status, before = effect.status, self._status
        if status.rejected and status.rejected != before.rejected:
            log.warning("refused", display=status.display, reason=status.rejected)
        if status.adopted != before.adopted:
            log.info("adopted", display=status.display, version=status.adopted)
        self._status = status
        self._link.report(status)

    async def _send_plays(self) -> None:
        await self._guarded("spill", asyncio.to_thread(self._journal.spill_late, time.monotonic()))
        if not (self._link.is_up and self._journal.is_told):
            return
        if plays := await asyncio.to_thread(self._journal.waiting, PLAYS_BATCH):
            batch = wire.Plays(
                site=self._enrolment.site,
                display=self._enrolment.display,
                key=dsse.public_text(self._key.public_key()),
                after=self._journal.tip,
                plays=plays,
            )
            self._journal.handed_out(plays[-1].number)
            await self._link.send("plays", play_chain.sealed(batch, self._key))

    def _note_played(self, effect: events.NotePlayed) -> None:
        with contextlib.suppress(OSError):  # told again within the hour
            self._journal.told(effect.tip, self._clock.boot_id)

    def _trim(self, effect: events.TrimPlays) -> None:
        with contextlib.suppress(OSError):  # not durable: asked again with the next batch
            if effect.key == self._key_id:
                self._journal.trim(effect.tip)

    # --- the server ------------------------------------------------------------------------------------------------

    def _transferred(self, digest: str, ended: "asyncio.Task[None]") -> None:
        if self._transfers.get(digest) is ended:
            del self._transfers[digest]

    def _abandon(self, effect: events.Abandon) -> None:
        for digest in effect.digests:
            if task := self._transfers.get(digest):
                task.cancel()
            self._tell(events.Failed(digest, "is not wanted any more"))

    async def _ask_manifest(self) -> None:
        """One question at a time: an answer that is on its way answers all."""
        if self._asks_manifest:
            return
        self._asks_manifest = True
        try:
            envelope = await self._downloads.manifest()
        except TransferError:
            self._tell(events.Unavailable())
            return
        finally:
            self._asks_manifest = False
        if envelope is not None:
            self._tell(events.Received(envelope))

    async def _fetch_programme(self, effect: events.FetchProgramme) -> None:
        try:
            data = await self._downloads.programme(effect.digest, effect.size)
        except TransferError as error:
            self._tell(events.Failed(effect.digest, str(error)))
        else:
            self._tell(events.ProgrammeArrived(effect.digest, data))

    async def _fetch(self, effect: events.Fetch) -> None:
        try:
            await self._downloads.asset(effect.asset, effect.size)
        except TransferError as error:
            self._tell(events.Failed(effect.asset, str(error), isinstance(error, CardError)))
        else:
            self._tell(events.Stored(effect.asset))

    async def _adopt(self, effect: events.Adopt) -> None:
        version = effect.adopted.version
        try:
            await asyncio.to_thread(self._store.adopt, effect.adopted)
        except OSError as error:
            holds = await asyncio.to_thread(self._store.hold, effect.adopted)
            self._tell(events.NotKept(version, error.strerror or str(error), holds))
        else:
            self._tell(events.Kept(version))

    def _collect(self, effect: events.Collect) -> Work | None:
        """Not in a thread: a manifest that wants a picture back must not find it half deleted."""
        if not effect.on_card:
            self._store.spare.collect(effect.keep)
            return None
        self._store.collect(effect.keep)
        return asyncio.to_thread(self._store.settle)

    # --- the screen ------------------------------------------------------------------------------------------------

    def _capture(self, effect: events.Capture) -> None:
        self._notes.capture.write(effect.command.encode())

    def _restart_screen(self, effect: events.RestartScreen) -> None:
        del effect
        self._notes.restart.write(b"")

    async def _watch_notes(self) -> None:
        beat_at, told = 0.0, asyncio.Event()
        with _telling(self._notes.path, told) as tells:
            while True:
                if self._notes.watch.changed():
                    await self._guarded("notes", self._read_notes())
                if time.monotonic() >= beat_at:
                    beat_at = time.monotonic() + BEAT_S
                    beat()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(WATCH_S if tells else UNTOLD_S):
                        await told.wait()
                told.clear()

    async def _read_notes(self) -> None:
        if glass := glass_of(self._notes.glass.news()):
            self._tell(events.GlassChanged(glass))
        for asset in self._notes.take_damaged():
            self._tell(events.Damaged(asset))
        if (glass := glass_of(self._notes.captured.news())) and (png := self._notes.captured_png.read()):
            self._tasks.create_task(self._guarded("upload", self._upload(png, glass)))

    async def _upload(self, png: bytes, glass: wire.Glass) -> None:
        with contextlib.suppress(TransferError):  # asked for again when it is still wanted
            await self._downloads.give_glass(png, glass)


@contextlib.contextmanager
def _telling(folder: Path, told: asyncio.Event) -> Iterator[bool]:
    """Whether the kernel sets `told` when something happens in the folder."""
    happenings, loop = FolderEvents(folder), asyncio.get_running_loop()

    def take() -> None:
        happenings.drain()
        told.set()

    if happenings.descriptor is None:
        yield False
        return
    loop.add_reader(happenings.descriptor, take)
    try:
        yield True
    finally:
        loop.remove_reader(happenings.descriptor)
        happenings.close()


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
    name_process("afisier-agent")
    logs.to_stderr()
    try:
        asyncio.run(run(Path(sys.argv[1])))
    except RefusedError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
