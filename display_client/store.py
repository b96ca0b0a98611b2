"""What a display keeps on its card: verified assets, the adopted manifest in two slots, and who may write.

Decides the files and in which order they become durable. Every state here survives a power cut at any instant: a file
is written whole and synced before anything names it. Leaves out what may be adopted (`player`), the plays (`journal`)
and what is lost with the power on purpose (`runtime_files`).

    assets/<sha256>          a picture, named by its digest
    assets/.part-<sha256>    as much of it as has arrived
    slots/0, slots/1         the adopted manifest, twice: one header line, the envelope as received, its programme
    display-key              the display's own key (`own_key`)
    reserve                  room kept free, so that a full disk still takes a withdrawal

What the card does not take (it is full, or read-only) is held in memory, beside the runtime files: a manifest, and some
megabytes of assets. It plays as well, until the machine is started anew.

    spare/slots/0            an adopted manifest that is newer than what is on the card
    spare/assets/<sha256>    a picture
"""

import contextlib
import errno
import fcntl
import hashlib
import logging
import os
import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import msgspec

from config.system import durable
from content.findings import refused
from display_client import runtime_files
from display_client.asset_folder import AssetFolder
from display_client.runtime_files import Note

SLOTS = ("0", "1")
RESERVE_BYTES = 2_000_000
"""More than a manifest with a programme of a thousand pages has."""
_HEADER = re.compile(rb"afisier-slot 2 (\d{1,18}) (\d{1,18}) (\d{1,9}) ([0-9a-f]{64})\n")
"""Epoch, sequence, bytes of the envelope, SHA-256 of all else in the slot."""
SPARE_BYTES = 64_000_000
"""Of assets that are held in memory while the card takes none; a display of a hundred slides has a third of it."""

log = logging.getLogger(__name__)


