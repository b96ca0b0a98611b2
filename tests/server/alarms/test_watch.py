"""What is told of screens, by the statuses that arrive: each thing once, in words, and nothing else."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from content import wire
from control_server.alarms.rules import Alarms
from control_server.alarms.watch import Hearing
from control_server.alarms.wording import AlarmWords
from control_server.storage import alarms as kept
from control_server.storage.alarms import AlarmMessage
from tests.server.simulator import PACK, START, Clock, Simulated, glass, many_displays, simulated


async def _untold(message: AlarmMessage) -> None:
    raise ConnectionError


class Looked:
    """A city whose screens are looked at every second."""

    def __init__(self, city: Simulated, clock: Clock) -> None:
        self.city, self.clock = city, clock
        self.begin()

    def begin(self) -> None:
        """As a server does that starts."""
        self.alarms, self.hearing = Alarms({}), Hearing(self.city.link.up, self.clock.now)

    async def says(self, display: str = "gara", **fields: Any) -> None:
        newest = self.city.published.latest[display].version
        told = {"display": display, "online": True, "adopted": newest, "glass": glass(1, START)}
        await self.city.says(wire.Status(**(told | fields)))

    async def seconds(self, count: int, *saying: str) -> None:
        """These say every 20 s that they are well."""
        for second in range(count):
            if second % 20 == 0:
                for display in saying:
                    await self.says(display)
            self.clock.forward(seconds=1)
            await self.city.server.alarms.look(self.alarms, self.hearing)

    async def told(self) -> list[AlarmWords]:
        """Everything that was ever to be told, the oldest first."""
        messages = await kept.latest(self.city.server.ground.database, 100)
        return [msgspec.json.decode(each.body, type=AlarmWords) for each in reversed(messages)]


@pytest.fixture
async def looked(tmp_path: Path, clock: Clock) -> AsyncIterator[Looked]:
    async with simulated(tmp_path, clock, alarm_ways={"email": _untold}) as city:
        await city.publish()
        yield Looked(city, clock)


async def test_a_screen_that_falls_silent_is_told_within_a_minute_and_so_is_its_return(looked: Looked) -> None:
    await looked.seconds(100, "gara", "piata")
    await looked.says("gara")
    await looked.seconds(54, "piata")
    assert await looked.told() == []
    await looked.seconds(4, "piata")
    await looked.seconds(1000, "piata")
    (raised,) = await looked.told()
    assert raised.subject == "Orasul: un ecran are nevoie de cineva"
    assert raised.text == (
        "Gara: Fără legătură de 55 de secunde\n"
        "Arată singur mai departe ce are, iar ce expiră iese la timp. A căzut curentul, rețeaua sau playerul: "
        "cineva trebuie să se uite la fața locului.\n"
        "http://127.0.0.1:8600/studio/screens/gara\n"
        "\n"
        "Toate ecranele: http://127.0.0.1:8600/studio/screens\n"
    )
    assert [(each.display, each.trouble) for each in raised.raised] == [("gara", "silent")]
    await looked.seconds(200, "gara", "piata")
    _, cleared = await looked.told()
    assert cleared.subject == "Orasul: un ecran este din nou în regulă"
    assert cleared.text.startswith("Din nou în regulă:\n- Gara (alarmă din 23 nov. 2026, 12:0")
    assert await kept.open_alarms(looked.city.server.ground.database) == {}


async def test_screens_that_fall_silent_together_are_one_message(looked: Looked) -> None:
    await looked.city.publish({**PACK, "displays.yaml": many_displays(30)})
    for number in range(30):
        await looked.says(f"ecran-{number}")
    await looked.seconds(100)
    assert [each.subject for each in await looked.told()] == ["Orasul: 30 de ecrane au nevoie de cineva"]


async def test_who_was_never_heard_or_is_well_raises_nothing(looked: Looked) -> None:
    await looked.seconds(500, "gara")
    assert await looked.told() == []


async def test_a_screen_off_by_its_plan_is_missed_only_when_it_should_be_on(looked: Looked) -> None:
    hours = b"    hours: [{from: '08:00', to: '12:02'}]\n"
    one, other = PACK["displays.yaml"].split(b"  - id: piata")
    assert b"hours" not in one
    await looked.city.publish({**PACK, "displays.yaml": one + hours + b"  - id: piata" + other})
    await looked.seconds(100, "gara")  # it is 12:00 in the city
    await looked.seconds(3000)
    assert await looked.told() == []
    looked.clock.forward(hours=19, minutes=10)
    await looked.seconds(30)
    assert [each.subject for each in await looked.told()] == ["Orasul: un ecran are nevoie de cineva"]


async def test_hours_that_are_published_otherwise_count_at_once(looked: Looked) -> None:
    one, other = PACK["displays.yaml"].split(b"  - id: piata")
    closed = b"    hours: [{from: '08:00', to: '12:02'}]\n"
    await looked.city.publish({**PACK, "displays.yaml": one + closed + b"  - id: piata" + other})
    await looked.seconds(100, "gara")  # it is 12:00 in the city
    await looked.seconds(300)
    assert await looked.told() == []
    await looked.city.publish(PACK)
    await looked.seconds(30)
    assert [each.subject for each in await looked.told()] == ["Orasul: un ecran are nevoie de cineva"]


async def test_a_server_that_hears_nothing_speaks_of_itself(looked: Looked) -> None:
    await looked.seconds(100, "gara", "piata")
    looked.city.link.up = False
    await looked.seconds(300)
    (down,) = await looked.told()
    assert (down.subject, down.link, down.raised) == (
        "Orasul: serverul nu mai are legătură cu niciun ecran",
        "down",
        (),
    )
    looked.city.link.up = True
    await looked.seconds(300, "gara", "piata")
    _, up = await looked.told()
    assert (up.subject, up.link, up.text.split("\n")[0]) == (
        "Orasul: serverul are din nou legătură cu ecranele",
        "up",
        "Serverul are din nou legătură cu brokerul său.",
    )


async def test_a_server_that_starts_gives_screens_time_and_tells_no_alarm_twice(looked: Looked) -> None:
    await looked.seconds(20, "gara")
    await looked.seconds(100)
    assert len(await looked.told()) == 1
    looked.clock.forward(hours=3)
    looked.begin()
    looked.alarms = Alarms(await kept.open_alarms(looked.city.server.ground.database))
    await looked.seconds(40)
    await looked.seconds(200, "gara")
    assert [each.subject for each in await looked.told()] == [
        "Orasul: un ecran are nevoie de cineva",
        "Orasul: un ecran este din nou în regulă",
    ]


async def test_of_a_screen_that_left_the_pack_nothing_is_told(looked: Looked) -> None:
    await looked.seconds(20, "gara")
    await looked.seconds(100)
    _, other = PACK["displays.yaml"].split(b"  - id: piata")
    await looked.city.publish({**PACK, "displays.yaml": b"displays:\n  - id: piata" + other})
    await looked.seconds(300)
    assert len(await looked.told()) == 1
    assert await kept.open_alarms(looked.city.server.ground.database) == {}
