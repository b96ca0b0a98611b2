"""A small city pack for the tests: two displays, a notice, a call, a playlist each way."""

from content.pack.model import Pack
from content.pack.parse import parse

CITY = """
id: proba
name: Orașul de probă
timezone: Europe/Bucharest
languages: [ro, en, hu]
population: {value: 250849, as_of: 2021-12-01, source: "INS, RPL 2021"}
contact: {phone: "0256 408 300", desk: "bd. C.D. Loga 1, luni–vineri 8–16"}
"""
DISPLAYS = """
displays:
  - id: piata
    name: Piața
    panel: {diagonal_inch: 55, width: 1920, height: 1080}
    viewing_distance_m: 3
    languages: [ro, en]
    tags: [centru]
  - id: gara
    name: Gara
    panel: {diagonal_inch: 32, width: 1280, height: 720}
    viewing_distance_m: 2
    audience: waiting
    languages: [hu, ro]
    hours: [{days: mon-sun, from: "06:00", to: "23:00"}]
"""
NOTICE = """
kind: notice
title: {ro: Stradă închisă, en: Street closed}
body: {ro: Strada Mihai Viteazul este închisă., en: The street is closed.}
expires: 2026-11-30T18:00
"""
CALL = """
kind: consultation
ask: {ro: Spune ce repari întâi, en: Say what to mend first, hu: Mondd el}
who: {ro: Oricine, en: Anyone, hu: Bárki}
takes_minutes: 3
opens: 2026-11-20T00:00
closes: 2026-12-06T23:59
channels: {web: "https://example.org/strada", short: tm.ro/strada, phone: "0256 408 300", desk: ghișeul 12}
"""
PLAYLISTS = """
playlists:
  - {id: civic, slides: [strada, restrictii]}
"""
CAMPAIGNS = """
campaigns:
  - {id: mereu, playlist: civic, from: 2026-11-01, to: 2026-12-31}
"""


def files(**changes: str | None) -> dict[str, bytes]:
    """The pack's files; `slides__strada=None` leaves slides/strada.yaml out, a text replaces it."""
    texts: dict[str, str | None] = {
        "city": CITY,
        "displays": DISPLAYS,
        "slides__restrictii": NOTICE,
        "slides__strada": CALL,
        "playlists": PLAYLISTS,
        "campaigns": CAMPAIGNS,
        **changes,
    }
    return {f"{name.replace('__', '/')}.yaml": text.encode() for name, text in texts.items() if text is not None}


def parsed(**changes: str | None) -> Pack:
    return parse(files(**changes))
