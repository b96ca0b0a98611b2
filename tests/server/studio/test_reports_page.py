"""Reports as pages and files: figures by the plays, no formula in a cell, every play once."""

import csv
import io
import json
from datetime import timedelta

from content import wire
from control_server.storage import displays
from tests.server.simulator import START, Simulated, slide
from tests.server.studio.conftest import Browser

LAST = START - timedelta(days=30)
"""In the month before."""


async def played(city: Simulated, count: int = 240) -> None:
    asset = city.published.programme("gara").frames["anunt"]["ro"].asset
    plays = tuple(
        wire.Play(
            number=number,
            slide="anunt",
            lang="ro" if number % 4 else "en",
            campaign="mereu",
            asset=asset,
            since=LAST + timedelta(seconds=15 * number),
            until=LAST + timedelta(seconds=15 * number + 15),
        )
        for number in range(count)
    )
    await displays.add_plays(city.server.ground.database, [wire.Plays(display="gara", plays=plays)])


async def test_the_month_before_is_told_in_figures(city: Simulated, ana: Browser) -> None:
    assert "No screen has told of this time." in (await ana.get("/studio/reports")).text
    await played(city)
    text = (await ana.get("/studio/reports")).text
    assert "<strong>240</strong> plays" in text and "<strong>1</strong> hours on the glass" in text
    assert '<th scope="row">notices</th>' in text and "75 %" in text and '<th scope="row">Gara</th>' in text
    assert "Podul se inchide" in text
    assert "still grow" not in text
    now = (await ana.get("/studio/reports?from=2026-11-01&to=2026-11-30")).text
    assert "No screen has told of this time." in now and "still grow" in now
    old = (await ana.get("/studio/reports?from=2025-01-01&to=2025-01-31")).text
    assert "Plays are kept since" in old
    assert (await ana.get("/studio/reports?from=x&to=y")).status == 422


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
