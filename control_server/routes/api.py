"""The API, each operation with the permission it needs; its parameters and answers stand in `http.operations`.

Writes that are not conditional: a display's report of its own glass, which nobody else writes; an enrolment and its
revocation, whatever the identity was before; an import, which is merged with the pack as it is by then.
"""

import inspect
from collections.abc import Iterator

from control_server.http import openapi
from control_server.http.auth import Permission
from control_server.routes.route import DISPLAY, READER, SLIDE, Route, always
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
    Route("GET", f"/api/displays/{DISPLAY}/time", Permission.REPORT, lambda server: server.display_api.time),
    Route(
        "POST",
        f"/api/displays/{DISPLAY}/enrolment",
        Permission.ENROL,
        lambda server: server.display_api.enrol,
        fresh=always,
    ),
    Route(
        "DELETE",
        f"/api/displays/{DISPLAY}/enrolment",
        Permission.ENROL,
        lambda server: server.display_api.revoke,
        fresh=always,
    ),
    Route("GET", f"/api/slides/{SLIDE}", Permission.READ, lambda server: server.content_api.get_slide),
    Route(
        "PUT", f"/api/slides/{SLIDE}", Permission.CHANGE, lambda server: server.content_api.put_slide, conditional=True
    ),
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
            route.method, route.path, route.needs, inspect.getdoc(handler) or "", name, route.conditional
        )
