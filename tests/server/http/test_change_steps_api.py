"""The steps of a change over the API: each with its right, nobody their own approver, tokens never more than people."""

from typing import Any

import pytest

from control_server.http.change_steps import STEPS
from control_server.storage import people
from control_server.storage.tokens import SCOPES, Scope
from tests.server.http.programs import Client, Program, Told, program
from tests.server.http.test_changes_api import OPENED, begun
from tests.server.simulator import PACK, Simulated, slide

ALL = ("author", "approver", "publisher")


@pytest.fixture
async def ana(city: Simulated, client: Client) -> Program:
    return await program(city, client, "Ana", *ALL)


@pytest.fixture
async def dan(city: Simulated, client: Client) -> Program:
    return await program(city, client, "Dan", *ALL)


async def digest(who: Program, here: str) -> str:
    told: str = (await who.get(f"{here}/effect")).json["digest"]
    return told


async def test_nobody_approves_their_own_also_by_a_program(city: Simulated, ana: Program, dan: Program) -> None:
    here = await begun(ana)
    await ana.post(f"{here}/submit")
    refused = await ana.post(f"{here}/approve", {"digest": await digest(ana, here)})
    assert (refused.status, refused.error.split()[0]) == (422, "own")
    saved = await dan.ask("PUT", f"{here}/files", OPENED, If_Match='"1"')
    assert saved.json["makers"] == sorted((ana.person.who, dan.person.who))
    await ana.post(f"{here}/submit")
    assert (await dan.post(f"{here}/approve", {"digest": await digest(dan, here)})).error.startswith("own")
    assert city.published.revision == 1


async def test_what_is_approved_is_what_was_seen(city: Simulated, ana: Program, dan: Program) -> None:
    here = await begun(ana)
    await ana.post(f"{here}/submit")
    seen = await digest(dan, here)
    saved = await ana.ask("PUT", f"{here}/files/slides/anunt.yaml", slide("Altceva"), If_Match='"1"')
    assert (saved.json["state"], saved.json["approvals"]) == ("draft", [])
    await ana.post(f"{here}/submit")
    refused = await dan.post(f"{here}/approve", {"digest": seen})
    assert (refused.status, refused.error.split()[0]) == (422, "seen")


async def test_given_back_with_a_reason_and_begun_anew(ana: Program, dan: Program) -> None:
    here = await begun(ana)
    await ana.post(f"{here}/submit")
    assert (await dan.post(f"{here}/return")).error.startswith("reason")
    returned = await dan.post(f"{here}/return", {"why": "Lipsește ora."})
    assert (returned.json["state"], returned.json["steps"][-1]["why"]) == ("returned", "Lipsește ora.")
    assert (await ana.post(f"{here}/discard", {"why": "gata"})).json["state"] == "discarded"
    restored = await dan.post(f"{here}/restore")
    assert (restored.status, restored.json["title"]) == (201, "↻ Podul")
    assert (await dan.get(f"{restored.headers['Location']}/files")).json == OPENED


async def test_without_review_with_a_reason_until_somebody_else_looks(
    city: Simulated, ana: Program, dan: Program
) -> None:
    here = await begun(ana)
    assert (await ana.post(f"{here}/publish")).error.startswith("reason")
    published = await ana.post(f"{here}/publish", {"why": "inundație"})
    assert (published.json["state"], published.json["offered"]) == ("unreviewed", ["look", "undo", "revert", "restore"])
    assert b"Podul se deschide" in city.published.slide("anunt")
    assert (await ana.post(f"{here}/look")).error.startswith("own")
    assert (await dan.post(f"{here}/look", {"why": "bine"})).json["state"] == "reviewed"
    city.clock.forward(minutes=11)
    assert (await dan.post(f"{here}/undo")).error.startswith("step")
    reverted = await dan.post(f"{here}/revert")
    assert (reverted.status, reverted.json["state"]) == (201, "draft")
    files = (await dan.get(f"{reverted.headers['Location']}/files")).json
    assert files == {"slides/anunt.yaml": PACK["slides/anunt.yaml"].decode()}