class StoredManifest(msgspec.Struct, frozen=True):
    """The manifest of a slot: its (epoch, sequence), the envelope and its programme exactly as they were received."""

    version: tuple[int, int]
    envelope: bytes
    programme: bytes

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the envelope."""
        return hashlib.sha256(self.envelope).hexdigest()


class DisplayStore:
    """The folder of one display. `write` replaces a file durably; tests pass one that fails."""

    def __init__(self, folder: Path, write: Callable[[Path, bytes], None] = durable.write) -> None:
        self.folder = folder
        self.assets = folder / "assets"
        self.slots = folder / "slots"
        self.plays = folder / "plays"
        spare = runtime_files.folder(folder) / "spare"
        self.card, self.spare = AssetFolder(self.assets), AssetFolder(spare / "assets", SPARE_BYTES)
        self.asset_folders = (self.assets, self.spare.path)
        self.slot_folders = (self.slots, spare / "slots")
        self._held = Note(spare / "slots" / "0")
        self._owned = {"display": folder, "agent": self.assets, "screen": self.slots}
        self._write = write

    def prepare(self) -> None:
        """Makes the folders. Where they cannot be made (a card that is full or read-only) what is there is shown."""
        try:
            for folder in (self.folder, self.assets, self.slots, self.plays):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._keep_reserve()
        except OSError as error:
            log.warning("the store %s takes nothing: %s", self.folder, error.strerror)
        with contextlib.suppress(OSError):
            runtime_files.folder(self.folder).mkdir(parents=True, exist_ok=True, mode=0o700)
            for folder in (self.slot_folders[1], self.spare.path):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    @contextlib.contextmanager
    def own(self, role: str) -> Iterator[None]:
        """Holds the store in that role (`display`, `agent`, `screen`) until the block or the process ends.

        The lock is on a folder, which needs no write: on a card that has turned read-only it holds as well. One that
        cannot be locked at all is used all the same: two displays are less bad than a black one.

        Raises RefusedError when another process holds it.
        """
        try:
            descriptor = os.open(self._owned[role], os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            log.warning("the store %s cannot be locked: %s", self.folder, error.strerror)
            yield
            return
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise refused(
                    "store",
                    str(self.folder),
                    f"the {role} of process {_holder(descriptor)} uses this store, expected only one; "
                    "give each display of a machine a `store` of its own in its enrolment file",
                ) from error
            except OSError as error:
                log.warning("the store %s cannot be locked: %s", self.folder, error.strerror)
            yield
        finally:
            os.close(descriptor)

    # --- the adopted manifest --------------------------------------------------------------------------------------

    def adopted(self) -> StoredManifest | None:
        """The newest valid slot; a torn or altered one is as if it were not there."""
        return _newest(*(self._slot(name) for name in SLOTS), _read(self._held.path))

    def settled(self) -> StoredManifest | None:
        """What the screen may show: the slot written last, so that the pair is durable in both; the other if torn.

        Or what is held in memory, when it is newer.
        """
        return _newest(self._slot(SLOTS[-1]) or self._slot(SLOTS[0]), _read(self._held.path))

    def adopt(self, adopted: StoredManifest) -> None:
        """Both slots name this manifest, durably, in that order: `settled` reads the second one.

        What it names and memory holds goes to the card before: a slot names nothing that a power cut takes. Raises
        OSError when the disk does not take it even with the reserve freed; what was adopted before stays.
        """
        self.spare.move_to(self.card, lambda digest: digest.encode() in adopted.programme)
        data = _slot_of(adopted)
        for name in SLOTS:
            try:
                self._write(self.slots / name, data)
            except OSError as error:
                if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                    raise
                (self.folder / "reserve").unlink(missing_ok=True)
                self._write(self.slots / name, data)
        self._held.clear()
        with contextlib.suppress(OSError):
            self._keep_reserve()

    def hold(self, adopted: StoredManifest) -> bool:
        """Memory names this manifest, for the card does not take it; whether it does. It plays until a power cut."""
        if _read(self._held.path) == adopted:
            return True
        with contextlib.suppress(OSError):
            self._held.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self._held.write(_slot_of(adopted))

    def mend(self) -> None:
        """After an interruption: what was left half written goes, and the newest slot into both. Raises OSError."""
        durable.sweep(self.folder)
        slots = [self._slot(name) for name in SLOTS]
        newest = self.adopted()
        if newest and any(slot != newest for slot in slots):
            self.adopt(newest)
        self.settle()

    def _slot(self, name: str) -> StoredManifest | None:
        return _read(self.slots / name)

    def _keep_reserve(self) -> None:
        path = self.folder / "reserve"
        if not path.exists():
            self._write(path, os.urandom(RESERVE_BYTES))  # random: a compressing file system must not save it

    # --- assets ----------------------------------------------------------------------------------------------------

    def asset(self, digest: str) -> bytes | None:
        """The bytes of an asset, verified; None when it is missing or a bit of it has changed."""
        looks = (self.card, self.spare, self.card)  # it may be on its way from memory to the card
        return next((data for folder in looks if (data := folder.asset(digest)) is not None), None)

    def collect(self, keep: Collection[str]) -> int:
        """Deletes the assets (and gathered parts) that are not in `keep`; how many. Errors are left for next time."""
        return self.card.collect(keep) + self.spare.collect(keep)

    def settle(self) -> None:
        """What is held in memory goes to the card. Raises OSError: the rest stays in memory."""
        self.spare.move_to(self.card)

    def free_mb(self) -> float:
        """Megabytes free on the store's file system."""
        system = os.statvfs(self.folder)
        return system.f_bavail * system.f_frsize / 1e6


def _slot_of(adopted: StoredManifest) -> bytes:
    head = b"afisier-slot 2 %d %d %d " % (*adopted.version, len(adopted.envelope))
    body = adopted.envelope + adopted.programme
    return head + hashlib.sha256(head + body).hexdigest().encode() + b"\n" + body


def _read(path: Path) -> StoredManifest | None:
    try:
        data = path.read_bytes()
    except OSError:
        return None
    header = _HEADER.match(data)
    if not header:
        return None
    body, length = data[header.end() :], int(header[3])
    if hashlib.sha256(data[: header.start(4)] + body).hexdigest().encode() != header[4]:
        return None
    return StoredManifest((int(header[1]), int(header[2])), body[:length], body[length:])


def _newest(*slots: StoredManifest | None) -> StoredManifest | None:
    """The first of the newest."""
    return max((slot for slot in slots if slot), key=lambda slot: slot.version, default=None)


def _holder(descriptor: int) -> str:
    """The process that holds a lock on that open file (proc_locks(5)); "unknown" where the kernel does not tell."""
    inode = str(os.fstat(descriptor).st_ino)
    with contextlib.suppress(OSError):
        for line in Path("/proc/locks").read_text().splitlines():
            fields = line.split()
            if fields[1] == "FLOCK" and fields[5].rpartition(":")[2] == inode:
                return fields[4]
    return "unknown"
