"""How often somebody may be wrong: an account and an address are counted apart, and each waits as long as it must."""

from datetime import timedelta

import pytest

from content.findings import TooOftenError, answer
from control_server.people.attempts import (
    OF_ACCOUNT,
    OF_ADDRESS,
    Attempts,
    Counted,
    of_browser,
    of_issuer,
    of_passkeys,
    of_session,
    strangers,
)
from tests.server.simulator import START


def told(attempts: Attempts, seconds: int, account: str, address: str) -> int:
    """How many seconds the next stranger waits; 0 for who does not."""
    return waits(attempts, seconds, strangers(account, address))


def waits(attempts: Attempts, seconds: int, counted: tuple[Counted, ...]) -> int:
    try:
        attempts.check(START + timedelta(seconds=seconds), counted)
    except TooOftenError as error:
        assert answer(error).status == 429
        return error.wait_s
    return 0


def test_an_account_waits_from_wherever_it_is_tried() -> None:
    failed: list[str | None] = []
    attempts = Attempts(failed.append)
    for number in range(OF_ACCOUNT):
        assert told(attempts, number, "ana", f"10.0.0.{number}") == 0
        counted = strangers("ana", f"10.0.0.{number}")
        attempts.count(START + timedelta(seconds=number), counted, f"10.0.0.{number}")
    assert told(attempts, 10, "ana", "10.0.9.9") == 590
    assert told(attempts, 10, "dan", "10.0.0.1") == 0
    assert told(attempts, 600, "ana", "10.0.9.9") == 1
    assert told(attempts, 601, "ana", "10.0.9.9") == 0
    assert failed == [f"10.0.0.{number}" for number in range(OF_ACCOUNT)]


def test_an_address_waits_whosever_account_it_tries_and_a_right_one_does_not_free_it() -> None:
    attempts = Attempts(lambda _: None)
    for number in range(OF_ADDRESS):
        assert told(attempts, 0, f"p{number}", "10.0.0.1") == 0
        attempts.count(START, strangers(f"p{number}", "10.0.0.1"))
    attempts.forget(strangers("p1", "10.0.0.1"))
    assert told(attempts, 0, "another", "10.0.0.1") == 600
    assert told(attempts, 0, "p2", "10.0.0.2") == 0


def test_who_knows_the_password_begins_anew() -> None:
    attempts = Attempts(lambda _: None)
    for _ in range(OF_ACCOUNT):
        attempts.count(START, strangers("ana", "10.0.0.1"))
    attempts.forget(strangers("ana", "10.0.0.1"))
    assert told(attempts, 0, "ana", "10.0.0.1") == 0


def test_a_flood_of_accounts_takes_a_bounded_place() -> None:
    attempts = Attempts(lambda _: None)
    for _ in range(OF_ACCOUNT):
        attempts.count(START, strangers("first", "10.0.0.1"))
    for number in range(10_000):
        attempts.count(START, strangers(str(number), f"10.1.{number}"))
    assert told(attempts, 0, "first", "10.0.0.1") == 0


@pytest.mark.parametrize(("seconds", "sentence"), [(0, "a wait of 10 minutes"), (590, "a wait of 1 minute$")])
def test_it_says_how_long(seconds: int, sentence: str) -> None:
    attempts = Attempts(lambda _: None)
    for _ in range(OF_ACCOUNT):
        attempts.count(START, strangers("ana", "10.0.0.1"))
    with pytest.raises(TooOftenError, match=sentence):
        attempts.check(START + timedelta(seconds=seconds), strangers("ana", "10.0.0.1"))


KINDS = {
    "stranger": strangers("ana", "10.0.0.1"),
    "browser": of_browser("n-1"),
    "another browser": of_browser("n-2"),
    "session": of_session("d-1"),
    "another session": of_session("d-2"),
    "passkeys": of_passkeys("10.0.0.1"),
    "issuer": of_issuer("10.0.0.1"),
}


@pytest.mark.parametrize("wrong", KINDS)
def test_who_is_wrong_locks_out_their_own_kind_and_nobody_else(wrong: str) -> None:
    attempts = Attempts(lambda _: None)
    for _ in range(OF_ADDRESS):
        attempts.count(START, KINDS[wrong])
    assert [kind for kind, counted in KINDS.items() if waits(attempts, 0, counted)] == [wrong]
