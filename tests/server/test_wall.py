"""The wall: what it says in each state a display can be in, and that it obeys its own security policy."""

import re
from collections.abc import Awaitable, Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from content import checks, wire
from control_server import app
from control_server.wall import STATIC, words
from tests.server.simulator import PACK, START, Clock, Simulated, glass, picture, simulated, slide

Client = TestClient[web.Request, web.Application]
MakeClient = Callable[[web.Application], Awaitable[Client]]


@pytest.fixture
async def client(city: Simulated, aiohttp_client: MakeClient) -> Client:
    return await aiohttp_client(app.application(city.server))


async def text(client: Client, path: str = "/") -> str:
    answer = await client.get(path)
    assert answer.status == 200
    return " ".join(re.sub(r"<[^>]+>", " ", await answer.text()).split())


async def card(client: Client, display: str = "gara") -> str:
    return await text(client, f"/displays/{display}/card")


async def test_an_empty_server_says_what_to_do(tmp_path: Path, clock: Clock, aiohttp_client: MakeClient) -> None:
    async with simulated(tmp_path / "empty", clock) as empty:
        client = await aiohttp_client(app.application(empty.server))
        assert "afisier publish PACK" in await text(client)


async def test_warnings_of_the_gate_are_said_once_there_are_any(city: Simulated, client: Client) -> None:
    assert "avertisment" not in await text(client)
    await city.server.put_slide("anunt", slide("Anunt <important>"))
    found = await text(client)
    assert "1 avertisment " in found
    assert f"{words.CHECKS['topic']} slides/anunt.yaml română Has the headline" in found
    assert "<important>" not in await (await client.get("/")).text()


def test_every_code_of_the_gate_has_its_words() -> None:
    rules = checks.CASE_RULES | checks.AHEAD_RULES | checks.PAGE_RULES
    assert set(words.CHECKS) == {*rules, "feed"}
    assert [words.warned(count) for count in (1, 3, 20, 101)] == [
        "1 avertisment",
        "3 avertismente",
        "20 de avertismente",
        "101 avertismente",
    ]


async def test_a_display_never_heard_of(client: Client) -> None:
    found = await card(client)
    assert words.WORDS["never"] in found
    assert "afisier provision gara" in found
    assert words.WORDS["no_picture"] in found
    assert "niciunul → așteaptă 1.1" in found


async def test_a_display_that_shows(city: Simulated, client: Client) -> None:
    await city.says(wire.Status(display="gara", online=True, adopted=(1, 1), glass=glass(1, START)))
    city.server.fleet.pictured("gara", picture(1), glass(1, START), START)
    found = await card(client)
    assert words.WORDS["online"] in found and words.WORDS["true"] in found
    assert "Acum de la 12:00:00" in found  # local time
    assert "Anunț română Podul se inchide" in found
    assert "1.1 adoptat ✓" in found
    assert "32″ · 1280 × 720 · citit de la 2 m" in found
    assert 'src="/api/displays/gara/glass.png?n=1"' in await (await client.get("/")).text()
    assert "2 ecrane, 1 conectat" in await text(client)


async def test_a_headline_made_of_figures_is_said_with_them(city: Simulated, client: Client) -> None:
    dataset = b"""
kind: dataset
data: data/tramvaie.csv
x: an
y: valoare
title: {ro: "{first} de tramvaie, apoi {last}"}
source: {name: portal, url: "https://data.example.org", licence: CC BY, as_of: 2019-12-31}
"""
    table = b"an,valoare\n2013,159\n2019,82\n"
    await city.server.import_pack({**PACK, "slides/anunt.yaml": dataset, "data/tramvaie.csv": table})
    await city.says(wire.Status(display="gara", online=True, adopted=(1, 2), glass=glass(1, START)))
    assert "159 de tramvaie, apoi 82" in await card(client)


async def test_a_display_that_lags_says_both_versions(city: Simulated, client: Client) -> None:
    await city.says(wire.Status(display="gara", online=True, adopted=(0, 9), rejected="a forged one"))
    found = await card(client)
    assert "0.9 → așteaptă 1.1" in found
    assert "a forged one" in found


