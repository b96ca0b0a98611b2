"""Signed envelopes: exact bytes, a context for each kind of document, Ed25519 keys.

Decides what a signature covers and when it counts. An envelope is DSSE (Dead Simple Signing Envelope, v1): the payload
travels as the very bytes that were signed, never re-serialised. Leaves out where keys are kept (the programs) and
whether a genuine document is newer than the last one (`display_client.player`).
"""

import base64
from collections.abc import Collection
from hashlib import sha256
from typing import Literal

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

Context = Literal["manifest", "command"]


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


def verify(envelope: bytes, context: Context, keys: Collection[Ed25519PublicKey]) -> bytes:
    """The payload, if one of the pinned keys signed it in this context. Raises UntrustedError otherwise."""
    try:
        found = msgspec.json.decode(envelope, type=_Envelope)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UntrustedError(f"not an envelope: {error}") from error
    if found.payload_type != _payload_type(context):
        raise UntrustedError(f"signed as {found.payload_type!r}, expected {_payload_type(context)!r}")
    pinned = {key_id(key): key for key in keys}
    for signature in found.signatures:
        key = pinned.get(signature.keyid)
        if key is None:
            continue
        try:
            key.verify(signature.sig, _signed_bytes(found.payload_type, found.payload))
        except InvalidSignature:
            continue
        return found.payload
    raise UntrustedError("no pinned key signed these bytes")
