"""The page of one display: now, at a former instant by the plays, at one to come by the plan."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from content import wire
from control_server.storage import displays
from control_server.studio.screen_page import day_of
from tests.playing import SigningDisplay
from tests.server.simulator import START, Simulated, picture
from tests.server.studio.conftest import Browser


async def told(city: Simulated) -> str:
    """Plays of three minutes ending five minutes before START; the asset of their frame."""
    asset = city.published.programme("gara").frames["anunt"]["ro"].asset
    first = START - timedelta(minutes=8)
    plays = tuple(
        wire.Play(
            number=number,
            slide="anunt",
            lang="ro",
            campaign="mereu",
            asset=asset,
            since=first + timedelta(seconds=15 * number),
            until=first + timedelta(seconds=15 * number + 15),
        )
        for number in range(12)
    )
    await displays.add_plays(city.server.ground.database, [displays.PlaysOf(display="gara", plays=plays)])
    return asset


async def test_now_it_says_what_is_there_beside_what_should_be(city: Simulated, ana: Browser) -> None:
    await told(city)
    newest = city.published.latest["gara"].version
    await city.says(wire.Status(display="gara", online=True, adopted=newest, glass=city.glass(1, START)))
    await city.pictured(picture(1), city.glass(1, START))
    text = (await ana.get("/studio/screens/gara")).text
    assert "What is on the glass" in text and "What should be there" in text
    assert 'src="/api/displays/gara/glass.png?n=1"' in text
    assert len(re.findall('<li class="proven', text)) == 3 and len(re.findall('<li class="planned', text)) == 4
    assert "Campaign" in text or "mereu" in text
    assert (await ana.get("/studio/screens/nicaieri")).status == 404


async def test_it_says_what_the_display_signs_its_plays_with(city: Simulated, ana: Browser) -> None:
    await city.says(wire.Status(display="gara", online=True))
    assert "Signs its plays" not in (await ana.get("/studio/screens/gara")).text
    former, present = SigningDisplay("gara"), SigningDisplay("gara")
    for signing in (former, present):
        play = wire.Play(number=1, slide="anunt", lang="ro", campaign=None, asset=None, since=START, until=START)
        city.server.reception.plays.take(signing.link(play))
        await city.server.reception.plays.keep()
        city.clock.forward(seconds=1)
    text = (await ana.get("/studio/screens/gara")).text
    assert f"Signs its plays with the key: <code>{present.key}</code>" in text and former.key not in text
    assert text.count("began a new chain of signed plays of the screen") == 2


async def test_what_was_is_by_the_plays_and_what_will_be_by_the_plan(city: Simulated, ana: Browser) -> None:
    asset = await told(city)
    past = (await ana.get("/studio/screens/gara?at=2026-11-23T11:53:10")).text
    assert "What was on the glass" in past and "Proved by what the screen has told." in past
    assert "showed in Romanian from 11:53 to 11:53:15" in past
    assert len(re.findall('<li class="proven', past)) == 7 and "planned" not in past
    assert past.count(f"/studio/frames/{asset}") == 7
    unknown = (await ana.get("/studio/screens/gara?at=2026-11-23T09:00")).text
    assert "has not told what it showed then" in unknown and "picture.png" not in unknown
    coming = (await ana.get("/studio/screens/gara?at=2026-11-24T09:00")).text
    assert "What will be on the glass" in coming and "By the plan as it is now" in coming
    wrong = await ana.get("/studio/screens/gara?at=xx")
    assert wrong.status == 422


async def test_the_day_is_proved_up_to_now_and_planned_from_now_on(city: Simulated, ana: Browser) -> None:
    await told(city)
    text = (await ana.get("/studio/screens/gara")).text
    (bar,) = re.findall(r'<svg class="daybar".*?</svg>', text, re.DOTALL)
    proved = [float(width) for width in re.findall(r'class="proved" x="[\d.]+" y="62" width="([\d.]+)"', bar)]
    assert len(proved) == 24 and sum(map(bool, proved)) == 1 and 0 < max(proved) < 10
    assert bar.count('<g class="coming">') == 12
    assert 'aria-label="At 12:00:00"' in text


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-11-23", 24), ("2026-10-25", 25)])
def test_a_day_is_from_midnight_to_midnight(day: str, hours: int) -> None:
    start, end = day_of(datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC), ZoneInfo("Europe/Bucharest"))
    assert (end - start) == timedelta(hours=hours)


async def test_what_speaks_for_a_cause_is_said_with_the_next_step(city: Simulated, ana: Browser) -> None:
    health = wire.Health(temperature_c=84.4, under_voltage=True, store_writable=True, card_errors=2, up_s=90_000.0)
    newest = city.published.latest["gara"].version
    for display in ("gara", "piata"):
        said = wire.Status(display=display, online=True, adopted=newest, disk_free_mb=20_400.0, health=health)
        await city.says(said)
    city.clock.forward(minutes=5)
    text = (await ana.get("/studio/screens/gara")).text
    found = re.findall(r"<li>(.*?)</li>", text[text.index('class="evidence"') :].partition("</ul>")[0])
    assert found == [
        "Another screen fell silent in the same minute: look first at what they share, the network or the power.",
        "Its power supply was too weak since it started: exchange it, and take a short cable.",
        "Its card fails: put in another one, with the same identity file.",
        "It was 84 °C hot: give it air.",
    ]
    facts = dict(re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", text))
    assert {"Heat", "Power supply", "The card", "Has power for"} <= facts.keys()
    assert (facts["Heat"], facts["The card"], facts["Has power for"]) == ("84 °C", "2 errors", "one day")


async def test_what_cannot_be_shown_there_is_said_by_its_slide_and_so_is_a_panel_that_is_off(
    city: Simulated, ana: Browser
) -> None:
    asset = city.published.programme("gara").frames["anunt"]["ro"].asset
    held = (
        wire.Quarantined(kind="frame", name=asset, reason="the painter ended by SIGABRT"),
        wire.Quarantined(kind="frame", name="0" * 64, reason="of a slide that is no more"),
        wire.Quarantined(kind="manifest", name="1" * 64, reason="<ended> the screen"),
    )
    newest = city.published.latest["gara"].version
    said = wire.Status(display="gara", online=True, adopted=newest, quarantined=held, connector="disconnected")
    await city.says(said)
    text = (await ana.get("/studio/screens/gara")).text
    rows = re.findall(r'<p>([^<]*): <span lang="en">([^<]*)</span></p>', text)
    assert rows == [("anunt", "the painter ended by SIGABRT"), ("its newest plan", "&lt;ended&gt; the screen")]
    assert "<dt>Cable to the panel</dt><dd>not plugged in, or the panel is off</dd>" in text
    assert "No panel is plugged in, or it is off: look at its cable and its switch." in text
