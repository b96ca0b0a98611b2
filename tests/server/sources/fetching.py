"""Fetching through the one way out, from the small internet of the tests."""

import pytest

from content.findings import RefusedError
from content.imports.conversation import Ask, Told
from control_server.sources.egress import Egress, FetchLimits
from tests.server.sources.internet import Internet

SMALL = FetchLimits(seconds=5, size=10_000, redirects=2)


async def fetched(outside: Internet, address: str, *, limits: FetchLimits = SMALL, body: bytes | None = None) -> Told:
    return await Egress(outside.hosts(), limits=limits, network=outside.network()).fetch(
        Ask(address=address, body=body)
    )


async def refusal(outside: Internet, address: str, *, limits: FetchLimits = SMALL) -> str:
    with pytest.raises(RefusedError) as caught:
        await fetched(outside, address, limits=limits)
    return str(caught.value)
