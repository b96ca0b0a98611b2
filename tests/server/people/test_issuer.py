"""What is believed of the city's own sign-in, and what is not."""

import time
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from typing import Any

import pytest
from joserfc.jwk import ECKey

from config.settings import OidcSettings
from content.findings import RefusedError
from control_server.people.issuer import Code, Issuer
from tests.server.people.simulated_issuer import CLIENT, SECRET, SimulatedIssuer, simulated_issuer

REDIRECT = "http://localhost:8600/studio/oidc/back"


@pytest.fixture
async def other() -> AsyncIterator[SimulatedIssuer]:
    async with simulated_issuer() as issuer:
        yield issuer


def issuer_of(other: SimulatedIssuer) -> Issuer:
    settings = OidcSettings(issuer=other.url, client_id=CLIENT, client_secret_file="x", groups={"presa": ("author",)})
    return Issuer(settings, SECRET)


async def claims(other: SimulatedIssuer, nonce: str = "n") -> dict[str, Any]:
    other.answered("http://x/?state=s&nonce=n")
    return await issuer_of(other).claims(Code("c-1", "v" * 43, nonce, REDIRECT))


@pytest.mark.parametrize("algorithm", ["ES256", "RS256"])
async def test_who_has_signed_in_is_told_by_token_and_record(other: SimulatedIssuer, algorithm: str) -> None:
    other.algorithm = algorithm
    told = await claims(other)
    assert (told["sub"], told["name"], told["groups"]) == ("a-1", "Ana Pop", ["presa", "x"])
    expected = {"grant_type": "authorization_code", "code": "c-1", "redirect_uri": REDIRECT, "code_verifier": "v" * 43}
    assert other.tokens == [expected]


@pytest.mark.parametrize(
    ("lie", "fault"),
    [
        ({"iss": "https://evil.example"}, "InvalidClaimError"),
        ({"iss": None}, "MissingClaimError"),
        ({"aud": "another"}, "InvalidClaimError"),
        ({"aud": [CLIENT, "another"]}, "was made for another program"),
        ({"exp": int(time.time()) - 3600}, "ExpiredTokenError"),
        ({"iat": int(time.time()) + 3600}, "InvalidClaimError|InvalidTokenError"),
        ({"nonce": "another"}, "InvalidClaimError"),
        ({"nonce": None}, "MissingClaimError"),
        ({"sub": None}, "MissingClaimError"),
    ],
)
async def test_a_token_that_lies_is_not_believed(other: SimulatedIssuer, lie: dict[str, Any], fault: str) -> None:
    other.lies = lie
    with pytest.raises(RefusedError, match=fault):
        await claims(other)


async def test_a_token_is_signed_by_the_issuers_own_key_in_a_way_that_is_known(other: SimulatedIssuer) -> None:
    other.algorithm = "HS256"
    with pytest.raises(RefusedError, match="proves nothing"):
        await claims(other)
    other.algorithm, other.signer = "ES256", ECKey.generate_key("P-256", {"kid": "e"})
    with pytest.raises(RefusedError, match="proves nothing"):
        await claims(other)
    parts = (b'{"alg":"none"}', b'{"sub":"a-1"}', b"")
    for forged in (".".join(urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts), "", "a.b.c", "é"):
        other.forged, other.signer = forged or " ", None
        with pytest.raises(RefusedError, match="proves nothing"):
            await claims(other)


async def test_an_end_that_fails_is_told(other: SimulatedIssuer) -> None:
    other.facts = {"token_endpoint": f"{other.url}/nowhere"}
    with pytest.raises(RefusedError, match="answers 404 at /nowhere"):
        await claims(other)


async def test_the_record_is_of_who_signed_in(other: SimulatedIssuer) -> None:
    other.record = {"sub": "b-2", "groups": ["it"]}
    with pytest.raises(RefusedError, match="tells of another person"):
        await claims(other)


@pytest.mark.parametrize(
    ("facts", "fault"),
    [
        ({"issuer": "https://evil.example"}, "calls itself 'https://evil.example'"),
        ({"token_endpoint": "ftp://127.0.0.1/token"}, "without encryption"),
        ({"jwks_uri": 7}, "does not answer as it should"),
    ],
)
async def test_an_issuer_that_is_another_is_not_asked(
    other: SimulatedIssuer, facts: dict[str, Any], fault: str
) -> None:
    other.facts = facts
    with pytest.raises(RefusedError, match=fault):
        await issuer_of(other).facts()


async def test_who_does_not_answer_is_told_so() -> None:
    settings = OidcSettings(
        issuer="http://127.0.0.1:9", client_id="x", client_secret_file="x", groups={"x": ("author",)}
    )
    with pytest.raises(RefusedError, match="sign in with a password meanwhile"):
        await Issuer(settings, SECRET).facts()
