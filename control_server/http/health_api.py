"""Whether the server is well, and what it counts."""

import asyncio
from typing import Any

from aiohttp import web

from content.findings import RefusedError
from control_server.http import answers as common

_HEALTH_S = 5


async def healthz(request: web.Request) -> web.Response:
    """200 when database, broker and render workers answer; 503 with what does not."""
    server = common.server(request)
    found = {
        "database": await _well(server.parts.store.check()),
        "broker": _broker(server),
        "workers": await _well(server.parts.workers_alive()),
    }
    return common.json(found, 200 if set(found.values()) == {"ok"} else 503)


def _broker(server: Any) -> str:
    link = server.parts.reception.link
    if link is None:
        return "ok" if server.parts.broker is None or server.parts.broker.pid else "is not running"
    return "ok" if link.up else "is not connected"


async def _well(check: Any) -> str:
    try:
        async with asyncio.timeout(_HEALTH_S):
            await check
    except RefusedError as error:
        return str(error)
    except TimeoutError:
        return f"does not answer within {_HEALTH_S} s"
    return "ok"


async def metrics(request: web.Request) -> web.Response:
    """For Prometheus."""
    server = common.server(request)
    now = server.now()
    known = list(server.publisher.pack.displays) if server.publisher.pack else []
    online = sum(server.fleet.online(display, now) for display in known)
    server.parts.metrics.displays.labels("online").set(online)
    server.parts.metrics.displays.labels("offline").set(len(known) - online)
    server.refresher.observe()
    return web.Response(body=server.parts.metrics.text(), content_type="text/plain", charset="utf-8")
