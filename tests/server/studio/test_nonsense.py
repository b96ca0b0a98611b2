"""Whatever stands in an address or a form, a page answers it: nothing of it is an error of the server.

The names are those that the pages' code and templates have; every one of them holds the same nonsense at once.
"""

import re
from pathlib import Path

import pytest
from aiohttp import FormData

from control_server.app import ROUTES
from control_server.routes.route import Route
from control_server.storage import changes
from control_server.studio import page
from tests.server.simulator import Simulated
from tests.server.studio.conftest import Browser
from tests.server.test_app import example

FOLDER = Path(page.__file__).parent
SOURCES = "".join(path.read_text() for path in [*FOLDER.glob("*.py"), *FOLDER.glob("templates/*.html")])
NAMES = sorted(
    set(re.findall(r'name="([a-z][a-z-]*)"', SOURCES))
    | set(re.findall(r'(?:query|form|typed|sent)(?:\.get\(|\[)"([a-z][a-z-]*)"', SOURCES))
    | set(re.findall(r'text\(\w+, "([a-z][a-z-]*)"', SOURCES))
    | {"title.ro", "expires", "link.url", "name.ro", "slides/strada.yaml|title", "from", "to"}
)
NONSENSE = (
    "",
    "9" * 5_000,
    "x\0y",
    "2026-13-45T25:61",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31",
    "٣٤",
    "%s %(x)s {0} \u202e",
    "../../etc/passwd",
    "gara",
)
PAGES = [route for route in ROUTES if route.path.startswith("/studio") and not route.path.endswith("/sign-out")]


async def address(city: Simulated, route: Route) -> str:
    """Of what is there, as far as it is."""
    listed = await changes.listed(city.server.ground.database, (*changes.OPEN, *changes.PUBLISHED))
    path = example(route).replace("/slides/anunt", "/slides/strada")
    return path.replace("0" * 10, listed[0].id) if "/changes/" in path and listed else path


@pytest.mark.parametrize("route", PAGES, ids=lambda route: f"{route.method} {route.path[:50]}")
async def test_nonsense_is_answered(city: Simulated, ana: Browser, route: Route) -> None:
    await ana.send("/studio/slides/strada", **{"title__ro": "Spune ce repari", "change-title": "Strada"})
    answered: list[tuple[str, int]] = []
    for nonsense in NONSENSE:
        path, whole = await address(city, route), {"part": nonsense, "at": nonsense, "display": nonsense}
        if route.method == "GET":
            short = {name: nonsense[:50] for name in NAMES if name != "lang"}
            told = [await ana.get(path, **short), await ana.get(path, **whole)]
        else:
            told = [await ana.send(path, **{name.replace(".", "__"): nonsense for name in NAMES})]
        answered += [(nonsense[:20], each.status) for each in told]
    if route.method == "POST":
        files = FormData()
        for name in NAMES:
            files.add_field(name, b"\xff\xfe", filename="a", content_type="image/png")
        answered.append(("files", (await ana.post(await address(city, route), files)).status))
    assert [each for each in answered if each[1] >= 500] == []
