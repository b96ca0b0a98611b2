"""Who comes in by the city's own sign-in (OpenID Connect): the code flow with PKCE, and which person it is here.

Decides that an answer counts once, within ten minutes, in the browser that began it; that the roles of somebody who has
no password here are those of their groups there, each time they come, and that who comes in none has lost them, and
what they had open; and that coming in proves who is there only where the issuer has just asked that. Leaves out what is
believed of the issuer (`issuer`), and who does not come again (`membership`).
"""

import base64
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import urlencode

import msgspec

from content.findings import RefusedError, refused
from content.phrases import said
from control_server.people.attempts import Attempts, of_issuer
from control_server.people.bounds import roles_in_order
from control_server.people.issuer import Code, Issuer
from control_server.people.sign_in import PROVED_LASTS, email_of, name_of
from control_server.storage import identities, people
from control_server.storage.audit import Act
from control_server.storage.ground import Ground
from control_server.storage.identities import Identity
from control_server.storage.people import Person, Role

_ANSWERED_WITHIN = timedelta(minutes=10)
_OPEN = 10_000
"""Sign-ins that have begun; of more the newest."""


class BegunSignIn(NamedTuple):
    """Where a browser is sent, and the secret it keeps meanwhile."""

    address: str
    browser: str


class _Begun(NamedTuple):
    """What a state stands for."""

    nonce: str
    verifier: str
    browser: str
    redirect: str
    to: str
    until: datetime
    again: bool


class CameIn(NamedTuple):
    """Who has signed in, where they wanted to go, and whether it was `proved` just now that it is they.

    An issuer that knows a browser still lets it in without asking anything.
    """

    person: Person
    to: str
    proved: bool


class Oidc:
    """The flow with one issuer."""

    def __init__(self, ground: Ground, issuer: Issuer, attempts: Attempts) -> None:
        self._ground, self._issuer, self._attempts = ground, issuer, attempts
        self._begun: OrderedDict[str, _Begun] = OrderedDict()

    async def begin(self, redirect: str, to: str, *, again: bool = False) -> BegunSignIn:
        """Begins a sign-in that comes back to `redirect`; `again` has the issuer ask who is there.

        Raises RefusedError (`oidc`) when the issuer does not answer.
        """
        facts = await self._issuer.facts()
        state, nonce, verifier, browser = (secrets.token_urlsafe(32) for _ in range(4))
        until = self._ground.clock() + _ANSWERED_WITHIN
        self._begun[state] = _Begun(nonce, verifier, people.digest(browser), redirect, to, until, again)
        while len(self._begun) > _OPEN:
            self._begun.popitem(last=False)
        challenge = base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self._issuer.settings.client_id,
            "redirect_uri": redirect,
            "scope": "openid email profile groups",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        # With `max_age` an issuer says when it asked (OpenID Connect Core §3.1.2.1): a browser may leave out `prompt`.
        anew = {"prompt": "login", "max_age": str(int(PROVED_LASTS.total_seconds()))} if again else {}
        query = urlencode(asked | anew)
        return BegunSignIn(
            f"{facts.authorization_endpoint}{'&' if '?' in facts.authorization_endpoint else '?'}{query}", browser
        )

    async def came_back(self, answer: Mapping[str, str], browser: str) -> CameIn:
        """Who has signed in. `browser` is the secret that it kept.

        Raises RefusedError (`oidc`) for an answer that is not to be believed, (`rights`) for who is in no group that
        may come in or has left.
        """
        begun = self._begun.pop(answer.get("state", ""), None)
        if begun is None or begun.until < self._ground.clock() or people.digest(browser) != begun.browser:
            raise refused("oidc", "the sign-in", "was not begun in this browser, or too long ago; begin it again")
        facts = await self._issuer.facts()
        says = answer.get("iss")
        if says != facts.issuer and (says is not None or facts.authorization_response_iss_parameter_supported):
            raise refused(
                "oidc",
                "the sign-in",
                said("came back from another issuer than {issuer}; begin it again", issuer=facts.issuer),
            )
        if "error" in answer or not answer.get("code"):
            raise refused(
                "oidc",
                "the sign-in",
                said("was broken off ({answer}); begin it again", answer=answer.get("error", "no code")[:60]),
            )
        claims = await self._issuer.claims(Code(answer["code"], begun.verifier, begun.nonce, begun.redirect))
        identity = Identity(issuer=facts.issuer, subject=people.digest(str(claims["sub"])))
        return CameIn(await self._person(identity, claims), begun.to, self._proved(claims, again=begun.again))

    async def signed_out(self, token: str, address: str) -> None:
        """Ends the sessions of who has signed out at the issuer, or was signed out there: all of theirs.

        Raises RefusedError (`oidc`) for a token that says no such thing, TooOftenError after too many of them.
        """
        now, counted = self._ground.clock(), of_issuer(address)
        self._attempts.check(now, counted)
        try:
            subject = people.digest(await self._issuer.signed_out(token))
        except RefusedError:
            self._attempts.count(now, counted, address)
            raise
        facts = await self._issuer.facts()
        person = await identities.person_of(self._ground.database, Identity(issuer=facts.issuer, subject=subject))
        if person:
            act = Act(who="server", verb="ended the sessions of", object=person.who, why=facts.issuer)
            await identities.sign_out(self._ground.database, person, act, now)

    def _proved(self, claims: Mapping[str, Any], *, again: bool) -> bool:
        """Whether the issuer asked who is there a short while ago; of one that does not say when, what it was told."""
        asked = claims.get("auth_time")
        if isinstance(asked, bool) or not isinstance(asked, int | float):
            return again
        return self._ground.clock().timestamp() - asked <= PROVED_LASTS.total_seconds()

    async def _person(self, identity: Identity, claims: Mapping[str, Any]) -> Person:
        roles, now = self._roles(claims), self._ground.clock()
        person = await identities.person_of(self._ground.database, identity)
        if person and person.disabled is not None:
            raise refused("rights", "the studio", "is closed to who has left; ask an administrator of it")
        if not roles:
            if person and person.roles:
                act = Act(who="server", verb="took the roles", object=person.who, why=" ".join(person.roles))
                await identities.withdraw(self._ground.database, person, act, now)
            raise refused("rights", "the studio", "is open to none of your groups; ask an administrator of the sign-in")
        if person is None:
            return await self._joined(identity, claims, roles, now)
        changed = msgspec.structs.replace(person, roles=roles)
        act = Act(who="server", verb="gave the roles", object=person.who, why=" ".join(roles))
        await identities.grant(self._ground.database, identity, changed, act if changed != person else None, now)
        return changed

    async def _joined(
        self, identity: Identity, claims: Mapping[str, Any], roles: tuple[Role, ...], now: datetime
    ) -> Person:
        if claims.get("email_verified") is not True:
            raise refused("name", "the e-mail address", "is not verified by the city's sign-in, expected one that is")
        email = email_of(str(claims.get("email", "")))
        name = name_of(str(claims.get("name") or email.partition("@")[0]))
        person = Person(id=secrets.token_hex(5), email=email, name=name, roles=roles, password="", added=now)
        await identities.add(self._ground.database, identity, person, now)
        return person

    def _roles(self, claims: Mapping[str, Any]) -> tuple[Role, ...]:
        """Those of the groups; none for who is in none of them."""
        groups = claims.get("groups")
        own = {str(group) for group in groups} if isinstance(groups, list) else set()
        roles = [role for group, given in self._issuer.settings.groups.items() if group in own for role in given]
        return roles_in_order(roles) if roles else ()
