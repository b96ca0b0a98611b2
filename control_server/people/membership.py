"""Whether somebody whom the city's own sign-in brought here still belongs to it.

Decides for how long a sign-in there counts for keys that do not ask it: tokens and passkeys. Who is taken out of all
groups there is not told to this server; they lose them when that time is over, or when they come again. Leaves out who
has a password here: an administrator invited them, and ends them.
"""

from datetime import timedelta

from content.findings import refused
from content.phrases import said
from control_server.storage import identities
from control_server.storage.ground import Ground
from control_server.storage.people import Person


class GroupMembership:
    """`lasts` is for how long a sign-in counts."""

    def __init__(self, ground: Ground, lasts: timedelta) -> None:
        self._ground, self._lasts = ground, lasts

    async def check(self, person: Person) -> None:
        """Raises RefusedError (`rights`) for who has to come in by the city's own sign-in first."""
        if person.password:
            return
        granted = await identities.granted(self._ground.database, person)
        if not person.roles or granted is None or self._ground.clock() - granted > self._lasts:
            days = self._lasts.days
            message = said(
                "was not signed in with for {days} days, expected that once; then this key counts again", days=days
            )
            raise refused("rights", "the account of the city hall", message, form="member", days=days)
