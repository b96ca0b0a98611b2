"""Feeds read again on a schedule: whatever a source does, the last good figures stay until their own limit."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import Finding
from content.pack.model import Feed
from content.publication.planner import plan_for
from content.questions import Question
from content.schedule import resolve
from control_server.sources.feeds import FIRST_RETRY, LONGEST_RETRY, due
from control_server.storage.feeds import FeedRecord
from tests.server.simulator import PACK, START, Clock, Simulated, simulated
from tests.server.sources.portal import ADDRESS, BETTER, FED, GOOD, Portal


@pytest.fixture
def portal() -> Portal:
    return Portal()


@pytest.fixture
async def city(tmp_path: Path, clock: Clock, portal: Portal) -> AsyncIterator[Simulated]:
    async with simulated(tmp_path, clock, portal.access()) as server:
        await server.publish(FED)
        yield server


async def steps(city: Simulated) -> None:
    """What the server's task does until nothing is due."""
    while await city.server.feeds.step() == 0:
        pass


def figures(city: Simulated) -> bytes:
    return city.server.publisher.published.files["data/tramvaie.csv"]


def shown(city: Simulated, at: datetime) -> set[str]:
    """The slides that the published manifest of a display shows within the hour after `at`."""
    manifest = city.server.publisher.published.programme("piata")
    showings = resolve.timeline(manifest.plan, at, at + timedelta(hours=1))
    return {showing.slide for showing in showings if showing.slide}


async def test_a_feed_is_read_when_its_hours_are_over_and_not_before(
    city: Simulated, clock: Clock, portal: Portal
) -> None:
    portal.body = BETTER
    wait = await city.server.feeds.step()
    assert portal.asked == []
    assert 22 * 3600 < wait <= 24 * 3600
    revision = city.server.publisher.published.revision
    clock.forward(hours=24)
    await steps(city)
    assert portal.asked == [ADDRESS]
    assert figures(city) == BETTER
    assert city.server.publisher.published.revision == revision + 1
    (source,) = city.server.feeds.states()
    assert (source.last_success, source.failures, source.error, source.warning) == (clock(), 0, None, None)
    assert [each.slide for each in source.slides] == ["tramvaie"]


async def test_a_confirmed_figure_is_fresh_again(city: Simulated, clock: Clock) -> None:
    """Nothing new at the source: the figures stay as they are, and may be shown for three more days."""
    assert "tramvaie" not in shown(city, START + timedelta(days=3, hours=1))
    clock.forward(days=2)
    await steps(city)
    assert figures(city) == GOOD
    assert "tramvaie" in shown(city, START + timedelta(days=3, hours=1))


@pytest.mark.parametrize(
    "body",
    [None, b"bug", b"year,count\n2018,10\n", b"an,valoare\n", b"<html>404</html>", b"", b"\x00\xff"],
    ids=["silent", "bug", "other columns", "no rows", "a page", "empty", "noise"],
)
async def test_what_fails_keeps_the_last_good_figures_until_their_limit_and_then_recovers(
    city: Simulated, clock: Clock, portal: Portal, body: bytes | None
) -> None:
    before = dict(city.server.publisher.published.files)
    revision = city.server.publisher.published.revision
    portal.body = body
    clock.forward(hours=25)
    await steps(city)
    assert city.server.publisher.published.files == before
    assert city.server.publisher.published.revision == revision
    assert shown(city, clock()) == {"anunt", "tramvaie"}
    (source,) = city.server.feeds.states()
    assert (source.failures, source.last_success, source.last_try) == (1, START, clock())
    assert source.error
    assert source.warning and "the last good figures stay: tramvaie until 2026-11-26" in source.warning
    (finding,) = (
        finding for finding in [*city.published.findings, *city.server.feeds.findings()] if finding.code == "feed"
    )
    assert "the last good figures stay" in finding.message
    assert source.error not in finding.message

    clock.now = START + timedelta(days=3, minutes=1)
    await steps(city)
    assert shown(city, clock()) == {"anunt"}
    (source,) = city.server.feeds.states()
    assert [(each.slide, each.gone) for each in source.slides] == [("tramvaie", True)]
    assert source.warning and "too old to be shown: tramvaie" in source.warning

    portal.body = BETTER
    clock.forward(hours=7)
    await steps(city)
    assert figures(city) == BETTER
    assert shown(city, clock()) == {"anunt", "tramvaie"}
    (source,) = city.server.feeds.states()
    assert (source.failures, source.error, source.warning) == (0, None, None)


async def test_the_slide_leaves_by_itself_also_on_displays_that_hear_nothing(city: Simulated, clock: Clock) -> None:
    """The limit is in the plan that was published: no server is needed when it comes."""
    (item,) = (plan_for(city.published.city_pack(), city.published.display("piata")).items["tramvaie"],)
    assert item.ends == START + timedelta(days=3)
    assert "tramvaie" in shown(city, START + timedelta(days=2, hours=22))
    assert "tramvaie" not in shown(city, START + timedelta(days=3))


async def test_new_figures_that_the_gate_refuses_are_not_shown(city: Simulated, clock: Clock, portal: Portal) -> None:
    sidecar = "data/tramvaie.csv.source.yaml"
    portal.name = "data/alta.csv"
    clock.forward(hours=25)
    await steps(city)
    assert "data/alta.csv" not in city.server.publisher.published.files
    (source,) = city.server.feeds.states()
    assert source.error and "now gives data/alta.csv" in source.error
    assert city.server.publisher.published.files[sidecar] == FED[sidecar]


