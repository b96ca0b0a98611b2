"""Two servers on one database: one leads, the other knows what it stored, and leads when it is gone."""

import asyncio
from pathlib import Path

import pytest

from content import wire
from content.findings import StandbyError, TroubleError
from control_server import roles
from control_server.storage import displays, publications
from control_server.storage.feeds import FeedRecord, keep
from tests.postgres_cluster import Cluster
from tests.postgres_wire import wire_to
from tests.server.conftest import Pair
from tests.server.simulator import PACK, START, Clock, Simulated, simulated, slide
from tests.server.storage.test_postgres_leadership import end_sessions
from tests.server.test_server import running, until


def state(city: Simulated) -> tuple[object, ...]:
    published = city.published
    programmes = {digest: each.data for digest, each in published.programmes.items()}
    return published.revision, published.files, published.latest, programmes, published.cause


async def test_a_standby_knows_what_the_leader_has_stored(pair: Pair, clock: Clock) -> None:
    one, other = pair.leader, pair.standby
    async with running(roles.taking_turns(other.server, {})):
        await one.put_slide("anunt", slide("Podul se deschide"))
        await until(lambda: other.published.revision == 2)
        assert state(one) == state(other)
        enrolment = await one.server.enrolments.enrol("gara")
        await until(lambda: other.server.enrolments.known("gara", enrolment.password))
        await one.says(wire.Status(display="gara", online=True, at=START))
        await displays.keep_statuses(one.server.ground.database, one.server.fleet.take_dirty())
        await until(lambda: other.server.fleet.online("gara", clock.now))
        await keep(one.server.ground.database, FeedRecord(feed="x", address="y", tried=START))
        assert not other.server.ground.database.leadership.leads


async def test_warnings_are_counted_on_a_standby_too(pair: Pair) -> None:
    one, other = pair.leader, pair.standby
    await one.put_slide("anunt", slide("Anunt important"))
    assert [finding.code for finding in one.published.findings] == ["topic"]
    async with running(roles.taking_turns(other.server, {})):
        await until(lambda: other.published.findings == one.published.findings)


async def test_what_has_not_changed_is_not_read_again(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = pair.leader, pair.standby
    await roles.take_up(other.server)
    before = other.published
    await roles.take_up(other.server)
    assert other.published is before
    await one.put_slide("anunt", PACK["slides/anunt.yaml"].replace(b"The bridge closes", b"The bridge is shut"))
    await roles.take_up(other.server)
    assert other.published.latest["piata"] is before.latest["piata"]
    assert other.published.latest["gara"] is not before.latest["gara"]


async def test_a_standby_leads_when_nobody_does_and_does_a_leaders_work(tmp_path: Path, pair: Pair) -> None:
    one, other = pair.leader, pair.standby
    worked = asyncio.Event()

    async def work() -> None:
        worked.set()
        await asyncio.Event().wait()

    async with running(roles.taking_turns(other.server, {"work": work})):
        await one.put_slide("anunt", slide("Podul se deschide"))
        assert not worked.is_set()
        await one.server.ground.database.leadership.close()
        async with asyncio.timeout(20):
            await worked.wait()
        assert state(other) == state(one)
        assert await other.put_slide("anunt", slide("Podul se repara")) == 3
        with pytest.raises(StandbyError):
            await one.put_slide("anunt", slide("Altceva"))
        assert other.server.ground.metrics.text().count(b"afisier_leads 1.0") == 1


async def test_a_leader_whose_session_ends_ends_its_work_and_reads_everything_anew(
    pair: Pair,
) -> None:
    one, other = pair.leader, pair.standby
    steps: list[str] = []

    async def work() -> None:
        steps.append("begun")
        try:
            await asyncio.Event().wait()
        finally:
            steps.append("ended")

    async with running(roles.taking_turns(one.server, {"work": work})):
        await until(lambda: steps == ["begun"])
        await end_sessions(pair.address, "locktype = 'advisory'")
        await until(lambda: steps == ["begun", "ended", "begun"])
        assert await one.put_slide("anunt", slide("Podul se deschide")) == 2
    await roles.take_up(other.server)
    assert state(one) == state(other)


async def test_without_its_database_a_server_serves_what_it_knows_and_leads_again_when_it_is_back(
    tmp_path: Path, postgres: Cluster, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    real = await postgres.fresh()
    async with (
        wire_to(postgres) as between,
        simulated(tmp_path, clock, address=f"{between.address(real)}&password=s3cret") as city,
    ):
        await city.publish(PACK)
        async with running(roles.taking_turns(city.server, {})):
            between.cut()
            with pytest.raises((StandbyError, TroubleError)):
                await city.put_slide("anunt", slide("Podul se deschide"))
            await until(lambda: not city.server.ground.database.leadership.leads)
            assert city.published.revision == 1
            between.whole = True
            await until(lambda: city.server.ground.database.leadership.leads)
            assert await city.put_slide("anunt", slide("Podul se deschide")) == 2
    assert "s3cret" not in capsys.readouterr().out


async def test_a_commit_whose_answer_is_lost_is_known_before_anything_else_is_published(
    tmp_path: Path, postgres: Cluster, clock: Clock
) -> None:
    """The version that the displays are told next was never told before, with other contents."""
    real = await postgres.fresh()
    async with (
        wire_to(postgres) as between,
        simulated(tmp_path, clock, address=between.address(real)) as city,
    ):
        await city.publish(PACK)
        async with running(roles.taking_turns(city.server, {})):
            await city.put_slide("anunt", slide("Podul se deschide"))
            between.lose_the_next_commit = True
            with pytest.raises(TroubleError, match="whether the change was made is seen when it is back"):
                await city.publish(PACK)  # drawn already: the next transaction is the publication
            lost = await publications.envelopes(city.server.ground.database)
            await until(lambda: city.server.ground.database.leadership.leads)
            assert city.published.revision == 3
            assert {display: each.envelope for display, each in city.published.latest.items()} == lost
            assert await city.put_slide("anunt", slide("Podul se repara")) == 4
            assert city.published.versions() == {"gara": (1, 4), "piata": (1, 4)}
