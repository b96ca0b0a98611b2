"""The flow with the city's own sign-in: begun and answered in one browser, once, in time; groups are roles."""

from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from hashlib import sha256

import pytest

from config.settings import OidcSettings
from content.findings import RefusedError
from control_server.people.issuer import Issuer
from control_server.people.oidc import Oidc
from control_server.storage import audit, people
from tests.server.people.simulated_issuer import CLIENT, SECRET, SimulatedIssuer, simulated_issuer
from tests.server.people.test_staff import HERE, joined
from tests.server.simulator import Simulated

REDIRECT = "http://localhost:8600/studio/oidc/back"
GROUPS = {"presa": ("author",), "sefi": ("approver", "auditor"), "it": ("administrator",)}


@pytest.fixture
async def other() -> AsyncIterator[SimulatedIssuer]:
    async with simulated_issuer() as issuer:
        yield issuer


@pytest.fixture
def oidc(city: Simulated, other: SimulatedIssuer) -> Oidc:
    settings = OidcSettings(issuer=other.url, client_id=CLIENT, client_secret_file="x", groups=GROUPS)  # type: ignore[arg-type]
    return Oidc(city.server.ground, Issuer(settings, SECRET))


async def test_somebody_comes_in_and_is_known_again(city: Simulated, oidc: Oidc, other: SimulatedIssuer) -> None:
    begun = await oidc.begin(REDIRECT, "/studio/slides")
    came = await oidc.came_back(other.answered(begun.address), begun.browser)
    ana = came.person
    assert came.to == "/studio/slides"
    assert (ana.email, ana.name, ana.roles, ana.password) == ("ana@oras.ro", "Ana Pop", ("author",), "")
    asked = other.asked
    assert (asked["response_type"], asked["code_challenge_method"], asked["redirect_uri"]) == ("code", "S256", REDIRECT)
    challenge = urlsafe_b64encode(sha256(other.tokens[0]["code_verifier"].encode()).digest()).rstrip(b"=").decode()
    assert asked["code_challenge"] == challenge and "prompt" not in asked
    other.person |= {"groups": ["it", "sefi"], "email": "alta@oras.ro"}
    again = await oidc.begin(REDIRECT, "/studio", again=True)
    known = (await oidc.came_back(other.answered(again.address), again.browser)).person
    assert (known.id, known.roles, known.email) == (ana.id, ("approver", "auditor", "administrator"), "ana@oras.ro")
    assert other.asked["prompt"] == "login"
    rows = await audit.rows(city.server.ground.database)
    assert [f"{row.act.who} {row.act.verb}" for row in rows][-2:] == [f"{ana.who} joined", "server gave the roles"]
    with pytest.raises(RefusedError, match="is not right"):  # without a password nobody comes in by one
        await city.server.sign_in.sign_in("ana@oras.ro", "nobody has this password", HERE)


@pytest.mark.parametrize(
    ("again", "asked_s_ago", "proved"),
    [
        (False, None, False),
        (True, None, True),
        (False, 200, True),
        (True, 200, True),
        (False, 400, False),
        (True, 400, False),
    ],
)
async def test_who_is_let_in_without_being_asked_has_proved_nothing(
    city: Simulated, oidc: Oidc, other: SimulatedIssuer, again: bool, asked_s_ago: int | None, proved: bool
) -> None:
    if asked_s_ago is not None:
        other.lies = {"auth_time": int(city.clock.now.timestamp()) - asked_s_ago}
    begun = await oidc.begin(REDIRECT, "/studio", again=again)
    came = await oidc.came_back(other.answered(begun.address), begun.browser)
    assert came.proved == proved
    assert other.asked.get("max_age") == ("300" if again else None)
    door = city.server.sign_in
    signed_in = await door.who(await door.begin(came.person, HERE, proved=came.proved))
    assert signed_in and door.proved(signed_in) == proved


async def test_an_answer_counts_once_in_time_and_in_its_browser(
    city: Simulated, oidc: Oidc, other: SimulatedIssuer
) -> None:
    begun, foreign = await oidc.begin(REDIRECT, "/studio"), await oidc.begin(REDIRECT, "/studio")
    answer = other.answered(begun.address)
    with pytest.raises(RefusedError, match="was not begun in this browser"):
        await oidc.came_back(answer, foreign.browser)
    with pytest.raises(RefusedError, match="was not begun in this browser"):
        await oidc.came_back(answer, begun.browser)  # it was tried: it is over
    for wrong in ({**answer, "state": "another"}, {"code": "c-1"}):
        with pytest.raises(RefusedError, match="was not begun"):
            await oidc.came_back(wrong, begun.browser)
    late = await oidc.begin(REDIRECT, "/studio")
    city.clock.forward(minutes=11)
    with pytest.raises(RefusedError, match="too long ago"):
        await oidc.came_back(other.answered(late.address), late.browser)
    assert other.tokens == []


async def test_it_comes_back_from_the_issuer_that_was_asked(oidc: Oidc, other: SimulatedIssuer) -> None:
    other.facts = {"authorization_response_iss_parameter_supported": True}
    for iss in ("https://evil.example", None):
        begun = await oidc.begin(REDIRECT, "/studio")
        answer = {**other.answered(begun.address), "iss": iss}
        with pytest.raises(RefusedError, match="came back from another issuer"):
            await oidc.came_back({name: text for name, text in answer.items() if text}, begun.browser)
    begun = await oidc.begin(REDIRECT, "/studio")
    state = other.answered(begun.address)["state"]
    with pytest.raises(RefusedError, match="was broken off \\(access_denied\\)"):
        await oidc.came_back({"state": state, "iss": other.url, "error": "access_denied"}, begun.browser)
    assert other.tokens == []


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"groups": ["x"]}, "is open to none of your groups"),
        ({"groups": "presa"}, "is open to none of your groups"),
        ({"groups": None}, "is open to none of your groups"),
        ({"email_verified": False}, "is not verified"),
        ({"email_verified": "true"}, "is not verified"),
        ({"email": "ana"}, "expected one as ana@oras.ro"),
        ({"email": "dan@oras.ro"}, "is another account's here"),
    ],
)
async def test_who_does_not_come_in(
    city: Simulated, oidc: Oidc, other: SimulatedIssuer, told: dict[str, object], reason: str
) -> None:
    await joined(city, "dan", "administrator")
    other.person |= told
    begun = await oidc.begin(REDIRECT, "/studio")
    with pytest.raises(RefusedError, match=reason):
        await oidc.came_back(other.answered(begun.address), begun.browser)
    assert await people.count(city.server.ground.database) == 1


async def test_who_has_left_stays_out_also_without_a_name(city: Simulated, oidc: Oidc, other: SimulatedIssuer) -> None:
    dan = (await joined(city, "dan", "administrator")).person
    begun = await oidc.begin(REDIRECT, "/studio")
    ana = (await oidc.came_back(other.answered(begun.address), begun.browser)).person
    await city.server.staff.disable(ana.id, dan)
    for erase in (False, True):
        if erase:
            await city.server.staff.erase(ana.id, dan)
        begun = await oidc.begin(REDIRECT, "/studio")
        with pytest.raises(RefusedError, match="is closed to who has left"):
            await oidc.came_back(other.answered(begun.address), begun.browser)
