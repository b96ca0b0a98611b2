"""What a display says of itself."""

from datetime import UTC, datetime
from pathlib import Path

from content.wire import Glass, Status
from content.wire.trusted import TrustedManifest
from display_client import events
from display_client.bench.rehearsal import Rehearsal
from display_client.reports import LONGEST_REASON, Reports

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


def test_an_empty_display_says_that_it_is_there() -> None:
    assert Reports("gara").report(NOW) == [events.Report(Status(display="gara", online=True, at=NOW))]


def test_everything_it_knows_is_in_the_report(tmp_path: Path) -> None:
    rehearsal = Rehearsal(tmp_path)
    manifest = rehearsal.manifest({})
    reports = Reports("gara")
    reports.adopted = TrustedManifest(rehearsal.sign(manifest), manifest.manifest)
    reports.glass = Glass(state="neutral", since=NOW, lit=NOW)
    assert reports.reject("too large")
    (report,) = reports.report(NOW)
    assert report == events.Report(
        Status(
            display="gara",
            online=True,
            at=NOW,
            adopted=manifest.version,
            manifest=reports.adopted.digest,
            glass=reports.glass,
            rejected="too large",
        )
    )


def test_a_reason_is_news_once_however_long_it_is() -> None:
    reports = Reports("gara")
    assert reports.reject("x" * 999)
    assert not reports.reject("x" * 999)
    assert reports.rejected == "x" * (LONGEST_REASON - 1) + "…"
    assert reports.reject("another")
