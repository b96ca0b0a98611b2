"""The API: what programs and displays ask over HTTP.

Decides requests and answers; what they do is `core`'s. Leaves out the pages for people (`wall`).
"""

import asyncio
import binascii
import contextlib
import io
import re
import warnings
from typing import Any

import msgspec
from aiohttp import web
from PIL import Image

from config.settings import Enrolment
from content import reading, wire
from content.findings import RefusedError, refused
from control_server import web as common
from control_server.connectors.intake import Request
from control_server.core import authored, enrolment_text
from control_server.fleet import Published
from control_server.view import card

_PATH = re.compile(r"(?!/)(?!.*(^|/)[./])[A-Za-z0-9._/-]{1,200}")
_IMMUTABLE = "public, max-age=31536000, immutable"
_HEALTH_S = 5
_LISTENERS = 500


# --- content -----------------------------------------------------------------------------------------------------


async def put_slide(request: web.Request) -> web.Response:
    """Changes or adds a slide: YAML or JSON of the authoring format."""
    slide = request.match_info["slide"]
    body = await common.body(request, common.MAX_SLIDE)
    if request.content_type == "application/json":
        body = authored(body, f"slides/{slide}.yaml")
    revision = await common.server(request).put_slide(slide, body)
    return _published(request, revision)


async def get_slide(request: web.Request) -> web.Response:
    """The slide as authored: YAML, or JSON when that is asked for."""
    slide = request.match_info["slide"]
    body = common.server(request).slide(slide)
    if "application/json" in request.headers.get("Accept", ""):
        return common.json(reading.mapping(body, slide))
    return web.Response(body=body, content_type="application/yaml", headers={"Cache-Control": "no-store"})


async def put_pack(request: web.Request) -> web.Response:
    """Replaces the whole pack: JSON {path: base64}."""
    body = await common.body(request, common.MAX_PACK)
    try:
        files = await asyncio.to_thread(msgspec.json.decode, body, type=dict[str, bytes])
    except (msgspec.DecodeError, UnicodeDecodeError, binascii.Error, RecursionError) as error:
        raise refused("json", "the request", f"is not a pack: {error}; expected {{path: base64}}") from error
    for path in files:
        if not _PATH.fullmatch(path):
            raise refused("path", path[:200], "is no path in a pack, expected letters, digits, - _ . and /")
    revision = await common.server(request).import_pack(files, "api")
    return _published(request, revision)


def _published(request: web.Request, revision: int) -> web.Response:
    server = common.server(request)
    warnings = [finding for finding in server.publisher.findings if finding.level == "warning"]
    return common.json({"revision": revision, "displays": server.versions(), "warnings": warnings})


async def checks(request: web.Request) -> web.Response:
    """What the gate found in the published pack, at its publication or a day ago at most, and feeds that fail."""
    server = common.server(request)
    return common.json({"revision": server.publisher.revision, "findings": server.findings()})


async def import_source(request: web.Request) -> web.Response:
    """Reads a source into the pack: JSON {source, options, files (name: base64), playlist, replace}."""
    body = await common.body(request, common.MAX_IMPORT)
    try:
        wanted = await asyncio.to_thread(msgspec.json.decode, body, type=Request)
    except (msgspec.DecodeError, UnicodeDecodeError, binascii.Error, RecursionError) as error:
        raise refused("json", "the request", f"is no import: {error}; expected {{source, options, files}}") from error
    answer = await common.server(request).import_source(request.match_info["reader"], wanted)
    return common.json(answer)


async def sources(request: web.Request) -> web.Response:
    """How each feed of `sources.yaml` was read last, and when it is read next."""
    return common.json(common.server(request).refresher.sources())


# --- displays ----------------------------------------------------------------------------------------------------


async def displays(request: web.Request) -> web.Response:
    """Every display: what it is, what its glass shows, what comes next."""
    server = common.server(request)
    if server.publisher.pack is None:
        return common.json([])
    return common.json([(await card(server, display)).plain() for display in server.pack().displays.values()])


