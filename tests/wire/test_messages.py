"""Documents of the first release, kept as they were written: players in the field must be understood for years.

The files under `samples` are never edited. A change that cannot read one of them breaks a screen somewhere.
"""

import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from content import wire
from content.findings import RefusedError
from content.schedule.resolve import Schedule
from content.wire.trusted import TrustedSet, with_programme

SAMPLES = Path(__file__).parent / "samples"
KINDS: dict[str, type[msgspec.Struct]] = {
    "manifest": wire.Manifest,
    "status": wire.Status,
    "plays": wire.Plays,
    "plays-ack": wire.PlaysAck,
    "command": wire.Command,
    "programme": wire.Programme,
}

FROZEN = {
    "command.json": "8d9f3d2c857df37e",
    "manifest.envelope.json": "12b036b380c4d1bc",
    "manifest.json": "b4047d388b35f464",
    "plays-ack.json": "cd865832263c622f",
    "plays.json": "08f01c31c4259692",
    "programme.json": "4a78fb0f7e263925",
    "status.json": "c918ab249060605f",
}
"""How the SHA-256 of each sample begins."""


def test_the_samples_are_those_that_were_frozen() -> None:
    assert {path.name: sha256(path.read_bytes()).hexdigest()[:16] for path in SAMPLES.iterdir()} == FROZEN


@pytest.mark.parametrize("name", KINDS)
def test_a_sample_means_what_it_meant(name: str) -> None:
    data = (SAMPLES / f"{name}.json").read_bytes()
    document = wire.decode(data, KINDS[name], name)
    assert kept(json.loads(wire.encode(document)), json.loads(data)) == json.loads(data)


def kept(now: Any, then: Any) -> Any:
    """`now` without what later releases added, which must then be empty: nothing of a sample may change its meaning."""
    if isinstance(now, dict) and isinstance(then, dict):
        assert not any(now[key] for key in now.keys() - then.keys())
        return {key: kept(now[key], then[key]) for key in now.keys() & then.keys()}
    if isinstance(now, list) and isinstance(then, list) and len(now) == len(then):
        return [kept(*pair) for pair in zip(now, then, strict=True)]
    return now


@pytest.mark.parametrize("name", KINDS)
def test_what_a_newer_release_adds_is_passed_over(name: str) -> None:
    data = json.loads((SAMPLES / f"{name}.json").read_bytes())
    newer = json.dumps(data | {"of_a_later_release": [1, 2]}).encode()
    assert wire.decode(newer, KINDS[name], name) == wire.decode(json.dumps(data).encode(), KINDS[name], name)


def test_the_signed_sample_opens_and_plays() -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32))).public_key()
    envelope = (SAMPLES / "manifest.envelope.json").read_bytes()
    display = TrustedSet([key], "timisoara", "gara")
    signed = display.accept_manifest(envelope, datetime(2026, 11, 24, tzinfo=UTC))
    assert signed is not None and signed.version == (1, 7)
    told = with_programme(signed, (SAMPLES / "programme.json").read_bytes())
    assert (told.plan.phase, len(told.plan.hours), told.plan.minimums) == (4, 1, {"consultation": 0.25})
    showing = Schedule(told.plan).resolve(datetime(2026, 11, 27, 21, 0, tzinfo=UTC))  # Friday 23:00, off from 23:00
    assert showing.state == "off"
    showing = Schedule(told.plan).resolve(datetime(2026, 11, 26, 10, 0, tzinfo=UTC))  # Thursday noon, no daypart
    assert showing.state == "neutral"
    showing = Schedule(told.plan).resolve(datetime(2026, 11, 28, 20, 30, tzinfo=UTC))  # Saturday 22:30, its daypart
    assert showing.state == "off"  # it is not open on Saturdays


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"site": 1}', b"\xff\xfe", b'{"more": ' + b"[" * 100_000])
def test_noise_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(RefusedError, match="manifest of gara: is not a valid manifest"):
        wire.decode(data, wire.Manifest, "manifest of gara")


@pytest.mark.parametrize("year", [1, 1899, 9999])
def test_an_instant_on_which_arithmetic_could_overflow_is_refused(year: int) -> None:
    at = f"{year:04}-12-31T23:59:59Z"
    status = b'{"display": "gara", "online": true, "at": "' + at.encode() + b'"}'
    with pytest.raises(RefusedError, match="expected an instant from 1900 to 9999"):
        wire.decode(status, wire.Status, "status of gara")


def test_equal_values_have_equal_bytes() -> None:
    one, other = {"b": 1, "a": {"d": 2, "c": 3}}, {"a": {"c": 3, "d": 2}, "b": 1}
    assert wire.encode(one) == wire.encode(other) == b'{"a":{"c":3,"d":2},"b":1}'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Größe ↑", "Größe ↑"),
        ("a\nb\x00\x1b[2J", "a�b��[2J"),
        ("\udcff\ud800", "??"),
        ("\u202egro", "�gro"),
        ("x" * 12, "x" * 9 + "…"),
        ("x" * 10, "x" * 10),
        ("", ""),
    ],
)
def test_text_from_outside_is_made_printable_and_cut(text: str, shown: str) -> None:
    assert wire.printable(text, 10) == shown
    wire.encode({"text": wire.printable(text, 10)})
