"""A city on this machine: its files and what is waited for. Real displays are started by the tests of the system."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from content import wire
from content.pack.parse import parse
from control_server.commands.local_city import LocalCity, changed, display_environment
from tests.server.simulator import PACK, START, Simulated, glass


def local(city: Simulated, folder: Path) -> LocalCity:
    return LocalCity(city.server, folder, {})


def shown(count: int, at: datetime = START) -> wire.Glass:
    """A change of a glass, of no frame of the city."""
    return glass(count, at, asset="1" * 64)


def status(shown: wire.Glass, *, display: str = "gara") -> wire.Status:
    return wire.Status(display=display, online=True, glass=shown)


async def test_a_glass_that_is_there_already_is_seen_at_once(city: Simulated, tmp_path: Path) -> None:
    await city.says(status(shown(1)))
    assert await local(city, tmp_path).seen("gara", lambda shown: shown.slide == "anunt") == shown(1)


async def test_a_glass_is_waited_for_on_that_display(city: Simulated, tmp_path: Path) -> None:
    second = shown(2, START + timedelta(seconds=5))
    waiting = asyncio.create_task(local(city, tmp_path).seen("gara", lambda shown: shown.count == 2))
    await asyncio.sleep(0)
    await city.says(status(second, display="piata"))
    await city.says(status(shown(1)))
    assert not waiting.done()
    await city.says(status(second))
    assert await waiting == second


async def test_what_does_not_come_is_said_with_what_is_shown(city: Simulated, tmp_path: Path) -> None:
    await city.says(status(shown(1)))
    with pytest.raises(TimeoutError, match=r"gara shows Glass\(state='showing'.* after 0 s"):
        await local(city, tmp_path).seen("gara", lambda shown: shown.count == 2, within=0)


async def test_nothing_is_waited_for_when_the_server_has_ended(city: Simulated, tmp_path: Path) -> None:
    waiting = asyncio.create_task(local(city, tmp_path).seen("gara", lambda shown: shown.count == 2))
    await asyncio.sleep(0)
    city.server.fleet.close()
    with pytest.raises(TimeoutError, match="gara shows None, and the server has ended"):
        await waiting


async def test_a_display_has_its_own_folder(city: Simulated, tmp_path: Path) -> None:
    assert local(city, tmp_path).enrolment("gara") == tmp_path / "gara" / "enrolment.yaml"


async def test_a_display_that_was_not_started_need_not_be_stopped(city: Simulated, tmp_path: Path) -> None:
    await local(city, tmp_path).stop(["gara", "piata"])


async def test_displays_are_ended_and_those_that_do_not_end_are_killed(city: Simulated, tmp_path: Path) -> None:
    here = local(city, tmp_path)
    commands = {"gara": "echo up; exec sleep 60", "piata": "trap '' TERM; echo up; exec sleep 60"}
    for display, command in commands.items():
        here.processes[display] = await asyncio.create_subprocess_exec(
            "/bin/sh", "-c", command, stdout=asyncio.subprocess.PIPE, start_new_session=True
        )
        output = here.processes[display].stdout
        assert output and await output.readline() == b"up\n"
    processes = dict(here.processes)
    await here.stop(["gara", "piata"])
    assert here.processes == {}
    assert {display: process.returncode for display, process in processes.items()} == {"gara": -15, "piata": -9}


def test_the_environment_of_displays(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SDL_VIDEODRIVER", "AFISIER_WINDOW_SCALE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "ro_RO.UTF-8")
    off, windows = display_environment(offscreen=True), display_environment(offscreen=False, scale=0.4)
    assert off["LANG"] == windows["LANG"] == "ro_RO.UTF-8"
    assert (off["SDL_VIDEODRIVER"], "AFISIER_WINDOW_SCALE" in off) == ("offscreen", False)
    assert ("SDL_VIDEODRIVER" in windows, windows["AFISIER_WINDOW_SCALE"]) == (False, "0.4")


def test_a_document_with_a_value_replaced_is_a_document() -> None:
    slide = changed(PACK, "slides/anunt.yaml", title={"ro": "Podul se deschide"})
    pack = parse({**PACK, "slides/anunt.yaml": slide})
    assert pack.slides["anunt"].title == {"ro": "Podul se deschide"}
    assert pack.slides["anunt"].body == parse(PACK).slides["anunt"].body
