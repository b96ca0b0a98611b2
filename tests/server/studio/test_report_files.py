"""Reports as files: no formula in a cell, every play once, programs read the same."""

import csv
import io
import json

from tests.server.simulator import Simulated, slide
from tests.server.studio.conftest import Browser
from tests.server.studio.test_reports_page import LAST, played


async def test_the_figures_are_a_file_without_formulas(city: Simulated, ana: Browser) -> None:
    await city.put_slide("anunt", slide('=HYPERLINK("https://evil.example")'.replace('"', "'")))
    await played(city)
    text = (await ana.get("/studio/reports/airtime.csv")).text.removeprefix("\ufeff")
    head, *rows = csv.reader(io.StringIO(text))
    assert head == ["display", "name", "slide", "headline", "topic", "language", "plays", "seconds"]
    assert [(row[0], row[5], row[6], row[7]) for row in rows] == [
        ("gara", "en", "60", "900"),
        ("gara", "ro", "180", "2700"),
    ]
    assert rows[0][3].startswith("'=HYPERLINK")


async def test_every_play_is_a_row(city: Simulated, ana: Browser) -> None:
    await played(city)
    head, *rows = csv.reader(io.StringIO((await ana.get("/studio/reports/plays.csv")).text))
    assert head[:4] == ["display", "number", "since", "until"]
    assert [int(row[1]) for row in rows] == list(range(240))
    assert rows[0][2] == LAST.isoformat()


async def test_the_document_is_a_pdf(city: Simulated, ana: Browser) -> None:
    await played(city)
    answer = await ana.get("/studio/reports/airtime.pdf")
    assert answer.status == 200 and answer.text.startswith("%PDF-")


async def test_programs_read_the_same_figures(city: Simulated, ana: Browser) -> None:
    await played(city)
    told = json.loads((await ana.get("/api/reports/airtime")).text)
    assert (told["first"], told["last"], told["plays"], told["seconds"]) == ("2026-10-01", "2026-10-31", 240, 3600.0)
    own = {"plays": 240, "seconds": 3600.0, "part": 1.0}
    assert told["topics"] == [{"key": "notice", "name": "notice", **own}]
    assert told["displays"] == [{"key": "gara", "name": "Gara", **own}]
    assert told["slides"] == [{"key": "anunt", "name": "Podul se inchide", **own}]
    assert [(each["key"], each["plays"], each["part"]) for each in told["languages"]] == [
        ("ro", 180, 0.75),
        ("en", 60, 0.25),
    ]
    assert len(told["head"]) == 64
    for name in ("airtime.csv", "plays.csv"):
        assert (await ana.get(f"/api/reports/{name}")).text == (await ana.get(f"/studio/reports/{name}")).text
    assert (await ana.get("/api/reports/airtime?from=x")).status == 422


async def test_programs_wait_for_what_pages_do_not(city: Simulated, ana: Browser) -> None:
    await played(city)
    city.server.studio.reports.sums.long = 100
    assert (await ana.get("/studio/reports/airtime.csv")).path == "/studio/reports"
    assert (await ana.get("/api/reports/airtime.csv")).text.count("gara") == 2
    assert json.loads((await ana.get("/api/reports/airtime")).text)["plays"] == 240
