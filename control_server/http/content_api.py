"""The API of content: slides, the pack, imports, findings. Decides requests and answers only."""

import asyncio
import binascii
import re

import msgspec
from aiohttp import web

from content import strict_yaml
from content.findings import refused
from control_server.http import answers as common
from control_server.service import authored
from control_server.sources.importing import Request

_PATH = re.compile(r"(?!/)(?!.*(^|/)[./])[A-Za-z0-9._/-]{1,200}")


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
        return common.json(strict_yaml.mapping(body, slide))
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
