"""What a server stands on: the machine and the network around it, and its own parts below all handlers."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

import msgspec

from config.settings import BrokerAddress
from control_server.alarms.ways import Way
from control_server.changes.alerts import Alerts
from control_server.changes.desk import Desk
from control_server.devices.broker import Broker
from control_server.devices.enrolments import Enrolments
from control_server.devices.link import DisplayLink
from control_server.devices.play_keeper import PlayBounds
from control_server.devices.reception import Reception
from control_server.devices.schedules import Schedules
from control_server.http.alert_receipts import AlertReceipts
from control_server.http.readings import Readings
from control_server.http.schedule_questions import ScheduleQuestions
from control_server.people.issuer import Issuer
from control_server.people.office import PeopleOffice
from control_server.publishing.publisher import Publisher
from control_server.publishing.renderer import Draw
from control_server.sources.importing import SourceAccess
from control_server.storage.blobs import Blobs
from control_server.storage.glasses import Glasses
from control_server.storage.ground import Ground
from control_server.studio.slide_pictures import Cut
from control_server.studio.today import MorningFacts


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What a server needs of the machine and the network. `broker` is None with an external one.

    `sketch` draws at half the pixels, `cut` makes a part of a picture anew. `workers_alive` asks the render workers.
    `url` is where the server is reached, `broker_address` where displays find the broker, `authority` whose
    certificates they believe.
    """

    ground: Ground
    blobs: Blobs
    glasses: Glasses
    draw: Draw
    sketch: Draw
    cut: Cut
    workers_alive: Callable[[], Awaitable[Any]]
    link: DisplayLink
    broker: Broker | None
    broker_address: BrokerAddress
    token: str
    url: str
    keep_plays_days: int
    keep_plays_most: int = PlayBounds().of_all
    public_wall: bool = True
    issuer: Issuer | None = None
    authority: str | None = None
    outside: SourceAccess = SourceAccess()
    alarm_ways: Mapping[str, Way] = {}
    alarm_language: str = "ro"


class Common(NamedTuple):
    """What pages and the operations that do the same stand on."""

    publisher: Publisher
    desk: Desk
    reception: Reception
    office: PeopleOffice
    readings: Readings
    alerts: Alerts
    receipts: AlertReceipts
    facts: MorningFacts
    schedules: Schedules
    questions: ScheduleQuestions
    enrolments: Enrolments
