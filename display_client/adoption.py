"""Which manifest plays, which one is on its way, and when one becomes the other.

Decides that a manifest is adopted only when its programme is here and every asset of it is on the card, and that
manifests are written to the card one after the other. Leaves out which manifests and programmes count
(`content.wire.trusted`) and how assets get here (`assets`).
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from content.findings import RefusedError
from content.wire import Programme
from content.wire.trusted import TrustedManifest, TrustedProgramme, TrustedSet, with_programme
from display_client import events
from display_client.store import StoredManifest

AGAIN_S = 5.0
"""After the card did not take a manifest, until it is tried again."""


class Adoption:
    """The manifest that plays (`current`) and the newest one (`pending`) until it plays too."""

    def __init__(self, trusted: TrustedSet) -> None:
        self._trusted = trusted
        self.current: TrustedProgramme | None = None
        self.pending: TrustedManifest | None = None
        self.again_at: datetime | None = None
        """When a manifest that the card did not take is tried again (UTC)."""
        self._complete: TrustedProgramme | None = None
        """The pending manifest with its programme, once that is here."""
        self._writing: TrustedProgramme | None = None

    def begin(self, stored: StoredManifest) -> None:
        """Goes on with what the store holds. Raises RefusedError when it is not genuine.

        It is also raised when the programme in the store is not the one named, or cannot be read. The manifest is then
        pending, so that its programme is fetched.
        """
        if signed := self._trusted.accept_stored(stored.envelope):
            try:
                self.current = with_programme(signed, stored.programme, stored=True)
            except RefusedError:
                self.pending = signed
                raise

    def offer(self, envelope: bytes, now: datetime) -> bool:
        """Whether it is the newest manifest from now on. Raises RefusedError."""
        manifest = self._trusted.accept_manifest(envelope, now)
        if manifest is None:
            return False
        here = [each for each in (self._complete, self._writing, self.current) if each]
        same = [each for each in here if each.signed.manifest.programme == manifest.manifest.programme]
        self.pending, self.again_at = manifest, None
        self._complete = TrustedProgramme(manifest, same[0].data, same[0].programme) if same else None
        return True

    @property
    def playing(self) -> TrustedManifest | None:
        """The manifest that plays."""
        return self.current.signed if self.current else None

    @property
    def stands(self) -> bool:
        """Whether the newest manifest plays or is to play; one whose programme was refused does not."""
        return self.pending is not None or (self.current is not None and self.current.version == self._trusted.highest)

    def missing_programme(self) -> dict[str, int]:
        """Bytes by digest of the programme that the pending manifest waits for; empty when there is none."""
        if self.pending is None or self._complete is not None:
            return {}
        return {self.pending.manifest.programme: self.pending.manifest.size}

    def take_programme(self, digest: str, data: bytes) -> None:
        """The programme has arrived. Raises RefusedError: its manifest is not played, and what plays goes on."""
        if self.pending is None or digest not in self.missing_programme():
            return
        pending = self.pending
        try:
            self._complete = with_programme(pending, data)
        except RefusedError:
            self.pending = None
            raise

    def needed(self) -> dict[str, int]:
        """Bytes by asset, of what plays and of what is to play."""
        return {
            asset: size
            for trusted in (self.current, self._complete)
            if trusted
            for asset, size in trusted.programme.assets.items()
        }

    def adopt_when(self, is_complete: Callable[[Programme], bool]) -> list[events.Effect]:
        """The order to write the pending manifest, one at a time, so that the slots only ever grow newer."""
        if self._complete is None or self._writing or not is_complete(self._complete.programme):
            return []
        self._writing = self._complete
        return [events.Adopt(StoredManifest(self._writing.version, self._writing.signed.envelope, self._writing.data))]

    def written(self) -> bool:
        """The manifest of the last order plays now; whether it is the newest."""
        self.current, self._writing = self._writing, None
        if self._complete is not self.current:
            return False
        self.pending = self._complete = None
        return True

    def not_written(self, now: datetime, *, plays: bool) -> None:
        """The card did not take it: it stays pending, also when it `plays` from memory."""
        if plays:
            self.current = self._writing
        self._writing = None
        self.again_at = now + timedelta(seconds=AGAIN_S)

    def adopt_again(self, now: datetime, is_complete: Callable[[Programme], bool]) -> list[events.Effect]:
        """The same order once more, when it is time for it."""
        if self.again_at is None or self.again_at > now:
            return []
        self.again_at = None
        return self.adopt_when(is_complete)
