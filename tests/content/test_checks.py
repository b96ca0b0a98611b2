"""Findings of a pack that reads well."""

from datetime import UTC, datetime

from content import checks, pack
from content.findings import Finding, refused
from content.slides import Job
from tests.content import sample

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def found(now: datetime = NOW, **changes: str | None) -> list[tuple[str, str, str]]:
    findings = checks.check(sample.parsed(**changes), now)
    return [(finding.level, finding.code, str(finding)) for finding in findings]


def test_a_good_pack_has_no_findings() -> None:
    assert found() == []


def test_cedillas_are_found_wherever_they_are() -> None:
    notice = sample.NOTICE.replace("închisă", "închisã şi ţesută")
    city = sample.CITY.replace("Orașul", "Oraşul")
    assert found(slides__restrictii=notice, city=city) == [
        ("error", "cedilla", "city.yaml:$.name: found 'ş' with a cedilla, expected 'ș' with a comma below"),
        (
            "error",
            "cedilla",
            "slides/restrictii.yaml:$.title.ro: found 'şţ' with a cedilla, expected 'șț' with a comma below",
        ),
        (
            "error",
            "cedilla",
            "slides/restrictii.yaml:$.body.ro: found 'şţ' with a cedilla, expected 'șț' with a comma below",
        ),
    ]


def test_dates_that_never_come() -> None:
    call = sample.CALL.replace("2026-12-06", "2026-11-19")
    assert found(datetime(2026, 11, 1, tzinfo=UTC), slides__strada=call) == [
        (
            "error",
            "dates",
            "slides/strada.yaml:$.closes: found closes 2026-11-19T23:59 not after opens 2026-11-20T00:00, "
            "expected it later",
        )
    ]
    campaigns = "campaigns: [{id: a, playlist: civic, from: 2027-01-02, to: 2027-01-01}]"
    assert [code for _, code, _ in found(campaigns=campaigns)] == ["dates"]
    one_day = "campaigns: [{id: a, playlist: civic, from: 2027-01-01, to: 2027-01-01}]"
    assert found(campaigns=one_day) == []


def test_what_is_over_is_a_warning_from_its_very_minute() -> None:
    ends = datetime(2026, 12, 6, 21, 59, tzinfo=UTC)
    before = found(ends.replace(minute=58))
    at = found(ends)
    assert [entry for entry in at if entry not in before] == [
        (
            "warning",
            "over",
            "slides/strada.yaml:$.closes: ended with closes 2026-12-06T23:59, no display shows it any more",
        )
    ]


def test_a_picture_needs_words() -> None:
    files = {**sample.files(slides__restrictii=sample.NOTICE + "image: media/x.png"), "media/x.png": b"x"}
    (finding,) = checks.check(pack.parse(files), NOW)
    assert str(finding) == (
        "slides/restrictii.yaml: shows 'media/x.png' without `alt`, expected what the picture says, in words"
    )


def test_what_nobody_shows() -> None:
    findings = found(
        playlists="playlists: [{id: civic, slides: [strada]}, {id: loose, slides: [strada]}]",
        campaigns="campaigns: [{id: a, playlist: civic, displays: {tags: [parc]}}, "
        "{id: b, playlist: civic, displays: [piata]}]",
    )
    assert [(level, code, text.partition(":")[0]) for level, code, text in findings] == [
        ("warning", "unused", "slides/restrictii.yaml"),
        ("warning", "unused", "playlists.yaml"),
        ("warning", "unused", "campaigns.yaml"),
        ("warning", "idle", "displays.yaml"),
    ]


def test_every_page_some_display_shows_is_drawn_once() -> None:
    drawn: list[Job] = []
    found = sample.parsed()
    assert checks.fits(found, drawn.append) == []
    pages, faults = checks.pages(found)
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


def test_a_page_that_does_not_fit_names_display_and_language_once() -> None:
    def draw(job: Job) -> None:
        if job.where == "slides/strada.yaml":
            raise refused("fit", job.where, f"does not fit on {job.format.width} pixels")

    findings = checks.fits(sample.parsed(), draw)
    assert findings == [
        Finding(code="fit", where="slides/strada.yaml", message="does not fit on 1920 pixels", display="piata"),
        Finding(code="fit", where="slides/strada.yaml", message="does not fit on 1280 pixels", display="gara"),
    ]
