"""How old a file of a GBFS system is: whether it still says something of today.

Decides what a dead feed is and what a late one. The time now is given.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from content.findings import refused
from content.phrases import said

OLDEST = timedelta(hours=24)
"""A feed that is older says nothing of today."""
LATE = timedelta(hours=1)
"""A feed that is older is told to be late."""
AHEAD = timedelta(minutes=10)
"""What the clock of a source may be ahead of ours."""
LEAST_INSTANT = 946_684_800
"""The year 2000 in seconds: a station that never reported says 0 or 86,400."""


def alive(value: Mapping[str, Any], where: str, now: datetime) -> datetime:
    """When a file was updated. Raises RefusedError when that is too long ago, or has not come yet."""
    updated = _instant(value["last_updated"], where)
    stations = value["data"].get("stations")
    reports = [
        _instant(stamp, where)
        for each in (stations if isinstance(stations, list) else [])
        if isinstance(each, dict) and _reported(stamp := each.get("last_reported"))
    ]
    latest = min(updated, max(reports)) if reports else updated
    age = now - latest
    if age > OLDEST:
        what = said("was last updated") if latest == updated else said("has no station that reported since")
        limit = said("{oldest:.0f} hours", oldest=OLDEST.total_seconds() / 3600)
        message = said(
            "{what} {latest:%Y-%m-%d %H:%M} UTC, {age} ago; expected at most {limit}: the feed is dead",
            what=what,
            latest=latest,
            age=_long(age),
            limit=limit,
        )
        raise refused("gbfs", where, message)
    if -age > AHEAD:
        message = said(
            "was last updated {latest:%Y-%m-%d %H:%M} UTC, which has not come yet; expected a time that has",
            latest=latest,
        )
        raise refused("gbfs", where, message)
    return updated


def late(value: Mapping[str, Any], where: str, now: datetime) -> str:
    """That a file is older than an hour and than its `ttl` (seconds until it expects to say something new)."""
    age = now - _instant(value["last_updated"], where)
    ttl = value.get("ttl")
    promised = timedelta(seconds=min(ttl, 10**6)) if isinstance(ttl, int) else timedelta()
    if age <= max(LATE, promised):
        return ""
    return said(
        "the source was last updated {age} ago, and says that it is every {promised:.0f} s",
        age=_long(age),
        promised=promised.total_seconds(),
    )


def _reported(value: Any) -> bool:
    """Whether this is the instant of a report: seconds of a station that never did are none."""
    return bool(value) and not (isinstance(value, int) and value < LEAST_INSTANT)


def _long(age: timedelta) -> str:
    return (
        said("{days} days", days=age.days) if age.days > 1 else said("{age:.0f} hours", age=age.total_seconds() / 3600)
    )


def _instant(value: Any, where: str) -> datetime:
    """Seconds since 1970 (versions 1 and 2) or RFC 3339 (version 3)."""
    text = str(value)[:40]
    try:
        if isinstance(value, int | Decimal) or (text.isascii() and text.isdecimal()):
            return datetime.fromtimestamp(int(value), UTC)
        instant = datetime.fromisoformat(text.replace("Z", "+00:00"))
        if instant.utcoffset() is None:
            raise ValueError(text)
        return instant.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        raise refused(
            "gbfs", where, said("was last updated {text!r}, expected seconds or a time with offset", text=text)
        ) from None
