"""The API of displays: what they fetch and send, what is known of them, how they are enrolled.

Decides requests and answers. Leaves out the pages for people (`wall`).
"""

import io
import re
import warnings
from bisect import bisect_right
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

import msgspec
import yaml
from aiohttp import web
from PIL import Image

from config.settings import Enrolment
from content import wire
from content.findings import RefusedError, refused
from content.wire import limits
from content.wire.dsse import Signer
from control_server.devices.enrolments import Enrolments
from control_server.devices.fleet import Fleet
from control_server.devices.newer_manifests import NewerManifests
from control_server.devices.reception import Reception
from control_server.http import answers, bodies, public
from control_server.http.auth import PRINCIPAL, within_bounds
from control_server.http.bodies import Bodies
from control_server.http.display_list import DisplayLists, Wanted
from control_server.http.event_streams import EventStreams
from control_server.http.status_card import StatusCards
from control_server.metrics import Metrics
from control_server.publishing.publisher import Publisher
from control_server.serial_queue import SerialQueue
from control_server.storage import play_chains
from control_server.storage.blobs import Blobs
from control_server.storage.database import Database
from control_server.storage.glasses import Glasses

_NONCE = re.compile(r"[0-9a-f]{16,64}")
_PAGE, _LONGEST_PAGE = 100, 500
"""Displays in one answer."""
_LOOKED_AT = 200
"""Displays that one stream may name."""
_PIXEL_BYTES, _PNG_BYTES = 4, 65_536
"""What a picture of a glass has at most for each pixel, and beside them."""