@pytest.mark.parametrize(
    ("option", "key", "code", "stays"),
    [
        ("columns", "", "column", True),
        ("scope", "scope", "scope", False),
        ("breaks", "", "break", False),
    ],
)
async def test_figures_that_only_an_option_explains_are_not_shown(
    city: Simulated, clock: Clock, portal: Portal, option: str, key: str, code: str, stays: bool
) -> None:
    """What a person has answered in the slide is asked again each time, and holds up nothing."""
    portal.body = BETTER
    portal.questions = (Question(code=code, where="b.csv", seen="xyz", asks="what is it?", option=option, key=key),)
    clock.forward(hours=25)
    await steps(city)
    assert figures(city) == (GOOD if stays else BETTER)
    (source,) = city.server.feeds.states()
    assert ("what is it?" in (source.error or "")) == stays


async def test_a_persons_slides_are_never_touched_but_news_are_told(
    city: Simulated, clock: Clock, portal: Portal
) -> None:
    portal.body, portal.slides = BETTER, ("tramvaie", "alt")
    clock.forward(hours=25)
    await steps(city)
    assert figures(city) == BETTER
    assert city.server.publisher.published.files["slides/tramvaie.yaml"] == FED["slides/tramvaie.yaml"]
    assert "slides/alt.yaml" not in city.server.publisher.published.files
    (finding,) = city.server.feeds.findings()
    assert "says what the pack does not: slides/alt.yaml;" in finding.message
    portal.renewed = ("slides/tramvaie.yaml",)
    clock.forward(hours=25)
    await steps(city)
    (finding,) = city.server.feeds.findings()
    assert "slides/alt.yaml, slides/tramvaie.yaml;" in finding.message
    assert city.server.publisher.published.files["slides/tramvaie.yaml"] == FED["slides/tramvaie.yaml"]


async def test_a_call_that_was_withdrawn_or_moved_is_told_other_words_are_not(
    city: Simulated, clock: Clock, portal: Portal
) -> None:
    told = (
        ("withdrawn", "slides/a.yaml", "is withdrawn at its source"),
        ("differs", "slides/b.yaml:$.closes", "keeps the closes"),
        ("differs", "slides/c.yaml:$.ask", "keeps the ask"),
        ("draft", "drafts/d.yaml", "is a draft"),
    )
    portal.findings = tuple(
        Finding(level="warning", code=c, where=where, message=message) for c, where, message in told
    )
    clock.forward(hours=25)
    await steps(city)
    (finding,) = city.server.feeds.findings()
    assert finding.message == (
        "says what the pack does not: slides/a.yaml: is withdrawn at its source, "
        "slides/b.yaml:$.closes: keeps the closes; `afisier import` brings what is new"
    )


async def test_how_it_went_survives_the_server(tmp_path: Path, clock: Clock, portal: Portal) -> None:
    async with simulated(tmp_path, clock, portal.access()) as first:
        await first.publish(FED)
        portal.body = None
        clock.forward(hours=25)
        await steps(first)
        before = first.server.feeds.states()
    async with simulated(tmp_path, clock, portal.access()) as second:
        assert second.server.feeds.states() == before
        await steps(second)
        assert len(portal.asked) == 1


async def test_one_bad_feed_does_not_hold_up_another(city: Simulated, clock: Clock, portal: Portal) -> None:
    two = (
        FED["sources.yaml"]
        + b"  - {id: altele, reader: dataset, address: https://date.oras.ro/b.csv, every_hours: 1}\n"
    )
    await city.publish({**FED, "sources.yaml": two})
    portal.body = None
    clock.forward(hours=25)
    await steps(city)
    assert sorted(portal.asked) == ["https://date.oras.ro/b.csv", ADDRESS]


async def test_another_address_is_another_feed(city: Simulated, clock: Clock, portal: Portal) -> None:
    portal.body = None
    clock.forward(hours=25)
    await steps(city)
    elsewhere = FED["sources.yaml"].replace(b"tramvaie.csv", b"tram.csv")
    await city.publish({**FED, "sources.yaml": elsewhere})
    (source,) = city.server.feeds.states()
    assert (source.failures, source.last_try) == (0, None)


async def test_without_a_pack_or_feeds_there_is_nothing_to_do(tmp_path: Path, clock: Clock, portal: Portal) -> None:
    async with simulated(tmp_path, clock, portal.access()) as empty:
        assert await empty.server.feeds.step() == 60
        await empty.publish(PACK)
        assert await empty.server.feeds.step() == 60
        assert empty.server.feeds.states() == []


async def test_the_metrics_say_age_and_failures(city: Simulated, clock: Clock, portal: Portal) -> None:
    clock.forward(hours=24)
    await steps(city)
    portal.body = None
    clock.forward(hours=24)
    await steps(city)
    city.server.feeds.observe()
    text = city.server.ground.metrics.text().decode()
    assert 'afisier_feed_age_seconds{feed="tramvaie"} 86400.0' in text
    assert 'afisier_feed_failures{feed="tramvaie"} 1.0' in text


@given(every=st.integers(1, 24 * 366), failures=st.integers(0, 10_000), name=st.from_regex(r"\A[a-z]{1,9}\Z"))
def test_a_feed_is_never_late_and_never_hammers(every: int, failures: int, name: str) -> None:
    feed = Feed(id=name, reader="dataset", address=ADDRESS, every_hours=every)
    last = FeedRecord(feed=name, address=ADDRESS, tried=START, succeeded=START, failures=failures)
    wait = due(feed, last, None) - START
    assert wait <= timedelta(hours=every)
    if failures:
        assert FIRST_RETRY * 0.95 <= wait <= LONGEST_RETRY
    else:
        assert wait >= timedelta(hours=every) * 0.95
    assert due(feed, None, None) < datetime(2000, 1, 1, tzinfo=UTC)
    assert due(msgspec.structs.replace(feed), last, None) - START == wait
