"""Who is a display of this city."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from config.settings import BrokerAddress
from content.findings import ConflictError, DiskError, NotFoundError, refused
from content.wire import dsse
from control_server.devices.enrolments import Enrolments, ServerAddresses
from control_server.storage import displays
from tests.server.simulator import PACK, Clock, Simulated, simulated

MEETING = ServerAddresses(server="https://afisier.oras.ro", broker=BrokerAddress(host="mqtt.oras.ro", port=8883))


class SimulatedBroker:
    """The managed broker: remembers whom it was told to let in."""

    def __init__(self) -> None:
        self.admitted: list[tuple[str, dict[str, str]]] = []
        self.disk_is_full = False

    def admit(self, site: str, credentials: Mapping[str, str]) -> None:
        if self.disk_is_full:
            raise refused("disk", "broker", "the disk is full")
        self.admitted.append((site, dict(credentials)))


def enrolments(city: Simulated, broker: SimulatedBroker | None = None) -> Enrolments:
    return Enrolments({}, city.server.ground, city.published, broker, MEETING)  # type: ignore[arg-type]


async def test_an_enrolment_says_who_a_display_is_and_whom_it_is_to_believe(city: Simulated) -> None:
    enrolment = await enrolments(city).enrol("piata")
    assert (enrolment.display, enrolment.site, enrolment.city) == ("piata", "oras", "Orasul")
    assert (enrolment.server, enrolment.broker) == (MEETING.server, MEETING.broker)
    assert (enrolment.width, enrolment.height, enrolment.timezone) == (720, 1280, "Europe/Bucharest")
    assert enrolment.key == dsse.public_text(city.server.ground.signer.public_key)


async def test_the_newest_secret_counts_and_no_other(city: Simulated) -> None:
    known = enrolments(city)
    assert not known.known("gara", "")
    former, present = await known.enrol("gara"), await known.enrol("gara")
    assert not known.known("gara", former.password)
    assert known.known("gara", present.password)
    assert not known.known("piata", present.password)


async def test_the_broker_lets_in_exactly_the_enrolled(city: Simulated) -> None:
    broker = SimulatedBroker()
    known = enrolments(city, broker)
    await known.enrol("gara")
    await known.enrol("piata")
    stored = await displays.credentials(city.server.ground.database)
    assert broker.admitted == [("oras", {"gara": stored["gara"]}), ("oras", stored)]


async def test_without_a_pack_nobody_is_enrolled_and_nobody_let_in(tmp_path: Path, clock: Clock) -> None:
    async with simulated(tmp_path, clock) as empty:
        broker = SimulatedBroker()
        with pytest.raises(ConflictError):
            await enrolments(empty, broker).enrol("gara")
        enrolments(empty, broker).admit()
        assert broker.admitted == []


async def test_a_display_that_the_pack_has_not_is_not_enrolled(city: Simulated) -> None:
    with pytest.raises(NotFoundError, match="expected one of: gara, piata"):
        await enrolments(city).enrol("nicaieri")
    assert await displays.credentials(city.server.ground.database) == {}


# --- an identity ends ----------------------------------------------------------------------------------------------


WITHOUT_PIATA = {**PACK, "displays.yaml": PACK["displays.yaml"][: PACK["displays.yaml"].index(b"  - id: piata")]}


async def test_a_revoked_identity_counts_nowhere(city: Simulated) -> None:
    broker = SimulatedBroker()
    known = enrolments(city, broker)
    enrolment = await known.enrol("gara")
    await known.revoke("gara")
    assert not known.known("gara", enrolment.password)
    assert broker.admitted[-1] == ("oras", {})
    assert await displays.credentials(city.server.ground.database) == {}
    with pytest.raises(NotFoundError, match="has no identity"):
        await known.revoke("gara")


async def test_what_is_revoked_while_the_disk_is_full_is_put_out_when_it_is_not(city: Simulated, clock: Clock) -> None:
    broker = SimulatedBroker()
    known = enrolments(city, broker)
    enrolment = await known.enrol("gara")
    broker.disk_is_full = True
    with pytest.raises(DiskError):
        await known.revoke("gara")
    assert not known.known("gara", enrolment.password) and "gara" in broker.admitted[-1][1]
    broker.disk_is_full = False
    known.look_round(clock.now)
    assert broker.admitted[-1][1] == {}


async def test_an_identity_ends_with_the_pack_and_the_connection_when_it_has_been_told(city: Simulated) -> None:
    broker = SimulatedBroker()
    known = enrolments(city, broker)
    gara, piata = await known.enrol("gara"), await known.enrol("piata")
    await city.publish(WITHOUT_PIATA)
    known.published(city.published, ["piata"])
    assert not known.known("piata", piata.password) and known.known("gara", gara.password)
    assert not known.counts("piata")
    assert set(broker.admitted[-1][1]) == {"gara", "piata"}  # it hears that it has left
    known.withdrawn("gara")
    assert set(broker.admitted[-1][1]) == {"gara", "piata"}
    known.withdrawn("piata")
    assert set(broker.admitted[-1][1]) == {"gara"}
    await city.publish()
    known.published(city.published, ["piata"])
    assert known.known("piata", piata.password) and set(broker.admitted[-1][1]) == {"gara", "piata"}


async def test_one_that_left_and_is_told_nothing_new_is_put_out_at_once(city: Simulated) -> None:
    broker = SimulatedBroker()
    known = enrolments(city, broker)
    await known.enrol("piata")
    await city.publish(WITHOUT_PIATA)
    known.published(city.published, [])
    assert broker.admitted[-1][1] == {}


async def test_one_that_is_put_out_may_come_back_after_ten_minutes_or_with_a_new_identity(
    city: Simulated, clock: Clock
) -> None:
    broker = SimulatedBroker()
    known = enrolments(city, broker)
    gara, piata = await known.enrol("gara"), await known.enrol("piata")
    known.put_out("gara")
    known.put_out("piata")
    assert broker.admitted[-1][1] == {} and not known.known("gara", gara.password)
    known.look_round(clock.forward(minutes=9.9))
    assert broker.admitted[-1][1] == {}
    assert known.known("gara", (await known.enrol("gara")).password)
    known.look_round(clock.forward(minutes=0.1))
    assert set(broker.admitted[-1][1]) == {"gara", "piata"} and known.known("piata", piata.password)


async def test_a_full_disk_fails_no_publication_and_the_broker_is_told_when_it_is_not(
    city: Simulated, clock: Clock
) -> None:
    broker = SimulatedBroker()
    known = enrolments(city, broker)
    piata = await known.enrol("piata")
    broker.disk_is_full = True
    await city.publish(WITHOUT_PIATA)
    known.published(city.published, [])
    known.look_round(clock.now)
    assert not known.known("piata", piata.password) and "piata" in broker.admitted[-1][1]
    broker.disk_is_full = False
    known.look_round(clock.now)
    assert broker.admitted[-1][1] == {}
    told = len(broker.admitted)
    known.look_round(clock.now)
    assert len(broker.admitted) == told
