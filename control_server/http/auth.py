"""Who asks, and what they may do.

Decides who a request comes from and which permissions each kind of principal has. Which permission a route needs stands
in the table of routes (`app`).
"""

import base64
import hmac
from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from aiohttp import web

from control_server.http.errors import Handler


class Permission(Enum):
    """What a route may need. `REPORT` is a display's, and only for itself."""

    SEE = "see what the screens show, and why"
    READ = "read what was authored"
    CHANGE = "change what is published"
    ENROL = "give a display a new identity"
    REPORT = "fetch a display's manifest and send what its glass shows"


class Principal(NamedTuple):
    """Who asks. `name` is recorded as the actor of what they cause; `display` is whose secret they showed, if any."""

    name: str
    permissions: frozenset[Permission]
    display: str | None = None


ANYONE = Principal("anyone", frozenset({Permission.SEE}))
API = Principal("api", frozenset({Permission.SEE, Permission.READ, Permission.CHANGE, Permission.ENROL}))
"""Who holds the API token."""


PRINCIPAL = web.RequestKey("principal", Principal)
"""Where a handler finds who asks."""


class Guard:
    """Lets a request through to a handler if its principal has the permission."""

    def __init__(self, token: str, is_secret_of: Callable[[str, str], bool]) -> None:
        """`is_secret_of` is whether a secret (the second) is that display's."""
        self._token, self._is_secret_of = token.encode(), is_secret_of

    def principal(self, request: web.Request) -> Principal:
        """Who asks: by `Authorization: Bearer` the API token, by HTTP Basic a display; else one of the public."""
        kind, _, credentials = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() == "bearer" and hmac.compare_digest(
            credentials.strip().encode(errors="surrogateescape"), self._token
        ):
            return API
        if kind.lower() == "basic":
            display, secret = _basic(credentials)
            if self._is_secret_of(display, secret):
                return Principal(display, frozenset({Permission.SEE, Permission.REPORT}), display)
        return ANYONE

    def needing(self, permission: Permission, handler: Handler) -> Handler:
        """The handler, for those only who have the permission. It finds who asks in `request[PRINCIPAL]`."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            principal = self.principal(request)
            own = permission is not Permission.REPORT or principal.display == request.match_info["display"]
            if permission not in principal.permissions or not own:
                raise _unauthorized(permission)
            request[PRINCIPAL] = principal
            return await handler(request)

        return guarded


def _unauthorized(permission: Permission) -> web.HTTPException:
    if permission is Permission.REPORT:
        return web.HTTPUnauthorized(
            text="expected this display's id and secret (HTTP Basic)",
            headers={"WWW-Authenticate": 'Basic realm="afisier"'},
        )
    return web.HTTPUnauthorized(
        text="expected the API token of this server as `Authorization: Bearer …`",
        headers={"WWW-Authenticate": "Bearer"},
    )


def _basic(credentials: str) -> tuple[str, str]:
    try:
        display, _, secret = base64.b64decode(credentials, validate=True).decode().partition(":")
    except ValueError:  # not base64, not ASCII, not UTF-8
        return "", ""
    return display, secret
