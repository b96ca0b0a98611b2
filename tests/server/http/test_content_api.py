"""Slides, the pack and findings as programs meet them."""

import base64
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from control_server import app
from control_server.http.errors import LISTED
from tests.figures import shown
from tests.server.simulator import PACK, TOO_LONG, Clock, Simulated, simulated, slide

Client = TestClient[web.Request, web.Application]
MakeClient = Callable[[web.Application], Awaitable[Client]]


async def test_a_slide_is_changed_in_yaml(city: Simulated, client: Client, token: dict[str, str]) -> None:
    body = slide("Podul e inchis")
    answer = await client.put("/api/slides/anunt", data=body, headers=token)
    assert answer.status == 200
    assert await answer.json() == {
        "revision": 2,
        "displays": 2,
        "versions": {"gara": [1, 2], "piata": [1, 2]},
        "warnings": [],
        "warnings_in_all": 0,
    }
    kept = await client.get("/api/slides/anunt", headers=token)
    assert (await kept.read(), kept.content_type) == (body, "application/yaml")


async def test_warnings_come_with_the_answer_and_stay_to_be_read(
    city: Simulated, client: Client, token: dict[str, str]
) -> None:
    answer = await client.put("/api/slides/anunt", data=slide("Anunt important"), headers=token)
    assert answer.status == 200
    (warning,) = (await answer.json())["warnings"]
    assert (warning["code"], warning["where"]) == ("topic", "slides/anunt.yaml:$.title.ro")
    kept = await client.get("/api/checks", headers=token)
    assert await kept.json() == {"revision": 2, "findings": [warning]}
    await client.put("/api/slides/anunt", data=slide("Podul se inchide"), headers=token)
    assert await (await client.get("/api/checks", headers=token)).json() == {"revision": 3, "findings": []}


async def test_a_slide_is_changed_in_json(city: Simulated, client: Client, token: dict[str, str]) -> None:
    value = {
        "kind": "notice",
        "title": {"ro": "Da"},
        "body": {"ro": "no: 06:00, „așa\u201d 😀"},
        "expires": "2027-01-02",
    }
    answer = await client.put("/api/slides/anunt", json=value, headers=token)
    assert answer.status == 200, await answer.text()
    kept = await client.get("/api/slides/anunt", headers={**token, "Accept": "application/json"})
    assert await kept.json() == value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"kind": "notice", "body": [1] * 20_000}, "found more than 5,000 values, expected fewer"),
        ({"kind": [[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}, "found more than 20 values inside each other"),
    ],
)
async def test_json_that_is_too_much_for_a_slide_is_refused_before_it_is_written(
    city: Simulated, client: Client, token: dict[str, str], value: object, expected: str
) -> None:
    body = msgspec.json.encode(value)
    answer = await client.put("/api/slides/anunt", data=body, headers={**token, "Content-Type": "application/json"})
    (finding,) = (await answer.json())["findings"]
    assert (answer.status, finding["where"]) == (422, "slides/anunt.yaml")
    assert expected in finding["message"]


async def test_a_refused_slide_says_where_and_changes_nothing(
    city: Simulated, client: Client, token: dict[str, str]
) -> None:
    before = city.published.versions()
    answer = await client.put("/api/slides/anunt", data=slide(TOO_LONG), headers=token)
    found = await answer.json()
    assert answer.status == 422
    assert {f["display"] for f in found["findings"]} == {"gara", "piata"}
    assert found["findings"][0] | {"display": None} == {
        "level": "error",
        "code": "fit",
        "where": "slides/anunt.yaml",
        "message": "the title does not fit",
        "display": None,
        "lang": "ro",
        "fix": None,
        "values": {},
        "phrases": [],
    }
    assert city.published.versions() == before
    assert (await client.get("/api/slides/anunt", headers=token)).status == 200


DEEP = [b'{"a":' + b"[" * 900 + b"]" * 900 + b"}", b"[" * 50_000, b'{"a":' * 10_000]


@pytest.mark.parametrize("body", DEEP, ids=["900 deep", "lists", "objects"])
@pytest.mark.parametrize("kind", ["application/json", "application/yaml"])
@pytest.mark.parametrize("path", ["/api/slides/anunt", "/api/pack"])
async def test_what_is_nested_too_deep_is_refused(
    client: Client, token: dict[str, str], path: str, kind: str, body: bytes
) -> None:
    answer = await client.put(path, data=body, headers={**token, "Content-Type": kind})
    assert answer.status == 422, await answer.text()


