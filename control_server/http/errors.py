"""Whatever goes wrong in a request, as one sentence of JSON; a bug goes to the log and not to the caller."""

import traceback
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import structlog
from aiohttp import web

from content.findings import BusyError, Finding, NotPublicError, RefusedError, StandbyError, TooOftenError, answer
from content.questions import Question, QuestionError

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

LISTED = 100
"""Findings that an answer has. There may be one for each display and language."""
RETRY_S = "2"

log = structlog.get_logger()


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The boundary around every handler."""
    try:
        return await handler(request)
    except RefusedError as error:
        return answer_to(error)
    except web.RequestPayloadError:
        return answered(400, "the body cannot be read, expected one as its header says")
    except ConnectionError:
        raise  # the caller has gone: there is nobody to tell, and nothing to mend
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return answered(error.status, error.text or error.reason, headers=_challenge(error))
    except Exception:
        # The trace as text: a renderer that prints local variables would print secrets.
        log.error("request failed", method=request.method, path=request.path, trace=traceback.format_exc())
        return answered(500, "the server failed on this request; its log says why")


def answer_to(error: RefusedError) -> web.Response:
    """What a refusal is to the caller: its findings, and that one which is busy or stands by may be asked again."""
    headers = again_after(error)
    if isinstance(error, NotPublicError):
        headers = {"WWW-Authenticate": "Bearer"}  # RFC 9110 §15.5.2
    questions = error.questions if isinstance(error, QuestionError) else ()
    return answered(answer(error).status, str(error.findings[0]), error.findings, headers, questions)


def again_after(error: RefusedError) -> dict[str, str] | None:
    """When to ask again, if that is worth trying (RFC 9110 §10.2.3)."""
    if isinstance(error, TooOftenError):
        return {"Retry-After": str(error.wait_s)}
    return {"Retry-After": RETRY_S} if isinstance(error, BusyError | StandbyError) else None


def answered(
    status: int,
    sentence: str,
    findings: tuple[Finding, ...] = (),
    headers: dict[str, str] | None = None,
    questions: tuple[Question, ...] = (),
) -> web.Response:
    """An error: `{"error": sentence, "findings": […], "findings_in_all": number}`, with `questions` where it asks."""
    body: dict[str, Any] = {"error": sentence, "findings": findings[:LISTED], "findings_in_all": len(findings)}
    if questions:
        body["questions"] = questions
    return web.Response(status=status, body=msgspec.json.encode(body), content_type="application/json", headers=headers)


def _challenge(error: web.HTTPException) -> dict[str, str]:
    return {name: error.headers[name] for name in ("WWW-Authenticate", "Allow", "Retry-After") if name in error.headers}
