"""Alerts on their way to the glass: written by one person, confirmed by another, ended by any who may.

Decides what waits and what is on. An alert is a change with one file, so
rights, audit, approval by digest and undoing are those of any change (`desk`). Leaves out what an alert may say
(`pack.alert`), what displays prove of it (`http.alert_receipts`) and how it is asked for (`studio.alert_page`).
"""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

import yaml

from content import strict_yaml
from content.findings import RefusedError, refused
from content.pack.alert import ALERTS, Alert
from content.pack.model import Display, meant
from control_server.changes.desk import Desk
from control_server.publishing.publisher import Publisher
from control_server.storage import changes
from control_server.storage.changes import Change
from control_server.storage.ground import Ground

_KNOWN = timedelta(seconds=2)
"""For so long what waits is not asked of the database again, unless it was changed here."""


class WaitingAlert(NamedTuple):
    """A change that waits for a second person, and its alert."""

    change: Change
    id: str
    alert: Alert


class Alerts:
    """The alerts of the city."""

    def __init__(self, desk: Desk, publisher: Publisher, ground: Ground) -> None:
        self._desk, self._publisher, self._ground = desk, publisher, ground
        self._waiting: tuple[datetime, list[WaitingAlert]] | None = None

    # --- what there is -----------------------------------------------------------------------------------------------

    def on(self) -> dict[str, Alert]:
        """The alerts that are on, as they stand in the pack, by id."""
        pack, now = self._publisher.published.pack, self._ground.clock()
        if pack is None:
            return {}
        return {name: alert for name, alert in pack.alerts.items() if not alert.over(now, pack.city.zone)}

    async def waiting(self, change_id: str) -> WaitingAlert:
        """The one of that change. Raises RefusedError (`step`) when it waits no more."""
        change = await self._desk.one(change_id)
        waits = _of_change(change) if change.state == "submitted" else None
        if waits is None:
            raise refused("step", change.name, "is no alert that waits, expected one that nobody has confirmed yet")
        return waits

    async def of_change(self, change_id: str) -> WaitingAlert | None:
        """The alert that a change is about, whatever became of it; None where it is about something else."""
        return _of_change(await self._desk.one(change_id))

    async def all_waiting(self) -> list[WaitingAlert]:
        """Those that wait for a second person and have not ended by then, the newest first."""
        pack, now = self._publisher.published.pack, self._ground.clock()
        if pack is None:
            return []
        if self._waiting is None or not timedelta(0) <= now - self._waiting[0] < _KNOWN:
            listed = await changes.listed(self._ground.database, ("submitted",))
            self._waiting = now, [each for change in listed if (each := _of_change(change))]
        return [each for each in self._waiting[1] if not each.alert.over(now, pack.city.zone)]

    # --- what is done ------------------------------------------------------------------------------------------------

    async def prepare(self, alert: Alert, who: str) -> Change:
        """Has it wait for a second person. Raises RefusedError when it cannot be read on one of its displays, or
        touches displays beyond the person's rights."""
        pack = self._publisher.published.city_pack()
        path = f"{ALERTS}{_new_id()}.yaml"
        body = yaml.safe_dump(strict_yaml.plain(alert), allow_unicode=True, sort_keys=False, width=110).encode()
        if not displays_of(alert, pack.displays):
            raise refused("value", f"{path}:$.displays", "chooses no display, expected at least one")
        await self._publisher.prepare({**self._publisher.published.files, path: body})
        title = f"{alert.names.label}: {pack.city.name_of(alert.title, pack.city.languages[0])}"[:200]
        change = await self._desk.begin(who, title, {path: body})
        try:
            return await self._desk.submit(change.id, who)
        except RefusedError:
            await self._desk.discard(change.id, who)
            raise
        finally:
            self._waiting = None

    async def confirm(self, change_id: str, seen: str, who: str) -> Change:
        """Puts it on the glass, as the second person. Raises RefusedError as `Desk.approve`."""
        await self.waiting(change_id)
        self._waiting = None
        return await self._desk.approve(change_id, seen, who)

    async def publish_alone(self, change_id: str, who: str, why: str) -> Change:
        """Puts it on the glass without a second person. Raises RefusedError as `Desk.publish_unreviewed`."""
        await self.waiting(change_id)
        self._waiting = None
        return await self._desk.publish_unreviewed(change_id, who, why)

    async def discard(self, change_id: str, who: str) -> Change:
        """Ends it before it was on any glass."""
        await self.waiting(change_id)
        self._waiting = None
        return await self._desk.discard(change_id, who)

    async def end(self, name: str, who: str) -> Change:
        """Takes an alert off the glass; nobody else is asked. Raises NotFoundError (`unknown`) when it is not on, and
        RefusedError (`rights`) beyond the person's displays."""
        pack = self._publisher.published.city_pack()
        alert = pack.alerts.get(name)
        if alert is None:
            raise refused("unknown", f"alert {name[:80]!r}", "is not on, expected the id of one that is")
        title = f"{alert.names.label}, încheiată: {pack.city.name_of(alert.title, pack.city.languages[0])}"[:200]
        change = await self._desk.begin(who, title, {f"{ALERTS}{name}.yaml": None})
        try:
            return await self._desk.submit(change.id, who)
        except RefusedError:
            await self._desk.discard(change.id, who)
            raise


def displays_of(alert: Alert, displays: Mapping[str, Display]) -> list[Display]:
    """Those that it takes over, in the order of the pack."""
    return [each for each in displays.values() if meant(alert.displays, each)]


def read(body: bytes, path: str) -> Alert:
    """The alert of a file. Raises RefusedError."""
    alert: Alert = strict_yaml.typed(strict_yaml.mapping(body, path), Alert, path)
    return alert


def _of_change(change: Change) -> WaitingAlert | None:
    """The alert that the change would put up, if it is nothing else and can be read."""
    ((path, body), *others) = change.files.items() if change.files else (("", None),)
    if others or body is None or not path.startswith(ALERTS):
        return None
    try:
        return WaitingAlert(change, path[len(ALERTS) : -len(".yaml")], read(body, path))
    except RefusedError:  # nobody can confirm it, and every page of the studio asks what waits
        return None


def _new_id() -> str:
    return f"alerta-{secrets.token_hex(4)}"
