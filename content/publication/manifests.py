"""What each display of an edition is told: its manifest, as bytes too, still without version and dates.

Leaves out which of them must be issued, their versions and their signatures (`issue`).
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
    """What the displays of an edition are told, still without version and dates.

    What displays have in common is put together, and put into bytes, once: the largest part of most cities' manifests.
    """

    def __init__(self, edition: Edition, made: Mapping[str, StoredFrame]) -> None:
        self._edition, self._made = edition, made
        self._frames = {key: wire.Frame(asset=each.asset, live=each.live) for key, each in made.items()}
        self._told: dict[int, dict[str, dict[str, wire.Frame]]] = {}
        self._assets: dict[Hashable, dict[str, int]] = {}
        self._bytes: dict[int, tuple[object, msgspec.Raw]] = {}

    def of(self, display: str) -> wire.Manifest:
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
            frames=self._tell(own.frames),
            neutral=self._frames[own.neutral],
            assets=self._named(own),
            alternatives={theme: self._tell(frames) for theme, frames in own.alternatives.items()},
        )

    def encoded(self, found: wire.Manifest) -> bytes:
        """As `wire.encode`."""
        shared = {name: self._encoded(getattr(found, name)) for name in ("plan", "frames", "assets")}
        alternatives = {theme: self._encoded(frames) for theme, frames in found.alternatives.items()}
        return wire.encode(msgspec.structs.replace(found, **shared, alternatives=alternatives))

    def digest(self, found: wire.Manifest) -> str:
        """SHA-256 (hex) of all that matters on the glass: version and dates left out."""
        bare = msgspec.structs.replace(found, epoch=0, sequence=0, issued=_NO_TIME, valid_until=_NO_TIME)
        return sha256(self.encoded(bare)).hexdigest()

    def _tell(self, frames: Frames) -> dict[str, dict[str, wire.Frame]]:
        if id(frames) not in self._told:
            self._told[id(frames)] = {
                slide: {lang: self._frames[key] for lang, key in turns.items()} for slide, turns in frames.items()
            }
        return self._told[id(frames)]

    def _named(self, own: DisplayEdition) -> dict[str, int]:
        shared = (own.neutral, *map(id, own.themes()))
        if shared not in self._assets:
            self._assets[shared] = {self._made[key].asset: self._made[key].size for key in own.jobs()}
        return self._assets[shared]

    def _encoded(self, part: Any) -> msgspec.Raw:
        if id(part) not in self._bytes:
            self._bytes[id(part)] = part, msgspec.Raw(wire.encode(part))  # kept: another must not get its id
        return self._bytes[id(part)][1]


def withdrawn(last: wire.Manifest) -> wire.Manifest:
    """For a display that left the pack: nothing is scheduled any more, the neutral card stays."""
    return msgspec.structs.replace(
        last,
        plan=Plan(timezone=last.plan.timezone, hours=last.plan.hours),
        frames={},
        alternatives={},
        assets={last.neutral.asset: last.assets[last.neutral.asset]},
    )
