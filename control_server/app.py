"""The web application: every route of the server in one table, each with the permission it needs.

Decides addresses and rights. Leaves out what the routes do (`http`, `wall`) and what all answers share (`answers`).
"""

import inspect
from collections.abc import Callable, Iterator
from typing import NamedTuple

from aiohttp import web

from control_server.http import answers, bodies, openapi
from control_server.http.auth import Permission
from control_server.http.connections import watched
from control_server.http.errors import Handler, errors
from control_server.http.standby import by_the_leader
from control_server.service import ControlServer
from control_server.studio import page

_DISPLAY = "{display:[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?}"
_SLIDE = "{slide:[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?}"
_CAMPAIGN = "{campaign:[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?}"
_PLAYLIST = "{playlist:[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?}"
_DIGEST = "{digest:[0-9a-f]{64}}"
_KIND = "{kind:[a-z]{1,40}}"
_CHANGE, _PERSON = "{change:[0-9a-f]{10}}", "{person:[0-9a-f]{10}}"
_SESSION, _TOKEN = "{session:[0-9a-f]{10}}", "{token:[0-9a-f]{10}}"
_ERRAND = "{errand:[0-9a-f]{10}}"
_LINK = "{secret:[A-Za-z0-9_-]{20,100}}"
_READER = "{reader:[a-z-]{1,40}}"
_FILE = "{file:[a-z-]+[.][a-z0-9]+}"


class Route(NamedTuple):
    """`needs` is the permission of whoever uses it. `conditional` are writes that say of what they are a change.

    `fresh` says of which requests a person must have proved who they are a short while ago (`studio.step_up`).
    `largest` are the bytes that a form may have.
    """

    method: str
    path: str
    needs: Permission
    handler: Callable[[ControlServer], Handler]
    conditional: bool = False
    fresh: Callable[[web.Request], bool] | None = None
    largest: int = bodies.MAX_FORM


def _always(_: web.Request) -> bool:
    return True


