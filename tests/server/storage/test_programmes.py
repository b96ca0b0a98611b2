"""Programmes are written once, found by their digest, and kept while a display may want them."""

from datetime import timedelta

import pytest

from content.findings import RefusedError
from control_server.storage import programmes
from control_server.storage.database import Database
from control_server.storage.publications import publish
from tests.server.simulator import START
from tests.server.storage.test_publications import ANA, ONE, TWO, changed, publication


async def test_they_are_found_by_their_digest(database: Database) -> None:
    await publish(database, changed({"a": b"1"}, publication("x", 1, b"one")), ANA, START)
    assert await programmes.body(database, ONE.digest) == ONE.data
    assert await programmes.all_of(database, [ONE.digest]) == {ONE.digest: ONE}
    assert await programmes.body(database, TWO.digest) is None


async def test_a_missing_one_is_a_sentence(database: Database) -> None:
    with pytest.raises(RefusedError, match="has no programme 0000000000000000…; restore it from a backup"):
        await programmes.all_of(database, ["0" * 64])


async def test_what_no_manifest_has_named_for_a_week_is_deleted_and_nothing_else(database: Database) -> None:
    await publish(database, changed({"a": b"1"}, publication("x", 1, b"one"), publication("y", 1, b"y")), ANA, START)
    later = START + timedelta(days=40)
    await publish(database, changed({"a": b"2"}, publication("x", 2, b"two", TWO)), ANA, later)
    assert await programmes.sweep(database, later) == 0  # y is told of it still
    await publish(database, changed({"a": b"3"}, publication("y", 2, b"two", TWO)), ANA, later)
    assert await programmes.sweep(database, later + timedelta(days=7)) == 0
    assert await programmes.sweep(database, later + timedelta(days=7, seconds=1)) == 1
    assert await programmes.body(database, ONE.digest) is None
    assert await programmes.body(database, TWO.digest) == TWO.data


async def test_what_a_manifest_names_again_is_kept_from_then_on(database: Database) -> None:
    await publish(database, changed({"a": b"1"}, publication("x", 1, b"one")), ANA, START)
    await publish(database, changed({"a": b"2"}, publication("x", 2, b"two", TWO)), ANA, START)
    later = START + timedelta(days=6)
    await publish(database, changed({"a": b"1"}, publication("x", 3, b"one")), ANA, later)
    await publish(database, changed({"a": b"2"}, publication("x", 4, b"two", TWO)), ANA, later)
    assert await programmes.sweep(database, START + timedelta(days=9)) == 0
