"""A city pack from its files: what holds together is a pack, what does not is named, all at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.pack.parse import parse, parse_for
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
