"""The web application: every route of the server in one table, each with who may use it.

Decides addresses and rights. Leaves out what the routes do (`api`, `wall`) and what all answers share (`web`).
"""

from typing import Literal, NamedTuple

from aiohttp import web

from control_server import api, plans, wall
from control_server import web as common
from control_server.core import ControlServer
from control_server.wall import preview

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
    Route("GET", "/", "anyone", wall.page),
    Route("GET", f"/displays/{_DISPLAY}", "anyone", wall.detail),
    Route("GET", f"/displays/{_DISPLAY}/live", "anyone", wall.live),
    Route("GET", f"/displays/{_DISPLAY}/card", "anyone", wall.fragment),
    Route("GET", f"/displays/{_DISPLAY}/picture.png", "anyone", wall.picture),
    Route("GET", f"/displays/{_DISPLAY}/calendar.ics", "anyone", plans.calendar),
    Route("GET", f"/static/{_FILE}", "anyone", wall.static),
    Route("GET", "/api/displays", "anyone", api.displays),
    Route("GET", "/api/events", "anyone", api.events),
    Route("GET", f"/api/displays/{_DISPLAY}/timeline", "anyone", plans.timeline),
    Route("GET", f"/api/displays/{_DISPLAY}/explanation", "anyone", plans.explanation),
    Route("GET", f"/api/displays/{_DISPLAY}/glass.png", "anyone", api.glass),
    Route("PUT", f"/api/displays/{_DISPLAY}/glass", "display", api.put_glass),
    Route("GET", f"/api/displays/{_DISPLAY}/manifest", "display", api.manifest),
    Route("POST", f"/api/displays/{_DISPLAY}/enrolment", "token", api.enrol),
    Route("GET", f"/api/slides/{_SLIDE}", "token", api.get_slide),
    Route("PUT", f"/api/slides/{_SLIDE}", "token", api.put_slide),
    Route("PUT", "/api/pack", "token", api.put_pack),
    Route("POST", f"/api/imports/{_READER}", "token", api.import_source),
    Route("GET", "/api/sources", "token", api.sources),
    Route("GET", "/api/checks", "anyone", api.checks),
    Route("GET", f"/assets/{_DIGEST}", "anyone", api.asset),
    Route("GET", "/healthz", "anyone", api.healthz),
    Route("GET", "/metrics", "anyone", api.metrics),
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
