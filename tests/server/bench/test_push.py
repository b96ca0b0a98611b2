"""What `afisier bench push` changes and reports. The run itself needs real displays."""

from content.pack.folder import read_folder
from content.pack.parse import parse
from content.pack.sample import sample_city
from content.publication.planner import plan_for
from control_server.bench.push import SLIDE, in_one_language, one_slide


def test_the_slide_that_is_changed_is_all_that_every_display_shows() -> None:
    pack = parse(one_slide(read_folder(sample_city())))
    for display in pack.displays.values():
        assert set(plan_for(pack, display).items) == {SLIDE}


def test_every_display_shows_romanian_only_where_one_label_is_changed() -> None:
    files = one_slide(read_folder(sample_city()))
    pack = parse(in_one_language(files))
    assert set(pack.displays) == set(parse(files).displays)
    for display in pack.displays.values():
        assert [turn.lang for turn in plan_for(pack, display).items[SLIDE].turns] == ["ro"]
