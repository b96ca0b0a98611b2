"""What a browser is known by: made by this server only, of one person, their password and a time."""

from datetime import timedelta

import msgspec
import pytest

from control_server.people.known_browsers import LASTS, KnownBrowsers
from control_server.storage.people import Person
from tests.server.simulator import START

ANA = Person(id="a1", email="ana@oras.ro", name="Ana", roles=("author",), password="$argon2id$1", added=START)
BROWSERS = KnownBrowsers("the secret of a server")


def test_each_sign_in_has_a_number_of_its_own() -> None:
    marks = [BROWSERS.mark(ANA, START) for _ in range(2)]
    numbers = [BROWSERS.known(ANA, {"a1": mark}, START) for mark in marks]
    assert len({*numbers}) == 2 and None not in numbers
    assert BROWSERS.known(ANA, {"a1": marks[0], "b2": marks[1]}, START + LASTS) == numbers[0]


def test_what_was_made_otherwise_is_a_strangers() -> None:
    mark = BROWSERS.mark(ANA, START)
    since, number, proof = mark.split(".")
    dan, changed = (msgspec.structs.replace(ANA, **other) for other in ({"id": "d4"}, {"password": "$argon2id$2"}))
    assert BROWSERS.known(dan, {"d4": mark}, START) is None
    assert BROWSERS.known(changed, {"a1": mark}, START) is None
    assert KnownBrowsers("another secret").known(ANA, {"a1": mark}, START) is None
    assert BROWSERS.known(ANA, {"a1": mark}, START + LASTS + timedelta(seconds=1)) is None
    assert BROWSERS.known(ANA, {"a1": f"{int(since) + 1}.{number}.{proof}"}, START) is None


@pytest.mark.parametrize("mark", ["", ".", "..", "x", "1.2.3", "é.\udcff.ț", "9" * 5_000 + ".a.b"])
def test_nonsense_is_a_strangers(mark: str) -> None:
    assert BROWSERS.known(ANA, {"a1": mark}, START) is None
