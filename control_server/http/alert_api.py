"""The API of alerts: put one up, confirm it, end it, and ask what the glass proves.

Decides requests and answers only. Two persons are two persons here as well, each by a token of theirs.
"""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

import msgspec
from aiohttp import web
from msgspec import Meta

from content import strict_yaml
from content.authored import Id
from content.pack.alert import LONGEST, Alert
from content.pack.values import Text
from control_server.changes.alerts import Alerts, WaitingAlert
from control_server.http import answers, bodies
from control_server.http.alert_receipts import AlertReceipts, Receipt, ShownAlert
from control_server.http.auth import PRINCIPAL
from control_server.http.bodies import Bodies
from control_server.publishing.publisher import Publisher
from control_server.storage.changes import Change, State
from control_server.storage.ground import Ground

_LARGEST = 16_384


class AlertOrder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An alert from now on, for so many `minutes`, on these displays or on those with one of these `tags`. Without
    `issuer` the city says it."""

    title: Text
    body: Text
    issuer: Text | None = None
    displays: Literal["all"] | list[Id] = "all"
    tags: list[str] = []
    minutes: Annotated[int, Meta(ge=1, le=LONGEST // timedelta(minutes=1))] = 120


class AlertAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The change by which an alert is put up or ended. Who confirms it names the `digest` of what they have seen."""

    change: str
    state: State
    digest: str


class AlertSeen(msgspec.Struct, frozen=True, kw_only=True):
    """Who confirms says what they have seen, by the digest of the alert that waits."""

    digest: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class WaitingAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An alert that waits for a second person. `author` is who wrote it, as the audit calls them."""

    change: str
    digest: str
    author: str
    at: datetime
    alert: dict[str, Any]


class ShownAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An alert that is on, with what the glass of each display proves."""

    id: str
    alert: dict[str, Any]
    since: datetime
    until: datetime
    proved: int
    receipts: list[Receipt]


class AlertsAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What waits and what is on."""

    waiting: list[WaitingAnswer]
    shown: list[ShownAnswer]


class AlertApi:
    """The handlers of `/api/alerts`."""

    def __init__(self, alerts: Alerts, receipts: AlertReceipts, publisher: Publisher, ground: Ground) -> None:
        self._alerts, self._receipts, self._publisher, self._ground = alerts, receipts, publisher, ground
        self._bodies = Bodies(bodies.MAX_CHANGES)

    async def state(self, _: web.Request) -> web.Response:
        """The alerts that wait for a second person, and those that are on, with a receipt for each display."""
        waiting = [_waiting(each) for each in await self._alerts.all_waiting()]
        return answers.json(AlertsAnswer(waiting=waiting, shown=[_shown(each) for each in self._receipts.shown()]))

    async def prepare(self, request: web.Request) -> web.Response:
        """Has an alert wait for a second person. Nothing of it is on a display."""
        city = self._publisher.published.city_pack().city
        async with self._bodies.read(request, _LARGEST) as body:
            order = await bodies.decoded(body, AlertOrder, "is no alert", "{title, body, displays, minutes}")
        since = self._ground.clock().astimezone(city.zone).replace(microsecond=0)
        value = {
            "title": order.title,
            "body": order.body,
            "issuer": order.issuer or city.name,
            "displays": {"tags": order.tags} if order.tags else order.displays,
            "since": since.isoformat(),
            "until": (since + timedelta(minutes=order.minutes)).isoformat(),
        }
        alert: Alert = strict_yaml.typed(value, Alert, "the alert")
        return _told(await self._alerts.prepare(alert, request[PRINCIPAL].name))

    async def confirm(self, request: web.Request) -> web.Response:
        """Puts an alert that waits on its displays, as the second person: by the token of somebody who has not written
        it."""
        async with self._bodies.read(request, _LARGEST) as body:
            seen = await bodies.decoded(body, AlertSeen, "says not what was seen", "{digest}")
        return _told(await self._alerts.confirm(request.match_info["change"], seen.digest, request[PRINCIPAL].name))

    async def end(self, request: web.Request) -> web.Response:
        """Takes an alert off its displays, at once. Nobody else is asked."""
        return _told(await self._alerts.end(request.match_info["slide"], request[PRINCIPAL].name))


def _told(change: Change) -> web.Response:
    return answers.json(AlertAnswer(change=change.id, state=change.state, digest=change.submitted))


def _waiting(each: WaitingAlert) -> WaitingAnswer:
    change = each.change
    return WaitingAnswer(
        change=change.id,
        digest=change.submitted,
        author=change.author,
        at=change.steps[-1].at,
        alert=strict_yaml.plain(each.alert),
    )


def _shown(each: ShownAlert) -> ShownAnswer:
    return ShownAnswer(
        id=each.id,
        alert=strict_yaml.plain(each.alert),
        since=each.since,
        until=each.until,
        proved=each.proved,
        receipts=list(each.receipts),
    )
