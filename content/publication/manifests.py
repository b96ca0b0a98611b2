"""What each display of an edition is told: its manifest, still without version and dates, and the programme it names.

Leaves out which manifests must be issued, their versions and their signatures (`issue`).
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256

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
    """The manifests of an edition whose frames are `stored`, by the keys of their jobs."""

    def __init__(self, edition: Edition, stored: Mapping[str, StoredFrame]) -> None:
        self._edition, self._stored = edition, stored
        self._frame_of = {key: wire.Frame(asset=each.asset, live=each.live) for key, each in stored.items()}
        self._programmes: dict[DisplayGroup, IssuedProgramme] = {}

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
        return IssuedProgramme.of(
            wire.Programme(
                width=group.width,
                height=group.height,
                plan=group.plan,
                frames=self._told(group.frames),
                neutral=self._frame_of[group.neutral],
                assets={self._stored[key].asset: self._stored[key].size for key in group.jobs()},
                alternatives={theme: self._told(frames) for theme, frames in group.alternatives.items()},
            )
        )

    def _told(self, frames: Frames) -> dict[str, dict[str, wire.Frame]]:
        """The frames as the wire has them."""
        return {slide: {lang: self._frame_of[key] for lang, key in turns.items()} for slide, turns in frames.items()}


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
