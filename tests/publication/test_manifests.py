"""What displays are told is put together and encoded once: that must not be seen in what any of them is told."""

from datetime import UTC, datetime
from hashlib import sha256

import msgspec

from content import wire
from content.publication.edition import Compiler
from content.publication.manifests import withdrawn
from content.publication.planner import plan_for
from tests.publication.cities import city, manifests_of

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)


def test_a_display_is_told_the_same_as_if_it_were_alone() -> None:
    pack = city()
    told = manifests_of(Compiler().compiled(pack))
    for name, display in pack.displays.items():
        alone = Compiler().compiled(msgspec.structs.replace(pack, displays={name: display}))
        assert told.of(name) == manifests_of(alone).of(name)
        assert told.of(name).plan == plan_for(pack, display)
        assert set(told.of(name).alternatives) == ({"high-contrast", "large-text"} if display.touch else set())


def test_its_bytes_are_those_of_the_wire() -> None:
    edition = Compiler().compiled(city())
    told = manifests_of(edition)
    for name in edition.displays:
        manifest = told.of(name)
        assert told.encoded(manifest) == wire.encode(manifest)
        dated = msgspec.structs.replace(manifest, epoch=2, sequence=9, issued=NOW, valid_until=NOW)
        assert told.encoded(dated) == wire.encode(dated)
        assert told.digest(dated) == told.digest(manifest) == sha256(wire.encode(manifest)).hexdigest()


def test_every_file_that_is_named_has_its_size() -> None:
    edition = Compiler().compiled(city())
    told = manifests_of(edition)
    for name in edition.displays:
        manifest = told.of(name)
        themes = (manifest.frames, *manifest.alternatives.values())
        named = {frame.asset for frames in themes for turns in frames.values() for frame in turns.values()}
        assert manifest.assets.keys() == named | {manifest.neutral.asset}


def test_a_display_that_left_the_pack_keeps_the_neutral_card_and_its_hours() -> None:
    edition = Compiler().compiled(city())
    for name in edition.displays:
        last = manifests_of(edition).of(name)
        after = withdrawn(last)
        assert (after.plan.items, after.plan.entries, after.frames, after.alternatives) == ({}, (), {}, {})
        assert (after.plan.timezone, after.plan.hours) == (last.plan.timezone, last.plan.hours)
        assert after.assets == {last.neutral.asset: last.assets[last.neutral.asset]}
        assert (after.neutral, after.display, after.site) == (last.neutral, last.display, last.site)
