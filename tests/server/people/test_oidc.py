"""The flow with the city's own sign-in: begun and answered in one browser, once, in time; groups are roles."""

from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from hashlib import sha256

import pytest
from aiohttp.test_utils import make_mocked_request

from config.settings import OidcSettings
from content.findings import RefusedError, TooOftenError
from control_server.http.auth import Guard, Permission
from control_server.people.attempts import OF_ACCOUNT, Attempts
from control_server.people.issuer import Issuer
from control_server.people.oidc import Oidc
from control_server.storage import audit, people
from control_server.storage.people import Person
from tests.server.people.simulated_issuer import CLIENT, SECRET, SimulatedIssuer, simulated_issuer
from tests.server.people.test_staff import HERE, joined
from tests.server.simulator import Simulated

REDIRECT = "http://localhost:8600/studio/oidc/back"
GROUPS = {
    "presa": ("author",),
    "sefi": ("approver", "auditor"),
    "it": ("administrator",),
    "publica": ("publisher", "auditor"),
}


@pytest.fixture
async def other() -> AsyncIterator[SimulatedIssuer]:
    async with simulated_issuer() as issuer:
        yield issuer


@pytest.fixture
def oidc(city: Simulated, other: SimulatedIssuer) -> Oidc:
    settings = OidcSettings(issuer=other.url, client_id=CLIENT, client_secret_file="x", groups=GROUPS)  # type: ignore[arg-type]
    return Oidc(city.server.ground, Issuer(settings, SECRET), Attempts(lambda _: None))


async def comes(oidc: Oidc, other: SimulatedIssuer) -> Person:
    """Signs in at the issuer, as whom it tells of now."""
    begun = await oidc.begin(REDIRECT, "/studio")
    return (await oidc.came_back(other.answered(begun.address), begun.browser)).person


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


# --- who leaves ------------------------------------------------------------------------------------------------------


async def test_who_comes_back_in_no_group_has_lost_all_that_was_open(
    city: Simulated, oidc: Oidc, other: SimulatedIssuer
) -> None:
    other.person |= {"groups": ["presa", "it"]}
    door, tokens, database = city.server.sign_in, city.server.tokens, city.server.ground.database
    ana = await comes(oidc, other)
    session, token = await door.begin(ana, HERE), await tokens.make(ana, "Site", ["read"], 90)
    link = await door.invite(["author"], ana.who)
    other.person |= {"groups": ["x"]}
    for _ in range(2):
        with pytest.raises(RefusedError, match="is open to none of your groups"):
            await comes(oidc, other)
    assert await door.who(session) is None and await tokens.holder(token) is None
    assert await door.invitation(link) is None
    (kept,) = await people.everybody(database)
    assert (kept.roles, kept.disabled) == ((), None)
    rows = await audit.rows(database)
    told = [(row.act.who, row.act.verb, row.act.object, row.act.why) for row in rows if "took" in row.act.verb]
    assert told == [("server", "took the roles", ana.who, "author administrator")]
    assert audit.verified(rows) == len(rows)
    other.person |= {"groups": ["sefi"]}
    again = await comes(oidc, other)
    assert (again.id, again.roles) == (ana.id, ("approver", "auditor"))
    assert await tokens.holder(token) is None and await door.who(session) is None


async def test_rights_shrink_with_the_groups_in_sessions_and_tokens_that_are_open(
    city: Simulated, oidc: Oidc, other: SimulatedIssuer, guard_of: Callable[[str], Awaitable[frozenset[Permission]]]
) -> None:
    other.person |= {"groups": ["publica", "it"]}
    ana = await comes(oidc, other)
    token = await city.server.tokens.make(ana, "Site", ["read", "publish", "audit"], 90)
    assert await guard_of(token) >= {Permission.CHANGE, Permission.AUDIT, Permission.READ}
    session = await city.server.sign_in.begin(ana, HERE)
    other.person |= {"groups": ["presa"]}
    assert (await comes(oidc, other)).roles == ("author",)
    assert not await guard_of(token) & {Permission.CHANGE, Permission.AUDIT}
    signed_in = await city.server.sign_in.who(session)
    assert signed_in and signed_in.person.roles == ("author",)


@pytest.fixture
def guard_of(city: Simulated) -> Callable[[str], Awaitable[frozenset[Permission]]]:
    guard: Guard = city.server.guard

    async def permissions(token: str) -> frozenset[Permission]:
        asked = make_mocked_request("GET", "/", headers={"Authorization": f"Bearer {token}"})
        return (await guard.principal(asked)).permissions

    return permissions


async def test_who_signs_out_at_the_issuer_is_out_here(city: Simulated, oidc: Oidc, other: SimulatedIssuer) -> None:
    ana, door = await comes(oidc, other), city.server.sign_in
    dan = await joined(city, "dan", "administrator")
    sessions = [await door.begin(ana, HERE) for _ in range(2)]
    token = await city.server.tokens.make(ana, "Site", ["read"], 90)
    await oidc.signed_out(other.logout_token(sid="s-1"), "10.0.0.1")
    assert [await door.who(each) for each in sessions] == [None, None]
    assert await door.who(await door.begin(dan.person, HERE)) and await city.server.tokens.holder(token)
    await oidc.signed_out(other.logout_token(sub="somebody else"), "10.0.0.1")
    rows = await audit.rows(city.server.ground.database)
    ended = [(row.act.who, row.act.object, row.act.why) for row in rows if row.act.verb == "ended the sessions of"]
    assert ended == [("server", ana.who, other.url)]


@pytest.mark.parametrize(
    "lies",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"exp": 1},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"events": None},
        {"events": {"http://schemas.openid.net/event/backchannel-logout": None}},
        {"events": {"another": {}}},
        {"events": "http://schemas.openid.net/event/backchannel-logout"},
        {"nonce": "n"},
    ],
    ids=str,
)
async def test_a_logout_token_that_is_none_ends_nothing(
    city: Simulated, oidc: Oidc, other: SimulatedIssuer, lies: dict[str, object]
) -> None:
    session = await city.server.sign_in.begin(await comes(oidc, other), HERE)
    with pytest.raises(RefusedError, match="gave a token that"):
        await oidc.signed_out(other.logout_token(**lies), "10.0.0.1")
    assert await city.server.sign_in.who(session)


async def test_a_flood_of_forged_logout_tokens_asks_the_issuer_little_and_locks_nobody_else(
    city: Simulated, oidc: Oidc, other: SimulatedIssuer
) -> None:
    session = await city.server.sign_in.begin(await comes(oidc, other), HERE)
    asked = other.keys_asked
    for token in ["", "x.y.z", "é", *(["a" * 5_000] * (OF_ACCOUNT - 3))]:
        with pytest.raises(RefusedError, match="gave a token that"):
            await oidc.signed_out(token, "10.0.0.1")
    for _ in range(20):
        with pytest.raises(TooOftenError):
            await oidc.signed_out("x.y.z", "10.0.0.1")
    assert other.keys_asked - asked == OF_ACCOUNT
    await oidc.signed_out(other.logout_token(), "10.0.0.2")
    assert await city.server.sign_in.who(session) is None
