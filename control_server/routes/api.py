"""The API, each operation with the permission it needs; its parameters and answers stand in `http.operations`.

Writes that are not conditional: a display's report of its own glass and manifest, which nobody else
writes; an enrolment and its
revocation, whatever the identity was before; an import, which is merged with the pack as it is by then.
"""

import inspect
from collections.abc import Iterator

from control_server.http import openapi
from control_server.http.auth import Permission
from control_server.routes.route import (
    BEFORE,
    CHANGE,
    DIGEST,
    DISPLAY,
    ERRAND,
    PATH,
    PERSON,
    READER,
    SESSION,
    SLIDE,
    TOKEN,
    Route,
    always,
)
from control_server.service import ControlServer

ROUTES = (
    Route("GET", "/api/displays", Permission.SEE, lambda server: server.display_api.displays),
    Route("GET", "/api/events", Permission.SEE, lambda server: server.display_api.events),
    Route("GET", f"/api/displays/{DISPLAY}/timeline", Permission.SEE, lambda server: server.schedule_api.timeline),
    Route(
        "GET", f"/api/displays/{DISPLAY}/explanation", Permission.SEE, lambda server: server.schedule_api.explanation
    ),
    Route("GET", f"/api/displays/{DISPLAY}/glass.png", Permission.SEE, lambda server: server.display_api.glass),
    Route("PUT", f"/api/displays/{DISPLAY}/glass", Permission.REPORT, lambda server: server.display_api.put_glass),
    Route("GET", f"/api/displays/{DISPLAY}/manifest", Permission.REPORT, lambda server: server.display_api.manifest),
    Route(
        "PUT", f"/api/displays/{DISPLAY}/manifest", Permission.REPORT, lambda server: server.display_api.put_manifest
    ),
    Route("GET", f"/api/displays/{DISPLAY}/time", Permission.REPORT, lambda server: server.display_api.time),
    Route(
        "POST",
        f"/api/displays/{DISPLAY}/enrolment",
        Permission.ENROL,
        lambda server: server.display_api.enrol,
        fresh=always,
        secret=True,
    ),
    Route(
        "DELETE",
        f"/api/displays/{DISPLAY}/enrolment",
        Permission.ENROL,
        lambda server: server.display_api.revoke,
        fresh=always,
    ),
    Route("GET", "/api/alerts", Permission.WATCH, lambda server: server.alert_api.state),
    Route("POST", "/api/alerts", Permission.EDIT, lambda server: server.alert_api.prepare),
    Route("POST", f"/api/alerts/{CHANGE}/confirm", Permission.CONFIRM, lambda server: server.alert_api.confirm),
    Route("POST", f"/api/alerts/on/{SLIDE}/end", Permission.CONFIRM, lambda server: server.alert_api.end),
    Route("GET", f"/api/slides/{SLIDE}", Permission.READ, lambda server: server.content_api.get_slide),
    Route(
        "PUT", f"/api/slides/{SLIDE}", Permission.CHANGE, lambda server: server.content_api.put_slide, conditional=True
    ),
    Route("GET", "/api/changes", Permission.READ, lambda server: server.api.changes.list_changes),
    Route("POST", "/api/changes", Permission.EDIT, lambda server: server.api.changes.begin_change),
    Route("GET", f"/api/changes/{CHANGE}", Permission.READ, lambda server: server.api.changes.get_change),
    Route("GET", f"/api/changes/{CHANGE}/effect", Permission.READ, lambda server: server.api.changes.get_effect),
    Route("GET", f"/api/changes/{CHANGE}/files", Permission.READ, lambda server: server.api.changes.get_change_files),
    Route(
        "PUT",
        f"/api/changes/{CHANGE}/files",
        Permission.EDIT,
        lambda server: server.api.changes.put_change_files,
        conditional=True,
    ),
    Route(
        "GET", f"/api/changes/{CHANGE}/files/{PATH}", Permission.READ, lambda server: server.api.changes.get_change_file
    ),
    Route(
        "PUT",
        f"/api/changes/{CHANGE}/files/{PATH}",
        Permission.EDIT,
        lambda server: server.api.changes.put_change_file,
        conditional=True,
    ),
    Route(
        "DELETE",
        f"/api/changes/{CHANGE}/files/{PATH}",
        Permission.EDIT,
        lambda server: server.api.changes.delete_change_file,
        conditional=True,
    ),
    Route("GET", f"/api/changes/{CHANGE}/conflicts", Permission.READ, lambda server: server.api.changes.get_conflicts),
    Route(
        "POST",
        f"/api/changes/{CHANGE}/conflicts",
        Permission.EDIT,
        lambda server: server.api.changes.resolve_conflicts,
        conditional=True,
    ),
    Route(
        "POST", f"/api/changes/{CHANGE}/comments", Permission.COMMENT, lambda server: server.api.steps.comment_on_change
    ),
    Route("POST", f"/api/changes/{CHANGE}/submit", Permission.EDIT, lambda server: server.api.steps.submit_change),
    Route("POST", f"/api/changes/{CHANGE}/discard", Permission.EDIT, lambda server: server.api.steps.discard_change),
    Route(
        "POST",
        f"/api/changes/{CHANGE}/approve",
        Permission.APPROVE,
        lambda server: server.api.steps.approve_change,
        fresh=always,
    ),
    Route("POST", f"/api/changes/{CHANGE}/return", Permission.APPROVE, lambda server: server.api.steps.return_change),
    Route(
        "POST",
        f"/api/changes/{CHANGE}/publish",
        Permission.PUBLISH,
        lambda server: server.api.steps.publish_change,
        fresh=always,
    ),
    Route("POST", f"/api/changes/{CHANGE}/look", Permission.APPROVE, lambda server: server.api.steps.look_at_change),
    Route("POST", f"/api/changes/{CHANGE}/undo", Permission.UNDO, lambda server: server.api.steps.undo_change),
    Route("POST", f"/api/changes/{CHANGE}/restore", Permission.EDIT, lambda server: server.api.steps.restore_change),
    Route("POST", f"/api/changes/{CHANGE}/revert", Permission.EDIT, lambda server: server.api.steps.revert_change),
    Route("GET", f"/api/frames/{DIGEST}", Permission.READ, lambda server: server.api.frames.picture),
    Route("GET", f"/api/frames/{BEFORE}/{DIGEST}", Permission.READ, lambda server: server.api.frames.difference),
    Route(
        "POST",
        f"/api/displays/{DISPLAY}/picture",
        Permission.WATCH,
        lambda server: server.api.commands.ask_for_picture,
    ),
    Route("POST", f"/api/displays/{DISPLAY}/plan", Permission.COMMAND, lambda server: server.api.commands.send_plan),
    Route(
        "POST",
        f"/api/displays/{DISPLAY}/restart",
        Permission.COMMAND,
        lambda server: server.api.commands.restart_screen,
    ),
    Route("GET", "/api/slides", Permission.READ, lambda server: server.api.contents.list_slides),
    Route("GET", f"/api/slides/{SLIDE}/versions", Permission.READ, lambda server: server.api.contents.slide_versions),
    Route("POST", "/api/readings", Permission.EDIT, lambda server: server.api.readings.begin_reading),
    Route("GET", f"/api/readings/{ERRAND}", Permission.EDIT, lambda server: server.api.readings.get_reading),
    Route("DELETE", f"/api/readings/{ERRAND}", Permission.EDIT, lambda server: server.api.readings.end_reading),
    Route("POST", f"/api/readings/{ERRAND}/answer", Permission.EDIT, lambda server: server.api.readings.answer_reading),
    Route("POST", f"/api/readings/{ERRAND}/keep", Permission.EDIT, lambda server: server.api.readings.keep_reading),
    Route("GET", "/api/playlists", Permission.READ, lambda server: server.api.contents.list_playlists),
    Route("GET", "/api/campaigns", Permission.READ, lambda server: server.api.contents.list_campaigns),
    Route("GET", "/api/people", Permission.PEOPLE, lambda server: server.api.people.list_people),
    Route("POST", "/api/people", Permission.PEOPLE, lambda server: server.api.people.invite, fresh=always, secret=True),
    Route("GET", f"/api/people/{PERSON}", Permission.PEOPLE, lambda server: server.api.people.get_person),
    Route(
        "PUT",
        f"/api/people/{PERSON}/rights",
        Permission.PEOPLE,
        lambda server: server.api.people.put_rights,
        fresh=always,
    ),
    Route(
        "POST",
        f"/api/people/{PERSON}/disable",
        Permission.PEOPLE,
        lambda server: server.api.people.disable_person,
        fresh=always,
    ),
    Route(
        "POST",
        f"/api/people/{PERSON}/erase",
        Permission.PEOPLE,
        lambda server: server.api.people.erase_person,
        fresh=always,
    ),
    Route(
        "DELETE",
        f"/api/people/{PERSON}/sessions/{SESSION}",
        Permission.PEOPLE,
        lambda server: server.api.people.end_session,
    ),
    Route("GET", "/api/account", Permission.OWN, lambda server: server.api.people.get_account),
    Route("DELETE", f"/api/account/tokens/{TOKEN}", Permission.OWN, lambda server: server.api.people.end_token),
    Route("GET", "/api/audit", Permission.AUDIT, lambda server: server.api.people.export_audit),
    Route("GET", "/api/reports/airtime", Permission.READ, lambda server: server.studio.report_files.figures),
    Route("GET", "/api/reports/airtime.csv", Permission.READ, lambda server: server.studio.report_files.table_at_once),
    Route("GET", "/api/reports/proof.jsonl", Permission.READ, lambda server: server.api.proof.proof),
    Route("GET", "/api/reports/plays.csv", Permission.READ, lambda server: server.studio.report_files.plays),
    Route("GET", "/api/pack", Permission.READ, lambda server: server.content_api.get_pack),
    Route("HEAD", "/api/pack", Permission.READ, lambda server: server.content_api.head_pack),
    Route("PUT", "/api/pack", Permission.CHANGE, lambda server: server.content_api.put_pack, conditional=True),
    Route("POST", f"/api/imports/{READER}", Permission.CHANGE, lambda server: server.content_api.import_source),
    Route("GET", "/api/progress", Permission.READ, lambda server: server.health_api.progress),
    Route("GET", "/api/alarms", Permission.WATCH, lambda server: server.health_api.alarms),
    Route("GET", "/api/sources", Permission.READ, lambda server: server.content_api.sources),
    Route("GET", "/api/openapi.json", Permission.LOAD, lambda server: openapi.answering(lambda: described(server))),
    Route("GET", "/api/checks", Permission.WATCH, lambda server: server.content_api.checks),
)


def described(server: ControlServer) -> Iterator[openapi.Described]:
    """The routes as their document has them, in the words of their handlers."""
    for route in ROUTES:
        handler = route.handler(server)
        name = getattr(handler, "__name__", "")
        yield openapi.Described(
            method=route.method,
            path=route.path,
            needs=route.needs,
            says=inspect.getdoc(handler) or "",
            name=name,
            conditional=route.conditional,
            keyed=route.keyed,
        )
