"""Changes over the API: listed, begun, edited by two writers, looked at; and nonsense in every field."""

import base64
import json
from typing import Any

import pytest

from control_server.storage import changes
from tests.changes import put_slide
from tests.server.http.programs import Client, Program, program
from tests.server.simulator import PACK, TOO_LONG, Simulated, slide

ANUNT = "slides/anunt.yaml"
OPENED = {ANUNT: slide("Podul se deschide").decode()}


@pytest.fixture
async def ana(city: Simulated, client: Client) -> Program:
    return await program(city, client, "Ana", "author")


@pytest.fixture
async def dan(city: Simulated, client: Client) -> Program:
    return await program(city, client, "Dan", "author", "approver")


async def begun(ana: Program, files: Any = None) -> str:
    """The address of a new change."""
    answer = await ana.post("/api/changes", {"title": "Podul", "files": OPENED if files is None else files})
    assert answer.status == 201, answer.json
    return answer.headers["Location"]


async def test_a_change_as_it_begins(city: Simulated, ana: Program) -> None:
    here = await begun(ana)
    now = city.clock.now.isoformat().replace("+00:00", "Z")
    who = ana.person.who
    assert (await ana.get(here)).json == {
        "id": here.rpartition("/")[2],
        "title": "Podul",
        "state": "draft",
        "author": who,
        "author_name": "Ana",
        "began": now,
        "at": now,
        "version": 1,
        "files": [ANUNT],
        "undoes": None,
        "base": 1,
        "submitted": "",
        "approvals": [],
        "makers": [who],
        "versions": [{"number": 1, "by": who, "at": now, "base": 1}],
        "steps": [{"number": 1, "state": "draft", "by": who, "at": now, "why": "", "digest": "", "revision": None}],
        "comments": [],
        "offered": ["submit", "discard"],
        "names": {who: "Ana"},
    }


async def test_files_are_text_bytes_or_taken_away(city: Simulated, ana: Program) -> None:
    picture = b"\x89PNG\xff"
    files = {ANUNT: None, "city.yaml": "id: oras", "assets/casa.png": {"base64": base64.b64encode(picture).decode()}}
    here = await begun(ana, files)
    assert (await ana.get(f"{here}/files")).json == files
    assert (await ana.get(f"{here}/files/assets/casa.png")).body == picture
    assert (await ana.get(f"{here}/files/playlists.yaml")).body == PACK["playlists.yaml"], "as it is published"
    assert (await ana.get(f"{here}/files/{ANUNT}")).status == 404, "it is taken away"
    change = await city.server.desk.one(here.rpartition("/")[2])
    assert change.files == {ANUNT: None, "city.yaml": b"id: oras", "assets/casa.png": picture}


async def test_each_save_is_a_version_of_the_one_it_names(city: Simulated, ana: Program) -> None:
    here = await begun(ana)
    put = await ana.ask("PUT", f"{here}/files", {"city.yaml": "a"}, If_Match='"1"')
    assert (put.status, put.headers["ETag"], put.json["files"]) == (200, '"2"', ["city.yaml"])
    one = await ana.ask("PUT", f"{here}/files/{ANUNT}", b"kind: notice", If_Match='"2"')
    assert (one.headers["ETag"], one.json["files"]) == ('"3"', ["city.yaml", ANUNT])
    gone = await ana.ask("DELETE", f"{here}/files/city.yaml", If_Match='"3"')
    assert (gone.headers["ETag"], (await ana.get(f"{here}/files")).json) == (
        '"4"',
        {"city.yaml": None, ANUNT: "kind: notice"},
    )
    kept = await changes.saves(city.server.ground.database, here.rpartition("/")[2])
    assert [save.files for save in kept] == [
        {ANUNT: OPENED[ANUNT].encode()},
        {"city.yaml": b"a"},
        {"city.yaml": b"a", ANUNT: b"kind: notice"},
        {"city.yaml": None, ANUNT: b"kind: notice"},
    ]


