"""The drawn plan: a bar for each stretch, full where a campaign plays and hollow where it is masked."""

import io
import re
from datetime import UTC, datetime, timedelta

from PIL import Image

from content.exchange import drawn
from content.plan import Entry, Item, Plan, Turn, Window

START = datetime(2026, 11, 22, 22, tzinfo=UTC)  # a Monday's midnight in Bucharest
EVERY = tuple(range(7))
PLAN = Plan(
    timezone="Europe/Bucharest",
    hours=(Window(days=EVERY, start=6 * 60, end=23 * 60),),
    items={"a": Item(turns=(Turn(lang="ro", seconds=10),))},
    entries=(
        Entry(campaign="always", slides=("a",)),
        Entry(campaign="rush", slides=("a",), priority=5, dayparts=(Window(days=EVERY, start=480, end=600),)),
        Entry(campaign="sunday", slides=("a",), dayparts=(Window(days=(6,), start=480, end=600),)),
    ),
)


def bars(svg: str) -> list[tuple[str, str]]:
    """(fill, stroke) of every bar."""
    paths = re.findall(r'<path aria-label="since[^>]*>', svg)
    found = [(re.search(r'fill="([^"]+)"', p), re.search(r'stroke="([^"]+)"', p)) for p in paths]
    return [(fill[1], stroke[1]) for fill, stroke in found if fill and stroke]


def test_a_day_has_a_bar_for_each_stretch() -> None:
    svg = drawn.drawing(PLAN, START, START + timedelta(days=1)).decode()
    full, hollow = (drawn.PLAYS, drawn.PLAYS), (drawn.GROUND, drawn.MASKED)
    assert sorted(bars(svg)) == sorted([full, hollow, full, full])  # always, masked, always again; rush
    for name in ("always", "rush", "masked", "08:00"):
        assert f">{name}<" in svg
    assert ">sunday<" not in svg


def test_a_png_has_words_too() -> None:
    image = Image.open(io.BytesIO(drawn.drawing(PLAN, START, START + timedelta(days=7), "png"))).convert("L")
    left = image.crop((0, 0, 120, image.height))
    assert any(left.histogram()[:60])  # names of campaigns, in ink
