"""What the public may learn: what each display shows and has shown, and why. Everything else is for staff.

`PUBLIC` is the one table of it, by route: what anyone is given there who neither has signed in nor shows the API token.
`CARD` and `GLASS` are what is said of a display. How displays fare, what the gate finds, versions, digests and whatever
is yet to come are none of it: a picture must not be seen, nor its name be learnt, before its time. Leaves out who asks
(`auth`), and the routes that need a right of their own (`routes`).
"""

from datetime import datetime
from typing import Any

from aiohttp import web

from content import wire
from content.explain.explanation import Explanation
from content.findings import refused
from control_server.http.auth import Permission, may
from control_server.http.status_card import Card

PUBLIC = {
    "/": "every display with what is on its glass, in the order of the pack; to look for by words and by tag",
    "/displays/{display}": "one display: its glass, why, what it showed last; or what it showed then",
    "/displays/{display}/live": "the same",
    "/displays/{display}/card": "what is on its glass",
    "/displays/{display}/picture.png": "the picture that is due now, or that was on the glass at a former instant",
    "/api/displays": "the fields of `CARD`, `GLASS` and `PANEL`",
    "/api/displays/{display}/timeline": "what was on the glass, at most a day of it",
    "/api/displays/{display}/explanation": "what shows now, of which campaigns; or what showed then",
    "/api/displays/{display}/glass.png": "what was read back from the glass last",
    "/api/events": "that something about a display changed",
}
"""Route that needs `Permission.SEE` → what anyone is given there. Where the wall is closed, nothing."""

LOADED = {
    "/static/{file}": "style, script and font",
    "/studio/static/{file}": "style and script of the studio: who signs in needs them",
    "/assets/{digest}": "a file, to who knows its SHA-256, which no answer to the public says",
    "/programmes/{digest}": "a programme, in the same way",
    "/api/openapi.json": "what the API is: it is in the program, and no secret",
    "/healthz": "whether the server is ok, starting or failing: a probe has no secret",
}
"""Route that needs `Permission.LOAD` → what anyone is given there, also where the wall is closed."""

CARD = ("id", "name", "viewing_distance_m", "online", "headline", "kind", "picture", "now", "unreviewed")
"""`unreviewed` is of what is on the glass: that something else waits for a second look is for staff.

`online` says whether what is said of the glass was said just now: without it "now" would not be true."""
PANEL = ("diagonal_inch", "width", "height")
GLASS = ("state", "slide", "lang", "campaign", "since", "until")


def of_card(card: Card) -> dict[str, Any]:
    """What anyone may learn of a display."""
    return {
        **_some(card, CARD),
        "panel": _some(card.panel, PANEL),
        "glass": of_glass(card.glass),
        "pictured": of_glass(card.pictured),
    }


def of_glass(glass: wire.Glass | None) -> dict[str, Any] | None:
    """What anyone may learn of what is on a glass."""
    return _some(glass, GLASS) if glass else None


def of_explanation(why: Explanation) -> dict[str, Any]:
    """What shows at this instant, and the campaigns it is of (`explanation.of_schedule` with `present`)."""
    reasons = [{"campaign": each.campaign, "sentence": each.sentence} for each in why.reasons]
    return {"display": why.display, "at": why.at, "showing": why.showing, "sentence": why.sentence, "reasons": reasons}


def is_staff(request: web.Request) -> bool:
    """Whether who asks may learn what the public may not."""
    return may(request, Permission.WATCH)


def for_staff(request: web.Request, what: str) -> None:
    """Raises NotPublicError (`public`) unless who asks is staff."""
    if not is_staff(request):
        raise refused("public", what, "is for staff, expected somebody who has signed in, or the API token")


def until_now(request: web.Request, at: datetime, now: datetime) -> None:
    """Raises NotPublicError (`public`) when anyone but staff asks about what is yet to come."""
    if at > now:
        for_staff(request, "what is yet to come")


def _some(value: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}
