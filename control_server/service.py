"""The server put together: which part knows which, from the database up to the handlers of requests.

Every part is complete when it is constructed, and knows only parts that were there before it. Leaves out opening and
closing of what it stands on (`server`), and the routes (`routes`).
"""

import secrets
from collections.abc import Callable

import msgspec

from control_server.alarms.telling import Telling
from control_server.alarms.watch import AlarmWatch, Watched
from control_server.alarms.wording import Wording
from control_server.assembly.pages import Studio, pages
from control_server.assembly.programs import Api, programs
from control_server.assembly.surroundings import Common, Surroundings
from control_server.changes.alerts import Alerts
from control_server.changes.desk import Desk
from control_server.changes.recording import Recording
from control_server.devices.announcements import Announcements
from control_server.devices.enrolments import Enrolments, ServerAddresses
from control_server.devices.fleet import Fleet
from control_server.devices.newer_manifests import NewerManifests
from control_server.devices.play_keeper import PlayBounds, PlayKeeper
from control_server.devices.reception import Reception
from control_server.devices.schedules import Schedules
from control_server.devices.watches import Watches
from control_server.errands.runner import Errands
from control_server.http.alert_api import AlertApi
from control_server.http.alert_receipts import AlertReceipts
from control_server.http.auth import FailedLogins, Guard, KnownSecrets
from control_server.http.content_api import ContentApi
from control_server.http.display_api import DisplayApi
from control_server.http.display_list import DisplayLists
from control_server.http.event_streams import EventStreams
from control_server.http.health_api import HealthApi
from control_server.http.past import Past
from control_server.http.programme_api import ProgrammeApi
from control_server.http.readings import Readings
from control_server.http.repeats import Repeats
from control_server.http.schedule_api import ScheduleApi
from control_server.http.schedule_questions import ScheduleQuestions
from control_server.http.status_card import StatusCards
from control_server.people.office import PeopleOffice
from control_server.people.sign_in import SignIn
from control_server.people.staff import Staff
from control_server.people.tokens import Tokens
from control_server.publishing.frame_words import FrameWords
from control_server.publishing.publisher import Publisher, load_published
from control_server.publishing.renderer import Renderer
from control_server.sources.feeds import Feeds
from control_server.sources.importing import Importing
from control_server.sources.reading import SourceReader
from control_server.storage import displays, feeds
from control_server.storage.glasses import Glasses
from control_server.storage.ground import Ground
from control_server.studio.today import MorningFacts
from control_server.wall.pages import Wall


class ControlServer(msgspec.Struct, frozen=True, kw_only=True):
    """A server in one piece. `url` is where it is reached, `token` what its API asks for."""

    ground: Ground
    surroundings: Surroundings
    renderer: Renderer
    publisher: Publisher
    desk: Desk
    fleet: Fleet
    reception: Reception
    enrolments: Enrolments
    schedules: Schedules
    questions: ScheduleQuestions
    feeds: Feeds
    errands: Errands
    alarms: AlarmWatch
    telling: Telling
    guard: Guard
    repeats: Repeats
    sign_in: SignIn
    staff: Staff
    tokens: Tokens
    alert_api: AlertApi
    content_api: ContentApi
    display_api: DisplayApi
    schedule_api: ScheduleApi
    programme_api: ProgrammeApi
    health_api: HealthApi
    wall: Wall
    api: Api
    studio: Studio

    @property
    def glasses(self) -> Glasses:
        return self.surroundings.glasses

    @property
    def url(self) -> str:
        return self.surroundings.url

    @property
    def token(self) -> str:
        return self.surroundings.token


