"""Shared bicycles in the three versions of GBFS: the same figures, missing ones never counted as zero."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
        {"station_id": "unknown", bikes: 50, "num_docks_available": 0, "is_installed": yes, "is_renting": yes},
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


NOW = datetime.fromtimestamp(1_795_000_000, UTC)


def counted(made: dict[str, Any], information: Any = INFORMATION, now: datetime = NOW, **more: Any) -> gbfs.Bicycles:
    files = {"station_information": information, "station_status": made, **more}
    return gbfs.counted(gbfs.of(files, "x", now))


@pytest.mark.parametrize("made", [status(), status("num_vehicles_available", True, False)])
def test_only_stations_in_use_are_counted(made: dict[str, Any]) -> None:
    bicycles = counted(made)
    assert (bicycles.stations, bicycles.capacity, bicycles.bikes, bicycles.docks) == (2, 35, 7, 28)
    assert (bicycles.updated, bicycles.slow) == (NOW, "")
    assert bicycles.left_out == ("1 of 4 stations are in no count: station_information does not have them",)


def test_a_dead_feed_is_no_figure_and_a_late_one_says_so() -> None:
    assert "the feed is dead" in refusal(counted, status(), INFORMATION, NOW + timedelta(days=2))
    assert "3 hours ago" in counted(status(), now=NOW + timedelta(hours=3)).slow


def test_a_figure_one_station_does_not_say_is_unknown() -> None:
    lacking = stations({"station_id": "1", "num_bikes_available": 7}, {"station_id": "2", "num_docks_available": 1})
    bicycles = counted(lacking)
    assert (bicycles.stations, bicycles.bikes, bicycles.docks) == (2, None, None)
    assert bicycles.left_out == ("1 of 3 stations are in no count: station_status does not have them",)


def test_a_station_that_takes_none_back_has_no_free_place() -> None:
    made = stations(
        {"station_id": "1", "num_bikes_available": 7, "num_docks_available": 13, "is_renting": 1, "is_returning": 0},
        {"station_id": "2", "num_bikes_available": 3, "num_docks_available": 12, "is_renting": 0, "is_returning": 1},
    )
    bicycles = counted(made)
    assert (bicycles.stations, bicycles.bikes, bicycles.docks) == (1, 7, 12)


# --- scooters are no bicycles --------------------------------------------------------------------------------------


def types(**forms: str) -> dict[str, Any]:
    listed = [
        {"vehicle_type_id": name, "form_factor": form, "propulsion_type": "human"} for name, form in forms.items()
    ]
    return file({"vehicle_types": listed})


MIXED = types(b="bicycle", c="cargo_bicycle", s="scooter_standing")


def available(total: int, **counts: int) -> dict[str, Any]:
    by_type = [{"vehicle_type_id": name, "count": count} for name, count in counts.items()]
    return {"num_vehicles_available": total, "num_docks_available": 1, "vehicle_types_available": by_type}


def test_scooters_at_a_station_are_no_bicycles() -> None:
    """Station 1: four bicycles, a cargo bicycle, six scooters; station 2: two scooters."""
    made = stations({"station_id": "1", **available(11, b=4, c=1, s=6)}, {"station_id": "2", **available(2, s=2)})
    bicycles = counted(made, vehicle_types=MIXED)
    assert (bicycles.stations, bicycles.bikes) == (2, 5)
    assert (bicycles.capacity, bicycles.docks) == (None, None)  # they take scooters, too


def test_types_that_do_not_make_the_whole_are_refused() -> None:
    made = stations({"station_id": "1", **available(11, b=4, c=1, s=5)})
    sentence = "station '1' has 11 vehicles and 10 by their types, expected the same"
    assert sentence in refusal(lambda: counted(made, vehicle_types=MIXED))


def test_a_system_of_bicycles_only_need_not_say_how_many_of_each() -> None:
    made = stations({"station_id": "1", "num_bikes_available": 7, "num_docks_available": 13})
    bicycles = counted(made, vehicle_types=types(b="bicycle", e="bicycle"))
    assert (bicycles.bikes, bicycles.capacity, bicycles.docks) == (7, 20, 13)


@pytest.mark.parametrize("name", ["vehicle_status", "free_bike_status"])
def test_bicycles_that_stand_free_are_counted_with_those_at_stations(name: str) -> None:
    """Of six vehicles one is reserved, one disabled, one a scooter, one at a station, where it is counted."""
    vehicles = [
        {"vehicle_type_id": "b", "is_reserved": False, "is_disabled": False},
        {"vehicle_type_id": "c", "is_reserved": 0, "is_disabled": 0},
        {"vehicle_type_id": "b", "is_reserved": True, "is_disabled": False},
        {"vehicle_type_id": "b", "is_reserved": False, "is_disabled": 1},
        {"vehicle_type_id": "s", "is_reserved": False, "is_disabled": False},
        {"vehicle_type_id": "b", "is_reserved": False, "is_disabled": False, "station_id": "1"},
    ]
    free = file({"vehicles" if name == "vehicle_status" else "bikes": vehicles})
    made = stations({"station_id": "1", **available(5, b=4, s=1)})
    assert counted(made, vehicle_types=MIXED, **{name: free}).bikes == 6
    alone = gbfs.counted(gbfs.of({name: free, "vehicle_types": MIXED}, "x", NOW))
    assert (alone.stations, alone.capacity, alone.bikes, alone.docks) == (None, None, 3, None)


def test_types_that_no_file_tells_may_be_scooters() -> None:
    made = stations({"station_id": "1", **available(11, b=4, s=7)})
    assert "a vehicle at station '1' is of the vehicle type 'b', expected `vehicle_types`" in refusal(counted, made)
    free = {"vehicle_status": file({"vehicles": [{"vehicle_id": "a", "vehicle_type_id": "b"}]})}
    assert "vehicle 'a' is of the vehicle type 'b', expected `vehicle_types`" in refusal(
        lambda: gbfs.counted(gbfs.of(free, "x", NOW))
    )


def test_a_system_without_stations_is_read_and_one_with_nothing_is_not() -> None:
    index = file(
        {"feeds": [{"name": name, "url": f"https://b/{name}"} for name in ("vehicle_types", "vehicle_status")]}
    )
    assert list(gbfs.feeds(index, "x")) == ["vehicle_types", "vehicle_status"]
    assert "is the file of stations of a system, expected the address of its gbfs.json" in refusal(
        gbfs.feeds, INFORMATION, "x"
    )


def test_a_flag_that_one_station_lacks_is_not_guessed() -> None:
    made = status()
    del made["data"]["stations"][1]["is_renting"]
    assert "is_renting of station '2': found None, expected true or false" in refusal(counted, made)
    for each in made["data"]["stations"]:
        each.pop("is_renting", None)
    assert counted(made).bikes == 7  # a feed that never says it rents


def whole() -> dict[str, Any]:
    """Five bicycles at stations, two that stand free, among scooters."""
    flags = {"is_installed": True, "is_renting": True, "is_returning": True}
    vehicles = [
        {"vehicle_id": str(n), "vehicle_type_id": kind, "is_reserved": n == 0, "is_disabled": n == 1}
        for n, kind in enumerate("bbbcs")
    ]
    return {
        "station_information": msgspec.json.decode(msgspec.json.encode(INFORMATION)),
        "station_status": stations(
            {"station_id": "1", **flags, **available(11, b=4, c=1, s=6)},
            {"station_id": "2", **flags, **available(2, s=2)},
            {"station_id": "3", **flags, "is_renting": False, **available(9, b=9)},
        ),
        "vehicle_types": types(b="bicycle", c="cargo_bicycle", s="scooter_standing"),
        "vehicle_status": file({"vehicles": vehicles}),
    }


def inner(value: Any) -> list[Any]:
    """Every object and every list within a value, itself among them."""
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [
        *([value] if isinstance(value, dict | list) and value else []),
        *(each for one in below for each in inner(one)),
    ]


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_changed_system_gives_the_same_count_or_says_what_it_leaves_out(data: st.DataObject) -> None:
    """A key or an element less, renamed, null, or there twice."""
    assert gbfs.counted(gbfs.of(whole(), "x", NOW)).bikes == 7
    system = whole()
    there = data.draw(st.sampled_from(inner({name: each["data"] for name, each in system.items()})[1:]))
    if isinstance(there, list):
        at = data.draw(st.integers(0, len(there) - 1))
        there.append(there[at])
    else:
        key = data.draw(st.sampled_from(sorted(there)))
        how = data.draw(st.sampled_from(["less", "renamed", "null", "text"]))
        value = there.pop(key)
        if how != "less":
            there[key + "_2" if how == "renamed" else key] = {"renamed": value, "null": None, "text": "x"}[how]
    try:
        bicycles = gbfs.counted(gbfs.of(system, "x", NOW))
    except RefusedError:
        return
    assert bicycles.bikes in (7, None) or bicycles.left_out, there


MANY = stations({"station_id": "1", "num_bikes_available": 7}, {"station_id": "1", "num_bikes_available": 7})


@pytest.mark.parametrize(
    ("run", "args", "sentence"),
    [
        (gbfs.decoded, (b"[]", "x"), "is no file of a GBFS system"),
        (gbfs.decoded, (b'{"data": {}}', "x"), "is no file of a GBFS system"),
        (gbfs.feeds, (file({"en": {"feeds": FEEDS[2:]}}), "x"), "lists x; expected station_information"),
        (gbfs.feeds, (file({}), "x"), "lists nothing"),
        (counted, (stations(),), "has no station in use"),
        (counted, (file({"stations": [1]}),), "has no list of stations with a station_id"),
        (counted, (MANY,), "has the station '1' 2 times, expected each once"),
        (
            counted,
            (stations({"station_id": "1", "num_bikes_available": "7"}),),
            "station '1': found '7', expected a number of bicycles",
        ),
        (
            counted,
            (stations({"station_id": "1", "num_bikes_available": 7, "is_renting": "false"}),),
            "is_renting of station '1': found 'false', expected true or false",
        ),
    ],
)
def test_what_is_no_system_is_refused(run: Any, args: tuple[Any, ...], sentence: str) -> None:
    assert sentence in refusal(run, *args)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"vehicle_types": types(s="scooter")}, "shares vehicles of the form scooter, expected bicycles among them"),
        ({"vehicle_types": types(b="bicycle", x="hoverboard")}, "has the form factor 'hoverboard', expected one of"),
        ({"vehicle_types": file({"vehicle_types": [{"id": 1}]})}, "has no list of `vehicle_types` with a form_factor"),
        ({"vehicle_types": MIXED}, "station '1' has 7 vehicles, expected `vehicle_types_available`"),
        ({"vehicle_status": file({"x": []})}, "has no list of vehicles in `data.vehicles` or `data.bikes`"),
        (
            {
                "vehicle_types": types(b="bicycle", e="bicycle"),
                "vehicle_status": file({"vehicles": [{"vehicle_type_id": 3}]}),
            },
            "vehicle 0 is of the vehicle type 3, expected one of b, e",
        ),
    ],
)
def test_what_may_be_no_bicycle_is_refused(more: dict[str, Any], sentence: str) -> None:
    assert sentence in refusal(lambda: counted(status(), **more))
