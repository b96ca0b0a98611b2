"""What a demo says first. Its run is a test of the system."""

from types import SimpleNamespace
from typing import Any

import pytest

from content.pack.parse import parse
from control_server.commands import demo
from tests.server.simulator import PACK

ONE = PACK["displays.yaml"].partition(b"  - id: piata")[0]


@pytest.mark.parametrize(
    ("files", "said"), [(PACK, "2 displays, in windows"), ({**PACK, "displays.yaml": ONE}, "1 display, in windows")]
)
def test_it_counts_its_displays(files: dict[str, bytes], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    city: Any = SimpleNamespace(server=SimpleNamespace(url="http://127.0.0.1:1"))
    demo._greet(city, parse(files), offscreen=False)
    assert said in capsys.readouterr().out
