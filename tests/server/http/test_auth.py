"""Who asks, and what they may do."""

import base64
import re

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from control_server.http.auth import ANYONE, API, PRINCIPAL, FailedLogins, Guard, KnownSecrets, Permission
from control_server.metrics import Metrics
from control_server.people.sign_in import SignedIn
from control_server.people.tokens import TokenHolder

METRICS = Metrics()


async def nobody(secret: str) -> SignedIn | None:
    return None


def is_own(display: str, secret: str) -> bool:
    return (display, secret) == ("gara", "secret")


async def no_program(secret: str) -> TokenHolder | None:
    return None


GUARD = Guard("t" * 43, KnownSecrets(is_own, nobody, no_program, nobody), FailedLogins(METRICS))


def basic(words: str) -> str:
    return f"Basic {base64.b64encode(words.encode()).decode()}"


def request(authorization: str | None, display: str = "gara") -> web.Request:
    headers = {} if authorization is None else {"Authorization": authorization}
    return make_mocked_request("GET", "/", headers=headers, match_info={"display": display})


@pytest.mark.parametrize(
    ("authorization", "name"),
    [
        (None, "anyone"),
        ("", "anyone"),
        ("Bearer " + "t" * 43, "api"),
        ("bearer  " + "t" * 43, "api"),
        ("Bearer " + "t" * 42, "anyone"),
        ("Bearer", "anyone"),
        ("Basic " + "t" * 43, "anyone"),
        (basic("gara:secret"), "gara"),
        (basic("gara:another"), "anyone"),
        (basic("gara"), "anyone"),
        ("Basic !!", "anyone"),
        ("Basic é", "anyone"),
        ("Digest gara", "anyone"),
    ],
)
async def test_who_asks(authorization: str | None, name: str) -> None:
    assert (await GUARD.principal(request(authorization))).name == name


async def test_what_each_may_do() -> None:
    display = await GUARD.principal(request(basic("gara:secret")))
    assert ANYONE.permissions == {Permission.LOAD, Permission.SEE, Permission.ENTER, Permission.TELL}
    assert API.permissions == ANYONE.permissions | {
        Permission.WATCH,
        Permission.READ,
        Permission.CHANGE,
        Permission.ENROL,
    }
    assert (display.permissions, display.display) == (ANYONE.permissions | {Permission.REPORT}, "gara")


async def test_where_the_wall_is_closed_anyone_may_load_and_enter() -> None:
    closed = Guard("t" * 43, KnownSecrets(is_own, nobody, no_program, nobody), FailedLogins(METRICS), public_wall=False)
    assert (await closed.principal(request(None))).permissions == {Permission.LOAD, Permission.ENTER, Permission.TELL}
    own = {Permission.LOAD, Permission.ENTER, Permission.TELL, Permission.REPORT}
    assert (await closed.principal(request(basic("gara:secret")))).permissions == own
    assert (await closed.principal(request("Bearer " + "t" * 43))).permissions == API.permissions

    async def handler(_: web.Request) -> web.Response:
        return web.Response()

    with pytest.raises(web.HTTPUnauthorized):
        await closed.needing(Permission.SEE, handler)(request(None))
    browser = make_mocked_request("GET", "/displays/gara", headers={"Accept": "text/html,*/*"})
    with pytest.raises(web.HTTPSeeOther) as led:  # a person is led to the door
        await closed.needing(Permission.SEE, handler)(browser)
    assert led.value.location == "/studio/sign-in?to=%2Fdisplays%2Fgara"


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("authorization", [None, "Bearer " + "t" * 43, basic("gara:secret")])
@pytest.mark.parametrize("display", ["gara", "piata"])
@pytest.mark.parametrize("page", [True, False])
async def test_a_guarded_handler_is_reached_by_those_only_who_may(
    permission: Permission, authorization: str | None, display: str, page: bool
) -> None:
    reached: list[str] = []

    async def handler(request: web.Request) -> web.Response:
        reached.append(request[PRINCIPAL].name)
        return web.Response()

    asked = request(authorization, display)
    principal = await GUARD.principal(asked)
    may = permission in principal.permissions and (permission is not Permission.REPORT or display == "gara")
    may = may and (not page or permission in (Permission.LOAD, Permission.ENTER, Permission.TELL))
    if may:
        await GUARD.needing(permission, handler, page=page)(asked)
    elif page:  # a person is led to the door
        with pytest.raises(web.HTTPSeeOther) as led:
            await GUARD.needing(permission, handler, page=page)(asked)
        assert led.value.location == "/studio/sign-in?to=%2F"
    else:
        with pytest.raises(web.HTTPUnauthorized) as refusal:
            await GUARD.needing(permission, handler)(asked)
        challenge = "Basic" if permission is Permission.REPORT else "Bearer"
        assert refusal.value.headers["WWW-Authenticate"].startswith(challenge)
    assert reached == ([principal.name] if may else [])


async def test_over_tls_a_cookie_that_another_host_can_set_does_not_count() -> None:
    asked: list[str] = []

    async def session(secret: str) -> SignedIn | None:
        asked.append(secret)
        return None

    known, failed = KnownSecrets(is_own, session, no_program, nobody), FailedLogins(METRICS)
    sent = make_mocked_request("GET", "/", headers={"Cookie": "afisier=theirs; __Host-afisier=own"})
    for encrypted, counted in ((True, ["own"]), (False, ["own", "theirs"])):
        asked.clear()
        await Guard("t" * 43, known, failed, encrypted=encrypted).principal(sent)
        assert asked == counted


def failures(metrics: Metrics) -> dict[str, int]:
    """Kind of secret → how many failed logins are counted."""
    counted = re.findall(r'failed_logins_total\{kind="(\w+)"\} (\d+)', metrics.text().decode())
    return {kind: int(number) for kind, number in counted}


async def test_failed_logins_are_counted_by_kind_and_right_ones_are_not() -> None:
    metrics = Metrics()
    known = KnownSecrets(lambda display, secret: secret == "secret", nobody, no_program, nobody)
    guard = Guard("t" * 43, known, FailedLogins(metrics))
    for authorization in (None, "Bearer " + "t" * 43, basic("gara:secret")):
        await guard.principal(request(authorization))
    assert failures(metrics) == {}
    for authorization in ("Bearer x", "Bearer y", basic("gara:another"), "Basic !!", "Digest gara", ""):
        await guard.principal(request(authorization))
    assert failures(metrics) == {"token": 2, "display": 2, "other": 2}


def test_a_flood_of_failures_is_counted_and_does_not_fill_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    metrics, now = Metrics(), [0.0]
    failed = FailedLogins(metrics, lambda: now[0])
    failed.count("display", "192.0.2.7", "gara")
    first = capsys.readouterr().out
    assert "login failed" in first and "address=192.0.2.7" in first and "display=gara" in first
    for _ in range(10_000):
        failed.count("token", "192.0.2.8")
    assert capsys.readouterr().out == ""
    now[0] = 60
    failed.count("display", "192.0.2.7", "9mX_" * 10)  # somebody's secret, in the field of the name
    second = capsys.readouterr().out
    assert "since_last_told=10001" in second and "9mX" not in second
    assert failures(metrics) == {"display": 2, "token": 10_000}
