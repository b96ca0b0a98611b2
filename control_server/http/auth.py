"""Who asks, and what they may do.

Decides who a request comes from and which permissions each kind of principal has. Which permission a route needs stands
in the table of routes (`routes`).
"""

import base64
import hmac
import math
import re
import time
from collections.abc import Awaitable, Callable, Collection
from enum import Enum
from typing import Literal, NamedTuple
from urllib.parse import urlencode, urlsplit

import structlog
from aiohttp import web

from content.findings import RefusedError, refused
from content.phrases import said
from control_server.http.errors import Handler
from control_server.http.standby import READS
from control_server.metrics import Metrics
from control_server.people.sign_in import SignedIn
from control_server.people.tokens import BEGINS, TokenHolder
from control_server.storage.people import Person, Role
from control_server.storage.tokens import SCOPES, Scope

_TELL_EVERY_S = 60.0
_ID = re.compile(r"[a-z0-9-]{1,64}")

log = structlog.get_logger()


class Permission(Enum):
    """What a route may need. `REPORT` is a display's, and only for itself."""

    LOAD = "load what any page or display needs, and ask whether the server is well"
    SEE = "see what the screens show and have shown, and why"
    WATCH = "see how displays fare, what the gate finds, and what comes"
    READ = "read what was authored"
    CHANGE = "change what is published"
    ENROL = "give a display a new identity, or end it"
    REPORT = "fetch a display's manifest and send what its glass shows"
    ENTER = "sign in, or join by a link"
    TELL = "tell by a signed token that somebody has signed out elsewhere"
    STUDIO = "see the pages of the studio"
    COMMAND = "have a display take its plan again, or start anew"
    EDIT = "make changes and submit them"
    APPROVE = "approve the changes of others, or give them back"
    PUBLISH = "publish without review, with a reason"
    UNDO = "take back what was published a short while ago"
    COMMENT = "say something of a change"
    CONFIRM = "put the alert of somebody else on the displays, and end one"
    AUDIT = "read who did what"
    PEOPLE = "invite people and end what they can do"
    OWN = "see one's own rights, sessions and tokens, and end tokens"


_STAFF = frozenset({Permission.WATCH, Permission.READ})
OF_SCOPE: dict[Scope, frozenset[Permission]] = {
    "read": _STAFF,
    "edit": _STAFF | {Permission.EDIT, Permission.UNDO, Permission.COMMENT},
    "approve": _STAFF | {Permission.APPROVE, Permission.CONFIRM, Permission.UNDO, Permission.COMMENT},
    "publish": _STAFF
    | {Permission.CHANGE, Permission.PUBLISH, Permission.CONFIRM, Permission.UNDO, Permission.COMMENT},
    "command": _STAFF | {Permission.COMMAND},
    "enrol": frozenset({Permission.ENROL}),
    "people": frozenset({Permission.PEOPLE}),
    "audit": frozenset({Permission.AUDIT}),
}
"""What a token of a person opens, where that person has the right themselves."""


OF_ROLE: dict[Role, frozenset[Permission]] = {
    "author": frozenset({Permission.EDIT, Permission.UNDO}),
    "approver": frozenset({Permission.APPROVE, Permission.CONFIRM, Permission.UNDO}),
    "publisher": frozenset(
        {Permission.EDIT, Permission.PUBLISH, Permission.CONFIRM, Permission.UNDO, Permission.COMMAND}
    ),
    "technician": frozenset({Permission.ENROL, Permission.COMMAND}),
    "auditor": frozenset({Permission.AUDIT}),
    "administrator": frozenset({Permission.PEOPLE, Permission.AUDIT}),
}
"""What a role adds to what everybody may who has signed in."""
_CLOSED = frozenset({Permission.LOAD, Permission.ENTER, Permission.TELL})
"""What anyone may where the wall is closed."""
_PUBLIC = _CLOSED | {Permission.SEE}
_SIGNED_IN = _PUBLIC | _STAFF | {Permission.STUDIO, Permission.COMMENT, Permission.OWN}


class Principal(NamedTuple):
    """Who asks. `name` is recorded as the actor of what they cause.

    `display` is whose secret they showed, `signed_in` the person whose session it is, `holder` the person whose token
    it is, if any.
    """

    name: str
    permissions: frozenset[Permission]
    display: str | None = None
    signed_in: SignedIn | None = None
    holder: TokenHolder | None = None

    @property
    def person(self) -> Person | None:
        """Who is bounded by their tags, whether a page asks or a program of theirs."""
        owner = self.signed_in or self.holder
        return owner.person if owner else None