ROUTES = (
    Route("GET", "/", Permission.SEE, lambda server: server.wall.page),
    Route("GET", f"/displays/{_DISPLAY}", Permission.SEE, lambda server: server.wall.detail),
    Route("GET", f"/displays/{_DISPLAY}/live", Permission.SEE, lambda server: server.wall.live),
    Route("GET", f"/displays/{_DISPLAY}/card", Permission.SEE, lambda server: server.wall.fragment),
    Route("GET", f"/displays/{_DISPLAY}/picture.png", Permission.SEE, lambda server: server.wall.picture),
    Route("GET", f"/displays/{_DISPLAY}/calendar.ics", Permission.WATCH, lambda server: server.schedule_api.calendar),
    Route("GET", f"/static/{_FILE}", Permission.LOAD, lambda server: server.wall.static),
    Route("GET", "/api/displays", Permission.SEE, lambda server: server.display_api.displays),
    Route("GET", "/api/events", Permission.SEE, lambda server: server.display_api.events),
    Route("GET", f"/api/displays/{_DISPLAY}/timeline", Permission.SEE, lambda server: server.schedule_api.timeline),
    Route(
        "GET", f"/api/displays/{_DISPLAY}/explanation", Permission.SEE, lambda server: server.schedule_api.explanation
    ),
    Route("GET", "/studio", Permission.STUDIO, lambda server: server.studio.today.home),
    Route("GET", "/studio/sign-in", Permission.ENTER, lambda server: server.studio.door.ask),
    Route("POST", "/studio/sign-in", Permission.ENTER, lambda server: server.studio.door.enter),
    Route("POST", "/studio/sign-out", Permission.STUDIO, lambda server: server.studio.door.leave),
    Route("GET", f"/studio/join/{_LINK}", Permission.ENTER, lambda server: server.studio.door.invited),
    Route("POST", f"/studio/join/{_LINK}", Permission.ENTER, lambda server: server.studio.door.join),
    Route("GET", "/studio/slides", Permission.STUDIO, lambda server: server.studio.library.show),
    Route("GET", "/studio/new-slide", Permission.EDIT, lambda server: server.studio.shelf.choose),
    Route("GET", f"/studio/new-slide/{_KIND}", Permission.EDIT, lambda server: server.studio.editor.form),
    Route("POST", f"/studio/new-slide/{_KIND}", Permission.EDIT, lambda server: server.studio.editor.save),
    Route("POST", f"/studio/new-slide/{_KIND}/preview", Permission.EDIT, lambda server: server.studio.editor.preview),
    Route("POST", f"/studio/new-slide/{_KIND}/check", Permission.EDIT, lambda server: server.studio.editor.check),
    Route(
        "POST",
        "/studio/pictures",
        Permission.EDIT,
        lambda server: server.studio.shelf.picture,
        largest=bodies.MAX_IMPORT,
    ),
    Route("GET", f"/studio/slides/{_SLIDE}", Permission.EDIT, lambda server: server.studio.editor.form),
    Route("POST", f"/studio/slides/{_SLIDE}", Permission.EDIT, lambda server: server.studio.editor.save),
    Route("POST", f"/studio/slides/{_SLIDE}/preview", Permission.EDIT, lambda server: server.studio.editor.preview),
    Route("GET", "/studio/screens", Permission.STUDIO, lambda server: server.studio.screens.everyone),
    Route("GET", f"/studio/screens/{_DISPLAY}", Permission.STUDIO, lambda server: server.studio.screen.show),
    Route(
        "POST", f"/studio/screens/{_DISPLAY}/picture", Permission.STUDIO, lambda server: server.studio.commands.picture
    ),
    Route("POST", f"/studio/screens/{_DISPLAY}/plan", Permission.COMMAND, lambda server: server.studio.commands.plan),
    Route(
        "POST", f"/studio/screens/{_DISPLAY}/restart", Permission.COMMAND, lambda server: server.studio.commands.restart
    ),
    Route(
        "POST",
        f"/studio/screens/{_DISPLAY}/enrolment",
        Permission.ENROL,
        lambda server: server.studio.commands.enrol,
        fresh=_always,
    ),
    Route(
        "POST",
        f"/studio/screens/{_DISPLAY}/end",
        Permission.ENROL,
        lambda server: server.studio.commands.end,
        fresh=_always,
    ),
    Route("GET", "/studio/reports", Permission.STUDIO, lambda server: server.studio.reports.page),
    Route("GET", "/studio/reports/airtime.csv", Permission.STUDIO, lambda server: server.studio.reports.table),
    Route("GET", "/studio/reports/airtime.pdf", Permission.STUDIO, lambda server: server.studio.reports.document),
    Route("GET", "/studio/reports/plays.csv", Permission.STUDIO, lambda server: server.studio.reports.plays),
    Route("GET", "/studio/playlists", Permission.STUDIO, lambda server: server.studio.playlists.everyone),
    Route("POST", "/studio/playlists", Permission.EDIT, lambda server: server.studio.playlists.begin),
    Route("GET", f"/studio/playlists/{_PLAYLIST}", Permission.STUDIO, lambda server: server.studio.playlists.form),
    Route("POST", f"/studio/playlists/{_PLAYLIST}", Permission.EDIT, lambda server: server.studio.playlists.save),
    Route("GET", "/studio/source", Permission.EDIT, lambda server: server.studio.source.choose),
    Route(
        "POST",
        "/studio/source",
        Permission.EDIT,
        lambda server: server.studio.source.begin,
        largest=bodies.MAX_IMPORT,
    ),
    Route("GET", f"/studio/source/{_ERRAND}", Permission.EDIT, lambda server: server.studio.source.show),
    Route("GET", f"/studio/source/{_ERRAND}/progress", Permission.EDIT, lambda server: server.studio.source.progress),
    Route("POST", f"/studio/source/{_ERRAND}/preview", Permission.EDIT, lambda server: server.studio.source.preview),
    Route(
        "POST",
        f"/studio/source/{_ERRAND}/{{deed:answer|keep|cancel|allow}}",
        Permission.EDIT,
        lambda server: server.studio.source.go_on,
    ),
    Route("POST", f"/studio/slides/{_SLIDE}/check", Permission.EDIT, lambda server: server.studio.editor.check),
    Route("GET", f"/studio/slides/{_SLIDE}/history", Permission.EDIT, lambda server: server.studio.slide_history.show),
    Route(
        "POST", f"/studio/slides/{_SLIDE}/restore", Permission.EDIT, lambda server: server.studio.slide_history.restore
    ),
    Route("GET", f"/studio/slides/{_SLIDE}/remove", Permission.EDIT, lambda server: server.studio.shelf.ask_removal),
    Route("POST", f"/studio/slides/{_SLIDE}/remove", Permission.EDIT, lambda server: server.studio.shelf.remove),
    Route("GET", "/studio/campaigns", Permission.EDIT, lambda server: server.studio.campaigns.fresh),
    Route("POST", "/studio/campaigns", Permission.EDIT, lambda server: server.studio.campaigns.begin),
    Route("GET", f"/studio/campaigns/{_CAMPAIGN}", Permission.STUDIO, lambda server: server.studio.campaigns.form),
    Route("POST", f"/studio/campaigns/{_CAMPAIGN}", Permission.EDIT, lambda server: server.studio.campaigns.save),
    Route("GET", "/studio/plan", Permission.STUDIO, lambda server: server.studio.plan.show),
    Route("POST", "/studio/plan/move", Permission.EDIT, lambda server: server.studio.plan.move),
    Route("GET", f"/studio/frames/{_DIGEST}", Permission.STUDIO, lambda server: server.studio.frames.picture),
    Route(
        "GET",
        f"/studio/frames/{{before:[0-9a-f]{{64}}}}/{_DIGEST}",
        Permission.STUDIO,
        lambda server: server.studio.frames.difference,
    ),
    Route("GET", "/studio/review", Permission.STUDIO, lambda server: server.studio.review.queue),
    Route("GET", f"/studio/changes/{_CHANGE}", Permission.STUDIO, lambda server: server.studio.review.change),
    Route(
        "POST",
        f"/studio/changes/{_CHANGE}/{{step:[a-z]+}}",
        Permission.STUDIO,
        lambda server: server.studio.review.step,
        fresh=lambda request: request.match_info["step"] in ("approve", "publish"),
    ),
    Route("GET", "/studio/start", Permission.STUDIO, lambda server: server.studio.start.show),
    Route("GET", "/studio/people", Permission.PEOPLE, lambda server: server.studio.people.show),
    Route("POST", "/studio/people", Permission.PEOPLE, lambda server: server.studio.people.invite, fresh=_always),
    Route("GET", f"/studio/people/{_PERSON}", Permission.PEOPLE, lambda server: server.studio.people.one),
    Route(
        "POST",
        f"/studio/people/{_PERSON}/rights",
        Permission.PEOPLE,
        lambda server: server.studio.people.change_rights,
        fresh=_always,
    ),
    Route(
        "POST",
        f"/studio/people/{_PERSON}/disable",
        Permission.PEOPLE,
        lambda server: server.studio.people.disable,
        fresh=_always,
    ),
    Route(
        "POST",
        f"/studio/people/{_PERSON}/erase",
        Permission.PEOPLE,
        lambda server: server.studio.people.erase,
        fresh=_always,
    ),
    Route(
        "POST",
        f"/studio/people/{_PERSON}/sessions/{_SESSION}/end",
        Permission.PEOPLE,
        lambda server: server.studio.people.end_session,
    ),
    Route("GET", "/studio/account", Permission.STUDIO, lambda server: server.studio.account.show),
    Route("POST", "/studio/account/password", Permission.STUDIO, lambda server: server.studio.account.change_password),
    Route(
        "POST",
        f"/studio/account/sessions/{_SESSION}/end",
        Permission.STUDIO,
        lambda server: server.studio.account.end_session,
    ),
    Route("GET", "/studio/oidc", Permission.ENTER, lambda server: server.studio.oidc.away),
    Route("GET", "/studio/oidc/back", Permission.ENTER, lambda server: server.studio.oidc.back),
    Route(
        "POST", "/studio/passkeys/options.json", Permission.ENTER, lambda server: server.studio.passkeys.asked_to_prove
    ),
    Route("POST", "/studio/passkeys/sign-in.json", Permission.ENTER, lambda server: server.studio.passkeys.enter),
    Route("POST", "/studio/passkeys/prove.json", Permission.STUDIO, lambda server: server.studio.passkeys.prove),
    Route(
        "POST",
        "/studio/account/passkeys/options.json",
        Permission.STUDIO,
        lambda server: server.studio.passkeys.asked_to_make,
    ),
    Route("POST", "/studio/account/passkeys.json", Permission.STUDIO, lambda server: server.studio.passkeys.make),
    Route(
        "POST",
        "/studio/account/passkeys/remove",
        Permission.STUDIO,
        lambda server: server.studio.passkeys.remove,
        fresh=_always,
    ),
    Route(
        "POST",
        "/studio/account/tokens",
        Permission.STUDIO,
        lambda server: server.studio.account.make_token,
        fresh=_always,
    ),
    Route(
        "POST",
        f"/studio/account/tokens/{_TOKEN}/end",
        Permission.STUDIO,
        lambda server: server.studio.account.end_token,
    ),
    Route("GET", "/studio/audit", Permission.AUDIT, lambda server: server.studio.review.history),
    Route("GET", "/studio/audit.json", Permission.AUDIT, lambda server: server.studio.review.export),
    Route("GET", f"/studio/static/{_FILE}", Permission.LOAD, lambda server: page.static),
    Route("GET", f"/api/displays/{_DISPLAY}/glass.png", Permission.SEE, lambda server: server.display_api.glass),
    Route("PUT", f"/api/displays/{_DISPLAY}/glass", Permission.REPORT, lambda server: server.display_api.put_glass),
    Route("GET", f"/api/displays/{_DISPLAY}/manifest", Permission.REPORT, lambda server: server.display_api.manifest),
    Route(
        "POST",
        f"/api/displays/{_DISPLAY}/enrolment",
        Permission.ENROL,
        lambda server: server.display_api.enrol,
        fresh=_always,
    ),
    Route(
        "DELETE",
        f"/api/displays/{_DISPLAY}/enrolment",
        Permission.ENROL,
        lambda server: server.display_api.revoke,
        fresh=_always,
    ),
    Route("GET", f"/api/slides/{_SLIDE}", Permission.READ, lambda server: server.content_api.get_slide),
    Route(
        "PUT", f"/api/slides/{_SLIDE}", Permission.CHANGE, lambda server: server.content_api.put_slide, conditional=True
    ),
    Route("GET", "/api/pack", Permission.READ, lambda server: server.content_api.get_pack),
    Route("HEAD", "/api/pack", Permission.READ, lambda server: server.content_api.head_pack),
    Route("PUT", "/api/pack", Permission.CHANGE, lambda server: server.content_api.put_pack, conditional=True),
    Route("POST", f"/api/imports/{_READER}", Permission.CHANGE, lambda server: server.content_api.import_source),
    Route("GET", "/api/progress", Permission.READ, lambda server: server.health_api.progress),
    Route("GET", "/api/sources", Permission.READ, lambda server: server.content_api.sources),
    Route("GET", "/api/openapi.json", Permission.LOAD, lambda server: openapi.answering(lambda: described(server))),
    Route("GET", "/api/checks", Permission.WATCH, lambda server: server.content_api.checks),
    Route("GET", f"/assets/{_DIGEST}", Permission.LOAD, lambda server: server.display_api.asset),
    Route("GET", f"/programmes/{_DIGEST}", Permission.LOAD, lambda server: server.programme_api.programme),
    Route("GET", "/healthz", Permission.LOAD, lambda server: server.health_api.healthz),
    Route("GET", "/metrics", Permission.WATCH, lambda server: server.health_api.exposition),
)
"""Writes that are not conditional: a display's report of its own glass, which nobody else writes; an enrolment and
its revocation, whatever the identity was before; an import, which is merged with the pack as it is by then.

What GET answers, HEAD answers too (RFC 9110 §9.3.2), where it is not a route of its own."""


