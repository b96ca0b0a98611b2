"""A pack compiled: what displays have in common is shared, and an edit composes only what it touched."""

import msgspec

from content.publication.edition import Compiler
from content.publication.planner import plan_for
from control_server.bench.made_up_city import made_up
from tests.publication.cities import city


def test_a_display_needs_the_same_as_if_it_were_alone() -> None:
    pack = city()
    together = Compiler().compiled(pack)
    for name, display in pack.displays.items():
        alone = Compiler().compiled(msgspec.structs.replace(pack, displays={name: display}))
        own, other = together.displays[name].group, alone.displays[name].group
        assert {name: getattr(own, name) for name in own.__struct_fields__} == {
            name: getattr(other, name) for name in other.__struct_fields__
        }
        assert together.displays[name].plan == plan_for(pack, display)


def test_every_job_is_of_a_display_that_needs_it() -> None:
    edition = Compiler().compiled(city())
    needed = {name: own.group.jobs() for name, own in edition.displays.items()}
    assert {key for keys in needed.values() for key in keys} == edition.jobs.keys()
    for key in edition.jobs:
        assert edition.users(key) == [name for name, keys in needed.items() if key in keys]
    for own in edition.displays.values():
        assert edition.jobs[own.group.neutral].lang == own.display.languages[0]


def test_equal_displays_share_what_is_equal() -> None:
    shares = Compiler().compiled(made_up(6, 12, 421)).displays
    assert shares["d0"].plan is shares["d420"].plan and shares["d0"].group is shares["d420"].group
    assert len({id(each.plan) for each in shares.values()}) == 140  # languages, audiences, hours, districts
    assert len({id(each.group.plan) for each in shares.values()}) == 70  # languages, audiences, districts
    assert len({id(each.group.frames) for each in shares.values()}) == 105  # languages, districts, formats
    assert len({each.group for each in shares.values()}) == 210  # languages, audiences, districts, formats


def test_a_pack_read_again_composes_only_the_slide_that_was_edited() -> None:
    compiler = Compiler()
    before = compiler.compiled(city())
    edited = city()
    slide = msgspec.structs.replace(edited.slides["s1"], title="Alt titlu")
    after = compiler.compiled(msgspec.structs.replace(edited, slides={**edited.slides, "s1": slide}))
    again = compiler.compiled(city())
    for name, own in after.displays.items():
        frames, known = own.group.frames, before.displays[name].group.frames
        changed = {slide for slide, turns in frames.items() if turns != known[slide]}
        assert changed == {"s1"}
        kept = [key for slide, turns in frames.items() if slide not in changed for key in turns.values()]
        assert all(after.jobs[key] is before.jobs[key] for key in kept)
    assert {name: each.group.frames for name, each in again.displays.items()} == {
        name: each.group.frames for name, each in before.displays.items()
    }


def test_a_compiler_counts_what_is_read_on_what_it_composed() -> None:
    compiler, pack = Compiler(), city()
    compiled = compiler.compiled(pack)
    own = next(each for each in compiled.displays.values() if "ro" in each.group.frames["s1"])
    headline = compiled.jobs[own.group.frames["s1"]["ro"]].data.title
    assert compiler.characters(pack, "s1", "ro") >= len(headline) > 0
