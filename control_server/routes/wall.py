"""What anyone may see, and what displays and machines load, each with the permission it needs."""

from control_server.http.auth import Permission
from control_server.routes.route import DIGEST, DISPLAY, FILE, Route

ROUTES = (
    Route("GET", "/", Permission.SEE, lambda server: server.wall.page),
    Route("GET", f"/displays/{DISPLAY}", Permission.SEE, lambda server: server.wall.detail),
    Route("GET", f"/displays/{DISPLAY}/live", Permission.SEE, lambda server: server.wall.live),
    Route("GET", f"/displays/{DISPLAY}/card", Permission.SEE, lambda server: server.wall.fragment),
    Route("GET", f"/displays/{DISPLAY}/picture.png", Permission.SEE, lambda server: server.wall.picture),
    Route("GET", f"/displays/{DISPLAY}/calendar.ics", Permission.WATCH, lambda server: server.schedule_api.calendar),
    Route("GET", f"/static/{FILE}", Permission.LOAD, lambda server: server.wall.static),
    Route("GET", f"/assets/{DIGEST}", Permission.LOAD, lambda server: server.display_api.asset),
    Route("GET", f"/programmes/{DIGEST}", Permission.LOAD, lambda server: server.programme_api.programme),
    Route("GET", "/healthz", Permission.LOAD, lambda server: server.health_api.healthz),
    Route("GET", "/metrics", Permission.WATCH, lambda server: server.health_api.exposition),
)
