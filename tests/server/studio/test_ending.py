"""What ends this week, and the calls that close."""

from datetime import UTC, datetime

import pytest

from content.pack.parse import parse
from control_server.studio.ending import calls, endings
from tests.server.simulator import PACK, START

CALL = b"""
kind: consultation
ask: {ro: "Ce reparam intai?"}
who: {ro: "Oricine locuieste aici"}
takes_minutes: 5
opens: 2026-11-20
closes: %s
channels: {web: "https://oras.ro/strada", short: oras.ro/strada, phone: "0256 000 000", desk: "bd. C.D. Loga 1"}
"""


def slide(**more: str) -> bytes:
    return PACK["slides/anunt.yaml"] + "".join(f"{key}: {value}\n" for key, value in more.items()).encode()


def test_slides_and_campaigns_of_the_next_seven_days_the_nearest_first() -> None:
    pack = parse(
        {
            **PACK,
            "slides/anunt.yaml": slide(expires="2026-11-28"),
            "slides/alt.yaml": slide(expires="2026-11-24T12:00"),
            "slides/departe.yaml": slide(expires="2026-12-24"),
            "slides/trecut.yaml": slide(expires="2026-11-22"),
            "campaigns.yaml": b"campaigns: [{id: mereu, playlist: toate, name: Toamna, to: 2026-11-25}]",
        }
    )
    assert [(each.name, each.slide, each.at) for each in endings(pack, START)] == [
        ("Podul se inchide", "alt", datetime(2026, 11, 24, 10, tzinfo=UTC)),
        ("Toamna", "", datetime(2026, 11, 25, 22, tzinfo=UTC)),
        ("Podul se inchide", "anunt", datetime(2026, 11, 28, 22, tzinfo=UTC)),
    ]


@pytest.mark.parametrize(("closes", "listed"), [("2026-12-04", 1), ("2026-12-20", 0), ("2026-11-22", 0)])
def test_a_call_that_closes_within_fourteen_days(closes: str, listed: int) -> None:
    pack = parse({**PACK, "slides/strada.yaml": CALL % closes.encode()})
    closing = calls(pack, START)
    assert len(closing) == listed
    for call in closing:
        assert (call.name, call.slide, call.at) == (
            "Ce reparam intai?",
            "strada",
            datetime(2026, 12, 4, 22, tzinfo=UTC),
        )
        assert call.opened == datetime(2026, 11, 19, 22, tzinfo=UTC)
        assert call.passed == pytest.approx(3.5 / 15)
    assert endings(pack, START) == []
