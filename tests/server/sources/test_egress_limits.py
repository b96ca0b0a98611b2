"""The limits of a fetch: whoever answers, it ends in time and takes no more memory than it may."""

import asyncio
import gzip
import zlib

import pytest

from content.findings import RefusedError
from content.imports.conversation import Ask
from control_server.sources.egress import LIMITS, Egress, FetchLimits
from tests.server.sources.fetching import SMALL, fetched, refusal
from tests.server.sources.internet import Internet, page


async def test_a_server_that_trickles_is_given_up(outside: Internet) -> None:
    ended = asyncio.Event()

    async def trickle(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
        try:
            while not ended.is_set():
                writer.write(b"x")
                await writer.drain()
                await asyncio.sleep(0.01)
        finally:
            ended.set()

    outside.pages["/slow"] = trickle
    sentence = await refusal(outside, outside.address("/slow"), limits=SMALL._replace(seconds=0.2))
    assert "did not answer in full within 0.2 s" in sentence
    ended.set()


async def test_a_server_that_says_nothing_is_given_up(outside: Internet) -> None:
    ended = asyncio.Event()

    async def silent(writer: asyncio.StreamWriter) -> None:
        await ended.wait()

    outside.pages["/silent"] = silent
    assert "within 0.2 s" in await refusal(outside, outside.address("/silent"), limits=SMALL._replace(seconds=0.2))
    ended.set()


@pytest.mark.parametrize(
    "begun", [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n"]
)
async def test_headers_without_end_are_not_kept(outside: Internet, begun: bytes) -> None:
    """Before the body, and after it as trailers (RFC 9112 §7.1.2)."""
    outside.pages["/headers"] = begun + b"X-More: and more\r\n" * 20_000 + b"\r\n"
    assert "could not be fetched (ClientResponseError)" in await refusal(outside, outside.address("/headers"))


async def test_the_limit_of_size_by_its_own_word_and_by_its_bytes(outside: Internet) -> None:
    limits = FetchLimits(seconds=10)
    outside.pages["/word"] = page(b"", Content_Length="20000001")
    outside.pages["/bytes"] = page(bytes(21_000_000), Content_Length="")
    outside.pages["/just"] = page(bytes(20_000_000), Content_Length="")
    for path in ("/word", "/bytes"):
        assert "larger than 20,000,000 bytes" in await refusal(outside, outside.address(path), limits=limits)
    assert len((await fetched(outside, outside.address("/just"), limits=limits)).body) == 20_000_000


async def test_a_bomb_is_not_unpacked(outside: Internet) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()
    assert len(bomb) < 250_000
    outside.pages["/bomb"] = page(bomb, Content_Encoding="gzip")
    sentence = await refusal(outside, outside.address("/bomb"), limits=FetchLimits(seconds=10))
    assert "larger than 20,000,000 bytes" in sentence


async def test_many_small_bombs_are_one(outside: Internet) -> None:
    outside.pages["/many"] = page(gzip.compress(bytes(2_000)) * 6, Content_Encoding="gzip")
    assert "larger than 10,000 bytes" in await refusal(outside, outside.address("/many"))
    outside.pages["/endless"] = page(gzip.compress(b"", mtime=0) * 1_001, Content_Encoding="gzip")
    assert "larger than" in await refusal(outside, outside.address("/endless"), limits=FetchLimits())


async def test_packed_text_comes_unpacked(outside: Internet) -> None:
    text = b"an,valoare\n2019,1\n" * 300
    outside.pages["/a"] = page(gzip.compress(text, mtime=0), Content_Encoding="gzip")
    outside.pages["/two"] = page(
        gzip.compress(text[:99], mtime=0) + gzip.compress(text[99:]), Content_Encoding="x-gzip"
    )
    outside.pages["/none"] = page(b"", Content_Encoding="gzip")
    assert (await fetched(outside, outside.address("/a"))).body == text
    assert (await fetched(outside, outside.address("/two"))).body == text
    assert (await fetched(outside, outside.address("/none"))).body == b""


@pytest.mark.parametrize(
    ("coding", "body", "sentence"),
    [
        ("br", b"x", "packed as 'br'"),
        ("deflate", b"x", "packed as 'deflate'"),
        ("gzip, gzip", b"x", "packed as 'gzip, gzip'"),
        ("gzip", b"no gzip", "is no gzip data"),
        ("gzip", gzip.compress(b"abcdef" * 99, mtime=0)[:-9], "ends in the middle"),
        ("gzip", gzip.compress(b"a", mtime=0) + b"rest", "is no gzip data"),
    ],
)
async def test_packings_that_are_refused(outside: Internet, coding: str, body: bytes, sentence: str) -> None:
    outside.pages["/a"] = page(body, Content_Encoding=coding)
    assert sentence in await refusal(outside, outside.address("/a"))


async def test_an_overlong_question_is_refused(outside: Internet) -> None:
    with pytest.raises(RefusedError, match="found a question of 100,001 bytes"):
        await fetched(outside, outside.address("/a"), body=b" " * 99_998)
    with pytest.raises(RefusedError, match="found a question of 200,000 bytes"):
        ask = Ask(address=outside.address("/a"), accept="a" * 200_000)
        await Egress(outside.hosts(), network=outside.network()).fetch(ask)
    assert outside.lookups == []


def test_the_limits_of_the_real_world() -> None:
    assert (LIMITS.seconds, LIMITS.size, LIMITS.redirects) == (10, 20_000_000, 5)
    assert Egress(["date.oras.ro"]).limits is LIMITS
