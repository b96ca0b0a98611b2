"""Manifests that displays have proved to hold, and that are newer than this server's: it is an old copy of itself.

Decides that a proof is the manifest itself, signed by this server's own key: what a display merely says proves nothing,
and would let one stolen identity stop a city. As long as there is a proof nothing is published, because no display
would believe it; a new epoch ends that (`afisier epoch`). Leaves out when displays prove (`display_client.player`).
"""

from collections.abc import Mapping

import structlog

from content import wire
from content.findings import refused
from content.phrases import said
from content.publication.issue import Publication
from content.wire import dsse

_NAMED = 5

log = structlog.get_logger()


class NewerManifests:
    """By display, the version it holds. Nothing is kept: displays prove again whenever they reach the server."""

    def __init__(self, signer: dsse.Signer) -> None:
        self._signer = signer
        self._proved: dict[str, tuple[int, int]] = {}

    def prove(self, display: str, envelope: bytes, latest: Mapping[str, Publication]) -> bool:
        """Whether it is newer than the display's newest here. Raises RefusedError when it is not genuine."""
        try:
            payload = dsse.verify(envelope, "manifest", [self._signer.public_key])
        except dsse.UntrustedError as error:
            raise refused("manifest", display, f"is not genuine: {error}") from error
        manifest = wire.decode(payload, wire.Manifest, display)
        if manifest.display != display:
            raise refused("manifest", display, f"is for {manifest.display}, expected the display's own")
        newest = latest.get(display)
        if newest is not None and manifest.version <= newest.version:
            return False
        if self._proved.get(display) != manifest.version:
            log.error("older than a display", display=display, holds=manifest.version)
        self._proved[display] = max(manifest.version, self._proved.get(display, manifest.version))
        return True

    def of(self, latest: Mapping[str, Publication]) -> dict[str, tuple[int, int]]:
        """Those that are newer than what is published now."""
        return {
            display: version
            for display, version in self._proved.items()
            if display not in latest or latest[display].version < version
        }

    def refuse(self, latest: Mapping[str, Publication]) -> None:
        """Raises ConflictError (`older`) when this server is older than a display."""
        if not self._proved:
            return
        if newer := self.of(latest):
            named = ", ".join(f"{name} ({epoch}.{number})" for name, (epoch, number) in sorted(newer.items())[:_NAMED])
            message = said(
                "is older than its displays: {count} hold newer plans ({named}) and would not believe this one; stop "
                "the server and run `afisier epoch`",
                count=len(newer),
                named=named,
            )
            raise refused("older", "the server", message)
