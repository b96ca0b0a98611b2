"""Hours in Romanian prose: with the word, with a colon, over midnight; a price is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.readers.calls.hours import hours
from content.readers.calls.plain import folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ora 14:00", [(840, None)]),
        ("ora 9", [(540, None)]),
        ("ora 16⁰⁰", [(960, None)]),
        ("ora 16^00", [(960, None)]),
        ("ora 16,30", [(990, None)]),
        ("orele 9.00–15.00", [(540, 900)]),
        ("orele 9-15", [(540, 900)]),
        ("între orele 22 și 6", [(1320, 360)]),
        ("în intervalul orar 07:30 – 13:00", [(450, 780)]),
        ("în intervalul 08:00–18:00", [(480, 1080)]),
        ("de la ora 8 la ora 16", [(480, 960)]),
        ("de la ora 8:00 până la ora 16:00", [(480, 960)]),
        ("între 10.00 și 14.00", [(600, 840)]),
        ("10:00-14:00", [(600, 840)]),
        ("orele 8–12 și 14–18", [(480, 720), (840, 1080)]),
        ("până la ora 24:00", [(1440, None)]),
        ("prețul de 9.00 lei", []),
        ("în perioada 04.05.2026-12.06.2026", []),
        ("ora 25", []),
        ("tel. 0256 000 000", []),
        ("scara 1:500", []),
    ],
)
def test_hours_as_notices_write_them(text: str, expected: list[tuple[int, int | None]]) -> None:
    assert [(each.first, each.last) for each in hours(text)] == expected


@given(st.integers(0, 23), st.integers(0, 59), st.integers(0, 23), st.integers(0, 59))
def test_every_range_is_read_back(hour: int, minute: int, until: int, past: int) -> None:
    text = f"între orele {hour}:{minute:02} și {until:02}.{past:02}, pe strada Morii"
    (each,) = hours(text)
    assert (each.first, each.last) == (hour * 60 + minute, until * 60 + past)
    assert each.over_midnight == ((until, past) <= (hour, minute))
    assert folded(text)[each.start : each.end].endswith(f"{past:02}")
