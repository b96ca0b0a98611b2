"""The console script: every command is where the table says, and a refusal is one sentence."""

import importlib
from pathlib import Path

import click
import pytest

from config.commands import cli
from tests.config.conftest import Run

TABLES = {"": cli.COMMANDS, "import": cli.IMPORTS, "bench": cli.BENCHES}


@pytest.mark.parametrize("target", [each.target for table in TABLES.values() for each in table.values()])
def test_every_command_is_where_the_table_says(target: str) -> None:
    module, _, name = target.partition(":")
    assert isinstance(getattr(importlib.import_module(module), name), click.Command)


@pytest.mark.parametrize("group", TABLES)
def test_help_lists_every_command_with_its_line(run: Run, group: str) -> None:
    code, out, _ = run(*[group] * bool(group), "--help")
    assert code == 0
    for name, command in TABLES[group].items():
        assert f"  {name} " in out
        assert command.help.split()[0] in out


def test_a_command_that_is_none_is_wrong_use(run: Run) -> None:
    code, out, error = run("paint")
    assert (code, out) == (2, "")
    assert "No such command 'paint'" in error


def test_a_refused_input_is_a_sentence_a_line_and_no_traceback(run: Run, tmp_path: Path) -> None:
    code, out, error = run("display", tmp_path / "none.yaml")
    assert (code, out) == (1, "")
    assert error.startswith("error: ") and "none.yaml: cannot be read" in error
    assert len(error.splitlines()) == 1


def test_a_person_who_breaks_off_is_told_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks_off(*_: object) -> None:
        raise click.Abort

    monkeypatch.setattr("config.settings.read", breaks_off)
    assert run("display", "x.yaml") == (130, "", "")
