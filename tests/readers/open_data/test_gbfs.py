"""Shared bicycles in the three versions of GBFS: the same figures, missing ones never counted as zero."""

from datetime import UTC, datetime
from typing import Any

import pytest

from content.findings import RefusedError
from content.readers.open_data import gbfs

FEEDS = [{"name": name, "url": f"https://b/{name}.json"} for name in ("station_information", "station_status", "x")]


def file(data: Any, updated: Any = 1_795_000_000) -> dict[str, Any]:
    return {"last_updated": updated, "ttl": 60, "version": "2.3", "data": data}


def stations(*each: dict[str, Any]) -> dict[str, Any]:
    return file({"stations": list(each)})


INFORMATION = stations(
    {"station_id": "1", "name": "Piața Unirii", "lat": 45.7, "lon": 21.2, "capacity": 20},
    {"station_id": "2", "name": "Gara de Nord", "lat": 45.7, "lon": 21.2, "capacity": 15},
    {"station_id": "3", "name": "Depozit", "lat": 45.7, "lon": 21.2, "capacity": 99},
)


def status(bikes: str = "num_bikes_available", yes: Any = 1, no: Any = 0) -> dict[str, Any]:
    return stations(
        {"station_id": "1", bikes: 7, "num_docks_available": 13, "is_installed": yes, "is_renting": yes},
        {"station_id": "2", bikes: 0, "num_docks_available": 15, "is_installed": yes, "is_renting": yes},
        {"station_id": "3", bikes: 50, "num_docks_available": 0, "is_installed": no, "is_renting": no},
        {"station_id": "unknown", bikes: 50, "num_docks_available": 0},
    )


def refusal(run: Any, *args: Any) -> str:
    with pytest.raises(RefusedError) as refused:
        run(*args)
    return refused.value.findings[0].message


@pytest.mark.parametrize(
    "index",
    [
        file({"feeds": FEEDS}, "2026-11-24T14:26:40+02:00"),
        file({"en": {"feeds": FEEDS}}),
        file({"ro": {"feeds": FEEDS}}),
    ],
    ids=["3", "2", "1"],
)
def test_the_files_of_a_system(index: dict[str, Any]) -> None:
    addresses = gbfs.feeds(index, "x")
    assert addresses["station_status"] == "https://b/station_status.json"


@pytest.mark.parametrize(
    ("made", "updated"),
    [
        (status(), 1_795_000_000),
        ({**status("num_vehicles_available", True, False), "last_updated": "2026-11-18T11:06:40Z"}, None),
        ({**status("num_vehicles_available", True, False), "last_updated": "2026-11-18T13:06:40+02:00"}, None),
    ],
)
def test_only_stations_in_use_are_counted(made: dict[str, Any], updated: int | None) -> None:
    stations = gbfs.counted(INFORMATION, made, "x")
    assert (stations.stations, stations.capacity, stations.bikes, stations.docks, stations.ttl) == (2, 35, 7, 28, 60)
    assert stations.updated == datetime.fromtimestamp(1_795_000_000, UTC)


def test_a_figure_one_station_does_not_say_is_unknown() -> None:
    lacking = stations({"station_id": "1", "num_bikes_available": 7}, {"station_id": "2", "num_docks_available": 1})
    counted = gbfs.counted(INFORMATION, lacking, "x")
    assert (counted.stations, counted.bikes, counted.docks) == (2, None, None)


@pytest.mark.parametrize(
    ("run", "args", "sentence"),
    [
        (gbfs.decoded, (b"[]", "x"), "is no file of a GBFS system"),
        (gbfs.decoded, (b'{"data": {}}', "x"), "is no file of a GBFS system"),
        (gbfs.feeds, (file({"en": {"feeds": FEEDS[2:]}}), "x"), "lists x; expected station_information"),
        (gbfs.feeds, (file({}), "x"), "lists nothing"),
        (gbfs.counted, (INFORMATION, stations(), "x"), "has no station in use"),
        (gbfs.counted, (INFORMATION, file({"stations": [1]}), "x"), "has no list of stations with a station_id"),
        (gbfs.counted, (INFORMATION, {**status(), "last_updated": "ieri"}, "x"), "was last updated 'ieri'"),
        (
            gbfs.counted,
            (INFORMATION, stations({"station_id": "1", "num_bikes_available": "7"}), "x"),
            "found '7', expected a number of bicycles",
        ),
    ],
)
def test_what_is_no_system_is_refused(run: Any, args: tuple[Any, ...], sentence: str) -> None:
    assert sentence in refusal(run, *args)
