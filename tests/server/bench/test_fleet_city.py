"""The city of a fleet: a pack of any size in which every display shows the slide that is changed."""

from datetime import UTC, datetime

import pytest

from content import strict_yaml
from content.checks import gate
from content.pack.folder import read_folder
from content.pack.parse import parse
from content.pack.sample import moved, sample_city
from content.publication.edition import Compiler
from content.publication.planner import plan_for
from control_server.bench.fleet_city import KINDS, LANG, SLIDE, changed_label, display_ids, grown

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return grown(moved(read_folder(sample_city()), NOW.date()), 60)


def test_every_display_shows_the_slide_in_the_language_that_is_changed(files: dict[str, bytes]) -> None:
    pack = parse(files)
    assert list(pack.displays) == display_ids(60)
    for display in pack.displays.values():
        assert LANG in [turn.lang for turn in plan_for(pack, display).items[SLIDE].turns]


def test_ten_thousand_are_a_pack_that_can_be_read() -> None:
    files = grown(moved(read_folder(sample_city()), NOW.date()), 10_000)
    assert list(parse(files).displays) == display_ids(10_000)


def test_the_gate_has_nothing_against_it(files: dict[str, bytes]) -> None:
    pack, characters = parse(files), Compiler().characters
    assert [*gate.check(pack, NOW, characters), *gate.foresee(pack, NOW, characters)] == []


def test_its_displays_are_of_twelve_kinds_with_hours_of_their_own(files: dict[str, bytes]) -> None:
    displays = parse(files).displays.values()
    kinds = {(d.panel.width, d.panel.height, d.languages, tuple(d.tags), d.audience) for d in displays}
    assert len(kinds) == KINDS
    assert len({(d.panel, d.languages, d.hours) for d in displays}) == 5 * KINDS


def test_more_displays_need_no_more_frames() -> None:
    sample = moved(read_folder(sample_city()), NOW.date())
    few, many = (Compiler().compiled(parse(grown(sample, n))).jobs for n in (KINDS, 5 * KINDS))
    assert few.keys() == many.keys()


def test_every_change_is_another_headline_in_one_language(files: dict[str, bytes]) -> None:
    texts = [strict_yaml.mapping(changed_label(files, n), "x")["title"] for n in range(60)]
    assert len({title.pop(LANG) for title in texts}) == 60
    assert len({tuple(title.items()) for title in texts}) == 1
