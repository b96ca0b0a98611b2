"""The table of kinds, and that every kind is whole."""

from content.slides.drawing import TEMPLATES
from content.slides.kinds import KINDS


def test_each_kind_has_its_template() -> None:
    for kind in KINDS.values():
        assert (TEMPLATES / f"{kind.template}.typ").exists()
