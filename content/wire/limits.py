"""How much work a manifest and its programme may ask of a display.

Decides the caps that keep a mistake, or a stolen key, from filling the card, exhausting the machine or blanking the
glass: bytes, counts, and the work that the order of turns takes. The server publishes nothing beyond them, and a
display refuses it even from its own server. Leaves out signatures, versions and expiry (`wire.trusted`).
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from content import time_zones
from content.schedule.plan import Plan, Window
from content.wire.messages import Manifest, Programme

MAX_MANIFEST_BYTES = 16_000
"""Of a signed manifest."""
MAX_PROGRAMME_BYTES = 8_000_000
MAX_ASSETS = 5_000
MAX_ASSET_BYTES = 32_000_000
MAX_TOTAL_BYTES = 2_000_000_000
MAX_SECONDS = 86_400
"""Of a turn, and of how far a display is ahead."""
MAX_SHARE = 1_000_000
MAX_SIDE = 4096
"""Pixels; the largest GL texture of a Raspberry Pi 4."""
DAY = 1440
"""Minutes."""


class Limit(NamedTuple):
    """The most that one thing of a programme may have of another."""

    what: str
    most: int
    counts: Callable[[Programme], Iterable[int]]


MAX_WORK = 60_000_000
"""Turns that a day may have, times the campaigns among which each is chosen: what the order of turns costs. The worst
plans below it took 1 to 2 s of a processor of 2026 for the last turn of a day."""


COUNTED = (
    Limit("assets", MAX_ASSETS, lambda told: [len(told.assets)]),
    Limit("bytes of assets", MAX_TOTAL_BYTES, lambda told: [sum(told.assets.values())]),
    Limit("campaigns", 2_000, lambda told: [len(told.plan.entries)]),
    Limit("slides", 5_000, lambda told: [len(told.plan.items)]),
    Limit("slides in one campaign", 2_000, lambda told: (len(entry.slides) for entry in told.plan.entries)),
    Limit("dayparts of one campaign", 100, lambda told: (len(entry.dayparts) for entry in told.plan.entries)),
    Limit("turns of one slide", 20, lambda told: (len(item.turns) for item in told.plan.items.values())),
    Limit("minimums", 100, lambda told: [len(told.plan.minimums)]),
    Limit("themes", 10, lambda told: [len(told.alternatives)]),
    Limit("live parts over one frame", 10, lambda told: (len(frame.live) for frame in told.all_frames())),
    Limit("characters in one name", 200, lambda told: map(len, _names(told))),
)
"""What is counted in a programme."""

MAX_HOURS = 100
"""Opening hours of one display."""


def manifest_flaw(manifest: Manifest) -> str | None:
    """The first thing wrong with it, as the end of a sentence that begins with its version; None when sane."""
    if not _is_digest(manifest.programme):
        return f"names a programme {manifest.programme[:70]!r}, expected 64 hex digits"
    if not 0 < manifest.size <= MAX_PROGRAMME_BYTES:
        return f"has a programme of {manifest.size} bytes, expected at most {MAX_PROGRAMME_BYTES}"
    if len(manifest.hours) > MAX_HOURS:
        return f"has {len(manifest.hours)} opening hours, expected at most {MAX_HOURS}"
    if not 0 <= manifest.phase <= MAX_SECONDS:
        return f"is {manifest.phase} s ahead in its rotation, expected 0 to a day"
    return _window_flaw(manifest.hours)


def programme_flaw(programme: Programme) -> str | None:
    """As `manifest_flaw`, of a programme."""
    if not (0 < programme.width <= MAX_SIDE and 0 < programme.height <= MAX_SIDE):
        return f"is for {programme.width} × {programme.height} pixels, expected at most {MAX_SIDE} a side"
    for limit in COUNTED:
        count = max(limit.counts(programme), default=0)
        if count > limit.most:
            return f"has {count} {limit.what}, expected at most {limit.most}"
    for asset, size in programme.assets.items():
        if not _is_digest(asset) or not 0 < size <= MAX_ASSET_BYTES:
            return f"names an asset {asset[:70]!r} of {size} bytes"
    unlisted = next((frame.asset for frame in programme.all_frames() if frame.asset not in programme.assets), None)
    if unlisted is not None:
        return f"shows the asset {unlisted[:12]} without listing its size"
    plan = programme.plan
    return _live_flaw(programme) or _turn_flaw(programme) or _plan_flaw(plan) or _work_flaw(plan)


def _is_digest(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def _names(programme: Programme) -> Iterable[str]:
    yield from programme.plan.items
    yield from (entry.campaign for entry in programme.plan.entries)
    yield from (turn.lang for item in programme.plan.items.values() for turn in item.turns)


def _live_flaw(programme: Programme) -> str | None:
    for frame in programme.all_frames():
        for part in frame.live:
            inside = 0 <= part.x <= MAX_SIDE and 0 <= part.y <= MAX_SIDE
            if not inside or not (0 < part.width <= MAX_SIDE and 0 < part.height <= MAX_SIDE):
                return f"draws a {part.part} of {part.width} × {part.height} pixels at {part.x}, {part.y}"
            if not 0 < part.size <= MAX_SIDE:
                return f"draws a {part.part} in type of {part.size} pixels"
    return None


def _turn_flaw(programme: Programme) -> str | None:
    plan = programme.plan
    for slide, item in plan.items.items():
        for turn in item.turns:
            if turn.lang not in programme.frames.get(slide, {}):
                return f"plays {slide} in {turn.lang} without a frame for it"
            if turn.seconds < 1:
                return f"plays {slide} in {turn.lang} for {turn.seconds} s"
            if turn.seconds > MAX_SECONDS:
                return f"plays {slide} in {turn.lang} for {turn.seconds} s, expected at most a day"
    missing = next((slide for entry in plan.entries for slide in entry.slides if slide not in plan.items), None)
    return f"plays {missing} without saying for how long" if missing else None


def _plan_flaw(plan: Plan) -> str | None:
    """Times the schedule could not reckon with; rules of recurrence are checked where they are decoded."""
    if not time_zones.known(plan.timezone):
        return f"has the unknown time zone {plan.timezone[:40]!r}"
    for kind, part in plan.minimums.items():
        if not 0 <= part <= 1:
            return f"gives {kind[:40]!r} at least {part:g} of the airtime, expected 0 to 1"
    if any(not 0 < entry.share <= MAX_SHARE for entry in plan.entries):
        return f"has a campaign with a share that is none of 1 to {MAX_SHARE}"
    bounds = [each for some in (plan.items.values(), plan.entries) for one in some for each in (one.opens, one.ends)]
    if any(each is not None and each.tzinfo is None for each in bounds):
        return "opens or ends something at a time without its offset"
    return _window_flaw([window for entry in plan.entries for window in entry.dayparts])


def _work_flaw(plan: Plan) -> str | None:
    """What the order of a day's turns costs at most. Minimums split campaigns by kind: they count as so many more."""
    shortest = min((turn.seconds for item in plan.items.values() for turn in item.turns), default=MAX_SECONDS)
    campaigns = len(plan.entries) * (1 + len(plan.minimums))
    if MAX_SECONDS // shortest * campaigns > MAX_WORK:
        return f"chooses among {campaigns} campaigns every {shortest} s, expected fewer or longer turns"
    return None


def _window_flaw(windows: Iterable[Window]) -> str | None:
    for window in windows:
        if not (0 <= window.start < DAY and window.start <= window.end <= window.start + DAY):
            return f"has a daypart from minute {window.start} to {window.end}, expected at most a day from within one"
    return None