async def assembled(around: Surroundings) -> ControlServer:
    """Takes up what was stored. Raises RefusedError when it cannot be read any more."""
    ground = around.ground
    renderer = Renderer(ground, around.blobs, around.draw)
    watches = Watches(secrets.token_hex(4))
    fleet = Fleet(await displays.statuses(ground.database), around.glasses.known, watches)
    published, password_hashes = await load_published(ground), await displays.credentials(ground.database)
    addresses = ServerAddresses(server=around.url, broker=around.broker_address, authority=around.authority)
    enrolments = Enrolments(password_hashes, ground, published, around.broker, addresses)
    announcements = Announcements(enrolments, around.link, fleet)
    newer = NewerManifests(ground.signer)
    publisher = Publisher(published, ground, renderer, announcements, Recording(ground.database), newer.refuse)
    keeper = PlayKeeper(ground, around.link, around.keep_plays_days, PlayBounds(of_all=around.keep_plays_most))
    reception = Reception(
        ground=ground, publisher=publisher, fleet=fleet, enrolments=enrolments, link=around.link, plays=keeper
    )
    importing = Importing(publisher, ground.clock, around.outside)
    timetable = Feeds(await feeds.records(ground.database), ground, importing, publisher)
    schedules = Schedules(publisher)
    words = FrameWords(ground.database)
    cards = StatusCards(publisher, fleet, schedules, words, ground)
    questions = ScheduleQuestions(publisher, cards, Past(ground.database, words), ground.clock)
    desk, failed = Desk(publisher, ground), FailedLogins(ground.metrics)
    alerts = Alerts(desk, publisher, ground)
    receipts = AlertReceipts(alerts, publisher, fleet, ground.clock)
    office = PeopleOffice(ground, around.token, lambda address: failed.count("password", address), around.issuer)
    secrets_known = KnownSecrets(enrolments.known, office.sign_in.who, office.tokens.holder, office.sign_in.glance)
    errands = Errands(ground)
    readings = Readings(
        publisher=publisher,
        desk=desk,
        errands=errands,
        reader=SourceReader(importing, publisher, renderer, ground.clock),
    )
    lists = DisplayLists(publisher, fleet, ground.clock)
    facts = MorningFacts(fleet, lists, cards, timetable)
    common = Common(
        publisher=publisher,
        desk=desk,
        reception=reception,
        office=office,
        readings=readings,
        alerts=alerts,
        receipts=receipts,
        facts=facts,
        schedules=schedules,
        questions=questions,
        enrolments=enrolments,
    )
    api = programs(around, common)
    watched = Watched(publisher, fleet, lists, schedules, lambda: around.link.up)
    wording = Wording(publisher, cards, around.url, around.alarm_language)
    alarms = AlarmWatch(ground, watched, wording, tuple(around.alarm_ways))
    return ControlServer(
        surroundings=around,
        ground=ground,
        renderer=renderer,
        publisher=publisher,
        desk=desk,
        fleet=fleet,
        reception=reception,
        enrolments=enrolments,
        schedules=schedules,
        questions=questions,
        feeds=timetable,
        guard=Guard(
            around.token,
            secrets_known,
            failed,
            public_wall=around.public_wall,
            encrypted=around.url.startswith("https:"),
        ),
        repeats=Repeats(database=ground.database, clock=ground.clock),
        errands=errands,
        alarms=alarms,
        telling=Telling(ground, around.alarm_ways, alarms.news),
        sign_in=office.sign_in,
        staff=office.staff,
        tokens=office.tokens,
        alert_api=AlertApi(alerts, receipts, publisher, ground),
        content_api=ContentApi(publisher, importing, timetable),
        display_api=DisplayApi(
            publisher=publisher,
            signer=ground.signer,
            newer=newer,
            fleet=fleet,
            reception=reception,
            enrolments=enrolments,
            cards=cards,
            lists=lists,
            streams=EventStreams(watches, lists.counts),
            blobs=around.blobs,
            glasses=around.glasses,
            metrics=ground.metrics,
            clock=ground.clock,
            database=ground.database,
        ),
        schedule_api=ScheduleApi(publisher, schedules, questions, cards),
        programme_api=ProgrammeApi(publisher, ground.database),
        health_api=HealthApi(
            publisher=publisher,
            renderer=renderer,
            fleet=fleet,
            feeds=timetable,
            broker=_broker_state(around, publisher),
            workers=around.workers_alive,
            database=ground.database,
            metrics=ground.metrics,
            clock=ground.clock,
        ),
        api=api,
        studio=pages(around, common, api),
        wall=Wall(
            publisher=publisher,
            fleet=fleet,
            reception=reception,
            schedules=schedules,
            questions=questions,
            cards=cards,
            lists=lists,
            blobs=around.blobs,
            feeds=timetable,
            clock=ground.clock,
        ),
    )


def _broker_state(around: Surroundings, publisher: Publisher) -> Callable[[], str]:
    """Says `ok`, or what is wrong with the broker or the connection to it, which begins with the first pack."""

    def state() -> str:
        pack = publisher.published.pack
        if around.broker and not around.broker.pid:
            return "is not running"
        if around.broker and pack and (lack := around.broker.lacks(len(pack.displays))):
            return lack
        if around.link.up:
            return "ok"
        return "is not connected" if pack else "waits for the first pack of the city"

    return state