async def test_of_two_writers_the_second_is_told_who_was_faster(ana: Program, dan: Program) -> None:
    here = await begun(ana)
    first = await dan.ask("PUT", f"{here}/files", {"city.yaml": "Dan's"}, If_Match='"1"')
    assert first.status == 200
    for method, path, body in (
        ("PUT", "files", {"city.yaml": "Ana's"}),
        ("PUT", f"files/{ANUNT}", b"Ana's"),
        ("DELETE", f"files/{ANUNT}", None),
        ("POST", "conflicts", {"revision": 1}),
    ):
        second = await ana.ask(method, f"{here}/{path}", body, If_Match='"1"')
        assert second.status == 412 and f"version 2 was saved by {dan.person.who}" in second.error, path
        assert (await ana.ask(method, f"{here}/{path}", body)).status == 428, path
    assert (await ana.get(f"{here}/files")).json == {"city.yaml": "Dan's"}


async def test_what_others_published_meanwhile_is_read_and_resolved(
    city: Simulated, ana: Program, dan: Program
) -> None:
    here = await begun(ana)
    assert (await ana.get(f"{here}/conflicts")).json == {"version": 1, "revision": 1, "files": []}
    theirs = slide("Podul se repara").replace(b"Joi, la ora 9.", b"Vineri, la 10.")
    await put_slide(city.server, "anunt", theirs)
    moved = await ana.get(f"{here}/effect")
    assert moved.status == 412 and "was published otherwise since" in moved.error
    assert (await ana.post(f"{here}/submit")).status == 412
    told = (await ana.get(f"{here}/conflicts")).json
    (contested,) = told["files"]
    assert (contested["path"], contested["published"]) == (ANUNT, theirs.decode())
    assert (contested["base"], contested["mine"]) == (PACK[ANUNT].decode(), OPENED[ANUNT])
    assert [(each["place"], each["both"], each["side"]) for each in contested["places"]] == [
        ("title.ro", True, "mine"),
        ("body.ro", False, "published"),
    ]
    open_ = await ana.post(f"{here}/conflicts", {"revision": 2}, If_Match='"1"')
    assert open_.status == 422 and "expected one of the two to be chosen" in open_.error
    old = await ana.post(f"{here}/conflicts", {"revision": 1, "chosen": {}}, If_Match='"1"')
    assert old.status == 412
    chosen = {"revision": 2, "chosen": {ANUNT: {"title.ro": "mine"}}}
    resolved = await ana.post(f"{here}/conflicts", chosen, If_Match='"1"')
    assert (resolved.status, resolved.json["base"]) == (200, 2)
    body = (await ana.get(f"{here}/files")).json[ANUNT]
    assert "Podul se deschide" in body and "Vineri, la 10." in body
    assert (await ana.get(f"{here}/effect")).status == 200


async def test_what_cannot_be_published_says_why(ana: Program) -> None:
    here = await begun(ana, {ANUNT: slide(TOO_LONG).decode()})
    effect = await ana.get(f"{here}/effect")
    assert effect.status == 422 and effect.error == "fit slides/anunt.yaml: the title does not fit (gara, ro)"
    no_pack = await begun(ana, {"playlists.yaml": None})
    assert (await ana.get(f"{no_pack}/effect")).status == 422
    await ana.post(f"{here}/discard")
    ended = await ana.get(f"{here}/effect")
    assert ended.status == 422 and "is discarded, expected an open change" in ended.error


async def test_frames_come_in_parts(ana: Program) -> None:
    both = slide("Podul se deschide").replace(b"The bridge closes", b"The bridge opens").decode()
    here = await begun(ana, {ANUNT: both})
    whole = (await ana.get(f"{here}/effect")).json
    first, second = await ana.get(f"{here}/effect?limit=2"), await ana.get(f"{here}/effect?limit=2&page=2")
    assert first.json["frames_in_all"] == 3 and first.headers["X-Total-Count"] == "3"
    assert first.json["frames"] + second.json["frames"] == whole["frames"]
    assert first.headers["Link"] == f'<{here}/effect?limit=2&page=2>; rel="next"' and "Link" not in second.headers


