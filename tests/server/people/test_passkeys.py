"""Passkeys: made, used, removed; and what proves nothing, refused by the rule it breaks."""

import json

import pytest

from content.findings import NotFoundError, RefusedError, TooOftenError
from control_server.people.attempts import OF_ADDRESS, of_passkeys
from control_server.people.passkeys import Passkeys, RelyingParty
from control_server.storage import audit
from control_server.storage.people import Person
from tests.server.people.authenticator import SoftwareAuthenticator
from tests.server.people.test_staff import joined
from tests.server.simulator import Simulated

HERE = RelyingParty("localhost", "http://localhost:8600")
ELSEWHERE = RelyingParty("evil.example", "https://evil.example")
COUNTED = of_passkeys("192.0.2.7")


@pytest.fixture
def keys(city: Simulated) -> Passkeys:
    return city.server.studio.passkeys.office.passkeys


@pytest.fixture
async def ana(city: Simulated) -> Person:
    return (await joined(city, "ana", "administrator")).person


async def made(
    keys: Passkeys, person: Person, name: str = "telefon", key_id: bytes = b"k" * 32
) -> SoftwareAuthenticator:
    device = SoftwareAuthenticator(HERE, key_id)
    await keys.make(person, HERE, device.made(await keys.asked_to_make(person, HERE)), name)
    return device


async def test_a_passkey_is_made_used_and_removed(city: Simulated, keys: Passkeys, ana: Person) -> None:
    device = await made(keys, ana, "  telefonul  meu ")
    (kept,) = await keys.of(ana)
    assert (kept.name, kept.used, kept.count) == ("telefonul meu", None, 0)
    assert await keys.proved(HERE, device.proved(await keys.asked_to_prove(HERE)), COUNTED) == ana
    (kept,) = await keys.of(ana)
    assert (kept.used, kept.count) == (city.clock.now, 1)
    options = json.loads(await keys.asked_to_make(ana, HERE))
    assert [each["id"] for each in options["excludeCredentials"]] == [kept.id]
    dan = (await joined(city, "dan", "author")).person
    with pytest.raises(NotFoundError, match="expected one of your own"):
        await keys.remove(dan, kept.id)
    await keys.remove(ana, kept.id)
    with pytest.raises(RefusedError, match="is of nobody here"):
        await keys.proved(HERE, device.proved(await keys.asked_to_prove(HERE)), COUNTED)
    rows = await audit.rows(city.server.ground.database)
    told = [f"{row.act.verb}: {row.act.why}" for row in rows if "passkey" in row.act.verb]
    assert told == ["made a passkey: telefonul meu", "removed a passkey: telefonul meu"]


async def test_what_proves_nothing_is_refused(city: Simulated, keys: Passkeys, ana: Person) -> None:
    device = await made(keys, ana)
    other = SoftwareAuthenticator(HERE)  # says that it is the same key

    async def refused(answer: bytes, reason: str, place: RelyingParty = HERE) -> None:
        with pytest.raises(RefusedError, match=reason):
            await keys.proved(place, answer, "")

    await refused(other.proved(await keys.asked_to_prove(HERE)), "proves nothing")
    await refused(device.proved(await keys.asked_to_prove(HERE)), "proves nothing", ELSEWHERE)
    device.place = ELSEWHERE
    await refused(device.proved(await keys.asked_to_prove(HERE)), "proves nothing")
    device.place, device.verifies = HERE, False
    await refused(device.proved(await keys.asked_to_prove(HERE)), "proves nothing")
    device.verifies = True
    good = device.proved(await keys.asked_to_prove(HERE))
    assert await keys.proved(HERE, good, "") == ana
    await refused(good, "answers nothing that was asked")
    device.count = 0  # a copy of the key that is behind
    await refused(device.proved(await keys.asked_to_prove(HERE)), "proves nothing")


async def test_a_challenge_is_answered_in_time_by_whom_it_was_made_for(
    city: Simulated, keys: Passkeys, ana: Person
) -> None:
    device, dan = SoftwareAuthenticator(HERE), (await joined(city, "dan", "author")).person
    answer = device.made(await keys.asked_to_make(ana, HERE))
    with pytest.raises(RefusedError, match="answers nothing that was asked"):
        await keys.make(dan, HERE, answer, "telefon")
    late = device.made(await keys.asked_to_make(ana, HERE))
    city.clock.forward(minutes=6)
    with pytest.raises(RefusedError, match="expected it within five minutes"):
        await keys.make(ana, HERE, late, "telefon")
    device.verifies = False
    with pytest.raises(RefusedError, match="proves nothing"):
        await keys.make(ana, HERE, device.made(await keys.asked_to_make(ana, HERE)), "telefon")
    for name in ("x", "x" * 61, "te\u202elefon"):
        with pytest.raises(RefusedError, match="expected a name"):
            await keys.make(ana, HERE, b"", name)


@pytest.mark.parametrize("answer", [b"", b"{}", b"[]", b"\xff", b'{"id": 7}', b'{"response": {"clientDataJSON": "!"}}'])
async def test_what_is_no_answer_is_refused_and_who_goes_on_waits(keys: Passkeys, answer: bytes) -> None:
    for _ in range(OF_ADDRESS):
        with pytest.raises(RefusedError, match="the passkey"):
            await keys.proved(HERE, answer, COUNTED)
    with pytest.raises(TooOftenError):
        await keys.proved(HERE, answer, COUNTED)


async def test_who_has_left_comes_in_by_no_key(city: Simulated, keys: Passkeys, ana: Person) -> None:
    dan = (await joined(city, "dan", "author")).person
    device = await made(keys, dan)
    await city.server.staff.disable(dan.id, ana)
    with pytest.raises(RefusedError, match="is of nobody here"):
        await keys.proved(HERE, device.proved(await keys.asked_to_prove(HERE)), COUNTED)
