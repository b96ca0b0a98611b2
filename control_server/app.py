"""The web application: every route of the server behind the guard of its permission.

Decides what stands before a handler. Leaves out which routes there are (`routes`), what they do (`http`, `wall`,
`studio`) and what all answers share (`answers`).
"""

from aiohttp import web

from control_server.http import answers, bodies
from control_server.http.auth import Permission
from control_server.http.connections import watched
from control_server.http.errors import errors
from control_server.http.standby import by_the_leader
from control_server.routes import api, studio, wall
from control_server.service import ControlServer
from control_server.studio import page

ROUTES = (*wall.ROUTES, *studio.ROUTES, *api.ROUTES)
"""What GET answers, HEAD answers too (RFC 9110 §9.3.2), where it is not a route of its own."""

_NO_PAGES = ("/preview", "/check", "/progress", ".json")
_BY_STAFF = frozenset(Permission) - {Permission.LOAD, Permission.ENTER}
"""What is needed for pages that have the alerts in their header."""


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
        led = server.repeats.of(led) if route.keyed else led
        proved = server.studio.step_up.before(led, route.fresh) if route.fresh else led
        paged = route.page and not route.path.endswith(_NO_PAGES)
        shown = page.with_alerts(proved, server.studio.alert.header) if paged and route.needs in _BY_STAFF else proved
        handler = server.guard.needing(route.needs, shown, page=route.page, unasked=route.unasked)
        if paged:
            handler = page.for_people(handler)
        if route.method == "POST" and route.page:
            largest = bodies.MAX_ENTRY if route.needs is Permission.ENTER else route.largest
            handler = bodies.within(largest, handler)
        if route.method == "GET":
            app.router.add_get(route.path, handler, allow_head=route.path not in own_head)
        else:
            app.router.add_route(route.method, route.path, handler)
    return app
