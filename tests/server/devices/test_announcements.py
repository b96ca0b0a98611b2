"""Who hears of a publication."""

from control_server.devices.announcements import Announcements
from control_server.devices.fleet import Fleet, PlanChanged
from tests.server.simulator import Simulated, SimulatedLink


async def test_the_displays_over_the_link_and_whoever_listens_hear_of_it(city: Simulated) -> None:
    link, fleet = SimulatedLink(), Fleet()
    with fleet.subscribed() as listener:
        Announcements(city.server.enrolments, link, fleet)(city.published, ["piata"])
        fleet.close()
        assert [event async for event in listener] == [PlanChanged("piata", (1, 1))]
    assert link.announced == ["piata"]
    assert link.sent == []
