"""People over the API: rights, invitations, sessions, one's own account; who did what."""

from typing import Any

import msgspec
import pytest

from control_server.people.sign_in import Browser
from control_server.storage import audit, people
from control_server.storage.audit import AuditRow
from tests.server.http.programs import Client, Program, program
from tests.server.simulator import Simulated


@pytest.fixture
async def ana(city: Simulated, client: Client) -> Program:
    return await program(city, client, "Ana", "administrator")


@pytest.fixture
async def dan(city: Simulated, client: Client) -> Program:
    return await program(city, client, "Dan", "author", scopes=["read"])


async def test_everybody_and_one(city: Simulated, ana: Program, dan: Program) -> None:
    now = city.clock.now.isoformat().replace("+00:00", "Z")
    listed = (await ana.get("/api/people")).json
    own = {
        "id": dan.person.id,
        "who": dan.person.who,
        "email": "dan@oras.ro",
        "name": "Dan",
        "roles": ["author"],
        "tags": [],
        "added": now,
        "disabled": None,
        "erased": None,
    }
    assert listed[1] == own and [each["name"] for each in listed] == ["Ana", "Dan"]
    assert (await ana.get(f"/api/people/{dan.person.id}")).json == own | {"sessions": []}
    assert (await ana.get("/api/people/ffffffffff")).status == 404


async def test_an_invitation_is_a_link_that_is_told_once(city: Simulated, ana: Program) -> None:
    invited = await ana.post("/api/people", {"roles": ["approver", "author"], "tags": ["piata"]}, Idempotency_Key="k")
    assert (invited.status, invited.json["days"]) == (201, 3)
    again = await ana.post("/api/people", {"roles": ["author"]}, Idempotency_Key="k")
    assert again.json["link"] != invited.json["link"], "a secret is not kept to be told again"
    invitation = await city.server.sign_in.invitation(invited.json["link"].rpartition("/")[2])
    assert invitation and (invitation.roles, invitation.tags) == (("author", "approver"), ("piata",))
    assert invitation.by == ana.person.who


async def test_other_rights_an_end_and_no_name(city: Simulated, ana: Program, dan: Program) -> None:
    here = f"/api/people/{dan.person.id}"
    given = await ana.ask("PUT", f"{here}/rights", {"roles": ["auditor", "author"], "tags": ["piata"]})
    assert (given.status, given.json["roles"], given.json["tags"]) == (200, ["author", "auditor"], ["piata"])
    assert (await ana.post(f"{here}/erase")).error.startswith("step")
    assert (await dan.get("/api/changes")).status == 200
    left = await ana.post(f"{here}/disable")
    assert left.json["disabled"] is not None
    assert (await dan.get("/api/changes")).status == 401, "programs end with their person"
    erased = await ana.post(f"{here}/erase")
    assert (erased.json["name"], erased.json["email"]) == ("", f"erased:{dan.person.id}")
    last = await ana.post(f"/api/people/{ana.person.id}/disable")
    assert (last.status, last.error.split()[0]) == (422, "administrator")
    chain = await audit.rows(city.server.ground.database)
    own = [f"{row.act.verb} {row.act.object}" for row in chain if row.act.who == ana.person.who]
    assert own[-3:] == [f"gave the roles {dan.person.who}", f"disabled {dan.person.who}", f"erased {dan.person.who}"]


async def test_where_somebody_is_signed_in(city: Simulated, ana: Program, dan: Program) -> None:
    await city.server.sign_in.begin(dan.person, Browser("192.0.2.7", "Firefox"))
    here = f"/api/people/{dan.person.id}"
    (session,) = (await ana.get(here)).json["sessions"]
    assert (session["address"], session["browser"]) == ("192.0.2.7", "Firefox")
    ended = [await ana.ask("DELETE", f"{here}/sessions/{session['id']}") for _ in range(2)]
    assert [each.status for each in ended] == [204, 404]
    assert (await ana.get(here)).json["sessions"] == []


async def test_ones_own_account(city: Simulated, client: Client, dan: Program) -> None:
    told = (await dan.get("/api/account")).json
    assert (told["who"], told["roles"], told["rights"]) == (
        dan.person.who,
        ["author"],
        ["enter", "load", "own", "read", "see", "tell", "watch"],
    )
    (token,) = told["tokens"]
    assert (token["name"], token["scopes"]) == ("Program of Dan", ["read"])
    await city.server.tokens.make(dan.person, "Another", ["read"], 30)
    (other,) = [each["id"] for each in (await dan.get("/api/account")).json["tokens"] if each["name"] == "Another"]
    refused = await dan.ask("DELETE", f"/api/account/tokens/{other}")
    assert refused.status == 404 and "is not the one that was shown" in refused.error
    assert (await dan.ask("DELETE", f"/api/account/tokens/{token['id']}")).status == 204
    assert (await dan.get("/api/account")).status == 401
    secret = await city.server.sign_in.begin(dan.person, Browser("192.0.2.7", "Firefox"))
    headers = {"Cookie": f"afisier={secret}", "Sec-Fetch-Site": "same-origin"}
    async with client.delete(f"/api/account/tokens/{other}", headers=headers) as answer:
        assert answer.status == 204, "who has signed in ends any of theirs"


async def test_nobody_makes_a_token_by_a_token(ana: Program) -> None:
    assert (await ana.post("/api/account/tokens", {"name": "more"})).status in (404, 405)
    assert (await ana.post("/studio/account/tokens", b"name=more&scope=read&days=30")).status == 403


WRONG: list[Any] = [
    None,
    b"{",
    {},
    {"roles": []},
    {"roles": ["king"]},
    {"roles": "author"},
    {"roles": ["author"], "tags": ["a\nb"]},
    {"roles": ["author"], "tags": ["x" * 501]},
    {"roles": ["author"], "tags": [5]},
    {"roles": ["author"], "more": 1},
]


@pytest.mark.parametrize("body", WRONG)
async def test_nonsense_gives_nobody_a_right(city: Simulated, ana: Program, dan: Program, body: Any) -> None:
    rows = await audit.count(city.server.ground.database)
    for method, path in (("POST", "/api/people"), ("PUT", f"/api/people/{dan.person.id}/rights")):
        answer = await ana.ask(method, path, body)
        assert answer.status == 422 and "expected" in answer.error
    assert await audit.count(city.server.ground.database) == rows
    assert await people.by_id(city.server.ground.database, dan.person.id) == dan.person


async def test_the_whole_chain_or_what_came_after_a_row(city: Simulated, client: Client) -> None:
    eva = await program(city, client, "Eva", "auditor")
    chain = await audit.rows(city.server.ground.database)
    told = await eva.get("/api/audit")
    assert [each["hash"] for each in told.json] == [row.hash for row in chain]
    assert audit.verified(msgspec.json.decode(told.body, type=list[AuditRow])) == len(chain)
    rest = await eva.get(f"/api/audit?after={chain[-2].number}")
    assert [each["number"] for each in rest.json] == [chain[-1].number]
    assert (await eva.get("/api/audit?after=x")).status == 422
