"""Attacks on what a display believes: none has an effect.

Each is one way in which somebody who owns the network, the broker, a former server or another city's key would have it
show, forget or do what nobody signed for it, now.

After The Update Framework's list: arbitrary content, rollback, fast-forward, replay, freeze, endless data, mix and
match, wrong role.
"""

import base64
import itertools
import json
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, NamedTuple

import msgspec
import pytest

from content.findings import RefusedError
from content.wire import Command, PlaysAck, SignedTime, Tip, dsse, encode, limits, trusted
from content.wire.trusted import TrustedSet
from tests.figures import samples, shown
from tests.wire.test_trusted import (
    DATA,
    NOW,
    PROGRAMME,
    SIGNER,
    STRANGER,
    accepted,
    another,
    manifest,
    signed,
    trusted_set,
)

HELD = signed(5)
"""What the attacked display plays: version 1.5; the server said that it was told 1.5."""


class Role(NamedTuple):
    """A kind of signed document: a genuine and new one, and whether an envelope of it has an effect on a display."""

    document: msgspec.Struct
    context: dsse.Context
    accept: Callable[[TrustedSet, bytes], object]


ROLES = {
    "manifest": Role(manifest(6), "manifest", lambda display, envelope: display.accept_manifest(envelope, NOW)),
    "command": Role(
        Command(id="c", display="gara", verb="restart", expires=NOW + timedelta(seconds=30)),
        "command",
        lambda display, envelope: display.accept_command(envelope, NOW),
    ),
    "time": Role(
        SignedTime(site="proba", display="gara", nonce="n", at=NOW, newest=(1, 7)),
        "time",
        lambda display, envelope: display.accept_time(envelope, "n"),
    ),
    "ack": Role(
        PlaysAck(display="gara", key="k", tip=Tip(number=7, hash="")),
        "plays-ack",
        lambda display, envelope: display.accept_ack(envelope),
    ),
}


def displays() -> TrustedSet:
    display = trusted_set()
    display.accept_manifest(HELD, NOW)
    return display


def effect(role: Role, envelope: bytes) -> bool:
    """Whether the display took it for true."""
    display = displays()
    try:
        return role.accept(display, envelope) is not None
    except (dsse.UntrustedError, RefusedError):
        return display.highest != (1, 5)


def by(signer: dsse.Signer, payload: bytes, context: dsse.Context) -> bytes:
    return {
        "manifest": signer.sign_manifest,
        "command": signer.sign_command,
        "time": signer.sign_time,
        "plays-ack": signer.sign_ack,
    }[context](payload)


def opened(envelope: bytes) -> Any:
    return json.loads(envelope)


def resealed(envelope: bytes, **fields: Any) -> bytes:
    """The envelope with other fields and the signature it had."""
    return json.dumps(opened(envelope) | fields).encode()


def changed(envelope: bytes, old: bytes, new: bytes) -> bytes:
    """Its payload altered after it was signed."""
    payload = base64.b64decode(opened(envelope)["payload"])
    assert old in payload
    return resealed(envelope, payload=base64.b64encode(payload.replace(old, new)).decode())


