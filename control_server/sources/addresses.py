"""Which addresses may be fetched, decided before anything is opened. Pure.

Decides what an address must look like (`checked`), which origins a city allows (`origins`), and which IP addresses are
of the public internet (`public`). Leaves out looking names up and fetching (`egress`).
"""

import re
from collections.abc import Container, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_network
from typing import NamedTuple

from yarl import URL

from content.findings import refused
from content.phrases import said

MAX_ADDRESS = 2_000
PORTS = {"https": 443, "http": 80}

_NAME = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])\Z")
"""A full host name. Its last label begins with a letter: no spelling of an IPv4 address does (WHATWG URL §3.5)."""
_SHAPE = re.compile(r"https?://([^/?#]+)([/?#]\S*)?\Z", re.IGNORECASE | re.ASCII)
_AUTHORITY = re.compile(r"[^:%@\[\]]+(:[0-9]{1,5})?\Z", re.ASCII)
_LOCAL = (
    "localhost", "local", "internal", "intranet", "private", "lan", "home", "corp", "localdomain",
    "arpa", "onion", "test", "invalid", "example", "alt",
)  # fmt: skip
"""Top labels that never are of the public internet (RFC 6761, 6762, 7686, 9476; ICANN's .internal; and customs)."""

_SPECIAL = tuple(
    ip_network(block)
    for block in (
        # IANA IPv4 Special-Purpose Address Registry, with multicast and the relays of 6to4
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32",  # Azure's own to its machines: public by number only
        # IANA IPv6 Special-Purpose Address Registry, within 2000::/3; the rest is not in it
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
    )
)  # fmt: skip
_UNICAST = ip_network("2000::/3")
"""The only block of IPv6 that is assigned. Loopback, local, mapped and translated IPv4 addresses lie outside."""


class WebOrigin(NamedTuple):
    """Scheme, host and port of an address (RFC 6454 §4); the host is written as DNS has it (A-labels)."""

    scheme: str
    host: str
    port: int


def origins(hosts: Iterable[str]) -> frozenset[WebOrigin]:
    """The origins that a city's list of hosts allows.

    `host` means https on port 443, `host:8443` another port, `http://host` plain http beside https.
    Raises RefusedError.
    """
    allowed = set()
    for entry in hosts:
        scheme = "http" if entry.startswith("http://") else "https"
        bare = entry.removeprefix("http://").removeprefix("https://")
        where = f"sources.yaml:$.hosts ({entry})"
        if re.search(r"[/?#]", bare):
            raise refused("address", where, "found more than a host, expected a name as data.primariatm.ro")
        url = _parsed(f"{scheme}://{bare}", where)
        allowed.add(_origin(url, where))
        if scheme == "http" and url.explicit_port is None:
            allowed.add(_origin(_parsed(f"https://{bare}", where), where))
    return frozenset(allowed)


def checked(address: str, allowed: Container[WebOrigin]) -> URL:
    """The address without its fragment, when its origin is allowed. Raises RefusedError otherwise."""
    where = _short(address)
    url = _parsed(address, where)
    origin = _origin(url, where)
    if origin not in allowed:
        if WebOrigin("https", origin.host, PORTS["https"]) in allowed:
            message = said(
                "found {scheme} on port {port}, expected https on port 443 as this host is allowed",
                scheme=origin.scheme,
                port=origin.port,
            )
            raise refused("address", where, message)
        entry = origin.host if origin.port == PORTS[origin.scheme] else f"{origin.host}:{origin.port}"
        entry = entry if origin.scheme == "https" else f"http://{entry}"
        expected = said("expected {entry!r} there (or --allow when importing)", entry=entry)
        message = said(
            "the host {host} is not among `hosts` of sources.yaml, {expected}", host=origin.host, expected=expected
        )
        raise refused("address", where, message)
    return url.with_fragment(None)


def public(ip: IPv4Address | IPv6Address) -> bool:
    """Whether this is an address of the public internet.

    An address of somebody's own network is not, nor one that translates to it, nor a multicast address.
    """
    if isinstance(ip, IPv6Address) and (ip not in _UNICAST or ip.scope_id is not None or _is_isatap(ip)):
        return False
    special = any(ip in block for block in _SPECIAL if block.version == ip.version)
    return ip.is_global and not ip.is_multicast and not special


def _is_isatap(ip: IPv6Address) -> bool:
    """Whether it tunnels to the IPv4 address in its last 32 bits, within a local network (RFC 5214 §6.1)."""
    return int(ip) >> 32 & 0xFDFF_FFFF == 0x5EFE


def _parsed(address: str, where: str) -> URL:
    if len(address) > MAX_ADDRESS:
        raise refused(
            "address",
            where,
            said(
                "found {address:,} characters, expected at most {max_address:,}",
                address=len(address),
                max_address=MAX_ADDRESS,
            ),
        )
    shape = _SHAPE.match(address)
    if not shape or any(letter in " \\" or not letter.isprintable() for letter in address):
        raise refused("address", where, "is no address of the web, expected https://host/path")
    if "@" in shape[1]:
        raise refused("address", where, "carries a user name before the host, expected an address without one")
    if not _AUTHORITY.match(shape[1]):
        raise refused("address", where, "names no host but a number or an escape, expected one as data.primariatm.ro")
    try:
        url = URL(address)
        _ = url.raw_host, url.port
    except ValueError as error:
        raise refused("address", where, "is no address of the web, expected https://host/path") from error
    return url


def _origin(url: URL, where: str) -> WebOrigin:
    host = (url.raw_host or "").lower()
    if not _NAME.match(host):
        message = said(
            "found the host {host!r:.80}, expected a full name as data.primariatm.ro, never a number", host=host
        )
        raise refused("address", where, message)
    if host.rpartition(".")[2] in _LOCAL:
        message = said("found the host {host!r:.80}, which is of a local network, expected a public one", host=host)
        raise refused("address", where, message)
    port = url.port
    if port is None or not 0 < port < 65536:
        raise refused("address", where, "found no valid port, expected none or one from 1 to 65535")
    return WebOrigin(url.scheme, host, port)


def _short(address: str) -> str:
    """The first 120 printable ASCII characters, to name the address in a sentence."""
    shown = address.encode("ascii", "backslashreplace").decode()
    return "".join(letter if letter.isprintable() else "?" for letter in shown)[:120]
