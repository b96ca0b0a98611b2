"""What programs tell displays: with their person's right, within their tags, and in the audit."""

from control_server.storage import audit
from tests.server.http.programs import Client, program
from tests.server.simulator import Simulated


async def acts(city: Simulated) -> list[str]:
    chain = await audit.rows(city.server.ground.database)
    verbs = ("sent the plan to", "restarted")
    return [f"{row.act.verb} {row.act.object}" for row in chain if row.act.verb in verbs]


async def test_a_picture_the_plan_and_a_new_start(city: Simulated, client: Client) -> None:
    ana = await program(city, client, "Ana", "technician", scopes=["command"])
    city.link.sent.clear()
    city.link.announced.clear()
    for command in ("picture", "plan", "restart"):
        assert (await ana.post(f"/api/displays/gara/{command}")).status == 204
        assert (await ana.post(f"/api/displays/nowhere/{command}")).status == 404
        assert (await ana.post(f"/api/displays/gara/{command}", {"more": 1})).status == 413
    assert [(topic.rpartition("/")[2], display) for topic, display, _ in city.link.sent] == [("command", "gara")] * 2
    assert city.link.announced == ["gara"]
    assert await acts(city) == ["sent the plan to display:gara", "restarted display:gara"]


async def test_a_command_under_a_key_is_given_once(city: Simulated, client: Client) -> None:
    ana = await program(city, client, "Ana", "technician")
    sent = [await ana.post("/api/displays/gara/restart", Idempotency_Key="k") for _ in range(2)]
    assert [each.status for each in sent] == [204, 204]
    assert await acts(city) == ["restarted display:gara"]


async def test_tags_bound_whom_one_may_tell(city: Simulated, client: Client) -> None:
    ana = await program(city, client, "Ana", "technician", tags=["piata"])
    for command in ("plan", "restart"):
        answer = await ana.post(f"/api/displays/gara/{command}")
        assert (answer.status, answer.error.split()[0]) == (422, "rights")
    assert await acts(city) == []
