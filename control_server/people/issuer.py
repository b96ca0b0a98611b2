"""The city's own sign-in, over the network: what it says of itself, what a code is worth, and who it names.

Decides what is believed of an answer: of the issuer of the settings only, over TLS or on the machine itself, of a
bounded size, without redirections, signed by RS256 or ES256 whatever it says itself. It is not fetched by the rules for
sources (`sources.egress`): an address of the settings may well be inside the city's network. Leaves out who comes in
(`oidc`).
"""

import asyncio
import base64
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote_plus, urlsplit

import aiohttp
import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from config.settings import OidcSettings
from content.findings import RefusedError, refused
from content.phrases import said

ALGORITHMS = ["RS256", "ES256"]
_LARGEST = 300_000
"""Bytes of an answer."""
_TIMEOUT = aiohttp.ClientTimeout(total=15, sock_connect=5)
_LEEWAY_S = 60
_SIGNED_OUT = "http://schemas.openid.net/event/backchannel-logout"


class IssuerFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the issuer says of itself (OpenID Connect Discovery §3; RFC 9207 §3)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    authorization_response_iss_parameter_supported: bool = False


class _Tokens(msgspec.Struct):
    id_token: str
    access_token: str = ""


class Code(NamedTuple):
    """What came back of the sign-in, and what it was asked with."""

    code: str
    verifier: str
    nonce: str
    redirect: str


class Issuer:
    """One issuer, asked as the settings' client."""

    def __init__(self, settings: OidcSettings, secret: str) -> None:
        self.settings, self._secret = settings, secret
        self._facts: IssuerFacts | None = None

    async def facts(self) -> IssuerFacts:
        """Asked once. Raises RefusedError (`oidc`)."""
        if self._facts is None:
            known = self.settings.issuer.rstrip("/")
            facts = await self._asked("GET", f"{known}/.well-known/openid-configuration", IssuerFacts)
            if facts.issuer.rstrip("/") != known:
                raise _unbelieved(
                    said("calls itself {issuer!r}, expected {known}", issuer=facts.issuer[:100], known=known)
                )
            ends = (facts.authorization_endpoint, facts.token_endpoint, facts.jwks_uri, facts.userinfo_endpoint)
            schemes = {urlsplit(end).scheme for end in ends if end}
            if not schemes <= {"https", urlsplit(known).scheme}:
                raise _unbelieved("names an address without encryption, expected https")
            self._facts = facts
        return self._facts

    async def claims(self, answer: Code) -> dict[str, Any]:
        """What the issuer says of who has signed in, from the ID token and, where it has one, the user's record.

        Raises RefusedError (`oidc`).
        """
        facts = await self.facts()
        form = {
            "grant_type": "authorization_code",
            "code": answer.code,
            "redirect_uri": answer.redirect,
            "code_verifier": answer.verifier,
        }
        tokens = await self._asked("POST", facts.token_endpoint, _Tokens, data=form, headers=self._login())
        claims = await self._verified(facts, tokens.id_token, answer.nonce)
        if facts.userinfo_endpoint and tokens.access_token:
            bearer = {"Authorization": f"Bearer {tokens.access_token}"}
            more = await self._asked("GET", facts.userinfo_endpoint, dict[str, Any], headers=bearer)
            if more.get("sub") != claims["sub"]:
                raise _unbelieved("tells of another person than the one who has signed in")
            claims = more | claims
        return claims

    def _login(self) -> dict[str, str]:
        """As RFC 6749 §2.3.1 has it: both parts encoded as in a form first."""
        words = f"{quote_plus(self.settings.client_id)}:{quote_plus(self._secret)}"
        return {"Authorization": f"Basic {base64.b64encode(words.encode()).decode()}"}

    async def signed_out(self, token: str) -> str:
        """The subject whose sessions the issuer has ended, of a logout token (OpenID Connect Back-Channel Logout §2.6).

        Raises RefusedError (`oidc`).
        """
        claims = await self._decoded(await self.facts(), token)
        events = claims.get("events")
        if not isinstance(events, dict) or not isinstance(events.get(_SIGNED_OUT), dict) or "nonce" in claims:
            raise _unbelieved("gave a token that is none of a sign-out")
        return str(claims["sub"])

    async def _verified(self, facts: IssuerFacts, token: str, nonce: str) -> dict[str, Any]:
        """What an ID token says (OpenID Connect Core §3.1.3.7)."""
        claims = await self._decoded(facts, token, nonce={"essential": True, "value": nonce})
        audience = claims["aud"]
        if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != self.settings.client_id:
            raise _unbelieved("gave a token that was made for another program")
        return claims

    async def _decoded(self, facts: IssuerFacts, token: str, **more: Any) -> dict[str, Any]:
        """What the issuer has signed for this client about a subject, for now; with `more` of it asked for."""
        keys = await self._asked("GET", facts.jwks_uri, dict[str, Any])
        wanted = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY_S,
            iss={"essential": True, "value": facts.issuer},
            aud={"essential": True, "value": self.settings.client_id},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            **more,
        )

        def decode() -> dict[str, Any]:
            decoded = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS)
            wanted.validate(decoded.claims)
            return dict(decoded.claims)

        try:
            return await asyncio.to_thread(decode)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise _unbelieved(
                said("gave a token that proves nothing ({name__})", name__=type(error).__name__)
            ) from error

    async def _asked(self, method: str, address: str, kind: Any, **how: Any) -> Any:
        headers: Mapping[str, str] = {"Accept": "application/json", **how.pop("headers", {})}
        try:
            async with (
                aiohttp.ClientSession(timeout=_TIMEOUT) as session,
                session.request(method, address, headers=headers, allow_redirects=False, **how) as answer,
            ):
                body = bytearray()
                async for chunk in answer.content.iter_any():
                    body += chunk
                    if len(body) > _LARGEST:
                        raise _unbelieved(said("answers with more than {largest:,} bytes", largest=_LARGEST))
                if answer.status != 200:
                    raise _unbelieved(
                        said("answers {status} at {path}", status=answer.status, path=urlsplit(address).path[:60])
                    )
            return msgspec.json.decode(bytes(body), type=kind)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, msgspec.DecodeError) as error:
            raise _unbelieved(said("does not answer as it should ({name__})", name__=type(error).__name__)) from error


def _unbelieved(what: str) -> RefusedError:
    return refused("oidc", "the city's sign-in", said("{what}; sign in with a password meanwhile", what=what))
