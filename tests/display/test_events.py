"""Every event that can happen is one the player knows what to do about."""

from datetime import UTC, datetime

import pytest

from content.wire import Glass
from display_client import events
from display_client.bench.rehearsal import Rehearsal
from tests.display.playbook import Playbook

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
SAMPLES: dict[type[events.Event], events.Event] = {
    type(event): event
    for event in (
        events.Started(None),
        events.Connected(),
        events.Received(b""),
        events.NewestTold((1, 1)),
        events.PlaysTold(None),
        events.Unavailable(),
        events.ProgrammeArrived("0" * 64, b""),
        events.Stored("0" * 64),
        events.Failed("0" * 64, "503"),
        events.Damaged("0" * 64),
        events.Kept((1, 1)),
        events.NotKept((1, 1), "No space left on device"),
        events.Commanded(b""),
        events.GlassChanged(Glass(state="off", since=NOW, lit=NOW)),
        events.Acknowledged(b""),
        events.Ticked(),
    )
}


@pytest.mark.parametrize("kind", events.Event.__subclasses__())
def test_the_player_handles_it(city: Rehearsal, kind: type[events.Event]) -> None:
    effects = Playbook(city, NOW).start().player.handle(SAMPLES[kind], NOW)
    assert all(type(effect) in events.Effect.__subclasses__() for effect in effects)
