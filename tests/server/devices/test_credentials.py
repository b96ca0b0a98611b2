"""Secrets of displays, as mosquitto keeps them."""

from control_server.devices import credentials


def test_a_secret_matches_its_line_and_no_other() -> None:
    secret, other = credentials.generated(), credentials.generated()
    line = credentials.hashed(secret)
    assert credentials.matches(secret, line)
    assert not credentials.matches(other, line)
    assert not credentials.matches("", line)
    assert secret not in line and line != credentials.hashed(secret)


def test_a_line_of_mosquitto_passwd_is_understood() -> None:
    """Made by mosquitto_passwd 2.0.11 for the password `parola`."""
    line = (
        "$7$101$KBYyH/tpz0twER0e$YwJNTrGz3J0wfrN0iEpZ8X3fC6NvEoCBi9iK"
        "/iDia9Cb4phbXpJBQ77N1sQgxu0OoPhlPip5Aj+vSc6gYDQlBg=="
    )
    assert credentials.matches("parola", line)
    assert not credentials.matches("Parola", line)
