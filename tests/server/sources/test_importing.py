"""Imports through the API: the real jail and reader, a real web server, the gate."""

import base64
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from content.imports.conversation import Ask, Imported, Told
from content.pack.model import Feed
from control_server import app
from control_server.sources.egress import Egress
from control_server.sources.importing import SourceAccess
from control_server.sources.merge import MergeOptions, merged
from tests.server.simulator import PACK, Clock, Simulated, simulated
from tests.server.sources.internet import Internet, internet, page

TABLE = b"an,valoare\n2017,10\n2018,12\n2019,15\n"
OPTIONS = {
    "id": "tramvaie",
    "title": "Mai multe tramvaie",
    "x": "an",
    "y": "valoare",
    "unit": "tramvaie",
    "source-name": "INS",
    "licence": "CC BY",
    "page": "https://ins.ro",
    "short": "ins.ro",
    "as-of": "2019-12-31",
}


@pytest.fixture
async def web(tmp_path: Path) -> AsyncIterator[Internet]:
    async with internet(tmp_path) as servers:
        yield servers


@pytest.fixture
async def city(tmp_path: Path, clock: Clock, web: Internet) -> AsyncIterator[Simulated]:
    def fetching(hosts: Any) -> Any:
        async def fetch(ask: Ask) -> Told:
            return await Egress(hosts, network=web.network()).fetch(ask)

        return fetch

    async with simulated(tmp_path / "server", clock, SourceAccess(fetching=fetching)) as server:
        sources = f"hosts: ['date.oras.ro:{web.tls_port}']\n".encode()
        await server.publish({**PACK, "sources.yaml": sources})
        yield server


@pytest.fixture
async def ask(city: Simulated, aiohttp_client: Any) -> Any:
    client = await aiohttp_client(app.application(city.server))
    headers = {"Authorization": f"Bearer {city.server.token}", "If-Match": "*"}

    async def post(reader: str, **body: Any) -> tuple[int, Any]:
        answer = await client.post(f"/api/imports/{reader}", json=body, headers=headers)
        return answer.status, await answer.json()

    return post


async def test_an_address_becomes_a_published_slide(city: Simulated, web: Internet, ask: Any) -> None:
    web.pages["/tramvaie.csv"] = page(TABLE, Content_Type="text/csv")
    source = web.secure("/tramvaie.csv")
    status, result = await ask("dataset", source=source, options=OPTIONS, playlist="toate")
    assert status == 200, result
    assert result["revision"] == 2
    assert result["slides"] == ["tramvaie"]
    assert "data/tramvaie.csv" in result["written"]
    pack = city.published.city_pack()
    assert pack.playlists["toate"].slides == ("anunt", "tramvaie")
    assert pack.provenance["data/tramvaie.csv"].address == source
    assert "tramvaie" in city.server.publisher.published.programme("piata").plan.items


async def test_a_feed_is_read_again_by_the_real_reader_and_brings_nothing_but_figures(
    city: Simulated, web: Internet, ask: Any, clock: Clock, aiohttp_client: Any
) -> None:
    own = {name: text for name, text in OPTIONS.items() if name != "as-of"}  # a feed's figures say of when they are
    web.pages["/tramvaie.csv"] = page(TABLE, Content_Type="text/csv")
    await ask("dataset", source=web.secure("/tramvaie.csv"), options=own, playlist="toate")
    before = dict(city.server.publisher.published.files)
    feed = Feed(id="t", reader="dataset", address=web.secure("/tramvaie.csv"), options=own, every_hours=24)
    sources = merged(before, Imported(files={}), MergeOptions(feed=feed)).files
    await city.publish(sources)
    web.pages["/tramvaie.csv"] = page(TABLE + b"2020,20\n", Content_Type="text/csv")
    clock.forward(hours=24)
    while await city.server.feeds.step() == 0:
        pass
    after = city.server.publisher.published.files
    assert {path for path in after if after[path] != sources[path]} == {
        "data/tramvaie.csv",
        "data/tramvaie.csv.source.yaml",
    }
    client = await aiohttp_client(app.application(city.server))
    answer = await client.get("/api/sources", headers={"Authorization": f"Bearer {city.server.token}"})
    (source,) = await answer.json()
    assert (source["id"], source["error"], source["warning"], source["failures"]) == ("t", None, None, 0)
    assert datetime.fromisoformat(source["last_success"]) == clock()
    assert datetime.fromisoformat(source["next_try"]) > clock()
    assert [each["slide"] for each in source["slides"]] == ["tramvaie"]


