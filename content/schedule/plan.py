"""The plan of one display: its campaigns, slides and opening hours, which are all that the schedule needs to know.

A plan travels to the display, so these are wire types: unknown fields pass, and older players can read newer plans.
Leaves out how a plan is made of a pack (`publication.planner`), what shows at a given moment (`resolve`) and the
pictures that are shown (`wire`).
"""

from datetime import datetime

import msgspec

from content.schedule.recurrence import Recurrence


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """A daypart: on which weekdays it starts (0 is Monday), and from when to when it lasts.

    `start` and `end` are minutes after the local midnight of that weekday. `end` is no longer in it, and is more than
    1440 where the daypart crosses midnight.
    """

    days: tuple[int, ...]
    start: int
    end: int


ALL_DAY = (Window(days=tuple(range(7)), start=0, end=1440),)
"""The dayparts of a campaign that names none, and the opening hours of a display that is always on."""


ALERT = "alert"
"""The kind of a slide that takes over: no other slide finishes before it."""


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """One stay of a slide on the glass: in which language, for how many seconds."""

    lang: str
    seconds: int


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A slide as this display plays it: one turn for each of its languages.

    The slide is open from `opens` until just before `ends` (UTC); None means without that bound. Minimums of airtime
    are asked for by `kind`.
    """

    turns: tuple[Turn, ...]
    kind: str = ""
    opens: datetime | None = None
    ends: datetime | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign as this display plays it.

    It runs from `opens` until just before `ends` (UTC): from the first of its local days to the end of the last.
    `recurs` says on which local days its dayparts start; of a campaign without dayparts, on which days it runs. None
    means every day.
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
    """What one display plays. `timezone` is a name of IANA's list.

    `minimums` maps a kind of slide to the least part of the airtime it gets (0 to 1). `phase` is how many seconds this
    display is ahead of others in the rotation. `hours` are its opening hours; without any it is always on. `items` are
    the slides by name.
    """

    timezone: str
    minimums: dict[str, float] = {}
    phase: int = 0
    hours: tuple[Window, ...] = ()
    items: dict[str, Item] = {}
    entries: tuple[Entry, ...] = ()
