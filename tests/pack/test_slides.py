"""The kinds a city can author: one table, and every field a slide names is there in its file."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

import pytest

from content import strict_yaml
from content.explain.sentences import InterfaceLang
from content.pack.slide import Slide
from content.pack.slides import AUTHORED, authored
from tests.slides import budgets, open_data, samples

SLIDES: dict[str, Slide] = {
    **samples.city().slides,
    **budgets.budget_city().slides,
    **open_data.data_city().slides,
}


def value(slide: Slide, field: str) -> Any:
    """What stands at that place of the slide's file."""
    inner: Any = strict_yaml.plain(slide)
    for key, index in re.findall(r"(\w+)|\[(\d+)\]", field):
        inner = inner[key] if key else inner[int(index)]
    return inner


def fields(slide: Slide) -> Iterator[tuple[str, Any]]:
    """Every field that the slide names in an answer, with what the answer says it holds."""
    for phase in slide.phases().values():
        yield from ((passage.field, passage.text) for passage in phase.prose())
        yield from ((bound.field, bound.moment.day.isoformat()) for bound in (*phase.opening(), *phase.closing()))
        if period := phase.official_period():
            yield period.field, period.closes.day.isoformat()
        if link := phase.address():
            yield f"{phase.address_field()}.short", link.short
    yield from slide.telephones()
    for first, second in slide.ordered():
        yield first.field, first.moment.day.isoformat()
        yield second.field, second.moment.day.isoformat()


@pytest.mark.parametrize("slide", SLIDES.values(), ids=SLIDES)
def test_what_a_slide_says_of_a_field_stands_there(slide: Slide) -> None:
    named = list(fields(slide))
    assert named
    for field, answer in named:
        written = value(slide, field)
        if isinstance(written, str) and re.match(r"\d{4}-\d\d-\d\d", written):
            # What ends with a bare day ends at the midnight after it.
            assert (date.fromisoformat(answer) - date.fromisoformat(written[:10])).days in (0, 1), field
        else:
            assert written == answer, field


@pytest.mark.parametrize("slide", SLIDES.values(), ids=SLIDES)
def test_a_slide_is_read_back_from_what_it_is_written_as(slide: Slide) -> None:
    assert strict_yaml.typed(strict_yaml.plain(slide), authored(), "x") == slide


def test_the_table_is_by_the_kind_as_it_is_written() -> None:
    assert {kind: type_.__struct_config__.tag for kind, type_ in AUTHORED.items()} == {kind: kind for kind in AUTHORED}
    assert get_args(authored()) == tuple(AUTHORED.values())


@pytest.mark.parametrize("kind", AUTHORED)
def test_every_kind_has_its_names(kind: str) -> None:
    names = AUTHORED[kind].names
    assert names != Slide.names
    assert names.several.keys() == set(get_args(InterfaceLang))
    assert names.one.split()[0] in ("a", "an")
    assert names.label
