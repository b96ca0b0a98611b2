"""The one way out, against real servers on this machine."""

import asyncio
import inspect
import ssl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.settings import ServerSettings
from content.findings import RefusedError
from content.imports.conversation import Ask, Told
from content.pack.model import Sources
from control_server.sources.egress import INTERNET, Egress, looked_up
from tests.server.sources.fetching import SMALL, fetched, refusal
from tests.server.sources.internet import HOST, Internet, internet, page

# --- what comes back -----------------------------------------------------------------------------------------------


async def test_an_answer_over_https_for_the_name_it_was_asked_by(outside: Internet) -> None:
    outside.pages["/a.csv"] = page(b"a;b\n1;2\n", Content_Type="text/csv; charset=utf-8")
    told = await fetched(outside, outside.secure("/a.csv"))
    assert told == Told(address=outside.secure("/a.csv"), status=200, kind="text/csv", body=b"a;b\n1;2\n")
    assert f"Host: {HOST}:{outside.tls_port}" in outside.requests[0]
    assert (outside.lookups, outside.sockets) == ([HOST], ["127.0.0.1"])


async def test_any_status_is_an_answer(outside: Internet) -> None:
    outside.pages["/x"] = page(b'{"error": 1}', status="403 Forbidden", Content_Type="application/json")
    told = await fetched(outside, outside.address("/x"))
    assert (told.status, told.kind, told.body) == (403, "application/json", b'{"error": 1}')


async def test_a_question_is_posted_as_json(outside: Internet) -> None:
    outside.pages["/api"] = page(b"{}")
    await fetched(outside, outside.address("/api"), body=b'{"query": "{a}"}')
    assert outside.requests[0].startswith("POST /api HTTP/1.1")
    assert "Content-Type: application/json" in outside.requests[0]
    assert outside.requests[0].endswith('{"query": "{a}"}')


async def test_nothing_of_this_machine_goes_along(outside: Internet, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    outside.pages["/a"] = page(b"", status="302 Found", Location="/b", Set_Cookie="id=1")
    outside.pages["/b"] = page(b"well")
    assert (await fetched(outside, outside.address("/a"))).body == b"well"
    for request in outside.requests:
        assert not any(word in request for word in ("Cookie", "Authorization", "Referer", "Proxy"))


async def test_an_untrusted_certificate_is_refused(outside: Internet) -> None:
    outside.authority = None
    assert "does not prove who it is" in await refusal(outside, outside.secure("/a"))
    assert outside.requests == []


async def test_a_certificate_of_another_host_is_refused(outside: Internet) -> None:
    egress = Egress(outside.hosts("alt.oras.ro"), limits=SMALL, network=outside.network())
    with pytest.raises(RefusedError, match="does not prove who it is"):
        await egress.fetch(Ask(address=outside.secure("/a", "alt.oras.ro")))


async def test_nobody_there(outside: Internet) -> None:
    egress = Egress([f"http://{HOST}:1"], limits=SMALL, network=outside.network())
    with pytest.raises(RefusedError, match="could not be fetched"):
        await egress.fetch(Ask(address=f"http://{HOST}:1/"))


# --- rebinding and redirects ---------------------------------------------------------------------------------------


async def test_the_address_that_was_checked_is_the_one_connected_to(outside: Internet) -> None:
    """A name that leads elsewhere at a second look: there is no second look within one request."""
    outside.names[HOST] = [["127.0.0.1"], ["10.0.0.1"]]
    outside.pages["/a"] = page(b"well")
    assert (await fetched(outside, outside.address("/a"))).body == b"well"
    assert outside.lookups == [HOST]


async def test_a_name_that_leads_elsewhere_on_a_redirect_is_refused(outside: Internet) -> None:
    outside.names[HOST] = [["127.0.0.1"], ["10.0.0.1"]]
    outside.pages["/a"] = page(b"", status="302 Found", Location="/b")
    assert "leads to 10.0.0.1" in await refusal(outside, outside.address("/a"))
    assert outside.sockets == ["127.0.0.1"]


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://2130706433/",
        "http://localhost/",
        "https://evil.ro/",
        "//evil.ro/x",
        "file:///etc/passwd",
        "gopher://date.oras.ro/",
        "http://u:p@date.oras.ro/",
        "http://date.oras.ro:22/",
        "\\\\evil.ro\\x",
        "",
    ],
)
async def test_redirects_are_checked_as_the_first_address(outside: Internet, status: str, target: str) -> None:
    outside.pages["/a"] = page(b"", status=status, Location=target or " ")
    with pytest.raises(RefusedError):
        await fetched(outside, outside.address("/a"))
    assert len(outside.requests) <= 1 + SMALL.redirects
    assert set(outside.lookups) == {HOST}


