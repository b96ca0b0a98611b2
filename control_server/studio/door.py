"""The pages by which people come in and go: joining by a link, signing in, signing out.

Leaves out who is let in (`people.sign_in`) and the session's cookie (`entrance`).
"""

from typing import Any

import msgspec
from aiohttp import web

from content.findings import RefusedError, answer
from control_server.http.auth import COOKIES, PRINCIPAL
from control_server.http.errors import again_after
from control_server.people.sign_in import SignIn
from control_server.studio import page
from control_server.studio.entrance import HOME, Entrance, browser_of, whereto

_UNTYPED = {"email": "", "name": ""}


class Door(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests of who is not in yet."""

    sign_in: SignIn
    entrance: Entrance
    oidc: bool

    async def ask(self, request: web.Request) -> web.Response:
        """The form to sign in with."""
        return page.answer(
            request, "sign_in.html", email="", problem="", code="", to=whereto(request.query), oidc=self.oidc
        )

    async def enter(self, request: web.Request) -> web.StreamResponse:
        """Signs in, and leads on to the page that was asked for."""
        form = await page.form(request)
        try:
            self.entrance.check(request)
            secret = await self.sign_in.sign_in(form.get("email", ""), form.get("password", ""), browser_of(request))
        except RefusedError as error:
            values: dict[str, Any] = {"email": form.get("email", "")[:200], "to": whereto(form)}
            values |= {"problem": page.problems(request, error)[0], "code": error.findings[0].code, "oidc": self.oidc}
            response = page.answer(request, "sign_in.html", answer(error).status, **values)
            response.headers.update(again_after(error) or {})
            return response
        return self.entrance.led(secret, whereto(form), await self.sign_in.mark(secret))

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
        form, secret = await page.form(request), request.match_info["secret"]
        typed = {name: form.get(name, "")[:200] for name in ("email", "name")}
        try:
            self.entrance.check(request)
            session = await self.sign_in.join(
                secret, typed["email"], typed["name"], form.get("password", ""), browser_of(request)
            )
        except RefusedError as error:
            invitation = await self.sign_in.invitation(secret)
            roles = invitation.roles if invitation else ()
            values: dict[str, Any] = {"roles": roles, "problem": page.problems(request, error)[0], "typed": typed}
            return page.answer(request, "join.html", answer(error).status, **values)
        return self.entrance.led(session, HOME, await self.sign_in.mark(session))
