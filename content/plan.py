"""The plan of one display: what a pack comes down to for one screen, ready to be scheduled.

Decides which campaigns concern a display, in which languages and for how many seconds each slide shows, and at which
instants it opens and ends. Leaves out what shows at a given moment (`schedule`) and the rendered frames (`wire`).
Wire types: unknown fields pass, so that older players read newer plans.
"""

from datetime import datetime

import msgspec

from content.model import Display, Pack


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """A daypart on the wire: weekdays (0 is Monday), minutes after local midnight, [start, end); end may pass 1440."""

    days: tuple[int, ...]
    start: int
    end: int


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """A slide's stay on the glass in one language, in seconds."""

    lang: str
    seconds: int


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A slide as this display plays it: a turn per language it has, and the instants (UTC) that bound it."""

    turns: tuple[Turn, ...]
    opens: datetime | None = None
    ends: datetime | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign as this display plays it. `opens` and `ends` are the UTC instants of its inclusive local days."""

    campaign: str
    slides: tuple[str, ...]
    priority: int = 0
    share: int = 1
    opens: datetime | None = None
    ends: datetime | None = None
    dayparts: tuple[Window, ...] = ()


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """All that `schedule` needs to know. `hours` empty: always on. `timezone` is an IANA name."""

    timezone: str
    hours: tuple[Window, ...] = ()
    items: dict[str, Item] = {}
    entries: tuple[Entry, ...] = ()


def plan_for(pack: Pack, display: Display) -> Plan:
    """What this display plays. Seconds follow from the characters to read and the audience; a QR code stays 15 s."""
    raise NotImplementedError
