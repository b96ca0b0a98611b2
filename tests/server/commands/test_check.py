"""`afisier check` as a person runs it: what it prints, and how it ends."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from control_server.commands.check import check
from tests.checks import packs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The faultless pack on disk, a sample of its own day."""
    for name, data in packs.files(("city.yaml", "id: proba", "id: proba\nsample_day: 2026-11-23")).items():
        path = tmp_path / "pack" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "pack"


def run(*words: object) -> tuple[int, str]:
    ended = CliRunner().invoke(check, [str(word) for word in words])
    return ended.exit_code, ended.output


def test_a_good_pack(folder: Path) -> None:
    assert run(folder) == (0, "Orașul de probă: 4 slides on 2 displays, no findings\n")
    assert run(folder, "--json") == (0, '{\n  "findings": []\n}\n')
    displays = (folder / "displays.yaml").read_text()
    (folder / "displays.yaml").write_text(displays.partition("  - id: piata")[0])
    assert run(folder) == (0, "Orașul de probă: 4 slides on 1 display, no findings\n")


def test_every_fault_of_what_cannot_be_read(folder: Path) -> None:
    (folder / "slides" / "strada.yaml").write_text("kind: vote")
    (folder / "campaigns.yaml").write_text("campaigns: [{id: a, playlist: nix}]")
    code, out = run(folder)
    assert code == 1
    assert out.splitlines() == [
        "error: slides/strada.yaml:$: found the kind 'vote', expected one of budget, consultation, dataset, notice",
        "error: campaigns.yaml:$.campaigns[0].playlist: found the playlist 'nix', expected one of toate",
    ]
    code, out = run(folder, "--json")
    assert code == 1
    reference = json.loads(out)["findings"][1]
    assert [each["pattern"] for each in reference.pop("phrases")] == ["found the {noun} {name!r}, expected {expected}"]
    assert reference == {
        "level": "error",
        "code": "reference",
        "where": "campaigns.yaml:$.campaigns[0].playlist",
        "message": "found the playlist 'nix', expected one of toate",
        "display": None,
        "lang": None,
        "fix": None,
        "values": {},
    }


def test_a_warning_ends_with_1_too_and_says_how_to_mend_it(folder: Path) -> None:
    path = folder / "slides" / "apa.yaml"
    path.write_text(path.read_text().replace(", en: We work on the pipe until 18.", ""))
    assert run(folder) == (
        1,
        "warning: slides/apa.yaml: is not shown in en, missing in body, expected every text (hol, en); "
        "to mend it: add body.en, or take en from the display\n",
    )


def test_every_page_is_drawn(folder: Path) -> None:
    long = "Lucrăm la conducta mare. " * 60
    (folder / "slides" / "apa.yaml").write_text(f"kind: notice\ntitle: Apa revine\nbody: {long}")
    code, out = run(folder, "--json")
    assert code == 1
    findings = {(each["code"], each["where"], each["display"]) for each in json.loads(out)["findings"]}
    assert {("fit", "slides/apa.yaml", "hol"), ("fit", "slides/apa.yaml", "piata")} <= findings
    assert "too-long" in {code for code, _, _ in findings}


def test_online_asks_no_host_that_the_city_does_not_allow(folder: Path) -> None:
    code, out = run(folder, "--online", "--json")
    assert code == 1
    assert {(each["level"], each["code"]) for each in json.loads(out)["findings"]} == {("warning", "link-host")}
    assert (
        "https://www.proba.ro/strada was not asked: the host www.proba.ro is not among `hosts` of sources.yaml" in out
    )


def test_a_pack_that_is_not_there(tmp_path: Path) -> None:
    code, out = run(tmp_path / "no")
    assert code == 2
    assert "does not exist" in out
