"""All that a server has about people, in one piece: how they come in, what becomes of them, their programs."""

from collections.abc import Callable
from datetime import timedelta

from config.settings import DEFAULT_COUNTS_DAYS
from control_server.people.attempts import Attempts
from control_server.people.issuer import Issuer
from control_server.people.known_browsers import KnownBrowsers
from control_server.people.membership import GroupMembership
from control_server.people.oidc import Oidc
from control_server.people.passkeys import Passkeys
from control_server.people.passwords import Passwords
from control_server.people.sign_in import SignIn
from control_server.people.staff import Staff
from control_server.people.tokens import Tokens
from control_server.storage.ground import Ground


class PeopleOffice:
    """Complete when it is constructed. `failed` is told of each wrong password: from which address, if known.

    `secret` is one of the server's, `issuer` the city's own sign-in, if it has one.
    """

    def __init__(
        self, ground: Ground, secret: str, failed: Callable[[str | None], None], issuer: Issuer | None = None
    ) -> None:
        kept, attempts = Passwords(), Attempts(failed)
        days = issuer.settings.counts_days if issuer else DEFAULT_COUNTS_DAYS
        membership = GroupMembership(ground, timedelta(days=days))
        self.sign_in = SignIn(ground, kept, attempts, KnownBrowsers(secret))
        self.passkeys = Passkeys(ground, attempts, membership)
        self.staff = Staff(ground, kept)
        self.tokens = Tokens(ground, membership)
        self.oidc = Oidc(ground, issuer, attempts) if issuer else None
