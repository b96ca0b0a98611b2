"""A city pack from its files: what holds together is a pack, what does not is named, all at once."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import Finding, RefusedError
from content.pack.consultation import Consultation
from content.pack.folder import MAX_FILE, read_folder
from content.pack.parse import parse, parse_for
from content.pack.sample import moved
from content.publication.planner import plan_for
from tests import sample


def refused(files: dict[str, bytes]) -> tuple[Finding, ...]:
    with pytest.raises(RefusedError) as caught:
        parse(files)
    return caught.value.findings


def only(files: dict[str, bytes]) -> str:
    (finding,) = refused(files)
    return f"{finding.code} {finding}"


def test_a_pack_that_holds_together() -> None:
    found = sample.parsed()
    assert list(found.displays) == ["piata", "gara"]
    assert list(found.slides) == ["restrictii", "strada"]
    assert found.playlists["civic"].slides == ("strada", "restrictii")
    assert found.languages(found.slides["restrictii"]) == ("ro", "en")
    assert found.files == {}


def test_only_named_files_are_kept() -> None:
    notice = sample.NOTICE + "image: media/harta.png\nalt: {ro: Harta, en: Map}"
    files = sample.files(slides__restrictii=notice)
    found = parse({**files, "media/harta.png": b"picture", "media/other.png": b"x", "README.md": b"x"})
    assert found.files == {"media/harta.png": b"picture"}


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
            {"campaigns": "campaigns:\n  - {id: a, playlist: civic}\n  - {id: a, playlist: civic}"},
            "duplicate campaigns.yaml:$.campaigns[1].id: found 'a' a second time, expected each id once",
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


@pytest.mark.parametrize("path", ["/etc/passwd", "../x.csv", "a/../../x", "a//b", "./a", "a\\b", "C:/x", "a/.", ""])
def test_a_path_that_leaves_the_pack_is_refused(path: str) -> None:
    budget = sample.NOTICE.replace("kind: notice", f"kind: notice\nimage: '{path}'")
    files = {**sample.files(slides__restrictii=budget), path: b"even if it is there"}
    if path:
        assert only(files).startswith("path slides/restrictii.yaml: names the file")
    else:
        assert parse(files).files == {}  # no image


def test_all_faults_come_at_once_and_none_twice() -> None:
    found = refused(
        sample.files(
            city=sample.CITY.replace("Bucharest", "Bukarest"),
            displays=sample.DISPLAYS.replace("waiting", "sitting").replace("diagonal_inch: 55", "diagonal_inch: 1"),
            slides__strada="kind: vote",
            campaigns="campaigns: [{id: a, playlist: civic, displays: [nix]}, {id: b, playlist: none}, 5]",
        )
    )
    assert [(finding.code, finding.where) for finding in found] == [
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


# --- folders -------------------------------------------------------------------------------------------------------


def test_a_folder_is_read_without_hidden_files_and_links(tmp_path: Path) -> None:
    (tmp_path / "slides").mkdir()
    (tmp_path / "slides" / "a.yaml").write_bytes(b"a")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_bytes(b"x")
    (tmp_path / "slides" / ".a.yaml.swp").write_bytes(b"x")
    (tmp_path / "link").symlink_to("/etc/passwd")
    assert read_folder(tmp_path) == {"slides/a.yaml": b"a"}


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="is not a folder, expected a city pack"):
        read_folder(tmp_path / "no")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "film.mp4").open("wb") as file:
        os.truncate(file.fileno(), MAX_FILE + 1)
    with pytest.raises(RefusedError, match="found a file of 20,000,001 bytes, expected at most 20,000,000"):
        read_folder(tmp_path)


# --- a sample pack on another day ----------------------------------------------------------------------------------


def test_a_sample_pack_moves_by_whole_days_and_keeps_its_times() -> None:
    files = sample.files(city=sample.CITY + "sample_day: 2026-03-20\n")
    files["slides/strada.yaml"] = (
        sample.CALL.replace("2026-11-20", "2026-03-15").replace("2026-12-06", "2026-03-25").encode()
    )
    before, after = parse(files), parse(moved(files, date(2026, 3, 30)))
    call = after.slides["strada"]
    assert isinstance(call, Consultation)
    assert call.closes.value == datetime(2026, 4, 4, 23, 59)  # noqa: DTZ001  wall-clock time, over the change
    assert call.closes.instant(after.city.zone) == datetime(2026, 4, 4, 20, 59, tzinfo=UTC)
    assert after.campaigns["mereu"].first != before.campaigns["mereu"].first
    assert after.city.sample_day is not None and after.city.sample_day.value == date(2026, 3, 30)
    assert after.city.population == before.city.population
    assert after.displays == before.displays
    assert after.slides["restrictii"].expires != before.slides["restrictii"].expires


def test_a_moved_pack_plays_the_same_on_its_new_day() -> None:
    files = sample.files(city=sample.CITY + "sample_day: 2026-11-23\n")
    again = moved(moved(files, date(2027, 7, 1)), date(2026, 11, 23))
    before, after = parse(files), parse(again)
    for display in before.displays.values():
        plan = plan_for(before, display, lambda *_: 60)
        assert plan_for(after, display, lambda *_: 60) == plan
    assert before.slides["strada"].texts() == after.slides["strada"].texts()


def test_a_pack_of_no_sample_day_does_not_move() -> None:
    assert moved(sample.files(), date(2030, 1, 1)) == sample.files()
