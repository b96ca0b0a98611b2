"""Rules about a composed page that no pack can break while the templates are sound: each is broken by hand here."""

import re
from typing import Any

import msgspec
import pytest

from content.checks import gate
from content.checks.written import looks
from content.pack.model import Theme
from content.publication.edition import PlannedFrame
from content.slides.drawing import TEMPLATES
from tests.checks import packs
from tests.slides.samples import COLOURS


def broken(slide: str, *path: str | int, value: Any) -> PlannedFrame:
    """The page of a slide with one value of its template's data replaced."""
    good = packs.page(slide)
    data = msgspec.json.decode(msgspec.json.encode(good.job.data))
    inner = data["frame"] if path[0] == "colors" else data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return good._replace(job=msgspec.structs.replace(good.job, data=msgspec.convert(data, type(good.job.data))))


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
    ("stage-named", broken("buget", "kicker", value="Bugetul orașului · 2024")),
    ("hundred", broken("buget", "rows", 0, "figure", value="49")),
]


@pytest.mark.parametrize(("code", "broken_page"), BROKEN)
def test_a_page_that_breaks_the_rule(code: str, broken_page: PlannedFrame) -> None:
    data = broken_page.job.data
    if code == "way" and data.panel.short:
        data = msgspec.structs.replace(data, panel=msgspec.structs.replace(data.panel, desk=("", "")))
        broken_page = broken_page._replace(job=msgspec.structs.replace(broken_page.job, data=data))
    pack = packs.parsed()
    found = gate.examine(pack, [broken_page])
    follows = {"headline-figure", "qr-fine"}  # a figure that is not drawn bears no headline; small modules are fine
    assert {finding.code for finding in found} - follows == {code}
    assert {finding.display for finding in found} == {"hol"}
    assert gate.examine(pack, [packs.page(broken_page.slide)]) == []


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


def test_only_changed_pages_are_looked_at_again() -> None:
    pack = packs.parsed()
    composed, _ = gate.planned_frames(pack)
    memory: gate.Memory = {}
    gate.examine(pack, composed, memory)
    first = dict(memory)
    changed = [*composed[:-1], broken("apa", "colors", "muted", value="#8a8f98")._replace(display="piata")]
    assert {finding.code for finding in gate.examine(pack, changed, memory)} == {"contrast"}
    assert [key for key in memory if memory[key] is not first.get(key)] == [("piata", "apa", "ro", "standard")]
    gate.examine(pack, composed[:2], memory)
    assert len(memory) == 2  # what left the pack is forgotten


def test_every_theme_of_a_display_that_is_touched_is_judged_apart() -> None:
    pack = packs.parsed(("displays.yaml", "audience: waiting", "touch: true"))
    found, faults = gate.planned_frames(pack)
    assert not faults
    themes = [page.job.format.theme for page in found if (page.display, page.slide, page.lang) == ("hol", "apa", "ro")]
    assert themes == ["standard", "high-contrast", "large-text"]
    assert [page.job.format.theme for page in found if (page.display, page.slide) == ("piata", "apa")] == ["standard"]
    memory: gate.Memory = {}
    assert gate.examine(pack, found, memory) == []
    assert len(memory) == len(found)
