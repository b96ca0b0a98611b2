"""Pages as HTML: they obey the security policy of the server, and every text is escaped."""

from html.parser import HTMLParser

import jinja2
import pytest

from content import wire
from control_server.wall import html
from tests.server.simulator import PACK, START, Simulated, glass
from tests.server.wall.browser import AT, Client


class Inline(HTMLParser):
    """Collects what the security policy forbids."""

    forbidden: list[str]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        bad = [name for name in values if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in values):
            bad.append(tag)
        for name in ("src", "href"):
            value = values.get(name) or "/"
            if not value.startswith("/") or value.startswith("//"):
                bad.append(value)
        self.forbidden += bad


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/displays/gara",
        f"/displays/gara?at={AT}",
        "/displays/gara?at=x",
        "/displays/gara/card",
        "/displays/gara/card?tile",
        "/?q=gara&state=never",
        "/?q=nimic",
        "/displays/gara/live",
    ],
)
async def test_pages_obey_the_policy(city: Simulated, client: Client, path: str) -> None:
    await city.says(wire.Status(display="gara", online=True, glass=glass(1, START)))
    parser = Inline()
    parser.forbidden = []
    parser.feed(await (await client.get(path)).text())
    assert parser.forbidden == []


async def test_names_and_texts_are_escaped(city: Simulated, client: Client) -> None:
    nasty = '"><script>alert(1)</script>'
    slide = PACK["slides/anunt.yaml"].replace(b'"Podul se inchide"', repr(nasty).encode())
    displays = PACK["displays.yaml"].replace(b"name: Gara", b"name: '<img src=x onerror=alert(1)>'")
    await city.publish({**PACK, "slides/anunt.yaml": slide, "displays.yaml": displays})
    await city.says(wire.Status(display="gara", online=True, rejected=nasty, glass=glass(1, START)))
    for path in ("/", "/displays/gara", "/displays/gara/card?tile"):
        page = await (await client.get(path)).text()
        assert "<script>alert" not in page and "<img src=x" not in page
        assert "alert(1)" in page


def test_a_value_that_a_template_lacks_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        html.answer("refused.html")


async def test_a_page_is_kept_by_nobody(client: Client) -> None:
    page = await client.get("/")
    assert (page.status, page.content_type, page.headers["Cache-Control"]) == (200, "text/html", "no-store")
