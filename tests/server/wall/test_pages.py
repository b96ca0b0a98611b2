"""The wall: what it says in each state a display can be in, now and at another time."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from content import wire
from content.strict_yaml import YEARS
from control_server import app, serial_queue
from control_server.wall import wording
from control_server.wall.pages import STATIC
from tests.server.simulator import PACK, START, Clock, Simulated, glass, many_displays, picture, simulated, slide
from tests.server.wall.browser import AT, Client, MakeClient, card, text


async def test_an_empty_server_says_what_to_do(tmp_path: Path, clock: Clock, aiohttp_client: MakeClient) -> None:
    async with simulated(tmp_path / "empty", clock) as empty:
        client = await aiohttp_client(app.application(empty.server))
        assert "afisier publish PACK" in await text(client)


async def test_warnings_of_the_gate_are_said_once_there_are_any(city: Simulated, client: Client) -> None:
    assert "avertisment" not in await text(client)
    await city.put_slide("anunt", slide("Anunt <important>"))
    page_text = await text(client)
    assert "1 avertisment " in page_text
    assert f"{wording.CHECKS['topic']} slides/anunt.yaml română Has the headline" in page_text
    page = await (await client.get("/")).text()
    assert "<important>" not in page
    assert '<p lang="en">Has the headline' in page  # the gate speaks English


async def test_a_display_never_heard_of(client: Client) -> None:
    words = await card(client)
    assert wording.WORDS["never"] in words
    assert "afisier provision gara" in words
    assert wording.WORDS["no_picture"] in words
    assert "niciunul → așteaptă 1.1" in words


async def test_a_display_that_shows(city: Simulated, client: Client) -> None:
    await city.says(wire.Status(display="gara", online=True, adopted=(1, 1), glass=city.glass(1, START)))
    await city.pictured(picture(1), city.glass(1, START))
    words = await card(client)
    assert wording.WORDS["online"] in words and wording.WORDS["exact"] in words
    assert "Acum de la 12:00:00" in words  # local time
    assert "Anunț română Podul se inchide" in words
    assert "1.1 adoptat ✓" in words
    assert "32″ · 1280 × 720 · citit de la 2 m" in words
    assert 'src="/api/displays/gara/glass.png?n=1"' in await (await client.get("/")).text()
    assert "2 ecrane, 1 conectat" in await text(client)


async def test_two_players_with_one_identity_are_named(city: Simulated, client: Client) -> None:
    for instance in "aba":
        await city.says(wire.Status(display="gara", online=True, instance=instance))
    assert wording.WORDS["rivals"] in await card(client)


async def test_the_last_picture_is_shown_also_after_a_restart(
    tmp_path: Path, clock: Clock, aiohttp_client: MakeClient
) -> None:
    async with simulated(tmp_path, clock) as before:
        await before.publish(PACK)
        await before.pictured(picture(1), before.glass(1, START))
    async with simulated(tmp_path, clock) as after:
        client = await aiohttp_client(app.application(after.server))
        assert 'src="/api/displays/gara/glass.png?n=1"' in await (await client.get("/displays/gara/card")).text()
        assert (await client.get("/api/displays/gara/glass.png")).status == 200


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
    words = await card(client)
    assert "Anunț română Podul se inchide Urmează" in words
    (_, upcoming) = words.split("Urmează")
    assert "Podul se deschide" in upcoming and "Podul se inchide" not in upcoming
    await city.publish({**PACK, "slides/alt.yaml": slide("Altceva"), "playlists.yaml": ALT_ONLY})
    assert "Anunț română Podul se inchide Urmează" in await card(client)


ALT_ONLY = b"playlists: [{id: toate, slides: [alt]}]"


async def test_a_display_that_lags_says_both_versions(city: Simulated, client: Client) -> None:
    await city.says(wire.Status(display="gara", online=True, adopted=(0, 9), rejected="a forged one"))
    words = await card(client)
    assert "0.9 → așteaptă 1.1" in words
    assert "a forged one" in words


async def test_a_display_that_went_says_what_was_seen_last(city: Simulated, client: Client, clock: Clock) -> None:
    await city.says(wire.Status(display="gara", online=True, adopted=(1, 1), glass=glass(1, START)))
    await city.pictured(picture(1), glass(1, START))
    clock.forward(minutes=5)
    words = await card(client)
    assert wording.WORDS["offline"] in words and wording.WORDS["last_picture"] in words
    assert "23.11.2026, 12:00:00" in words
    assert wording.WORDS["exact"] not in words  # nobody knows


@pytest.mark.parametrize("state", ["neutral", "off"])
async def test_nothing_scheduled_and_off_are_said(city: Simulated, client: Client, state: str) -> None:
    shown = wire.Glass(state=state, since=START, lit=START, matches=True)  # type: ignore[arg-type]
    await city.says(wire.Status(display="gara", online=True, glass=shown))
    assert wording.WORDS[state] in await card(client)


async def test_a_glass_that_shows_something_else_is_said(city: Simulated, client: Client) -> None:
    await city.says(wire.Status(display="gara", online=True, adopted=(1, 1), glass=glass(1, START, matches=False)))
    assert wording.WORDS["other"] in await card(client)


BEHIND: dict[str, tuple[dict[str, Any], str]] = {
    "an older manifest": ({"adopted": (0, 9)}, "Ecranul este în urmă: are încă manifestul dinainte, din 23.11.2026"),
    "a newer manifest": ({"adopted": (1, 9)}, "Serverul este în urmă: ecranul are un manifest mai nou"),
    "no clock": ({"clock": wire.ClockState()}, "Ecranul nu știe ora: arată doar ce nu are dată"),
    "a screen that is silent": ({"glass": None}, "Playerul nu spune ce se vede pe ecran"),
    "another frame": (
        {"glass": glass(1, START, asset="f" * 64)},
        "Ecranul arată un cadru care nu este în manifestul de acum, de la 23.11.2026, 12:00:00",
    ),
    "a slide that the server does not know": (
        {"glass": msgspec.structs.replace(glass(1, START, asset="f" * 64), slide="altul")},
        "Ecranul arată un cadru care nu este în manifestul de acum, de la",
    ),
    "a report of before": (
        {"glass": msgspec.structs.replace(glass(1, START), until=START)},
        "Nu se știe ce arată ecranul: ce a spus s-a încheiat la 23.11.2026, 12:00:00",
    ),
}


@pytest.mark.parametrize("name", BEHIND)
async def test_which_of_the_two_is_behind_is_said(city: Simulated, client: Client, clock: Clock, name: str) -> None:
    fields, sentence = BEHIND[name]
    told = {"adopted": (1, 1), "glass": glass(1, START), "clock": wire.ClockState(source="server")} | fields
    clock.forward(seconds=11)
    await city.says(wire.Status(display="gara", online=True, **told))
    words = await card(client)
    assert sentence in words
    assert ("1.9 ≠ la server 1.1" in words) == (name == "a newer manifest")
    assert ("Ultima dată" in words) == (name in {"a screen that is silent", "a report of before"})
    assert wording.WORDS["exact"] not in words and wording.WORDS["shows_approved"] not in await text(
        client, "/displays/gara/card?tile"
    )


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (wire.ClockState(source="server", offset_s=0.4), "Ceas ora serverului"),
        (wire.ClockState(source="ntp", offset_s=-7230.0), "Ceas sincronizat (NTP) (al sistemului e în urmă cu 2 h)"),
        (wire.ClockState(), "Ceas fără încredere"),
    ],
)
async def test_the_clock_of_a_display_is_said(
    city: Simulated, client: Client, state: wire.ClockState, words: str
) -> None:
    await city.says(wire.Status(display="gara", online=True, adopted=(1, 1), glass=glass(1, START), clock=state))
    assert words in await card(client)


async def test_the_page_of_a_display_gives_the_next_hour_its_shares(client: Client) -> None:
    page_text = await text(client, "/displays/gara")
    assert wording.WORDS["hour"] in page_text
    assert "Podul se inchide 60 min" in page_text
    assert (await client.get("/displays/nicaieri")).status == 404


async def test_the_page_of_another_time_says_so_and_shows_no_glass(city: Simulated, client: Client) -> None:
    await city.says(wire.Status(display="gara", online=True, glass=glass(1, START)))
    page = await (await client.get(f"/displays/gara?at={AT}:07")).text()
    assert "marți, 24 noiembrie 2026, 08:00:07" in page
    assert 'src="/displays/gara/picture.png?at=2026-11-24T06%3A00%3A07%2B00%3A00&amp;plan=1.1"' in page
    assert "Campania „mereu” se vede singură: are acum cea mai mare prioritate (0)." in page
    assert f'step="1" required value="{AT}:07"' in page
    assert wording.WORDS["then"] in page
    assert 'class="card' not in page and wording.WORDS["exact"] not in page  # the card of now is on the page of now
    assert wording.WORDS["planned"] not in await text(client, "/displays/gara")


async def test_what_comes_is_said_once_around(client: Client) -> None:
    page_text = await text(client, f"/displays/gara?at={AT}")
    assert page_text.count("The bridge closes") == 1
    assert page_text.count("Podul se inchide") == 3  # of what shows, and of the shares too
    assert f"mereu {wording.WORDS['again_on']}" in page_text


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


@pytest.mark.parametrize(
    ("path", "status", "texts"),
    [
        ("/displays/gara?at=xx<b>", 422, ["Momentul cerut nu se înțelege", "xx&lt;b&gt;", "2026-11-28T08:00"]),
        ("/displays/gara?at=2500-01-01", 422, ["S-a cerut <code>2500-01-01", f"anii {YEARS[0]} și {YEARS[-1]}"]),
        ("/displays/nicaieri", 404, ["Acest ecran nu există", "nicaieri", 'href="/displays/piata"']),
    ],
)
async def test_what_is_not_there_is_said_in_the_walls_language(
    client: Client, path: str, status: int, texts: list[str]
) -> None:
    answer = await client.get(path)
    assert (answer.status, answer.content_type) == (status, "text/html")
    page = await answer.text()
    assert 'lang="ro"' in page
    for each in texts:
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
        assert re.findall('data-part="([^"]+)"', page) == ["name", "when", shown, "why", "shares", "coming"]
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


@pytest.mark.parametrize("name", STATIC)
async def test_static_files(client: Client, name: str) -> None:
    answer = await client.get(f"/static/{name}")
    assert (answer.status, answer.content_type) == (200, STATIC[name].content_type)


# --- many displays ---------------------------------------------------------------------------------------------------


@pytest.fixture
async def crowd(city: Simulated) -> Simulated:
    """A city with 150 displays: one shows something else, one went, one is well."""
    await city.publish({**PACK, "displays.yaml": many_displays(150)})
    for display, shown, online in (
        ("ecran-70", glass(1, START, matches=False), True),
        ("ecran-80", glass(1, START), False),
        ("ecran-90", city.glass(1, START, "ecran-90"), True),
    ):
        newest = city.published.latest[display].version
        for there in (True, online):
            await city.says(wire.Status(display=display, online=there, adopted=newest, glass=shown))
        await city.pictured(picture(1), shown, display)
    return city


def shown(page: str) -> list[str]:
    return re.findall(r'<article class="tile[^>]* data-display="([^"]+)"', page)


async def page_of(client: Client, path: str) -> str:
    answer = await client.get(path)
    assert answer.status == 200
    return await answer.text()


async def test_sixty_displays_look_as_three_do(city: Simulated, client: Client) -> None:
    await city.publish({**PACK, "displays.yaml": many_displays(60)})
    page = await page_of(client, "/")
    assert page.count('<article class="card ') == 60
    assert wording.WORDS["search"] not in page and 'class="pager"' not in page


@pytest.mark.usefixtures("crowd")
async def test_of_many_displays_those_in_trouble_come_first_and_sixty_on_a_page(client: Client) -> None:
    pages = [await page_of(client, path) for path in ("/", "/?page=2", "/?page=3")]
    assert shown(pages[0])[:4] == ["ecran-70", "ecran-80", "ecran-90", "ecran-0"]
    assert [len(shown(page)) for page in pages] == [60, 60, 30]
    assert len({display for page in pages for display in shown(page)}) == 150
    assert "Pagina 2 din 3" in pages[1] and "61–120 din 150" in pages[1]
    assert 'rel="prev" href="/"' in pages[1] and 'rel="next" href="/?page=3"' in pages[1]
    assert 'rel="prev"' not in pages[0] and 'rel="next"' not in pages[2]
    for beyond in ("/?page=99", f"/?page={'9' * 9}"):
        assert shown(await page_of(client, beyond)) == shown(pages[2])
    for wrong in ("/?page=0", "/?page=x", "/?page=-1", f"/?page={'9' * 5000}"):
        assert shown(await page_of(client, wrong)) == shown(pages[0])


@pytest.mark.usefixtures("crowd")
async def test_the_top_counts_those_in_each_state_and_leads_to_them(client: Client) -> None:
    words = await text(client)
    assert "Conectate 2 din 150" in words
    assert "Toate 150 De rezolvat 2 În regulă 1 Încă nepornite 147" in words
    assert "1–60 din 150 · cele cu probleme, întâi" in words
    page = await page_of(client, "/?state=trouble")
    assert shown(page) == ["ecran-70", "ecran-80"]
    assert 'href="/?state=never"' in page and 'href="/?state=trouble" aria-current="page"' in page


@pytest.mark.usefixtures("crowd")
async def test_displays_are_looked_for_without_javascript(client: Client) -> None:
    page = await page_of(client, "/?q=ECRANUL+149&tag=iosefin")
    assert shown(page) == ["ecran-149"]
    assert 'name="q" value="ECRANUL 149"' in page
    assert '<option value="iosefin" selected>iosefin (50)</option>' in page
    assert 'href="/?state=trouble&amp;q=ECRANUL+149&amp;tag=iosefin"' in page  # a filter keeps what is looked for
    paged = await page_of(client, "/?tag=fabric&state=never&page=1")
    assert '<input type="hidden" name="state" value="never">' in paged
    small = await page_of(client, "/?q=nimic")
    assert shown(small) == [] and wording.WORDS["none_such"] in small


async def test_nothing_to_do_is_said(city: Simulated, client: Client) -> None:
    await city.publish({**PACK, "displays.yaml": many_displays(61)})
    assert wording.WORDS["no_trouble"] in await text(client, "/?state=trouble")
    assert (await client.get("/?state=ill")).status == 422


@pytest.mark.usefixtures("crowd")
async def test_a_tile_says_what_is_the_matter(city: Simulated, client: Client) -> None:
    async def tile(number: int) -> str:
        return await text(client, f"/displays/ecran-{number}/card?tile")

    assert f"Ecranul 70 {wording.WORDS['not_approved']} Podul se inchide RO fabric" in await tile(70)
    assert "Ecranul 80 Deconectat Ultimul semn 23.11.2026, 12:00:00 iosefin" in await tile(80)
    assert f"Ecranul 90 {wording.WORDS['shows_approved']} Podul se inchide RO cetate" in await tile(90)
    assert f"Ecranul 1 {wording.WORDS['never']} fabric" in await tile(1)
    await city.says(wire.Status(display="ecran-1", online=True, rejected="a forged one"))
    assert f"{wording.WORDS['rejected']} a forged one" in await tile(1)
    for player in ("one", "other", "one"):
        await city.says(wire.Status(display="ecran-3", online=True, instance=player))
    assert f"{wording.WORDS['two_players']} {wording.WORDS['rivals']}" in await tile(3)
    await city.says(wire.Status(display="ecran-2", online=True, adopted=(0, 9)))
    city.clock.forward(seconds=30)
    assert f"Ecranul 2 {wording.WORDS['lacks']} 1.1" in await tile(2)


@pytest.mark.usefixtures("crowd")
async def test_a_tile_of_a_display_that_lags_says_what_it_lacks(city: Simulated, client: Client) -> None:
    city.clock.forward(minutes=3)
    await city.says(wire.Status(display="ecran-2", online=True, adopted=(0, 9)))
    words = await text(client, "/displays/ecran-2/card?tile")
    assert f"{wording.WORDS['lacks']} 1.1" in words


@pytest.mark.usefixtures("crowd")
async def test_an_open_page_knows_what_it_shows_and_up_to_when(city: Simulated, client: Client) -> None:
    mark = city.server.fleet.watches.mark
    page = await page_of(client, "/")
    assert f'<main class="tiles" data-mark="{mark}" data-counts data-trouble="2">' in page
    assert f'<main class="tiles" data-mark="{mark}" data-counts>' in await page_of(client, "/?page=2")
    assert f'<main class="tiles" data-mark="{mark}">' in await page_of(client, "/?tag=cetate")  # other counts than all
    assert f'data-mark="{mark}"' in await page_of(client, "/displays/ecran-90")
    assert re.findall('data-part="([^"]+)"', page) == [f"card-{display}" for display in shown(page)]


@pytest.mark.usefixtures("crowd")
async def test_only_displays_on_the_page_are_asked_for_their_glass(city: Simulated, client: Client) -> None:
    for display in ("ecran-70", "ecran-90"):
        await city.says(wire.Status(display=display, online=True, glass=glass(2, START)))
    await page_of(client, "/?q=90")
    assert [display for topic, display, _ in city.link.sent if topic == "command"] == ["ecran-90"]


@pytest.mark.usefixtures("crowd")
async def test_a_display_that_is_not_there_is_answered_with_some_that_are(client: Client) -> None:
    page = await (await client.get("/displays/nicaieri")).text()
    assert page.count('<li><a href="/displays/ecran-') == 60
