"""The API of content: slides, the pack, imports, findings. Decides requests and answers only.

A slide and the pack have an ETag; whoever writes one says of what it is a change (`answers.Precondition`).
"""

import asyncio
import base64
import re
from itertools import islice
from typing import Literal

import msgspec
import yaml
from aiohttp import web

from content import strict_yaml
from content.findings import refused
from content.yaml_values import MAX_DEPTH
from control_server.http import answers, bodies, errors
from control_server.http.auth import PRINCIPAL
from control_server.http.bodies import Bodies
from control_server.publishing.edits import one_slide, whole_pack
from control_server.publishing.published import Published, document_tag, pack_tag
from control_server.publishing.publisher import Publisher
from control_server.sources.feeds import Feeds
from control_server.sources.importing import Importing, ImportRequest
from control_server.storage.causes import Cause

_PATH = re.compile(r"(?!/)(?!.*(^|/)[./])[A-Za-z0-9._/-]{1,200}")


_LONGEST_REASON = 300


class ContentApi:
    """The handlers of `/api/slides`, `/api/pack`, `/api/imports`, `/api/sources` and `/api/checks`."""

    def __init__(self, publisher: Publisher, importing: Importing, feeds: Feeds) -> None:
        self._publisher, self._importing, self._feeds = publisher, importing, feeds
        self._bodies = Bodies(bodies.MAX_CHANGES)

    # --- slides ------------------------------------------------------------------------------------------------------

    async def get_slide(self, request: web.Request) -> web.Response:
        """The slide as authored, with its ETag: YAML, or JSON when that is asked for."""
        slide = request.match_info["slide"]
        body = self._publisher.published.slide(slide)
        if "application/json" in request.headers.get("Accept", ""):
            authored = await asyncio.to_thread(strict_yaml.mapping, body, slide)
            response = answers.json(authored, tag=document_tag(body) + answers.AS_JSON)
            response.headers["Vary"] = "Accept"
            return response
        headers = {"Cache-Control": "no-store", "ETag": f'"{document_tag(body)}"', "Vary": "Accept"}
        return web.Response(body=body, content_type="application/yaml", headers=headers)

    async def put_slide(self, request: web.Request) -> web.Response:
        """Changes or adds a slide: YAML or JSON of the authoring format."""
        slide = request.match_info["slide"]
        path = f"slides/{slide}.yaml"
        self._publisher.published.city_pack()
        precondition = answers.Precondition(request, f"slide {slide!r}")

        def check(published: Published) -> None:
            there = published.files.get(path)
            precondition.check(document_tag(there) if there is not None else None, _last_change(published))

        async with self._bodies.read(request, bodies.MAX_SLIDE) as received:
            body = bytes(received)
            if request.content_type == "application/json":
                body = await asyncio.to_thread(_as_yaml, body, path)
            published = await self._publisher.change(one_slide(slide, body, check), _cause(request, "slide", slide))
        return _published(published, document_tag(body))

    # --- the pack ----------------------------------------------------------------------------------------------------

    async def get_pack(self, request: web.Request) -> web.Response:
        """Every file of the pack with the pack's ETag: JSON {path: base64}."""
        published = self._publisher.published
        published.city_pack()
        return await asyncio.to_thread(_whole, published)

    async def head_pack(self, request: web.Request) -> web.Response:
        """The pack's ETag, without its files."""
        published = self._publisher.published
        published.city_pack()
        tag = await asyncio.to_thread(pack_tag, published.files)
        return web.Response(headers={"ETag": f'"{tag}"', "Cache-Control": "no-store"})

    async def put_pack(self, request: web.Request) -> web.Response:
        """Replaces the whole pack: JSON {path: base64}."""
        precondition = answers.Precondition(request, "the pack")

        def check(published: Published) -> None:
            precondition.check(pack_tag(published.files) if published.pack else None, _last_change(published))

        async with self._bodies.read(request, bodies.MAX_PACK) as body:
            files = await bodies.decoded(body, dict[str, bytes], "is not a pack", "{path: base64}")
            body.clear()
            for path in files:
                if not _PATH.fullmatch(path):
                    raise refused("path", path[:200], "is no path in a pack, expected letters, digits, - _ . and /")
            published = await self._publisher.change(whole_pack(files, check), _cause(request, "pack", ""))
        return _published(published, await asyncio.to_thread(pack_tag, published.files))

    # --- sources and findings ----------------------------------------------------------------------------------------

    async def import_source(self, request: web.Request) -> web.Response:
        """Reads a source into the pack as it is by then: JSON {source, options, files, playlist, replace}."""
        reader = request.match_info["reader"]
        async with self._bodies.read(request, bodies.MAX_IMPORT) as body:
            order = await bodies.decoded(body, ImportRequest, "is no import", "{source, options, files}")
            body.clear()
            result = await self._importing.bring(reader, order, _cause(request, "import", reader))
        return answers.json(result)

    async def sources(self, request: web.Request) -> web.Response:
        """How each feed of `sources.yaml` was read last, and when it is read next."""
        return answers.json(self._feeds.states())

    async def checks(self, request: web.Request) -> web.Response:
        """What the gate found in the published pack, at its publication or a day ago at most, and feeds that fail."""
        published = self._publisher.published
        findings = [*published.findings, *self._feeds.findings()]
        return answers.json({"revision": published.revision, "findings": findings})


