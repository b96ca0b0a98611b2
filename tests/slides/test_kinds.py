"""The table of kinds, and that every kind is whole."""

from content.pack.slide import Slide
from content.pack.slides import AUTHORED
from content.slides.compose import compose
from content.slides.drawing import TEMPLATES
from content.slides.kinds import KINDS
from content.slides.page_data import PageData
from tests.slides.samples import FORMATS, city


def everything() -> dict[str, Slide]:
    """The slides and the alerts of the sample city."""
    return {**city().slides, **city().alerts}


def test_each_kind_has_its_template() -> None:
    for kind in KINDS.values():
        assert (TEMPLATES / f"{kind.template}.typ").exists()


def test_every_kind_that_can_be_authored_has_looks_in_all_its_phases() -> None:
    phases = {type(phase) for slide in everything().values() for phase in slide.phases().values()}
    assert set(AUTHORED.values()) <= KINDS.keys()
    assert phases == KINDS.keys()


def test_what_is_composed_is_a_struct_of_the_kind() -> None:
    for name, slide in everything().items():
        for phase, shown in slide.phases().items():
            data = compose(city(), f"{name}.{phase}" if phase else name, "ro", FORMATS["portrait"]).data
            assert type(data) is not PageData
            assert data.frame.colors == KINDS[type(shown)].inks.colours("standard")
