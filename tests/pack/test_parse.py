"""A city pack from its files: what holds together is a pack, what does not is named, all at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.pack.parse import parse, parse_for
from content.pack.read_memory import ReadMemory
from tests import sample
from tests.pack.faults import only, refused


def test_a_pack_that_holds_together() -> None:
    pack = sample.parsed()
    assert list(pack.displays) == ["piata", "gara"]
    assert list(pack.slides) == ["restrictii", "strada"]
    assert pack.playlists["civic"].slides == ("strada", "restrictii")
    assert pack.languages(pack.slides["restrictii"]) == ("ro", "en")
    assert pack.files == {}


def test_only_named_files_are_kept() -> None:
    notice = sample.NOTICE + "image: media/harta.png\nalt: {ro: Harta, en: Map}"
    files = sample.files(slides__restrictii=notice)
    pack = parse({**files, "media/harta.png": b"picture", "media/other.png": b"x", "README.md": b"x"})
    assert pack.files == {"media/harta.png": b"picture"}


@pytest.mark.parametrize(
    "notice",
    [
        f"{sample.NOTICE}image: media/lipsa.png",  # a file that is not there
        sample.NOTICE.replace("title", "titlu"),  # a mistake
        sample.NOTICE.replace("title: {ro: Stradă închisă, en: Street closed}", "title: {hu: Zárva}"),  # in no language
        "kind: [",  # no YAML
    ],
)
def test_for_one_slide_the_faults_of_others_do_not_matter(notice: str) -> None:
    files = sample.files(slides__restrictii=notice)
    faults = refused(files)
    assert {fault.where.partition(":")[0] for fault in faults} == {"slides/restrictii.yaml"}
    assert list(parse_for(files, "strada").slides) == ["strada"]
    with pytest.raises(RefusedError) as caught:
        parse_for(files, "restrictii")
    assert caught.value.findings == faults


def test_for_one_slide_the_faults_of_shared_files_do_matter() -> None:
    files = sample.files(slides__restrictii="kind: [", campaigns="campaigns: [{id: mereu, playlist: nix}]")
    with pytest.raises(RefusedError) as caught:
        parse_for(files, "strada")
    assert [fault.where for fault in caught.value.findings] == ["campaigns.yaml:$.campaigns[0].playlist"]


def test_for_one_slide_a_sound_pack_is_the_whole_pack() -> None:
    assert parse_for(sample.files(), "strada") == sample.parsed()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"city": None}, "file city.yaml: is missing, expected this file in the pack"),
        ({"displays": "displays: 5"}, "value displays.yaml:$.displays: expected a list of displays"),
        (
            {"playlists": "playlists:\n  - {id: civic, slides: [strada, restrictii]}\nextra: 1"},
            "value playlists.yaml:$.extra: found the key 'extra', expected only 'playlists'",
        ),
        (
            {"campaigns": "campaigns:\n  - {id: a, playlist: civic}\n  - {id: a, playlist: civic}"},
            "duplicate campaigns.yaml:$.campaigns[1].id: found 'a' a second time, expected each id once",
        ),
        (
            {"slides__Mare": sample.NOTICE},
            "file slides/Mare.yaml: names the slide 'Mare', expected lower-case letters a-z, digits and hyphens, "
            "as slides/buget-100.yaml",
        ),
        (
            {"slides__sub__x": sample.NOTICE},
            "file slides/sub/x.yaml: is not a slide, expected only files named slides/<id>.yaml in this folder",
        ),
        (
            {"names": "expenditure: {84: {fr: Routes}}"},
            "value names.yaml:$.expenditure.84: found 'fr', expected one of de, en, hu, ro, sr",
        ),
    ],
)
def test_what_does_not_hold_is_named(changes: dict[str, str | None], expected: str) -> None:
    assert only(sample.files(**changes)) == expected


def test_all_faults_come_at_once_and_none_twice() -> None:
    findings = refused(
        sample.files(
            city=sample.CITY.replace("Bucharest", "Bukarest"),
            displays=sample.DISPLAYS.replace("waiting", "sitting").replace("diagonal_inch: 55", "diagonal_inch: 1"),
            slides__strada="kind: vote",
            campaigns="campaigns: [{id: a, playlist: civic, displays: [nix]}, {id: b, playlist: none}, 5]",
        )
    )
    assert [(finding.code, finding.where) for finding in findings] == [
        ("value", "city.yaml:$"),
        ("value", "displays.yaml:$.displays[0].panel.diagonal_inch"),
        ("value", "displays.yaml:$.displays[1].audience"),
        ("value", "slides/strada.yaml:$"),
        ("value", "campaigns.yaml:$.campaigns[2]"),
        ("reference", "campaigns.yaml:$.campaigns[1].playlist"),  # displays, and the slide strada, could not be judged
    ]


# --- many displays -------------------------------------------------------------------------------------------------

ROWS = sample.DISPLAYS.partition("displays:\n")[2]
GARA = "  - id: gara" + ROWS.partition("  - id: gara")[2]


def test_displays_may_stand_in_files_beside_displays_yaml() -> None:
    files = sample.files(displays__nord="displays:\n" + GARA.replace("gara", "nord"))
    pack = parse(files)
    assert list(pack.displays) == ["piata", "gara", "nord"]
    assert [pack.display_at(name) for name in pack.displays] == [
        "displays.yaml:piata",
        "displays.yaml:gara",
        "displays/nord.yaml:nord",
    ]


def test_displays_may_be_split_in_any_way() -> None:
    whole, rows = sample.parsed(), ROWS.partition(GARA)[0]
    apart = parse(sample.files(displays=None, displays__a=f"displays:\n{rows}", displays__b=f"displays:\n{GARA}"))
    assert apart.displays == whole.displays
    assert (apart.display_at("piata"), apart.display_at("gara")) == ("displays/a.yaml:piata", "displays/b.yaml:gara")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"displays__nord": f"displays:\n{GARA}"},
            "duplicate displays/nord.yaml:$.displays[0].id: found 'gara', which stands at displays.yaml:$.displays[1] "
            "too, expected each id once",
        ),
        (
            {"displays__nord": "displays:\n" + GARA.replace("gara", "nord").replace("1280", "12")},
            "value displays/nord.yaml:$.displays[0].panel.width: found 12, expected a whole number from 320 to 4096",
        ),
        (
            {"displays__nord": "displays:\n" + GARA.replace("gara", "nord").replace("[hu, ro]", "[de]")},
            "language displays/nord.yaml:$.displays[0].languages: found 'de', expected languages of the city: "
            "ro, en, hu",
        ),
        (
            {"displays__sub__nord": "displays: []"},
            "file displays/sub/nord.yaml: is not a list of displays, expected only files named displays/<name>.yaml in "
            "this folder",
        ),
        ({"displays__nord": "displays: 5"}, "value displays/nord.yaml:$.displays: expected a list of displays"),
        ({"displays": None}, "file displays.yaml: is missing, expected this file in the pack"),
    ],
)
def test_what_is_wrong_with_a_file_of_displays_names_it(changes: dict[str, str | None], expected: str) -> None:
    assert only(sample.files(**changes)) == expected


def test_of_a_file_with_many_faults_the_first_are_told_and_those_of_other_files() -> None:
    rows = "".join(GARA.replace("gara", f"d{number}").replace("1280", "12") for number in range(300))
    spoken = "".join(GARA.replace("gara", f"e{number}").replace("[hu, ro]", "[de]") for number in range(300))
    findings = refused(sample.files(displays__a=f"displays:\n{rows}", displays__b=f"displays:\n{spoken}"))
    for name, last in (("a", ".panel.width"), ("b", ".languages")):
        places = [finding.where for finding in findings if finding.where.startswith(f"displays/{name}.yaml")]
        assert places[:20] == [f"displays/{name}.yaml:$.displays[{number}]{last}" for number in range(20)]
        assert places[20:] == [f"displays/{name}.yaml"]
    assert len(findings) == 42
    assert "has more mistakes than the 20 told" in findings[-1].message


def test_a_reference_to_one_of_many_displays_does_not_list_them() -> None:
    rows = "".join(GARA.replace("gara", f"gara-{number}") for number in range(300))
    campaigns = "campaigns: [{id: a, playlist: civic, displays: [gara-2999]}]"
    assert only(sample.files(displays=f"displays:\n{rows}", campaigns=campaigns)) == (
        "reference campaigns.yaml:$.campaigns[0].displays: found the display 'gara-2999', expected one of the 300 "
        "displays"
    )


# --- what was read before --------------------------------------------------------------------------------------------


def test_of_a_changed_pack_only_the_files_that_changed_are_read() -> None:
    memory = ReadMemory()
    files = sample.files(displays__nord="displays:\n" + GARA.replace("gara", "nord"))
    first = parse(files, memory)
    assert memory.reads == len(files)
    assert parse({path: bytes(bytearray(data)) for path, data in files.items()}, memory) == first
    assert memory.reads == len(files)
    changed = files | {"slides/strada.yaml": files["slides/strada.yaml"] + b"\n"}
    second = parse(changed, memory)
    assert memory.reads == len(files) + 1
    assert second == first
    assert all(second.displays[name] is display for name, display in first.displays.items())


def test_a_memory_does_not_change_what_is_refused() -> None:
    memory = ReadMemory()
    files = sample.files(displays=sample.DISPLAYS.replace("waiting", "sitting"), slides__strada="kind: vote")
    faults = refused(files)
    for _ in range(2):
        with pytest.raises(RefusedError) as caught:
            parse(files, memory)
        assert caught.value.findings == faults


@given(
    st.dictionaries(
        st.sampled_from(["city.yaml", "displays.yaml", "playlists.yaml", "campaigns.yaml", "slides/x.yaml"]),
        st.sampled_from([*sample.files().values(), b"", b"- 1", b"a: b", b"slides: {}", b"\xff"]),
    )
)
def test_any_mixture_of_files_is_a_pack_or_refused(changes: dict[str, bytes]) -> None:
    try:
        parse({**sample.files(), **changes})
    except RefusedError as error:
        assert error.findings
