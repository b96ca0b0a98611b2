"""Whatever goes wrong in a request, as one sentence of JSON; a bug goes to the log and not to the caller."""

import traceback
from collections.abc import Awaitable, Callable

import msgspec
import structlog
from aiohttp import web

from content.findings import Finding, RefusedError, answer

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

log = structlog.get_logger()


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The boundary around every handler."""
    try:
        return await handler(request)
    except RefusedError as error:
        return _answered(answer(error).status, str(error.findings[0]), error.findings)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return _answered(error.status, error.text or error.reason, headers=_challenge(error))
    except Exception:
        # The trace as text: a renderer that prints local variables would print secrets.
        log.error("request failed", method=request.method, path=request.path, trace=traceback.format_exc())
        return _answered(500, "the server failed on this request; its log says why")


def _answered(
    status: int, sentence: str, findings: tuple[Finding, ...] = (), headers: dict[str, str] | None = None
) -> web.Response:
    """An error: `{"error": sentence, "findings": […]}`."""
    body = {"error": sentence, "findings": findings}
    return web.Response(status=status, body=msgspec.json.encode(body), content_type="application/json", headers=headers)


def _challenge(error: web.HTTPException) -> dict[str, str]:
    return {name: error.headers[name] for name in ("WWW-Authenticate", "Allow") if name in error.headers}
