"""Shared bicycles, from GBFS 1, 2 and 3 (https://gbfs.org/specification/reference/).

Decides how many stations, places and available bicycles there are, and of when. Scooters and cars of the same system
are no bicycles; what is disabled or reserved is not available. A feed that nobody updates is refused. Leaves out which
files are asked for (`imports.dataset`).
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from content.findings import refused
from content.phrases import said
from content.readers.open_data import feed_age, records

FREE = ("vehicle_status", "free_bike_status")
"""What the file of vehicles is called, in version 3 and before: those that stand free, and others."""
OPTIONAL = ("vehicle_types", *FREE)
STATIONS = ("station_information", "station_status")
BICYCLES = frozenset({"bicycle", "cargo_bicycle"})
"""Form factors that are bicycles, with a motor or without."""
_OTHER_FORMS = frozenset({"car", "moped", "scooter", "scooter_standing", "scooter_seated", "other"})


class Bicycles(NamedTuple):
    """What a system has at an instant (UTC). None: not all of its stations say it, or it has none."""

    stations: int | None
    capacity: int | None
    bikes: int | None
    docks: int | None
    updated: datetime
    slow: str = ""
    """That the source is late, in a sentence; "" when it is not."""
    left_out: tuple[str, ...] = ()
    """What is in no count, a sentence each."""


class Files(NamedTuple):
    """The files of a system, None where it has none; `where` is what findings call the system."""

    where: str
    now: datetime
    information: Mapping[str, Any] | None
    status: Mapping[str, Any] | None
    types: Mapping[str, Any] | None = None
    free: Mapping[str, Any] | None = None


def of(files: Mapping[str, Mapping[str, Any]], where: str, now: datetime) -> Files:
    """The files of a system by their names, as `feeds` has them."""
    free = next((files[name] for name in FREE if name in files), None)
    information, status = (files.get(name) for name in STATIONS)
    return Files(where, now, information, status if information else None, files.get("vehicle_types"), free)


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
    """The files of a system by name, from its gbfs.json: version 3 lists them once, versions 1 and 2 per language.

    Raises RefusedError when it lists neither stations nor vehicles.
    """
    data = value["data"]
    for part in ("stations", "bikes", "vehicles", "vehicle_types"):
        if part in data:
            raise refused(
                "gbfs",
                where,
                said("is the file of {part} of a system, expected the address of its gbfs.json", part=part),
            )
    lists = [data.get("feeds"), *(inner.get("feeds") for inner in data.values() if isinstance(inner, dict))]
    listed = next((each for each in lists if isinstance(each, list)), [])
    addresses = {
        str(feed.get("name")): feed["url"]
        for feed in listed
        if isinstance(feed, dict) and isinstance(feed.get("url"), str)
    }
    if not addresses.keys() >= set(STATIONS) and not addresses.keys() & set(FREE):
        there = ", ".join(addresses) or "nothing"
        raise refused(
            "gbfs",
            where,
            said(
                "lists {there}; expected {stations}, or {free}",
                there=there,
                stations=" and ".join(STATIONS),
                free=" or ".join(FREE),
            ),
        )
    return {name: addresses[name] for name in (*STATIONS, *OPTIONAL) if name in addresses}


def counted(files: Files) -> Bicycles:
    """What is in use: at stations, and standing free.

    Raises RefusedError: a dead feed, no bicycle and no station, a cell that cannot be, a vehicle of an unknown kind.
    """
    parts = [part for part in (files.status, files.free) if part is not None]
    updated = min(feed_age.alive(part, files.where, files.now) for part in parts)
    slow = next((late for part in parts if (late := feed_age.late(part, files.where, files.now))), "")
    kinds = _bicycle_types(files)
    stands = _Stations(files, kinds) if files.status is not None else None
    free = _free(files, kinds, has_stations=stands is not None)
    if stands is None:
        return Bicycles(None, None, free, None, updated, slow)
    bikes = stands.bikes()
    only_bicycles = kinds is None or all(kinds.values())
    return Bicycles(
        stations=len(stands.renting),
        capacity=stands.capacity() if only_bicycles else None,
        bikes=None if bikes is None else bikes + free,
        docks=stands.docks() if only_bicycles else None,
        updated=updated,
        slow=slow,
        left_out=stands.left_out(),
    )


# --- what is a bicycle ---------------------------------------------------------------------------------------------


def _bicycle_types(files: Files) -> dict[str, bool] | None:
    """Vehicle type → whether it is a bicycle. None where the system lists no types: then all are bicycles.

    Source: "If this file is not included, then all vehicles in the feed are assumed to be non-motorized bicycles."
    """
    if files.types is None:
        return None
    listed = files.types["data"].get("vehicle_types")
    if not isinstance(listed, list) or not all(
        isinstance(each, dict) and isinstance(each.get("form_factor"), str) for each in listed
    ):
        raise refused("gbfs", files.where, "has no list of `vehicle_types` with a form_factor, expected one")
    _once([each.get("vehicle_type_id") for each in listed], files.where, "vehicle type")
    if new := sorted({each["form_factor"] for each in listed} - BICYCLES - _OTHER_FORMS):
        known = ", ".join(sorted(BICYCLES | _OTHER_FORMS))
        raise refused(
            "gbfs",
            files.where,
            said("has the form factor {new!r}, expected one of {known}", new=new[0][:40], known=known),
        )
    kinds = {str(each.get("vehicle_type_id")): each["form_factor"] in BICYCLES for each in listed}
    if kinds and not any(kinds.values()):
        there = ", ".join(sorted({str(each["form_factor"]) for each in listed}))
        raise refused(
            "gbfs", files.where, said("shares vehicles of the form {there}, expected bicycles among them", there=there)
        )
    return kinds or None


def _is_bicycle(kinds: dict[str, bool] | None, type_id: Any, where: str, of: str) -> bool:
    if kinds is None:
        if type_id is not None:
            raise refused(
                "gbfs",
                where,
                said(
                    "{value} is of the vehicle type {type_id!r}, expected `vehicle_types` to tell it",
                    value=of,
                    type_id=type_id,
                ),
            )
        return True
    if type_id is None and len(set(kinds.values())) == 1:
        return True
    if str(type_id) not in kinds:
        there = ", ".join(kinds)
        raise refused(
            "gbfs",
            where,
            said(
                "{value} is of the vehicle type {type_id!r}, expected one of {there}",
                value=of,
                type_id=type_id,
                there=there,
            ),
        )
    return kinds[str(type_id)]


def _free(files: Files, kinds: dict[str, bool] | None, *, has_stations: bool) -> int:
    """Bicycles that stand free and can be had; those at a station are counted there."""
    if files.free is None:
        return 0
    data = files.free["data"]
    listed = data.get("vehicles", data.get("bikes"))
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise refused("gbfs", files.where, "has no list of vehicles in `data.vehicles` or `data.bikes`, expected one")
    _once([each.get("vehicle_id", each.get("bike_id", n)) for n, each in enumerate(listed)], files.where, "vehicle")
    count, flags = 0, {flag: _default(listed, flag, value=False) for flag in ("is_disabled", "is_reserved")}
    for number, each in enumerate(listed):
        name = said("vehicle {each!r}", each=each.get("vehicle_id", each.get("bike_id", number)))
        if has_stations and each.get("station_id") is not None:
            continue
        away = [
            _flag(each.get(flag, default), files.where, said("{flag} of {name}", flag=flag, name=name))
            for flag, default in flags.items()
        ]
        count += not any(away) and _is_bicycle(kinds, each.get("vehicle_type_id"), files.where, name)
    return count


# --- stations ------------------------------------------------------------------------------------------------------


class _Stations:
    """The stations that are in use, of both files."""

    def __init__(self, files: Files, kinds: dict[str, bool] | None) -> None:
        self.where, self.kinds = files.where, kinds
        self.known = {str(each["station_id"]): each for each in _listed(files.information or {"data": {}}, files.where)}
        status = _listed(files.status or {"data": {}}, files.where)
        self.strangers = sum(str(each["station_id"]) not in self.known for each in status)
        self.silent = len(self.known.keys() - {str(each["station_id"]) for each in status})
        flags = ("is_installed", "is_renting", "is_returning")
        self.defaults = {flag: _default(status, flag, value=True) for flag in flags}
        there = [each for each in status if str(each["station_id"]) in self.known and self._is(each, "is_installed")]
        self.renting = [each for each in there if self._is(each, "is_renting")]
        self.returning = [each for each in there if self._is(each, "is_returning")]
        if not self.renting:
            raise refused("gbfs", self.where, "has no station in use, expected at least one")

    def _is(self, station: dict[str, Any], flag: str) -> bool:
        return _flag(
            station.get(flag, self.defaults[flag]),
            self.where,
            said("{flag} of {station}", flag=flag, station=_name(station)),
        )

    def capacity(self) -> int | None:
        return self._sum([(each, self.known[str(each["station_id"])].get("capacity")) for each in self.renting])

    def docks(self) -> int | None:
        return self._sum([(each, each.get("num_docks_available")) for each in self.returning])

    def bikes(self) -> int | None:
        return self._sum([(each, self._bikes_at(each)) for each in self.renting])

    def _bikes_at(self, station: dict[str, Any]) -> Any:
        """The available bicycles of a station.

        Raises RefusedError when it has other vehicles too, and does not say how many of each.
        """
        vehicles = station.get("num_vehicles_available", station.get("num_bikes_available"))
        by_type = station.get("vehicle_types_available")
        if (self.kinds is None and not by_type) or (self.kinds and all(self.kinds.values())) or vehicles == 0:
            return vehicles
        if not isinstance(by_type, list) or not all(isinstance(each, dict) for each in by_type):
            message = said(
                "has {vehicles} vehicles, expected `vehicle_types_available` to say which are bicycles",
                vehicles=vehicles,
            )
            raise refused("gbfs", self.where, said("{station} {message}", station=_name(station), message=message))
        every = self._sum([(station, each.get("count")) for each in by_type])
        if None not in (every, vehicles) and every != vehicles:
            message = said(
                "{station} has {vehicles} vehicles and {every} by their types, expected the same",
                station=_name(station),
                vehicles=vehicles,
                every=every,
            )
            raise refused("gbfs", self.where, message)
        return self._sum(
            [
                (station, each.get("count"))
                for each in by_type
                if _is_bicycle(
                    self.kinds,
                    each.get("vehicle_type_id"),
                    self.where,
                    said("a vehicle at {station}", station=_name(station)),
                )
            ]
        )

    def _sum(self, values: list[tuple[dict[str, Any], Any]]) -> int | None:
        """The sum; None as soon as one value is missing, as a sum of the others would be too small."""
        for station, value in values:
            wrong = not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 100_000
            if value is not None and wrong:
                message = said(
                    "{station}: found {value!r}, expected a number of bicycles or places",
                    station=_name(station),
                    value=value,
                )
                raise refused("gbfs", self.where, message)
        return None if any(value is None for _, value in values) else sum(value for _, value in values)

    def left_out(self) -> tuple[str, ...]:
        """Stations that only one of the two files has."""
        told = (
            (self.strangers, "station_information does not have them"),
            (self.silent, "station_status does not have them"),
        )
        every = len(self.known) + self.strangers
        return tuple(
            said("{count} of {every} stations are in no count: {why}", count=count, every=every, why=why)
            for count, why in told
            if count
        )


def _name(station: dict[str, Any]) -> str:
    return said("station {station!r}", station=str(station["station_id"])[:40])


def _default(listed: list[dict[str, Any]], flag: str, *, value: bool) -> bool | None:
    """What a flag is where it is missing: the default of a feed that has it nowhere, nothing in a feed that has it."""
    return None if any(flag in each for each in listed) else value


def _flag(value: Any, where: str, what: str) -> bool:
    """Versions 2 and 3 write true, version 1 writes 1."""
    if value not in (0, 1) or isinstance(value, float):
        raise refused("gbfs", where, said("{what}: found {value!r}, expected true or false", what=what, value=value))
    return bool(value)


def _listed(value: Mapping[str, Any], where: str) -> list[dict[str, Any]]:
    """The stations of a file. Raises RefusedError when there is no list of them, or one is in it twice."""
    stations = value["data"].get("stations")
    if not isinstance(stations, list) or not all(isinstance(each, dict) and "station_id" in each for each in stations):
        raise refused("gbfs", where, "has no list of stations with a station_id in `data.stations`, expected one")
    _once([each["station_id"] for each in stations], where, "station")
    return stations


def _once(names: list[Any], where: str, what: str) -> None:
    """Raises RefusedError when a name is there twice."""
    name, times = next(iter(Counter(map(str, names)).most_common(1)), ("", 0))
    if times > 1:
        raise refused(
            "gbfs",
            where,
            said("has the {what} {name!r} {times} times, expected each once", what=what, name=name[:40], times=times),
        )
