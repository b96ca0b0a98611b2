"""One display and what can befall it: no network, kill -9, lies on the wire, rot on the card."""

import asyncio
import contextlib
import json
import os
import random
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import aiomqtt
import msgspec
import psutil
import pytest
import pytest_asyncio
import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from content import wire
from content.wire import dsse
from control_server.commands.local_city import LocalCity, changed, local_city
from control_server.devices.broker import SERVER_HOST, SERVER_USER
from control_server.devices.fleet import Heard
from display_client import runtime_files
from display_client.store import DisplayStore
from tests.changes import put_slide
from tests.system.fence import fence

pytestmark = [pytest.mark.system, pytest.mark.asyncio(loop_scope="module")]

DISPLAY = "gara"


@pytest_asyncio.fixture(loop_scope="module")
async def city(sample: dict[str, bytes], tmp_path: Path) -> AsyncIterator[LocalCity]:
    """A city of one slide at a time: two notices, so that something is always about to change."""
    async with local_city(tmp_path, _two_notices(sample)) as city:
        yield city


def _two_notices(sample: dict[str, bytes]) -> dict[str, bytes]:
    playlists = {"playlists": [{"id": "p", "slides": ["one", "two"]}]}
    campaigns = {"campaigns": [{"id": "c", "playlist": "p", "displays": [DISPLAY]}]}
    kept = {path: body for path, body in sample.items() if path in {"city.yaml", "displays.yaml"}}
    return kept | {
        "playlists.yaml": yaml.safe_dump(playlists).encode(),
        "campaigns.yaml": yaml.safe_dump(campaigns).encode(),
        "slides/one.yaml": _notice("Unu"),
        "slides/two.yaml": _notice("Doi"),
    }


def _notice(title: str) -> bytes:
    body = {"kind": "notice", "title": {"ro": title}, "body": {"ro": f"Textul avizului {title.lower()}."}}
    return yaml.safe_dump(body, allow_unicode=True).encode()


def _showing(glass: wire.Glass) -> bool:
    return glass.state == "showing"


def _frames(city: LocalCity, slide: str = "") -> set[str]:
    told = city.server.publisher.published.programme(DISPLAY)
    return {frame.asset for name, frames in told.frames.items() if slide in ("", name) for frame in frames.values()}


async def test_cut_off_it_keeps_playing_and_catches_up(city: LocalCity) -> None:
    broker = city.server.surroundings.broker_address
    host, port = broker.host, broker.port
    http_host, http_port = city.server.url.removeprefix("http://").split(":")
    async with fence(host, port) as broker, fence(http_host, int(http_port)) as http:
        await city.start([DISPLAY])
        await city.stop([DISPLAY])
        path = city.enrolment(DISPLAY)
        enrolment = yaml.safe_load(path.read_text())
        enrolment["broker"]["port"], enrolment["server"] = broker.port, f"http://127.0.0.1:{http.port}"
        path.write_text(yaml.safe_dump(enrolment))
        await city.start([DISPLAY])
        first = await city.seen(DISPLAY, _showing, within=60)
        broker.cut()
        http.cut()
        files = _two_notices(city.server.publisher.published.files)
        await put_slide(city.server, "one", changed(files, "slides/one.yaml", title={"ro": "Unu schimbat"}))
        await put_slide(city.server, "two", changed(files, "slides/two.yaml", title={"ro": "Doi schimbat"}))
        assert first.asset not in _frames(city)
        later = await _glass_file(city, lambda glass: glass["count"] > first.count)
        assert later["state"] == "showing"
        assert later["matches"]
        assert later["asset"] not in _frames(city)  # the old manifest plays on
        broker.mend()
        http.mend()
        caught_up = await city.seen(DISPLAY, lambda glass: glass.asset in _frames(city), within=90)
        assert caught_up.matches


async def test_it_starts_and_plays_with_no_server_and_no_broker(city: LocalCity) -> None:
    await city.start([DISPLAY])
    await city.seen(DISPLAY, _showing, within=60)
    await city.stop([DISPLAY])
    path = city.enrolment(DISPLAY)
    enrolment = yaml.safe_load(path.read_text())
    enrolment["broker"]["port"], enrolment["server"] = 9, "http://127.0.0.1:9"  # nobody listens on port 9
    path.write_text(yaml.safe_dump(enrolment))
    glass_file = _glass_path(city)
    glass_file.unlink()
    await city.start([DISPLAY])
    glass = await _glass_file(city, lambda glass: glass["state"] == "showing")
    assert glass["matches"]
    assert glass["asset"] in _frames(city)


async def test_killed_at_ten_random_moments_it_comes_back_on_its_last_manifest(city: LocalCity) -> None:
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    print(f"seed {seed}")
    await city.start([DISPLAY])
    await city.seen(DISPLAY, _showing, within=60)
    for round_ in range(10):
        body = _notice(f"Unu {round_}") if round_ % 2 else _notice(f"Doi {round_}")
        await put_slide(city.server, "one" if round_ % 2 else "two", body)
        await asyncio.sleep(chance.uniform(0, 0.09))  # the random moment: while it fetches, adopts, fades or rests
        _kill_all(city.processes.pop(DISPLAY).pid)
        _glass_path(city).unlink(missing_ok=True)
        await city.start([DISPLAY])
        glass = await _glass_file(city, lambda glass: glass["state"] == "showing" and glass["asset"] in _frames(city))
        assert glass["matches"]


