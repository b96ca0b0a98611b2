"""The plan of one display, as it travels: campaigns, slides and hours, all that the schedule needs to know.

Wire types: unknown fields pass, so that older players read newer plans. Leaves out how a pack comes down to a plan
(`publication.planner`), what shows at a given moment (`resolve`) and the frames (`wire`).
"""

from datetime import datetime

import msgspec

from content.schedule.recurrence import Recurrence


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """A daypart on the wire: weekdays (0 is Monday), minutes after local midnight, [start, end); end may pass 1440."""

    days: tuple[int, ...]
    start: int
    end: int


ALL_DAY = (Window(days=tuple(range(7)), start=0, end=1440),)
"""Of what has no dayparts, or a display without hours."""


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """A slide's stay on the glass in one language, in seconds."""

    lang: str
    seconds: int


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A slide as this display plays it: a turn per language it has, and the instants (UTC) that bound it.

    `kind` is what minimums of airtime are stated by.
    """

    turns: tuple[Turn, ...]
    kind: str = ""
    opens: datetime | None = None
    ends: datetime | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign as this display plays it. `opens` and `ends` are the UTC instants of its inclusive local days.

    `recurs` says on which local days its dayparts start, or without any, which days it plays; None is every day.
    """

    campaign: str
    slides: tuple[str, ...]
    priority: int = 0
    share: int = 1
    opens: datetime | None = None
    ends: datetime | None = None
    dayparts: tuple[Window, ...] = ()
    recurs: Recurrence | None = None


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """All that `schedule` needs to know. `hours` empty: always on. `timezone` is an IANA name.

    `minimums` is kind of slide to its least part of the airtime (0 to 1). `phase` (s) is how far this display is ahead
    of others in the rotation.
    """

    timezone: str
    minimums: dict[str, float] = {}
    phase: int = 0
    hours: tuple[Window, ...] = ()
    items: dict[str, Item] = {}
    entries: tuple[Entry, ...] = ()
