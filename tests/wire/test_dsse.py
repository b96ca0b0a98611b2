"""Envelopes: what opens, what does not."""

import base64
import json
import pickle

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from content.wire import dsse

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


@given(st.binary(max_size=400))
def test_the_exact_bytes_come_back(payload: bytes) -> None:
    assert dsse.verify(dsse.sign(payload, "manifest", KEY), "manifest", [KEY.public_key()]) == payload


def test_another_key_is_refused() -> None:
    with pytest.raises(dsse.UntrustedError, match="no pinned key"):
        dsse.verify(dsse.sign(b"x", "manifest", OTHER), "manifest", [KEY.public_key()])


def test_a_command_is_not_a_manifest() -> None:
    with pytest.raises(dsse.UntrustedError, match="signed as"):
        dsse.verify(dsse.sign(b"x", "command", KEY), "manifest", [KEY.public_key()])


def test_a_relabelled_command_is_refused() -> None:
    envelope = json.loads(dsse.sign(b"x", "command", KEY))
    envelope["payloadType"] = "application/vnd.afisier.manifest+json"
    with pytest.raises(dsse.UntrustedError, match="no pinned key"):
        dsse.verify(json.dumps(envelope).encode(), "manifest", [KEY.public_key()])


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_changed_payload_byte_is_refused(place: int, flip: int) -> None:
    envelope = json.loads(dsse.sign(b'{"sequence": 12}', "manifest", KEY))
    payload = bytearray(base64.b64decode(envelope["payload"]))
    payload[place % len(payload)] ^= flip
    envelope["payload"] = base64.b64encode(payload).decode()
    with pytest.raises(dsse.UntrustedError):
        dsse.verify(json.dumps(envelope).encode(), "manifest", [KEY.public_key()])


@given(st.binary(max_size=200))
def test_noise_is_refused(noise: bytes) -> None:
    with pytest.raises(dsse.UntrustedError):
        dsse.verify(noise, "manifest", [KEY.public_key()])


def test_json_nested_beyond_reason_is_refused() -> None:
    nested = b'{"more": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    with pytest.raises(dsse.UntrustedError, match="not an envelope"):
        dsse.verify(nested, "manifest", [KEY.public_key()])


def test_the_envelope_is_dsse_to_the_letter() -> None:
    """The pre-authentication encoding of the DSSE v1 protocol, checked against a signature made by hand."""
    envelope = json.loads(dsse.sign(b"hello", "manifest", KEY))
    kind = "application/vnd.afisier.manifest+json"
    signed = f"DSSEv1 {len(kind)} {kind} 5 hello".encode()
    assert base64.b64decode(envelope["signatures"][0]["sig"]) == KEY.sign(signed)


def test_a_pinned_key_survives_its_text_form() -> None:
    text = dsse.public_text(KEY.public_key())
    assert dsse.public_from_text(text) == KEY.public_key()
    with pytest.raises(ValueError, match=r".+"):
        dsse.public_from_text("short")


def test_a_signer_signs_in_the_context_of_its_method() -> None:
    signer = dsse.Signer(KEY)
    assert signer.sign_manifest(b"m") == dsse.sign(b"m", "manifest", KEY)
    assert signer.sign_command(b"c") == dsse.sign(b"c", "command", KEY)
    assert (signer.public_key, signer.key_id) == (KEY.public_key(), dsse.key_id(KEY.public_key()))


def test_the_private_key_cannot_be_read_from_a_signer() -> None:
    signer = dsse.Signer(KEY)
    values = [getattr(signer, name) for name in dir(signer)]
    assert not [value for value in values if isinstance(value, Ed25519PrivateKey)]
    assert not [value for value in values if isinstance(getattr(value, "__self__", None), Ed25519PrivateKey)]
    assert repr(signer) == f"Signer({signer.key_id})"
    with pytest.raises((TypeError, AttributeError, pickle.PicklingError)):
        pickle.dumps(signer)
