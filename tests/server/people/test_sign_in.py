"""One-time links, passwords and sessions: who is let in, for how long, and what all others are told."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from content.findings import RefusedError, TooOftenError
from control_server.people.attempts import OF_ACCOUNT, OF_ADDRESS
from control_server.people.sign_in import FIRST_ROLES, Browser, BrowserMark, SignedIn, SignIn
from control_server.storage import audit, people
from tests.server.simulator import Clock, simulated

HERE = Browser("127.0.0.1", "Firefox")
PASSWORD, OTHER = "tramvai verde spre Fabric", "castan lângă Bega 1716"


@pytest.fixture
async def door(tmp_path: Path, clock: Clock) -> AsyncIterator[SignIn]:
    async with simulated(tmp_path, clock) as city:
        yield city.server.sign_in


async def first(door: SignIn) -> SignedIn:
    link = await door.first_link()
    assert link
    signed_in = await door.who(await door.join(link, "Ana@Oras.ro ", " Ana  Pop", PASSWORD, HERE))
    assert signed_in
    return signed_in


async def second(door: SignIn, ana: SignedIn) -> SignedIn:
    link = await door.invite(["approver"], ana.person.who)
    signed_in = await door.who(await door.join(link, "dan@oras.ro", "Dan", OTHER, HERE))
    assert signed_in
    return signed_in


async def test_the_first_person_joins_by_a_link_that_works_once(door: SignIn) -> None:
    link = await door.first_link()
    assert link
    ana = await door.who(await door.join(link, "Ana@Oras.ro ", " Ana  Pop", PASSWORD, HERE))
    assert ana
    assert (ana.person.email, ana.person.name, ana.person.roles) == ("ana@oras.ro", "Ana Pop", FIRST_ROLES)
    assert await door.first_link() is None
    with pytest.raises(RefusedError, match="was used or has ended"):
        await door.join(link, "b@oras.ro", "Bo Ba", OTHER, HERE)


async def test_a_link_ends_by_itself(door: SignIn, clock: Clock) -> None:
    link = await door.first_link()
    assert link
    clock.forward(minutes=15)
    with pytest.raises(RefusedError, match="was used or has ended"):
        await door.join(link, "ana@oras.ro", "Ana", PASSWORD, HERE)
    assert await door.first_link()


@pytest.mark.parametrize(
    ("email", "name", "password", "reason"),
    [
        ("ana", "Ana", PASSWORD, "the e-mail address: found 'ana'"),
        ("ana@oras", "Ana", PASSWORD, "the e-mail address"),
        ("ana pop@oras.ro", "Ana", PASSWORD, "the e-mail address"),
        ("ana@oras.ro", "A", PASSWORD, "the name: found 'A'"),
        ("ana@oras.ro", "Ana\u202ePop", PASSWORD, "the name"),
        ("ana@oras.ro", "x" * 101, PASSWORD, "the name"),
        ("ana@oras.ro", "Ana", "scurt", "the password: has 5 characters"),
        ("ana@oras.ro", "Ana", "123456qwerty", "the password: would be guessed early"),
    ],
)
async def test_what_cannot_be_leaves_the_link_open(
    door: SignIn, email: str, name: str, password: str, reason: str
) -> None:
    link = await door.first_link()
    assert link
    with pytest.raises(RefusedError, match=reason):
        await door.join(link, email, name, password, HERE)
    assert await door.invitation(link)


async def test_in_with_the_password_and_out(door: SignIn, clock: Clock) -> None:
    ana = await first(door)
    secret = await door.sign_in(" ANA@oras.ro", PASSWORD, HERE)
    again = await door.who(secret)
    assert again and again.person == ana.person
    assert await door.who("another") is None
    await door.sign_out(again)
    assert await door.who(secret) is None
    for email, password in (("ana@oras.ro", OTHER), ("nimeni@oras.ro", PASSWORD)):
        with pytest.raises(RefusedError, match="the e-mail address or the password is not right"):
            await door.sign_in(email, password, HERE)


async def test_a_session_ends_when_it_is_not_used_and_in_any_case_after_twelve_hours(
    door: SignIn, clock: Clock
) -> None:
    await first(door)
    secret = await door.sign_in("ana@oras.ro", PASSWORD, HERE)
    clock.forward(minutes=29)
    assert await door.who(secret)
    clock.forward(minutes=31)
    assert await door.who(secret) is None
    secret = await door.sign_in("ana@oras.ro", PASSWORD, HERE)
    for _ in range(24):
        clock.forward(minutes=29)
        assert await door.who(secret)
    clock.forward(minutes=25)
    assert await door.who(secret) is None


async def test_a_step_may_ask_for_the_password_again(door: SignIn, clock: Clock) -> None:
    await first(door)
    secret = await door.sign_in("ana@oras.ro", PASSWORD, HERE)
    clock.forward(minutes=6)
    ana = await door.who(secret)
    assert ana and not door.proved(ana)
    with pytest.raises(RefusedError, match="is not right"):
        await door.prove(ana, OTHER)
    await door.prove(ana, PASSWORD)
    ana = await door.who(secret)
    assert ana and door.proved(ana)


async def test_who_guesses_waits(door: SignIn, clock: Clock) -> None:
    ana = await first(door)
    for number in range(8):
        with pytest.raises(RefusedError, match="is not right"):
            await door.sign_in("ana@oras.ro", f"{number}", Browser(f"10.0.0.{number}", ""))
    with pytest.raises(TooOftenError, match="expected a wait of 10 minutes"):
        await door.sign_in("ana@oras.ro", PASSWORD, HERE)
    await door.prove(ana, PASSWORD)
    clock.forward(minutes=11)
    assert await door.sign_in("ana@oras.ro", PASSWORD, HERE)


async def test_a_stranger_who_guesses_does_not_lock_out_whose_password_it_is(door: SignIn, clock: Clock) -> None:
    ana = await first(door)
    own = known(await door.mark(await door.sign_in("ana@oras.ro", PASSWORD, HERE)))
    clock.forward(days=300)
    for number in range(OF_ADDRESS):  # from the town hall's own address too
        with pytest.raises(RefusedError, match=r"is not right|too many wrong"):
            await door.sign_in("ana@oras.ro", f"{number}", HERE)
    assert await door.sign_in("ana@oras.ro", PASSWORD, own)
    with pytest.raises(TooOftenError):  # who has come in frees no stranger
        await door.sign_in("ana@oras.ro", PASSWORD, HERE)
    for number in range(OF_ACCOUNT):
        with pytest.raises(RefusedError, match="is not right"):
            await door.sign_in("ana@oras.ro", f"{number}", own)
    with pytest.raises(TooOftenError):  # a stolen one is no way to guess on
        await door.sign_in("ana@oras.ro", PASSWORD, own)
    assert ana.person.email == "ana@oras.ro"


async def test_a_browser_is_known_for_one_person_and_one_password(door: SignIn, clock: Clock) -> None:
    ana = await first(door)
    dan = await second(door, ana)
    marks = {person.person.id: door.mark_of(person.person) for person in (ana, dan)}
    mixed = Browser("127.0.0.1", "", {ana.person.id: marks[dan.person.id].text})
    for number in range(OF_ACCOUNT):
        with pytest.raises(RefusedError, match="is not right"):
            await door.sign_in("ana@oras.ro", f"{number}", Browser(f"10.0.0.{number}", ""))
    with pytest.raises(TooOftenError):
        await door.sign_in("ana@oras.ro", PASSWORD, mixed)
    assert await door.sign_in("ana@oras.ro", PASSWORD, known(marks[ana.person.id]))


async def test_wrong_proofs_in_one_session_lock_no_other(door: SignIn) -> None:
    ana = await first(door)
    other = await door.who(await door.sign_in("ana@oras.ro", PASSWORD, HERE))
    assert other
    for number in range(OF_ACCOUNT):
        with pytest.raises(RefusedError, match="is not right"):
            await door.prove(ana, f"{number}")
    with pytest.raises(TooOftenError):
        await door.prove(ana, PASSWORD)
    await door.prove(other, PASSWORD)
    assert await door.sign_in("ana@oras.ro", PASSWORD, HERE)


def known(mark: BrowserMark | None) -> Browser:
    """A browser that has kept the mark."""
    assert mark
    return Browser("127.0.0.1", "", {mark.person: mark.text})


async def test_who_is_invited_has_the_roles_of_the_link(door: SignIn, clock: Clock) -> None:
    ana = await first(door)
    dan = await second(door, ana)
    assert dan.person.roles == ("approver",)
    for roles in ([], ["mayor"]):
        with pytest.raises(RefusedError, match="the roles: found"):
            await door.invite(roles, ana.person.who)  # type: ignore[arg-type]


async def test_all_of_it_is_in_the_audit_and_no_secret_is(tmp_path: Path, clock: Clock) -> None:
    async with simulated(tmp_path, clock) as city:
        door, database = city.server.sign_in, city.server.ground.database
        ana = await first(door)
        dan = await second(door, ana)
        await door.sign_out(dan)
        await city.server.staff.disable(dan.person.id, ana.person)
        chain = await audit.rows(database)
        assert audit.verified(chain) == len(chain)
        assert [row.act.verb for row in chain] == [
            *("invited", "joined", "signed in", "invited", "joined", "signed in", "signed out", "disabled")
        ]
        kept = [person.password for person in await people.everybody(database)]
        assert all(each.startswith("$argon2id$") for each in kept)
        assert (tmp_path / "afisier.db").read_bytes().find(PASSWORD.encode()) < 0
        assert timedelta(0) == clock.now - ana.session.began


async def test_many_guesses_at_once_are_no_more_than_one_by_one(door: SignIn) -> None:
    ana = await first(door)
    told = await asyncio.gather(
        *(door.sign_in("ana@oras.ro", f"ghicit {number}", HERE) for number in range(20)),
        *(door.prove(ana, f"ghicit {number}") for number in range(20)),
        return_exceptions=True,
    )
    assert sum(not isinstance(each, TooOftenError) for each in told[:20]) == OF_ACCOUNT
    assert sum(not isinstance(each, TooOftenError) for each in told[20:]) == OF_ACCOUNT
    with pytest.raises(TooOftenError, match="expected a wait of 10 minutes"):
        await door.sign_in("ana@oras.ro", PASSWORD, HERE)
