"""What the glass of each display proves of an alert, and why a display does not show it yet.

Decides from what a display has told. A glass counts when it was read back and is what was to be shown. Leaves out the
words of it (the templates).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

import msgspec

from content.pack.alert import Alert
from content.pack.model import Display
from control_server.changes.alerts import Alerts, displays_of
from control_server.devices.fleet import Fleet
from control_server.publishing.publisher import Publisher

State = Literal["shows", "late", "other", "refuses", "off", "silent", "never"]
"""Of a display: its glass proves the alert; it has not taken the plan, or has and shows something else yet; it refuses
the plan; it is off by its hours; it is not heard any more, or never was."""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an alert on one display, and since when."""

    display: str
    name: str
    state: State
    since: datetime | None


class ShownAlert(msgspec.Struct, frozen=True, kw_only=True):
    """An alert that is on, with a receipt for each of its displays. `proved` are the displays whose glass shows it."""

    id: str
    alert: Alert
    since: datetime
    until: datetime
    receipts: tuple[Receipt, ...]
    proved: int


class AlertReceipts:
    """Of the alerts that are on."""

    def __init__(self, alerts: Alerts, publisher: Publisher, fleet: Fleet, clock: Callable[[], datetime]) -> None:
        self._alerts, self._publisher, self._fleet, self._clock = alerts, publisher, fleet, clock

    def shown(self) -> list[ShownAlert]:
        """All of them."""
        return [self._shown(name, alert) for name, alert in self._alerts.on().items()]

    def _shown(self, name: str, alert: Alert) -> ShownAlert:
        pack, now = self._publisher.published.city_pack(), self._clock()
        receipts = tuple(self._receipt(name, each, now) for each in displays_of(alert, pack.displays))
        return ShownAlert(
            id=name,
            alert=alert,
            since=alert.since.instant(pack.city.zone),
            until=alert.until.instant(pack.city.zone),
            receipts=receipts,
            proved=sum(each.state == "shows" for each in receipts),
        )

    def _receipt(self, alert: str, display: Display, now: datetime) -> Receipt:
        status, heard = self._fleet.statuses.get(display.id, (None, None))
        newest = self._publisher.published.latest.get(display.id)
        issued = newest.manifest.issued if newest else None
        glass = status.glass if status else None
        state: State = "other"
        since = issued
        if status is None:
            state, since = "never", None
        elif not self._fleet.online(display.id, now):
            state, since = "silent", heard
        elif glass and (glass.state, glass.slide, glass.matches) == ("showing", alert, True):
            state, since = "shows", glass.lit
        elif status.rejected:
            state = "refuses"
        elif glass and glass.state == "off":
            state, since = "off", glass.lit
        elif newest and status.adopted != newest.version:
            state = "late"
        return Receipt(display=display.id, name=display.name, state=state, since=since)
