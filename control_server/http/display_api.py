"""The API: what programs and displays ask over HTTP.

Decides requests and answers; what they do is `core`'s. Leaves out the pages for people (`wall`).
"""

import asyncio
import contextlib
import io
import warnings

from aiohttp import web
from PIL import Image

from config.settings import Enrolment
from content import wire
from content.findings import RefusedError, refused
from control_server.devices.fleet import Published
from control_server.http import answers as common
from control_server.http.status_card import card
from control_server.service import enrolment_text

_IMMUTABLE = "public, max-age=31536000, immutable"
_LISTENERS = 500


# --- content -----------------------------------------------------------------------------------------------------


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
