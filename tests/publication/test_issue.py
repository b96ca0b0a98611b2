"""What is issued is what differs from what was issued last, or soon ends to be valid: dated, numbered and signed."""

from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from content import wire
from content.publication.edition import Compiler
from content.publication.issue import RENEW, VALID, Publication, issued
from content.publication.manifests import withdrawn
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
    first = issued(told, map(told.of, edition.displays), {}, sign, NOW)
    assert set(first) == set(edition.displays)
    for name, (publication, manifest) in first.items():
        payload = dsse.verify(publication.envelope, "manifest", [key.public_key()])
        assert wire.decode(payload, wire.Manifest, name) == manifest
        assert (manifest.epoch, manifest.sequence, manifest.issued) == (1, 1, NOW)
    latest = {name: publication for name, (publication, _) in first.items()}
    assert issued(told, map(told.of, edition.displays), latest, sign, NOW + timedelta(days=23)) == {}
    renewed = issued(told, map(told.of, edition.displays), latest, sign, NOW + timedelta(days=23, seconds=1))
    assert {publication.sequence for publication, _ in renewed.values()} == {2}


@given(st.timedeltas(timedelta(0), timedelta(days=60)))
def test_it_is_issued_again_when_less_than_seven_days_are_left(later: timedelta) -> None:
    first = issued(TOLD, [TOLD.of("d0")], {}, signed, NOW)
    latest = {name: publication for name, (publication, _) in first.items()}
    again = issued(TOLD, [TOLD.of("d0")], latest, signed, NOW + later)
    assert bool(again) == (later > VALID - RENEW)
    for publication, manifest in again.values():
        assert publication.version == (1, 2) == (manifest.epoch, manifest.sequence)
        assert publication.content == latest["d0"].content
        assert publication.issued == (NOW + later).replace(microsecond=0)
        assert publication.valid_until == publication.issued + VALID


@given(st.lists(st.booleans(), max_size=6), st.integers(1, 9), st.integers(1, 99))
def test_a_sequence_grows_by_one_with_every_change_and_never_otherwise(
    changes: list[bool], epoch: int, sequence: int
) -> None:
    (first, _) = issued(TOLD, [TOLD.of("d0")], {}, signed, NOW)["d0"]
    latest = {"d0": msgspec.structs.replace(first, epoch=epoch, sequence=sequence)}
    bare, expected = TOLD.of("d0"), sequence
    for changed in changes:
        if changed:
            bare, expected = msgspec.structs.replace(bare, width=bare.width + 1), expected + 1
        for name, (publication, _) in issued(TOLD, [bare], latest, signed, NOW).items():
            latest[name] = publication
        assert latest["d0"].version == (epoch, expected)


def test_a_publication_is_of_the_bytes_that_were_signed() -> None:
    for name, (publication, manifest) in issued(TOLD, map(TOLD.of, EDITION.displays), {}, signed, NOW).items():
        assert publication.envelope == signed(wire.encode(manifest))
        assert publication == Publication(
            display=name,
            epoch=1,
            sequence=1,
            digest=sha256(publication.envelope).hexdigest(),
            content=TOLD.digest(TOLD.of(name)),
            issued=NOW,
            valid_until=NOW + VALID,
            envelope=publication.envelope,
        )


def test_a_display_that_left_is_told_once() -> None:
    first = issued(TOLD, [TOLD.of("d0")], {}, signed, NOW)
    latest = {name: publication for name, (publication, _) in first.items()}
    gone = issued(TOLD, [withdrawn(first["d0"][1])], latest, signed, NOW)
    assert gone["d0"][0].version == (1, 2)
    latest |= {name: publication for name, (publication, _) in gone.items()}
    assert issued(TOLD, [withdrawn(gone["d0"][1])], latest, signed, NOW) == {}
