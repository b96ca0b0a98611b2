"""What is said of an alert on one display, by what the display has told."""

from datetime import timedelta

import msgspec
import pytest

from content import wire
from tests.server.changes.test_alerts import ANA, DAN, alert
from tests.server.simulator import Simulated, glass

SHOWS = {"state": "showing", "matches": True}


@pytest.mark.parametrize(
    ("told", "shown", "state"),
    [
        ({}, SHOWS, "shows"),
        ({}, {**SHOWS, "matches": False}, "other"),
        ({}, {**SHOWS, "slide": "anunt"}, "other"),
        ({"adopted": (1, 1)}, {**SHOWS, "slide": "anunt"}, "late"),
        ({"rejected": "signed by another key"}, {**SHOWS, "slide": "anunt"}, "refuses"),
        ({}, {"state": "off", "slide": None}, "off"),
        ({"online": False}, SHOWS, "silent"),
    ],
)
async def test_the_glass_proves_it_or_it_is_said_why_not(
    city: Simulated, told: dict[str, object], shown: dict[str, object], state: str
) -> None:
    await city.publish()
    alerts, receipts = city.server.studio.alert.alerts, city.server.studio.alert.receipts
    change = await alerts.prepare(alert(), ANA)
    await alerts.confirm(change.id, change.submitted, DAN)
    (name,) = alerts.on()
    at = city.clock.now - timedelta(seconds=3)
    seen = msgspec.structs.replace(glass(2, at), **{"slide": name, **shown})
    newest = city.published.latest["gara"].version
    status = wire.Status(display="gara", online=True, adopted=newest, glass=seen)
    await city.says(msgspec.structs.replace(status, **told))
    (on,) = receipts.shown()
    assert {each.display: each.state for each in on.receipts} == {"gara": state, "piata": "never"}
    assert on.proved == (state == "shows")
    assert (on.receipts[0].since == at) is (state in {"shows", "off"})
