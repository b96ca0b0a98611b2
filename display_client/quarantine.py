"""What has failed on this display, and what is therefore shown no more: frames and manifests, by their digests.

Decides that two failures put one in quarantine, and that a failure is charged to what was being done when it happened,
not to whatever ran at that time nor by how soon it came. What is about to be done is written down first: when the
process ends in the middle, the next one finds it there. It lies among the runtime files (memory), so a machine that was
started anew tries everything anew; what failed hours ago is forgotten as well.
"""

import contextlib
import time
import zlib
from collections.abc import Callable, Iterator
from typing import Literal

import msgspec

from content.wire import LivePart, Quarantined, printable
from display_client.runtime_files import Note, RuntimeFiles

STRIKES = 2
FORGOTTEN_S = 6 * 3600.0
_MOST = 50
_LONGEST = 200


class Suspect(msgspec.Struct, frozen=True):
    """Something that may fail: a frame by its asset and a digest of its live parts, or a manifest by its digest."""

    kind: Literal["frame", "manifest"]
    name: str
    variant: int = 0


def frame_suspect(asset: str, live: tuple[LivePart, ...]) -> Suspect:
    """That frame with these live parts."""
    return Suspect("frame", asset, zlib.crc32(msgspec.json.encode(live)) if live else 0)


class _Strikes(msgspec.Struct, frozen=True):
    cause: Suspect
    count: int
    reason: str
    at: float


class Quarantine:
    """One display's. `clock` gives seconds that never run backwards while the machine runs."""

    def __init__(self, notes: RuntimeFiles, clock: Callable[[], float] = time.monotonic) -> None:
        self._note, self._doing, self._clock = notes.quarantine, notes.doing, clock
        self._known = {each.cause: each for each in _read(self._note)}

    def recover(self) -> None:
        """Charges what an earlier process was doing when it ended. Call once, when the screen starts."""
        data = self._doing.read()
        self._doing.clear()
        if data is not None:
            with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError):
                self.strike(msgspec.json.decode(data, type=Suspect), "ended the screen")

    @contextlib.contextmanager
    def doing(self, cause: Suspect) -> Iterator[None]:
        """While it is done; an end of the process in between is charged to it."""
        self.begin(cause)
        try:
            yield
        finally:
            self.done()

    def begin(self, cause: Suspect) -> None:
        """It is about to be done, until `done`."""
        self._doing.write(msgspec.json.encode(cause))

    def done(self) -> None:
        self._doing.clear()

    def strike(self, cause: Suspect, reason: str) -> None:
        """It failed, for this reason."""
        before = self._fresh(cause)
        strikes = _Strikes(cause, before.count + 1 if before else 1, printable(reason, _LONGEST), self._clock())
        self._known.pop(cause, None)
        self._known[cause] = strikes
        while len(self._known) > _MOST:
            del self._known[next(iter(self._known))]
        self._write()

    def forgive(self, cause: Suspect) -> None:
        """It went well: what was charged to it before was not its fault."""
        if self._known.pop(cause, None) is not None:
            self._write()

    def strikes(self, cause: Suspect) -> int:
        """How often it has failed lately."""
        known = self._fresh(cause)
        return known.count if known else 0

    def holds(self, cause: Suspect) -> bool:
        """Whether it is not to be tried any more."""
        return self.strikes(cause) >= STRIKES

    def held(self) -> frozenset[Suspect]:
        """All that it holds. From any thread."""
        return frozenset(cause for cause in tuple(self._known) if self.holds(cause))

    def _write(self) -> None:
        self._note.write(msgspec.json.encode(list(self._known.values())))

    def _fresh(self, cause: Suspect) -> _Strikes | None:
        known = self._known.get(cause)
        return known if known and 0.0 <= self._clock() - known.at < FORGOTTEN_S else None


def quarantined(notes: RuntimeFiles, now: float | None = None) -> tuple[Quarantined, ...]:
    """What is told to the server of it, by frames and manifests."""
    clock = time.monotonic() if now is None else now
    return tuple(
        Quarantined(kind=each.cause.kind, name=each.cause.name, reason=each.reason)
        for each in _read(notes.quarantine)
        if each.count >= STRIKES and 0.0 <= clock - each.at < FORGOTTEN_S
    )


def _read(note: Note) -> list[_Strikes]:
    try:
        return msgspec.json.decode(note.read() or b"[]", type=list[_Strikes])[-_MOST:]
    except (msgspec.DecodeError, UnicodeDecodeError):
        return []
