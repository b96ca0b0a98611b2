"""Filters of the library: each by itself and together, and how many slides each would keep."""

from datetime import UTC, datetime

import pytest
from yarl import URL

from control_server.http import slide_filters
from control_server.http.slide_filters import Filters, Shown

END = datetime(2026, 12, 6, tzinfo=UTC)
SLIDES = [
    Shown(id="pod", kind="notice", title="Podul se închide", text="Joi, la ora 9.", state="shown", displays=("gara",)),
    Shown(id="apa", kind="notice", title="Apa se oprește", text="Vineri.", state="over", findings=(("topic", "x"),)),
    Shown(
        id="strada", kind="consultation", title="Spune", text="", state="shown", missing=("hu",), soon=True, ends=END
    ),
]


def ids(**filters: str) -> list[str]:
    return [slide.id for slide in slide_filters.kept(SLIDES, slide_filters.asked(filters))]


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        ({}, ["pod", "apa", "strada"]),
        ({"q": "inchide PODUL"}, ["pod"]),
        ({"q": "joi"}, ["pod"]),
        ({"q": "joi vineri"}, []),
        ({"state": "shown"}, ["pod", "strada"]),
        ({"state": "shown", "kind": "notice"}, ["pod"]),
        ({"display": "gara"}, ["pod"]),
        ({"lacks": "hu"}, ["strada"]),
        ({"mend": "languages"}, ["strada"]),
        ({"mend": "ends"}, ["strada"]),
        ({"mend": "findings"}, ["apa"]),
        ({"mend": "<script>"}, []),
        ({"sort": "title"}, ["apa", "pod", "strada"]),
        ({"sort": "ends"}, ["strada", "pod", "apa"]),
        ({"nu-e": "x"}, ["pod", "apa", "strada"]),
    ],
)
def test_a_filter_keeps_what_it_says(filters: dict[str, str], kept: list[str]) -> None:
    assert ids(**filters) == kept


def test_a_value_of_a_filter_says_how_many_and_leads_there_and_back() -> None:
    filters = slide_filters.asked({"kind": "notice", "q": "p"})
    facets = slide_filters.facets(SLIDES, filters, URL("/studio/slides?kind=notice&q=p&x=1"))
    assert [(each.value, each.number, each.chosen) for each in facets["kind"]] == [
        ("notice", 2, True),
        ("consultation", 1, False),
    ]
    assert facets["kind"][0].address == "/studio/slides?q=p"
    assert facets["kind"][1].address == "/studio/slides?q=p&kind=consultation"
    assert [each.value for each in facets["state"]] == ["shown", "over"]


def test_only_what_filters_counts_as_filtered() -> None:
    assert Filters(q="x").any and not Filters(sort="title").any
