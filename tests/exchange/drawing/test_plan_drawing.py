"""The drawn plan: where bars stand in real time, what cells say of longer plans, words, and that all can be seen."""

import io
import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from PIL import Image

from content.exchange.drawing import marks, plan_drawing
from content.exchange.drawing import wording as spoken
from content.findings import RefusedError
from content.pack.parse import parse
from content.schedule.plan import Entry, Item, Plan, Turn, Window
from tests import sample

ZONE = ZoneInfo("Europe/Bucharest")
START = datetime(2026, 11, 22, 22, tzinfo=UTC)  # a Monday's midnight in Bucharest
DAY = timedelta(days=1)
EVERY = tuple(range(7))
MINUTE = 1100 / 1440
"""Pixels of one in a drawn day."""


def always(*entries: Entry, hours: tuple[Window, ...] = (Window(days=EVERY, start=6 * 60, end=23 * 60),)) -> Plan:
    items = {"a": Item(turns=(Turn(lang="ro", seconds=10),))}
    return Plan(timezone="Europe/Bucharest", hours=hours, items=items, entries=entries)


def daily(campaign: str, start: int, end: int, priority: int = 0, days: tuple[int, ...] = EVERY) -> Entry:
    """From and to in hours."""
    window = Window(days=days, start=start * 60, end=end * 60)
    return Entry(campaign=campaign, slides=("a",), priority=priority, share=3, dayparts=(window,))


PLAN = always(Entry(campaign="always", slides=("a",)), daily("rush", 8, 10, 5), daily("sunday", 8, 10, days=(6,)))


def svg(plan: Plan, start: datetime, end: datetime, lang: str = "ro") -> str:
    city = sample.CITY.replace("[ro, en, hu]", f"[{', '.join(dict.fromkeys((lang, 'ro', 'en', 'hu')))}]")
    pack = parse(sample.files(city=city))
    return plan_drawing.drawing(pack, pack.displays["piata"], plan, start, end)


def rects(drawing: str, fill: str, height: float | None = None) -> list[tuple[float, float]]:
    """Left edge and width of the rectangles of that colour below the legend, the left edge of the time being 0."""
    picture = ElementTree.fromstring(drawing)
    parts = [part for part in picture.findall("{*}rect") if part.get("fill") == fill]
    ground = float(picture.get("width") or 0) - plan_drawing.WIDTH - plan_drawing.PAD - 12
    return [
        (float(part.get("x") or 0) - ground, float(part.get("width") or 0))
        for part in parts
        if height is None or float(part.get("height") or 0) == height
    ]


def messages(drawing: str) -> list[str]:
    return [part.text or "" for part in ElementTree.fromstring(drawing).iter("{http://www.w3.org/2000/svg}text")]


def near(drawing: list[tuple[float, float]], *expected: tuple[float, float]) -> None:
    assert len(drawing) == len(expected)
    for one, other in zip(sorted(drawing), sorted(expected), strict=True):
        assert one == pytest.approx(other, abs=1.1)


def test_a_day_is_full_where_a_campaign_plays_and_thin_where_the_display_is_off() -> None:
    drawing = svg(PLAN, START, START + DAY)
    near(
        rects(drawing, marks.PLAYS, plan_drawing.HOURS.bar),
        (360 * MINUTE, 120 * MINUTE),  # always, before the rush
        (600 * MINUTE, 780 * MINUTE),
        (480 * MINUTE, 120 * MINUTE),  # the rush
    )
    thin = rects(drawing, marks.PLAYS, marks.THIN)
    assert (0, pytest.approx(480 * MINUTE, abs=1)) in [(round(x), width) for x, width in thin]
    near(rects(drawing, marks.OFF), (0, 360 * MINUTE), (1380 * MINUTE, 60 * MINUTE))
    words = messages(drawing)
    assert "rush" in words and "sunday" not in words
    assert words.index("rush") < words.index("always")


def test_what_is_masked_is_hollow_and_says_so() -> None:
    drawing = svg(PLAN, START, START + DAY)
    hollow = [tag for tag in re.findall(r"<rect [^>]*>", drawing) if f'stroke="{marks.MASKED}"' in tag]
    widths = [float(re.findall(r' width="([\d.]+)"', tag)[0]) for tag in hollow]
    assert widths == pytest.approx([22.5, 120 * MINUTE], abs=2)  # the legend's, and the rush's hours
    assert "acoperită" in messages(drawing)
    assert "masked" in messages(svg(PLAN, START, START + DAY, "en"))


def test_it_names_display_city_time_priorities_and_shares() -> None:
    words = messages(svg(PLAN, START, START + DAY))
    assert words[0] == "Piața, luni, 23 noiembrie 2026"
    assert words[1] == "Orașul de probă · ora locală, Europe/Bucharest"
    for word in ("campania", "prioritate", "părți", "se vede", "ecranul este stins", "00:00", "08:00"):
        assert word in words
    row = words.index("rush")
    assert words[row : row + 3] == ["rush", "5", "3"]