async def test_changes_are_listed_by_state_in_parts(ana: Program, dan: Program) -> None:
    made = [(await begun(ana)).rpartition("/")[2] for _ in range(3)]
    await ana.post(f"/api/changes/{made[0]}/discard")

    async def ids(query: str) -> list[str]:
        return [each["id"] for each in (await dan.get(f"/api/changes{query}")).json]

    assert sorted(await ids("")) == sorted(made[1:]) == sorted(await ids("?state=draft"))
    (city,) = await ids("?state=published")
    assert await ids("?state=discarded") == [made[0]]
    assert sorted(await ids("?state=ended")) == sorted([made[0], city])
    first = await dan.get("/api/changes?state=all&limit=2")
    assert first.headers["X-Total-Count"] == "4"
    assert first.headers["Link"] == '</api/changes?state=all&limit=2&page=2>; rel="next"'
    rest = await ids("?state=all&limit=2&page=2")
    assert sorted([each["id"] for each in first.json] + rest) == sorted([*made, city])
    for nonsense in ("?state=x", "?state=", "?page=0", "?page=x", "?limit=201", "?limit=-1", "?limit=%00"):
        assert (await dan.get(f"/api/changes{nonsense}")).status == 422, nonsense


LONG = "x" * 121
NONSENSE: list[tuple[Any, int]] = [
    (b"", 422),
    (b"{", 422),
    (b"[]", 422),
    (b"\xff", 422),
    (b'{"title": "\\ud800", "files": {}}', 422),
    ({}, 422),
    ({"title": "x"}, 422),
    ({"title": "", "files": {}}, 422),
    ({"title": " \t ", "files": {}}, 422),
    ({"title": LONG, "files": {}}, 422),
    ({"title": "a\u0000b", "files": {}}, 422),
    ({"title": "a\u202eb", "files": {}}, 422),
    ({"title": 5, "files": {}}, 422),
    ({"title": "x", "files": []}, 422),
    ({"title": "x", "files": {"a": 5}}, 422),
    ({"title": "x", "files": {"a": {"base64": "!"}}}, 422),
    ({"title": "x", "files": {"a": {"base64": "", "more": 1}}}, 422),
    ({"title": "x", "files": {"a": {}}}, 422),
    ({"title": "x", "files": {}, "more": 1}, 422),
    *[
        ({"title": "x", "files": {path: "y"}}, 422)
        for path in ("", "/a", "../a", "a/../b", ".a", "a/", "ă", "a b", "a\n")
    ],
    ({"title": "x", "files": {"p" * 201: "y"}}, 422),
    ({"title": "x", "files": {"a.yaml": "\u0000"}}, 201),
    ({"title": "x", "files": {}}, 201),
]


@pytest.mark.parametrize(("body", "status"), NONSENSE, ids=lambda value: json.dumps(value, default=repr)[:40])
async def test_nonsense_is_refused_in_one_sentence(city: Simulated, ana: Program, body: Any, status: int) -> None:
    answer = await ana.post("/api/changes", body)
    assert answer.status == status
    if status == 422:
        assert "expected" in answer.error
        assert await changes.listed(city.server.ground.database, changes.OPEN) == []


@pytest.mark.parametrize("path", ["a//b", ".a", "a/", "%2e%2e/a", "a%00b", "p" * 201])
async def test_no_path_is_no_file(ana: Program, path: str) -> None:
    here = await begun(ana)
    assert (await ana.ask("PUT", f"{here}/files/{path}", b"x", If_Match="*")).status in (404, 405, 422)
    assert (await ana.get(f"{here}/files")).json == OPENED


async def test_a_begun_change_is_begun_once(city: Simulated, ana: Program) -> None:
    body = {"title": "Podul", "files": OPENED}
    first, again = [await ana.post("/api/changes", body, Idempotency_Key="k1") for _ in range(2)]
    assert (first.status, first.body, first.headers["Location"]) == (201, again.body, again.headers["Location"])
    other = await ana.post("/api/changes", body | {"title": "Altul"}, Idempotency_Key="k1")
    assert other.status == 422 and "expected a new key" in other.error
    assert len(await changes.listed(city.server.ground.database, changes.OPEN)) == 1
    here = first.headers["Location"]
    gone = [await ana.ask("DELETE", f"{here}/files/city.yaml", If_Match='"1"', Idempotency_Key="k2") for _ in range(2)]
    assert [each.status for each in gone] == [200, 200] and gone[0].body == gone[1].body
    sent = [await ana.post(f"{here}/discard", Idempotency_Key="k3") for _ in range(2)]
    assert [each.json["state"] for each in sent] == ["discarded", "discarded"]


async def test_a_text_with_many_quotes_is_text(ana: Program) -> None:
    here = await begun(ana, {"data/x.csv": '"a","b"\n' * 60_000})
    assert (await ana.get(f"{here}/files/data/x.csv")).body.count(b'"') == 240_000