async def test_an_uploaded_file_becomes_figures(city: Simulated, web: Internet, ask: Any) -> None:
    files = {"tramvaie.csv": base64.b64encode(TABLE).decode()}
    status, result = await ask("dataset", source="tramvaie.csv", options=OPTIONS, files=files)
    assert status == 200, result
    assert b"2019" in city.server.publisher.published.files["data/tramvaie.csv"]
    assert web.requests == []


@pytest.mark.parametrize(
    ("body", "code", "sentence"),
    [
        ({"source": "/etc/passwd"}, 422, "neither an address nor among `files`"),
        ({"source": "tests/server/hostile.json"}, 422, "neither an address nor among `files`"),
        ({"source": "https://evil.ro/a.csv"}, 422, "not among `hosts` of sources.yaml"),
        ({"source": "https://169.254.169.254/latest"}, 422, "never a number"),
        ({"source": "file:///etc/passwd"}, 422, "neither an address"),
        ({"source": "a.csv", "files": {"a.csv": "AA=="}}, 422, "a.csv"),
        ({"source": "a.csv", "files": {"a.csv": "not base64"}}, 422, "is no import"),
        ({"source": "a.csv", "files": {"a.csv": ""}, "allow": ["evil.ro"]}, 422, "is no import"),
        ({}, 422, "is no import"),
        ({"source": "a.csv", "files": {"a.csv": "YTtiCjE7Mgo="}, "options": {"chart": "pie"}}, 422, "--chart"),
        ({"source": "a.csv", "files": {"a.csv": "YTtiCjE7Mgo="}, "options": {"zz": "1"}}, 422, "is no option"),
    ],
)
async def test_what_is_refused_changes_nothing(city: Simulated, ask: Any, body: Any, code: int, sentence: str) -> None:
    before = dict(city.server.publisher.published.files)
    status, answer = await ask("dataset", **body)
    assert status == code
    assert sentence in answer["error"]
    assert (city.server.publisher.published.files, city.server.publisher.published.revision) == (before, 1)


async def test_an_unknown_reader_is_named_with_those_there_are(ask: Any) -> None:
    status, answer = await ask("weather", source="https://date.oras.ro/")
    assert status == 422
    assert "expected one of budget, consultations, dataset" in answer["error"]


async def test_what_the_gate_refuses_is_not_published(city: Simulated, ask: Any) -> None:
    files = {"tramvaie.csv": base64.b64encode(TABLE).decode()}
    options = {**OPTIONS, "title": "Mai multe tramvaie în oraşul nostru"}  # a cedilla
    slide = await ask("dataset", source="tramvaie.csv", options=options, files=files, playlist="nicio")
    assert slide[0] == 422
    assert city.server.publisher.published.revision == 1


async def test_before_a_pack_there_is_nothing_to_import_into(tmp_path: Path, clock: Clock, aiohttp_client: Any) -> None:
    async with simulated(tmp_path / "new", clock) as empty:
        client = await aiohttp_client(app.application(empty.server))
        headers = {"Authorization": f"Bearer {empty.server.token}", "If-None-Match": "*"}
        answer = await client.post("/api/imports/dataset", json={"source": "https://a.ro/"}, headers=headers)
        assert answer.status == 409


async def test_a_pack_by_the_api_has_the_limits_of_a_folder(city: Simulated, aiohttp_client: Any) -> None:
    client = await aiohttp_client(app.application(city.server))
    headers = {"Authorization": f"Bearer {city.server.token}", "If-Match": "*"}
    many = {**PACK, **{f"data/{number}.csv": b"" for number in range(20_000)}}
    large = {**PACK, "media/a.png": bytes(20_000_001)}
    workbook = {**PACK, "data/buget.csv": b"PK\x03\x04" + bytes(99)}
    for files, sentence in (
        (many, "more than 20,000 files"),
        (large, "found a file of 20,000,001 bytes"),
        (workbook, "data/buget.csv: is a workbook, expected CSV"),
    ):
        body = {path: base64.b64encode(data).decode() for path, data in files.items()}
        answer = await client.put("/api/pack", json=body, headers=headers)
        assert answer.status == 422
        assert sentence in (await answer.json())["error"]
