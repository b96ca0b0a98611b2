"""The neutral card: it is drawn for every city, on every display, and says where to ask."""

import msgspec
import pytest

from content.slides.compose import compose_neutral
from content.slides.drawing import draw
from content.slides.job import Format
from tests.slides.samples import COLOURS, DISPLAYS, city, opened

NAMES = ["Iași", "Municipiul Timișoara", "Comuna Sfântu Gheorghe din județul Tulcea, Delta Dunării"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("display", DISPLAYS, ids=lambda display: display.id)
def test_it_is_drawn_for_every_city(name: str, display: object) -> None:
    fmt = Format.of(display)  # type: ignore[arg-type]
    made = draw(compose_neutral(msgspec.structs.replace(city().city, name=name), "ro", fmt))
    assert opened(made.png).size == (fmt.width, fmt.height)
    assert [part.part for part in made.live] == ["clock"]


def test_it_says_the_telephone_and_the_desk_in_its_own_colours() -> None:
    contact = city().city.contact
    data = compose_neutral(city().city, "ro", Format.of(DISPLAYS[0])).data.plain()
    assert data["phone"] == contact.phone
    assert data["desk"].replace("\u00a0", " ") == city().city.name_of(contact.desk, "ro")
    assert (data["kicker"], data["panel"]) == ("", None)
    assert data["colors"]["accent"] == COLOURS["standard"]["neutral"].accent
