"""The live parts of a frame as pictures: the very code the player draws with and the preview composes with.

Decides what a clock and a countdown say, when that changes, and how it is painted. A countdown never promises more
time than there is: it counts whole days, hours in the last 48, minutes in the last one, each rounded down.
Needs Pillow, Babel and Inter only: it runs on the display.
"""

import functools
import io
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import fontpkg_inter
from babel import Locale
from PIL import Image, ImageDraw, ImageFont

from content.wire import LivePart

FONT = fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf"
CAP = 0.727
"""Height of Inter's capitals in em."""
HOURS_FROM = timedelta(hours=48)
MINUTES_FROM = timedelta(hours=1)

_EACH_DAY = 1_000
"""So many days of a countdown are measured one by one."""
UNITS = {"day": timedelta(days=1), "hour": timedelta(hours=1), "minute": timedelta(minutes=1)}

COUNTDOWN: dict[str, dict[str, dict[str, str]]] = {
    "ro": {
        "day": {"one": "mai este o zi", "few": "mai sunt {} zile", "other": "mai sunt {} de zile"},
        "hour": {"one": "mai este o oră", "few": "mai sunt {} ore", "other": "mai sunt {} de ore"},
        "minute": {"one": "mai este un minut", "few": "mai sunt {} minute", "other": "mai sunt {} de minute"},
        "last": {"other": "mai puțin de un minut"},
    },
    "en": {
        "day": {"one": "{} day left", "other": "{} days left"},
        "hour": {"one": "{} hour left", "other": "{} hours left"},
        "minute": {"one": "{} minute left", "other": "{} minutes left"},
        "last": {"other": "under a minute left"},
    },
    "hu": {
        "day": {"other": "még {} nap"},
        "hour": {"other": "még {} óra"},
        "minute": {"other": "még {} perc"},
        "last": {"other": "kevesebb mint egy perc"},
    },
    "de": {
        "day": {"one": "noch ein Tag", "other": "noch {} Tage"},
        "hour": {"one": "noch eine Stunde", "other": "noch {} Stunden"},
        "minute": {"one": "noch eine Minute", "other": "noch {} Minuten"},
        "last": {"other": "unter einer Minute"},
    },
    "sr": {
        "day": {"one": "још {} дан", "few": "још {} дана", "other": "још {} дана"},
        "hour": {"one": "још {} сат", "few": "још {} сата", "other": "још {} сати"},
        "minute": {"one": "још {} минут", "few": "још {} минута", "other": "још {} минута"},
        "last": {"other": "мање од минута"},
    },
}
"""Language → unit → CLDR plural category → words."""

_PLURALS = {"ro": "ro", "en": "en", "hu": "hu", "de": "de", "sr": "sr"}


@functools.cache
def _locale(lang: str) -> Locale:
    return Locale.parse(_PLURALS[lang])


def remaining(count: int, unit: str, lang: str) -> str:
    """`mai sunt 13 zile`; Romanian puts `de` after 20 and more."""
    forms = COUNTDOWN[lang][unit]
    return forms.get(_locale(lang).plural_form(count), forms["other"]).format(count)


def text(part: LivePart, now: datetime, zone: ZoneInfo) -> str:
    """What the part says at `now`: "14:05", "mai sunt 6 zile"; hours in the last 48; empty once a countdown is over."""
    if part.part == "clock":
        return now.astimezone(zone).strftime("%H:%M")
    left = _counted(part, now)
    if left is None:
        return ""
    count, unit = left
    return remaining(count, unit, part.lang) if count else COUNTDOWN[part.lang]["last"]["other"]


def changes(part: LivePart, now: datetime, zone: ZoneInfo) -> datetime:
    """The first instant after `now` at which `text` may differ, in UTC. A countdown that is over: a day on."""
    if part.part == "clock":
        local = now.astimezone(zone)
        return (now + timedelta(seconds=60 - local.second, microseconds=-local.microsecond)).astimezone(UTC)
    left = _counted(part, now)
    if left is None or part.until is None:
        return now.astimezone(UTC) + timedelta(days=1)
    count, unit = left
    return (part.until - count * UNITS[unit]).astimezone(UTC)


