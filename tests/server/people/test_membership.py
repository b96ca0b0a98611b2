"""For how long a sign-in at the city's own counts for keys that do not ask it, and that roles by hand are none."""

from collections.abc import Awaitable, Callable

import pytest
from aiohttp.web import HTTPForbidden

from content.findings import RefusedError
from control_server.http.auth import Permission
from control_server.people.oidc import Oidc
from tests.server.people.simulated_issuer import SimulatedIssuer
from tests.server.people.test_oidc import comes, guard_of, oidc, other
from tests.server.people.test_passkeys import COUNTED, made
from tests.server.people.test_passkeys import HERE as PLACE
from tests.server.people.test_staff import joined
from tests.server.simulator import Simulated

__all__ = ["guard_of", "oidc", "other"]


async def test_keys_count_as_long_as_the_last_sign_in_there(
    city: Simulated, oidc: Oidc, other: SimulatedIssuer, guard_of: Callable[[str], Awaitable[frozenset[Permission]]]
) -> None:
    dan = (await joined(city, "dan", "administrator")).person
    ana, tokens = await comes(oidc, other), city.server.tokens
    token, password = await tokens.make(ana, "Site", ["read"], 90), await tokens.make(dan, "Site", ["read"], 90)
    keys = city.server.studio.passkeys.office.passkeys
    phone = await made(keys, ana)
    city.clock.forward(days=30)
    assert await tokens.holder(token)
    assert (await keys.proved(PLACE, phone.proved(await keys.asked_to_prove(PLACE)), COUNTED)).id == ana.id
    city.clock.forward(seconds=1)
    with pytest.raises(RefusedError, match="was not signed in with for 30 days, expected that once"):
        await tokens.holder(token)
    with pytest.raises(HTTPForbidden, match="Forbidden") as refusal:
        await guard_of(token)
    assert refusal.value.text and "the account of the city hall: was not signed in with" in refusal.value.text
    with pytest.raises(RefusedError, match="was not signed in with for 30 days"):
        await keys.proved(PLACE, phone.proved(await keys.asked_to_prove(PLACE)), COUNTED)
    assert await tokens.holder(password)  # an administrator invited him, and ends him
    await comes(oidc, other)
    assert await tokens.holder(token)
    assert (await keys.proved(PLACE, phone.proved(await keys.asked_to_prove(PLACE)), COUNTED)).id == ana.id


async def test_roles_given_by_hand_open_nothing_to_whom_the_groups_let_in_no_more(
    city: Simulated, oidc: Oidc, other: SimulatedIssuer
) -> None:
    dan = (await joined(city, "dan", "administrator")).person
    ana, keys = await comes(oidc, other), city.server.studio.passkeys.office.passkeys
    phone = await made(keys, ana)
    other.person |= {"groups": []}
    with pytest.raises(RefusedError):
        await comes(oidc, other)
    await city.server.staff.change_rights(ana.id, ["approver"], [], dan)
    with pytest.raises(RefusedError, match="was not signed in with"):
        await keys.proved(PLACE, phone.proved(await keys.asked_to_prove(PLACE)), COUNTED)
