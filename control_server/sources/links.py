"""Whether the addresses on a pack's slides lead somewhere: the one rule of the gate that needs a network.

Decides which addresses are asked and what an answer means. They are fetched through the city's one way out
(`connectors.egress`), so a host that `sources.yaml` does not allow is said and not asked.
"""

import asyncio
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from content.findings import Finding, RefusedError
from content.imports.conversation import Ask, Told
from content.pack.model import Pack
from content.pack.slide import Figured

AT_ONCE = 8
CODES = {
    "link": "an address on a slide answers 200 to 399",
    "link-host": "an address is of a host that `sources.yaml` allows, or it is not asked",
}
"""Both are warnings: the web may be down while the slide is right."""


class Web(Protocol):
    """What fetches: `connectors.egress.Egress`, or a test's."""

    async def fetch(self, ask: Ask) -> Told:
        """Raises RefusedError."""


class Place(NamedTuple):
    """An address, and where it is written first."""

    address: str
    where: str


def places(pack: Pack) -> Iterator[Place]:
    """Every address of the slides: what QR codes lead to, what is to be typed, where figures come from."""
    found: dict[str, str] = {}
    for slide_id, slide in pack.slides.items():
        where = f"slides/{slide_id}.yaml"
        if link := slide.address():
            found.setdefault(link.url, where)
            found.setdefault(f"https://{link.short.removeprefix('https://')}", where)
        if isinstance(slide, Figured):
            found.setdefault(slide.source.url, where)
    yield from (Place(address, where) for address, where in found.items())


async def unreachable(pack: Pack, web: Web) -> list[Finding]:
    """The addresses that do not answer, and those that may not be asked, in the order they are written."""
    room = asyncio.Semaphore(AT_ONCE)

    async def asked(place: Place) -> Finding | None:
        async with room:
            return await _asked(place, web)

    answers = await asyncio.gather(*(asked(place) for place in places(pack)))
    return [found for found in answers if found]


async def _asked(place: Place, web: Web) -> Finding | None:
    try:
        told = await web.fetch(Ask(address=place.address, accept="text/html, */*"))
    except RefusedError as error:
        reason = error.findings[0]
        if reason.code == "address":
            message = f"{place.address} was not asked: {reason.message}"
            return Finding(level="warning", code="link-host", where=place.where, message=message)
        return Finding(level="warning", code="link", where=place.where, message=f"{place.address}: {reason.message}")
    if told.status < 400:
        return None
    message = f"{place.address} answers {told.status}, expected a page"
    return Finding(level="warning", code="link", where=place.where, message=message, fix="correct the address")
