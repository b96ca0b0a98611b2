"""A display goes back into YAML as a person wrote it; what is not edited stays byte for byte."""

from typing import Any

import pytest

from content.findings import RefusedError
from content.pack.parse import parse
from control_server.studio import display_form
from control_server.studio.display_form import of_display
from tests.server.simulator import PACK

BODY = b"""displays:
  - id: gara   # by the clock
    name: Gara
    panel: {diagonal_inch: 32, width: 1280, height: 720}
    viewing_distance_m: 2
    languages: [ro, en]
    location: [45.75, 21.2]
    hours:
      - {days: mon-fri, from: "06:00", to: "22:00"}
      - {days: "sat,sun", from: "08:00", to: "20:00"}
"""
FILES = {**PACK, "displays.yaml": BODY}
GARA = parse(FILES).displays["gara"]


def edited(**fields: Any) -> str:
    body = display_form.edited(BODY, "displays.yaml", GARA, of_display(GARA)._replace(**fields))
    parse({**FILES, "displays.yaml": body})
    return body.decode()


def test_what_is_not_edited_stays_byte_for_byte() -> None:
    assert edited() == BODY.decode()


@pytest.mark.parametrize(
    ("fields", "before", "after"),
    [
        ({"name": "Gara de Nord"}, "name: Gara\n", "name: Gara de Nord\n"),
        ({"upright": True}, "width: 1280, height: 720", "width: 720, height: 1280"),
        ({"diagonal": "43.5"}, "diagonal_inch: 32", "diagonal_inch: 43.5"),
        ({"distance": "3"}, "viewing_distance_m: 2", "viewing_distance_m: 3"),
        ({"languages": ("en",)}, "[ro, en]", "[en]"),
        ({"hours": (("mon-fri", "06:00", "22:00"),)}, '      - {days: "sat,sun", from: "08:00", to: "20:00"}\n', ""),
    ],
)
def test_one_field_changes_one_thing(fields: dict[str, Any], before: str, after: str) -> None:
    assert edited(**fields) == BODY.decode().replace(before, after)


def test_days_that_are_ticked_are_the_range_they_are_written_as() -> None:
    ticked = (("mon,tue,wed,thu,fri", "06:00", "22:00"), ("sat,sun", "08:00", "20:00"))
    assert edited(hours=ticked) == BODY.decode()


def test_what_is_as_usual_is_not_written() -> None:
    more = edited(audience="waiting", theme="high-contrast", touch=True, tags=("gara", "centru"))
    display = parse({**FILES, "displays.yaml": more.encode()}).displays["gara"]
    assert (display.audience, display.theme, display.touch, display.tags) == (
        "waiting",
        "high-contrast",
        True,
        ("gara", "centru"),
    )
    back = display_form.edited(more.encode(), "displays.yaml", display, of_display(GARA))
    assert back == BODY


def test_a_new_display_gets_an_id_of_its_name_and_goes_again() -> None:
    pack = parse(FILES)
    fields = display_form.blank(pack)._replace(name="Gara", hours=(("mon-sun", "06:00", "24:00"),))
    fresh, body = display_form.begun(BODY, fields, pack)
    assert fresh == "gara-2"
    display = parse({**FILES, "displays.yaml": body}).displays["gara-2"]
    assert (display.panel.width, display.panel.height, display.languages, len(display.hours)) == (
        1920,
        1080,
        ("ro",),
        1,
    )
    assert display_form.removed(body, "displays.yaml", "gara-2") == BODY


def test_a_pack_without_displays_gets_its_first() -> None:
    fresh, body = display_form.begun(b"", display_form.blank(parse(FILES))._replace(name="Hol"), parse(FILES))
    assert list(parse({**FILES, "displays.yaml": body}).displays) == [fresh] == ["hol"]


@pytest.mark.parametrize(
    "fields",
    [
        {"diagonal": "large"},
        {"distance": "0"},
        {"wide": "99999"},
        {"languages": ()},
        {"languages": ("xx",)},
        {"theme": "pink"},
        {"hours": (("mon-fri", "6", "22:00"),)},
        {"hours": (("monday", "06:00", "22:00"),)},
        {"hours": (("mon-fri", "06:00", "06:00"),)},
    ],
)
def test_what_cannot_be_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        edited(**fields)


def test_a_display_without_a_name_is_refused() -> None:
    with pytest.raises(RefusedError, match="found no name"):
        display_form.begun(BODY, display_form.blank(parse(FILES)), parse(FILES))


@pytest.mark.parametrize(
    ("days", "each"),
    [
        ("mon-fri", "mon tue wed thu fri"),
        ("sat,sun", "sat sun"),
        ("fri-mon", "fri sat sun mon"),
        ("mon, wed", "mon wed"),
        ("nonsense", ""),
    ],
)
def test_days_one_by_one(days: str, each: str) -> None:
    assert " ".join(display_form.weekdays(days)) == each