@pytest.mark.parametrize("name", ["..%2Fcity", "A", "-a", "a" * 65, "a.b", "%00"])
async def test_a_slide_id_is_an_id(client: Client, token: dict[str, str], name: str) -> None:
    assert (await client.put(f"/api/slides/{name}", data=b"", headers=token)).status == 404


def packed(files: dict[str, bytes]) -> dict[str, str]:
    return {path: base64.b64encode(body).decode() for path, body in files.items()}


async def test_the_pack_is_replaced(city: Simulated, client: Client, token: dict[str, str]) -> None:
    files = {**PACK, "slides/anunt.yaml": slide("Altceva")}
    answer = await client.put("/api/pack", json=packed(files), headers=token)
    assert (answer.status, (await answer.json())["revision"]) == (200, 2)
    assert city.server.publisher.published.files == files


async def test_the_answer_for_a_large_city_names_the_first_displays_and_the_number_of_all(
    client: Client, token: dict[str, str]
) -> None:
    line = (
        b"  - {{id: d{0}, name: D{0}, panel: {{diagonal_inch: 32, width: 1280, height: 720}}, viewing_distance_m: 2, "
        b"languages: [ro]}}\n"
    ).decode()
    files = {**PACK, "displays.yaml": b"displays:\n" + "".join(line.format(number) for number in range(300)).encode()}
    answer = await client.put("/api/pack", json=packed(files), headers=token)
    about = await answer.json()
    assert (about["displays"], len(about["versions"])) == (300, LISTED)
    refusal = await client.put("/api/slides/anunt", data=slide(TOO_LONG), headers=token)
    told = await refusal.json()
    assert (refusal.status, len(told["findings"]), told["findings_in_all"]) == (422, LISTED, 300)


@pytest.mark.parametrize("path", ["../etc/passwd", "/etc/passwd", "a/../b", ".git/config", "a\x00b", "ș.yaml", ""])
async def test_a_pack_has_tame_paths(city: Simulated, client: Client, token: dict[str, str], path: str) -> None:
    answer = await client.put("/api/pack", json=packed({**PACK, path: b"x"}), headers=token)
    assert answer.status == 422
    assert city.server.publisher.published.files == PACK


@pytest.mark.parametrize("body", [b"", b"[]", b'{"a": 1}', b'{"a": "%"}', b"\xff"])
async def test_what_is_no_pack_is_refused(client: Client, token: dict[str, str], body: bytes) -> None:
    answer = await client.put("/api/pack", data=body, headers=token)
    assert answer.status == 422
    assert "path" in (await answer.json())["error"]


async def test_a_full_disk_is_507(city: Simulated, client: Client, token: dict[str, str]) -> None:
    """It fills up at another page of the same publication each time, and nothing of that is published."""
    long, halves, tries = {**PACK, "media/plan.csv": b"x" * 1_000_000}, 0, range(0, 200, 20)
    before = city.server.publisher.published
    for room in tries:
        async with city.server.ground.database.engine.connect() as connection:
            pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar()
            await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + room}")
        answer = await client.put("/api/pack", json=packed(long), headers=token)
        assert answer.status == 507
        assert "disk is full" in (await answer.json())["error"]
        halves += city.server.publisher.published != before
    figure = f"{halves} of {len(tries)}"
    shown("server's disk full: 507, and half of it published", figure, "0", holds=not halves)
    assert before.files == PACK


async def test_an_empty_server_answers(tmp_path: Path, clock: Clock, aiohttp_client: MakeClient) -> None:
    async with simulated(tmp_path / "empty", clock) as empty:
        client = await aiohttp_client(app.application(empty.server))
        headers = {"Authorization": f"Bearer {empty.server.token}"}
        assert await (await client.get("/api/displays")).json() == []
        answer = await client.put("/api/slides/a", data=PACK["slides/anunt.yaml"], headers=headers)
        assert (answer.status, "afisier publish" in (await answer.json())["error"]) == (409, True)
        assert (await client.post("/api/displays/gara/enrolment", headers=headers)).status == 409
        assert (await client.get("/")).status == 200
