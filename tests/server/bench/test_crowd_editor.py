"""One who edits, by the requests of the pages: all are answered, and what was saved is a change."""

from pathlib import Path

import aiohttp
import click
import pytest
from aiohttp.test_utils import TestServer

from control_server import app
from control_server.bench import crowd_editor
from control_server.bench.crowd_editor import CrowdEditor, Pause, Timed
from control_server.storage import changes
from tests.server.simulator import PACK, Clock, Simulated, simulated, slide

AT_ONCE = Pause((0.0, 0.0), (0.0, 0.0))
FIELDS = {"anunt": "title.ro"}


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The slide of the small pack, whose clock stands still."""
    monkeypatch.setattr(crowd_editor, "SLIDES", ("anunt",))
    monkeypatch.setattr(crowd_editor, "_FIELDS", FIELDS)


async def edited(city: Simulated, secret: str) -> Timed:
    timed = Timed()
    server = TestServer(app.application(city.server))
    async with server, aiohttp.ClientSession() as session:
        url = str(server.make_url("")).rstrip("/")
        await CrowdEditor(url, secret, 0, "gara", AT_ONCE).work(session, timed, 2)
    return timed


async def test_what_a_person_does_is_timed_and_their_slides_are_saved(tmp_path: Path, clock: Clock) -> None:
    async with simulated(tmp_path, clock) as city:
        await city.publish(PACK | {"slides/anunt.yaml": slide("Podul")})
    (secret,) = await crowd_editor.signed_in_at_rest(tmp_path, 1)
    from datetime import UTC, datetime  # noqa: PLC0415

    clock.now = datetime.now(UTC)
    async with simulated(tmp_path, clock) as city:
        timed = await edited(city, secret)
        assert {name: len(seconds) for name, seconds in timed.seconds.items()} == {
            "today": 2,
            "what a change would do": 1,
            "library": 2,
            "editor": 2,
            "sketch": 8,
            "save": 2,
            "API: displays": 2,
            "API: timeline": 2,
        }
        (change,) = await changes.listed(city.server.ground.database, ["draft"])
        assert len(await changes.saves(city.server.ground.database, change.id)) == 2


async def test_who_is_not_signed_in_is_told(city: Simulated) -> None:
    with pytest.raises(click.ClickException, match="401"):
        await edited(city, "nobody")
