"""What of a plan may be shown by a clock that is not known to be right.

Decides which campaigns and slides are certainly open, whatever time it is within the doubt. Leaves out how great the
doubt is (`display_client.timekeeping`) and what then shows (`resolve`).

A clock that nothing vouches for bounds the time on one side only: it is later than the newest thing that is known to
have happened (`floor`). So what still has to end may have ended, and what opens later may not be open; what opened
before the floor and has no end is open. Hours and dayparts cannot be kept then, because the time of day is not known:
the display stays on, and what is bound to a daypart or to days does not play.

A clock that was right some time ago is off by some seconds or minutes. Every bound then comes nearer by as much.
Dayparts and hours are kept by that clock: they are not embargoes.
"""

from datetime import datetime, timedelta
from typing import TypeVar

import msgspec

from content.schedule.plan import ALL_DAY, Entry, Item, Plan

_Bounded = TypeVar("_Bounded", Item, Entry)


def narrowed(plan: Plan, margin: timedelta) -> Plan:
    """The plan where everything opens later and ends earlier by `margin`.

    What is open in it at an instant is open in `plan` at every instant that is at most `margin` from it.
    """
    if not margin:
        return plan

    def nearer(one: _Bounded) -> _Bounded:
        return msgspec.structs.replace(one, opens=_moved(one.opens, margin), ends=_moved(one.ends, -margin))

    return msgspec.structs.replace(
        plan,
        items={name: nearer(item) for name, item in plan.items.items()},
        entries=tuple(nearer(entry) for entry in plan.entries),
    )


def undated(plan: Plan, floor: datetime) -> Plan:
    """What of the plan is open at every instant from `floor` (aware) on, at any time of day."""
    items = {name: _for_ever(item) for name, item in plan.items.items() if _is_open_from(item, floor)}
    entries = [
        msgspec.structs.replace(
            _for_ever(entry), dayparts=(), slides=tuple(slide for slide in entry.slides if slide in items)
        )
        for entry in plan.entries
        if _is_open_from(entry, floor) and entry.recurs is None and entry.dayparts in {(), ALL_DAY}
    ]
    return msgspec.structs.replace(plan, items=items, entries=tuple(entries), hours=())


def _moved(at: datetime | None, by: timedelta) -> datetime | None:
    try:
        return at + by if at is not None else None
    except OverflowError:  # a bound at the end of all years is none
        return at


def _is_open_from(one: Item | Entry, floor: datetime) -> bool:
    return one.ends is None and (one.opens is None or one.opens <= floor)


def _for_ever(one: _Bounded) -> _Bounded:
    return msgspec.structs.replace(one, opens=None, ends=None)
