"""The invariants of a trusted set, whatever arrives in whatever order."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.schedule.plan import Plan, Window
from content.wire import Command, Frame, Manifest, Programme, SignedTime, dsse, encode, trusted
from content.wire.trusted import TrustedSet

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SIGNER = dsse.Signer(KEY)
STRANGER = dsse.Signer(Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
PROGRAMME = Programme(
    width=1920,
    height=1080,
    plan=Plan(timezone="Europe/Bucharest", items={}, entries=()),
    frames={},
    neutral=Frame(asset="0" * 64),
    assets={"0" * 64: 7},
)
DATA = encode(PROGRAMME)


def trusted_set(**options: Any) -> TrustedSet:
    return TrustedSet([SIGNER.public_key], "proba", "gara", **options)


def manifest(sequence: int = 1, epoch: int = 1, **fields: Any) -> Manifest:
    made = Manifest(
        site="proba",
        display="gara",
        epoch=epoch,
        sequence=sequence,
        issued=NOW,
        valid_until=NOW + timedelta(days=30),
        programme=sha256(DATA).hexdigest(),
        size=len(DATA),
    )
    return msgspec.structs.replace(made, **fields)


def signed(sequence: int = 1, epoch: int = 1, **fields: Any) -> bytes:
    return SIGNER.sign_manifest(encode(manifest(sequence, epoch, **fields)))


def command(signer: dsse.Signer = SIGNER, **fields: Any) -> bytes:
    made = Command(id="c1", display="gara", verb="screenshot", expires=NOW + timedelta(seconds=30))
    return signer.sign_command(encode(msgspec.structs.replace(made, **fields)))


def test_a_genuine_manifest_is_accepted_with_its_exact_bytes() -> None:
    envelope = signed(7)
    accepted = trusted_set().accept_manifest(envelope, NOW)
    assert accepted is not None
    assert (accepted.envelope, accepted.version, accepted.manifest) == (envelope, (1, 7), manifest(7))


def test_the_same_bytes_again_are_no_news_even_after_they_expired() -> None:
    display, envelope = trusted_set(), signed()
    display.accept_manifest(envelope, NOW)
    assert display.accept_manifest(envelope, NOW + timedelta(days=99)) is None
    assert display.accept_stored(envelope) is None


REFUSED: dict[str, tuple[bytes, str]] = {
    "another key": (STRANGER.sign_manifest(encode(manifest(9))), "manifest: is not genuine: no pinned key signed"),
    "a command": (SIGNER.sign_command(encode(manifest(9))), "manifest: is not genuine: signed as"),
    "no envelope": (b"\xff", "manifest: is not genuine: not an envelope: "),
    "no manifest": (SIGNER.sign_manifest(b"{}"), "manifest: is not a valid manifest: "),
    "nested too deeply": (
        SIGNER.sign_manifest(b'{"more": ' + b"[" * 5_000 + b"]" * 5_000 + b"}"),
        "manifest: is not a valid manifest: maximum recursion depth",
    ),
    "too large": (STRANGER.sign_manifest(b"x" * 12_000), "manifest: has 16209 bytes, expected at most 16000"),
    "another site": (signed(9, site="alta"), "manifest: 1.9 is for alta/gara, expected proba/gara"),
    "another display": (signed(9, display="alta"), "manifest: 1.9 is for proba/alta, expected proba/gara"),
    "older": (signed(4), "manifest: 1.4 is not newer than 1.5"),
    "an older epoch": (signed(99, 0), "manifest: 0.99 is not newer than 1.5"),
    "the same number": (signed(5, phase=800), "manifest: 1.5 is not newer than 1.5"),
    "expired": (signed(9, valid_until=NOW), "manifest: 1.9 was valid until 2026-11-20 08:00 UTC"),
    "beyond the limits": (signed(9, phase=86_401), "manifest: 1.9 is 86401 s ahead in its rotation"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_changes_nothing(name: str) -> None:
    envelope, sentence = REFUSED[name]
    display = trusted_set()
    display.accept_manifest(signed(5), NOW)
    with pytest.raises(RefusedError) as refusal:
        display.accept_manifest(envelope, NOW)
    assert str(refusal.value).startswith(sentence)
    assert display.highest == (1, 5)
    assert display.accept_manifest(signed(6), NOW) is not None


def another(**fields: Any) -> bytes:
    return encode(msgspec.structs.replace(PROGRAMME, **fields))


def accepted(data: bytes) -> trusted.TrustedManifest:
    signed_now = trusted_set().accept_manifest(signed(programme=sha256(data).hexdigest(), size=len(data)), NOW)
    assert signed_now is not None
    return signed_now


def test_a_programme_is_believed_by_its_digest() -> None:
    believed = trusted.with_programme(accepted(DATA), DATA)
    assert (believed.programme, believed.data, believed.version) == (PROGRAMME, DATA, (1, 1))
    for data in (DATA + b" ", another(width=800), b""):
        with pytest.raises(RefusedError, match=r"programme 1\.1: is another than the manifest names"):
            trusted.with_programme(accepted(DATA), data)


def test_the_plan_has_the_hours_and_the_phase_of_the_display() -> None:
    hours = (Window(days=(0,), start=0, end=60),)
    display = trusted_set()
    manifest_now = display.accept_manifest(signed(hours=hours, phase=7), NOW)
    assert manifest_now is not None
    plan = trusted.with_programme(manifest_now, DATA).plan
    assert plan == Plan(timezone="Europe/Bucharest", hours=hours, phase=7)


UNPLAYABLE = {
    "no programme": (b"{}", "is not a valid programme: "),
    "nested too deeply": (b'{"more": ' + b"[" * 5_000 + b"]" * 5_000 + b"}", "is not a valid programme: maximum"),
    "beyond the limits": (another(height=5_000), "is for 1920 × 5000 pixels, expected at most 4096 a side"),
}


@pytest.mark.parametrize("name", UNPLAYABLE)
def test_a_programme_that_cannot_be_played_is_refused(name: str) -> None:
    data, sentence = UNPLAYABLE[name]
    with pytest.raises(RefusedError) as refusal:
        trusted.with_programme(accepted(data), data)
    assert str(refusal.value).startswith(f"programme 1.1: {sentence}")


def test_a_stored_programme_may_have_outgrown_the_limits() -> None:
    data = another(height=5_000)
    assert trusted.with_programme(accepted(data), data, stored=True).programme.height == 5_000


def test_what_was_accepted_before_the_start_counts() -> None:
    display = trusted_set(highest=(2, 3))
    with pytest.raises(RefusedError, match=r"2\.3 is not newer than 2\.3"):
        display.accept_manifest(signed(3, 2), NOW)
    assert display.accept_manifest(signed(4, 2), NOW) is not None


def test_a_stored_manifest_may_have_expired_and_outgrown_the_limits() -> None:
    display = trusted_set()
    stored = display.accept_stored(signed(5, phase=86_401, valid_until=NOW - timedelta(days=9)))
    assert stored is not None and display.highest == (1, 5)


@pytest.mark.parametrize(
    "name", ["another key", "a command", "no envelope", "another site", "another display", "older"]
)
def test_a_stored_manifest_must_be_genuine_for_this_display_and_newer(name: str) -> None:
    envelope, sentence = REFUSED[name]
    display = trusted_set()
    display.accept_stored(signed(5))
    with pytest.raises(RefusedError) as refusal:
        display.accept_stored(envelope)
    assert str(refusal.value).startswith(sentence)


def test_a_second_pinned_key_counts_too() -> None:
    display = TrustedSet([SIGNER.public_key, STRANGER.public_key], "proba", "gara")
    assert display.accept_manifest(STRANGER.sign_manifest(encode(manifest())), NOW) is not None
    assert display.accept_command(command(STRANGER), NOW) is not None


def test_a_command_is_accepted_once() -> None:
    display = trusted_set()
    accepted = display.accept_command(command(), NOW)
    assert accepted is not None and (accepted.id, accepted.verb) == ("c1", "screenshot")
    assert display.accept_command(command(), NOW + timedelta(seconds=29)) is None
    assert display.accept_command(command(id="c2"), NOW) is not None


def test_a_command_for_another_or_too_late_is_passed_over() -> None:
    display = trusted_set()
    assert display.accept_command(command(display="alta"), NOW) is None
    assert display.accept_command(command(expires=NOW), NOW) is None
    assert display.accept_command(command(), NOW) is not None


COMMANDS: dict[str, Callable[[], bytes]] = {
    "another key": lambda: command(STRANGER),
    "a manifest": signed,
    "unsigned": lambda: encode(Command(id="c", display="gara", verb="restart", expires=NOW)),
    "another verb": lambda: SIGNER.sign_command(
        json.dumps({"id": "c", "display": "gara", "verb": "explode", "expires": "2026-11-20T09:00:00Z"}).encode()
    ),
    "nested too deeply": lambda: SIGNER.sign_command(b'{"more": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_is_not_genuine_is_refused(name: str) -> None:
    with pytest.raises((dsse.UntrustedError, RefusedError)):
        trusted_set().accept_command(COMMANDS[name](), NOW)


@given(
    offers=st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 9), st.sampled_from([800, 900]), st.booleans(), st.booleans())
    )
)
def test_versions_only_grow(offers: list[tuple[int, int, int, bool, bool]]) -> None:
    display, accepted = trusted_set(), list[trusted.TrustedManifest]()
    for epoch, sequence, width, genuine, stored in offers:
        made = encode(manifest(sequence, epoch, phase=width))
        envelope = (SIGNER if genuine else STRANGER).sign_manifest(made)
        before = display.highest
        try:
            new = display.accept_stored(envelope) if stored else display.accept_manifest(envelope, NOW)
        except RefusedError:
            assert not genuine or (epoch, sequence) <= before
            assert display.highest == before
            continue
        if new is None:
            assert envelope == accepted[-1].envelope
        else:
            accepted.append(new)
            assert genuine and before < new.version == display.highest


def signed_time(**fields: object) -> bytes:
    told = SignedTime(site="proba", display="gara", nonce="n", at=NOW, newest=(1, 7))
    return SIGNER.sign_time(encode(msgspec.structs.replace(told, **fields)))


def test_a_time_in_answer_to_the_question_is_accepted() -> None:
    told = trusted_set().accept_time(signed_time(), "n")
    assert (told.at, told.newest) == (NOW, (1, 7))


TIMES: dict[str, Callable[[], bytes]] = {
    "another display": lambda: signed_time(display="piata"),
    "another site": lambda: signed_time(site="arad"),
    "another question": lambda: signed_time(nonce="m"),
    "another key": lambda: STRANGER.sign_time(encode(SignedTime(site="proba", display="gara", nonce="n", at=NOW))),
    "a command": lambda: SIGNER.sign_command(encode(SignedTime(site="proba", display="gara", nonce="n", at=NOW))),
    "nothing": lambda: b"",
    "a day before all days": lambda: SIGNER.sign_time(
        b'{"site":"proba","display":"gara","nonce":"n","at":"0001-01-01T00:00:00Z"}'
    ),
}


@pytest.mark.parametrize("name", TIMES)
def test_a_time_that_is_not_told_to_this_question_is_refused(name: str) -> None:
    with pytest.raises((dsse.UntrustedError, RefusedError)):
        trusted_set().accept_time(TIMES[name](), "n")


def test_what_is_older_than_the_server_says_is_refused() -> None:
    display = trusted_set()
    display.refuse_before((1, 7))
    display.refuse_before((1, 3))
    with pytest.raises(RefusedError, match=r"1\.6 is older than 1\.7"):
        display.accept_manifest(SIGNER.sign_manifest(encode(manifest(6))), NOW)
    assert display.highest == trusted.BEFORE_ALL
    assert display.accept_manifest(SIGNER.sign_manifest(encode(manifest(7))), NOW)