def _counted(part: LivePart, now: datetime) -> tuple[int, str] | None:
    """Whole units left, an exact number of them counting as one less: each text holds in [since, until)."""
    if part.until is None or (left := part.until - now) <= timedelta(0):
        return None
    unit = "day" if left > HOURS_FROM else "hour" if left > MINUTES_FROM else "minute"
    return -(-left // UNITS[unit]) - 1, unit


@functools.lru_cache(maxsize=64)
def font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    """Inter as the frames are set in it: Typst takes the optical size from the size."""
    made = ImageFont.truetype(str(FONT), size)
    made.set_variation_by_axes([min(32, max(14, size)), weight])
    return made


def letter_starts(words: str, size: int, weight: int, part: str) -> list[float]:
    """Where each letter starts, and where the last ends, in pixels: heavy type is set as tight as the headlines."""
    tight = -0.018 * size if weight >= 700 and part == "countdown" else 0.0
    face = font(size, weight)
    starts = [face.getlength(words[: n + 1]) - face.getlength(letter) for n, letter in enumerate(words)]  # kerned
    return [start + tight * min(n, len(words) - 1) for n, start in enumerate([*starts, face.getlength(words)])]


@functools.lru_cache(maxsize=256)
def widest(part: str, lang: str, days: int, weight: int) -> float:
    """Width in em of the longest words a part may ever say: what its place on the frame is measured for.

    Of more than a thousand days each is no longer measured: a year that somebody mistyped must not take minutes. Words
    that are wider after all are painted smaller.
    """
    if part == "clock":
        texts = [f"{n}{n}:{n}{n}" for n in range(10)]
    else:
        few = min(max(days, 1), _EACH_DAY)
        counts = (*range(1, few + 1), *range(few, days, max(1, days // _EACH_DAY)), max(days, 1))
        texts = [remaining(n, "day", lang) for n in counts]
        texts += [remaining(n, "hour", lang) for n in range(1, 48)]
        texts += [remaining(n, "minute", lang) for n in range(1, 60)]
        texts.append(COUNTDOWN[lang]["last"]["other"])
    return max(letter_starts(words, 100, weight, part)[-1] for words in texts) / 100


def paint(part: LivePart, words: str) -> Image.Image:
    """RGBA, transparent ground, part.width × part.height pixels, capitals centred in the height.

    The place is measured for the longest words; should words still be wider, they are set smaller, never cut.
    """
    picture = Image.new("RGBA", (part.width, part.height), part.color + "00")
    size = part.size
    offsets = letter_starts(words, size, part.weight, part.part)
    while size > 1 and offsets[-1] > part.width:
        size = min(size - 1, int(size * part.width / offsets[-1]))
        offsets = letter_starts(words, size, part.weight, part.part)
    spare = part.width - offsets[-1]
    start = {"left": 0.0, "center": spare / 2, "right": spare}[part.align]
    baseline = round((part.height + CAP * size) / 2)
    pen, face = ImageDraw.Draw(picture), font(size, part.weight)
    for letter, x in zip(words, offsets, strict=False):
        pen.text((start + x, baseline), letter, fill=part.color, font=face, anchor="ls")
    return picture


def composed(frame: bytes, parts: Iterable[LivePart], now: datetime, zone: ZoneInfo, *, effort: int = 6) -> bytes:
    """The frame (a PNG) with its live parts as they are at `now`, as a PNG: what the glass then shows.

    `effort` is how hard it is compressed, from 1 to 9 (zlib): 1 takes a third of the time of 6.
    """
    with Image.open(io.BytesIO(frame), formats=("PNG",)) as opened:
        image = opened.convert("RGB")
    for part in parts:
        place = (part.x, part.y, part.x + part.width, part.y + part.height)
        under = image.crop(place).convert("RGBA")
        under.alpha_composite(paint(part, text(part, now, zone)))
        image.paste(under.convert("RGB"), place)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=effort)
    return buffer.getvalue()
