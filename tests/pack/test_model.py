"""What the words of a pack mean: which displays are meant, until when a campaign runs, which text is said."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.authored import Moment
from content.pack.model import Campaign, Minimum, Panel, meant
from content.pack.tagged import Tagged
from content.pack.values import Daypart
from tests import sample

BUCHAREST = ZoneInfo("Europe/Bucharest")
PACK = sample.parsed()
NIGHT = Daypart(start="22:00", end="02:00")
TAGS = st.sets(st.sampled_from("abcd"))


@given(TAGS, TAGS, TAGS, TAGS)
def test_a_display_fits_by_any_all_and_none_of_its_tags(
    own: set[str], any_of: set[str], all_of: set[str], none_of: set[str]
) -> None:
    if not (any_of or all_of or none_of):
        with pytest.raises(ValueError, match="found no tags, expected `tags`, `all_of` or `none_of` with at least one"):
            Tagged()
        return
    tagged = Tagged(tags=tuple(any_of), all_of=tuple(all_of), none_of=tuple(none_of))
    fits = all(tag in own for tag in all_of) and not any(tag in own for tag in none_of)
    assert tagged.fits(own) == (fits and (not any_of or any(tag in own for tag in any_of)))


def test_displays_are_meant_by_all_by_id_or_by_tag() -> None:
    square, station = PACK.displays["piata"], PACK.displays["gara"]
    assert meant("all", square) and meant("all", station)
    assert meant(("piata",), square) and not meant(("piata",), station)
    assert meant(Tagged(tags=("centru",)), square) and not meant(Tagged(tags=("centru",)), station)


def test_a_text_falls_back_only_where_it_may_stay_untranslated() -> None:
    city = PACK.city
    assert [city.say("Bună", lang) for lang in ("ro", "en")] == ["Bună", None]
    assert [city.say({"en": "Hello"}, lang) for lang in ("ro", "en")] == [None, "Hello"]
    assert [city.name_of({"ro": "Bună", "en": "Hello"}, lang) for lang in ("hu", "en")] == ["Bună", "Hello"]
    assert city.name_of({"en": "Hello"}, "hu") == "Hello"
    assert city.name_of("Bună", "hu") == "Bună"


def test_of_several_minimums_for_a_kind_the_largest_counts() -> None:
    asked = (
        Minimum(kinds={"budget": 0.2, "consultation": 0.3}),
        Minimum(displays=("gara",), kinds={"budget": 0.4}),
        Minimum(displays=Tagged(tags=("centru",)), kinds={"consultation": 0.1}),
    )
    city = msgspec.structs.replace(PACK.city, minimum_airtime=asked)
    assert city.minimums(PACK.displays["gara"]) == {"budget": 0.4, "consultation": 0.3}
    assert city.minimums(PACK.displays["piata"]) == {"budget": 0.2, "consultation": 0.3}


@pytest.mark.parametrize(
    ("last", "dayparts", "ends"),
    [
        (None, (), None),
        ("2026-12-31", (), datetime(2026, 12, 31, 22, tzinfo=UTC)),
        ("2026-12-31T18:00", (), datetime(2026, 12, 31, 16, tzinfo=UTC)),
        ("2026-12-31", (NIGHT,), datetime(2027, 1, 1, 0, tzinfo=UTC)),  # two in the morning
        ("2026-12-31T18:00", (NIGHT,), datetime(2026, 12, 31, 16, tzinfo=UTC)),
        ("2026-10-24", (NIGHT,), datetime(2026, 10, 24, 23, tzinfo=UTC)),  # before the clocks change at four
    ],
)
def test_a_campaign_runs_until_its_last_day_or_the_night_that_starts_on_it_is_over(
    last: str | None, dayparts: tuple[Daypart, ...], ends: datetime | None
) -> None:
    moment = None if last is None else Moment(last)
    assert Campaign(id="a", playlist="b", last=moment, dayparts=dayparts).ends(BUCHAREST) == ends


def test_a_night_bounds_the_days_on_which_it_starts() -> None:
    first, last = Moment("2026-12-01"), Moment("2026-12-31")
    assert Campaign(id="a", playlist="b", first=first, last=last).recurrence() is None
    recurrence = Campaign(id="a", playlist="b", first=first, last=last, dayparts=(NIGHT,)).recurrence()
    assert recurrence is not None
    assert (recurrence.first, recurrence.last) == (first.day, last.day)


def test_a_display_is_on_its_own_clock_or_the_citys() -> None:
    display = PACK.displays["gara"]
    assert PACK.zone(display) == BUCHAREST
    assert PACK.zone(msgspec.structs.replace(display, timezone="Asia/Kathmandu")) == ZoneInfo("Asia/Kathmandu")


def test_the_density_of_a_panel() -> None:
    panel = Panel(diagonal_inch=55, width=1920, height=1080)
    assert panel.pixels_per_mm == pytest.approx(1.577, abs=0.001)
    assert Panel(diagonal_inch=55, width=1080, height=1920).pixels_per_mm == panel.pixels_per_mm


def test_a_slide_is_in_the_languages_in_which_all_its_texts_are() -> None:
    assert PACK.languages(PACK.slides["strada"]) == ("ro", "en", "hu")
    assert PACK.languages(PACK.slides["restrictii"]) == ("ro", "en")


def test_a_slide_plays_under_its_name_or_that_of_a_phase() -> None:
    assert PACK.shown("strada") == PACK.slides["strada"]
    announced = sample.parsed(slides__strada=sample.CALL + "announce: 2026-11-10\n")
    assert announced.shown("strada.announced") != announced.shown("strada")


def test_people_see_the_name_of_a_campaign_and_of_a_playlist_or_else_its_id() -> None:
    named = sample.parsed(
        campaigns="campaigns: [{id: vechi, playlist: civic}, {id: nou, name: {ro: Târg, en: Fair}, playlist: civic}]",
        playlists="playlists: [{id: civic, name: De toate, slides: [strada]}]",
    )
    assert [named.campaign_name(each, "en") for each in ("vechi", "nou", "plecat")] == ["vechi", "Fair", "plecat"]
    assert [named.campaign_name("nou", lang) for lang in ("ro", "hu")] == ["Târg", "Târg"]
    assert [named.playlist_name(each, "en") for each in ("civic", "alta")] == ["De toate", "alta"]
