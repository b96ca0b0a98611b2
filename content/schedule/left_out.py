"""A plan without the turns that a display cannot show: the others go on in their place.

Decides that the next turn moves up, so that the rotation is shorter and nothing stands in for what is left out. Leaves
out what cannot be shown, and for how long (`display_client.screen.unshowable`).
"""

from collections.abc import Collection

import msgspec

from content.schedule.plan import Plan


def without(plan: Plan, turns: Collection[tuple[str, str]]) -> Plan:
    """The plan without these turns, each a slide and a language. A slide without a turn is in no campaign."""
    if not turns:
        return plan
    items = {}
    for name, item in plan.items.items():
        kept = tuple(turn for turn in item.turns if (name, turn.lang) not in turns)
        if kept:
            items[name] = item if len(kept) == len(item.turns) else msgspec.structs.replace(item, turns=kept)
    entries = tuple(
        msgspec.structs.replace(entry, slides=tuple(slide for slide in entry.slides if slide in items))
        for entry in plan.entries
    )
    return msgspec.structs.replace(plan, items=items, entries=entries)
