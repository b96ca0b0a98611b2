"""What all doors of the studio have in common: the session's cookie, encryption, and where one is led to.

Over TLS the cookie is `__Host-`, which no other host can set. Without TLS the studio opens on the machine itself only:
a password must not travel in the clear. Leaves out who is let in (`people`).
"""

import ipaddress
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from content.findings import refused
from control_server.http.auth import COOKIES
from control_server.people.known_browsers import LASTS
from control_server.people.passkeys import RelyingParty
from control_server.people.sign_in import SESSION_LASTS, Browser, BrowserMark

HOME = "/studio"
_KNOWN = ("__Host-afisier-known-", "afisier-known-")
"""How the cookies begin by which a browser is known again: over TLS, and on a machine of one's own without."""


class Entrance:
    """`url` is where the server is reached."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._encrypted = urlsplit(url).scheme == "https"

    def check(self, request: web.Request) -> None:
        """Raises RefusedError (`tls`) when a secret would have come over a network in the clear."""
        if not self._encrypted and not (_loopback(request.remote or "") and _loopback(request.host)):
            raise refused("tls", "the studio", "is reached without encryption, expected its address with https")

    def site(self, request: web.Request) -> RelyingParty:
        """The address of the settings when it has TLS; on the machine itself the one that was asked."""
        origin = self.url if self._encrypted else f"http://{request.host}"
        parts = urlsplit(origin)
        return RelyingParty(parts.hostname or "", f"{parts.scheme}://{parts.netloc}")

    def let_in(self, response: web.Response, secret: str, mark: BrowserMark | None) -> web.Response:
        """The response, with the cookie of a new session, and the one by which the browser is known again."""
        response.headers["Cache-Control"] = "no-store"
        response.set_cookie(
            COOKIES[0] if self._encrypted else COOKIES[1],
            secret,
            path="/",
            max_age=int(SESSION_LASTS.total_seconds()),
            secure=self._encrypted,
            httponly=True,
            samesite="Lax",
        )
        return self.known(response, mark)

    def known(self, response: web.Response, mark: BrowserMark | None) -> web.Response:
        """The response, with the cookie by which the browser is known again. Each person has one of their own there."""
        if mark:
            response.set_cookie(
                (_KNOWN[0] if self._encrypted else _KNOWN[1]) + mark.person,
                mark.text,
                path="/",
                max_age=int(LASTS.total_seconds()),
                secure=self._encrypted,
                httponly=True,
                samesite="Strict",
            )
        return response

    def led(self, secret: str, to: str, mark: BrowserMark | None) -> web.Response:
        """In, and on to that page."""
        return self.let_in(web.Response(status=303, headers={"Location": to}), secret, mark)


def whereto(given: Mapping[str, Any]) -> str:
    """Where to go on to: a page of the studio, never another site."""
    to = given.get("to", "")
    own = isinstance(to, str) and (to == HOME or to.startswith(f"{HOME}/"))
    return to if own and "\\" not in to and to.isprintable() else HOME


def browser_of(request: web.Request) -> Browser:
    """From where somebody comes in."""
    marks = {
        name.removeprefix(begins): text
        for begins in _KNOWN
        for name, text in request.cookies.items()
        if name.startswith(begins)
    }
    return Browser(request.remote or "", request.headers.get("User-Agent", ""), marks)


def _loopback(place: str) -> bool:
    """Whether an address, or a host with its port, is of the machine itself."""
    host = urlsplit(f"//{place}").hostname or place
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
