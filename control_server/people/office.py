"""All that a server has about people, in one piece: how they come in, what becomes of them, their programs."""

from collections.abc import Callable

from control_server.people.attempts import Attempts
from control_server.people.issuer import Issuer
from control_server.people.oidc import Oidc
from control_server.people.passkeys import Passkeys
from control_server.people.passwords import Passwords
from control_server.people.sign_in import SignIn
from control_server.people.staff import Staff
from control_server.people.tokens import Tokens
from control_server.storage.ground import Ground


class PeopleOffice:
    """Complete when it is constructed. `failed` is told of each wrong password: from which address, if known.

    `issuer` is the city's own sign-in, if it has one.
    """

    def __init__(self, ground: Ground, failed: Callable[[str | None], None], issuer: Issuer | None = None) -> None:
        kept, attempts = Passwords(), Attempts(failed)
        self.sign_in = SignIn(ground, kept, attempts)
        self.passkeys = Passkeys(ground, attempts)
        self.staff = Staff(ground, kept)
        self.tokens = Tokens(ground)
        self.oidc = Oidc(ground, issuer) if issuer else None
