"""`afisier proof verify`: a genuine file in words, by slide and by display; one that was touched is refused."""

import json
from pathlib import Path

import yaml
from click.testing import CliRunner, Result

from content.wire import dsse
from control_server.commands.proof import proof
from tests.playing import SigningDisplay
from tests.test_proof import SERVER, file, play


def verify(path: Path, *options: str) -> Result:
    return CliRunner().invoke(proof, ["verify", str(path), *options])


def written(path: Path) -> Path:
    gara, piata = SigningDisplay("gara"), SigningDisplay("piata")
    links = [gara.link(play(1, matched=True), play(2, "buget")), gara.link(play(3)), gara.link(play(9, None))]
    gara.link(play(10))
    links.append(gara.link(play(11, None)))
    path.write_bytes(b"".join(file(links, [piata.link(play(1))])))
    return path


def test_a_genuine_file_in_words(tmp_path: Path) -> None:
    key = dsse.public_text(SERVER.public_key())
    (tmp_path / "gara.yaml").write_text(yaml.safe_dump({"display": "gara", "key": key}))
    path = written(tmp_path / "proof.jsonl")
    for given in (key, str(tmp_path / "gara.yaml")):
        told = verify(path, "--key", given)
        assert told.exit_code == 0 and "(the key that was given)" in told.output
    lines = verify(path).output.splitlines()
    assert lines[0] == "Genuine. Oraș, 2026-11-20 08:00 to 2026-12-20 08:00, made 2026-12-21 08:00."
    assert "compare it with `key:` in an enrolment file" in lines[1]
    assert [line.split(",")[0] for line in lines[2:4]] == ["Signed by gara itself", "Signed by piata itself"]
    assert lines[4] == "6 plays follow from one another."
    assert lines[5].startswith("Gap: gara, 2026-11-20 08:00 to ") and "numbers 4 to 8 were not used, or" in lines[5]
    assert "plays 10 to 10 were signed, and are not in what the server kept" in lines[6]
    assert [line.split() for line in lines[8:11]] == [
        ["(neutral", "card)", "2026-11-20", "08:01", "2026-11-20", "08:01", "1", "2", "0:00:16", "0%"],
        ["apa", "2026-11-20", "08:00", "2026-11-20", "08:00", "2", "3", "0:00:24", "33%"],
        ["buget", "2026-11-20", "08:00", "2026-11-20", "08:00", "1", "1", "0:00:08", "0%"],
    ]
    assert [line.split() for line in verify(path, "--slide", "apa").output.splitlines()[-2:]] == [
        ["gara", "0:00:16"],
        ["piata", "0:00:08"],
    ]
    assert [each["slide"] for each in json.loads(verify(path, "--json").output)["slides"]] == ["", "apa", "buget"]


def test_what_is_not_one_is_refused_in_words(tmp_path: Path) -> None:
    path = written(tmp_path / "proof.jsonl")
    assert "has no play of nix" in str(verify(path, "--slide", "nix").exception)
    assert "is not the genuine head" in str(verify(path, "--key", SigningDisplay("x").public).exception)
    assert "is no key, expected" in str(verify(path, "--key", "nonsense").exception)
    assert "cannot be read" in str(verify(tmp_path / "nowhere").exception)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    assert "has 0 of 1 links, expected all" in str(verify(path).exception)


def test_names_of_a_file_that_anybody_may_have_made_do_nothing_to_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "proof.jsonl"
    gara = SigningDisplay("gara\x9b2J")
    path.write_bytes(b"".join(file([gara.link(play(1, "a\x9b2J"))], city="Oraș\nSigned by the server 0\x1b[2J")))
    told = verify(path, "--slide", "a\x9b2J").output
    assert told.splitlines()[0].startswith("Genuine. Oraș�Signed by the server 0�[2J, ")
    assert all(letter.isprintable() or letter == "\n" for letter in told)
