"""The document of the API: valid, complete, and made of the table of routes."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from control_server.http.operations import OPERATIONS
from tests.server.simulator import START, Simulated, slide

Client = TestClient[web.Request, web.Application]
Ask = Callable[..., Awaitable[Any]]


@pytest.fixture
async def document(client: Client) -> dict[str, Any]:
    answer = await client.get("/api/openapi.json")
    found: dict[str, Any] = await answer.json()
    return found


def test_it_is_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    assert [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_every_operation_says_what_it_does_who_may_and_how_it_refuses(document: dict[str, Any]) -> None:
    operations = [each for path in document["paths"].values() for each in path.values()]
    assert len({each["operationId"] for each in operations}) == len(operations) == len(OPERATIONS)
    for operation in operations:
        assert operation["summary"] and "Needs: " in operation["description"], operation
        assert operation["security"]
        assert {"400", "405", "429", "503"} <= operation["responses"].keys()
        if "requestBody" in operation:
            assert {"413", "415", "422"} <= operation["responses"].keys()
    put = document["paths"]["/api/slides/{slide}"]["put"]
    assert {"404", "409", "412", "413", "415", "422", "428", "507"} <= put["responses"].keys()
    assert {each["name"] for each in put["parameters"]} == {"slide", "Idempotency-Key", "If-Match", "If-None-Match"}
    assert put["requestBody"]["content"]["application/json"]["schema"]["discriminator"]["propertyName"] == "kind"


async def test_what_is_answered_is_what_it_says(
    city: Simulated, client: Client, token: dict[str, str], document: dict[str, Any]
) -> None:
    await city.says(_status(city))
    asked = [
        ("/api/displays", "/api/displays"),
        ("/api/displays/{display}/timeline", "/api/displays/gara/timeline"),
        ("/api/displays/{display}/explanation", "/api/displays/gara/explanation"),
        ("/api/displays/{display}/explanation", "/api/displays/gara/explanation?at=2026-11-20"),
        ("/api/checks", "/api/checks"),
        ("/api/progress", "/api/progress"),
        ("/api/sources", "/api/sources"),
        ("/api/pack", "/api/pack"),
        ("/api/displays", "/api/displays?limit=x"),
        ("/api/displays/{display}/timeline", "/api/displays/nowhere/timeline"),
    ]
    for path, address in asked:
        for headers in (token, {}):
            async with client.get(address, headers=headers) as answer:
                _conforms(document, document["paths"][path]["get"], answer.status, await answer.json())
    async with client.put("/api/slides/anunt", data=slide("Da"), headers=token) as answer:
        _conforms(document, document["paths"]["/api/slides/{slide}"]["put"], answer.status, await answer.json())


def _status(city: Simulated) -> Any:
    from content import wire  # noqa: PLC0415

    return wire.Status(display="gara", online=True, glass=city.glass(1, START))


def _conforms(document: dict[str, Any], operation: dict[str, Any], status: int, value: Any) -> None:
    schema = operation["responses"][str(status)]["content"]["application/json"]["schema"]
    errors = Draft202012Validator({**schema, "components": document["components"]}).iter_errors(value)
    assert [f"{each.json_path}: {each.message}"[:300] for each in errors] == []