async def test_a_display_that_went_says_what_was_seen_last(city: Simulated, client: Client, clock: Clock) -> None:
    await city.says(wire.Status(display="gara", online=True, adopted=(1, 1), glass=glass(1, START)))
    city.server.fleet.pictured("gara", picture(1), glass(1, START), START)
    clock.forward(minutes=5)
    found = await card(client)
    assert words.WORDS["offline"] in found and words.WORDS["last_picture"] in found
    assert "23.11.2026, 12:00:00" in found
    assert words.WORDS["true"] not in found  # nobody knows


@pytest.mark.parametrize("state", ["neutral", "off"])
async def test_nothing_scheduled_and_off_are_said(city: Simulated, client: Client, state: str) -> None:
    shown = wire.Glass(state=state, since=START, lit=START)  # type: ignore[arg-type]
    await city.says(wire.Status(display="gara", online=True, glass=shown))
    assert words.WORDS[state] in await card(client)


async def test_a_glass_that_shows_something_else_is_said(city: Simulated, client: Client) -> None:
    await city.says(wire.Status(display="gara", online=True, glass=glass(1, START, matches=False)))
    assert words.WORDS["false"] in await card(client)


async def test_the_page_of_a_display_gives_the_next_hour_its_shares(client: Client) -> None:
    found = await text(client, "/displays/gara")
    assert words.WORDS["hour"] in found
    assert "Podul se inchide 60 min" in found
    assert (await client.get("/displays/nicaieri")).status == 404


class Inline(HTMLParser):
    """Collects what the security policy forbids."""

    found: list[str]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        bad = [name for name in values if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in values):
            bad.append(tag)
        for name in ("src", "href"):
            value = values.get(name) or "/"
            if not value.startswith("/") or value.startswith("//"):
                bad.append(value)
        self.found += bad


@pytest.mark.parametrize("path", ["/", "/displays/gara", "/displays/gara/card"])
async def test_pages_obey_the_policy(city: Simulated, client: Client, path: str) -> None:
    await city.says(wire.Status(display="gara", online=True, glass=glass(1, START)))
    parser = Inline()
    parser.found = []
    parser.feed(await (await client.get(path)).text())
    assert parser.found == []


async def test_names_and_texts_are_escaped(city: Simulated, client: Client) -> None:
    nasty = '"><script>alert(1)</script>'
    slide = PACK["slides/anunt.yaml"].replace(b'"Podul se inchide"', repr(nasty).encode())
    displays = PACK["displays.yaml"].replace(b"name: Gara", b"name: '<img src=x onerror=alert(1)>'")
    await city.server.import_pack({**PACK, "slides/anunt.yaml": slide, "displays.yaml": displays})
    await city.says(wire.Status(display="gara", online=True, rejected=nasty, glass=glass(1, START)))
    for path in ("/", "/displays/gara"):
        page = await (await client.get(path)).text()
        assert "<script>alert" not in page and "<img src=x" not in page
        assert "alert(1)" in page


@pytest.mark.parametrize("name", STATIC)
async def test_static_files(client: Client, name: str) -> None:
    answer = await client.get(f"/static/{name}")
    assert (answer.status, answer.content_type) == (200, STATIC[name].content_type)


def test_every_word_is_used() -> None:
    templates = "".join(path.read_text() for path in (Path(words.__file__).parent / "templates").iterdir())
    indirect = {"online", "offline", "never", "neutral", "off", "showing"}
    for word in words.WORDS:
        used = f"words.{word}" in templates or f'words["{word}"]' in templates or f'"{word}"' in templates
        assert used or word in indirect, word


@pytest.mark.parametrize(
    ("displays", "said"),
    [(1, "1 ecran, 0"), (2, "2 ecrane, 0"), (19, "19 ecrane, 0"), (20, "20 de ecrane, 0"), (101, "101 ecrane, 0")],
)
def test_romanian_counts(displays: int, said: str) -> None:
    assert words.counted(displays, 0).startswith(said)
