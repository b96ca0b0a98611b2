"""Headlines an import makes, in every language."""

import re

import pytest

from content.imports import titles
from content.pack.parse import parse
from content.slides import placeholders
from content.slides.compose import compose
from content.slides.job import Format
from tests import sample
from tests.imports.test_dataset import PAGE, held, one, slide
from tests.readers.open_data.test_gtfs import packed


@pytest.mark.parametrize("lang", ["ro", "en", "hu"])
@pytest.mark.parametrize(
    ("by", "sentence"),
    [("days", "7"), ("routes", "5"), ("hours", "3")],
)
def test_counts_are_slides_in_every_language(by: str, sentence: str, lang: str) -> None:
    made = held("g.zip", one("g.zip", packed()), by=by, lang=lang, licence="CC BY", page="https://x.ro", id="curse")
    pack = parse(sample.files() | made.files)
    fmt = Format(width=1920, height=1080, pixels_per_mm=1.577, viewing_distance_m=3.0)
    data = compose(pack, "curse", lang, fmt).data
    assert data.title.endswith(sentence)
    assert by != "hours" or data.chart.kind == "line"


def test_headlines_are_in_every_language_and_name_only_known_figures() -> None:
    for kind in ("change", "last", "most", "places"):
        for lang in ("ro", "en", "hu", "de", "sr"):
            headline = titles.of(kind, "A {b} c", lang)
            assert headline.startswith("A b c: ") and set(re.findall(r"{(\w+)}", headline)) <= set(placeholders.KNOWN)
    for what, forms in titles.COUNTED.items():
        assert len(forms) == 5 and len({str(re.findall(r"{(\w+)}", headline)) for headline in forms}) == 1, what
        assert re.search("[Ѐ-ӿ]", forms[4])
    assert titles.of("last", "A", "ro", days=True) == "A: {last} ({last_x})"


@pytest.mark.parametrize("by", ["routes", "hours"])
@pytest.mark.parametrize("lang", ["ro", "en", "hu", "de", "sr"])
def test_of_several_largest_none_is_named(by: str, lang: str) -> None:
    """Line 33 loses its metro: it and line 1 have two trips each, hours 7 and 8 too."""
    tied = packed(
        frequencies__txt=None,
        trips__txt="route_id,service_id,trip_id\nr1,wk,a\nr1,wk,b\nr33,wk,d\nr33,wk,night\n",
        stop_times__txt="trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "a,07:00:00,07:00:00,s1,1\nb,08:00:00,08:00:00,s1,1\n"
        "d,07:10:00,07:10:00,s1,1\nnight,08:10:00,08:10:00,s1,1\n",
    )
    made = held("g.zip", one("g.zip", tied), by=by, lang=lang, licence="CC BY", page="https://x.ro", id="curse")
    title = slide(made, "slides/curse.yaml")["title"][lang]
    assert "{most}" in title
    assert "most_x" not in title


def test_a_tie_of_names_has_no_winner() -> None:
    made = held(
        "t.csv", one("t.csv", b"zona,cereri\nNord,5\nSud,5\nEst,2\n"), licence="CC0", page=PAGE, as_of="2026-01-01"
    )
    assert slide(made, "slides/t.yaml")["title"] == {"ro": "Cereri: cel mult {most}"}
