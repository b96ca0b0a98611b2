"""A source is read by a program, answered until nothing is open, and kept as a change; in the real jail."""

import base64
from pathlib import Path
from typing import Any

import pytest

from control_server.storage import changes
from tests.server.http.programs import Client, Program, Told, program
from tests.server.simulator import Simulated

BUDGET = Path("docs/examples/sources/cheltuieli-2026.csv").read_bytes().replace(b" - PROIECT", b"")
ASKED = {"reader": "budget", "source": "b.csv", "files": {"b.csv": base64.b64encode(BUDGET).decode()}}
ANSWERS = {
    "status": "draft",
    "objections-until": "2026-12-20",
    "source-url": "https://www.oras.ro/buget",
    "short": "oras.ro/b",
    "as-of": "2026-11-20",
}


@pytest.fixture
async def ana(city: Simulated, client: Client) -> Program:
    return await program(city, client, "Ana", "author", scopes=["edit"])


async def settled(city: Simulated, ana: Program, told: Told) -> Any:
    """What is told of the reading once its work has ended."""
    assert told.status == 202, told.json
    await city.server.errands.settled(told.json["id"])
    return (await ana.get(f"/api/readings/{told.json['id']}")).json


async def test_read_asked_answered_and_kept(city: Simulated, client: Client, ana: Program) -> None:
    begun = await ana.post("/api/readings", ASKED)
    here = begun.headers["Location"]
    told = await settled(city, ana, begun)
    assert (told["state"], told["open"]) == ("done", True)
    assert [each["option"] for each in told["questions"]] == ["status"]
    refused = await ana.post(f"{here}/keep")
    assert refused.status == 422 and refused.error.startswith("question")
    assert (await (await program(city, client, "Dan", "author")).get(here)).status == 404, "it is Ana's"
    options: dict[str, str] = {}
    for _ in range(6):
        if not told["open"]:
            break
        options |= {each["option"]: ANSWERS[each["option"]] for each in told["questions"]}
        told = await settled(city, ana, await ana.post(f"{here}/answer", {"options": options}))
    assert (told["state"], told["open"], told["questions"]) == ("done", False, [])
    kept = await ana.post(f"{here}/keep", {"title": "Bugetul 2026"})
    assert (kept.status, kept.json["state"]) == (200, "kept")
    change = (await ana.get(f"/api/changes/{kept.json['change']}")).json
    assert (change["title"], change["state"], change["author"]) == ("Bugetul 2026", "draft", ana.person.who)
    assert {each["id"] for each in told["slides"]} == {path[7:-5] for path in change["files"] if path[:7] == "slides/"}
    assert city.published.revision == 1


async def test_what_cannot_be_read_says_why_and_one_ends(city: Simulated, ana: Program) -> None:
    begun = await ana.post("/api/readings", ASKED | {"source": "https://evil.example/x.csv", "files": {}})
    told = await settled(city, ana, begun)
    assert told["state"] == "refused" and told["refusal"][0]["message"]
    assert (await ana.post(f"/api/readings/{told['id']}/keep")).error.startswith("step")
    assert (await ana.ask("DELETE", f"/api/readings/{told['id']}")).status == 204
    assert (await ana.get("/api/readings/ffffffffff")).status == 404
    assert [each.state for each in await changes.listed(city.server.ground.database, changes.OPEN)] == []


@pytest.mark.parametrize(
    "body",
    [
        None,
        b"[",
        {},
        {"reader": "x", "source": "a"},
        ASKED | {"files": {"a": "!"}},
        ASKED | {"options": {"a": 1}},
        ASKED | {"x": 1},
    ],
)
async def test_nonsense_begins_nothing(city: Simulated, ana: Program, body: Any) -> None:
    answer = await ana.post("/api/readings", body)
    assert answer.status == 422 and "expected" in answer.error
    assert await city.server.errands.of_person(ana.person.who) == []
