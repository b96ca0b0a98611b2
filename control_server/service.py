"""The server put together: which part knows which, from the database up to the handlers of requests.

Every part is complete when it is constructed, and knows only parts that were there before it. Leaves out opening and
closing of what it stands on (`server`), and the routes (`routes`).
"""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

import msgspec

from config.settings import BrokerAddress
from control_server.alarms.telling import Telling
from control_server.alarms.watch import AlarmWatch, Watched
from control_server.alarms.ways import Way
from control_server.alarms.wording import Wording
from control_server.changes.alerts import Alerts
from control_server.changes.desk import Desk
from control_server.changes.outlook import Outlooks
from control_server.changes.recording import Recording
from control_server.devices.announcements import Announcements
from control_server.devices.broker import Broker
from control_server.devices.enrolments import Enrolments, ServerAddresses
from control_server.devices.fleet import Fleet
from control_server.devices.link import DisplayLink
from control_server.devices.newer_manifests import NewerManifests
from control_server.devices.play_keeper import PlayBounds, PlayKeeper
from control_server.devices.reception import Reception
from control_server.devices.schedules import Schedules
from control_server.devices.watches import Watches
from control_server.errands.runner import Errands
from control_server.http import bodies
from control_server.http.alert_api import AlertApi
from control_server.http.alert_receipts import AlertReceipts
from control_server.http.auth import FailedLogins, Guard, KnownSecrets
from control_server.http.bodies import Bodies
from control_server.http.change_steps import ChangeSteps
from control_server.http.change_steps_api import ChangeStepsApi
from control_server.http.changes_api import ChangesApi
from control_server.http.content_api import ContentApi
from control_server.http.contents_api import ContentsApi
from control_server.http.display_api import DisplayApi
from control_server.http.display_commands import DisplayCommands
from control_server.http.display_list import DisplayLists
from control_server.http.event_streams import EventStreams
from control_server.http.frame_pictures import FramePictures
from control_server.http.health_api import HealthApi
from control_server.http.past import Past
from control_server.http.people_api import PeopleApi
from control_server.http.play_sums import PlaySums
from control_server.http.programme_api import ProgrammeApi
from control_server.http.readings import Readings
from control_server.http.readings_api import ReadingsApi
from control_server.http.repeats import Repeats
from control_server.http.schedule_api import ScheduleApi
from control_server.http.schedule_questions import ScheduleQuestions
from control_server.http.status_card import StatusCards
from control_server.people.issuer import Issuer
from control_server.people.office import PeopleOffice
from control_server.people.sign_in import SignIn
from control_server.people.staff import Staff
from control_server.people.tokens import Tokens
from control_server.publishing.frame_words import FrameWords
from control_server.publishing.publisher import Publisher, load_published
from control_server.publishing.renderer import Draw, Renderer
from control_server.sources.feeds import Feeds
from control_server.sources.importing import Importing, SourceAccess
from control_server.sources.reading import SourceReader
from control_server.storage import displays, feeds
from control_server.storage.blobs import Blobs
from control_server.storage.glasses import Glasses
from control_server.storage.ground import Ground
from control_server.studio.account import Account
from control_server.studio.alert_page import AlertPage
from control_server.studio.campaign_page import CampaignPage
from control_server.studio.display_page import DisplayPage
from control_server.studio.door import Door
from control_server.studio.drafts import Drafts
from control_server.studio.editor import Editor
from control_server.studio.entrance import Entrance
from control_server.studio.library import Library
from control_server.studio.library_airtime import LibraryAirtime
from control_server.studio.oidc_page import OidcPage
from control_server.studio.passkeys_api import PasskeysApi
from control_server.studio.people_page import PeoplePage
from control_server.studio.plan_edits import PlanEdits
from control_server.studio.plan_page import PlanPage
from control_server.studio.playlists_page import PlaylistsPage
from control_server.studio.previews import DraftFrames
from control_server.studio.report_files import ReportFiles
from control_server.studio.report_told import ReportTeller
from control_server.studio.reports_page import ReportsPage
from control_server.studio.review import Review
from control_server.studio.screen_commands import ScreenCommands
from control_server.studio.screen_page import ScreenPage
from control_server.studio.screens import Screens
from control_server.studio.settings_page import SettingsPage
from control_server.studio.slide_drafts import SlideDrafts
from control_server.studio.slide_history import SlideHistory
from control_server.studio.slide_pictures import Cut, SlidePictures
from control_server.studio.slide_shelf import SlideShelf
from control_server.studio.source_page import SourcePage
from control_server.studio.start_page import StartPage
from control_server.studio.step_up import StepUp
from control_server.studio.today import MorningFacts, Today
from control_server.wall.pages import Wall


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


