"""`afisier timeline`, `explain` and `calendar` as a person runs them: what they print, and how they end."""

import json
from pathlib import Path

from icalendar import Calendar

from tests.content.conftest import Run


def test_timeline_in_local_time(run: Run, folder: Path) -> None:
    times = ("--from", "2026-12-06T23:58", "--to", "2026-12-07T00:00:30")
    code, out, _ = run("timeline", folder, "--display", "piata", *times, "--json")
    rows = json.loads(out)
    assert code == 0
    assert rows[-1] == {
        "since": "2026-12-07T00:00:00+02:00",
        "until": "2026-12-08T00:00:00+02:00",
        "slide": None,
        "lang": None,
        "campaign": None,
        "state": "neutral",
    }
    assert rows[-2]["since"] == "2026-12-06T23:59:00+02:00"  # the call has closed, the notice expired before
    assert {row["slide"] for row in rows[:-2]} == {"strada"}
    code, out, _ = run("timeline", folder, "--display", "piata", *times)
    assert out.splitlines()[-1] == "2026-12-07 00:00:00–2026-12-08 00:00:00 +0200  neutral"
    assert code == 0


def test_timeline_of_a_display_that_is_off(run: Run, folder: Path) -> None:
    _, out, _ = run("timeline", folder, "--display", "gara", "--from", "2026-11-23T02:00", "--to", "2026-11-23T06:01")
    assert out.splitlines()[0] == "2026-11-23 00:00:00–06:00:00 +0200  off"
    assert "hu  strada  (mereu)" in out


def test_wrong_use_of_timeline(run: Run, folder: Path) -> None:
    assert run("timeline", folder, "--display", "x")[0] == 2
    code, _, error = run("timeline", folder, "--display", "gara", "--from", "2026-11-23", "--to", "2026-11-22")
    assert code == 2
    assert "--to is 2026-11-22 00:00:00+02:00, expected it after --from, 2026-11-23 00:00:00+02:00" in error


def test_a_timeline_is_drawn(run: Run, folder: Path, tmp_path: Path) -> None:
    for ending, start in ((".svg", b"<svg"), (".png", b"\x89PNG")):
        out = tmp_path / f"day{ending}"
        assert run("timeline", folder, "--display", "piata", "--draw", out) == (0, "", "")
        assert out.read_bytes().startswith(start)
    code, _, error = run("timeline", folder, "--display", "piata", "--draw", tmp_path / "day.pdf")
    assert code == 2
    assert "--draw ends in '.pdf', expected one of .svg, .png" in error


def test_explain_says_why(run: Run, folder: Path) -> None:
    code, out, _ = run("explain", folder, "--display", "gara", "--at", "2026-11-24T12:00:05")
    assert code == 0
    assert out.splitlines() == [
        "Gara, 2026-11-24 12:00:05 +0200",
        "The slide strada shows in hu until 12:00:09, for the campaign mereu.",
        "  mereu plays with priority 0, the highest now, alone.",
        "On Mon 2026-11-30 18:00 that changes: mereu plays with other slides.",
    ]
    code, out, _ = run("explain", folder, "--display", "gara", "--at", "2026-11-24T12:00:05", "--json")
    found = json.loads(out)
    assert found["showing"]["slide"] == "strada"
    assert [(reason["campaign"], reason["state"]) for reason in found["reasons"]] == [("mereu", "plays")]


def test_a_calendar_is_written(run: Run, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "gara.ics"
    assert run("calendar", folder, "--display", "gara", "--days", "1", "--out", out) == (0, "", "")
    assert Calendar.from_ical(out.read_bytes())["X-WR-CALNAME"] == "Gara, Orașul de probă"
