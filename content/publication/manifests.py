"""What each display of an edition is told: its manifest, still without version and dates, and the programme it names.

Leaves out which manifests must be issued, their versions and their signatures (`issue`).
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import msgspec

from content import wire
from content.publication.edition import DisplayGroup, Edition, Frames, StoredFrame
from content.schedule.plan import Plan

NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""The dates of a manifest that has none yet."""


class IssuedProgramme(msgspec.Struct, frozen=True):
    """A programme as it travels: its bytes, which its digest (SHA-256, hex) names, and what they say."""

    digest: str
    data: bytes
    programme: wire.Programme

    @classmethod
    def of(cls, programme: wire.Programme) -> "IssuedProgramme":
        data = wire.encode(programme)
        return cls(sha256(data).hexdigest(), data, programme)


class Manifests:
    """The manifests of an edition whose frames are `stored`, by the keys of their jobs.

    The programme of a group is put together and encoded once. Parts of it that groups have in common are too. The
    caches are keyed by the identity of parts of the edition, which is kept as long as they are.
    """

    def __init__(self, edition: Edition, stored: Mapping[str, StoredFrame]) -> None:
        self._edition, self._stored = edition, stored
        self._frame_of = {key: wire.Frame(asset=each.asset, live=each.live) for key, each in stored.items()}
        self._frames: dict[int, dict[str, dict[str, wire.Frame]]] = {}
        self._programmes: dict[DisplayGroup, IssuedProgramme] = {}
        self._bytes: dict[int, tuple[object, msgspec.Raw]] = {}

    def of(self, display: str) -> wire.Manifest:
        """What that display is told. Epoch and sequence are 0, the dates are 1970."""
        plan, programme = self._edition.displays[display].plan, self.programme(display)
        return wire.Manifest(
            site=self._edition.pack.city.id,
            display=display,
            epoch=0,
            sequence=0,
            issued=NO_TIME,
            valid_until=NO_TIME,
            programme=programme.digest,
            size=len(programme.data),
            hours=plan.hours,
            phase=plan.phase,
        )

    def programme(self, display: str) -> IssuedProgramme:
        """What it plays; of displays that are told alike the same object."""
        group = self._edition.displays[display].group
        if group not in self._programmes:
            self._programmes[group] = self._programme(group)
        return self._programmes[group]

    def _programme(self, group: DisplayGroup) -> IssuedProgramme:
        programme = wire.Programme(
            width=group.width,
            height=group.height,
            plan=group.plan,
            frames=self._told(group.frames),
            neutral=self._frame_of[group.neutral],
            assets={self._stored[key].asset: self._stored[key].size for key in group.jobs()},
            alternatives={theme: self._told(frames) for theme, frames in group.alternatives.items()},
        )
        data = self.encoded(programme)
        return IssuedProgramme(sha256(data).hexdigest(), data, programme)

    def encoded(self, programme: wire.Programme) -> bytes:
        """As `wire.encode`, but what programmes share is encoded once."""
        shared: dict[str, Any] = {name: self._encoded(getattr(programme, name)) for name in ("plan", "frames")}
        alternatives: Any = {theme: self._encoded(frames) for theme, frames in programme.alternatives.items()}
        return wire.encode(msgspec.structs.replace(programme, **shared, alternatives=alternatives))

    def _told(self, frames: Frames) -> dict[str, dict[str, wire.Frame]]:
        """The frames as the wire has them."""
        if id(frames) not in self._frames:
            self._frames[id(frames)] = {
                slide: {lang: self._frame_of[key] for lang, key in turns.items()} for slide, turns in frames.items()
            }
        return self._frames[id(frames)]

    def _encoded(self, part: Any) -> msgspec.Raw:
        if id(part) not in self._bytes:
            # The part is kept beside its bytes, so that no other part can come to have its identity.
            self._bytes[id(part)] = part, msgspec.Raw(wire.encode(part))
        return self._bytes[id(part)][1]


def withdrawn(last: wire.Programme) -> IssuedProgramme:
    """What displays play that left the pack when they played `last`: nothing any more but the neutral card."""
    return IssuedProgramme.of(
        msgspec.structs.replace(
            last,
            plan=Plan(timezone=last.plan.timezone),
            frames={},
            alternatives={},
            assets={last.neutral.asset: last.assets[last.neutral.asset]},
        )
    )