class Api(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of the API that do what the pages of the studio do."""

    changes: ChangesApi
    steps: ChangeStepsApi
    frames: FramePictures
    commands: DisplayCommands
    people: PeopleApi
    contents: ContentsApi
    readings: ReadingsApi


class Studio(msgspec.Struct, frozen=True, kw_only=True):
    """The pages of the studio, by what they are for."""

    door: Door
    library: Library
    shelf: SlideShelf
    editor: Editor
    slide_history: SlideHistory
    frames: FramePictures
    review: Review
    today: Today
    people: PeoplePage
    campaigns: CampaignPage
    plan: PlanPage
    plan_edits: PlanEdits
    playlists: PlaylistsPage
    screens: Screens
    screen: ScreenPage
    commands: ScreenCommands
    reports: ReportsPage
    report_files: ReportFiles
    account: Account
    step_up: StepUp
    passkeys: PasskeysApi
    oidc: OidcPage
    start: StartPage
    alert: AlertPage
    source: SourcePage
    display: DisplayPage
    settings: SettingsPage


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
    api = _api(around, _Parts(publisher, desk, reception, office, readings))
    source = SourcePage(
        publisher=publisher,
        desk=desk,
        readings=readings,
        draw=around.draw,
        clock=ground.clock,
    )
    lists = DisplayLists(publisher, fleet, ground.clock)
    facts = MorningFacts(fleet, lists, cards, timetable)
    screen = ScreenPage(
        screens=Screens(
            publisher=publisher, fleet=fleet, reception=reception, cards=cards, lists=lists, clock=ground.clock
        ),
        schedules=schedules,
        questions=questions,
        enrolments=enrolments,
        database=ground.database,
        clock=ground.clock,
    )
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
        studio=_studio(around, _Rooms(publisher, desk, alerts, receipts, office, source, facts, screen, api)),
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


class _Rooms(NamedTuple):
    """What the pages of the studio stand on."""

    publisher: Publisher
    desk: Desk
    alerts: Alerts
    receipts: AlertReceipts
    office: PeopleOffice
    source: SourcePage
    facts: MorningFacts
    screen: ScreenPage
    api: Api


class _Parts(NamedTuple):
    """What the API that does as the pages stands on."""

    publisher: Publisher
    desk: Desk
    reception: Reception
    office: PeopleOffice
    readings: Readings


def _api(around: Surroundings, parts: _Parts) -> Api:
    publisher, desk, reception, office, readings = parts
    ground = around.ground
    changes = ChangesApi(
        desk=desk,
        outlooks=Outlooks(desk, publisher, ground.clock),
        publisher=publisher,
        database=ground.database,
        bodies=Bodies(bodies.MAX_CHANGES),
        clock=ground.clock,
    )
    return Api(
        changes=changes,
        steps=ChangeStepsApi(changes=changes, steps=ChangeSteps(desk=desk)),
        frames=FramePictures(publisher=publisher, database=ground.database, blobs=around.blobs, clock=ground.clock),
        commands=DisplayCommands(
            publisher=publisher, reception=reception, database=ground.database, clock=ground.clock
        ),
        people=PeopleApi(office=office, database=ground.database, url=around.url),
        readings=ReadingsApi(readings=readings, bodies=changes.bodies),
        contents=ContentsApi(
            publisher=publisher, database=ground.database, words=FrameWords(ground.database), clock=ground.clock
        ),
    )


def _studio(around: Surroundings, rooms: _Rooms) -> Studio:
    publisher, desk, alerts, receipts, office, source, facts, screen, api = rooms
    ground, url, words = around.ground, around.url, FrameWords(around.ground.database)
    sign_in, staff, entrance = office.sign_in, office.staff, Entrance(url)
    outlooks = api.changes.outlooks
    drafts, pictures = SlideDrafts(publisher, desk), SlidePictures(blobs=around.blobs, cut=around.cut)
    own = Drafts(publisher, desk, ground.clock)
    previews = DraftFrames(around.draw, around.sketch, ground.clock)
    plan = PlanPage(drafts=own, words=words, database=ground.database)
    teller = ReportTeller(publisher=publisher, database=ground.database, words=words, clock=ground.clock)
    sums = PlaySums(ground.database, source.errands)
    previews = DraftFrames(around.draw, around.sketch, ground.clock)
    return Studio(
        alert=AlertPage(
            alerts=alerts,
            receipts=receipts,
            publisher=publisher,
            desk=desk,
            previews=previews,
            database=ground.database,
            clock=ground.clock,
        ),
        door=Door(sign_in=sign_in, entrance=entrance, oidc=office.oidc is not None),
        start=StartPage(publisher=publisher, database=ground.database),
        oidc=OidcPage(oidc=office.oidc, sign_in=sign_in, entrance=entrance),
        library=Library(
            publisher=publisher,
            database=ground.database,
            words=words,
            airtime=LibraryAirtime(ground.clock),
            clock=ground.clock,
        ),
        slide_history=SlideHistory(
            publisher=publisher, desk=desk, drafts=drafts, previews=previews, database=ground.database
        ),
        editor=Editor(
            publisher=publisher,
            desk=desk,
            drafts=drafts,
            previews=previews,
            pictures=pictures,
            words=words,
            clock=ground.clock,
        ),
        shelf=SlideShelf(publisher=publisher, desk=desk, drafts=drafts, pictures=pictures),
        frames=api.frames,
        review=Review(
            publisher=publisher,
            desk=desk,
            steps=api.steps.steps,
            outlooks=outlooks,
            database=ground.database,
            words=words,
            clock=ground.clock,
        ),
        today=Today(
            publisher=publisher, desk=desk, outlooks=outlooks, facts=facts, database=ground.database, clock=ground.clock
        ),
        people=PeoplePage(sign_in=sign_in, staff=staff, publisher=publisher, database=ground.database, url=url),
        account=Account(office=office, entrance=entrance, publisher=publisher),
        step_up=StepUp(office=office),
        passkeys=PasskeysApi(office=office, entrance=entrance),
        source=source,
        reports=ReportsPage(teller=teller, sums=sums, keep_days=around.keep_plays_days),
        report_files=ReportFiles(teller=teller, sums=sums),
        screens=screen.screens,
        screen=screen,
        commands=ScreenCommands(page=screen, commands=api.commands, enrolments=screen.enrolments),
        campaigns=CampaignPage(drafts=own),
        display=DisplayPage(drafts=own),
        settings=SettingsPage(drafts=own, feeds=facts.feeds),
        plan=plan,
        plan_edits=PlanEdits(plan=plan),
        playlists=PlaylistsPage(drafts=own, words=words),
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
