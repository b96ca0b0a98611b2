"""What every answer has in common: security headers, JSON, ETags."""

import msgspec
from aiohttp import web

from content.findings import refused

IMMUTABLE = "public, max-age=31536000, immutable"
"""Cache-Control of what is named by its digest (RFC 8246)."""

AS_JSON = "-json"
"""How the ETag of a slide's JSON ends: a strong tag is of one representation (RFC 9110 §8.8.3)."""

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


async def set_headers(request: web.Request, response: web.StreamResponse) -> None:
    """On every answer of the application, errors included."""
    add_headers(request, response)


def add_headers(request: web.BaseRequest, response: web.StreamResponse) -> None:
    """What every answer says, whatever it is; over TLS also that the browser shall come so again (RFC 6797)."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    response.headers["Server"] = "afisier"


def json(value: object, status: int = 200, *, tag: str | None = None) -> web.Response:
    """The value as JSON, not to be stored; with its ETag when it is a resource that can be written."""
    response = web.Response(status=status, body=msgspec.json.encode(value), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    if tag is not None:
        response.headers["ETag"] = f'"{tag}"'
    return response


class Precondition:
    """Of what a write says that it is a change: `If-Match` with an ETag, or `If-None-Match: *` for what is new.

    RFC 9110 §13.1.1 and §13.1.2; RFC 6585 §3 for a write that says neither.
    """

    def __init__(self, request: web.Request, what: str) -> None:
        """`what` names the resource for a sentence. Raises UnconditionalError when the request says neither."""
        self._what = what
        self._any = request.headers.get("If-Match", "").strip() == "*"  # in quotes it is an ETag like any other
        tags = None if request.if_match is None else [tag.value for tag in request.if_match if not tag.is_weak]
        self._known = None if tags is None else {tag.removesuffix(AS_JSON) for tag in tags}
        self._new = request.headers.get("If-None-Match", "").strip() == "*"
        if self._known is None and not self._new:
            message = "expected `If-Match` with the ETag it was read with, or `If-None-Match: *` for what is new"
            raise refused(
                "unconditional", what, f"a change that does not say what it changes could undo another's; {message}"
            )

    def check(self, tag: str | None, by: str) -> None:
        """Against what is there now: its ETag, or None. `by` says what it became last. Raises MovedError."""
        if self._new and tag is not None:
            raise refused(
                "moved", self._what, f"is there already{by}; expected a change of it, with its ETag in `If-Match`"
            )
        if self._known is not None and not self._any and tag not in self._known:
            what = "was changed" if tag is not None else "is not there any more"
            raise refused("moved", self._what, f"{what} since it was read{by}; expected a change of what is there now")
        if self._known is not None and tag is None:
            raise refused("moved", self._what, "is not there, expected `If-None-Match: *` for what is new")
