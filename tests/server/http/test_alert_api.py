"""Alerts by the API: two persons, each by a token of theirs."""

from typing import Any

import pytest

from content.pack.alert import ALERTS
from control_server.people.sign_in import Browser
from tests.server.conftest import Client
from tests.server.simulator import Simulated

ORDER = {"title": {"ro": "Apa nu este potabilă"}, "body": {"ro": "Nu o bea."}, "minutes": 60}
Headers = dict[str, str]


async def by(city: Simulated, name: str) -> Headers:
    """What a program of a publisher of that name sends."""
    door, here = city.server.sign_in, Browser("127.0.0.1", "")
    link = await door.invite(["publisher"], "console")
    signed_in = await door.who(await door.join(link, f"{name}@oras.ro", name, "tramvai verde spre Fabric", here))
    assert signed_in
    return {
        "Authorization": f"Bearer {await city.server.tokens.make(signed_in.person, 'Site', ['edit', 'publish'], 30)}"
    }


async def told(client: Client, method: str, path: str, headers: Headers, json: Any = None, status: int = 200) -> Any:
    async with client.request(method, f"/api/alerts{path}", headers=headers, json=json) as answer:
        body = await answer.json()
        assert answer.status == status, body
        return body


async def test_two_persons_put_it_up_and_one_ends_it(city: Simulated, client: Client) -> None:
    ana, dan = await by(city, "Ana"), await by(city, "Dan")
    change = await told(client, "POST", "", ana, ORDER)
    assert change["state"] == "submitted"
    state = await told(client, "GET", "", dan)
    assert (state["shown"], [each["change"] for each in state["waiting"]]) == ([], [change["change"]])
    seen = {"digest": state["waiting"][0]["digest"]}
    confirm = f"/{change['change']}/confirm"
    assert "another person" in (await told(client, "POST", confirm, ana, seen, 422))["error"]
    assert "would look otherwise" in (await told(client, "POST", confirm, dan, {"digest": "0" * 64}, 422))["error"]
    assert (await told(client, "POST", confirm, dan, seen))["state"] == "published"
    (shown,) = (await told(client, "GET", "", ana))["shown"]
    assert (shown["alert"]["issuer"], shown["proved"]) == ("Orasul", 0)
    assert [each["state"] for each in shown["receipts"]] == ["never", "never"]
    assert (await told(client, "POST", f"/on/{shown['id']}/end", ana))["state"] == "published"
    assert (await told(client, "GET", "", ana)) == {"waiting": [], "shown": []}
    assert not any(path.startswith(ALERTS) for path in city.published.files)


@pytest.mark.parametrize(
    "order",
    [
        {**ORDER, "minutes": 1441},
        {**ORDER, "priority": 9},
        {"title": {"ro": "Apa"}},
        {**ORDER, "displays": []},
        {**ORDER, "tags": ["nicaieri"]},
        {**ORDER, "displays": ["nicaieri"]},
        {**ORDER, "title": {"en": "Water"}},
        [],
    ],
)
async def test_what_is_no_alert_is_refused(city: Simulated, client: Client, order: Any) -> None:
    await told(client, "POST", "", await by(city, "Ana"), order, 422)
    assert await city.server.studio.alert.alerts.all_waiting() == []
