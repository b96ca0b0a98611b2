"""A report with what its keys are called: names of the published pack and of its frames, none for what is gone."""

from datetime import timedelta

import pytest

from content.findings import RefusedError
from control_server.storage.airtime import AirtimeRow
from tests.server.simulator import Simulated


async def test_it_has_the_names_that_are_published_and_says_when_it_was_counted(city: Simulated) -> None:
    teller = city.server.studio.reports.teller
    span = teller.span({})
    assert (span.first.isoformat(), span.last.isoformat()) == ("2026-10-01", "2026-10-31")
    rows = [AirtimeRow("gara", "anunt", "ro", 3, 30.0), AirtimeRow("veche", "disparut", "ro", 1, 10.0)]
    told = await teller.told(span, rows)
    assert (told.span, told.counted.plays, told.at) == (span, 4, city.clock.now)
    assert told.names.displays["gara"] == "Gara" and "veche" not in told.names.displays
    assert told.names.slides == {"anunt": "Podul se inchide"}
    assert len(told.head) == 64
    before = city.clock.now - timedelta(hours=3)
    assert (await teller.told(span, rows, before)).at == before
    with pytest.raises(RefusedError):
        teller.span({"from": "2026-10-02", "to": "2026-10-01"})
