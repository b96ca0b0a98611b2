"""Signed envelopes: exact bytes, a context for each kind of document, Ed25519 keys.

Decides what a signature covers and when it counts. An envelope is DSSE (Dead Simple Signing Envelope, v1): the payload
travels as the very bytes that were signed, never re-serialised. Leaves out where keys are kept (the programs) and
whether a genuine document counts for a display (`wire.trusted`).
"""

import base64
from collections.abc import Collection
from hashlib import sha256
from typing import Literal

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

Context = Literal["manifest", "command", "time", "plays-ack", "plays", "proof"]


class UntrustedError(Exception):
    """The bytes are no envelope, or no pinned key signed them in this context."""


class _Signature(msgspec.Struct, frozen=True):
    keyid: str
    sig: bytes  # JSON: base64


class _Envelope(msgspec.Struct, frozen=True, rename={"payload_type": "payloadType"}):
    payload_type: str
    payload: bytes  # JSON: base64
    signatures: tuple[_Signature, ...]


def _payload_type(context: Context) -> str:
    return f"application/vnd.afisier.{context}+json"


def _signed_bytes(payload_type: str, payload: bytes) -> bytes:
    """DSSE's pre-authentication encoding: `DSSEv1 SP len SP type SP len SP payload`."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def key_id(key: Ed25519PublicKey) -> str:
    """The first 16 hex digits of the SHA-256 of the raw public key."""
    return sha256(key.public_bytes_raw()).hexdigest()[:16]


def public_text(key: Ed25519PublicKey) -> str:
    """The public key as it is pinned in an enrolment file: base64 of its 32 raw bytes."""
    return base64.b64encode(key.public_bytes_raw()).decode()


def public_from_text(text: str) -> Ed25519PublicKey:
    """Raises ValueError when `text` is not base64 of 32 bytes."""
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))


def sign(payload: bytes, context: Context, key: Ed25519PrivateKey) -> bytes:
    """The envelope (JSON) around exactly these bytes."""
    kind = _payload_type(context)
    signature = _Signature(key_id(key.public_key()), key.sign(_signed_bytes(kind, payload)))
    return msgspec.json.encode(_Envelope(kind, payload, (signature,)))


class Signer:
    """Signs for the server. Made from a private key, which nothing that holds the signer can read from it.

    The key lives in a closure: it is no attribute, it is not in `repr`, and a signer cannot be pickled.
    """

    __slots__ = ("__sign", "key_id", "public_key")

    public_key: Ed25519PublicKey
    """What displays pin to believe this signer."""
    key_id: str
    """See `key_id` of this module."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        def sign_with_key(payload: bytes, context: Context) -> bytes:
            return sign(payload, context, key)

        self.__sign = sign_with_key
        self.public_key = key.public_key()
        self.key_id = key_id(self.public_key)

    def __repr__(self) -> str:
        return f"Signer({self.key_id})"

    def sign_manifest(self, payload: bytes) -> bytes:
        """The envelope (JSON) around these bytes, which a display accepts as a manifest only."""
        return self.__sign(payload, "manifest")

    def sign_ack(self, payload: bytes) -> bytes:
        """The envelope (JSON) around these bytes, which a display accepts as an acknowledgement of plays only."""
        return self.__sign(payload, "plays-ack")

    def sign_time(self, payload: bytes) -> bytes:
        """The envelope (JSON) around these bytes, which a display accepts as the time only."""
        return self.__sign(payload, "time")

    def sign_proof(self, payload: bytes) -> bytes:
        """The envelope (JSON) around these bytes, which counts as the head of a proof of play only."""
        return self.__sign(payload, "proof")

    def sign_command(self, payload: bytes) -> bytes:
        """The envelope (JSON) around these bytes, which a display accepts as a command only."""
        return self.__sign(payload, "command")


def unverified(data: bytes) -> bytes:
    """The payload of an envelope whose signature nobody has looked at, to learn which key to verify it with.

    Raises UntrustedError when the bytes are no envelope.
    """
    return _opened(data).payload


def _opened(data: bytes) -> _Envelope:
    try:
        return msgspec.json.decode(data, type=_Envelope)
    except Exception as error:  # whatever bytes from outside provoke; deep nesting ends in a RecursionError
        raise UntrustedError(f"not an envelope: {error}") from error


def verify(data: bytes, context: Context, keys: Collection[Ed25519PublicKey]) -> bytes:
    """The payload, if one of the pinned keys signed it in this context. Raises UntrustedError otherwise."""
    envelope = _opened(data)
    if envelope.payload_type != _payload_type(context):
        raise UntrustedError(f"signed as {envelope.payload_type!r}, expected {_payload_type(context)!r}")
    pinned = {key_id(key): key for key in keys}
    for signature in envelope.signatures:
        key = pinned.get(signature.keyid)
        if key is None:
            continue
        try:
            key.verify(signature.sig, _signed_bytes(envelope.payload_type, envelope.payload))
        except InvalidSignature:
            continue
        return envelope.payload
    raise UntrustedError("no pinned key signed these bytes")
