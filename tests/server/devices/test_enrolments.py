"""Who is a display of this city."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from config.settings import BrokerAddress
from content.findings import ConflictError, NotFoundError
from content.wire import dsse
from control_server.devices.enrolments import Enrolments, ServerAddresses
from control_server.storage import displays
from tests.server.simulator import Clock, Simulated, simulated

MEETING = ServerAddresses(server="https://afisier.oras.ro", broker=BrokerAddress(host="mqtt.oras.ro", port=8883))


class SimulatedBroker:
    """The managed broker: remembers whom it was told to let in."""

    def __init__(self) -> None:
        self.admitted: list[tuple[str, dict[str, str]]] = []

    def admit(self, site: str, credentials: Mapping[str, str]) -> None:
        self.admitted.append((site, dict(credentials)))


def enrolments(city: Simulated, broker: SimulatedBroker | None = None) -> Enrolments:
    return Enrolments({}, city.server.ground, city.server.publisher, broker, MEETING)  # type: ignore[arg-type]


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
