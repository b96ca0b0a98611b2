"""Answers that are given again: a caller's own, for a day."""

from datetime import timedelta

import pytest

from content.findings import RefusedError
from control_server.storage import repeats
from control_server.storage.database import Database
from control_server.storage.repeats import GivenAnswer
from tests.server.simulator import START

ANSWER = GivenAnswer(asked="a" * 64, status=200, headers={"ETag": '"x"'}, body=b'{"revision": 2}')
LATER = START + timedelta(hours=24)


async def test_an_answer_is_kept_for_a_day_and_for_its_caller(database: Database) -> None:
    await repeats.keep(database, "api", "k", ANSWER, START)
    assert await repeats.given(database, "api", "k", LATER - timedelta(seconds=1)) == ANSWER
    assert await repeats.given(database, "api", "k", LATER) is None
    assert await repeats.given(database, "person:a", "k", START) is None
    assert await repeats.given(database, "api", "l", START) is None
    with pytest.raises(RefusedError):
        await repeats.keep(database, "api", "k", ANSWER, START)


async def test_after_a_day_the_key_is_free(database: Database) -> None:
    await repeats.keep(database, "api", "k", ANSWER, START)
    await repeats.keep(database, "api", "k", ANSWER, LATER)
    assert await repeats.given(database, "api", "k", LATER) == ANSWER
