"""What speaks for why a screen is dark: the strongest first, and nothing where nothing does."""

from datetime import timedelta
from typing import Any

import pytest

from content import wire
from control_server.studio.condition import Condition
from control_server.studio.evidence import EvidenceOfCause, evidence, fell_silent_with
from tests.server.simulator import START, glass

SILENT, OTHER, WELL = (Condition(kind, START, "") for kind in ("silent", "other", "well"))  # type: ignore[arg-type]


def said(health: dict[str, Any] | None = None, **fields: Any) -> wire.Status:
    whole: dict[str, Any] = {"glass": glass(1, START), "disk_free_mb": 20_000.0} | fields
    return wire.Status(display="gara", online=True, health=wire.Health(**health or {}), **whole)


@pytest.mark.parametrize(
    ("condition", "status", "together", "found"),
    [
        (SILENT, None, 3, []),
        (SILENT, said(), 0, []),
        (SILENT, said(), 3, [EvidenceOfCause("together", 3)]),
        (OTHER, said(), 3, []),
        (WELL, said({"under_voltage": True}), 0, []),
        (
            SILENT,
            said({"under_voltage": True, "temperature_c": 84.0}),
            0,
            [EvidenceOfCause("volts"), EvidenceOfCause("heat", 84.0)],
        ),
        (SILENT, said({"temperature_c": 79.9}), 0, []),
        (SILENT, said({"store_writable": False}), 0, [EvidenceOfCause("card")]),
        (SILENT, said({"card_errors": 1}), 0, [EvidenceOfCause("card")]),
        (SILENT, said({"card_worn": 9}), 0, [EvidenceOfCause("card")]),
        (SILENT, said({"card_worn": 8, "card_errors": 0, "store_writable": True}), 0, []),
        (SILENT, said(disk_free_mb=12.0), 0, [EvidenceOfCause("full", 12.0)]),
        (OTHER, said({"memory_free_mb": 40.0}), 0, [EvidenceOfCause("memory", 40.0)]),
        (OTHER, said(glass=None, screen_restarts=5), 0, [EvidenceOfCause("screen", 5)]),
        (SILENT, said(glass=None, screen_restarts=5), 0, []),
        (OTHER, said({"up_s": 120.0}), 0, [EvidenceOfCause("started", 120.0)]),
        (SILENT, said({"up_s": 120.0}), 0, []),
        (OTHER, said({"up_s": 7200.0}), 0, []),
    ],
)
def test_what_speaks_for_a_cause(
    condition: Condition, status: wire.Status | None, together: int, found: list[EvidenceOfCause]
) -> None:
    assert evidence(condition, status, together) == found


def test_who_fell_silent_together() -> None:
    statuses = {
        name: (wire.Status(display=name, online=True), START + timedelta(seconds=late))
        for name, late in (("gara", 0), ("piata", 59), ("scoala", -30), ("bega", 61), ("unirii", 0))
    }
    assert fell_silent_with("gara", statuses, "unirii".__eq__) == 2
    assert fell_silent_with("alta", statuses, "unirii".__eq__) == 0
