"""Alerts at the desk: what waits, what is on, and that an alert takes one other person whatever the city asks."""

import pytest
import yaml

from content import strict_yaml
from content.findings import NotFoundError, RefusedError
from content.pack.alert import Alert
from control_server.changes.alerts import Alerts
from control_server.storage import changes
from control_server.storage.audit import Act
from control_server.storage.changes import Change, ChangeStep, Save
from tests.server.simulator import PACK, Simulated

ANA, DAN = "person:ana", "person:dan"
ALERT = {
    "title": {"ro": "Apa nu este potabilă"},
    "body": {"ro": "Nu o bea."},
    "issuer": "Aquatim",
    "since": "2026-11-23T12:00:00+02:00",
    "until": "2026-11-23T14:00:00+02:00",
}


def alert(**changed: object) -> Alert:
    made: Alert = strict_yaml.typed({**ALERT, **changed}, Alert, "alerts/x.yaml")
    return made


@pytest.fixture
def alerts(city: Simulated) -> Alerts:
    return city.server.studio.alert.alerts


@pytest.mark.parametrize("rule", ["[{approvals: 0}]", "[{approvals: 3}]", "[]"])
async def test_one_other_person_whatever_the_city_asks(city: Simulated, alerts: Alerts, rule: str) -> None:
    await city.publish({**PACK, "city.yaml": PACK["city.yaml"] + f"review: {rule}\n".encode()})
    change = await alerts.prepare(alert(), ANA)
    assert (change.state, alerts.on()) == ("submitted", {})
    (waiting,) = await alerts.all_waiting()
    assert (waiting.change.id, waiting.alert) == (change.id, alert())
    with pytest.raises(RefusedError, match="expected another person's approval"):
        await alerts.confirm(change.id, change.submitted, ANA)
    assert (await alerts.confirm(change.id, change.submitted, DAN)).state == "published"
    assert list(alerts.on().values()) == [alert()]
    assert await alerts.all_waiting() == []
    (name,) = alerts.on()
    assert (await alerts.end(name, ANA)).state == "published"
    assert alerts.on() == {}


async def test_what_has_ended_neither_waits_nor_is_on(city: Simulated, alerts: Alerts) -> None:
    await city.publish()
    await alerts.prepare(alert(), ANA)
    change = await alerts.prepare(alert(), ANA)
    await alerts.confirm(change.id, change.submitted, DAN)
    city.clock.forward(hours=2)
    assert (await alerts.all_waiting(), alerts.on()) == ([], {})


async def test_only_what_waits_is_confirmed_and_only_what_is_on_is_ended(city: Simulated, alerts: Alerts) -> None:
    await city.publish()
    other = await city.server.desk.begin(ANA, "Podul", {"slides/anunt.yaml": PACK["slides/anunt.yaml"]})
    with pytest.raises(RefusedError, match="is no alert that waits"):
        await alerts.confirm(other.id, "0" * 64, DAN)
    change = await alerts.prepare(alert(), ANA)
    await alerts.discard(change.id, DAN)
    with pytest.raises(RefusedError, match="is no alert that waits"):
        await alerts.publish_alone(change.id, ANA, "Singură")
    with pytest.raises(NotFoundError):
        await alerts.end("alerta-00000000", ANA)


async def test_it_is_on_at_least_one_display(city: Simulated, alerts: Alerts) -> None:
    await city.publish()
    with pytest.raises(RefusedError, match="chooses no display"):
        await alerts.prepare(alert(displays={"tags": ["nicaieri"]}), ANA)


async def test_a_change_that_puts_one_up_beside_other_edits_takes_another_person_too(city: Simulated) -> None:
    """Where the city asks for no approval an alert could slip in with a slide."""
    await city.publish({**PACK, "city.yaml": PACK["city.yaml"] + b"review: [{approvals: 0}]\n"})
    body = yaml.safe_dump(strict_yaml.plain(alert()), allow_unicode=True).encode()
    slide = PACK["slides/anunt.yaml"].replace(b"Joi", b"Vineri")
    change = await city.server.desk.begin(ANA, "Podul", {"slides/anunt.yaml": slide, "alerts/apa.yaml": body})
    assert (await city.server.desk.submit(change.id, ANA)).state == "submitted"


async def test_one_that_cannot_be_read_waits_for_nobody_and_stops_no_page(city: Simulated, alerts: Alerts) -> None:
    """A change that was submitted before the form of alerts was another."""
    save = Save(number=1, by=ANA, at=city.clock.now, base=1, files={"alerts/x.yaml": b"title: 5\n"})
    steps = (ChangeStep(number=1, state="submitted", by=ANA, at=city.clock.now),)
    change = Change(id="0" * 10, title="x", author=ANA, began=city.clock.now, save=save, steps=steps)
    await changes.begin(city.server.ground.database, change, Act(who=ANA, verb="began", object=change.name))
    good = await alerts.prepare(alert(), ANA)
    assert [waiting.change.id for waiting in await alerts.all_waiting()] == [good.id]
