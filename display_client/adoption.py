"""Which manifest plays, which one is on its way, and when one becomes the other.

Decides that a manifest is adopted only when everything it names is on the card, and that manifests are written to the
card one after the other. Leaves out which manifests count (`content.wire.trusted`) and how assets get here (`assets`).
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from content.wire import Manifest
from content.wire.trusted import TrustedManifest, TrustedSet
from display_client import events
from display_client.store import StoredManifest

AGAIN_S = 5.0
"""After the card did not take a manifest, until it is tried again."""


class Adoption:
    """The manifest that plays (`current`) and the newest one (`pending`) until it plays too."""

    def __init__(self, trusted: TrustedSet) -> None:
        self._trusted = trusted
        self.current: TrustedManifest | None = None
        self.pending: TrustedManifest | None = None
        self.again_at: datetime | None = None
        """When a manifest that the card did not take is tried again (UTC)."""
        self._writing: TrustedManifest | None = None

    def begin(self, stored: StoredManifest) -> None:
        """Goes on with what the store holds. Raises RefusedError when it is not genuine."""
        self.current = self._trusted.accept_stored(stored.envelope)

    def offer(self, envelope: bytes, now: datetime) -> bool:
        """Whether it is the newest manifest from now on. Raises RefusedError."""
        manifest = self._trusted.accept_manifest(envelope, now)
        if manifest is None:
            return False
        self.pending, self.again_at = manifest, None
        return True

    def knows(self, digest: str) -> bool:
        """Whether the envelope with that SHA-256 (hex) plays or is to play."""
        return any(manifest.digest == digest for manifest in (self.current, self.pending) if manifest)

    def needed(self) -> dict[str, int]:
        """Bytes by asset, of what plays and of what is to play."""
        return {
            asset: size
            for trusted in (self.current, self.pending)
            if trusted
            for asset, size in trusted.manifest.assets.items()
        }

    def adopt_when(self, is_complete: Callable[[Manifest], bool]) -> list[events.Effect]:
        """The order to write the pending manifest, one at a time, so that the slots only ever grow newer."""
        if self.pending is None or self._writing or not is_complete(self.pending.manifest):
            return []
        self._writing = self.pending
        return [events.Adopt(StoredManifest(self.pending.version, self.pending.envelope))]

    def written(self) -> bool:
        """The manifest of the last order plays now; whether it is the newest."""
        self.current, self._writing = self._writing, None
        if self.pending is not self.current:
            return False
        self.pending = None
        return True

    def not_written(self, now: datetime) -> None:
        """The card did not take it: it stays pending."""
        self._writing = None
        self.again_at = now + timedelta(seconds=AGAIN_S)

    def adopt_again(self, now: datetime, is_complete: Callable[[Manifest], bool]) -> list[events.Effect]:
        """The same order once more, when it is time for it."""
        if self.again_at is None or self.again_at > now:
            return []
        self.again_at = None
        return self.adopt_when(is_complete)