async def test_a_redirect_never_gives_up_https(outside: Internet) -> None:
    outside.pages["/a"] = page(b"", status="302 Found", Location=outside.address("/b"))
    outside.pages["/b"] = page(b"in the open")
    assert "without encryption" in await refusal(outside, outside.secure("/a"))
    assert len(outside.requests) == 1


async def test_redirects_end(outside: Internet) -> None:
    outside.pages["/a"] = page(b"", status="302 Found", Location="/a")
    assert "leads on more than 2 times" in await refusal(outside, outside.address("/a"))
    assert len(outside.requests) == 3


async def test_what_a_redirect_does_to_a_question(outside: Internet) -> None:
    outside.pages["/307"] = page(b"", status="307 Temporary Redirect", Location="/b")
    outside.pages["/302"] = page(b"", status="302 Found", Location="/b")
    outside.pages["/b"] = page(b"well")
    for path in ("/307", "/302"):
        assert (await fetched(outside, outside.address(path), body=b"{}")).address == outside.address("/b")
    assert [request.split(" ")[0] for request in outside.requests] == ["POST", "POST", "POST", "GET"]


# --- answers that are none -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x16\x03\x01 no http",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 100_000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 999999 ?\r\n\r\n",
    ],
)
async def test_an_answer_that_is_no_http_is_one_sentence(outside: Internet, answer: bytes) -> None:
    outside.pages["/a"] = answer
    assert "could not be fetched" in await refusal(outside, outside.address("/a"))


@settings(max_examples=30, deadline=None)
@given(answer=st.binary(max_size=300))
def test_any_bytes_are_an_answer_or_a_refusal(answer: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    async def once() -> None:
        async with internet(tmp_path_factory.mktemp("tls")) as outside:
            outside.pages["/a"] = b"HTTP/1.1 200 OK\r\n" + answer
            try:
                await fetched(outside, outside.address("/a"))
            except RefusedError as error:
                assert len(error.findings) == 1

    asyncio.run(once())


async def test_no_header_is_smuggled_in(outside: Internet) -> None:
    ask = Ask(address=outside.address("/a"), accept="text/csv\r\nX-Forged: 1")
    with pytest.raises(RefusedError, match="could not be fetched"):
        await Egress(outside.hosts(), limits=SMALL, network=outside.network()).fetch(ask)
    assert outside.requests == []


# --- the seam of the tests is theirs alone -------------------------------------------------------------------------


def test_no_setting_and_no_pack_leads_to_another_network() -> None:
    assert Egress(["date.oras.ro"]).network is INTERNET
    assert INTERNET.lookup is looked_up
    assert INTERNET.trust().verify_mode is ssl.CERT_REQUIRED
    assert INTERNET.trust().check_hostname
    words = {name for kind in (ServerSettings, Sources) for name in kind.__struct_fields__}
    assert not words & set(INTERNET._fields)
    assert list(inspect.signature(Egress).parameters) == ["hosts", "limits", "network"]


async def test_the_real_world_refuses_this_machine() -> None:
    assert "127.0.0.1" in await looked_up("127.0.0.1", 443)
    network = INTERNET._replace(lookup=lambda host, port: looked_up("127.0.0.1", port))
    with pytest.raises(RefusedError, match="leads to 127"):
        await Egress([HOST], network=network).fetch(Ask(address=f"https://{HOST}/"))
