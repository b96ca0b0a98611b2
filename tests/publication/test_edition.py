"""What displays have in common is compiled once: that must not be seen in what any of them is told."""

from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from content import wire
from content.pack.model import Pack
from content.publication.edition import Compiler, Edition, StoredFrame
from content.publication.issue import issued
from content.publication.manifests import Manifests
from content.publication.planner import plan_for
from content.wire import dsse
from control_server.bench.schedule import made_up

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)


def city() -> Pack:
    """Displays of two languages and audiences, some with what others have, one that is touched."""
    pack = made_up(6, 12, 24)
    touched = msgspec.structs.replace(pack.displays["d3"], touch=True)
    ahead = msgspec.structs.replace(pack.displays["d4"], phase=7)
    return msgspec.structs.replace(pack, displays={**pack.displays, "d3": touched, "d4": ahead})


def manifests(edition: Edition) -> Manifests:
    return Manifests(
        edition, {key: StoredFrame(asset=sha256(key.encode()).hexdigest(), size=1) for key in edition.jobs}
    )


def test_a_display_is_told_the_same_as_if_it_were_alone() -> None:
    pack = city()
    together = Compiler().compiled(pack)
    told = manifests(together)
    for name, display in pack.displays.items():
        alone = Compiler().compiled(msgspec.structs.replace(pack, displays={name: display}))
        assert together.displays[name] == alone.displays[name]
        assert told.of(name) == manifests(alone).of(name)
        assert told.of(name).plan == plan_for(pack, display)
        assert set(told.of(name).alternatives) == ({"high-contrast", "large-text"} if display.touch else set())


def test_its_bytes_are_those_of_the_wire() -> None:
    edition = Compiler().compiled(city())
    told = manifests(edition)
    for name in edition.displays:
        found = told.of(name)
        assert told.encoded(found) == wire.encode(found)
        dated = msgspec.structs.replace(found, epoch=2, sequence=9, issued=NOW, valid_until=NOW)
        assert told.encoded(dated) == wire.encode(dated)
        assert told.digest(dated) == told.digest(found) == sha256(wire.encode(found)).hexdigest()


def test_equal_sheets_share_what_is_equal() -> None:
    shares = Compiler().compiled(made_up(6, 12, 421)).displays
    assert shares["d0"].plan is shares["d420"].plan and shares["d0"].frames is shares["d420"].frames
    assert len({id(each.plan) for each in shares.values()}) == 140  # languages, audiences, hours, districts
    assert len({id(each.frames) for each in shares.values()}) == 105  # languages, districts, formats


def test_a_pack_read_again_composes_only_the_slide_that_was_edited() -> None:
    compiler = Compiler()
    before = compiler.compiled(city())
    edited = city()
    slide = msgspec.structs.replace(edited.slides["s1"], title="Alt titlu")
    after = compiler.compiled(msgspec.structs.replace(edited, slides={**edited.slides, "s1": slide}))
    again = compiler.compiled(city())
    for name, own in after.displays.items():
        changed = {slide for slide, turns in own.frames.items() if turns != before.displays[name].frames[slide]}
        assert changed == {"s1"}
        kept = [key for slide, turns in own.frames.items() if slide not in changed for key in turns.values()]
        assert all(after.jobs[key] is before.jobs[key] for key in kept)
    assert {name: each.frames for name, each in again.displays.items()} == {
        name: each.frames for name, each in before.displays.items()
    }


def test_what_is_issued_is_signed_dated_and_only_what_differs() -> None:
    key, edition = Ed25519PrivateKey.generate(), Compiler().compiled(city())
    told, sign = manifests(edition), partial(dsse.sign, context="manifest", key=key)
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