def forgeries(role: Role) -> Iterator[tuple[str, bytes]]:
    """What can be tried with any signed document."""
    payload, context = encode(role.document), role.context
    genuine, strange = by(SIGNER, payload, context), by(STRANGER, payload, context)
    (own,), (other,) = opened(genuine)["signatures"], opened(strange)["signatures"]
    yield "signed by another", strange
    yield "signed by another, who names our key", resealed(strange, signatures=[other | {"keyid": own["keyid"]}])
    yield "not signed", resealed(genuine, signatures=[])
    yield "an empty signature", resealed(genuine, signatures=[own | {"sig": ""}])
    yield "the bare document", payload
    yield "altered after it was signed", changed(genuine, b'"gara"', b'"gar\\u0061"')
    yield "with a byte more", changed(genuine, b"}", b"} ")
    yield "a bit of the signature flipped", resealed(genuine, signatures=[own | {"sig": flipped(own["sig"])}])
    yield "cut short", genuine[: len(genuine) // 2]
    yield "for another display", by(SIGNER, payload.replace(b'"gara"', b'"piata"'), context)
    yield "nested beyond reason", by(SIGNER, b'{"more": ' + b"[" * 5_000 + b"]" * 5_000 + b"}", context)
    yield "a document that is none", by(SIGNER, b"[]", context)
    yield "ten thousand signatures of others", resealed(genuine, signatures=[other] * 10_000)
    for wrong in ("manifest", "command", "time", "plays-ack"):
        if wrong != context:
            yield f"signed as {wrong}", by(SIGNER, payload, wrong)
            yield (
                f"signed as {wrong} and renamed",
                resealed(by(SIGNER, payload, wrong), payloadType=opened(genuine)["payloadType"]),
            )


def flipped(text: str) -> str:
    data = bytearray(base64.b64decode(text))
    data[9] ^= 1
    return base64.b64encode(data).decode()


def old(sequence: int, epoch: int = 1, **fields: Any) -> bytes:
    return signed(sequence, epoch, **fields)


MANIFESTS = {
    "rollback: an older sequence": old(4),
    "rollback: an older epoch with a high number": old(10**9, 0),
    "rollback: the same number, other bytes": old(5, phase=9),
    "rollback: below zero": old(-1),
    "freeze: expired this second": old(6, valid_until=NOW),
    "freeze: expired a year ago": old(6, valid_until=NOW - timedelta(days=365)),
    "fast-forward: beyond every number": SIGNER.sign_manifest(
        encode(manifest(6)).replace(b'"sequence":6', b'"sequence":%d' % 2**80)
    ),
    "endless: more bytes than a manifest has": SIGNER.sign_manifest(encode(manifest(6)) + b" " * 16_000),
    "endless: a programme larger than any": old(6, size=limits.MAX_PROGRAMME_BYTES + 1),
    "another city's, signed with our key": old(6, site="alta"),
    "ahead by more than a day": old(6, phase=limits.MAX_SECONDS + 1),
    "two of the same key in its JSON": SIGNER.sign_manifest(
        encode(manifest(6)).replace(b'"display":"gara"', b'"display":"gara","display":"piata"')
    ),
}
PROGRAMMES = {
    "mix and match: another genuine programme": (DATA, another(width=800)),
    "mix and match: with a byte more": (DATA, DATA + b" "),
    "mix and match: cut short": (DATA, DATA[:-1]),
    "mix and match: none": (DATA, b""),
    "endless: a side beyond what GL takes": (another(height=5_000),) * 2,
    "endless: an asset of a gigabyte": (another(assets={"0" * 64: 2**30}),) * 2,
    "endless: assets of terabytes": (another(assets={f"{n:064x}": 2**25 for n in range(4_000)} | {"0" * 64: 7}),) * 2,
    "endless: an asset of less than nothing": (another(assets={"0" * 64: -1}),) * 2,
    "a frame that is no digest": (
        DATA.replace(b'"asset":"' + b"0" * 64, b'"asset":"../../../etc/passwd'),
    ) * 2,
    "a time zone that is none": (another(plan=msgspec.structs.replace(PROGRAMME.plan, timezone="../etc")),) * 2,
    "nested beyond reason": (b'{"more": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",) * 2,
    "no programme": (b"{}",) * 2,
}  # fmt: skip


def programme_has_effect(named: bytes, arrived: bytes) -> bool:
    try:
        trusted.with_programme(accepted(named), arrived)
    except RefusedError:
        return False
    return True


def replays() -> dict[str, bool]:
    """Genuine things, once more or too late."""
    display, command = displays(), by(SIGNER, encode(ROLES["command"].document), "command")
    display.accept_command(command, NOW)
    told = displays()
    told.refuse_before((1, 9))
    late, time = NOW + timedelta(seconds=30), by(SIGNER, encode(ROLES["time"].document), "time")

    def refused(act: Callable[[], object]) -> bool:
        try:
            return act() is not None
        except RefusedError:
            return False

    return {
        "replay: a command, once more": display.accept_command(command, NOW + timedelta(seconds=9)) is not None,
        "replay: a command, too late": displays().accept_command(command, late) is not None,
        "replay: the manifest that plays": displays().accept_manifest(HELD, NOW) is not None,
        "replay: the time told to another question": refused(lambda: displays().accept_time(time, "m")),
        "rollback: older than the server says, to an empty store": refused(
            lambda: told.accept_manifest(signed(8), NOW)
        ),
        "rollback: from the store, after the card was lost": refused(lambda: told.accept_stored(signed(8))),
        "rollback: a stored one of another display": refused(
            lambda: displays().accept_stored(signed(9, display="piata"))
        ),
    }


def attacks() -> dict[str, bool]:
    """Whether each has an effect."""
    table = {f"{name}: {how}": effect(role, data) for name, role in ROLES.items() for how, data in forgeries(role)}
    table |= {f"manifest: {how}": effect(ROLES["manifest"], data) for how, data in MANIFESTS.items()}
    table |= {f"programme: {how}": programme_has_effect(*pair) for how, pair in PROGRAMMES.items()}
    return table | replays()


def test_no_attack_has_an_effect() -> None:
    table = attacks()
    succeeded = [name for name, has_effect in table.items() if has_effect]
    print(succeeded)
    shown(
        "attacks on what is believed: with an effect",
        f"{len(succeeded)} of {len(table)}",
        "0 of ≥ 60",
        holds=not succeeded,
    )
    assert len(table) >= 60


@pytest.mark.parametrize("name", ROLES)
def test_the_genuine_document_of_each_attack_has_an_effect(name: str) -> None:
    """Otherwise the attacks would fail for another reason than theirs."""
    role = ROLES[name]
    assert effect(role, by(SIGNER, encode(role.document), role.context))


# --- whatever arrives in whatever order -------------------------------------------------------------------------------


class Model:
    """What a display may believe, by the invariants alone."""

    def __init__(self) -> None:
        self.highest = self.least = trusted.BEFORE_ALL
        self.held: bytes | None = None
        self.commands: set[str] = set()

    def takes(self, version: tuple[int, int], envelope: bytes, *, fresh: bool, genuine: bool) -> bool:
        if envelope == self.held or not (genuine and fresh and version > self.highest and version >= self.least):
            return False
        self.highest, self.held = version, envelope
        return True


def step(display: TrustedSet, model: Model, chance: random.Random, now: Any) -> bool:
    """One thing arrives; whether the display did what the model says."""
    epoch, sequence, genuine = chance.randrange(3), chance.randrange(30), chance.random() < 0.7
    signer, kind = SIGNER if genuine else STRANGER, chance.randrange(4)
    if kind == 0:
        display.refuse_before((epoch, sequence // 3))
        model.least = max(model.least, (epoch, sequence // 3))
        return True
    if kind == 1:
        command = Command(
            id=f"c{sequence}",
            display=chance.choice(["gara", "piata"]),
            verb="restart",
            expires=now + timedelta(hours=9),
        )
        expected = genuine and command.display == "gara" and command.id not in model.commands
        try:
            took = display.accept_command(signer.sign_command(encode(command)), now) is not None
        except (dsse.UntrustedError, RefusedError):
            took = False
        model.commands |= {command.id} if expected else set()
        return took == expected
    ends = now + timedelta(days=chance.choice([-1, 30]))
    ours = chance.random() < 0.9
    made = manifest(sequence, epoch, valid_until=ends, phase=chance.randrange(3), display="gara" if ours else "piata")
    envelope = signer.sign_manifest(encode(made))
    expected = model.takes((epoch, sequence), envelope, fresh=kind == 3 or ends > now, genuine=genuine and ours)
    try:
        took = (display.accept_stored(envelope) if kind == 3 else display.accept_manifest(envelope, now)) is not None
    except RefusedError:
        took = False
    return took == expected and display.highest == model.highest


def test_a_display_believes_what_the_invariants_say_whatever_the_order() -> None:
    seed, steps = random.randrange(10**6), samples(3_000, 100_000)
    print(f"seed {seed}")
    chance, wrong = random.Random(seed), 0
    for number in itertools.count():
        if number * 50 >= steps:
            break
        display, model = trusted_set(), Model()
        wrong += sum(not step(display, model, chance, NOW) for _ in range(50))
    shown("steps in which a display believed otherwise than it may", f"{wrong} of {steps}", "0 of 10⁵", holds=not wrong)
