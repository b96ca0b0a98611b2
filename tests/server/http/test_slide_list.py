"""The slides of the published pack: state, displays, languages, findings once each, and the open change of each."""

import pytest

from control_server.http import slide_list
from control_server.http.slide_filters import Shown
from control_server.storage import changes
from tests.server.simulator import PACK, Simulated, slide


def listed(city: Simulated) -> dict[str, Shown]:
    return {each.id: each for each in slide_list.listed(city.published, city.clock(), lambda finding: finding.message)}


@pytest.mark.parametrize(
    ("more", "state", "soon"),
    [
        ("", "shown", False),
        ("not_before: 2026-11-25T09:00\n", "coming", False),
        ("expires: 2026-11-24T09:00\n", "shown", True),
        ("expires: 2026-12-24T09:00\n", "shown", False),
        ("expires: 2026-11-20T09:00\n", "over", False),
    ],
)
async def test_the_state_of_a_slide(city: Simulated, more: str, state: str, soon: bool) -> None:
    await city.put_slide("anunt", slide("Podul") + more.encode())
    shown = listed(city)["anunt"]
    assert (shown.state, shown.soon, shown.displays) == (state, soon, ("gara", "piata"))
    wide = city.published.programme("gara").frames["anunt"]["ro"].asset
    assert shown.asset == wide, "of a landscape display, in the city's first language"


async def test_what_is_on_no_display_and_what_a_change_edits(city: Simulated) -> None:
    await city.publish({**PACK, "slides/alt.yaml": slide("Altul")})
    alt = listed(city)["alt"]
    assert (alt.state, alt.displays, alt.asset, alt.missing) == ("nowhere", (), None, ())
    desk, first = city.server.desk, {"slides/alt.yaml": slide("Unu")}
    await desk.begin("person:ana", "Unu", first)
    city.clock.forward(minutes=1)
    second = await desk.begin("person:ana", "Doi", {"slides/alt.yaml": slide("Doi"), "city.yaml": b""})
    newest = slide_list.edited(await changes.listed(city.server.ground.database, changes.OPEN))
    assert newest == {"alt": second}
