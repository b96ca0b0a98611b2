"""Whether the addresses on a pack's slides answer: the one rule of the gate that needs a network.

Decides which addresses are fetched and what an answer means. They are fetched through `egress`, so an address of a host
that `sources.yaml` does not allow is reported without being fetched.
"""

import asyncio
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from content.findings import Finding, RefusedError
from content.imports.conversation import Ask, Told
from content.pack.model import Pack
from content.phrases import said

AT_ONCE = 8
CODES = {
    "link": "an address on a slide answers 200 to 399",
    "link-host": "an address is of a host that `sources.yaml` allows, or it is not asked",
}
"""Code → rule. Both are warnings, because the web may be down while the slide is right."""


class Fetcher(Protocol):
    """Fetches one address: `egress.Egress`, or a simulated web."""

    async def fetch(self, ask: Ask) -> Told:
        """Raises RefusedError."""


class WrittenAddress(NamedTuple):
    """An address, and the file in which it is written first."""

    address: str
    where: str


def written_addresses(pack: Pack) -> Iterator[WrittenAddress]:
    """Every address of the slides: what QR codes lead to, what is to be typed, where figures come from."""
    first: dict[str, str] = {}
    for slide_id, slide in pack.slides.items():
        where = f"slides/{slide_id}.yaml"
        if link := slide.address():
            first.setdefault(link.url, where)
            first.setdefault(f"https://{link.short.removeprefix('https://')}", where)
        if figures := slide.figures():
            first.setdefault(figures.source.url, where)
    yield from (WrittenAddress(address, where) for address, where in first.items())


async def unreachable(pack: Pack, web: Fetcher) -> list[Finding]:
    """Findings on the addresses that do not answer or may not be fetched, in the order in which they are written."""
    free = asyncio.Semaphore(AT_ONCE)

    async def checked(written: WrittenAddress) -> Finding | None:
        async with free:
            return await _checked(written, web)

    findings = await asyncio.gather(*(checked(written) for written in written_addresses(pack)))
    return [finding for finding in findings if finding]


async def _checked(written: WrittenAddress, web: Fetcher) -> Finding | None:
    try:
        told = await web.fetch(Ask(address=written.address, accept="text/html, */*"))
    except RefusedError as error:
        reason = error.findings[0]
        if reason.code == "address":
            message = said("{address} was not asked: {message}", address=written.address, message=reason.message)
            return Finding(level="warning", code="link-host", where=written.where, message=message)
        return Finding(
            level="warning",
            code="link",
            where=written.where,
            message=said("{address}: {message}", address=written.address, message=reason.message),
        )
    if told.status < 400:
        return None
    message = said("{address} answers {status}, expected a page", address=written.address, status=told.status)
    return Finding(level="warning", code="link", where=written.where, message=message, fix="correct the address")
