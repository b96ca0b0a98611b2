"""How an alert looks: whole on every display of the city, in every language and theme, and like no other slide."""

import msgspec
import pytest

from content.authored import Moment
from content.checks import gate
from content.pack.model import Theme
from content.slides import sizes
from content.slides.alert import INKS, READ_FROM_M, AlertData
from content.slides.compose import characters, compose
from content.slides.drawing import draw
from content.slides.job import Format
from tests.slides.samples import ALERT, COLOURS, DISPLAYS, city, opened

LANGS = city().city.languages


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("display", [each.id for each in DISPLAYS])
def test_a_long_one_fits_every_display_in_every_language(display: str, lang: str) -> None:
    fmt = Format.of(city().displays[display])
    made = draw(compose(city(), "apa", lang, fmt))
    assert opened(made.png).size == (fmt.width, fmt.height)
    assert [part.part for part in made.live] == ["clock"]


@pytest.mark.parametrize("theme", ["high-contrast", "large-text"])
@pytest.mark.parametrize("display", [each.id for each in DISPLAYS])
def test_and_in_the_other_themes(display: str, theme: Theme) -> None:
    fmt = msgspec.structs.replace(Format.of(city().displays[display]), theme=theme)
    picture = opened(draw(compose(city(), "apa", "ro", fmt)).png)
    assert picture.getpixel((fmt.width - 2, fmt.height // 2)) == _rgb(INKS.colours(theme).ground)


def test_it_says_who_from_when_until_when() -> None:
    data = compose(city(), "apa", "ro", Format.of(DISPLAYS[0])).data
    assert isinstance(data, AlertData)
    assert (data.kicker, data.issuer.replace("\u00a0", " ")) == ("Alertă", ALERT["issuer"])
    assert data.lasts.replace("\u00a0", " ") == "de la 14:05 până la 16:05"
    assert characters(city(), "apa", "ro") == len(ALERT["title"]["ro"]) + len(ALERT["body"]["ro"])


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("2026-11-25 00:14", "de la 14:05 până la miercuri, 25 noiembrie, ora 00:14"),
        ("2026-11-24 23:59", "de la 14:05 până la 23:59"),
        ("2026-11-25 00:00", "de la 14:05 până la miercuri, 25 noiembrie, ora 00:00"),
    ],
)
def test_an_end_on_another_day_has_its_day_and_its_hour_once(until: str, words: str) -> None:
    pack = city()
    long = msgspec.structs.replace(pack.alerts["apa"], until=Moment(until))
    data = compose(msgspec.structs.replace(pack, alerts={"apa": long}), "apa", "ro", Format.of(DISPLAYS[0])).data
    assert isinstance(data, AlertData)
    assert data.lasts.replace("\u00a0", " ") == words


def test_no_other_kind_has_its_ground() -> None:
    for theme in ("standard", "large-text"):
        grounds = {kind: colours.ground for kind, colours in COLOURS[theme].items()}
        assert [kind for kind, ground in grounds.items() if ground == grounds["alert"]] == ["alert"]


@pytest.mark.parametrize("display", DISPLAYS, ids=lambda each: each.id)
def test_it_wants_to_be_read_from_afar(display: object) -> None:
    fmt = Format.of(display)  # type: ignore[arg-type]
    far = msgspec.structs.replace(fmt, viewing_distance_m=READ_FROM_M)
    frame = compose(city(), "apa", "ro", fmt).data.frame
    assert sizes.arcmin(frame.wanted.head, far) >= sizes.LEAST.body - 0.01
    assert sizes.arcmin(frame.wanted.body, far) >= sizes.LEAST.small - 0.01
    assert frame.minimum == sizes.minimum(fmt)


def test_the_gate_says_of_it_what_cannot_be_read_and_nothing_else() -> None:
    """Its contrasts are held; a headline that is long, or words that are, stop nobody in an emergency."""
    pack = msgspec.structs.replace(city(), slides={}, playlists={}, campaigns={})
    frames, faults = gate.planned_frames(pack)
    about = [each for each in [*faults, *gate.examine(pack, frames)] if each.where.startswith("alerts/")]
    assert about == []
    assert {frame.lang for frame in frames if frame.slide == "apa"} == {"ro", "en", "hu", "de", "sr"}


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))