def described(server: ControlServer) -> Iterator[openapi.Described]:
    """The routes as their document has them, in the words of their handlers."""
    for route in ROUTES:
        handler = route.handler(server)
        name = getattr(handler, "__name__", "")
        yield openapi.Described(
            route.method, route.path, route.needs, inspect.getdoc(handler) or "", name, route.conditional
        )


def application(server: ControlServer) -> web.Application:
    """The application of one server."""
    app = web.Application(middlewares=[watched, errors], client_max_size=bodies.MAX_PACK)
    app.on_response_prepare.append(answers.set_headers)

    async def end_streams(_: web.Application) -> None:
        """Event streams never end by themselves."""
        server.fleet.close()

    app.on_shutdown.append(end_streams)
    leadership = server.ground.database.leadership
    own_head = {route.path for route in ROUTES if route.method == "HEAD"}
    for route in ROUTES:
        led = by_the_leader(route.method, route.handler(server), lambda: leadership.leads)
        led = server.repeats.of(led) if route.needs is Permission.CHANGE else led
        proved = server.studio.step_up.before(led, route.fresh) if route.fresh else led
        handler = server.guard.needing(route.needs, proved)
        if route.path.startswith("/studio") and not route.path.endswith(("/preview", "/check", "/progress", ".json")):
            handler = page.for_people(handler)
        if route.method == "POST" and route.path.startswith("/studio"):
            largest = bodies.MAX_ENTRY if route.needs is Permission.ENTER else route.largest
            handler = bodies.within(largest, handler)
        if route.method == "GET":
            app.router.add_get(route.path, handler, allow_head=route.path not in own_head)
        else:
            app.router.add_route(route.method, route.path, handler)
    return app
