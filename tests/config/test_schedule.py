"""`afisier timeline`, `explain` and `calendar` as a person runs them: what they print, and how they end."""

import json
import re
import shutil
from datetime import datetime
from pathlib import Path
from unittest.mock import Mock

import pytest
from icalendar import Calendar

from config.commands import schedule
from tests.config.conftest import Run

ROOT = Path(__file__).parents[2]


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
    assert out.splitlines()[0] == "2026-11-22 23:00:00–2026-11-23 06:00:00 +0200  off"
    assert "hu  strada  (mereu)" in out


def test_wrong_use_of_timeline(run: Run, folder: Path) -> None:
    assert run("timeline", folder, "--display", "x")[0] == 2
    code, _, error = run("timeline", folder, "--display", "gara", "--from", "2026-11-23", "--to", "2026-11-22")
    assert code == 2
    assert "--to is 2026-11-22 00:00:00 +0200, expected it after --from, 2026-11-23 00:00:00 +0200" in error


def test_a_timeline_is_drawn(run: Run, folder: Path, tmp_path: Path) -> None:
    for ending, start in ((".svg", b"<svg"), (".png", b"\x89PNG")):
        out = tmp_path / f"day{ending}"
        assert run("timeline", folder, "--display", "piata", "--draw", out) == (0, "", "")
        assert out.read_bytes().startswith(start)
    code, _, error = run("timeline", folder, "--display", "piata", "--draw", tmp_path / "day.pdf")
    assert code == 2
    assert "--draw ends in '.pdf', expected one of .svg, .png" in error


def test_a_drawing_as_json_is_refused(run: Run, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "day.svg"
    code, printed, error = run("timeline", folder, "--display", "piata", "--draw", out, "--json")
    assert (code, printed, out.exists()) == (2, "", False)
    assert "--json with --draw: a drawing has no JSON, expected one of them" in error


def test_explain_says_why(run: Run, folder: Path) -> None:
    code, out, _ = run("explain", folder, "--display", "gara", "--at", "2026-11-24T12:00:05")
    assert code == 0
    assert out.splitlines() == [
        "Gara, Tuesday 24 November 2026, 12:00:05",
        "The slide “Mondd el” (strada) shows in Hungarian until 12:00:09, for the campaign “mereu”.",
        "  “mereu” plays alone: its priority (0) is the highest now.",
        "At 23:00 that changes: the display switches off.",
    ]
    code, out, _ = run("explain", folder, "--display", "gara", "--at", "2026-11-24T12:00:05", "--json")
    explanation = json.loads(out)
    assert explanation["showing"]["slide"] == "strada"
    assert [(reason["campaign"], reason["state"]) for reason in explanation["reasons"]] == [("mereu", "plays")]
    assert (explanation["at"], explanation["changes"]) == ("2026-11-24T10:00:05Z", "2026-11-24T21:00:00Z")


def test_explain_says_that_a_time_does_not_exist(run: Run, folder: Path) -> None:
    _, out, _ = run("explain", folder, "--display", "gara", "--at", "2027-03-28T03:30")
    assert out.splitlines()[0].endswith("Sunday 28 March 2027, 04:30 (03:30 does not exist that night; 04:30 is shown)")


def test_explain_speaks_romanian_from_the_first_word_to_the_last(run: Run, folder: Path) -> None:
    code, out, _ = run("explain", folder, "--display", "piata", "--at", "2027-01-07T12:00", "--lang", "ro")
    assert code == 0
    assert out.splitlines() == [
        "Piața, joi, 7 ianuarie 2027, 12:00",
        "Se vede ecranul de repaus cel puțin în următoarele 366 de zile: nicio campanie nu are ce arăta.",
        "  Campania „mereu” s-a încheiat joi, 31 decembrie 2026.",
        "În următoarele 366 de zile nu se schimbă nimic.",
    ]


def figured(tmp_path: Path) -> Path:
    """A pack with a headline of placeholders."""
    pack = shutil.copytree(ROOT / "content" / "timisoara", tmp_path / "city")
    slide = pack / "slides" / "tramvai.yaml"
    written = "ro: 159 de tramvaie în 2013, 82 în 2019"
    holders = 'ro: "{first:tramvai|tramvaie|de tramvaie} în {first_x}, {last} în {last_x}"'
    assert written in slide.read_text()
    slide.write_text(slide.read_text().replace(written, holders))
    return pack


def test_explain_calls_a_slide_as_it_is_drawn(run: Run, tmp_path: Path) -> None:
    """Its headline may hold figures that are read from the data."""
    pack = figured(tmp_path)
    times = ("--from", "2026-11-23T12:00", "--to", "2026-11-23T12:30")
    rows = json.loads(run("timeline", pack, "--display", "piata-unirii", *times, "--json")[1])
    at = next(row["since"] for row in rows if (row["slide"], row["lang"]) == ("tramvai", "ro"))
    _, out, _ = run("explain", pack, "--display", "piata-unirii", "--at", at, "--lang", "ro")
    assert "Afișul „159 de tramvaie în 2013, 82 în 2019” (tramvai) se vede în română" in out


def test_the_example_of_the_documents_is_what_is_printed(run: Run) -> None:
    page = (ROOT / "docs" / "scheduling.md").read_text()
    command, printed = re.findall(r"```\n\$ afisier (explain [^\n]*)\n(.*?)```", page, re.DOTALL)[0]
    words = command.replace("docs/examples/week", str(ROOT / "docs" / "examples" / "week")).split()
    assert run(*words) == (0, printed, "")


def test_a_calendar_is_written(run: Run, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "gara.ics"
    assert run("calendar", folder, "--display", "gara", "--days", "1", "--out", out) == (0, "", "")
    assert r"X-WR-CALNAME:Gara\, Orașul de probă" in out.read_text()


def test_a_calendar_is_the_same_file_all_day(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DTSTAMP is the last revision (RFC 5545 §3.8.7.2): what is asked for again has not changed."""
    written = []
    for at in ("2026-11-24T00:00:05+02:00", "2026-11-24T18:30:10.5+02:00", "2026-11-25T00:10+02:00"):
        clock = Mock(wraps=datetime)
        clock.now.side_effect = datetime.fromisoformat(at).astimezone
        monkeypatch.setattr(schedule, "datetime", clock)
        run("calendar", folder, "--display", "piata", "--out", tmp_path / "piata.ics")
        written.append((tmp_path / "piata.ics").read_bytes())
    assert b"DTSTAMP:20261123T220000Z" in written[0]
    assert written[0] == written[1]
    assert b"DTSTAMP:20261124T220000Z" in written[2]


def test_a_calendar_calls_a_slide_as_it_is_drawn(run: Run, tmp_path: Path) -> None:
    """Its headline may hold figures that are read from the data."""
    pack = figured(tmp_path)
    assert run("calendar", pack, "--display", "gara", "--days", "1", "--out", tmp_path / "gara.ics")[0] == 0
    events = Calendar.from_ical((tmp_path / "gara.ics").read_bytes()).walk("VEVENT")
    assert "Date deschise: 159 de tramvaie în 2013, 82 în 2019" in {str(e["SUMMARY"]).split(" (")[0] for e in events}
