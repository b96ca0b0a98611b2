"""What a demo says first. Its run is a test of the system."""

import pytest

from content.pack.parse import parse
from control_server.commands.demo import greeting
from tests.server.simulator import PACK

ONE = PACK["displays.yaml"].partition(b"  - id: piata")[0]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [(PACK, "2 displays, in windows"), ({**PACK, "displays.yaml": ONE}, "1 display, in windows")],
)
def test_it_counts_its_displays(files: dict[str, bytes], sentence: str) -> None:
    assert sentence in greeting(parse(files), "http://127.0.0.1:1", offscreen=False)


def test_it_says_where_it_draws_and_where_the_wall_is() -> None:
    city, wall = greeting(parse(PACK), "http://127.0.0.1:1", offscreen=True).splitlines()
    assert city == "Orasul: 2 displays, drawing off-screen. Ctrl-C ends everything."
    assert wall == "The wall: http://127.0.0.1:1/"
