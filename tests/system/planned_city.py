"""A city with something to plan: four slides, two playlists, three campaigns and a minimum, for the system tests."""

from collections.abc import Mapping

from content.pack.sample import moved
from control_server.publishing.edits import whole_pack
from control_server.storage.causes import Cause
from tests.system.studio_city import MONDAY, Studio, small

_CITY = b"""
minimum_airtime: [{displays: all, kinds: {consultation: 0.25}}]
"""
_PLAYLISTS = """
playlists:
  - {id: bugete, name: {ro: Bugetul orașului, en: The city's budget}, slides: [buget-total, buget-locuitor]}
  - {id: civice, name: {ro: Civice, en: Civic}, slides: [strada, registratura]}
"""
_CAMPAIGNS = """# as the press office planned it
campaigns:
  - {id: bugete, name: {ro: Bugetul orașului, en: The city's budget}, playlist: bugete, share: 4}
  - {id: pareri, name: {ro: "Spune-ți părerea", en: Have your say}, playlist: civice, share: 3}
  - id: targ
    name: {ro: Târgul de Crăciun, en: Christmas fair}
    playlist: civice
    displays: {tags: [exterior]}
    priority: 5
    from: 2026-12-02
    to: 2026-12-04
    dayparts: [{from: "10:00", to: "14:00"}]
  - id: navetisti
    name: {ro: Navetiști, en: Commuters}
    playlist: bugete
    displays: [primarie]
    priority: 2
    from: 2026-11-02
    dayparts: [{from: "07:00", to: "08:30"}]
    rrule: FREQ=WEEKLY;BYDAY=MO,TH
"""


def planned(sample: Mapping[str, bytes]) -> dict[str, bytes]:
    """The small city with two budget slides more, and a display that is off at night."""
    names = ("buget-total", "buget-locuitor")
    files = small(sample) | {f"slides/{name}.yaml": sample[f"slides/{name}.yaml"] for name in names}
    files |= {path: body for path, body in sample.items() if path.startswith("data/")}
    return files | {
        "city.yaml": sample["city.yaml"] + _CITY,
        "playlists.yaml": _PLAYLISTS.encode(),
        "campaigns.yaml": _CAMPAIGNS.encode(),
        "displays.yaml": files["displays.yaml"].replace(
            b"    tags: [centru, interior]",
            b'    tags: [centru, interior]\n    hours: [{days: mon-fri, from: "07:00", to: "18:00"}]',
        ),
    }


async def plan(studio: Studio, sample: Mapping[str, bytes]) -> None:
    """Publishes it."""
    await studio.server.publisher.change(
        whole_pack(planned(moved(sample, MONDAY.date()))), Cause(actor="afisier", kind="pack")
    )
