"""`afisier alarm-test` tries each way once and says what became of it."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from aiohttp import web
from click.testing import CliRunner

from content.findings import RefusedError
from control_server.alarms.wording import AlarmWords
from control_server.commands.alarm_test import alarm_test


class Hook:
    """A program that listens in a thread of its own."""

    def __init__(self, status: int) -> None:
        self.status, self.port, self.taken = status, 0, list[bytes]()
        self._loop, self._up = asyncio.new_event_loop(), threading.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._run(),))

    async def _take(self, request: web.Request) -> web.Response:
        self.taken.append(await request.read())
        return web.Response(status=self.status)

    async def _run(self) -> None:
        self._end = asyncio.Event()
        application = web.Application()
        application.router.add_post("/", self._take)
        runner = web.AppRunner(application)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.port = runner.addresses[0][1]
        self._up.set()
        await self._end.wait()
        await runner.cleanup()

    def __enter__(self) -> "Hook":
        self._thread.start()
        self._up.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()
        self._loop.close()


@pytest.fixture
def hook(request: pytest.FixtureRequest) -> Iterator[Hook]:
    with Hook(request.param) as listening:
        yield listening


def config(folder: Path, port: int) -> str:
    (folder / "secret").write_text("secretul")
    path = folder / "afisier.yaml"
    path.write_text(f"alarms: {{webhook: {{url: 'http://127.0.0.1:{port}/', secret_file: {folder}/secret}}}}\n")
    return str(path)


@pytest.mark.parametrize("hook", [204], indirect=True)
def test_what_is_taken_is_said(hook: Hook, tmp_path: Path) -> None:
    result = CliRunner().invoke(alarm_test, ["--config", config(tmp_path, hook.port)])
    assert (result.exit_code, result.output) == (0, "webhook: taken\n")
    (body,) = hook.taken
    assert msgspec.json.decode(body, type=AlarmWords).subject == "Afișier: o încercare a alarmelor"


@pytest.mark.parametrize("hook", [403], indirect=True)
def test_what_is_not_taken_fails_and_says_why(hook: Hook, tmp_path: Path) -> None:
    result = CliRunner().invoke(alarm_test, ["--config", config(tmp_path, hook.port)])
    assert (result.exit_code, result.output) == (
        1,
        "webhook: ConnectionError: it answered 403, expected 200 to 299\n",
    )


def test_without_a_way_nothing_is_tried(tmp_path: Path) -> None:
    path = tmp_path / "afisier.yaml"
    path.write_text("alarms: {language: en}\n")
    result = CliRunner().invoke(alarm_test, ["--config", str(path)])
    assert isinstance(result.exception, RefusedError)
    assert "names no way, expected `email`, `webhook` or both" in str(result.exception)
