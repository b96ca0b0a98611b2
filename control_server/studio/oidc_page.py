"""The door by the city's own sign-in: away to it, and back."""

from urllib.parse import urlencode

import msgspec
from aiohttp import web

from content.findings import RefusedError, answer
from control_server.people.oidc import Oidc
from control_server.people.sign_in import SignIn
from control_server.studio import catalogue, finding_words, page
from control_server.studio.entrance import HOME, Entrance, browser_of, whereto

_BACK = "/studio/oidc/back"
_COOKIE = "afisier-oidc"
_TEN_MINUTES_S = 600
_NOT_STORED = {"Cache-Control": "no-store"}


class OidcPage(msgspec.Struct, frozen=True, kw_only=True):
    """Answers who comes by the city's sign-in; without one in the settings, that there is none."""

    oidc: Oidc | None
    sign_in: SignIn
    entrance: Entrance

    async def away(self, request: web.Request) -> web.StreamResponse:
        """Sends the browser to the city's sign-in. It keeps a secret meanwhile, which no other site can know."""
        if self.oidc is None:
            raise web.HTTPNotFound(text="there is no sign-in of the city here, expected a password")
        self.entrance.check(request)
        redirect = self.entrance.site(request).origin + _BACK
        begun = await self.oidc.begin(redirect, whereto(request.query), again="again" in request.query)
        response = web.Response(status=303, headers={"Location": begun.address, "Cache-Control": "no-store"})
        response.set_cookie(
            _COOKIE,
            begun.browser,
            path=_BACK,
            max_age=_TEN_MINUTES_S,
            secure=self.entrance.url.startswith("https:"),
            httponly=True,
            samesite="Lax",
        )
        return response

    async def back(self, request: web.Request) -> web.StreamResponse:
        """Signs in who comes back, and leads on to the page that was asked for."""
        if self.oidc is None:
            raise web.HTTPNotFound(text="there is no sign-in of the city here, expected a password")
        try:
            came = await self.oidc.came_back(dict(request.query), request.cookies.get(_COOKIE, "")[:200])
        except RefusedError as error:
            code = error.findings[0].code
            return page.answer(
                request,
                "oidc.html",
                answer(error).status,
                code=code,
                problem=finding_words.told(error.findings[0], catalogue.language(request)),
            )
        secret = await self.sign_in.begin(came.person, browser_of(request), proved=came.proved)
        response = self.entrance.led(secret, came.to, await self.sign_in.mark(secret))
        response.del_cookie(_COOKIE, path=_BACK)
        return response

    async def signed_out(self, request: web.Request) -> web.Response:
        """Takes from the issuer that somebody has signed out there (OpenID Connect Back-Channel Logout §2.8)."""
        if self.oidc is None:
            raise web.HTTPNotFound(text="there is no sign-in of the city here, expected none that has ended")
        token = (await page.form(request)).get("logout_token", "")
        try:
            await self.oidc.signed_out(token, request.remote or "")
        except RefusedError as error:
            if error.findings[0].code != "oidc":
                raise
            told = {"error": "invalid_request", "error_description": str(error.findings[0])}
            return web.json_response(told, status=400, headers=_NOT_STORED)
        return web.Response(headers=_NOT_STORED)


def again(to: str = HOME) -> str:
    """Where the city's sign-in asks who is there, and leads back to that page."""
    return f"/studio/oidc?{urlencode({'to': to, 'again': '1'})}"
