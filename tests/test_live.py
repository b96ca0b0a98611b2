"""What the live parts say, when that changes, and that they are painted where the frame leaves room."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import live
from content.slides.compose import compose, compose_neutral
from content.slides.drawing import draw
from content.slides.job import Format
from content.wire import LivePart
from tests.slides.samples import FORMATS, city, opened

ZONE = ZoneInfo("Europe/Bucharest")
UNTIL = datetime(2026, 12, 6, 21, 59, tzinfo=UTC)
LANGS = ("ro", "en", "hu", "de", "sr")


def part(kind: str = "countdown", lang: str = "ro", **more: object) -> LivePart:
    until = UNTIL if kind == "countdown" else None
    fields = {"x": 0, "y": 0, "width": 600, "height": 90, "size": 60, "lang": lang, "until": until, **more}
    return LivePart(part=kind, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("left", "ro", "en", "hu", "de", "sr"),
    [
        (
            timedelta(days=21, hours=1),
            "mai sunt 21 de zile",
            "21 days left",
            "még 21 nap",
            "noch 21 Tage",
            "још 21 дан",
        ),
        (
            timedelta(days=20, hours=1),
            "mai sunt 20 de zile",
            "20 days left",
            "még 20 nap",
            "noch 20 Tage",
            "још 20 дана",
        ),
        (timedelta(days=13, hours=9), "mai sunt 13 zile", "13 days left", "még 13 nap", "noch 13 Tage", "још 13 дана"),
        (timedelta(days=2, hours=1), "mai sunt 2 zile", "2 days left", "még 2 nap", "noch 2 Tage", "још 2 дана"),
        (timedelta(hours=48), "mai sunt 47 de ore", "47 hours left", "még 47 óra", "noch 47 Stunden", "још 47 сати"),
        (
            timedelta(hours=36, minutes=5),
            "mai sunt 36 de ore",
            "36 hours left",
            "még 36 óra",
            "noch 36 Stunden",
            "још 36 сати",
        ),
        (timedelta(hours=3, minutes=5), "mai sunt 3 ore", "3 hours left", "még 3 óra", "noch 3 Stunden", "још 3 сата"),
        (timedelta(hours=1, seconds=5), "mai este o oră", "1 hour left", "még 1 óra", "noch eine Stunde", "још 1 сат"),
        (
            timedelta(hours=1),
            "mai sunt 59 de minute",
            "59 minutes left",
            "még 59 perc",
            "noch 59 Minuten",
            "још 59 минута",
        ),
        (timedelta(seconds=61), "mai este un minut", "1 minute left", "még 1 perc", "noch eine Minute", "још 1 минут"),
        (
            timedelta(seconds=60),
            "mai puțin de un minut",
            "under a minute left",
            "kevesebb mint egy perc",
            "unter einer Minute",
            "мање од минута",
        ),
        (timedelta(0), "", "", "", "", ""),
        (timedelta(days=-3), "", "", "", "", ""),
    ],
)
def test_countdown(left: timedelta, ro: str, en: str, hu: str, de: str, sr: str) -> None:
    texts = [live.text(part(lang=lang), UNTIL - left, ZONE) for lang in ("ro", "en", "hu", "de", "sr")]
    assert texts == [ro, en, hu, de, sr]


def test_clock_is_local() -> None:
    now = datetime(2026, 11, 23, 12, 5, 59, tzinfo=UTC)
    assert live.text(part("clock"), now, ZONE) == "14:05"
    assert live.changes(part("clock"), now, ZONE) == datetime(2026, 11, 23, 12, 6, tzinfo=UTC)


@given(
    left=st.timedeltas(timedelta(days=-2), timedelta(days=400)),
    lang=st.sampled_from(LANGS),
    kind=st.sampled_from(["clock", "countdown"]),
)
def test_a_text_holds_until_it_says(left: timedelta, lang: str, kind: str) -> None:
    now, shown = UNTIL - left, part(kind, lang)
    change = live.changes(shown, now, ZONE)
    assert change > now
    words = live.text(shown, now, ZONE)
    assert live.text(shown, now + (change - now) / 2, ZONE) == words
    assert live.text(shown, change - timedelta(microseconds=1), ZONE) == words
    if kind == "clock" or left > timedelta(0):
        assert live.text(shown, change, ZONE) != words


@given(left=st.timedeltas(timedelta(microseconds=1), timedelta(days=400)))
def test_a_countdown_never_promises_more_than_there_is(left: timedelta) -> None:
    words = live.text(part(lang="en"), UNTIL - left, ZONE).split()
    unit = {"day": 86400, "hour": 3600, "minu": 60}.get(words[1][:4].rstrip("s")) if words[0].isdigit() else None
    promised = int(words[0]) * unit if unit else 0
    assert promised < left.total_seconds()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("display", city().displays.values(), ids=lambda display: display.id)
def test_every_countdown_fits_its_place_at_full_size(lang: str, display: object) -> None:
    fmt = Format.of(display)  # type: ignore[arg-type]
    made = draw(compose(city(), "strada", lang, fmt))
    (shown,) = (each for each in made.live if each.part == "countdown")
    for left in [*range(1, 60), *range(3600, 48 * 3600, 3600), *range(2 * 86400, 17 * 86400, 86400)]:
        words = live.text(shown, shown.until - timedelta(seconds=left + 1), ZONE)
        assert live.letter_starts(words, shown.size, shown.weight, shown.part)[-1] <= shown.width + 1


@pytest.mark.parametrize("orientation", FORMATS)
@pytest.mark.parametrize("name", ["strada", "buget-100", "registratura-harta", "tramvai-fara-legatura", "neutral"])
def test_live_parts_stand_on_empty_ground_inside_the_frame(name: str, orientation: str) -> None:
    fmt = FORMATS[orientation]
    job = compose_neutral(city().city, "ro", fmt) if name == "neutral" else compose(city(), name, "ro", fmt)
    made = draw(job)
    frame = opened(made.png)
    assert {live_part.part for live_part in made.live} == ({"clock", "countdown"} if name == "strada" else {"clock"})
    for live_part in made.live:
        assert live_part.x >= 0
        assert live_part.y >= 0
        assert live_part.x + live_part.width <= fmt.width
        assert live_part.y + live_part.height <= fmt.height
        under = frame.crop((live_part.x, live_part.y, live_part.x + live_part.width, live_part.y + live_part.height))
        assert len(under.getcolors()) == 1


def test_the_countdown_knows_the_closing_minute() -> None:
    made = draw(compose(city(), "strada", "ro", FORMATS["landscape"]))
    (shown,) = (each for each in made.live if each.part == "countdown")
    assert shown.until == datetime(2026, 12, 6, 21, 59, tzinfo=UTC)


@pytest.mark.parametrize("align", ["left", "center", "right"])
def test_paint_is_centred_crisp_and_inside(align: str) -> None:
    shown = part("clock", width=200, align=align, color="#ffffff", weight=600)
    picture = live.paint(shown, "14:05")
    assert picture.size == (200, 90)
    left, top, right, bottom = picture.getchannel("A").getbbox()
    assert abs((top + bottom) / 2 - 45) <= 1.5
    assert {"left": left <= 6, "center": abs((left + right) / 2 - 100) <= 3, "right": right >= 194}[align]
    assert picture.getpixel((0, 0)) == (255, 255, 255, 0)


def test_words_wider_than_their_place_are_set_smaller_never_cut() -> None:
    picture = live.paint(part(width=120), "mai puțin de un minut")
    left, _, right, _ = picture.getchannel("A").getbbox()
    assert left >= 0
    assert right < 120


def test_all_minutes_of_a_clock_fit_its_place() -> None:
    made = draw(compose(city(), "buget-100", "ro", FORMATS["landscape"]))
    (shown,) = made.live
    for minute in range(0, 1440, 7):
        words = f"{minute // 60:02}:{minute % 60:02}"
        assert live.letter_starts(words, shown.size, shown.weight, shown.part)[-1] <= shown.width


def test_a_call_that_closes_in_a_far_year_is_measured_in_few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[str] = []

    def counted(words: str, size: int, weight: int, part: str) -> list[float]:
        measured.append(words)
        return [float(len(words))]

    monkeypatch.setattr(live, "letter_starts", counted)
    assert live.widest.__wrapped__("countdown", "ro", 2_900_000, 700) == len("mai sunt 2900000 de zile") / 100
    assert len(measured) < 2_200