ANYONE = Principal("anyone", _PUBLIC)
STRANGER = Principal("anyone", _CLOSED)
"""Anyone, where the wall is closed."""
API = Principal("api", _PUBLIC | _STAFF | {Permission.CHANGE, Permission.ENROL})
"""Who holds the API token."""

COOKIES = ("__Host-afisier", "afisier")
"""The cookie of a session: over TLS, and on a machine of one's own without."""


class KnownSecrets(NamedTuple):
    """Whose a secret is: whether one (the second) is that display's, whose session it is, and whose token.

    `glance` is as `session`, for what a page asks by itself: it keeps no session from ending.
    """

    is_of_display: Callable[[str, str], bool]
    session: Callable[[str], Awaitable[SignedIn | None]]
    token: Callable[[str], Awaitable[TokenHolder | None]]
    glance: Callable[[str], Awaitable[SignedIn | None]]


PRINCIPAL = web.RequestKey("principal", Principal)
"""Where a handler finds who asks."""


class FailedLogins:
    """Counts them all, and tells the log of the first, then of one in a minute, so that nobody fills it.

    Nobody is locked out: secrets are 256 random bits, and behind the address of one who guesses are displays that know
    theirs.
    """

    def __init__(self, metrics: Metrics, clock: Callable[[], float] = time.monotonic) -> None:
        self._metrics, self._clock = metrics, clock
        self._told_at = -math.inf
        self._untold = 0

    def count(
        self, kind: Literal["token", "display", "password", "other"], address: str | None, display: str = ""
    ) -> None:
        """One more, of who showed a wrong secret of that kind. What is no id of a display may be a secret: not told."""
        self._metrics.failed_logins.labels(kind).inc()
        self._untold += 1
        if self._clock() - self._told_at < _TELL_EVERY_S:
            return
        known = display if _ID.fullmatch(display) else ""
        log.warning("login failed", kind=kind, address=address, display=known, since_last_told=self._untold)
        self._told_at, self._untold = self._clock(), 0


class Guard:
    """Lets a request through to a handler if its principal has the permission."""

    def __init__(
        self,
        token: str,
        secrets: KnownSecrets,
        failed: FailedLogins,
        public_wall: bool = True,
        *,
        encrypted: bool = False,
    ) -> None:
        """Where the studio is `encrypted`, only the cookie counts that no other host can set."""
        self._token, self._secrets, self._failed = token.encode(), secrets, failed
        self._anyone = ANYONE if public_wall else STRANGER
        self._cookies = COOKIES[:1] if encrypted else COOKIES

    async def principal(self, request: web.Request, *, unasked: bool = False) -> Principal:
        """Who asks, or whose page does `unasked`: a person by the cookie of a session; by `Authorization: Bearer` the
        API token or a person's, by HTTP Basic a display; else one of the public."""
        if "Authorization" in request.headers:
            return await self._by_header(request)
        session = self._secrets.glance if unasked else self._secrets.session
        for name in self._cookies:
            if (secret := request.cookies.get(name)) and (signed_in := await session(secret[:200])):
                return _of_person(signed_in)
        return self._anyone

    async def _by_header(self, request: web.Request) -> Principal:
        kind, _, credentials = request.headers["Authorization"].partition(" ")
        if kind.lower() == "bearer":
            if hmac.compare_digest(credentials.strip().encode(errors="surrogateescape"), self._token):
                return API
            if credentials.startswith(BEGINS) and (holder := await self._holder(credentials.strip()[:200])):
                return _of_token(holder)
            self._failed.count("token", request.remote)
        elif kind.lower() == "basic":
            display, secret = _basic(credentials)
            if self._secrets.is_of_display(display, secret):
                return Principal(display, self._anyone.permissions | {Permission.REPORT}, display)
            self._failed.count("display", request.remote, display)
        else:
            self._failed.count("other", request.remote)
        return self._anyone

    async def _holder(self, secret: str) -> TokenHolder | None:
        """Whose token it is. Raises HTTPForbidden for who has to come in by the city's own sign-in first."""
        try:
            return await self._secrets.token(secret)
        except RefusedError as error:
            if error.findings[0].code != "rights":
                raise
            raise web.HTTPForbidden(text=str(error.findings[0])) from error

    def needing(
        self, permission: Permission, handler: Handler, *, page: bool = False, unasked: bool = False
    ) -> Handler:
        """The handler, for those only who have the permission. It finds who asks in `request[PRINCIPAL]`.

        A `page` of the studio is for who has signed in, not for programs of theirs; and nobody is signed in, nor sends
        one of its forms, from a page of another site. What is asked `unasked`, by a page that is open, does not count
        as use of the session.
        """

        async def guarded(request: web.Request) -> web.StreamResponse:
            principal = await self.principal(request, unasked=unasked)
            own = permission is not Permission.REPORT or principal.display == request.match_info["display"]
            here = not page or principal.signed_in or permission in _CLOSED
            if permission not in principal.permissions or not (own and here):
                raise _unauthorized(request, permission, principal, page)
            if request.method not in READS and (principal.signed_in or (page and permission is not Permission.TELL)):
                _from_here(request)
            request[PRINCIPAL] = principal
            return await handler(request)

        return guarded


