"""Rules about how a frame looks: what breaks each."""

import re

import msgspec
import pytest

from content.checks.frames import ShownFrame
from content.checks.written import looks
from content.pack.model import Theme
from content.slides.drawing import TEMPLATES
from tests.checks.broken import broken, caught
from tests.checks.traps import (
    CALL,
    CLEAR,
    TYPED,
    TYPED_ELSEWHERE,
    WEB,
    Trap,
    called,
    picture,
    sprung,
    swap,
    with_picture,
)
from tests.slides.samples import COLOURS

TRAPS = [
    swap("short-address", CALL, TYPED, "short: vezi pe site", "short: proba.ro/s-1"),
    swap("short-host", CALL, TYPED, "short: tm.ro/strada", "short: www.proba.ro/s"),
    Trap(
        "short-host",
        (TYPED_ELSEWHERE, ("sources.yaml", "", "hosts: [date.proba.ro]")),
        (TYPED_ELSEWHERE, ("sources.yaml", "", 'hosts: ["http://tm.ro:8080"]')),
        name="known",
    ),
    swap("telephone", CALL, 'phone: "0256 408 300"', "phone: fără", 'phone: "112"'),
    Trap("alt", (with_picture(alt=""),), (with_picture(),), media=CLEAR, good_media=CLEAR),
    swap("qr-fine", CALL, WEB, "https://www.proba.ro/" + "s" * 120, "https://www.proba.ro/" + "s" * 60),
    Trap(
        "coarse", (with_picture(),), (with_picture(),), media={"harta": picture((100, 80), 250, 20)}, good_media=CLEAR
    ),
    Trap(
        "flat",
        (with_picture(),),
        (with_picture(),),
        media={"harta": picture((1200, 800), 240, 160)},
        good_media={"harta": picture((1200, 800), 240, 120)},
    ),
]


@pytest.mark.parametrize("trap", TRAPS, ids=called)
def test_the_rule_and_only_it(trap: Trap) -> None:
    sprung(trap)


BROKEN = [
    ("contrast", broken("apa", "colors", "muted", value="#8a8f98")),
    ("contrast", broken("apa", "colors", "tint", value="#b9a6d6")),
    ("contrast", broken("strada", "colors", "on-accent", value="#ad8060")),
    ("qr-size", broken("strada", "panel", "qr", "module", value=8)),
    ("qr-size", broken("strada", "panel", "qr", "quiet", value=3)),
    ("way", broken("strada", "panel", "short", value="")),
    ("way", broken("strada", "panel", "offline", value="")),
    ("label", broken("buget", "rows", 0, "label", value="")),
    ("label", broken("tramvai", "chart", "points", 0, "label", value="")),
]


@pytest.mark.parametrize(("code", "frame"), BROKEN)
def test_a_frame_that_breaks_the_rule(code: str, frame: ShownFrame) -> None:
    data = frame.job.data
    if code == "way" and data.panel and data.panel.short:
        data = msgspec.structs.replace(data, panel=msgspec.structs.replace(data.panel, desk=("", "")))
        frame = frame._replace(job=msgspec.structs.replace(frame.job, data=data))
    caught(code, frame)


def test_known_contrasts() -> None:
    """WCAG's own extremes, and Okabe-Ito's blue and yellow on white."""

    def contrast(one: str, other: str) -> float:
        return looks.ratio(looks.luminance(one), looks.luminance(other))

    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == 1
    assert contrast("#0072b2", "#ffffff") == pytest.approx(5.19, abs=0.01)
    assert contrast("#f0e442", "#ffffff") == pytest.approx(1.32, abs=0.01)


@pytest.mark.parametrize("theme", COLOURS)
@pytest.mark.parametrize("kind", COLOURS["standard"])
def test_every_theme_keeps_every_pair(theme: Theme, kind: str) -> None:
    colours = msgspec.to_builtins(COLOURS[theme][kind])
    for above, below, least in looks.PAIRS:
        assert looks.ratio(looks.luminance(colours[above]), looks.luminance(colours[below])) >= least, (above, below)


def test_templates_paint_only_with_colours_of_the_table() -> None:
    """A literal colour would escape the gate. White is under the QR code only, in every theme."""
    names = set(msgspec.to_builtins(COLOURS["standard"]["budget"]))
    paired = {pair.above for pair in looks.PAIRS} | {pair.below for pair in looks.PAIRS}
    assert names == paired
    painted = set()
    for template in TEMPLATES.glob("*.typ"):
        code = re.sub(r"//.*", "", template.read_text())
        literal = re.findall(r"rgb\(\"|luma\(|cmyk\(|oklch\(|\.(?:lighten|darken|transparentize)\(", code)
        assert literal == [], template.name
        used = re.findall(r"\b(?:white|black|red|green|blue|gray|silver|navy|yellow)\b", code)
        assert used == (["white"] if template.name == "panel.typ" else []), template.name
        painted |= set(re.findall(r'colour\("([\w-]+)"\)', code))
    assert painted == paired