async def manifest(request: web.Request) -> web.Response:
    """The display's newest signed manifest; 304 when it has it already."""
    publication = common.server(request).publisher.latest.get(request.match_info["display"])
    if publication is None:
        raise refused("unknown", "the manifest", "was not published yet, expected the display in a published pack")
    headers = {"ETag": f'"{publication.digest}"', "Cache-Control": "private, no-cache"}
    if any(tag.value == publication.digest for tag in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    return web.Response(body=publication.envelope, content_type="application/json", headers=headers)


async def enrol(request: web.Request) -> web.Response:
    """Makes or replaces the display's secret; the answer is its enrolment file, as YAML or as JSON."""
    enrolment: Enrolment = await common.server(request).enrol(request.match_info["display"])
    if "application/json" in request.headers.get("Accept", ""):
        return common.json(enrolment)
    text = enrolment_text(enrolment)
    return web.Response(text=text, content_type="application/yaml", headers={"Cache-Control": "no-store"})


async def put_glass(request: web.Request) -> web.Response:
    """What the display read back from its glass: a PNG, and in `X-Glass` the change it belongs to."""
    server = common.server(request)
    display = server.display(request.match_info["display"])
    png = await common.body(request, common.MAX_GLASS)
    glass = _glass(request.headers.get("X-Glass"))
    await asyncio.to_thread(_check_picture, png, (display.panel.width, display.panel.height))
    server.parts.metrics.pictures.inc()
    server.fleet.pictured(display.id, png, glass, server.now())
    return web.Response(status=204)


def _glass(header: str | None) -> wire.Glass | None:
    return wire.decode(header.encode(errors="surrogateescape"), wire.Glass, "X-Glass") if header else None


def _check_picture(png: bytes, largest: tuple[int, int]) -> None:
    """Decodes it once: people's browsers will. Raises RefusedError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(png), formats=["PNG"]) as image:
                if image.width > largest[0] or image.height > largest[1]:
                    found = f"found {image.width} × {image.height} pixels, expected at most {largest[0]} × {largest[1]}"
                    raise refused("picture", "the glass", found)
                image.load()
    except RefusedError:
        raise
    except Exception as error:  # Pillow raises many kinds for a broken file
        raise refused("picture", "the glass", "is not a PNG that can be read") from error


async def glass(request: web.Request) -> web.Response:
    """The latest picture of the display's glass."""
    picture = common.server(request).fleet.pictures.get(request.match_info["display"])
    if picture is None:
        raise refused("unknown", "the picture", "was not sent yet, expected one after the display's next change")
    headers = {"Cache-Control": "no-cache", "ETag": f'"{picture.at.timestamp()}-{picture.number}"'}
    return web.Response(body=picture.png, content_type="image/png", headers=headers)


# --- files, health, events ---------------------------------------------------------------------------------------


async def asset(request: web.Request) -> web.StreamResponse:
    """A file by its SHA-256; it never changes, and part of it may be asked for (Range)."""
    digest = request.match_info["digest"]
    path = common.server(request).parts.blobs.path(digest)
    if not path.is_file():
        raise refused("unknown", f"asset {digest[:16]}…", "is not here, expected one a manifest names")
    headers = {"Cache-Control": _IMMUTABLE, "Content-Type": "image/png"}
    return web.FileResponse(path, headers=headers)


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


async def events(request: web.Request) -> web.StreamResponse:
    """Server-Sent Events with a display's id: `display` when something about it changed, `plan` when its plan did."""
    server = common.server(request)
    if server.fleet.listeners >= _LISTENERS:
        raise web.HTTPServiceUnavailable(text=f"{_LISTENERS} listeners are here already, expected to try again later")
    headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    response = web.StreamResponse(headers=headers)
    await response.prepare(request)
    with server.fleet.subscribed(pictures=True) as listener:
        server.parts.reception.ask_watched(server.now())
        with contextlib.suppress(ConnectionError):  # people close their browsers
            await response.write(b"retry: 2000\n\n")
            async for event in listener:
                for kind in ("plan", "display") if isinstance(event, Published) else ("display",):
                    await response.write(f"event: {kind}\ndata: {event.display}\n\n".encode())
    return response
