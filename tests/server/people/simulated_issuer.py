"""An issuer in this process, which can be told to lie about each thing that is checked."""

import base64
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlsplit

from aiohttp import web
from aiohttp.test_utils import TestServer
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

CLIENT, SECRET = "afisier", "a secret: with / and %"
ANA = {"sub": "a-1", "email": "Ana@oras.ro", "email_verified": True, "name": "Ana Pop", "groups": ["presa", "x"]}


class SimulatedIssuer:
    """Gives one code, and tells of `person`. What is in `lies` replaces claims of the ID token."""

    def __init__(self) -> None:
        self.url = ""
        self.person: dict[str, Any] = dict(ANA)
        self.facts: dict[str, Any] = {}
        self.lies: dict[str, Any] = {}
        self.record: dict[str, Any] | None = None
        self.algorithm = "ES256"
        self.keys = {
            "ES256": ECKey.generate_key("P-256", {"kid": "e"}),
            "RS256": RSAKey.generate_key(2048, {"kid": "r"}),
            "HS256": OctKey.generate_key(256, {"kid": "e"}),
        }
        self.signer: Any = None
        """A key that is not among those that it names, if it signs with another."""
        self.forged: str | None = None
        """What it gives in the place of an ID token."""
        self.tokens: list[dict[str, str]] = []
        self.keys_asked = 0
        """How often its keys were fetched."""
        self._asked: dict[str, str] = {}

    def answered(self, address: str) -> dict[str, str]:
        """What a browser that was sent to this address brings back."""
        self._asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        return {"code": "c-1", "state": self._asked["state"], "iss": self.url}

    @property
    def asked(self) -> dict[str, str]:
        return self._asked

    async def configuration(self, _: web.Request) -> web.Response:
        ends = {name: f"{self.url}/{name.partition('_')[0]}" for name in _ENDS}
        return web.json_response({"issuer": self.url, **ends, **self.facts})

    async def jwks(self, _: web.Request) -> web.Response:
        self.keys_asked += 1
        public = [self.keys[name] for name in ("ES256", "RS256")]
        return web.json_response(KeySet(public).as_dict(private=False))

    def logout_token(self, **lies: Any) -> str:
        """That `person` has signed out; what is in `lies` replaces claims of it, None leaves them out."""
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 120, "jti": "j-1", "sub": self.person["sub"]}
        claims |= {"events": {"http://schemas.openid.net/event/backchannel-logout": {}}} | lies
        return self._signed({name: value for name, value in claims.items() if value is not None})

    def _signed(self, claims: dict[str, Any]) -> str:
        key = self.signer or self.keys[self.algorithm]
        return jwt.encode({"alg": self.algorithm, "kid": key.kid}, claims, key, algorithms=["ES256", "RS256", "HS256"])

    async def token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        login = base64.b64decode(request.headers["Authorization"].removeprefix("Basic ")).decode()
        assert [unquote_plus(part) for part in login.split(":")] == [CLIENT, SECRET]
        self.tokens.append(form)
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": self._asked["nonce"]}
        claims |= {"sub": self.person["sub"], **self.lies}
        token = self._signed({name: value for name, value in claims.items() if value is not None})
        return web.json_response({"id_token": self.forged or token, "access_token": "t-1", "token_type": "Bearer"})

    async def userinfo(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Bearer t-1"
        return web.json_response(self.person if self.record is None else self.record)


_ENDS = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")


@asynccontextmanager
async def simulated_issuer() -> AsyncIterator[SimulatedIssuer]:
    issuer, app = SimulatedIssuer(), web.Application()
    app.router.add_get("/.well-known/openid-configuration", issuer.configuration)
    app.router.add_get("/jwks", issuer.jwks)
    app.router.add_post("/token", issuer.token)
    app.router.add_get("/userinfo", issuer.userinfo)
    server = TestServer(app)
    await server.start_server()
    issuer.url = str(server.make_url("")).rstrip("/")
    try:
        yield issuer
    finally:
        await server.close()