@pytest.mark.parametrize(
    ("end", "titled", "captions"),
    [
        (START + 7 * DAY, "Piața, 23–29 nov. 2026", ["lun., 23 nov.", "dum., 29 nov.", "06", "18"]),
        (START + timedelta(hours=30), "Piața, 23 nov. 2026, 00:00 – 24 nov. 2026, 06:00", ["lun., 23 nov."]),
        (START + timedelta(hours=2), "Piața, luni, 23 noiembrie 2026, 00:00–02:00", ["00:00", "02:00"]),
    ],
)
def test_titles_and_the_axis_go_with_the_time(end: datetime, titled: str, captions: list[str]) -> None:
    words = messages(svg(PLAN, START, end))
    assert words[0] == titled
    for caption in captions:
        assert caption in words


def test_a_year_too_many_is_refused() -> None:
    assert messages(svg(PLAN, START, START + timedelta(days=366)))
    with pytest.raises(RefusedError, match="found 400 days, expected at most 366"):
        svg(PLAN, START, START + timedelta(days=400))


@pytest.mark.parametrize("days", [1, 7, 30])
def test_a_time_without_campaigns_says_below_its_lines_what_shows(days: int) -> None:
    for lang in spoken.WORDS:
        drawing = svg(always(), START, START + days * DAY, lang)
        (at,) = re.findall(rf'<text [^>]* y="([\d.]+)"[^>]*>{spoken.WORDS[lang]["card"]}<', drawing)
        lines = re.findall(r'd="M[\d.]+ [\d.]+V([\d.]+)"', drawing)
        assert lines and max(map(float, lines)) + marks.WORD.size < float(at)
        assert float(at) < float(ElementTree.fromstring(drawing).get("height") or 0)
        assert spoken.WORDS[lang]["masked"] not in messages(drawing)  # the legend has what is there


def test_a_dark_time_without_campaigns_does_not_say_that_the_card_shows() -> None:
    words = messages(svg(always(), START, START + timedelta(hours=5)))
    assert "Nicio campanie în acest timp." in words
    assert spoken.WORDS["ro"]["card"] not in words


# --- clocks ------------------------------------------------------------------------------------------------------

AUTUMN = datetime(2026, 10, 24, 21, tzinfo=UTC), datetime(2026, 10, 25, 6, tzinfo=UTC)  # 00:00 to 08:00, nine hours
SPRING = datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 3, 29, 5, tzinfo=UTC)  # 00:00 to 08:00, seven


def test_the_hour_that_happens_twice_has_its_place_twice() -> None:
    second = Entry(
        campaign="second",
        slides=("a",),
        opens=datetime(2026, 10, 25, 3, 30, tzinfo=ZONE),
        ends=datetime(2026, 10, 25, 3, 15, tzinfo=ZONE, fold=1),
    )
    drawing = svg(always(second, hours=()), *AUTUMN)
    hour = 1100 / 9
    near(rects(drawing, marks.PLAYS, plan_drawing.HOURS.bar), (3.5 * hour, 0.75 * hour))  # 45 minutes, forwards
    words = messages(drawing)
    assert words.count("03:00") == 2
    assert "ceasul se dă înapoi: 03:00–04:00 de două ori" in words


def test_the_hour_that_is_skipped_has_no_place() -> None:
    drawing = svg(always(daily("night", 2, 5), hours=()), *SPRING)
    near(rects(drawing, marks.PLAYS, plan_drawing.HOURS.bar), (2 / 7 * 1100, 2 / 7 * 1100))
    words = messages(drawing)
    assert "03:00" not in words
    assert "ceasul se dă înainte: 03:00–04:00 nu există" in words


def test_a_change_near_the_edge_is_written_before_it() -> None:
    drawing = svg(always(hours=()), AUTUMN[0] - DAY, datetime(2026, 10, 25, 3, tzinfo=UTC))
    (note,) = re.findall(r'<text [^>]*text-anchor="end"[^>]*>ceasul', drawing)
    assert float(re.search(r' x="([\d.]+)"', note)[1]) < float(ElementTree.fromstring(drawing).get("width") or 0)  # type: ignore[index]


# --- cells -------------------------------------------------------------------------------------------------------


def test_a_month_has_a_cell_a_day_as_high_as_its_hours() -> None:
    drawing = svg(
        always(Entry(campaign="all", slides=("a",)), daily("half", 6, 23, 5, days=(0,))), START, START + 30 * DAY
    )
    tracks = rects(drawing, marks.TRACK, plan_drawing.CELLS.bar)
    assert len(tracks) == 30 + 5  # every day, and the Mondays
    assert tracks[0][1] == pytest.approx(1100 / 30 - 2, abs=0.1)
    whole = rects(drawing, marks.PLAYS, plan_drawing.CELLS.bar)
    assert len(whole) == 25 + 5  # the Mondays are masked all day
    words = messages(drawing)
    assert "L 23" in words and "noiembrie 2026" in words
    assert "se vede; înălțimea e partea din orele zilei" in words


