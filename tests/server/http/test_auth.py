"""Who asks, and what they may do."""

import base64

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from control_server.http.auth import ANYONE, API, PRINCIPAL, Guard, Permission

GUARD = Guard("t" * 43, lambda display, secret: (display, secret) == ("gara", "secret"))


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
def test_who_asks(authorization: str | None, name: str) -> None:
    assert GUARD.principal(request(authorization)).name == name


def test_what_each_may_do() -> None:
    display = GUARD.principal(request(basic("gara:secret")))
    assert ANYONE.permissions == {Permission.SEE}
    assert API.permissions == {Permission.SEE, Permission.READ, Permission.CHANGE, Permission.ENROL}
    assert (display.permissions, display.display) == ({Permission.SEE, Permission.REPORT}, "gara")


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("authorization", [None, "Bearer " + "t" * 43, basic("gara:secret")])
@pytest.mark.parametrize("display", ["gara", "piata"])
async def test_a_guarded_handler_is_reached_by_those_only_who_may(
    permission: Permission, authorization: str | None, display: str
) -> None:
    reached: list[str] = []

    async def handler(request: web.Request) -> web.Response:
        reached.append(request[PRINCIPAL].name)
        return web.Response()

    asked = request(authorization, display)
    principal = GUARD.principal(asked)
    may = permission in principal.permissions and (permission is not Permission.REPORT or display == "gara")
    if may:
        await GUARD.needing(permission, handler)(asked)
    else:
        with pytest.raises(web.HTTPUnauthorized) as refusal:
            await GUARD.needing(permission, handler)(asked)
        challenge = "Basic" if permission is Permission.REPORT else "Bearer"
        assert refusal.value.headers["WWW-Authenticate"].startswith(challenge)
    assert reached == ([principal.name] if may else [])