async def test_a_lie_on_the_wire_never_reaches_the_glass(city: LocalCity) -> None:
    await city.start([DISPLAY])
    await city.seen(DISPLAY, _showing, within=60)
    publication = city.server.publisher.published.latest[DISPLAY]
    told = publication.manifest
    stranger = Ed25519PrivateKey.generate()
    later = wire.encode(_with_sequence(told, told.sequence + 1))
    signer = city.server.ground.signer
    lies = {  # what is published, and what the display must say of it: never what it said of the one before
        "another key": (dsse.sign(later, "manifest", stranger), "no pinned key"),
        "signed as a command": (signer.sign_command(later), "signed as"),
        "altered": (publication.envelope.replace(b'"payload":"', b'"payload":"AAAA', 1), "no pinned key"),
        "noise": (b"\x00" + os.urandom(300), "not an envelope"),
        "older": (signer.sign_manifest(wire.encode(_with_sequence(told, told.sequence - 1))), "not newer"),
        "another display's": (signer.sign_manifest(wire.encode(_for_another(told))), "expected"),
    }
    for what, (payload, reason) in lies.items():
        status = await _published(city, payload, reason)
        assert status.adopted == told.version, what
        assert status.glass is not None, what
        assert status.glass.asset in _frames(city), what
    before = await city.seen(DISPLAY, _showing)
    after = await city.seen(DISPLAY, lambda glass: glass.count > before.count, within=60)
    assert after.asset in _frames(city)
    assert after.matches
    kept = DisplayStore(city.enrolment(DISPLAY).parent / "store").adopted()
    assert kept is not None
    assert kept.envelope == publication.envelope


async def test_a_flipped_bit_in_an_asset_never_reaches_the_glass(city: LocalCity) -> None:
    await city.start([DISPLAY])
    first = await city.seen(DISPLAY, _showing, within=60)
    assets = next(city.enrolment(DISPLAY).parent.rglob("assets"))
    for other in _frames(city) - {first.asset}:
        rotten = assets / other
        body = bytearray(rotten.read_bytes())
        body[len(body) // 2] ^= 1
        rotten.write_bytes(body)
    shown = await _glass_file(city, lambda glass: glass["count"] > first.count)
    assert shown["matches"]  # read back and compared with the frame that was signed
    repaired = await city.seen(DISPLAY, lambda glass: glass.slide not in (None, first.slide), within=90)
    assert repaired.matches
    assert repaired.asset in _frames(city) - {first.asset}


# --- the tools of these tests ----------------------------------------------------------------------------------------


def _with_sequence(told: wire.Manifest, sequence: int) -> wire.Manifest:
    return msgspec.structs.replace(told, sequence=sequence, phase=told.phase + 1)


def _for_another(told: wire.Manifest) -> wire.Manifest:
    return msgspec.structs.replace(told, display="primarie", sequence=told.sequence + 1)


async def _published(city: LocalCity, payload: bytes, reason: str) -> wire.Status:
    """Publishes as the server would, and waits until the display refuses for that `reason`."""
    own = city.server.surroundings.broker
    assert own is not None
    topic = wire.TOPICS["manifest"].of("timisoara", DISPLAY)
    with city.server.fleet.subscribed() as events:
        async with aiomqtt.Client(SERVER_HOST, own.server_port, username=SERVER_USER, password=own.password) as client:
            await client.publish(topic, payload, qos=1, retain=True)
        async with asyncio.timeout(120):
            async for event in events:
                if isinstance(event, Heard) and reason in (event.status.rejected or ""):
                    return event.status
    raise AssertionError("the server ended")


def _glass_path(city: LocalCity) -> Path:
    return runtime_files.folder(city.enrolment(DISPLAY).parent / "store") / "glass.json"


async def _glass_file(city: LocalCity, wanted: object, within: float = 60) -> dict[str, object]:
    """What the screen itself wrote of its glass, once it is as wanted: for when the broker is out of reach."""
    async with asyncio.timeout(within):
        while True:
            with contextlib.suppress(OSError, StopIteration, json.JSONDecodeError):
                glass: dict[str, object] = json.loads(_glass_path(city).read_bytes())
                if wanted(glass):  # type: ignore[operator]
                    return glass
            await asyncio.sleep(0.05)


def _kill_all(pid: int) -> None:
    """kill -9 of a display: its supervisor, agent and screen, at one moment."""
    supervisor = psutil.Process(pid)
    for process in [supervisor, *supervisor.children(recursive=True)]:
        with contextlib.suppress(psutil.NoSuchProcess):
            os.kill(process.pid, signal.SIGKILL)
