"""Whether a genuine manifest can be played: what a display refuses even from its own server.

Decides the caps that keep a mistake (or a stolen key) from filling the card or blanking the glass. Leaves out
signatures, versions and expiry (`content.wire.trusted`).
"""

from collections.abc import Iterator

from content import time_zones
from content.schedule.plan import Plan
from content.wire import Frame, Manifest

MAX_ASSETS = 5_000
MAX_ASSET_BYTES = 32_000_000
MAX_TOTAL_BYTES = 2_000_000_000
MAX_SECONDS = 86_400
"""Of a turn, and of how far a display is ahead."""
MAX_SHARE = 1_000_000
DAY = 1440
"""Minutes."""
MAX_SIDE = 4096
"""Pixels; the largest GL texture of a Raspberry Pi 4."""


def frames(manifest: Manifest) -> Iterator[Frame]:
    """Every frame the manifest names, the neutral one and those in other themes included."""
    yield manifest.neutral
    for slides in (manifest.frames, *manifest.alternatives.values()):
        for languages in slides.values():
            yield from languages.values()


def flaw(manifest: Manifest) -> str | None:
    """The first thing wrong with it, as the end of a sentence that begins with its version; None when sane."""
    sizes = manifest.assets
    if not (0 < manifest.width <= MAX_SIDE and 0 < manifest.height <= MAX_SIDE):
        return f"is for {manifest.width} × {manifest.height} pixels, expected at most {MAX_SIDE} a side"
    if len(sizes) > MAX_ASSETS or sum(sizes.values()) > MAX_TOTAL_BYTES:
        return f"names {len(sizes)} assets of {sum(sizes.values())} bytes, more than a display keeps"
    for asset, size in sizes.items():
        if len(asset) != 64 or not set(asset) <= set("0123456789abcdef") or not 0 < size <= MAX_ASSET_BYTES:
            return f"names an asset {asset[:70]!r} of {size} bytes"
    unlisted = next((frame.asset for frame in frames(manifest) if frame.asset not in sizes), None)
    if unlisted is not None:
        return f"shows the asset {unlisted[:12]} without listing its size"
    return _plan_flaw(manifest)


def _plan_flaw(manifest: Manifest) -> str | None:
    plan = manifest.plan
    if not time_zones.known(plan.timezone):
        return f"has the unknown time zone {plan.timezone[:40]!r}"
    for slide, item in plan.items.items():
        for turn in item.turns:
            if turn.lang not in manifest.frames.get(slide, {}):
                return f"plays {slide} in {turn.lang} without a frame for it"
            if turn.seconds < 1:
                return f"plays {slide} in {turn.lang} for {turn.seconds} s"
            if turn.seconds > MAX_SECONDS:
                return f"plays {slide} in {turn.lang} for {turn.seconds} s, expected at most a day"
    if (fault := _time_flaw(plan)) is not None:
        return fault
    missing = next((s for entry in plan.entries for s in entry.slides if s not in plan.items), None)
    return f"plays {missing} without saying for how long" if missing else None


def _time_flaw(plan: Plan) -> str | None:
    """Times the schedule could not reckon with; rules of recurrence are checked where they are decoded."""
    if not 0 <= plan.phase <= MAX_SECONDS:
        return f"is {plan.phase} s ahead in its rotation, expected 0 to a day"
    for kind, part in plan.minimums.items():
        if not 0 <= part <= 1:
            return f"gives {kind[:40]!r} at least {part:g} of the airtime, expected 0 to 1"
    for window in (*plan.hours, *(each for entry in plan.entries for each in entry.dayparts)):
        if not (0 <= window.start < DAY and window.start <= window.end <= window.start + DAY):
            return f"has a daypart from minute {window.start} to {window.end}, expected at most a day from within one"
    if any(not 0 < entry.share <= MAX_SHARE for entry in plan.entries):
        return f"has a campaign with a share that is none of 1 to {MAX_SHARE}"
    bounds = [each for some in (plan.items.values(), plan.entries) for one in some for each in (one.opens, one.ends)]
    if any(each is not None and each.tzinfo is None for each in bounds):
        return "opens or ends something at a time without its offset"
    return None
