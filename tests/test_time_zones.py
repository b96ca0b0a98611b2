"""Names of time zones: IANA's are taken in, other files of a system's folder are not, wherever a name comes in."""

import base64
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.settings import Enrolment, read
from content import time_zones
from content.findings import RefusedError
from content.schedule.plan import Plan
from content.wire import Frame, Programme, limits
from tests import sample

ZONES = sorted(available_timezones() - {"localtime", "Factory"})


NO_ZONES = [
    "localtime",
    "posixrules",
    "Factory",
    "right/Europe/Bucharest",
    "posix/Europe/Bucharest",
    "Europe",
    "Europe/",
    "Europe/bucharest",
    " Europe/Bucharest",
    "Europe/Bucharest\n",
    "../Europe/Bucharest",
    "/usr/share/zoneinfo/Europe/Bucharest",
    "tzdata.zi",
    "EEST",
    "UTC+2",
    "",
]


def test_every_zone_of_iana_is_known_and_can_be_opened() -> None:
    for name in ZONES:
        assert time_zones.known(name), name
        assert ZoneInfo(name).key == name


@pytest.mark.parametrize("name", NO_ZONES)
def test_what_is_no_zone_of_iana_is_not_known(name: str) -> None:
    assert not time_zones.known(name)


@given(st.text(max_size=40) | st.builds("/".join, st.lists(st.sampled_from(["Europe", "right", "Mars", "", "."]))))
def test_any_text_is_answered(name: str) -> None:
    assert time_zones.known(name) == (name in ZONES)


NOW = datetime(2026, 11, 29, tzinfo=UTC)


@pytest.mark.parametrize("name", NO_ZONES)
def test_no_pack_takes_it_in(name: str) -> None:
    written = f'timezone: "{name.encode("unicode_escape").decode()}"'
    refusals = {
        "city.yaml:$": {"city": sample.CITY.replace("timezone: Europe/Bucharest", written)},
        "displays.yaml:$.displays[1].timezone": {"displays": f"{sample.DISPLAYS}    {written}\n"},
    }
    for where, change in refusals.items():
        with pytest.raises(RefusedError) as refusal:
            sample.parsed(**change)
        (finding,) = refusal.value.findings
        assert finding.where == where
        assert finding.message == f"found time zone {name!r}, expected an IANA name as Europe/Bucharest"


@pytest.mark.parametrize("name", NO_ZONES)
def test_no_enrolment_takes_it_in(tmp_path: Path, name: str) -> None:
    key = base64.b64encode(bytes(32)).decode()
    lines = ["display: gara", "site: proba", "city: Orașul", "password: p", "broker: {host: localhost, port: 1883}"]
    lines += ["server: http://localhost:8600", f"key: {key}", "width: 1280", "height: 720"]
    path = tmp_path / "enrolment.yaml"
    path.write_text("\n".join([*lines, "timezone: Antarctica/Troll"]))
    assert read(path, Enrolment).timezone == "Antarctica/Troll"
    path.write_text("\n".join([*lines, f'timezone: "{name.encode("unicode_escape").decode()}"']))
    with pytest.raises(RefusedError) as refusal:
        read(path, Enrolment)
    (finding,) = refusal.value.findings
    assert finding.message == f"found time zone {name!r}, expected an IANA name as Europe/Bucharest"


@pytest.mark.parametrize("name", [*NO_ZONES, "Europe/Bucharest"])
def test_no_display_plays_by_it(name: str) -> None:
    told = Programme(
        width=1280,
        height=720,
        plan=Plan(timezone=name),
        frames={},
        neutral=Frame(asset="0" * 64),
        assets={"0" * 64: 1},
    )
    expected = None if name == "Europe/Bucharest" else f"has the unknown time zone {name[:40]!r}"
    assert limits.programme_flaw(told) == expected
