"""Playlists and campaigns as programs read them."""

from tests.server.http.programs import Client, program
from tests.server.simulator import PACK, Simulated

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
