"""Whether the parts of a pack fit together: every fault that no part has by itself is named."""

import pytest

from content.pack.parse import parse
from tests import sample
from tests.pack.faults import only, refused

MINIMUM = "minimum_airtime: [{kinds: {consultation: 0.6, budget: 0.3}}, {displays: [gara], kinds: {budget: 0.5}}]\n"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"playlists": "playlists:\n  - {id: civic, slides: [strada, strda]}"},
            "reference playlists.yaml:$.playlists[0].slides: found the slide 'strda', "
            "expected one of restrictii, strada",
        ),
        (
            {"campaigns": "campaigns:\n  - {id: a, playlist: civic}\n  - {id: b, playlist: nix}"},
            "reference campaigns.yaml:$.campaigns[1].playlist: found the playlist 'nix', expected one of civic",
        ),
        (
            {"campaigns": "campaigns:\n  - {id: a, playlist: civic, displays: [gara, nix]}"},
            "reference campaigns.yaml:$.campaigns[0].displays: found the display 'nix', expected one of gara, piata",
        ),
        (
            {"displays": sample.DISPLAYS.replace("[hu, ro]", "[hu, sr]")},
            "language displays.yaml:$.displays[1].languages: found 'sr', expected languages of the city: ro, en, hu",
        ),
        (
            {"displays": sample.DISPLAYS.replace("[hu, ro]", "[hu, hu]")},
            "language displays.yaml:$.displays[1].languages: found 'hu' twice, expected it once",
        ),
        (
            {"displays": sample.DISPLAYS + "    timezone: Europe/Timisoara"},
            "value displays.yaml:$.displays[1].timezone: found time zone 'Europe/Timisoara', "
            "expected an IANA name as Europe/Bucharest",
        ),
        (
            {"slides__restrictii": "kind: notice\ntitle: {ro: a}\nbody: {en: b}"},
            "language slides/restrictii.yaml: is complete in no language, "
            "expected all its texts in at least one of ro, en, hu",
        ),
        (
            {"slides__restrictii": sample.NOTICE + "image: media/harta.png"},
            "file slides/restrictii.yaml: names the file 'media/harta.png', which is not in the pack; "
            "expected it there",
        ),
        (
            {"city": sample.CITY + "minimum_airtime: [{displays: [nix], kinds: {budget: 0.1}}]\n"},
            "reference city.yaml:$.minimum_airtime[0].displays: found the display 'nix', expected one of gara, piata",
        ),
        (
            {"city": sample.CITY + MINIMUM},
            "airtime city.yaml:$.minimum_airtime: asks for consultation 0.6 and budget 0.5 on gara, 1.1 of the "
            "airtime, expected at most 1 (gara)",
        ),
        (
            {"city": sample.CITY.replace("[ro, en, hu]", "[ro, en, hu, en]")},
            "language city.yaml:$.languages: found 'en' twice, expected it once",
        ),
    ],
)
def test_what_does_not_fit_is_named(changes: dict[str, str | None], expected: str) -> None:
    assert only(sample.files(**changes)) == expected


@pytest.mark.parametrize("path", ["/etc/passwd", "../x.csv", "a/../../x", "a//b", "./a", "a\\b", "C:/x", "a/.", ""])
def test_a_path_that_leaves_the_pack_is_refused(path: str) -> None:
    budget = sample.NOTICE.replace("kind: notice", f"kind: notice\nimage: '{path}'")
    files = {**sample.files(slides__restrictii=budget), path: b"even if it is there"}
    if path:
        assert only(files).startswith("path slides/restrictii.yaml: names the file")
    else:
        assert parse(files).files == {}  # no image


def test_nothing_is_said_of_names_in_files_that_could_not_be_read() -> None:
    findings = refused(sample.files(playlists="playlists: [5]", slides__strada="kind: vote"))
    assert {finding.code for finding in findings} == {"value"}


def test_a_name_that_is_asked_for_twice_is_named_once() -> None:
    playlists = "playlists: [{id: civic, slides: [nix, strada, nix, restrictii]}]"
    assert only(sample.files(playlists=playlists)).startswith("reference playlists.yaml:$.playlists[0].slides: found")


def test_a_pack_without_displays_says_that_there_are_none() -> None:
    campaigns = "campaigns: [{id: a, playlist: civic, displays: [gara]}]"
    expected = "found the display 'gara', expected a display that the pack has; it has none"
    assert only(sample.files(displays="displays: []", campaigns=campaigns)).endswith(expected)
