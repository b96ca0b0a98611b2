"""What all doors have in common: encryption or the machine itself, and no way to another site."""

import pytest
from aiohttp.test_utils import make_mocked_request

from content.findings import RefusedError
from control_server.people.sign_in import BrowserMark
from control_server.studio.entrance import Entrance, browser_of, whereto


@pytest.mark.parametrize(
    ("url", "host", "site"),
    [
        ("https://afisier.oras.ro", "10.0.0.1:8600", ("afisier.oras.ro", "https://afisier.oras.ro")),
        ("https://afisier.oras.ro:8443/", "x", ("afisier.oras.ro", "https://afisier.oras.ro:8443")),
        ("http://127.0.0.1:8600", "localhost:8600", ("localhost", "http://localhost:8600")),
    ],
)
def test_a_browser_knows_the_server_by_its_own_address(url: str, host: str, site: tuple[str, str]) -> None:
    assert Entrance(url).site(make_mocked_request("GET", "/", headers={"Host": host})) == site


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1:8600", "[::2]:8600"])
def test_without_encryption_only_the_machine_itself(host: str) -> None:
    with pytest.raises(RefusedError, match="is reached without encryption"):
        Entrance("http://127.0.0.1:8600").check(make_mocked_request("GET", "/", headers={"Host": host}))
    Entrance("https://afisier.oras.ro").check(make_mocked_request("GET", "/", headers={"Host": host}))


@pytest.mark.parametrize(
    ("to", "page"),
    [
        ("/studio/slides?x=1", "/studio/slides?x=1"),
        ("/studio", "/studio"),
        ("//evil.example", "/studio"),
        ("/studio/\\evil", "/studio"),
        ("/studio/\r\nSet-Cookie: x", "/studio"),
        ("https://evil.example/studio/", "/studio"),
        (None, "/studio"),
    ],
)
def test_one_is_led_to_pages_of_the_studio_only(to: object, page: str) -> None:
    assert whereto({"to": to}) == page


def test_a_browser_keeps_by_whom_it_is_known() -> None:
    answer = Entrance("https://afisier.oras.ro").led("the secret", "/studio", BrowserMark("a1", "1.n.proof"))
    (_, session), (name, known) = answer.cookies.items()
    assert (name, known.value) == ("__Host-afisier-known-a1", "1.n.proof")
    attributes = {each: known[each] for each in ("path", "secure", "httponly", "samesite", "domain", "max-age")}
    own = {"path": "/", "secure": True, "httponly": True, "samesite": "Strict", "domain": "", "max-age": "34560000"}
    assert (attributes, session["max-age"]) == (own, "43200")
    cookies = "; ".join([f"{name}={known.value}", "afisier-known-b2=x", "afisier=y", "__Host-afisier=z"])
    request = make_mocked_request("GET", "/", headers={"Cookie": cookies, "User-Agent": "Firefox"})
    assert browser_of(request).marks == {"a1": "1.n.proof", "b2": "x"}
    assert [*Entrance("http://127.0.0.1:8600").led("s", "/studio", BrowserMark("a1", "m")).cookies] == [
        "afisier",
        "afisier-known-a1",
    ]
