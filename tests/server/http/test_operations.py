"""What the API takes and answers is told of every route of it, in the types that the handlers use."""

from typing import get_args

import msgspec
import pytest

from control_server.app import ROUTES
from control_server.http import public
from control_server.http.operations import JSON, OPERATIONS, RefusalAnswer
from control_server.http.status_card import Card
from tests.server.simulator import Simulated
from tests.server.test_app import Client, named


def test_every_route_of_the_api_has_its_operation_and_none_more() -> None:
    assert OPERATIONS.keys() == {named(route) for route in ROUTES if route.path.startswith("/api/")}


def test_the_public_is_told_no_more_of_a_display_than_the_table_says() -> None:
    everything, some = OPERATIONS["GET /api/displays"].gives[JSON]
    assert get_args(everything) == (Card,)
    (card,) = get_args(some)
    assert {field.name for field in msgspec.structs.fields(card)} == {*public.CARD, "panel", "glass", "pictured"}


@pytest.mark.parametrize("address", ["/api/nowhere", "/api/displays?limit=x", "/api/pack"])
async def test_every_refusal_is_of_one_type(city: Simulated, client: Client, address: str) -> None:
    async with client.get(address) as answer:
        told = msgspec.json.decode(await answer.read(), type=RefusalAnswer, strict=True)
        assert answer.status >= 400 and told.error and told.findings_in_all == len(told.findings)
