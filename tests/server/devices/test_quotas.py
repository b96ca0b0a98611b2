"""What one display may say."""

from control_server.devices.quotas import MESSAGES, PLAYS, Quota, Rate, units


def test_a_burst_and_then_its_rate() -> None:
    quota = Quota(Rate(3, 0.5))
    assert [quota.takes("a", 0.0) for _ in range(4)] == [True, True, True, False]
    assert quota.takes("b", 0.0)
    assert [quota.takes("a", 2.0) for _ in range(2)] == [True, False]
    assert [quota.takes("a", 1000.0) for _ in range(4)] == [True, True, True, False]


def test_what_is_refused_uses_nothing_and_a_clock_that_stands_gives_nothing() -> None:
    quota = Quota(Rate(10, 1))
    assert not quota.takes("a", 5.0, 11)
    assert quota.takes("a", 5.0, 10)
    assert not quota.takes("a", 4.0, 1)


def test_a_real_display_never_reaches_them() -> None:
    busiest = 86_400 / 8
    assert PLAYS.per_s * 86_400 > busiest and PLAYS.burst > 30 * busiest
    batch = units(b"x" * 200 * 370)  # a play has at most 370 bytes
    assert MESSAGES["plays"].per_s > 10 * batch and MESSAGES["plays"].burst > 100 * batch
    assert MESSAGES["status"].per_s > 1 / 8 + 1 / 20
