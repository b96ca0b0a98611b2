"""The instant a page is asked for: each hour that comes twice has an address, and one that is skipped is said."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from control_server.http import instant
from tests.server.simulator import Simulated
from tests.server.wall.browser import AT, Client, text

BUCHAREST = ZoneInfo("Europe/Bucharest")
NIGHT = datetime(2026, 10, 25, 0, 15, tzinfo=UTC)
"""03:15 in Bucharest for the first time; an hour later it is 03:15 for the second time."""


def query(address: str) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(address).items()}


async def test_without_a_time_it_is_now(city: Simulated) -> None:
    asked = instant.asked_instant(city.server.questions, "gara", BUCHAREST, {"at": ""})
    assert asked == instant.AskedInstant(city.clock(), given=False, other=None, skipped=None)


async def test_an_hour_that_comes_twice_knows_its_other(city: Simulated) -> None:
    def asked(**query: str) -> instant.AskedInstant:
        return instant.asked_instant(city.server.questions, "gara", BUCHAREST, query)

    again = NIGHT + timedelta(hours=1)
    first, second = asked(at="2026-10-25T03:15"), asked(at="2026-10-25T03:15", which=instant.SECOND)
    assert (first.at, first.other) == (NIGHT, again)
    assert (second.at, second.other) == (again, NIGHT)
    assert asked(at="2026-10-25T12:00", which=instant.SECOND).other is None


async def test_a_time_that_the_clocks_skip_is_said(city: Simulated) -> None:
    asked = instant.asked_instant(city.server.questions, "gara", BUCHAREST, {"at": "2027-03-28T03:30"})
    assert asked.at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert asked.skipped and "03:30 nu există" in asked.skipped


SECONDS = st.integers(0, 400 * 86_400).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=n))


@given(at=SECONDS | st.integers(-7200, 7200).map(lambda n: NIGHT + timedelta(seconds=n)))
def test_an_address_leads_to_its_instant(at: datetime) -> None:
    asked = query(instant.address(at, BUCHAREST))
    local = datetime.fromisoformat(asked["at"]).replace(tzinfo=BUCHAREST, fold=asked.get("which") == instant.SECOND)
    assert local.astimezone(UTC) == at
    assert instant.second(at, BUCHAREST) == ("which" in asked)


async def test_an_hour_that_happens_twice_has_a_way_to_each(staff: Client) -> None:
    first = await (await staff.get("/displays/gara?at=2026-10-25T03:15:00")).text()
    assert 'href="/displays/gara?at=2026-10-25T03:15:00&amp;which=second">Arată a doua oară<' in first
    assert 'name="which"' not in first
    second = await (await staff.get("/displays/gara?at=2026-10-25T03:15:00&which=second")).text()
    assert 'href="/displays/gara?at=2026-10-25T03:15:00">Arată prima dată<' in second
    assert '<input type="hidden" name="which" value="second">' in second  # the form asks for the one that is shown
    stays = '<span class="one">({})</span>'
    header_sentence_and_row = 3
    assert first.count(stays.format("prima dată")) >= header_sentence_and_row and "a doua oară)" not in first
    assert second.count(stays.format("a doua oară")) >= header_sentence_and_row and "prima dată)" not in second
    for same in ("2026-10-25T03:15:00%2B02:00", "2026-10-25T03:15:00+02:00&which=second"):
        assert 'value="second"' in await (await staff.get(f"/displays/gara?at={same}")).text()
    assert 'value="second"' not in await (await staff.get("/displays/gara?at=2026-10-25T12:00&which=second")).text()


async def test_a_time_that_does_not_exist_is_said(staff: Client) -> None:
    sentence = "03:30 nu există în noaptea aceasta; se arată 04:30."
    assert sentence in await text(staff, "/displays/gara?at=2027-03-28T03:30")
    assert "nu există" not in await text(staff, "/displays/gara?at=2027-03-28T04:30")


async def test_rows_lead_to_their_instants(staff: Client) -> None:
    page = await (await staff.get(f"/displays/gara?at={AT}:00")).text()
    assert re.findall(r'<td><a href="(.+?)"', page)[0] == f"/displays/gara?at={AT}:00"
    night = await (await staff.get("/displays/gara?at=2026-10-25T03:15:00&which=second")).text()
    assert "&amp;which=second" in re.findall(r'<td><a href="(.+?)"', night)[0]


def test_an_address_is_of_the_whole_second_at_which_what_began_before_it_shows() -> None:
    zone = ZoneInfo("Europe/Bucharest")
    began = datetime(2026, 11, 23, 10, 0, 59, 19_383, tzinfo=UTC)
    assert instant.address(began, zone) == "at=2026-11-23T12:01:00"
    assert instant.address(began.replace(microsecond=0), zone) == "at=2026-11-23T12:00:59"
