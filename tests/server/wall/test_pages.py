"""The wall: what it says in each state a display can be in, and that it obeys its own security policy."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from content import live, wire
from content.checks import registry
from content.strict_yaml import YEARS
from control_server import app, serial_queue
from control_server.wall import nobreak, preview, wording
from control_server.wall.pages import STATIC
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
    await city.put_slide("anunt", slide("Anunt <important>"))
    found = await text(client)
    assert "1 avertisment " in found
    assert f"{wording.CHECKS['topic']} slides/anunt.yaml română Has the headline" in found
    page = await (await client.get("/")).text()
    assert "<important>" not in page
    assert '<p lang="en">Has the headline' in page  # the gate speaks English


def test_every_code_of_the_gate_has_its_words() -> None:
    rules = registry.SUBJECT_RULES | registry.COMING_RULES | registry.FRAME_RULES
    assert set(wording.CHECKS) == {*rules, "feed"}
    assert [wording.warned(count) for count in (1, 3, 20, 101)] == [
        "1 avertisment",
        "3 avertismente",
        "20 de avertismente",
        "101 avertismente",
    ]


async def test_a_display_never_heard_of(client: Client) -> None:
    found = await card(client)
    assert wording.WORDS["never"] in found
    assert "afisier provision gara" in found
    assert wording.WORDS["no_picture"] in found
    assert "niciunul → așteaptă 1.1" in found


async def test_a_display_that_shows(city: Simulated, client: Client) -> None:
    await city.says(wire.Status(display="gara", online=True, adopted=(1, 1), glass=city.glass(1, START)))
    city.server.fleet.pictured("gara", picture(1), city.glass(1, START), START)
    found = await card(client)
    assert wording.WORDS["online"] in found and wording.WORDS["true"] in found
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
    await city.publish({**PACK, "slides/anunt.yaml": dataset, "data/tramvaie.csv": table})
    await city.says(wire.Status(display="gara", online=True, adopted=(1, 2), glass=city.glass(1, START)))
    assert "159 de tramvaie, apoi 82" in await card(client)


async def test_the_words_are_those_of_the_frame_on_the_glass_whatever_was_published_since(
    city: Simulated, client: Client
) -> None:
    await city.says(wire.Status(display="gara", online=True, adopted=(1, 1), glass=city.glass(1, START)))
    await city.put_slide("anunt", slide("Podul se deschide"))
    found = await card(client)
    assert "Anunț română Podul se inchide Urmează" in found
    (_, upcoming) = found.split("Urmează")
    assert "Podul se deschide" in upcoming and "Podul se inchide" not in upcoming
    await city.publish({**PACK, "slides/alt.yaml": slide("Altceva"), "playlists.yaml": ALT_ONLY})
    assert "Anunț română Podul se inchide Urmează" in await card(client)


ALT_ONLY = b"playlists: [{id: toate, slides: [alt]}]"


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
    assert wording.WORDS["offline"] in found and wording.WORDS["last_picture"] in found
    assert "23.11.2026, 12:00:00" in found
    assert wording.WORDS["true"] not in found  # nobody knows


@pytest.mark.parametrize("state", ["neutral", "off"])
async def test_nothing_scheduled_and_off_are_said(city: Simulated, client: Client, state: str) -> None:
    shown = wire.Glass(state=state, since=START, lit=START)  # type: ignore[arg-type]
    await city.says(wire.Status(display="gara", online=True, glass=shown))
    assert wording.WORDS[state] in await card(client)


async def test_a_glass_that_shows_something_else_is_said(city: Simulated, client: Client) -> None:
    await city.says(wire.Status(display="gara", online=True, glass=glass(1, START, matches=False)))
    assert wording.WORDS["false"] in await card(client)


async def test_the_page_of_a_display_gives_the_next_hour_its_shares(client: Client) -> None:
    found = await text(client, "/displays/gara")
    assert wording.WORDS["hour"] in found
    assert "Podul se inchide 60 min" in found
    assert (await client.get("/displays/nicaieri")).status == 404


AT = "2026-11-24T08:00"
CLOCK = wire.LivePart(part="clock", x=1, y=1, width=14, height=7, size=6)


async def test_the_page_of_another_time_says_so_and_shows_no_glass(city: Simulated, client: Client) -> None:
    await city.says(wire.Status(display="gara", online=True, glass=glass(1, START)))
    page = await (await client.get(f"/displays/gara?at={AT}:07")).text()
    assert "marți, 24 noiembrie 2026, 08:00:07" in page
    assert 'src="/displays/gara/picture.png?at=2026-11-24T06%3A00%3A07%2B00%3A00&amp;plan=1.1"' in page
    assert "Campania „mereu” se vede singură: are acum cea mai mare prioritate (0)." in page
    assert f'step="1" required value="{AT}:07"' in page
    assert wording.WORDS["then"] in page
    assert 'class="card' not in page and wording.WORDS["true"] not in page  # the card of now is on the page of now
    assert wording.WORDS["planned"] not in await text(client, "/displays/gara")


async def test_what_comes_is_said_once_around(client: Client) -> None:
    found = await text(client, f"/displays/gara?at={AT}")
    assert found.count("The bridge closes") == 1
    assert found.count("Podul se inchide") == 3  # of what shows, and of the shares too
    assert f"mereu {wording.WORDS['again_on']}" in found


async def test_no_reason_looks_like_a_page_without_displays(city: Simulated, client: Client) -> None:
    over = PACK["slides/anunt.yaml"] + b"expires: 2026-11-23T09:00\n"
    await city.publish({**PACK, "slides/anunt.yaml": over})
    page = await (await client.get("/displays/gara")).text()
    assert "nu are ce arăta" in page
    assert 'class="empty"' not in page


async def test_a_time_at_which_the_display_is_off_has_no_picture(city: Simulated, client: Client) -> None:
    hours = b'    hours: [{days: mon-sun, from: "07:00", to: "22:00"}]\n  - id: piata'
    displays = PACK["displays.yaml"].replace(b"  - id: piata", hours)
    await city.publish({**PACK, "displays.yaml": displays})
    page = await text(client, "/displays/gara?at=2026-11-24T23:30")
    assert f"{wording.WORDS['off']} Ecranul este stins" in page
    assert "picture.png" not in await (await client.get("/displays/gara?at=2026-11-24T23:30")).text()
    assert (await client.get("/displays/gara/picture.png?at=2026-11-24T23:30")).status == 404


async def test_the_picture_of_a_time_has_the_clock_of_that_time(city: Simulated, client: Client) -> None:
    city.pages.live = (CLOCK,)
    await city.put_slide("anunt", slide("Podul se deschide"))
    answer = await client.get(f"/displays/gara/picture.png?at={AT}:05")
    manifest = city.server.publisher.published.manifests["gara"]
    frames = [frame for frame in manifest.frames["anunt"].values() if frame.live]
    at, zone = datetime(2026, 11, 24, 6, 0, 5, tzinfo=UTC), ZoneInfo("Europe/Bucharest")
    frame = city.server.surroundings.blobs.path
    expected = [live.composed(frame(each.asset).read_bytes(), each.live, at, zone) for each in frames]
    assert (answer.status, answer.content_type) == (200, "image/png")
    assert await answer.read() in expected
    assert answer.headers["Cache-Control"] == "no-cache"


async def test_a_picture_is_called_by_what_it_shows(city: Simulated, client: Client) -> None:
    city.pages.live = (CLOCK,)
    one_language = {"displays.yaml": PACK["displays.yaml"].replace(b"[ro, en]", b"[ro]")}
    await city.publish({**PACK, **one_language, "slides/anunt.yaml": slide("Podul se deschide")})

    async def tag(at: str) -> str:
        return (await client.get(f"/displays/gara/picture.png?at={at}")).headers["ETag"]

    assert await tag(f"{AT}:05") == await tag(f"{AT}:55") != await tag("2026-11-24T08:01")
    known = {"If-None-Match": await tag(AT)}
    assert (await client.get(f"/displays/gara/picture.png?at={AT}:30", headers=known)).status == 304
    await city.put_slide("anunt", slide("Podul e deschis"))
    assert (await client.get(f"/displays/gara/picture.png?at={AT}:30", headers=known)).status == 200


async def test_pictures_are_composed_once_and_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "KEPT_BYTES", 3)
    kept, made = preview.Previews(), []

    def compose(name: str) -> Callable[[], bytes]:
        def composed() -> bytes:
            made.append(name)
            return name.encode()

        return composed

    for name in ("a", "b", "a", "long", "a"):
        assert await kept.picture(name, compose(name)) == name.encode()
    assert made == ["a", "b", "long", "a"]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/displays/gara?at=xx<b>", 422, ["Momentul cerut nu se înțelege", "xx&lt;b&gt;", "2026-11-28T08:00"]),
        ("/displays/gara?at=2500-01-01", 422, ["S-a cerut <code>2500-01-01", f"anii {YEARS[0]} și {YEARS[-1]}"]),
        ("/displays/nicaieri", 404, ["Acest ecran nu există", "nicaieri", 'href="/displays/piata"']),
    ],
)
async def test_what_is_not_there_is_said_in_the_walls_language(
    client: Client, path: str, status: int, said: list[str]
) -> None:
    answer = await client.get(path)
    assert (answer.status, answer.content_type) == (status, "text/html")
    page = await answer.text()
    assert 'lang="ro"' in page
    for each in said:
        assert each in page
    assert len(page) < 3000


async def test_a_server_without_a_pack_and_one_that_is_busy_say_so(
    tmp_path: Path, clock: Clock, aiohttp_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with simulated(tmp_path / "empty", clock) as empty:
        client = await aiohttp_client(app.application(empty.server))
        answer = await client.get("/displays/gara")
        assert answer.status == 409 and wording.WORDS["no_pack"] in await answer.text()
        await empty.publish(PACK)
        monkeypatch.setattr(serial_queue, "WAITING", 0)
        answer = await client.get("/displays/gara")
        assert answer.status == 503 and wording.WORDS["busy_hint"] in await answer.text()


def test_a_time_that_happens_twice_says_which() -> None:
    zone = ZoneInfo("Europe/Bucharest")
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    times = [first + timedelta(hours=n) for n in range(3)]
    day = "duminică, 25 octombrie 2026"
    which = (" (prima dată)", " (a doua oară)")
    said = [wording.date_and_time(at, zone) for at in times]
    assert said == [f"{day}, 03:30:00{which[0]}", f"{day}, 03:30:00{which[1]}", f"{day}, 04:30:00"]
    assert [wording.time_of_day(at, zone) for at in times[:2]] == [f"03:30:00{each}" for each in which]
    assert [wording.minute_of_day(at, zone) for at in times[:2]] == [f"03:30{each}" for each in which]


async def test_an_hour_that_happens_twice_has_a_way_to_each(client: Client) -> None:
    first = await (await client.get("/displays/gara?at=2026-10-25T03:15:00")).text()
    assert 'href="/displays/gara?at=2026-10-25T03:15:00&amp;which=second">Arată a doua oară<' in first
    assert 'name="which"' not in first
    second = await (await client.get("/displays/gara?at=2026-10-25T03:15:00&which=second")).text()
    assert 'href="/displays/gara?at=2026-10-25T03:15:00">Arată prima dată<' in second
    assert '<input type="hidden" name="which" value="second">' in second  # the form asks for the one that is shown
    stays = '<span class="one">({})</span>'
    header_sentence_and_row = 3
    assert first.count(stays.format("prima dată")) >= header_sentence_and_row and "a doua oară)" not in first
    assert second.count(stays.format("a doua oară")) >= header_sentence_and_row and "prima dată)" not in second
    for same in ("2026-10-25T03:15:00%2B02:00", "2026-10-25T03:15:00+02:00&which=second"):
        assert 'value="second"' in await (await client.get(f"/displays/gara?at={same}")).text()
    assert 'value="second"' not in await (await client.get("/displays/gara?at=2026-10-25T12:00&which=second")).text()


async def test_a_time_that_does_not_exist_is_said(client: Client) -> None:
    said = "03:30 nu există în noaptea aceasta; se arată 04:30."
    assert said in await text(client, "/displays/gara?at=2027-03-28T03:30")
    assert "nu există" not in await text(client, "/displays/gara?at=2027-03-28T04:30")


async def test_rows_lead_to_their_instants(client: Client) -> None:
    page = await (await client.get(f"/displays/gara?at={AT}:00")).text()
    assert re.findall(r'<td><a href="(.+?)"', page)[0] == f"/displays/gara?at={AT}:00"
    night = await (await client.get("/displays/gara?at=2026-10-25T03:15:00&which=second")).text()
    assert "&amp;which=second" in re.findall(r'<td><a href="(.+?)"', night)[0]


async def test_a_display_in_another_zone_says_whose_clock_it_is(city: Simulated, client: Client) -> None:
    abroad = PACK["displays.yaml"].replace(b"    name: Gara\n", b"    name: Gara\n    timezone: Asia/Kathmandu\n")
    await city.publish({**PACK, "displays.yaml": abroad})
    place = "ora locală, Asia/Kathmandu (+05:45)"
    assert (await text(client)).count(place) == 1
    for path in ("/displays/gara", f"/displays/gara?at={AT}", "/displays/gara?at=x"):
        assert place in await (await client.get(path)).text()
    assert wording.WORDS["local"] not in await text(client, "/displays/piata")


PART = re.compile(r'data-part="([a-z-]+)"')


async def test_an_open_page_can_have_each_of_its_parts_again(city: Simulated, client: Client) -> None:
    for query, shown in (("", "card-gara"), (f"?at={AT}", "then")):
        page, again = [await (await client.get(f"/displays/gara{path}{query}")).text() for path in ("", "/live")]
        assert page == again
        assert PART.findall(page) == ["name", "when", shown, "why", "shares", "coming"]
    await city.put_slide("anunt", slide("Podul se deschide"))
    again = await (await client.get(f"/displays/gara/live?at={AT}")).text()
    assert again.count("Podul se deschide") >= 4
    assert "&amp;plan=1.2" in again  # else an open page would keep the picture it has


async def test_a_page_of_another_time_waits_for_plans_only(client: Client) -> None:
    assert "data-asked" in await (await client.get(f"/displays/gara?at={AT}")).text()
    assert "data-asked" not in await (await client.get("/displays/gara")).text()


async def test_a_card_says_when_it_is_due(client: Client) -> None:
    due = re.findall(r'data-turns="([0-9.]+)"', await (await client.get("/displays/gara/card")).text())
    assert 0 < float(due[0]) <= 3600


def test_dates_and_ranges_stay_on_one_line() -> None:
    said = "Până sâmbătă, 5 decembrie 2026, orele 8–16 <b>, 5 copii, 1. Dezember, június 3, într-un an, "
    said += "366 de zile (a doua oară)"
    assert re.findall(r'<span class="one">(.+?)</span>', nobreak.kept(said)) == [
        "5 decembrie 2026",
        "8–16",
        "1. Dezember",
        "június 3",
        "într-un",
        "366 de zile",
        "(a doua oară)",
    ]
    assert "&lt;b&gt;" in nobreak.kept(said)
    assert re.sub(r"<.+?>", "", nobreak.kept(said)).replace("&lt;b&gt;", "<b>") == said


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


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/displays/gara",
        f"/displays/gara?at={AT}",
        "/displays/gara?at=x",
        "/displays/gara/card",
        "/displays/gara/live",
    ],
)
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
    await city.publish({**PACK, "slides/anunt.yaml": slide, "displays.yaml": displays})
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
    templates = "".join(path.read_text() for path in (Path(wording.__file__).parent / "templates").iterdir())
    indirect = {"online", "offline", "never", "neutral", "off", "showing", "little", "local"}
    for word in wording.WORDS:
        used = f"words.{word}" in templates or f'words["{word}"]' in templates or f'"{word}"' in templates
        assert used or word in indirect, word


@pytest.mark.parametrize(
    ("displays", "said"),
    [(1, "1 ecran, 0"), (2, "2 ecrane, 0"), (19, "19 ecrane, 0"), (20, "20 de ecrane, 0"), (101, "101 ecrane, 0")],
)
def test_romanian_counts(displays: int, said: str) -> None:
    assert wording.counted(displays, 0).startswith(said)
