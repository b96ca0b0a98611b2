"""The web application: every route of the server in one table, each with who may use it.

Decides addresses and rights. Leaves out what the routes do (`http`, `wall`) and what all answers share (`answers`).
"""

from typing import Literal, NamedTuple

from aiohttp import web

from control_server.http import answers as common
from control_server.http import content_api, display_api, health_api, schedule_api
from control_server.service import ControlServer
from control_server.wall import pages, preview

Who = Literal["anyone", "token", "display"]
_GUARDS = {"token": common.by_token, "display": common.by_display}

_DISPLAY = "{display:[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?}"
_SLIDE = "{slide:[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?}"
_DIGEST = "{digest:[0-9a-f]{64}}"
_READER = "{reader:[a-z-]{1,40}}"
_FILE = "{file:[a-z]+[.][a-z0-9]+}"


class Route(NamedTuple):
    """`who` may use it: anyone, the holder of the API token, or the display in the path with its secret."""

    method: str
    path: str
    who: Who
    handler: common.Handler


ROUTES = (
    Route("GET", "/", "anyone", pages.page),
    Route("GET", f"/displays/{_DISPLAY}", "anyone", pages.detail),
    Route("GET", f"/displays/{_DISPLAY}/live", "anyone", pages.live),
    Route("GET", f"/displays/{_DISPLAY}/card", "anyone", pages.fragment),
    Route("GET", f"/displays/{_DISPLAY}/picture.png", "anyone", pages.picture),
    Route("GET", f"/displays/{_DISPLAY}/calendar.ics", "anyone", schedule_api.calendar),
    Route("GET", f"/static/{_FILE}", "anyone", pages.static),
    Route("GET", "/api/displays", "anyone", display_api.displays),
    Route("GET", "/api/events", "anyone", display_api.events),
    Route("GET", f"/api/displays/{_DISPLAY}/timeline", "anyone", schedule_api.timeline),
    Route("GET", f"/api/displays/{_DISPLAY}/explanation", "anyone", schedule_api.explanation),
    Route("GET", f"/api/displays/{_DISPLAY}/glass.png", "anyone", display_api.glass),
    Route("PUT", f"/api/displays/{_DISPLAY}/glass", "display", display_api.put_glass),
    Route("GET", f"/api/displays/{_DISPLAY}/manifest", "display", display_api.manifest),
    Route("POST", f"/api/displays/{_DISPLAY}/enrolment", "token", display_api.enrol),
    Route("GET", f"/api/slides/{_SLIDE}", "token", content_api.get_slide),
    Route("PUT", f"/api/slides/{_SLIDE}", "token", content_api.put_slide),
    Route("PUT", "/api/pack", "token", content_api.put_pack),
    Route("POST", f"/api/imports/{_READER}", "token", content_api.import_source),
    Route("GET", "/api/sources", "token", content_api.sources),
    Route("GET", "/api/checks", "anyone", content_api.checks),
    Route("GET", f"/assets/{_DIGEST}", "anyone", display_api.asset),
    Route("GET", "/healthz", "anyone", health_api.healthz),
    Route("GET", "/metrics", "anyone", health_api.metrics),
)


def application(server: ControlServer) -> web.Application:
    """The application of one running server."""
    app = web.Application(middlewares=[common.errors], client_max_size=common.MAX_PACK)
    app[common.SERVER] = server
    app[preview.PREVIEWS] = preview.Previews()
    app.on_response_prepare.append(common.set_headers)
    app.on_shutdown.append(_end_streams)
    for route in ROUTES:
        guard = _GUARDS.get(route.who)
        app.router.add_route(route.method, route.path, guard(route.handler) if guard else route.handler)
    return app


async def _end_streams(app: web.Application) -> None:
    """Event streams never end by themselves."""
    app[common.SERVER].fleet.close()
