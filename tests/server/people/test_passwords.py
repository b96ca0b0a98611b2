"""Passwords are long and not guessed early, and kept as argon2id hashes."""

import asyncio

import pytest

from control_server.people.passwords import LONGEST, Passwords, flaw


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short", "has 5 characters, expected 12 to 128"),
        ("x" * (LONGEST + 1), "has 129 characters"),
        ("qwerty123456", "would be guessed early"),
        ("aaaaaaaaaaaaaaaa", "would be guessed early"),
        ("abcdefghijkl", "would be guessed early"),
        ("Ana.Popescu.oras", "would be guessed early"),
    ],
)
def test_what_is_refused(password: str, reason: str) -> None:
    assert reason in (flaw(password, ("ana.popescu", "Ana Popescu", "oras")) or "")


@pytest.mark.parametrize("password", ["tramvai verde spre Fabric", "Ploaie-în-Cetate-7", "коло под кестеном"])
def test_words_that_do_not_belong_together_are_taken(password: str) -> None:
    assert flaw(password, ("ana",)) is None


async def test_a_password_matches_what_was_kept_of_it_and_nothing_else() -> None:
    passwords = Passwords()
    kept = await passwords.hashed("tramvai verde spre Fabric")
    assert kept.startswith("$argon2id$")
    assert "tramvai" not in kept
    assert await passwords.matches("tramvai verde spre Fabric", kept)
    assert not await passwords.matches("tramvai verde spre fabric", kept)
    assert not await passwords.matches("tramvai verde spre Fabric", None)
    assert not await passwords.matches("x", "no hash at all")


async def test_the_event_loop_goes_on_meanwhile() -> None:
    passwords = Passwords()
    turns = 0

    async def counting() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(counting())
    await asyncio.gather(*(passwords.hashed(str(number)) for number in range(4)))
    task.cancel()
    assert turns > 4
