"""The instant that a page is asked for, in local time as a form's field holds it.

Decides how an instant is written in an address: `at`, and `which=second` for a time that the clocks show for the second
time. Decides too what is said of a time that the clocks skip. Leaves out how a time is read (`schedule_questions`).
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from content import strict_yaml
from content.explain.sentences import Phrasebook
from control_server.http.schedule_questions import ScheduleQuestions, pasted

SECOND = "second"


class AskedInstant(NamedTuple):
    """The instant that a page is asked for.

    `at` (UTC) is now unless one was `given`. `other` (UTC) is the other instant at which the clocks show the same time.
    `skipped` is a sentence about a local time that does not exist.
    """

    at: datetime
    given: bool
    other: datetime | None
    skipped: str | None


def asked_instant(questions: ScheduleQuestions, display: str, zone: ZoneInfo, query: Mapping[str, str]) -> AskedInstant:
    """The instant that a query asks for. `zone` is the display's. Raises RefusedError (`unknown`, `time`)."""
    text = query.get("at") or None
    at = questions.instant(display, text)
    if text is None:
        return AskedInstant(at, given=False, other=None, skipped=None)
    other = _other(at, zone)
    moment = strict_yaml.moment(pasted(text))
    offset = getattr(moment.value, "tzinfo", None)
    if other and offset is None and query.get("which") == SECOND:
        at, other = other, at
    return AskedInstant(at, given=True, other=other, skipped=Phrasebook("ro", zone, at).skipped(moment))


def address(at: datetime, zone: ZoneInfo) -> str:
    """The query that asks for that instant, or the next whole second: `at=2026-10-25T03:15:00&which=second`.

    What was shown from a fraction of a second on is shown at the whole second after it.
    """
    at = at + timedelta(microseconds=-at.microsecond % 1_000_000)
    which = {"which": SECOND} if second(at, zone) else {}
    return urlencode({"at": field(at, zone), **which}, safe=":")


def field(at: datetime, zone: ZoneInfo) -> str:
    """`2026-11-23T12:00:00`, as a form's field holds it."""
    return f"{at.astimezone(zone):%Y-%m-%dT%H:%M:%S}"


def second(at: datetime, zone: ZoneInfo) -> bool:
    """Whether the clocks show that time for the second time."""
    return bool(at.astimezone(zone).fold)


def _other(at: datetime, zone: ZoneInfo) -> datetime | None:
    """The other instant (UTC) at which the clocks show the same time, if there is one."""
    local = at.astimezone(zone)
    again = local.replace(fold=1 - local.fold).astimezone(UTC)
    return None if again == at else again
