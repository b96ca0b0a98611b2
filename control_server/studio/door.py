"""The pages by which people come in and go: joining by a link, signing in, signing out.

Decides the session's cookie. Over TLS it is `__Host-`, which no other host can set. Without TLS the studio opens on the
machine itself only: a password must not travel in the clear. Leaves out who is let in (`people.sign_in`).
"""

import ipaddress
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec
from aiohttp import web

from content.findings import RefusedError, answer, refused
from control_server.http.auth import COOKIES, PRINCIPAL
from control_server.http.errors import again_after
from control_server.people.sign_in import SESSION_LASTS, Browser, SignIn
from control_server.studio import page

_HOME = "/studio"
_UNTYPED = {"email": "", "name": ""}


class Door(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests of who is not in yet. `url` is where the server is reached."""

    sign_in: SignIn
    url: str

    async def ask(self, request: web.Request) -> web.Response:
        """The form to sign in with."""
        return page.answer(request, "sign_in.html", email="", problem="", code="", to=_to(request.query))

    async def enter(self, request: web.Request) -> web.StreamResponse:
        """Signs in, and leads on to the page that was asked for."""
        form = await _form(request)
        try:
            self._safe(request)
            secret = await self.sign_in.sign_in(form.get("email", ""), form.get("password", ""), _browser(request))
        except RefusedError as error:
            values: dict[str, Any] = {"email": form.get("email", "")[:200], "to": _to(form)}
            values |= {"problem": _problem(error), "code": error.findings[0].code}
            response = page.answer(request, "sign_in.html", answer(error).status, **values)
            response.headers.update(again_after(error) or {})
            return response
        return self._in(secret, _to(form))

    async def leave(self, request: web.Request) -> web.StreamResponse:
        """Ends the session."""
        if signed_in := request[PRINCIPAL].signed_in:
            await self.sign_in.sign_out(signed_in)
        response = web.Response(status=303, headers={"Location": "/studio/sign-in"})
        for name in COOKIES:
            response.del_cookie(name, path="/", secure=name.startswith("__Host-"), httponly=True, samesite="Lax")
        return response

    async def invited(self, request: web.Request) -> web.Response:
        """The form of who comes by a one-time link."""
        invitation = await self.sign_in.invitation(request.match_info["secret"])
        if invitation is None:
            return page.answer(request, "join.html", 404, roles=(), problem="", typed=_UNTYPED)
        return page.answer(request, "join.html", roles=invitation.roles, problem="", typed=_UNTYPED)

    async def join(self, request: web.Request) -> web.StreamResponse:
        """Makes the person the link was for, signed in."""
        form, secret = await _form(request), request.match_info["secret"]
        typed = {name: form.get(name, "")[:200] for name in ("email", "name")}
        try:
            self._safe(request)
            session = await self.sign_in.join(
                secret, typed["email"], typed["name"], form.get("password", ""), _browser(request)
            )
        except RefusedError as error:
            invitation = await self.sign_in.invitation(secret)
            roles = invitation.roles if invitation else ()
            values: dict[str, Any] = {"roles": roles, "problem": _problem(error), "typed": typed}
            return page.answer(request, "join.html", answer(error).status, **values)
        return self._in(session, _HOME)

    def _safe(self, request: web.Request) -> None:
        """Raises RefusedError when a password would have come over a network in the clear."""
        if not self._encrypted and not (_loopback(request.remote or "") and _loopback(request.host)):
            raise refused("tls", "the studio", "is reached without encryption, expected its address with https")

    @property
    def _encrypted(self) -> bool:
        return urlsplit(self.url).scheme == "https"

    def _in(self, secret: str, to: str) -> web.Response:
        response = web.Response(status=303, headers={"Location": to, "Cache-Control": "no-store"})
        response.set_cookie(
            COOKIES[0] if self._encrypted else COOKIES[1],
            secret,
            path="/",
            max_age=int(SESSION_LASTS.total_seconds()),
            secure=self._encrypted,
            httponly=True,
            samesite="Lax",
        )
        return response


async def _form(request: web.Request) -> Mapping[str, str]:
    return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}


def _problem(error: RefusedError) -> str:
    finding = error.findings[0]
    return f"{finding.where}: {finding.message}"


def _to(given: Mapping[str, Any]) -> str:
    """Where to go on to: a page of the studio, never another site."""
    to = given.get("to", "")
    return to if to == _HOME or (to.startswith(f"{_HOME}/") and "\\" not in to) else _HOME


def _browser(request: web.Request) -> Browser:
    return Browser(request.remote or "", request.headers.get("User-Agent", ""))


def _loopback(place: str) -> bool:
    """Whether an address, or a host with its port, is of the machine itself."""
    host = urlsplit(f"//{place}").hostname or place
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