class DisplayApi(msgspec.Struct, frozen=True, kw_only=True):
    """The handlers of `/api/displays`, `/api/events` and `/assets`."""

    publisher: Publisher
    signer: Signer
    newer: NewerManifests
    fleet: Fleet
    reception: Reception
    enrolments: Enrolments
    cards: StatusCards
    lists: DisplayLists
    streams: EventStreams
    blobs: Blobs
    glasses: Glasses
    metrics: Metrics
    clock: Callable[[], datetime]
    database: Database
    bodies: Bodies = msgspec.field(default_factory=lambda: Bodies(bodies.MAX_PICTURES))
    looking: SerialQueue = msgspec.field(default_factory=lambda: SerialQueue("the picture of a glass"))
    """Pictures that arrive are decoded and written one at a time."""

    async def displays(self, request: web.Request) -> web.Response:
        """Displays by id: what each is, what its glass shows, what comes next. From the first after `after` on.

        The header `Link` has the address of the next part (RFC 8288), `X-Total-Count` how many there are in all parts.
        """
        query, limit = request.query, _limit(request.query.get("limit"))
        if "state" in query:
            public.for_staff(request, "how displays fare")
        listed = self.lists.by_id(Wanted.of(query))
        start = bisect_right(listed, query.get("after", ""), key=lambda display: display.id)
        part = listed[start : start + limit]
        staff = public.is_staff(request)
        cards = await self.cards.cards(part, coming=3 if staff else 0)
        answer = answers.json([card.plain() if staff else public.of_card(card) for card in cards])
        answer.headers["X-Total-Count"] = str(len(listed))
        if start + limit < len(listed):
            following = urlencode({**query, "after": part[-1].id, "limit": limit})
            answer.headers["Link"] = f'</api/displays?{following}>; rel="next"'
        return answer

    async def manifest(self, request: web.Request) -> web.Response:
        """The display's newest signed manifest; 304 when it has it already."""
        publication = self.publisher.published.latest.get(request.match_info["display"])
        if publication is None:
            raise refused("unknown", "the manifest", "was not published yet, expected the display in a published pack")
        headers = {"ETag": f'"{publication.digest}"', "Cache-Control": "private, no-cache"}
        if any(tag.value == publication.digest for tag in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        return web.Response(body=publication.envelope, content_type="application/json", headers=headers)

    async def put_manifest(self, request: web.Request) -> web.Response:
        """The newest manifest that the display holds, where the server has told it of an older one."""
        display = request.match_info["display"]
        async with self.bodies.read(request, limits.MAX_MANIFEST_BYTES, owner=display) as body:
            self.newer.prove(display, bytes(body), self.publisher.published.latest)
        return web.Response(status=204)

    async def time(self, request: web.Request) -> web.Response:
        """The server's time in a signed envelope, in answer to a number that the display drew at random.

        With a `key`, the id of the display's own, also the end of the plays that are kept of it.
        """
        nonce = request.query.get("nonce", "")
        if not _NONCE.fullmatch(nonce):
            raise refused("option", "nonce", f"found {nonce[:20]!r}, expected 16 to 64 hex digits")
        published, display = self.publisher.published, request.match_info["display"]
        newest = published.latest.get(display)
        key, played = await self._played(display, request.query.get("key", ""))
        told = wire.SignedTime(
            site=published.city_pack().city.id,
            display=display,
            nonce=nonce,
            at=self.clock(),
            newest=newest.version if newest else None,
            key=key,
            played=played,
        )
        envelope = self.signer.sign_time(wire.encode(told))
        return web.Response(body=envelope, content_type="application/json", headers={"Cache-Control": "no-store"})

    async def _played(self, display: str, key: str) -> tuple[str, wire.Tip | None]:
        """The key, and the end of what is kept of it; no key where none was asked about or the database is silent."""
        try:
            return key[:64], await play_chains.tip(self.database, display, key[:64]) if key else None
        except RefusedError:  # the time is told all the same
            return "", None

    async def enrol(self, request: web.Request) -> web.Response:
        """Makes or replaces the display's secret; the answer is its enrolment file, as YAML or as JSON."""
        self._within_bounds(request)
        enrolment = await self.enrolments.enrol(request.match_info["display"], request[PRINCIPAL].name)
        if "application/json" in request.headers.get("Accept", ""):
            return answers.json(enrolment)
        text = enrolment_text(enrolment)
        return web.Response(text=text, content_type="application/yaml", headers={"Cache-Control": "no-store"})

    async def revoke(self, request: web.Request) -> web.Response:
        """Ends the display's identity, and its connection."""
        self._within_bounds(request)
        await self.enrolments.revoke(request.match_info["display"], request[PRINCIPAL].name)
        return web.Response(status=204)

    async def put_glass(self, request: web.Request) -> web.Response:
        """What the display read back from its glass: a PNG, and in `X-Glass` the change it belongs to.

        One at a time from each display, and one at a time is looked at.
        """
        display = self.publisher.published.display(request.match_info["display"])
        size = display.panel.width, display.panel.height
        most = min(bodies.MAX_GLASS, size[0] * size[1] * _PIXEL_BYTES + _PNG_BYTES)
        glass = _glass(request.headers.get("X-Glass")) or self.fleet.glass(display.id)
        async with self.bodies.read(request, most, owner=display.id) as body:
            png = bytes(body)
            await self.looking.run(lambda: _check_picture(png, size))
            await self.glasses.add(display.id, png, glass, self.clock())
        self.metrics.pictures.inc()
        self.fleet.pictured(display.id, png)
        return web.Response(status=204)

    async def glass(self, request: web.Request) -> web.StreamResponse:
        """The latest picture of the display's glass; ETag, 304. To the public without what it says of itself."""
        display = request.match_info["display"]
        if display not in self.fleet.pictures:
            raise refused("unknown", "the picture", "was not sent yet, expected one after the display's next change")
        headers = {"Content-Type": "image/png", "Cache-Control": "no-cache"}
        if public.is_staff(request):
            return web.FileResponse(self.glasses.path(display), headers=headers)
        tag = f"{self.fleet.pictures[display].at.timestamp():.6f}"
        headers["ETag"] = f'"{tag}"'
        if any(known.value == tag for known in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        return web.Response(body=await self.glasses.bare(display), headers=headers)

    async def asset(self, request: web.Request) -> web.StreamResponse:
        """A file by its SHA-256; it never changes, and part of it may be asked for (Range)."""
        digest = request.match_info["digest"]
        path = await self.blobs.located(digest)
        if not path.is_file():
            raise refused("unknown", f"asset {digest[:16]}…", "is not here, expected one a manifest names")
        headers = {"Cache-Control": answers.IMMUTABLE, "Content-Type": "image/png"}
        return web.FileResponse(path, headers=headers)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-Sent Events naming a display: `display` when something about it changed, `plan` when its plan did.

        Of those that `displays` names, else of all. Displays that somebody names are asked for their glass. The public
        is told neither of plans, which are of what comes, nor counts of how displays fare.
        """
        displays, staff = self._named(request.query.get("displays")), public.is_staff(request)
        return await self.streams.answer(
            request,
            displays,
            counted=staff and "counts" in request.query,
            plans=staff,
            begun=lambda: self.reception.ask_watched(self.clock()),
        )

    def _within_bounds(self, request: web.Request) -> None:
        """A display that has left the pack has no tags: who is bounded does not reach it. Raises RefusedError."""
        display, pack = request.match_info["display"], self.publisher.published.pack
        known = pack.displays.get(display) if pack else None
        within_bounds(request, display, known.tags if known else ())

    def _named(self, text: str | None) -> list[str] | None:
        """Those of the named displays that there are; None for no text. Raises RefusedError (`option`)."""
        if text is None:
            return None
        names = text.split(",")
        if len(names) > _LOOKED_AT:
            raise refused("option", "displays", f"found {len(names)}, expected at most {_LOOKED_AT} on one stream")
        pack = self.publisher.published.pack
        return [name for name in names if pack and name in pack.displays]


def _limit(text: str | None) -> int:
    """How many displays are wanted in one answer. Raises RefusedError (`option`)."""
    if not text:
        return _PAGE
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= _LONGEST_PAGE):
        raise refused("option", "limit", f"found {text[:20]!r}, expected a number from 1 to {_LONGEST_PAGE}")
    return int(text)


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
