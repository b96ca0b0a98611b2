"""Every frame that displays show is there once, and says which display it is of when there is but one."""

import msgspec

from content.checks import frames, gate
from content.checks.frames import ShownFrame
from content.publication.edition import Compiler
from content.slides.job import Format
from tests.checks import packs
from tests.checks.crowd import crowded


def names(shown: list[ShownFrame]) -> set[tuple[str | None, str | None, str, str]]:
    return {(each.display, each.slide, each.lang, each.job.key()) for each in shown}


def test_a_compiled_pack_shows_the_same_frames_as_one_that_is_not() -> None:
    touched = packs.parsed(("displays.yaml", "audience: waiting", "touch: true"))
    for pack in (packs.parsed(), touched, crowded(15)):
        composed, faults = frames.of_pack(pack)
        assert not faults
        compiled = frames.of_edition(Compiler().compiled(pack))
        assert names(compiled) == names(composed)
        assert len(compiled) == len(composed)


def test_a_frame_that_several_displays_show_is_of_none_of_them() -> None:
    pack = packs.parsed()
    twin = msgspec.structs.replace(pack.displays["piata"], id="twin", phase=20, hours=())
    shown, _ = frames.of_pack(msgspec.structs.replace(pack, displays={**pack.displays, "twin": twin}))
    assert {each.display for each in shown if each.job.format == Format.of(twin)} == {None}
    assert {each.display for each in shown if each.job.format != Format.of(twin)} == {"hol"}


def test_slides_by_themselves_are_shown_on_every_display_also_where_they_do_not_play() -> None:
    pack = packs.parsed(("playlists.yaml", ", apa]", "]"))
    shown, faults = frames.of_slides(pack, ["apa"])
    assert not faults
    assert [(each.display, each.slide, each.lang) for each in shown] == [
        ("hol", "apa", "ro"),
        ("hol", "apa", "en"),
        ("piata", "apa", "ro"),
    ]


def test_a_slide_that_cannot_be_composed_is_a_fault_of_its_display_or_of_all() -> None:
    change = ("data/cheltuieli.csv", "84.02;Transporturi;600000", "84.02;Transporturi;600001")
    _, faults = frames.of_pack(packs.parsed(change))
    assert {(each.code, each.display) for each in faults} == {("sum", "hol"), ("sum", "piata")}
    _, of_many = frames.of_pack(crowded(60, packs.parsed(change)))
    assert {each.display for each in of_many} == {None}
    assert len(of_many) == 2 * 2  # in two formats and languages
    assert len(gate.merged(of_many)) == 1
