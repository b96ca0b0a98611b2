"""What people read of alarms: which screens, what is the matter, where to look, in Romanian and English."""

from datetime import timedelta

from content import wire
from control_server.alarms.rules import AlarmNews
from control_server.alarms.wording import AlarmWords, Wording
from tests.server.simulator import PACK, START, Simulated, glass, many_displays


async def words(city: Simulated, news: AlarmNews, lang: str = "ro") -> AlarmWords | None:
    cards = city.server.display_api.cards
    return await Wording(city.server.publisher, cards, "https://afisier.oras.ro", lang).of(news, city.clock.now)


async def test_what_is_the_matter_is_said_of_each(city: Simulated) -> None:
    await city.says(wire.Status(display="gara", online=True, rejected="a forged one", adopted=(0, 1)))
    await city.says(wire.Status(display="piata", online=True, adopted=(1, 1), glass=glass(1, START, matches=False)))
    city.clock.forward(seconds=30)
    said = await words(city, AlarmNews({"gara": START, "piata": START}, {}), "en")
    assert said
    assert [(each.display, each.trouble) for each in said.raised] == [("gara", "refuses"), ("piata", "other")]
    assert said.subject == "Orasul: 2 screens need somebody"
    assert "Piața: Shows something else than it should, for 30 seconds\n" in said.text
    assert "https://afisier.oras.ro/studio/screens/piata\n" in said.text


async def test_of_many_screens_some_are_named_and_the_others_counted(city: Simulated) -> None:
    await city.publish({**PACK, "displays.yaml": many_displays(30)})
    said = await words(city, AlarmNews({f"ecran-{number}": START for number in range(30)}, {}))
    assert said
    assert said.subject == "Orasul: 30 de ecrane au nevoie de cineva"
    assert (len(said.raised), said.more) == (20, 10)
    assert "\nși încă 10 ecrane\n" in said.text


async def test_names_are_said_as_they_are_written(city: Simulated) -> None:
    displays = PACK["displays.yaml"].replace(b"name: Gara", b"name: 'Gara <b>&amp; \"Nord\"'")
    await city.publish({**PACK, "displays.yaml": displays})
    said = await words(city, AlarmNews({}, {"gara": START - timedelta(minutes=5)}))
    assert said
    assert said.text.startswith('Din nou în regulă:\n- Gara <b>&amp; "Nord" (alarmă din 23 nov. 2026, 11:55)\n')


async def test_of_screens_that_left_nothing_is_said(city: Simulated) -> None:
    assert await words(city, AlarmNews({}, {"alta": START})) is None
