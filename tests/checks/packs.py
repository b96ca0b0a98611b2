"""A pack without a fault, with one slide of each kind, and ways to put a fault into it."""

from datetime import UTC, datetime

from content.checks import gate
from content.checks.frames import ShownFrame
from content.pack.model import Pack
from content.pack.parse import parse

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

FILES = {
    "city.yaml": """
id: proba
name: Orașul de probă
timezone: Europe/Bucharest
languages: [ro, en]
population: {value: 250000, as_of: 2021-12-01, source: INS}
contact: {phone: "0256 408 300", desk: "ghișeul 1, luni–vineri 8–16"}
""",
    "displays.yaml": """
displays:
  - id: hol
    name: Holul
    panel: {diagonal_inch: 55, width: 1920, height: 1080}
    viewing_distance_m: 3
    audience: waiting
    languages: [ro, en]
  - id: piata
    name: Piața
    panel: {diagonal_inch: 55, width: 1080, height: 1920}
    viewing_distance_m: 3
    languages: [ro]
""",
    "playlists.yaml": "playlists: [{id: toate, slides: [buget, tramvai, strada, apa]}]",
    "campaigns.yaml": "campaigns: [{id: mereu, playlist: toate}]",
    "slides/buget.yaml": """
kind: budget
view: hundred
data: data/cheltuieli.csv
year: 2024
status: voted
title: {ro: "Din 100 de lei, 50 merg la transport", en: "Of every 100 lei, 50 go to transport"}
source: {name: Bugetul local 2024, url: "https://proba.ro/buget", licence: act public, as_of: 2024-02-01}
link: {url: "https://www.proba.ro/buget", short: proba.ro/buget}
""",
    "slides/tramvai.yaml": """
kind: dataset
data: data/tramvaie.csv
where: {indicator: tramvaie}
x: an
y: valoare
chart: bar
title: {ro: "Avem 82 de tramvaie, cu 77 mai puține", en: "82 trams are left, 77 fewer than before"}
unit: {ro: tramvaie, en: trams}
source: {name: Date deschise, url: "https://date.proba.ro/t", licence: CC BY, as_of: 2019-12-31}
fresh_for_days: 3650
link: {url: "https://date.proba.ro", short: date.proba.ro}
""",
    "slides/strada.yaml": """
kind: consultation
ask: {ro: Spune ce repari întâi, en: Say what to mend first}
who: {ro: Oricine, en: Anyone}
takes_minutes: 3
opens: 2026-11-20T00:00
closes: 2026-12-06T23:59
channels: {web: "https://www.proba.ro/strada", short: proba.ro/strada, phone: "0256 408 300", desk: ghișeul 12}
""",
    "slides/apa.yaml": """
kind: notice
title: {ro: Apa revine diseară, en: Water returns tonight}
body: {ro: Lucrăm la conductă până la ora 18., en: We work on the pipe until 18.}
expires: 2026-11-30T18:00
""",
    "names.yaml": """
expenditure:
  "84": {ro: Transport, en: Transport}
  "65": {ro: Școli, en: Schools}
""",
    "data/cheltuieli.csv": """cod;denumire;total
49.02;TOTAL CHELTUIELI;1200000
84.02;Transporturi;600000
65.02;Învățământ;600000
""",
    "data/tramvaie.csv": "indicator,an,valoare\ntramvaie,2013,159\ntramvaie,2017,100\ntramvaie,2019,82\n",
}


def files(*changes: tuple[str, str, str], **media: bytes) -> dict[str, bytes]:
    """The files with these changes: (path, what, by what); an empty `what` means the whole file."""
    texts = dict(FILES)
    for path, old, new in changes:
        assert old in texts.get(path, ""), (path, old)
        texts[path] = texts.get(path, "").replace(old, new) if old else new
    return {path: text.encode() for path, text in texts.items() if text} | {
        f"media/{name}.png": data for name, data in media.items()
    }


def parsed(*changes: tuple[str, str, str], **media: bytes) -> Pack:
    return parse(files(*changes, **media))


def codes(pack: Pack, now: datetime = NOW) -> set[str]:
    """The codes of everything the gate finds without drawing."""
    composed, faults = gate.planned_frames(pack)
    findings = [*gate.check(pack, now), *faults, *gate.examine(pack, composed)]
    return {finding.code for finding in findings}


def page(slide: str | None, display: str = "hol", lang: str = "ro") -> ShownFrame:
    """A page of the pack without a fault."""
    composed, _ = gate.planned_frames(parsed())
    return next(each for each in composed if (each.slide, each.display, each.lang) == (slide, display, lang))
