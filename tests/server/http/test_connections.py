"""Half requests, idle and slow connections, and what is no request: over real sockets, against the real application."""

import asyncio
import contextlib
import gc
import json
import re
import resource
import sys
import threading
from pathlib import Path

import pytest
from aiohttp import web

from control_server import app, serial_queue
from control_server.http.connections import watched
from control_server.http.errors import errors
from control_server.http.places import ConnectionLimits, fitting_limits
from tests.server.http.requests import basic
from tests.server.http.sockets import ONE, OTHER, serving, until
from tests.server.simulator import Clock, Simulated, simulated, slide

HALVES = (
    b"",
    b"GET / HT",
    b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ",
    b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
    b"PUT /api/pack HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{",
)
"""A silent connection, half a line, half a head, an idle connection after its answer, half a body that nobody reads."""


RAISE = "from config.system import descriptors; descriptors.raised()"
ATTACK = """
import socket, sys
halves, port = eval(sys.argv[1]), int(sys.argv[2])
there = []
for number in range(1500):
    there.append(socket.create_connection(("127.0.0.1", port)))
    try:
        there[-1].sendall(halves[number % len(halves)])
    except OSError:
        pass
print("all are there", flush=True)
sys.stdin.read()
"""


async def test_1500_half_requests_from_one_address_keep_nobody_out(
    city: Simulated, caplog: pytest.LogCaptureFixture
) -> None:
    """With as many descriptors as Debian gives a process, of which there are always some left."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    halves, pipe = repr(HALVES), asyncio.subprocess.PIPE
    resource.setrlimit(resource.RLIMIT_NOFILE, (1_024, before[1]))
    try:
        async with serving(city, fitting_limits()._replace(waiting_s=600)) as served:
            words = [sys.executable, "-c", f"{RAISE}{ATTACK}", halves, str(served.port)]
            attacker = await asyncio.create_subprocess_exec(*words, stdin=pipe, stdout=pipe)
            assert attacker.stdout and await attacker.stdout.readline() == b"all are there\n"
            for _ in range(3):
                assert await served.well(OTHER)
            assert await served.well(ONE)  # behind the same address is somebody who asks properly
            assert served.places.taken <= served.places.limits.places == 384
            assert served.ended("place") >= 1_500 * 4 // 5 - 384
            await attacker.communicate(b"")
            await until(lambda: served.places.taken == 0)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert "out of system resource" not in caplog.text


@pytest.mark.parametrize("half", HALVES)
async def test_half_requests_and_idle_connections_lose_their_places_in_time(city: Simulated, half: bytes) -> None:
    async with serving(city, ConnectionLimits(places=400, waiting_s=0.2)) as served:
        for _ in range(20):
            await served.connected(half)
        await until(lambda: served.places.taken == 0)
        assert served.ended("place") == 0


async def test_a_head_that_comes_byte_by_byte_gains_no_time(city: Simulated) -> None:
    async with serving(city, ConnectionLimits(places=400, waiting_s=0.3)) as served:
        reader, writer = await served.connected(b"GET / HTTP/1.1\r\nX-Slow: ")
        while not reader.at_eof():
            with contextlib.suppress(TimeoutError, ConnectionError):
                writer.write(b"x")
                await asyncio.wait_for(reader.read(1), 0.05)
        await until(lambda: served.places.taken == 0)


async def test_a_body_that_hardly_comes_ends_its_connection(city: Simulated) -> None:
    own = basic(await city.server.enrolments.enrol("gara"))["Authorization"]
    head = f"PUT /api/displays/gara/glass HTTP/1.1\r\nHost: a\r\nAuthorization: {own}\r\nContent-Length: 9000\r\n\r\n"
    async with serving(city, ConnectionLimits(places=400, body_s=0.2)) as served:
        reader, writer = await served.connected(head.encode())
        while not reader.at_eof():
            with contextlib.suppress(TimeoutError, ConnectionError):
                writer.write(b"x")
                await asyncio.wait_for(reader.read(1), 0.05)
        assert served.ended("slow body") == 1
        assert served.places.taken == 0


async def test_half_a_body_does_not_keep_an_event_stream(city: Simulated) -> None:
    async with serving(city, ConnectionLimits(places=400, body_s=0.2)) as served:
        await served.connected(b"GET /api/events HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nx")
        await until(lambda: served.ended("slow body") == 1)
        await until(lambda: served.places.running_requests == 0)


async def test_an_answer_that_nobody_reads_ends_its_connection(city: Simulated) -> None:
    digest = await city.server.surroundings.blobs.add(bytes(30_000_000))
    tasks = len(asyncio.all_tasks())
    async with serving(city, ConnectionLimits(places=400, answer_s=0.2, rate=1_000_000_000)) as served:
        await served.connected(f"GET /assets/{digest} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        await until(lambda: served.ended("slow answer") == 1)
        await until(lambda: len(asyncio.all_tasks()) == tasks)
        assert served.places.taken == 0


STREAM = b"GET /api/events HTTP/1.1\r\nHost: a\r\n\r\n"


async def test_running_requests_of_one_network_leave_room_for_others(city: Simulated) -> None:
    async with serving(city, ConnectionLimits(places=4)) as served:
        for _ in range(3):
            await served.connected(STREAM)
        await until(lambda: served.places.running_requests == 3)
        refusal = await served.answer("GET /api/displays HTTP/1.1\nHost: a\nConnection: close\n\n")
        assert refusal.startswith("HTTP/1.1 503 ") and "Retry-After: 2" in refusal
        assert "3 requests from there are answered, expected to be asked again soon" in refusal
        assert await served.well(OTHER)


async def test_whoever_waits_longest_in_the_largest_network_ends_and_no_running_request(city: Simulated) -> None:
    async with serving(city, ConnectionLimits(places=4)) as served:
        await served.connected(STREAM, OTHER)
        first, second, third = [await served.connected() for _ in range(3)]
        await until(lambda: served.places.taken == 4 and served.places.running_requests == 1)
        assert await served.well("127.0.0.3")
        assert await first[0].read() == b""
        assert served.ended("place") == 1
        await served.connected(STREAM, OTHER)
        second[1].write(STREAM)
        third[1].write(STREAM)
        await until(lambda: served.places.running_requests == 4)
        assert await served.answer("", "127.0.0.3") == ""
        assert served.ended("full") == 1 and served.places.running_requests == 4


LONG = "x" * 9_000
UNREADABLE = {
    "no HTTP": "hello\n\n",
    "TLS": "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "HTTP/2": "PRI * HTTP/2.0\n\nSM\n\n",
    "name": "GET / HTTP/1.1\nHost : a\n\n",
    "length": "PUT /api/pack HTTP/1.1\nHost: a\nContent-Length: ten\n\n",
    "two lengths": "PUT /api/pack HTTP/1.1\nHost: a\nContent-Length: 1\nTransfer-Encoding: chunked\n\n",
    "zero byte": "GET /\x00 HTTP/1.1\nHost: a\n\n",
}
OTHERWISE_REFUSED = {
    "address": (f"GET /{LONG} HTTP/1.1\nHost: a\n\n", 414),
    "header": (f"GET / HTTP/1.1\nHost: a\nX-Long: /{LONG}\n\n", 431),
    "header's name": (f"GET / HTTP/1.1\nHost: a\nX-{LONG}: y\n\n", 431),
    "many headers": ("GET / HTTP/1.1\n" + "".join(f"X-{n}: y\n" for n in range(300)) + "\n", 431),
    "expectation": ("GET / HTTP/1.1\nHost: a\nConnection: close\nExpect: tea\n\n", 417),
    "method": ("DELETE / HTTP/1.1\nHost: a\nConnection: close\n\n", 405),
    "options": ("OPTIONS / HTTP/1.1\nHost: a\nConnection: close\n\n", 405),
    "asterisk": ("OPTIONS * HTTP/1.1\nHost: a\nConnection: close\n\n", 404),
    "percent": ("GET /%zz%00 HTTP/1.1\nHost: a\nConnection: close\n\n", 404),
}


def parts(answer: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and body of an answer."""
    head, _, body = answer.partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    return int(first.split()[1]), {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}, body


