"""Passkeys of a browser, asked and answered by the script of the pages: made, signed in with, shown again, removed.

Without JavaScript there are none: a password always opens the studio too.
"""

import msgspec
from aiohttp import web

from content.findings import refused
from content.phrases import said
from control_server.people.attempts import Counted, of_passkeys, of_session
from control_server.people.office import PeopleOffice
from control_server.storage.people import Person
from control_server.studio import page
from control_server.studio.account import person_of
from control_server.studio.entrance import Entrance, browser_of, whereto

_LARGEST = 20_000
"""Bytes of an answer."""


class PasskeysApi(msgspec.Struct, frozen=True, kw_only=True):
    """Answers with JSON."""

    office: PeopleOffice
    entrance: Entrance

    async def asked_to_prove(self, request: web.Request) -> web.Response:
        """What a browser is asked with, before somebody signs in or proves again who they are."""
        return _json(await self.office.passkeys.asked_to_prove(self.entrance.site(request)))

    async def enter(self, request: web.Request) -> web.Response:
        """Signs in who has answered: `{"to": page}`."""
        self.entrance.check(request)
        person = await self._proved(request, of_passkeys(request.remote or ""))
        secret = await self.office.sign_in.begin(person, browser_of(request))
        told = _json(msgspec.json.encode({"to": whereto(request.query)}).decode())
        return self.entrance.let_in(told, secret, await self.office.sign_in.mark(secret))

    async def prove(self, request: web.Request) -> web.Response:
        """Takes the answer as the proof of who uses the session. Raises RefusedError for another person's passkey."""
        signed_in = person_of(request)
        if (await self._proved(request, of_session(signed_in.session.digest))).id != signed_in.person.id:
            raise refused("passkey", "the passkey", "is another person's, expected your own")
        await self.office.sign_in.proved_otherwise(signed_in)
        return _json("{}")

    async def asked_to_make(self, request: web.Request) -> web.Response:
        """What a browser is asked with to make one."""
        return _json(await self.office.passkeys.asked_to_make(person_of(request).person, self.entrance.site(request)))

    async def make(self, request: web.Request) -> web.Response:
        """Keeps what the browser made, under the name in the address.

        Raises RefusedError (`step`) when the person proved too long ago who they are.
        """
        signed_in = person_of(request)
        if not self.office.sign_in.proved(signed_in):
            raise refused("step", "the passkey", "is made by who has just proved who they are, expected a password")
        name, answer = request.query.get("name", ""), await _body(request)
        await self.office.passkeys.make(signed_in.person, self.entrance.site(request), answer, name)
        return _json("{}")

    async def remove(self, request: web.Request) -> web.StreamResponse:
        """Takes one away, by a form."""
        form = await page.form(request)
        await self.office.passkeys.remove(person_of(request).person, form.get("passkey", ""))
        return web.Response(status=303, headers={"Location": "/studio/account"})

    async def _proved(self, request: web.Request, counted: tuple[Counted, ...]) -> Person:
        return await self.office.passkeys.proved(
            self.entrance.site(request), await _body(request), counted, request.remote
        )


async def _body(request: web.Request) -> bytes:
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > _LARGEST:
            raise web.HTTPRequestEntityTooLarge(
                _LARGEST, text=said("is too large, expected at most {largest:,} bytes", largest=_LARGEST)
            )
    return bytes(body)


def _json(text: str) -> web.Response:
    return web.Response(text=text, content_type="application/json", headers={"Cache-Control": "no-store"})
