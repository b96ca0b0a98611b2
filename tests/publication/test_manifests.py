"""What displays are told is put together and encoded once: that must not be seen in what any of them is told."""

from hashlib import sha256

import msgspec

from content import wire
from content.publication.edition import Compiler
from content.publication.manifests import withdrawn
from content.publication.planner import plan_for
from content.wire import limits
from control_server.bench.made_up_city import made_up
from tests.publication.cities import city, manifests_of


def test_a_display_is_told_the_same_as_if_it_were_alone() -> None:
    pack = city()
    told = manifests_of(Compiler().compiled(pack))
    for name, display in pack.displays.items():
        alone = manifests_of(Compiler().compiled(msgspec.structs.replace(pack, displays={name: display})))
        assert told.of(name) == alone.of(name)
        assert told.programme(name) == alone.programme(name)
        assert told.programme(name).programme.plan_of(told.of(name)) == plan_for(pack, display)
        themes = {"high-contrast", "large-text"} if display.touch else set()
        assert set(told.programme(name).programme.alternatives) == themes


def test_a_programme_is_named_by_the_bytes_of_the_wire() -> None:
    edition = Compiler().compiled(city())
    told = manifests_of(edition)
    for name in edition.displays:
        manifest, issued = told.of(name), told.programme(name)
        assert issued.data == wire.encode(issued.programme)
        assert (manifest.programme, manifest.size) == (issued.digest, len(issued.data))
        assert issued.digest == sha256(issued.data).hexdigest()
        assert wire.decode(issued.data, wire.Programme, name) == issued.programme


def test_displays_share_a_programme_whatever_their_hours_and_phase() -> None:
    """What differs between two displays in their hours and phase only is in their manifests only."""
    pack = made_up(6, 12, 841)
    told = manifests_of(Compiler().compiled(pack))
    one, other = pack.displays["d0"], msgspec.structs.replace(pack.displays["d420"], id="d0")
    assert one == other and told.programme("d0") is told.programme("d420")
    elsewhere = msgspec.structs.replace(pack.displays["d840"], hours=(), phase=9)
    told = manifests_of(Compiler().compiled(msgspec.structs.replace(pack, displays={"d0": one, "d840": elsewhere})))
    assert told.programme("d0") is told.programme("d840")
    assert told.of("d0").hours and not told.of("d840").hours
    assert (told.of("d0").phase, told.of("d840").phase) == (0, 9)


def test_every_file_that_is_named_has_its_size() -> None:
    edition = Compiler().compiled(city())
    told = manifests_of(edition)
    for name in edition.displays:
        programme = told.programme(name).programme
        assert programme.assets.keys() == {frame.asset for frame in programme.all_frames()}


def test_what_a_city_tells_its_displays_is_within_what_they_take() -> None:
    edition = Compiler().compiled(city())
    told = manifests_of(edition)
    for name in edition.displays:
        assert limits.manifest_flaw(told.of(name)) is None
        assert limits.programme_flaw(told.programme(name).programme) is None


def test_a_display_that_left_the_pack_keeps_the_neutral_card() -> None:
    edition = Compiler().compiled(city())
    told = manifests_of(edition)
    for name in edition.displays:
        last = told.programme(name).programme
        farewell = withdrawn(last)
        after = farewell.programme
        assert (after.plan.items, after.plan.entries, after.frames, after.alternatives) == ({}, (), {}, {})
        assert after.plan.timezone == last.plan.timezone
        assert after.assets == {last.neutral.asset: last.assets[last.neutral.asset]}
        assert after.neutral == last.neutral
        assert withdrawn(after) == farewell
