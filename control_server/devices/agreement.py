"""Whether a display's glass shows exactly what was approved for it, now; and if not, which of the two is behind.

Decides from the display's last word and its newest manifest. "Exactly" takes all of it: the display speaks, it knows
the time, its manifest is the newest, what was read back from the glass equals the frame, that frame is the one that the
newest manifest has for that slide and language, and the slide's time is not over. Anything else is said as what it is,
with since when. Leaves out what mends it (`studio.condition`) and the words (the templates).
"""

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from content import wire
from control_server.publishing.published import Published

Kind = Literal["exact", "idle", "silent", "older", "newer", "untimed", "unseen", "other", "foreign", "stale"]
"""What is known of the glass.

`exact`: the approved frame is on it now. `idle`: nothing is to be shown, and nothing is. `silent`: the display is not
heard. `older`: it goes by an older manifest than the newest. `newer`: by a newer one than this server knows. `untimed`:
it does not know the time. `unseen`: its screen does not say what is on the glass. `other`: what was read back is not
the frame. `foreign`: the frame is none of the newest manifest for that slide. `stale`: what it says was over long ago.
"""
WRONG: frozenset[Kind] = frozenset({"silent", "newer", "untimed", "unseen", "other", "foreign", "stale"})
"""With these somebody should look. An older manifest is in order for a while."""
GRACE = timedelta(seconds=10)
"""For a change of the glass to be drawn, read back, told and heard."""


class Agreement(msgspec.Struct, frozen=True):
    """`since` is when it began to be so, as far as that is known."""

    kind: Kind
    since: datetime | None

    @property
    def wrong(self) -> bool:
        return self.kind in WRONG


def agreement(status: wire.Status, heard: datetime, published: Published, now: datetime) -> Agreement:
    """Of a display that spoke at `heard`, with what is published at `now`."""
    if not status.online or now - heard >= timedelta(seconds=wire.DOWN_AFTER_S):
        return Agreement("silent", heard)
    newest = published.latest.get(status.display)
    if newest is not None and status.adopted != newest.version:
        newer = status.adopted is not None and status.adopted > newest.version
        return Agreement("newer", None) if newer else Agreement("older", newest.manifest.issued)
    if status.clock is not None and not status.clock.trusted:
        return Agreement("untimed", None)
    if status.glass is None:
        return Agreement("unseen", None)
    return _of_glass(status.glass, published.programme(status.display) if newest else None, now)


def _of_glass(glass: wire.Glass, programme: wire.Programme | None, now: datetime) -> Agreement:
    """Of what a display with the newest manifest says is on its glass."""
    if glass.until is not None and now - glass.until > GRACE:
        return Agreement("stale", glass.until)
    if not glass.matches or (glass.state == "neutral" and glass.asset != _neutral(programme)):
        return Agreement("other", glass.lit)  # the nameplate stands in for a frame that cannot be shown
    if glass.state != "showing":
        return Agreement("idle", glass.lit)
    ours = programme is not None and glass.asset in _frames(programme, glass)
    return Agreement("exact" if ours else "foreign", glass.lit)


def _neutral(programme: wire.Programme | None) -> str | None:
    return programme.neutral.asset if programme else None


def _frames(programme: wire.Programme, glass: wire.Glass) -> set[str]:
    """The assets that the programme has for what the glass shows: its own and those in other themes."""
    tables = (programme.frames, *programme.alternatives.values())
    frames = (table.get(glass.slide or "", {}).get(glass.lang or "") for table in tables)
    return {frame.asset for frame in frames if frame is not None}
