"""What a route is: an address, whoever may use it, and who answers.

Decides the patterns of the variables of addresses. Leaves out which routes there are (the tables beside it), and
how they become a router (`app`).
"""

from collections.abc import Callable
from typing import NamedTuple

from aiohttp import web

from control_server.http import bodies
from control_server.http.auth import Permission
from control_server.http.errors import Handler
from control_server.http.standby import READS
from control_server.service import ControlServer

DISPLAY = "{display:[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?}"
SLIDE = "{slide:[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?}"
CAMPAIGN = "{campaign:[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?}"
PLAYLIST = "{playlist:[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?}"
DIGEST = "{digest:[0-9a-f]{64}}"
BEFORE = "{before:[0-9a-f]{64}}"
KIND, PART = "{kind:[a-z]{1,40}}", "{part:[a-z]{1,20}}"
CHANGE, PERSON = "{change:[0-9a-f]{10}}", "{person:[0-9a-f]{10}}"
SESSION, TOKEN = "{session:[0-9a-f]{10}}", "{token:[0-9a-f]{10}}"
REVISION = "{revision:[0-9]{1,9}}"
ERRAND = "{errand:[0-9a-f]{10}}"
LINK = "{secret:[A-Za-z0-9_-]{20,100}}"
READER = "{reader:[a-z-]{1,40}}"
PATH = "{path:[A-Za-z0-9][A-Za-z0-9._/-]{0,199}}"
FILE = "{file:[a-z-]+[.][a-z0-9]+}"


class Route(NamedTuple):
    """`needs` is the permission of whoever uses it. `conditional` are writes that say of what they are a change.

    `fresh` says of which requests a person must have proved who they are a short while ago (`studio.step_up`).
    `largest` are the bytes that a form may have. A `secret` is an answer that the server does not keep. `unasked` is
    what pages ask by themselves, as long as they are open.
    """

    method: str
    path: str
    needs: Permission
    handler: Callable[[ControlServer], Handler]
    conditional: bool = False
    fresh: Callable[[web.Request], bool] | None = None
    largest: int = bodies.MAX_FORM
    secret: bool = False
    unasked: bool = False

    @property
    def page(self) -> bool:
        """Whether it is of the studio: for people, not for programs."""
        return self.path.startswith("/studio")

    @property
    def keyed(self) -> bool:
        """Whether it takes an `Idempotency-Key`: every write of the API whose answer may be kept."""
        writes = self.path.startswith("/api/") and self.method not in READS
        return writes and not self.secret and self.needs is not Permission.REPORT


def always(_: web.Request) -> bool:
    return True
