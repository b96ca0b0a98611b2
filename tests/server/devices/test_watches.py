"""Who looks at which displays: each is told what it looks at, once, and what it missed."""

import pytest

from control_server.devices.watches import Watches


async def test_a_slow_listener_is_told_each_display_once() -> None:
    watches = Watches()
    with watches.watching() as watch:
        for _ in range(1000):
            for display in ("gara", "piata"):
                watches.changed(display)
        watches.changed("gara", plan=True)
        watches.changed("gara")
        assert await watch.changes(0) == {"gara": True, "piata": False}
        assert await watch.changes(0) == {}


async def test_a_listener_is_told_of_the_displays_it_names_only() -> None:
    watches = Watches()
    with watches.watching(["gara", "spital"]) as one, watches.watching(["piata"]) as other:
        assert set(watches.displays) == {"gara", "spital", "piata"}
        watches.changed("gara")
        watches.changed("nimeni")
        assert (await one.changes(0), await other.changes(0)) == ({"gara": False}, {})
    assert set(watches.displays) == set()
    watches.changed("gara")
    assert await one.changes(0) == {}


async def test_who_comes_back_is_told_what_they_missed() -> None:
    watches = Watches()
    watches.changed("gara")
    mark = watches.mark
    watches.changed("piata", plan=True)
    watches.changed("piata")
    watches.changed("spital")
    with watches.watching(["gara", "piata"], since=mark) as watch:
        assert await watch.changes(0) == {"piata": True}
    with watches.watching(since=mark) as every:
        assert await every.changes(0) == {"piata": True, "spital": False}
    with watches.watching(["gara", "piata"], since=watches.mark) as nothing:
        assert await nothing.changes(0) == {}


@pytest.mark.parametrize("since", ["other-3", "", "-", "run", "run-x", "run--1", "run-" + "9" * 30, "run-²"])
async def test_after_another_run_all_is_told(since: str) -> None:
    watches = Watches("run")
    watches.changed("gara")
    with watches.watching(["gara", "noua"], since=since) as watch:
        assert await watch.changes(0) == {"gara": True, "noua": True}


async def test_the_end_is_told_at_once_to_all() -> None:
    watches = Watches()
    with watches.watching() as every, watches.watching(["gara"]) as one:
        watches.close()
        assert (await every.changes(60), await one.changes(60)) == ({}, {})
        assert every.ended and one.ended
