"""Shared bicycles at stations, from GBFS 1, 2 and 3 (https://gbfs.org/specification/reference/).

Decides how many stations, places and available bicycles there are, and of when. Leaves out bicycles that stand free,
and which files are asked for (`imports.dataset`).
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from content.findings import refused
from content.readers.open_data import records


class Stations(NamedTuple):
    """What a system's stations hold at an instant (UTC). None: not all of them say it."""

    stations: int
    capacity: int | None
    bikes: int | None
    docks: int | None
    updated: datetime
    ttl: int
    """Seconds until the source expects to say something new."""


def decoded(data: bytes, where: str) -> Mapping[str, Any]:
    """One file of a system. Raises RefusedError when it has no `data` and `last_updated`."""
    value = records.decoded(data, where)
    if not is_gbfs(value):
        raise refused("gbfs", where, "is no file of a GBFS system, expected `last_updated` and `data`")
    document: Mapping[str, Any] = value
    return document


def is_gbfs(value: Any) -> bool:
    """Whether this can be a file of a system."""
    return isinstance(value, dict) and "last_updated" in value and isinstance(value.get("data"), dict)


def feeds(value: Mapping[str, Any], where: str) -> dict[str, str]:
    """The files of a system by name, from its gbfs.json: version 3 lists them once, versions 1 and 2 per language."""
    data = value["data"]
    lists = [data.get("feeds"), *(inner.get("feeds") for inner in data.values() if isinstance(inner, dict))]
    listed = next((each for each in lists if isinstance(each, list)), [])
    addresses = {str(feed.get("name")): str(feed.get("url")) for feed in listed if isinstance(feed, dict)}
    for name in ("station_information", "station_status"):
        if name not in addresses:
            there = ", ".join(addresses) or "nothing"
            raise refused("gbfs", where, f"lists {there}; expected {name}: only systems with stations are read")
    return addresses


def counted(information: Mapping[str, Any], status: Mapping[str, Any], where: str) -> Stations:
    """The stations that are in use, of both files. Raises RefusedError when none is, or a number is none."""
    known = {str(each.get("station_id")): each for each in _stations(information, where)}
    using = [
        each
        for each in _stations(status, where)
        if str(each.get("station_id")) in known and each.get("is_installed", True) and each.get("is_renting", True)
    ]
    if not using:
        raise refused("gbfs", where, "has no station in use, expected at least one")
    return Stations(
        stations=len(using),
        capacity=_sum([known[str(each["station_id"])].get("capacity") for each in using], where),
        bikes=_sum([each.get("num_vehicles_available", each.get("num_bikes_available")) for each in using], where),
        docks=_sum([each.get("num_docks_available") for each in using], where),
        updated=_instant(status["last_updated"], where),
        ttl=status["ttl"] if isinstance(status.get("ttl"), int) else 0,
    )


def _stations(value: Mapping[str, Any], where: str) -> list[dict[str, Any]]:
    stations = value["data"].get("stations")
    if not isinstance(stations, list) or not all(isinstance(each, dict) and "station_id" in each for each in stations):
        raise refused("gbfs", where, "has no list of stations with a station_id in `data.stations`, expected one")
    return stations


def _sum(values: list[Any], where: str) -> int | None:
    """The sum; None as soon as one value is missing, as a sum of the others would be too small."""
    for value in values:
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 100_000):
            raise refused("gbfs", where, f"found {value!r}, expected a number of bicycles or places")
    return None if None in values else sum(values)


def _instant(value: Any, where: str) -> datetime:
    """Seconds since 1970 (versions 1 and 2) or RFC 3339 (version 3)."""
    try:
        if isinstance(value, int):
            return datetime.fromtimestamp(value, UTC)
        instant = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except (ValueError, OverflowError, OSError):
        raise refused("gbfs", where, f"was last updated {value!r}, expected seconds or a time with offset") from None
    return instant.astimezone(UTC)
