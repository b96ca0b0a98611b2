"""What every answer has in common: security headers, errors as one JSON sentence, limits, who is asking.

Leaves out the routes (`api`, `wall`).
"""

import base64
import hmac
import traceback
from collections.abc import Awaitable, Callable

import msgspec
import structlog
from aiohttp import web

from content.findings import Finding, RefusedError
from control_server.service import ControlServer

SERVER = web.AppKey("server", ControlServer)
MAX_SLIDE = 1_000_000
MAX_PACK = 64_000_000
MAX_IMPORT = 64_000_000
MAX_GLASS = 16_000_000

_STATUS = {"disk": 507, "database": 503, "render": 503, "busy": 503, "unknown": 404, "pack": 409, "city": 409}
"""HTTP status of a refusal by its code; all others are 422."""

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

log = structlog.get_logger()
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def server(request: web.Request) -> ControlServer:
    return request.app[SERVER]


async def set_headers(_: web.Request, response: web.StreamResponse) -> None:
    """On every answer, errors included."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Server"] = "afisier"


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever went wrong, one sentence of JSON; a bug goes to the log and not to the caller."""
    try:
        return await handler(request)
    except RefusedError as error:
        return said(status(error), str(error.findings[0]), error.findings)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return said(error.status, error.text or error.reason, headers=_challenge(error))
    except Exception:
        # The trace as text: a renderer that prints local variables would print secrets.
        log.error("request failed", method=request.method, path=request.path, trace=traceback.format_exc())
        return said(500, "the server failed on this request; its log says why")


def status(error: RefusedError) -> int:
    """Of the answer to a request that was refused."""
    return next((_STATUS[finding.code] for finding in error.findings if finding.code in _STATUS), 422)


def _challenge(error: web.HTTPException) -> dict[str, str]:
    return {name: error.headers[name] for name in ("WWW-Authenticate", "Allow") if name in error.headers}


def said(
    status: int, sentence: str, findings: tuple[Finding, ...] = (), headers: dict[str, str] | None = None
) -> web.Response:
    """An error: `{"error": sentence, "findings": […]}`."""
    body = {"error": sentence, "findings": findings}
    return web.Response(status=status, body=msgspec.json.encode(body), content_type="application/json", headers=headers)


def json(value: object, status: int = 200) -> web.Response:
    response = web.Response(status=status, body=msgspec.json.encode(value), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


async def body(request: web.Request, limit: int) -> bytes:
    """The whole body. Raises HTTPRequestEntityTooLarge beyond `limit` bytes, without reading on."""
    if (request.content_length or 0) > limit:
        raise _too_large(limit)
    found = bytearray()
    async for chunk in request.content.iter_chunked(65536):
        found += chunk
        if len(found) > limit:
            raise _too_large(limit)
    return bytes(found)


def _too_large(limit: int) -> web.HTTPException:
    return web.HTTPRequestEntityTooLarge(limit, text=f"the body is too large, expected at most {limit:,} bytes")


def by_token(handler: Handler) -> Handler:
    """Only with the API's token: `Authorization: Bearer …`."""

    async def checked(request: web.Request) -> web.StreamResponse:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        right = hmac.compare_digest(token.strip().encode(errors="surrogateescape"), server(request).token.encode())
        if kind.lower() != "bearer" or not right:
            raise web.HTTPUnauthorized(
                text="expected the API token of this server as `Authorization: Bearer …`",
                headers={"WWW-Authenticate": "Bearer"},
            )
        return await handler(request)

    return checked


def by_display(handler: Handler) -> Handler:
    """Only the display named in the path, with its own secret: HTTP Basic."""

    async def checked(request: web.Request) -> web.StreamResponse:
        user, secret = _basic(request)
        if user != request.match_info["display"] or not server(request).known(user, secret):
            raise web.HTTPUnauthorized(
                text="expected this display's id and secret (HTTP Basic)",
                headers={"WWW-Authenticate": 'Basic realm="afisier"'},
            )
        return await handler(request)

    return checked


def _basic(request: web.Request) -> tuple[str, str]:
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    try:
        user, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except ValueError:  # not base64, not ASCII, not UTF-8
        return "", ""
    return (user, secret) if kind.lower() == "basic" else ("", "")
