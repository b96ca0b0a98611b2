"""What a person reads on a page of the wall."""

import re
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.test_utils import TestClient

Client = TestClient[web.Request, web.Application]
MakeClient = Callable[[web.Application], Awaitable[Client]]
AT = "2026-11-24T08:00"
"""Another time than now, as the form for it writes it."""


async def text(client: Client, path: str = "/") -> str:
    answer = await client.get(path)
    assert answer.status == 200
    return " ".join(re.sub(r"<[^>]+>", " ", await answer.text()).split())


async def card(client: Client, display: str = "gara") -> str:
    return await text(client, f"/displays/{display}/card")
