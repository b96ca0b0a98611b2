"""The gate as a whole: its table, what it says and where, which pages it looks at, and that it is documented."""

from pathlib import Path

import msgspec

import content
from content.checks import gate
from content.findings import Finding, refused
from content.pack.folder import read_folder
from content.pack.parse import parse
from content.slides.job import Job
from tests import sample
from tests.checks import packs
from tests.checks.broken import broken


def test_a_pack_without_a_fault() -> None:
    assert gate.complete(packs.parsed(), packs.NOW) == []


def test_a_finding_names_place_display_language_and_fix() -> None:
    pack = packs.parsed(("slides/apa.yaml", ", en: We work on the pipe until 18.", ""))
    (finding,) = gate.check(pack, packs.NOW)
    assert [each.of for each in finding.phrases] == ["message", "fix"]
    assert [msgspec.structs.replace(finding, phrases=())] == [
        Finding(
            level="warning",
            code="language-missing",
            where="slides/apa.yaml",
            message="is not shown in en, missing in body, expected every text",
            display="hol",
            lang="en",
            fix="add body.en, or take en from the display",
            values={"fields": "body"},
        )
    ]


def test_data_that_cannot_be_true_is_found_also_on_a_slide_nobody_shows() -> None:
    """Reconciliation and unit are the readers' to refuse; the gate passes their sentence on."""
    for listed in ("buget, tramvai", "tramvai"):
        pack = packs.parsed(
            ("data/cheltuieli.csv", "84.02;Transporturi;600000", "84.02;Transporturi;600001"),
            ("playlists.yaml", "buget, tramvai", listed),
        )
        errors = [each for each in gate.check(pack, packs.NOW) if each.level == "error"]
        assert [(each.code, each.where.partition(":")[0]) for each in errors] == [("sum", "data/cheltuieli.csv")]


def test_a_unit_that_cannot_be_is_found_with_its_arithmetic() -> None:
    pack = packs.parsed(("slides/buget.yaml", "year: 2024", "year: 2024\nunit: million lei"))
    (error,) = [each for each in gate.check(pack, packs.NOW) if each.level == "error"]
    assert (error.code, "lei per inhabitant" in error.message) == ("unit", True)


def test_a_letter_no_font_has_is_found_by_drawing() -> None:
    pack = packs.parsed(("slides/apa.yaml", "Apa revine", "Apa ꙮ revine"))
    (finding,) = gate.complete(pack, packs.NOW)
    assert (finding.level, finding.code, finding.where, finding.lang) == ("error", "letter", "slides/apa.yaml", "ro")
    assert "U+A66E" in finding.message


def test_the_sample_city_has_no_finding_and_one_false_figure_is_one() -> None:
    """29 of 100 lei go to transport; 31 is 5 per cent of 16, and other figures of that slide, by chance."""
    files = read_folder(Path(content.__file__).parent / "timisoara")
    for title, codes in ((b"29 merg", set()), (b"31 merg", {"headline-figure"})):
        body = files["slides/buget-100.yaml"]
        assert b"29 merg" in body
        pack = parse({**files, "slides/buget-100.yaml": body.replace(b"29 merg", title)})
        assert pack.city.sample_day is not None
        assert packs.codes(pack, pack.city.sample_day.instant(pack.city.zone)) == codes


def test_errors_come_first() -> None:
    pack = packs.parsed(("slides/apa.yaml", "diseară", "diseară în oraş"), ("playlists.yaml", "apa]", "apa, apa]"))
    assert [each.level for each in gate.check(pack, packs.NOW)] == ["error", "warning"]


def test_every_page_some_display_shows_is_drawn_once() -> None:
    drawn: list[Job] = []
    pack = sample.parsed()
    assert gate.fits(pack, drawn.append) == []
    pages, faults = gate.planned_frames(pack)
    assert faults == []
    assert [(page.display, page.slide, page.lang) for page in pages] == [
        ("piata", None, "ro"),
        ("piata", "strada", "ro"),
        ("piata", "strada", "en"),
        ("piata", "restrictii", "ro"),
        ("piata", "restrictii", "en"),
        ("gara", None, "hu"),
        ("gara", "strada", "hu"),
        ("gara", "strada", "ro"),
        ("gara", "restrictii", "ro"),
    ]
    assert len(drawn) == len({job.key() for job in drawn}) == 9


def test_the_phases_of_a_call_are_pages_too() -> None:
    result = (
        "result: {title: Reparăm 3 străzi, said: Gropi., did: Începem luni., from: 2026-12-07T08:00}\ntakes_minutes: 3"
    )
    pack = packs.parsed(("slides/strada.yaml", "takes_minutes: 3", result))
    pages, faults = gate.planned_frames(pack)
    assert faults == []
    assert ("piata", "strada.result", "ro") in {(page.display, page.slide, page.lang) for page in pages}


def test_a_page_that_does_not_fit_names_display_and_language_once() -> None:
    def draw(job: Job) -> None:
        if job.where == "slides/strada.yaml":
            raise refused("fit", job.where, f"does not fit on {job.format.width} pixels")

    assert gate.fits(sample.parsed(), draw) == [
        Finding(code="fit", where="slides/strada.yaml", message="does not fit on 1920 pixels", display="piata"),
        Finding(code="fit", where="slides/strada.yaml", message="does not fit on 1280 pixels", display="gara"),
    ]


def test_only_changed_pages_are_looked_at_again() -> None:
    pack = packs.parsed()
    composed, _ = gate.planned_frames(pack)
    memory: gate.Memory = {}
    gate.examine(pack, composed, memory)
    first = dict(memory)
    changed = [*composed[:-1], broken("apa", "colors", "muted", value="#8a8f98")._replace(display="piata")]
    assert {finding.code for finding in gate.examine(pack, changed, memory)} == {"contrast"}
    assert [key[:3] for key in memory if memory[key] is not first.get(key)] == [("piata", "apa", "ro")]
    gate.examine(pack, composed[:2], memory)
    assert len(memory) == 2  # what left the pack is forgotten


def test_every_theme_of_a_display_that_is_touched_is_judged_apart() -> None:
    pack = packs.parsed(("displays.yaml", "audience: waiting", "touch: true"))
    frames, faults = gate.planned_frames(pack)
    assert not faults
    themes = [page.job.format.theme for page in frames if (page.display, page.slide, page.lang) == ("hol", "apa", "ro")]
    assert themes == ["standard", "high-contrast", "large-text"]
    assert [page.job.format.theme for page in frames if (page.display, page.slide) == ("piata", "apa")] == ["standard"]
    memory: gate.Memory = {}
    assert gate.examine(pack, frames, memory) == []
    assert len(memory) == len(frames)
