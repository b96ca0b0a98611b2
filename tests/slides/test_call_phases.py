"""A call before it opens and after it closed: what the pages say in five languages, and that they fit."""

import pytest

from content.slides.compose import compose
from content.slides.drawing import draw
from content.slides.job import Format
from tests.slides.calls import fields_of, pack
from tests.slides.samples import city


@pytest.mark.parametrize("theme", ["standard", "high-contrast"])
@pytest.mark.parametrize("display", city().displays)
@pytest.mark.parametrize("name", ["strada.announced", "strada.result"])
def test_fits_every_display_in_each_of_its_languages(name: str, display: str, theme: str) -> None:
    lived = pack()
    fmt = Format.of(lived.displays[display])
    for lang in lived.displays[display].languages:
        made = draw(compose(lived, name, lang, Format(**{**fields_of(fmt), "theme": theme})))
        assert [part.part for part in made.live] == ["clock"]
