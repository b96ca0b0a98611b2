"""What speaks for why a display does not show what it should: the likeliest first, each with what to do next.

Decides what counts as evidence, by what the display said of itself last and by who else fell silent with it. Leaves out
what is the matter (`condition`), and the words (the templates).
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from content import wire
from control_server.studio.condition import Condition

TOGETHER = timedelta(seconds=60)
"""Screens that fall silent within so long share what failed."""
HOT_C = 80.0
"""From there on the firmware of a Raspberry Pi slows it down."""
_LEAST_MEMORY_MB, _LEAST_ROOM_MB = 60.0, 20.0
_WORN = 9
"""Tenths of a card's life."""
_JUST_STARTED_S = 600.0

Speaks = Literal["together", "panel", "volts", "heat", "card", "full", "memory", "screen", "started"]


class EvidenceOfCause(NamedTuple):
    """`value` is how many, how hot (°C), how much (MB) or how long (s)."""

    kind: Speaks
    value: float = 0.0


def evidence(condition: Condition, status: wire.Status | None, fell_silent: int) -> list[EvidenceOfCause]:
    """What speaks for a cause, the strongest first; nothing for a display that is well or was never heard.

    `fell_silent` are the other displays that fell silent with it.
    """
    if not condition.ill or status is None:
        return []
    health = status.health or wire.Health()
    silent = condition.kind == "silent"
    worn = (health.card_worn or 0) >= _WORN
    hot, free = health.temperature_c or 0.0, health.memory_free_mb
    dead = status.glass is None and not silent
    started = not silent and health.up_s is not None and health.up_s < _JUST_STARTED_S
    speaks: tuple[tuple[bool, EvidenceOfCause], ...] = (
        (silent and fell_silent > 0, EvidenceOfCause("together", fell_silent)),
        (status.connector == "disconnected", EvidenceOfCause("panel")),
        (bool(health.under_voltage), EvidenceOfCause("volts")),
        (health.store_writable is False or bool(health.card_errors) or worn, EvidenceOfCause("card")),
        (0 < status.disk_free_mb < _LEAST_ROOM_MB, EvidenceOfCause("full", status.disk_free_mb)),
        (dead, EvidenceOfCause("screen", status.screen_restarts)),
        (hot >= HOT_C, EvidenceOfCause("heat", hot)),
        (free is not None and free < _LEAST_MEMORY_MB, EvidenceOfCause("memory", free or 0.0)),
        (started, EvidenceOfCause("started", health.up_s or 0.0)),
    )
    return [each for true, each in speaks if true]


def fell_silent_with(
    display: str, statuses: Mapping[str, tuple[wire.Status, datetime]], online: Callable[[str], bool]
) -> int:
    """How many others are silent now and spoke last within a minute of when this one did."""
    if display not in statuses:
        return 0
    _, spoke = statuses[display]
    return sum(
        other != display and abs(heard - spoke) <= TOGETHER and not online(other)
        for other, (_, heard) in statuses.items()
    )
