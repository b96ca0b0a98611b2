"""Which frames this display cannot show now: those in quarantine, and those that are missing from its card.

Decides that a missing one counts as missing until its file is another; whoever mends it replaces the file. Leaves out
what is shown instead (`on_glass`) and how it is mended (the agent).
"""

import threading

from content.wire import Programme
from display_client.quarantine import Quarantine, Suspect, frame_suspect
from display_client.runtime_files import Watch
from display_client.store import DisplayStore

Stamp = tuple[int, int] | None
"""Inode and time of change of a file; None when it is not there."""


class Unshowable:
    """One display's. The thread that prepares pictures tells of them, others ask."""

    def __init__(self, quarantine: Quarantine, store: DisplayStore) -> None:
        self.quarantine, self._store = quarantine, store
        self._watches = [Watch(folder) for folder in store.asset_folders]
        self._missing: dict[str, Stamp] = {}
        self._guard = threading.Lock()
        self._told: frozenset[Suspect | str] = frozenset()

    def missed(self, asset: str) -> None:
        """It is not on the card, or has not its digest."""
        with self._guard:
            self._missing[asset] = self._stamp(asset)

    def changed(self) -> bool:
        """Whether other frames cannot be shown than when last asked. For one thread, cheap enough for a tick."""
        if self._missing and self._touched():
            with self._guard:
                self._missing = {asset: at for asset, at in self._missing.items() if self._stamp(asset) == at}
        told = frozenset[Suspect | str](self._missing) | self.quarantine.held()
        changes, self._told = told != self._told, told
        return changes

    def turns(self, programme: Programme) -> frozenset[tuple[str, str]]:
        """Those of the programme that cannot be shown: slides and languages."""
        missing, held = frozenset(self._missing), self.quarantine.held()
        if not missing and not held:
            return frozenset()
        return frozenset(
            (slide, lang)
            for slide, frames in programme.frames.items()
            for lang, frame in frames.items()
            if frame.asset in missing or frame_suspect(frame.asset, frame.live) in held
        )

    def _touched(self) -> bool:
        """Whether a folder of assets was changed since last asked; each is asked."""
        changed = [watch.changed() for watch in self._watches]
        return any(changed)

    def _stamp(self, asset: str) -> Stamp:
        for folder in self._store.asset_folders:
            try:
                status = (folder / asset).stat()
            except OSError:
                continue
            return status.st_ino, status.st_mtime_ns
        return None
