"""The files a person hands over: what was named, and nothing else of the machine."""

import json
from pathlib import Path

import pytest

from content.findings import RefusedError
from control_server.sources import handed_over


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "token").write_bytes(b"secret")
    inner = tmp_path / "buget"
    (inner / "data").mkdir(parents=True)
    (inner / "buget.csv").write_bytes(b"a;b")
    (inner / "venituri.csv").write_bytes(b"c;d")
    (inner / "data" / "t.csv").write_bytes(b"e;f")
    (inner / "data" / "link.csv").symlink_to(tmp_path / "token")
    return inner


def test_the_source_and_the_options_that_name_files(folder: Path) -> None:
    source, revenue = str(folder / "buget.csv"), str(folder / "venituri.csv")
    contents = handed_over.files(
        source, [revenue, "2024", "Bugetul orașului", "x" * 5_000, "https://date.oras.ro/a.csv"]
    )
    assert contents == {source: b"a;b", revenue: b"c;d"}


def test_an_address_needs_no_file() -> None:
    assert handed_over.files("https://date.oras.ro/a.csv", []) == {}


@pytest.mark.parametrize("source", ["nicaieri.csv", "", ".", "file:///etc/passwd", "ftp://date.oras.ro/a.csv", "a\0b"])
def test_what_is_neither_is_refused(source: str) -> None:
    with pytest.raises(RefusedError, match="cannot be read, expected a file or an address"):
        handed_over.files(source, [])


def test_a_data_package_brings_the_tables_beside_it_and_nothing_above(folder: Path) -> None:
    package = folder / "datapackage.json"
    paths = ["data/t.csv", "../token", "/etc/passwd", "data/link.csv", "data/../../token", "https://x.ro/a.csv", "nix"]
    package.write_text(json.dumps({"resources": [{"path": paths}, {"path": "buget.csv"}, {"name": "x"}]}))
    contents = handed_over.files(str(package), [])
    assert sorted(contents) == sorted([str(package), str(folder / "data" / "t.csv"), str(folder / "buget.csv")])


def test_a_data_package_in_a_home_folder_brings_no_keys(folder: Path) -> None:
    (folder / ".ssh").mkdir()
    for path in (".netrc", ".ssh/id_ed25519", "data/.hidden.csv"):
        (folder / path).write_text("secret")
    package = folder / "datapackage.json"
    paths = [".netrc", ".ssh/id_ed25519", "./.netrc", "data/.hidden.csv", "data/../.netrc", "./data/t.csv"]
    package.write_text(json.dumps({"resources": [{"path": paths}]}))
    assert sorted(handed_over.files(str(package), [])) == sorted([str(package), str(folder / "data" / "t.csv")])


@pytest.mark.parametrize("text", ['{"resources": 5}', "{", '{"resources": [{"path": 7}]}', "[" * 100_000])
def test_other_json_is_for_the_reader(folder: Path, text: str) -> None:
    source = folder / "x.json"
    source.write_text(text)
    assert list(handed_over.files(str(source), [])) == [str(source)]


def test_a_file_that_is_too_large_is_refused(folder: Path) -> None:
    with (folder / "x.csv").open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(RefusedError, match="found 20,000,001 bytes"):
        handed_over.files(str(folder / "x.csv"), [])
