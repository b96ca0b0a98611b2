"""A passkey in software: it answers as a browser with an authenticator does, without either (W3C WebAuthn §6 and §7).

What it makes is ES256 with attestation `none`. Each part can be told to lie.
"""

import base64
import json
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from control_server.people.passkeys import RelyingParty

_PRESENT, _VERIFIED, _HAS_KEY = 0x01, 0x04, 0x40


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class SoftwareAuthenticator:
    """One key. `verifies` is whether it has checked who holds it."""

    def __init__(self, place: RelyingParty, key_id: bytes = b"k" * 32) -> None:
        self.place, self.key_id = place, key_id
        self.verifies, self.count = True, 0
        self._key = ec.generate_private_key(ec.SECP256R1())

    def made(self, options: str) -> bytes:
        """The answer to what asks for a new key."""
        data = self._data(_HAS_KEY) + b"\0" * 16 + len(self.key_id).to_bytes(2) + self.key_id + self._cose()
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", json.loads(options)["challenge"])
        return self._answer({"clientDataJSON": text(client), "attestationObject": text(attestation)})

    def proved(self, options: str) -> bytes:
        """The answer to what asks for a proof."""
        self.count += 1
        client = self._client("webauthn.get", json.loads(options)["challenge"])
        data = self._data(0)
        signature = self._key.sign(data + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._answer({name: text(part) for name, part in parts.items()})

    def _answer(self, response: dict[str, Any]) -> bytes:
        key = text(self.key_id)
        return json.dumps({"id": key, "rawId": key, "type": "public-key", "response": response}).encode()

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.place.origin}).encode()

    def _data(self, flags: int) -> bytes:
        flags |= _PRESENT | (_VERIFIED if self.verifies else 0)
        return sha256(self.place.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _cose(self) -> bytes:
        numbers = self._key.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)})
