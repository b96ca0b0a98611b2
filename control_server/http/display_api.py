"""The API of displays: what they fetch and send, what is known of them, how they are enrolled.

Decides requests and answers. Leaves out the pages for people (`wall`).
"""

import asyncio
import contextlib
import io
import warnings
from collections.abc import Callable
from datetime import datetime

import msgspec
import yaml
from aiohttp import web
from PIL import Image

from config.settings import Enrolment
from content import wire
from content.findings import RefusedError, refused
from control_server.devices.enrolments import Enrolments
from control_server.devices.fleet import Fleet, PlanChanged
from control_server.devices.reception import Reception
from control_server.http import answers
from control_server.http.status_card import StatusCards
from control_server.metrics import Metrics
from control_server.publishing.publisher import Publisher
from control_server.storage.blobs import Blobs

_LISTENERS = 500


class DisplayApi(msgspec.Struct, frozen=True, kw_only=True):
    """The handlers of `/api/displays`, `/api/events` and `/assets`."""

    publisher: Publisher
    fleet: Fleet
    reception: Reception
    enrolments: Enrolments
    cards: StatusCards
    blobs: Blobs
    metrics: Metrics
    clock: Callable[[], datetime]

    async def displays(self, request: web.Request) -> web.Response:
        """Every display: what it is, what its glass shows, what comes next."""
        pack = self.publisher.published.pack
        listed = pack.displays.values() if pack else ()
        return answers.json([(await self.cards.card(display)).plain() for display in listed])

    async def manifest(self, request: web.Request) -> web.Response:
        """The display's newest signed manifest; 304 when it has it already."""
        publication = self.publisher.published.latest.get(request.match_info["display"])
        if publication is None:
            raise refused("unknown", "the manifest", "was not published yet, expected the display in a published pack")
        headers = {"ETag": f'"{publication.digest}"', "Cache-Control": "private, no-cache"}
        if any(tag.value == publication.digest for tag in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        return web.Response(body=publication.envelope, content_type="application/json", headers=headers)

    async def enrol(self, request: web.Request) -> web.Response:
        """Makes or replaces the display's secret; the answer is its enrolment file, as YAML or as JSON."""
        enrolment = await self.enrolments.enrol(request.match_info["display"])
        if "application/json" in request.headers.get("Accept", ""):
            return answers.json(enrolment)
        text = enrolment_text(enrolment)
        return web.Response(text=text, content_type="application/yaml", headers={"Cache-Control": "no-store"})

    async def put_glass(self, request: web.Request) -> web.Response:
        """What the display read back from its glass: a PNG, and in `X-Glass` the change it belongs to."""
        display = self.publisher.published.display(request.match_info["display"])
        png = await answers.body(request, answers.MAX_GLASS)
        glass = _glass(request.headers.get("X-Glass"))
        await asyncio.to_thread(_check_picture, png, (display.panel.width, display.panel.height))
        self.metrics.pictures.inc()
        self.fleet.pictured(display.id, png, glass, self.clock())
        return web.Response(status=204)

    async def glass(self, request: web.Request) -> web.Response:
        """The latest picture of the display's glass."""
        picture = self.fleet.pictures.get(request.match_info["display"])
        if picture is None:
            raise refused("unknown", "the picture", "was not sent yet, expected one after the display's next change")
        headers = {"Cache-Control": "no-cache", "ETag": f'"{picture.at.timestamp()}-{picture.number}"'}
        return web.Response(body=picture.png, content_type="image/png", headers=headers)

    async def asset(self, request: web.Request) -> web.StreamResponse:
        """A file by its SHA-256; it never changes, and part of it may be asked for (Range)."""
        digest = request.match_info["digest"]
        path = self.blobs.path(digest)
        if not path.is_file():
            raise refused("unknown", f"asset {digest[:16]}…", "is not here, expected one a manifest names")
        headers = {"Cache-Control": answers.IMMUTABLE, "Content-Type": "image/png"}
        return web.FileResponse(path, headers=headers)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-Sent Events naming a display: `display` when something about it changed, `plan` when its plan did."""
        if self.fleet.listeners >= _LISTENERS:
            text = f"{_LISTENERS} listeners are here already, expected to try again later"
            raise web.HTTPServiceUnavailable(text=text)
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        with self.fleet.subscribed(pictures=True) as listener:
            self.reception.ask_watched(self.clock())
            with contextlib.suppress(ConnectionError):  # people close their browsers
                await response.write(b"retry: 2000\n\n")
                async for event in listener:
                    for kind in ("plan", "display") if isinstance(event, PlanChanged) else ("display",):
                        await response.write(f"event: {kind}\ndata: {event.display}\n\n".encode())
        return response


def enrolment_text(enrolment: Enrolment) -> str:
    """The enrolment file: YAML that `config.settings.read` reads back."""
    return yaml.safe_dump(msgspec.to_builtins(enrolment), allow_unicode=True, sort_keys=False)


def _glass(header: str | None) -> wire.Glass | None:
    return wire.decode(header.encode(errors="surrogateescape"), wire.Glass, "X-Glass") if header else None


def _check_picture(png: bytes, largest: tuple[int, int]) -> None:
    """Decodes it once: people's browsers will. Raises RefusedError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(png), formats=["PNG"]) as image:
                if image.width > largest[0] or image.height > largest[1]:
                    sides = f"found {image.width} × {image.height} pixels, expected at most {largest[0]} × {largest[1]}"
                    raise refused("picture", "the glass", sides)
                image.load()
    except RefusedError:
        raise
    except Exception as error:  # Pillow raises many kinds for a broken file
        raise refused("picture", "the glass", "is not a PNG that can be read") from error
