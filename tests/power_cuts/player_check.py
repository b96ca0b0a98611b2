"""What a display finds on its card after a power cut, by its own code, held against what was promised before."""

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

from config import settings
from config.settings import Enrolment
from content.findings import RefusedError
from content.wire.trusted import BEFORE_ALL, TrustedSet
from display_client import store as stores
from display_client.adoption import Adoption
from display_client.clock import Clocks, DisplayClock
from display_client.journal import JournalReader, JournalWriter
from display_client.runtime_files import RuntimeFiles
from display_client.store import DisplayStore, StoredManifest
from display_client.timekeeping import RELEASED
from tests.power_cuts.player_work import STORE

_MOST_PLAYS = 100_000


class Promised:
    """What the marks say together (`player_work`)."""

    def __init__(self, marks: list[str]) -> None:
        self.adopted, self.used, self.spilled, self.trimmed, self.floor = BEFORE_ALL, 0, 0, 0, RELEASED
        for mark in marks:
            name, _, said = mark.partition(" ")
            match name:
                case "adopted":
                    epoch, sequence = said.split()
                    self.adopted = int(epoch), int(sequence)
                case "used":
                    self.used = int(said)
                case "spilled":
                    self.spilled = int(said)
                case "trimming":
                    self.trimmed = int(said)
                case "floor":
                    self.floor = datetime.fromisoformat(said)


class PlayerCheck:
    """For the display of that enrolment; called with each card that a power cut left.

    `memory` are the runtime files that are left; none when the power was cut.
    """

    def __init__(self, outside: Path, memory: Path | None = None) -> None:
        self._enrolment = settings.read(outside / "enrolment.yaml", Enrolment)
        self._memory = memory

    def __call__(self, card: Path, marks: list[str]) -> list[str]:
        """What is wrong: `torn: …`, `lost: …`."""
        promised, folder = Promised(marks), card / STORE
        if not (folder / "slots").is_dir():
            return [f"lost: {promised.adopted}, the store"] if promised.adopted > BEFORE_ALL else []
        with tempfile.TemporaryDirectory(dir="/dev/shm") as empty, mock.patch.dict(os.environ):
            os.environ["RUNTIME_DIRECTORY"] = empty
            torn = self._torn(DisplayStore(folder))
            os.environ["RUNTIME_DIRECTORY"] = str(self._memory or empty)
            store, notes = DisplayStore(folder), RuntimeFiles(Path(empty) / "notes")
            notes.prepare()
            wrong = [*torn, *self._manifest(store.settled(), store, promised)]
            store.prepare()
            store.mend()
            wrong += self._manifest(store.adopted(), store, promised)
            return [*wrong, *self._plays(store, notes, promised), *self._time(store, notes, promised)]

    def _torn(self, store: DisplayStore) -> list[str]:
        """Files that are there and not whole."""
        slots = {"1": store.settled(), "0": store.adopted()}  # the first one is written first
        torn = [
            f"torn: slot {name}"
            for name, stored in slots.items()
            if (path := store.slots / name).exists() and (not stored or stored.envelope not in path.read_bytes())
        ]
        names = [path.name for path in store.assets.glob("*") if not path.name.startswith(".")]
        torn += [f"torn: asset {name[:12]}" for name in names if store.asset(name) is None]
        reserve = store.folder / "reserve"
        if reserve.exists() and reserve.stat().st_size != stores.RESERVE_BYTES:
            torn.append(f"torn: reserve of {reserve.stat().st_size} bytes")
        for path in (store.folder / "time", store.plays / "numbers"):
            if path.exists() and not path.read_bytes().strip(b"\0"):
                torn.append(f"torn: {path.name}")
        return torn

    def _manifest(self, stored: StoredManifest | None, store: DisplayStore, promised: Promised) -> list[str]:
        version = stored.version if stored else BEFORE_ALL
        wrong = [f"lost: manifest {promised.adopted}, found {version}"] if version < promised.adopted else []
        if stored:
            adoption = Adoption(
                TrustedSet([self._enrolment.public_key()], self._enrolment.site, self._enrolment.display)
            )
            try:
                adoption.begin(stored)
            except RefusedError as error:
                return [*wrong, f"torn: manifest {version}: {error}"]
            missing = [digest for digest in adoption.needed() if store.asset(digest) is None]
            wrong += [f"lost: asset {digest[:12]} of {version}" for digest in missing]
        return wrong

    def _plays(self, store: DisplayStore, notes: RuntimeFiles, promised: Promised) -> list[str]:
        there = {play.number for play in JournalReader(notes.plays, store.plays).waiting(_MOST_PLAYS)}
        wrong = [
            f"lost: play {number}"
            for number in range(promised.trimmed + 1, promised.spilled + 1)
            if number not in there
        ]
        following = JournalWriter(notes.plays, store.plays).next
        if following <= promised.used:
            wrong.append(f"lost: numbers up to {promised.used}, the next one is {following}")
        return wrong

    def _time(self, store: DisplayStore, notes: RuntimeFiles, promised: Promised) -> list[str]:
        started = Clocks(
            system=lambda: datetime(1970, 1, 1, tzinfo=UTC), boot_s=lambda: 0.0, synchronised_s=lambda: None
        )
        earliest = DisplayClock(store, notes, started).read().earliest
        return [f"lost: the time {promised.floor}, found {earliest}"] if earliest < promised.floor else []
