"""Which addresses may be fetched: a table of those that may not, however they are written and wherever they lead."""

from ipaddress import ip_address
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.imports.conversation import Ask
from control_server.sources.addresses import WebOrigin, checked, origins, public
from control_server.sources.egress import Egress, Network

HOSTILE = msgspec.json.decode((Path(__file__).parent / "hostile.json").read_bytes())
WRITTEN, LEADING = HOSTILE["written"], HOSTILE["leading"]
"""Addresses that must never be fetched: by how they are written, and by where their names lead."""
ALLOWED = origins(["date.oras.ro"])


class _Everywhere:
    """A city that allows whatever can be said as a host: what is refused then is refused for what it is."""

    def __contains__(self, origin: object) -> bool:
        return True


class _Counted:
    """Looks up every name as these addresses, and counts what would have gone out."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.lookups: list[str] = []
        self.sockets = 0

    async def lookup(self, host: str, port: int) -> list[str]:
        self.lookups.append(host)
        return self.answers

    def open_socket(self, info: Any) -> Any:
        self.sockets += 1
        raise OSError("no test goes out")

    def network(self) -> Network:
        return Network(lookup=self.lookup, open_socket=self.open_socket)


def test_the_tables_are_long() -> None:
    assert len(set(WRITTEN)) + len(set(LEADING)) >= 300
    assert len(set(LEADING)) == len(LEADING)


@pytest.mark.parametrize("address", WRITTEN)
async def test_refused_as_written(address: str) -> None:
    outside = _Counted("8.8.8.8")
    with pytest.raises(RefusedError) as caught:
        await Egress(["date.oras.ro"], network=outside.network()).fetch(Ask(address=address))
    assert [finding.code for finding in caught.value.findings] == ["address"]
    assert (outside.lookups, outside.sockets) == ([], 0)


_NOT_LISTED = (
    *("https://xdate.oras.ro", "https://evil-date.oras.ro", "https://sub.date.oras.ro", "https://oras.ro", "https://evil.ro"),
    *("https://date.oras.ro.evil.ro", "https://date.oras.ro:", "http://date.oras.ro", "HTTP://", "https://dаte", "https://date.orаs"),
    "https://١٢٧", "https://date.oras.ro⁄x",
)  # fmt: skip
"""Of the table, how those begin which are refused for not being on the list, and for nothing else."""


@pytest.mark.parametrize("address", [a for a in WRITTEN if not a.startswith(_NOT_LISTED)])
def test_refused_for_what_it_is_even_where_every_host_is_allowed(address: str) -> None:
    with pytest.raises(RefusedError):
        checked(address, _Everywhere())


@pytest.mark.parametrize("leads_to", LEADING)
async def test_refused_for_where_it_leads(leads_to: str) -> None:
    for answers in ([leads_to], ["8.8.8.8", leads_to], [leads_to, "2600::1"]):
        outside = _Counted(*answers)
        with pytest.raises(RefusedError, match="not of the public internet"):
            await Egress(["date.oras.ro"], network=outside.network()).fetch(Ask(address="https://date.oras.ro/x"))
        assert (outside.lookups, outside.sockets) == (["date.oras.ro"], 0)


@pytest.mark.parametrize(
    "text", ["8.8.8.8", "1.1.1.1", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2600::1", "2a00:1450::1"]
)
async def test_public_addresses_are_gone_to(text: str) -> None:
    outside = _Counted(text)
    with pytest.raises(RefusedError, match="could not be fetched"):
        await Egress(["date.oras.ro"], network=outside.network()).fetch(Ask(address="https://date.oras.ro/x"))
    assert outside.sockets == 1
    assert public(ip_address(text))


@pytest.mark.parametrize(
    ("hosts", "address", "seen"),
    [
        (["date.oras.ro"], "https://date.oras.ro", "https://date.oras.ro"),
        (["date.oras.ro"], "HTTPS://Date.Oras.RO/A?b=c#d", "https://date.oras.ro/A?b=c"),
        (["date.oras.ro"], "https://date.oras.ro:443/x", "https://date.oras.ro/x"),
        (["date.oras.ro"], "https://date.oras.ro/ș.csv?anul=în", "https://date.oras.ro/%C8%99.csv?anul=%C3%AEn"),
        (["date.oras.ro:8443"], "https://date.oras.ro:8443/", "https://date.oras.ro:8443/"),
        (["http://date.oras.ro"], "http://date.oras.ro/", "http://date.oras.ro/"),
        (["http://date.oras.ro"], "https://date.oras.ro/", "https://date.oras.ro/"),
        (["http://date.oras.ro:8080"], "http://date.oras.ro:8080/", "http://date.oras.ro:8080/"),
        (["oraș.ro"], "https://xn--ora-3lb.ro/", "https://xn--ora-3lb.ro/"),
        (["xn--ora-3lb.ro"], "https://oraș.ro/", "https://xn--ora-3lb.ro/"),
    ],
)
def test_what_a_list_of_hosts_allows(hosts: list[str], address: str, seen: str) -> None:
    assert str(checked(address, origins(hosts))) == seen


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("https://alt.oras.ro/x", "expected 'alt.oras.ro' there"),
        ("http://alt.oras.ro/x", "expected 'http://alt.oras.ro' there"),
        ("https://alt.oras.ro:8443/x", "expected 'alt.oras.ro:8443' there"),
        ("http://date.oras.ro/x", "expected https on port 443"),
        ("https://10.0.0.1/x", "never a number"),
    ],
)
def test_a_refusal_says_what_would_be_needed(address: str, sentence: str) -> None:
    with pytest.raises(RefusedError, match=sentence):
        checked(address, ALLOWED)


@pytest.mark.parametrize(
    "entry", ["127.0.0.1", "localhost", "*.oras.ro", "date.oras.ro/x", "", "[::1]", "a@b.ro", "ftp://b.ro"]
)
def test_a_list_of_hosts_holds_hosts(entry: str) -> None:
    with pytest.raises(RefusedError, match=r"sources\.yaml"):
        origins([entry])


@given(st.ip_addresses())
def test_never_public_where_python_says_private(address: Any) -> None:
    if not address.is_global:
        assert not public(address)


@given(st.integers(0, 2**32 - 1), st.sampled_from(["{}", "0x{:x}", "0{:o}"]))
def test_no_number_is_a_host(number: int, spelling: str) -> None:
    with pytest.raises(RefusedError):
        checked(f"https://{spelling.format(number)}/", _Everywhere())


@given(st.text(max_size=40))
def test_any_text_is_an_allowed_address_or_refused(text: str) -> None:
    for address in (text, f"https://{text}", f"https://date.oras.ro{text}"):
        try:
            url = checked(address, ALLOWED)
        except RefusedError:
            continue
        assert WebOrigin(url.scheme, url.raw_host or "", url.port or 0) in ALLOWED
