"""`afisier publish` never undoes what others changed since the folder was last sent."""

import asyncio
import functools
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import click
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from click.testing import CliRunner, Result

from content.findings import ConflictError, DiskError, MovedError, NotFoundError, RefusedError
from control_server import app
from control_server.commands.client import Client
from control_server.commands.publish import provision, publish, revoke
from control_server.people.sign_in import Browser
from control_server.storage import changes
from tests.server.http.sockets import serving
from tests.server.simulator import PACK, Clock, Simulated, simulated, slide


@pytest.fixture
async def served(tmp_path: Path, clock: Clock) -> AsyncIterator[tuple[Simulated, str]]:
    """A server without a pack, and its address."""
    async with simulated(tmp_path / "data", clock) as city, TestServer(app.application(city.server)) as server:
        yield city, str(server.make_url("")).rstrip("/")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in PACK.items():
        path = tmp_path / "pack" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "pack"


async def run(command: click.Command, *arguments: object) -> Result:
    """The command in a thread of its own, as it has an event loop of its own."""
    return await asyncio.to_thread(CliRunner().invoke, command, [str(each) for each in arguments])


def printed(result: Result) -> list[str]:
    """What the command says; the server beside it logs into the same stream."""
    return [line for line in result.output.splitlines() if "[info " not in line]


def options(served: tuple[Simulated, str], tmp_path: Path) -> tuple[object, ...]:
    return ("--server", served[1], "--token-file", tmp_path / "data" / "token")


async def test_the_first_and_each_further_publication(
    served: tuple[Simulated, str], folder: Path, tmp_path: Path
) -> None:
    city, at = served[0], options(served, tmp_path)
    first = await run(publish, folder, *at)
    assert printed(first) == [
        "Published as revision 1.",
        "  gara: manifest 1.1",
        "  piata: manifest 1.1",
    ]
    assert city.published.files == PACK  # what the folder remembers is no part of the pack
    (folder / "slides" / "anunt.yaml").write_bytes(slide("Podul se deschide"))
    assert "Published as revision 2." in printed(await run(publish, folder, *at))
    assert "Nothing changed: it is revision 2." in printed(await run(publish, folder, *at))
    assert city.published.cause and str(city.published.cause.cause) == "pack by api"


async def test_a_person_publishes_by_their_token_and_says_why(
    served: tuple[Simulated, str], folder: Path, tmp_path: Path
) -> None:
    city, address = served
    door, here = city.server.sign_in, Browser("127.0.0.1", "")
    link = await door.invite(["publisher"], "console")
    ana = await door.who(await door.join(link, "ana@oras.ro", "Ana", "tramvai verde spre Fabric", here))
    assert ana
    (tmp_path / "own").write_text(await city.server.tokens.make(ana.person, "Laptop", ["publish"], 30))
    at = ("--server", address, "--token-file", tmp_path / "own")
    refusal = (await run(publish, folder, *at)).exception
    assert isinstance(refusal, RefusedError) and "without review and without a reason" in str(refusal)
    assert "Published as revision 1." in printed(await run(publish, folder, *at, "--why", "prima zi & restul"))
    cause = city.published.cause
    assert cause and (cause.cause.actor, cause.cause.why) == (ana.person.who, "prima zi & restul")
    (change,) = await changes.listed(city.server.ground.database, ["unreviewed"])
    assert change.author == ana.person.who
    await city.server.tokens.end(ana.person, (await city.server.tokens.of(ana.person))[0].id)
    assert "Bearer" in str((await run(publish, folder, *at, "--why", "încă o dată")).exception)


async def test_what_others_changed_since_is_not_undone_without_being_asked_to(
    served: tuple[Simulated, str], folder: Path, tmp_path: Path
) -> None:
    city, at = served[0], options(served, tmp_path)
    await run(publish, folder, *at)
    await city.put_slide("anunt", slide("Al altcuiva"))
    refused = await run(publish, folder, *at)
    assert isinstance(refused.exception, MovedError)
    assert str(refused.exception) == (
        f"{served[1]}: the pack: was changed since it was read (revision 2: slide by Ana); "
        "expected a change of what is there now; "
        f"take that over into {folder} and publish with --replace, or --replace it with this pack"
    )
    assert city.published.slide("anunt") == slide("Al altcuiva")
    assert "Published as revision 3." in printed(await run(publish, folder, "--replace", *at))
    assert city.published.files == PACK
    assert (await run(publish, folder, *at)).exit_code == 0


@pytest.mark.parametrize("remembered", [None, "[" * 100_000, "damaged {", '{"http://elsewhere": ["0123"]}'])
async def test_a_folder_that_was_never_sent_there_replaces_nothing_without_being_asked_to(
    served: tuple[Simulated, str], folder: Path, tmp_path: Path, remembered: str | None
) -> None:
    city, at = served[0], options(served, tmp_path)
    await city.publish({**PACK, "slides/anunt.yaml": slide("De la altcineva")})
    if remembered is not None:
        (folder / ".afisier-published").write_text(remembered)
    refused = await run(publish, folder, *at)
    assert isinstance(refused.exception, MovedError)
    assert "was never sent to this server, which has another pack; --replace puts this one in its place" in str(
        refused.exception
    )
    assert city.published.slide("anunt") == slide("De la altcineva")
    assert (await run(publish, folder, "--replace", *at)).exit_code == 0
    assert city.published.files == PACK
    assert (await run(publish, folder, *at)).exit_code == 0