@pytest.mark.parametrize("what", [*UNREADABLE, *OTHERWISE_REFUSED])
async def test_an_error_of_the_parser_is_answered_as_every_error_is(
    city: Simulated, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    request, expected = OTHERWISE_REFUSED.get(what) or (UNREADABLE[what], 400)
    async with serving(city) as served:
        usual = parts(await served.answer("GET /api/nowhere HTTP/1.1\nHost: a\nConnection: close\n\n"))
        capsys.readouterr()
        status, headers, body = parts(await served.answer(request))
    assert status == expected
    own = {"date", "content-length", "allow", "content-type", "connection"}
    assert {n: v for n, v in headers.items() if n not in own} == {n: v for n, v in usual[1].items() if n not in own}
    assert headers["server"] == "afisier" and headers["x-content-type-options"] == "nosniff"
    if status != 417:
        assert "expected" in json.loads(body)["error"] or status in (404, 405)
    assert not re.search("aiohttp|python|traceback|<", body, re.IGNORECASE)
    assert capsys.readouterr() == ("", "")  # nobody fills the log with what is no request


async def test_a_body_that_is_not_what_its_header_says_is_refused(city: Simulated) -> None:
    async with serving(city) as served:
        head = f"PUT /api/pack HTTP/1.1\nHost: a\nAuthorization: Bearer {city.server.token}\nIf-Match: *\n"
        broken = await served.answer(head + "Transfer-Encoding: chunked\n\nzz\n{}\n")
        assert parts(broken)[0] == 400 and parts(broken)[1]["server"] == "afisier"
        packed = parts(await served.answer(head + "Content-Encoding: gzip\nContent-Length: 2\nConnection: close\n\n{}"))
        assert packed[0] == 415 and "expected it as it is" in packed[2]


async def test_questions_of_one_address_let_others_take_turns(city: Simulated) -> None:
    """A week of every display, 150 times at once, from one address; and one question from another."""
    asked = threading.Event()
    token = f"Authorization: Bearer {city.server.token}\r\n".encode()
    week = b"GET /api/displays/gara/timeline?to=2026-11-29 HTTP/1.1\r\nHost: a\r\n" + token
    week += b"Connection: close\r\n\r\n"
    async with serving(city) as served:
        held = asyncio.create_task(city.server.schedules.ask("gara", lambda _: asked.wait(20)))
        await asyncio.sleep(0)
        for _ in range(150):
            await served.connected(week)
        await until(lambda: served.places.running_requests == serial_queue.SHARE)
        other = asyncio.create_task(served.well(OTHER))
        await until(lambda: served.places.running_requests == serial_queue.SHARE + 1)
        asked.set()
        assert await other
        assert await held


async def test_who_asks_and_goes_leaves_no_work(city: Simulated) -> None:
    asked = threading.Event()
    token = f"Authorization: Bearer {city.server.token}\r\n".encode()
    week = b"GET /api/displays/gara/timeline?to=2026-11-29 HTTP/1.1\r\nHost: a\r\n" + token + b"\r\n"
    async with serving(city) as served:
        held = asyncio.create_task(city.server.schedules.ask("gara", lambda _: asked.wait(20)))
        await asyncio.sleep(0)
        for _ in range(3):
            peers = [await served.connected(week) for _ in range(serial_queue.SHARE)]
            await until(lambda: served.places.running_requests == serial_queue.SHARE)
            for _, writer in peers:
                writer.transport.abort()
            await until(lambda: served.places.running_requests == 0)
        one = asyncio.create_task(served.well(ONE))
        await until(lambda: served.places.running_requests == 1)
        asked.set()
        assert await one and await held


async def test_who_breaks_off_in_a_body_leaves_no_line_in_the_log(
    city: Simulated, capsys: pytest.CaptureFixture[str]
) -> None:
    head = f"PUT /api/pack HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {city.server.token}\r\nIf-Match: *\r\n"
    async with serving(city) as served:
        capsys.readouterr()
        _, writer = await served.connected(f"{head}Content-Length: 9\r\n\r\n{{".encode())
        await until(lambda: served.places.running_requests == 1)
        writer.transport.abort()
        await until(lambda: served.places.taken == 0)
        await asyncio.sleep(0)
    assert capsys.readouterr() == ("", "")


async def test_who_has_gone_before_the_body_is_read_leaves_no_line_in_the_log(
    city: Simulated, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    begun, go_on, over = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def handler(request: web.Request) -> web.Response:
        begun.set()
        try:
            await go_on.wait()
            await request.read()
        finally:
            over.set()
        raise AssertionError("half a body is no body")

    slow = web.Application(middlewares=[watched, errors])
    slow.router.add_post("/", handler)
    monkeypatch.setattr(app, "application", lambda _: slow)
    async with serving(city) as served:
        _, writer = await served.connected(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{")
        await begun.wait()
        writer.transport.abort()
        await until(lambda: served.places.taken == 0)
        go_on.set()
        await over.wait()
        await asyncio.sleep(0)
        gc.collect()  # only then a task tells of an error that nobody has asked it for
    assert not caplog.records


async def test_what_only_reads_ends_with_its_caller(city: Simulated) -> None:
    async with serving(city) as served:
        _, writer = await served.connected(STREAM)
        await until(lambda: served.places.running_requests == 1)
        writer.transport.abort()
        await until(lambda: served.places.running_requests == 0)


async def test_a_change_is_brought_to_its_end_whoever_has_gone(city: Simulated) -> None:
    async with serving(city) as served:
        drawing, go_on = asyncio.Event(), asyncio.Event()

        async def meanwhile() -> None:
            drawing.set()
            await go_on.wait()

        city.pages.meanwhile = meanwhile
        body = slide("Altceva").decode()
        head = (
            f"PUT /api/slides/anunt HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {city.server.token}\r\nIf-Match: *\r\n"
        )
        _, writer = await served.connected(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        await drawing.wait()
        writer.transport.abort()
        await until(lambda: served.places.taken == 0)
        go_on.set()
        await until(lambda: city.published.revision == 2)


async def test_a_change_that_cannot_end_does_not_keep_the_server(tmp_path: Path, clock: Clock) -> None:
    async with simulated(tmp_path, clock) as city:
        drawing = asyncio.Event()

        async def for_ever() -> None:
            drawing.set()
            await asyncio.Event().wait()

        await city.publish()
        city.pages.meanwhile = for_ever
        body = slide("Altceva").decode()
        head = (
            f"PUT /api/slides/anunt HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {city.server.token}\r\nIf-Match: *\r\n"
        )
        async with serving(city) as served:
            await served.connected(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
            await drawing.wait()
        assert city.published.revision == 1
