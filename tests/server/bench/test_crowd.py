"""A small crowd: two people and five displays on a real server. What it finds is not tested."""

import pytest

from control_server.bench.crowd import Crowd, measured
from control_server.bench.crowd_editor import Pause

pytestmark = pytest.mark.system

AT_ONCE = Pause((0.0, 0.01), (0.0, 0.01))
ASKED = ("today", "what a change would do", "library", "editor", "sketch", "save", "API: displays", "API: timeline")


async def test_all_that_people_do_is_timed_in_every_situation() -> None:
    figures = await measured(Crowd(editors=2, displays=5, alone=1, lasts_s=6.0, pause=AT_ONCE))
    for name in ASKED:
        for situation in ("alone", "displays play", "all"):
            spread = figures[f"{name}, {situation} (ms)"]
            assert 0 < spread["p50"] <= spread["p95"] <= spread["max"], name
        assert figures[f"{name}, all to alone (p95)"] > 0
    assert figures["all, server: memory (MB)"] > 0
