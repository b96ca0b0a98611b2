"""`afisier import`: the command on a pack folder, with the real jail and a reader of tables."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from config.commands.cli import bring
from config.system import durable
from content.findings import RefusedError
from content.imports.conversation import Imported
from content.pack.folder import read_folder
from content.pack.model import Feed
from content.pack.parse import parse
from control_server.commands.import_source import ImportArguments, feed_of
from tests.server.simulator import PACK

TABLE = "an;valoare\n2017;10\n2018;12,5\n2019;15\n".encode("cp1250")
ORIGIN = ("--source-name", "INS", "--licence", "CC BY", "--as-of", "2019-12-31", "--page", "https://ins.ro")
TITLE = ("--title", "Mai multe tramvaie", "--x", "an", "--y", "valoare", "--short", "ins.ro", "--unit", "tramvaie")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, data in PACK.items():
        (tmp_path / "pack" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "pack" / path).write_bytes(data)
    (tmp_path / "tramvaie.csv").write_bytes(TABLE)
    return tmp_path / "pack"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(bring, ["dataset", *arguments], catch_exceptions=True)


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def report(result: Result) -> Any:
    return json.loads(result.stdout)


def test_a_file_becomes_figures_a_slide_and_a_place_in_a_playlist(folder: Path) -> None:
    source = str(folder.parent / "tramvaie.csv")
    result = run(source, "--into", str(folder), "--id", "tramvaie", "--playlist", "toate", "--json", *ORIGIN, *TITLE)
    summary = report(result)
    assert summary["slides"] == ["tramvaie"], summary
    assert {"data/tramvaie.csv", "data/tramvaie.csv.source.yaml", "playlists.yaml", "slides/tramvaie.yaml"} == set(
        summary["written"]
    )
    pack = parse(read_folder(folder))
    assert pack.playlists["toate"].slides == ("anunt", "tramvaie")
    assert pack.provenance["data/tramvaie.csv"].digest
    assert result.exit_code == (1 if any(each["level"] == "error" for each in summary["findings"]) else 0)


def test_again_keeps_what_a_person_wrote(folder: Path) -> None:
    source = str(folder.parent / "tramvaie.csv")
    arguments = (source, "--into", str(folder), "--id", "tramvaie", *ORIGIN, *TITLE)
    run(*arguments)
    slide = folder / "slides" / "tramvaie.yaml"
    slide.write_bytes(slide.read_bytes().replace(b"Mai multe", b"Tot mai multe"))
    (folder.parent / "tramvaie.csv").write_bytes(TABLE + b"2020;20\n")
    result = run(*arguments[: -len(TITLE)], "--as-of", "2020-12-31", *TITLE)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Tot mai multe" in slide.read_text()
    assert b"2020" in (folder / "data" / "tramvaie.csv").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nicaieri.csv",), "cannot be read, expected a file or an address"),
        (("https://date.oras.ro/a.csv",), "not among `hosts` of sources.yaml"),
        (("http://169.254.169.254/a.csv", "--allow", "169.254.169.254"), "never a number"),
        (("{table}", "--since", "ieri"), "--since: found 'ieri', expected a whole number"),
        (("{table}", "--every", "24", *ORIGIN, *TITLE), "expected only addresses with --every"),
        (("{table}", "--id", "t", "--playlist", "alta", *ORIGIN, *TITLE), "found no playlist 'alta'"),
    ],
)
def test_what_is_refused_changes_nothing(folder: Path, arguments: tuple[str, ...], sentence: str) -> None:
    before = content(folder)
    table = str(folder.parent / "tramvaie.csv")
    result = run(*(each.format(table=table) for each in arguments), "--into", str(folder))
    assert isinstance(result.exception, RefusedError)
    assert sentence in str(result.exception)
    assert content(folder) == before


def test_a_disk_that_fails_half_way_leaves_the_pack_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, whole, count = content(folder), durable.write, 0

    def write(path: Path, data: bytes, *, mode: int = 0o644) -> None:
        nonlocal count
        count += 1
        if count == 3:
            raise OSError(28, "No space left on device", str(path))
        whole(path, data, mode=mode)

    monkeypatch.setattr(durable, "write", write)
    source = str(folder.parent / "tramvaie.csv")
    result = run(source, "--into", str(folder), "--id", "tramvaie", "--playlist", "toate", *ORIGIN, *TITLE)
    assert isinstance(result.exception, RefusedError)
    assert "No space left" in str(result.exception)
    assert content(folder) == before


def test_every_reader_has_a_command_with_its_own_options() -> None:
    result = CliRunner().invoke(bring, ["dataset", "--help"])
    assert result.exit_code == 0
    common = ("--into", "--allow", "--playlist", "--every", "--replace", "--explain", "--json")
    for option in (*common, "--since", "--chart"):
        assert option in result.output


def test_a_feed_is_named_after_its_slide_and_says_how_it_was_imported() -> None:
    arguments = ImportArguments(
        reader="dataset",
        source="https://date.oras.ro/a.csv",
        folder=Path(),
        allow=(),
        playlist=None,
        every=24,
        replace=False,
        explain=False,
        as_json=False,
        options={"x": "an"},
    )
    expected = Feed(id="tram", reader="dataset", address=arguments.source, options={"x": "an"}, every_hours=24)
    draft = Imported(files={"data/tram.csv": b"", "data/tram.csv.source.yaml": b"", "drafts/tram.yaml": b""})
    assert feed_of(arguments, {}, draft) == expected
    assert feed_of(arguments, {}, Imported(files={}, slides=("tram",))) == expected
    with pytest.raises(RefusedError, match="300"):
        feed_of(arguments._replace(source="https://date.oras.ro/" + "a" * 300), {}, draft)


def test_a_question_is_printed_with_each_answer_as_it_is_typed(folder: Path) -> None:
    budget = folder.parent / "buget-2026.csv"
    rows = ("65.02;Învățământ;600000", "67.02;Cultură;400000", "49.02;TOTAL;1000000")
    budget.write_text("\n".join(("BUGETUL LOCAL PE ANUL 2025;;", "cod;denumire;total", *rows)) + "\n")
    before = content(folder)
    result = CliRunner().invoke(
        bring, ["budget", str(budget), "--into", str(folder), "--status", "voted", "--year", "2026"]
    )
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[0] == "nothing was imported: answer the questions, each with its option"
    assert any(line.startswith("question: ") and line.endswith("?") for line in lines)
    assert any(line.startswith("    --year 2025   ") for line in lines)
    assert any(line.startswith("    --sure year   ") for line in lines)
    assert content(folder) == before
    asked = CliRunner().invoke(
        bring, ["budget", str(budget), "--into", str(folder), "--status", "voted", "--year", "2026", "--json"]
    )
    (question,) = report(asked)["questions"]
    assert {choice["option"] or question["option"] for choice in question["choices"]} == {"year", "sure"}


def test_every_figure_is_explained_to_its_cell(folder: Path) -> None:
    source = str(folder.parent / "tramvaie.csv")
    result = run(source, "--into", str(folder), "--id", "tramvaie", "--explain", *ORIGIN, *TITLE)
    assert "  2018: 12.5\n    as the cell has it\n" in result.output
    assert f"    {source}!B3\n" in result.output
