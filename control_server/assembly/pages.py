"""The pages of the studio, put together."""

import msgspec

from control_server.assembly.programs import Api
from control_server.assembly.surroundings import Common, Surroundings
from control_server.http.frame_pictures import FramePictures
from control_server.http.play_sums import PlaySums
from control_server.publishing.frame_words import FrameWords
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
from control_server.studio.slide_pictures import SlidePictures
from control_server.studio.slide_shelf import SlideShelf
from control_server.studio.source_page import SourcePage
from control_server.studio.start_page import StartPage
from control_server.studio.step_up import StepUp
from control_server.studio.today import Today


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


def pages(around: Surroundings, common: Common, api: Api) -> Studio:
    """The handlers of all pages of the studio."""
    publisher, desk, office, facts = common.publisher, common.desk, common.office, common.facts
    ground, url, words = around.ground, around.url, FrameWords(around.ground.database)
    sign_in, staff, entrance = office.sign_in, office.staff, Entrance(url)
    outlooks = api.changes.outlooks
    drafts, pictures = SlideDrafts(publisher, desk), SlidePictures(blobs=around.blobs, cut=around.cut)
    own = Drafts(publisher, desk, ground.clock)
    previews = DraftFrames(around.draw, around.sketch, ground.clock)
    plan = PlanPage(drafts=own, words=words, database=ground.database)
    teller = ReportTeller(publisher=publisher, database=ground.database, words=words, clock=ground.clock)
    sums = PlaySums(ground.database, common.readings.errands)
    screen = _screen(around, common)
    return Studio(
        alert=AlertPage(
            alerts=common.alerts,
            receipts=common.receipts,
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
        source=SourcePage(
            publisher=publisher, desk=desk, readings=common.readings, draw=around.draw, clock=ground.clock
        ),
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


def _screen(around: Surroundings, common: Common) -> ScreenPage:
    clock = around.ground.clock
    return ScreenPage(
        screens=Screens(
            publisher=common.publisher,
            fleet=common.facts.fleet,
            reception=common.reception,
            cards=common.facts.cards,
            lists=common.facts.lists,
            clock=clock,
        ),
        schedules=common.schedules,
        questions=common.questions,
        enrolments=common.enrolments,
        database=around.ground.database,
        clock=clock,
    )
