"""What each display of an edition is told: its manifest, still without version and dates, and the manifest as bytes.

Leaves out which manifests must be issued, their versions and their signatures (`issue`).
"""

from collections.abc import Hashable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import msgspec

from content import wire
from content.publication.edition import DisplayEdition, Edition, Frames, StoredFrame
from content.schedule.plan import Plan

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


class Manifests:
    """The manifests of an edition whose frames are `stored`, by the keys of their jobs.

    In most cities displays have the largest part of their manifests in common. It is put together once, and put into
    bytes once. The caches are keyed by the identity of parts of the edition, which is kept as long as they are.
    """

    def __init__(self, edition: Edition, stored: Mapping[str, StoredFrame]) -> None:
        self._edition, self._stored = edition, stored
        self._frame_of = {key: wire.Frame(asset=each.asset, live=each.live) for key, each in stored.items()}
        self._frames: dict[int, dict[str, dict[str, wire.Frame]]] = {}
        self._assets: dict[Hashable, dict[str, int]] = {}
        self._bytes: dict[int, tuple[object, msgspec.Raw]] = {}

    def of(self, display: str) -> wire.Manifest:
        """What that display is told. Epoch and sequence are 0, the dates are 1970."""
        own = self._edition.displays[display]
        return wire.Manifest(
            site=self._edition.pack.city.id,
            display=display,
            epoch=0,
            sequence=0,
            issued=_NO_TIME,
            valid_until=_NO_TIME,
            width=own.display.panel.width,
            height=own.display.panel.height,
            plan=own.plan,
            frames=self._told(own.frames),
            neutral=self._frame_of[own.neutral],
            assets=self._sizes(own),
            alternatives={theme: self._told(frames) for theme, frames in own.alternatives.items()},
        )

    def encoded(self, manifest: wire.Manifest) -> bytes:
        """As `wire.encode`, but what manifests share is encoded once."""
        shared = {name: self._encoded(getattr(manifest, name)) for name in ("plan", "frames", "assets")}
        alternatives = {theme: self._encoded(frames) for theme, frames in manifest.alternatives.items()}
        return wire.encode(msgspec.structs.replace(manifest, **shared, alternatives=alternatives))

    def digest(self, manifest: wire.Manifest) -> str:
        """SHA-256 (hex) of all that matters on the glass: version and dates are left out."""
        bare = msgspec.structs.replace(manifest, epoch=0, sequence=0, issued=_NO_TIME, valid_until=_NO_TIME)
        return sha256(self.encoded(bare)).hexdigest()

    def _told(self, frames: Frames) -> dict[str, dict[str, wire.Frame]]:
        """The frames as the wire has them."""
        if id(frames) not in self._frames:
            self._frames[id(frames)] = {
                slide: {lang: self._frame_of[key] for lang, key in turns.items()} for slide, turns in frames.items()
            }
        return self._frames[id(frames)]

    def _sizes(self, own: DisplayEdition) -> dict[str, int]:
        """The size in bytes of every asset that the display needs."""
        same = (own.neutral, *map(id, own.themes()))
        if same not in self._assets:
            self._assets[same] = {self._stored[key].asset: self._stored[key].size for key in own.jobs()}
        return self._assets[same]

    def _encoded(self, part: Any) -> msgspec.Raw:
        if id(part) not in self._bytes:
            # The part is kept beside its bytes, so that no other part can come to have its identity.
            self._bytes[id(part)] = part, msgspec.Raw(wire.encode(part))
        return self._bytes[id(part)][1]


def withdrawn(last: wire.Manifest) -> wire.Manifest:
    """What a display is told that left the pack: it plays nothing any more and shows the neutral card."""
    return msgspec.structs.replace(
        last,
        plan=Plan(timezone=last.plan.timezone, hours=last.plan.hours),
        frames={},
        alternatives={},
        assets={last.neutral.asset: last.assets[last.neutral.asset]},
    )
