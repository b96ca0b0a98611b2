"""`afisier display`: what it says when it cannot run. That it runs is in test_supervisor."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from content.findings import RefusedError
from content.wire import dsse
from display_client.bench.rehearsal import Rehearsal
from display_client.commands import display
from display_client.own_key import own_key


def test_a_missing_enrolment_is_refused(tmp_path: Path) -> None:
    ended = CliRunner().invoke(display, [str(tmp_path / "none.yaml")])
    assert isinstance(ended.exception, RefusedError)
    assert "none.yaml: cannot be read" in str(ended.exception)


def test_a_store_that_another_display_uses_is_refused(city: Rehearsal) -> None:
    with city.store.own("display"):
        ended = CliRunner().invoke(display, [str(city.path)])
    assert isinstance(ended.exception, RefusedError)
    assert "uses this store, expected only one" in str(ended.exception)


@pytest.mark.parametrize("words", [[], ["a.yaml", "b.yaml"]])
def test_one_enrolment_file_is_expected(words: list[str]) -> None:
    assert CliRunner().invoke(display, words).exit_code == 2


def test_a_machine_that_is_tested_says_what_it_signs_its_plays_with(city: Rehearsal) -> None:
    """Before it has a key it says nothing of one."""
    first = CliRunner().invoke(display, ["self-test", str(city.path)])
    assert "It signs its plays" not in first.output
    key = own_key(city.store.folder, city.store.folder)
    again = CliRunner().invoke(display, ["self-test", str(city.path)])
    assert f"It signs its plays with the key {dsse.key_id(key.public_key())}, as its page" in again.output
