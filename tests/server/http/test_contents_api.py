"""Slides, playlists and campaigns as programs read them."""

from tests.server.http.programs import Client, program
from tests.server.http.test_changes_api import begun
from tests.server.simulator import PACK, Simulated, slide

CAMPAIGNS = b"""campaigns:
  - {id: mereu, playlist: toate, name: {ro: "Mereu", en: "Always"}}
  - id: luni
    playlist: toate
    displays: [gara]
    priority: 5
    share: 3
    from: 2026-11-30
    to: 2026-12-31T18:00
    dayparts: [{days: mon, from: "09:00", to: "17:00"}]
    rrule: FREQ=WEEKLY;BYDAY=MO
    exdate: [2026-12-28]
"""


async def test_playlists_and_campaigns(city: Simulated, client: Client) -> None:
    await city.publish({**PACK, "campaigns.yaml": CAMPAIGNS})
    ana = await program(city, client, "Ana", "auditor", scopes=["read"])
    assert (await ana.get("/api/playlists")).json == [
        {
            "id": "toate",
            "names": {"ro": "toate", "en": "toate"},
            "slides": ["anunt"],
            "campaigns": ["mereu", "luni"],
            "displays": ["gara", "piata"],
        }
    ]
    always, mondays = (await ana.get("/api/campaigns")).json
    assert always == {
        "id": "mereu",
        "names": {"ro": "Mereu", "en": "Always"},
        "playlist": "toate",
        "displays": ["gara", "piata"],
        "priority": 0,
        "share": 1,
        "from": None,
        "to": None,
        "dayparts": [],
        "rrule": None,
        "rdate": [],
        "exdate": [],
    }
    assert mondays == always | {
        "id": "luni",
        "names": {"ro": "luni", "en": "luni"},
        "displays": ["gara"],
        "priority": 5,
        "share": 3,
        "from": "2026-11-30",
        "to": "2026-12-31T18:00",
        "dayparts": [{"days": "mon", "from": "09:00", "to": "17:00"}],
        "rrule": "FREQ=WEEKLY;BYDAY=MO",
        "exdate": ["2026-12-28"],
    }


async def test_slides_as_the_library_has_them(city: Simulated, client: Client) -> None:
    await city.publish({**PACK, "slides/alt.yaml": slide("Altul") + b"expires: 2026-11-24T09:00\n"})
    ana = await program(city, client, "Ana", "author")
    change = (await begun(ana)).rpartition("/")[2]
    other, first = (await ana.get("/api/slides")).json
    asset = first.pop("picture").removeprefix("/api/frames/")
    assert asset in {frame.asset for frame in city.published.programme("gara").frames["anunt"].values()}
    assert [each.keys() for each in first.pop("findings")] in ([], [{"code", "message"}])
    assert first == {
        "id": "anunt",
        "kind": "notice",
        "title": "Podul se inchide",
        "state": "shown",
        "displays": ["gara", "piata"],
        "begins": None,
        "ends": None,
        "languages": ["ro", "en"],
        "missing": [],
        "change": change,
    }
    assert (other["id"], other["state"], other["picture"], other["change"]) == ("alt", "nowhere", None, None)
    assert other["ends"] == "2026-11-24T07:00:00Z"
    assert [each["id"] for each in (await ana.get("/api/slides?q=altul")).json] == ["alt"]
    assert [each["id"] for each in (await ana.get("/api/slides?state=edited")).json] == ["anunt"]
    part = await ana.get("/api/slides?limit=1&sort=title")
    assert ([each["id"] for each in part.json], part.headers["X-Total-Count"]) == (["alt"], "2")
    assert part.headers["Link"] == '</api/slides?limit=1&sort=title&page=2>; rel="next"'
    assert (await ana.get("/api/slides?limit=x")).status == 422


async def test_versions_of_a_slide(city: Simulated, client: Client) -> None:
    await city.put_slide("anunt", slide("Doi"))
    await city.publish({**PACK, "slides/anunt.yaml": slide("Trei")})
    ana = await program(city, client, "Ana", "author")
    assert (await ana.get("/api/slides/anunt/versions")).json == [
        {"revision": 3, "by": "Ana", "body": slide("Trei").decode()},
        {"revision": 2, "by": "Ana", "body": slide("Doi").decode()},
        {"revision": 1, "by": "Ana", "body": PACK["slides/anunt.yaml"].decode()},
    ]
    assert (await ana.get("/api/slides/altul/versions")).status == 404
