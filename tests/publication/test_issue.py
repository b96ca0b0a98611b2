"""What is issued is what differs from what was issued last, or soon ends to be valid: dated, numbered and signed."""

from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from content import wire
from content.pack.values import Daypart
from content.publication.edition import Compiler
from content.publication.issue import RENEW, VALID, Publication, issued
from content.wire import dsse
from tests.publication.cities import city, manifests_of

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)
EDITION = Compiler().compiled(city())
TOLD = manifests_of(EDITION)


def signed(payload: bytes) -> bytes:
    """An envelope of nobody: the rules of issuing do not look into it."""
    return b"signed:" + payload


def test_what_is_issued_is_signed_dated_and_only_what_differs() -> None:
    key, edition = Ed25519PrivateKey.generate(), EDITION
    told, sign = manifests_of(edition), partial(dsse.sign, context="manifest", key=key)
    first = issued(map(told.of, edition.displays), {}, sign, NOW)
    assert set(first) == set(edition.displays)
    for name, publication in first.items():
        manifest = publication.manifest
        payload = dsse.verify(publication.envelope, "manifest", [key.public_key()])
        assert wire.decode(payload, wire.Manifest, name) == manifest
        assert (manifest.epoch, manifest.sequence, manifest.issued) == (1, 1, NOW)
    latest = dict(first)
    assert issued(map(told.of, edition.displays), latest, sign, NOW + timedelta(days=23)) == {}
    renewed = issued(map(told.of, edition.displays), latest, sign, NOW + timedelta(days=23, seconds=1))
    assert {publication.version for publication in renewed.values()} == {(1, 2)}


@given(st.timedeltas(timedelta(0), timedelta(days=60)))
def test_it_is_issued_again_when_less_than_seven_days_are_left(later: timedelta) -> None:
    first = issued([TOLD.of("d0")], {}, signed, NOW)
    latest = dict(first)
    again = issued([TOLD.of("d0")], latest, signed, NOW + later)
    assert bool(again) == (later > VALID - RENEW)
    for publication in again.values():
        manifest, last = publication.manifest, latest["d0"].manifest
        assert publication.version == (1, 2) == (manifest.epoch, manifest.sequence)
        assert (manifest.programme, manifest.hours) == (last.programme, last.hours)
        assert manifest.issued == (NOW + later).replace(microsecond=0)
        assert manifest.valid_until == manifest.issued + VALID


@given(st.lists(st.booleans(), max_size=6), st.integers(1, 9), st.integers(1, 99))
def test_a_sequence_grows_by_one_with_every_change_and_never_otherwise(
    changes: list[bool], epoch: int, sequence: int
) -> None:
    first = issued([TOLD.of("d0")], {}, signed, NOW)["d0"]
    numbered = msgspec.structs.replace(first.manifest, epoch=epoch, sequence=sequence)
    latest = {"d0": msgspec.structs.replace(first, manifest=numbered)}
    bare, expected = TOLD.of("d0"), sequence
    for changed in changes:
        if changed:
            bare, expected = msgspec.structs.replace(bare, phase=bare.phase + 1), expected + 1
        latest |= issued([bare], latest, signed, NOW)
        assert latest["d0"].version == (epoch, expected)


def test_a_publication_is_of_the_bytes_that_were_signed() -> None:
    for name, publication in issued(map(TOLD.of, EDITION.displays), {}, signed, NOW).items():
        dates = {"epoch": 1, "sequence": 1, "issued": NOW, "valid_until": NOW + VALID}
        manifest = msgspec.structs.replace(TOLD.of(name), **dates)
        envelope = signed(wire.encode(manifest))
        digest = sha256(envelope).hexdigest()
        assert publication == Publication(manifest=manifest, envelope=envelope, digest=digest)


def test_a_manifest_is_small() -> None:
    """Ten thousand displays are told of a changed label in ten thousand messages of at most 2 kB."""
    key = Ed25519PrivateKey.generate()
    pack = city()
    hours = tuple(Daypart(days=day, start="06:15", end="22:45") for day in ("mon", "tue", "wed", "thu", "fri", "sat"))
    name = "a" * 64
    longest = msgspec.structs.replace(pack.displays["d0"], id=name, hours=hours, phase=86_399)
    told = manifests_of(Compiler().compiled(msgspec.structs.replace(pack, displays={name: longest})))
    sign = partial(dsse.sign, context="manifest", key=key)
    last = issued([told.of(name)], {}, sign, NOW)[name]
    numbered = msgspec.structs.replace(last.manifest, epoch=9_999, sequence=99_999_999)
    newest = issued([told.of(name)], {name: msgspec.structs.replace(last, manifest=numbered)}, sign, NOW + VALID)
    assert len(newest[name].envelope) <= 2_000