async def test_a_folder_that_says_what_the_server_has_needs_no_memory(
    served: tuple[Simulated, str], folder: Path, tmp_path: Path
) -> None:
    await served[0].publish(PACK)
    (folder / ".afisier-published").mkdir()  # it cannot be written
    at = options(served, tmp_path)
    for _ in range(2):
        assert "Nothing changed: it is revision 1." in printed(await run(publish, folder, *at))


async def test_whoever_breaks_off_leaves_nothing_half_and_may_publish_again(
    city: Simulated, folder: Path, tmp_path: Path
) -> None:
    """As somebody presses Ctrl-C while the server draws: the server goes on, and the folder knows what it sent."""
    drawing, go_on = asyncio.Event(), asyncio.Event()

    async def meanwhile() -> None:
        drawing.set()
        await go_on.wait()

    async with serving(city) as server:
        at = ("--server", f"http://127.0.0.1:{server.port}", "--token-file", tmp_path / "token")
        assert "Nothing changed: it is revision 1." in printed(await run(publish, folder, *at))
        (folder / "slides" / "anunt.yaml").write_bytes(slide("Podul se deschide"))
        city.pages.meanwhile = meanwhile
        words = [sys.executable, "-m", "config.commands.cli", "publish", *map(str, (folder, *at))]
        heard = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # ignored where tests run behind `&`
        process = await asyncio.create_subprocess_exec(*words, stderr=asyncio.subprocess.PIPE, preexec_fn=heard)
        await drawing.wait()
        process.send_signal(signal.SIGINT)
        _, errors = await process.communicate()
        assert process.returncode == 130 and b"Traceback" not in errors
        assert city.published.revision == 1
        go_on.set()
        (folder / "slides" / "anunt.yaml").write_bytes(slide("Podul se inchide din nou"))
        assert "Published as revision 3." in printed(await run(publish, folder, *at))


async def test_of_many_displays_the_first_are_named(
    served: tuple[Simulated, str], folder: Path, tmp_path: Path
) -> None:
    about = "panel: {diagonal_inch: 32, width: 1280, height: 720}, viewing_distance_m: 2, languages: [ro]"
    lines = [f"  - {{id: d{number}, name: D{number}, {about}}}" for number in range(130)]
    (folder / "displays.yaml").write_text("\n".join(["displays:", *lines]))
    first = printed(await run(publish, folder, *options(served, tmp_path)))
    assert [first[1], first[21]] == ["  d0: manifest 1.1", "  and 110 displays more"]


async def test_a_wrong_token_is_said_as_such(served: tuple[Simulated, str], folder: Path, tmp_path: Path) -> None:
    (tmp_path / "wrong").write_text("x" * 43)
    refused = await run(publish, folder, "--server", served[1], "--token-file", tmp_path / "wrong")
    assert "expected the API token of this server" in str(refused.exception)


async def test_an_enrolment_is_written_once_and_for_its_owner_alone(
    served: tuple[Simulated, str], folder: Path, tmp_path: Path
) -> None:
    city, at, out = served[0], options(served, tmp_path), tmp_path / "gara.yaml"
    assert isinstance((await run(provision, "gara", "--out", out, *at)).exception, ConflictError)  # no pack yet
    await city.publish()
    assert isinstance((await run(provision, "nicaieri", "--out", out, *at)).exception, NotFoundError)
    assert not out.exists()
    assert (await run(provision, "gara", "--out", out, *at)).exit_code == 0
    assert out.stat().st_mode & 0o777 == 0o600
    assert isinstance((await run(provision, "gara", "--out", out, *at)).exception, RefusedError)
    assert (await run(provision, "gara", "--out", out, "--force", *at)).exit_code == 0


async def test_an_identity_is_revoked_once(served: tuple[Simulated, str], tmp_path: Path) -> None:
    city, at = served[0], options(served, tmp_path)
    await city.publish()
    enrolment = await city.server.enrolments.enrol("gara")
    ended = await run(revoke, "gara", *at)
    assert (ended.exit_code, "The enrolment of gara counts no more" in ended.output) == (0, True)
    assert not city.server.enrolments.known("gara", enrolment.password)
    assert isinstance((await run(revoke, "gara", *at)).exception, NotFoundError)


async def test_a_refusal_comes_back_as_what_it_was(served: tuple[Simulated, str], tmp_path: Path) -> None:
    async def full(_: web.Request) -> web.Response:
        finding = {"code": "disk", "where": "x", "message": "the disk is full, expected room"}
        return web.json_response({"error": "x", "findings": [finding]}, status=507)

    async def other(_: web.Request) -> web.Response:
        return web.Response(text="<html>", status=404)

    async def deep(_: web.Request) -> web.Response:
        return web.Response(text='{"error":' * 100_000, status=409)

    strange = web.Application()
    strange.router.add_get("/deep", deep)
    strange.router.add_get("/full", full)
    strange.router.add_get("/other", other)
    async with TestServer(strange) as server:
        client = Client(str(server.make_url("/")), tmp_path / "data" / "token")
        with pytest.raises(DiskError, match="the disk is full"):
            await client.ask("GET", "/full")
        with pytest.raises(ConflictError, match="answered 409, expected a control server"):
            await client.ask("GET", "/deep")
        with pytest.raises(RefusedError, match="answered 404, expected a control server"):
            await client.ask("GET", "/other")