async def test_who_edits_only_undoes_only_what_they_published(city: Simulated, client: Client, ana: Program) -> None:
    eva = await program(city, client, "Eva", "author")
    here = await begun(ana)
    await ana.post(f"{here}/publish", {"why": "grabă"})
    refused = await eva.post(f"{here}/undo")
    assert refused.status == 403 and "was published by somebody else" in refused.error
    assert (await ana.post(f"{here}/undo")).status == 200
    assert city.published.slide("anunt") == PACK["slides/anunt.yaml"]


OPENS: dict[Scope, set[str]] = {
    "read": set(),
    "edit": {"submit", "discard", "undo", "comment", "restore", "revert"},
    "approve": {"approve", "return", "look", "undo", "comment"},
    "publish": {"publish", "undo", "comment"},
    "command": set(),
    "enrol": set(),
    "people": set(),
    "audit": set(),
}
ADDRESS = {"comment": "comments"}
BODY: dict[str, Any] = {"comment": {"text": "x"}, "approve": {"digest": "0" * 64}}
BODY |= {step: {"why": "x"} for step in ("return", "publish")}


@pytest.mark.parametrize("scope", SCOPES)
async def test_a_token_opens_the_steps_that_it_was_made_for(city: Simulated, client: Client, scope: Scope) -> None:
    some = await program(city, client, "Ana", *people.ROLES, scopes=[scope])
    opened = set()
    for step in STEPS.keys() - {"merge"}:
        answer = await some.post(f"/api/changes/0000000000/{ADDRESS.get(step, step)}", BODY.get(step))
        assert answer.status in (403, 404), step
        if answer.status == 404:
            opened.add(step)
        else:
            assert "is not among the rights of this token" in answer.error
    assert opened == OPENS[scope]
    assert OPENS.keys() == set(SCOPES)


async def test_a_token_never_may_more_than_its_person_at_that_moment(
    city: Simulated, client: Client, ana: Program
) -> None:
    await program(city, client, "Eva", "administrator")
    here = await begun(ana)
    await city.server.staff.change_rights(ana.person.id, ["auditor"], (), ana.person)
    for step in ("submit", "approve", "publish", "undo", "restore"):
        assert (await ana.post(f"{here}/{step}", BODY.get(step))).status == 403, step
    assert (await ana.get(here)).json["offered"] == []


async def test_rights_by_tag_bound_a_program_as_its_person(city: Simulated, client: Client, dan: Program) -> None:
    ana = await program(city, client, "Ana", *ALL, tags=["cetate"])
    here = await begun(ana)
    refusals = [
        await ana.post(f"{here}/submit"),
        await ana.post(f"{here}/publish", {"why": "grabă"}),
    ]
    await dan.post(f"{here}/submit")
    theirs = await begun(dan)
    await dan.post(f"{theirs}/submit")
    refusals.append(await ana.post(f"{theirs}/approve", {"digest": await digest(ana, theirs)}))
    assert [(each.status, each.error.split()[0]) for each in refusals] == [(422, "rights")] * 3
    assert city.published.revision == 1


WRONG: list[tuple[str, Any]] = [
    ("submit", {"why": "x" * 501}),
    ("submit", {"why": 5}),
    ("submit", {"why": "a\u0000b"}),
    ("submit", {"reason": "x"}),
    ("submit", b"["),
    ("discard", b"\xff"),
    ("return", {"why": None}),
    ("publish", {"why": " "}),
    ("approve", {}),
    ("approve", {"digest": "x"}),
    ("approve", {"digest": "0" * 63}),
    ("approve", {"digest": 5}),
    ("approve", None),
    ("comments", None),
    ("comments", {"text": ""}),
    ("comments", {"text": " \n "}),
    ("comments", {"text": "x" * 2001}),
    ("comments", {"text": "a\u0000b"}),
    ("comments", {"text": ["x"]}),
]


@pytest.mark.parametrize(("step", "body"), WRONG)
async def test_nonsense_is_refused_and_nothing_is_done(
    city: Simulated, ana: Program, dan: Program, step: str, body: Any
) -> None:
    here = await begun(dan)
    await dan.post(f"{here}/submit")
    before = (await ana.get(here)).json
    answer: Told = await ana.post(f"{here}/{step}", body)
    assert answer.status == 422 and "expected" in answer.error
    assert (await ana.get(here)).json == before


async def test_a_step_has_a_small_body(ana: Program) -> None:
    here = await begun(ana)
    assert (await ana.post(f"{here}/submit", {"why": "x" * 30_000})).status == 413