def may(request: web.Request, permission: Permission) -> bool:
    """Whether who asks has that right."""
    return permission in request[PRINCIPAL].permissions


def within_bounds(request: web.Request, display: str, tags: Collection[str]) -> None:
    """Raises RefusedError (`rights`) when the person who asks is bounded to other displays than this one's `tags`."""
    person = request[PRINCIPAL].person
    if person and person.tags and not set(person.tags) & set(tags):
        message = said(
            "is not among the displays of your rights, expected one tagged {tags}", tags=", ".join(person.tags)
        )
        raise refused("rights", f"display {display!r}", message)


def _of_person(signed_in: SignedIn) -> Principal:
    permissions = _SIGNED_IN.union(*(OF_ROLE[role] for role in signed_in.person.roles))
    return Principal(signed_in.person.who, permissions, signed_in=signed_in)


def _of_token(holder: TokenHolder) -> Principal:
    """What the token is for and its person may do; never more."""
    opened = frozenset[Permission]().union(*(OF_SCOPE[scope] for scope in holder.token.scopes))
    permissions = _PUBLIC | {Permission.OWN} | (opened & _by_programs(holder.person))
    return Principal(holder.person.who, permissions, holder=holder)


def scopes_for(person: Person) -> list[Scope]:
    """What a token of the person could be for."""
    return [scope for scope in SCOPES if OF_SCOPE[scope] <= _by_programs(person)]


def _by_programs(person: Person) -> frozenset[Permission]:
    """What programs may do for a person who has given them all their rights."""
    own = _SIGNED_IN.union(*(OF_ROLE[role] for role in person.roles))
    return own | {Permission.CHANGE} if Permission.PUBLISH in own else own


def _from_here(request: web.Request) -> None:
    """Raises a refusal for a request that another site's page has sent (OWASP, CSRF: Fetch Metadata, then the origin).

    A browser says `Origin: null` of a page that may not tell where it is: then only the other header counts.
    """
    origin, site = request.headers.get("Origin", ""), request.headers.get("Sec-Fetch-Site")
    own = site == "same-origin" if site else urlsplit(origin).netloc == request.host
    if not own:
        where = origin if origin not in ("", "null") else "another page"
        raise web.HTTPForbidden(text=f"was sent from {where[:80]}, expected a page of this server")


def _unauthorized(request: web.Request, permission: Permission, principal: Principal, page: bool) -> web.HTTPException:
    if principal.holder or principal.signed_in:
        return web.HTTPForbidden(text=_lacking(permission, principal, page))
    read = page or (permission is Permission.SEE and "text/html" in request.headers.get("Accept", ""))
    if read and request.method in READS:
        return web.HTTPSeeOther(f"/studio/sign-in?{urlencode({'to': request.path})}")
    if page:
        return web.HTTPUnauthorized(text="expected somebody who has signed in", headers={"WWW-Authenticate": "Cookie"})
    if permission is Permission.REPORT:
        return web.HTTPUnauthorized(
            text="expected this display's id and secret (HTTP Basic)",
            headers={"WWW-Authenticate": 'Basic realm="afisier"'},
        )
    return web.HTTPUnauthorized(
        text="expected the API token of this server, or one of a person's, as `Authorization: Bearer …`",
        headers={"WWW-Authenticate": "Bearer"},
    )


def _lacking(permission: Permission, principal: Principal, page: bool) -> str:
    if principal.signed_in:
        return f"is not among your rights ({permission.value}), expected somebody with that right"
    if page:
        return "is a page, expected the operation of /api that does the same"
    return f"is not among the rights of this token ({permission.value}), expected one made for it by who may"


def _basic(credentials: str) -> tuple[str, str]:
    try:
        display, _, secret = base64.b64decode(credentials, validate=True).decode().partition(":")
    except ValueError:  # not base64, not ASCII, not UTF-8
        return "", ""
    return display, secret
