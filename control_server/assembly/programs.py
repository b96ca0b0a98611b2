"""The operations of the API that do what pages of the studio do, put together."""

import msgspec

from control_server.assembly.surroundings import Common, Surroundings
from control_server.changes.outlook import Outlooks
from control_server.http import bodies
from control_server.http.bodies import Bodies
from control_server.http.change_steps import ChangeSteps
from control_server.http.change_steps_api import ChangeStepsApi
from control_server.http.changes_api import ChangesApi
from control_server.http.contents_api import ContentsApi
from control_server.http.display_commands import DisplayCommands
from control_server.http.frame_pictures import FramePictures
from control_server.http.people_api import PeopleApi
from control_server.http.proof_api import ProofApi
from control_server.http.readings_api import ReadingsApi
from control_server.publishing.frame_words import FrameWords


class Api(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of the API that do what the pages of the studio do."""

    changes: ChangesApi
    steps: ChangeStepsApi
    frames: FramePictures
    commands: DisplayCommands
    people: PeopleApi
    contents: ContentsApi
    readings: ReadingsApi
    proof: ProofApi


def programs(around: Surroundings, common: Common) -> Api:
    """The handlers of operations that do what pages do."""
    publisher, desk, office = common.publisher, common.desk, common.office
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
            publisher=publisher, reception=common.reception, database=ground.database, clock=ground.clock
        ),
        people=PeopleApi(office=office, database=ground.database, url=around.url),
        readings=ReadingsApi(readings=common.readings, bodies=changes.bodies),
        proof=ProofApi(publisher=publisher, database=ground.database, signer=ground.signer, clock=ground.clock),
        contents=ContentsApi(
            publisher=publisher, database=ground.database, words=FrameWords(ground.database), clock=ground.clock
        ),
    )