def _whole(published: Published) -> web.Response:
    """Takes a while for a large pack: not in the event loop."""
    files = {path: base64.b64encode(body).decode() for path, body in published.files.items()}
    return answers.json(files, tag=pack_tag(published.files))


def _published(published: Published, tag: str) -> web.Response:
    """What was published: how many displays and warnings there are, and the first of them.

    `/api/displays` and `/api/checks` have them all.
    """
    warnings = [finding for finding in published.findings if finding.level == "warning"]
    displays, versions = published.city_pack().displays, published.versions()
    body = {
        "revision": published.revision,
        "displays": len(displays),
        "versions": {display: versions[display] for display in islice(displays, errors.LISTED)},
        "warnings": warnings[: errors.LISTED],
        "warnings_in_all": len(warnings),
    }
    return answers.json(body, tag=tag)


def _cause(request: web.Request, kind: Literal["pack", "slide", "import"], what: str) -> Cause:
    """Who publishes what, and why. Raises RefusedError (`reason`) for a person's token without a reason.

    Nobody has looked at what a program publishes: a person says why, as they do in the studio.
    """
    why = " ".join(request.query.get("why", "").split())[:_LONGEST_REASON]
    if request[PRINCIPAL].holder and not why:
        raise refused("reason", "the request", "is published without review and without a reason, expected `?why=…`")
    return Cause(actor=request[PRINCIPAL].name, kind=kind, why=": ".join(part for part in (what, why) if part))


def _last_change(published: Published) -> str:
    """` (revision 12: slide by api)`, for a sentence about what was changed meanwhile."""
    return f" (revision {published.revision}: {published.cause.cause})" if published.cause else ""


def _as_yaml(body: bytes, where: str) -> bytes:
    """A JSON body as the YAML it is kept as. Raises RefusedError; what is no slide by its size is not written first."""
    try:
        value = msgspec.json.decode(body)
        if not isinstance(value, dict):
            raise refused("json", where, f"found {type(value).__name__}, expected an object")
        strict_yaml.few_enough(value, where, strict_yaml.SLIDE)
        return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=110).encode()
    except (msgspec.DecodeError, UnicodeError) as error:
        raise refused("json", where, f"is not JSON: {error}") from error
    except RecursionError as error:
        message = f"found too many values inside each other, expected at most {MAX_DEPTH}"
        raise refused("json", where, message) from error