def heights(drawing: str, fill: str) -> list[float]:
    """Of the bars and outlines in cells, without the legend's: parts of the cell."""
    tags = re.findall(rf'<rect [^>]*fill="{fill}"[^>]*>', re.sub(r"<g .*?</g>", "", drawing))
    return [float(re.findall(r' height="([\d.]+)"', tag)[0]) / plan_drawing.CELLS.bar for tag in tags]


def test_a_cell_is_as_high_as_its_part_of_the_hours() -> None:
    """Of seventeen hours in which the display is on, also where that is little."""
    lengths = {f"h{hours}": hours for hours in (1, 2, 4, 8, 17)}
    plan = always(*(daily(name, 6, 6 + hours) for name, hours in lengths.items()))
    parts = heights(svg(plan, START, START + 14 * DAY), marks.PLAYS)
    assert parts == [pytest.approx(hours / 17, abs=0.001) for hours in lengths.values() for _ in range(14)]


def test_a_week_is_as_high_as_its_part_of_the_hours() -> None:
    parts = heights(svg(always(daily("half", 8, 12, days=(0, 3))), START, START + 140 * DAY), marks.PLAYS)
    assert parts == [pytest.approx(8 / 119, abs=0.001)] * 20


def test_what_is_masked_is_as_high_as_its_part_of_the_hours() -> None:
    plan = always(daily("under", 6, 16), daily("over", 8, 12, 5))
    drawing = svg(plan, START, START + 14 * DAY)
    assert heights(drawing, marks.PLAYS) == [
        pytest.approx(hours / 17, abs=0.001) for hours in (4, 6) for _ in range(14)
    ]
    outlined = re.findall(
        rf'<rect [^>]*height="([\d.]+)"[^>]*stroke="{marks.MASKED}"', re.sub("<g .*?</g>", "", drawing)
    )
    assert [float(height) + 1.5 for height in outlined] == [
        pytest.approx(10 / 17 * plan_drawing.CELLS.bar, abs=0.02)
    ] * 14


def test_what_is_too_short_to_be_drawn_to_scale_is_a_hairline() -> None:
    minute = Entry(campaign="minute", slides=("a",), dayparts=(Window(days=EVERY, start=480, end=481),))
    over = replace(minute, campaign="over", priority=5, dayparts=(Window(days=(0,), start=480, end=481),))
    drawing = svg(always(minute, over, daily("dark", 1, 2)), START, START + 14 * DAY)
    assert len(rects(drawing, marks.PLAYS, marks.LOWEST)) == 12 + 2
    assert len(rects(drawing, marks.MASKED, marks.LOWEST)) == 2
    assert len(rects(drawing, marks.PLAYS, marks.THIN)) == 14  # while the display is off
    assert plan_drawing.CELLS.bar / 24 > marks.LOWEST


def test_a_minute_that_is_masked_is_seen_on_a_full_cell() -> None:
    whole = Entry(campaign="whole", slides=("a",))
    over = Entry(campaign="over", slides=("a",), priority=5, dayparts=(Window(days=EVERY, start=480, end=481),))
    parts = heights(svg(always(whole, over), START, START + 14 * DAY), marks.PLAYS)
    assert parts[14:] == [pytest.approx(1 - marks.LOWEST / plan_drawing.CELLS.bar)] * 14


def test_a_year_has_a_cell_a_week() -> None:
    drawing = svg(always(Entry(campaign="all", slides=("a",))), START, START + 350 * DAY)
    assert len(rects(drawing, marks.TRACK, plan_drawing.CELLS.bar)) == 50
    words = messages(drawing)
    assert "feb." in words or "februarie 2027" in words
    assert "se vede; înălțimea e partea din orele săptămânii" in words


def test_a_day_on_which_the_display_is_off_is_veiled() -> None:
    week = always(Entry(campaign="all", slides=("a",)), hours=(Window(days=(0, 1, 2, 3, 4), start=360, end=1380),))
    drawing = svg(week, START, START + 14 * DAY)
    assert len(rects(drawing, marks.OFF)) == 4


# --- to be read ----------------------------------------------------------------------------------------------------


def test_names_are_text() -> None:
    pack = parse(sample.files())
    display = replace(pack.displays["piata"], name="<Piața & parcul>")
    drawing = plan_drawing.drawing(pack, display, PLAN, START, START + DAY)
    assert messages(drawing)[0].startswith("<Piața & parcul>, luni")


def test_a_png_has_words_too() -> None:
    image = Image.open(io.BytesIO(plan_drawing.png(svg(PLAN, START, START + 7 * DAY)))).convert("L")
    left = image.crop((0, image.height // 2, 160, image.height))
    assert any(left.histogram()[:60])  # names of campaigns, in ink
